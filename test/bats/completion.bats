# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Completion as people meet it: real interactive shells, clusters that answer, refuse or hang, and what install leaves
bats_require_minimum_version 1.5.0
load helpers
load api

setup_file() {
    api_keys
}

setup() {
    juno_setup
    export JUNO_CATALOG=$JUNO_ROOT/examples/plugins
    mkdir presets-dir 'a dir'
    touch some-file.yaml
}

teardown() {
    api_stop
}

# completes SHELL: what stands there when tab is pressed behind LINE, the lines of standard input being `LINE => LINE`
completes() {
    local line before after got
    kubectl-juno completion "$1" >"script.$1"
    while IFS= read -r line; do
        before=${line%% => *} after=${line##* => }
        got=$("$JUNO_ROOT/test/harness/type-tab" "$1" "script.$1" "kubectl-juno $before" </dev/null | head -n 1)
        [[ $got == "kubectl-juno $after|" ]] || {
            printf '%s: %s\n  => %s\nnot %s\n' "$1" "$before" "$got" "$after"
            return 1
        }
    done
}

lines() {
    cat <<'END'
launch no => launch notebook 
version --output=y => version --output=yaml 
launch notebook x --set rep => launch notebook x --set repo=
launch notebook x --set=gpu=t => launch notebook x --set=gpu=true 
launch site x --set redirects[0].perm => launch site x --set redirects\[0\].permanent=
launch site x --set redirects\[0\].permanent=t => launch site x --set redirects\[0\].permanent=true 
launch notebook x --set 'gpu=t => launch notebook x --set 'gpu=true' 
launch terminal x --set-file password=some-f => launch terminal x --set-file password=some-file.yaml 
launch notebook x --preset a => launch notebook x --preset a\ dir/
launch notebook x --preset=pres => launch notebook x --preset=presets-dir/
launch --values=some => launch --values=some-file.yaml 
no-such-command => no-such-command
END
}

@test "in bash: commands, templates, fields, values, files and directories, with and without quotes" {
    completes bash < <(lines)
}

@test "in zsh: the same" {
    completes zsh < <(lines)
}

@test "in fish: the same" {
    completes fish < <(lines)
}

@test "several candidates are shown with what they are, in zsh and fish" {
    for shell in zsh fish; do
        kubectl-juno completion "$shell" >script
        "$JUNO_ROOT/test/harness/type-tab" "$shell" script 'kubectl-juno launch notebook x --set ' 'Image repository' \
            </dev/null >shown
        grep -q 'gpu=.*Attach a GPU' shown
        grep -q 'repo=.*Image repository' shown
    done
}

readonly kinds='{"kind":"APIGroupDiscoveryList","items":[{"versions":[{"version":"v1","resources":[{"resource":"configmaps","scope":"Namespaced","responseKind":{"kind":"ConfigMap"},"verbs":["list","delete"]}]}]}]}'

@test "a cluster's templates, workloads, namespaces and contexts complete in a real shell" {
    local label=kuiper.juno-innovations.com
    unset JUNO_CATALOG
    api_start <<END
* GET ^/apis?\$ = body $kinds
* GET /argocd/configmaps = body {"kind":"ConfigMapList","metadata":{},"items":[{"metadata":{"name":"paint-terra-metadata","uid":"1","labels":{"$label/chart":"paint"}},"data":{"chart":"paint","description":"Paint shop","fields":"- {name: brush, type: boolean}"}}]}
* GET /namespaces\? = body {"kind":"NamespaceList","metadata":{},"items":[{"metadata":{"name":"film-a","uid":"1"}},{"metadata":{"name":"comic-b","uid":"2"}}]}
* GET /film-a/configmaps/w-1-kuiper-config = body {"kind":"ConfigMap","metadata":{"name":"w-1-kuiper-config","namespace":"film-a","uid":"1","labels":{"$label/kuiper-instance":"w-1"}},"data":{"name":"w-1","template":"paint"}}
* GET /argocd/configmaps/paint-terra-metadata = body {"kind":"ConfigMap","metadata":{"name":"paint-terra-metadata","uid":"1","labels":{"$label/chart":"paint"}},"data":{"chart":"paint","description":"Paint shop","fields":"- {name: brush, type: boolean}"}}
* GET /comic-b/configmaps = body {"kind":"ConfigMapList","metadata":{},"items":[]}
* GET /film-a/configmaps = body {"kind":"ConfigMapList","metadata":{},"items":[{"metadata":{"name":"w-1-kuiper-config","namespace":"film-a","uid":"1","labels":{"$label/kuiper-instance":"w-1"}},"data":{"name":"w-1"}}]}
END
    completes bash <<'END'
launch pa => launch paint 
launch paint p --set br => launch paint p --set brush=
upgrade w => upgrade w-1 
upgrade w-1 --set br => upgrade w-1 --set brush=
upgrade w-1 --set brush=f => upgrade w-1 --set brush=false 
ps -n com => ps -n comic-b 
inspect w => inspect w-1 
inspect -n comic-b w => inspect -n comic-b w
ps --context a => ps --context api 
END
}

@test "R-098 a cluster that refuses, lies, is gone or hangs: nothing, soon, and not a word on the command line" {
    local how words
    unset JUNO_CATALOG
    while IFS= read -r how; do
        api_start <<<"* GET .* = $how"
        for words in "launch" "inspect" "ps -n" "launch x y --set" "list --catalog-namespace"; do
            started=$SECONDS
            # shellcheck disable=SC2086 # words of a command
            run --separate-stderr timeout 300 kubectl-juno __complete $words ""
            ((SECONDS - started < 120))
            assert_status 0
            [[ $output == ":4" || $output == ":6" ]] || {
                show_run
                return 1
            }
            assert_silent stderr
        done
        api_stop
        rm -r "$BATS_TEST_TMPDIR/api"
    done <<'END'
status 403 ; body {"kind":"Status","message":"no","code":403}
status 401
status 429 ; header Retry-After: 30
status 500
header Content-Type: text/html ; body <title>Log in</title>
close
hang
body {"kind":"List","items":[
END
    # Gone, and no configuration that can be read.
    for words in "launch" "ps -n"; do
        # shellcheck disable=SC2086 # words of a command
        run --separate-stderr kubectl-juno __complete $words ""
        assert_output :4
        assert_silent stderr
        # shellcheck disable=SC2086 # words of a command
        KUBECONFIG=/dev/full run --separate-stderr kubectl-juno __complete $words ""
        assert_output :4
        assert_silent stderr
    done
    : >broken
    echo 'clusters: [' >broken
    KUBECONFIG=$PWD/broken run --separate-stderr kubectl-juno __complete ps --context ""
    assert_status 0
    assert_silent stderr
}

@test "a credential plugin that hangs or asks does not hold a shell up" {
    api_start <<<"* GET .* = body {}"
    printf '#!/bin/sh\necho asking >&2\nexec sleep 600\n' >plugin
    chmod +x plugin
    sed -i "s|{token: [^}]*}|{exec: {apiVersion: client.authentication.k8s.io/v1, command: $PWD/plugin, interactiveMode: IfAvailable}}|" "$KUBECONFIG"
    started=$SECONDS
    run --separate-stderr timeout 300 kubectl-juno __complete ps -n ""
    ((SECONDS - started < 120))
    assert_status 0
    assert_output :4
    refute_contains stderr error
}

@test "install: the link and the script of each shell, nothing twice, and uninstall takes both back" {
    mkdir bin
    cp "$JUNO_BIN/kubectl-juno" bin/
    export PATH=$PWD/bin:$PATH
    find "$HOME" bin -not -type d | sort >before
    for shell in bash zsh fish; do
        run --separate-stderr kubectl-juno completion install --shell "$shell" --dry-run
        assert_status 0
        find "$HOME" bin -not -type d | sort | cmp before
        run --separate-stderr kubectl-juno completion install --shell "$shell"
        assert_status 0
        script=$(sed -n 's/^wrote \([^ ]*\).*/\1/p' <<<"$output")
        cmp "$script" <(kubectl-juno completion "$shell")
        run --separate-stderr kubectl-juno completion install --shell "$shell"
        assert_status 0
        refute_contains stdout wrote
        run --separate-stderr kubectl-juno completion install --shell "$shell" --uninstall
        assert_status 0
        [[ ! -e $script && ! -L bin/kubectl_complete-juno ]]
    done
}

@test "what install wrote is found by an interactive bash, zsh and fish of the user" {
    mkdir bin
    cp "$JUNO_BIN/kubectl-juno" bin/
    export PATH=$PWD/bin:$PATH
    for shell in zsh fish; do
        run --separate-stderr kubectl-juno completion install --shell "$shell"
        assert_status 0
    done
    printf 'fpath+=(%q/.zfunc)\nautoload -U compinit; compinit -u -D\n' "$HOME" >zsh.rc
    : >fish.rc
    for shell in zsh fish; do
        got=$("$JUNO_ROOT/test/harness/type-tab" "$shell" "$shell.rc" "kubectl-juno launch no" </dev/null | head -n 1)
        [[ $got == "kubectl-juno launch notebook |" ]] || {
            echo "$shell: $got"
            return 1
        }
    done
}
