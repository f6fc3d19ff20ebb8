#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl-juno render --explain and --print-values: what the chart gets, and from where.

load helpers

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
    cat >helm <<'END'
#!/bin/sh
cat >given
cat manifests.yaml
END
    chmod +x helm
    export HELM_BIN=$PWD/helm
    cat >manifests.yaml <<'END'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 1}
END
    mkdir preset
    printf 'patches:\n- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {replicas: 2}\n- target: {kind: Ingress}\n  patch: |\n    - {op: remove, path: /spec}\n' \
        >preset/kustomization.yaml
}

explained() {
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www --explain "$@"
}

# row NAME LAYER FROM VALUE: one line of the table
row() {
    [[ $(grep -E "^$1 " <<<"$output" | sed -E 's/ {3,}/|/g; s/ +$//') == "$1|$2|$3|$4" ]] || {
        echo "no row '$1|$2|$3|$4' in:"
        echo "$output"
        return 1
    }
}

@test "every value of the chart says its layer and where in it" {
    printf 'tag: "1"\n\nreplicas: 3\n' >values
    explained --values values --set tag=2 --cpu 2 --env A=b --for-user ada
    assert_status 0
    [[ ${lines[0]} =~ ^NAME\ +LAYER\ +FROM\ +VALUE$ ]]
    row tag answer --set 2
    row replicas answer values:3 3
    row memory 'chart default' values.yaml:8 64Mi
    row cpu injected --cpu 2
    row user injected --for-user ada
    row env injected --env '[{"name":"JUNO","value":"true"},{"name":"A","value":"b"}]'
    row group injected 'the namespace' default
    row puid injected 'nobody knows it' 0
    [[ $output =~ registry\ +field\ default\ +docker.io ]]
    # No manifest is among it.
    refute_contains stdout 'kind:'
}

@test "a sample is told as one" {
    run --separate-stderr kubectl-juno render --catalog "$plugins" notebook nb --explain --sample
    assert_status 0
    [[ $output =~ repo\ +sample\ +sample ]]
}

@test "for each field that a preset changed the patch is told, and what matched nothing is no failure" {
    explained --preset preset
    assert_status 0
    assert_contains stdout 'kustomization.yaml:2' 'Deployment/web' 'spec.replicas   1 → 2' \
        "nothing matched: kind 'Ingress'" '1 object in, 1 out, 1 changed beyond labels, 1 patch without effect'
    # Without --explain it is one.
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www --preset preset
    assert_status 1
    assert_contains stderr 'matches nothing'
}

@test "-o json has both, with the keys that scripts rely on" {
    explained --preset preset --set tag=2 -o json
    assert_status 0
    printf '%s' "$output" >out.json
    python3 - <<'END'
import json
document = json.load(open("out.json"))
assert document["apiVersion"] == "juno/v1" and document["kind"] == "Explanation"
tag = [value for value in document["values"] if value["name"] == "tag"]
assert tag == [{"name": "tag", "layer": "answer", "from": "--set", "value": "2"}], tag
assert [value["name"] for value in document["values"]] == sorted(value["name"] for value in document["values"])
change = document["changes"][0]
assert (change["preset"], change["object"], change["field"], change["old"], change["new"]) == \
    ("preset", "Deployment/web", "spec.replicas", 1, 2), change
assert change["patch"].startswith("preset/kustomization.yaml:"), change
END
    explained -o jsonpath='{.values[?(@.name=="tag")].layer}'
    assert_output 'field default'
    explained -o name
    assert_status 2
}

@test "P7 secrets are not shown, neither by --explain nor by --print-values" {
    local args=(render --catalog "$plugins" terminal t --set-file password=- --env API_TOKEN=canary-2)
    run --separate-stderr kubectl-juno "${args[@]}" --explain <<<canary-1
    assert_status 0
    row password answer --set-file '***'
    refute_contains stdout canary
    run --separate-stderr kubectl-juno "${args[@]}" --print-values -o json <<<canary-1
    assert_status 0
    assert_contains stdout '"password": "***"'
    refute_contains stdout canary
    run --separate-stderr kubectl-juno "${args[@]}" --explain -o yaml <<<canary-1
    refute_contains stdout canary
}

@test "--print-values is what helm would be given, which is not run" {
    local args=(render --catalog "$plugins" site www --set replicas=3000000 --cpu-limit none)
    kubectl-juno "${args[@]}" >/dev/null
    kubectl-juno "${args[@]}" --print-values -o json >printed
    python3 - <<'END'
import json
given, printed = json.load(open("given")), json.load(open("printed"))
assert given == printed, (given, printed)
assert printed["replicas"] == "3000000" and printed["cpuLimit"] is None
END
    rm given
    kubectl-juno "${args[@]}" --print-values >printed
    [[ ! -e given ]]
    grep -qx 'replicas: "3000000"' printed
    run --separate-stderr kubectl-juno "${args[@]}" --print-values --explain
    assert_status 2
    assert_contains stderr '--explain and --print-values are two outputs'
}

@test "R-150 control characters of a chart's values do not reach a terminal" {
    cp -r "$plugins/site" .
    printf 'evil: "\\e[2Jx"\n' >>site/scripts/chart/values.yaml
    run --separate-stderr kubectl-juno render --catalog site site www --explain
    assert_status 0
    [[ $output != *$'\e'* && $output == *evil* ]]
}

@test "a chart whose values cannot be read is told with its place" {
    cp -r "$plugins/site" .
    printf 'a: [\n' >site/scripts/chart/values.yaml
    run --separate-stderr kubectl-juno render --catalog site site www --explain
    assert_status 1
    assert_contains stderr values.yaml:
}
