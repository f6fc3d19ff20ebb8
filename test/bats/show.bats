#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl-juno show: one template, and the command that launches it.

load helpers

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
}

@test "show prints what it is, where it is from, what it asks, and the next command" {
    run --separate-stderr kubectl-juno show --catalog "$plugins" notebook
    assert_status 0
    assert_silent stderr
    assert_golden stdout show-notebook.out
    [[ ${lines[-1]} == "kubectl"*" launch --catalog $plugins notebook NAME --set repo=REPO --set storage_class=STORAGE_CLASS" ]]
}

@test "the inputs of a list follow it, and a secret is given by a file" {
    run --separate-stderr kubectl-juno show --catalog "$plugins" site
    assert_contains stdout 'redirects ' 'redirects[].from' 'redirects[].permanent' '<!doctype html>...'
    cp -r "$plugins/terminal" .
    sed -i '/name: password/,/sensitive/s/required: false/required: true/' terminal/templates/metadata.yaml
    run --separate-stderr kubectl-juno show --catalog terminal terminal
    assert_contains stdout 'NAME --set-file password=FILE'
}

@test "without a UTF-8 locale the head is ASCII" {
    LC_ALL=C run --separate-stderr kubectl-juno show --catalog "$plugins" site
    assert_status 0
    [[ ${lines[0]} == "site - Server - revision "* ]]
    LC_ALL=C kubectl-juno show --catalog "$plugins" site >out
    run grep -nP '[^\x00-\x7f]' out
    assert_status 1
}

@test "machine formats" {
    run --separate-stderr kubectl-juno show --catalog "$plugins" terminal -o json
    assert_status 0
    assert_contains stdout '"kind": "Template"' '"apiVersion": "juno/v1"' '"sensitive": true'
    run --separate-stderr kubectl-juno show --catalog "$plugins" terminal -o yaml
    assert_contains stdout 'kind: Template' 'name: terminal'
    run --separate-stderr kubectl-juno show --catalog "$plugins" terminal -o name
    assert_output template/terminal
    run --separate-stderr kubectl-juno show --catalog "$plugins" terminal -o bogus
    assert_status 2
    assert_contains stderr 'allowed formats are: custom-columns,custom-columns-file,json,jsonpath,jsonpath-file,name,yaml'
}

@test "the revision is that of the contents: the package and the directory have one" {
    local before
    cp -r "$plugins/site" .
    before=$(kubectl-juno show --catalog site site -o json | grep revision)
    rm -r site/scripts
    [[ $(kubectl-juno show --catalog site site -o json | grep revision) == "$before" ]]
    cp -r "$plugins/site/scripts" site
    echo '# more' >>site/scripts/chart/values.yaml
    [[ $(kubectl-juno show --catalog site site -o json | grep revision) != "$before" ]]
}

@test "an unknown template is told with the nearest name" {
    run --separate-stderr kubectl-juno show --catalog "$plugins" notebok
    assert_status 1
    assert_contains stderr "there is no template 'notebok' in the catalog" "did you mean 'notebook'?"
    run --separate-stderr kubectl-juno show --catalog "$plugins" zzz
    assert_contains stderr "hint: kubectl juno list --catalog $plugins shows those that there are"
    run --separate-stderr kubectl-juno show --catalog "$plugins" ../plugins/site
    assert_status 1
    run --separate-stderr kubectl-juno show --catalog "$plugins"
    assert_status 2
}

@test "a name as -o name prints it is taken" {
    run --separate-stderr kubectl-juno show --catalog "$plugins" template/site -o name
    assert_output template/site
}

@test "template names are completed" {
    run --separate-stderr kubectl-juno __complete show --catalog "$plugins" n
    assert_status 0
    assert_contains stdout $'notebook\tJupyterLab with a home that lasts'
    refute_contains stdout terminal
}
