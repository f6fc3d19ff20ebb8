# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The test bed itself: a real control plane, and a failure wherever it is not one
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed

setup() {
    juno_setup
}

up() {
    "$JUNO_ROOT/test/testbed/up"
}

down() {
    "$JUNO_ROOT/test/testbed/down" "$@"
}

# Processes that work in directory $1.
working_in() {
    local cwd
    for cwd in /proc/[0-9]*/cwd; do
        [[ $(readlink "$cwd" 2>/dev/null) == "$1" ]] && echo "$cwd"
    done
    return 0
}

@test "two beds run side by side, each with a node that is ready and a claim that is bound; down leaves nothing" {
    bed_up
    one=$(up 2>/dev/null)
    two=$(up 2>/dev/null)
    for config in "$one" "$two"; do
        kubectl --kubeconfig "$config" wait --for=condition=Ready node/node-1 --timeout=180s
        kubectl --kubeconfig "$config" create namespace side >/dev/null
        kubectl --kubeconfig "$config" apply -n dev -f - >/dev/null <<'END'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
END
        kubectl --kubeconfig "$config" wait -n dev --for=jsonpath='{.status.phase}'=Bound pvc/c --timeout=180s
    done
    down "$one"
    [[ ! -e $(dirname "$one") && -z $(working_in "$(dirname "$one")") ]]
    # The other one goes on.
    kubectl --kubeconfig "$two" get namespace side
    down "$two"
    [[ -z $(working_in "$(dirname "$two")") ]]
    bed_down
}

@test "a bed whose program is broken does not come up, and leaves nothing" {
    printf '#!/bin/sh\nif [ "$1" = free-ports ]; then printf "1\\n2\\n3\\n4\\n"; else echo broken >&2; exit 1; fi\n' >broken
    chmod +x broken
    run --separate-stderr env KUBEBED="$PWD/broken" "$JUNO_ROOT/test/testbed/up" "$PWD/bed"
    assert_status 1
    assert_silent stdout
    assert_contains stderr "etcd died" broken
    [[ ! -e bed ]]
}

@test "a bed whose API server refuses its flags does not come up, and leaves nothing" {
    bed_up
    run --separate-stderr env APISERVER_EXTRA=--no-such-flag "$JUNO_ROOT/test/testbed/up" "$PWD/bed"
    assert_status 1
    assert_contains stderr "kube-apiserver died" "no-such-flag"
    [[ ! -e bed && -z $(working_in "$PWD/bed") ]]
    bed_down
}

@test "the part of the tests that needs the bed fails when the bed is broken, and skips nothing" {
    printf '#!/bin/sh\nexit 1\n' >broken
    chmod +x broken
    run env KUBEBED="$PWD/broken" RUN_TESTS_LOG="$PWD/log" "$JUNO_ROOT/scripts/run-tests" bed
    [[ $status -eq 1 ]]
    [[ $output == *"the test bed did not come up"* ]]
    [[ ${lines[-1]} == "0 passed, 1 failed" ]]
}
