#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl juno workload publish when servers answer what they answer only when something is wrong: the scripted server
# plays token server and API server.

load helpers
load api
load publish

setup() {
    publish_setup
}

teardown() {
    api_stop
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
    published --request-timeout 3s --retries 1
    assert_status 1
    assert_contains stderr "unavailable: cannot create workload 'web-workload' after 2 attempts: the server 127.0.0.1:$API_PORT did not answer within 3s"
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

# requested NUMBER: so many requests have come
requested() {
    (($(api_requests | wc -l) == $1))
}

@test "Ctrl-C ends it with 130, while waiting for an answer and between attempts" {
    serve <<END
POST $collection\$ = hang
* POST $collection\$ = status 503 ; header Retry-After: 60
END
    local pid n
    for n in 2 4; do
        kubectl-juno workload publish -n ns -c web --image web:2 >out 2>err 3>&- &
        pid=$!
        eventually requested "$n"
        [[ $n -eq 2 ]] || seen err again
        # A background job of a script ignores SIGINT; SIGTERM takes the same way.
        kill -TERM "$pid"
        status=0
        wait "$pid" || status=$?
        assert_status 143
        [[ ! -s out ]]
    done
}

@test "Ctrl-C while it looks whose workload is there: 130 as anywhere, not a conflict" {
    serve <<END
POST $collection\$ = status 503 ; header Retry-After: 0
POST $collection\$ = $exists
* GET $object\$ = hang
END
    kubectl-juno workload publish -n ns -c web --image web:2 --on-conflict fail >out 2>err 3>&- &
    local pid=$!
    eventually grep -q "^GET $object" "$BATS_TEST_TMPDIR/api/requests"
    # A background job of a script ignores SIGINT; SIGTERM takes the same way.
    kill -TERM "$pid"
    status=0
    wait "$pid" || status=$?
    cat err
    assert_status 143
    run ! grep -q 'exists already' err
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
