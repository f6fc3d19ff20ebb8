#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What `make dist` writes: the archives' content, the same bytes from another place, and both Helms that install from
# them. krew.bats has krew.

load ../bats/helpers

# What dist reads; neither tests nor git among it.
readonly SOURCES=(Makefile VERSION LICENSE plugin.yaml plugin.complete completion.yaml common plugins scripts docs)

setup_file() {
    unset SOURCE_DATE_EPOCH JUNO_SIGN_KEY
    export DIST=$BATS_FILE_TMPDIR/dist
    "$JUNO_ROOT/scripts/dist" "$DIST" >"$BATS_FILE_TMPDIR/dist.log" 2>&1 || {
        cat "$BATS_FILE_TMPDIR/dist.log"
        return 1
    }
}

setup() {
    juno_setup
    version=$(cat "$JUNO_ROOT/VERSION")
    case $(uname -m) in
        x86_64) arch=amd64 ;;
        aarch64) arch=arm64 ;;
    esac
    krew=$DIST/kubectl-juno_v${version}_linux_$arch.tar.gz
    helm4=$DIST/linux-$arch/helm-juno-$version.tgz
    helm3=$DIST/juno-helm3-$version-linux-$arch.tgz
    render=(template demo "$JUNO_ROOT/examples/chart")
    post=(--post-renderer-args --preset="$JUNO_ROOT/examples/presets/site-a")
}

# The archive's members but for man pages, one a line: mode, owner, name.
members() {
    tar --numeric-owner -tvzf "$1" | awk '$6 !~ /man\// { print $1, $2, $6 }'
}

# man_pages ARCHIVE PROGRAM: the pages of the archive are those of PROGRAM and of each of its commands
assert_man_pages() {
    tar -tzf "$1" | sed -n 's|.*man/||p' | sort >found
    {
        echo "$2.1"
        "$2" __commands | awk -F '\t' -v program="$2" '$2 !~ /^--/ { gsub(/ /, "-", $1); print program "-" $1 ".1" }'
    } | sort -u | diff - found
    [ "$(wc -l <found)" -gt 3 ]
}

needed() {
    readelf -d "$1" | sed -n '/ld-linux/d; s/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort
}

assert_patched() {
    assert_status 0
    assert_contains stdout "registry.site-a.example.org" "kind: Deployment"
}

copy_sources() {
    mkdir -p "$1"
    (cd "$JUNO_ROOT" && tar --exclude=plugins/helm-juno/bin --exclude=docs/man -cf - "${SOURCES[@]}") | tar -C "$1" -xmf -
}

@test "krew's archive has the program, the licences and the man pages, and nothing but files of root" {
    run members "$krew"
    assert_output "-rw-r--r-- 0/0 LICENSE
-rw-r--r-- 0/0 NOTICES
-rwxr-xr-x 0/0 kubectl-juno"
    assert_man_pages "$krew" kubectl-juno
    tar -xzf "$krew"
    cmp LICENSE "$JUNO_ROOT/LICENSE"
    for library in libyaml libjansson libarchive zlib1g; do
        grep -q "^==== $library-dev ====" NOTICES
    done
}

@test "Helm 4's archive has the plugin's manifest first, in a directory of the plugin's name" {
    run members "$helm4"
    assert_output "-rw-r--r-- 0/0 helm-juno/plugin.yaml
-rw-r--r-- 0/0 helm-juno/LICENSE
-rw-r--r-- 0/0 helm-juno/NOTICES
-rwxr-xr-x 0/0 helm-juno/bin/helm-juno"
    assert_man_pages "$helm4" helm-juno
}

@test "Helm 3's archive is flat, with the manifest first" {
    run members "$helm3"
    assert_output "-rw-r--r-- 0/0 plugin.yaml
-rw-r--r-- 0/0 LICENSE
-rw-r--r-- 0/0 NOTICES
-rw-r--r-- 0/0 completion.yaml
-rwxr-xr-x 0/0 helm-juno
-rwxr-xr-x 0/0 plugin.complete"
    run tar -tzf "$helm3"
    refute_contains stdout /
}

@test "helm-juno of the archives is one static program, and kubectl-juno loads libc only" {
    mkdir flat
    tar -xzf "$krew"
    tar -xzf "$helm4"
    tar -C flat -xzf "$helm3"
    cmp helm-juno/bin/helm-juno flat/helm-juno
    run needed helm-juno/bin/helm-juno
    assert_output ""
    run readelf -lW helm-juno/bin/helm-juno
    refute_contains stdout INTERP
    run needed kubectl-juno
    assert_output libc.so.6
    for program in helm-juno/bin/helm-juno kubectl-juno; do
        readelf -h "$program" | grep -q 'Type: *DYN'
        readelf -lW "$program" | grep -q GNU_RELRO
        readelf -lW "$program" | grep GNU_STACK | grep -q ' RW '
        run readelf -SW "$program"
        assert_contains stdout .rodata
        refute_contains stdout .symtab .debug_
        run ! grep -qF "$JUNO_ROOT" "$program"
        run "./$program" version
        assert_status 0
        assert_contains stdout "$version"
    done
}

@test "SHA256SUMS names every archive, and the sums are right" {
    run find "$DIST" -type f -name '*gz' -printf '%P\n'
    archives=$(sort <<<"$output")
    run sed 's/^[0-9a-f]*  //' "$DIST/SHA256SUMS"
    assert_output "$archives"
    cd "$DIST"
    sha256sum --quiet -c SHA256SUMS
}

@test "archives of other platforms and versions in the directory: the sums name the former, not the latter" {
    cp -r "$DIST" collected
    cp "$krew" "collected/kubectl-juno_v${version}_darwin_arm64.tar.gz"
    mkdir collected/darwin-arm64
    cp "$helm4" "collected/darwin-arm64/helm-juno-$version.tgz"
    cp "$krew" "collected/kubectl-juno_v99.0.0_linux_amd64.tar.gz"
    "$JUNO_ROOT/scripts/dist" collected
    grep -q "  kubectl-juno_v${version}_darwin_arm64.tar.gz\$" collected/SHA256SUMS
    grep -q "  darwin-arm64/helm-juno-$version.tgz\$" collected/SHA256SUMS
    run ! grep -q 99.0.0 collected/SHA256SUMS
    [ "$(wc -l <collected/SHA256SUMS)" -eq "$(($(wc -l <"$DIST/SHA256SUMS") + 2))" ]
}

@test "built again in another place, by another umask, zone and hour, every archive has the same bytes" {
    other="$BATS_TEST_TMPDIR/another place"
    copy_sources "$other"
    seconds=$(python3 -c 'import sys, tarfile; print(tarfile.open(sys.argv[1]).next().mtime)' "$krew")
    (
        umask 077
        cd "$other"
        TZ=Asia/Tokyo LC_ALL=C SOURCE_DATE_EPOCH=$seconds make dist
    )
    assert_same_bytes "$krew" "$other/dist/${krew##*/}"
    assert_same_bytes "$helm4" "$other/dist/linux-$arch/${helm4##*/}"
    assert_same_bytes "$helm3" "$other/dist/${helm3##*/}"
    # Where there is no git there are no committed sources.
    grep -v " juno-$version.tar.gz" "$DIST/SHA256SUMS" | diff - "$other/dist/SHA256SUMS"
}

@test "the archives' time is that of the last commit" {
    copy_sources clone
    cd clone
    printf '%s\n' /build/ /dist/ >.gitignore
    git init -q .
    git add -A
    GIT_AUTHOR_DATE='2001-02-03T04:05:06Z' GIT_COMMITTER_DATE='2002-03-04T05:06:07Z' \
        git -c user.name=t -c user.email=t@example.org commit -q -m all
    run --separate-stderr make dist
    assert_status 0
    assert_silent stderr
    for archive in dist/*gz dist/*/*gz; do
        TZ=UTC tar --full-time -tvzf "$archive" | awk '{ print $4, $5 }' | sort -u >found
        echo '2002-03-04 05:06:07' | diff - found
    done
    # The committed sources, all of them.
    tar -tzf "dist/juno-$version.tar.gz" | grep -v '/$' | sed "s|^juno-$version/||" | sort >found
    git ls-tree -r --name-only HEAD | sort | diff - found
    echo "more" >>LICENSE
    run --separate-stderr make dist
    assert_status 0
    assert_contains stderr "the checkout differs from the last commit"
}

@test "a program that cannot be built ends it: the reason is told and nothing is written" {
    copy_sources broken
    echo 'not C' >broken/plugins/helm-juno/commands.c
    run --separate-stderr broken/scripts/dist out
    assert_status 1
    assert_contains stderr "plugins/helm-juno/commands.c:1" "dist: the programs cannot be built"
    [ -z "$(find out -type f)" ]
}

@test "a SOURCE_DATE_EPOCH that is no number is refused" {
    SOURCE_DATE_EPOCH=yesterday run --separate-stderr "$JUNO_ROOT/scripts/dist" out
    assert_status 1
    assert_contains stderr "SOURCE_DATE_EPOCH" "'yesterday'"
    [ ! -e out ]
}

@test "Helm 4 installs the archive, renders through it, and uninstalls it without a trace" {
    use_helm 4
    run --separate-stderr helm plugin install "$helm4"
    assert_status 1
    assert_contains stderr "provenance"
    run --separate-stderr helm plugin install "$helm4" --verify=false
    assert_status 0
    run --separate-stderr helm plugin list
    assert_contains stdout "helm-juno" "$version" "postrenderer/v1"
    run --separate-stderr helm "${render[@]}" --post-renderer helm-juno "${post[@]}"
    assert_patched
    run --separate-stderr helm plugin uninstall helm-juno
    assert_status 0
    [ -z "$(find "$HELM_DATA_HOME/plugins" -mindepth 1)" ]
}

@test "signed by a key, the archive is verified and installed by Helm 4; another archive of that name is not" {
    use_helm 4
    mkdir -m 700 gnupg
    export GNUPGHOME=$PWD/gnupg
    gpg --batch --quiet --passphrase '' --quick-generate-key release@example.org rsa3072 sign never
    gpg --batch --export >keyring.gpg
    JUNO_SIGN_KEY=release@example.org "$JUNO_ROOT/scripts/dist" signed
    signed=signed/linux-$arch/${helm4##*/}
    assert_same_bytes "$helm4" "$signed"
    run --separate-stderr helm plugin verify "$signed" --keyring keyring.gpg
    assert_status 0
    assert_contains stdout "release@example.org" "$(sha256sum <"$signed" | cut -d ' ' -f 1)"
    run --separate-stderr helm plugin install "$signed" --keyring keyring.gpg
    assert_status 0
    run --separate-stderr helm "${render[@]}" --post-renderer helm-juno "${post[@]}"
    assert_patched
    printf x >>"$signed"
    run --separate-stderr helm plugin verify "$signed" --keyring keyring.gpg
    assert_status 1
    assert_contains stderr "sha256 sum does not match"
    # An archive that is not signed has no signature of an earlier one beside it.
    "$JUNO_ROOT/scripts/dist" signed
    [ ! -e "$signed.prov" ]
}

@test "a key that gpg does not have ends it, and nothing is written" {
    mkdir -m 700 gnupg
    GNUPGHOME=$PWD/gnupg JUNO_SIGN_KEY=nobody@example.org run --separate-stderr "$JUNO_ROOT/scripts/dist" out
    assert_status 1
    assert_contains stderr "gpg cannot sign with the key 'nobody@example.org'"
    [ -z "$(find out -type f)" ]
}

# Helm 3 takes archives only from a server that calls them gzip.
serve() {
    mkfifo started
    python3 - "$DIST" >started <<'END' 3>&- &
import functools, http.server, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    def guess_type(self, path):
        return "application/gzip"
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=sys.argv[1]))
print(server.server_port, flush=True)
server.serve_forever()
END
    server=$!
    read -r port <started
    address=http://127.0.0.1:$port
}

teardown() {
    [ -z "${server:-}" ] || kill "$server"
    [ -z "${GNUPGHOME:-}" ] || gpgconf --kill gpg-agent
}

@test "Helm 3 installs the archive from a server, twice, renders through it and uninstalls it without a trace" {
    use_helm 3
    serve
    for attempt in first second; do
        echo "the $attempt time"
        run --separate-stderr helm plugin install "$address/${helm3##*/}"
        assert_status 0
        run --separate-stderr helm plugin list
        assert_contains stdout "juno" "$version"
        run --separate-stderr helm juno version
        assert_status 0
        assert_contains stdout "helm-juno $version"
        run --separate-stderr helm __complete juno post-render --pre
        assert_contains stdout "--preset"
        installed=$(dirname "$(find -L "$HELM_DATA_HOME/plugins" -name helm-juno -type f)")
        run --separate-stderr helm "${render[@]}" --post-renderer "$installed/helm-juno" "${post[@]}"
        assert_patched
        run --separate-stderr helm plugin uninstall juno
        assert_status 0
        [ -z "$(find "$HELM_DATA_HOME/plugins" -mindepth 1)" ]
    done
}
