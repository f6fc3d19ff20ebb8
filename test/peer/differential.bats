#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Generated kustomizations, built by the real kustomize and by helm-juno. DIFFERENTIAL_SEED and DIFFERENTIAL_COUNT
# choose others than those of every run.

load ../bats/helpers

setup() {
    juno_setup
    require_peers
}

@test "of 400 generated kustomizations kustomize and helm-juno make the same bytes, or both fail" {
    run "$JUNO_ROOT/test/differential/run" --seed "${DIFFERENTIAL_SEED:-1}" --count "${DIFFERENTIAL_COUNT:-400}"
    # What was compared is told whether it fails or not.
    sed -n '1p;$p' <<<"$output" | sed 's/^/# /' >&3
    assert_status 0
    # Two programs that fail everywhere agree as well.
    built=$(sed -n 's/^\([0-9]*\) built the same.*/\1/p' <<<"$output")
    ((built * 2 > ${DIFFERENTIAL_COUNT:-400})) || { show_run && return 1; }
}

# wrong_juno TEXT: a helm-juno in ./wrong that adds TEXT to what the real one prints
wrong_juno() {
    mkdir -p wrong
    printf '#!/bin/sh\n"%s/helm-juno" "$@" && printf "%%s" "%s"\n' "$JUNO_BIN" "$1" >wrong/helm-juno
    chmod +x wrong/helm-juno
}

@test "a case that differs is kept, told, and built again by its number, and it shrinks" {
    local again
    wrong_juno 'more: x'
    JUNO_BIN=$PWD/wrong run "$JUNO_ROOT/test/differential/run" --seed 1 --count 5 --keep "$PWD/kept"
    assert_status 1
    assert_contains stdout 'seed 1, 5 cases' "bytes: $PWD/kept/1-" 'again: test/differential/run --seed 1 --case '
    again=$(sed -n 's/.*again: test.differential.run --seed 1 --case \([0-9]*\).*/\1/p' <<<"$output" | head -n 1)
    [[ -s kept/1-$again/kustomize.out && -s kept/1-$again/helm-juno.out ]]
    JUNO_BIN=$PWD/wrong run "$JUNO_ROOT/test/differential/run" --seed 1 --case "$again" --shrink --keep "$PWD/kept"
    assert_status 1
    assert_contains stdout "kept/1-$again: bytes" '+more: x'
    # Nothing is needed for this difference but some object.
    (($(find "kept/1-$again" -name '*.y*ml' | wc -l) <= 4)) || { find kept -type f && return 1; }
    run "$JUNO_ROOT/test/differential/run" --dir "kept/1-$again"
    assert_status 0
}
