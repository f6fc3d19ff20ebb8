#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl-juno launch -i: the form on a real terminal, its questions on one that can only print, and that either leaves
# the terminal as it was. What it knows of a cluster is in test/bed/form.bats.

load helpers
load screen
load terminal

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
    # What helm is given comes out as an object.
    printf '#!/bin/sh\nprintf "kind: A\\napiVersion: v1\\nmetadata: {name: a}\\nvalues:\\n"; sed "s/^/  /"\n' >helm
    chmod +x helm
    export HELM_BIN=$PWD/helm JUNO_CATALOG=$plugins
    unset COLUMNS LINES
}

teardown() {
    screen_close
}

# form COLUMNS ROWS ARGUMENTS...: launch -i, with the words of TEMPLATE and flags
form() {
    local columns=$1 rows=$2
    shift 2
    screen_open "$columns" "$rows" kubectl-juno launch -i --dry-run=client "$@"
}

@test "at 80x24: title, fields, what is wrong, help and keys" {
    form 80 24 notebook nb-1 -n film-a
    assert_screen form-80x24-start.screen
    screen_press Down
    screen_type 'jupyter/base'
    screen_press Down Down Left Down
    screen_type 'No Class'
    assert_screen form-80x24-wrong.screen
    # The page about the command shows the same.
    diff "$JUNO_ROOT/test/golden/form-80x24-wrong.screen" \
        <(sed -n '/^ notebook → nb-1/,/ cancel$/p' "$JUNO_ROOT/docs/commands/launch.md")
    screen_press C-o
    screen_wait '1 input is wrong'
}

@test "at 40x10 the field in focus is always in view" {
    form 40 10 notebook nb-1 -n film-a
    assert_screen form-40x10-start.screen
    screen_press PageDown
    screen_type 's3cret'
    assert_screen form-40x10-secret.screen
}

@test "at 200x50 everything is in view, entries of lists too" {
    form 200 50 site www -n film-a
    screen_wait 'redirects'
    screen_press Down Down Down Down Right
    screen_press Down Down Down Down Enter
    screen_type '/old.html'
    assert_screen form-200x50-list.screen
}

@test "without UTF-8 everything is ASCII" {
    export LC_ALL=C
    form 80 24 site www
    screen_press Down Down Down Down
    assert_screen form-ascii.screen
    [[ $(screen_text | LC_ALL=C tr -d '\n\040-\176') == '' ]]
}

@test "colour on a terminal that has it, none with NO_COLOR" {
    form 80 24 notebook nb-1
    screen_wait 'Container registry'
    [[ $(screen_text -e) == *$'\e[1m'* ]]
    screen_close
    NO_COLOR=1 form 80 24 notebook nb-1
    screen_wait 'Container registry'
    screen_press C-o
    screen_wait 'inputs are wrong'
    [[ $(screen_text -e) != *$'\e'* ]]
}

@test "R-077 R-157 a change of size is drawn, ^Z gives the terminal back and fg the form" {
    form 80 24 notebook nb-1 -n film-a
    screen_wait '↑↓ field'
    screen_resize 40 10
    assert_screen form-40x10-start.screen
    screen_resize 80 24
    assert_screen form-80x24-start.screen
    screen_press C-c
    screen_end
    screen_close

    screen_open 80 24 bash --norc -i
    screen_type "PS1='$ '; clear; kubectl-juno launch notebook nb-1 -n film-a -i"
    screen_press Enter
    # Without a cluster it ends at once: it is connected before anything is asked.
    screen_wait 'KUBECONFIG'
    screen_type 'clear; kubectl-juno launch notebook nb-1 -n film-a -i --dry-run=client'
    screen_press Enter
    assert_screen form-80x24-start.screen
    screen_press C-z
    screen_wait 'Stopped'
    screen_type 'stty -a | grep -ow -- icanon'
    screen_press Enter
    screen_wait $'-ow -- icanon\nicanon'
    screen_type 'fg'
    screen_press Enter
    assert_screen form-80x24-start.screen
    screen_press C-c
    screen_wait 'cancelled'
    screen_type 'exit'
    screen_press Enter
    screen_end
}

@test "Ctrl-C leaves the terminal as it was, launches nothing and ends with 130" {
    form 80 24 notebook nb-1
    screen_wait '^C cancel'
    screen_type 'abc'
    screen_press C-c
    screen_end
    [[ $status -eq 130 ]]
    [[ $output == *'error: nothing was launched: cancelled'* ]]
    [[ $output != *'^C cancel'* ]]
}

@test "SIGTERM leaves the terminal as it was and ends with 143" {
    form 80 24 notebook nb-1
    screen_wait '^C cancel'
    kill -TERM "$(screen_tmux list-panes -F '#{pane_pid}' | xargs pgrep -P)"
    screen_end
    [[ $status -eq 143 ]]
    [[ $output == *'error: nothing was launched: interrupted by a signal (SIGTERM)'* ]]
}

@test "the command line that is shown in the end does the same, and has no secret in it" {
    local line
    form 200 50 notebook nb-1 -o yaml --cpu 2
    screen_wait 'Container registry'
    screen_press Down
    screen_type "it's/\"odd\""
    screen_press Down C-u
    screen_type '1.10'
    screen_press Down
    screen_type 'y'
    screen_press Down
    screen_type 'fast'
    screen_press Down Down Down
    screen_type 's3cret'
    screen_press C-o
    screen_end
    [[ $status -eq 0 ]]
    line=$(grep '^kubectl juno launch' <<<"$output")
    [[ $line == "kubectl juno launch notebook nb-1 --set 'repo=it'\''s/\"odd\"' --set tag=1.10 --set gpu=true \
--set storage_class=fast --cpu 2 --env JUPYTER_TOKEN=\"\$JUPYTER_TOKEN\" --dry-run=client --output yaml" ]]
    # Nobody says that the process list shows what was typed.
    [[ $output != *'process list'* ]]
    JUPYTER_TOKEN=s3cret bash -c "${line/#kubectl juno/kubectl-juno}" >by-line 2>/dev/null
    sed -n '/^apiVersion: v1/,$p' <<<"$output" >by-form
    diff <(grep -v '^ *session:' by-line) <(grep -v '^ *session:' by-form)
    grep -q 's3cret' by-line
}

@test "what the command line says already is there, and stays on it" {
    printf 'registry: ghcr.io\n' >values.yaml
    printf 'p4ge\n' >page
    form 120 40 site www --values values.yaml --set replicas=3 --set-file page=page --env A=b --env API_KEY=k3y \
        --catalog "$plugins" -o name --token t0ken
    screen_wait 'ghcr.io'
    screen_wait 'p4ge'
    screen_wait 'A=b'
    screen_wait 'API_KEY=•••'
    screen_press Down Down Down C-u
    screen_type 4
    screen_press C-o
    screen_end
    [[ $status -eq 0 ]]
    [[ $output == *"kubectl juno launch site www --set replicas=4 --set-file page=page --values values.yaml --env A=b \
--env API_KEY=\"\$API_KEY\" --catalog $plugins --token \"\$TOKEN\" --dry-run=client --output name"* ]]
    [[ $output != *k3y* && $output != *t0ken* ]]
}

@test "lists, several lines and choices become assignments" {
    form 120 40 site www -o yaml
    screen_wait 'redirects'
    screen_press Down Down Down Down Right Down C-u
    screen_paste $'<p>\n"x"\n'
    screen_press Down Down Down Enter
    screen_type '/a'
    screen_press Enter
    screen_type '/b'
    screen_press C-o
    screen_end
    [[ $status -eq 0 ]]
    echo "$output"
    [[ $output == *'--set source=volume --set-file page=FILE --set '\''redirects=[{"from":"/a","to":"/b"}]'\'* ]]
    [[ $output == *'source: "volume"'* || $output == *'source: volume'* ]]
    [[ $output == *'from: /a'* ]]
}

@test "a name is asked for when none was given, and checked" {
    form 80 24 site
    screen_wait 'What the workload is called'
    screen_type '_'
    screen_wait "lower-case letters, digits and '-'"
    screen_press C-u
    screen_type 'www'
    screen_press C-o
    screen_end
    [[ $status -eq 0 ]]
    [[ $output == *'kubectl juno launch site www --dry-run=client'* ]]
}

@test "R-151 hostile text of a template, typed and pasted, is made visible" {
    mkdir -p bad/templates
    cp -r "$plugins/terminal/scripts" bad/
    cat >bad/templates/metadata.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata:
  name: bad-terra-metadata
  labels: {kuiper.juno-innovations.com/chart: bad-scripts-configmap}
data:
  chart: bad-scripts-configmap
  description: Bad
  fields: |
    - name: one
      description: "\e]0;owned\a\e[2Jhelp\u202e"
      default: "\e[31mred"
    - name: two
      type: select
      options: ["\e[5mblink", b]
  env_hints: |
    - name: "X\e[2J"
      description: "\r\n\x9b0m"
END
    cp "$plugins/terminal/Chart.yaml" bad/ 2>/dev/null || printf 'name: bad\nversion: 0.0.0\napiVersion: v2\n' >bad/Chart.yaml
    form 80 24 bad www --catalog bad
    assert_screen form-hostile.screen
    screen_press Down Right
    screen_wait '[^[[5mblink]'
    screen_press Up
    screen_paste $'a\eb\x01'
    screen_wait 'has a control character'
    [[ $(screen_tmux display-message -p '#{pane_title}') != owned ]]
}

@test "the command line has no secret of a variable, and nothing in it is run when it is pasted" {
    local line
    mkdir -p bad/templates
    cp -r "$plugins/terminal/scripts" bad/
    printf 'name: bad\nversion: 0.0.0\napiVersion: v2\n' >bad/Chart.yaml
    cat >bad/templates/metadata.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata:
  name: bad-terra-metadata
  labels: {kuiper.juno-innovations.com/chart: bad-scripts-configmap}
data:
  chart: bad-scripts-configmap
  description: Bad
  fields: |
    - name: vars
      type: env
  env_hints: |
    - name: X$(touch owned)_TOKEN
      description: Odd
END
    form 120 40 bad www --catalog bad
    screen_wait 'vars'
    screen_paste $'API_TOKEN=canary\nTZ=UTC\n'
    screen_press C-o
    screen_end
    line=$(grep '^kubectl juno launch' <<<"$output")
    echo "$line"
    [[ $line == *"--set vars=API_TOKEN=\"\$API_TOKEN\" --set vars=TZ=UTC "* && $line != *canary* ]]
    screen_close
    form 120 40 bad www --catalog bad
    screen_wait 'vars'
    screen_press Tab
    screen_type 'x'
    screen_press C-o
    screen_end
    line=$(grep '^kubectl juno launch' <<<"$output")
    echo "$line"
    [[ $line == *"--env 'X\$(touch owned)_TOKEN'=\"\$X__TOUCH_OWNED__TOKEN\" "* ]]
    run bash -c "${line/#kubectl juno/true}"
    [[ ! -e owned ]]
}

@test "R-077 a paste of more than an input holds is cut, said, and no harm to what follows" {
    local long
    long=$(head -c 70000 /dev/zero | tr '\0' x)
    form 80 24 notebook nb-1
    screen_wait '^C cancel'
    screen_paste "$long"
    screen_wait 'cut: an input has at most 65536 bytes here'
    screen_press C-u
    screen_type short
    screen_wait 'registry        short'
    screen_press C-c
    screen_end
    [[ $status -eq 130 ]]
}

@test "a default that is no answer is said at its field and can be mended" {
    mkdir -p odd/templates
    cp -r "$plugins/terminal/scripts" odd/
    printf 'name: odd\nversion: 0.0.0\napiVersion: v2\n' >odd/Chart.yaml
    cat >odd/templates/metadata.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata:
  name: odd-terra-metadata
  labels: {kuiper.juno-innovations.com/chart: odd-scripts-configmap}
data:
  chart: odd-scripts-configmap
  fields: |
    - {name: count, type: int, default: many}
    - {name: keyboard, type: select, options: [de, us], default: us}
END
    form 80 24 odd www --catalog odd
    screen_wait 'keyboard'
    screen_press C-o
    screen_wait "the template's default: 'many' is not a whole number"
    screen_type 3
    # A choice among what everybody sees is shown, whatever its name looks like.
    screen_press Down
    screen_wait 'de  [us]'
    screen_press Left C-o
    screen_end
    [[ $status -eq 0 ]]
    [[ $output == *'--set count=3'* ]]
}

@test "a template that cannot be launched is refused before anything is asked; --force takes an odd type as text" {
    mkdir -p odd/templates
    cp -r "$plugins/terminal/scripts" odd/
    printf 'name: odd\nversion: 0.0.0\napiVersion: v2\n' >odd/Chart.yaml
    printf '%s\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata:' '  name: odd-terra-metadata' \
        '  labels: {kuiper.juno-innovations.com/chart: odd-scripts-configmap}' 'data:' '  chart: odd-scripts-configmap' \
        '  fields: "[{name: mood, type: feeling}]"' >odd/templates/metadata.yaml
    form 80 24 odd www --catalog odd
    screen_end
    [[ $status -eq 1 ]]
    [[ $output == *"cannot launch 'www' from 'odd'"*UnknownType* ]]
    screen_close
    form 80 24 odd www --catalog odd --force
    screen_wait mood
    screen_type good
    screen_press C-o
    screen_end
    [[ $status -eq 0 ]]
    [[ $output == *'--set mood=good --force'* || $output == *'--force'*'--set mood=good'* ]]
}

@test "what a form cannot take whole is refused, not cut" {
    head -c 65537 /dev/zero | tr '\0' x >page
    form 80 24 site www --set-file page=page
    screen_end
    [[ $status -eq 1 ]]
    [[ $output == *"error: cannot launch 'www' from 'site': what 'page' holds is too much for a form (-i)"* ]]
    screen_close
    { echo redirects:; yes -- '- {from: /a, to: /b}' | head -1001; } >values.yaml
    form 80 24 site www --values values.yaml
    screen_end
    [[ $status -eq 1 ]]
    [[ $output == *"what 'redirects' holds is too much for a form (-i)"* ]]
    screen_close
    sed -i '$d' values.yaml
    form 80 24 site www --values values.yaml -o name
    screen_wait '1000 entries'
    screen_press C-o
    screen_end
    [[ $status -eq 0 ]]
}

@test "wrong answers of the command line are told at once, before anything is asked" {
    form 80 24 notebook nb-1 --set regisrty=x --set gpu=maybe
    screen_end
    [[ $status -eq 1 ]]
    [[ $output == *"error: cannot launch 'nb-1' from 'notebook': 2 inputs are wrong"*"did you mean 'registry'?"* ]]
    [[ $output == *'hint: kubectl juno show notebook lists the inputs'* ]]
}

@test "R-076 without a terminal it is a usage error that names the flag" {
    run --separate-stderr kubectl-juno launch notebook nb-1 -i </dev/null
    assert_status 2
    assert_contains stderr 'error: -i asks at a terminal, and standard input is none' \
        'hint: answer by --set FIELD=VALUE'
    screen_open 80 24 bash -c 'kubectl-juno launch notebook nb-1 -i 2>err'
    screen_end
    [[ $status -eq 2 ]]
    grep -q 'standard error is none' err
    screen_close
    form 80 24 notebook nb-1 --set-file repo=-
    screen_end
    [[ $status -eq 2 ]]
    [[ $output == *"standard input is where -i asks: it cannot answer 'repo=-'"* ]]
}

# dialogue COMMAND...: answers are lines of standard input, each sent behind a prompt
dialogue() {
    cat >answers
    cat >dialogue.exp <<'END'
set timeout 240
spawn -noecho {*}$argv
set answers [open answers]
while {[gets $answers answer] >= 0} {
    expect -re {(: |> )$} {} timeout { puts "it never asked"; exit 99 }
    send -- "$answer\r"
}
expect eof {} timeout { puts "it asks more"; exit 99 }
exit [lindex [wait] 3]
END
    run expect -f dialogue.exp -- "$@"
}

@test "TERM=dumb: questions one by one, and no control character" {
    export TERM=dumb
    dialogue kubectl-juno launch -i notebook nb-1 --dry-run=client -o name <<'END'
ghcr.io
jupyter/base

maybe
yes
No Class
fast


s3cret
END
    echo "$output"
    [[ $status -eq 0 ]]
    printf '%s\n' "$output" | tr -d '\r' >dialogue
    assert_golden dialogue form-questions.out
    [[ $output != *$'\e'* ]]
    [[ $output != *s3cret* ]]
}

@test "TERM=dumb: --quiet silences the talk, and no question" {
    export TERM=dumb
    dialogue kubectl-juno launch -i terminal t-1 --dry-run=client -o name --quiet <<'END'










END
    echo "$output"
    [[ $output == *': Container registry'* || $output == *': Image'* ]]
    [[ $output != *'kubectl juno launch'* ]]
    [[ $status -eq 0 ]]
}

@test "TERM=dumb: the end of input and Ctrl-C launch nothing, and what was typed is shown again" {
    export TERM=dumb
    at_terminal 'registry [quay.io]: ' '\x04' kubectl-juno launch -i notebook nb-1 --dry-run=client
    [[ $status -eq 130 ]]
    [[ $output == *'error: nothing was launched: there is no answer'* ]]
    screen_open 80 24 env TERM=dumb kubectl-juno launch -i notebook nb-1 --dry-run=client \
        --set repo=r --set storage_class=fast
    screen_wait 'registry [quay.io]:'
    screen_press Enter Enter Enter Enter Enter Enter Enter
    screen_wait 'env JUPYTER_TOKEN:'
    screen_type 'hidden'
    screen_press C-c
    screen_end
    [[ $status -eq 130 ]]
    [[ $output != *hidden* ]]
    [[ $output == *'interrupted by a signal (SIGINT)'* ]]
}

@test "R-157 TERM=dumb: ^Z while a secret is asked for shows again what is typed" {
    screen_open 80 24 bash --norc -i
    screen_type "PS1='$ '; export TERM=dumb; kubectl-juno launch notebook nb-1 -i --dry-run=client --set repo=r"
    screen_press Enter
    screen_wait 'registry [quay.io]:'
    screen_press Enter Enter Enter Enter
    screen_type fast
    screen_press Enter Enter Enter
    screen_wait 'env JUPYTER_TOKEN:'
    screen_press C-z
    screen_wait 'Stopped'
    screen_type 'clear; stty -a | grep -oE -- "(^| )-?echo "'
    screen_press Enter
    screen_wait $'\n echo'
    screen_type 'fg'
    screen_press Enter
    screen_type 'hidden'
    screen_press C-c
    screen_wait 'nothing was launched'
    [[ $(screen_text) != *hidden* ]]
    screen_type 'exit'
    screen_press Enter
    screen_end
}
