#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What `make demo` runs once everything is built, with either Helm.

load ../bats/helpers

setup() {
    juno_setup
    require_peers
}

# demo HELM: the demo with this Helm shows every step and ends in its closing words
demo() {
    run --separate-stderr env HELM_BIN="$1" "$JUNO_ROOT/scripts/demo"
    assert_status 0
    assert_silent stderr
    assert_contains stdout '$ kubectl-juno list' 'notebook   Application   OK' \
        'statefulset.apps/nb-1 created (dry run)' '--post-renderer helm-juno' \
        '>   storageClassName: site-a-fast' 'Shown: ' 'Try next: '
    [ -z "$(ls -A "$TMPDIR")" ]
}

@test "the demo runs through with Helm 3" {
    demo "$HELM3"
}

@test "the demo runs through with Helm 4" {
    demo "$HELM4"
}
