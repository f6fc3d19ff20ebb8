#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl-juno launch and render around helm: what is printed, and what happens when helm is missing, fails or hangs.
# What the real helm makes of the examples is in test/peer/launch.bats.

load helpers

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
    printf '#!/bin/sh\ncat >/dev/null\ncat "%s/manifests.yaml"\n' "$PWD" >helm
    chmod +x helm
    export HELM_BIN=$PWD/helm
    cat >manifests.yaml <<'END'
---
# Source: site/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: www   # kept
spec: {}
---
# Source: site/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: www
  namespace: else
  labels: {a: "b"}
END
}

launched() {
    run --separate-stderr kubectl-juno launch --catalog "$plugins" site www --dry-run=client "$@"
}

@test "a dry run prints a line for each object, or the objects" {
    launched
    assert_status 0
    assert_output "service/www created (dry run)
deployment.apps/www created (dry run)"
    assert_silent stderr
    launched -o name
    assert_output "service/www
deployment.apps/www"
    launched -o json
    assert_contains stdout '"kind": "List"' '"kuiper.juno-innovations.com/kuiper-instance": "www"'
    launched -o yaml
    assert_contains stdout 'kind: List' 'kuiper.juno-innovations.com/kuiper-instance: www' 'namespace: default'
    run --separate-stderr kubectl-juno launch --catalog "$plugins" site www --dry-run
    assert_status 0
}

@test "render keeps the bytes of what it does not change" {
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www -n film
    assert_status 0
    assert_output '---
# Source: site/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: www   # kept
  labels:
    kuiper.juno-innovations.com/kuiper-instance: www
  namespace: film
spec: {}
---
# Source: site/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: www
  namespace: else
  labels: {a: "b", kuiper.juno-innovations.com/kuiper-instance: www}'
}

@test "render prints the same bytes each time, launch takes a new name" {
    local first
    printf '#!/bin/sh\nprintf "kind: A\nmetadata: {name: a}\nvalues: "\ncat\n' >helm
    run --separate-stderr kubectl-juno render --catalog "$plugins" site
    assert_status 0
    first=$output
    [[ $first =~ \"name\":\"site-[0-9a-f]{4}\" ]]
    run --separate-stderr kubectl-juno render --catalog "$plugins" site
    [[ $output == "$first" ]]
    # Four digits may meet; ten times in a row they do not.
    for _ in {1..10}; do
        kubectl-juno launch --catalog "$plugins" site --dry-run=client -o json | grep instance
    done | sort -u >names
    [[ $(wc -l <names) -gt 1 ]]
}

@test "R-079 without --dry-run=client a cluster is needed: where it was looked for, and what needs none" {
    local flag
    for flag in --dry-run=none --dry-run=server --quiet; do
        run --separate-stderr kubectl-juno launch --catalog "$plugins" site www $flag
        assert_status 1
        assert_contains stderr "no cluster is configured: there is no $KUBECONFIG"
        assert_silent stdout
    done
    run --separate-stderr kubectl-juno launch --catalog "$plugins" site www
    assert_contains stderr '--dry-run=client and render need no cluster'
}

@test "presets are applied in order, before ownership and namespace" {
    mkdir one two
    cat >one/kustomization.yaml <<'END'
patches:
- target: {kind: Service}
  patch: '- {op: add, path: /spec/type, value: NodePort}'
END
    cat >two/kustomization.yaml <<'END'
patches:
- target: {kind: Service}
  patch: |
    - {op: test, path: /spec/type, value: NodePort}
    - {op: add, path: /spec/two, value: 2}
END
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www --preset one --preset two
    assert_status 0
    assert_contains stdout 'type: NodePort' 'two: 2'
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www --preset two
    assert_status 1
    assert_silent stdout
    sed -i s/Service/Ingress/ one/kustomization.yaml
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www --preset one
    assert_status 1
    assert_contains stderr "cannot render 'www' from 'site'" 'one/kustomization.yaml:' 'matches nothing'
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www --preset one --allow-unmatched
    assert_status 0
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www --preset none
    assert_status 1
    assert_contains stderr none
}

@test "a template named as -o name prints it is rendered" {
    run --separate-stderr kubectl-juno render --catalog "$plugins" template/site www -o name
    assert_status 0
    assert_output $'service/www\ndeployment.apps/www'
}

@test "R-023 a preset that is not there is told with what a preset is" {
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www --preset nowhere
    assert_status 1
    assert_silent stdout
    assert_contains stderr "there is no directory 'nowhere'" "hint: a preset is a directory with a kustomization.yaml"
}

@test "the help of launch begins with what is asked for, the cluster comes after" {
    kubectl-juno launch --help >help
    groups=$(grep -E '^[A-Z][a-z]+:$' help | tr '\n' ' ')
    [[ $groups == "Usage: Examples: Answers: Workload: Preset: Catalog: Cluster: "* ]]
}

@test "R-141 helm that is missing or no program is told with what to do" {
    HELM_BIN=/none/helm launched
    assert_status 1
    assert_contains stderr "HELM_BIN is '/none/helm', which is no program" 'hint: set HELM_BIN'
    unset HELM_BIN
    mkdir -p bin
    ln -s "$(command -v kubectl-juno)" bin/
    run --separate-stderr env PATH="$PWD/bin" kubectl-juno launch --catalog "$plugins" site www --dry-run=client
    assert_status 1
    assert_silent stdout
    assert_contains stderr 'helm is not found' 'install helm 3 or 4'
}

@test "R-142 a failing helm is quoted, and the chart is named" {
    printf '#!/bin/sh\necho half\necho "Error: template: site/x.yaml:3: boom" >&2\nexit 1\n' >helm
    launched
    assert_status 1
    assert_silent stdout
    assert_contains stderr "error: cannot launch 'www' from 'site': helm failed with status 1: template: site/x.yaml:3: boom" \
        "$plugins/site/scripts/chart"
}

@test "R-143 a helm that is killed, or closes its input unread, is told as it is" {
    printf '#!/bin/sh\nkill -9 $$\n' >helm
    launched
    assert_status 1
    assert_contains stderr 'signal 9'
    printf '#!/bin/sh\nexec <&-\necho "kind: A"\n' >helm
    launched
    assert_status 0
    printf '#!/bin/sh\ncat >/dev/null; yes | head -c 300000000\n' >helm
    launched
    assert_status 1
    assert_contains stderr 'over 268435456 bytes'
}

@test "R-156 Ctrl-C ends a hanging helm and the run, leaving nothing" {
    local pid helm_pid
    mkdir c
    cp -r "$plugins/site" c
    rm -r c/site/scripts
    mkfifo started
    printf '#!/bin/sh\necho $$ >started\nexec tail -f /dev/null\n' >helm
    # A background job of a plain shell ignores SIGINT; descriptor 3 is what bats waits for.
    env --default-signal=INT kubectl-juno launch --catalog c site www --dry-run=client >out 2>err 3>&- &
    pid=$!
    # Opened both ways, so that a helm that never starts is no wait without end.
    read -r -t 30 helm_pid <>started
    kill -INT "$pid"
    status=0
    wait "$pid" || status=$?
    [[ $status -eq 130 ]]
    [[ ! -s out ]]
    run kill -0 "$helm_pid"
    assert_status 1
    run ls -A "$TMPDIR"
    assert_output ''
}

@test "what helm says without failing is a warning, silenced by --quiet" {
    printf '#!/bin/sh\ncat >/dev/null\necho "walk.go: found a link" >&2\necho "kind: A"\n' >helm
    launched
    assert_status 0
    assert_contains stderr 'warning: helm: walk.go: found a link'
    launched --quiet
    assert_silent stderr
}

@test "R-043 a name or label that becomes too long is named before anything is printed" {
    local long
    long=$(head -c 64 /dev/zero | tr '\0' a)
    printf 'apiVersion: v1\nkind: Service\nmetadata: {name: %s}\n' "$long" >manifests.yaml
    launched
    assert_status 1
    assert_silent stdout
    assert_contains stderr "Service/$long: its name has 64 characters, 63 are allowed"
    printf 'kind: A\nmetadata: {name: x, labels: {l: %s}}\n' "$long" >manifests.yaml
    launched
    assert_contains stderr "A/x: the label 'l' has 64 characters"
}

@test "the same object twice, another workload's object, and broken output are refused" {
    printf 'kind: A\nmetadata: {name: x}\n---\nkind: A\nmetadata: {name: x}\n' >manifests.yaml
    launched
    assert_status 1
    assert_contains stderr 'A/x: it is rendered twice'
    printf 'kind: A\nmetadata: {name: x, labels: {kuiper.juno-innovations.com/kuiper-instance: other}}\n' >manifests.yaml
    launched
    assert_status 1
    assert_contains stderr 'part of workload other'
    printf 'kind: A\nmetadata: [\n' >manifests.yaml
    launched
    assert_status 1
    assert_contains stderr 'rendered manifests:'
}

@test "hooks that a launch does not run are left out and named" {
    printf 'kind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\n' >>manifests.yaml
    sed -i 's/^kind: Pod/---\n&/' manifests.yaml
    launched -o name
    assert_output "service/www
deployment.apps/www"
    assert_contains stderr 'Pod/t is a hook that a launch does not run'
}

@test "an Ingress for every host is warned of unless that is said" {
    printf -- '---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {rules: [{http: {}}]}\n' >>manifests.yaml
    launched
    assert_status 0
    assert_contains stderr 'Ingress/i answers for every host' --host
    launched --host ''
    assert_silent stderr
}

@test "closed and full standard output are failures" {
    run --separate-stderr bash -c 'kubectl-juno render --catalog "$1" site www >/dev/full' - "$plugins"
    assert_status 1
    run --separate-stderr bash -c 'kubectl-juno render --catalog "$1" site www >&-' - "$plugins"
    assert_status 1
}

@test "a helm that takes long is waited for in words, on a terminal only" {
    mkfifo go
    printf '#!/bin/sh\nread -r _ <go\necho "kind: A"\n' >helm
    mkfifo shown
    TERM=xterm script -qefc "kubectl-juno render --catalog $plugins site www" /dev/null </dev/null >shown &
    local pid=$! seen screen
    # The wait is over once it was seen.
    exec {screen}<shown
    IFS= read -r -t 30 -d f -u "$screen" seen
    echo >go
    cat <&"$screen" >rest
    wait "$pid"
    [[ $seen == *'waiting ' ]]
    # The line is wiped before the result.
    grep -q $'\r\033\\[Kkind: A' rest
    echo >go &
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www
    assert_status 0
    assert_silent stderr
}

@test "R-006 a rendered object whose aliases stand for too much is an error, no crash" {
    local i
    {
        printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b, labels: {kuiper.juno-innovations.com/kuiper-instance: www}}\n'
        printf 'x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n'
        for ((i = 1; i < 8; i++)); do
            printf 'x%d: &x%d [*x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d]\n' "$i" "$i" \
                $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1))
        done
    } >manifests.yaml
    launched -o yaml
    assert_status 1
    assert_contains stderr "ConfigMap/a: its aliases expand beyond the limit"
}

@test "--timeout without --wait is a usage error that says both ways out" {
    run --separate-stderr kubectl-juno launch --catalog "$plugins" site www --timeout 5s
    assert_status 2
    assert_contains stderr "--timeout is for --wait" "hint: add --wait, or leave --timeout out"
}
