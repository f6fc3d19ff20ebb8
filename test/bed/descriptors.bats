#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Generated descriptors, made into workloads by the real occ of three versions and by `workload create`.
# DESCRIPTORS_SEED and DESCRIPTORS_COUNT choose others than those of every run.

load ../bats/helpers

setup_file() {
    if [[ -z ${OPENCHOREO_PEERS:-} ]]; then
        OPENCHOREO_PEERS=$("$BATS_TEST_DIRNAME/../../scripts/peers" openchoreo)
        export OPENCHOREO_PEERS
    fi
}

# same VERSION: 400 descriptors
same() {
    local count=${DESCRIPTORS_COUNT:-400} made
    run "$JUNO_ROOT/test/differential/run-descriptors" --version "$1" --seed "${DESCRIPTORS_SEED:-1}" --count "$count"
    # What was compared is told whether it fails or not.
    sed -n '1p;$p' <<<"$output" | sed 's/^/# /' >&3
    assert_status 0
    # Two programs that fail everywhere agree as well.
    made=$(sed -n 's/^\([0-9]*\) made the same.*/\1/p' <<<"$output")
    ((made * 2 > count)) || { show_run && return 1; }
}

@test "R-175 of 400 generated descriptors occ 1.0 and workload create make the same bytes, or both fail" {
    same 1.0
}

@test "R-175 of 400 generated descriptors occ 1.1 and workload create make the same bytes, or both fail" {
    same 1.1
}

@test "R-175 of 400 generated descriptors occ 1.2 and workload create make the same bytes, or both fail" {
    same 1.2
}

@test "a descriptor with which the two differ is kept, told, and compared again by its number" {
    local again
    mkdir wrong
    printf '#!/bin/sh\n"%s/kubectl-juno" "$@" && echo more: x\n' "$JUNO_BIN" >wrong/kubectl-juno
    chmod +x wrong/kubectl-juno
    JUNO_BIN=$PWD/wrong run "$JUNO_ROOT/test/differential/run-descriptors" --count 5 --keep "$PWD/kept"
    assert_status 1
    assert_contains stdout 'OpenChoreo 1.2, seed 1, 5 cases' "bytes: $PWD/kept/descriptors-1.2-1-" '--version 1.2 --seed 1 --case '
    again=$(sed -n 's/.*--seed 1 --case \([0-9]*\).*/\1/p' <<<"$output" | head -n 1)
    [[ -s kept/descriptors-1.2-1-$again/occ.out && -s kept/descriptors-1.2-1-$again/juno.out ]]
    JUNO_BIN=$PWD/wrong run "$JUNO_ROOT/test/differential/run-descriptors" --case "$again" --keep "$PWD/kept"
    assert_status 1
    assert_contains stdout '+more: x'
    run "$JUNO_ROOT/test/differential/run-descriptors" --dir "kept/descriptors-1.2-1-$again"
    assert_status 0
}
