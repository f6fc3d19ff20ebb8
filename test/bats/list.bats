#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl-juno list: which templates there are, in every form, and what broken ones look like.

load helpers

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
}

# plugin NAME CATEGORY FIELDS: a small template in catalog/NAME
plugin() {
    mkdir -p "catalog/$1/templates" "catalog/$1/scripts/chart"
    cat >"catalog/$1/templates/metadata.yaml" <<END
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-terra-metadata
  labels:
    kuiper.juno-innovations.com/chart: {{ .Release.Name }}-scripts-configmap
  annotations:
    juno-innovations.com/workload: $2
data:
  chart: {{ .Release.Name }}-scripts-configmap
  description: About $1
  fields: '$3'
END
    printf 'name: %s\nversion: 1.0.0\n' "$1" >"catalog/$1/scripts/chart/Chart.yaml"
}

@test "the example catalog as a table, by category and name" {
    run --separate-stderr kubectl-juno list --catalog "$plugins"
    assert_status 0
    assert_output "NAME       CATEGORY      STATUS   FIELDS   DESCRIPTION
notebook   Application   OK       7        JupyterLab with a home that lasts
site       Server        OK       10       Web site served by nginx
terminal   Terminal      OK       8        Shell in the browser"
    assert_silent stderr
}

@test "a repository, JUNO_CATALOG and --catalog give the same list" {
    local expected
    expected=$(kubectl-juno list --catalog "$plugins" -o json | grep -v '"source"')
    [[ $(kubectl-juno list --catalog "$JUNO_ROOT/examples" -o json | grep -v '"source"') == "$expected" ]]
    [[ $(JUNO_CATALOG=$plugins kubectl-juno list -o json | grep -v '"source"') == "$expected" ]]
}

@test "machine formats carry the documented keys" {
    run --separate-stderr kubectl-juno list --catalog "$plugins" --check -o json
    assert_status 0
    assert_contains stdout '"apiVersion": "juno/v1"' '"kind": "TemplateList"' '"name": "notebook"' \
        '"category": "Application"' '"status": "OK"' '"revision": "' '"type": "k8sStorageClass"' \
        "\"source\": \"$plugins/notebook\""
    run --separate-stderr kubectl-juno list --catalog "$plugins" -o name
    assert_output "template/notebook
template/site
template/terminal"
    run --separate-stderr kubectl-juno list --catalog "$plugins" -o yaml
    assert_contains stdout 'kind: TemplateList' '  name: terminal'
    run --separate-stderr kubectl-juno list --catalog "$plugins" -o wide --no-headers
    assert_contains stdout "$plugins/site"
    refute_contains stdout SOURCE
}

@test "the default of a secret is masked in machine formats" {
    plugin vault Server '[{name: db_password, default: hunter2}, {name: pin, sensitive: true, default: "1234"}]'
    run --separate-stderr kubectl-juno list --catalog catalog -o yaml
    assert_contains stdout "'***'"
    refute_contains stdout hunter2 1234
}

@test "R-079 no catalog and no cluster: both ways on are told" {
    run --separate-stderr kubectl-juno list
    assert_status 1
    assert_contains stderr "no cluster is configured: there is no $KUBECONFIG" '--catalog DIR' JUNO_CATALOG --kubeconfig
    assert_silent stdout
}

@test "a catalog that is not there, is a file, or the word cluster, is told" {
    touch file
    run --separate-stderr kubectl-juno list --catalog none
    assert_status 1
    assert_contains stderr "there is no catalog 'none'" "hint: a catalog is a plugin, a directory of plugins"
    run --separate-stderr kubectl-juno list --catalog file
    assert_status 1
    assert_contains stderr "catalog 'file' is no directory" "hint: a catalog is a plugin"
    run --separate-stderr kubectl-juno list --catalog cluster
    assert_status 1
    assert_contains stderr "cannot read the catalog of the cluster: no cluster is configured"
}

@test "the word cluster is the cluster, whatever lies in the working directory" {
    mkdir cluster
    run --separate-stderr kubectl-juno list
    assert_status 1
    assert_contains stderr "cannot read the catalog of the cluster: no cluster is configured"
    run --separate-stderr kubectl-juno list --catalog cluster
    assert_status 1
    run --separate-stderr kubectl-juno list --catalog ./cluster
    assert_status 0
    assert_contains stderr 'No templates found'
}

@test "an empty catalog is no failure" {
    mkdir empty
    run --separate-stderr kubectl-juno list --catalog empty
    assert_status 0
    assert_silent stdout
    assert_contains stderr 'No templates found in empty' 'hint: name a catalog by --catalog DIR'
    run --separate-stderr kubectl-juno list --catalog empty -o json
    assert_contains stdout '"items": []'
    run --separate-stderr kubectl-juno show any --catalog empty
    assert_status 1
    assert_contains stderr "hint: the catalog is empty: name another by --catalog DIR"
}

@test "R-060 broken templates are listed with state and reason, the others still" {
    plugin good Server '[]'
    plugin list Server 'a: b'
    plugin twice Server '[{name: a}, {name: a}]'
    plugin unknown Server '[{name: a, type: shared-volume}]'
    plugin null Server '[null]'
    plugin yaml Server '[{name: a'
    run --separate-stderr kubectl-juno list --catalog catalog
    assert_status 0
    assert_contains stdout 'good      Server     OK' 'BadSchema' "About list (fields: not a list but a mapping)" \
        "'a' is there twice" "UnknownType" "a field has the type 'shared-volume'" 'entry 1 is no mapping'
    [[ ${#lines[@]} -eq 7 ]]
}

@test "R-060 a metadata file that is no YAML is a broken template, one without the label none" {
    plugin broken Server '[]'
    printf 'kuiper.juno-innovations.com/chart: [\n' >catalog/broken/templates/metadata.yaml
    mkdir -p catalog/other/templates
    printf 'a: [\n' >catalog/other/templates/metadata.yaml
    run --separate-stderr kubectl-juno list --catalog catalog -o json
    assert_status 0
    assert_contains stdout '"name": "broken"' '"status": "BadSchema"' 'metadata.yaml:'
    refute_contains stdout '"name": "other"'
}

@test "R-062 a description of a megabyte and one with escapes leave the table intact" {
    plugin big Server '[]'
    plugin esc Server '[]'
    sed -i "s/About big/$(head -c 60000 /dev/zero | tr '\0' x)/" catalog/big/templates/metadata.yaml
    sed -i 's/About esc/"a\\e[2Jb\\u202e"/' catalog/esc/templates/metadata.yaml
    run --separate-stderr kubectl-juno list --catalog catalog
    assert_status 0
    assert_contains stdout 'a^[[2Jb<U+202E>'
    [[ ${#lines[@]} -eq 3 ]]
}

@test "R-062 ten thousand templates are listed" {
    local i text
    plugin t Server '[]'
    text=$(cat catalog/t/templates/metadata.yaml)
    for i in {0..9}; do
        # All names in one call, and the files by the shell itself: no process for each.
        (cd catalog && mkdir -p "t$i"{0..9}{0..9}{0..9}/templates)
    done
    for i in {0..9}{0..9}{0..9}{0..9}; do
        printf '%s\n' "$text" >"catalog/t$i/templates/metadata.yaml"
    done
    run --separate-stderr kubectl-juno list --catalog catalog -o name
    assert_status 0
    [[ ${#lines[@]} -eq 10001 ]]
}

@test "a template action that needs helm, without helm, is a broken template that says so" {
    plugin odd Server '[]'
    sed -i '1i {{ if true }}' catalog/odd/templates/metadata.yaml
    HELM_BIN=/none/helm run --separate-stderr kubectl-juno list --catalog catalog
    assert_status 0
    assert_contains stdout BadSchema 'metadata.yaml:1: a template action that only helm can render' /none/helm
}

@test "--sort-by orders every format by the values at a path, as kubectl does" {
    plugin b-10 Server '[{name: a}]'
    plugin b-9 Terminal '[]'
    plugin a Workspace '[{name: a}, {name: b}]'
    run --separate-stderr kubectl-juno list --catalog catalog --sort-by '{.name}' -o name
    assert_output "template/a
template/b-9
template/b-10"
    run --separate-stderr kubectl-juno list --catalog catalog --sort-by .fieldCount --no-headers
    assert_output "b-9    Terminal    OK    0     About b-9
b-10   Server      OK    1     About b-10
a      Workspace   OK    2     About a"
    run --separate-stderr kubectl-juno list --catalog catalog --sort-by .size
    assert_status 1
    assert_output ""
    assert_contains stderr "couldn't find any field with path \".size\" in the list of objects"
    run --separate-stderr kubectl-juno list --catalog catalog --sort-by '{.name'
    assert_status 2
    # Nothing to sort is no failure.
    mkdir none
    run --separate-stderr kubectl-juno list --catalog none --sort-by .size
    assert_status 0
}

@test "-l keeps templates by the labels of their metadata" {
    plugin one Server '[]'
    plugin two Server '[]'
    sed -i 's/^  labels:/&\n    team: film/' catalog/two/templates/metadata.yaml
    run --separate-stderr kubectl-juno list --catalog catalog -l team=film -o name
    assert_output template/two
    run --separate-stderr kubectl-juno list --catalog catalog -l 'team notin (film)' -o name
    assert_output template/one
    run --separate-stderr kubectl-juno list --catalog catalog -l team=web
    assert_status 0
    assert_silent stdout
    assert_contains stderr "No templates found in catalog with the labels 'team=web'"
    run --separate-stderr kubectl-juno list --catalog catalog -l 'team in film'
    assert_status 2
    assert_contains stderr "team in film" "See 'kubectl juno list --help' for usage."
}
