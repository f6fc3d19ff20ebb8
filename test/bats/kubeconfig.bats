# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Which cluster: what is said when that cannot be known, or cannot be reached. The rules: test/unit/kube/test_kubeconfig.c
bats_require_minimum_version 1.5.0
load helpers

# config SERVER: a kubeconfig of one context
config() {
    export KUBECONFIG=$PWD/config
    cat >config <<END
current-context: one
clusters: [{name: k, cluster: {server: "$1"}}]
contexts: [{name: one, context: {cluster: k}}]
END
}

@test "R-079 a kubeconfig that is broken is told with its line" {
    export KUBECONFIG=$PWD/config
    printf 'apiVersion: v1\nclusters:\n  - name: [\n' >config
    run --separate-stderr kubectl-juno ps
    assert_status 1
    assert_contains stderr "error loading config file \"$KUBECONFIG\"" "$KUBECONFIG:4:1"
    mkdir dir
    run --separate-stderr kubectl-juno ps --kubeconfig dir
    assert_status 1
    assert_contains stderr 'error loading config file "dir"' "directory"
    run --separate-stderr kubectl-juno ps --kubeconfig none
    assert_status 1
    assert_contains stderr "stat none: no such file or directory"
}

@test "R-095 without HOME and KUBECONFIG there is no configuration, and no //.kube is looked for" {
    run --separate-stderr env -u HOME -u KUBECONFIG kubectl-juno ps
    assert_status 1
    assert_contains stderr "no cluster is configured: neither KUBECONFIG nor HOME is set"
}

@test "R-097 a connection that is refused is told with host and port, at once" {
    config https://127.0.0.1:1
    run --separate-stderr timeout 300 kubectl-juno ps
    assert_status 1
    assert_contains stderr "error: cannot list the workloads: the connection to the server 127.0.0.1:1 was refused"
    run --separate-stderr timeout 300 kubectl-juno launch x y
    assert_status 1
    assert_contains stderr "the connection to the server 127.0.0.1:1 was refused"
    refute_contains stderr attempts
}

@test "R-097 a host that does not exist is named" {
    config https://no-such-host.invalid:6443
    run --separate-stderr timeout 300 kubectl-juno ps
    assert_status 1
    assert_contains stderr "no-such-host.invalid"
}

@test "an unknown context, and a timeout that is none, are told before anything is sent" {
    config https://127.0.0.1:1
    run --separate-stderr kubectl-juno ps --context two
    assert_status 1
    assert_contains stderr "context was not found for specified context: two" "there are one"
    run --separate-stderr kubectl-juno ps --request-timeout soon
    assert_status 2
    assert_contains stderr "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)"
}
