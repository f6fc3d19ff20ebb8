#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# From what a user types to the values document on helm's standard input, seen through a helm that prints it.

load helpers

setup() {
    juno_setup
    plugins=$JUNO_ROOT/examples/plugins
    # Prints its arguments and its input as one object.
    cat >helm <<'END'
#!/bin/sh
echo "$@" >arguments
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: seen\ndata:\n  values: |\n    '
cat
echo
END
    chmod +x helm
    export HELM_BIN=$PWD/helm
}

# rendered ARGUMENTS...: render site as www
rendered() {
    run --separate-stderr kubectl-juno render --catalog "$plugins" site www "$@"
}

# saw TEXT: the values document has it
saw() {
    assert_status 0
    assert_contains stdout "$1"
}

@test "R-074 quotes, newlines, commas, templates, YAML and shell in an answer are data" {
    local text
    text='{{ .Values.x }} $(id) `id` %s a,b=c {d} #e: f'"'g"
    rendered --set "tag=$text"
    saw "\"tag\":\"$text\""
    assert_silent stderr
    rendered --set 'tag=a"b\c'
    saw '"tag":"a\"b\\c"'
    assert_contains stderr "warning: 'tag' holds a quotation mark or backslash"
    printf 'a: b\n- "c"\n\t{{ x }}\n' >page
    rendered --set-file page=page
    saw '"page":"a: b\n- \"c\"\n\t{{ x }}\n"'
    refute_contains stderr warning:
    # Nothing that a user typed is an argument of helm.
    [[ $(cat arguments) == "template --namespace=default --values=- -- www $plugins/site/scripts/chart" ]]
}

@test "R-074 a line end in a one-line answer is refused, and --unsafe lets it through" {
    rendered --set $'tag=1\nevil: true'
    assert_status 1
    assert_contains stderr 'tag' 'has a line end' '--unsafe lets it through'
    assert_silent stdout
    rendered --unsafe --set $'tag=1\nevil: true'
    saw '"tag":"1\nevil: true"'
}

@test "R-073 texts that look like something else arrive as the declared type" {
    rendered --set tag=1.10 --set repo=yes --set registry=0777 --set replicas=007 --set cache=1h --set fallback=ON
    saw '"tag":"1.10"'
    assert_contains stdout '"repo":"yes"' '"registry":"0777"' '"replicas":7' '"cache":"1h"' '"fallback":true'
    printf 'tag: 1.10\nrepo: null\nregistry: 2024-01-01\n' >v.yaml
    rendered --values v.yaml
    assert_status 1
    assert_contains stderr 'repo   required'
    sed -i /null/d v.yaml
    rendered --values v.yaml
    saw '"registry":"2024-01-01"'
    assert_contains stdout '"tag":"1.10"'
}

@test "a later values file wins, and --set over both" {
    printf 'tag: one\nreplicas: 2\n' >1.yaml
    printf 'tag: two\n' >2.yaml
    rendered --values 1.yaml --values 2.yaml
    saw '"tag":"two"'
    assert_contains stdout '"replicas":2'
    rendered --values 1.yaml --values 2.yaml --set tag=three
    saw '"tag":"three"'
}

@test "R-070 values that are missing, a directory, empty, a list or two documents name the file" {
    mkdir dir
    : >empty
    echo '- a' >list
    printf 'a: 1\n---\nb: 2\n' >two
    local file
    for file in none dir empty list two; do
        rendered --values "$file"
        assert_status 1
        assert_contains stderr "$file"
        assert_silent stdout
    done
}

@test "R-065 all that is wrong is told at once and nothing is rendered" {
    run --separate-stderr kubectl-juno launch --catalog "$plugins" notebook nb-1 --set gpu=maybe --set regisrty=x \
        --set cpu=4 --dry-run=client
    assert_status 1
    assert_silent stdout
    assert_golden stderr launch-wrong-inputs.err
    [[ ! -e arguments ]]
}

@test "R-067 malformed assignments are told with their position" {
    rendered --set 'redirects[999999999].from=1' --set 'redirects[-1].from=1' --set 'a..b=1' --set =x --set tag
    assert_status 1
    assert_contains stderr '5 inputs are wrong' 'an index is below 65536' 'at character 11' \
        'a..b=1' 'at character 2' 'a name is missing' "'=' is missing"
    # An input that was meant is not asked for on top of that.
    run --separate-stderr kubectl-juno render notebook --catalog "$plugins" --set repo --set storage_class=fast
    assert_status 1
    assert_contains stderr '1 input is wrong' "'=' is missing"
}

@test "R-068 ten thousand levels in an answer or a values file are a limit" {
    head -c 10000 /dev/zero | tr '\0' '[' >deep
    rendered --set "redirects=$(cat deep)"
    assert_status 1
    assert_contains stderr 1000
    rendered --values deep
    assert_status 1
    assert_contains stderr deep
}

@test "an alias bomb in a values file is refused" {
    {
        echo 'a: &a [x, x, x, x, x, x, x, x, x, x]'
        for pair in a:b b:c c:d d:e e:f f:g g:h h:i; do
            echo "${pair#*:}: &${pair#*:} [*${pair%:*}, *${pair%:*}, *${pair%:*}, *${pair%:*}, *${pair%:*}, *${pair%:*}, *${pair%:*}, *${pair%:*}, *${pair%:*}]"
        done
        echo 'redirects: *i'
    } >bomb
    rendered --values bomb
    assert_status 1
    assert_silent stdout
}

@test "R-071 a secret on the command line is warned of; files and standard input are not" {
    local terminal=(render --catalog "$plugins" terminal t)
    run --separate-stderr kubectl-juno "${terminal[@]}" --set password=hunter2
    saw '"password":"hunter2"'
    assert_contains stderr "'password' is visible in the process list" '--set-file password=FILE'
    refute_contains stderr hunter2
    run --separate-stderr kubectl-juno "${terminal[@]}" --set-file password=- <<<hunter2
    saw '"password":"hunter2"'
    assert_silent stderr
    run --separate-stderr kubectl-juno "${terminal[@]}" --set-file password=- --set-file startup=- <<<x
    assert_status 2
    assert_contains stderr 'standard input can answer one input, not 2'
}

@test "list entries are set one by one" {
    rendered --set 'redirects[1].to=/d' --set 'redirects[1].from=/c' --set 'redirects[0].from=/a' --set 'redirects[0].to=/b'
    saw '"redirects":[{"from":"/a","permanent":false,"to":"/b"},{"from":"/c","permanent":false,"to":"/d"}]'
    rendered --set 'redirects[1].to=/d'
    assert_status 1
    assert_contains stderr 'redirects[0]' 'an entry before the last is missing' 'redirects[1].from   required'
}

@test "what a launch gives by itself: flags over answers, large ids as text, null for no limit" {
    rendered --cpu 2 --cpu-limit none --memory-limit 4Gi --uid 5000001 --for-user ada --group g --host a.example.org \
        --pull-secret pull --node-selector example.org/pool=gpu --env A=b=c --env JUNO=false -n film --gateway-api
    saw '"cpu":"2"'
    assert_contains stdout '"cpuLimit":null' '"memoryLimit":"4Gi"' '"puid":"5000001"' '"guid":"5000001"' \
        '"user":"ada"' '"group":"g"' '"host":"a.example.org"' '"pullSecret":"pull"' \
        '"selector":[{"key":"example.org/pool","value":"gpu"}]' \
        '"env":[{"name":"JUNO","value":"false"},{"name":"A","value":"b=c"}]' '"_juno_gateway_api":true' \
        'namespace: film' '"name":"www"'
    [[ $(cat arguments) == 'template --namespace=film '* ]]
    rendered
    refute_contains stdout '"cpu"' '"env"' '"volumes"' '"cpuLimit"'
    assert_contains stdout '"redirects":[]' '"group":"default"'
}

@test "flags that hold something else are usage errors" {
    local flag
    for flag in --cpu=many --memory=1XB --uid=-1 --for-user=ada@example.org --host=https://a --env=novalue \
        --node-selector=x --pull-secret=UPPER -nFilm; do
        rendered "$flag"
        assert_status 2
        assert_silent stdout
    done
    rendered --cpu-limit=4GiB
    assert_contains stderr "hint: for example --cpu-limit=500m or 2, or none"
    rendered --memory=lots
    assert_contains stderr "hint: for example --memory=512Mi or 4Gi"
}

@test "R-066 a name that is none is refused before anything runs" {
    local name
    for name in '' A .. -- a_b 'a b' 1a "$(head -c 53 /dev/zero | tr '\0' a)" $'a\n'; do
        run --separate-stderr kubectl-juno render --catalog "$plugins" site -- "$name"
        assert_status 2
        assert_silent stdout
    done
    [[ ! -e arguments ]]
}

@test "--env-only, --mounts and --gateway-api need no cluster, --plugins does" {
    rendered --env-only
    saw '"env":[]'
    rendered --env-only --env A=b
    saw '"env":[{"name":"A","value":"b"}]'
    rendered --mounts home:/data:sub --mounts tools:/tools
    saw '"volumeMounts":[{"mountPath":"/data","name":"home","subPath":"sub"},{"mountPath":"/tools","name":"tools"}]'
    assert_contains stdout '"volumes":[{"name":"home","persistentVolumeClaim":{"claimName":"home"}},'
    rendered --mounts auto
    refute_contains stdout '"volumes"' '"volumeMounts"'
    rendered --gateway-api=false
    saw '"_juno_gateway_api":false'
    rendered --gateway-api
    saw '"_juno_gateway_api":true'
    rendered --plugins auto
    assert_status 2
    assert_contains stderr "--plugins needs a cluster that can be asked"
}

@test "R-066 R-067 --mounts that cannot be read are usage errors, before helm runs" {
    local word
    for word in '' : home home:data home:/ home:/a/../b home:/a:/b home:/a:../b 'ho me:/x' Home:/x ../x:/x "home:/a"$'\n'b \
        "$(printf 'home:/%05000d' 0)"; do
        rendered --mounts "$word"
        assert_status 2
        assert_silent stdout
        [[ ! -e arguments ]]
    done
    rendered --mounts none --mounts home:/x
    assert_status 2
}

# odd TYPE: a copy of the example with an input of that type
odd() {
    rm -rf odd
    cp -r "$plugins/site" odd
    sed -i "s/^    - name: tag$/    - {name: odd, type: $1, default: 1.10}\n    - name: tag/" odd/templates/metadata.yaml
}

@test "R-060 an input of an unknown type is refused by name, and text for who insists" {
    odd hologram
    run --separate-stderr kubectl-juno render --catalog odd odd www
    assert_status 1
    assert_contains stderr hologram "hint: --force takes its answer as text"
    run --separate-stderr kubectl-juno render --catalog odd odd www --force --set odd=0777
    saw '"odd":"0777"'
    assert_contains stderr "warning: template 'odd'"
    run --separate-stderr kubectl-juno render --catalog odd odd www --force
    saw '"odd":"1.10"'
}

@test "R-069 a schema of the chart that refers to a file, a URL or itself is refused before helm runs" {
    local ref
    cp -r "$plugins/site" .
    for ref in file:///dev/zero /etc/passwd https://example.org/s.json other.json '#/properties/a'; do
        printf '{"properties": {"a": {"$ref": "%s"}}}\n' "$ref" >site/scripts/chart/values.schema.json
        run --separate-stderr timeout 300 kubectl-juno render --catalog site site www
        assert_status 1
        assert_contains stderr "values.schema.json:1:31: the \$ref '$ref'"
        [[ ! -e arguments ]]
    done
    printf '{"properties": {"a": {"$ref": "#/definitions/b"}}, "definitions": {"b": {"type": "string"}}}\n' \
        >site/scripts/chart/values.schema.json
    run --separate-stderr kubectl-juno render --catalog site site www
    assert_status 0
}

@test "R-072 null in an answer and in a file takes the default away, and does not satisfy what is required" {
    printf 'page: null\n' >values
    rendered --values values
    saw '"page":null'
    rendered --set redirects=null
    saw '"redirects":null'
    # Where any text is one, it is the word.
    rendered --set tag=null
    saw '"tag":"null"'
    printf 'repo: null\nstorage_class: fast\n' >values
    run --separate-stderr kubectl-juno render --catalog "$plugins" notebook nb --values values
    assert_status 1
    assert_contains stderr 'repo   required'
}

@test "R-075 metadata of another kind is named; of two templates of one name the first source's is taken" {
    cp -r "$plugins/site" .
    sed -i 's/^kind: ConfigMap/kind: Secret/' site/templates/metadata.yaml
    run --separate-stderr kubectl-juno show --catalog site site
    assert_contains stdout 'BadSchema: the metadata is a Secret of v1, not a ConfigMap of v1'
    run --separate-stderr kubectl-juno render --catalog site site www
    assert_status 1
    assert_contains stderr "template 'site' is broken (BadSchema)"
    mkdir one two
    cp -r "$plugins/site" one/site
    cp -r "$plugins/site" two/site
    sed -i 's/description: .*/description: the first/' one/site/templates/metadata.yaml
    run --separate-stderr kubectl-juno list --catalog one --catalog two -o json
    assert_status 0
    [[ $(grep -c '"name": "site"' <<<"$output") -eq 1 ]]
    assert_contains stdout '"description": "the first"'
}

@test "R-076 standard input that is a terminal is not read for an answer: the flag and another way are named" {
    run /usr/bin/python3 - kubectl-juno render --catalog "$plugins" site www --set-file page=- <<'END'
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
shown = b""
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    shown += piece
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
    assert_status 2
    [[ $output == *"--set-file FIELD=- < FILE"* ]]
}
