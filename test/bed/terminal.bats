# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The same commands at a terminal: one rewritten line, a question before what cannot be undone, Ctrl-C
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed
load ../bats/terminal

setup_file() {
    bed_up
    bed_install argocd terminal
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
    bed_setup
    export TERM=xterm
}

@test "R-156 Ctrl-C at --wait: the line is wiped, the workload named, 130, the terminal as it was" {
    pods_annotated "testbed/ready-after: 600s"
    at_terminal "waiting for Pod/t-1-0" '\x03' \
        kubectl-juno launch terminal t-1 --host juno.example.org --preset preset --wait
    [[ $status -eq 130 ]]
    [[ $output == *"statefulset.apps/t-1 created"* ]]
    [[ $output == *$'\r\e[K'"error: workload 't-1' is launched; waiting for it ended"* ]]
    kubectl get statefulset t-1
}

@test "delete asks, names what goes, and takes no for an answer" {
    kubectl-juno launch terminal t-1 --host juno.example.org >/dev/null
    at_terminal "Delete them?" '\n' kubectl-juno delete t-1
    [[ $status -eq 130 ]]
    [[ $output == *"objects of workload 't-1' in namespace '$NS' will be deleted:"*"statefulset.apps/t-1"* ]]
    [[ $output == *"not confirmed: nothing was done"* ]]
    kubectl get statefulset t-1
    # The end of input, and Ctrl-C, are a no as well.
    at_terminal "Delete them?" '\x04' kubectl-juno delete t-1
    [[ $status -eq 130 ]]
    at_terminal "Delete them?" '\x03' kubectl-juno delete t-1
    [[ $status -eq 130 ]]
    # On a line of its own, and with what was done.
    [[ $output == *$'[y/N] ^C\r\nerror: nothing was done: interrupted'* ]]
    kubectl get statefulset t-1
    at_terminal "Delete them?" 'y\n' kubectl-juno delete t-1
    [[ $status -eq 0 ]]
    [[ -z $(bed_leftovers) ]]
}

@test "a volume is named with what goes with it" {
    bed_install argocd notebook
    kubectl-juno launch notebook n-1 --set repo=r --set storage_class=testbed --host juno.example.org >/dev/null
    at_terminal "Delete them and the data?" 'yes\n' kubectl-juno delete n-1
    [[ $status -eq 0 ]]
    [[ $output == *"persistentvolumeclaim/n-1-data   with all its data"* ]]
}

@test "a terminal that can only print gets a line for each change, and no control character" {
    pods_annotated "testbed/ready-after: 600s"
    export TERM=dumb
    at_terminal "Pod/t-1-0 0/1 Pending" '\x03' \
        kubectl-juno launch terminal t-1 --host juno.example.org --preset preset --wait
    [[ $status -eq 130 ]]
    [[ $output == *"workload 't-1' is launched; waiting for it ended"* ]]
    [[ $output != *$'\e'* ]]
    [[ $(grep -c "Pod/t-1-0 0/1 Pending" <<<"$output") -eq 1 ]]
}

@test "a description that is too long for the terminal goes on below, in a pipe it does not" {
    bed_install argocd notebook
    export NO_COLOR=1
    at_terminal "never shown" '' env COLUMNS=80 kubectl-juno show notebook
    [[ $status -eq 0 ]]
    # All but the command to copy.
    [[ -z $(tr -d '\r' <<<"$output" | grep -v '^kubectl juno launch' | awk 'length > 80') ]]
    [[ $output == *"false        Let in who has the"$'\r\n'* ]]
    run --separate-stderr env COLUMNS=80 kubectl-juno show notebook
    assert_contains stdout "Let in who has the token, without the project's log-in"
}

failed() {
    [[ $(kubectl-juno ps) == *Failed* ]]
}

@test "a reason that is too long for the first line has one of its own" {
    bed_install argocd notebook
    kubectl-juno launch notebook n-1 --set repo=r --set storage_class=none --force --host juno.example.org >/dev/null
    eventually failed
    run --separate-stderr env COLUMNS=80 kubectl-juno inspect n-1
    [[ ${lines[0]} == "n-1 · Failed · Unschedulable in Pod/n-1-0" ]]
    [[ ${lines[1]} == "0/1 nodes are available:"* ]]
}

@test "states have colours at a terminal, none with NO_COLOR" {
    kubectl-juno launch terminal t-1 --host juno.example.org --wait >/dev/null
    at_terminal "never shown" '' kubectl-juno ps
    [[ $output == *$'\e['*Ready* ]]
    at_terminal "never shown" '' env NO_COLOR=1 kubectl-juno ps
    [[ $output == *Ready* && $output != *$'\e['* ]]
}
