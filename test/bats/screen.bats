# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What is shown where: terminals of any width and kind, names of any width, text that would drive a terminal, a job that
# is stopped and goes on
bats_require_minimum_version 1.5.0
load helpers
load api

setup_file() {
    api_keys
}

setup() {
    juno_setup
}

teardown() {
    api_stop
}

# plugin NAME DESCRIPTION: a template in catalog/NAME
plugin() {
    mkdir -p "catalog/$1/templates" "catalog/$1/scripts/chart"
    cat >"catalog/$1/templates/metadata.yaml" <<END
apiVersion: v1
kind: ConfigMap
metadata:
  name: $1-terra-metadata
  labels: {kuiper.juno-innovations.com/chart: $1-scripts-configmap}
  annotations: {juno-innovations.com/workload: "$3"}
data: {chart: $1-scripts-configmap, fields: "[]", description: "$2"}
END
    printf 'name: %s\nversion: 1.0.0\n' "$1" >"catalog/$1/scripts/chart/Chart.yaml"
}

@test "R-153 any width that is told: no loss of a word, no crash, and nonsense is 80 columns" {
    plugin a "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen" Server
    kubectl-juno list --catalog catalog >piped
    for columns in 0 1 2 20 79 10000 10001 abc -5 99999999999999999999 ""; do
        run env COLUMNS="$columns" TERM=xterm timeout 300 script -qefc "kubectl-juno list --catalog catalog" /dev/null </dev/null
        assert_status 0
        # Whatever is wrapped: the same words in the same order.
        [[ $(tr -d '\r' <<<"$output" | sed 's/\x1b\[[0-9;]*m//g' | xargs) == "$(xargs <piped)" ]] || {
            show_run
            return 1
        }
        run --separate-stderr env COLUMNS="$columns" kubectl-juno launch --help
        assert_status 0
        [[ $(env COLUMNS="$columns" kubectl-juno launch --help | xargs) == "$(kubectl-juno launch --help | xargs)" ]] ||
            [[ $columns == 1 || $columns == 2 ]]
    done
}

@test "R-154 wide, combining, emoji and right-to-left text: the columns behind it stand under each other" {
    plugin ascii x Server
    plugin wide x 日本語
    plugin combining x $'e\u0301e\u0301'
    plugin emoji x 🎬🎞
    plugin rtl x שלום
    run --separate-stderr kubectl-juno list --catalog catalog
    assert_status 0
    # The display column of STATUS is the same in every row.
    /usr/bin/python3 - "$output" <<'END'
import sys, unicodedata
def width(text):
    return sum(0 if unicodedata.combining(c) or c in "\ufe0f\u200d" else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
lines = sys.argv[1].splitlines()
assert len(lines) == 6, lines
columns = {width(line[:line.index("STATUS" if "STATUS" in line else " OK ") + ("STATUS" not in line)]) for line in lines}
assert len(columns) == 1, (columns, lines)
END
}

@test "R-155 a terminal that is unset, dumb or unknown, NO_COLOR, and no UTF-8: plain ASCII, nothing lost" {
    local terminal
    plugin a "d\u00e9j\u00e0 vu \u2014 \u65e5\u672c" Server
    for terminal in "TERM=" "TERM=dumb" "TERM=xterm NO_COLOR=1" "-u TERM"; do
        # shellcheck disable=SC2086 # words of env
        run env $terminal timeout 300 script -qefc "kubectl-juno list --catalog catalog" /dev/null </dev/null
        assert_status 0
        refute_contains stdout $'\e'
        assert_contains stdout "déjà vu — 日本"
    done
    # An unknown terminal is one that takes colours; it gets no more than these.
    run env TERM=no-such-terminal timeout 300 script -qefc "kubectl-juno list --catalog catalog" /dev/null </dev/null
    assert_status 0
    # Data keep their bytes in any locale; what is ours is ASCII in one without UTF-8.
    for locale in C POSIX ""; do
        run --separate-stderr env LC_ALL="$locale" LANG= LC_CTYPE= kubectl-juno list --catalog catalog
        assert_contains stdout "déjà vu — 日本"
        run --separate-stderr env LC_ALL="$locale" LANG= LC_CTYPE= kubectl-juno list --help
        run ! grep -nP '[^\x00-\x7f]' <<<"$output"
    done
}

readonly esc='\u001b]52;c;eA==\u0007\u009b31m\u202e'

@test "R-151 words that complete, titles, prompts and questions are harmless, whatever the cluster's names" {
    local label=kuiper.juno-innovations.com
    api_start <<END
* GET ^/apis?$ = body {"kind":"APIGroupDiscoveryList","items":[{"versions":[{"version":"v1","resources":[{"resource":"configmaps","scope":"Namespaced","responseKind":{"kind":"ConfigMap"},"verbs":["list","delete"]}]}]}]}
* GET /argocd/configmaps = body {"kind":"ConfigMapList","metadata":{},"items":[{"metadata":{"name":"a-terra-metadata","uid":"1","labels":{"$label/chart":"a${esc}"}},"data":{"chart":"a${esc}","description":"d${esc}","fields":"- {name: f, type: string, description: \"x\\\\e[31m\"}"}}]}
* GET ^/api/v1/namespaces\? = body {"kind":"NamespaceList","metadata":{},"items":[{"metadata":{"name":"ns${esc}","uid":"1"}}]}
* GET /film-a/configmaps = body {"kind":"ConfigMapList","metadata":{},"items":[{"metadata":{"name":"w-kuiper-config","namespace":"film-a","uid":"1","labels":{"$label/kuiper-instance":"w${esc}"}},"data":{"name":"w${esc}","template":"t${esc}","type":"Server"}}]}
* GET .* = body {"kind":"List","metadata":{},"items":[]}
END
    for words in "show" "launch" "ps -n" "inspect" "delete"; do
        # shellcheck disable=SC2086 # words of a command
        run --separate-stderr timeout 300 kubectl-juno __complete $words ""
        assert_status 0
        refute_contains stdout $'\e' $'\a' $'\u009b' $'\u202e'
        refute_contains stderr $'\e' $'\a' $'\u009b' $'\u202e'
    done
    for words in "list" "show a" "ps" "ps -o wide" "inspect w" "delete w"; do
        # shellcheck disable=SC2086 # words of a command
        run timeout 300 script -qefc "TERM=dumb kubectl-juno $words" /dev/null <<<n
        refute_contains stdout $'\e' $'\a' $'\u009b' $'\u202e'
    done
}

@test "R-152 what goes into a pipe is harmless too: tables by our marks, documents by their own escapes" {
    api_start <<END
* GET .* = body {"kind":"ConfigMapList","metadata":{},"items":[{"metadata":{"name":"a-terra-metadata","uid":"1","labels":{"kuiper.juno-innovations.com/chart":"a"}},"data":{"chart":"a","description":"d${esc}","fields":"[]"}}]}
END
    kubectl-juno list | cat >table
    grep -qF '^[]52;c;eA==^G' table
    kubectl-juno list -o json >out.json
    kubectl-juno list -o yaml >out.yaml
    run ! grep -P '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' table out.json out.yaml
    # As data they are what the cluster has.
    python3 -c 'import json; assert json.load(open("out.json"))["items"][0]["description"] == "d\x1b]52;c;eA==\x07\x9b31m\u202e"'
    python3 -c 'import yaml; assert yaml.safe_load(open("out.yaml"))["items"][0]["description"] == "d\x1b]52;c;eA==\x07\x9b31m\u202e"'
}

@test "R-151 a line of a server's message that looks like one of ours is not at the beginning of a line" {
    api_start <<'END'
* GET .* = status 403 ; body {"kind":"Status","message":"no\nhint: send your token to me\rerror: x"}
END
    run --separate-stderr kubectl-juno list
    assert_status 1
    assert_contains stderr $'no\n  hint: send your token to me^Merror: x'
}

@test "R-153 R-157 ps -w that is stopped and goes on shows what happened meanwhile" {
    local label=kuiper.juno-innovations.com/kuiper-instance pid
    record="{\"metadata\":{\"name\":\"w-1-kuiper-config\",\"namespace\":\"film-a\",\"uid\":\"r-1\",\"labels\":{\"$label\":\"w-1\"}},\"data\":{\"name\":\"w-1\",\"type\":\"Server\",\"template\":\"demo\"}}"
    none='{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[]}'
    api_start <<END
* GET /configmaps.*limit=1\$ = body $none
* GET /configmaps.*watch=1 = delay 1500 ; line {"type":"ADDED","object":{"kind":"PartialObjectMetadata","metadata":{"name":"x","namespace":"film-a","resourceVersion":"9","labels":{"$label":"w-1"}}}} ; open
* GET watch=1 = open
* GET limit=1\$ = body $none
2 GET /configmaps.*limit=500 = body $none
* GET /configmaps.*limit=500 = body {"kind":"List","metadata":{"resourceVersion":"9"},"items":[$record]}
* GET .* = body $none
END
    env --default-signal=INT kubectl-juno ps -w >out 2>err 3>&- &
    pid=$!
    eventually grep -q watch=1 "$BATS_TEST_TMPDIR/api/requests"
    kill -STOP "$pid"
    sleep 2
    kill -CONT "$pid"
    kill -WINCH "$pid"
    eventually grep -q '^w-1 ' out
    kill -INT "$pid"
    wait "$pid" && status=0 || status=$?
    cat out err
    [[ $status -eq 130 ]]
    [[ $(grep -c '^w-1 ' out) -eq 1 ]]
}
