#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Both plugin manifests in the hands of the real Helm 3 and Helm 4: installed, used in `template`,
# removed again, each Helm with a plugin directory of its own.

load ../bats/helpers

setup() {
    juno_setup
    require_peers
    export HELM_CACHE_HOME=$HOME/cache HELM_CONFIG_HOME=$HOME/config HELM_DATA_HOME=$HOME/data
    chart=$JUNO_ROOT/examples/chart
    preset=$JUNO_ROOT/examples/presets/site-a
    render=(template demo "$chart")
    post=(--post-renderer-args --preset="$preset")
}

# The preset is in the output: its registry, and the label of the site.
assert_patched() {
    assert_status 0
    assert_contains stdout "registry.site-a.example.org" "kind: Deployment"
}

# all_files DIR: what lies in the plugin directory, links not followed
all_files() {
    find "$1" -mindepth 1 2>/dev/null | sort
}

@test "straight from the checkout, Helm 3 finds helm-juno on PATH" {
    export HELM_PLUGINS=$HOME/plugins3
    run --separate-stderr "$HELM3" "${render[@]}" --post-renderer helm-juno \
        --post-renderer-args post-render "${post[@]}"
    assert_patched
    run --separate-stderr "$HELM3" "${render[@]}" --post-renderer helm-juno "${post[@]}"
    assert_patched
}

@test "straight from the checkout, Helm 4 finds helm-juno in plugins/" {
    export HELM_PLUGINS=$JUNO_ROOT/plugins
    run --separate-stderr "$HELM4" "${render[@]}" --post-renderer helm-juno "${post[@]}"
    assert_patched
}

@test "Helm 3: plugin install, use, uninstall leave nothing behind" {
    export HELM_PLUGINS=$HOME/plugins3
    run --separate-stderr "$HELM3" plugin install "$JUNO_ROOT"
    assert_status 0
    assert_contains stdout "--post-renderer"
    run --separate-stderr "$HELM3" plugin list
    assert_contains stdout "juno" "$(cat "$JUNO_ROOT/VERSION")"
    run --separate-stderr "$HELM3" "${render[@]}" \
        --post-renderer "$HELM_PLUGINS/$(basename "$JUNO_ROOT")/bin/helm-juno" "${post[@]}"
    assert_patched
    run --separate-stderr "$HELM3" juno version
    assert_status 0
    assert_contains stdout "$(cat "$JUNO_ROOT/VERSION")"
    run --separate-stderr "$HELM3" plugin uninstall juno
    assert_status 0
    [ -z "$(all_files "$HELM_PLUGINS")" ]
}

@test "Helm 4: plugin install registers the post-renderer, uninstall removes both" {
    # Helm 4 installs into its data directory, whatever HELM_PLUGINS says.
    plugins=$HELM_DATA_HOME/plugins
    run --separate-stderr "$HELM4" plugin install "$JUNO_ROOT"
    assert_status 0
    assert_contains stdout "--post-renderer helm-juno"
    run --separate-stderr "$HELM4" plugin list
    assert_contains stdout "juno" "helm-juno" "postrenderer/v1"
    run --separate-stderr "$HELM4" "${render[@]}" --post-renderer helm-juno "${post[@]}"
    assert_patched
    run --separate-stderr "$HELM4" juno version
    assert_status 0
    run --separate-stderr "$HELM4" plugin uninstall juno
    assert_status 0
    [ -z "$(all_files "$plugins")" ]
}

@test "Helm 4: a checkout whose path has blanks works as well" {
    export HELM_DATA_HOME="$HOME/my data"
    mkdir -p "$HOME/a b/juno"
    cp -R "$JUNO_ROOT/plugin.yaml" "$JUNO_ROOT/plugins" "$JUNO_ROOT/scripts" "$HOME/a b/juno/"
    cp -R -L "$JUNO_ROOT/bin" "$HOME/a b/juno/bin"
    run --separate-stderr "$HELM4" plugin install "$HOME/a b/juno"
    assert_status 0
    run --separate-stderr "$HELM4" "${render[@]}" --post-renderer helm-juno "${post[@]}"
    assert_patched
    run --separate-stderr "$HELM4" plugin uninstall juno
    assert_status 0
    [ -z "$(all_files "$HELM_DATA_HOME/plugins")" ]
}

@test "the hook says what is missing when nothing was built" {
    mkdir -p "$HOME/juno"
    cp -R "$JUNO_ROOT/plugin.yaml" "$JUNO_ROOT/scripts" "$HOME/juno/"
    run --separate-stderr "$HELM4" plugin install "$HOME/juno"
    [ "$status" -ne 0 ]
    assert_contains stderr "bin/helm-juno is missing: run make"
}

@test "versions agree: both manifests, VERSION and the binary" {
    version=$(cat "$JUNO_ROOT/VERSION")
    grep -qx "version: $version" "$JUNO_ROOT/plugin.yaml"
    grep -qx "version: $version" "$JUNO_ROOT/plugins/helm-juno/plugin.yaml"
    run --separate-stderr helm-juno version
    assert_contains stdout "$version"
    grep -qx "  version: v$version" "$JUNO_ROOT/krew-manifest.yaml"
}

@test "R-034 a patch that matches nothing: Helm 3 shows standard error, Helm 4 the document" {
    mkdir bad
    printf '%s\n' 'patches:' '- target: {kind: Ingress, name: web}' '  patch: "- {op: remove, path: /spec/tls}"' \
        >bad/kustomization.yaml
    export HELM_PLUGINS=$HOME/plugins3
    run --separate-stderr "$HELM3" "${render[@]}" --post-renderer helm-juno --post-renderer-args --preset=bad
    assert_status 1
    assert_silent stdout
    assert_contains stderr "bad/kustomization.yaml:2" "Ingress/web" "matches nothing" "Ingress/demo-web"
    export HELM_PLUGINS=$JUNO_ROOT/plugins
    run --separate-stderr "$HELM4" "${render[@]}" --post-renderer helm-juno --post-renderer-args --preset=bad
    assert_status 1
    assert_silent stdout
    assert_contains stderr "bad/kustomization.yaml:2" "Ingress/web" "matches nothing" "Ingress/demo-web"
}

@test "a wrong flag is told through Helm 4 as well" {
    export HELM_PLUGINS=$JUNO_ROOT/plugins
    run --separate-stderr "$HELM4" "${render[@]}" --post-renderer helm-juno --post-renderer-args --prest=x
    assert_status 1
    assert_contains stderr "unknown flag: --prest" "--preset"
}

@test "an empty chart passes through both" {
    mkdir -p empty/templates
    printf '%s\n' 'apiVersion: v2' 'name: empty' 'version: 0.1.0' >empty/Chart.yaml
    mkdir nothing
    printf '%s\n' 'metadata: {name: nothing}' >nothing/kustomization.yaml
    export HELM_PLUGINS=$HOME/plugins3
    run --separate-stderr "$HELM3" template e empty --post-renderer helm-juno --post-renderer-args --preset=nothing
    assert_status 0
    export HELM_PLUGINS=$JUNO_ROOT/plugins
    run --separate-stderr "$HELM4" template e empty --post-renderer helm-juno --post-renderer-args --preset=nothing
    assert_status 0
}
