# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# diff, upgrade, history and rollback on a real control plane, and what is left when they are cut short
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed

setup_file() {
    bed_up own
    local names
    names=$(cd "$BATS_TEST_DIRNAME/../../examples/plugins" && echo *)
    # shellcheck disable=SC2086 # one word each
    bed_install argocd $names
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
    bed_setup
    # A test's own plugin, else the cluster's.
    mkdir plugins
    export JUNO_CATALOG=$PWD/plugins:cluster
}

# ---- plugins of our own

config_map() {
    printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}-%s"%s}\ndata: {k: "%s"}\n' \
        "$1" "${3:-}" "$2"
}

# ran ARGS...: kubectl-juno ARGS, which ends well
ran() {
    run --separate-stderr kubectl-juno "$@"
    assert_status 0
}

# versions NAME: "1:launch:replaced 2:upgrade:current"
versions() {
    kubectl-juno history "$1" --no-headers | awk '{ printf "%s%s:%s:%s", sep, $1, $2, $5; sep = " " }'
}

record_of() {
    kubectl get configmap "$1-kuiper-config" -o "jsonpath={.metadata.annotations.juno/state} {.metadata.annotations.juno/history}"
}

# ---- the whole life of every example

# answers TEMPLATE: what a launch of it needs; a template that is not known here needs nothing
answers() {
    case $1 in
        notebook) echo --set repo=jupyter/base-notebook --set storage_class=testbed ;;
    esac
}

# changes TEMPLATE: what an upgrade changes
changes() {
    case $1 in
        notebook) echo --set tag=2025-10-01 ;;
        site) echo --set replicas=2 ;;
        *) echo --env JUNO_TEST=changed ;;
    esac
}

# life TEMPLATE
life() {
    local template=$1 name=l-$1 given changed objects
    read -ra given <<<"$(answers "$1")"
    read -ra changed <<<"$(changes "$1")"
    ran list
    [[ $output =~ (^|$'\n')"$template"[[:space:]]+[A-Z][a-z]*[[:space:]]+OK ]]
    ran show "$template"
    ran launch "$template" "$name" "${given[@]}" --host juno.example.org --wait
    ran ps -o json
    assert_contains stdout "\"name\": \"$name\"" '"status": "Ready"'
    ran inspect "$name"
    assert_contains stdout "$name · Ready"
    ran url "$name"
    assert_contains stdout "https://juno.example.org/"
    objects=$(bed_leftovers | sort)

    # Nothing changed: nothing to tell, nothing to do.
    ran diff "$name"
    [[ -z $output ]]
    ran upgrade "$name"
    refute_contains stdout configured created
    [[ $(versions "$name") == "1:launch:replaced 2:upgrade:current" ]]

    run --separate-stderr kubectl-juno diff "$name" "${changed[@]}"
    assert_status 1
    assert_contains stdout "--- " "+++ " "@@ "
    ran upgrade "$name" "${changed[@]}" --wait
    assert_contains stdout configured "workload/$name upgraded to version 3" "workload/$name ready in"
    ran diff "$name"
    [[ -z $output ]]

    ran rollback "$name" --wait
    assert_contains stdout configured "workload/$name rolled back to version 2"
    [[ $(versions "$name") == "1:launch:replaced 2:upgrade:replaced 3:upgrade:replaced 4:rollback:current" ]]
    ran diff "$name"
    [[ -z $output ]]
    [[ $(record_of "$name") == "complete 4" ]]
    # The same objects as before, and a version for each act.
    [[ $(bed_leftovers | sort | grep -v -e -juno-v) == $(grep -v -e -juno-v <<<"$objects") ]]

    ran delete "$name" --yes
    [[ -z $(bed_leftovers) ]] || {
        bed_leftovers
        return 1
    }
    run --separate-stderr kubectl-juno history "$name"
    assert_status 1
}

@test "every example lives: list, show, launch --wait, ps, inspect, url, diff, upgrade, history, rollback, delete" {
    local directory
    for directory in "$JUNO_ROOT"/examples/plugins/*/; do
        life "$(basename "$directory")"
    done
}

@test "inspect tells of a newer template in the cluster's catalog until the workload is upgraded" {
    local revision
    export JUNO_CATALOG=cluster
    cp -r "$JUNO_ROOT/examples/plugins/site" site
    kubectl create namespace newer >/dev/null
    "$HELM3" template site site --namespace newer | kubectl apply --namespace newer -f - >/dev/null
    ran launch site s-1 --catalog-namespace newer --host juno.example.org
    ran inspect s-1
    refute_contains stdout "newer template"
    printf '\n# changed\n' >>site/scripts/chart/values.yaml
    "$JUNO_ROOT/scripts/pack-template" site >/dev/null
    "$HELM3" template site site --namespace newer | kubectl apply --namespace newer -f - >/dev/null
    ran inspect s-1 -o json
    revision=$(sed -n '/"newerTemplate"/,/}/s/.*"revision": "\(.*\)".*/\1/p' <<<"$output")
    [[ -n $revision ]]
    ran inspect s-1
    assert_contains stdout " · newer template $revision: kubectl juno upgrade s-1 --catalog-namespace newer"
    ran upgrade s-1 --catalog-namespace newer
    ran inspect s-1
    assert_contains stdout "site @$revision"
    refute_contains stdout "newer template"
    # A catalog that is gone is nothing to tell.
    kubectl delete namespace newer --wait=false >/dev/null
    kubectl delete configmap --all --namespace newer >/dev/null
    ran inspect s-1
    refute_contains stdout "newer template"
    assert_silent stderr
    ran delete s-1 --yes
}

# ---- answers

@test "an upgrade takes the answers, flags, variables and presets of before, and what is given wins" {
    mkdir preset
    printf 'kind: Kustomization\ncommonAnnotations: {site: north}\n' >preset/kustomization.yaml
    kubectl-juno launch notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=testbed --preset preset \
        --host juno.example.org --memory 3Gi --env JUPYTER_TOKEN=canary-7f3 --env COLOUR=blue >/dev/null
    # From elsewhere, too.
    cd "$HOME"
    ran upgrade nb-1 --set tag=new --env COLOUR=red
    kubectl get statefulset nb-1 -o yaml >live
    grep -q 'image: quay.io/jupyter/base-notebook:new' live
    grep -q 'memory: 3Gi' live
    grep -q 'value: canary-7f3' live
    grep -q 'value: red' live
    grep -q 'site: north' live
    # The session, by which charts label, stays.
    [[ $(kubectl get configmap nb-1-kuiper-config -o jsonpath='{.data.tag} {.data.memory} {.data.host}') == "new 3Gi juno.example.org" ]]
    run ! grep -q canary-7f3 <(kubectl get configmap nb-1-kuiper-config -o yaml)
    ran upgrade nb-1 --reset-answers --set repo=jupyter/base-notebook --set storage_class=testbed --host juno.example.org
    kubectl get statefulset nb-1 -o yaml >live
    run ! grep -qE 'site: north|canary-7f3|3Gi|base-notebook:new' live
}

@test "flags of every form are taken again: a text, a choice, a list, a flag" {
    config_map m '{{ .Values.cpu }} {{ .Values._juno_gateway_api }} {{ .Values.selector | len }} {{ .Values.env | len }} {{ .Values.tag }}' |
        plugin_of '[{name: tag, type: string, default: t1}]'
    printf 'env: [{name: CHART, value: v}]\n' >plugins/p/scripts/chart/values.yaml
    kubectl-juno launch p w-1 --cpu 2 --gateway-api --node-selector a=b --node-selector c=d --env-only --env A=1 >/dev/null
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == "2 true 2 1 t1" ]]
    ran upgrade w-1 --set tag=t2 --env B=2
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == "2 true 2 2 t2" ]]
    ran upgrade w-1 --gateway-api=false --node-selector e=f --cpu 3
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == "3 false 1 2 t2" ]]
    ran upgrade w-1
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == "3 false 1 2 t2" ]]
}

@test "what the template asks now and did not, or no more, is named: upgrade or migrate" {
    local old new
    old='[{name: a, type: string, default: x}, {name: b, type: string, default: y}]'
    new='[{name: a, type: string, default: x}, {name: c, type: string, required: true}]'
    config_map m '{{ .Values.a }}' | plugin_of "$old"
    kubectl-juno launch p w-1 --set a=mine --set b=other >/dev/null
    config_map m '{{ .Values.a }} {{ .Values.a }}' | plugin_of "$old"
    ran upgrade w-1
    assert_contains stderr "upgrade: the same inputs"
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == "mine mine" ]]
    config_map m '{{ .Values.a }} {{ .Values.c }}' | plugin_of "$new"
    run --separate-stderr kubectl-juno upgrade w-1
    assert_status 1
    assert_contains stderr "migrate: it asks for more" "new inputs: c" "inputs that are gone: b" "c   required"
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == "mine mine" ]]
    ran upgrade w-1 --set c=new
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == "mine new" ]]
    # A rollback needs neither the template nor helm.
    JUNO_CATALOG=/does/not/exist HELM_BIN=/does/not/exist ran rollback w-1
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == "mine mine" ]]
    [[ $(kubectl get configmap w-1-kuiper-config -o jsonpath='{.data.b}{.data.c}') == other ]]
}

@test "an answer that the template takes no longer is to be given again" {
    config_map m '{{ .Values.a }}' | plugin_of '[{name: a, type: string}]'
    kubectl-juno launch p w-1 --set a=maybe >/dev/null
    config_map m '{{ .Values.a }}' | plugin_of '[{name: a, type: boolean}]'
    run --separate-stderr kubectl-juno upgrade w-1
    assert_status 1
    assert_contains stderr "the earlier answer 'maybe' is not a boolean"
    ran upgrade w-1 --set a=true
    [[ $(kubectl get configmap w-1-m -o jsonpath='{.data.k}') == true ]]
}

@test "a template that is not in this catalog: where it was is told" {
    config_map m 1 | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    run --separate-stderr kubectl-juno upgrade w-1 --catalog cluster
    assert_status 1
    assert_contains stderr "there is no template 'p' in the catalog" "it was launched from " "plugins/p" "--catalog"
}

# ---- what goes

@test "what the chart makes no more goes, its claims and what is protected stay, and what is not ours is left alone" {
    {
        config_map a 1
        config_map b 1
        config_map c 1 ', annotations: {kuiper.juno-innovations.com/delete-protection: "true"}'
        printf -- '---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: "{{ .Release.Name }}-data"}\n'
        printf 'spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n'
    } | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    # A stranger's of the same name, and one that only carries our label.
    kubectl delete configmap w-1-b >/dev/null
    kubectl create configmap w-1-b >/dev/null
    kubectl create configmap extra >/dev/null
    kubectl label configmap extra kuiper.juno-innovations.com/kuiper-instance=w-1 >/dev/null
    config_map d 1 | plugin_of
    run --separate-stderr kubectl-juno diff w-1
    assert_status 1
    assert_contains stdout "--- configmap/w-1-a (live)"$'\n'"+++ /dev/null" "--- /dev/null"$'\n'"+++ configmap/w-1-d (then)"
    assert_contains stderr "persistentvolumeclaim/w-1-data kept (not in the manifests any more, but it holds data)"
    refute_contains stdout w-1-b w-1-data extra
    ran upgrade w-1
    assert_contains stdout "configmap/w-1-d created" "configmap/w-1-a deleted" "configmap/w-1-c kept (delete protection)" \
        "persistentvolumeclaim/w-1-data kept"
    refute_contains stdout w-1-b extra
    kubectl get configmap w-1-b w-1-c extra >/dev/null
    run ! kubectl get configmap w-1-a
    # They come back, and what was kept is taken again.
    ran rollback w-1 1 --adopt
    assert_contains stdout "configmap/w-1-a created" "configmap/w-1-d deleted" "persistentvolumeclaim/w-1-data unchanged"
    ran delete w-1 --yes
    [[ $(bed_leftovers) == configmap/w-1-c ]]
}

# event API_VERSION ABOUT TEXT REPORTER: one Event as that version of it writes it
event() {
    printf -- '---\napiVersion: %s\nkind: Event\nmetadata: {name: "{{ .Release.Name }}-e"}\n%s: {kind: Pod, name: x, namespace: "{{ .Release.Namespace }}"}\n%s: it was seen\n' "$1" "$2" "$3"
    printf 'type: Normal\nreason: Seen\naction: See\neventTime: "2026-01-01T00:00:00.000000Z"\n%s: juno/test\nreportingInstance: test\n' "$4"
}

@test "an object that the manifests name by another group that serves it too is not deleted" {
    local uid
    event v1 involvedObject message reportingComponent | plugin_of
    ran launch p w-1
    uid=$(kubectl get event w-1-e -o jsonpath='{.metadata.uid}')
    event events.k8s.io/v1 regarding note reportingController | plugin_of
    ran upgrade w-1
    refute_contains stdout deleted
    [[ $(kubectl get event w-1-e -o jsonpath='{.metadata.uid}') == "$uid" ]]
    [[ $(record_of w-1) == "complete 2" ]]
}

@test "an object that became another's is not upgraded" {
    config_map a 1 | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    kubectl label --overwrite configmap w-1-a kuiper.juno-innovations.com/kuiper-instance=other >/dev/null
    config_map a 2 | plugin_of
    run --separate-stderr kubectl-juno upgrade w-1
    assert_status 1
    assert_contains stderr "is of workload 'other'"
    [[ $(kubectl get configmap w-1-a -o jsonpath='{.data.k}') == 1 ]]
}

# ---- others

@test "R-129 a conflict is told field by field with the other manager, before anything is written" {
    {
        config_map a 1
        config_map b 1
    } | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    kubectl patch configmap w-1-b --type=merge -p '{"data":{"k":"theirs"}}' >/dev/null
    {
        config_map a 2
        config_map b 2
    } | plugin_of
    run --separate-stderr kubectl-juno upgrade w-1
    assert_status 1
    assert_contains stderr 'ConfigMap/w-1-b: ' 'conflict with "kubectl-patch"' .data.k --force-conflicts
    [[ $(kubectl get configmap w-1-a -o jsonpath='{.data.k}') == 1 ]]
    [[ $(versions w-1) == "1:launch:current" ]]
    run --separate-stderr kubectl-juno diff w-1
    assert_status 1
    assert_contains stdout "-  k: theirs" "+  k: \"2\""
    assert_contains stderr 'conflict with "kubectl-patch"' "without --force-conflicts it fails"
    ran upgrade w-1 --force-conflicts
    [[ $(kubectl get configmap w-1-b -o jsonpath='{.data.k}') == 2 ]]
}

@test "a workload that was scaled or stopped stays so until another number is asked for" {
    kubectl-juno launch site w-1 --host juno.example.org --wait >/dev/null
    replicas() { kubectl get deployment w-1 -o jsonpath='{.spec.replicas}'; }
    kubectl-juno scale w-1 --replicas 3 --force >/dev/null
    ran upgrade w-1 --set cache=1h
    assert_contains stderr "Deployment/w-1 keeps spec.replicas 3, set by juno; --force-conflicts sets 1"
    [[ $(replicas) == 3 ]]
    kubectl scale deployment w-1 --replicas 4 >/dev/null
    ran upgrade w-1
    assert_contains stderr "keeps spec.replicas 4, set by kubectl"
    [[ $(replicas) == 4 ]]
    # Who asks for another number means it.
    ran upgrade w-1 --set replicas=2
    [[ $(replicas) == 2 ]]
    kubectl-juno stop w-1 --force >/dev/null
    ran upgrade w-1 --set cache=1d
    assert_contains stderr "keeps spec.replicas 0"
    [[ $(replicas) == 0 ]]
    ran rollback w-1
    [[ $(replicas) == 0 ]]
    kubectl-juno start w-1 --force >/dev/null
    [[ $(replicas) == 2 ]]
    ran upgrade w-1 --set replicas=1 --force-conflicts
    [[ $(replicas) == 1 ]]
}

@test "R-138 of two upgrades at once one wins, the other is told" {
    local i
    for ((i = 0; i < 40; i++)); do config_map "$i" 1; done | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    for ((i = 0; i < 40; i++)); do config_map "$i" 2; done | plugin_of
    kubectl-juno upgrade w-1 >one 2>one.err &
    first=$!
    kubectl-juno upgrade w-1 >two 2>two.err &
    second=$!
    wait "$first" && first=0 || first=$?
    wait "$second" && second=0 || second=$?
    cat one.err two.err
    # Both may have been one after the other; neither did half of it.
    [[ $first -eq 0 || $second -eq 0 ]]
    if [[ $first -ne 0 || $second -ne 0 ]]; then
        grep -qE 'somebody else has changed it meanwhile|it is being changed by' one.err two.err
    fi
    [[ $(record_of w-1) == complete* ]]
    [[ $(kubectl get configmap -o jsonpath='{range .items[*]}{.data.k}{"\n"}{end}' | grep -c '^2$') -eq 40 ]]
}

# ---- hooks

# hook NAME EVENT [ANNOTATIONS]: a Job
hook() {
    cat <<END
---
apiVersion: batch/v1
kind: Job
metadata:
  name: "{{ .Release.Name }}-$1"
  annotations: {helm.sh/hook: "$2"${3:-}}
spec:
  backoffLimit: 0
  template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}
END
}

@test "a chart's hooks run in their phases, by weight, are waited for, and old ones go before" {
    {
        config_map a '{{ .Values.cpu }}'
        hook late pre-install,pre-upgrade ', helm.sh/hook-weight: "5"'
        hook early pre-install,pre-upgrade ', helm.sh/hook-weight: "-5"'
        hook after post-install,post-upgrade ', helm.sh/hook-delete-policy: hook-succeeded'
        hook once pre-install
        hook test test
    } | plugin_of
    ran launch p w-1 --cpu 1
    [[ $output == "job.batch/w-1-early created
job.batch/w-1-once created
job.batch/w-1-late created
configmap/w-1-a created
job.batch/w-1-after created" ]] || {
        echo "$output"
        return 1
    }
    assert_contains stderr w-1-test
    [[ $(kubectl get job -o name | sort | tr '\n' ' ') == "job.batch/w-1-early job.batch/w-1-late job.batch/w-1-once " ]]
    [[ $(kubectl get job w-1-early -o jsonpath='{.status.succeeded}') == 1 ]]
    before=$(kubectl get job w-1-early -o jsonpath='{.metadata.uid}')
    run --separate-stderr kubectl-juno diff w-1 --cpu 2
    assert_status 1
    assert_contains stderr "job.batch/w-1-early is a hook, and would run before" "job.batch/w-1-after is a hook, and would run after"
    ran upgrade w-1 --cpu 2
    assert_contains stdout "job.batch/w-1-early created" "configmap/w-1-a configured"
    refute_contains stdout w-1-once
    [[ $(kubectl get job w-1-early -o jsonpath='{.metadata.uid}') != "$before" ]]
    # What ran once is still of the workload.
    kubectl get job w-1-once >/dev/null
    ran inspect w-1
    refute_contains stdout missing
    ran delete w-1 --yes
    [[ -z $(bed_leftovers) ]]
}

# definition GROUP [ANNOTATIONS]: a kind Widget of GROUP, and one of it
definition() {
    cat <<END
---
apiVersion: $1/v1
kind: Widget
metadata: {name: "{{ .Release.Name }}"}
size: {{ .Values.cpu }}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: "widgets.$1"${2:-}}
spec:
  group: "$1"
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {size: {type: integer}}}}
END
}

# brings_kind GROUP [ANNOTATIONS]
brings_kind() {
    local resource=widgets.$1
    {
        config_map a 1
        definition "$@"
    } | plugin_of
    ran launch p w-1 --cpu 1 --dry-run=server
    assert_contains stdout "widget.$1/w-1 created (server dry run)"
    ran launch p w-1 --cpu 1 --diff
    assert_contains stdout "+++ widget.$1/w-1 (then)" "+size: 1"
    ran launch p w-1 --cpu 1 --wait
    assert_contains stdout "customresourcedefinition.apiextensions.k8s.io/$resource created" "widget.$1/w-1 created"
    [[ $(kubectl get "$resource" w-1 -o jsonpath='{.size}') == 1 ]]
    ran upgrade w-1 --cpu 2
    [[ $(kubectl get "$resource" w-1 -o jsonpath='{.size}') == 2 ]]
    ran inspect w-1
    refute_contains stdout missing
    ran delete w-1 --yes
    run ! kubectl get customresourcedefinition "$resource"
    [[ -z $(bed_leftovers) ]]
}

@test "a chart that brings the kind of its objects is launched and upgraded" {
    brings_kind "one.$NS.example.org"
}

@test "a definition that is a hook is waited for, and is not removed before an upgrade" {
    brings_kind "two.$NS.example.org" ', annotations: {helm.sh/hook: "pre-install,pre-upgrade"}'
}

@test "a hook that fails stops an upgrade before the first object; rollback goes back" {
    config_map a 1 | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    {
        config_map a 2
        hook first pre-upgrade | sed 's/backoffLimit: 0/activeDeadlineSeconds: 1/; s/metadata: {}/&/' |
            sed 's/template: {spec/template: {metadata: {annotations: {testbed\/scenario: image-pull-backoff}}, spec/'
    } | plugin_of
    run --separate-stderr kubectl-juno upgrade w-1 --wait --timeout 180s
    assert_status 3
    assert_contains stderr "Job/w-1-first: the hook failed" "job.batch/w-1-first failed" "configmap/w-1-a not tried" \
        "kubectl juno rollback w-1"
    [[ $(kubectl get configmap w-1-a -o jsonpath='{.data.k}') == 1 ]]
    [[ $(record_of w-1) == "failed 1" ]]
    [[ $(versions w-1) == "1:launch:current 2:upgrade:failed" ]]
    ran rollback w-1
    assert_contains stdout "job.batch/w-1-first deleted" "workload/w-1 rolled back to version 1"
    [[ $(record_of w-1) == "complete 3" ]]
    kubectl-juno delete w-1 --yes >/dev/null
    [[ -z $(bed_leftovers) ]]
}

# ---- failures

@test "launch --atomic removes all of it again when an object is refused or it does not become ready" {
    {
        config_map a 1
        printf -- '---\napiVersion: v1\nkind: Service\nmetadata: {name: "{{ .Release.Name }}"}\nspec: {ports: [{port: 99999}]}\n'
    } | plugin_of
    run --separate-stderr kubectl-juno launch p w-1 --atomic
    assert_status 1
    assert_contains stderr "cannot launch 'w-1' from 'p': Service/w-1: " "all of it was removed again"
    assert_contains stdout "configmap/w-1-a created" "configmap/w-1-a deleted"
    [[ -z $(bed_leftovers) ]]
    pods_annotated "testbed/scenario: image-pull-backoff"
    run --separate-stderr kubectl-juno launch terminal t-1 --host h.example.org --preset preset --atomic --timeout 1s
    assert_status 1
    assert_contains stderr "workload 't-1' is not ready after 1s" "all of it was removed again"
    [[ -z $(bed_leftovers) ]]
    run --separate-stderr kubectl-juno launch terminal t-1 --host h.example.org --atomic --dry-run
    assert_status 2
}

@test "upgrade --atomic goes back when it does not become ready" {
    kubectl-juno launch notebook nb-1 --set repo=r --set storage_class=testbed --host h.example.org --wait >/dev/null
    pods_annotated "testbed/scenario: image-pull-backoff"
    run --separate-stderr kubectl-juno upgrade nb-1 --preset preset --atomic --timeout 2s
    assert_status 1
    assert_contains stderr "workload 'nb-1' is not ready after 2s" "it was rolled back to version 1"
    [[ $(versions nb-1) == "1:launch:replaced 2:upgrade:replaced 3:rollback:current" ]]
    run ! grep -q scenario <(kubectl get statefulset nb-1 -o yaml)
}

@test "R-133 an upgrade that fails half way: the rerun converges, or rollback goes back" {
    {
        config_map a 1
        config_map b 1
    } | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    # A claim cannot shrink its class: the dry run knows. What it does not know is a quota that comes later; so the
    # server is asked for a Service more than there may be, when a dry run does not count.
    {
        config_map a 2
        config_map b 2
        hook block pre-upgrade | sed 's/backoffLimit: 0/activeDeadlineSeconds: 1/' |
            sed 's/template: {spec/template: {metadata: {annotations: {testbed\/scenario: crash-loop}}, spec/'
    } | plugin_of
    run --separate-stderr kubectl-juno upgrade w-1
    assert_status 3
    assert_contains stderr "the same command again goes on"
    {
        config_map a 2
        config_map b 2
    } | plugin_of
    ran upgrade w-1
    assert_contains stdout "job.batch/w-1-block deleted"
    [[ $(versions w-1) == "1:launch:replaced 2:upgrade:failed 3:upgrade:current" ]]
    [[ $(kubectl get configmap w-1-a w-1-b -o jsonpath='{.items[*].data.k}') == "2 2" ]]
}

@test "R-135 an upgrade killed at any moment: the same command again converges, rollback goes back, nothing is left over" {
    local i try
    for ((i = 0; i < 30; i++)); do config_map "$i" 1; done | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    for try in 1 2 3 4 5 6 7 8 9 10; do
        for ((i = try; i < 30 + try; i++)); do config_map "$i" "$((try + 1))"; done | plugin_of
        timeout -s KILL "$(printf '0.%03d' $((try * 35 + 20)))" kubectl-juno upgrade w-1 >/dev/null 2>&1 || true
        if ((try % 2 == 0)) && [[ $(record_of w-1) == applying* ]]; then
            ran rollback w-1
            [[ $(kubectl get configmap -o name | grep -cE '/w-1-[0-9]+$') -eq 30 ]]
            [[ $(kubectl get configmap -o jsonpath='{range .items[*]}{.data.k}{"\n"}{end}' | grep -c "^$try\$") -eq 30 ]]
        fi
        ran upgrade w-1
        [[ $(record_of w-1) == complete* ]]
        [[ $(kubectl get configmap -o name | grep -cE '/w-1-[0-9]+$') -eq 30 ]]
        [[ $(kubectl get configmap -o jsonpath='{range .items[*]}{.data.k}{"\n"}{end}' | grep -c "^$((try + 1))\$") -eq 30 ]]
    done
    [[ $(kubectl get secret -o name | grep -c w-1-juno-v) -le 10 ]]
    run ! grep -qE 'under way' <(kubectl-juno history w-1)
    kubectl-juno delete w-1 --yes >/dev/null
    [[ -z $(bed_leftovers) ]]
}

@test "the API server killed between two writes of an upgrade: what was done is told, the rerun converges" {
    local i
    for ((i = 100; i < 400; i++)); do config_map "$i" 1; done | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    for ((i = 100; i < 400; i++)); do config_map "$i" 2; done | plugin_of
    kubectl-juno upgrade w-1 >out 2>err &
    pid=$!
    eventually sent patch configmaps/w-1-120 2
    "$BATS_TEST_DIRNAME/../testbed/apiserver" kill "$BED_OWN"
    wait "$pid" && status=0 || status=$?
    "$BATS_TEST_DIRNAME/../testbed/apiserver" start "$BED_OWN"
    tail -n 4 err
    [[ $status -eq 3 ]]
    grep -q "configmap/w-1-100 configured" err
    grep -q "configmap/w-1-399 not tried" err
    ran upgrade w-1
    [[ $(record_of w-1) == "complete 3" ]]
    [[ $(kubectl get configmap -o jsonpath='{range .items[*]}{.data.k}{"\n"}{end}' | grep -c '^2$') -eq 300 ]]
    # What was applied before the server went is not applied once more.
    assert_contains stdout "configmap/w-1-100 unchanged" "configmap/w-1-399 configured"
    kubectl-juno delete w-1 --yes >/dev/null
    [[ -z $(bed_leftovers) ]]
}

@test "R-156 Ctrl-C in the middle of an upgrade: 130, what was done is told, --atomic sends nothing more" {
    local i
    for ((i = 100; i < 400; i++)); do config_map "$i" 1; done | plugin_of
    kubectl-juno launch p w-1 >/dev/null
    for ((i = 100; i < 400; i++)); do config_map "$i" 2; done | plugin_of
    env --default-signal=INT kubectl-juno upgrade w-1 --atomic >out 2>err &
    pid=$!
    eventually sent patch configmaps/w-1-110 2
    kill -INT "$pid"
    wait "$pid" && status=0 || status=$?
    tail -n 4 err
    [[ $status -eq 130 ]]
    grep -q "configmap/w-1-399 not tried" err
    grep -q "of 300 objects are applied" err
    [[ $(versions w-1) == "1:launch:current 2:upgrade:unfinished" ]]
    ran rollback w-1
    [[ $(kubectl get configmap -o jsonpath='{range .items[*]}{.data.k}{"\n"}{end}' | grep -c '^1$') -eq 300 ]]
}

# ---- history

@test "the newest ten versions stay, and the one that holds; their order is kept" {
    local i
    config_map a '{{ .Values.cpu }}' | plugin_of
    kubectl-juno launch p w-1 --cpu 1 >/dev/null
    for ((i = 2; i <= 12; i++)); do kubectl-juno upgrade w-1 --cpu "$i" >/dev/null; done
    [[ $(kubectl-juno history w-1 --no-headers | awk '{ printf "%s ", $1 }') == "3 4 5 6 7 8 9 10 11 12 " ]]
    [[ $(kubectl-juno __complete rollback w-1 1) == $'10\tupgrade\n11\tupgrade\n12\tupgrade\n:4' ]]
    [[ $(kubectl-juno __complete upgrade w) == $'w-1\n:4' ]]
    ran rollback w-1 4
    [[ $(kubectl get configmap w-1-a -o jsonpath='{.data.k}') == 4 ]]
    run --separate-stderr kubectl-juno rollback w-1 3
    assert_status 1
    assert_contains stderr "there is no version 3 of 'w-1'" \
        "hint: there are 4, 5, 6, 7, 8, 9, 10, 11, 12 and 13; kubectl juno history w-1 tells more"
    ran history w-1 -o json
    assert_contains stdout '"kind": "VersionList"' '"version": 13' '"note": "to version 4"' '"status": "current"'
    # All of it is in the Secret: type, owner, gzip.
    [[ $(kubectl get secret w-1-juno-v13 -o jsonpath='{.type}') == juno/launch ]]
    kubectl get secret w-1-juno-v13 -o jsonpath='{.data.manifests\.gz}' | base64 -d | gunzip | grep -q 'name: w-1-a'
}

@test "without the right to Secrets a workload is launched and upgraded all the same, and rollback says what it lacks" {
    config_map a '{{ .Values.cpu }}' | plugin_of
    kubectl create role few --verb=get,list,create,patch,delete --resource=configmaps >/dev/null
    kubectl create rolebinding few --role=few --user=alice >/dev/null
    ran launch p w-1 --cpu 1 --context alice -n "$NS"
    assert_contains stderr "no history is kept: " "secrets"
    [[ $(grep -c "no history" <<<"$stderr") -eq 1 ]]
    ran upgrade w-1 --context alice -n "$NS" --memory 1Gi
    assert_contains stderr "secret answers are to be given again"
    [[ $(kubectl get configmap w-1-a -o jsonpath='{.data.k}') == 1 ]]
    run --separate-stderr kubectl-juno rollback w-1 --context alice -n "$NS"
    assert_status 1
    assert_contains stderr "'w-1' has no version to go back to" 'cannot list resource "secrets"'
    run --separate-stderr kubectl-juno history w-1 --context alice -n "$NS"
    assert_status 1
    assert_contains stderr "the history of 'w-1' cannot be read" 'cannot list resource "secrets"'
}

@test "manifests over the limit of a Secret are left out of the history, and rollback says so" {
    # Text that gzip does not make small.
    local i
    mkdir -p plugins/p/scripts/chart/files
    for i in 1 2 3; do
        head -c 600000 /dev/urandom | base64 -w 0 >"plugins/p/scripts/chart/files/$i"
        printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}-%s"}\ndata: {k: {{ .Files.Get "files/%s" | quote }}}\n' "$i" "$i"
    done | plugin_of
    ran launch p w-1
    assert_contains stderr "no rollback will lead to here"
    ran upgrade w-1 --cpu 2
    run --separate-stderr kubectl-juno rollback w-1
    assert_status 1
    assert_contains stderr "version 1 of 'w-1' was kept without its manifests"
}

# ---- diff

@test "diff shows no secret: Secrets, variables, secret answers wherever they stand" {
    {
        printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: {name: "{{ .Release.Name }}"}\nstringData: {login: "{{ .Values.password }}"}\n'
        config_map a 'url=http://u:{{ .Values.password }}@h/ {{ .Values.cpu }}'
    } | plugin_of '[{name: password, type: string, required: true}]'
    kubectl-juno launch p w-1 --set password=canary-one --cpu 1 >/dev/null
    run --separate-stderr kubectl-juno diff w-1 --set password=canary-two --cpu 2
    assert_status 1
    refute_contains stdout canary "$(printf canary-one | base64)" "$(printf canary-two | base64)"
    assert_contains stdout "*** (before)" "*** (after)" "http://u:***@h/ 1" "http://u:***@h/ 2"
    run --separate-stderr kubectl-juno diff w-1 --set password=canary-two -o json
    assert_status 1
    refute_contains stdout canary "$(printf canary-one | base64)" "$(printf canary-two | base64)"
    assert_contains stdout '"kind": "ChangeList"' '"object": "secret/w-1"'
}

@test "diff ends with 0 for nothing, 1 for something, 2 when it cannot tell; it changes nothing" {
    config_map a '{{ .Values.cpu }}' | plugin_of
    kubectl-juno launch p w-1 --cpu 1 >/dev/null
    bed_requests kubectl-juno | grep -cvE '^(get|list) |dryRun=All' >before || true
    ran diff w-1
    [[ -z $output && -z $stderr ]]
    run --separate-stderr kubectl-juno diff w-1 --cpu 2
    assert_status 1
    [[ -z $stderr ]]
    run --separate-stderr kubectl-juno diff nothing
    assert_status 2
    run --separate-stderr kubectl-juno diff w-1 --cpu 2 --set no=field
    assert_status 2
    run --separate-stderr kubectl-juno launch p w-2 --diff
    assert_status 0
    assert_contains stdout "--- /dev/null" "+++ configmap/w-2-a (then)" "+apiVersion: v1"
    bed_requests kubectl-juno | grep -cvE '^(get|list) |dryRun=All' >after || true
    cmp before after
    [[ $(kubectl get configmap w-1-a -o jsonpath='{.data.k}') == 1 ]]
}
