# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `kubectl juno` from the release archive: installed by the real krew, run by the real kubectl on a real control plane
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed

setup_file() {
    bed_up
    bed_install argocd notebook site terminal
    export DIST=$BATS_FILE_TMPDIR/dist
    {
        "$JUNO_ROOT/scripts/dist" "$DIST" && "$JUNO_ROOT/scripts/krew-manifest" "$BATS_FILE_TMPDIR/juno.yaml" "$DIST"
    } >"$BATS_FILE_TMPDIR/dist.log" 2>&1 || {
        cat "$BATS_FILE_TMPDIR/dist.log"
        return 1
    }
}

teardown_file() {
    bed_down
}

# A PATH of krew's directory, kubectl and the system: bin/ of the checkout is not on it.
setup() {
    juno_setup
    bed_setup
    unset -f kubectl
    peers=$(dirname "$HELM3")
    version=$(cat "$JUNO_ROOT/VERSION")
    archive=$(echo "$DIST"/kubectl-juno_v*.tar.gz)
    cp "$BATS_FILE_TMPDIR/juno.yaml" .
    mkdir "$BATS_TEST_TMPDIR/tools"
    ln -s "$KUBECTL" "$BATS_TEST_TMPDIR/tools/kubectl"
    ln -s "$peers/krew" "$BATS_TEST_TMPDIR/tools/kubectl-krew"
    export KREW_ROOT=$BATS_TEST_TMPDIR/krew KREW_NO_UPGRADE_CHECK=1
    export PATH=$KREW_ROOT/bin:$BATS_TEST_TMPDIR/tools:/usr/bin:/bin
}

teardown() {
    [ -z "${server:-}" ] || kill "$server"
}

install() {
    kubectl krew install --manifest=juno.yaml --archive="$archive" </dev/null
}

@test "kubectl krew install, kubectl juno, kubectl krew uninstall: nothing is left" {
    git init -q index
    mkdir index/plugins
    cp juno.yaml index/plugins/
    git -C index add -A
    git -C index -c user.name=t -c user.email=t@example.org commit -q -m juno
    export KREW_DEFAULT_INDEX_URI=$PWD/index
    kubectl krew update
    # kubectl keeps a cache of its own in the home.
    traces() {
        find "$KREW_ROOT" "$HOME" \( -path '*/index/*' -o -path '*/.kube' \) -prune -o -printf '%M %P %l\n' | sort
    }
    traces >before
    install
    run --separate-stderr kubectl juno version
    assert_status 0
    assert_output "kubectl-juno $version"
    kubectl juno list >/dev/null
    kubectl krew uninstall juno
    traces | diff before -
    run --separate-stderr kubectl juno version
    [ "$status" -ne 0 ]
    assert_contains stderr "unknown command"
}

@test "kubectl plugin list names the plugin without a warning" {
    install
    run --separate-stderr kubectl plugin list
    assert_status 0
    assert_contains stdout "$KREW_ROOT/bin/kubectl-juno"
    assert_silent stderr
}

@test "kubectl juno list shows the cluster's catalog by the kubeconfig, and a directory's by its flag" {
    install
    run --separate-stderr kubectl juno list
    assert_status 0
    assert_silent stderr
    for template in notebook site terminal; do
        [[ $output =~ (^|$'\n')"$template"[[:space:]]+[A-Z][a-z]*[[:space:]]+OK ]]
    done
    # The same as of the program that was built in the checkout.
    assert_output "$("$JUNO_BIN/kubectl-juno" list)"
    run --separate-stderr kubectl juno list --catalog "$JUNO_ROOT/examples/plugins"
    assert_status 0
    assert_contains stdout notebook site terminal
    # Not from the one place what is asked for from the other.
    run --separate-stderr kubectl juno list --kubeconfig "$HOME/none"
    assert_status 1
    assert_silent stdout
    assert_contains stderr "$HOME/none"
}

@test "a workload is launched, seen and deleted by kubectl juno of the archive" {
    install
    run --separate-stderr kubectl juno launch terminal t-krew --host juno.example.org --wait
    assert_status 0
    assert_contains stdout "workload/t-krew ready in"
    run --separate-stderr kubectl juno ps
    assert_status 0
    assert_contains stdout t-krew
    run --separate-stderr kubectl juno delete t-krew --yes
    assert_status 0
}

@test "exit statuses pass through kubectl: 0, 1 for a failure, 2 for a usage error" {
    install
    run --separate-stderr kubectl juno -h
    assert_status 0
    assert_contains stdout "kubectl juno"
    run --separate-stderr kubectl juno show no-such-template
    assert_status 1
    assert_contains stderr "no-such-template"
    run --separate-stderr kubectl juno list --no-such-flag
    assert_status 2
    assert_contains stderr "--no-such-flag"
    run --separate-stderr kubectl juno no-such-command
    assert_status 2
    assert_contains stderr "no-such-command"
}

@test "kubectl completes kubectl juno after the one step that krew leaves" {
    install
    run --separate-stderr kubectl __complete juno la
    refute_contains stdout launch
    run --separate-stderr kubectl juno completion install
    assert_status 0
    assert_contains stdout "$KREW_ROOT/bin/kubectl_complete-juno -> kubectl-juno"
    run --separate-stderr kubectl __complete juno la
    assert_status 0
    assert_contains stdout launch
    run --separate-stderr kubectl __complete juno show note
    assert_status 0
    assert_contains stdout notebook
}

# It installs from the address in the manifest, with an environment of PATH and its own settings only.
@test "the checker of krew's index installs every platform of the manifest from a server and finds the licence" {
    mkfifo port
    python3 -u -m http.server --bind 127.0.0.1 --directory "$DIST" 0 >port 2>server.log 3>&- &
    server=$!
    read -r line <port
    [[ $line =~ port\ ([0-9]+) ]]
    sed -i "s|uri: https://.*/|uri: http://127.0.0.1:${BASH_REMATCH[1]}/|" juno.yaml
    run --separate-stderr "$peers/validate-krew-manifest" -manifest juno.yaml
    assert_status 0
    assert_contains stderr "all 1 spec.platforms installed fine"
    grep -q "\"GET /${archive##*/} " server.log
}
