# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# For tests against a real control plane: test/bed/*.bats load this after helpers.
#
#     setup_file() { bed_up; }           the bed of this test run, or one for this file
#     teardown_file() { bed_down; }
#     setup() { juno_setup; bed_setup; } $NS is a fresh namespace, $KUBECONFIG the bed's
#
# JUNO_BED names the kubeconfig of a bed that is up already (scripts/run-tests); without it a file starts its own.

# Use the shared bed; `bed_up own` starts one that the file may break.
bed_up() {
    export BED_OWN=
    if [[ ${1:-} == own || -z ${JUNO_BED:-} ]]; then
        BED_OWN=$("$BATS_TEST_DIRNAME/../testbed/up" 2>"$BATS_FILE_TMPDIR/bed.log") || {
            cat "$BATS_FILE_TMPDIR/bed.log"
            return 1
        }
        export JUNO_BED=$BED_OWN
    fi
    export KUBECONFIG=$JUNO_BED
    if [[ -z ${KUBECTL:-} ]]; then
        KUBECTL=$("$BATS_TEST_DIRNAME/../../scripts/peers" bed)/kubectl
        export KUBECTL
    fi
    if [[ -z ${HELM3:-} ]]; then
        HELM3=$("$BATS_TEST_DIRNAME/../../scripts/peers")/helm3
        export HELM3
    fi
}

bed_down() {
    if [[ -n $BED_OWN ]]; then
        "$BATS_TEST_DIRNAME/../testbed/down" "$BED_OWN"
    fi
}

# Its caches do not go into the caller's home.
kubectl() {
    HOME=$BATS_FILE_TMPDIR "$KUBECTL" "$@"
}

# A namespace of the test's own, as the context's: $NS. Nobody waits for it to go.
bed_setup() {
    cp -r "$(dirname "$JUNO_BED")"/*.{crt,key,token} "$BATS_TEST_TMPDIR/"
    cp "$JUNO_BED" "$(dirname "$JUNO_BED")/exec-credential.sh" "$BATS_TEST_TMPDIR/"
    export KUBECONFIG=$BATS_TEST_TMPDIR/kubeconfig HELM_BIN=$HELM3
    NS=t-$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
    export NS
    kubectl create namespace "$NS" >/dev/null
    kubectl config set-context admin --namespace="$NS" >/dev/null
    # Behind a restart of the API server the controllers take a while to come back.
    eventually kubectl get serviceaccount default >/dev/null 2>&1
}

# Install example plugins as a store would, into the catalog namespace $1 (made if need be): NAME...
bed_install() {
    local namespace=$1 name
    shift
    # Another test file may be doing the same.
    kubectl create namespace "$namespace" >/dev/null 2>&1 || kubectl get namespace "$namespace" >/dev/null
    for name in "$@"; do
        "$HELM3" template "$name" "$BATS_TEST_DIRNAME/../../examples/plugins/$name" --namespace "$namespace" |
            kubectl apply --namespace "$namespace" -f - >/dev/null
    done
}

# plugin_of [FIELDS]: a plugin p in the directory plugins, whose chart is the YAML on standard input; FIELDS is a YAML list
plugin_of() {
    local fields=${1:-"[]"}
    mkdir -p plugins/p/templates plugins/p/scripts/chart/templates
    {
        printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: p-terra-metadata\n'
        printf '  labels: {kuiper.juno-innovations.com/chart: p-scripts-configmap}\n'
        printf 'data:\n  chart: p-scripts-configmap\n  fields: |\n'
        printf '%s\n' "$fields" | sed 's/^/    /'
    } >plugins/p/templates/metadata.yaml
    printf 'apiVersion: v1\nname: p\nversion: 0.1.0\n' >plugins/p/scripts/chart/Chart.yaml
    : >plugins/p/scripts/chart/values.yaml
    cat >plugins/p/scripts/chart/templates/all.yaml
}

# pods_annotated ANNOTATION: in the directory preset, one that gives it to the pods of StatefulSets; test/testbed/stages.yaml
# says what they do then
pods_annotated() {
    mkdir preset
    cat >preset/kustomization.yaml <<END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
patches:
  - target: {kind: StatefulSet}
    patch: |-
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: any}
      spec: {template: {metadata: {annotations: {$1}}}}
END
}

# What is in namespace $NS beside what every namespace has.
bed_leftovers() {
    kubectl get all,configmap,secret,persistentvolumeclaim,ingress,networkpolicy,serviceaccount,role,rolebinding \
        --namespace "$NS" -o name | grep -vxE 'configmap/kube-root-ca.crt|serviceaccount/default' || true
}

# sent VERB PLURAL/NAME [NUMBER]: so many of such requests, dry runs aside, are in the audit log. It is there at once,
# and quicker to read than to ask the server.
sent() {
    local log
    log=$(dirname "$JUNO_BED")/audit.jsonl
    (($(grep -E "/namespaces/$NS/$2[?\"]" "$log" | grep -v dryRun= | grep -cF "\"verb\":\"$1\"") >= ${3:-1}))
}

# Requests of the user agent that begins with $1 in namespace $NS: "VERB URI CODE", oldest first.
bed_requests() {
    python3 - "$1" "/namespaces/$NS/" 3<"$(dirname "$JUNO_BED")/audit.jsonl" <<'END'
import json, os, sys
for line in os.fdopen(3):
    event = json.loads(line)
    if event.get("userAgent", "").startswith(sys.argv[1]) and sys.argv[2] in event["requestURI"]:
        print(event["verb"], event["requestURI"], event["responseStatus"]["code"])
END
}
