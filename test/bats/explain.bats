#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# helm-juno explain: which patch changed what, for people and for programs.

load helpers

# preset TEXT: the directory presets/site-a with this kustomization
preset() {
    mkdir -p presets/site-a
    printf '%s\n' "$1" >presets/site-a/kustomization.yaml
}

# stream: seven objects
stream() {
    cat <<'END'
---
# Source: demo/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: demo-web
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1.25
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: demo-web}
END
    local name
    for name in a b c d e; do
        printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n' "$name"
    done
}

explain() {
    stream >in.yaml
    run --separate-stderr helm-juno explain --preset presets/site-a "$@" <in.yaml
}

site_a='apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
metadata:
  name: site-a
labels:
- pairs:
    site: a

patches:

- target:
    kind: Deployment
    name: demo-web
  patch: |
    - op: add
      path: /spec/template/spec/runtimeClassName
      value: nvidia

- target: {kind: Ingress, name: web}
  patch: |
    - {op: remove, path: /spec}'

@test "what a patch changed, what it missed, and the whole in one line" {
    preset "$site_a"
    explain
    assert_status 0
    assert_silent stderr
    assert_output "presets/site-a
  kustomization.yaml:6    labels    7 objects
  kustomization.yaml:11   patch     Deployment/demo-web
      spec.template.spec.runtimeClassName   (none) → nvidia
  kustomization.yaml:19   patch     nothing matched: Ingress/web
      nearest: Ingress/demo-web; a target may say name: '.*-web'
7 objects in, 7 out, 1 changed beyond labels, 1 patch without effect"
}

@test "without a UTF-8 locale the arrow is ASCII" {
    preset "$site_a"
    LC_ALL=C explain
    assert_status 0
    assert_contains stdout "runtimeClassName   (none) -> nvidia"
}

@test "-o json has one item for each field, with the keys that scripts rely on" {
    preset "$site_a"
    explain -o json
    assert_status 0
    run -0 python3 -c '
import json, sys
document = json.load(open(sys.argv[1]))
assert (document["apiVersion"], document["kind"]) == ("juno/v1", "ChangeList"), document
items = document["items"]
assert all({"preset", "patch", "step", "object", "field", "old", "new"} <= set(item) for item in items)
for item in items:
    print(item["patch"], item["step"], item["object"], item["field"], item["old"], item["new"],
          item.get("unmatched"), item.get("hint"))
' <(printf '%s\n' "$output")
    assert_output "presets/site-a/kustomization.yaml:11 patch Deployment/demo-web spec.template.spec.runtimeClassName None nvidia None None
presets/site-a/kustomization.yaml:19 patch None None None None Ingress/web nearest is Ingress/demo-web; a target may say name: '.*-web'
presets/site-a/kustomization.yaml:6 labels Deployment/demo-web metadata.labels None {'site': 'a'} None None
presets/site-a/kustomization.yaml:6 labels Ingress/demo-web metadata.labels None {'site': 'a'} None None
presets/site-a/kustomization.yaml:6 labels ConfigMap/a metadata.labels None {'site': 'a'} None None
presets/site-a/kustomization.yaml:6 labels ConfigMap/b metadata.labels None {'site': 'a'} None None
presets/site-a/kustomization.yaml:6 labels ConfigMap/c metadata.labels None {'site': 'a'} None None
presets/site-a/kustomization.yaml:6 labels ConfigMap/d metadata.labels None {'site': 'a'} None None
presets/site-a/kustomization.yaml:6 labels ConfigMap/e metadata.labels None {'site': 'a'} None None"
}

@test "-o yaml is the same list" {
    preset 'replicas: [{name: demo-web, count: 2}]'
    explain -o yaml
    assert_status 0
    assert_output "apiVersion: juno/v1
items:
- field: spec.replicas
  new: 2
  object: Deployment/demo-web
  old: 1
  patch: presets/site-a/kustomization.yaml:1
  preset: presets/site-a
  step: replicas
kind: ChangeList"
}

@test "-o that is not offered is a usage error, before any work" {
    preset "$site_a"
    explain -o wide
    assert_status 2
    assert_silent stdout
    assert_contains stderr "wide" "json"
}

@test "presets are told in order, the later one on what the earlier one made" {
    preset 'images: [{name: nginx, newTag: "1.26"}]'
    mkdir gpu
    echo 'images: [{name: nginx, newTag: "1.27"}]' >gpu/kustomization.yaml
    explain --preset gpu/
    assert_status 0
    assert_output "presets/site-a
  kustomization.yaml:1   images    Deployment/demo-web
      spec.template.spec.containers[name=web].image   nginx:1.25 → nginx:1.26
gpu/
  kustomization.yaml:1   images    Deployment/demo-web
      spec.template.spec.containers[name=web].image   nginx:1.26 → nginx:1.27
7 objects in, 7 out, 1 changed beyond labels, 0 patches without effect"
}

@test "objects that a preset adds and removes, and names that follow" {
    mkdir -p presets/site-a
    printf 'apiVersion: v1\nkind: Secret\nmetadata: {name: own}\nstringData: {password: canary}\n' \
        >presets/site-a/own.yaml
    preset 'resources: [own.yaml]
patches:
- patch: |
    {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, $patch: delete}
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: demo-web}
    spec: {template: {spec: {volumes: [{name: v, configMap: {name: gen}}]}}}
configMapGenerator: [{name: gen, literals: [k=v]}]'
    explain
    assert_status 0
    assert_output "presets/site-a
  kustomization.yaml:3    patch       ConfigMap/a
      removed
  kustomization.yaml:5    patch       Deployment/demo-web
      spec.template.spec.volumes   (none) → [{\"configMap\":{\"name\":\"gen\"},\"name\":\"v\"}]
  kustomization.yaml:10   resource    ConfigMap/gen
      added
  kustomization.yaml      names       Deployment/demo-web
      spec.template.spec.volumes[name=v].configMap.name   gen → gen-bdg947hgcc
  kustomization.yaml      names       ConfigMap/gen
      metadata.name   gen → gen-bdg947hgcc
  own.yaml:1              resource    Secret/own
      added
7 objects in, 8 out, 1 changed beyond labels, 0 patches without effect"
}

@test "P7 what is in a Secret is not shown, in any format" {
    preset 'patches:
- target: {kind: Secret, name: s}
  patch: |
    - {op: replace, path: /stringData/password, value: canary-new}
    - {op: add, path: /stringData/more, value: canary-more}
secretGenerator: [{name: gen, literals: [token=canary-own]}]'
    printf 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: canary-old}\n' >in.yaml
    for format in yaml json; do
        run --separate-stderr helm-juno explain --preset presets/site-a -o "$format" <in.yaml
        assert_status 0
        refute_contains stdout canary Y2FuYXJ5
    done
    run --separate-stderr helm-juno explain --preset presets/site-a <in.yaml
    refute_contains stdout canary Y2FuYXJ5
    assert_contains stdout "stringData.password   *** (before) → *** (after)" "stringData.more   (none) → ***"
}

@test "a label that gets into a selector is named, for the API server refuses it" {
    preset 'commonLabels: {site: a}'
    explain
    assert_status 0
    assert_output "presets/site-a
  kustomization.yaml:1   commonLabels    7 objects
  kustomization.yaml:1   commonLabels    Deployment/demo-web
      spec.selector.matchLabels.site   (none) → a   immutable in the cluster
7 objects in, 7 out, 1 changed beyond labels, 0 patches without effect"
}

@test "a patch that changes nothing is one without effect" {
    preset 'patches:
- target: {kind: Deployment}
  patch: "- {op: replace, path: /spec/replicas, value: 1}"'
    explain
    assert_status 0
    assert_output "presets/site-a
  kustomization.yaml:2   patch    no change
7 objects in, 7 out, 0 changed beyond labels, 1 patch without effect"
}

@test "strings that look like something else are quoted, long values are cut where they differ" {
    preset 'patches:
- target: {kind: Deployment}
  patch: |
    - {op: add, path: /spec/a, value: "80"}
    - {op: add, path: /spec/b, value: ""}
    - {op: add, path: /spec/c, value: "two\nlines"}
- target: {kind: ConfigMap, name: a}
  patch: |
    - op: add
      path: /data
      value: 0123456789012345678901234567890123456789012345678901234567890123456789-old
- target: {kind: ConfigMap, name: a}
  patch: |
    - op: add
      path: /data
      value: 0123456789012345678901234567890123456789012345678901234567890123456789-new'
    explain
    assert_status 0
    assert_contains stdout 'spec.a   (none) → "80"' 'spec.b   (none) → ""' 'spec.c   (none) → "two\nlines"' \
        "data   ...1234567890123456789-old → ...1234567890123456789-new" \
        "data   (none) → 012345678901234567890123456789012345678901234567890123456789..."
}

@test "R-150 control characters of a stream do not reach a terminal" {
    preset 'patches:
- target: {kind: A}
  patch: "- {op: remove, path: /x}"'
    printf 'kind: A\nmetadata: {name: "a\\e[2J"}\nx: "\\e]0;t\\a"\n' >in.yaml
    run --separate-stderr helm-juno explain --preset presets/site-a <in.yaml
    assert_status 0
    refute_contains stdout $'\e' $'\a'
    assert_contains stdout "A/a^[[2J"
}

@test "an object that is written anew is named, for its comments go" {
    preset 'patches:
- target: {kind: A}
  patch: "- {op: remove, path: /b/x}"'
    printf 'kind: A\nmetadata: {name: a}\na: &a {x: v, z: v} # c\nb: {<<: *a}\n---\nkind: B\nmetadata: {name: b}\n' >in.yaml
    run --separate-stderr helm-juno explain --preset presets/site-a <in.yaml
    assert_status 0
    [ "$stderr" == "warning: A/a cannot be edited in its text: it is written anew, without comments" ]
    assert_contains stdout "b.x   v → (none)"
    run --separate-stderr helm-juno explain --quiet --preset presets/site-a <in.yaml
    assert_silent stderr
}

@test "plain scalars that Kubernetes and Kustomize read in two ways are told, without their text" {
    preset 'metadata: {name: nothing}'
    printf 'kind: A\nmetadata: {name: a, namespace: ns}\nx: {b: [yes, "yes", true]}\nd: 2001-01-01\n' >in.yaml
    for i in $(seq 20); do
        echo "k$i: off" >>in.yaml
    done
    run --separate-stderr helm-juno explain --preset presets/site-a <in.yaml
    assert_status 0
    assert_output "1 object in, 1 out, 0 changed beyond labels, 0 patches without effect"
    assert_contains stderr \
        "warning: A/a in namespace 'ns': x.b[0] is a boolean for Kubernetes and a string for Kustomize: quote it" \
        "warning: A/a in namespace 'ns': d is a string for Kubernetes and a time for Kustomize: quote it" \
        "warning: 12 more plain scalars are read in two ways"
    [ "$(wc -l <<<"$stderr")" -eq 11 ]
}

@test "R-001 empty input is no object, and every patch is without effect" {
    preset "$site_a"
    run --separate-stderr helm-juno explain --preset presets/site-a </dev/null
    assert_status 0
    assert_output "presets/site-a
  kustomization.yaml:6    labels    no change
  kustomization.yaml:11   patch     nothing matched: Deployment/demo-web
  kustomization.yaml:19   patch     nothing matched: Ingress/web
0 objects in, 0 out, 0 changed beyond labels, 2 patches without effect"
}

@test "no preset is a usage error, and so is an operand" {
    run --separate-stderr helm-juno explain </dev/null
    assert_status 2
    assert_silent stdout
    assert_contains stderr "no preset is given" "--preset DIR"
    run --separate-stderr helm-juno explain presets/site-a </dev/null
    assert_status 2
}

@test "what fails in post-render fails here, with the same words and nothing on standard output" {
    preset 'patches:
- target: {kind: Deployment}
  patch: "- {op: remove, path: /spec/nothing}"'
    explain
    assert_status 1
    assert_silent stdout
    local said=$stderr
    run --separate-stderr helm-juno post-render --preset presets/site-a <in.yaml
    assert_status 1
    [ "$stderr" == "$said" ]
    printf 'kind: A\n a: b\n' >in.yaml
    run --separate-stderr helm-juno explain --preset presets/site-a <in.yaml
    assert_status 1
    assert_silent stdout
    assert_contains stderr "<stdin>:2:"
}

@test "R-018 a reader that goes away ends the run without a word" {
    preset 'commonAnnotations: {a: b}'
    for i in $(seq 3000); do
        printf -- '---\nkind: A\nmetadata: {name: a%s}\n' "$i"
    done >in.yaml
    run --separate-stderr bash -c 'set -o pipefail; helm-juno explain -o json --preset presets/site-a <in.yaml | head -c 1; echo "${PIPESTATUS[0]}" >&2'
    assert_contains stderr 1
    refute_contains stderr "error"
}

@test "R-019 a full disk is an error" {
    preset "$site_a"
    stream >in.yaml
    run --separate-stderr bash -c 'helm-juno explain --preset presets/site-a <in.yaml >/dev/full'
    assert_status 1
    assert_contains stderr "error: " "No space left"
}

@test "R-037 a name that a patch with a target has and may not give is told, for people and programs" {
    preset 'patches:
- target: {kind: Deployment}
  patch: |
    kind: Deployment
    metadata: {name: any}
    spec: {replicas: 3}'
    explain
    assert_status 0
    assert_contains stdout "metadata.name stays: 'any' needs options: {allowNameChange: true}" "1 changed beyond labels, 0 patches without effect"
    explain -o json
    assert_status 0
    assert_contains stdout '"kept": "any"'
}
