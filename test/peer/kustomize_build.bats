#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# helm-juno build against the real kustomize where files in memory cannot show it: git repositories, charts, -o.

load ../bats/helpers

setup() {
    juno_setup
    require_peers
    export GIT_CONFIG_GLOBAL=$HOME/gitconfig
    git config --global user.name a
    git config --global user.email a@b
    git config --global init.defaultBranch main
    git config --global protocol.file.allow always
}

# commit DIR: everything in DIR becomes a commit of its own repository
commit() {
    [[ -e $1/.git ]] || git init --quiet "$1"
    git -C "$1" add .
    git -C "$1" commit --quiet -m change
}

# config_map NAME: a ConfigMap
config_map() {
    printf '%s\n' 'apiVersion: v1' 'kind: ConfigMap' "metadata: {name: $1}"
}

# assert_same ARG...: both programs build ARG... to the same bytes
assert_same() {
    "$KUSTOMIZE" build "$@" >expected.yaml 2>kustomize.err || {
        cat kustomize.err
        return 1
    }
    helm-juno build --allow-git file "$@" >actual.yaml
    diff expected.yaml actual.yaml
}

@test "a repository with bases beside each other and a submodule" {
    mkdir -p inner repo/base repo/over p
    echo 'resources: [i.yaml]' >inner/kustomization.yaml
    config_map inside >inner/i.yaml
    commit inner
    echo 'resources: [b.yaml, ../sub]' >repo/base/kustomization.yaml
    config_map base >repo/base/b.yaml
    echo 'resources: [../base]' >repo/over/kustomization.yaml
    echo 'commonAnnotations: {from: over}' >>repo/over/kustomization.yaml
    git init --quiet repo
    git -C repo submodule --quiet add "file://$PWD/inner" sub
    commit repo
    git -C repo tag v1
    assert_same "file://$PWD/repo//over?ref=v1"
    assert_same "file://$PWD/repo//over?ref=$(git -C repo rev-parse HEAD)"
    printf '%s\n' "resources: [\"file://$PWD/repo//over?ref=v1\"]" 'namespace: ns' >p/kustomization.yaml
    assert_same p
}

@test "a branch that moves is seen" {
    mkdir repo
    echo 'resources: [b.yaml]' >repo/kustomization.yaml
    config_map one >repo/b.yaml
    commit repo
    assert_same "file://$PWD/repo?ref=main"
    config_map two >repo/b.yaml
    commit repo
    assert_same "file://$PWD/repo?ref=main"
    [[ $(<actual.yaml) == *two* ]]
}

@test "a repository that reaches outside is refused by both" {
    mkdir -p repo/a secret
    echo 'resources: [../../secret]' >repo/a/kustomization.yaml
    echo 'resources: [s.yaml]' >secret/kustomization.yaml
    config_map secret >secret/s.yaml
    commit repo
    run "$KUSTOMIZE" build "file://$PWD/repo//a"
    [[ $status -ne 0 ]]
    run --separate-stderr helm-juno build --allow-git file "file://$PWD/repo//a"
    assert_status 1
    ln -s /etc repo/a/out
    echo 'configMapGenerator: [{name: a, files: [out/passwd]}]' >repo/a/kustomization.yaml
    commit repo
    run "$KUSTOMIZE" build "file://$PWD/repo//a"
    [[ $status -ne 0 ]]
    run --separate-stderr helm-juno build --allow-git file "file://$PWD/repo//a"
    assert_status 1
    assert_contains stderr "is not in or below"
}

@test "charts, inflated by Helm 3 and Helm 4" {
    mkdir -p p/charts/x/templates
    printf '%s\n' 'apiVersion: v2' 'name: x' 'version: 1.0.0' >p/charts/x/Chart.yaml
    printf '%s\n' 'a: 1' 'list: [1, 2]' 'deep: {one: yes, two: off}' >p/charts/x/values.yaml
    # shellcheck disable=SC2016
    printf '%s\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata: {name: "{{ .Release.Name }}", namespace: "{{ .Release.Namespace }}"}' \
        'data:' '  values: {{ .Values | toJson | quote }}' >p/charts/x/templates/cm.yaml
    printf '%s\n' 'extra: "1e6"' >p/more.yaml
    printf '%s\n' 'namespace: ns' 'helmCharts:' '- name: x' '  releaseName: r' \
        '  additionalValuesFiles: [more.yaml]' '  valuesInline: {a: 0x10, list: [3], deep: {two: null, big: 12345678901234567890}}' \
        '- name: x' '  releaseName: s' '  namespace: other' '  valuesMerge: merge' '  valuesInline: {a: 7, more: {x: "on"}}' \
        '- name: x' '  releaseName: t' '  valuesMerge: replace' '  valuesInline: {b: ~, c: "no"}' \
        >p/kustomization.yaml
    for helm in "$HELM3" "$HELM4"; do
        assert_same --enable-helm --helm-command "$helm" p
    done
}

@test "one file an object" {
    mkdir p ours theirs
    echo 'resources: [o.yaml]' >p/kustomization.yaml
    for name in Web web-2; do
        for namespace in a b; do
            printf '%s\n' '---' 'apiVersion: apps/v1' 'kind: Deployment' "metadata: {name: $name, namespace: $namespace}"
        done
    done >p/o.yaml
    printf '%s\n' '---' 'apiVersion: v1' 'kind: Namespace' 'metadata: {name: a}' >>p/o.yaml
    "$KUSTOMIZE" build -o theirs p
    helm-juno build -o ours p
    diff -r theirs ours
}
