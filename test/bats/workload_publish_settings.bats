#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl juno workload publish: where its parameters come from, whom it trusts, and where its secrets do not go.

load helpers
load api
load publish

setup_file() {
    api_keys
}

setup() {
    publish_setup
}

teardown() {
    api_stop
}

# ---- where parameters come from

@test "every parameter has its variable, and the flag wins over it" {
    local url=http://127.0.0.1:1
    unset CLIENT_ID CLIENT_SECRET
    export OAUTH_URL=$url/t OCC_CLIENT_ID=occ OCC_CLIENT_SECRET=$SECRET API_URL=$url OAUTH_HOST=id.test API_HOST=api.test \
        OAUTH_SCOPE=deploy RUN_NAME=run-1
    published --dry-run
    assert_status 0
    assert_contains stdout "POST $url/t" "Host: id.test" "client_id=occ&client_secret=<hidden>&scope=deploy" \
        "POST $url$collection" "Host: api.test" "GET $url/api/v1/namespaces/ns/workflowruns/run-1"
    export OAUTH_TOKEN_URL=$url/first CLIENT_ID=first CLIENT_SECRET=$SECRET
    published --dry-run
    assert_contains stdout "POST $url/first" "client_id=first&"
    published --dry-run --oauth-token-url $url/flag --oauth-client-id flag --api-server-url $url/base/ \
        --api-server-host-header api.flag --oauth-host-header= --oauth-scope= --run-name=
    assert_status 0
    assert_contains stdout "POST $url/flag" "client_id=flag&client_secret=<hidden>"$'\n' "POST $url/base$collection" "Host: api.flag"
    refute_contains stdout "id.test" "scope" "workflowruns"
}

@test "--k3d stands for the documented set-up, with a warning, and gives way to what is given" {
    unset CLIENT_ID CLIENT_SECRET
    published --k3d --dry-run --api-server-url http://127.0.0.1:1
    assert_status 0
    assert_contains stderr "warning: --k3d"
    assert_contains stdout "POST http://host.k3d.internal:8080/oauth2/token" "Host: thunder.openchoreo.localhost" \
        "client_id=openchoreo-workload-publisher-client&client_secret=<hidden>" \
        "POST http://127.0.0.1:1/api/v1/" "Host: api.openchoreo.localhost"
    refute_contains stdout "openchoreo-workload-publisher-secret"
}

@test "what is missing is named at once, before anything is read or sent" {
    unset CLIENT_ID CLIENT_SECRET
    run --separate-stderr kubectl-juno workload publish
    assert_status 2
    assert_contains stderr "missing required flags: --component, --image"
    published --descriptor absent.yaml
    assert_status 2
    assert_silent stdout
    assert_contains stderr "missing required flags: --api-server-url, --oauth-token-url, --oauth-client-id, --oauth-client-secret-file" \
        "or set API_URL, OAUTH_TOKEN_URL, CLIENT_ID, CLIENT_SECRET in the environment"
    export OPENCHOREO_TOKEN=canary-token-1
    published
    assert_status 2
    assert_contains stderr "missing required flag: --api-server-url"
}

@test "R-174 the secret by file loses its line end, by standard input too; by environment it may not be empty" {
    unset CLIENT_SECRET
    serve <<<"* POST $collection\$ = status 201 ; body $stored"
    local field='&client_secret=canary%26secret%2Bwith%3Dodd%25signs' n=1
    printf '%s\r\n' "$SECRET" >crlf
    printf '%s\n' "$SECRET" >lf
    printf %s "$SECRET" >none
    for file in crlf lf none; do
        published --oauth-client-secret-file "$file"
        assert_status 0
        [[ $(sent "$n" body) == *"$field" ]]
        n=$((n + 2))
    done
    published --oauth-client-secret-file - <lf
    assert_status 0
    [[ $(sent "$n" body) == *"$field" ]]
    run --separate-stderr bash -c 'exec kubectl-juno workload publish -n ns -c web --image web:2 --oauth-client-secret-file - <&-'
    assert_status 2
    assert_contains stderr "standard input"
    : >empty
    published --oauth-client-secret-file empty
    assert_status 1
    assert_contains stderr "input file: the client's secret is empty (empty)"
    published --oauth-client-secret-file - </dev/null
    assert_status 1
    assert_contains stderr "the client's secret is empty (standard input)"
    printf 'canary&\0x' >nul
    published --oauth-client-secret-file nul
    assert_status 1
    assert_contains stderr "the client's secret has a NUL in it (nul)"
    published --oauth-client-secret-file absent
    assert_status 1
    assert_contains stderr "input file: cannot read the client's secret" "absent"
    CLIENT_SECRET='' published
    assert_status 2
    assert_contains stderr "missing required flag: --oauth-client-secret-file" "a secret is there, but it is empty"
    [[ $(api_requests | wc -l) -eq 8 ]]
}

@test "R-174 credentials over plain http are warned about when they leave the machine" {
    local url
    for url in http://api.example.org http://10.1.2.3:8080; do
        published --dry-run --api-server-url "$url" --oauth-token-url "$url/token"
        assert_status 0
        assert_contains stderr "warning: the token URL is http: the client's secret goes over the network" \
            "warning: the URL of the API server is http: the token goes over the network"
    done
    for url in https://api.example.org http://127.0.0.1:8080 http://api.openchoreo.localhost 'http://[::1]:1'; do
        published --dry-run --api-server-url "$url" --oauth-token-url "$url/token"
        assert_status 0
        assert_silent stderr
    done
}

@test "a token is taken as it is, from a file or the environment, and no token server is asked" {
    serve <<<"* POST $collection\$ = status 201 ; body $stored"
    unset CLIENT_ID CLIENT_SECRET OAUTH_TOKEN_URL
    echo canary-token-file >token
    OPENCHOREO_TOKEN=canary-token-variable published
    assert_status 0
    OPENCHOREO_TOKEN=canary-token-variable published --token-file token
    assert_status 0
    [[ $(sent 1 header authorization) == "Bearer canary-token-variable" && $(sent 2 header authorization) == "Bearer canary-token-file" ]]
    printf 'canary-token\ninjected: yes' >token
    published --token-file token
    assert_status 1
    assert_contains stderr "input file: 'token': the token holds a byte that no header of a token can carry (0x0a)"
    published --token-file absent
    assert_status 1
    assert_contains stderr "input file: cannot read the token"
    [[ $(api_requests | wc -l) -eq 2 ]]
}

@test "flags that exclude each other, and addresses that are none, are told before anything is sent" {
    export API_URL=http://127.0.0.1:1 OAUTH_TOKEN_URL=http://127.0.0.1:1/t
    published -f x.yaml
    assert_status 2
    assert_contains stderr "-f and --component exclude each other"
    run --separate-stderr kubectl-juno workload publish -f - --oauth-client-secret-file -
    assert_status 2
    assert_contains stderr "-f and --oauth-client-secret-file cannot both read standard input"
    published --legacy-route
    assert_status 2
    assert_contains stderr "OpenChoreo 1.2 has no --legacy-route" "--target-version v0.17"
    published --legacy-route --target-version v0.17 --on-conflict fail
    assert_status 2
    published --insecure-skip-tls-verify --certificate-authority x
    assert_status 2
    published --dry-run -o json
    assert_status 2
    published -o wide
    assert_status 2
    published --descriptor x --source-dir y
    assert_status 2
    published --app-path y
    assert_status 2
    published --api-server-url ftp://example.org
    assert_status 1
    assert_contains stderr "--api-server-url: 'ftp://example.org' is no http or https address"
    published --oauth-token-url "http://ci:canary&secret@example.org/token"
    assert_status 1
    assert_contains stderr "--oauth-token-url: an address with a user in it is not used"
    published --api-server-url "http://example.org/?x"
    assert_status 2
}

# ---- TLS

@test "TLS is verified: against the authority that is given, name and dates included" {
    local keys=$BATS_FILE_TMPDIR/keys
    serve server <<<"* POST $collection\$ = status 201 ; body $stored"
    published --certificate-authority "$keys/ca.crt"
    assert_status 0
    assert_silent stderr
    published --retries 4
    assert_status 1
    # shellcheck disable=SC2153 # set by api_start
    assert_contains stderr "unavailable: cannot get a token: the certificate of the server 127.0.0.1:$API_PORT is signed by an unknown authority" \
        "--certificate-authority FILE"
    refute_contains stderr again
    published --insecure-skip-tls-verify
    assert_status 0
    assert_contains stderr "warning: --insecure-skip-tls-verify"
    published --certificate-authority absent.crt
    assert_status 1
    assert_contains stderr "input file: --certificate-authority:" "absent.crt"
    echo nothing >no.crt
    published --certificate-authority no.crt
    assert_status 1
    assert_contains stderr "'no.crt' holds no PEM block"
    local key said
    for key in expired other; do
        api_stop
        rm -r "$BATS_TEST_TMPDIR/api"
        serve "$key" </dev/null
        published --certificate-authority "$keys/ca.crt"
        assert_status 1
        said="has expired"
        [[ $key == expired ]] || said="is for another name"
        assert_contains stderr "$said"
        refute_contains stderr "kubeconfig" "of the cluster"
        [[ ! -s $BATS_TEST_TMPDIR/api/requests ]]
    done
}

# ---- secrets

@test "R-169 no flag takes the secret itself; what looks like one is refused without its value" {
    local form
    for form in --oauth-client-secret=canary-token-1 '--oauth-client-secret canary-token-1' --client-secret=canary-token-1; do
        # shellcheck disable=SC2086 # two words
        published $form
        assert_status 2
        assert_contains stderr "unknown flag"
    done
    published --oauth-client-secret=x
    assert_contains stderr "did you mean '--oauth-client-secret-file'?"
}

@test "R-169 the highest verbosity shows no secret and no token" {
    serve <<<"POST $collection\$ = status 201 ; body $stored"
    published -v 9
    assert_status 0
    assert_contains stderr "POST 127.0.0.1:$API_PORT/oauth2/token 200"
}

@test "under strace the secret is in no file, no argument and no message (strace, from make deps)" {
    if ! strace -o /dev/null true 2>/dev/null; then
        skip "tracing a process is not allowed on this machine"
    fi
    serve <<<"* POST $collection\$ = status 201 ; body $stored"
    # A sanitizer that looks for leaks traces the process itself.
    export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
    printf '%s\n' "$SECRET" >secret
    unset CLIENT_SECRET
    run --separate-stderr timeout 300 strace -f -s 65536 -y -o trace \
        kubectl-juno workload publish -n ns -c web --image web:2 --oauth-client-secret-file secret
    assert_status 0
    no_secrets
    # It is read from its file, and sent to the token server: nothing else ever sees it.
    grep -E 'canary(&|%26)' trace >seen
    grep -vE '^[0-9]+ +(read|pread64)\([0-9]+<[^>]*/secret>|^[0-9]+ +(sendto|write|writev|sendmsg)\([0-9]+<(TCP|socket):' seen >elsewhere || true
    [[ -s seen && ! -s elsewhere ]] || { cat elsewhere && return 1; }
    grep -q 'execve(' trace
    [[ $(grep 'execve(' trace | grep -cE 'canary|token-1') -eq 0 ]]
    grep 'canary-token' trace >tokens
    [[ $(grep -cvE '^[0-9]+ +(sendto|write|recvfrom|read|recvmsg|sendmsg|writev)\([0-9]+<(TCP|socket):' tokens) -eq 0 ]]
    # No file was written at all.
    [[ $(grep -E 'open(at)?\(.*O_(WRONLY|RDWR|CREAT)' trace | grep -cv '/dev/') -eq 0 ]]
}
