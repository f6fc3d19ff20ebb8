# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the client does when a server or the network is broken: the scripted server of test/harness/scripted-server
bats_require_minimum_version 1.5.0
load helpers
load api

setup_file() {
    api_keys
}

setup() {
    juno_setup
}

teardown() {
    api_stop
}

readonly empty='{"kind":"ConfigMapList","apiVersion":"v1","metadata":{},"items":[]}'

# listed STATUS TEXT...: `list` ends so; the token is seen nowhere
listed() {
    local wanted=$1
    shift
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status "$wanted"
    assert_contains stderr "$@"
    refute_contains stderr "$API_TOKEN"
    refute_contains stdout "$API_TOKEN"
}

@test "a list that is whole and empty is no failure; credentials went over TLS" {
    api_start <<<"GET /configmaps = body $empty"
    listed 0 "No templates found"
    [[ $(api_requests) == "GET /api/v1/namespaces/argocd/configmaps?labelSelector=kuiper.juno-innovations.com%2Fchart&limit=500 +authorization" ]]
}

@test "over plain http no credentials are sent, which is told" {
    api_start http <<<"* GET /configmaps = body $empty"
    listed 0 "Warning: the server's address is not https: no credentials are sent"
    refute_authorization
}

# No request carried credentials.
refute_authorization() {
    run api_requests
    [[ $output != *authorization* ]]
}

# ---- R-097, R-098: no answer

@test "R-097 a server that closes without an answer: asked again, then told with the number of attempts" {
    api_start <<<"* GET /configmaps = close"
    listed 1 "after 5 attempts: the server 127.0.0.1:$API_PORT closed the connection without an answer"
    [[ $(api_requests | wc -l) -eq 5 ]]
}

@test "R-097 a reset connection is asked again, and the second answer counts" {
    api_start <<END
GET /configmaps = reset
GET /configmaps = body $empty
END
    listed 0 "No templates found"
}

@test "R-098 a server that never answers is waited for as long as --request-timeout says" {
    api_start <<<"* GET /configmaps = hang"
    run --separate-stderr timeout 300 kubectl-juno list --request-timeout 1s
    assert_status 1
    assert_contains stderr "the server 127.0.0.1:$API_PORT did not answer within 1s"
}

@test "R-098 a server that never answers does not hold up completion" {
    api_start <<<"* GET / = hang"
    for words in inspect show "ps -n"; do
        # shellcheck disable=SC2086
        run --separate-stderr timeout 300 kubectl-juno __complete $words ''
        assert_output :4
        assert_silent stderr
    done
}

@test "R-098 headers and then nothing, and one byte at a time, end at the deadline" {
    api_start <<<"* GET /configmaps = slow 400 ; body $empty"
    run --separate-stderr timeout 300 kubectl-juno list --request-timeout 1s
    assert_status 1
    assert_contains stderr "did not answer within 1s"
}

@test "R-098 completion does not keep a shell waiting for a server that does not answer" {
    api_start <<<"* GET /configmaps = hang"
    started=$SECONDS
    run --separate-stderr timeout 300 kubectl-juno __complete delete ""
    assert_status 0
    assert_output :4
    run --separate-stderr timeout 300 kubectl-juno __complete launch ""
    assert_status 0
    # It gives up by itself within seconds; who waits for the server waits for ever.
    ((SECONDS - started < 120))
}

@test "R-156 Ctrl-C while a server does not answer: 130 at once" {
    api_start <<<"* GET /configmaps = hang"
    # A shell without job control has its background ignore SIGINT.
    env --default-signal=INT kubectl-juno list >out 2>err &
    pid=$!
    eventually test -s "$BATS_TEST_TMPDIR/api/requests"
    kill -INT "$pid"
    # The server would not answer in an hour.
    eventually not kill -0 "$pid" 2>/dev/null
    wait "$pid" && status=0 || status=$?
    [[ $status -eq 130 ]]
}

@test "R-156 SIGTERM and SIGHUP end a command that waits as they should: 143 and 129" {
    local signal status
    api_start <<<"* GET /configmaps = hang"
    for signal in TERM:143 HUP:129; do
        : >"$BATS_TEST_TMPDIR/api/requests"
        env --default-signal=HUP kubectl-juno list >out 2>err 3>&- &
        pid=$!
        eventually grep -q configmaps "$BATS_TEST_TMPDIR/api/requests"
        kill "-${signal%:*}" "$pid"
        wait "$pid" && status=0 || status=$?
        [[ $status -eq ${signal#*:} && ! -s out ]]
    done
}

# ---- R-099, R-100: broken answers

@test "R-100 an answer that stops in mid-body is no answer" {
    api_start <<<"* GET /configmaps = cut 30 ; body $empty"
    listed 1 "closed the connection in the middle of its answer, after 30 bytes"
    assert_silent stdout
}

@test "R-100 a page that breaks behind some items starts over, and no item comes twice" {
    item='{"metadata":{"name":"a-terra-metadata","uid":"1","labels":{"kuiper.juno-innovations.com/chart":"a"}},"data":{"chart":"a","fields":"[]"}}'
    body="{\"kind\":\"ConfigMapList\",\"metadata\":{},\"items\":[$item]}"
    api_start <<END
GET /configmaps = cut $((${#body} - 2)) ; body $body
GET /configmaps = body $body
END
    run --separate-stderr kubectl-juno list
    assert_status 0
    [[ $(grep -c '^a ' <<<"$output") -eq 1 ]]
}

@test "R-100 a Content-Length that is too long, broken chunks and broken gzip are told" {
    api_start <<END
5 GET ns-length = length 5000 ; body $empty
5 GET ns-chunk = badchunk ; body $empty
5 GET ns-gzip = badgzip ; body $empty
END
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-length
    assert_status 1
    assert_contains stderr "in the middle of its answer"
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-chunk
    assert_status 1
    assert_contains stderr "127.0.0.1:$API_PORT"
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-gzip
    assert_status 1
    assert_contains stderr "with broken compression"
}

@test "R-099 R-100 endless bodies, endless headers and gzip bombs stop at their limits, in little memory" {
    api_start <<END
* GET ns-endless = endless
* GET ns-headers = headers
* GET ns-interim = interim
* GET ns-bomb = bomb 200
END
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-endless
    assert_status 1
    assert_contains stderr "bytes"
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-headers
    assert_status 1
    assert_contains stderr "127.0.0.1:$API_PORT"
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-interim
    assert_status 1
    assert_contains stderr "127.0.0.1:$API_PORT sent over 262144 bytes of headers"
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-bomb
    assert_status 1
    assert_contains stderr "bytes"
    if [[ -z ${JUNO_SANITIZED:-} ]]; then
        /usr/bin/env bash -c 'ulimit -v 200000; timeout 300 kubectl-juno list --catalog-namespace ns-bomb' 2>err && false
        grep -q bytes err
    fi
}

@test "R-101 a web page, an empty answer and another content type are named" {
    local esc=$'\e'
    api_start <<END
GET ns-page = header Content-Type: text/html ; body <html><title>Log in${esc}[31m</title></html>
GET ns-empty = status 200
GET ns-text = header Content-Type: text/plain ; body hello
GET ns-other = body {"kind":"Pod"}
END
    run --separate-stderr kubectl-juno list --catalog-namespace ns-page
    assert_status 1
    assert_contains stderr "text/html, not with the Kubernetes API: Log in^[[31m" "is this the address of the API server?"
    refute_contains stderr $'\e'
    run --separate-stderr kubectl-juno list --catalog-namespace ns-empty
    assert_status 1
    assert_contains stderr "the server answered 200 with nothing"
    run --separate-stderr kubectl-juno list --catalog-namespace ns-text
    assert_status 1
    assert_contains stderr "text/plain, not with the Kubernetes API: hello"
    run --separate-stderr kubectl-juno list --catalog-namespace ns-other
    assert_status 1
    assert_contains stderr "the server's answer is no list"
}

@test "what does not speak HTTP is told as such" {
    api_start <<<'* GET /configmaps = raw SSH-2.0-OpenSSH_9.2\r\n\r\n'
    listed 1 "what answers at 127.0.0.1:$API_PORT does not speak HTTP"
}

@test "R-107 JSON that is none, doubled keys and two values are refused" {
    api_start <<'END'
GET ns-a = body {"kind":"ConfigMapList","items":[{"a":1,"a":2}]}
GET ns-b = body {"kind":"ConfigMapList","items":[]} {}
GET ns-c = body {"kind":"ConfigMapList","items":[{},]}
GET ns-d = body {"kind":"ConfigMapList","items":[
END
    for ns in a b c d; do
        run --separate-stderr kubectl-juno list --catalog-namespace ns-$ns
        assert_status 1
        assert_silent stdout
    done
}

# ---- R-102: redirects

@test "R-102 R-116 a redirect to another server is refused, to the same one followed three times" {
    api_start <<END
GET ns-away = status 302 ; header Location: https://example.org/?token=$API_TOKEN
GET ns-near = status 307 ; header Location: /next/1
GET next/1 = status 302 ; header Location: /next/2
GET next/2 = body $empty
* GET ns-loop = status 302 ; header Location: /ns-loop
END
    run --separate-stderr kubectl-juno list --catalog-namespace ns-away
    assert_status 1
    assert_contains stderr "redirects to https://example.org:443" "credentials are sent to no other server"
    refute_contains stderr "$API_TOKEN"
    run --separate-stderr kubectl-juno list --catalog-namespace ns-near
    assert_status 0
    run --separate-stderr kubectl-juno list --catalog-namespace ns-loop
    assert_status 1
    assert_contains stderr "redirects over 3 times"
}

@test "a namespace of dots reaches no other: nothing is sent" {
    api_start <<END
* GET ^/apis?$ = body {"kind":"APIGroupDiscoveryList","items":[{"versions":[{"version":"v1","resources":[{"resource":"configmaps","scope":"Namespaced","responseKind":{"kind":"ConfigMap"},"verbs":["list","delete"]}]}]}]}
* GET .* = body $empty
END
    for command in ps "inspect a" "delete a --yes" "list --catalog-namespace .."; do
        # shellcheck disable=SC2086 # words of a command
        run --separate-stderr kubectl-juno $command -n ..
        assert_status 1
        assert_contains stderr "'..' cannot be the name of an object or namespace"
    done
    run ! grep -q '\.\.' "$BATS_TEST_TMPDIR/api/requests"
}

# ---- R-103, R-104: asked to come again

@test "R-103 429 and 503 are repeated after the time that the server names" {
    api_start <<END
GET /configmaps = status 429 ; header Retry-After: 1 ; header Content-Type: text/plain ; body Too many requests
GET /configmaps = status 503 ; header Retry-After: 0
GET /configmaps = body $empty
END
    started=$EPOCHREALTIME
    listed 0 "No templates found"
    awk -v now="$EPOCHREALTIME" -v then="$started" 'BEGIN { exit now - then < 1 }'
    [[ $(api_requests | wc -l) -eq 3 ]]
}

@test "R-103 an hour of Retry-After is not waited for beyond the deadline" {
    api_start <<<"* GET /configmaps = status 429 ; header Retry-After: 3600 ; body {\"kind\":\"Status\",\"message\":\"busy\"}"
    run --separate-stderr timeout 300 kubectl-juno list --request-timeout 50s
    assert_status 1
    assert_contains stderr "busy"
    [[ $(api_requests | wc -l) -eq 1 ]]
}

@test "R-104 500 once and then fine is fine; for ever it is told after five attempts" {
    api_start <<END
GET ns-once = status 500 ; body {"kind":"Status","message":"etcd is tired"}
GET ns-once = body $empty
* GET ns-ever = status 500 ; body {"kind":"Status","message":"etcd is gone"}
END
    run --separate-stderr kubectl-juno list --catalog-namespace ns-once
    assert_status 0
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-ever
    assert_status 1
    assert_contains stderr "after 5 attempts: etcd is gone"
    [[ $(api_requests | grep -c ns-ever) -eq 5 ]]
}

@test "401, 403, 404 and 409 are told once, in the server's words" {
    api_start <<'END'
* GET ns-401 = status 401 ; body {"kind":"Status","message":"Unauthorized","code":401}
* GET ns-403 = status 403 ; body {"kind":"Status","message":"configmaps is forbidden: User \"x\" cannot list","code":403}
* GET ns-404 = status 404 ; body {"kind":"Status","message":"nothing here","reason":"NotFound","code":404}
* GET ns-409 = status 409 ; body {"kind":"Status","message":"conflicting","code":409}
END
    for pair in "401:you must be logged in" "403:configmaps is forbidden" "404:nothing here" "409:conflicting"; do
        run --separate-stderr kubectl-juno list --catalog-namespace "ns-${pair%%:*}"
        assert_status 1
        assert_contains stderr "${pair#*:}"
    done
    [[ $(api_requests | wc -l) -eq 4 ]]
}

@test "a token file is read anew after a 401, and the request repeated once" {
    api_start <<END
GET /configmaps = status 401
GET /configmaps = body $empty
END
    printf 'old\n' >token
    sed -i "s|token: $API_TOKEN|tokenFile: $PWD/token|" "$KUBECONFIG"
    listed 0 "No templates found"
    [[ $(api_requests | wc -l) -eq 2 ]]
}

# ---- R-108: pages

@test "R-108 an expired continue token starts the list again, once" {
    one='{"metadata":{"name":"a-terra-metadata","uid":"1","labels":{"kuiper.juno-innovations.com/chart":"a"}},"data":{"chart":"a","fields":"[]"}}'
    api_start <<END
GET configmaps.*continue = status 410 ; body {"kind":"Status","reason":"Expired","message":"too old","code":410}
2 GET configmaps.*limit=500$ = body {"kind":"ConfigMapList","metadata":{"continue":"x y"},"items":[$one]}
GET configmaps.*continue=x%20y = body $empty
END
    run --separate-stderr kubectl-juno list
    assert_status 0
    [[ $(grep -c '^a ' <<<"$output") -eq 1 ]]
    [[ $(api_requests | wc -l) -eq 4 ]]
}

# ---- R-113, R-114

@test "R-113 warnings of the server are told once each, made harmless" {
    local esc=$'\e'
    api_start <<END
GET /configmaps = header Warning: 299 - "old ${esc}[31mAPI" ; header Warning: 299 - "old ${esc}[31mAPI" ; body $empty
END
    listed 0 "Warning: old ^[[31mAPI"
    [[ $(grep -c 'Warning' <<<"$stderr") -eq 1 ]]
    refute_contains stderr $'\e'
}

@test "R-090 R-114 a certificate that expired, is of tomorrow, of another name or self-signed: which check failed" {
    local key text
    while IFS=: read -r key text; do
        api_start "$key" <<<"* GET /configmaps = body $empty"
        run --separate-stderr kubectl-juno list
        assert_status 1
        assert_contains stderr "$text"
        api_stop
        rm -rf "$BATS_TEST_TMPDIR/api"
    done <<'END'
expired:has expired; here it is
early:is not yet valid; here it is
other:is for another name
self:is signed by an unknown authority
END
}

@test "R-114 --insecure-skip-tls-verify trusts any; with a CA it is refused" {
    api_start self <<<"* GET /configmaps = body $empty"
    run --separate-stderr kubectl-juno list --insecure-skip-tls-verify
    assert_status 0
    run --separate-stderr kubectl-juno list --insecure-skip-tls-verify --certificate-authority "$BATS_FILE_TMPDIR/keys/ca.crt"
    assert_status 1
    assert_contains stderr "specifying a root certificates file with the insecure flag is not allowed"
}

@test "R-114 http where TLS is spoken, and TLS where http is" {
    api_start http <<<"* GET /configmaps = body $empty"
    sed -i 's|http://|https://|' "$KUBECONFIG"
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 1
    assert_contains stderr "the server 127.0.0.1:$API_PORT does not speak TLS" "http:// in place of https://"
    api_stop
    rm -rf "$BATS_TEST_TMPDIR/api"
    api_start <<<"* GET /configmaps = body $empty"
    sed -i 's|https://|http://|' "$KUBECONFIG"
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 1
    assert_contains stderr "127.0.0.1:$API_PORT"
    refute_authorization
}

@test "R-115 a proxy that is not there is named as such, and NO_PROXY goes past it" {
    api_start <<<"* GET /configmaps = body $empty"
    run --separate-stderr timeout 300 kubectl-juno list --proxy-url http://127.0.0.1:1
    assert_status 1
    assert_contains stderr "the proxy to the server 127.0.0.1:$API_PORT failed" "127.0.0.1 port 1"
    # As with kubectl, one of the environment is not for loopback.
    run --separate-stderr env HTTPS_PROXY=http://127.0.0.1:1 timeout 300 kubectl-juno list
    assert_status 0
    sed -i 's|https://127.0.0.1:[0-9]*|https://api.invalid|' "$KUBECONFIG"
    run --separate-stderr env HTTPS_PROXY=http://127.0.0.1:1 timeout 300 kubectl-juno list
    assert_status 1
    assert_contains stderr "the proxy to the server api.invalid:443 failed"
    run --separate-stderr env HTTPS_PROXY=http://127.0.0.1:1 NO_PROXY=.invalid timeout 300 kubectl-juno list
    assert_status 1
    assert_contains stderr "no such host 'api.invalid'"
}

@test "R-088 R-115 a password in the address of a proxy is in no message" {
    local proxy
    api_start <<<"* GET /configmaps = body $empty"
    for proxy in ftp://ada:canary@127.0.0.1:1 http://ada:canary@127.0.0.1:port http://ada:canary@127.0.0.1:1; do
        # One of the environment is not for loopback.
        run --separate-stderr env HTTPS_PROXY="$proxy" timeout 300 kubectl-juno list -v 9 --server https://api.invalid
        assert_status 1
        refute_contains stderr canary
        run --separate-stderr timeout 300 kubectl-juno list -v 9 --proxy-url "$proxy"
        assert_status 1
        refute_contains stderr canary
    done
}

@test "R-088 the token is not even in -v 9" {
    api_start <<<"* GET /configmaps = body $empty"
    run --separate-stderr kubectl-juno list -v 9
    assert_status 0
    assert_contains stderr "GET 127.0.0.1:$API_PORT/api/v1/namespaces/argocd/configmaps 200"
    refute_contains stderr "$API_TOKEN"
}

@test "R-088 no core file can hold the token" {
    api_start <<<"* GET /configmaps = hang"
    (ulimit -S -c "$(ulimit -H -c)" && exec kubectl-juno list) >out 2>err &
    pid=$!
    eventually test -s "$BATS_TEST_TMPDIR/api/requests"
    grep -E '^Max core file size +0 ' "/proc/$pid/limits"
    kill "$pid"
    wait "$pid" || true
}

# ---- memory

@test "a page of 500 templates needs at most 16 MiB, a catalog of 10,000 no more than 2.3 KB more for each" {
    [[ -z ${JUNO_SANITIZED:-} ]] || return 0
    api_start <<'END'
* GET ns-page = templates 500
* GET ns-many = templates 10000
END
    for ns in page many; do
        /usr/bin/python3 - "$ns" >"$ns.rss" <<'END'
import resource, subprocess, sys
done = subprocess.run(["kubectl-juno", "list", "--catalog-namespace", "ns-" + sys.argv[1], "--no-headers"],
                      stdout=open(sys.argv[1] + ".out", "w"))
assert done.returncode == 0
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
END
    done
    [[ $(wc -l <page.out) -eq 500 && $(wc -l <many.out) -eq 10000 ]]
    cat page.rss many.rss
    (($(cat page.rss) <= 16384))
    (($(cat many.rss) <= $(cat page.rss) + 9500 * 2300 / 1024))
}
