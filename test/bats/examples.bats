#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The example catalog as files, and the script that packs it. What the real helm and kustomize make of the examples is
# in test/peer/examples.bats.

load helpers

setup() {
    juno_setup
    pack=$JUNO_ROOT/scripts/pack-template
    plugins=$JUNO_ROOT/examples/plugins
}

# copy_of NAME: a copy of that example plugin in the working directory, to be spoilt
copy_of() {
    cp -r "$plugins/$1" .
}

# payload_of FILE: the packed scripts/ as a gzipped tar
payload_of() {
    sed -n 's/^  packaged_scripts\.base64: "\(.*\)"$/\1/p' "$1" | base64 -d
}

@test "the committed packages hold what scripts/ holds" {
    run --separate-stderr "$pack" --check "$plugins"/*
    assert_status 0
    assert_output "notebook     OK
site         OK
terminal     OK"
}

@test "every example is complete: the files that an author, a store and a launcher read" {
    local plugin file
    for plugin in "$plugins"/*; do
        for file in Chart.yaml terra.yaml values.yaml .helmignore README.md templates/metadata.yaml \
            templates/packaged-scripts.yaml templates/packaged-scripts-cleanup.yaml \
            scripts/entrypoint.sh scripts/chart/Chart.yaml scripts/chart/values.yaml; do
            [[ -s $plugin/$file ]] || { echo "$plugin/$file is missing or empty" && return 1; }
        done
        [[ -x $plugin/scripts/entrypoint.sh ]]
        # A store finds it by these, and the embedded chart has the plugin's name.
        grep -qx "resource_id: \"${plugin##*/}\"" "$plugin/terra.yaml"
        grep -qx '  - cluster-level' "$plugin/terra.yaml"
        grep -qx '  - workload' "$plugin/terra.yaml"
        grep -qx "name: ${plugin##*/}" "$plugin/scripts/chart/Chart.yaml"
    done
}

@test "every metadata.yaml carries the discovery label, which names the scripts ConfigMap as data.chart does" {
    local plugin metadata
    for plugin in "$plugins"/*; do
        metadata=$plugin/templates/metadata.yaml
        grep -qxF '  name: "{{ .Release.Name }}-terra-metadata"' "$metadata"
        grep -qxF '    kuiper.juno-innovations.com/chart: "{{ .Release.Name }}-scripts-configmap"' "$metadata"
        grep -qxF '  chart: "{{ .Release.Name }}-scripts-configmap"' "$metadata"
        grep -qxF '  name: "{{ .Release.Name }}-scripts-configmap"' "$plugin/templates/packaged-scripts.yaml"
        # The category is the same in the catalog and on what runs.
        grep -rqxF "$(grep 'juno-innovations.com/workload:' "$metadata")" "$plugin/scripts/chart/templates"
    done
}

@test "together the examples show every ordinary field type, a secret one and one without a default" {
    local type
    for type in string int boolean select multi-line list k8sStorageClass; do
        grep -q "^ *type: $type\$" "$plugins"/*/templates/metadata.yaml || { echo "no field of type $type" && return 1; }
    done
    grep -q '^ *sensitive: true$' "$plugins"/*/templates/metadata.yaml
    # notebook asks for its image repository and offers none.
    grep -A3 '^    - name: repo$' "$plugins/notebook/templates/metadata.yaml" | grep -q 'required: true'
    run grep -A3 '^    - name: repo$' "$plugins/notebook/templates/metadata.yaml"
    refute_contains stdout default
}

@test "every field is a key of the embedded chart's values and is read by a template" {
    local plugin field
    for plugin in "$plugins"/*; do
        # Fields of the schema stand at indent 4, those of its lists deeper.
        while read -r field; do
            [[ $field != icon ]] || continue
            grep -q "^$field:" "$plugin/scripts/chart/values.yaml" || { echo "$plugin: no value $field" && return 1; }
            grep -rqE "\.Values\.$field\b" "$plugin/scripts/chart/templates" ||
                { echo "$plugin: $field is never read" && return 1; }
            grep -qF "| \`$field\` |" "$plugin/README.md" || { echo "$plugin: README lacks $field" && return 1; }
        done < <(sed -n 's/^    - name: //p; /^  env_hints/q' "$plugin/templates/metadata.yaml")
    done
}

@test "every embedded chart has a value for each key that a launch injects" {
    local plugin key
    for plugin in "$plugins"/*; do
        for key in name user group puid guid cpu memory cpuLimit memoryLimit idx host session pullSecret volumeMounts \
            volumes env selector plugins _kuiper _juno_gateway_api; do
            grep -q "^$key:" "$plugin/scripts/chart/values.yaml" || { echo "$plugin: no value $key" && return 1; }
        done
    done
}

@test "presets are plain Kustomize: no file of theirs needs a field or a program of ours" {
    local file
    while read -r file; do
        run sed -n 's/^\([a-zA-Z]*\):.*/\1/p' "$file"
        if grep -vxE 'apiVersion|kind|metadata|components|labels|images|patches' <<<"$output"; then
            echo "$file"
            return 1
        fi
    done < <(find "$JUNO_ROOT/examples/presets" -name kustomization.yaml)
}

@test "packing twice gives the same bytes whatever the umask, the zone, the dates and the modes on disk" {
    copy_of terminal
    (umask 022 && TZ=UTC "$pack" terminal)
    cp -r terminal/templates first
    find terminal/scripts -exec touch -d '2001-02-03' {} +
    find terminal/scripts -type d -exec chmod 2770 {} +
    find terminal/scripts -type f ! -perm /111 -exec chmod 600 {} +
    chmod 700 terminal/scripts/entrypoint.sh
    (umask 077 && TZ=America/New_York "$pack" terminal)
    diff -r first terminal/templates
}

@test "a package is a GNU tar of root's files, depth first, with time 0 and a nameless gzip header" {
    payload_of "$plugins/terminal/templates/packaged-scripts.yaml" >payload
    [[ $(head -c 10 payload | od -An -tx1 | tr -d ' ') == 1f8b0800000000000003 ]]
    [[ $(gzip -dc payload | head -c 265 | tail -c 8 | od -An -tx1 | tr -d ' ') == 7573746172202000 ]]
    run env TZ=UTC tar -tvzf payload
    assert_contains stdout 'drwxr-xr-x root/root         0 1970-01-01 00:00 scripts/' '-rwxr-xr-x root/root'
    run tar -tzf payload
    assert_output "scripts/
scripts/chart/
scripts/chart/Chart.yaml
scripts/chart/files/
scripts/chart/files/start.sh
scripts/chart/templates/
scripts/chart/templates/ingress.yaml
scripts/chart/templates/login.yaml
scripts/chart/templates/scripts.yaml
scripts/chart/templates/service.yaml
scripts/chart/templates/statefulset.yaml
scripts/chart/values.yaml
scripts/entrypoint.sh"
}

@test "both packages end without a line end and differ only in the name and the hook" {
    run diff "$plugins/site/templates/packaged-scripts.yaml" "$plugins/site/templates/packaged-scripts-cleanup.yaml"
    assert_output '5c5,7
<   name: "{{ .Release.Name }}-scripts-configmap"
---
>   name: "{{ .Release.Name }}-scripts-configmap-cleanup"
>   annotations:
>     argocd.argoproj.io/hook: PostDelete'
    [[ $(tail -c 1 "$plugins/site/templates/packaged-scripts.yaml") == '"' ]]
}

@test "what editors and version control leave behind stays out, and is named" {
    copy_of site
    mkdir -p site/scripts/chart/.git site/scripts/__pycache__
    touch site/scripts/chart/values.yaml~ site/scripts/chart/.DS_Store site/scripts/chart/.git/HEAD \
        site/scripts/__pycache__/a.pyc site/scripts/.entrypoint.sh.swp
    run --separate-stderr "$pack" site
    assert_status 0
    assert_contains stderr 'site: left out chart/values.yaml~' 'site: left out chart/.DS_Store' \
        'site: left out chart/.git' 'site: left out __pycache__' 'site: left out .entrypoint.sh.swp'
    run --separate-stderr "$pack" --check site
    assert_status 0
    [[ $(payload_of site/templates/packaged-scripts.yaml | tar -tz | grep -cE '~$|DS_Store|\.git|pycache|swp') -eq 0 ]]
}

@test "a symbolic link is refused by name, and the old package stays" {
    copy_of site
    ln -s /etc/passwd site/scripts/chart/passwd
    run --separate-stderr "$pack" site
    assert_status 1
    assert_contains stderr "cannot pack 'site': not a file or directory: site/scripts/chart/passwd"
    diff -r site/templates "$plugins/site/templates"
}

@test "a payload that no ConfigMap can hold is refused, and the old package stays" {
    copy_of site
    head -c 900000 /dev/urandom >site/scripts/chart/noise
    run --separate-stderr "$pack" site
    assert_status 1
    assert_contains stderr 'do not fit a ConfigMap'
    diff -r site/templates "$plugins/site/templates"
}

@test "--check tells a changed, an added and a removed file by path" {
    copy_of site
    echo '# more' >>site/scripts/chart/values.yaml
    touch site/scripts/chart/new
    rm site/scripts/entrypoint.sh
    run --separate-stderr "$pack" --check site
    assert_status 1
    assert_contains stdout 'site         STALE' 'old/scripts/chart/values.yaml' 'chart: new' 'scripts: entrypoint.sh'
}

@test "--check tells a corrupt payload, another cleanup payload, an edited header and a missing package" {
    copy_of site
    sed -i 's/base64: "H4sI/base64: "H4sJ/' site/templates/packaged-scripts*.yaml
    run --separate-stderr "$pack" --check site
    assert_status 1
    assert_output 'site         CORRUPT'

    cp "$plugins/site/templates/packaged-scripts.yaml" site/templates
    run --separate-stderr "$pack" --check site
    assert_status 1
    assert_output 'site         CLEANUP-DIFFERS'

    cp "$plugins/site/templates/packaged-scripts-cleanup.yaml" site/templates
    sed -i 's/^    exec /    /' site/templates/packaged-scripts.yaml
    run --separate-stderr "$pack" --check site
    assert_status 1
    assert_contains stdout 'site         STALE' 'the header differs'

    rm site/templates/packaged-scripts.yaml
    run --separate-stderr "$pack" --check site
    assert_status 1
    assert_output 'site         MISSING'
}

@test "no plugin, an empty one and one without scripts/ are usage errors" {
    run --separate-stderr "$pack"
    assert_status 2
    assert_contains stderr 'usage: scripts/pack-template'
    run --separate-stderr "$pack" ''
    assert_status 2
    mkdir empty
    run --separate-stderr "$pack" empty
    assert_status 2
    assert_contains stderr "'empty' holds no scripts/ and templates/"
}

@test "packing leaves nothing behind, neither beside the packages nor in the temporary directory" {
    copy_of notebook
    "$pack" notebook
    "$pack" --check notebook
    run ls -A notebook/templates
    assert_output "metadata.yaml
packaged-scripts-cleanup.yaml
packaged-scripts.yaml"
    run ls -A "$TMPDIR"
    assert_output ""
}
