#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# `workload publish` on a live OpenChoreo: the real API server on a real Kubernetes API, a real OAuth server, and a
# proxy that tells the two apart by the Host header. Every answer of the API server that there is a rule for is
# provoked.

load ../bats/helpers

setup_file() {
    CHOREO_SETTINGS=$("$BATS_TEST_DIRNAME/../testbed/openchoreo-up" 2>"$BATS_FILE_TMPDIR/up.log") || {
        cat "$BATS_FILE_TMPDIR/up.log"
        return 1
    }
    export CHOREO_SETTINGS
}

teardown_file() {
    "$BATS_TEST_DIRNAME/../testbed/openchoreo-down" "$CHOREO_SETTINGS"
}

# A component of the test's own, and the settings of a step that publishes it through the proxy.
setup() {
    juno_setup
    # shellcheck disable=SC1090 # written by openchoreo-up
    source "$CHOREO_SETTINGS"
    component=c$BATS_TEST_NUMBER
    workload=$component-workload
    add_component "$component"
    export OAUTH_TOKEN_URL=$CHOREO_PROXY_URL/oauth2/token OAUTH_HOST=$CHOREO_OAUTH_HOST CLIENT_ID=$CHOREO_CLIENT_ID
    export API_URL=$CHOREO_PROXY_URL API_HOST=$CHOREO_API_HOST
    secret_file=$CHOREO_CLIENT_SECRET_FILE
    # For a test that starts another: in its HOME there is nothing built.
    KUBEBED=$(readlink "$CHOREO_KUBECTL")
    export KUBEBED OPENCHOREO_PEERS=$CHOREO_PEERS
}

# What a test has changed of the bed is put right, whatever became of the test.
teardown() {
    rm -f "$CHOREO_HOLD"/*
    signal_apiserver CONT
}

kubectl() {
    HOME=$BATS_FILE_TMPDIR "$CHOREO_KUBECTL" --kubeconfig "$CHOREO_KUBECONFIG" "$@"
}

add_component() {
    kubectl create -f - >/dev/null <<END
apiVersion: openchoreo.dev/v1alpha1
kind: Component
metadata: {name: $1, namespace: default}
spec:
  owner: {projectName: default}
  componentType: {kind: ClusterComponentType, name: deployment/service}
END
}

add_run() {
    kubectl create -f - >/dev/null <<END
apiVersion: openchoreo.dev/v1alpha1
kind: WorkflowRun
metadata: {name: $1, namespace: default, annotations: {example.org/kept: "yes"}}
spec: {workflow: {kind: ClusterWorkflow, name: docker, parameters: {depth: 1}}}
END
}

# publish WORD...: of the test's component
publish() {
    kubectl-juno workload publish --component "$component" --oauth-client-secret-file "$secret_file" "$@"
}

# What the cluster holds of the workload, but for what each writing changes.
stored() {
    kubectl get workload "$workload" -o json |
        jq -S '{name: .metadata.name, labels: .metadata.labels, annotations: .metadata.annotations, spec}'
}

image() {
    kubectl get workload "$workload" -o jsonpath='{.spec.container.image}'
}

assert_image() {
    [[ $(image) == "$1" ]] || { echo "the image is $(image), not $1" && show_run && return 1; }
}

refute_stored() {
    ! kubectl get workload "$workload" >/dev/null 2>&1 || { echo "$workload is there" && show_run && return 1; }
}

# descriptor ENDPOINT_FIELDS: workload.yaml with one endpoint `api`
descriptor() {
    printf '%s\n' 'endpoints:' '- name: api' "$@" >workload.yaml
}

signal_apiserver() {
    kill -s "$1" "$(sed -n 's/ kube-apiserver$//p' "$CHOREO_DIR/pids")"
}

# hold METHOD: the next request of this method waits at the proxy until `let_go METHOD`
hold() {
    touch "$CHOREO_HOLD/$1"
}

wait_for_held() {
    eventually test -e "$CHOREO_HOLD/$1.held"
}

let_go() {
    rm "$CHOREO_HOLD/$1.held"
}

# meanwhile ARGS...: publish in the background; `ended` waits for it and shows it as `run` does
meanwhile() {
    publish "$@" >publish.out 2>publish.err 3>&- &
    background=$!
}

ended() {
    status=0
    wait "$background" || status=$?
    output=$(cat publish.out)
    # shellcheck disable=SC2034 # the assertions look at it
    stderr=$(cat publish.err)
}

# ---- What ends well

@test "a workload is created, and the second time updated" {
    run --separate-stderr publish --image web:1
    assert_status 0
    assert_output "workload/$workload created"
    assert_image web:1
    run --separate-stderr publish --image web:2
    assert_status 0
    assert_output "workload/$workload configured"
    assert_image web:2
    run --separate-stderr publish --image web:3 -o json
    assert_status 0
    [[ $(jq -r '.metadata.name + " " + .spec.container.image' <<<"$output") == "$workload web:3" ]]
}

@test "without a descriptor only the image changes; with --on-conflict replace all; with fail nothing" {
    descriptor '  port: 8080' '  type: HTTP'
    publish --image web:1 --descriptor workload.yaml
    run --separate-stderr publish --image web:2
    assert_status 0
    [[ $(stored | jq -c '[.spec.container.image, .spec.endpoints.api.port]') == '["web:2",8080]' ]]
    run --separate-stderr publish --image web:3 --on-conflict replace
    assert_status 0
    [[ $(stored | jq -c '[.spec.container.image, .spec.endpoints]') == '["web:3",null]' ]]
    run --separate-stderr publish --image web:4 --on-conflict fail
    assert_status 1
    assert_contains stderr "$workload"
    assert_image web:3
}

@test "what others wrote into the metadata is replaced, and stays with --keep-metadata" {
    publish --image web:1
    kubectl annotate workload "$workload" openchoreo.dev/display-name=Web >/dev/null
    publish --image web:2 --on-conflict replace --keep-metadata
    [[ $(stored | jq -r '.annotations["openchoreo.dev/display-name"]') == Web ]]
    publish --image web:3 --on-conflict replace
    [[ $(stored | jq -r '.annotations["openchoreo.dev/display-name"]') == null ]]
    assert_image web:3
}

@test "the WorkflowRun is annotated with what was published, and keeps the rest" {
    add_run "$component-run"
    descriptor '  port: 8080' '  type: HTTP'
    run --separate-stderr publish --image web:1 --descriptor workload.yaml --run-name "$component-run"
    assert_status 0
    kubectl get workflowrun "$component-run" -o json >run.json
    [[ $(jq -r '.metadata.annotations["openchoreo.dev/workload"]' run.json | jq -r '.spec.container.image') == web:1 ]]
    [[ $(jq -r '.metadata.annotations["openchoreo.dev/workload-from-source"]' run.json) == true ]]
    [[ $(jq -r '.metadata.annotations["example.org/kept"]' run.json) == yes ]]
    [[ $(jq -r '.spec.workflow.parameters.depth' run.json) == 1 ]]
    publish --image web:2 --run-name "$component-run"
    [[ $(kubectl get workflowrun "$component-run" -o json |
        jq -r '.metadata.annotations["openchoreo.dev/workload-from-source"]') == false ]]
}

@test "a WorkflowRun that is not there fails the call, which says that the workload is in place" {
    run --separate-stderr publish --image web:1 --run-name nowhere
    assert_status 1
    assert_contains stderr 'WorkflowRun not found' "$workload"
    assert_image web:1
}

# at_once ARGS...: 30 publishes of the image web:NUMBER, and all end well. How often one of them loses its race depends on
# how long the server takes for a writing, and that on the machine: four more tries are not enough on every one.
at_once() {
    local number pid failures=0
    for ((number = 0; number < 30; number++)); do
        publish --image "web:$number" --retries 20 "$@" >"out.$number" 2>"err.$number" 3>&- &
        echo $! >>pids
    done
    while read -r pid; do
        wait "$pid" || failures=$((failures + 1))
    done <pids
    ((failures == 0)) || { cat err.* && return 1; }
    [[ $(image) =~ ^web:[0-9]+$ ]]
}

@test "of 30 publishes of one workload at once all end well" {
    at_once --on-conflict replace
    # One has created it.
    [[ $(cat out.* | sort | uniq -c | awk '{ print $1, $3 }') == $'29 configured\n1 created' ]] || { cat out.* && return 1; }
}

@test "of 30 changes of the image alone at once, each with the same WorkflowRun, all end well" {
    add_run "$component-run"
    publish --image web:first
    at_once --run-name "$component-run"
}

# ---- The peers

# tools: the programs of the documented steps on PATH, and a HOME in which occ has been once
tools() {
    mkdir -p tools work_dir
    ln -sfn "$CHOREO_PEERS/occ-1.2" tools/occ
    ln -sfn "$CHOREO_PEERS/yq" tools/yq
    export PATH=$PWD/tools:$PATH
}

# documented_step IMAGE: in the present directory
documented_step() {
    CLIENT_SECRET=$(cat "$secret_file") NAMESPACE_NAME=default PROJECT_NAME=default COMPONENT_NAME=$component IMAGE=$1 \
        WORK_DIR=$BATS_TEST_TMPDIR/work/work_dir "$JUNO_ROOT/test/testbed/openchoreo/documented-step" >step.log
}

# shipped_step IMAGE RUN SOURCE: the step of the release, as it stands in its template, but for the two directories
shipped_step() {
    "$CHOREO_PEERS/yq" '.spec.templates[0].container.args[0]' "$CHOREO_PEERS/generate-workload.yaml" |
        sed "s|/mnt/vol/source|$3|g; s|/tmp/openchoreo|$BATS_TEST_TMPDIR/work/work_dir|g; s|/tools/bin|$PWD/tools|" >step.sh
    # It knows no Host headers. And not by dash, whose echo breaks the JSON that it passes on.
    IMAGE=$1 RUN_NAME=$2 PROJECT_NAME=default COMPONENT_NAME=$component NAMESPACE_NAME=default APP_PATH='' \
        OAUTH_URL=$CHOREO_TOKEN_URL CLIENT_SECRET=$(cat "$secret_file") OAUTH_SCOPE='' API_URL=$CHOREO_API_URL \
        bash step.sh >step.log 2>&1 || { cat step.log && return 1; }
}

@test "the documented shell step and publish leave the same object, created and updated" {
    tools
    cp -r "$JUNO_ROOT"/examples/openchoreo/v1.2/. .
    documented_step web:1
    stored >step.created
    documented_step web:2
    stored >step.updated
    kubectl delete workload "$workload" >/dev/null
    publish --image web:1 --descriptor workload.yaml
    stored >ours.created
    publish --image web:2 --descriptor workload.yaml
    stored >ours.updated
    assert_same_bytes step.created ours.created
    assert_same_bytes step.updated ours.updated
    # Without a descriptor this step replaces all.
    rm workload.yaml
    documented_step web:3
    stored >step.bare
    publish --image web:4 --descriptor "$JUNO_ROOT/examples/openchoreo/v1.2/workload.yaml"
    publish --image web:3 --target-version v1.0.0-rc.1
    stored >ours.bare
    assert_same_bytes step.bare ours.bare
    [[ $(jq -r '.spec.container.image' ours.bare) == web:3 && $(jq -r '.spec.endpoints' ours.bare) == null ]]
}

@test "the step that OpenChoreo ships and publish leave the same workload and the same annotations" {
    tools
    for who in step ours; do
        add_run "$component-$who"
        cp -r "$JUNO_ROOT/examples/openchoreo/v1.2" "source-$who"
    done
    both() {
        shipped_step "$1" "$component-step" "$PWD/source-step"
        stored >step.workload
        kubectl get workflowrun "$component-step" -o json | jq -S '.metadata.annotations, .metadata.labels, .spec' >step.run
        if [[ $2 == first ]]; then
            kubectl delete workload "$workload" >/dev/null
        fi
        publish --image "$1" --source-dir source-ours --run-name "$component-ours"
        stored >ours.workload
        kubectl get workflowrun "$component-ours" -o json | jq -S '.metadata.annotations, .metadata.labels, .spec' >ours.run
        assert_same_bytes step.workload ours.workload
        assert_same_bytes step.run ours.run
    }
    both web:1 first
    both web:2 again
    [[ $(jq -r '.spec.endpoints.api.port' ours.workload) == 8080 ]]
    # An application without a descriptor: only the image changes.
    rm source-*/workload.yaml
    both web:3 again
    [[ $(jq -r '.spec.container.image' ours.workload) == web:3 && $(jq -r '.spec.endpoints.api.port' ours.workload) == 8080 ]]
}

@test "the example step and the one that OpenChoreo ships leave the same workload and the same annotations" {
    tools
    for who in step ours; do
        add_run "$component-$who"
    done
    mkdir -p vol secret
    cp -r "$JUNO_ROOT/examples/openchoreo/v1.2" vol/source
    cp "$secret_file" secret/client-secret
    shipped_step web:1 "$component-step" "$PWD/vol/source"
    stored >step.workload
    kubectl get workflowrun "$component-step" -o json | jq -S '.metadata.annotations' >step.annotations
    kubectl delete workload "$workload" >/dev/null
    unset OAUTH_TOKEN_URL OAUTH_HOST CLIENT_ID API_URL API_HOST
    run --separate-stderr "$JUNO_ROOT/test/argo-step" "$JUNO_ROOT/examples/openchoreo/v1.2/generate-workload.yaml" \
        generate-workload-cr image=web:1 "run-name=$component-ours" "oauth-token-url=$CHOREO_PROXY_URL/oauth2/token" \
        "oauth-host-header=$CHOREO_OAUTH_HOST" "api-server-url=$CHOREO_PROXY_URL" \
        "api-server-host-header=$CHOREO_API_HOST" workflow.parameters.namespace-name=default \
        workflow.parameters.project-name=default "workflow.parameters.component-name=$component" \
        workflow.parameters.app-path= /mnt/vol="$PWD/vol" /mnt/oauth-client="$PWD/secret"
    assert_status 0
    assert_output "workload/$workload created"
    stored >ours.workload
    kubectl get workflowrun "$component-ours" -o json | jq -S '.metadata.annotations' >ours.annotations
    assert_same_bytes step.workload ours.workload
    assert_same_bytes step.annotations ours.annotations
}

@test "occ apply and publish -f leave the same object of the same file" {
    tools
    kubectl-juno workload create -c "$component" --image web:1 \
        --descriptor "$JUNO_ROOT/examples/openchoreo/v1.2/workload.yaml" -o cr.yaml >/dev/null
    occ config controlplane update default --url "$CHOREO_API_URL" >/dev/null
    OCC_CLIENT_ID=$CLIENT_ID OCC_CLIENT_SECRET=$(cat "$secret_file") occ login --client-credentials >/dev/null
    run --separate-stderr occ apply -f cr.yaml
    assert_contains stdout "$workload created"
    stored >occ.stored
    kubectl delete workload "$workload" >/dev/null
    run --separate-stderr kubectl-juno workload publish -f cr.yaml --oauth-client-secret-file "$secret_file"
    assert_status 0
    stored >ours.stored
    assert_same_bytes occ.stored ours.stored
    run --separate-stderr kubectl-juno workload publish -f - --oauth-client-secret-file "$secret_file" <cr.yaml
    assert_output "workload/$workload configured"
}

# ---- Tokens

@test "R-169 a wrong secret is told with both texts of the server, and is in none of them" {
    printf 'wrong-secret-8391\n' >wrong
    secret_file=$PWD/wrong
    run --separate-stderr publish --image web:1
    assert_status 1
    assert_contains stderr 'authentication' 'invalid_client' 'client authentication failed'
    refute_contains stderr 'wrong-secret-8391'
    assert_silent stdout
    refute_stored
}

@test "R-174 a secret with &, +, =, % and a blank arrives as it is, with a line end in its file too" {
    CLIENT_ID=$CHOREO_TRICKY_CLIENT_ID secret_file=$CHOREO_TRICKY_CLIENT_SECRET_FILE
    run --separate-stderr publish --image web:1
    assert_status 0
    (cat "$secret_file" && echo) >with-line-end
    secret_file=$PWD/with-line-end
    run --separate-stderr publish --image web:2
    assert_status 0
    run --separate-stderr env CLIENT_SECRET="$(cat "$CHOREO_TRICKY_CLIENT_SECRET_FILE")" kubectl-juno workload publish \
        --component "$component" --image web:3
    assert_status 0
    assert_image web:3
}

@test "R-170 a token that has expired on the way is replaced once, and the request goes on" {
    CLIENT_ID=$CHOREO_BRIEF_CLIENT_ID secret_file=$CHOREO_BRIEF_CLIENT_SECRET_FILE
    # Tokens come without the proxy, so that the POST that waits there is the workload.
    OAUTH_TOKEN_URL=$CHOREO_TOKEN_URL OAUTH_HOST=''
    hold POST
    meanwhile --image web:1 -v 2
    wait_for_held POST
    # The server grants some grace: as long as it answers this token, it has not expired.
    brief_token >token
    eventually expired
    let_go POST
    ended
    assert_status 0
    assert_image web:1
}

# expired: the server takes the token in the file token no longer
expired() {
    [[ $(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $(cat token)" \
        "$CHOREO_API_URL/api/v1/namespaces/default/workloads") == 401 ]]
}

brief_token() {
    curl -s "$CHOREO_TOKEN_URL" -d grant_type=client_credentials -d "client_id=$CHOREO_BRIEF_CLIENT_ID" \
        --data-urlencode "client_secret@$CHOREO_BRIEF_CLIENT_SECRET_FILE" | jq -r .access_token
}

@test "a token that is none is refused as the server's own words say it, and is not shown" {
    echo no-token-5521 >token
    run --separate-stderr kubectl-juno workload publish -c "$component" --image web:1 --token-file token
    assert_status 1
    assert_contains stderr authentication
    refute_contains stderr no-token-5521
    refute_stored
}

@test "a token from elsewhere is used, and no client is needed" {
    curl -s "$CHOREO_TOKEN_URL" -d grant_type=client_credentials -d "client_id=$CLIENT_ID" \
        --data-urlencode "client_secret@$secret_file" | jq -r .access_token >token
    unset CLIENT_ID OAUTH_TOKEN_URL OAUTH_HOST
    run --separate-stderr kubectl-juno workload publish -c "$component" --image web:1 --token-file token
    assert_status 0
    OPENCHOREO_TOKEN=$(cat token) run --separate-stderr kubectl-juno workload publish -c "$component" --image web:2
    assert_status 0
    assert_image web:2
}

@test "a client without the role is told which role it lacks" {
    CLIENT_ID=$CHOREO_STRANGER_CLIENT_ID secret_file=$CHOREO_STRANGER_CLIENT_SECRET_FILE
    run --separate-stderr publish --image web:1
    assert_status 1
    assert_contains stderr 'authentication' 'You do not have permission' 'workload-publisher' 'stranger'
    refute_stored
}

@test "a Host header that no site has gets an empty 200, which is no token and no workload" {
    OAUTH_HOST=nobody.example run --separate-stderr publish --image web:1
    assert_status 1
    assert_contains stderr 'access_token' '--oauth-host-header'
    API_HOST=nobody.example run --separate-stderr publish --image web:1
    assert_status 1
    assert_contains stderr '--api-server-host-header'
    refute_stored
}

# ---- What the API server refuses

@test "a component that does not exist is told, with what to do" {
    component=nowhere workload=nowhere-workload
    run --separate-stderr publish --image web:1
    assert_status 1
    assert_contains stderr rejected 'Referenced component not found' nowhere 'create the component first'
    refute_stored
}

@test "a body of the wrong type is refused with the server's text" {
    kubectl-juno workload create -c "$component" --image web:1 --format json |
        jq '.spec.endpoints = {api: {type: "HTTP", port: "8080"}}' >cr.json
    run --separate-stderr kubectl-juno workload publish -f cr.json --oauth-client-secret-file "$secret_file"
    assert_status 1
    assert_contains stderr rejected "can't decode JSON body"
    refute_stored
}

@test "R-175 a field that the server refuses is shown at its place in the descriptor" {
    descriptor '  port: 0' '  type: HTTP'
    run --separate-stderr publish --image web:1 --descriptor workload.yaml
    assert_status 1
    assert_contains stderr rejected 'workload.yaml:3:' 'spec.endpoints.api.port'
    descriptor '  port: 80' '  type: Carrier'
    run --separate-stderr publish --image web:1 --descriptor workload.yaml
    assert_status 1
    assert_contains stderr 'workload.yaml:4:' 'spec.endpoints.api.type' 'Carrier'
    descriptor '  port: 80' '  type: HTTP' '  visibility:' '  - external' '  - external'
    run --separate-stderr publish --image web:1 --descriptor workload.yaml
    assert_status 1
    assert_contains stderr 'workload.yaml:7:' 'visibility[1]: Duplicate value'
    refute_stored
}

@test "a name that cannot be one is refused by the server and told" {
    component=Web_A
    run --separate-stderr publish --image web:1
    assert_status 1
    assert_contains stderr "'Web_A-workload' cannot be the name of an object"
}

@test "a workload stays with its owner" {
    publish --image web:1
    run --separate-stderr publish --image web:2 --project other --on-conflict replace
    assert_status 1
    assert_contains stderr rejected 'spec.owner'
    assert_image web:1
}

@test "a URL at which there is no API server, and a route that this version lacks, are told" {
    API_URL=$CHOREO_PROXY_URL/elsewhere run --separate-stderr publish --image web:1
    assert_status 1
    assert_contains stderr '404 page not found'
    run --separate-stderr publish --image web:1 --target-version v0.17 --legacy-route
    assert_status 1
    assert_contains stderr '404'
    refute_stored
}

@test "a gateway that leads elsewhere answers 405, and that is final" {
    API_HOST=$CHOREO_ASTRAY_HOST run --separate-stderr publish --image web:1
    assert_status 1
    assert_contains stderr '405'
    refute_contains stderr 'again'
}

@test "a workload that is deleted between the requests is created again" {
    publish --image web:1
    hold PUT
    meanwhile --image web:2 --on-conflict replace
    wait_for_held PUT
    kubectl delete workload "$workload" >/dev/null
    let_go PUT
    ended
    assert_status 0
    assert_output "workload/$workload created"
    assert_image web:2
    # The same for a change of the image alone, which begins with a GET.
    hold GET
    meanwhile --image web:3
    wait_for_held GET
    kubectl delete workload "$workload" >/dev/null
    let_go GET
    ended
    assert_status 0
    assert_image web:3
}

@test "R-173 a body of over 3 MiB is refused before it is sent, and the largest file is named" {
    publish --image web:1
    head -c 3200000 /dev/zero | tr '\0' x >openapi.yaml
    descriptor '  port: 80' '  type: HTTP' '  schemaFile: openapi.yaml'
    run --separate-stderr publish --image web:2 --descriptor workload.yaml
    assert_status 1
    assert_contains stderr openapi.yaml
    assert_image web:1
}

# ---- What may be tried again

@test "R-172 nobody behind the gateway: 502 is tried again and then told" {
    API_HOST=$CHOREO_DEAD_HOST run --separate-stderr publish --image web:1 --retries 2
    assert_status 1
    assert_contains stderr unavailable 502
}

@test "R-172 a store that lacks the kind answers 500; publish goes on when it is back" {
    publish --image web:1
    kubectl delete crd workloads.openchoreo.dev >/dev/null
    run --separate-stderr publish --image web:2 --retries 1
    meanwhile --image web:3 --retries 20
    kubectl apply --server-side -f "$CHOREO_PEERS/crds/openchoreo.dev_workloads.yaml" >/dev/null
    assert_status 1
    assert_contains stderr unavailable 500
    ended
    assert_status 0
    assert_image web:3
}

@test "R-172 a silent API server is given up after --request-timeout, and waited for with retries" {
    publish --image web:1
    signal_apiserver STOP
    run --separate-stderr publish --image web:2 --request-timeout 1s --retries 1
    assert_status 1
    assert_contains stderr unavailable
    meanwhile --image web:3 --request-timeout 2s --retries 20
    signal_apiserver CONT
    ended
    assert_status 0
    assert_image web:3
}

# ---- Nothing leaves by the wrong door

# refute_lines PATTERN FILE
refute_lines() {
    if grep -E -- "$1" "$2"; then
        return 1
    fi
}

@test "R-174 under strace the secret is in no argv and in no file, and the token in none either" {
    if ! strace -o /dev/null true 2>/dev/null; then
        skip "tracing a process is not allowed on this machine"
    fi
    secret=$(cat "$secret_file")
    add_run "$component-run"
    descriptor '  port: 8080' '  type: HTTP'
    run --separate-stderr strace -f -s 65536 -v -o trace -e trace=execve,execveat,open,openat,creat,write,pwrite64,writev \
        -e write=none "$JUNO_BIN/kubectl-juno" workload publish -c "$component" --image web:1 \
        --descriptor workload.yaml --run-name "$component-run" --oauth-client-secret-file "$secret_file"
    assert_status 0
    # It was read, no file is opened for writing, and no write has it; to the network it goes by send.
    grep -qF "\"$secret_file\", O_RDONLY" trace
    refute_lines 'O_(WRONLY|RDWR|CREAT)' trace
    refute_lines "$secret|access_token|Bearer" trace
    # No program is run, so that there is no other argv.
    [[ $(grep -c 'execve' trace) -eq 1 ]]
    [[ $(grep -rlF -- "$secret" "$BATS_TEST_TMPDIR" | wc -l) -eq 0 ]]
    # By the environment: it is in the environment of the one execve, where the caller put it, and nowhere else.
    run --separate-stderr env CLIENT_SECRET="$secret" strace -f -s 65536 -o trace \
        -e trace=execve,open,openat,creat,write,pwrite64,writev \
        "$JUNO_BIN/kubectl-juno" workload publish -c "$component" --image web:2 -v 9
    assert_status 0
    refute_lines "$secret|access_token|Bearer" trace
    refute_contains stderr "$secret"
}

@test "--dry-run shows the requests without secret and token, and sends none" {
    run --separate-stderr publish --image web:1 --dry-run
    assert_status 0
    assert_contains stdout "POST $OAUTH_TOKEN_URL" "POST $API_URL/api/v1/namespaces/default/workloads" "$workload"
    refute_contains stdout "$(cat "$secret_file")"
    refute_stored
}

@test "TLS is checked: with the authority's certificate, not without, and not when told so" {
    API_URL=$CHOREO_TLS_PROXY_URL OAUTH_TOKEN_URL=$CHOREO_TLS_PROXY_URL/oauth2/token
    run --separate-stderr publish --image web:1 --retries 0
    assert_status 1
    assert_contains stderr certificate
    refute_stored
    run --separate-stderr publish --image web:1 --certificate-authority "$CHOREO_CA"
    assert_status 0
    assert_image web:1
    run --separate-stderr publish --image web:2 --insecure-skip-tls-verify
    assert_status 0
    assert_contains stderr warning
    assert_image web:2
}

@test "the documented set-up of k3d in one flag, and its secret is not on the screen" {
    run --separate-stderr publish --image web:1 --k3d
    assert_status 0
    assert_contains stderr warning
    refute_contains stderr openchoreo-workload-publisher-secret
    assert_image web:1
}

# ---- The bed itself

@test "a second OpenChoreo runs beside the first, and leaves nothing behind" {
    first=$CHOREO_DIR
    settings=$("$JUNO_ROOT/test/testbed/openchoreo-up" 2>up.log) || { cat up.log && return 1; }
    # shellcheck disable=SC1090 # written by openchoreo-up
    source "$settings"
    [[ $CHOREO_DIR != "$first" ]]
    add_component "$component"
    run --separate-stderr publish --image web:1 --oauth-token-url "$CHOREO_TOKEN_URL" --oauth-host-header= \
        --api-server-url "$CHOREO_API_URL" --api-server-host-header=
    assert_status 0
    pids=$(cut -d' ' -f1 "$CHOREO_DIR/pids")
    "$JUNO_ROOT/test/testbed/openchoreo-down" "$settings"
    [[ ! -e $CHOREO_DIR ]]
    for pid in $pids; do
        [[ ! -e /proc/$pid/cwd || $(readlink "/proc/$pid/cwd") != "$CHOREO_DIR"* ]]
    done
    # shellcheck disable=SC1090
    source "$CHOREO_SETTINGS"
    refute_stored
}

@test "an OpenChoreo that does not come up is an error which says what died, and nothing is left running" {
    mkdir peers
    ln -s "$CHOREO_PEERS"/* peers/
    rm peers/crds # kubectl does not follow it
    cp -r "$CHOREO_PEERS/crds" peers/
    ln -sfn "$(type -P false)" peers/openchoreo-api
    OPENCHOREO_PEERS=$PWD/peers run --separate-stderr "$JUNO_ROOT/test/testbed/openchoreo-up" "$PWD/other"
    assert_status 1
    assert_contains stderr 'openchoreo-api died'
    [[ ! -e other ]]
    [[ -z $(find /proc -maxdepth 2 -name cwd -lname "$PWD/other*" 2>/dev/null) ]]
}
