#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl juno workload publish against the scripted server, which plays token server and API server: what is sent, and
# what is printed. Against the real openchoreo-api: test/bed.

load helpers
load api
load publish

setup() {
    publish_setup
}

teardown() {
    api_stop
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
