# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What a launch asks a real cluster: choices for its inputs, the platform's users and groups, claims, plugins
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed

# crd GROUP VERSION KIND PLURAL SCOPE
crd() {
    cat <<END
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: $4.$1, annotations: {api-approved.kubernetes.io: "unapproved, for a test"}}
spec:
  group: $1
  scope: $5
  names: {kind: $3, plural: $4, singular: ${3,,}}
  versions:
    - name: $2
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
---
END
}

# The platform, and what an administrator has made. The bed is this file's own: all of it is cluster-wide.
setup_file() {
    bed_up own
    bed_install argocd notebook
    {
        crd juno-innovations.com v2 User users Cluster
        crd juno-innovations.com v2 Group groups Cluster
        crd cdi.kubevirt.io v1beta1 DataVolume datavolumes Namespaced
    } | kubectl apply -f - >/dev/null
    kubectl wait --for condition=established --timeout 180s crd/users.juno-innovations.com \
        crd/groups.juno-innovations.com crd/datavolumes.cdi.kubevirt.io >/dev/null
    kubectl create namespace iso >/dev/null
    kubectl apply -f - >/dev/null <<'END'
apiVersion: juno-innovations.com/v2
kind: User
metadata: {name: ada}
spec: {uid: 5000001}
---
apiVersion: juno-innovations.com/v2
kind: User
metadata: {name: bob}
---
apiVersion: juno-innovations.com/v2
kind: Group
metadata: {name: artists}
spec: {uid: 2001, type: posix, members: [ada]}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: slow}
provisioner: testbed/none
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: soon}
value: 1000
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: front}
spec: {controller: example.org/front}
---
apiVersion: cdi.kubevirt.io/v1beta1
kind: DataVolume
metadata:
  name: win
  namespace: iso
  labels: {kuiper.juno-innovations.com/user-created-datavolume: ""}
spec: {storage: {resources: {requests: {storage: 20Gi}}}}
---
apiVersion: cdi.kubevirt.io/v1beta1
kind: DataVolume
metadata: {name: theirs, namespace: iso}
END
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
    bed_setup
    picking
}

# A plugin that asks for one object of each kind and writes its values into a ConfigMap.
picking() {
    mkdir -p picking/templates picking/scripts/chart/templates
    cat >picking/templates/metadata.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata:
  name: picking-terra-metadata
  labels: {kuiper.juno-innovations.com/chart: picking-scripts-configmap}
data:
  chart: picking-scripts-configmap
  fields: |
    - {name: class, type: k8sStorageClass, required: true}
    - {name: priority, type: k8sPriority}
    - {name: front, type: k8sIngressClass}
    - {name: account, type: k8sServiceAccount}
    - {name: disks, type: list, fields: [{name: volume, type: dataVolume, required: true}]}
END
    printf 'apiVersion: v2\nname: picking\nversion: 0.1.0\n' >picking/scripts/chart/Chart.yaml
    printf 'env: [{name: JUNO, value: "true"}]\n' >picking/scripts/chart/values.yaml
    cat >picking/scripts/chart/templates/seen.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Values.name | quote }}}
data:
  values: {{ toJson .Values | quote }}
END
}

# picked ARGS...: the values that the chart would get
picked() {
    run --separate-stderr kubectl-juno launch picking p-1 --catalog picking --host '' --dry-run=server \
        -o jsonpath='{.data.values}' "$@"
}

@test "show lists what the cluster has for each input, and marks its default" {
    kubectl create serviceaccount robot >/dev/null
    run --separate-stderr kubectl-juno show picking --catalog picking --choices
    assert_status 0
    [[ $output =~ class[[:space:]]+k8sStorageClass[[:space:]]+yes[[:space:]]+'(testbed)' ]]
    [[ $output =~ class[[:space:]]+slow[[:space:]]+testbed/none ]]
    [[ $output =~ class[[:space:]]+'testbed (default)' ]]
    [[ $output =~ priority[[:space:]]+soon[[:space:]]+1000 ]]
    [[ $output =~ front[[:space:]]+front[[:space:]]+example.org/front ]]
    [[ $output =~ account[[:space:]]+robot ]]
    [[ $output =~ 'disks[].volume'[[:space:]]+win[[:space:]]+'iso, 20Gi' ]]
    refute_contains stdout theirs
    # What the cluster decides need not be given.
    [[ ${lines[-1]} == "kubectl juno launch --catalog picking picking NAME" ]]

    run --separate-stderr kubectl-juno show picking --catalog picking --choices \
        -o jsonpath='{.fields[0].clusterDefault} {.fields[0].choices[?(@.default==true)].name}'
    assert_output "testbed testbed"
    [[ $(kubectl-juno __complete launch picking p --catalog picking --set 'disks[0].volume=w') == $'disks[0].volume=win\tiso, 20Gi\n:4' ]]
    [[ $(kubectl-juno __complete launch picking p --catalog picking --set account=r) == $'account=robot\n:4' ]]
    # A template of the cluster's catalog needs no flag for it.
    run --separate-stderr kubectl-juno show notebook
    assert_contains stdout "(testbed)" "What the cluster has" "launch notebook NAME --set repo=REPO"
    refute_contains stdout "storage_class=STORAGE_CLASS"
}

@test "R-065 names that the cluster has not are told all at once, with the nearest" {
    picked --set class=slwo --set priority=soom --set front=back --set account=nobody --set 'disks[0].volume=wni'
    assert_status 1
    assert_contains stderr "5 inputs are wrong" \
        "the cluster has no StorageClass 'slwo'" "did you mean 'slow'?" \
        "the cluster has no PriorityClass 'soom'" "did you mean 'soon'?" \
        "the cluster has no IngressClass 'back'" "the project has no ServiceAccount 'nobody'" \
        "the cluster has no DataVolume 'wni'" "did you mean 'win'?"
    picked --set class=slwo --force
    assert_status 0
    assert_contains stderr "warning: 'class': the cluster has no StorageClass 'slwo'"
    assert_contains stdout '"class":"slwo"'
}

@test "what nobody names is the cluster's default, and said; the name of a volume is a clone of it" {
    picked --set 'disks[0].volume=win' --set 'disks[1].volume=iso/win'
    assert_status 0
    assert_contains stderr "'class' is 'testbed', the cluster's default StorageClass"
    local clone='{"volume":{"name":"win","namespace":"iso","storage_size":"20Gi","type":"clone"}}'
    assert_contains stdout '"class":"testbed"' "\"disks\":[$clone,$clone]"
    # Those that users did not make are none to choose.
    picked --set 'disks[0].volume=theirs'
    assert_status 1
    assert_contains stderr "the cluster has no DataVolume 'theirs'"
}

@test "ids are those of the platform's user and group; flags win over them" {
    picked --for-user ada
    assert_status 0
    assert_contains stdout '"user":"ada"' '"puid":"5000001"' '"group":"artists"' '"guid":"2001"'
    picked --for-user ada --uid 7 --group film
    assert_contains stdout '"puid":"7"' '"group":"film"' '"guid":"7"'
    picked --for-user ada --uid 7 --gid 8
    assert_contains stdout '"puid":"7"' '"guid":"8"'
    picked --for-user bob
    assert_contains stdout '"puid":0' "\"group\":\"$NS\""
}

@test "a workload that would run as root for want of an id is warned of, where the chart reads it" {
    local args=(notebook nb-1 --set repo=r --host h.example.org --dry-run=server)
    run --separate-stderr kubectl-juno launch "${args[@]}" --for-user bob
    assert_contains stderr "it runs with user id 0 (User/bob: it has no id): name one by --uid"
    run --separate-stderr kubectl-juno launch "${args[@]}" --for-user carol
    assert_contains stderr "(User/carol: it is not there)"
    run --separate-stderr kubectl-juno launch "${args[@]}" --for-user ada
    refute_contains stderr "user id 0"
    picked --for-user bob
    refute_contains stderr "user id 0"
}

@test "host and pull secret are those of the project's launcher, and inspect says where each value came from" {
    kubectl create deployment kuiper --image x --replicas 0 >/dev/null
    kubectl set env deployment/kuiper HOST=juno.example.org PULL_SECRET=regcred >/dev/null
    run --separate-stderr kubectl-juno launch notebook nb-1 --set repo=r --for-user ada
    assert_status 0
    [[ $(kubectl get ingress nb-1 -o jsonpath='{.spec.rules[0].host}') == juno.example.org ]]
    [[ $(kubectl get statefulset nb-1 -o jsonpath='{.spec.template.spec.imagePullSecrets[0].name}') == regcred ]]
    [[ $(kubectl get statefulset nb-1 -o jsonpath='{.spec.template.spec.securityContext.runAsUser}') == 5000001 ]]
    kubectl get configmap nb-1-kuiper-config -o jsonpath='{.data.juno\.origins}' >origins
    python3 - <<'END'
import json
origins = json.load(open("origins"))
assert origins["host"] == "Deployment/kuiper", origins
assert origins["puid"] == "User/ada", origins
assert origins["guid"] == "Group/artists", origins
assert origins["repo"] == "--set", origins
assert origins["tag"] == "field default", origins
assert origins["storage_class"] == "cluster default", origins
END
}

@test "without a launcher the host is the portal's; without both an Ingress for every host is refused" {
    local args=(notebook nb-1 --set repo=r --dry-run=server)
    run --separate-stderr kubectl-juno launch "${args[@]}"
    assert_status 1
    assert_contains stderr "Ingress/nb-1 would answer for every host of the cluster" "name one by --host HOST"
    run --separate-stderr kubectl-juno launch "${args[@]}" --host ''
    assert_status 0
    kubectl create ingress hubble-ingress --rule 'hub.example.org/*=hubble:80' >/dev/null
    run --separate-stderr kubectl-juno launch "${args[@]}" -o jsonpath='{.items[*].spec.rules[0].host}'
    assert_status 0
    assert_output hub.example.org
}

# claim NAME ANNOTATIONS
claim() {
    kubectl apply -f - >/dev/null <<END
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: $1, annotations: {$2}}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
END
}

@test "managed claims are mounted for whom they are; --mounts names others, or none" {
    local k=kuiper.juno-innovations.com
    claim ada-home "$k/container-path: /home/ada, $k/sub-path: none, $k/mount-access: '[\"ada\"]'"
    claim tools "$k/container-path: /tools, $k/sub-path: bin, $k/mount-access: '[\"artists\"]'"
    claim secret "$k/container-path: /secret, $k/mount-access: '[\"bob\"]'"
    claim plain ""
    picked --for-user ada
    assert_status 0
    assert_contains stdout \
        '"volumeMounts":[{"mountPath":"/home/ada","name":"ada-home"},{"mountPath":"/tools","name":"tools","subPath":"bin"}]' \
        '"volumes":[{"name":"ada-home","persistentVolumeClaim":{"claimName":"ada-home"}},{"name":"tools","persistentVolumeClaim":{"claimName":"tools"}}]'
    picked --for-user carol
    refute_contains stdout volumeMounts '"volumes"'
    picked --for-user ada --mounts none
    refute_contains stdout volumeMounts '"volumes"'
    picked --for-user ada --mounts plain:/data:x
    assert_contains stdout '"volumeMounts":[{"mountPath":"/data","name":"plain","subPath":"x"}]'
    picked --mounts plain
    assert_status 2
    assert_contains stderr "where is 'plain' to be mounted? --mounts plain:/PATH"
    picked --mounts missing:/data
    assert_status 1
    assert_contains stderr "there is no PersistentVolumeClaim 'missing' in namespace '$NS'"

    run --separate-stderr kubectl-juno launch notebook nb-1 --set repo=r --host h.example.org --for-user ada
    assert_status 0
    [[ $(kubectl get statefulset nb-1 -o jsonpath='{.spec.template.spec.containers[0].volumeMounts[*].mountPath}') == *"/home/ada /tools"* ]]
    [[ $(kubectl-juno __complete launch notebook nb-1 --mounts a) == *$'ada-home\n'* ]]
}

@test "a claim that is called as a volume of the chart is told before the first write" {
    claim home ""
    run --separate-stderr kubectl-juno launch notebook nb-1 --set repo=r --host h.example.org --mounts home:/data
    assert_status 1
    assert_contains stderr "StatefulSet/nb-1: two volumes are called 'home'" "hint: " "--mounts none"
    [[ $(bed_leftovers) == persistentvolumeclaim/home ]]
}

@test "plugins are the labelled ConfigMaps of the project, none without the flag" {
    kubectl create configmap off --from-literal=z.py=1 --from-literal=a.sh=2 >/dev/null
    kubectl create configmap other --from-literal=x=1 >/dev/null
    kubectl label configmap off kuiper.juno-innovations.com/plugin=true >/dev/null
    picked
    refute_contains stdout '"plugins"'
    picked --plugins auto
    assert_status 0
    assert_contains stdout \
        '"plugins":[{"config":"off","file":"a.sh","name":"off-0"},{"config":"off","file":"z.py","name":"off-1"}]'
    picked --plugins other
    assert_status 1
    assert_contains stderr "there is no plugin 'other' in namespace '$NS'"
    [[ $(kubectl-juno __complete launch picking p-1 --catalog picking --plugins '') == $'auto\twhat the project offers\nnone\noff\n:4' ]]
}

@test "HTTPRoutes are asked for where only the platform's gateway serves, and by --gateway-api" {
    picked
    assert_contains stdout '"_juno_gateway_api":false'
    picked --gateway-api
    assert_contains stdout '"_juno_gateway_api":true'
    crd gateway.networking.k8s.io v1 Gateway gateways Namespaced | kubectl apply -f - >/dev/null
    kubectl wait --for condition=established --timeout 180s crd/gateways.gateway.networking.k8s.io >/dev/null
    kubectl apply -n argocd -f - >/dev/null <<'END'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: orion}
END
    picked
    assert_contains stdout '"_juno_gateway_api":true'
    picked --gateway-api=false
    assert_contains stdout '"_juno_gateway_api":false'
    kubectl delete -n argocd gateway orion >/dev/null
}

@test "R-092 who may read none of it launches all the same, and what is not checked is said" {
    kubectl create rolebinding alice-edits --clusterrole edit --user alice >/dev/null
    picked --context alice -n "$NS" --set class=anything --set 'disks[0].volume={name: d, type: blank, storage_size: 1Gi}'
    assert_status 0
    assert_contains stdout '"class":"anything"' '"puid":0'
    assert_contains stderr "an input of type k8sStorageClass is not checked: cannot list storageclasses"
}

@test "render of a template of the cluster asks that cluster; of a directory it asks nobody" {
    run --separate-stderr kubectl-juno render notebook nb-1 --set repo=r --host h.example.org --for-user ada \
        --print-values -o json
    assert_status 0
    assert_contains stdout '"puid": "5000001"' '"storage_class": "testbed"'
    run --separate-stderr kubectl-juno render picking --catalog picking --sample --for-user ada --print-values
    assert_status 0
    assert_contains stdout "puid: 0" "class: sample"
}

@test "an upgrade asks the project again, and takes mounts, plugins and the kind of route as they were said" {
    kubectl create configmap off --from-literal=a.sh=1 >/dev/null
    kubectl label configmap off kuiper.juno-innovations.com/plugin=true >/dev/null
    claim data ""
    kubectl-juno launch picking p-2 --catalog picking --for-user ada --gateway-api --mounts data:/data --plugins off \
        --env-only --env A=b >/dev/null
    kubectl patch user ada --type merge -p '{"spec":{"uid":5000002}}' >/dev/null
    run --separate-stderr kubectl-juno upgrade p-2 --catalog picking --set class=slow
    kubectl patch user ada --type merge -p '{"spec":{"uid":5000001}}' >/dev/null
    assert_status 0
    kubectl get configmap p-2 -o jsonpath='{.data.values}' >values
    python3 - <<'END'
import json
values = json.load(open("values"))
assert values["_juno_gateway_api"] is True, values
assert values["puid"] == "5000002" and values["class"] == "slow", values
assert [mount["mountPath"] for mount in values["volumeMounts"]] == ["/data"], values
assert [plugin["name"] for plugin in values["plugins"]] == ["off-0"], values
assert values["env"] == [{"name": "A", "value": "b"}], values
END
    run --separate-stderr kubectl-juno upgrade p-2 --catalog picking --gateway-api=false
    assert_status 0
    [[ $(kubectl get configmap p-2 -o jsonpath='{.data.values}') == *'"_juno_gateway_api":false'* ]]
}
