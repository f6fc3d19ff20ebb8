# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Deadlines on a machine whose clock is set while we wait, or that sleeps
bats_require_minimum_version 1.5.0
load helpers
load api

# A clock that jumps back an hour each time it is asked for the time of day. TLS would take that for a reason to stop.
setup_file() {
    api_keys
    cat >"$BATS_FILE_TMPDIR/clock.c" <<'END'
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
static long back;
int clock_gettime(clockid_t id, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, id, now);
    if (id == CLOCK_REALTIME)
        now->tv_sec -= back += 3600;
    return result;
}
time_t time(time_t *where)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where)
        *where = now.tv_sec;
    return now.tv_sec;
}
END
    cc -shared -fPIC -o "$BATS_FILE_TMPDIR/clock.so" "$BATS_FILE_TMPDIR/clock.c"
}

setup() {
    juno_setup
    local label=kuiper.juno-innovations.com/kuiper-instance
    record="{\"metadata\":{\"name\":\"w-1-kuiper-config\",\"namespace\":\"film-a\",\"uid\":\"r-1\",\"labels\":{\"$label\":\"w-1\"}},\"data\":{\"name\":\"w-1\",\"type\":\"Server\",\"template\":\"demo\"}}"
    deployment="{\"metadata\":{\"name\":\"w-1\",\"namespace\":\"film-a\",\"uid\":\"d-1\",\"labels\":{\"$label\":\"w-1\"}},\"spec\":{\"replicas\":2,\"selector\":{\"matchLabels\":{\"app\":\"w\"}}},\"status\":{\"replicas\":2,\"readyReplicas\":1,\"updatedReplicas\":2}}"
    api_start http <<END
* GET ^/apis\$ = body {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[{"resource":"deployments","scope":"Namespaced","responseKind":{"kind":"Deployment"},"verbs":["list","delete"]}]}]}]}
* GET ^/api\$ = body {"kind":"APIGroupDiscoveryList","items":[{"versions":[{"version":"v1","resources":[{"resource":"configmaps","scope":"Namespaced","responseKind":{"kind":"ConfigMap"},"verbs":["list","delete"]}]}]}]}
* GET /configmaps/w-1-kuiper-config = body $record
* GET /configmaps = body {"kind":"ConfigMapList","metadata":{},"items":[$record]}
* GET /deployments/w-1 = body $deployment
* GET /deployments = body {"kind":"DeploymentList","metadata":{},"items":[$deployment]}
* GET .* = body {"kind":"List","metadata":{},"items":[]}
END
}

teardown() {
    api_stop
}

# took SECONDS: since $started, no less than that, and no hour
took() {
    awk -v now="$EPOCHREALTIME" -v then="$started" -v least="$1" \
        'BEGIN { print now - then; exit now - then < least || now - then > least + 120 }'
}

@test "R-127 wait --timeout with a clock that jumps back: the time that passed counts, and what is not ready is told" {
    started=$EPOCHREALTIME
    run --separate-stderr env LD_PRELOAD="$BATS_FILE_TMPDIR/clock.so" ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS:-}" \
        timeout 300 kubectl-juno wait w-1 --timeout 2s
    took 2
    assert_status 1
    assert_contains stderr "workload 'w-1' is not ready after 2s" "Deployment/w-1" "hint: kubectl juno inspect w-1"
}

@test "R-127 a wait that slept through its time looks once more and ends" {
    env --default-signal=INT kubectl-juno wait w-1 --timeout 10s >out 2>err 3>&- &
    pid=$!
    seen err Deployment/w-1
    kill -STOP "$pid"
    sleep 11
    started=$EPOCHREALTIME
    kill -CONT "$pid"
    wait "$pid" && status=0 || status=$?
    took 0
    [[ $status -eq 1 ]]
    grep -q "workload 'w-1' is not ready after 10s" err
}

@test "R-098 R-127 a request's deadline with a clock that jumps back" {
    api_stop
    rm -r "$BATS_TEST_TMPDIR/api"
    api_start http <<<"* GET /configmaps = hang"
    started=$EPOCHREALTIME
    run --separate-stderr env LD_PRELOAD="$BATS_FILE_TMPDIR/clock.so" ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS:-}" \
        timeout 300 kubectl-juno list --request-timeout 1s
    took 1
    assert_status 1
    assert_contains stderr "did not answer within 1s"
}
