#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl-juno show: one template, and the command that launches it.

load helpers
load screen

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
}

teardown() {
    screen_close
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

@test "on a terminal of 80 columns no line is too long, and the command means the same; in a pipe nothing is broken or cut" {
    local long="words that tell more than one line of a terminal has room for, and then a few more of them" i
    local default=one-word-that-is-a-default-and-longer-than-most-columns-of-any-table-are
    cp -r "$plugins/site" .
    {
        sed "/^  fields: /,\$d; s/^  description: .*/  description: $long/" "$plugins/site/templates/metadata.yaml"
        echo "  fields: |"
        for i in 0 1 2 3; do
            printf '    - {name: an_input_that_has_quite_a_name_%s, type: string, required: true, description: "%s"}\n' "$i" "$long"
        done
        printf '    - {name: d, type: string, required: false, default: %s, description: "%s"}\n' "$default" "$long"
    } >site/templates/metadata.yaml
    kubectl-juno show --catalog site site >piped
    grep -qF "$default" piped
    [[ $(grep -cF "$long" piped) -eq 6 ]]
    screen_open 80 50 kubectl-juno show --catalog site site
    screen_end
    assert_status 0
    assert_no_wrap
    screen_text >shown
    grep -qE '^d +string +no +one-w.*\.\.\..* words that' shown
    run ! grep -qF "$default" shown
    # What a shell makes of the last lines.
    kubectl-juno() { printf '%s\n' "$@"; }
    kubectl() { shift && kubectl-juno "$@"; }
    eval "$(tail -n 1 piped)" >words
    [[ $(grep -c '^an_input_that_has_quite_a_name_.=AN_INPUT' words) -eq 4 ]]
    eval "$(sed -n '/^kubectl/,$p' shown)" | diff words -
}
