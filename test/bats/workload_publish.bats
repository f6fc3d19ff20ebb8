#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl juno workload publish against the scripted server, which plays token server and API server: what the real ones
# answer only when something is wrong. Against the real openchoreo-api: test/bed.

load helpers
load api

setup_file() {
    api_keys
}

setup() {
    juno_setup
    SECRET='canary&secret+with=odd%signs'
    export CLIENT_ID=ci CLIENT_SECRET=$SECRET
    stored='{"metadata":{"name":"web-workload","namespace":"ns","uid":"u-1"},"spec":{"container":{"image":"web:2"},"owner":{"componentName":"web","projectName":"default"}}}'
    older=${stored/web:2/web:1}
    token='{"access_token":"canary-token-1","token_type":"Bearer","expires_in":3600}'
    exists='status 409 ; body {"code":"CONFLICT","error":"Workload already exists"}'
    collection=/api/v1/namespaces/ns/workloads
    object=$collection/web-workload
}

teardown() {
    api_stop
}

# serve [http | KEY]: the rules on standard input, before a token server that knows us
serve() {
    local scheme=https
    [[ ${1:-http} != http ]] || scheme=http
    {
        echo 'log headers'
        cat
        echo "* POST ^/oauth2/token = body $token"
    } >rules
    api_start "${1:-http}" <rules
    # shellcheck disable=SC2153 # set by api_start
    export API_URL=$scheme://127.0.0.1:$API_PORT OAUTH_TOKEN_URL=$scheme://127.0.0.1:$API_PORT/oauth2/token
}

# published FLAG...: nothing that it says may hold a secret, however it ends
published() {
    run --separate-stderr timeout 60 kubectl-juno workload publish -n ns -c web --image web:2 "$@"
    no_secrets
}

no_secrets() {
    local stream
    for stream in stdout stderr; do
        refute_contains "$stream" "canary&" "canary%26" "canary-token"
    done
}

# sent N WORD...: of the request number N (from 1) the body, method, path, or `header NAME`
sent() {
    python3 - "$BATS_TEST_TMPDIR/api/senders" "$@" <<'END'
import json, sys
request = [json.loads(line) for line in open(sys.argv[1])][int(sys.argv[2]) - 1]
if sys.argv[3] == "header":
    print("|".join(request["headers"].get(sys.argv[4], ["<none>"])))
else:
    print(request[sys.argv[3]])
END
}

# assert_requests LINE...: these, in order, each carrying credentials where a `+` leads it
assert_requests() {
    local line expected=
    for line in "$@"; do
        [[ $line == +* ]] && line="${line#+} +authorization"
        expected+=$line$'\n'
    done
    diff -u --label expected --label actual <(printf %s "$expected") <(api_requests)
}

descriptor() {
    cat >workload.yaml <<'END'
apiVersion: openchoreo.dev/v1alpha1
endpoints:
- name: api
  port: 8080
  type: HTTP
configurations:
  env:
  - name: LOG_LEVEL
    value: info
END
}

# ---- the flow

@test "a token, then one POST of compact JSON: created" {
    serve <<<"POST $collection\$ = status 201 ; body $stored"
    published
    assert_status 0
    assert_output "workload/web-workload created"
    assert_silent stderr
    assert_requests "POST /oauth2/token" "+POST $collection"
    [[ $(sent 1 body) == 'grant_type=client_credentials&client_id=ci&client_secret=canary%26secret%2Bwith%3Dodd%25signs' ]]
    [[ $(sent 1 header content-type) == application/x-www-form-urlencoded ]]
    [[ $(sent 2 body) == '{"metadata":{"name":"web-workload","namespace":"ns"},"spec":{"container":{"image":"web:2"},"owner":{"componentName":"web","projectName":"default"}}}' ]]
    [[ $(sent 2 header authorization) == "Bearer canary-token-1" ]]
    [[ $(sent 2 header content-type) == application/json && $(sent 2 header accept) == application/json ]]
    [[ $(sent 1 header host) == "127.0.0.1:$API_PORT" && $(sent 2 header host) == "127.0.0.1:$API_PORT" ]]
}

@test "one that exists (409) is replaced with PUT when there is a descriptor" {
    descriptor
    serve <<END
POST $collection\$ = $exists
PUT $object\$ = body $stored
END
    published --descriptor workload.yaml
    assert_status 0
    assert_output "workload/web-workload configured"
    assert_contains stderr "workload 'web-workload' exists already: it is replaced"
    assert_requests "POST /oauth2/token" "+POST $collection" "+PUT $object"
    [[ $(sent 3 body) == "$(sent 2 body)" && $(sent 2 body) == *'"endpoints":{"api":{"port":8080,"type":"HTTP"}}'* ]]
}

@test "without a descriptor an update changes the image alone; all else goes back as it came" {
    local was='{"apiVersion":"openchoreo.dev/v1alpha1","kind":"Workload","metadata":{"annotations":{"a":"b"},"name":"web-workload","resourceVersion":"77"},"spec":{"container":{"args":["yes","1.10"],"image":"web:1"},"odd":{"big":12345678901234567890,"float":1.5,"no":null,"on":"017"},"owner":{"componentName":"web"}}}'
    serve <<END
POST $collection\$ = $exists
GET $object\$ = body $was
PUT $object\$ = body $was
END
    published
    assert_status 0
    assert_output "workload/web-workload configured"
    assert_contains stderr "exists already: its image is updated"
    assert_requests "POST /oauth2/token" "+POST $collection" "+GET $object" "+PUT $object"
    diff <(echo "${was/web:1/web:2}") <(sent 4 body)
}

@test "before 1.0 an update without a descriptor replaces all; --on-conflict decides otherwise" {
    serve <<END
* POST $collection\$ = $exists
* GET $object\$ = body $older
* PUT $object\$ = body $stored
END
    published --target-version 1.0.0-rc.1
    assert_status 0
    assert_requests "POST /oauth2/token" "+POST $collection" "+PUT $object"
    published --target-version v0.17 --on-conflict image
    assert_status 0
    [[ $(sent 7 body) == "$stored" ]]
    published --on-conflict replace
    assert_status 0
    [[ $(sent 10 method) == PUT && $(sent 10 body) == "$(sent 9 body)" ]]
    published --on-conflict fail
    assert_status 1
    assert_silent stdout
    assert_contains stderr "error: rejected: workload 'web-workload' exists already in namespace 'ns'" \
        "hint: --on-conflict replace or image updates it"
    [[ $(api_requests | wc -l) -eq 12 ]]
}

@test "--keep-metadata carries over labels and annotations that the document does not say" {
    descriptor
    serve <<END
POST $collection\$ = $exists
GET $object\$ = body {"metadata":{"name":"web-workload","labels":{"team":"a"},"annotations":{"openchoreo.dev/display-name":"Web"},"resourceVersion":"5"},"spec":{}}
PUT $object\$ = body $stored
END
    published --descriptor workload.yaml --keep-metadata
    assert_status 0
    [[ $(sent 4 body) == '{"metadata":{"annotations":{"openchoreo.dev/display-name":"Web"},"labels":{"team":"a"},"name":"web-workload","namespace":"ns"},"spec":{'* ]]
}

@test "one that is deleted between POST and PUT is created, once" {
    serve <<END
POST $collection\$ = $exists
PUT $object\$ = status 404 ; body {"code":"NOT_FOUND","error":"Workload not found"}
POST $collection\$ = status 201 ; body $stored
POST $collection\$ = $exists
GET $object\$ = status 404 ; body {"code":"NOT_FOUND","error":"Workload not found"}
POST $collection\$ = $exists
GET $object\$ = status 404 ; body {"code":"NOT_FOUND","error":"Workload not found"}
END
    published --on-conflict replace
    assert_status 0
    assert_output "workload/web-workload created"
    assert_contains stderr "was deleted meanwhile: it is created"
    published
    assert_status 1
    assert_contains stderr "rejected: workload 'web-workload' is made and deleted by somebody else again and again"
}

@test "Host headers, scope and basic authentication go to the server they are for" {
    serve <<<"POST $collection\$ = status 201 ; body $stored"
    published --oauth-host-header id.example.org --api-server-host-header api.example.org --oauth-scope "a b" \
        --oauth-auth basic
    assert_status 0
    [[ $(sent 1 header host) == id.example.org && $(sent 2 header host) == api.example.org ]]
    [[ $(sent 1 body) == 'grant_type=client_credentials&scope=a%20b' ]]
    [[ $(sent 1 header authorization) == "Basic $(printf %s 'ci:canary%26secret%2Bwith%3Dodd%25signs' | base64 -w0)" ]]
}

@test "path segments are percent-encoded, and what could leave its place in a path is no name" {
    serve </dev/null
    local name
    for name in '../../x' 'a/b' 'a%2fb' 'A' ''; do
        run --separate-stderr kubectl-juno workload publish -n "$name" -c web --image web:2
        [[ $status -ne 0 ]]
        assert_silent stdout
    done
    [[ ! -s $BATS_TEST_TMPDIR/api/requests ]]
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

# ---- the token server

@test "R-168 each token answer that is none has a message of its own" {
    local answer
    declare -A cases=(
        ['status 200']="the token server answered with nothing: there is no access_token"
        ['header Content-Type: text/html ; body <html>Welcome</html>']="the token server answered with text/html, not with JSON: <html>Welcome</html>"
        ['body {"access_token":']="the token server answered with what is no JSON"
        ['body {}']="the token server answered without an access_token"
        ['body []']="the token server answered with JSON that is a list, not an object"
        ['body {"access_token":""}']="its access_token is empty"
        ['body {"access_token":null}']="the token server answered with an access_token that is null, not a text"
        ['body {"access_token":12345}']="the token server answered with an access_token that is a number, not a text"
        ['body {"access_token":"a b"}']="its access_token holds a byte that no header of a token can carry (0x20)"
        ['body {"access_token":"canary-token-1","token_type":"mac"}']="the token server answered a token of the type 'mac'"
        ['header Content-Encoding: identity ; endless']="is over 1048576 bytes"
    )
    for answer in "${!cases[@]}"; do
        serve <<<"POST ^/oauth2/token = $answer"
        published
        assert_status 1
        assert_silent stdout
        assert_contains stderr "${cases[$answer]}"
        refute_contains stderr "again"
        assert_requests "POST /oauth2/token"
        api_stop
        rm -r "$BATS_TEST_TMPDIR/api"
    done
}

@test "R-168 an expiry that is missing, negative or a text changes nothing but is told" {
    local said
    serve <<END
POST ^/oauth2/token = body {"access_token":"canary-token-1"}
POST ^/oauth2/token = body {"access_token":"canary-token-1","expires_in":-5,"token_type":"bearer"}
POST ^/oauth2/token = body {"access_token":"canary-token-1","expires_in":"soon"}
* POST $collection\$ = status 201 ; body $stored
END
    for said in "does not say how long the token lasts (no expires_in)" "lasts -5 seconds (expires_in): it has expired already" \
        "lasts 'soon' (expires_in), which is a text and not a number of seconds"; do
        published
        assert_status 0
        assert_output "workload/web-workload created"
        assert_contains stderr "$said"
    done
}

@test "R-169 a refusal shows both texts, is not repeated, and never shows the secret" {
    serve <<END
POST ^/oauth2/token = status 401 ; body {"error":"invalid_client","error_description":"Client authentication failed"}
POST ^/oauth2/token = status 400 ; body {"error":"invalid_scope","error_description":"no such scope"}
POST ^/oauth2/token = status 400 ; body {"error":"invalid_client","error_description":"bad secret canary&secret+with=odd%signs or canary%26secret%2Bwith%3Dodd%25signs"}
END
    published
    assert_status 1
    assert_contains stderr "error: authentication: the token server refused client 'ci' (401): invalid_client: Client authentication failed" \
        "--oauth-auth"
    published --oauth-scope x
    assert_status 1
    assert_contains stderr "(400): invalid_scope: no such scope" "hint: look at --oauth-scope"
    published
    assert_status 1
    assert_contains stderr "bad secret <hidden> or <hidden>"
    [[ $(api_requests | wc -l) -eq 3 ]]
}

@test "R-170 a token that expires on the way is renewed once, and the request repeated" {
    serve <<END
POST ^/oauth2/token = body $token
POST ^/oauth2/token = body {"access_token":"canary-token-2","token_type":"Bearer","expires_in":1}
POST $collection\$ = status 401 ; body {"error":"INVALID_TOKEN","message":"Invalid or expired token"}
POST $collection\$ = status 201 ; body $stored
* POST $collection\$ = status 401 ; body {"error":"INVALID_TOKEN","message":"Invalid or expired token"}
POST ^/oauth2/token = body $token
POST ^/oauth2/token = body {"access_token":"canary-token-3","token_type":"Bearer","expires_in":1}
END
    published
    assert_status 0
    assert_output "workload/web-workload created"
    assert_contains stderr "the API server refused the token: getting a new one"
    assert_requests "POST /oauth2/token" "+POST $collection" "POST /oauth2/token" "+POST $collection"
    [[ $(sent 4 header authorization) == "Bearer canary-token-2" ]]
    published
    assert_status 1
    assert_contains stderr "error: authentication: cannot create workload 'web-workload': Invalid or expired token (401 INVALID_TOKEN)"
    [[ $(api_requests | wc -l) -eq 8 ]]
}

@test "R-170 a refused token of the environment is not sent again; one of a file is when the file has another" {
    serve <<END
* POST $collection\$ = status 401 ; body {"error":"MISSING_TOKEN","message":"No token"}
END
    OPENCHOREO_TOKEN=canary-token-x published
    assert_status 1
    assert_contains stderr "No token (401 MISSING_TOKEN)" "hint: the token is not accepted"
    [[ $(api_requests | wc -l) -eq 1 ]]
    echo canary-token-y >token
    published --token-file token
    assert_status 1
    [[ $(api_requests | wc -l) -eq 2 ]]
}

# ---- races and repetitions

@test "R-171 409 again, or 412, on an update: what is stored is read and compared" {
    descriptor
    local ours
    ours='{"metadata":{"name":"web-workload"},"spec":{"container":{"env":[{"key":"LOG_LEVEL","value":"info"}],"image":"web:2"},"endpoints":{"api":{"port":8080,"targetPort":8080,"type":"HTTP"}},"owner":{"componentName":"web","projectName":"default"}}}'
    serve <<END
* POST $collection\$ = $exists
PUT $object\$ = status 409 ; body {"code":"CONFLICT","error":"the object has been modified"}
GET $object\$ = body $ours
PUT $object\$ = status 412
GET $object\$ = body ${ours/8080,\"targetPort/9090,\"targetPort}
END
    published --descriptor workload.yaml
    assert_status 0
    assert_output "workload/web-workload configured"
    published --descriptor workload.yaml
    assert_status 1
    assert_contains stderr "rejected: workload 'web-workload' was changed by somebody else meanwhile: spec.endpoints.api.port is not what was to be published"
    assert_requests "POST /oauth2/token" "+POST $collection" "+PUT $object" "+GET $object" \
        "POST /oauth2/token" "+POST $collection" "+PUT $object" "+GET $object"
}

@test "R-171 an image update begins again from its reading" {
    serve <<END
POST $collection\$ = $exists
GET $object\$ = body $older
PUT $object\$ = status 409 ; header Retry-After: 0 ; body {"code":"CONFLICT","error":"the object has been modified"}
GET $object\$ = body ${older/u-1/u-2}
PUT $object\$ = status 500 ; header Retry-After: 0 ; body {"code":"INTERNAL_ERROR","error":"Internal server error"}
GET $object\$ = body ${older/u-1/u-3}
PUT $object\$ = body $stored
END
    published
    assert_status 0
    assert_output "workload/web-workload configured"
    assert_contains stderr "the object has been modified (409 CONFLICT): trying again" "(1 of 4)" "(2 of 4)"
    [[ $(sent 8 body) == "${stored/u-1/u-3}" ]]
}

@test "R-172 an image update that never comes through tells how often it was tried" {
    serve <<END
POST $collection\$ = $exists
* GET $object\$ = body $older
* PUT $object\$ = status 503 ; header Retry-After: 0
END
    published --retries 2
    assert_status 1
    assert_contains stderr "error: unavailable: cannot update workload 'web-workload' after 3 attempts: the API server answered 503 with nothing"
    [[ $(api_requests | grep -c PUT) -eq 3 ]]
}

@test "R-172 what may pass is tried again four times, and the last answer is told" {
    local code
    serve <<END
POST $collection\$ = status 500 ; header Retry-After: 0
POST $collection\$ = status 502 ; header Retry-After: 0 ; header Content-Type: text/html ; body <html>Bad Gateway</html>
POST $collection\$ = reset
POST $collection\$ = close
POST $collection\$ = status 201 ; body $stored
END
    published
    assert_status 0
    assert_output "workload/web-workload created"
    # libcurl itself repeats what went out on an old connection that turned out dead: the reset.
    assert_contains stderr "the API server answered 500: trying again in 0.0s (1 of 4)" "the API server answered 502" \
        "closed the connection without an answer: trying again in" "(3 of 4)"
    [[ $(api_requests | wc -l) -eq 6 ]]
    for code in 408 425 429 500 502 503 504; do
        api_stop
        rm -r "$BATS_TEST_TMPDIR/api"
        serve <<<"* POST $collection\$ = status $code ; header Retry-After: 0 ; body gone fishing"
        published --retries 2
        assert_status 1
        assert_contains stderr "error: unavailable: cannot create workload 'web-workload' after 3 attempts: gone fishing ($code)"
        [[ $(api_requests | wc -l) -eq 4 ]]
    done
}

@test "R-172 a POST that arrived although its answer was lost becomes a PUT of the same" {
    serve <<END
POST $collection\$ = close
POST $collection\$ = $exists
PUT $object\$ = body $stored
END
    published --on-conflict replace
    assert_status 0
    assert_output "workload/web-workload configured"
    assert_requests "POST /oauth2/token" "+POST $collection" "+POST $collection" "+PUT $object"
    [[ $(sent 4 body) == "$(sent 2 body)" ]]
}

@test "R-172 with --on-conflict fail, the one that a lost POST made is no conflict; another's is" {
    serve <<END
POST $collection\$ = close
POST $collection\$ = $exists
GET $object\$ = body $stored
POST $collection\$ = close
POST $collection\$ = $exists
GET $object\$ = body $older
END
    published --on-conflict fail
    assert_status 0
    published --on-conflict fail
    assert_status 1
    assert_contains stderr "exists already"
}

@test "R-172 silence ends with --request-timeout, and 4xx are final" {
    serve <<END
* POST $collection\$ = hang
END
    published --request-timeout 1s --retries 1
    assert_status 1
    assert_contains stderr "unavailable: cannot create workload 'web-workload' after 2 attempts: the server 127.0.0.1:$API_PORT did not answer within 1s"
    [[ $(api_requests | wc -l) -eq 3 ]]
    api_stop
    published --retries 0
    assert_status 1
    assert_contains stderr "unavailable: cannot get a token: the connection to the server 127.0.0.1:$API_PORT was refused"
}

@test "R-172 the token server is asked again as well, and a passing refusal is not one of credentials" {
    serve <<END
POST ^/oauth2/token = status 503 ; header Retry-After: 0
POST ^/oauth2/token = body $token
POST $collection\$ = status 201 ; body $stored
* POST ^/oauth2/token = status 429 ; header Retry-After: 0 ; body slow down
END
    published
    assert_status 0
    published --retries 1
    assert_status 1
    assert_contains stderr "error: unavailable: the token server answered 429: slow down"
}

@test "Ctrl-C ends it with 130, while waiting for an answer and between attempts" {
    serve <<END
POST $collection\$ = hang
* POST $collection\$ = status 503 ; header Retry-After: 60
END
    local try pid n
    for n in 2 4; do
        kubectl-juno workload publish -n ns -c web --image web:2 >out 2>err 3>&- &
        pid=$!
        for ((try = 0; try < 200; try++)); do
            [[ $(api_requests | wc -l) -eq $n ]] && { [[ $n -eq 2 ]] || grep -q again err; } && break
            sleep 0.02
        done
        # A background job of a script ignores SIGINT; SIGTERM takes the same way.
        kill -TERM "$pid"
        status=0
        wait "$pid" || status=$?
        assert_status 143
        [[ ! -s out ]]
    done
}

# ---- what the API server says

@test "R-173 what the server would answer with a 500 is refused before it is sent, with the file to blame" {
    serve </dev/null
    descriptor
    python3 - <<'END'
open("small.txt", "w").write("s" * 1000)
open("large.txt", "w").write("\"" * 2000000)
END
    printf '  files:\n  - {name: a, mountPath: /a, valueFrom: {path: small.txt}}\n  - {name: b, mountPath: /b, valueFrom: {path: large.txt}}\n' >>workload.yaml
    published --descriptor workload.yaml
    assert_status 1
    assert_contains stderr "input file: the workload is over 3145728 bytes, which is what the API server takes" \
        "hint: the largest file in it is 'large.txt' with 2000000 bytes"
    # An annotation takes less.
    python3 -c 'open("large.txt", "w").write("x" * 300000)'
    published --descriptor workload.yaml --run-name run-1
    assert_status 1
    assert_contains stderr "the annotation of a WorkflowRun takes 262144" "without --run-name"
    [[ ! -s $BATS_TEST_TMPDIR/api/requests ]]
}

@test "R-173 names that no object can have are refused before anything is sent" {
    serve </dev/null
    published -c Web_A
    assert_status 1
    assert_contains stderr "error: input file: 'Web_A-workload' cannot be the name of an object (the workload)"
    refute_contains stderr warning
    published -p 'a b'
    assert_status 1
    assert_contains stderr "'a b' cannot be the name of an object (the project)"
    published -n Ns
    assert_status 1
    assert_contains stderr "'Ns' cannot be the name of an object (the namespace)"
    published --run-name ../x
    assert_status 1
    assert_contains stderr "'../x' cannot be the name of an object (the WorkflowRun)"
    [[ ! -s $BATS_TEST_TMPDIR/api/requests ]]
}

@test "R-173 every refusal measured on the real server is told with its words, its kind and what to do, and is final" {
    local n=0 answer rest
    local refusals=(
        'status 400 ; body {"code":"BAD_REQUEST","error":"Referenced component not found"}'
        "rejected: cannot create workload 'web-workload': Referenced component not found (400 BAD_REQUEST)|hint: create the component first"
        'status 400 ; body {"code":"BAD_REQUEST","error":"Unsupported value: \"REST\""}'
        "rejected: cannot create workload 'web-workload': Unsupported value: \"REST\" (400 BAD_REQUEST)"
        "status 400 ; header Content-Type: text/plain ; body can't decode JSON body: unexpected type"
        "rejected: cannot create workload 'web-workload': can't decode JSON body: unexpected type (400)|--target-version"
        'status 403 ; body {"code":"FORBIDDEN","error":"You do not have permission to perform this action"}'
        "authentication: cannot create workload 'web-workload': You do not have permission to perform this action (403 FORBIDDEN)|hint: bind the role 'workload-publisher' (workload:create, workload:update, workload:view, workflowrun:view, workflowrun:update) to the claim sub = 'ci'"
        'status 404 ; header Content-Type: text/plain ; body 404 page not found'
        "rejected: cannot create workload 'web-workload': 404 page not found (404)|--api-server-url"
        'status 405 ; header Content-Type: text/plain ; body Method Not Allowed'
        "rejected: cannot create workload 'web-workload': Method Not Allowed (405)|--api-server-url"
        'status 422 ; body {"code":"UNPROCESSABLE_CONTENT","error":"spec.owner: Invalid value: \"object\": spec.owner is immutable"}'
        "rejected: cannot create workload 'web-workload': --component, --project: spec.owner: Invalid value: \"object\": spec.owner is immutable (422 UNPROCESSABLE_CONTENT)|hint: delete the workload"
        'status 413 ; header Content-Type: text/html ; body <h1>413</h1>'
        "rejected: cannot create workload 'web-workload': <h1>413</h1> (413)"
        'status 418'
        "rejected: cannot create workload 'web-workload': the API server answered 418 with nothing"
    )
    for ((n = 0; n < ${#refusals[@]}; n += 2)); do
        echo "POST $collection\$ = ${refusals[n]}"
    done >rules.txt
    serve <rules.txt
    for ((n = 0; n < ${#refusals[@]}; n += 2)); do
        published
        assert_status 1
        assert_silent stdout
        IFS='|' read -r answer rest <<<"${refusals[n + 1]}"
        assert_contains stderr "error: $answer" "$rest"
    done
    [[ $(api_requests | grep -c workloads) -eq $((${#refusals[@]} / 2)) ]]
}

@test "R-173 code and message are told apart wherever they stand; other texts are one line, short and harmless" {
    serve <<END
POST $collection\$ = status 400 ; body {"error":"BAD_REQUEST","message":"the message"}
POST $collection\$ = status 400 ; body {"code":"the message","error":"BAD_REQUEST"}
POST $collection\$ = status 400 ; line first ; line second\\e[31m ; line $(printf 'x%.0s' {1..2000})
END
    published
    assert_contains stderr ": the message (400 BAD_REQUEST)"
    published
    assert_contains stderr ": the message (400 BAD_REQUEST)"
    published
    assert_contains stderr "first second" "..."
    refute_contains stderr $'\e'
    [[ ${#stderr} -lt 1000 ]]
}

@test "a field that the server refuses is cited where the descriptor has it, several at once" {
    descriptor
    sed -i 's/port: 8080/port: 0/' workload.yaml
    serve <<END
POST $collection\$ = status 400 ; body {"code":"BAD_REQUEST","error":"Invalid value: 0: spec.endpoints.api.port in body should be greater than or equal to 1"}
* POST $collection\$ = status 422 ; body {"code":"UNPROCESSABLE_CONTENT","error":"spec.endpoints.api.port: Invalid value: 0: should be greater than or equal to 1; spec.container.env[0].key: Required value; spec.container.image: Too long"}
END
    # As servers before 1.1 say it.
    published --descriptor workload.yaml --target-version v1.0.0
    assert_status 1
    assert_contains stderr "workload.yaml:4:9: Invalid value: 0: spec.endpoints.api.port in body" "(400 BAD_REQUEST)"
    published --descriptor workload.yaml
    assert_status 1
    assert_contains stderr "workload.yaml:4:9: spec.endpoints.api.port: Invalid value: 0" \
        "workload.yaml:8:11: spec.container.env[0].key: Required value" "--image: spec.container.image: Too long"
    kubectl-juno workload create -n ns -c web --image web:2 --descriptor workload.yaml -o cr.yaml
    run --separate-stderr kubectl-juno workload publish -f cr.yaml
    assert_status 1
    assert_contains stderr "cr.yaml:14:13: spec.endpoints.api.port: Invalid value: 0"
}

@test "an answer that is good and comes from something else is no success" {
    serve <<END
POST $collection\$ = status 200
POST $collection\$ = header Content-Type: text/html ; body <html>Welcome to the proxy</html>
POST $collection\$ = body {"metadata":{"name":"other"}}
POST $collection\$ = status 204
POST $collection\$ = status 302 ; header Location: https://login.example.org/
END
    published
    assert_status 1
    assert_contains stderr "unavailable: cannot create workload 'web-workload': the API server answered 200 with nothing" \
        "--api-server-host-header"
    published
    assert_contains stderr "answered 200 with something that is no JSON object: <html>Welcome to the proxy</html>"
    published
    assert_contains stderr "answered 200 with another object"
    published
    assert_contains stderr "answered 204 with nothing"
    published
    assert_status 1
    assert_silent stdout
    assert_contains stderr "redirects to https://login.example.org:443" "redirects are not followed"
}

@test "no credential leaves for another server, or for the same, by a redirect" {
    serve <<END
POST ^/oauth2/token = status 307 ; header Location: /oauth2/other
POST ^/oauth2/token = body $token
POST $collection\$ = status 307 ; header Location: $collection/elsewhere
POST ^/oauth2/token = body $token
POST $collection\$ = $exists
GET $object\$ = status 301 ; header Location: $object/elsewhere
END
    published
    assert_status 1
    published
    assert_status 1
    published
    assert_status 1
    [[ $(api_requests | grep -cE 'other|elsewhere') -eq 0 ]]
}

# ---- the WorkflowRun

@test "--run-name annotates the run with what was sent and where it came from; all else stays" {
    local run='{"apiVersion":"openchoreo.dev/v1alpha1","kind":"WorkflowRun","metadata":{"name":"run-1","resourceVersion":"9"},"spec":{"workflow":{"n":"01"}},"status":{"x":1}}'
    local runs=/api/v1/namespaces/ns/workflowruns/run-1
    serve <<END
* POST $collection\$ = status 201 ; body $stored
* GET $runs\$ = body $run
* PUT $runs\$ = body $run
END
    published --run-name run-1
    assert_status 0
    assert_output "workload/web-workload created"
    assert_requests "POST /oauth2/token" "+POST $collection" "+GET $runs" "+PUT $runs"
    python3 - "$(sent 4 body)" "$(sent 2 body)" "$run" <<'END'
import json, sys
after, body, before = json.loads(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
notes = after["metadata"].pop("annotations")
assert after == before, after
assert notes == {"openchoreo.dev/workload": body, "openchoreo.dev/workload-from-source": "false"}, notes
END
    descriptor
    published --run-name run-1 --descriptor workload.yaml
    assert_status 0
    [[ $(sent 8 body) == *'"openchoreo.dev/workload-from-source":"true"'* ]]
    RUN_NAME=run-1 published --target-version 1.0.0-rc.1
    assert_status 0
    [[ $(sent 12 body) == *'"openchoreo.dev/workload":'* && $(sent 12 body) != *from-source* ]]
    published --run-name run-1 --target-version v0.17
    assert_status 0
    assert_contains stderr "warning: OpenChoreo v0.17 marks the WorkflowRun itself: 'run-1' is not annotated"
    [[ $(api_requests | wc -l) -eq 14 ]]
}

@test "when only the annotation fails, it is said that the workload is in place" {
    local runs=/api/v1/namespaces/ns/workflowruns/run-1
    serve <<END
* POST $collection\$ = status 201 ; body $stored
GET $runs\$ = status 404 ; body {"code":"NOT_FOUND","error":"WorkflowRun not found"}
GET $runs\$ = status 403 ; body {"code":"FORBIDDEN","error":"You do not have permission"}
END
    published --run-name run-1
    assert_status 1
    assert_silent stdout
    assert_contains stderr "error: workload 'web-workload' is in place (created), but its run is not marked: rejected: cannot read WorkflowRun 'run-1': WorkflowRun not found (404 NOT_FOUND)" \
        "--run-name"
    published --run-name run-1
    assert_status 1
    assert_contains stderr "is in place (created)" "authentication: cannot read WorkflowRun 'run-1': You do not have permission (403 FORBIDDEN)" \
        "workflowrun:view"
}

@test "R-172 a run that its controller changes meanwhile is read again, and the change is kept" {
    local runs=/api/v1/namespaces/ns/workflowruns/run-1 run='{"metadata":{"name":"run-1","resourceVersion":"1"}}'
    serve <<END
POST $collection\$ = status 201 ; body $stored
GET $runs\$ = body $run
PUT $runs\$ = status 500 ; header Retry-After: 0 ; body {"code":"INTERNAL_ERROR","error":"Internal server error"}
GET $runs\$ = body ${run/\"1\"/\"2\"}
PUT $runs\$ = body $run
END
    published --run-name run-1
    assert_status 0
    [[ $(sent 6 body) == *'"resourceVersion":"2"'* && $(sent 4 body) == *'"resourceVersion":"1"'* ]]
}

# ---- the direct call of before 1.0

@test "--legacy-route sends the spec alone to the route of the component, with its header, once" {
    local route=/api/v1/namespaces/ns/projects/shop/components/web/workloads
    serve <<END
* POST $route\$ = status 201 ; body {"success":true,"data":{"container":{"image":"web:2"}}}
END
    published -p shop --legacy-route --target-version v0.17
    assert_status 0
    assert_output "workload/web-workload configured"
    assert_requests "POST /oauth2/token" "+POST $route"
    [[ $(sent 2 header x-use-legacy-routes) == true ]]
    [[ $(sent 2 body) == '{"container":{"image":"web:2"},"owner":{"componentName":"web","projectName":"shop"}}' ]]
    published -p shop --legacy-route --target-version v0.17 -o json
    assert_status 0
    assert_contains stdout '"image": "web:2"'
}

@test "every refusal of the older contract is told; a 500 of that route is repeated only once" {
    local route=/api/v1/namespaces/ns/projects/default/components/web/workloads
    serve <<END
POST $route\$ = status 404 ; body {"success":false,"error":"Project not found","code":"PROJECT_NOT_FOUND"}
POST $route\$ = status 404 ; body {"success":false,"error":"Component not found","code":"COMPONENT_NOT_FOUND"}
POST $route\$ = status 400 ; body {"success":false,"error":"Invalid request body","code":"INVALID_REQUEST_BODY"}
POST $route\$ = status 201 ; body {"success":false}
POST $route\$ = status 201
POST $route\$ = status 404 ; header Content-Type: text/plain ; body 404 page not found
* POST $route\$ = status 500 ; header Retry-After: 0 ; body {"success":false,"error":"Internal server error","code":"INTERNAL_ERROR"}
END
    local said
    for said in "Project not found (404 PROJECT_NOT_FOUND)|hint: create the project first" \
        "Component not found (404 COMPONENT_NOT_FOUND)|hint: create the component first" \
        "Invalid request body (400 INVALID_REQUEST_BODY)|rejected" "something else than a workload|unavailable" \
        "answered 201 with nothing|unavailable" "404 page not found (404)|--target-version" \
        "after 2 attempts: Internal server error (500 INTERNAL_ERROR)|unavailable"; do
        published --legacy-route --target-version v0.17
        assert_status 1
        assert_silent stdout
        assert_contains stderr "cannot publish workload 'web-workload'" "${said%|*}" "${said#*|}"
    done
    [[ $(api_requests | grep -c "projects") -eq 8 ]]
}

@test "v0.17 is published by the ordinary route too, in its own shape" {
    serve <<<"POST $collection\$ = status 201 ; body $stored"
    printf '%s\n' 'connections:' '- {component: db, endpoint: tcp, visibility: project}' >w.yaml
    published --target-version v0.17 --descriptor w.yaml
    assert_status 0
    [[ $(sent 2 body) == *'"connections":[{"component":"db","endpoint":"tcp"'* && $(sent 2 header x-use-legacy-routes) == "<none>" ]]
}

# ---- what is published

@test "-f publishes a document, YAML or JSON, from a file or standard input; its namespace gives way to -n" {
    serve <<<"* POST /workloads\$ = status 201 ; body $stored"
    kubectl-juno workload create -n ns -c web --image web:2 -o cr.yaml
    kubectl-juno workload create -n ns -c web --image web:2 --format json -o cr.json
    run --separate-stderr kubectl-juno workload publish -f cr.yaml
    assert_status 0
    assert_output "workload/web-workload created"
    run --separate-stderr kubectl-juno workload publish -f cr.json
    assert_status 0
    run --separate-stderr kubectl-juno workload publish -f - -n other <cr.yaml
    assert_status 0
    [[ $(sent 2 body) == "$(sent 4 body)" && $(sent 2 path) == "$collection" ]]
    [[ $(sent 6 path) == /api/v1/namespaces/other/workloads && $(sent 6 body) == *'"namespace":"other"'* ]]
}

@test "-f with what is no Workload is told with its place" {
    export API_URL=http://127.0.0.1:1 OAUTH_TOKEN_URL=http://127.0.0.1:1/t
    check() { # TEXT EXPECTED
        printf '%s' "$1" >x.yaml
        run --separate-stderr kubectl-juno workload publish -f x.yaml
        assert_status 1
        assert_silent stdout
        assert_contains stderr "$2"
    }
    check '' "input file: x.yaml:1:1: there is no Workload"
    check '[a]' "input file: x.yaml:1:1: a Workload is a mapping"
    check $'kind: Pod\nmetadata: {name: a}' "input file: x.yaml:1:7: kind is 'Pod', not 'Workload'"
    check 'apiVersion: v1' "input file: x.yaml:1:13: apiVersion is 'v1', not 'openchoreo.dev/v1alpha1'"
    check 'kind: Workload' "metadata with a name is missing"
    check $'metadata:\n  labels: {}' "input file: x.yaml:2:3: metadata.name is missing"
    check 'metadata: {name: a}' "spec is missing"
    check 'a: [' "input file: x.yaml:"
    check $'metadata: {name: A}\nspec: {}' "'A' cannot be the name of an object (the workload)"
    check $'a: 1\n---\nb: 2' "input file: x.yaml:"
    run --separate-stderr kubectl-juno workload publish -f absent.yaml
    assert_status 1
    assert_contains stderr "input file:" "absent.yaml"
    run --separate-stderr bash -c 'exec kubectl-juno workload publish -f - <&-'
    assert_status 2
    assert_contains stderr "-f -"
}

@test "R-175 a descriptor's mistakes are told with their places before anything is sent" {
    serve </dev/null
    printf '%s\n' 'endpoints:' '- name: a' '  prot: 80' >w.yaml
    published --descriptor w.yaml --strict
    assert_status 1
    assert_contains stderr "w.yaml:3:3: unknown key 'prot' is ignored; did you mean 'port'?"
    printf '%s\n' 'endpoints:' '- name: a' '  port: eighty' >w.yaml
    published --descriptor w.yaml
    assert_status 1
    assert_contains stderr "error: input file: w.yaml:3:9:"
    mkdir svc
    printf '%s\n' 'endpoints:' '- name: a' '  schemaFile: ../secret.txt' >svc/w.yaml
    echo hidden >secret.txt
    published --descriptor svc/w.yaml --confine svc
    assert_status 1
    assert_contains stderr "svc/w.yaml:3:15:"
    truncate -s 10M svc/big.yaml
    printf '%s\n' 'endpoints:' '- name: a' '  schemaFile: big.yaml' >svc/w.yaml
    published --descriptor svc/w.yaml
    assert_status 1
    assert_contains stderr "svc/w.yaml:3:15: endpoints[0].schemaFile" "3145728 bytes"
    [[ ! -s $BATS_TEST_TMPDIR/api/requests ]]
}

@test "--source-dir finds the descriptor of an application, or none; a missing directory is told with what there is" {
    export API_URL=http://127.0.0.1:1 OAUTH_TOKEN_URL=http://127.0.0.1:1/t
    mkdir -p src/services/api src/web
    descriptor
    mv workload.yaml src/services/api/
    published --dry-run --source-dir src --app-path /services/api
    assert_status 0
    assert_contains stdout '"endpoints":{"api"'
    APP_PATH=services/api published --dry-run --source-dir src
    assert_contains stdout '"endpoints":{"api"'
    published --dry-run --source-dir src --app-path web
    assert_status 0
    refute_contains stdout endpoints
    published --dry-run --source-dir src
    assert_status 0
    published --dry-run --source-dir src --app-path services/ap
    assert_status 1
    assert_silent stdout
    assert_contains stderr "input file: there is no directory 'src/services/ap'" "hint: the directories of 'src/services' are api"
    published --dry-run --source-dir src --app-path ../x
    assert_status 1
    assert_contains stderr "the application path '../x' leads out of 'src'"
    run --separate-stderr kubectl-juno workload create -c web --image web:2 --source-dir src --app-path services/api
    assert_status 0
    assert_contains stdout "port: 8080"
}

# ---- output

@test "-o json, yaml, name and jsonpath print what the server answered" {
    serve <<<"* POST $collection\$ = status 201 ; body $stored"
    published -o json
    assert_status 0
    python3 -c 'import json, sys; assert json.loads(sys.argv[1]) == json.loads(sys.argv[2])' "$output" "$stored"
    published -o yaml
    assert_contains stdout "  uid: u-1"
    published -o name
    assert_output "workload/web-workload"
    published -o 'jsonpath={.spec.container.image}'
    assert_output "web:2"
}

@test "--dry-run sends nothing and shows every request without a secret" {
    serve </dev/null
    descriptor
    published --dry-run --descriptor workload.yaml --keep-metadata --run-name run-1 \
        --api-server-url http://api.openchoreo.localhost:8080 --oauth-token-url http://thunder.openchoreo.localhost:8080/oauth2/token
    assert_status 0
    assert_golden stdout publish-dry-run.txt
    published --dry-run --legacy-route --target-version v0.17 --oauth-auth basic
    assert_status 0
    assert_contains stdout "Authorization: Basic <hidden>" "X-Use-Legacy-Routes: true" "Authorization: Bearer <hidden>"
    OPENCHOREO_TOKEN=canary-token-1 published --dry-run --on-conflict fail
    assert_status 0
    refute_contains stdout "oauth2" "PUT"
    [[ ! -s $BATS_TEST_TMPDIR/api/requests ]]
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
    run --separate-stderr timeout 60 strace -f -s 65536 -y -o trace \
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

# ---- help

@test "the examples in the help work, and completion knows the flags and their words" {
    kubectl-juno workload create -c web --image web:2 -o workload-cr.yaml
    unset CLIENT_ID CLIENT_SECRET
    run --separate-stderr kubectl-juno workload publish -f workload-cr.yaml --k3d --dry-run
    assert_status 0
    assert_contains stdout "POST http://host.k3d.internal:8080/api/v1/namespaces/default/workloads"
    descriptor
    echo "$SECRET" >secret
    run --separate-stderr kubectl-juno workload publish -c web --image web:2 --descriptor workload.yaml \
        --api-server-url https://api.example.org --oauth-token-url https://id.example.org/oauth2/token \
        --oauth-client-id ci --oauth-client-secret-file secret --dry-run
    assert_status 0
    assert_silent stderr
    assert_contains stdout "POST https://id.example.org/oauth2/token" "POST https://api.example.org/api/v1/"
    run --separate-stderr kubectl-juno __complete workload publish --on-conflict ""
    assert_contains stdout "replace" "image" "fail"
    run --separate-stderr kubectl-juno __complete workload publish --oauth-
    assert_contains stdout "--oauth-client-secret-file" "--oauth-token-url"
}
