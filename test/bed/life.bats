# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The life of a workload on a real control plane: from the catalog to nothing left
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed

setup_file() {
    bed_up
    bed_install argocd notebook site terminal
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
    bed_setup
}

# life TEMPLATE KIND ARGS...: list, show, launch --wait, ps, inspect, delete; KIND is what runs it
life() {
    local template=$1 kind=$2 name=w-$1
    shift 2
    run --separate-stderr kubectl-juno list
    assert_status 0
    [[ $output =~ (^|$'\n')"$template"[[:space:]]+[A-Z][a-z]*[[:space:]]+OK ]]

    run --separate-stderr kubectl-juno show "$template"
    assert_status 0
    assert_contains stdout "ConfigMap argocd/$template-terra-metadata" "kubectl juno launch $template NAME"

    run --separate-stderr kubectl-juno launch "$template" "$name" "$@" --wait
    assert_status 0
    assert_contains stdout "service/$name created" "workload/$name ready in"

    run --separate-stderr kubectl-juno ps -o json
    assert_status 0
    assert_contains stdout '"kind": "WorkloadList"' "\"name\": \"$name\"" "\"namespace\": \"$NS\"" '"status": "Ready"' \
        "\"template\": \"$template\"" '"user": "admin"' '"ready": "1/1"'

    run --separate-stderr kubectl-juno inspect "$name"
    assert_status 0
    assert_contains stdout "$name · Ready" "$kind/$name " "Pod/$name-" "Running"

    kubectl get configmap "$name-kuiper-config" -o jsonpath='{.metadata.annotations.juno/state}' | grep -qx complete

    run --separate-stderr kubectl-juno delete "$name" --yes
    assert_status 0
    assert_contains stdout "service/$name deleted" "configmap/$name-kuiper-config deleted"
    [[ -z $(bed_leftovers) ]] || {
        bed_leftovers
        return 1
    }
    run --separate-stderr kubectl-juno ps
    assert_status 0
    [[ -z $output ]]
    assert_contains stderr "No workloads found in $NS namespace"
}

@test "notebook lives: list, show, launch --wait, ps, inspect, delete, nothing left" {
    life notebook StatefulSet --set repo=jupyter/base-notebook --set storage_class=testbed --host juno.example.org
}

@test "site lives: list, show, launch --wait, ps, inspect, delete, nothing left" {
    printf '<p>hello</p>\n' >index.html
    life site Deployment --set-file page=index.html --host juno.example.org
}

@test "terminal lives: list, show, launch --wait, ps, inspect, delete, nothing left" {
    life terminal StatefulSet --host juno.example.org
}

@test "a launch sends checks, then the record, then the objects by server-side apply, then the record's end" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    bed_requests kubectl-juno | grep -vE '^(get|list) ' | sed "s/$NS/NS/; s/?.*fieldManager=juno[^ ]*/?fieldManager=juno.../" >sent
    cat sent
    [[ $(head -n 1 sent) == "create /api/v1/namespaces/NS/configmaps?fieldManager=juno... 201" ]]
    [[ $(tail -n 1 sent) == "patch /api/v1/namespaces/NS/configmaps/t-1-kuiper-config?fieldManager=juno... 200" ]]
    [[ $(grep -c '^patch .* 201$' sent) -eq $(kubectl-juno render terminal t-1 --host juno.example.org -o name | wc -l) ]]
    run bash -c 'grep -E "^(patch|create)" sent | grep -v fieldManager=juno'
    [[ -z $output ]]
}

@test "the record holds what Kuiper's own has, the inventory, and no secret" {
    kubectl-juno launch notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=testbed \
        --host juno.example.org --env JUPYTER_TOKEN=canary-7f3 --env COLOUR=blue >/dev/null
    kubectl get configmap nb-1-kuiper-config -o json >record.json
    for key in _kuiper name user group puid guid host icon idx label type registry repo tag cpu cpuLimit memory \
        memoryLimit env volumeMounts volumes session template revision juno.inventory storage_class; do
        grep -q "\"$key\": " record.json || {
            echo "the record lacks $key"
            return 1
        }
    done
    grep -q '\\"kind\\":\\"StatefulSet\\"' record.json
    grep -q 'COLOUR.*blue' record.json
    run grep canary-7f3 record.json
    [[ $status -eq 1 ]]
    [[ $(kubectl get configmap nb-1-kuiper-config -o jsonpath='{.data.template} {.data.name}') == "notebook nb-1" ]]
    # Every object of the inventory has the uid of the live one.
    [[ $(grep -o '\\"uid\\"' record.json | wc -l) -eq 4 ]]
}

@test "launch --dry-run=server has the server check every object and keeps nothing" {
    run --separate-stderr kubectl-juno launch terminal t-1 --host juno.example.org --dry-run=server
    assert_status 0
    assert_contains stdout "statefulset.apps/t-1 created (server dry run)"
    [[ -z $(bed_leftovers) ]]
}

@test "launch --wait with a machine format prints nothing else to stdout" {
    for format in json yaml name; do
        run --separate-stderr kubectl-juno launch terminal "t-$format" --host juno.example.org --wait -o "$format"
        assert_status 0
        refute_contains stdout "ready in" "https://"
        assert_contains stderr "workload/t-$format ready in" "https://juno.example.org/$NS/t-$format/"
        if [[ $format == json ]]; then
            python3 -c 'import json, sys; assert len(json.load(sys.stdin)["items"]) == 4' <<<"$output"
        fi
    done
    # It is there when the waiting fails, too.
    run --separate-stderr kubectl-juno launch notebook nb-1 --set repo=r --set storage_class=none --force --host h.example.org \
        --wait --timeout 1s -o name
    assert_status 1
    assert_contains stdout "statefulset.apps/nb-1"
    assert_contains stderr "workload 'nb-1' is not ready after 1s"
}

@test "a preset is applied on the way to the cluster" {
    mkdir preset
    cat >preset/kustomization.yaml <<'END'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
commonLabels: {site: north}
END
    kubectl-juno launch terminal t-1 --host juno.example.org --preset preset >/dev/null
    [[ $(kubectl get statefulset t-1 -o jsonpath='{.metadata.labels.site}') == north ]]
}

@test "a pod that cannot pull is told by launch --wait, ps and inspect, with its reason" {
    pods_annotated "testbed/scenario: image-pull-backoff"
    # The time is long enough when the pod has come so far.
    for limit in 2 20 180; do
        run --separate-stderr kubectl-juno launch terminal t-1 --host juno.example.org --preset preset --wait --timeout "${limit}s"
        assert_status 1
        assert_contains stdout "statefulset.apps/t-1 created"
        [[ $stderr != *ImagePullBackOff* ]] || break
        kubectl-juno delete t-1 --yes >/dev/null
    done
    assert_contains stderr "error: workload 't-1' is not ready after ${limit}s" "Pod/t-1-0   ImagePullBackOff" \
        "kubectl juno delete t-1"
    run --separate-stderr kubectl-juno ps -o wide
    assert_contains stdout "Failed" "ImagePullBackOff"
    run --separate-stderr kubectl-juno inspect t-1
    assert_contains stdout "t-1 · Failed · ImagePullBackOff in Pod/t-1-0"
}

@test "a pod that takes its time is waited for, one line for each change" {
    pods_annotated "testbed/ready-after: 5s"
    run --separate-stderr kubectl-juno launch terminal t-1 --host juno.example.org --preset preset --wait
    assert_status 0
    assert_contains stderr "Pod/t-1-0"
    # No line comes twice in a row, and nothing is for a terminal.
    [[ $(uniq <<<"$stderr") == "$stderr" ]]
    refute_contains stderr $'\r' $'\e'
}

@test "delete keeps what is protected, and takes its label away" {
    kubectl-juno launch notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=testbed \
        --host juno.example.org --wait >/dev/null
    kubectl annotate persistentvolumeclaim nb-1-data kuiper.juno-innovations.com/delete-protection=true >/dev/null
    run --separate-stderr kubectl-juno delete nb-1 --yes
    assert_status 0
    assert_contains stdout "persistentvolumeclaim/nb-1-data kept (delete protection)"
    [[ $(bed_leftovers) == persistentvolumeclaim/nb-1-data ]]
    [[ -z $(kubectl get persistentvolumeclaim nb-1-data -L x \
        -o jsonpath='{.metadata.labels.kuiper\.juno-innovations\.com/kuiper-instance}') ]]
}

@test "delete finds by the label what the record lost" {
    kubectl-juno launch terminal t-1 --host juno.example.org --wait >/dev/null
    kubectl delete configmap t-1-kuiper-config >/dev/null
    kubectl create configmap extra >/dev/null
    kubectl label configmap extra kuiper.juno-innovations.com/kuiper-instance=t-1 >/dev/null
    run --separate-stderr kubectl-juno inspect t-1
    assert_status 0
    assert_contains stdout "no record: found by its label" "StatefulSet/t-1"
    run --separate-stderr kubectl-juno delete t-1 --yes
    assert_status 0
    assert_contains stdout "configmap/extra deleted"
    [[ -z $(bed_leftovers) ]]
}

@test "R-137 delete waits for a finalizer only as long as it may, and names it" {
    kubectl-juno launch terminal t-1 --host juno.example.org --wait >/dev/null
    kubectl patch service t-1 --type=merge -p '{"metadata":{"finalizers":["example.org/hold"]}}' >/dev/null
    run --separate-stderr kubectl-juno delete t-1 --yes --timeout 5s
    assert_status 1
    assert_contains stderr "still there after 5s: Service/t-1" "held by the finalizer example.org/hold"
    kubectl patch service t-1 --type=merge -p '{"metadata":{"finalizers":null}}' >/dev/null
    [[ -z $(bed_leftovers) ]]
}

@test "R-156 Ctrl-C while delete waits: 130, and what was done is told" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    kubectl patch service t-1 --type=merge -p '{"metadata":{"finalizers":["example.org/hold"]}}' >/dev/null
    env --default-signal=INT kubectl-juno delete t-1 --yes >out 2>err &
    pid=$!
    seen out kuiper-config
    kill -INT "$pid"
    wait "$pid" && status=0 || status=$?
    kubectl patch service t-1 --type=merge -p '{"metadata":{"finalizers":null}}' >/dev/null
    cat err
    [[ $status -eq 130 ]]
    grep -qF "error: 't-1' is being deleted; waiting until all of it is gone ended: interrupted by a signal (SIGINT)" err
}

@test "delete without a terminal and without --yes is a usage error, and deletes nothing" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    run --separate-stderr kubectl-juno delete t-1 </dev/null
    assert_status 2
    assert_contains stderr "has to be confirmed" "add --yes"
    kubectl get statefulset t-1 >/dev/null
}

@test "what the cluster has is completed: projects, storage classes, workloads, contexts of the named file" {
    [[ $(kubectl-juno __complete ps -n "${NS:0:6}") == *"$NS"* ]]
    [[ $(kubectl-juno __complete list --catalog-namespace arg) == $'argocd\n:4' ]]
    [[ $(kubectl-juno __complete launch notebook nb-1 --set storage_class=t) == $'storage_class=testbed\ttestbed/fake\n:4' ]]
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    [[ $(kubectl-juno __complete inspect -n "$NS" --context admin t) == $'t-1\n:4' ]]
    printf 'contexts: [{name: lonely, context: {cluster: c}}]\n' >other
    [[ $(kubectl-juno __complete ps --kubeconfig other --context '') == $'lonely\n:4' ]]
}

@test "ps -A shows the workloads of all projects, each with its own" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    run --separate-stderr kubectl-juno ps -A
    assert_status 0
    [[ $output =~ NAMESPACE.*"$NS"[[:space:]]+t-1 ]]
}

@test "R-092 a user with few rights launches and deletes; what may not be listed is told in one line" {
    kubectl create rolebinding devs --clusterrole=edit --group=devs >/dev/null
    kubectl create rolebinding devs-read -n argocd --clusterrole=view --group=devs >/dev/null 2>&1 || true
    run --separate-stderr kubectl-juno launch terminal t-1 --context alice -n "$NS" --host juno.example.org --wait
    assert_status 0
    run --separate-stderr kubectl-juno ps --context alice -n "$NS"
    assert_contains stdout "t-1" "alice"
    run --separate-stderr kubectl-juno delete t-1 --yes --context alice -n "$NS"
    assert_status 0
    [[ $(grep -c 'you may not list' <<<"$stderr") -eq 1 ]]
    [[ $(bed_leftovers) == rolebinding.rbac.authorization.k8s.io/devs ]]
}

@test "names go from -o name into the commands" {
    kubectl-juno launch "$(kubectl-juno list -o name | grep terminal)" t-1 --host juno.example.org >/dev/null
    run --separate-stderr kubectl-juno inspect "$(kubectl-juno ps -o name)"
    assert_status 0
    assert_contains stdout "t-1 · "
    run --separate-stderr bash -c 'kubectl-juno ps -o name | xargs -n 1 kubectl-juno delete --yes'
    assert_status 0
    [[ -z $(bed_leftovers) ]]
}

# few VERB...: alice may do these to ConfigMaps of $NS, and nothing else
few() {
    kubectl create role few --verb="$(IFS=, && echo "$*")" --resource=configmaps >/dev/null
    kubectl create rolebinding few --role=few --user=alice >/dev/null
}

@test "R-092 what may not be read is unknown, neither ready nor missing" {
    kubectl-juno launch terminal t-1 --host juno.example.org --wait >/dev/null
    few get list
    run --separate-stderr kubectl-juno ps --context alice -n "$NS" -o json
    assert_status 0
    assert_contains stdout '"status": "Unknown"' '"reason": "forbidden"'
    assert_contains stderr 'cannot list resource "statefulsets"'
    run --separate-stderr kubectl-juno inspect t-1 --context alice -n "$NS"
    assert_status 0
    assert_contains stdout "t-1 · Unknown · StatefulSet/t-1 may not be read"
    [[ $output =~ Service/t-1\ +forbidden ]]
    refute_contains stdout missing
}

@test "R-092 delete keeps the record while objects that it names may not be looked at" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    few get list delete
    run --separate-stderr kubectl-juno delete t-1 --yes --context alice -n "$NS"
    assert_status 3
    assert_contains stdout "configmap/t-1-scripts deleted"
    refute_contains stdout kuiper-config
    assert_contains stderr "3 of 5 objects of 't-1' could not be deleted" "the record is kept"
    kubectl get configmap t-1-kuiper-config
    kubectl-juno delete t-1 --yes
    [[ $(bed_leftovers) == role.rbac* ]]
}

@test "a workload whose StatefulSet was taken away is not ready" {
    kubectl-juno launch terminal t-1 --host juno.example.org --wait >/dev/null
    kubectl delete statefulset t-1 >/dev/null
    run --separate-stderr kubectl-juno ps -o json
    assert_contains stdout '"status": "Failed"' '"reason": "missing"'
    run --separate-stderr kubectl-juno inspect t-1
    assert_contains stdout "t-1 · Failed · StatefulSet/t-1 is missing"
}
