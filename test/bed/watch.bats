# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What goes on and on, on a real control plane: ps -w through a server that dies, logs, the events of inspect
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed
load ../bats/watching

setup_file() {
    bed_up own
    bed_install argocd terminal
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
    bed_setup
}

teardown() {
    unwatched
}

# seen PATTERN: such a line is in out, sooner or later
seen() {
    eventually grep -qE -- "$1" out && return 0
    head -n 50 out err
    return 1
}

# counted PATTERN: how many requests like it kubectl-juno has sent
counted() {
    bed_requests kubectl-juno | grep -cE -- "$1"
}

# quiet PATTERN: for two seconds none was sent; their number is $now
quiet() {
    local before=${now:-}
    sleep 2
    now=$(counted "$1")
    [[ $now == "$before" ]]
}

# asks_nothing PATTERN: what was begun sends no request like it while nothing happens
asks_nothing() {
    # What comes with the beginning of the watches is over when nothing more is asked.
    eventually quiet "$1"
    sleep 3
    stopped
    [[ $(counted "$1") == "$now" ]]
}

launch_terminal() {
    kubectl-juno launch terminal "$@" --host juno.example.org >/dev/null
}

@test "ps -w shows a workload coming, becoming ready, failing and going, a row for each change" {
    begun ps -w
    launch_terminal t-1 --wait
    seen '^t-1 .* Ready +1/1 '
    kubectl annotate statefulset t-1 --overwrite x=y >/dev/null
    kubectl patch statefulset t-1 --type=merge \
        -p '{"spec":{"template":{"metadata":{"annotations":{"testbed/scenario":"crash-loop"}}}}}' >/dev/null
    seen '^t-1 .* Failed +0/1 '
    kubectl-juno delete t-1 --yes >/dev/null
    seen '^t-1 .* Deleted '
    stopped
    # Each row differs from the one before it in more than its age.
    [[ -z $(tail -n +2 out | sed -E 's/ [0-9]+[smh][0-9smh]* / AGE /' | tr -s ' ' | uniq -d) ]] || {
        cat out
        return 1
    }
    [[ $(grep -c NAME out) -eq 1 ]]
}

@test "R-122 ps -w survives an API server that is killed and restarted, and loses nothing of it" {
    launch_terminal t-1 --wait
    begun ps -w
    seen '^t-1 .* Ready +1/1 '
    "$JUNO_ROOT/test/testbed/apiserver" kill "$JUNO_BED"
    eventually grep -q 'the watch is interrupted and tried again' err
    "$JUNO_ROOT/test/testbed/apiserver" start "$JUNO_BED"
    launch_terminal t-2 --wait
    seen '^t-2 .* Ready +1/1 '
    stopped
    [[ $(grep -cE '^t-1 ' out) -eq 1 ]] || {
        cat out
        return 1
    }
}

@test "ps -w asks for changes only: no list of the workloads while nothing happens" {
    launch_terminal t-1 --wait
    begun ps -w
    seen '^t-1 '
    asks_nothing '^list .*limit=500'
}

@test "R-092 who may not watch pods sees the rows all the same" {
    launch_terminal t-1 --wait
    kubectl create role half --verb=get,list,watch --resource=configmaps,statefulsets.apps,deployments.apps,ingresses.networking.k8s.io >/dev/null
    kubectl create rolebinding half --role=half --user=half >/dev/null
    begun ps -w --as half
    seen '^t-1 .* Ready +1/1 '
    eventually grep -q 'its changes are not seen: pods is forbidden' err
    kubectl scale statefulset t-1 --replicas=0 >/dev/null
    seen '^t-1 .* Stopped +0/0 '
    stopped
}

@test "R-122 inspect -w shows every change of a workload through a server that is killed, and ends with the workload" {
    launch_terminal t-1 --wait
    begun inspect t-1 -w
    seen '^t-1 · Ready'
    kubectl scale statefulset t-1 --replicas=0 >/dev/null
    seen '^t-1 · Stopped'
    "$JUNO_ROOT/test/testbed/apiserver" kill "$JUNO_BED"
    eventually grep -q 'the watch is interrupted and tried again' err
    "$JUNO_ROOT/test/testbed/apiserver" start "$JUNO_BED"
    kubectl patch statefulset t-1 --type=merge \
        -p '{"spec":{"replicas":1,"template":{"metadata":{"annotations":{"testbed/scenario":"crash-loop"}}}}}' >/dev/null
    seen '^t-1 · Failed · CrashLoopBackOff in Pod/t-1-0'
    kubectl-juno delete t-1 --yes >/dev/null
    seen '^workload/t-1 deleted$'
    eventually not kill -0 "$WATCHER" 2>/dev/null
    wait "$WATCHER"
    WATCHER=
}

@test "inspect -w asks for changes only: nothing of a workload that is well is read while nothing happens" {
    launch_terminal t-1 --wait
    begun inspect t-1 -w -o json
    seen '"status": "Ready"'
    asks_nothing '^(get|list) '
}

@test "logs asks for the log of every pod, and prints what kubectl does" {
    launch_terminal t-1 --wait
    kubectl scale statefulset t-1 --replicas=2 >/dev/null
    kubectl wait --for=jsonpath='{.status.readyReplicas}'=2 statefulset/t-1 --timeout=180s >/dev/null
    run --separate-stderr kubectl-juno logs t-1 --tail 5
    bed_requests kubectl-juno >requests
    grep -F "/namespaces/$NS/pods/t-1-0/log?container=" requests | grep -F 'tailLines=5'
    grep -F "/namespaces/$NS/pods/t-1-1/log?container=" requests | grep -F 'tailLines=5'
    if kubectl logs t-1-0 --tail 5 >theirs 2>their.err; then
        assert_status 0
        kubectl logs t-1-1 --tail 5 >>theirs
        diff <(sed -E 's|^\[pod/t-1-[01]/[^]]*\] ||' <<<"$output") theirs
    else
        # Both are told the server's own words.
        assert_status 1
        assert_contains stderr "2 of 2 logs could not be read whole" "$(sed -E 's/^Error from server( \([A-Za-z]+\))?: //' their.err)"
    fi
}

@test "logs of a container or workload that is not there is refused by name" {
    launch_terminal t-1 --wait
    run --separate-stderr kubectl-juno logs t-1 -c no-such
    assert_status 1
    assert_contains stderr "no pod of it has a container 'no-such'"
    run --separate-stderr kubectl-juno logs t-2
    assert_status 1
    assert_contains stderr "there is no workload 't-2'" "did you mean 't-1'?"
}

# told_of REASON: inspect shows an event with it
told_of() {
    run --separate-stderr kubectl-juno inspect t-1
    [[ $status -eq 0 && $output == *Warning*"$1"* ]]
}

@test "inspect tells the events of a workload that does not come up, as the server has them" {
    launch_terminal t-1
    kubectl patch statefulset t-1 --type=merge \
        -p '{"spec":{"template":{"metadata":{"annotations":{"testbed/scenario":"crash-loop"}}}}}' >/dev/null
    eventually told_of BackOff
    [[ $output =~ TYPE\ +REASON\ +AGE\ +FROM\ +OBJECT\ +MESSAGE ]]
    [[ $output =~ Warning\ +BackOff\ +[0-9]+[smh].*Pod/t-1-0 ]]
    run --separate-stderr kubectl-juno inspect t-1 -o jsonpath='{range .events[*]}{.object} {.reason}{"\n"}{end}'
    kubectl get events -o jsonpath='{range .items[*]}{.involvedObject.kind}/{.involvedObject.name} {.reason}{"\n"}{end}' | sort -u >theirs
    # Every event of ours is one of the server's.
    [[ -n $output && -z $(comm -23 <(sort -u <<<"$output") theirs) ]]
}

@test "logs of a workload of another project are not found" {
    launch_terminal t-1 --wait
    run --separate-stderr kubectl-juno logs t-1 -n default
    assert_status 1
    assert_contains stderr "there is no workload 't-1' in namespace 'default'"
}
