# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What every command test shares. A test file starts with
#
#     load helpers            (test/peer/*.bats: load ../bats/helpers)
#
# and gets: an empty HOME and working directory of its own, the programs under test on PATH, no settings of the
# person who runs the tests, and the assertions below. `run --separate-stderr COMMAND` sets $status, $output and
# $stderr; assertions look at them.

bats_require_minimum_version 1.5.0

# The checkout's root, and the programs under test.
JUNO_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
JUNO_BIN=${JUNO_BIN:-$JUNO_ROOT/bin}
export JUNO_ROOT JUNO_BIN

# A test file with a setup of its own calls this one first.
setup() {
    juno_setup
}

juno_setup() {
    local name
    # Nothing of the caller's may decide a test: settings, colours, catalogs, clusters, proxies.
    for name in $(compgen -e | grep -E '^(XDG_|HELM_|KUBE(CONFIG|RC|CACHEDIR|RNETES|_)|KUSTOMIZE_|KREW_|JUNO_CATALOG|JUNO_OPENCHOREO|OPENCHOREO_TOKEN|OAUTH_|OCC_|CLIENT_|API_URL$|API_HOST$|RUN_NAME$|APP_PATH$|NO_COLOR|CLICOLOR|SOURCE_DATE)'); do
        unset "$name"
    done
    for name in http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY; do
        unset "$name"
    done
    export HOME=$BATS_TEST_TMPDIR/home
    export TMPDIR=$BATS_TEST_TMPDIR/tmp
    export KUBECONFIG=$HOME/no-kubeconfig
    export LC_ALL=C.UTF-8 TZ=UTC COLUMNS=100 TERM=dumb
    export PATH=$JUNO_BIN:$PATH
    mkdir -p "$HOME" "$TMPDIR" "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return 1
}

# ---- What happens meanwhile: waited for, however slow the machine is

# eventually COMMAND...: again and again until it succeeds; only what hangs takes so long
eventually() {
    local deadline=$((SECONDS + 180))
    until "$@"; do
        if ((SECONDS > deadline)); then
            echo "never came true: $*"
            return 1
        fi
        sleep 0.05
    done
}

# seen FILE TEXT: FILE has TEXT in it, sooner or later
seen() {
    eventually grep -qsF -- "$2" "$1" && return 0
    head -n 50 "$1"
    return 1
}

# not COMMAND...: for `eventually`
not() {
    ! "$@"
}

# ---- Assertions: each shows what it saw when it fails

show_run() {
    printf '%s\n' "status: ${status-}" "stdout:" "${output-}" "stderr:" "${stderr-}"
}

# assert_status NUMBER
assert_status() {
    [[ $status -eq $1 ]] && return 0
    echo "expected exit status $1"
    show_run
    return 1
}

# assert_contains stdout|stderr TEXT...: each TEXT, as it is, somewhere in the stream
assert_contains() {
    local stream=$1 text part
    text=$(stream_text "$stream")
    shift
    for part in "$@"; do
        if [[ $text != *"$part"* ]]; then
            echo "$stream does not contain: $part"
            show_run
            return 1
        fi
    done
}

# refute_contains stdout|stderr TEXT...
refute_contains() {
    local stream=$1 text part
    text=$(stream_text "$stream")
    shift
    for part in "$@"; do
        if [[ $text == *"$part"* ]]; then
            echo "$stream contains: $part"
            show_run
            return 1
        fi
    done
}

# assert_output TEXT: standard output is exactly TEXT (less the last line end)
assert_output() {
    [[ $output == "$1" ]] && return 0
    echo "stdout is not what was expected (- expected, + actual):"
    diff -u --label expected --label actual <(printf '%s\n' "$1") <(printf '%s\n' "$output") || true
    printf 'stderr:\n%s\n' "${stderr-}"
    return 1
}

# assert_silent stdout|stderr: nothing was written there
assert_silent() {
    [[ -z $(stream_text "$1") ]] && return 0
    echo "$1 is not empty"
    show_run
    return 1
}

stream_text() {
    case $1 in
        stdout) printf '%s' "$output" ;;
        stderr) printf '%s' "$stderr" ;;
        *)
            echo "unknown stream '$1'"
            return 1
            ;;
    esac
}

# assert_golden stdout|stderr|FILE NAME: the stream or file equals test/golden/NAME. The test's own directories are
# shown as <TMP> and <ROOT>. UPDATE_GOLDEN=1 (`make golden`) writes the file in place of comparing.
assert_golden() {
    local golden=$JUNO_ROOT/test/golden/$2 actual=$BATS_TEST_TMPDIR/golden-actual
    if [[ $1 == stdout || $1 == stderr ]]; then
        printf '%s\n' "$(stream_text "$1")" >"$actual"
    else
        cp "$1" "$actual"
    fi
    sed -i -e "s|$BATS_TEST_TMPDIR|<TMP>|g" -e "s|$JUNO_ROOT|<ROOT>|g" "$actual"
    if [[ ${UPDATE_GOLDEN:-} ]]; then
        mkdir -p "$(dirname "$golden")"
        cp "$actual" "$golden"
        return 0
    fi
    if [[ ! -e $golden ]]; then
        echo "test/golden/$2 does not exist; 'make golden' writes it"
        show_run
        return 1
    fi
    diff -u --label "golden/$2" --label actual "$golden" "$actual"
}

# assert_same_bytes FILE FILE
assert_same_bytes() {
    cmp "$1" "$2" || {
        diff -u "$1" "$2" | head -n 40
        return 1
    }
}

# ---- Peers

# require_peers: the real helm 3, helm 4 and kustomize, as $HELM3, $HELM4 and $KUSTOMIZE. `make test` and CI bring
# them; a lone `bats` of a developer may be without and skips, saying how to get them.
require_peers() {
    local peer missing=
    for peer in HELM3 HELM4 KUSTOMIZE; do
        [[ -n ${!peer:-} && -x ${!peer} ]] || missing+=" $peer"
    done
    [[ -z $missing ]] && return 0
    if [[ ${CI:-} == true || -n ${JUNO_REQUIRE_PEERS:-} ]]; then
        echo "missing peers:$missing (scripts/peers builds them)"
        return 1
    fi
    skip "missing peers:$missing (run 'scripts/run-tests peers')"
}

# use_helm 3|4: `helm` on PATH is that one, with configuration and plugins of its own below HOME
use_helm() {
    local helm=HELM$1 dir=$BATS_TEST_TMPDIR/helm$1
    require_peers || return 1
    mkdir -p "$dir/bin"
    ln -sfn "${!helm}" "$dir/bin/helm"
    export HELM_CACHE_HOME=$dir/cache HELM_CONFIG_HOME=$dir/config HELM_DATA_HOME=$dir/data
    export PATH=$dir/bin:$PATH
}

# ---- Input

# real_streams: paths of rendered streams of public charts where they are at hand ($JUNO_STREAMS), else one of our own
# making, one a line
real_streams() {
    local own=$BATS_TEST_TMPDIR/stream.yaml
    if [[ -d ${JUNO_STREAMS:-} ]]; then
        printf '%s\n' "$JUNO_STREAMS"/*.yaml
        return
    fi
    [[ -e $own ]] || "$JUNO_ROOT/bench/make-stream" 300 >"$own"
    echo "$own"
}
