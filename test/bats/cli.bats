#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What every command of both programs has in common: help, wrong flags, streams, completion. The commands come from
# `__commands`, so a new one is tested from its first day.

load helpers

programs=(kubectl-juno helm-juno)

# commands PROGRAM: one command a line
commands() {
    "$1" __commands | awk -F '\t' '$2 !~ /^--/ { print $1 }'
}

# title PROGRAM: what its usage texts call it
title() {
    case $1 in
        kubectl-juno) echo "kubectl juno" ;;
        *) echo "$1" ;;
    esac
}

# each CHECK: run `CHECK PROGRAM COMMAND` for every command. In a CHECK only its own `return` and its last command
# count, since bash passes over failures in what stands before ||.
each() {
    local program command count=0
    for program in "${programs[@]}"; do
        while read -r command; do
            "$1" "$program" "$command" || {
                echo "$program $command"
                return 1
            }
            count=$((count + 1))
        done < <(commands "$program")
    done
    ((count >= 5))
}

# ---- Help

@test "the tables of both programs are in order" {
    for program in "${programs[@]}"; do
        run --separate-stderr "$program" __check
        assert_output ""
        assert_status 0
    done
}

shows_help() {
    # shellcheck disable=SC2086
    run --separate-stderr "$1" $2 "$3" </dev/null
    assert_status 0 && assert_silent stderr || return 1
    assert_contains stdout "Usage:" "  $(title "$1") $2 " || return 1
    if grep -nE '^.{81}| $' <<<"$output"; then
        echo "a line is over 80 columns or ends in a blank"
        return 1
    fi
}

@test "every command has help within 80 columns" {
    help_long() { shows_help "$1" "$2" --help; }
    help_short() { shows_help "$1" "$2" -h; }
    each help_long
    each help_short
}

@test "help COMMAND prints what COMMAND --help prints" {
    same_help() {
        # shellcheck disable=SC2086
        cmp <("$1" help $2) <("$1" $2 --help)
    }
    each same_help
}

@test "help fits a narrow terminal" {
    narrow() {
        # shellcheck disable=SC2086
        COLUMNS=60 "$1" $2 --help | sed '/^Usage:/,/^$/d; /^Examples:/,/^$/d' | awk 'length > 60 { print; bad = 1 } END { exit bad }'
    }
    each narrow
}

@test "no argument and --help print the same overview" {
    run --separate-stderr kubectl-juno </dev/null
    assert_status 0
    assert_contains stdout "Usage:" "  kubectl juno COMMAND [flags]" "Commands:"
    cmp <(kubectl-juno) <(kubectl-juno --help)
    cmp <(kubectl-juno) <(kubectl-juno help)
    cmp <(helm-juno -h) <(helm-juno help)
}

@test "options lists the flags of every command" {
    for program in "${programs[@]}"; do
        run --separate-stderr "$program" options
        assert_status 0
        assert_contains stdout "-h, --help" "-q, --quiet" "-v, --v N"
    done
}

# ---- Usage errors

refuses_flag() {
    # shellcheck disable=SC2086
    run --separate-stderr "$1" $2 --bogus-flag x </dev/null
    assert_status 2 && assert_silent stdout || return 1
    assert_contains stderr "error: unknown flag: --bogus-flag
See '$(title "$1") $2 --help' for usage."
}

@test "every command refuses an unknown flag with status 2 and says where its usage is" {
    each refuses_flag
}

@test "a typo in a command gets the nearest name" {
    run --separate-stderr kubectl-juno versoin
    assert_status 2
    assert_silent stdout
    assert_contains stderr "error: unknown command 'versoin'
hint: did you mean 'version'?
See 'kubectl juno --help' for usage."
    run --separate-stderr helm-juno post-rende --preset x
    assert_status 2
    assert_contains stderr "did you mean 'post-render'?" "See 'helm-juno --help' for usage."
}

@test "a typo in a flag gets the nearest name" {
    run --separate-stderr kubectl-juno version --otput json
    assert_status 2
    assert_contains stderr "error: unknown flag: --otput" "did you mean '--output'?"
}

@test "--version names the command that prints it" {
    run --separate-stderr kubectl-juno --version
    assert_status 2
    assert_contains stderr "unknown flag: --version" "hint: kubectl juno version prints it"
    run --separate-stderr helm-juno --version
    assert_status 2
    assert_contains stderr "unknown flag: --version" "hint: helm-juno version prints it"
}

@test "help options is options" {
    for program in "${programs[@]}"; do
        diff <("$program" options) <("$program" help options)
    done
}

@test "delete takes the dry run of kubectl, and no other" {
    run --separate-stderr kubectl-juno delete nb-1 --dry-run=client
    assert_status 1
    assert_contains stderr "no cluster is configured"
    run --separate-stderr kubectl-juno delete nb-1 --dry-run=server
    assert_status 2
    assert_contains stderr "invalid value 'server' for --dry-run: allowed are none and client"
}

@test "a word too many and a word too few are named" {
    run --separate-stderr kubectl-juno version now
    assert_status 2
    assert_contains stderr "error: unexpected argument 'now'"
    run --separate-stderr kubectl-juno completion
    assert_status 2
    assert_contains stderr "error: SHELL is missing"
    run --separate-stderr kubectl-juno version -o
    assert_status 2
    assert_contains stderr "error: flag needs a value: -o"
}

@test "an unknown output format is refused in kubectl's words" {
    run --separate-stderr kubectl-juno version -o bogus
    assert_status 2
    assert_contains stderr 'error: unable to match a printer suitable for the output format "bogus", allowed formats are: json,yaml'
}

@test "control characters of the command line do not reach the terminal" {
    run --separate-stderr kubectl-juno $'a\e[2Jb'
    assert_status 2
    assert_contains stderr "unknown command 'a^[[2Jb'"
}

@test "R-166 the usage follows the name it was started by" {
    ln -s "$JUNO_BIN/kubectl-juno" kubectl-juno
    ln -s "$JUNO_BIN/kubectl-juno" other
    ln -s "$JUNO_BIN/helm-juno" helm-juno
    assert_title() {
        run --separate-stderr "${@:2}" --help
        assert_contains stdout "  $1 COMMAND [flags]"
    }
    assert_title "kubectl juno" "$PWD/kubectl-juno"
    assert_title "kubectl juno" kubectl-juno
    assert_title "./other" ./other
    assert_title "helm-juno" ./helm-juno
    assert_title "helm-juno" env HELM_PLUGIN_NAME=helm-juno "$PWD/helm-juno"
    assert_title "helm juno" env HELM_PLUGIN_NAME=juno "$PWD/helm-juno"
}

# ---- Version

@test "version --client is the version of the program" {
    run --separate-stderr kubectl-juno version --client
    assert_status 0
    assert_output "kubectl-juno $(cat "$JUNO_ROOT/VERSION")"
}

@test "version prints the program and the version of the checkout" {
    for program in "${programs[@]}"; do
        run --separate-stderr "$program" version
        assert_status 0
        assert_output "$program $(cat "$JUNO_ROOT/VERSION")"
        assert_silent stderr
    done
}

@test "version -o json and yaml are documents of ours" {
    run --separate-stderr kubectl-juno version -o json
    assert_status 0
    assert_output '{
    "apiVersion": "juno/v1",
    "kind": "Version",
    "name": "kubectl-juno",
    "version": "'"$(cat "$JUNO_ROOT/VERSION")"'"
}'
    run --separate-stderr helm-juno version --output=yaml
    assert_output "apiVersion: juno/v1
kind: Version
name: helm-juno
version: $(cat "$JUNO_ROOT/VERSION")"
}

# ---- Streams

@test "R-018 a reader that goes away ends the run quietly with status 1" {
    # A named pipe whose reader has closed: no race between two processes.
    mkfifo pipe
    for program in "${programs[@]}"; do
        exec {keep}<>pipe
        exec {write}>pipe
        exec {keep}>&-
        run --separate-stderr bash -c "'$program' help >&$write"
        exec {write}>&-
        assert_status 1
        assert_silent stderr
    done
}

@test "R-019 a full disk is an error" {
    for program in "${programs[@]}"; do
        run --separate-stderr bash -c "'$program' help >/dev/full"
        assert_status 1
        assert_contains stderr "error: " "standard output" "No space left on device"
    done
}

@test "R-165 closed descriptors take no file of ours, and a closed standard output is told" {
    for program in "${programs[@]}"; do
        run --separate-stderr bash -c "'$program' help >&-"
        assert_status 1
        assert_contains stderr "error: " "standard output"
        run --separate-stderr bash -c "'$program' version <&- 2>&-"
        assert_status 0
        assert_contains stdout "$program "
        run --separate-stderr bash -c "'$program' bogus 2>&-"
        assert_status 2
        assert_silent stdout
    done
    echo "kind: A" >precious
    run bash -c "helm-juno post-render --preset . <&- >&- 2>&-"
    [[ $status -ne 0 && $(cat precious) == "kind: A" ]]
}

@test "R-002 a closed standard input is a usage error, at once" {
    mkdir preset
    echo 'metadata: {name: x}' >preset/kustomization.yaml
    run --separate-stderr bash -c "helm-juno post-render --preset preset <&-"
    assert_status 2
    assert_silent stdout
    assert_contains stderr "standard input is closed"
}

@test "R-002 a terminal as standard input is a usage error, at once" {
    command -v script >/dev/null
    mkdir preset
    echo 'metadata: {name: x}' >preset/kustomization.yaml
    run script -qec "helm-juno post-render --preset preset" /dev/null
    assert_status 2
    [[ $output == *"standard input is a terminal"* ]]
}

@test "help is on standard output and colourless, also on a terminal" {
    run script -qec "TERM=xterm kubectl-juno --help" /dev/null
    assert_status 0
    [[ $output == *"Commands:"* && $output != *$'\e'* ]]
}

# ---- Completion

@test "__complete prints candidates with the prefix and their descriptions" {
    run --separate-stderr kubectl-juno __complete ver
    assert_status 0
    assert_output $'version\tprint the version\n:4'
    assert_silent stderr
    run --separate-stderr kubectl-juno __complete version --out
    assert_contains stdout $'--output\t' ":4"
    run --separate-stderr kubectl-juno __complete version -o j
    assert_output $'json\tJSON, four spaces a level\n:4'
    run --separate-stderr kubectl-juno __complete version -o ""
    assert_output $'json\tJSON, four spaces a level\nyaml\tYAML\n:4'
    run --separate-stderr kubectl-juno __complete show -o n
    assert_output $'name\tkind/name, one a line\n:4'
    run --separate-stderr kubectl-juno __complete nothing here ""
    assert_status 0
    assert_output ":4"
}

@test "every command completes its flags" {
    completes() {
        local flags
        # shellcheck disable=SC2086
        flags=$("$1" __complete $2 -- | sed '$d' | cut -f 1)
        while IFS=$'\t' read -r command flag _; do
            [[ $command == "$2" && $flag == --* ]] || continue
            grep -qxF -- "$flag" <<<"$flags" || return 1
        done < <("$1" __commands)
        grep -qxF -- --help <<<"$flags"
    }
    each completes
}

@test "under the name kubectl_complete-juno the program is the completer" {
    ln -s "$JUNO_BIN/kubectl-juno" kubectl_complete-juno
    cmp <(./kubectl_complete-juno "") <(kubectl-juno __complete "")
    cmp <(./kubectl_complete-juno version --) <(kubectl-juno __complete version --)
    run --separate-stderr ./kubectl_complete-juno --help
    assert_status 0
    assert_output $'--help\tshow help\n:4'
}

@test "completion install makes the link that kubectl looks for, once" {
    mkdir bin
    cp "$JUNO_BIN/kubectl-juno" bin/
    export PATH=$PWD/bin:$PATH
    unset SHELL
    run --separate-stderr kubectl-juno completion install
    assert_status 0
    assert_output "linked $PWD/bin/kubectl_complete-juno -> kubectl-juno"
    [[ $(readlink bin/kubectl_complete-juno) == kubectl-juno ]]
    cmp <(kubectl_complete-juno "") <(kubectl-juno __complete "")
    run --separate-stderr kubectl-juno completion install
    assert_status 0
    assert_output "already linked $PWD/bin/kubectl_complete-juno -> kubectl-juno"
    rm bin/kubectl_complete-juno
    echo precious >bin/kubectl_complete-juno
    run --separate-stderr kubectl-juno completion install
    assert_status 1
    assert_silent stdout
    assert_contains stderr "exists and is not our link" "hint: "
    [[ $(cat bin/kubectl_complete-juno) == precious ]]
}

@test "completion install without kubectl-juno on PATH says what to do" {
    run --separate-stderr env PATH=/nowhere "$JUNO_BIN/kubectl-juno" completion install
    assert_status 1
    assert_contains stderr "error: 'kubectl-juno' is not on PATH" "hint: "
}

# in_bash WORD...: what the bash script offers for the last WORD, one a line
in_bash() {
    bash -c '
        source <("$1" completion bash)
        compopt() { :; }
        COMP_WORDS=("$@")
        COMP_WORDS=("${COMP_WORDS[@]}")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        $(complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

@test "the bash script completes commands, flags and values" {
    for program in "${programs[@]}"; do
        run in_bash "$program" ver
        assert_output version
        run in_bash "$program" version --o
        assert_output --output
        run in_bash "$program" version --output y
        assert_output yaml
        run in_bash "$program" version --output = y
        assert_output yaml
        run in_bash "$program" version --output = json --q
        assert_output --quiet
    done
}

@test "answers are completed from the template: names, values of their type, suggested variables" {
    export JUNO_CATALOG=$JUNO_ROOT/examples/plugins
    run --separate-stderr kubectl-juno __complete launch notebook nb-1 --set ''
    assert_status 0
    assert_contains stdout $'gpu=\tAttach a GPU\n' $'\nrepo=\t'
    [[ ${lines[-1]} == :6 ]]
    run --separate-stderr kubectl-juno __complete launch notebook nb-1 --set gpu=
    assert_output $'gpu=true\ngpu=false\n:4'
    run --separate-stderr kubectl-juno __complete render terminal --set=shell=b
    assert_output $'shell=bash\n:4'
    run --separate-stderr kubectl-juno __complete launch site --set 'redirects[3].perm'
    assert_output :4
    run --separate-stderr kubectl-juno __complete launch site --set 'redirects[3].permanent=t'
    assert_output $'redirects[3].permanent=true\n:4'
    run --separate-stderr kubectl-juno __complete launch terminal --set-file pass
    assert_output $'password=\tPassword the browser asks for, besides the project\'s log-in\n:6'
    run --separate-stderr kubectl-juno __complete launch terminal --set-file password=
    assert_output :0
    run --separate-stderr kubectl-juno __complete launch notebook --env ''
    assert_output $'JUPYTER_TOKEN=\tToken asked for at log-in\n:6'
    # No template yet, one that is not there, and no cluster to ask: nothing, and not a word.
    for words in "launch --set" "launch nope --set" "ps -n"; do
        # shellcheck disable=SC2086
        run --separate-stderr kubectl-juno __complete $words ''
        assert_output :4
        assert_silent stderr
    done
}

@test "the bash script replaces no more of FIELD=VALUE than bash does" {
    export JUNO_CATALOG=$JUNO_ROOT/examples/plugins
    run in_bash kubectl-juno launch terminal t-1 --set shell = b
    assert_output bash
    run in_bash kubectl-juno launch terminal t-1 --set = shell = b
    assert_output bash
}

@test "the scripts of all shells name the program, and an unknown shell is refused" {
    for program in "${programs[@]}"; do
        for shell in bash fish zsh; do
            run --separate-stderr "$program" completion "$shell"
            assert_status 0
            assert_contains stdout "$program" __complete
        done
        bash -n <("$program" completion bash)
        run --separate-stderr "$program" completion tcsh
        assert_status 2
        assert_contains stderr "no completion for 'tcsh'"
    done
}

@test "the files that Helm completes from are those of the tables" {
    cmp <(helm-juno __helm_completion) "$JUNO_ROOT/completion.yaml"
    HELM_PLUGIN_DIR=$PWD
    export HELM_PLUGIN_DIR
    mkdir bin
    ln -s "$JUNO_BIN/helm-juno" bin/helm-juno
    run --separate-stderr "$JUNO_ROOT/plugin.complete" version -o j
    assert_status 0
    assert_output $'json\tJSON, four spaces a level\n:4'
    assert_silent stderr
}

# ---- Manual

@test "every command has a manual page with its flags and exit statuses" {
    manual() {
        local page
        # shellcheck disable=SC2086
        page=$("$1" __man $2)
        [[ $page == ".TH $1-${2// /-} 1"* && $page == *".SH EXIT STATUS"* && $page == *"\\-\\-help"* ]]
    }
    each manual
}
