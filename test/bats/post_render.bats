#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# helm-juno post-render as a filter: what comes out, what keeps its bytes, and every bad input.

load helpers

# preset TEXT: the directory `preset` with this kustomization
preset() {
    mkdir -p preset
    printf '%s\n' "$1" >preset/kustomization.yaml
}

# stream: what Helm 3 sends for a small chart
stream() {
    cat <<'END'
---
# Source: demo/templates/service.yaml
# the front door
apiVersion: v1
kind: Service
metadata:
  name:   demo-web   # odd blanks
spec:
  ports:
    - port: 80
---
# Source: demo/templates/notes.yaml
# only a comment
---
# Source: demo/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: demo-web
  labels: {app: "web"}
spec:
  replicas: 1 # to start with
  template:
    spec:
      containers:
        - name: web
          image: 'nginx:1.25'
END
}

post_render() {
    run --separate-stderr helm-juno post-render --preset preset "$@"
}

# fails_on STATUS TEXT...: the run failed with this status, wrote nothing, and said TEXT
fails_with() {
    local status_wanted=$1
    shift
    assert_status "$status_wanted"
    assert_silent stdout
    assert_contains stderr "error: " "$@"
}

@test "a patch changes its lines and no other byte" {
    preset 'patches:
- target: {kind: Deployment}
  patch: |
    - op: replace
      path: /spec/replicas
      value: 3
    - op: replace
      path: /spec/template/spec/containers/0/image
      value: nginx:1.27'
    stream >in.yaml
    helm-juno post-render --preset preset <in.yaml >out.yaml
    run diff in.yaml out.yaml
    assert_output '22c22
<   replicas: 1 # to start with
---
>   replicas: 3 # to start with
27c27
<           image: '"'nginx:1.25'"'
---
>           image: '"'nginx:1.27'"
}

@test "a preset that does nothing gives back the stream byte for byte" {
    preset 'metadata: {name: nothing}'
    stream >in.yaml
    printf -- '---\r\n# Source: b.yaml\r\nkind: A\r\nx: &a {y: 1}\r\nz: *a\r\n---\n{"kind": "B"}' >>in.yaml
    helm-juno post-render --preset preset <in.yaml >out.yaml
    cmp in.yaml out.yaml
}

@test "the output fed back is a fixed point (R-021)" {
    preset 'labels: [{pairs: {site: a}}]
images: [{name: nginx, newTag: "1.27"}]'
    stream | helm-juno post-render --preset preset >one.yaml
    helm-juno post-render --preset preset <one.yaml >two.yaml
    cmp one.yaml two.yaml
}

@test "presets are applied in order, the later one wins" {
    mkdir a b
    echo 'images: [{name: nginx, newTag: a}]' >a/kustomization.yaml
    echo 'images: [{name: nginx, newTag: b}]' >b/kustomization.yaml
    run --separate-stderr bash -c "$(declare -f stream); stream | helm-juno post-render --preset a --preset b"
    assert_status 0
    assert_contains stdout "image: 'nginx:b'"
}

@test "no command is the filter too, when standard input is not a terminal" {
    preset 'images: [{name: nginx, newTag: "2"}]'
    run --separate-stderr bash -c "$(declare -f stream); stream | helm-juno --preset preset"
    assert_status 0
    assert_contains stdout "nginx:2"
}

@test "R-001 empty and blank input give a comment line" {
    preset 'metadata: {name: nothing}'
    post_render </dev/null
    assert_status 0
    assert_output "# juno: no objects"
    printf ' \n\n' >blank.yaml
    post_render <blank.yaml
    assert_output "# juno: no objects"
}

@test "no preset is a usage error" {
    run --separate-stderr helm-juno post-render </dev/null
    fails_with 2 "no preset is given" "--preset DIR"
}

@test "R-007 broken YAML is told by line, document and object" {
    preset 'metadata: {name: nothing}'
    stream >in.yaml
    printf -- '---\nkind: ConfigMap\nmetadata:\n  name: broken\ndata:\n  a: "x\n' >>in.yaml
    post_render <in.yaml
    fails_with 1 "<stdin>:" "ConfigMap/broken"
}

@test "R-008 an unrendered template is recognised" {
    preset 'metadata: {name: nothing}'
    printf 'kind: A\nname: {{ .Values.x }}\n' >in.yaml
    post_render <in.yaml
    fails_with 1 "<stdin>:2:"
    assert_contains stderr "template"
}

@test "R-009 a duplicate key passes, and --strict refuses it with both lines" {
    preset 'metadata: {name: nothing}'
    printf 'kind: A\na: 1\na: 2\n' >in.yaml
    helm-juno post-render --preset preset <in.yaml >out.yaml
    cmp in.yaml out.yaml
    post_render --strict <in.yaml
    fails_with 1 "<stdin>:3:1" "line 2"
}

@test "R-023 a preset that is missing, a file, or without a kustomization" {
    post_render </dev/null
    fails_with 1 "preset"
    mkdir preset
    post_render </dev/null
    fails_with 1 "preset" "kustomization.yaml"
    rmdir preset
    echo 'metadata: {}' >preset
    post_render </dev/null
    fails_with 1 "preset"
}

@test "R-024 an unknown kustomization field is refused with its line and the nearest name" {
    preset 'metadata: {name: x}
labls: []'
    post_render </dev/null
    fails_with 1 "preset/kustomization.yaml:2" "labls"
    assert_contains stderr "labels"
}

@test "R-032 a generator or transformer that would run a program or a container is refused by name" {
    local field how
    for field in generators transformers validators; do
        for how in 'exec: {path: ./run}' 'container: {image: run}' 'starlark: {path: ./run}'; do
            preset "$field:
- |
  apiVersion: example.com/v1
  kind: Runner
  metadata:
    name: run
    annotations:
      config.kubernetes.io/function: '$how'"
            printf '#!/bin/sh\ntouch ran\n' >preset/run
            chmod +x preset/run
            post_render </dev/null
            fails_with 1 "preset/kustomization.yaml:3: the " "Runner is not run"
            [[ ! -e ran && ! -e preset/ran ]]
        done
    done
}

@test "R-034 a patch that matches nothing names the nearest object, and may be allowed" {
    preset 'patches:
- target: {kind: Deployment, name: web}
  patch: "- {op: remove, path: /spec/replicas}"'
    stream >in.yaml
    post_render <in.yaml
    fails_with 1 "preset/kustomization.yaml:2" "Deployment/web matches nothing" "hint: nearest is Deployment/demo-web"
    helm-juno post-render --preset preset --allow-unmatched <in.yaml >out.yaml
    cmp in.yaml out.yaml
    preset 'metadata: {annotations: {juno/allow-unmatched: "true"}}
patches:
- target: {kind: Deployment, name: web}
  patch: "- {op: remove, path: /spec/replicas}"'
    helm-juno post-render --preset preset <in.yaml >out.yaml
    cmp in.yaml out.yaml
}

@test "R-035 a JSON patch to a missing path names operation, path and object" {
    preset 'patches:
- target: {kind: Deployment}
  patch: |
    - {op: replace, path: /spec/replicas, value: 2}
    - {op: remove, path: /spec/nothing/here}'
    stream >in.yaml
    post_render <in.yaml
    fails_with 1 "/spec/nothing/here" "Deployment/demo-web" "preset/kustomization.yaml"
}

@test "two objects where one is needed are both named" {
    preset 'patchesStrategicMerge:
- |
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: twice}
  data: {a: b}'
    mkdir -p strict
    printf -- 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\n' >strict/two.yaml
    echo 'resources: [two.yaml]' >strict/kustomization.yaml
    run --separate-stderr helm-juno build strict
    fails_with 1 "ConfigMap" "twice"
    # In a stream the same object twice is legal, and each is patched.
    post_render <strict/two.yaml
    assert_status 0
    [ "$(grep -c 'a: b' <<<"$output")" -eq 2 ]
}

@test "R-006 an alias bomb is stopped by its limit" {
    preset 'commonAnnotations: {x: "y"}'
    {
        echo 'kind: A'
        echo 'a0: &a0 [x,x,x,x,x,x,x,x,x]'
        for i in 1 2 3 4 5 6 7 8 9; do
            p=$((i - 1))
            echo "a$i: &a$i [*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p]"
        done
    } >in.yaml
    post_render <in.yaml
    fails_with 1 "alias"
}

@test "R-005 200 levels pass, 200,000 are stopped at once" {
    preset 'commonAnnotations: {x: "y"}'
    {
        echo 'kind: A'
        printf 'deep: '
        printf '[%.0s' $(seq 200)
        printf ']%.0s' $(seq 200)
        echo
    } >in.yaml
    post_render <in.yaml
    assert_status 0
    head -c 200000 /dev/zero | tr '\0' '[' >in.yaml
    post_render <in.yaml
    fails_with 1 "1000"
}

@test "a scalar of 10 MB passes" {
    preset 'commonAnnotations: {x: "y"}'
    {
        printf 'kind: A\nbig: '
        head -c 10000000 /dev/zero | tr '\0' 'x'
        echo
    } >in.yaml
    helm-juno post-render --preset preset <in.yaml >out.yaml
    [ "$(grep -c 'x: "y"' out.yaml)" -eq 1 ]
    grep -qxF -f <(sed -n 2p in.yaml) out.yaml
}

@test "R-004 NUL bytes and bad UTF-8 are told by position" {
    preset 'metadata: {name: nothing}'
    printf 'kind: A\nb: x\0y\n' >in.yaml
    post_render <in.yaml
    fails_with 1 "<stdin>:2:5"
    printf 'kind: A\nb: x\377y\n' >in.yaml
    post_render <in.yaml
    fails_with 1 "<stdin>:2:5"
}

@test "R-018 a reader that goes away ends the run without a word" {
    preset 'metadata: {name: nothing}'
    { echo 'kind: A'; printf 'big: '; head -c 3000000 /dev/zero | tr '\0' x; echo; } >in.yaml
    run --separate-stderr bash -c 'set -o pipefail; helm-juno post-render --preset preset <in.yaml | head -c 1; echo "${PIPESTATUS[0]}" >&2'
    assert_contains stderr 1
    refute_contains stderr "error"
}

@test "R-019 a full disk is an error" {
    preset 'metadata: {name: nothing}'
    stream >in.yaml
    run --separate-stderr bash -c 'helm-juno post-render --preset preset <in.yaml >/dev/full'
    assert_status 1
    assert_contains stderr "error: " "No space left"
}

@test "closed standard output is an error, closed input is an empty stream" {
    preset 'metadata: {name: nothing}'
    stream >in.yaml
    run --separate-stderr bash -c 'helm-juno post-render --preset preset <in.yaml >&-'
    [ "$status" -ne 0 ] || [ -z "$output" ]
}

@test "Helm 4 is told of a failure by the document, with status 0" {
    preset 'nonsense: 1'
    stream >in.yaml
    post_render --host=helm4 <in.yaml
    assert_status 0
    assert_contains stdout '- "helm-juno: preset/kustomization.yaml:1'
    assert_contains stderr "error: "
    run --separate-stderr helm-juno post-render --host=helm4 --bogus <in.yaml
    assert_status 0
    assert_contains stdout '- "helm-juno: unknown flag: --bogus"'
}

@test "Helm 4's file names survive a patch that drops all annotations" {
    preset 'patches:
- target: {kind: A}
  patch: "- {op: remove, path: /metadata/annotations}"'
    printf 'apiVersion: v1\nkind: A\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: c/a.yaml\n  name: a\n' >in.yaml
    post_render --host=helm4 <in.yaml
    assert_status 0
    assert_contains stdout "postrenderer.helm.sh/postrender-filename: c/a.yaml"
}

@test "R-041 a preset that removes every object is refused" {
    preset 'patches:
- target: {kind: A}
  patch: |
    $patch: delete
    kind: A
    metadata: {name: any}'
    printf 'apiVersion: v1\nkind: A\nmetadata: {name: a}\n' >in.yaml
    post_render <in.yaml
    fails_with 1 "removes every object" "--allow-empty"
    post_render --allow-empty <in.yaml
    assert_status 0
    assert_output "# juno: no objects"
}

# ---- Producers

@test "R-003 input over the limit is refused with the limit" {
    preset 'metadata: {name: nothing}'
    run --separate-stderr bash -c 'yes "# comment" | head -c 268435457 | helm-juno post-render --preset preset'
    fails_with 1 "'<stdin>'" "over 268435456 bytes" "--max-input MIB"
}

@test "R-003 the limit of the input is lowered and raised by --max-input" {
    preset 'metadata: {name: nothing}'
    yes "# comment" | head -c 1048577 >in.yaml
    post_render --max-input 1 <in.yaml
    fails_with 1 "over 1048576 bytes" "--max-input MIB"
    post_render --max-input 2 <in.yaml
    assert_status 0
    post_render --max-input 4097 </dev/null
    fails_with 2 "from 1 to 4096"
    # Only a single document stays below 256 MiB.
    { yes "# comment" | head -c 160000000; echo; echo ---; yes "# comment" | head -c 160000000; } |
        helm-juno post-render --preset preset --max-input 512 | wc -c >count
    [[ "$(<count)" == 320000005 ]]
}

@test "R-015 a stream that ends within a document is an error, wherever it was cut" {
    local cut
    preset 'metadata: {name: nothing}'
    printf '%s\n' 'kind: A' --- 'kind: ConfigMap' 'metadata:' '  name: cut' 'data: {a: "b", c: [1, 2]}' >whole.yaml
    helm-juno post-render --preset preset <whole.yaml >out.yaml
    cmp whole.yaml out.yaml
    # Within the quotes, within the sequence, before the closing brace.
    for cut in '"b' '"b", c: [1' '"b", c: [1, 2]'; do
        { head -n 5 whole.yaml; printf 'data: {a: %s' "$cut"; } >in.yaml
        post_render <in.yaml
        fails_with 1 "<stdin>:" "(document 2, ConfigMap/cut)"
    done
    # A cut between documents cannot be seen: the producer's own status has to be asked.
    head -n 1 whole.yaml >in.yaml
    post_render <in.yaml
    assert_status 0
    run bash -c 'set -o pipefail; { echo "kind: A"; exit 3; } | helm-juno post-render --preset preset'
    assert_status 3
}

@test "R-020 a slow producer is waited for, and one that only writes to standard error is an empty one" {
    preset 'commonAnnotations: {a: "b"}'
    # shellcheck disable=SC2016
    run --separate-stderr bash -c '
        text=$(printf "kind: A\nb: c\n.")
        for ((i = 0; i < ${#text} - 1; i++)); do printf %s "${text:i:1}"; sleep 0.15; done |
            helm-juno post-render --preset preset'
    assert_status 0
    assert_output 'kind: A
b: c
metadata:
  annotations:
    a: b'
    run --separate-stderr bash -c '{ echo "Error: no chart" >&2; exit 1; } | helm-juno post-render --preset preset'
    assert_status 0
    assert_output "# juno: no objects"
    [[ $stderr == "Error: no chart" ]]
}

# cpu_of FILE: seconds of processor time that a post-rendering of FILE takes
cpu_of() {
    local TIMEFORMAT='%U %S'
    { time helm-juno post-render --preset preset <"$1" >out.yaml; } 2>&1 | awk '{ print $1 + $2 }'
}

@test "R-016 four times as many tiny documents, or keys, take four times the time" {
    local kind one four
    preset 'metadata: {name: nothing}'
    yes -- $'---\nkind: A' | head -n 200000 >documents.1
    { echo 'kind: A'; echo 'data:'; seq -f '  k%.0f: 1' 150000; } >keys.1
    cat documents.1 documents.1 documents.1 documents.1 >documents.4
    { echo 'kind: A'; echo 'data:'; seq -f '  k%.0f: 1' 600000; } >keys.4
    for kind in documents keys; do
        one=$(cpu_of $kind.1)
        cmp $kind.1 out.yaml
        four=$(cpu_of $kind.4)
        cmp $kind.4 out.yaml
        echo "$kind: $one s, then $four s"
        # Quadratic would be sixteen times.
        awk -v one="$one" -v four="$four" 'BEGIN { exit !(four <= 10 * one + 0.2) }'
    done
}

@test "R-022 R-021 the inputs that fuzzers found give an error, or output that is read back unchanged" {
    local file count=0
    preset 'metadata: {name: nothing}'
    mkdir touching
    echo 'commonAnnotations: {a: "b"}' >touching/kustomization.yaml
    for file in "$JUNO_ROOT"/test/fuzz/corpus/{post_render,yaml,splice}/*; do
        if ! helm-juno post-render --preset preset <"$file" >out.yaml 2>err.txt; then
            [[ ! -s out.yaml ]]
            grep -q '^error: ' err.txt
            continue
        fi
        cmp "$file" out.yaml
        if helm-juno post-render --preset touching <"$file" >one.yaml 2>err.txt; then
            helm-juno post-render --preset touching <one.yaml >two.yaml
            cmp one.yaml two.yaml
            count=$((count + 1))
        fi
    done
    # Some of them are meant to pass.
    ((count >= 15))
}

# ---- Presets

@test "R-025 R-026 what lies outside of the preset is not read, by name or by link" {
    local name
    echo 'canary-text' >secret
    mkdir preset
    ln -s ../secret preset/link
    ln -s loop2 preset/loop1
    ln -s loop1 preset/loop2
    for name in ../secret "$PWD/secret" link; do
        for field in "resources: [$name]" "patches: [{path: $name}]" "configMapGenerator: [{name: a, files: [$name]}]" \
            "configMapGenerator: [{name: a, envs: [$name]}]" "configurations: [$name]" "crds: [$name]" \
            "openapi: {path: $name}" "replacements: [{path: $name}]" "transformers: [$name]"; do
            echo "$field" >preset/kustomization.yaml
            post_render </dev/null
            fails_with 1 "preset/kustomization.yaml" "security; file '$PWD/secret' is not in or below '$PWD/preset'"
            refute_contains stderr canary-text
        done
    done
    echo 'resources: [loop1]' >preset/kustomization.yaml
    post_render </dev/null
    fails_with 1 "preset/loop1"
}

@test "R-029 a fifo, a socket, a device and a directory in the place of a file are refused unread" {
    local name
    mkdir -p preset/directory
    mkfifo preset/fifo
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("preset/socket")'
    ln -s /dev/zero preset/zero
    for name in fifo socket zero; do
        preset "resources: [$name]"
        run --separate-stderr timeout 300 helm-juno post-render --preset preset </dev/null
        fails_with 1 "'preset/$name' is not a regular file"
    done
    preset 'configMapGenerator: [{name: a, files: [directory]}]'
    post_render </dev/null
    fails_with 1 "'preset/directory' is a directory, not a file"
    rm preset/kustomization.yaml
    mkfifo preset/kustomization.yaml
    run --separate-stderr timeout 300 helm-juno post-render --preset preset </dev/null
    fails_with 1 "preset"
}

@test "R-030 a file that cannot be read is named with the reason" {
    mkdir preset
    # A regular file that nobody can read from its start.
    echo 'resources: [/proc/self/mem]' >preset/kustomization.yaml
    run --separate-stderr helm-juno build --load-restrictor LoadRestrictionsNone preset
    fails_with 1 "preset/kustomization.yaml:1" "/mem': Input/output error"
}

@test "R-028 bases that are too deep are refused with the limit" {
    local dir=preset i
    for ((i = 0; i < 70; i++)); do
        mkdir -p "$dir"
        echo 'resources: [d]' >"$dir/kustomization.yaml"
        dir+=/d
    done
    post_render </dev/null
    fails_with 1 "is more than 64 bases deep"
}

@test "R-038 a patch that copies an object into itself is stopped where it grows too much" {
    local copies
    printf 'apiVersion: v1\nkind: A\nmetadata: {name: a}\nspec: {b: [1, 2, 3]}\n' >in.yaml
    # In one place it is replaced each time: one level more, and no more.
    copies=$(for _ in {1..60}; do echo '    - {op: copy, from: /spec, path: /spec/a}'; done)
    preset "patches:
- target: {kind: A}
  patch: |
$copies"
    post_render <in.yaml
    assert_status 0
    # Beside each other they double it.
    copies=$(for i in {1..60}; do echo "    - {op: copy, from: /spec, path: /spec/a$i}"; done)
    preset "patches:
- target: {kind: A}
  patch: |
$copies"
    run --separate-stderr timeout 300 helm-juno post-render --preset preset <in.yaml
    fails_with 1 "preset/kustomization.yaml" "A/a"
}

@test "R-040 of two presets that write one field the last wins, and explain names both" {
    mkdir a b
    echo 'replicas: [{name: demo-web, count: 2}]' >a/kustomization.yaml
    echo 'replicas: [{name: demo-web, count: 3}]' >b/kustomization.yaml
    stream >in.yaml
    helm-juno post-render --preset a --preset b <in.yaml >out.yaml
    grep -q 'replicas: 3 # to start with' out.yaml
    run --separate-stderr helm-juno explain --preset a --preset b -o json <in.yaml
    assert_status 0
    run --separate-stderr python3 -c '
import json, sys
for row in json.loads(sys.argv[1])["items"]:
    print(row["preset"], row["patch"], row["field"], row["old"], row["new"])' "$output"
    assert_output 'a a/kustomization.yaml:1 spec.replicas 1 2
b b/kustomization.yaml:1 spec.replicas 2 3'
}

@test "R-043 a name that a preset makes too long is refused with the object and its length" {
    local long
    long=$(printf 'x%.0s' {1..60})
    preset "namePrefix: $long-"
    stream >in.yaml
    post_render <in.yaml
    fails_with 1 "preset: Service/$long-demo-web: its name has 69 characters, 63 are allowed"
}

hooked() {
    cat <<'END'
---
# Source: c/templates/job.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    helm.sh/hook: pre-upgrade
---
# Source: c/templates/cm.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
END
}

@test "a preset is for hooks too, or not, or only: by the run, else by its annotation" {
    preset 'commonAnnotations: {site: a}'
    hooked | helm-juno post-render --preset preset >out
    [[ $(grep -c 'site: a' out) -eq 3 ]]
    hooked | helm-juno post-render --preset preset --hooks exclude >out
    [[ $(grep -B9 'site: a' out | grep 'name:') == "  name: plain" ]]
    hooked | helm-juno post-render --preset preset --hooks only >out
    diff <(hooked | sed -n '/cm.yaml/,$p') <(sed -n '/cm.yaml/,$p' out)
    grep -q 'site: a' out
    preset 'metadata: {annotations: {juno/hooks: exclude}}
commonAnnotations: {site: a}'
    hooked | helm-juno post-render --preset preset >out
    [[ $(grep -c 'site: a' out) -eq 1 ]]
    hooked | helm-juno post-render --preset preset --hooks include >out
    [[ $(grep -c 'site: a' out) -eq 3 ]]
    hooked | helm-juno explain --preset preset >out
    grep -q '1 object' out
    preset 'metadata: {annotations: {juno/hooks: no-hooks}}
commonAnnotations: {site: a}'
    post_render < <(hooked)
    fails_with 1 "preset/kustomization.yaml" "'juno/hooks' is 'include', 'exclude' or 'only', not 'no-hooks'"
}

@test "--strict refuses a change that no cluster takes" {
    preset 'commonLabels: {site: a}'
    cat >in.yaml <<'END'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {selector: {matchLabels: {app: web}}}
END
    post_render <in.yaml
    assert_status 0
    post_render --strict <in.yaml
    fails_with 1 "preset/kustomization.yaml:1" "'spec.selector.matchLabels.site' of Deployment/web cannot be changed" "includeSelectors"
    preset 'labels: [{pairs: {site: a}}]'
    post_render --strict <in.yaml
    assert_status 0
    preset 'patches: [{target: {kind: Ingress}, patch: "- {op: remove, path: /spec}"}]'
    post_render --strict <in.yaml
    fails_with 1 "matches nothing"
}
