# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# exec and port-forward: what kubectl is started with. A stand-in stands for it, the scripted server for the cluster; the real
# ones are in test/bed.
bats_require_minimum_version 1.5.0
load helpers
load api

setup_file() {
    api_keys
}

# The stand-in says how it was called.
setup() {
    juno_setup
    mkdir bin
    cat >bin/kubectl <<'END'
#!/bin/sh
for word; do printf '<%s>\n' "$word"; done
exit 42
END
    chmod +x bin/kubectl
    export PATH=$PWD/bin:$PATH
}

teardown() {
    api_stop
}

# list_of KIND ITEM...
list_of() {
    local kind=$1
    shift
    local IFS=,
    printf 'body {"kind":"%sList","metadata":{},"items":[%s]}' "$kind" "$*"
}

# pod NAME PHASE READY
pod() {
    printf '{"metadata":{"name":"%s","uid":"u-%s","namespace":"film-a"},"spec":{"containers":[{"name":"main","ports":[{"containerPort":9000}]}]},"status":{"phase":"%s","conditions":[{"type":"Ready","status":"%s"}]}}' \
        "$1" "$1" "$2" "$3"
}

# service NAME PORTS
service() {
    printf '{"metadata":{"name":"%s","uid":"u-%s","namespace":"film-a"},"spec":{"selector":{"app":"www"},"ports":[%s]}}' "$1" "$1" "$2"
}

# cluster SERVICE...: a workload www without a record: a Deployment, the pods PODS, Services
cluster() {
    {
        printf '* GET /configmaps/www-kuiper-config = status 404 ; body {"kind":"Status","code":404,"reason":"NotFound","message":"not found"}\n'
        printf '* GET /deployments\\? = %s\n' "$(list_of Deployment '{"metadata":{"name":"www","uid":"u-1","namespace":"film-a"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"www"}}},"status":{"replicas":1,"readyReplicas":1,"updatedReplicas":1}}')"
        printf '* GET /pods\\? = %s\n' "$(list_of Pod "${PODS[@]}")"
        printf '* GET /services\\? = %s\n' "$(list_of Service "$@")"
        printf '* GET .* = %s\n' "$(list_of Thing)"
    } >rules
    api_start <rules
}

@test "exec hands over the project, the pod, and every word as it is, and ends as kubectl does" {
    PODS=("$(pod www-b Running False)" "$(pod www-c Running True)" "$(pod www-a Pending False)")
    cluster
    run --separate-stderr kubectl-juno exec www -it -c main -- sh -c 'echo "$HOME"; *' '' --tty "a b"
    assert_status 42
    [[ $output == "<--namespace=film-a>
<exec>
<--container=main>
<--stdin>
<--tty>
<pod/www-c>
<-->
<sh>
<-c>
<echo \"\$HOME\"; *>
<>
<--tty>
<a b>" ]]
    [[ $stderr == "Pod www-c of 3; --pod chooses another" ]]
}

@test "exec takes the pod that is asked for, and only one of the workload" {
    PODS=("$(pod www-b Running True)" "$(pod www-c Running True)")
    cluster
    run --separate-stderr kubectl-juno exec www --pod pod/www-c -- ls
    assert_status 42
    assert_contains stdout "<pod/www-c>"
    run --separate-stderr kubectl-juno exec www --pod www-x -- ls
    assert_status 1
    assert_contains stderr "workload 'www' has no pod 'www-x'" "hint: it has www-"
    run --separate-stderr kubectl-juno exec www
    assert_status 2
    assert_contains stderr "you must specify at least one command for the container" "kubectl juno exec www -- COMMAND"
    PODS=()
    api_stop
    rm -rf "$BATS_TEST_TMPDIR/api"
    cluster
    run --separate-stderr kubectl-juno exec www -- ls
    assert_status 1
    assert_contains stderr "workload 'www' has no pod" "kubectl juno inspect www"
}

@test "the flags of the connection are handed over as they were given" {
    PODS=("$(pod www-b Running True)")
    cluster
    run --separate-stderr kubectl-juno exec www --kubeconfig "$KUBECONFIG" --context api --as ada --as-group g1 --as-group 'g 2' \
        -n other --request-timeout 9s --disable-compression -- ls
    assert_status 42
    [[ $output == "<--kubeconfig=$KUBECONFIG>
<--context=api>
<--as=ada>
<--as-group=g1>
<--as-group=g 2>
<--request-timeout=9s>
<--disable-compression=true>
<--namespace=other>
<exec>
<pod/www-b>
<-->
<ls>" ]]
}

@test "port-forward takes the Service that has the ports, else a pod" {
    PODS=("$(pod www-b Running True)")
    cluster "$(service www '{"name":"http","port":80},{"port":8443},{"port":53,"protocol":"UDP"}')" "$(service db '{"name":"sql","port":5432}')"
    run --separate-stderr kubectl-juno port-forward www
    assert_status 42
    [[ $output == "<--namespace=film-a>
<port-forward>
<service/www>
<:80>
<8443>" ]]
    run --separate-stderr kubectl-juno port-forward www 15432:sql --address 0.0.0.0
    [[ $output == "<--namespace=film-a>
<port-forward>
<--address=0.0.0.0>
<service/db>
<15432:sql>" ]]
    run --separate-stderr kubectl-juno port-forward www 9999
    assert_contains stdout "<pod/www-b>" "<9999>"
    run --separate-stderr kubectl-juno port-forward www --pod www-b -- --pod-running-timeout=3s
    [[ $output == "<--namespace=film-a>
<port-forward>
<pod/www-b>
<9000>
<--pod-running-timeout=3s>" ]]
}

@test "a kubectl that is not there, or is no program, is told" {
    PODS=("$(pod www-b Running True)")
    cluster
    run --separate-stderr /usr/bin/env PATH="$PWD/none" "$JUNO_BIN/kubectl-juno" exec www -- ls
    assert_status 1
    assert_contains stderr "kubectl is not found: PATH has no kubectl" "KUBECTL_PATH"
    run --separate-stderr env KUBECTL_PATH=/no/such kubectl-juno exec www -- ls
    assert_status 1
    assert_contains stderr "KUBECTL_PATH is '/no/such', which is no program"
    printf '#!/no/interpreter\n' >broken
    chmod +x broken
    run --separate-stderr env KUBECTL_PATH="$PWD/broken" kubectl-juno exec www -- ls
    assert_status 1
    assert_contains stderr "the interpreter in its first line is missing"
}

@test "a kubectl that is one only by its name is called by its name, though KUBECTL_PATH says the file" {
    PODS=("$(pod www-b Running True)")
    cluster
    mkdir -p k3s/bin other
    cat >k3s/bin/k3s <<'END'
#!/bin/sh
printf '<%s>\n' "${0##*/}"
END
    chmod +x k3s/bin/k3s
    run --separate-stderr env KUBECTL_PATH="$PWD/k3s/bin/k3s" kubectl-juno exec www -- ls
    [[ $output == "<k3s>" ]]
    ln -s k3s k3s/bin/kubectl
    run --separate-stderr env KUBECTL_PATH="$PWD/k3s/bin/k3s" kubectl-juno exec www -- ls
    [[ $output == "<kubectl>" ]]
    rm k3s/bin/kubectl
    ln -s ../k3s/bin/k3s other/kubectl
    run --separate-stderr env PATH="$PWD/other:$PATH" KUBECTL_PATH="$PWD/k3s/bin/k3s" kubectl-juno exec www -- ls
    [[ $output == "<kubectl>" ]]
}

# ---- a name that is not quite right

# Every command that takes a workload, called for "nb".
readonly named_commands=(
    "inspect nb" "url nb" "logs nb" "wait nb" "restart nb" "stop nb" "start nb" "scale nb" "scale nb --replicas 2"
    "exec nb -- ls" "port-forward nb 8080" "delete nb --yes" "diff nb" "upgrade nb" "history nb" "rollback nb"
)

# records NAME...: the list of their records
records() {
    local name items=()
    for name; do
        items+=("$(printf '{"metadata":{"name":"%s-kuiper-config","namespace":"film-a","uid":"r-%s","labels":{"kuiper.juno-innovations.com/kuiper-instance":"%s"}}}' "$name" "$name" "$name")")
    done
    list_of ConfigMap "${items[@]}"
}

# without_nb ANSWER: the server where nothing is called nb, and ANSWER is that to a list of the records
without_nb() {
    {
        printf '* GET /configmaps/nb-kuiper-config = status 404 ; body {"kind":"Status","code":404,"reason":"NotFound","message":"not found"}\n'
        printf '* GET /configmaps\\?labelSelector=kuiper.juno-innovations.com%%2Fkuiper-instance&limit= = %s\n' "$1"
        printf '* GET ^/apis?$ = body {"kind":"APIGroupDiscoveryList","items":[{"versions":[{"version":"v1","resources":[]}]}]}\n'
        printf '* GET .* = %s\n' "$(list_of Thing)"
    } >rules
    api_start <rules
}

@test "every command that takes a workload names the one that was meant, after one list of the records" {
    local command
    without_nb "$(records rd-7 nb-1)"
    for command in "${named_commands[@]}"; do
        : >"$BATS_TEST_TMPDIR/api/requests"
        # shellcheck disable=SC2086 # words
        run --separate-stderr kubectl-juno $command
        assert_status "$([[ $command == diff* ]] && echo 2 || echo 1)"
        assert_contains stderr "there is no workload 'nb' in namespace 'film-a'" "hint: did you mean 'nb-1'?"
        [[ $(api_requests | grep -c 'kuiper-instance&limit=') -eq 1 ]]
    done
}

@test "R-092 a workload that is not there is told without a name where the records may not be listed" {
    local command
    without_nb 'status 403 ; body {"kind":"Status","code":403,"reason":"Forbidden","message":"configmaps is forbidden"}'
    for command in "inspect nb" "upgrade nb" "wait nb"; do
        # shellcheck disable=SC2086 # words
        run --separate-stderr kubectl-juno $command
        assert_status 1
        assert_contains stderr "there is no workload 'nb' in namespace 'film-a'"
        [[ $stderr != *hint:* ]]
    done
}
