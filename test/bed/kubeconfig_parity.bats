# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Kubeconfigs and their flags: the same verdict as the real kubectl, and the server sees the same user. The cases, and
# what differs on purpose with the reason: test/harness/kubeconfig-cases.json
bats_require_minimum_version 1.5.0
load ../bats/helpers
load ../bats/bed

setup_file() {
    bed_up
}

teardown_file() {
    bed_down
}

setup() {
    juno_setup
}

# parity GROUP: every case of the group; the ones that fail are shown
parity() {
    local out=$BATS_TEST_TMPDIR/parity.tap
    if ! "$JUNO_ROOT/test/harness/kubeconfig-parity" "$KUBECTL" "$JUNO_BIN/kubectl-juno" "$BATS_TEST_TMPDIR/parity" "$1" \
        >"$out" 2>&1; then
        grep -v '^ok ' "$out"
        return 1
    fi
    # A run that told fewer results than it planned has not passed.
    [[ $(grep -c '^ok ' "$out") -eq $(sed -n 's/^1\.\.//p' "$out") ]]
    if grep '# SKIP' "$out"; then
        skip "some cases need a mount namespace, which this machine does not allow"
    fi
}

@test "R-079 R-080 files: which are read, how they are merged, what spoils them" {
    parity files
}

@test "R-081 which context, cluster, user and namespace" {
    parity choosing
}

@test "R-089 R-115 the server: its address, name and proxy, and how long it may take" {
    parity server
}

@test "R-089 R-114 trust: the server's authority and when it is not checked" {
    parity trust
}

@test "R-082 R-083 credentials: tokens, names, certificates, and what may not stand together" {
    parity credentials
}

@test "R-089 impersonation: user, uid, groups and extra" {
    parity impersonation
}

@test "R-084 R-087 credential plugins: how they are configured, run and answered" {
    parity plugins
}

@test "kuberc: which credential plugins may run" {
    parity kuberc
}

@test "R-093 R-095 the environment: KUBERNETES_MASTER, and a pod's service account" {
    parity environment
}

@test "there are at least 250 cases, and all groups are run here" {
    run "$JUNO_ROOT/test/harness/kubeconfig-parity" --groups
    assert_status 0
    [[ $(awk '{ sum += $1 } END { print sum }' <<<"$output") -ge 250 ]]
    while read -r _ group; do
        grep -qxF "    parity $group" "$BATS_TEST_FILENAME" || {
            echo "the group $group is not run"
            return 1
        }
    done <<<"$output"
}

# ---- A real API server: who it says that we are

# seen_as AGENT: whom the API server saw for AGENT in $NS, each once
seen_as() {
    python3 - "$1" "/namespaces/$NS/" 3<"$(dirname "$JUNO_BED")/audit.jsonl" <<'END'
import json, os, sys
seen = set()
for line in os.fdopen(3):
    event = json.loads(line)
    agent = event.get("userAgent", "").split("/")[0]
    if agent == sys.argv[1] and sys.argv[2] in event["requestURI"] and event["verb"] == "list":
        as_whom = event.get("impersonatedUser") or {}
        seen.add(json.dumps([event["user"].get("username"), sorted(event["user"].get("groups", [])),
                             as_whom.get("username"), sorted(as_whom.get("groups", []))]))
print("\n".join(sorted(seen)))
END
}

verdict() {
    if (($1 == 0)); then echo succeeds; else echo fails; fi
}

# same_on_bed succeeds|fails ARGUMENTS...: both clients with ARGUMENTS, in a namespace of their own
same_on_bed() {
    local wanted=$1 theirs=0 ours=0
    shift
    bed_setup
    kubectl create rolebinding devs --clusterrole=edit --group=devs >/dev/null
    # What sets this up is not what is compared.
    kubectl "$@" -n "$NS" get configmaps >"$BATS_TEST_TMPDIR/theirs" 2>&1 </dev/null || theirs=$?
    kubectl-juno ps "$@" -n "$NS" >"$BATS_TEST_TMPDIR/ours" 2>&1 </dev/null || ours=$?
    if [[ $(verdict $theirs) != "$wanted" || $(verdict $ours) != "$wanted" ]]; then
        echo "$*: kubectl $theirs, kubectl-juno $ours, wanted: $wanted"
        cat "$BATS_TEST_TMPDIR/theirs" "$BATS_TEST_TMPDIR/ours"
        return 1
    fi
    if [[ $(seen_as kubectl) != "$(seen_as kubectl-juno)" ]]; then
        echo "$*: the API server saw kubectl as"
        seen_as kubectl
        echo "and kubectl-juno as"
        seen_as kubectl-juno
        return 1
    fi
}

@test "the API server sees the same user by every way to log in" {
    local context
    for context in admin alice token token-file impersonate exec insecure server-name; do
        same_on_bed succeeds --context "$context"
        [[ -n $(seen_as kubectl-juno) ]]
    done
}

@test "the API server refuses both alike, or neither talks to it" {
    local context
    for context in nobody bad-token stranger wrong-name unknown-ca wrong-ca; do
        same_on_bed fails --context "$context"
    done
}

@test "flags over the kubeconfig: the API server sees the same user" {
    local dir
    dir=$(dirname "$JUNO_BED")
    same_on_bed succeeds --token dev-token
    same_on_bed succeeds --context token --as ada --as-group devs
    same_on_bed fails --context token --as ada
    same_on_bed succeeds --context token --user exec
    same_on_bed succeeds --context nobody --client-certificate "$dir/alice.crt" --client-key "$dir/alice.key"
}

# plugin NAME STATUS: a credential plugin in the working directory, and a user for it
plugin() {
    printf '#!/bin/sh\necho run >>%q\nexec cat %q\n' "$PWD/$1.runs" "$PWD/$1.json" >"$1"
    printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":%s}\n' "$2" >"$1.json"
    chmod +x "$1"
}

# use_plugin NAME: the context by-plugin of the kubeconfig ./config
use_plugin() {
    local server
    server=$(kubectl --kubeconfig "$JUNO_BED" config view -o 'jsonpath={.clusters[?(@.name=="testbed")].cluster.server}')
    cat >config <<END
clusters: [{name: k, cluster: {server: "$server", certificate-authority: $(dirname "$JUNO_BED")/ca.crt}}]
users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./$1, interactiveMode: Never}}}]
contexts: [{name: by-plugin, context: {cluster: k, user: u}}]
END
}

@test "R-084 a plugin that gives a certificate: the API server sees whom it names" {
    local dir
    dir=$(dirname "$JUNO_BED")
    plugin certify "$(python3 -c 'import json, sys
print(json.dumps({"clientCertificateData": open(sys.argv[1]).read(), "clientKeyData": open(sys.argv[2]).read()}))' \
        "$dir/alice.crt" "$dir/alice.key")"
    use_plugin certify
    same_on_bed succeeds --kubeconfig config --context by-plugin
    [[ $(seen_as kubectl-juno) == *'"alice"'* ]]
    : >certify.runs
    kubectl-juno ps --kubeconfig config --context by-plugin -n "$NS"
    [[ $(wc -l <certify.runs) -eq 1 ]]
}

@test "R-091 a plugin's token that the API server refuses: it is asked once more, and then the user is told" {
    plugin stale '{"token":"no-such-token"}'
    use_plugin stale
    run --separate-stderr kubectl-juno ps --kubeconfig config --context by-plugin
    assert_status 1
    assert_contains stderr "you must be logged in to the server"
    refute_contains stderr no-such-token
    [[ $(wc -l <stale.runs) -eq 2 ]]
}

@test "R-091 a plugin that has a better token the second time" {
    plugin better '{"token":"no-such-token"}'
    use_plugin better
    # What is read next time.
    printf '#!/bin/sh\ncat %q\nsed -i s/no-such-token/dev-token/ %q\n' "$PWD/better.json" "$PWD/better.json" >better
    run --separate-stderr kubectl-juno ps --kubeconfig config --context by-plugin -n dev
    assert_status 0
}

# ---- What kinds there are

same_json() {
    python3 -c 'import json, sys
one, two = (json.load(open(path)) for path in sys.argv[1:])
sys.exit(one != two)' "$1" "$2"
}

# launches NAME CACHE: `launch` with that cache succeeds; standard error has its requests
launches() {
    run --separate-stderr kubectl-juno launch site "$1" --host h.example.org --cache-dir "$2" -v 9
    assert_status 0
}

@test "what kinds the server has is read from kubectl's cache, and kept there as kubectl keeps it" {
    local file
    bed_setup
    bed_install argocd site
    kubectl --cache-dir "$PWD/theirs" api-resources >/dev/null
    launches one "$PWD/theirs"
    refute_contains stderr "/apis 200 in "
    launches two "$PWD/ours"
    assert_contains stderr "/apis 200 in "
    find ours -name serverresources.json -printf '%P\n' >written
    grep -q /apps/v1/ written
    while read -r file; do
        same_json "theirs/$file" "ours/$file"
    done <written
    launches three "$PWD/ours"
    refute_contains stderr "/apis 200 in "
    # KUBECACHEDIR, and after six hours nothing of it counts.
    find ours -name serverresources.json -exec touch -d '7 hours ago' {} +
    KUBECACHEDIR=$PWD/ours run --separate-stderr kubectl-juno launch site four --host h.example.org -v 9
    assert_status 0
    assert_contains stderr "/apis 200 in "
}
