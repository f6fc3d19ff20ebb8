#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Packages that are broken or hostile: the reason is told by list, show and launch, helm is never run, and nothing
# is left or written anywhere.

load helpers

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
    printf '#!/bin/sh\ntouch "%s/helm-ran"\n' "$PWD" >helm
    chmod +x helm
    export HELM_BIN=$PWD/helm
    mkdir -p c
    cp -r "$plugins/site" c
    cp -r "$plugins/notebook" c
    rm -r c/site/scripts
}

# package < PAYLOAD: site's package holds these bytes, base64 on one line
package() {
    package_text "$(base64 -w 0)"
}

# package_text TEXT: site's package holds this text
package_text() {
    {
        printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-scripts-configmap\ndata:\n'
        printf '  packaged_scripts.base64: "%s"\n' "$1"
    } >c/site/templates/packaged-scripts.yaml
}

# tar_of NAME: a tar with one member of that name
tar_of() {
    mkdir -p in/scripts/chart
    echo 'name: x' >in/scripts/chart/Chart.yaml
    tar -C in -P --transform="s,.*,$1," --owner=0 --group=0 -cf - scripts/chart/Chart.yaml
}

# broken STATE REASON...: site is so in every command; notebook is well
broken() {
    local state=$1
    shift
    run --separate-stderr kubectl-juno list --catalog c --check
    assert_status 0
    assert_contains stdout "$state" "$@" 'notebook   Application   OK'
    run --separate-stderr kubectl-juno show --catalog c site
    assert_status 0
    assert_contains stdout "Status   $state: " "$@"
    refute_contains stdout ' launch '
    run --separate-stderr kubectl-juno launch --catalog c site www --dry-run=client
    assert_status 1
    assert_silent stdout
    assert_contains stderr "cannot launch 'www' from 'site': $state: " "$@"
    [[ ! -e helm-ran ]]
    run ls -A "$TMPDIR"
    assert_output ''
}

@test "R-057 a payload that is not base64, or empty" {
    package_text 'H4s*'
    broken BadPayload 'packaged_scripts.base64 is not base64' "'*'"
    package_text 'H4sI_-'
    broken BadPayload 'packaged_scripts.base64 is not base64'
    package_text ''
    broken NoPayload 'packaged_scripts.base64 is empty'
}

@test "R-059 a package without the key, with it in binaryData, or not as text; and no package at all" {
    printf 'data: {}\n' >c/site/templates/packaged-scripts.yaml
    broken NoPayload 'there is no packaged_scripts.base64'
    printf 'binaryData: {packaged_scripts.base64: eA==}\n' >c/site/templates/packaged-scripts.yaml
    broken NoPayload binaryData
    printf 'data: {packaged_scripts.base64: [a]}\n' >c/site/templates/packaged-scripts.yaml
    broken NoPayload 'no text but a sequence'
    printf 'data: [\n' >c/site/templates/packaged-scripts.yaml
    broken BadPayload packaged-scripts.yaml:
    rm c/site/templates/packaged-scripts.yaml
    broken NoScripts 'neither scripts/ nor templates/packaged-scripts.yaml'
}

@test "R-058 a payload that is not gzip, or not tar inside" {
    echo 'hello, this is no archive' | package
    broken BadPayload 'not a gzip tar archive'
    echo 'hello, this is no tar either' | gzip | package
    broken BadPayload 'not a gzip tar archive'
    tar_of 'scripts/chart/Chart.yaml' | xz | package
    broken BadPayload 'not a gzip tar archive'
    tar_of 'scripts/chart/Chart.yaml' | gzip | gzip | package
    broken BadPayload 'not a gzip tar archive'
}

@test "R-045 members above, absolute, or with a backslash" {
    tar_of '../x' | gzip | package
    broken BadPayload "member '../x'"
    tar_of 'scripts/../../x' | gzip | package
    broken BadPayload "member 'scripts/../../x'"
    tar_of "$PWD/absolute" | gzip | package
    broken BadPayload "it is absolute"
    [[ ! -e $PWD/absolute && ! -e x && ! -e ../x ]]
    tar_of 'scripts/a\\\\..\\\\x' | gzip | package
    broken BadPayload backslash
}

@test "R-046 a symbolic link, a hard link, a fifo and a device" {
    mkdir -p in/scripts
    ln -s /etc/passwd in/scripts/link
    tar -C in -cf - scripts/link | gzip | package
    broken BadPayload "member 'scripts/link' is a symbolic link"
    echo a >in/scripts/a
    ln in/scripts/a in/scripts/b
    tar -C in -cf - scripts/a scripts/b | gzip | package
    broken BadPayload "a hard link"
    mkfifo in/scripts/pipe
    tar -C in -cf - scripts/pipe | gzip | package
    broken BadPayload "a fifo"
    tar -P --transform='s,/dev/null,scripts/null,' -cf - /dev/null | gzip | package
    broken BadPayload "a device"
}

@test "R-048 a hundred thousand members, and one outside scripts/" {
    tar_of 'other/x' | gzip | package
    broken BadPayload "outside 'scripts/'"
    mkdir -p many/scripts
    (cd many/scripts && xargs touch < <(seq -f %06.0f 0 99999))
    tar -C many -cf - scripts | gzip -1 | package
    broken BadPayload 'more than 4096 members'
}

@test "R-054 a bomb of two gigabytes stops early, in little memory" {
    head -c 2147483648 /dev/zero | gzip -1 | package
    # The sanitizer's shadow memory is no memory of ours.
    [[ -n ${JUNO_SANITIZED:-} ]] || ulimit -v 200000
    broken BadPayload 'it unpacks to more than'
}

@test "R-054 a member that claims sixteen gigabytes" {
    mkdir -p in/scripts
    truncate -s 16G in/scripts/big
    tar -C in -cf - scripts/big 2>/dev/null | head -c 100000 | gzip | package
    broken BadPayload 16777216
}

@test "R-055 a cut or damaged package is told with its place" {
    local whole
    whole=$(sed -n 's/^  packaged_scripts\.base64: "\(.*\)"$/\1/p' "$plugins/site/templates/packaged-scripts.yaml")
    base64 -d <<<"$whole" >good.gz
    head -c 1000 good.gz | package
    broken BadPayload 'at byte 1000 of the gzip: it is cut off'
    { head -c -6 good.gz && printf 'XXXXXX'; } | package
    broken BadPayload 'of the gzip: '
    { cat good.gz && echo garbage; } | package
    broken BadPayload 'something follows its end'
    gzip -dc good.gz | head -c 3000 | gzip | package
    broken BadPayload 'of the tar'
}

@test "a package without a chart" {
    tar_of 'scripts/readme' | gzip | package
    broken BadPayload 'there is no scripts/chart/Chart.yaml'
}

@test "R-050 a sound package is unpacked for helm into a private directory, and removed" {
    cp "$plugins/site/templates/packaged-scripts.yaml" c/site/templates
    cat >helm <<'END'
#!/bin/sh
for chart; do :; done
stat -c '%a' "$chart/../.." >mode
ls "$chart" >files
pwd >>"$chart/../../where"
echo 'kind: A'
END
    run --separate-stderr kubectl-juno render --catalog c site www
    assert_status 0
    [[ $(cat mode) == 700 ]]
    grep -qx Chart.yaml files
    run ls -A "$TMPDIR"
    assert_output ''
    # And when helm fails.
    printf '#!/bin/sh\nexit 1\n' >helm
    run --separate-stderr kubectl-juno render --catalog c site www
    assert_status 1
    run ls -A "$TMPDIR"
    assert_output ''
}

@test "a directory with scripts/ is rendered from them, and its broken package is told by show and --check" {
    cp -r "$plugins/site/scripts" c/site
    package_text 'H4s*'
    run --separate-stderr kubectl-juno list --catalog c --check
    assert_contains stdout BadPayload 'not base64'
    run --separate-stderr kubectl-juno list --catalog c
    refute_contains stdout BadPayload
    printf '#!/bin/sh\necho "kind: A"\n' >helm
    run --separate-stderr kubectl-juno render --catalog c site www
    assert_status 0
}

# bomb: a flow mapping whose aliases stand for 10^8 nodes
bomb() {
    local i before=1
    printf '{x: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'
    for ((i = 1; i < 8; i++)); do
        before=$((i - 1))
        printf ', x%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]' "$i" "$i" \
            $before $before $before $before $before $before $before $before $before $before
    done
    printf '}'
}

# nested N: a list within a list, N deep
nested() {
    printf '%*s%*s' "$1" '' "$1" '' | sed "s/ /[/g; s/\\[/]/$(($1 + 1))g"
}

fields_are() {
    printf 'metadata:\n  name: x-terra-metadata\n  labels: {kuiper.juno-innovations.com/chart: x}\ndata:\n  chart: x\n  fields: |\n    %s\n' \
        "$1" >c/site/templates/metadata.yaml
}

@test "R-006 aliases in the inputs of a template that stand for too much are refused, and crash nothing" {
    fields_are "- {name: y, type: dataVolume, default: $(bomb)}"
    run --separate-stderr kubectl-juno list --catalog c -o json
    assert_status 0
    assert_contains stdout "its aliases expand beyond the limit"
    run --separate-stderr kubectl-juno show --catalog c x
    assert_status 0
    assert_contains stdout "BadSchema"
    fields_are "- {name: y, type: dataVolume, default: {name: a, type: blank, b: &b [1], c: *b}}"
    run --separate-stderr kubectl-juno show --catalog c x -o json
    assert_status 0
    refute_contains stdout BadSchema
}

@test "R-005 inputs that are nested as deep as may be are an error in a list, no crash" {
    fields_are "- {name: y, type: dataVolume, default: {a: $(nested 990)}}"
    run --separate-stderr kubectl-juno show --catalog c x -o yaml
    assert_status 0
    fields_are "- {name: y, type: dataVolume, default: {a: $(nested 997)}}"
    run --separate-stderr kubectl-juno list --catalog c -o json
    assert_status 1
    assert_contains stderr "the result is nested deeper than 1000 levels"
}
