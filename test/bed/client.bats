# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The client against a real API server: what is spoken, an answer that breaks at any byte of it, a server that has no
# time, one that is killed and comes back while somebody waits; and doctor
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/api
load ../bats/bed

setup_file() {
    api_keys
    bed_up own
    bed_install argocd notebook terminal
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
    bed_setup
}

teardown() {
    if [[ -n ${RELAY_LIFE:-} ]]; then
        exec {RELAY_LIFE}>&-
    fi
}

apiserver() {
    "$JUNO_ROOT/test/testbed/apiserver" "$1" "$JUNO_BED"
}

# relay_start: test/harness/relay before the API server, and $RELAY, the flags of a command that goes through it
relay_start() {
    local server dir=$BATS_TEST_TMPDIR/relay keys=$BATS_FILE_TMPDIR/keys
    server=$(sed -n 's|.*name: testbed, cluster: {server: "https://\([^"]*\)".*|\1|p' "$JUNO_BED")
    mkdir "$dir"
    mkfifo "$dir/life"
    "$JUNO_ROOT/test/harness/relay" "$server" "$keys/server.crt" "$keys/server.key" "$dir" <"$dir/life" >"$dir/errors" 2>&1 3>&- &
    exec {RELAY_LIFE}>"$dir/life"
    eventually test -s "$dir/port"
    RELAY=(--context token -n "$NS" --server "https://127.0.0.1:$(cat "$dir/port")" --certificate-authority "$keys/ca.crt")
}

relayed() {
    cat "$BATS_TEST_TMPDIR/relay/log"
}

# ---- what is spoken

@test "HTTP/2 is spoken where it is offered, and all requests of a command share one connection" {
    relay_start
    kubectl-juno launch terminal t-1 --host juno.example.org "${RELAY[@]}" >/dev/null
    kubectl-juno inspect t-1 "${RELAY[@]}" >/dev/null
    kubectl-juno ps "${RELAY[@]}" >/dev/null
    kubectl-juno delete t-1 --yes "${RELAY[@]}" >/dev/null
    [[ $(relayed) == $'h2 h2\nh2 h2\nh2 h2\nh2 h2' ]] || {
        relayed
        return 1
    }
    # Each of them sent several.
    (($(bed_requests kubectl-juno | wc -l) > 20))
}

@test "R-100 R-120 HTTP/2 that breaks behind any of its bytes: no half table, told, nothing done twice" {
    relay_start
    kubectl-juno list "${RELAY[@]}" >whole
    for at in 1 8 9 20 40 60 100 300 700 1500 3000; do
        echo "cut $at" >"$BATS_TEST_TMPDIR/relay/fault"
        run --separate-stderr timeout 300 kubectl-juno list "${RELAY[@]}" --request-timeout 2s
        if [[ $status -eq 0 ]]; then
            # The answer was shorter.
            assert_output "$(cat whole)"
        else
            assert_silent stdout
            assert_contains stderr "error: cannot list the catalog of namespace 'argocd': " "127.0.0.1:"
        fi
        echo "stall $at" >"$BATS_TEST_TMPDIR/relay/fault"
        run --separate-stderr timeout 300 kubectl-juno list "${RELAY[@]}" --request-timeout 500ms
        [[ $status -eq 0 && $output == "$(cat whole)" ]] || {
            assert_status 1
            assert_silent stdout
            assert_contains stderr "did not answer within 0.5s"
        }
    done
    [[ $(head -n 3 "$BATS_TEST_TMPDIR/relay/log") == $'h2 h2\nh2 h2\nh2 h2' ]]
}

@test "R-134 a launch whose answers are lost at any point: the same command finishes it, each object once" {
    relay_start
    for at in 2000 4000 6000 9000; do
        echo "cut $at" >"$BATS_TEST_TMPDIR/relay/fault"
        timeout 300 kubectl-juno launch terminal "t-$at" --host juno.example.org "${RELAY[@]}" >out 2>err && status=0 || status=$?
        cat err
        [[ $status -eq 0 || $status -eq 1 || $status -eq 3 ]]
        [[ $status -eq 0 ]] || grep -q '^error: ' err
        rm "$BATS_TEST_TMPDIR/relay/fault"
        [[ $status -eq 0 ]] || kubectl-juno launch terminal "t-$at" --host juno.example.org "${RELAY[@]}" >/dev/null
        [[ $(kubectl get configmap "t-$at-kuiper-config" -o jsonpath='{.metadata.annotations.juno/state}') == complete ]]
        # Made once: what was there is applied again, not made a second time.
        [[ $(kubectl get statefulset "t-$at" -o jsonpath='{.metadata.generation}') == 1 ]]
        [[ $(kubectl get statefulset -o name | grep -c "t-$at") -eq 1 ]]
    done
}

@test "R-119 a thousand lists, a hundred at once, where the server lets few in at a time: all are answered" {
    kubectl apply -f - >/dev/null <<'END'
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: PriorityLevelConfiguration
metadata: {name: narrow}
spec:
  type: Limited
  limited: {nominalConcurrencyShares: 1, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: {type: Queue, queuing: {queues: 1, handSize: 1, queueLengthLimit: 2}}}
---
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata: {name: narrow}
spec:
  priorityLevelConfiguration: {name: narrow}
  matchingPrecedence: 2
  rules:
  - subjects: [{kind: User, user: {name: alice}}]
    resourceRules: [{verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true}]
END
    seq 1000 | timeout 1800 xargs -P 100 -I{} sh -c 'kubectl-juno ps --context alice -n dev -o name >/dev/null 2>err.{} || echo {}' >failed
    # They all went through there.
    dispatched=$(kubectl get --raw /metrics | awk '/^apiserver_flowcontrol_dispatched_requests_total.*priority_level="narrow"/ { n += $NF } END { print n + 0 }')
    echo "$dispatched dispatched"
    ((dispatched >= 1000))
    kubectl delete flowschema narrow >/dev/null
    kubectl delete prioritylevelconfiguration narrow >/dev/null
    [[ ! -s failed ]] || {
        wc -l failed
        cat err.* | sort | uniq -c | sort -rn | head
        return 1
    }
}

# ---- what the API server refuses

# refused TEXT...: launching the plugin p as w-1 fails with these words, and delete leaves nothing
refused() {
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    [[ $status -eq 1 || $status -eq 3 ]]
    assert_contains stderr "error: " "w-1" "$@"
    kubectl-juno delete w-1 --yes >/dev/null 2>&1 || true
    [[ $(kubectl get configmap -o name) == configmap/kube-root-ca.crt ]]
}

counted() {
    [[ $(kubectl get quota narrow -o jsonpath='{.status.used.configmaps}') == 1 ]]
}

# A policy or a webhook takes a while to be in force, and to be gone.
let_in() {
    kubectl create configmap probe-a --dry-run=server >/dev/null 2>&1
}

@test "R-132 quota, a policy, a webhook that does not answer: the server's reason verbatim, and nothing is left" {
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-a"}
END
    kubectl create quota narrow --hard=configmaps=2 >/dev/null
    eventually counted
    refused "exceeded quota: narrow"
    kubectl delete quota narrow >/dev/null
    kubectl apply -f - >/dev/null <<END
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: $NS}
spec:
  matchConstraints:
    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NS}}
    resourceRules: [{apiGroups: [""], apiVersions: [v1], resources: [configmaps], operations: [CREATE, UPDATE]}]
  validations: [{expression: "!object.metadata.name.endsWith('-a')", message: "no such names here, says the policy"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: $NS}
spec: {policyName: $NS, validationActions: [Deny]}
END
    eventually not let_in
    refused "no such names here, says the policy"
    kubectl delete validatingadmissionpolicybinding "$NS" >/dev/null
    kubectl delete validatingadmissionpolicy "$NS" >/dev/null
    eventually let_in
    kubectl apply -f - >/dev/null <<END
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: $NS}
webhooks:
- name: gone.example.org
  clientConfig: {url: "https://127.0.0.1:1/"}
  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NS}}
  rules: [{apiGroups: [""], apiVersions: [v1], resources: [configmaps], operations: [CREATE, UPDATE]}]
  admissionReviewVersions: [v1]
  sideEffects: None
  timeoutSeconds: 1
END
    eventually not let_in
    refused 'failed calling webhook "gone.example.org"'
    kubectl delete validatingwebhookconfiguration "$NS" >/dev/null
}

terminating() {
    [[ $(kubectl get namespace "$NS" -o jsonpath='{.status.phase}') == Terminating ]]
}

@test "R-132 a namespace that is on its way out takes no launch, and says so" {
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-a"}
END
    kubectl apply -f - >/dev/null <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: kept, finalizers: [example.org/kept]}
END
    kubectl delete namespace "$NS" --wait=false >/dev/null
    eventually terminating
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 1
    assert_contains stderr "error: cannot launch 'w-1'" "is being terminated"
    kubectl patch configmap kept --type=merge -p '{"metadata":{"finalizers":null}}' >/dev/null
}

# ---- the API server is killed, and comes back

# in_background FILE COMMAND...: its output to FILE.out and FILE.err; $PID
in_background() {
    local file=$1
    shift
    env --default-signal=INT "$@" >"$file.out" 2>"$file.err" 3>&- &
    PID=$!
}

# What the pods of the workload wait for has come.
let_start() {
    kubectl annotate pods --all testbed/scenario- >/dev/null
}

@test "R-122 launch --wait: the API server dies and comes back, the launch ends well, and nothing is applied twice" {
    pods_annotated "testbed/scenario: image-pull-backoff"
    in_background w kubectl-juno launch terminal t-1 --host juno.example.org --preset preset --wait --timeout 240s
    seen w.err Pod/t-1-0
    apiserver kill
    seen w.err 'cannot look, and tries again: '
    apiserver start
    eventually let_start
    wait "$PID" && status=0 || status=$?
    cat w.err
    [[ $status -eq 0 ]]
    grep -q '^workload/t-1 ready in ' w.out
    [[ $(kubectl get statefulset t-1 -o jsonpath='{.metadata.generation} {.status.readyReplicas}') == "1 1" ]]
    [[ $(bed_requests kubectl-juno | grep -cE '^(patch|create) .*/statefulsets/t-1.* 20[01]$') -eq 1 ]]
}

@test "wait: the API server dies and comes back meanwhile; gone for good it is told when the time is over" {
    plugin_of <<'END'
apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .Release.Name }}"}
spec:
  selector: {matchLabels: {app: "{{ .Release.Name }}"}}
  template:
    metadata: {labels: {app: "{{ .Release.Name }}"}, annotations: {testbed/scenario: image-pull-backoff}}
    spec: {containers: [{name: a, image: registry.example.org/a:1}]}
END
    kubectl-juno launch p t-1 --catalog plugins >/dev/null
    in_background w kubectl-juno wait t-1 --timeout 240s
    seen w.err t-1
    apiserver kill
    seen w.err 'cannot look, and tries again: '
    apiserver start
    eventually let_start
    wait "$PID" && status=0 || status=$?
    cat w.err
    [[ $status -eq 0 ]]
    grep -q '^workload/t-1 ready in ' w.out
    in_background g kubectl-juno wait t-1 --for deleted --timeout 15s
    seen g.err Ready
    apiserver kill
    wait "$PID" && status=0 || status=$?
    apiserver start
    cat g.err
    [[ $status -eq 1 ]]
    grep -q "^error: waiting for workload 't-1' ended: .*127.0.0.1:" g.err
}

@test "R-156 Ctrl-C while wait waits for a server that is gone: 130, at once" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    in_background w kubectl-juno wait t-1 --for deleted --timeout 240s
    seen w.err Ready
    apiserver kill
    seen w.err 'cannot look, and tries again: '
    kill -INT "$PID"
    wait "$PID" && status=0 || status=$?
    apiserver start
    [[ $status -eq 130 ]]
}

# ---- doctor

@test "doctor: all is well for the administrator, and what a user may not is named" {
    run --separate-stderr kubectl-juno doctor -o json
    printf '%s\n' "$output" >all.json
    python3 - all.json <<'END'
import json, sys
rows = {row["name"]: row for row in json.load(open(sys.argv[1]))["items"]}
for name in ("API server", "user", "discovery", "catalog", "context", "credentials", "may launch", "may list, show"):
    assert rows[name]["status"] == "ok", rows[name]
assert rows["catalog"]["found"] == "templates: 2", rows["catalog"]
END
    run --separate-stderr kubectl-juno doctor --context alice -o json
    assert_status 1
    printf '%s\n' "$output" >alice.json
    python3 - alice.json <<'END'
import json, sys
rows = {row["name"]: row for row in json.load(open(sys.argv[1]))["items"]}
assert rows["user"]["status"] == "ok" and rows["user"]["found"].endswith(" alice"), rows["user"]
assert rows["may list, show"]["status"] == "warning" and "argocd" in rows["may list, show"]["found"], rows["may list, show"]
END
    run --separate-stderr kubectl-juno doctor --context nobody
    assert_status 1
    run --separate-stderr kubectl-juno doctor --context bad-token
    assert_status 1
    assert_contains stdout "you must be logged in"
    refute_contains stdout no-such-token
}

@test "doctor while the API server is gone: missing, with host and port, and the rest is told" {
    apiserver kill
    run --separate-stderr kubectl-juno doctor
    apiserver start
    assert_status 1
    assert_contains stdout "API server" "127.0.0.1:" "helm"
}

# ---- completion by kubectl

@test "in a real zsh and fish kubectl completes kubectl juno by what completion install linked" {
    mkdir bin
    cp "$JUNO_BIN/kubectl-juno" bin/
    ln -s "$KUBECTL" bin/kubectl
    export PATH=$PWD/bin:$PATH
    kubectl-juno completion install --shell zsh >/dev/null
    kubectl-juno launch terminal t-completed --host juno.example.org >/dev/null
    for shell in zsh fish; do
        command kubectl completion "$shell" >script
        for line in 'launch no => launch notebook ' 'inspect t-comp => inspect t-completed ' "ps -n ${NS:0:9} => ps -n $NS "; do
            got=$("$JUNO_ROOT/test/harness/type-tab" "$shell" script "kubectl juno ${line% => *}" </dev/null | head -n 1)
            [[ $got == "kubectl juno ${line#* => }|" ]] || {
                echo "$shell: $got"
                return 1
            }
        done
    done
}
