# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What goes wrong between us and a real API server: logging in, taken names, broken templates, a server that dies
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed

setup_file() {
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

launch_terminal() {
    kubectl-juno launch terminal "$@" --host juno.example.org
}

# ---- who we are, and whom we trust

@test "every way to log in works: certificate files and data, token, token file, impersonation, no check, another name" {
    local context
    for context in admin token insecure server-name; do
        run --separate-stderr kubectl-juno list --context "$context"
        assert_status 0
        assert_contains stdout notebook
    done
    for context in alice token-file impersonate; do
        run --separate-stderr kubectl-juno ps --context "$context"
        assert_status 0
        assert_contains stderr "No workloads found in dev namespace"
    done
}

@test "R-092 a user without rights is told verb, resource, namespace and name" {
    run --separate-stderr kubectl-juno list --context nobody
    assert_status 1
    assert_contains stderr 'cannot list the catalog of namespace' 'User "nobody" cannot list resource "configmaps"' \
        'namespace "argocd"'
    run --separate-stderr kubectl-juno launch terminal x --context nobody
    assert_status 1
    assert_contains stderr 'User "nobody" cannot get resource "configmaps"'
}

@test "R-091 wrong credentials are told as such, the token never" {
    local context
    for context in bad-token stranger; do
        run --separate-stderr kubectl-juno list --context "$context"
        assert_status 1
        assert_contains stderr "you must be logged in to the server (Unauthorized)"
        refute_contains stderr no-such-token
    done
}

@test "R-114 a server that cannot be trusted is not talked to: which check failed, and what to set" {
    local context
    for context in unknown-ca wrong-ca; do
        run --separate-stderr kubectl-juno list --context "$context"
        assert_status 1
        assert_contains stderr "is signed by an unknown authority" "certificate-authority"
    done
    run --separate-stderr kubectl-juno list --context wrong-name
    assert_status 1
    assert_contains stderr "is for another name" "tls-server-name"
}

@test "an unknown context is refused in kubectl's words, the nearest one is named" {
    run --separate-stderr kubectl-juno list --context admn
    assert_status 1
    assert_contains stderr "context was not found for specified context: admn" "did you mean 'admin'?"
}

@test "ours and kubectl agree on server, user and namespace" {
    local context
    for context in admin alice token token-file impersonate server-name; do
        kubectl --context "$context" auth whoami -o jsonpath='{.status.userInfo.username}' >theirs
        kubectl --context token create clusterrolebinding "all-$context-$NS" --clusterrole=cluster-admin \
            --user="$(cat theirs)" >/dev/null
        run --separate-stderr kubectl-juno launch terminal who --host h.example.org --context "$context" -n "$NS" -v 6
        assert_status 0
        [[ $(kubectl --context token get configmap who-kuiper-config -n "$NS" -o jsonpath='{.data.user}') == \
            "$(cat theirs)" ]]
        kubectl-juno delete who --yes -n "$NS" >/dev/null
        kubectl --context token delete clusterrolebinding "all-$context-$NS" >/dev/null
    done
}

# ---- names and owners

@test "R-131 a taken name is refused before the first write" {
    launch_terminal t-1 >/dev/null
    run --separate-stderr launch_terminal t-1
    assert_status 1
    assert_contains stderr "there is a workload 't-1' already, from 'terminal'" "kubectl juno delete t-1"
    kubectl get statefulset t-1 >/dev/null
}

@test "R-131 a dry run on the server sees that the name is taken, long after that launch has ended" {
    launch_terminal t-1 >/dev/null
    run --separate-stderr launch_terminal t-1 --dry-run=server
    assert_status 1
    assert_silent stdout
    assert_contains stderr "there is a workload 't-1' already, from 'terminal'"
    run --separate-stderr kubectl-juno launch notebook t-1 --set repo=r --set storage_class=testbed --host juno.example.org --dry-run=server
    assert_status 1
    assert_contains stderr "there is a workload 't-1' already, from 'terminal'"
}

@test "a command that is advised means the same cluster and project" {
    kubectl config set-context admin --namespace=default >/dev/null
    launch_terminal t-1 -n "$NS" >/dev/null
    run --separate-stderr launch_terminal t-1 -n "$NS" --context admin
    assert_status 1
    assert_contains stderr "remove it: kubectl juno delete t-1 --context admin -n $NS"
    run --separate-stderr kubectl-juno inspect other-thing -n "$NS"
    assert_contains stderr "hint: kubectl juno ps -n $NS shows those that there are"
    run --separate-stderr kubectl-juno show terminal -n "$NS" --catalog-namespace argocd
    assert_contains stdout "kubectl juno launch --catalog-namespace argocd -n $NS terminal NAME"
    # Done as it is said, it does what is said.
    kubectl-juno delete t-1 --context admin -n "$NS" --yes >/dev/null
    [[ -z $(bed_leftovers) ]]
}

@test "a workload that is not there: the nearest name, those there are, or where others are" {
    for verb in inspect "delete --yes"; do
        # shellcheck disable=SC2086
        run --separate-stderr kubectl-juno $verb t-1
        assert_status 1
        assert_contains stderr "there is no workload 't-1' in namespace '$NS'" \
            "hint: this project has none; kubectl juno ps -A shows those of all"
    done
    launch_terminal t-1 >/dev/null
    for verb in inspect "delete --yes"; do
        # shellcheck disable=SC2086
        run --separate-stderr kubectl-juno $verb t1
        assert_contains stderr "did you mean 't-1'?"
    done
}

@test "R-092 a catalog that may not be read names the right that it takes, and other catalogs" {
    for command in list "show terminal" "launch terminal t-1"; do
        # shellcheck disable=SC2086
        run --separate-stderr kubectl-juno $command --context nobody
        assert_status 1
        assert_contains stderr "the catalog of namespace 'argocd': configmaps" "is forbidden" \
            "hint: it takes the right to get and list ConfigMaps there" "--catalog DIR"
    done
    run --separate-stderr kubectl-juno ps --context nobody
    assert_contains stderr "hint: kubectl auth can-i --list --context nobody -n default shows what you may do in project 'default'; -n names another"
    run --separate-stderr kubectl-juno ps -A --context nobody
    assert_status 1
    assert_contains stderr "hint: without -A it is the project 'default' alone; kubectl auth can-i --list --context nobody -n default shows"
}

@test "R-131 objects of others are all named, and nothing is written" {
    kubectl create service clusterip t-1 --tcp=80 >/dev/null
    kubectl create configmap t-1-scripts >/dev/null
    kubectl label configmap t-1-scripts kuiper.juno-innovations.com/kuiper-instance=other >/dev/null
    run --separate-stderr launch_terminal t-1
    assert_status 1
    assert_contains stderr "2 objects of this name belong to others" "Service/t-1" "exists and is of no workload" \
        "ConfigMap/t-1-scripts" "is of workload 'other'" --adopt
    [[ -z $(kubectl get statefulset,ingress -o name) ]]
    run kubectl get configmap t-1-kuiper-config
    [[ $status -ne 0 ]]
}

@test "R-131 an object labelled as ours is no reason to take it over when nothing records the workload" {
    kubectl create configmap t-1-scripts --from-literal=start.sh=theirs >/dev/null
    kubectl label configmap t-1-scripts kuiper.juno-innovations.com/kuiper-instance=t-1 >/dev/null
    run --separate-stderr launch_terminal t-1
    assert_status 1
    assert_contains stderr "ConfigMap/t-1-scripts" "is of workload 't-1', which has no record" --adopt
    [[ $(kubectl get configmap t-1-scripts -o jsonpath='{.data.start\.sh}') == theirs ]]
    run kubectl get configmap t-1-kuiper-config
    [[ $status -ne 0 ]]
    launch_terminal t-1 --adopt >/dev/null
}

# A chart with one object of no namespace, called after the workload.
plugin_with_a_class() {
    plugin_of <<'END'
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: "class-{{ .Release.Name }}"}
value: 5
END
}

@test "R-131 what has no namespace is of one workload: another namespace's of the same name neither takes nor deletes it" {
    local other=o-$NS name=w$RANDOM
    kubectl create namespace "$other" >/dev/null
    plugin_with_a_class
    kubectl-juno launch p "$name" --catalog plugins >/dev/null
    run --separate-stderr kubectl-juno launch p "$name" --catalog plugins -n "$other"
    assert_status 1
    assert_contains stderr "PriorityClass/class-$name" "is of workload '$name' of another namespace"
    # A record that claims it all the same.
    kubectl get configmap "$name-kuiper-config" -o json |
        python3 -c 'import json, sys
record = json.load(sys.stdin)
record["metadata"] = {key: record["metadata"][key] for key in ("name", "labels", "annotations")}
json.dump(record, sys.stdout)' | kubectl apply -n "$other" -f - >/dev/null
    run --separate-stderr kubectl-juno delete "$name" --yes -n "$other"
    assert_status 0
    refute_contains stdout priorityclass
    kubectl get priorityclass "class-$name" >/dev/null
    run --separate-stderr kubectl-juno delete "$name" --yes
    assert_status 0
    assert_contains stdout "priorityclass.scheduling.k8s.io/class-$name deleted"
}

@test "R-135 a launch that goes on with other objects keeps what only the inventory knows" {
    local name=w$RANDOM
    plugin_with_a_class
    kubectl-juno launch p "$name" --catalog plugins >/dev/null
    kubectl annotate --overwrite configmap "$name-kuiper-config" juno/state=failed >/dev/null
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-a"}
END
    run --separate-stderr kubectl-juno launch p "$name" --catalog plugins
    assert_status 0
    run --separate-stderr kubectl-juno delete "$name" --yes
    assert_status 0
    assert_contains stdout "priorityclass.scheduling.k8s.io/class-$name deleted" "configmap/$name-a deleted"
}

@test "--adopt takes over what belongs to no workload" {
    kubectl create configmap t-1-scripts --from-literal=start.sh=old >/dev/null
    run --separate-stderr launch_terminal t-1 --adopt
    assert_status 0
    assert_contains stdout "configmap/t-1-scripts configured"
    [[ $(kubectl get configmap t-1-scripts -o jsonpath='{.data.start\.sh}') != old ]]
}

@test "R-138 of two launches at once one wins, the other is told" {
    launch_terminal t-1 >one.out 2>one.err &
    launch_terminal t-1 >two.out 2>two.err && second=0 || second=$?
    wait $! && first=0 || first=$?
    cat one.err two.err
    ((first + second == 1))
    cat one.err two.err | grep -qE "it is being launched by|there is a workload 't-1' already"
    [[ $(kubectl get configmap t-1-kuiper-config -o jsonpath='{.metadata.annotations.juno/state}') == complete ]]
}

@test "a namespace that is not there is told before the first write" {
    run --separate-stderr launch_terminal t-1 -n not-there
    assert_status 1
    assert_contains stderr 'namespaces "not-there" not found' "kubectl create namespace not-there"
    run --separate-stderr launch_terminal t-1 -n not-there --dry-run=server
    assert_status 1
    assert_contains stderr 'namespaces "not-there" not found' "kubectl create namespace not-there"
}

# ---- what the server refuses

@test "R-105 a kind that the cluster has not is told before the first write" {
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-a"}
---
apiVersion: example.org/v1
kind: Widget
metadata: {name: "{{ .Release.Name }}"}
END
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 1
    assert_contains stderr "the server has no kind Widget of example.org/v1" "CustomResourceDefinition"
    [[ -z $(bed_leftovers) ]]
}

@test "R-133 a failure half way: done, failed and not tried are told, delete leaves nothing" {
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-a"}
---
apiVersion: v1
kind: Service
metadata: {name: "{{ .Release.Name }}"}
spec: {ports: [{port: 99999}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .Release.Name }}"}
spec:
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}
END
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 3
    assert_contains stderr "configmap/w-1-a created" "service/w-1 failed" "deployment.apps/w-1 not tried" \
        "Service/w-1: " "port" "1 of 3 objects are applied" "kubectl juno delete w-1"
    run --separate-stderr kubectl-juno ps
    assert_contains stdout "w-1" "Failed"
    run --separate-stderr kubectl-juno inspect w-1
    assert_contains stdout "w-1 · Failed" "the launch did not end"
    run --separate-stderr kubectl-juno delete w-1 --yes
    assert_status 0
    [[ -z $(bed_leftovers) ]]
}

quota_is_known() {
    [[ $(kubectl get quota none -o jsonpath='{.status.hard.services}') == 0 ]]
}

@test "R-133 the same command again finishes a launch that failed" {
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-a"}
---
apiVersion: v1
kind: Service
metadata: {name: "{{ .Release.Name }}"}
spec: {ports: [{port: 80}], selector: {a: b}}
END
    kubectl create quota none --hard=services=0 >/dev/null
    # The quota works once the controller has counted.
    eventually quota_is_known
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins --cpu 1 --cpu-limit 2
    assert_status 3
    assert_contains stderr "exceeded quota: none"
    kubectl delete quota none >/dev/null
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins --cpu 3
    assert_status 0
    # What is recorded is what was launched in the end.
    [[ $(kubectl get configmap w-1-kuiper-config -o jsonpath='{.data.cpu} {.data.cpuLimit}.') == "3 ." ]]
    assert_contains stdout "configmap/w-1-a unchanged" "service/w-1 created"
    assert_contains stderr "an unfinished launch of 'w-1' was completed"
}

@test "a first object that is refused leaves nothing, not even the record" {
    plugin_of <<'END'
apiVersion: v1
kind: Service
metadata: {name: "{{ .Release.Name }}"}
spec: {ports: [{port: 99999}]}
END
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 1
    [[ -z $(bed_leftovers) ]]
}

@test "an unknown field is told as such, not as an internal error" {
    plugin_of <<'END'
apiVersion: v1
kind: Service
metadata: {name: "{{ .Release.Name }}"}
spec: {ports: [{port: 80}], selectr: {a: b}}
END
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 1
    assert_contains stderr "Service/w-1: unknown field .spec.selectr"
}

@test "R-129 a conflict names the field and its manager" {
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-a"}
data: {k: ours}
END
    kubectl-juno launch p w-1 --catalog plugins >/dev/null
    kubectl annotate --overwrite configmap w-1-kuiper-config juno/state=failed >/dev/null
    kubectl apply --server-side --force-conflicts --field-manager=somebody -f - >/dev/null <<END
{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "w-1-a", "namespace": "$NS"}, "data": {"k": "theirs"}}
END
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 3
    assert_contains stderr 'conflict with "somebody"' ".data.k" --adopt
}

# ---- templates that are broken

@test "broken templates are listed with their state, --check finds more, and launching them is refused" {
    local ns=cat-$NS
    bed_install "$ns" terminal
    kubectl apply -n "$ns" -f - >/dev/null <<'END'
apiVersion: v1
kind: List
items:
  - &t
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: gone-terra-metadata
      labels: {kuiper.juno-innovations.com/chart: gone-scripts-configmap}
    data: {chart: gone-scripts-configmap, fields: "[]"}
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: empty-terra-metadata, labels: {kuiper.juno-innovations.com/chart: empty-scripts-configmap}}
    data: {chart: empty-scripts-configmap, fields: "[]"}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: empty-scripts-configmap}, data: {other: x}}
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: bad-terra-metadata, labels: {kuiper.juno-innovations.com/chart: bad-scripts-configmap}}
    data: {chart: bad-scripts-configmap, fields: "[]"}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: bad-scripts-configmap}, data: {packaged_scripts.base64: "aGVsbG8="}}
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: lies-terra-metadata, labels: {kuiper.juno-innovations.com/chart: elsewhere}}
    data: {chart: terminal-scripts-configmap, fields: "[]"}
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: schema-terra-metadata, labels: {kuiper.juno-innovations.com/chart: x}}
    data: {chart: x, fields: "{a: b}"}
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: running-workload, labels: {kuiper.juno-innovations.com/chart: x}}
    data: {index.html: "no template"}
END
    run --separate-stderr kubectl-juno list --catalog-namespace "$ns"
    assert_status 0
    [[ $output =~ lies[[:space:]].*Mismatch ]]
    [[ $output =~ schema[[:space:]].*BadSchema ]]
    refute_contains stdout running-workload
    run --separate-stderr kubectl-juno list --catalog-namespace "$ns" --check
    assert_status 0
    [[ $output =~ gone[[:space:]].*NoScripts ]]
    [[ $output =~ empty[[:space:]].*NoPayload ]]
    [[ $output =~ bad[[:space:]].*BadPayload ]]
    [[ $output =~ terminal[[:space:]].*OK ]]
    for name in gone empty bad schema; do
        run --separate-stderr kubectl-juno launch "$name" x-1 --catalog-namespace "$ns"
        assert_status 1
        assert_contains stderr "error: cannot launch 'x-1' from '$name'"
    done
    # A label that lies is warned of, and works.
    run --separate-stderr kubectl-juno launch lies x-1 --catalog-namespace "$ns" --dry-run=server --host h.example.org
    assert_contains stderr "warning: template 'lies': the label says 'elsewhere', data.chart 'terminal-scripts-configmap'"
}

@test "an unknown template is answered with the nearest name" {
    run --separate-stderr kubectl-juno launch notbook x-1
    assert_status 1
    assert_contains stderr "there is no template 'notbook' in the catalog" "did you mean 'notebook'?"
}

@test "R-142 helm failing half way: its own words, nothing written" {
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ fail "no such luck" }}"}
END
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 1
    assert_contains stderr "no such luck"
    [[ -z $(bed_leftovers) ]]
}

# ---- a server that dies, and a user who has had enough

@test "R-156 Ctrl-C during --wait: 130, the workload named, everything still there" {
    pods_annotated "testbed/ready-after: 600s"
    launch_terminal t-1 --preset preset --wait >out 2>err &
    pid=$!
    seen err Pod/t-1-0
    # The function runs in a shell of its own, whose child is the program.
    pkill -INT -P "$pid" || kill -INT "$pid"
    wait "$pid" && status=0 || status=$?
    cat out err
    [[ $status -eq 130 ]]
    grep -q "workload 't-1' is launched; waiting for it ended" err
    grep -q "kubectl juno delete t-1" err
    grep -q "statefulset.apps/t-1 created" out
    kubectl get statefulset t-1 >/dev/null
}

@test "R-135 a launch that was killed goes on with the same command" {
    plugin_of <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-a"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-b"}
END
    kubectl-juno launch p w-1 --catalog plugins >/dev/null
    # As it is when the process dies between two requests.
    kubectl delete configmap w-1-b >/dev/null
    kubectl annotate --overwrite configmap w-1-kuiper-config juno/state=applying \
        "juno/launcher=$(hostname):1:99999999999 of ada" >/dev/null
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 0
    assert_contains stdout "configmap/w-1-a unchanged" "configmap/w-1-b created"
    # One that still runs, or runs elsewhere, is left alone.
    kubectl annotate --overwrite configmap w-1-kuiper-config juno/state=applying \
        "juno/launcher=elsewhere:1:5 of ada" >/dev/null
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 1
    assert_contains stderr "it is being launched by elsewhere:1:5 of ada"
}

@test "the API server killed between two applies: what was done is told, the rerun converges" {
    local i
    {
        for ((i = 0; i < 300; i++)); do
            printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}-%03d"}\n' "$i"
        done
    } | plugin_of
    kubectl-juno launch p w-1 --catalog plugins >out 2>err &
    pid=$!
    eventually sent patch configmaps/w-1-020
    "$BATS_TEST_DIRNAME/../testbed/apiserver" kill "$BED_OWN"
    wait "$pid" && status=0 || status=$?
    "$BATS_TEST_DIRNAME/../testbed/apiserver" start "$BED_OWN"
    tail -n 5 err
    [[ $status -eq 3 ]]
    grep -q "configmap/w-1-000 created" err
    grep -q "configmap/w-1-299 not tried" err
    run --separate-stderr kubectl-juno launch p w-1 --catalog plugins
    assert_status 0
    assert_contains stderr "an unfinished launch of 'w-1' was completed"
    [[ $(kubectl get configmap -o name | grep -c '/w-1-[0-9]') -eq 300 ]]
    [[ $(kubectl get configmap w-1-kuiper-config -o jsonpath='{.metadata.annotations.juno/state}') == complete ]]
    kubectl-juno delete w-1 --yes >/dev/null
    [[ -z $(bed_leftovers) ]]
}

@test "R-156 Ctrl-C in the middle of a deletion: 130, what is gone is told, the same command goes on" {
    local i
    {
        for ((i = 0; i < 400; i++)); do
            printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}-%03d"}\n' "$i"
        done
    } | plugin_of
    kubectl-juno launch p w-1 --catalog plugins >/dev/null
    env --default-signal=INT kubectl-juno delete w-1 --yes >out 2>err &
    pid=$!
    # The first of them is the first to go; beside them are the record and a version of the history.
    eventually sent delete configmaps/w-1-000
    kill -INT "$pid"
    wait "$pid" && status=0 || status=$?
    cat err
    [[ $status -eq 130 ]]
    deleted=$(grep -c deleted out)
    ((deleted > 0 && deleted < 402))
    grep -qF "error: $deleted of 402 objects of 'w-1' are deleted: interrupted by a signal (SIGINT)" err
    grep -qF "hint: kubectl juno delete w-1 goes on" err
    kubectl-juno delete w-1 --yes >/dev/null
    [[ -z $(bed_leftovers) ]]
}

@test "a server that is gone is told as such, with host and port" {
    "$BATS_TEST_DIRNAME/../testbed/apiserver" kill "$BED_OWN"
    run --separate-stderr kubectl-juno ps
    "$BATS_TEST_DIRNAME/../testbed/apiserver" start "$BED_OWN"
    assert_status 1
    # Refused, or reset: a client of the same machine may be using the port by then.
    [[ $stderr =~ "cannot list the workloads: ".*"the server 127.0.0.1:"[0-9]+ ]]
}
