#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl-juno launch and render with the real Helm 3 and Helm 4, and its presets beside the real kustomize.

load ../bats/helpers

setup() {
    juno_setup
    require_peers
    plugins=$JUNO_ROOT/examples/plugins
    presets=$JUNO_ROOT/examples/presets
}

# render HELM TEMPLATE ARGUMENTS...
render() {
    local helm=$1 template=$2
    shift 2
    HELM_BIN=$helm run --separate-stderr kubectl-juno render --catalog "$plugins" "$template" x-1 -n film \
        --host juno.example.org "$@"
}

@test "every example renders, with samples for what has no default, alike with helm 3 and 4" {
    local name
    for name in notebook site terminal; do
        render "$HELM3" "$name" --sample
        assert_status 0
        assert_silent stderr
        printf '%s\n' "$output" >with3
        render "$HELM4" "$name" --sample
        assert_status 0
        printf '%s\n' "$output" >with4
        # They part manifests by other blanks; as objects they are one.
        for peer in 3 4; do
            mkdir -p "k$peer"
            cp "with$peer" "k$peer/m.yaml"
            echo 'resources: [m.yaml]' >"k$peer/kustomization.yaml"
            "$KUSTOMIZE" build "k$peer" >"built$peer"
        done
        assert_same_bytes built3 built4
        [[ $(grep -c 'kuiper.juno-innovations.com/kuiper-instance: x-1' built3) -ge $(grep -c '^kind:' built3) ]]
        [[ $(grep -c '^  namespace: film' built3) -eq $(grep -c '^kind:' built3) ]]
    done
}

@test "R-074 what was typed is what the chart's objects hold" {
    local helm
    printf '<p class="a">\\n {{ .Values }}\n--- x\n' >page
    for helm in "$HELM3" "$HELM4"; do
        render "$helm" site --set-file page=page --set 'tag=a"b\c, {d}: #e' --uid 5000001 --set replicas=1000000 \
            --env 'ODD=a "b" \ c: #d' --node-selector pool=true --cpu-limit 2
        assert_status 0
        assert_contains stdout '"<p class=\"a\">\\n {{ .Values }}\n--- x\n"' 'image: "docker.io/nginxinc/nginx-unprivileged:a\"b\\c, {d}: #e"' \
            'runAsUser: 5000001' 'fsGroup: 5000001' 'replicas: 1000000' 'value: "a \"b\" \\ c: #d"' 'name: "JUNO"' \
            'key: "pool"' 'cpu: "2"'
    done
}

@test "list entries reach the chart, and the chart's own refusal reaches the user" {
    render "$HELM3" site --set 'redirects[0].from=/a' --set 'redirects[0].to=/b' --set 'redirects[0].permanent=yes'
    assert_status 0
    assert_contains stdout 'location = /a {' 'return 301 "/film/x-1/b";'
    render "$HELM4" site --set 'redirects=[{from: "/a{", to: /b}]'
    assert_status 1
    assert_silent stdout
    assert_contains stderr "cannot render 'x-1' from 'site': helm failed" "redirects: '/a{' is not a path"
}

@test "presets change the objects as kustomize does" {
    local name preset
    for name in notebook site terminal; do
        for preset in site-a gpu; do
            render "$HELM3" "$name" --sample
            assert_status 0
            rm -rf dir ours
            mkdir ours
            cp -r "$presets/$preset" dir
            printf '%s\n' "$output" >dir/rendered.yaml
            printf 'resources: [rendered.yaml]\n' >>dir/kustomization.yaml
            "$KUSTOMIZE" build dir >theirs.yaml
            render "$HELM3" "$name" --sample --preset "$presets/$preset"
            assert_status 0
            printf '%s\n' "$output" >ours/m.yaml
            echo 'resources: [m.yaml]' >ours/kustomization.yaml
            "$KUSTOMIZE" build ours >ours.yaml
            assert_same_bytes theirs.yaml ours.yaml
        done
    done
}

@test "a template that is only packed renders as its directory does" {
    local name
    for name in notebook site terminal; do
        mkdir -p packed
        cp -r "$plugins/$name" packed
        rm -r "packed/$name/scripts"
        render "$HELM3" "$name" --sample
        local expected=$output
        HELM_BIN=$HELM3 run --separate-stderr kubectl-juno render --catalog packed "$name" x-1 -n film \
            --host juno.example.org --sample
        assert_status 0
        [[ $output == "$expected" ]]
    done
    run ls -A "$TMPDIR"
    assert_output ''
}

@test "metadata with other actions is rendered by helm" {
    local helm
    cp -r "$plugins/site" .
    sed -i '1i {{- if true }}' site/templates/metadata.yaml
    echo '{{- end }}' >>site/templates/metadata.yaml
    for helm in "$HELM3" "$HELM4"; do
        HELM_BIN=$helm run --separate-stderr kubectl-juno list --catalog site
        assert_status 0
        assert_contains stdout 'site   Server     OK       10'
    done
}

@test "helm is found on PATH, and a launch says what it would create" {
    use_helm 3
    run --separate-stderr kubectl-juno launch --catalog "$plugins" notebook nb-1 --set repo=jupyter/base-notebook \
        --set storage_class=fast --host juno.example.org --dry-run=client
    assert_status 0
    assert_silent stderr
    assert_output "persistentvolumeclaim/nb-1-data created (dry run)
service/nb-1 created (dry run)
statefulset.apps/nb-1 created (dry run)
ingress.networking.k8s.io/nb-1 created (dry run)"
}
