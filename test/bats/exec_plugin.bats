# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Credential plugins that fail, hang, ask or expire. That they are understood as kubectl understands them:
# test/bed/kubeconfig_parity.bats
bats_require_minimum_version 1.5.0
load helpers
load api
load terminal

setup_file() {
    api_keys
}

setup() {
    juno_setup
}

teardown() {
    api_stop
}

readonly v1=client.authentication.k8s.io/v1 canary=canary-of-plugin-7b21
readonly lists='* GET /(configmaps|statefulsets|deployments|ingresses) = body {"kind":"List","apiVersion":"v1","metadata":{},"items":[]}'

# serve: the scripted server with the rules of standard input, and the plugin ./plugin for its user; FIELDS for its exec
serve() {
    api_start
    sed -i "s|{token: $API_TOKEN}|{exec: {apiVersion: $v1, command: $PWD/plugin${1:-, interactiveMode: Never}}}|" "$KUBECONFIG"
}

# plugin [STATUS]: ./plugin counts its runs in ./runs, runs the shell code of standard input and prints STATUS
plugin() {
    {
        printf '#!/bin/sh\ncd %q\necho run >>runs\n' "$PWD"
        cat
        [[ -z ${1:-} ]] || printf "echo '{\"apiVersion\":\"%s\",\"kind\":\"ExecCredential\",\"status\":%s}'\n" "$v1" "$1"
    } >plugin
    chmod +x plugin
}

runs() {
    wc -l <runs
}

# ps_fails TEXT...: `ps` ends with 1 and says so; the credentials are seen nowhere
ps_fails() {
    run --separate-stderr timeout 300 kubectl-juno ps
    assert_status 1
    assert_contains stderr "$@"
    refute_contains stderr "$canary"
}

@test "one run of the plugin serves all requests of a command; its standard error is the user's" {
    plugin "{\"token\":\"$canary\"}" <<<'echo hello from the plugin >&2'
    serve <<<"$lists"
    run --separate-stderr kubectl-juno ps -v9
    assert_status 0
    assert_contains stderr "hello from the plugin"
    # R-088: at no verbosity.
    refute_contains stderr "$canary"
    [[ $(runs) -eq 1 && $(api_requests | grep -c authorization) -eq 4 ]]
}

@test "R-084 a token that has expired already is asked for with each request" {
    plugin "{\"token\":\"$canary\",\"expirationTimestamp\":\"2020-01-01T00:00:00Z\"}" </dev/null
    serve <<<"$lists"
    run --separate-stderr kubectl-juno ps
    assert_status 0
    [[ $(runs) -eq 4 ]]
}

@test "R-091 a 401 asks the plugin once more and repeats the request once" {
    plugin "{\"token\":\"$canary\"}" </dev/null
    serve <<END
GET /configmaps = status 401 ; body {"kind":"Status","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}
$lists
END
    run --separate-stderr kubectl-juno ps
    assert_status 0
    [[ $(runs) -eq 2 && $(api_requests | grep -c configmaps) -eq 2 ]]
}

@test "R-091 a second 401 is told" {
    plugin "{\"token\":\"$canary\"}" </dev/null
    serve <<<'* GET .* = status 401 ; body {"kind":"Status","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}'
    ps_fails "you must be logged in to the server"
    [[ $(runs) -eq 2 && $(api_requests | grep -c configmaps) -eq 2 ]]
}

@test "R-084 a plugin that is missing names itself and what to install, harmless for a terminal" {
    serve ', interactiveMode: Never, installHint: "get it at example.org\\e[31m"' <<<"$lists"
    ps_fails "getting credentials of user 'api': exec: executable $PWD/plugin not found" "hint: get it at example.orgU+001B[31m"
    [[ -z $(api_requests) ]]
}

@test "R-084 a plugin that fails is told with its status, and nothing is sent" {
    plugin <<<"echo $canary; exit 3"
    serve <<<"$lists"
    ps_fails "cannot list the workloads: getting credentials of user 'api': exec: executable $PWD/plugin failed with exit code 3"
    [[ $(runs) -eq 1 && -z $(api_requests) ]]
}

@test "R-084 what a plugin prints wrongly is told without a part of it" {
    local text
    serve <<<"$lists"
    for text in "$canary" "{\"kind\":\"$canary\"}" "{\"apiVersion\":\"$v1\",\"kind\":\"ExecCredential\",\"status\":{\"clientKeyData\":\"$canary\"}}"; do
        plugin <<<"echo '$text'"
        ps_fails "getting credentials of user 'api': "
    done
    plugin <<<"yes $canary | head -c 1000000"
    ps_fails "is over 262144 bytes"
}

@test "R-085 a plugin that hangs ends with --request-timeout, and by Ctrl-C, and leaves no process" {
    plugin <<<'echo $$ >pid; exec sleep 1000'
    serve <<<"$lists"
    # The time is long enough when the plugin has come to its first line.
    for limit in 0.3 3 30; do
        run --separate-stderr timeout 300 kubectl-juno ps --request-timeout "${limit}s"
        assert_status 1
        assert_contains stderr "did not end within $limit seconds"
        [[ ! -s pid ]] || break
    done
    [[ ! -e /proc/$(cat pid) ]]
    rm pid
    kubectl-juno ps 2>err &
    eventually test -s pid
    kill -TERM $!
    status=0
    wait $! || status=$?
    [[ $status -eq 143 && ! -e /proc/$(cat pid) ]]
    grep -q "interrupted by a signal (SIGTERM)" err
}

@test "R-085 at a terminal the user is told after 5 seconds, and --request-timeout does not cut a log-in" {
    plugin "{\"token\":\"$canary\"}" <<<'sleep 9'
    serve <<<"$lists"
    export TERM=xterm
    at_terminal none "" kubectl-juno ps --request-timeout 2s
    assert_status 0
    [[ $output == *"waiting for the credential plugin '$PWD/plugin' 5s"* && $output == *"No workloads found"* ]]
}

@test "a plugin may ask at the terminal" {
    plugin <<END
printf 'Password: ' >/dev/tty
read -r word
echo '{"apiVersion":"$v1","kind":"ExecCredential","status":{"token":"'"\$word"'"}}'
END
    serve ', interactiveMode: IfAvailable' <<END
log headers
$lists
END
    at_terminal "Password: " 'typed-word\n' kubectl-juno ps
    assert_status 0
    grep -q '"Bearer typed-word"' "$BATS_TEST_TMPDIR/api/senders"
}

@test "R-087 a plugin that must ask does not run without a terminal" {
    plugin "{\"token\":\"$canary\"}" </dev/null
    serve ', interactiveMode: Always' <<<"$lists"
    ps_fails "exec plugin cannot support interactive mode: standard input is not a terminal"
    [[ ! -e runs ]]
}

@test "a plugin that kuberc forbids does not run" {
    plugin "{\"token\":\"$canary\"}" </dev/null
    serve <<<"$lists"
    mkdir -p "$HOME/.kube"
    printf 'apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\ncredentialPluginPolicy: DenyAll\n' >"$HOME/.kube/kuberc"
    ps_fails "plugin \"$PWD/plugin\" not allowed: policy set to \"DenyAll\""
    printf 'a: [\n' >"$HOME/.kube/kuberc"
    ps_fails "kuberc" "$HOME/.kube/kuberc:2:1"
    [[ ! -e runs ]]
    run --separate-stderr env KUBERC=off kubectl-juno ps
    assert_status 0
}

@test "a certificate of the plugin is used, and a new one after it expired" {
    local keys=$BATS_FILE_TMPDIR/keys name
    for name in one two; do
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key -out $name.csr -subj /CN=$name 2>/dev/null
        openssl x509 -req -in $name.csr -CA "$keys/ca.crt" -CAkey "$keys/ca.key" -CAcreateserial -days 1 -out $name.crt 2>/dev/null
        python3 - $name "$v1" >$name.json <<'END'
import json, sys
name, version = sys.argv[1:]
print(json.dumps({"apiVersion": version, "kind": "ExecCredential", "status": {
    "clientCertificateData": open(name + ".crt").read(), "clientKeyData": open(name + ".key").read(),
    "expirationTimestamp": "2020-01-01T00:00:00Z"}}))
END
    done
    plugin <<<'[ "$(wc -l <runs)" -eq 1 ] && exec cat one.json; exec cat two.json'
    serve <<END
tls $keys/server.crt $keys/server.key $keys/ca.crt
log headers
$lists
END
    run --separate-stderr kubectl-juno ps
    assert_status 0
    [[ $(grep -o '"subject": "[^"]*"' "$BATS_TEST_TMPDIR/api/senders" | tr '\n' ' ') == '"subject": "commonName=one" "subject": "commonName=two" "subject": "commonName=two" "subject": "commonName=two" ' ]]
}
