#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The assertions of helpers.bash fail when they should: each is given something that is not so.
load helpers

# fails ASSERTION...: it does, leaving $output and $stderr alone; what it said is in the file `seen`
fails() {
    if ("$@") >seen 2>&1; then
        echo "this did not fail: $*"
        return 1
    fi
}

say() {
    echo "out $1"
    echo "err $1" >&2
    return "$2"
}

@test "assert_status sees another status, and shows both streams" {
    run --separate-stderr say x 3
    assert_status 3
    run assert_status 0
    [[ $status -eq 1 && $output == *"out x"* && $output == *"err x"* ]]
}

@test "assert_contains and refute_contains look at the stream they are told" {
    run --separate-stderr say x 0
    assert_contains stdout "out x"
    assert_contains stderr "err x"
    refute_contains stdout "err"
    fails assert_contains stdin "err"
    fails refute_contains stderr "err"
    fails assert_contains stdout "err"
    grep -q 'stdout does not contain: err' seen
}

@test "assert_output compares the whole of stdout" {
    run --separate-stderr say x 0
    assert_output "out x"
    fails assert_output "out"
    grep -q '^+out x$' seen
}

@test "assert_silent sees a single character" {
    run --separate-stderr printf .
    assert_silent stderr
    fails assert_silent stdout
}

@test "assert_golden fails on a difference and on a missing file, and hides the test's own paths" {
    export JUNO_ROOT=$PWD
    unset UPDATE_GOLDEN
    mkdir -p test/golden
    echo "out <TMP>/a" >test/golden/a.out
    run --separate-stderr say "$BATS_TEST_TMPDIR/a" 0
    # The checkout's root is below the test's directory here; the first of the two names wins.
    assert_golden stdout a.out
    echo "out b" >test/golden/a.out
    fails assert_golden stdout a.out
    grep -q '^-out b$' seen
    fails assert_golden stdout none.out
    grep -q 'does not exist' seen
}

@test "UPDATE_GOLDEN writes the golden file" {
    export JUNO_ROOT=$PWD
    run --separate-stderr say x 0
    UPDATE_GOLDEN=1 assert_golden stderr sub/new.err
    [[ $(cat test/golden/sub/new.err) == "err x" ]]
}

@test "require_peers fails in CI when a peer is missing" {
    unset HELM3
    CI=true run require_peers
    [[ $status -eq 1 && $output == *"missing peers: HELM3"* ]]
}

@test "a test sees no setting of the person who runs it" {
    export HELM_NAMESPACE=mine KUBECONFIG=/mine NO_COLOR=1
    juno_setup
    [[ -z ${HELM_NAMESPACE:-} && -z ${NO_COLOR:-} && $KUBECONFIG == "$HOME"/* ]]
    [[ $HOME == "$BATS_TEST_TMPDIR"/* && $PWD == "$BATS_TEST_TMPDIR"/work ]]
}
