#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# helm-juno build: where the result goes, and what is only done when it is allowed.

load helpers

setup() {
    juno_setup
    mkdir p
    cat >p/kustomization.yaml <<'END'
namespace: site-a
resources: [objects.yaml]
configMapGenerator:
- name: settings
  literals: [color=blue]
END
    printf '%s\n' 'apiVersion: v1' 'kind: Namespace' 'metadata: {name: other}' '---' \
        'apiVersion: apps/v1' 'kind: Deployment' 'metadata: {name: web}' >p/objects.yaml
}

# repository: p as a git repository in repo, tagged v1
repository() {
    git -c init.defaultBranch=main init --quiet repo
    cp -R p repo/base
    git -C repo add .
    git -C repo -c user.name=a -c user.email=a@b commit --quiet -m one
    git -C repo tag v1
}

@test "build -o FILE writes the file and prints nothing" {
    run --separate-stderr helm-juno build p
    assert_status 0
    printf '%s\n' "$output" >printed.yaml
    run --separate-stderr helm-juno build -o out.yaml p
    assert_status 0
    [[ -z $output ]]
    cmp printed.yaml out.yaml
}

@test "build -o DIR writes one file an object" {
    mkdir out
    run --separate-stderr helm-juno build -o out p
    assert_status 0
    [[ $(cd out && ls) == "apps_v1_deployment_web.yaml
v1_configmap_settings-747dfcb89d.yaml
v1_namespace_site-a.yaml" ]]
}

@test "a build that fails leaves the file of -o as it was" {
    echo before >out.yaml
    rm p/objects.yaml
    run --separate-stderr helm-juno build -o out.yaml p
    assert_status 1
    assert_contains stderr "there is no file 'p/objects.yaml'"
    [[ $(cat out.yaml) == before && $(echo out*) == out.yaml ]]
}

@test "R-019 build -o to where nothing can be written says so" {
    run --separate-stderr helm-juno build -o none/out.yaml p
    assert_status 1
    assert_contains stderr "none/out.yaml"
}

@test "R-031 build takes a URL, and a stream only a whole commit" {
    repository
    run --separate-stderr helm-juno build --allow-git file "file://$PWD/repo//base?ref=v1"
    assert_status 0
    [[ $output == "$(helm-juno build p)" ]]
    run --separate-stderr helm-juno post-render --preset "https://h/o/r//base?ref=v1" </dev/null
    assert_status 1
    assert_contains stderr "it may be another one tomorrow" "name the whole commit"
}

@test "R-149 file:// and http:// are fetched only when allowed" {
    repository
    run --separate-stderr helm-juno build "file://$PWD/repo//base?ref=v1"
    assert_status 1
    assert_contains stderr "git is not asked for" "--allow-git"
    run --separate-stderr helm-juno build --allow-git ext p
    assert_status 2
    assert_contains stderr "--allow-git takes 'file' or 'http', not 'ext'"
    [[ ! -e $HOME/.cache/juno/git ]]
}

@test "R-031 R-149 a stream takes a base of a repository at a whole commit, over what is allowed, and then from the cache" {
    local base
    repository
    base="file://$PWD/repo//base?ref=$(git -C repo rev-parse HEAD)"
    mkdir preset
    printf '%s\n' "resources: ['$base']" 'namePrefix: x-' >preset/kustomization.yaml
    for command in post-render explain; do
        run --separate-stderr helm-juno "$command" --preset preset </dev/null
        assert_status 1
        assert_silent stdout
        assert_contains stderr "preset/kustomization.yaml:1: " "git is not asked for" "--allow-git"
        run --separate-stderr helm-juno "$command" --allow-git ext --preset preset </dev/null
        assert_status 2
        assert_contains stderr "--allow-git takes 'file' or 'http', not 'ext'"
    done
    run --separate-stderr helm-juno post-render --allow-git file --preset preset </dev/null
    assert_status 0
    assert_contains stdout "name: x-web" "name: x-settings"
    mv repo away
    [[ $output == "$(helm-juno post-render --allow-git file --preset preset </dev/null)" ]]
    run --separate-stderr helm-juno explain --allow-git file --preset preset </dev/null
    assert_status 0
    assert_contains stdout "resource" "Deployment/web"
    run --separate-stderr helm-juno post-render --allow-git file --preset "$base" </dev/null
    assert_status 0
    assert_contains stdout "name: web"
}

@test "R-032 a chart is not inflated unless asked, and then by the helm that is named" {
    mkdir -p p/charts/x
    printf '%s\n' 'helmCharts: [{name: x}]' >p/kustomization.yaml
    echo 'a: 1' >p/charts/x/values.yaml
    run --separate-stderr helm-juno build p
    assert_status 1
    assert_contains stderr "p/kustomization.yaml:1: helm is not run for the chart 'x'" "--enable-helm"
    run --separate-stderr helm-juno build --enable-helm --helm-command ./none p
    assert_status 1
    assert_contains stderr "--helm-command: there is no program './none'"
}

@test "a build leaves nothing behind, also with charts" {
    mkdir -p p/charts/x
    printf '%s\n' 'helmCharts: [{name: x}]' >p/kustomization.yaml
    echo 'a: 1' >p/charts/x/values.yaml
    cat >fake-helm <<'END'
#!/bin/sh
case $1 in
version) echo v3.18.0 ;;
template) mkdir -p "$HELM_CACHE_HOME" && printf 'kind: A\nmetadata: {name: a}\nvalues: "%s"\n' "$(cat)" ;;
esac
END
    chmod +x fake-helm
    run --separate-stderr helm-juno build --enable-helm --helm-command ./fake-helm p
    assert_status 0
    assert_contains stdout 'values: '"'a: 1'"
    [[ -z $(ls -A "$TMPDIR") ]]
    [[ $(find p -type f | wc -l) -eq 3 ]]
}
