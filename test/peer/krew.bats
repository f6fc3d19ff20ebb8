#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The real krew installs, without a network, what `make dist` and `make krew-manifest` wrote. test/bed/krew.bats has the
# same through kubectl.

load ../bats/helpers

setup_file() {
    export DIST=$BATS_FILE_TMPDIR/dist
    {
        "$JUNO_ROOT/scripts/dist" "$DIST" && "$JUNO_ROOT/scripts/krew-manifest" "$BATS_FILE_TMPDIR/juno.yaml" "$DIST"
    } >"$BATS_FILE_TMPDIR/dist.log" 2>&1 || {
        cat "$BATS_FILE_TMPDIR/dist.log"
        return 1
    }
}

setup() {
    juno_setup
    require_peers
    peers=$(dirname "$HELM3")
    export KREW_ROOT=$BATS_TEST_TMPDIR/krew KREW_NO_UPGRADE_CHECK=1
    export PATH=$KREW_ROOT/bin:/usr/bin:/bin
    version=$(cat "$JUNO_ROOT/VERSION")
    archive=$(echo "$DIST"/kubectl-juno_v*.tar.gz)
    cp "$BATS_FILE_TMPDIR/juno.yaml" .
}

krew() {
    "$peers/krew" "$@" </dev/null
}

# install [MANIFEST [ARCHIVE]]
install() {
    run --separate-stderr krew install --manifest="${1:-juno.yaml}" --archive="${2:-$archive}"
}

# Everything that krew has written, and into the home; its copy of the index aside, which is git's.
traces() {
    find "$KREW_ROOT" "$HOME" -path '*/index/*' -prune -o -printf '%M %P %l\n' | sort
}

assert_nothing_installed() {
    [ -z "$(find "$KREW_ROOT" -name 'kubectl-juno' -o -name 'juno.yaml' -path '*/receipts/*')" ]
}

@test "krew installs the archive: the program with its mode, its link, the licences, and no other file" {
    install
    assert_status 0
    assert_contains stderr "Installed plugin: juno" "libcurl4" "kubectl juno completion install"
    (cd "$KREW_ROOT/store/juno/v$version" && find . -type f -printf '%m %P\n' | sort) >found
    printf '%s\n' '644 LICENSE' '644 NOTICES' '755 kubectl-juno' | diff - found
    [ "$(readlink "$KREW_ROOT/bin/kubectl-juno")" = "$KREW_ROOT/store/juno/v$version/kubectl-juno" ]
    [ "$(command -v kubectl-juno)" = "$KREW_ROOT/bin/kubectl-juno" ]
    run --separate-stderr kubectl-juno version
    assert_status 0
    assert_output "kubectl-juno $version"
    run --separate-stderr kubectl-juno list --catalog "$JUNO_ROOT/examples/plugins"
    assert_status 0
    assert_contains stdout notebook site terminal
}

@test "a second installation changes nothing and is no error" {
    install
    traces >first
    install
    assert_status 0
    assert_contains stderr "already installed"
    traces | diff first -
}

@test "an archive that does not have the manifest's sum is refused" {
    cp "$archive" changed.tar.gz
    printf x >>changed.tar.gz
    install juno.yaml changed.tar.gz
    assert_status 1
    assert_contains stderr "checksum does not match"
    assert_nothing_installed
}

@test "a manifest with another sum is refused, and so is the one of an unreleased version" {
    sed 's/sha256: ".\{8\}/sha256: "00000000/' juno.yaml >other.yaml
    install other.yaml
    assert_status 1
    assert_contains stderr "checksum does not match, want: 00000000"
    "$JUNO_ROOT/scripts/krew-manifest" --unreleased unreleased.yaml
    install unreleased.yaml
    assert_status 1
    assert_contains stderr "checksum does not match, want: 0000000000000000"
    assert_nothing_installed
}

@test "a platform whose archive was not there is not offered" {
    export KREW_OS=windows KREW_ARCH=amd64
    install
    assert_status 1
    assert_contains stderr "does not offer installation for this platform"
    assert_nothing_installed
}

@test "with an index in a local directory: list and info name it, uninstall leaves nothing" {
    git init -q index
    mkdir index/plugins
    cp juno.yaml index/plugins/
    git -C index add -A
    git -C index -c user.name=t -c user.email=t@example.org commit -q -m juno
    export KREW_DEFAULT_INDEX_URI=$PWD/index
    run --separate-stderr krew update
    assert_status 0
    traces >before
    install
    assert_status 0
    run --separate-stderr krew list
    assert_status 0
    assert_output "detached/juno"
    run --separate-stderr krew info juno
    assert_status 0
    assert_contains stdout "NAME: juno" "VERSION: v$version" "$(sha256sum <"$archive" | cut -d ' ' -f 1)"
    run --separate-stderr krew uninstall juno
    assert_status 0
    traces | diff before -
}

@test "the index's own checker accepts the manifest, and the one of an unreleased version" {
    for manifest in juno.yaml unreleased/juno.yaml; do
        mkdir -p unreleased
        "$JUNO_ROOT/scripts/krew-manifest" --unreleased unreleased/juno.yaml
        run --separate-stderr "$peers/validate-krew-manifest" -manifest "$manifest" -skip-install
        assert_status 0
        assert_contains stderr "structural validation OK" "all spec.platform[] items are used" "no overlapping"
    done
    "$JUNO_ROOT/test/bats/krew-check" juno.yaml "$version"
    # It can say no.
    sed 's/arch: arm64/arch: amd64/' unreleased/juno.yaml >juno.yaml
    run --separate-stderr "$peers/validate-krew-manifest" -manifest juno.yaml -skip-install
    [ "$status" -ne 0 ]
    assert_contains stderr "overlapping platform selectors"
}
