#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The traps of values on their way through Helm, each with the real Helm 3 and 4: what a user said is what a chart prints.

load ../bats/helpers

setup() {
    juno_setup
    require_peers
    mkdir -p traps/templates traps/scripts/chart/templates
    cat >traps/templates/metadata.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata:
  name: traps-terra-metadata
  labels: {kuiper.juno-innovations.com/chart: traps-scripts-configmap}
data:
  chart: traps-scripts-configmap
  fields: |
    - {name: tag, type: string}
    - {name: number, type: int, default: 5000001}
    - {name: flag, type: boolean, default: "false"}
    - {name: undeclared, type: string}
    - {name: several, type: multi, options: [a, "b,c"]}
    - name: disks
      type: list
      fields: [{name: name, required: true}, {name: size, type: int, default: 2000000}]
END
    printf 'apiVersion: v2\nname: traps\nversion: 0.1.0\n' >traps/scripts/chart/Chart.yaml
    cat >traps/scripts/chart/values.yaml <<'END'
tag: latest
cpuLimit: "2"
disks: [{name: junk1}, {name: junk2}]
several: [junk]
env: [{name: JUNO, value: "true"}]
selector: []
END
    cat >traps/scripts/chart/templates/seen.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: seen}
data:
  tag: "{{ .Values.tag }}"
  number: "{{ .Values.number }}"
  puid: "{{ .Values.puid }}"
  flag: {{ if .Values.flag }}"on"{{ else }}"off"{{ end }}
  limit: "{{ .Values.cpuLimit | default "none" }}"
  undeclared: "{{ .Values.undeclared }}"
  disks: "{{ range .Values.disks }}{{ .name }}={{ .size }};{{ end }}"
  several: {{ join "|" .Values.several | quote }}
  env: "{{ range .Values.env }}{{ .name }}={{ .value }};{{ end }}"
  selector: "{{ range .Values.selector }}{{ .key }}={{ .value }};{{ end }}"
END
}

# printed KEY VALUE ARGS...: with either helm the chart prints it so
printed() {
    local key=$1 value=$2 helm
    shift 2
    for helm in "$HELM3" "$HELM4"; do
        HELM_BIN=$helm run --separate-stderr kubectl-juno render traps x --catalog traps \
            -o jsonpath="{.data.$key}" "$@"
        assert_status 0
        assert_output "$value"
    done
}

@test "numbers from a million on are printed digit by digit: ids, answers, defaults, list entries" {
    printed puid 5000001 --uid 5000001
    printed number 5000001
    printed number 12345678901 --set number=12345678901
    printed disks 'a=2000000;b=3000000;' --set 'disks[0].name=a' --set 'disks[1].name=b' --set 'disks[1].size=3000000'
    printf 'number: 7000000\n' >values
    printed number 7000000 --values values
}

@test "a text is never cut, split or given a type" {
    local text
    for text in 'a=b,c' '{a,b}' true null 1.10 2.5 1.23 9.2.3 0777 1e3 2026-01-02 '~' 'x[0].y' '{{ .Values.puid }}'; do
        printed tag "$text" --set "tag=$text"
    done
    printf 'tag: 1.10\n' >values
    printed tag 1.10 --values values
}

@test "a boolean whose default is the text false is off" {
    printed flag off
    printed flag on --set flag=yes
}

@test "R-072 null takes the chart's own value away, as helm's does" {
    printed limit 2
    printed limit none --cpu-limit none
    printf 'number: null\n' >values
    printed number '' --values values
    printed number '' --set number=null
    # Beside helm itself: the chart's default goes, nothing else does.
    [[ $("$HELM3" template x traps/scripts/chart --set cpuLimit=null,number=null | grep -E '  (limit|number):') == \
        $'  number: ""\n  limit: "none"' ]]
}

@test "lists replace the chart's: variables are added to its own, --env-only replaces, junk entries do not get through" {
    printed env 'JUNO=true;'
    printed env 'JUNO=true;A=b;' --env A=b
    printed env 'JUNO=false;' --env JUNO=false
    printed env 'A=b;' --env A=b --env-only
    printed env '' --env-only
    printed disks ''
    printed several ''
    printed several 'a|b,c' --set 'several=a' --set 'several=b,c'
}

@test "a chart goes through the lists that it is given" {
    printed selector ''
    printed selector 'pool=gpu;' --node-selector pool=gpu
    sed -i 's/- {name: tag, type: string}/- {name: selector, default: ""}/' traps/templates/metadata.yaml
    printed selector ''
    HELM_BIN=$HELM3 run --separate-stderr kubectl-juno render traps x --catalog traps --set selector=a=b
    assert_status 1
    assert_contains stderr "'selector' must be a list"
}

@test "a value that the chart does not declare reaches its templates" {
    printed undeclared here --set undeclared=here
    printed undeclared ''
}

@test "what the chart cannot look into is told in helm's words" {
    # shellcheck disable=SC2016
    printf '{{ .Values.missing.key }}\n' >traps/scripts/chart/templates/broken.yaml
    HELM_BIN=$HELM3 run --separate-stderr kubectl-juno render traps x --catalog traps
    assert_status 1
    assert_silent stdout
    assert_contains stderr "nil pointer evaluating interface {}.key"
}

@test "what a chart without quotes would misread is warned of, a line end refused" {
    HELM_BIN=$HELM3 run --separate-stderr kubectl-juno render traps x --catalog traps --set 'tag=a\tb'
    assert_contains stderr "warning: 'tag' holds a quotation mark or backslash"
    HELM_BIN=$HELM3 run --separate-stderr kubectl-juno render traps x --catalog traps --set $'tag=a"\nevil: true'
    assert_status 1
    assert_contains stderr "has a line end"
    assert_silent stdout
}

@test "R-074 characters that YAML takes as line ends or refuses arrive as they are" {
    local text=$'a\u2028b\u2029c\u0085d\x7fe\ufefff\u00e9\U0001f600'
    # shellcheck disable=SC1083
    printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: seen}\ndata: {tag: {{ .Values.tag | b64enc | quote }}}\n' \
        >traps/scripts/chart/templates/seen.yaml
    printed tag "$(printf %s "$text" | base64 -w 0)" --unsafe --set "tag=$text"
}

@test "a virtual machine has whole cores" {
    cat >traps/scripts/chart/templates/vm.yaml <<'END'
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: {name: vm}
spec: {template: {spec: {domain: {cpu: {cores: {{ .Values.cpu }} }}}}}
END
    HELM_BIN=$HELM3 run --separate-stderr kubectl-juno render traps x --catalog traps --cpu 2
    assert_status 0
    HELM_BIN=$HELM3 run --separate-stderr kubectl-juno render traps x --catalog traps --cpu 500m
    assert_status 1
    assert_contains stderr "VirtualMachine/vm" "--cpu is a whole number for this template, not '500m'"
}

@test "the release is called as the workload" {
    printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}-{{ .Values.name }}"}\n' \
        >traps/scripts/chart/templates/seen.yaml
    HELM_BIN=$HELM4 run --separate-stderr kubectl-juno render traps nb-1 --catalog traps -o name
    assert_output configmap/nb-1-nb-1
}
