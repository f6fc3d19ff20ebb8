# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# doctor: what it finds of programs, configuration and a cluster, the scripted server standing for one. With a real
# control plane: test/bed/doctor.bats
bats_require_minimum_version 1.5.0
load helpers
load api

setup_file() {
    api_keys
}

# Programs that tell their versions, and the plugin with its link, as on a machine where all is well.
setup() {
    juno_setup
    mkdir bin
    ln -s "$JUNO_BIN/kubectl-juno" bin/kubectl-juno
    ln -s kubectl-juno bin/kubectl_complete-juno
    stand_in helm 'echo v3.14.4'
    stand_in git 'echo "git version 2.39.5 (Somebody 1)"'
    stand_in kubectl "echo '{\"clientVersion\":{\"gitVersion\":\"v1.34.1\"}}'"
    export PATH=$PWD/bin:/usr/bin:/bin
    unset HELM_BIN KUBECTL_PATH
}

teardown() {
    api_stop
}

# stand_in NAME CODE
stand_in() {
    printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
    chmod +x "bin/$1"
}

readonly template='{"metadata":{"name":"a-terra-metadata","uid":"1","labels":{"kuiper.juno-innovations.com/chart":"a"}},"data":{"chart":"a","fields":"[]"}}'
readonly kinds='{"kind":"APIGroupDiscoveryList","items":[{"versions":[{"version":"v1","resources":[{"resource":"configmaps","scope":"Namespaced","responseKind":{"kind":"ConfigMap"},"verbs":["list","delete"]}]}]}]}'

# cluster [RULE]...: a server where all is well, but for what the RULEs say first
cluster() {
    {
        printf '%s\n' "$@"
        printf '%s\n' '* GET ^/version = body {"major":"1","minor":"34","gitVersion":"v1.34.2"}' \
            '* POST selfsubjectreviews = status 201 ; body {"status":{"userInfo":{"username":"ada"}}}' \
            '* POST selfsubjectaccessreviews = status 201 ; body {"status":{"allowed":true}}' \
            "* GET ^/apis?(\\?|\$) = body $kinds" \
            "* GET /argocd/configmaps = body {\"kind\":\"ConfigMapList\",\"metadata\":{},\"items\":[$template]}"
    } >rules
    api_start <rules
    chmod 600 "$KUBECONFIG"
}

# row NAME: STATUS and FOUND of a row of the table
row() {
    sed -n "s/^$1  *//p" <<<"$output" | tr -s ' '
}

@test "where all is well the status is 0, and each row says what was found" {
    cluster
    run --separate-stderr kubectl-juno doctor
    assert_status 0
    assert_silent stderr
    [[ $(row kubectl-juno) == "ok $PWD/bin/kubectl-juno, $(cat "$JUNO_ROOT/VERSION")" ]]
    [[ $(row helm) == "ok $PWD/bin/helm, v3.14.4" ]]
    [[ $(row git) == "ok $PWD/bin/git, 2.39.5" ]]
    [[ $(row kubectl) == "ok $PWD/bin/kubectl, v1.34.1" ]]
    [[ $(row terminal) == "ok no terminal, 100 columns, no colours, UTF-8" ]]
    [[ $(row completion) == "ok $PWD/bin/kubectl_complete-juno" ]]
    [[ $(row cache) == "ok $HOME/.kube/cache, made when it is needed" ]]
    [[ $(row kubeconfig) == "ok $KUBECONFIG, mode 0600, contexts: 1" ]]
    [[ $(row context) == "ok api, project film-a, server https://127.0.0.1:$API_PORT" ]]
    [[ $(row credentials) == "ok api: a token" ]]
    [[ $(row 'API server') == "ok Kubernetes v1.34.2" ]]
    [[ $(row user) == "ok the API server knows you as ada" ]]
    [[ $(row discovery) == "ok 2 kinds in 1 groups" || $(row discovery) == "ok 1 kinds in 1 groups" ]]
    [[ $(row 'may launch') == "ok in namespace film-a" ]]
    [[ $(row 'may list, show') == "ok in namespace argocd" ]]
    [[ $(row catalog) == "ok templates: 1" ]]
}

@test "-o json is a CheckList whose items have name, status, found and advice" {
    cluster
    rm bin/kubectl_complete-juno
    run --separate-stderr kubectl-juno doctor -o json
    assert_status 1
    python3 - "$output" <<'END'
import json, sys
checks = json.loads(sys.argv[1])
assert checks["apiVersion"] == "juno/v1" and checks["kind"] == "CheckList"
assert all({"name", "status", "found"} <= set(item) <= {"name", "status", "found", "advice"} for item in checks["items"])
bad = [item for item in checks["items"] if item["status"] != "ok"]
assert [item["name"] for item in bad] == ["completion"] and "completion install" in bad[0]["advice"]
END
    assert_contains stderr "error: 1 of 24 checks found something"
}

@test "with nothing installed, no configuration and an empty environment it says what is missing, status 1" {
    run --separate-stderr env -i PATH=/nowhere "$JUNO_BIN/kubectl-juno" doctor
    assert_status 1
    [[ $(row helm) == "missing "*"install helm 3 or 4"* ]]
    [[ $(row git) == "missing PATH has no git"* ]]
    [[ $(row kubectl) == "missing "*"install kubectl"* ]]
    [[ $(row terminal) == "warning "*"LC_ALL"* ]]
    [[ $(row cache) == "warning "*"set HOME, or KUBECACHEDIR"* ]]
    [[ $(row context) == "missing no cluster is configured: neither KUBECONFIG nor HOME is set"* ]]
    [[ $output != *"API server"* && $output != *"may launch"* ]]
}

@test "programs that are old, fail, hang or print anything are warnings" {
    cluster
    stand_in helm 'echo v2.17.0'
    stand_in git "printf 'git version \\033[31mred\\n'"
    stand_in kubectl 'exit 3'
    run --separate-stderr kubectl-juno doctor
    assert_status 1
    [[ $(row helm) == "warning $PWD/bin/helm is v2.17.0; install Helm 3 or 4, or set HELM_BIN to one" ]]
    [[ $(row git) == "warning $PWD/bin/git does not tell its version; install git"* ]]
    [[ $(row kubectl) == "warning '$PWD/bin/kubectl' ends with status 3; install kubectl"* ]]
    refute_contains stdout $'\e'
    stand_in helm 'exec sleep 600'
    run --separate-stderr timeout 300 kubectl-juno doctor
    assert_status 1
    [[ $(row helm) == "warning "* ]]
}

@test "kubeconfig files: each is told, a broken one with its place, one that others may read" {
    cluster
    printf 'clusters: [\n' >broken
    chmod 644 "$KUBECONFIG"
    KUBECONFIG=$PWD/none:$KUBECONFIG:$PWD/broken run --separate-stderr kubectl-juno doctor
    assert_status 1
    assert_contains stdout "warning   there is no $PWD/none; make it" \
        "warning   $KUBECONFIG, mode 0644: others may read it; contexts: 1; it may hold credentials: chmod 600 $KUBECONFIG" \
        "missing   error loading config file \"$PWD/broken\": $PWD/broken:"
}

@test "no context of that name: the nearest, and no request" {
    cluster
    run --separate-stderr kubectl-juno doctor --context apj
    assert_status 1
    [[ $(row context) == *"context was not found for specified context: apj; did you mean 'api'?" ]]
    [[ -z $(api_requests) ]]
}

@test "R-112 a server that is older than the floor, or of an unknown version, is a warning" {
    cluster '* GET ^/version = body {"gitVersion":"v1.26.9"}'
    run --separate-stderr kubectl-juno doctor
    assert_status 1
    [[ $(row 'API server') == "warning Kubernetes v1.26.9 is older than 1.27; "* ]]
    api_stop
    rm -r "$BATS_TEST_TMPDIR/api"
    cluster '* GET ^/version = body {"gitVersion":"of today"}'
    run --separate-stderr kubectl-juno doctor
    assert_status 1
    [[ $(row 'API server') == "warning its version is 'of today', which is unknown" ]]
}

@test "R-097 a server that refuses the connection is missing, and nothing else is said of the cluster" {
    cluster
    sed -i "s|127.0.0.1:$API_PORT|127.0.0.1:1|" "$KUBECONFIG"
    run --separate-stderr kubectl-juno doctor
    assert_status 1
    [[ $(row 'API server') == "missing the connection to the server 127.0.0.1:1 was refused; "* ]]
    [[ $output != *"may launch"* && $output != *catalog* ]]
}

@test "R-098 a server that hangs: it could not be told, status 2, within the deadline" {
    cluster '* GET .* = hang'
    started=$SECONDS
    run --separate-stderr timeout 300 kubectl-juno doctor --request-timeout 1s
    assert_status 2
    [[ $(row 'API server') == "unknown the server 127.0.0.1:$API_PORT did not answer within 1s" ]]
    ((SECONDS - started < 120))
    assert_contains stderr "error: 1 of 11 checks could not be made, 0 found something"
}

@test "R-156 Ctrl-C while the cluster does not answer: 130, and no half table" {
    cluster '* GET .* = hang'
    env --default-signal=INT kubectl-juno doctor >out 2>err &
    pid=$!
    eventually test -s "$BATS_TEST_TMPDIR/api/requests"
    kill -INT "$pid"
    wait "$pid" && status=0 || status=$?
    [[ $status -eq 130 && ! -s out ]]
}

@test "rights that are refused are named with verb, resource and namespace" {
    cluster '3 POST selfsubjectaccessreviews = status 201 ; body {"status":{"allowed":false}}'
    run --separate-stderr kubectl-juno doctor
    assert_status 1
    [[ $(row 'may list, show') == "warning not in namespace argocd: get configmaps, list configmaps; ask for these rights there; 'kubectl auth can-i --list -n argocd' shows what there is" ]]
    [[ $(row 'may ps') == "warning not in namespace film-a: get configmaps; "* ]]
    # Each act is asked about once.
    run --separate-stderr kubectl-juno doctor
    assert_status 0
    [[ $(api_requests | grep -c accessreviews) -eq $((2 * $(acts))) ]]
}

# How many acts are asked about: verbs of the table, those of one resource and place once.
acts() {
    python3 - "$JUNO_ROOT/plugins/kubectl-juno/doctor_rights.c" <<'END'
import re, sys
text = open(sys.argv[1]).read()
acts = set()
for name, body in re.findall(r"static const struct right (\w+)\[\] = \{(.*?)\};", text, re.S):
    for verbs, rest in re.findall(r'\{ "([a-z ]+)", (.*?) \}', body, re.S):
        acts |= {(name == "reads_catalog", verb, rest) for verb in verbs.split()}
print(len(acts))
END
}

@test "a server that does not say what is allowed: unknown, status 2, asked once" {
    cluster '* POST selfsubjectaccessreviews = status 403 ; body {"kind":"Status","message":"selfsubjectaccessreviews is forbidden"}'
    run --separate-stderr kubectl-juno doctor
    assert_status 2
    [[ $(row 'may list, show') == "unknown "*"selfsubjectaccessreviews is forbidden"* ]]
    [[ $(api_requests | grep -c accessreviews) -eq 1 && $output != *"may ps"* ]]
    [[ $(row catalog) == "ok templates: 1" ]]
}

@test "catalogs: none, broken ones, and a directory without a cluster" {
    cluster "* GET /argocd/configmaps = body {\"kind\":\"ConfigMapList\",\"metadata\":{},\"items\":[]}" \
        "* GET /other/configmaps = body {\"kind\":\"ConfigMapList\",\"metadata\":{},\"items\":[${template/\[\]/nothing}]}"
    run --separate-stderr kubectl-juno doctor
    [[ $(row catalog) == "missing no templates are found; name a catalog by "* ]]
    run --separate-stderr kubectl-juno doctor --catalog-namespace other
    [[ $(row catalog) == "warning templates: 1, of them broken: 1; 'kubectl juno list' says why" ]]
    [[ $(row 'may list, show') == "ok in namespace other" ]]
    run --separate-stderr env KUBECONFIG=/dev/null kubectl-juno doctor --catalog "$JUNO_ROOT/examples/plugins"
    [[ $(row catalog) == "ok templates: 3" ]]
}

@test "R-150 what a server says does not reach the terminal raw" {
    cluster $'* GET ^/version = body {"gitVersion":"v1.34.2\\u001b[31m\\u009b\\u202e"}' \
        $'* POST selfsubjectreviews = status 201 ; body {"status":{"userInfo":{"username":"ada\\u001b]0;x\\u0007"}}}'
    run --separate-stderr kubectl-juno doctor
    refute_contains stdout $'\e' $'\a' $'\u202e' $'\u009b'
    assert_contains stdout '^[[31m'
    run --separate-stderr kubectl-juno doctor -o json
    refute_contains stdout $'\e' $'\a'
}

# user FIELDS: the user of the kubeconfig is {FIELDS}
user() {
    sed -i "s|{token: $API_TOKEN}|{$1}|" "$KUBECONFIG"
}

@test "R-088 no secret is shown: tokens, passwords, keys, arguments of plugins, passwords of proxies, at -v9" {
    local canary=canary-of-doctor-91c2 fields
    cluster
    cp "$KUBECONFIG" whole
    echo "$canary" >token-file
    for fields in "token: $canary" "tokenFile: $PWD/token-file" "username: ada, password: $canary" \
        "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: /bin/echo, args: [$canary], env: [{name: A, value: $canary}]}"; do
        cp whole "$KUBECONFIG"
        user "$fields"
        run --separate-stderr kubectl-juno doctor -v9
        refute_contains stdout "$canary"
        refute_contains stderr "$canary"
        assert_contains stdout "credentials "
    done
    cp whole "$KUBECONFIG"
    run --separate-stderr kubectl-juno doctor -v9 -o yaml --token "$canary"
    refute_contains stdout "$canary"
    refute_contains stderr "$canary"
    run --separate-stderr kubectl-juno doctor -v9 --proxy-url "http://ada:$canary@127.0.0.1:1" --request-timeout 5s
    refute_contains stdout "$canary"
    refute_contains stderr "$canary"
    assert_contains stdout ", by a proxy" "the proxy to the server"
    run --separate-stderr kubectl-juno doctor --server "https://ada:$canary@127.0.0.1:1"
    refute_contains stdout "$canary"
    refute_contains stderr "$canary"
}

@test "credentials: which kind, a plugin that is not there, a vanished token file, none, plain http" {
    cluster
    cp "$KUBECONFIG" whole
    user "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: no-such-plugin, installHint: \"get it\\\\e[31m\"}"
    run --separate-stderr kubectl-juno doctor
    assert_status 1
    [[ $(row credentials) == "missing api: the plugin no-such-plugin, which is not there; get itU+001B[31m" ]]
    cp whole "$KUBECONFIG"
    user "tokenFile: $PWD/gone"
    run --separate-stderr kubectl-juno doctor
    [[ $(row credentials) == "missing api: there is no file $PWD/gone; "* ]]
    cp whole "$KUBECONFIG"
    user ""
    run --separate-stderr kubectl-juno doctor
    [[ $(row credentials) == "warning api: none; "* ]]
    cp whole "$KUBECONFIG"
    sed -i 's|https://|http://|' "$KUBECONFIG"
    run --separate-stderr timeout 300 kubectl-juno doctor --request-timeout 2s
    [[ $(row credentials) == "warning api: none are sent over plain http; use https" ]]
}

@test "a link of another program, an unwritable cache, and a discovery without one group" {
    cluster "* GET ^/apis?(\\?|\$) = body ${kinds/\"resources\"/\"freshness\":\"Stale\",\"resources\"}"
    ln -sfn /bin/true bin/kubectl_complete-juno
    : >cache
    run --separate-stderr env KUBECACHEDIR="$PWD/cache" kubectl-juno doctor
    assert_status 1
    [[ $(row completion) == "warning $PWD/bin/kubectl_complete-juno is not the kubectl-juno of PATH; "* ]]
    [[ $(row cache) == "warning $PWD/cache is no directory that you may write; "* ]]
    [[ $(row discovery) == *"warning the API /v1 "* ]]
}

@test "flags that are wrong are a usage error, not a finding" {
    run --separate-stderr kubectl-juno doctor --request-timeout soon
    assert_status 2
    assert_contains stderr "Invalid timeout value"
    run --separate-stderr kubectl-juno doctor -o bogus
    assert_status 2
    run --separate-stderr kubectl-juno doctor all
    assert_status 2
}
