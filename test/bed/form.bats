# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# kubectl-juno launch -i with a cluster: what it has for inputs that name its objects, and a launch out of the form
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed
load ../bats/screen

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
    unset COLUMNS LINES
}

teardown() {
    screen_close
}

@test "the cluster's default class is there, others are refused while one types, and the form launches" {
    screen_open 100 30 kubectl-juno launch notebook nb-1 -i --host juno.example.org
    screen_wait 'testbed (default) ▾'
    screen_press Down
    screen_type 'jupyter/base'
    screen_press Down Down Down
    screen_wait '[testbed]'
    screen_type 'nosuch'
    screen_wait "the cluster has no StorageClass 'nosuch'"
    screen_press C-o
    screen_wait '1 input is wrong'
    # Nothing was sent while it was wrong.
    [[ -z $(bed_leftovers) ]]
    screen_press C-u Right
    screen_wait 'testbed (default) ▾'
    screen_press Down Down Down
    screen_type 's3cret'
    screen_press C-o
    screen_end
    [[ $status -eq 0 ]]
    [[ $output == *'kubectl juno launch notebook nb-1 --set repo=jupyter/base --set storage_class=testbed'*\
'--env JUPYTER_TOKEN="$JUPYTER_TOKEN"'* ]]
    [[ $output == *'statefulset.apps/nb-1 created'* ]]
    [[ $output != *s3cret* ]]
    [[ $(kubectl get configmap nb-1-kuiper-config -o 'jsonpath={.data.storage_class}') == testbed ]]
    [[ $(kubectl get statefulset nb-1 -o yaml) == *s3cret* ]]
}

@test "a default of the cluster that nobody touched is an answer" {
    screen_open 100 30 kubectl-juno launch notebook nb-1 -i --host juno.example.org --set repo=r --dry-run=server
    screen_wait 'testbed (default) ▾'
    screen_press C-o
    screen_end
    [[ $status -eq 0 ]]
    [[ $output == *'kubectl juno launch notebook nb-1 --set repo=r --set storage_class=testbed'* ]]
    [[ -z $(bed_leftovers) ]]
}

@test "every kind of choice a cluster has, from a catalog of a directory" {
    mkdir -p picks/templates
    cp -r "$JUNO_ROOT/examples/plugins/terminal/scripts" picks/
    cp "$JUNO_ROOT/examples/plugins/terminal/Chart.yaml" picks/
    cat >picks/templates/metadata.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata:
  name: picks-terra-metadata
  labels: {kuiper.juno-innovations.com/chart: picks-scripts-configmap}
data:
  chart: picks-scripts-configmap
  fields: |
    - {name: priority, type: k8sPriority}
    - {name: account, type: k8sServiceAccount}
    - {name: ingress, type: k8sIngressClass}
    - {name: disk, type: dataVolume, description: Disk}
    - name: disks
      type: list
      fields:
        - {name: class, type: k8sStorageClass, required: true}
END
    kubectl create serviceaccount runner >/dev/null
    screen_open 100 30 kubectl-juno launch picks p-1 -i --catalog picks
    screen_wait 'priority'
    screen_press Right
    screen_wait 'system-cluster-critical'
    screen_press Down
    screen_wait 'default  runner'
    screen_type 'run'
    screen_press Tab
    screen_wait 'runner ▾'
    screen_press Down Down
    # A kind that the cluster does not know is said, and nothing is refused for it.
    screen_wait 'Disk ('
    screen_press Down Enter
    screen_wait '[0].class'
    screen_wait 'testbed (default)'
    screen_press C-c
    screen_end
    [[ $status -eq 130 ]]
}

@test "who may not list the choices is told so, and types the name" {
    kubectl create clusterrole "$NS" --verb=get,list --resource=configmaps >/dev/null
    kubectl create clusterrolebinding "$NS" --clusterrole="$NS" --user=alice >/dev/null
    screen_open 160 30 kubectl-juno launch notebook nb-1 -i --context alice -n "$NS"
    screen_wait 'storage_class'
    screen_press Down
    screen_type r
    screen_press Down Down Down
    screen_wait 'Storage of the home ('
    screen_wait 'storage'
    screen_type 'any-class'
    screen_press Down
    screen_wait 'any-class'
    [[ $(screen_text) != *'has no StorageClass'* ]]
    screen_press C-c
    screen_end
    kubectl delete clusterrolebinding,clusterrole "$NS" >/dev/null
}
