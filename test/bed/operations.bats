# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What is done to a running workload, on a real control plane: url, restart, stop, start, scale, wait, exec, port-forward
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed

setup_file() {
    bed_up
    bed_install argocd site terminal
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
    bed_setup
}

# A site 'www' with a second Deployment, a DaemonSet, a CronJob, and Services of all types.
launch_rich() {
    mkdir -p preset
    cat >preset/kustomization.yaml <<'END'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [more.yaml]
END
    cat >preset/more.yaml <<'END'
apiVersion: apps/v1
kind: Deployment
metadata: {name: www-queue}
spec:
  replicas: 2
  selector: {matchLabels: {app: www-queue}}
  template:
    metadata: {labels: {app: www-queue}}
    spec: {containers: [{name: queue, image: queue}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: www-agent}
spec:
  selector: {matchLabels: {app: www-agent}}
  template:
    metadata: {labels: {app: www-agent}}
    spec: {containers: [{name: agent, image: agent}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: www-nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: c}]}}}}
---
apiVersion: v1
kind: Service
metadata: {name: www-node}
spec:
  type: NodePort
  selector: {app: www-queue}
  ports: [{name: http, port: 8080}, {name: dns, port: 53, protocol: UDP}]
---
apiVersion: v1
kind: Service
metadata: {name: www-lb}
spec:
  type: LoadBalancer
  selector: {app: www-queue}
  ports: [{name: https, port: 8443}]
---
apiVersion: v1
kind: Service
metadata: {name: www-ext}
spec: {type: ExternalName, externalName: db.example.org}
END
    printf '<p>hello</p>\n' >index.html
    kubectl-juno launch site www --set-file page=index.html --host juno.example.org --preset preset "$@" >/dev/null
}

replicas() {
    kubectl get "$1" -o jsonpath='{.spec.replicas}'
}

@test "restart writes kubectl's annotation to all that rolls out, and new pods take the place of the old" {
    launch_rich --wait
    kubectl get pods -o name | sort >before
    run --separate-stderr kubectl-juno restart www --wait
    assert_status 0
    assert_contains stdout "deployment.apps/www restarted" "deployment.apps/www-queue restarted" \
        "daemonset.apps/www-agent restarted" "workload/www ready in"
    refute_contains stdout "cronjob" "service"
    for object in deployment/www deployment/www-queue daemonset/www-agent; do
        kubectl get "$object" -o jsonpath='{.spec.template.metadata.annotations}' | grep -q 'kubectl.kubernetes.io/restartedAt'
        kubectl rollout status "$object" --timeout=180s
    done
    kubectl get pods --field-selector=status.phase=Running -o name | sort >after
    [[ -z $(comm -12 before <(kubectl get pods -l app=www-queue -o name | sort)) ]]
}

@test "a dry run on either side changes nothing and says what would be" {
    launch_rich
    before=$(bed_requests kubectl-juno | grep -c '^patch ')
    run --separate-stderr kubectl-juno restart www --dry-run=server
    assert_status 0
    assert_contains stdout "deployment.apps/www restarted (server dry run)"
    run --separate-stderr kubectl-juno stop www --dry-run
    assert_status 0
    assert_contains stdout "deployment.apps/www-queue stopped (dry run)" "cronjob.batch/www-nightly stopped (dry run)"
    run --separate-stderr kubectl-juno scale www --replicas 5 deployment/www-queue --dry-run=client -o json
    assert_status 0
    python3 -c 'import json, sys; o = json.load(sys.stdin); assert (o["kind"], o["spec"]["replicas"]) == ("Deployment", 5)' <<<"$output"
    run --separate-stderr kubectl-juno scale www --replicas 5 www-queue --dry-run=server -o jsonpath='{.items[0].spec.replicas}{.spec.replicas}'
    assert_status 0
    [[ $output == 5 ]]
    [[ $(replicas deployment/www-queue) == 2 ]]
    [[ $(kubectl get cronjob www-nightly -o jsonpath='{.spec.suspend}') == false ]]
    [[ -z $(kubectl get deployment www -o jsonpath='{.spec.template.metadata.annotations.kubectl\.kubernetes\.io/restartedAt}') ]]
    bed_requests kubectl-juno | grep '^patch ' | tail -n "+$((before + 1))" >patches
    [[ $(wc -l <patches) -eq 4 ]]
    run ! grep -v 'dryRun=All' patches
}

@test "stop remembers the replicas, start puts them back, and both may be said twice" {
    launch_rich --wait
    run --separate-stderr kubectl-juno stop www
    assert_status 0
    assert_contains stdout "deployment.apps/www stopped" "deployment.apps/www-queue stopped" \
        "cronjob.batch/www-nightly stopped"
    assert_contains stderr "daemonset.apps/www-agent cannot be stopped and runs on"
    [[ $(replicas deployment/www-queue) == 0 ]]
    [[ $(kubectl get deployment www-queue -o jsonpath='{.metadata.annotations.juno/stopped}') == 2 ]]
    [[ $(kubectl get cronjob www-nightly -o jsonpath='{.spec.suspend}') == true ]]

    run --separate-stderr kubectl-juno stop www
    assert_status 0
    assert_contains stdout "deployment.apps/www-queue unchanged"
    [[ $(kubectl get deployment www-queue -o jsonpath='{.metadata.annotations.juno/stopped}') == 2 ]]

    run --separate-stderr kubectl-juno start www --wait
    assert_status 0
    assert_contains stdout "deployment.apps/www-queue started" "cronjob.batch/www-nightly started" "workload/www ready in"
    [[ $(replicas deployment/www-queue) == 2 ]]
    [[ -z $(kubectl get deployment www-queue -o jsonpath='{.metadata.annotations.juno/stopped}') ]]
    [[ $(kubectl get cronjob www-nightly -o jsonpath='{.spec.suspend}') == false ]]

    run --separate-stderr kubectl-juno start www
    assert_status 0
    assert_contains stdout "deployment.apps/www-queue unchanged"
}

@test "a stopped workload is Stopped, wait for ready says so at once, and stop --wait waits for its pods" {
    kubectl-juno launch terminal t-1 --host juno.example.org --wait >/dev/null
    run --separate-stderr kubectl-juno stop t-1 --wait
    assert_status 0
    assert_contains stdout "statefulset.apps/t-1 stopped" "workload/t-1 stopped in"
    run --separate-stderr kubectl-juno wait t-1
    assert_status 1
    assert_contains stderr "workload 't-1' is stopped and will not be ready" "hint: kubectl juno start t-1"
    run --separate-stderr kubectl-juno wait t-1 --for=stopped
    assert_status 0
    run --separate-stderr env KUBECTL_PATH="$KUBECTL" kubectl-juno exec t-1 -- true
    assert_status 1
    assert_contains stderr "workload 't-1' has no pod: it is stopped" "kubectl juno start t-1"
}

@test "scale shows what there is, wants one named of several, and sets it" {
    launch_rich --wait
    run --separate-stderr kubectl-juno scale www
    assert_status 0
    assert_contains stdout "OBJECT" "deployment.apps/www-queue   2          2"
    run --separate-stderr kubectl-juno scale www --replicas 3
    assert_status 2
    assert_contains stderr "which of its objects?" "deployment.apps/www, deployment.apps/www-queue"
    run --separate-stderr kubectl-juno scale www --replicas 3 deployment/www-queue --wait
    assert_status 0
    assert_contains stdout "deployment.apps/www-queue scaled" "workload/www ready in"
    [[ $(replicas deployment/www-queue) == 3 ]]
    run --separate-stderr kubectl-juno scale www --replicas 3 www-queue
    assert_status 0
    assert_contains stdout "deployment.apps/www-queue unchanged"
    run --separate-stderr kubectl-juno scale www --replicas 3 statefulset/www-queue
    assert_status 1
    assert_contains stderr "it has no 'statefulset/www-queue'"
    run --separate-stderr kubectl-juno scale www --replicas=-1 www-queue
    assert_status 2
}

@test "R-131 what lost the workload's label is left alone, and the rest is done" {
    launch_rich
    kubectl label deployment www-queue kuiper.juno-innovations.com/kuiper-instance=other --overwrite >/dev/null
    run --separate-stderr kubectl-juno stop www
    assert_status 3
    assert_contains stdout "deployment.apps/www stopped"
    assert_contains stderr "deployment.apps/www-queue: it does not carry the label of workload 'www'"
    [[ $(replicas deployment/www-queue) == 2 ]]
    run --separate-stderr kubectl-juno scale www --replicas 1 www-queue
    assert_status 1
    assert_contains stderr "does not carry the label of workload 'www'"
    [[ $(replicas deployment/www-queue) == 2 ]]
}

@test "only acts that the template allows are done, unless forced" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    kubectl annotate statefulset t-1 kuiper.juno-innovations.com/actions=restart,stop >/dev/null
    run --separate-stderr kubectl-juno scale t-1 --replicas 2
    assert_status 1
    assert_contains stderr "of statefulset.apps/t-1 does not allow it" "--force"
    [[ $(replicas statefulset/t-1) == 1 ]]
    run --separate-stderr kubectl-juno stop t-1
    assert_status 0
    run --separate-stderr kubectl-juno start t-1
    assert_status 0
    run --separate-stderr kubectl-juno scale t-1 --replicas 2 --force
    assert_status 0
    [[ $(replicas statefulset/t-1) == 2 ]]
}

@test "a paused Deployment is not restarted, in kubectl's words" {
    launch_rich
    kubectl rollout pause deployment/www >/dev/null
    run --separate-stderr kubectl-juno restart www
    assert_status 3
    assert_contains stderr "deployment.apps/www: can't restart paused deployment (run rollout resume first)"
    assert_contains stdout "deployment.apps/www-queue restarted"
}

@test "wait waits for ready and for deleted, and tells after its time what is left" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    run --separate-stderr kubectl-juno wait t-1
    assert_status 0
    assert_contains stdout "workload/t-1 ready in" "https://juno.example.org/$NS/t-1/"
    run --separate-stderr kubectl-juno wait t-1 --for=deleted --timeout 1s
    assert_status 1
    assert_contains stderr "workload 't-1' is not deleted after 1s" "StatefulSet/t-1"
    kubectl-juno delete t-1 --yes --wait=false >/dev/null
    run --separate-stderr kubectl-juno wait t-1 --for=deleted --timeout 180s
    assert_status 0
    assert_contains stdout "workload/t-1 deleted in"
    [[ -z $(bed_leftovers) ]]
    run --separate-stderr kubectl-juno wait t-2
    assert_status 1
    assert_contains stderr "there is no workload 't-2'"
}

@test "url prints one address a line, what is not there yet as talk, and internal ones with --all" {
    launch_rich
    kubectl patch service www-lb --subresource=status --type=merge \
        -p '{"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.7"}]}}}' >/dev/null
    port=$(kubectl get service www-node -o jsonpath='{.spec.ports[?(@.name=="http")].nodePort}')
    udp=$(kubectl get service www-node -o jsonpath='{.spec.ports[?(@.name=="dns")].nodePort}')
    run --separate-stderr kubectl-juno url www --access-host lab.example.org
    assert_status 0
    [[ $output == "https://juno.example.org/$NS/www/"$'\n'"https://192.0.2.7:8443"$'\n'"lab.example.org:$udp/udp"$'\n'"http://lab.example.org:$port" ]]
    [[ -z $stderr ]]

    run --separate-stderr kubectl-juno url www --access-host lab.example.org --all -o wide
    assert_status 0
    assert_contains stdout "NAME       KIND           PORT   PROTOCOL   ADDRESS" "db.example.org" "http://www.$NS.svc"

    run --separate-stderr kubectl-juno url www --access-host lab.example.org -o json
    assert_status 0
    python3 -c '
import json, sys
d = json.load(sys.stdin)
assert d["kind"] == "EndpointList", d["kind"]
row = [r for r in d["items"] if r["service"] == "www-node" and r["name"] == "http"][0]
assert row == {"service": "www-node", "type": "NodePort", "name": "http", "protocol": "TCP", "host": "lab.example.org",
    "port": 8080, "url": "http://lab.example.org:'"$port"'", "state": "ready", "internal": False}, row
assert not [r for r in d["items"] if r["internal"]]
' <<<"$output"

    run --separate-stderr kubectl-juno url www -o name
    assert_status 0
    [[ $(sort <<<"$output") == $'ingress.networking.k8s.io/www\nservice/www-lb\nservice/www-node' ]]
}

@test "the access host is the flag's, then the inventory's by context, then guessed from a ready node" {
    launch_rich
    run --separate-stderr kubectl-juno url www
    assert_status 0
    assert_contains stderr "the host of the NodePorts is guessed from the nodes" "LoadBalancer www-lb: the address is pending"
    node=$(kubectl get nodes -o jsonpath='{.items[0].status.addresses[?(@.type=="InternalIP")].address}')
    assert_contains stdout "http://$node:"
    mkdir -p "$HOME/.config/juno"
    cat >"$HOME/.config/juno/clusters.yaml" <<'END'
apiVersion: juno/v1
kind: ClusterInventory
spec:
  clusters:
    - {name: other, context: elsewhere, accessHost: wrong.example.org}
    - {name: bed, context: admin, accessHost: usual.example.org}
END
    run --separate-stderr kubectl-juno url www
    assert_status 0
    assert_contains stdout "http://usual.example.org:"
    refute_contains stderr "guessed"
    sed 's/usual/variable/' "$HOME/.config/juno/clusters.yaml" >variable.yaml
    sed 's/usual/flag/' "$HOME/.config/juno/clusters.yaml" >flag.yaml
    export JUNO_INVENTORY=$PWD/variable.yaml
    run --separate-stderr kubectl-juno url www
    assert_contains stdout "http://variable.example.org:"
    run --separate-stderr kubectl-juno url www --inventory flag.yaml
    assert_contains stdout "http://flag.example.org:"
    run --separate-stderr kubectl-juno url www --inventory none.yaml
    assert_status 1
    assert_contains stderr "cannot read the cluster inventory" "none.yaml"
    printf 'kind: Pod\n' >wrong.yaml
    run --separate-stderr kubectl-juno url www --inventory wrong.yaml
    assert_status 1
    assert_contains stderr "wrong.yaml:1:1: a ClusterInventory of juno/v1 is wanted"
}

@test "exec and port-forward become the real kubectl, for a pod of the workload" {
    mkdir bin
    ln -s "$KUBECTL" bin/kubectl
    kubectl-juno launch terminal t-1 --host juno.example.org --wait >/dev/null
    # The nodes of the bed run no containers, but commands of this machine.
    run --separate-stderr env PATH="$PWD/bin:$PATH" timeout 300 kubectl-juno exec t-1 -- sh -c 'echo "$1"' sh "a  b'c"
    assert_status 0
    [[ $output == "a  b'c" ]]
    run --separate-stderr env PATH="$PWD/bin:$PATH" timeout 300 kubectl-juno exec t-1 -- sh -c 'exit 7'
    [[ $status -eq 1 ]]
    assert_contains stderr "exit status 7"
    run --separate-stderr env PATH="$PWD/bin:$PATH" timeout 300 kubectl-juno exec t-1 --container nope -- true
    [[ $status -eq 1 ]]
    assert_contains stderr "container nope"
    env PATH="$PWD/bin:$PATH" kubectl-juno port-forward t-1 ":http" >out 2>err 3>&- &
    pid=$!
    seen out " -> 7681"
    grep -q '^Forwarding from 127.0.0.1:' out
    kill "$pid"
    wait "$pid" && status=0 || status=$?
    assert_status 143
    run --separate-stderr env PATH="$PWD/bin:$PATH" timeout 300 kubectl-juno port-forward t-1 -- --bogus
    [[ $status -eq 1 ]]
    assert_contains stderr "unknown flag: --bogus"
    run --separate-stderr /usr/bin/env PATH="$PWD/none" "$JUNO_BIN/kubectl-juno" exec t-1 -- true
    assert_status 1
    assert_contains stderr "kubectl is not found" "KUBECTL_PATH"
    run --separate-stderr /usr/bin/env PATH="$PWD/none" KUBECTL_PATH="$KUBECTL" "$JUNO_BIN/kubectl-juno" exec t-1 --container nope -- true
    assert_contains stderr "container nope"
}

@test "names of workloads complete for each of the commands" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    for command in url restart stop start scale wait exec port-forward; do
        run --separate-stderr kubectl-juno __complete "$command" t
        assert_contains stdout "t-1"
    done
}
