#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# krew-manifest.yaml is what its script makes, and obeys krew and its index; and the checker that says so sees every way
# to break it.
load helpers

version=$(cat "$JUNO_ROOT/VERSION")

manifest() {
    "$JUNO_ROOT/scripts/krew-manifest" "$@"
}

check() {
    "$JUNO_ROOT/test/bats/krew-check" "$1" "$version"
}

# archives PLATFORM...: a directory `dist` that has something under the name of each platform's archive
archives() {
    local platform
    mkdir -p dist
    for platform; do
        echo "$platform" >"dist/kubectl-juno_v${version}_${platform/\//_}.tar.gz"
    done
}

# The platforms that a manifest names, one a line.
platforms() {
    awk '/os:/ { os = $2 } /arch:/ { print os "/" $2 }' "$1"
}

# broken SED_PROGRAM MESSAGE: the manifest changed by SED_PROGRAM is refused with MESSAGE
broken() {
    manifest --unreleased whole.yaml
    sed "$1" whole.yaml >broken.yaml
    if cmp -s broken.yaml whole.yaml; then
        echo "this changes nothing: $1"
        return 1
    fi
    run --separate-stderr check broken.yaml
    assert_status 1
    assert_contains stdout "$2"
}

@test "krew-manifest.yaml obeys every rule and has the version of VERSION" {
    run --separate-stderr check "$JUNO_ROOT/krew-manifest.yaml"
    assert_status 0
    assert_silent stdout
}

@test "krew-manifest.yaml is what the script writes, but for the sums of archives that are not in git" {
    mapfile -t named < <(platforms "$JUNO_ROOT/krew-manifest.yaml")
    archives "${named[@]}"
    manifest - dist >written.yaml
    for file in "$JUNO_ROOT/krew-manifest.yaml" written.yaml; do
        sed -e '/^#/d' -e 's/sha256: "[0-9a-f]*"/sha256: SUM/' "$file" >"${file##*/}.bare"
    done
    diff -u written.yaml.bare krew-manifest.yaml.bare
}

@test "before a release the manifest has linux and darwin on amd64 and arm64, with zeros for sums" {
    manifest --unreleased unreleased.yaml
    platforms unreleased.yaml >found
    printf '%s\n' linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 | diff - found
    [ "$(grep -c 'sha256: "0\{64\}"' unreleased.yaml)" -eq 4 ]
    grep -q "^# Version $version is not released" unreleased.yaml
    check unreleased.yaml
}

@test "the manifest of a release has the platforms whose archives are there, each with its own sum" {
    archives linux/arm64 darwin/arm64
    touch dist/kubectl-juno_v99.0.0_linux_amd64.tar.gz dist/kubectl-juno_v"${version}"_plan9_amd64.tar.gz
    run --separate-stderr manifest release.yaml dist
    assert_status 0
    assert_output release.yaml
    check release.yaml
    platforms release.yaml >found
    printf '%s\n' linux/arm64 darwin/arm64 | diff - found
    for platform in linux_arm64 darwin_arm64; do
        archive=kubectl-juno_v${version}_$platform.tar.gz
        sum=$(sha256sum <"dist/$archive")
        grep -A1 "/$archive\$" release.yaml | grep -qx "    sha256: \"${sum%% *}\""
    done
    run ! grep -q 'not released' release.yaml
}

@test "the addresses are those of the project's home" {
    archives linux/amd64
    JUNO_HOMEPAGE=https://example.org/acme/juno manifest - dist >release.yaml
    check release.yaml
    grep -qx '  homepage: https://example.org/acme/juno' release.yaml
    grep -qx "    uri: https://example.org/acme/juno/releases/download/v$version/kubectl-juno_v${version}_linux_amd64.tar.gz" \
        release.yaml
}

@test "without an archive there is no manifest, and the one that is there stays" {
    echo before >krew-manifest.yaml
    mkdir dist
    run --separate-stderr manifest krew-manifest.yaml dist
    assert_status 1
    assert_contains stderr "no archive" "'dist'" "make dist"
    [ "$(cat krew-manifest.yaml)" = before ]
    run --separate-stderr manifest --force
    assert_status 2
    assert_contains stderr "usage: scripts/krew-manifest"
}

@test "a manifest of another kind or API version is refused" {
    broken 's/^kind: Plugin/kind: Plugins/' 'kind is not Plugin'
    broken 's/v1alpha2/v1alpha3/' 'apiVersion is not'
}

@test "a plugin name that krew or its index refuses is refused" {
    broken 's/^  name: juno/  name: ju.no/' 'is no plugin name'
    broken 's/^  name: juno/  name: nul/' 'is no plugin name'
    broken 's/^  name: juno/  name: Juno/' 'kebab-case'
    broken 's/^  name: juno/  name: kube-juno/' 'kebab-case'
}

@test "a version without v, without three numbers or of another release is refused" {
    broken 's/^  version: v/  version: /' 'not a SemVer with a v'
    broken 's/^  version: .*/  version: v1.0/' 'not a SemVer with a v'
    broken 's/^  version: .*/  version: v01.0.0/' 'not a SemVer with a v'
    broken 's/^  version: .*/  version: v99.0.0/' 'is not v'
}

@test "a missing or long description is refused" {
    broken '/shortDescription/d' 'shortDescription'
    broken 's/shortDescription: /&aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd /' 'shortDescription'
    broken '/homepage:/d' 'homepage is missing'
}

@test "a sum that is unquoted, upper-case, short or missing is refused" {
    broken 's/"\(0\{64\}\)"/\1/' 'sha256 is not quoted'
    broken "s/\"0\\{64\\}\"/$(printf 'abcdef%.0s' 1 2 3 4 5 6 7 8 9 10)abcd/" 'sha256 is not quoted'
    broken 's/"0\{10\}/"ABCDEF0123/' 'not 64 lower-case hex'
    broken 's/"0\{10\}/"/' 'not 64 lower-case hex'
    broken '/sha256:/d' 'not 64 lower-case hex'
}

@test "a selector that is empty, unknown, doubled or on other keys is refused" {
    broken 's/^      matchLabels:/      matchNothing:/' 'selector is empty'
    broken 's/arch: arm64/arch: mips/' 'names no platform'
    broken 's/arch: arm64/arch: amd64/' 'again'
    broken 's/^        os: linux/        system: linux/' 'not only os and arch'
}

@test "files that are empty, leave the directory, or lack the program or the licence are refused" {
    broken 's/^    files:/    files: []\n    others:/' 'files is empty'
    broken 's/from: kubectl-juno/from: another/' 'is not among its files'
    broken 's/from: LICENSE/from: README/' 'has no LICENSE'
    broken 's|      to: \.|      to: ../..|' 'without a good from and to'
    broken 's|bin: kubectl-juno|bin: /bin/kubectl-juno|' 'is no path below'
}

@test "an address that is not https or of another version is refused" {
    broken 's|uri: https:|uri: http:|' 'no https address'
    broken 's|/download/v[^/]*/kubectl-juno_v[0-9.]*_|/download/v9.9.9/kubectl-juno_v9.9.9_|' 'not of this version'
}

@test "a manifest without platforms is refused" {
    broken "/^  platforms:/,\$d" 'platforms is empty'
}
