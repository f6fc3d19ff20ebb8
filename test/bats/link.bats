#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What the shipped programs load: always the release build, whatever build the other tests look at.
load helpers

needed() {
    readelf -d "$JUNO_ROOT/bin/$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort
}

@test "helm-juno needs libyaml and libc, and no other library" {
    run needed helm-juno
    assert_status 0
    # Where both are there as archives, they are in it.
    [[ -z $output ]] || assert_output "$(printf '%s\n' libc.so.6 libyaml-0.so.2)"
}

@test "kubectl-juno starts without libcurl and its thirty libraries, and says what to install where it is missing" {
    run needed kubectl-juno
    refute_contains stdout libcurl libssl
    cat >no_curl.c <<'END'
#include <stddef.h>
void *dlopen(const char *name, int flags) { (void)name, (void)flags; return NULL; }
END
    gcc -shared -fPIC -o no_curl.so no_curl.c
    LD_PRELOAD=$PWD/no_curl.so run --separate-stderr "$JUNO_ROOT/bin/kubectl-juno" workload create -c a --image b
    assert_status 0
    LD_PRELOAD=$PWD/no_curl.so run --separate-stderr "$JUNO_ROOT/bin/kubectl-juno" workload publish -c a --image b \
        --token-file <(echo t) --api-server-url http://127.0.0.1:1
    assert_status 1
    assert_contains stderr 'cannot load libcurl' 'install libcurl 4'
}

@test "both programs are position independent, with read-only relocations and no executable stack" {
    for program in helm-juno kubectl-juno; do
        file=$JUNO_ROOT/bin/$program
        readelf -h "$file" | grep -q 'Type: *DYN'
        readelf -d "$file" | grep -q 'BIND_NOW\|NOW'
        readelf -lW "$file" | grep -q 'GNU_RELRO'
        readelf -lW "$file" | grep 'GNU_STACK' | grep -q ' RW '
    done
}

@test "Helm 4's plugin directory holds the same helm-juno as bin" {
    cmp "$JUNO_ROOT/bin/helm-juno" "$JUNO_ROOT/plugins/helm-juno/bin/helm-juno"
}
