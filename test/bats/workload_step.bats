#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The example steps of a CI workflow that make a Workload of OpenChoreo, run as Argo runs them. Against a live OpenChoreo:
# test/bed/openchoreo.bats.

load helpers

setup() {
    juno_setup
    examples=$JUNO_ROOT/examples/openchoreo
    mkdir -p vol/source/apps secret
}

# step GENERATION NAME=VALUE...
step() {
    local generation=$1
    shift
    run --separate-stderr "$JUNO_ROOT/test/argo-step" "$examples/$generation/generate-workload.yaml" generate-workload-cr \
        image=registry.example.com/reading-list:1.0.0 workflow.parameters.namespace-name=default \
        workflow.parameters.project-name=books workflow.parameters.component-name=reading-list /mnt/vol="$PWD/vol" "$@"
}

@test "the step for 0.17 leaves the document where the output parameter reads it" {
    cp -r "$examples/v0.17" vol/source/apps/reading-list
    step v0.17 workflow.parameters.app-path=/apps/reading-list
    assert_status 0
    assert_output "Workload CR written to $PWD/vol/workload-cr.yaml"
    assert_golden vol/workload-cr.yaml workload-step/v0.17.yaml
    path=$(sed -n 's/^ *path: //p' "$examples/v0.17/generate-workload.yaml")
    [[ vol${path#/mnt/vol} == vol/workload-cr.yaml ]]
    # The controller looks for these two names.
    grep -q -- '- name: generate-workload-cr$' "$examples/v0.17/generate-workload.yaml"
    grep -q -- '- name: workload-cr$' "$examples/v0.17/generate-workload.yaml"
}

@test "the step for 0.17 makes the basic workload of an application without a descriptor, and tells a wrong path" {
    step v0.17 workflow.parameters.app-path=apps
    assert_status 0
    grep -q 'image: registry.example.com/reading-list:1.0.0' vol/workload-cr.yaml
    rm vol/workload-cr.yaml
    step v0.17 workflow.parameters.app-path=/app
    assert_status 1
    assert_contains stderr "$PWD/vol/source" apps
    [[ ! -e vol/workload-cr.yaml ]]
}

@test "the step for 1.2 and newer has what the shipped one has for parameters, and the secret in a file" {
    cp -r "$examples/v1.2" vol/source/apps/reading-list
    printf secret-4711 >secret/client-secret
    step v1.2 workflow.parameters.app-path=apps/reading-list run-name=run-1 oauth-token-url=http://127.0.0.1:1/oauth2/token \
        api-server-url=http://127.0.0.1:1 /mnt/oauth-client="$PWD/secret"
    assert_status 1
    assert_contains stderr unavailable '127.0.0.1:1'
    refute_contains stderr secret-4711
    # What a caller of the shipped template passes is understood.
    for name in image run-name oauth-token-url oauth-client-id oauth-scope api-server-url oauth-host-header \
        api-server-host-header; do
        grep -q -- "- name: $name\$" "$examples/v1.2/generate-workload.yaml"
    done
}

@test "what a parameter holds stays one argument, whatever is in it" {
    # shellcheck disable=SC2016 # no shell shall read it
    step v0.17 workflow.parameters.app-path='$(touch bad) "x" ; touch worse'
    assert_status 1
    # shellcheck disable=SC2016
    assert_contains stderr '$(touch bad) "x" ; touch worse'
    [[ ! -e bad && ! -e worse ]]
}
