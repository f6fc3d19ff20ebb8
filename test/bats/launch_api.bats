# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# launch, inspect and delete when single answers of the API server are lost or odd: the scripted server of
# test/harness/scripted-server. What a real one does is in test/bed.
bats_require_minimum_version 1.5.0
load helpers
load api

setup_file() {
    api_keys
}

setup() {
    juno_setup
    printf '#!/bin/sh\ncat >/dev/null\ncat "%s/manifests.yaml"\n' "$PWD" >helm
    chmod +x helm
    export HELM_BIN=$PWD/helm
    cat >manifests.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: www-a}
END
}

teardown() {
    api_stop
}

# kind KIND PLURAL SCOPE: one that the scripted server has
kind() {
    printf '{"resource":"%s","scope":"%s","responseKind":{"kind":"%s"},"verbs":["list","delete"]}' "$2" "$3" "$1"
}

discovery() {
    printf '* GET ^/apis?$ = body {"kind":"APIGroupDiscoveryList","items":[{"versions":[{"version":"v1","resources":[%s,%s]}]}]}\n' \
        "$(kind ConfigMap configmaps Namespaced)" "$(kind Namespace namespaces Cluster)"
}

# status CODE REASON MESSAGE
status() {
    printf 'status %s ; body {"kind":"Status","code":%s,"reason":"%s","message":"%s"}' "$1" "$1" "$2" "$3"
}

# api_of: the rules on standard input, before those of a server where nothing is yet and every write succeeds
api_of() {
    {
        cat
        discovery
        printf '* POST selfsubjectreviews = body {"status":{"userInfo":{"username":"ada"}}}\n'
        printf '* POST /configmaps = body {"kind":"ConfigMap","metadata":{"uid":"record-1"}}\n'
        printf '* PATCH /configmaps/ = body {"kind":"ConfigMap","metadata":{"uid":"u-1","resourceVersion":"2"}}\n'
        printf '* DELETE .* = body {"kind":"Status","status":"Success"}\n'
        printf '* GET /configmaps/ = %s\n' "$(status 404 NotFound 'not found')"
        printf '* GET /configmaps\\? = body {"kind":"ConfigMapList","metadata":{},"items":[]}\n'
    } >rules
    api_start <rules
}

launched() {
    run --separate-stderr timeout 300 kubectl-juno launch --catalog "$JUNO_ROOT/examples/plugins" site www "$@"
}

@test "R-118 R-134 a record that was made although its answer was lost is ours, and one is enough" {
    api_of <<END
POST /configmaps = keep ; close
* POST /configmaps = $(status 409 AlreadyExists 'configmaps \"www-kuiper-config\" already exists')
GET /configmaps/www-a = $(status 404 NotFound 'not found')
* GET /configmaps/www-kuiper-config = kept
END
    launched
    assert_status 0
    assert_contains stdout "configmap/www-a created"
    [[ $(api_requests | grep -c 'PATCH .*/www-kuiper-config') -eq 1 ]]
}

@test "R-134 R-135 a first object that is there although its answer was lost keeps the record" {
    api_of <<END
GET /configmaps/www-a = $(status 404 NotFound 'not found')
* GET /configmaps/www-a = body {"kind":"ConfigMap","metadata":{"name":"www-a","uid":"u-1"}}
* PATCH /configmaps/www-a = close
END
    launched
    assert_status 3
    assert_contains stderr "configmap/www-a failed" "the same command again goes on"
    [[ $(api_requests | grep -c 'PATCH .*/www-kuiper-config') -eq 1 ]]
    run ! grep -q DELETE "$BATS_TEST_TMPDIR/api/requests"
}

@test "R-134 a first object that is not there takes the record with it" {
    api_of <<<"* PATCH /configmaps/www-a = $(status 500 InternalError 'webhook is down')"
    launched
    assert_status 1
    assert_contains stderr "webhook is down"
    [[ $(api_requests | grep -c 'DELETE .*/www-kuiper-config') -eq 1 ]]
}

@test "R-131 a dry run on the server finds a name taken that a launch would find taken" {
    local state
    for state in complete applying; do
        api_of <<END
* GET /configmaps/www-kuiper-config = body {"kind":"ConfigMap","metadata":{"name":"www-kuiper-config","labels":{"kuiper.juno-innovations.com/kuiper-instance":"www"},"annotations":{"juno/state":"$state","juno/launcher":"$(hostname):1:99999999999 of ada"}},"data":{"template":"$([[ $state == complete ]] && echo site || echo other)"}}
END
        launched --dry-run=server
        assert_status 1
        assert_contains stderr "www"
        run ! grep -q PATCH "$BATS_TEST_TMPDIR/api/requests"
        api_stop
        rm -rf "$BATS_TEST_TMPDIR/api"
    done
}

@test "an object without a name is told before the first write" {
    printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: www-a}\n---\n' >manifests.yaml
    printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: www-}\n' >>manifests.yaml
    api_of </dev/null
    launched
    assert_status 1
    assert_contains stderr "ConfigMap: it has no name, and is applied by name"
    run ! grep -qE 'PATCH|POST .*configmaps' "$BATS_TEST_TMPDIR/api/requests"
}

@test "a chart that renders the workload's record is refused before the first write" {
    printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: www-kuiper-config}\ndata: {juno.inventory: "[]"}\n' >manifests.yaml
    api_of </dev/null
    launched --adopt
    assert_status 1
    assert_contains stderr "the chart renders ConfigMap/www-kuiper-config, which is the workload's record"
    run ! grep -qE 'PATCH|POST .*configmaps' "$BATS_TEST_TMPDIR/api/requests"
}

@test "R-146 helm inherits no connection to the server" {
    printf '#!/bin/bash\ncat >/dev/null\nls -l /proc/$$/fd >"%s/fds"\ncat "%s/manifests.yaml"\n' "$PWD" "$PWD" >helm
    api_of </dev/null
    launched
    assert_status 0
    cat fds
    grep -q pipe: fds
    run ! grep -qE 'socket:|anon_inode:' fds
}

@test "R-088 inspect shows no secret that another tool left in a record" {
    local format
    api_of <<'END'
* GET /configmaps/www-kuiper-config = body {"kind":"ConfigMap","metadata":{"name":"www-kuiper-config","labels":{"kuiper.juno-innovations.com/kuiper-instance":"www"}},"data":{"template":"site","repo":"nginx","password":"canary-1","pullSecret":"registry","env":"[{\"name\":\"API_TOKEN\",\"value\":\"canary-2\"},{\"name\":\"MODE\",\"value\":\"fast\"}]"}}
END
    for format in "" json yaml; do
        run --separate-stderr kubectl-juno inspect www ${format:+-o "$format"}
        assert_status 0
        assert_contains stdout nginx registry fast API_TOKEN '***'
        refute_contains stdout canary
    done
}

@test "inspect of 20,000 objects takes time for each, not for each pair" {
    [[ -z ${JUNO_SANITIZED:-} ]] || return 0
    api_of <<<"* GET /configmaps\? = templates 20000"
    /usr/bin/python3 - >out.seconds <<'END'
import resource, subprocess
assert subprocess.run(["kubectl-juno", "inspect", "www"], stdout=open("out", "w"), stderr=subprocess.DEVNULL).returncode == 0
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
END
    [[ $(wc -l <out) -ge 20000 ]]
    cat out.seconds
    awk '{ exit $1 > 10 }' out.seconds
}
