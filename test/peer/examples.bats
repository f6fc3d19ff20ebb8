#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The example catalog, chart and presets in the hands of the real helm and kustomize.

load ../bats/helpers

setup() {
    juno_setup
    require_peers
    plugins=$JUNO_ROOT/examples/plugins
    presets=$JUNO_ROOT/examples/presets
}

# launch_values FILE: what a launcher passes, with text in it that must arrive as it was typed
launch_values() {
    cat >"$1" <<'EOF'
name: x-1
user: ada
group: film-a
puid: "5000001"
guid: "2000001"
cpu: "2"
memory: 4Gi
cpuLimit: "4"
memoryLimit: 8Gi
idx: 0
host: juno.example.org
session: 0123456789abcdef
pullSecret: pull
volumeMounts: [{name: share, mountPath: /mnt/share}]
volumes: [{name: share, persistentVolumeClaim: {claimName: share}}]
env: [{name: JUNO, value: "true"}, {name: ODD, value: "a \"b\" \\ c: #d\ne"}]
selector: [{key: pool, value: "true"}]
plugins: [{name: helios-0, file: a.sh, config: helios}]
_kuiper: deprecated
registry: reg"is\try
repo: re'po
tag: "1.10"
gpu: true
storage_class: fa"st\
storage_size: 20Gi
publicAccess: true
shell: sh
font_size: 18
startup: "echo \"$HOME\"\n\tprintf '%s\\n' {{ x }}\n"
password: "p\"a\\s: 's"
replicas: 3
source: page
page: "<p class=\"a\">\\n {{ .Values }}\n--- x\n"
cache: 1h
fallback: true
redirects: [{from: /a, to: /b, permanent: true}, {from: /c, to: "https://example.org/x?y=1"}]
EOF
}

# chart_of NAME: the directory that is rendered for an example, `demo` being the plain chart
chart_of() {
    if [[ $1 == demo ]]; then
        echo "$JUNO_ROOT/examples/chart"
    else
        echo "$plugins/$1/scripts/chart"
    fi
}

# rendered NAME: the manifests of an example with its field defaults
rendered() {
    local answers=name=x-1,host=juno.example.org
    [[ $1 != notebook ]] || answers+=,repo=jupyter/base-notebook
    "$HELM3" template x-1 "$(chart_of "$1")" --namespace film-a --set "$answers"
}

# kustomized PRESET < MANIFESTS: what the real kustomize makes of them
kustomized() {
    local dir
    dir=$(mktemp -d)
    cp -r "$presets/$1/." "$dir"
    cat >"$dir/rendered.yaml"
    printf 'resources: [rendered.yaml]\n' >>"$dir/kustomization.yaml"
    "$KUSTOMIZE" build "$dir"
}

@test "helm 3 and helm 4 find nothing to say about any example, strictly" {
    local helm plugin
    for helm in "$HELM3" "$HELM4"; do
        for plugin in "$plugins"/*; do
            run --separate-stderr "$helm" lint --strict "$plugin" "$plugin/scripts/chart"
            assert_status 0
            assert_contains stdout '2 chart(s) linted, 0 chart(s) failed'
            refute_contains stdout '[INFO]' '[WARNING]' '[ERROR]'
        done
        run --separate-stderr "$helm" lint --strict "$JUNO_ROOT/examples/chart"
        assert_status 0
        refute_contains stdout '[INFO]' '[WARNING]' '[ERROR]'
    done
}

@test "an installed example is three ConfigMaps named after its release" {
    local helm plugin
    for helm in "$HELM3" "$HELM4"; do
        for plugin in "$plugins"/*; do
            run --separate-stderr "$helm" template studio-7 "$plugin" --namespace argocd
            assert_status 0
            assert_contains stdout \
                'kuiper.juno-innovations.com/chart: "studio-7-scripts-configmap"' \
                'chart: "studio-7-scripts-configmap"' \
                'name: "studio-7-terra-metadata"' \
                'name: "studio-7-scripts-configmap"' \
                'name: "studio-7-scripts-configmap-cleanup"'
            [[ $(grep -c '^kind: ' <<<"$output") -eq 3 ]]
            [[ $(grep -c '^kind: ConfigMap$' <<<"$output") -eq 3 ]]
        done
    done
}

@test "field defaults render the objects that the READMEs name, behind the project's log-in and without a GPU" {
    local plugin expected
    for plugin in notebook:PersistentVolumeClaim,Service,StatefulSet,Ingress terminal:ConfigMap,Service,StatefulSet,Ingress \
        site:ConfigMap,Service,Deployment,Ingress; do
        expected=${plugin#*:}
        run --separate-stderr rendered "${plugin%%:*}"
        assert_status 0
        [[ $(sed -n 's/^kind: //p' <<<"$output" | paste -sd,) == "$expected" ]] || { show_run && return 1; }
        assert_contains stdout \
            'nginx.ingress.kubernetes.io/auth-url: "http://hubble.film-a.svc.cluster.local:3000/api/auth-workstation/x-1/"' \
            'path: "/film-a/x-1/"' 'host: "juno.example.org"' 'automountServiceAccountToken: false'
        refute_contains stdout nvidia limits: 'kind: HTTPRoute'
    done
}

@test "every answer arrives as it was typed: quotes, backslashes, line ends, template braces, large numbers" {
    local helm name
    launch_values values.yaml
    for helm in "$HELM3" "$HELM4"; do
        for name in notebook terminal site; do
            # kustomize reads the manifests as a cluster would and writes them in one fixed form.
            "$helm" template x-1 "$plugins/$name/scripts/chart" --namespace film-a --values - <values.yaml >"$name.yaml"
            printf 'resources: [%s.yaml]\n' "$name" >kustomization.yaml
            run --separate-stderr "$KUSTOMIZE" build .
            assert_status 0
            assert_contains stdout $'image: reg"is\\try/re\'po:1.10' 'runAsUser: 5000001' 'runAsGroup: 2000001' \
                'claimName: share' 'mountPath: /mnt/share' '- name: pull' 'key: pool' 'cpu: "4"' 'memory: 8Gi'
            refute_contains stdout auth-url
            # kustomize folds long text; helm's own line has it whole.
            grep -qxF '              value: "a \"b\" \\ c: #d\ne"' "$name.yaml"
        done
        grep -qxF '      runtimeClassName: nvidia' notebook.yaml
        grep -qxF '              nvidia.com/gpu: "1"' notebook.yaml
        grep -qxF '  storageClassName: "fa\"st\\"' notebook.yaml
        # shellcheck disable=SC2016 # the answer's own dollar
        grep -qxF '  startup.sh: "echo \"$HOME\"\n\tprintf '\''%s\\n'\'' {{ x }}\n"' terminal.yaml
        [[ $(sed -n 's/^  password: "\(.*\)"$/\1/p' terminal.yaml | base64 -d) == "p\"a\\s: 's" ]]
        grep -qxF '              mountPath: "/etc/helios/init.d/helios-0/a.sh"' terminal.yaml
        grep -qxF '  index.html: "<p class=\"a\">\\n {{ .Values }}\n--- x\n"' site.yaml
        grep -qxF '            return 301 "/film-a/x-1/b";' site.yaml
        grep -qxF '            return 302 "https://example.org/x?y=1";' site.yaml
        grep -qxF '  replicas: 3' site.yaml
    done
}

@test "the Gateway API switch renders a route in place of the ingress, with the log-in unless public" {
    local name
    for name in notebook terminal site; do
        run --separate-stderr "$HELM3" template x-1 "$plugins/$name/scripts/chart" --namespace film-a \
            --set name=x-1,host=juno.example.org,_juno_gateway_api=true
        assert_status 0
        assert_contains stdout 'kind: HTTPRoute' 'name: orion' 'name: hubble-auth-service'
        refute_contains stdout 'kind: Ingress'
        run --separate-stderr "$HELM3" template x-1 "$plugins/$name/scripts/chart" --namespace film-a \
            --set name=x-1,_juno_gateway_api=true,publicAccess=true,password=secret
        assert_status 0
        refute_contains stdout hubble-auth-service
    done
}

@test "null takes away what it names: no requests, no limits, no extra lists" {
    local name
    for name in notebook terminal site; do
        run --separate-stderr "$HELM4" template x-1 "$plugins/$name/scripts/chart" --set name=x-1 \
            --set cpu=null,memory=null,env=null,selector=null,volumes=null,volumeMounts=null,plugins=null
        assert_status 0
        # The home's claim of storage is the one request that stays.
        refute_contains stdout 'cpu:' 'memory:' limits: requiredDuring
    done
}

@test "a public terminal without a password is refused, and a redirect that is no path" {
    run --separate-stderr "$HELM3" template x-1 "$plugins/terminal/scripts/chart" --set publicAccess=true
    assert_status 1
    assert_contains stderr 'publicAccess opens the shell to everyone: it needs a password'
    run --separate-stderr "$HELM3" template x-1 "$plugins/site/scripts/chart" \
        --set 'redirects[0].from=/a{,redirects[0].to=/b'
    assert_status 1
    assert_contains stderr "redirects: '/a{' is not a path"
    run --separate-stderr "$HELM3" template x-1 "$plugins/site/scripts/chart" \
        --set 'redirects[0].from=/a,redirects[0].to=/b";'
    assert_status 1
    assert_contains stderr "redirects: '/b\";' is not a path or URL"
}

@test "preset site-a fits every example under the real kustomize" {
    local name
    for name in notebook terminal site demo; do
        rendered "$name" >manifests.yaml
        run --separate-stderr kustomized site-a <manifests.yaml
        assert_status 0
        assert_contains stdout 'type: NodePort' 'example.org/site: site-a' 'key: example.org/site' \
            'image: registry.site-a.example.org/'
        refute_contains stdout 'type: ClusterIP' 'image: quay.io' 'image: docker.io/nginxinc' 'image: docker.io/tsl0922'
        if grep -q '^kind: PersistentVolumeClaim' manifests.yaml; then
            assert_contains stdout 'storageClassName: site-a-fast'
        fi
    done
}

@test "preset gpu adds one GPU to the main container and one toleration, after site-a too" {
    local name
    for name in notebook terminal site demo; do
        rendered "$name" >manifests.yaml
        run --separate-stderr kustomized gpu <manifests.yaml
        assert_status 0
        assert_contains stdout 'runtimeClassName: nvidia' 'nvidia.com/gpu: "1"' 'key: nvidia.com/gpu'
        # What was there is still there: the container is merged by its name, not added beside.
        [[ $(grep -c 'nvidia.com/gpu: "1"' <<<"$output") -eq 1 ]]
        [[ $(grep -cE '^ +(- )?image: ' <<<"$output") -eq $(grep -cE '^ +(- )?image: ' manifests.yaml) ]]

        kustomized site-a <manifests.yaml >at-site-a.yaml
        run --separate-stderr kustomized gpu <at-site-a.yaml
        assert_status 0
        assert_contains stdout 'key: nvidia.com/gpu' 'key: example.org/site' 'key: juno-innovations.com/workstation'
    done
}

@test "each preset makes of a stream what a build makes of the same manifests, and explain tells of it" {
    local name last
    for name in demo notebook terminal site; do
        rendered "$name" >"$name.yaml"
        helm-juno post-render --preset "$presets/site-a" --allow-unmatched <"$name.yaml" >"$name-a.yaml"
        run --separate-stderr helm-juno explain --preset "$presets/site-a" --preset "$presets/gpu" <"$name.yaml"
        assert_status 0
        refute_contains stdout "nothing matched: kind 'Deployment|StatefulSet'"
        last=$(tail -n 1 <<<"$output")
        [[ $last =~ ^[4-7]\ objects\ in,\ [4-7]\ out,\ [2-4]\ changed\ beyond\ labels ]] || { show_run && return 1; }
    done
    run --separate-stderr "$JUNO_ROOT/test/stream-equals-strict" presets "$presets/site-a" -- {demo,notebook,terminal,site}.yaml
    assert_output "4 equal, 0 refused by both, 0 different"
    # gpu adds to the tolerations, which site-a brings.
    run --separate-stderr "$JUNO_ROOT/test/stream-equals-strict" presets "$presets/gpu" -- {demo,notebook,terminal,site}-a.yaml
    assert_output "4 equal, 0 refused by both, 0 different"
}

@test "the demo chart renders seven kinds, one of them a test hook" {
    local helm
    for helm in "$HELM3" "$HELM4"; do
        run --separate-stderr "$helm" template demo "$JUNO_ROOT/examples/chart"
        assert_status 0
        [[ $(sed -n 's/^kind: //p' <<<"$output" | sort | paste -sd' ') == \
            'ConfigMap Deployment Ingress PersistentVolumeClaim Pod Service ServiceAccount' ]]
        assert_contains stdout 'helm.sh/hook: test' 'name: demo-web'
    done
}
