# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Programs that we run: how they are found, what they are given and what of ours they never see, and what they say
bats_require_minimum_version 1.5.0
load helpers
load api

setup_file() {
    api_keys
}

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
    cat >helm <<END
#!/bin/sh
{ printf '%s\n' "\$@"; env; } >"$PWD/seen"
cat >"$PWD/values"
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'
END
    chmod +x helm
    export HELM_BIN=$PWD/helm
}

teardown() {
    api_stop
}

@test "R-147 helm sees neither the token nor the kubeconfig nor an answer, but on its standard input" {
    api_start <<<'* GET /none = status 404'
    run --separate-stderr env HELM_KUBETOKEN=canary-1 kubectl-juno launch --catalog "$plugins" terminal t-1 --dry-run=client \
        --token canary-2 --set password=canary-3 --host juno.example.org
    assert_status 0
    grep -q canary-3 values
    grep -q "^HOME=$HOME\$" seen
    run ! grep -qE 'canary|^KUBECONFIG' seen
    run ! grep -q canary <(find "$TMPDIR" -type f -exec cat {} +)
}

@test "R-136 rendering asks no cluster, whatever is configured" {
    api_start <<<'* GET .* = status 404'
    for command in "render" "launch --dry-run=client"; do
        # shellcheck disable=SC2086 # words of a command
        run --separate-stderr kubectl-juno $command --catalog "$plugins" terminal t-1 --sample --host juno.example.org
        [[ $command != render ]] || assert_status 0
        run ! grep -qE -- '--(validate|dry-run|enable-dns|kube)' seen
    done
    [[ ! -s $BATS_TEST_TMPDIR/api/requests ]]
}

@test "R-144 names and paths with blanks, quotes and leading dashes are arguments as they are" {
    local odd="a b'\$(id)\`id\`;*"
    mkdir -p "cat $odd"
    cp -r "$plugins/site" "cat $odd/site"
    run --separate-stderr kubectl-juno render --catalog "cat $odd" site www
    assert_status 0
    grep -qF "$PWD/cat $odd/site/scripts/chart" seen || grep -qF "cat $odd/site/scripts/chart" seen
    run --separate-stderr kubectl-juno render --catalog "$plugins" site -- --version
    assert_status 2
    assert_contains stderr "'--version' cannot be the name of a workload"
}

@test "R-148 a helm in the working directory is not run, with PATH empty, relative or of dots" {
    unset HELM_BIN
    mkdir bin
    cp helm bin/
    for path in "" "." ":" "bin" "./bin:" "bin/../bin"; do
        run --separate-stderr env PATH="$path" "$JUNO_BIN/kubectl-juno" render --catalog "$plugins" site www
        assert_status 1
        assert_contains stderr "helm is not found"
        [[ ! -e seen ]]
    done
    run --separate-stderr env PATH="$PWD/bin:/usr/bin:/bin" "$JUNO_BIN/kubectl-juno" render --catalog "$plugins" site www
    assert_status 0
}

@test "R-145 a chart whose values and objects are larger than all pipes" {
    printf '#!/bin/sh\nprintf "apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata:\\n  a: "\ntee /dev/stderr\n' >helm
    /usr/bin/python3 -c 'print("x" * 1000000, end="")' >large
    run --separate-stderr timeout 300 kubectl-juno render --catalog "$plugins" terminal t-1 --set-file password=large --host juno.example.org
    assert_status 0
    ((${#output} > 1000000))
}

@test "R-151 what helm says in its errors and notes is made harmless" {
    printf '#!/bin/sh\nprintf "Error: \\033]0;x\\007 \\302\\233 \\342\\200\\256 \\r boom\\n" >&2\nexit 1\n' >helm
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www
    assert_status 1
    assert_contains stderr "boom" "^["
    refute_contains stderr $'\e' $'\a' $'\r' $'\u009b' $'\u202e'
    printf '#!/bin/sh\nprintf "\\033[31mnote\\n" >&2\necho "kind: A"\n' >helm
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www
    refute_contains stderr $'\e'
}

@test "R-061 a template whose package is not there, or may not be read, says so wherever it is asked for" {
    local label=kuiper.juno-innovations.com/chart
    one="{\"metadata\":{\"name\":\"a-terra-metadata\",\"uid\":\"1\",\"labels\":{\"$label\":\"a-scripts\"}},\"data\":{\"chart\":\"a-scripts\",\"fields\":\"[]\"}}"
    api_start <<END
* GET /argocd/configmaps/a-scripts = status 404 ; body {"kind":"Status","code":404,"reason":"NotFound","message":"configmaps \"a-scripts\" not found"}
* GET /argocd/configmaps = body {"kind":"ConfigMapList","metadata":{},"items":[$one]}
* GET /other/configmaps/a-scripts = status 403 ; body {"kind":"Status","code":403,"reason":"Forbidden","message":"configmaps \"a-scripts\" is forbidden: no"}
* GET /other/configmaps = body {"kind":"ConfigMapList","metadata":{},"items":[$one]}
* GET ^/apis?$ = body {"kind":"APIGroupDiscoveryList","items":[{"versions":[{"version":"v1","resources":[{"resource":"configmaps","scope":"Namespaced","responseKind":{"kind":"ConfigMap"},"verbs":["list","delete"]}]}]}]}
END
    run --separate-stderr kubectl-juno list
    assert_status 0
    assert_contains stdout "OK"
    run --separate-stderr kubectl-juno list --check
    assert_status 0
    assert_contains stdout "NoScripts" "there is no ConfigMap argocd/a-scripts"
    run --separate-stderr kubectl-juno show a
    assert_contains stdout "NoScripts" "there is no ConfigMap argocd/a-scripts"
    run --separate-stderr kubectl-juno launch a x --dry-run=client
    assert_status 1
    assert_contains stderr "cannot launch 'x' from 'a': " "a-scripts"
    for command in "list --check" "show a" "launch a x --dry-run=client"; do
        # shellcheck disable=SC2086 # words of a command
        run --separate-stderr kubectl-juno $command --catalog-namespace other
        [[ "$output$stderr" == *forbidden* && "$output$stderr" == *a-scripts* ]] || {
            show_run
            return 1
        }
    done
    [[ ! -e seen ]]
}
