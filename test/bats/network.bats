# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The way to a server: connections that are used again, gzip, proxies, IPv6, identities, and answers that are broken at
# any byte. The scripted server of test/harness/scripted-server; HTTP/2 is tested with a real one, in test/bed/client.bats.
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
    # Both servers end with that.
    [[ -z ${PROXY:-} ]] || eventually not kill -0 "$PROXY" 2>/dev/null
}

readonly empty='{"kind":"ConfigMapList","apiVersion":"v1","metadata":{},"items":[]}'

connections() {
    wc -l <"$BATS_TEST_TMPDIR/api/connections"
}

# again: another server for the same test
again() {
    api_stop
    rm -rf "$BATS_TEST_TMPDIR/api"
}

# ---- one pool

@test "twenty pages come over one connection, each compressed, and none when that is not wanted" {
    printf '%s\n' 'log headers' '* GET /configmaps = templates 10000' >rules
    api_start <rules
    kubectl-juno list --no-headers >out
    [[ $(wc -l <out) -eq 10000 && $(api_requests | wc -l) -eq 20 && $(connections) -eq 1 ]]
    [[ $(grep -c '"accept-encoding": \["gzip"\]' "$BATS_TEST_TMPDIR/api/senders") -eq 20 ]]
    kubectl-juno list --no-headers --disable-compression >out
    [[ $(grep -c '"accept-encoding"' "$BATS_TEST_TMPDIR/api/senders") -eq 20 ]]
}

@test "an answer that is compressed is read as any other, with its pages and in pieces" {
    one='{"metadata":{"name":"a-terra-metadata","uid":"1","labels":{"kuiper.juno-innovations.com/chart":"a"}},"data":{"chart":"a","fields":"[]"}}'
    api_start <<END
GET continue= = gzip ; chunked ; body {"kind":"ConfigMapList","metadata":{},"items":[${one//\"a-/\"b-}]}
GET /configmaps = gzip ; slow 2 ; body {"kind":"ConfigMapList","metadata":{"continue":"x"},"items":[$one]}
END
    run --separate-stderr timeout 300 kubectl-juno list -o name
    assert_status 0
    [[ ${#lines[@]} -eq 2 ]]
}

@test "R-118 a connection that the server closed while it was idle: a read goes on over a new one, at once" {
    # The page is whole, and with it the connection ends; the next page is asked for on it.
    one='{"metadata":{"name":"a-terra-metadata","uid":"1","labels":{"kuiper.juno-innovations.com/chart":"a"}},"data":{"chart":"a","fields":"[]"}}'
    page="{\"kind\":\"ConfigMapList\",\"metadata\":{\"continue\":\"x\"},\"items\":[$one]}"
    api_start <<END
GET continue= = close
GET continue= = body $empty
GET /configmaps = body $page
END
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 0
    assert_silent stderr
    [[ $(connections) -eq 2 && $(api_requests | wc -l) -eq 3 ]]
}

# ---- IPv6

# has_ipv6: is there a loopback of IPv6? In a container often not.
has_ipv6() {
    python3 -c 'import socket; socket.create_server(("::1", 0), family=socket.AF_INET6)' 2>/dev/null
}

@test "R-117 an IPv6 address in brackets, and localhost that is only IPv6 or only IPv4" {
    if has_ipv6; then
        {
            echo 'listen ::1'
            echo "* GET /configmaps = body $empty"
        } >rules
        api_start <rules
        for host in '[::1]' localhost; do
            sed -i "s|server: \"https://[^\"]*:|server: \"https://$host:|" "$KUBECONFIG"
            run --separate-stderr timeout 300 kubectl-juno list
            assert_status 0
        done
        [[ $(api_requests | grep -c '+authorization') -eq 2 ]]
        again
    fi
    api_start <<<"* GET /configmaps = body $empty"
    sed -i "s|https://127.0.0.1:|https://localhost:|" "$KUBECONFIG"
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 0
    sed -i "s|https://localhost:[0-9]*|https://[::1]:1|" "$KUBECONFIG"
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 1
    # Refused, or where there is no IPv6 not to be reached.
    assert_contains stderr "the server [::1]:1"
}

# ---- proxies

@test "R-115 through a proxy: a tunnel by CONNECT, and the credentials only for the server behind it" {
    api_start <<<"* GET /configmaps = body $empty"
    proxy_start <<<'* CONNECT .* = tunnel'
    sed -i "s|https://127.0.0.1:|https://localhost:|" "$KUBECONFIG"
    run --separate-stderr timeout 300 kubectl-juno list --proxy-url "http://127.0.0.1:$PROXY_PORT"
    assert_status 0
    [[ $(proxy_requests) == "CONNECT localhost:$API_PORT" && $(api_requests) == *+authorization ]]
    # One of the environment, with and without exceptions for an address and a network. Loopback goes past it.
    export HTTPS_PROXY=http://127.0.0.1:$PROXY_PORT
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 0
    [[ $(proxy_requests | wc -l) -eq 1 ]]
}

@test "R-115 a proxy that asks for a password or refuses is named as such" {
    api_start <<<"* GET /configmaps = body $empty"
    proxy_start <<'END'
CONNECT .* = status 407 ; header Proxy-Authenticate: Basic realm="x"
CONNECT .* = status 403
CONNECT .* = hang
CONNECT .* = close
END
    for try in 407 403; do
        run --separate-stderr timeout 300 kubectl-juno list --proxy-url "http://127.0.0.1:$PROXY_PORT"
        assert_status 1
        assert_contains stderr "the proxy to the server 127.0.0.1:$API_PORT failed" "$try" "look at proxy-url of the cluster"
    done
    run --separate-stderr timeout 300 kubectl-juno list --proxy-url "http://127.0.0.1:$PROXY_PORT" --request-timeout 1s
    assert_status 1
    assert_contains stderr "127.0.0.1:$API_PORT"
    run --separate-stderr timeout 300 kubectl-juno list --proxy-url "http://127.0.0.1:$PROXY_PORT"
    assert_status 1
    assert_contains stderr "the proxy to the server 127.0.0.1:$API_PORT failed"
    [[ -z $(api_requests) ]]
}

@test "R-115 a SOCKS 5 proxy, which looks up the name itself, and one that refuses" {
    api_start <<<"* GET /configmaps = body $empty"
    proxy_start <<END
SOCKS api.invalid = tunnel 127.0.0.1:$API_PORT
SOCKS .* = status 403
END
    sed -i "s|https://127.0.0.1:[0-9]*\"|https://api.invalid:$API_PORT\", tls-server-name: localhost|" "$KUBECONFIG"
    run --separate-stderr timeout 300 kubectl-juno list --proxy-url "socks5://127.0.0.1:$PROXY_PORT"
    assert_status 0
    [[ $(proxy_requests) == "SOCKS api.invalid:$API_PORT" ]]
    run --separate-stderr timeout 300 kubectl-juno list --proxy-url "socks5://127.0.0.1:$PROXY_PORT"
    assert_status 1
    assert_contains stderr "the proxy to the server api.invalid:$API_PORT failed"
}

# proxy_start: a second scripted server, without TLS; $PROXY_PORT, and proxy_requests
proxy_start() {
    local dir=$BATS_TEST_TMPDIR/proxy
    mkdir -p "$dir"
    cat >"$dir/script"
    # It ends with the first server, whose standard input it shares, unless it holds the other end of that itself.
    "$JUNO_ROOT/test/harness/scripted-server" "$dir/script" "$dir" <"$BATS_TEST_TMPDIR/api/life" >"$dir/log" 2>&1 3>&- \
        {API_LIFE}>&- &
    PROXY=$!
    eventually test -s "$dir/port"
    PROXY_PORT=$(cat "$dir/port")
}

proxy_requests() {
    cat "$BATS_TEST_TMPDIR/proxy/requests"
}

# ---- TLS

@test "R-114 a server that wants a certificate, and one that takes it" {
    keys=$BATS_FILE_TMPDIR/keys
    mutual() {
        echo "tls $keys/server.crt $keys/server.key $keys/ca.crt"
        echo 'require certificate'
        echo 'log headers'
        echo "* GET /configmaps = body $empty"
    }
    mutual >rules
    api_start http <rules
    sed -i 's|http://|https://|' "$KUBECONFIG"
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 1
    assert_contains stderr "the server 127.0.0.1:$API_PORT refused the client certificate" "look at client-certificate and client-key of the user"
    run --separate-stderr kubectl-juno list --client-certificate "$keys/client.crt" --client-key "$keys/client.key"
    assert_status 0
    grep -q '"subject": "commonName=client"' "$BATS_TEST_TMPDIR/api/senders"
    # Of an authority that the server does not know.
    run --separate-stderr timeout 300 kubectl-juno list --client-certificate "$keys/self.crt" --client-key "$keys/self.key"
    assert_status 1
    assert_contains stderr "refused the client certificate"
    # A certificate with the key of another sends nothing.
    run --separate-stderr timeout 300 kubectl-juno list --client-certificate "$keys/client.crt" --client-key "$keys/self.key"
    assert_status 1
    assert_contains stderr "do they belong together?"
    [[ $(api_requests | wc -l) -eq 1 ]]
}

@test "R-082 an encrypted key is refused before anything is sent, and nobody is asked for its pass phrase" {
    keys=$BATS_FILE_TMPDIR/keys
    api_start <<<"* GET /configmaps = body $empty"
    openssl ec -aes256 -passout pass:x -in "$keys/client.key" -out traditional.key 2>/dev/null
    openssl pkcs8 -topk8 -v2 aes256 -passout pass:x -in "$keys/client.key" -out pkcs8.key
    for key in traditional pkcs8; do
        run timeout 300 script -qefc "kubectl-juno list --client-certificate $keys/client.crt --client-key $key.key" /dev/null </dev/null
        assert_status 1
        assert_contains stdout "$key.key of 'api' is encrypted"
        refute_contains stdout phrase:
    done
    [[ $(connections) -eq 0 ]]
}

@test "R-114 TLS 1.1 is not spoken, not even when the server knows nothing else" {
    {
        echo 'old tls'
        echo "* GET /configmaps = body $empty"
    } >rules
    api_start <rules
    for flag in --quiet --insecure-skip-tls-verify; do
        sed -i 's|, certificate-authority: [^}]*||' "$KUBECONFIG"
        run --separate-stderr timeout 300 kubectl-juno list $flag
        assert_status 1
        assert_contains stderr "127.0.0.1:$API_PORT" "TLS"
    done
    [[ -z $(api_requests) ]]
}

# ---- redirects

@test "R-102 every kind of redirect: the same server is followed, another scheme, port, host or user never" {
    api_start <<END
* GET ns-same/ = status 308 ; header Location: /next
* GET ns-whole/ = status 301 ; header Location: https://127.0.0.1:@PORT@/next
* GET ns-other/ = status 303 ; header Location: /next
* GET next = body $empty
* GET ns-http/ = status 301 ; header Location: http://127.0.0.1:@PORT@/next
* GET ns-port/ = status 301 ; header Location: https://127.0.0.1:1/next
* GET ns-host/ = status 301 ; header Location: https://localhost:@PORT@/next
* GET ns-user/ = status 301 ; header Location: https://127.0.0.1:@PORT@@localhost/next
* GET ns-slashes/ = status 301 ; header Location: //localhost:@PORT@/next
* GET ns-relative/ = status 301 ; header Location: next
* GET ns-file/ = status 301 ; header Location: file:///etc/passwd
* GET ns-none/ = status 301
* GET ns-odd/ = status 301 ; header Location: https://127.0.0.1:@PORT@\\@localhost/next
END
    for ns in same other; do
        run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace "ns-$ns"
        assert_status 0
    done
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-whole
    assert_status 0
    for ns in http port host user slashes relative file none odd; do
        run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace "ns-$ns"
        assert_status 1
        assert_silent stdout
        assert_contains stderr "the server 127.0.0.1:$API_PORT redirects" "credentials are sent to no other server"
        refute_contains stderr /next
    done
    [[ $(api_requests | grep -c '^GET /next') -eq 3 && $(api_requests | wc -l) -eq 15 ]]
}

@test "R-102 a redirect of a request that writes is refused, wherever it leads" {
    api_start <<'END'
* GET ^/version = body {"gitVersion":"v1.34.2"}
* POST .* = status 307 ; header Location: /next
* GET .* = body {"kind":"List","metadata":{},"items":[]}
END
    run --separate-stderr timeout 300 kubectl-juno doctor
    assert_contains stdout "redirects"
    run ! grep -q /next "$BATS_TEST_TMPDIR/api/requests"
}

# ---- broken at any byte

@test "R-100 R-120 a list that is cut, hangs or closes at each class of byte gives no half table and ends in time" {
    item='{"metadata":{"name":"a-terra-metadata","uid":"1","labels":{"kuiper.juno-innovations.com/chart":"ä\ud83d\ude00"}},"data":{"chart":"a","fields":"[]"}}'
    body="{\"kind\":\"ConfigMapList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[$item]}"
    len=$(printf %s "$body" | wc -c)
    {
        for ((at = 0; at < len; at += 7)); do
            echo "* GET ns-$at/ = cut $at ; body $body"
        done
    } >rules
    api_start <rules
    for ((at = 0; at < len; at += 7)); do
        run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace "ns-$at" --request-timeout 400ms
        assert_status 1
        assert_silent stdout
        assert_contains stderr "error: " "127.0.0.1:$API_PORT"
    done
}

@test "R-098 R-120 an answer that stops at any of its bytes ends at the deadline, one that comes in bytes is whole" {
    head='HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 71\r\n\r\n'
    {
        for at in 1 9 12 17 30 45 66 70 100 130; do
            whole="$head$empty"
            echo "* GET ns-$at/ = stall $at ; raw $whole"
        done
        echo "* GET ns-all/ = slow 1 ; body $empty"
    } >rules
    api_start <rules
    for at in 1 9 12 17 30 45 66 70 100 130; do
        run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace "ns-$at" --request-timeout 300ms
        assert_status 1
        assert_silent stdout
        assert_contains stderr "the server 127.0.0.1:$API_PORT did not answer within 0.3s"
    done
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-all
    assert_status 0
}

@test "R-120 bytes that are no answer of HTTP are an error each, and never a list" {
    {
        n=0
        while IFS= read -r raw; do
            echo "* GET ns-$((n++))/ = raw $raw"
        done <<'END'
\x00\x00\x00\x00
HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}
HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}
HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}
HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nffffffffffffffffff\r\n{}
HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n
HTTP/1.1 200 OK\r\nContent-Type: application/json\x00\r\nContent-Length: 2\r\n\r\n{}
HTTP/1.1 999 OK\r\nContent-Length: 2\r\n\r\n{}
HTTP/1.1 204 No Content\r\n\r\n
HTTP/1.1 304 Not Modified\r\n\r\n
HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n
HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}
HTTP/1.1 20 OK\r\n\r\n{}
HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 4\n\n{"a"
ICY 200 OK\r\n\r\n{}
END
    } >rules
    api_start <rules
    for ((n = 0; n < 15; n++)); do
        run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace "ns-$n" --request-timeout 2s
        assert_status 1
        assert_silent stdout
        assert_contains stderr "error: "
    done
}

@test "R-107 JSON at its edges: depth, NUL, surrogates, numbers, a byte order mark, what is behind the end" {
    deep=$(printf '[%.0s' {1..5000})
    {
        echo "* GET ns-deep/ = body {\"kind\":\"ConfigMapList\",\"metadata\":{},\"items\":[{\"a\":$deep"
        echo "* GET ns-nul/.*continue=a%00b\$ = body $empty"
        echo '* GET ns-nul/ = body {"kind":"ConfigMapList","metadata":{"continue":"a\u0000b"},"items":[]}'
        echo '* GET ns-lone/ = body {"kind":"ConfigMapList","metadata":{"continue":"\ud800"},"items":[]}'
        echo '* GET ns-comma/ = body {"kind":"ConfigMapList","metadata":{},"items":[],}'
        printf '* GET ns-bom/ = body \xef\xbb\xbf%s\n' "$empty"
        echo '* GET ns-number/ = body {"kind":"ConfigMapList","metadata":{},"items":[],"n":1e999999}'
        printf '* GET ns-utf8/ = raw HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 65\\r\\n\\r\\n%s\n' \
            '{"kind":"ConfigMapList","metadata":{"continue":"\xff"},"items":[]}'
    } >rules
    api_start <rules
    for ns in deep lone comma utf8 number; do
        run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace "ns-$ns" --request-timeout 5s
        assert_status 1
        assert_silent stdout
        assert_contains stderr "error: "
    done
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-nul
    assert_status 0
    [[ $(api_requests | grep -c 'continue=a%00b') -eq 1 ]]
    # Some proxies put one before what they hand on: either an error or the list, nothing in between.
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-bom
    [[ $status -eq 0 || -z $output ]]
}

@test "R-108 a list whose next page is the page before ends at once" {
    api_start <<<'* GET /configmaps = body {"kind":"ConfigMapList","metadata":{"continue":"a"},"items":[]}'
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 1
    assert_contains stderr "a list goes on with the same page for ever"
    [[ $(api_requests | wc -l) -eq 2 ]]
}

@test "R-103 Retry-After: garbage and a negative number are none, a date counts, an interrupt ends the wait" {
    api_start <<END
GET ns-odd = status 429 ; header Retry-After: soon
GET ns-odd = status 503 ; header Retry-After: -5
GET ns-odd = status 429 ; header Retry-After: Thu, 01 Jan 1970 00:00:00 GMT
GET ns-odd = body $empty
* GET ns-long = status 429 ; header Retry-After: 3600
END
    run --separate-stderr timeout 300 kubectl-juno list --catalog-namespace ns-odd
    assert_status 0
    [[ $(api_requests | wc -l) -eq 4 ]]
    env --default-signal=INT kubectl-juno list --catalog-namespace ns-long >out 2>err 3>&- &
    pid=$!
    eventually grep -q ns-long "$BATS_TEST_TMPDIR/api/requests"
    sleep 0.1
    kill -INT "$pid"
    wait "$pid" && status=0 || status=$?
    [[ $status -eq 130 && $(api_requests | grep -c ns-long) -eq 1 ]]
}

@test "R-113 a thousand warnings: a hundred are told, none of them raw" {
    {
        printf '* GET /configmaps = body %s' "$empty"
        for ((i = 0; i < 1000; i++)); do printf ' ; header Warning: 299 - "number %d \\u009b"' "$i"; done
        echo
    } >rules
    api_start <rules
    run --separate-stderr timeout 300 kubectl-juno list
    assert_status 0
    [[ $(grep -c '^Warning: number' <<<"$stderr") -eq 100 ]]
}
