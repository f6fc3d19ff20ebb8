#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# scripts/deps, scripts/go-path and scripts/node-path on machines that are not this one: their tools are stand-ins that note their calls.
load helpers

setup() {
    juno_setup
    mkdir tools
    for tool in bash dirname cat sed sort comm env touch; do
        ln -s "$(command -v "$tool")" "tools/$tool"
    done
    calls=$PWD/calls
    touch "$calls"
    stand_in go 'echo go1.26.0'
    stand_in node 'echo v20.0.0'
    stand_in npm ''
}

# stand_in NAME BODY: a program NAME on the machine, which notes its arguments and does BODY
stand_in() {
    printf '#!%s\necho "%s $*" >>"%s"\n%s\n' "$(command -v bash)" "$1" "$calls" "$2" >"tools/$1"
    chmod +x "tools/$1"
}

debian() {
    stand_in apt-get ''
    stand_in dpkg-query "$1"
    stand_in id "echo $2"
}

deps() {
    PATH=$PWD/tools "$JUNO_ROOT/scripts/deps" "$@"
}

@test "on a system without apt-get, deps prints the packages and stops with an error" {
    run --separate-stderr deps
    assert_status 1
    assert_contains stderr 'no apt-get' 'libyaml-dev' 'libcurl4-openssl-dev' 'Go 1.26'
}

@test "with every package there, deps installs nothing and says nothing" {
    "$JUNO_ROOT/scripts/deps" --list | sed 's/^/installed /' >installed
    debian "cat '$PWD/installed'" 0
    run --separate-stderr deps
    assert_status 0
    assert_silent stdout
    assert_silent stderr
    refute_called apt-get
}

@test "as root, deps says what is missing and installs only that" {
    "$JUNO_ROOT/scripts/deps" --list | sed 's/^/installed /; s/^installed bats$/config-files bats/' >installed
    debian "cat '$PWD/installed'" 0
    run --separate-stderr deps
    assert_status 0
    assert_contains stderr 'installing Debian packages: bats'
    called 'apt-get .* install --no-install-recommends bats$'
}

@test "as another user, deps installs through sudo" {
    "$JUNO_ROOT/scripts/deps" --list | sed -n 's/^/installed /; /bats/!p' >installed
    debian "cat '$PWD/installed'" 1000
    stand_in sudo '"$@"'
    run --separate-stderr deps
    assert_status 0
    called 'sudo env DEBIAN_FRONTEND=noninteractive apt-get .* install --no-install-recommends bats$'
}

@test "as another user without sudo, deps says so and stops" {
    debian '' 1000
    run --separate-stderr deps
    assert_status 1
    assert_contains stderr 'not root and no sudo'
    refute_called apt-get
}

@test "a failed installation stops with its status" {
    debian '' 0
    stand_in apt-get 'exit 100'
    run --separate-stderr deps
    assert_status 100
}

@test "where Go or Node.js is too old, and no pip is there that could install it, deps installs one" {
    "$JUNO_ROOT/scripts/deps" --list | sed 's/^/installed /' >installed
    debian "cat '$PWD/installed'" 0
    # The system's python3, by its path, is none of the stand-ins.
    sed "s|/usr/bin/python3|$PWD/tools/system-python3|" "$JUNO_ROOT/scripts/go-path" >go-path
    mkdir -p checkout/scripts
    cp "$JUNO_ROOT"/scripts/{deps,node-path} checkout/scripts/
    install -m 755 go-path checkout/scripts/
    for old in 'node echo v18.19.0' 'go echo go1.25.9' 'node exit 1'; do
        cp -r tools kept
        : >"$calls"
        stand_in "${old%% *}" "${old#* }"
        # The Go itself is not installed: pip is, and comes to nothing.
        env PATH="$PWD/tools" checkout/scripts/deps >/dev/null 2>&1 || true
        called 'apt-get .* install --no-install-recommends python3 python3-pip$'
        # One that is there is enough.
        : >"$calls"
        stand_in system-python3 ''
        env PATH="$PWD/tools" checkout/scripts/deps >/dev/null 2>&1 || true
        refute_called apt-get
        rm -r tools
        mv kept tools
    done
}

@test "node-path takes a Node.js on PATH that is new enough and has an npm, and no other" {
    for version in v20.0.0 v22.20.0 v100.1.0; do
        stand_in node "echo $version"
        run --separate-stderr env PATH="$PWD/tools" "$JUNO_ROOT/scripts/node-path" --find
        assert_status 0
        assert_output "$PWD/tools/node"
    done
    for version in v18.19.1 v12.22.12 devel; do
        stand_in node "echo $version"
        run --separate-stderr env PATH="$PWD/tools" "$JUNO_ROOT/scripts/node-path" --find
        assert_status 1
        assert_silent stdout
    done
    stand_in node 'echo v20.0.0'
    rm tools/npm
    run --separate-stderr env PATH="$PWD/tools" "$JUNO_ROOT/scripts/node-path" --find
    assert_status 1
}

@test "go-path takes a Go on PATH that is new enough, and no older one" {
    for version in go1.26.0 go1.27rc1 go1.100.3; do
        stand_in go "echo $version"
        run --separate-stderr env PATH="$PWD/tools" "$JUNO_ROOT/scripts/go-path" --find
        assert_status 0
        assert_output "$PWD/tools/go"
    done
    for version in go1.25.9 go1.19.8 devel; do
        stand_in go "echo $version"
        run --separate-stderr env PATH="$PWD/tools" "$JUNO_ROOT/scripts/go-path" --find
        assert_status 1
        assert_silent stdout
    done
}

@test "go-path takes the Go of the cache when there is none on PATH" {
    rm tools/go
    version=$(sed -n 's/^readonly GO_WHEEL=//p' "$JUNO_ROOT/scripts/go-path")
    mkdir -p "$HOME/.cache/juno-test/go-$version/go"
    stand_in kept-go 'echo go1.26.6'
    mkdir -p "$HOME/.cache/juno-test/go-$version/go/bin"
    mv tools/kept-go "$HOME/.cache/juno-test/go-$version/go/bin/go"
    run --separate-stderr env PATH="$PWD/tools" "$JUNO_ROOT/scripts/go-path"
    assert_status 0
    assert_output "$HOME/.cache/juno-test/go-$version/go/bin/go"
}

# called PATTERN: one of the noted calls matches
called() {
    grep -qE "$1" "$calls" && return 0
    echo "no call like: $1"
    cat "$calls"
    return 1
}

refute_called() {
    grep -q "^$1 " "$calls" || return 0
    echo "$1 was called"
    cat "$calls"
    return 1
}
