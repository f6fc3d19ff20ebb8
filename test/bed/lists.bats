#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# list, ps, inspect and delete on a real control plane: with few rights, on two clusters, and beside kubectl.
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed
load ../bats/terminal

LABEL=kuiper.juno-innovations.com/kuiper-instance

setup_file() {
    bed_up
    bed_install argocd notebook
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
    bed_setup
}

teardown() {
    if [[ -e $BATS_TEST_TMPDIR/second ]]; then
        "$BATS_TEST_DIRNAME/../testbed/down" "$(cat "$BATS_TEST_TMPDIR/second")"
    fi
}

launch() {
    run --separate-stderr kubectl-juno launch notebook "$1" --set repo=jupyter/base-notebook --set storage_class=testbed \
        --host h.example.org --wait "${@:2}"
    assert_status 0
}

# may NAME VERBS RESOURCES: alice may in $NS
may() {
    kubectl create role "$1" --verb="$2" --resource="$3" >/dev/null
    kubectl create rolebinding "$1" --role="$1" --user=alice >/dev/null
}

# What is told of RESOURCES that may not be listed
forbidden() {
    local resource
    for resource in "$@"; do
        assert_contains stderr "$resource"' is forbidden: User "alice" cannot list resource'
    done
}

@test "R-092 ps tells each resource that may not be read, and lists what can be known" {
    launch nb-1
    run --separate-stderr kubectl-juno ps --context alice -n "$NS"
    assert_status 1
    assert_contains stderr 'cannot list the workloads: configmaps is forbidden: User "alice"'

    may runs list statefulsets
    run --separate-stderr kubectl-juno ps --context alice -n "$NS"
    assert_status 0
    forbidden configmaps deployments.apps ingresses.networking.k8s.io
    [[ $output =~ nb-1\ +Application\ +Ready\ +1/1 ]]

    may records list configmaps
    run --separate-stderr kubectl-juno ps --context alice -n "$NS" -o json
    assert_status 0
    forbidden deployments.apps ingresses.networking.k8s.io
    [[ $stderr != *configmaps* ]]
    assert_contains stdout '"template": "notebook"' '"status": "Ready"'
}

@test "R-092 inspect tells each object that may not be read, and shows the others" {
    launch nb-1
    run --separate-stderr kubectl-juno inspect nb-1 --context alice -n "$NS"
    assert_status 1
    assert_contains stderr 'configmaps "nb-1-kuiper-config" is forbidden'

    may runs get,list statefulsets,services,persistentvolumeclaims
    run --separate-stderr kubectl-juno inspect nb-1 --context alice -n "$NS"
    assert_status 0
    assert_contains stderr 'configmaps "nb-1-kuiper-config" is forbidden' 'pods is forbidden'
    assert_contains stdout "no record: found by its label" "StatefulSet/nb-1" "Service/nb-1"

    may records get configmaps
    run --separate-stderr kubectl-juno inspect nb-1 --context alice -n "$NS"
    assert_status 0
    assert_contains stderr 'ingresses.networking.k8s.io "nb-1" is forbidden' \
        'what was changed since the launch is not known: '
    assert_contains stdout "Ingress/nb-1" forbidden "repo" "jupyter/base-notebook"
}

@test "R-092 a catalog that may not be read is told, and that of a directory is listed" {
    run --separate-stderr kubectl-juno list --context alice --catalog cluster --catalog "$JUNO_ROOT/examples/plugins"
    assert_status 0
    assert_contains stderr "cannot list the catalog of namespace 'argocd': configmaps is forbidden"
    assert_contains stdout "site " "terminal "
    run --separate-stderr kubectl-juno list --context alice
    assert_status 1
    assert_contains stderr "cannot list the catalog of namespace 'argocd'" hint:
}

@test "R-092 delete without rights on some kinds deletes what it may, says what not, and keeps the record" {
    launch nb-1
    may most get,list,delete,patch configmaps,statefulsets,services,persistentvolumeclaims,secrets
    run --separate-stderr kubectl-juno delete nb-1 --context alice -n "$NS" --yes --wait=false
    assert_status 3
    assert_contains stderr "you may not list" "Ingress/nb-1" forbidden "the record is kept"
    kubectl get configmap nb-1-kuiper-config >/dev/null
    kubectl delete role,rolebinding most >/dev/null
    run --separate-stderr kubectl-juno delete nb-1 --yes
    assert_status 0
    [[ -z $(bed_leftovers) ]]
}

@test "two clusters: contexts tell them apart, in every command" {
    local second
    second=$("$BATS_TEST_DIRNAME/../testbed/up" 2>/dev/null)
    echo "$second" >"$BATS_TEST_TMPDIR/second"
    HOME=$BATS_TEST_TMPDIR "$KUBECTL" --kubeconfig "$second" create namespace "$NS" >/dev/null
    # One file for both: the second's context is called other.
    HOME=$BATS_TEST_TMPDIR "$KUBECTL" --kubeconfig "$second" config view --raw --minify --flatten -o json |
        python3 -c 'import json, sys
config = json.load(sys.stdin)
for kind, key in (("clusters", "cluster"), ("users", "user"), ("contexts", "context")):
    config[kind][0]["name"] = "other"
config["contexts"][0]["context"].update({"cluster": "other", "user": "other", "namespace": sys.argv[1]})
config["current-context"] = ""
json.dump(config, sys.stdout)' "$NS" >other.json
    export KUBECONFIG=$KUBECONFIG:$PWD/other.json
    launch nb-1
    launch nb-2 --context other --catalog "$JUNO_ROOT/examples/plugins"
    run --separate-stderr kubectl-juno ps -o name
    assert_output workload/nb-1
    run --separate-stderr kubectl-juno ps -o name --context other
    assert_output workload/nb-2
    run --separate-stderr kubectl-juno inspect nb-1 --context other
    assert_status 1
    assert_contains stderr "there is no workload 'nb-1'" "did you mean 'nb-2'?"
    run --separate-stderr kubectl-juno list --context other
    assert_contains stderr "No templates found in argocd namespace"

    # The access host of each is its own.
    printf '%s\n' 'apiVersion: juno/v1' 'kind: ClusterInventory' 'spec:' '  clusters:' \
        '  - {name: one, context: admin, accessHost: one.example.org}' \
        '  - {name: two, context: other, accessHost: two.example.org}' >inventory.yaml
    local context
    for context in admin:nb-1:one other:nb-2:two; do
        IFS=: read -r context name host <<<"$context"
        kubectl --context "$context" -n "$NS" patch service "$name" -p '{"spec":{"type":"NodePort"}}' >/dev/null
        run --separate-stderr kubectl-juno inspect "$name" --context "$context" --inventory inventory.yaml
        assert_status 0
        [[ $output =~ http://$host\.example\.org:3[0-9]+ || $output =~ $host\.example\.org:3[0-9]+ ]]
        assert_silent stderr
    done

    run --separate-stderr kubectl-juno delete nb-2 --context other --yes
    assert_status 0
    run --separate-stderr kubectl-juno ps -o name
    assert_output workload/nb-1
}

@test "inspect -o wide: the tables of the server, byte for byte as kubectl get has them, custom kinds too" {
    cat >crd.yaml <<END
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: sprockets.$NS.example.org}
spec:
  group: $NS.example.org
  scope: Namespaced
  names: {kind: Sprocket, plural: sprockets}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    additionalPrinterColumns:
    - {name: Teeth, type: integer, jsonPath: .spec.teeth}
    - {name: Note, type: string, jsonPath: .spec.note}
    - {name: Maker, type: string, jsonPath: .spec.maker, priority: 1}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
END
    kubectl apply -f crd.yaml >/dev/null
    kubectl wait --for condition=Established "crd/sprockets.$NS.example.org" --timeout 180s >/dev/null
    plugin_of <<END
apiVersion: v1
kind: Service
metadata: {name: wide-service}
spec: {type: NodePort, selector: {app: w}, ports: [{name: web, port: 80}, {name: dns, port: 53, protocol: UDP}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: w}
spec:
  replicas: 2
  selector: {matchLabels: {app: w}}
  template:
    metadata: {labels: {app: w}}
    spec: {containers: [{name: main, image: "nginx:1"}]}
---
apiVersion: $NS.example.org/v1
kind: Sprocket
metadata: {name: small}
spec: {teeth: 12, note: "two\nlines", maker: ada}
---
apiVersion: $NS.example.org/v1
kind: Sprocket
metadata: {name: a-rather-large-one}
spec: {teeth: 1200}
END
    run --separate-stderr kubectl-juno launch p w --catalog plugins --wait --timeout 180s
    assert_status 0
    mapfile -t pods < <(kubectl get pods -l app=w -o name)
    [[ ${#pods[@]} -eq 2 ]]
    # Ages step on between the two: any is as good as another of its width, and the width changes now and then only.
    local try
    for ((try = 0; try < 20; try++)); do
        kubectl-juno inspect w -o wide >ours
        kubectl get -o wide service/wide-service deployment/w sprocket/small sprocket/a-rather-large-one \
            "${pods[@]}" >theirs
        # In the order of the inventory; each kind is a table.
        python3 - ours theirs <<'END' && break
import re, sys
def tables(name):
    text = re.sub(r"(?<!\S)(\d+m)?\d+s(?!\S) *", lambda age: "-" * len(age[0]), open(name).read())
    return sorted(table.strip("\n") for table in text.split("\n\n"))
clean = [tables(name) for name in sys.argv[1:]]
sys.exit(0 if clean[0] == clean[1] and len(clean[0]) == 4 else 1)
END
        diff ours theirs || true
    done
    ((try < 20))
    kubectl delete crd "sprockets.$NS.example.org" --wait=false >/dev/null
}

@test "inspect: where inputs are from, and what was changed behind our back" {
    launch nb-1
    run --separate-stderr kubectl-juno inspect nb-1
    assert_status 0
    [[ $output != *Drift* ]]
    [[ $output =~ repo\ +jupyter/base-notebook\ +--set ]]
    [[ $output =~ gpu\ +false\ +field\ default ]]
    kubectl scale statefulset nb-1 --replicas 2 >/dev/null
    kubectl set image statefulset/nb-1 main=quay.io/other:1 >/dev/null
    kubectl label service nb-1 extra=label >/dev/null
    run --separate-stderr kubectl-juno inspect nb-1 -o json
    assert_status 0
    printf '%s\n' "$output" >tree.json
    python3 - tree.json <<'END'
import json, sys
tree = json.load(open(sys.argv[1]))
drift = {(d["object"], d["path"]): (d["was"], d["is"], d["manager"]) for d in tree["drift"]}
assert drift == {
    ("StatefulSet/nb-1", "spec.replicas"): ("1", "2", "kubectl"),
    ("StatefulSet/nb-1", "spec.template.spec.containers[main].image"):
        ("quay.io/jupyter/base-notebook:2025-03-14", "quay.io/other:1", "kubectl-set"),
}, drift
assert [e["url"] for e in tree["endpoints"]] == ["https://h.example.org/%s/nb-1/" % tree["namespace"]], tree["endpoints"]
assert tree["origins"]["repo"] == "--set", tree["origins"]
END
    run --separate-stderr kubectl-juno inspect nb-1
    assert_contains stdout "Drift   StatefulSet/nb-1: spec.replicas 1 → 2 (kubectl"
}

crashed() {
    run --separate-stderr kubectl-juno inspect crash
    [[ $output == *CrashLoopBackOff*"line three"* ]]
}

@test "inspect of what crashes ends with the last lines of its log" {
    plugin_of <<'END'
apiVersion: apps/v1
kind: Deployment
metadata: {name: crash}
spec:
  selector: {matchLabels: {app: crash}}
  template:
    metadata: {labels: {app: crash}, annotations: {testbed/scenario: crash-loop}}
    spec: {containers: [{name: main, image: nginx}]}
END
    run --separate-stderr kubectl-juno launch p crash --catalog plugins
    assert_status 0
    run --separate-stderr timeout 300 kubectl-juno wait crash --timeout 20s
    assert_status 1
    eventually crashed
    assert_status 0
    assert_contains stdout "crash · Failed · CrashLoopBackOff in Pod/crash-" "Last log of Pod/crash-" "(main)" "  line three"
}

@test "delete: several at once, what they adopt, what is protected, and claims named with their data" {
    launch nb-1
    launch nb-2
    kubectl create configmap outside --from-literal a=b >/dev/null
    kubectl create configmap other --from-literal a=b >/dev/null
    kubectl label configmap other "$LABEL=nb-9" >/dev/null
    kubectl annotate service nb-1 kuiper.juno-innovations.com/adopt-outside=ConfigMap \
        kuiper.juno-innovations.com/adopt-other=ConfigMap >/dev/null
    kubectl annotate pvc nb-2-data kuiper.juno-innovations.com/delete-protection=true >/dev/null

    # One that is not there: nothing is touched.
    run --separate-stderr kubectl-juno delete nb-1 nb-3 --yes
    assert_status 1
    assert_contains stderr "there is no workload 'nb-3'"
    [[ $(kubectl-juno ps -o name | wc -l) -eq 2 ]]

    run --separate-stderr kubectl-juno delete nb-1 nb-2
    assert_status 2
    assert_contains stderr "there is no terminal to ask at" "add --yes"
    at_terminal "[y/N]" 'n\r' kubectl-juno delete nb-1 nb-2
    assert_contains stdout "of workload 'nb-1'" "persistentvolumeclaim/nb-1-data   with all its data" \
        "configmap/outside   adopted" "of workload 'nb-2'" "1 protected object is kept" \
        "The data of 1 volume claim cannot be brought back." "Delete them and the data?"

    run --separate-stderr kubectl-juno delete workload/nb-1 nb-2 nb-1 --yes
    assert_status 0
    assert_contains stdout "configmap/outside deleted" "persistentvolumeclaim/nb-2-data kept (delete protection)" \
        "configmap/nb-1-kuiper-config deleted" "configmap/nb-2-kuiper-config deleted"
    assert_contains stderr "ConfigMap/other is adopted, but belongs to another workload: it is kept"
    [[ $(kubectl get configmap,pvc,statefulset -o name | grep -v kube-root-ca | sort | tr '\n' ' ') == \
        "configmap/other persistentvolumeclaim/nb-2-data " ]]
    [[ -z $(kubectl get pvc nb-2-data -o jsonpath="{.metadata.labels.kuiper\.juno-innovations\.com/kuiper-instance}") ]]
}

@test "list and ps: -A, -l and --sort-by, and no payload is read" {
    local other=$NS-catalog
    bed_install "$other" notebook site
    kubectl -n "$other" label configmap site-terra-metadata team=web >/dev/null
    run --separate-stderr kubectl-juno list -A -l "kuiper.juno-innovations.com/chart=site-scripts-configmap" -o \
        jsonpath='{range .items[*]}{.namespace}/{.name}{"\n"}{end}'
    assert_status 0
    assert_contains stdout "$other/site"
    run --separate-stderr kubectl-juno list --catalog-namespace "$other" -l team=web --no-headers
    [[ $output =~ ^site\ +Server\ +OK ]] && [[ $(wc -l <<<"$output") -eq 1 ]]
    run --separate-stderr kubectl-juno list --catalog-namespace "$other" --sort-by '{.nowhere}'
    assert_status 1
    assert_contains stderr "couldn't find any field with path"
    run --separate-stderr kubectl-juno list --catalog-namespace "$other" --sort-by '{.name}' -o name
    assert_output "template/notebook
template/site"
    NS=$other bed_requests kubectl-juno | grep -v "labelSelector=kuiper.juno-innovations.com%2Fchart" >requests || true
    [[ ! -s requests ]] || {
        cat requests
        return 1
    }

    launch nb-10
    launch nb-9
    kubectl label configmap nb-9-kuiper-config team=web >/dev/null
    run --separate-stderr kubectl-juno ps --sort-by .name -o name
    assert_output "workload/nb-9
workload/nb-10"
    run --separate-stderr kubectl-juno ps -l team=web -o name
    assert_output workload/nb-9
    run --separate-stderr kubectl-juno ps -A -l team=web --no-headers
    [[ $output == "$NS"\ * && $(wc -l <<<"$output") -eq 1 ]]
    kubectl delete namespace "$other" --wait=false >/dev/null
}
