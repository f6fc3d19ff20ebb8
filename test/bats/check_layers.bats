#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# scripts/check-layers finds what it is there to find, shown on a small tree of its own.
load helpers

setup() {
    juno_setup
    mkdir -p scripts common/{base,yaml,json,patch} plugins/helm-juno
    cp "$JUNO_ROOT/scripts/check-layers" scripts/
    echo '#include "base/view.h"' >common/yaml/ydoc.h
    echo '#include <yaml.h>' >common/yaml/ydoc.c
    echo '#include "yaml/ydoc.h"' >common/patch/merge.c
    echo '#include "cli/command.h"' >plugins/helm-juno/main.c
}

# refused FILE LINE MESSAGE: with LINE added, FILE is refused with MESSAGE
refused() {
    echo "$2" >>"$1"
    run --separate-stderr scripts/check-layers
    assert_status 1
    assert_contains stdout "$3"
}

@test "a tree that keeps the layers passes" {
    run --separate-stderr scripts/check-layers
    assert_status 0
    assert_silent stdout
}

@test "an include against the arrows is refused with file and line" {
    refused common/yaml/ydoc.c '#include "patch/merge.h"' 'common/yaml/ydoc.c:2: yaml may not include patch'
}

@test "base includes no other module" {
    refused common/base/buf.c '#include "yaml/ydoc.h"' 'common/base/buf.c:1: base may not include yaml'
}

@test "helm-juno includes no module that brings another library" {
    refused plugins/helm-juno/main.c '#include "json/parse.h"' 'helm-juno may not include json'
}

@test "a library's header outside its module is refused" {
    refused common/patch/merge.c '#include <yaml.h>' 'only yaml may include <yaml.h>'
    refused common/yaml/ydoc.c '#include <curl/multi.h>' 'only http may include <curl/curl.h>'
}

@test "a module that the table does not know is refused" {
    mkdir common/util
    refused common/util/strings.c '' 'common/util/: no such module'
}

@test "printing and exiting in the library are refused, in comments and strings they are not" {
    echo '/* printf("x") and exit(1) */ const char *help = "printf(1)";' >>common/patch/merge.c
    run --separate-stderr scripts/check-layers
    assert_status 0
    refused common/patch/merge.c 'void f(void) { printf("x"); }' 'merge.c:3: void f(void)'
    refused common/yaml/ydoc.c 'void g(void) { exit(1); }' 'only main ends the program'
}
