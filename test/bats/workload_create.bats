#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# kubectl juno workload create: flags, warnings, and where the document goes. What is in the document is compared with
# recorded answers of occ by `run-tests`.

load helpers

setup() {
    juno_setup
    create=(kubectl-juno workload create -c web --image web:1)
    document="apiVersion: openchoreo.dev/v1alpha1
kind: Workload
metadata:
  name: web-workload
  namespace: default
spec:
  container:
    image: web:1
  owner:
    componentName: web
    projectName: default"
}

@test "workload create without a descriptor prints image and owner" {
    run --separate-stderr "${create[@]}"
    assert_status 0
    assert_silent stderr
    assert_output "$document"
}

@test "the group answers to its aliases, in help and completion too" {
    local name
    for name in workloads wl; do
        run --separate-stderr kubectl-juno "$name" create -c web --image web:1
        assert_status 0
        assert_output "$document"
        cmp <(kubectl-juno "$name" create --help) <(kubectl-juno workload create --help)
        run --separate-stderr kubectl-juno __complete "$name" create --tar
        assert_contains stdout "--target-version"
    done
    run --separate-stderr kubectl-juno workload --help
    assert_contains stdout "Aliases:" "  workload, workloads, wl"
    run --separate-stderr kubectl-juno __complete wo
    [[ $(wc -l <<<"$output") -eq 2 && $output == "workload"$'\t'* ]]
}

@test "required flags are named together, before any file is opened" {
    run --separate-stderr kubectl-juno workload create --descriptor absent.yaml
    assert_status 2
    assert_silent stdout
    assert_contains stderr "missing required flags: --component, --image"
    run --separate-stderr "${create[@]}" -n "" --project=
    assert_status 2
    assert_contains stderr "missing required flags: --namespace, --project"
}

@test "a misspelt command or flag is a usage error with the nearest name" {
    run --separate-stderr kubectl-juno workload creat
    assert_status 2
    assert_contains stderr "unknown command 'creat'" "did you mean 'create'?"
    run --separate-stderr "${create[@]}" --descripter x
    assert_status 2
    assert_contains stderr "unknown flag: --descripter" "did you mean '--descriptor'?"
}

@test "--name is known to targets up to 1.0 and changes nothing" {
    run --separate-stderr "${create[@]}" --name other --target-version 1.0
    assert_status 0
    assert_output "$document"
    run --separate-stderr "${create[@]}" --name other --target-version 1.1
    assert_status 2
    assert_contains stderr "unknown flag: --name"
}

@test "the flag wins over JUNO_OPENCHOREO_VERSION, and both refuse what is too old" {
    export JUNO_OPENCHOREO_VERSION=0.16.0
    run --separate-stderr "${create[@]}" --target-version v0.17
    assert_status 0
    run --separate-stderr "${create[@]}"
    assert_status 1
    assert_silent stdout
    assert_contains stderr "OpenChoreo 0.16.0"
    run --separate-stderr "${create[@]}" --target-version latest
    assert_status 2
}

@test "file-system mode is refused by name" {
    run --separate-stderr "${create[@]}" --mode file-system --root-dir .
    assert_status 1
    assert_contains stderr "--mode file-system is not supported"
    run --separate-stderr "${create[@]}" --mode api-server
    assert_status 0
}

@test "words beyond the flags are ignored with a warning" {
    run --separate-stderr "${create[@]}" extra
    assert_status 0
    assert_output "$document"
    assert_contains stderr "the argument 'extra' is ignored"
}

@test "-o writes the file and says so; --output is the same; the last one wins" {
    run --separate-stderr "${create[@]}" --output first.yaml -o out.yaml
    assert_status 0
    assert_output "Workload CR written to out.yaml"
    [[ $(cat out.yaml) == "$document" && ! -e first.yaml && $(stat -c %a out.yaml) == 644 ]]
    run --separate-stderr "${create[@]}" --output first.yaml
    assert_output "Workload CR written to first.yaml"
    cmp first.yaml out.yaml
}

@test "-o with a format's name asks whether --format was meant" {
    run --separate-stderr "${create[@]}" -o json
    assert_status 0
    assert_contains stderr "did you mean --format?"
    [[ $(cat json) == "$document" ]]
}

@test "-o through a link replaces the file, not the link" {
    echo before >real.yaml
    ln -s real.yaml link.yaml
    run --separate-stderr "${create[@]}" -o link.yaml
    assert_status 0
    [[ -L link.yaml && $(cat real.yaml) == "$document" ]]
}

@test "--dry-run with -o prints and writes nothing" {
    run --separate-stderr "${create[@]}" -o out.yaml --dry-run
    assert_status 0
    assert_output "$document"
    [[ ! -e out.yaml ]]
}

@test "R-175 any failure leaves the file of -o as it was and standard output empty" {
    echo before >out.yaml
    echo 'endpoints: 5' >w.yaml
    run --separate-stderr "${create[@]}" --descriptor w.yaml -o out.yaml
    assert_status 1
    assert_silent stdout
    assert_contains stderr "w.yaml:1:12: endpoints is a number where a list is wanted"
    [[ $(cat out.yaml) == before && $(echo out*) == out.yaml ]]
    run --separate-stderr "${create[@]}" --descriptor absent.yaml -o out.yaml
    assert_status 1
    assert_contains stderr "absent.yaml"
    [[ $(cat out.yaml) == before ]]
    run --separate-stderr "${create[@]}" -o none/out.yaml
    assert_status 1
    [[ ! -e none ]]
    mkdir dir
    run --separate-stderr "${create[@]}" -o dir
    assert_status 1
    assert_contains stderr "'dir': it is a directory"
}

@test "R-175 warnings go to standard error with file and line; --strict makes all of them one error" {
    printf '%s\n' 'endpoints:' '- name: a' '  prot: 80' '  type: REST' >w.yaml
    run --separate-stderr "${create[@]}" --descriptor w.yaml
    assert_status 0
    assert_contains stdout "type: REST"
    assert_contains stderr "warning: w.yaml:3:3: unknown key 'prot' is ignored; did you mean 'port'?" \
        "warning: w.yaml:4:9: OpenChoreo 1.2 refuses the endpoint type REST"
    run --separate-stderr "${create[@]}" --descriptor w.yaml --strict -o out.yaml
    assert_status 1
    assert_silent stdout
    assert_contains stderr "w.yaml:3:3: unknown key 'prot'" "w.yaml:4:9:"
    [[ ! -e out.yaml ]]
}

@test "a component that can be no name is a warning" {
    run --separate-stderr kubectl-juno workload create -c Web_A --image web:1
    assert_status 0
    assert_contains stderr "'Web_A-workload' cannot be the name of an object"
}

@test "another name in the descriptor is mentioned at -v 1 only" {
    echo 'metadata: {name: other}' >w.yaml
    run --separate-stderr "${create[@]}" --descriptor w.yaml
    assert_silent stderr
    run --separate-stderr "${create[@]}" --descriptor w.yaml -v 1
    assert_status 0
    assert_contains stderr "metadata.name 'other' is not used"
}

@test "R-175 --confine refuses a file outside, also behind a link" {
    mkdir -p repo/svc
    echo text >outside.txt
    echo text >repo/shared.txt
    ln -s ../../outside.txt repo/svc/link.txt
    printf '%s\n' 'configurations:' '  files:' '  - name: f' '    valueFrom: {path: ../shared.txt}' >repo/svc/w.yaml
    run --separate-stderr "${create[@]}" --descriptor repo/svc/w.yaml --confine repo
    assert_status 0
    assert_contains stdout "text"
    sed -i 's|\.\./shared|link|' repo/svc/w.yaml
    run --separate-stderr "${create[@]}" --descriptor repo/svc/w.yaml
    assert_status 0
    run --separate-stderr "${create[@]}" --descriptor repo/svc/w.yaml --confine repo
    assert_status 1
    assert_contains stderr "repo/svc/w.yaml:4:23: configurations.files[0].valueFrom.path" "outside of 'repo'"
}

@test "--format json is the same document" {
    run --separate-stderr "${create[@]}" --format json
    assert_status 0
    assert_output '{
    "apiVersion": "openchoreo.dev/v1alpha1",
    "kind": "Workload",
    "metadata": {
        "name": "web-workload",
        "namespace": "default"
    },
    "spec": {
        "container": {
            "image": "web:1"
        },
        "owner": {
            "componentName": "web",
            "projectName": "default"
        }
    }
}'
}

@test "R-175 a schema of 10 MB is refused by name, with the place that names it" {
    truncate -s 10M big.yaml
    printf '%s\n' 'endpoints:' '- name: a' '  schemaFile: big.yaml' >w.yaml
    run --separate-stderr "${create[@]}" --descriptor w.yaml
    assert_status 1
    assert_silent stdout
    assert_contains stderr "w.yaml:3:15: endpoints[0].schemaFile" "big.yaml" "3145728 bytes"
}

@test "the example descriptors are free of warnings for their versions" {
    local examples=$JUNO_ROOT/examples/openchoreo
    run --separate-stderr "${create[@]}" --strict --target-version v0.17 --descriptor "$examples/v0.17/workload.yaml"
    assert_status 0
    assert_contains stdout "secretRef:" "  connections:" "type: REST"
    run --separate-stderr "${create[@]}" --strict --target-version v1.2 --descriptor "$examples/v1.2/workload.yaml"
    assert_status 0
    assert_contains stdout "type: openapi" "    resources:" "books = 4096"
    run --separate-stderr "${create[@]}" --strict --target-version v1.2 --descriptor "$examples/v0.17/workload.yaml"
    assert_status 1
    assert_contains stderr "does not read 'connections'" "REST"
}
