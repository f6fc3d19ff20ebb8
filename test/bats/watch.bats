# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Answers without an end, from a server that cuts, forgets and hangs: ps -w, logs -f and inspect -w; and the events of
# inspect
bats_require_minimum_version 1.5.0
load helpers
load api
load watching
load screen

setup_file() {
    api_keys
}

setup() {
    juno_setup
}

teardown() {
    unwatched
    screen_close
    api_stop
}

readonly label=kuiper.juno-innovations.com/kuiper-instance
readonly none='{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[]}'

# list ITEM,ITEM...
list() {
    printf '{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[%s]}' "$1"
}

# record NAME
record() {
    printf '{"metadata":{"name":"%s-kuiper-config","namespace":"film-a","uid":"r-%s","labels":{"%s":"%s"}},"data":{"name":"%s","type":"Server","template":"demo"}}' \
        "$1" "$1" "$label" "$1" "$1"
}

# deployment NAME READY
deployment() {
    printf '{"metadata":{"name":"%s","namespace":"film-a","uid":"d-%s","creationTimestamp":"2020-01-01T00:00:00Z","labels":{"%s":"%s"}},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"%s"}}},"status":{"replicas":1,"readyReplicas":%s,"availableReplicas":%s,"updatedReplicas":1}}' \
        "$1" "$1" "$label" "$1" "$1" "$2" "$2"
}

# event TYPE NAME VERSION: metadata of an object of the workload NAME
event() {
    printf '{"type":"%s","object":{"kind":"PartialObjectMetadata","metadata":{"name":"x","namespace":"film-a","resourceVersion":"%s","labels":{"%s":"%s"}}}}' \
        "$1" "$3" "$label" "$2"
}

# What answers the lists that a test says nothing about, and watches that stay quiet.
quiet_rules() {
    cat <<END
* GET limit=1\$ = body $none
* GET watch=1 = open
* GET limit=500 = body $none
END
}

watching() {
    begun ps -w "$@"
}

# requested NUMBER PATTERN: at least so many requests match
requested() {
    (($(grep -c -- "$2" "$BATS_TEST_TMPDIR/api/requests") >= $1))
}

# documents: "KIND NAME STATUS" of each JSON document on standard input
documents() {
    python3 -c 'import json, sys
text = sys.stdin.read().strip()
while text:
    value, end = json.JSONDecoder().raw_decode(text)
    text = text[end:].lstrip()
    print(value["kind"], value["name"], value["status"])'
}

# ---- ps -w

@test "R-128 two hundred thousand events, and watches that end: neither memory nor descriptors grow" {
    [[ -z ${JUNO_SANITIZED:-} ]] || return 0
    {
        # Of an object that is no workload's: each is read, and nothing is to be shown.
        echo 'GET /configmaps.*watch=1 = repeat 200000 {"type":"MODIFIED","object":{"kind":"PartialObjectMetadata","metadata":{"name":"x@N@","namespace":"film-a","resourceVersion":"@N@"}}} ; line '"$(event ADDED w-2 300000)"' ; open'
        echo '40 GET /deployments.*watch=1 = line {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"8"}}}'
        quiet_rules
    } >rules
    api_start <rules
    watching
    # The first ones are behind it when memory is measured first.
    eventually grep -q 'configmaps.*watch=1' "$BATS_TEST_TMPDIR/api/requests"
    sleep 0.5
    first=$(sed -n 's/^VmHWM: *\([0-9]*\) kB/\1/p' "/proc/$WATCHER/status")
    eventually requested 3 'configmaps.*limit=500'
    last=$(sed -n 's/^VmHWM: *\([0-9]*\) kB/\1/p' "/proc/$WATCHER/status")
    descriptors=$(find "/proc/$WATCHER/fd" -mindepth 1 | wc -l)
    stopped 130
    echo "$first kB, $last kB, $descriptors descriptors"
    # 41 bytes an event would be more.
    ((last <= first + 8192 && descriptors < 40))
}

@test "ps -w prints a row again when an event changes it, and ends at Ctrl-C with 130" {
    {
        echo "* GET /configmaps.*limit=500 = body $(list "$(record w-1)")"
        echo "* GET /deployments.*%3Dw-1&limit=500 = body $(list "$(deployment w-1 1)")"
        echo "* GET /deployments.*limit=500 = body $(list "$(deployment w-1 0)")"
        echo "* GET /deployments.*watch=1 = delay 700 ; line $(event MODIFIED w-1 8)"
        quiet_rules
    } >rules
    api_start <rules
    watching
    seen out " 1/1 "
    stopped 130
    [[ $(head -n 1 out) =~ ^NAME\ +TYPE\ +TEMPLATE\ +USER\ +STATUS\ +READY\ +AGE\ +URL$ ]]
    [[ $(wc -l <out) -eq 3 ]]
    [[ $(sed -n 2p out) == "w-1    Server   demo"*" 0/1 "* ]]
    [[ $(sed -n 3p out) == "w-1    Server   demo"*" Ready "*" 1/1 "* ]]
}

@test "R-121 R-122 an event that was cut comes again behind the last one, and no row is doubled" {
    local first second
    first=$(event MODIFIED other 8) second=$(event MODIFIED w-1 9)
    {
        echo "* GET /configmaps.*%3Dw-1&limit=500 = body $(list "$(record w-1)")"
        echo "* GET /deployments.*%3Dw-1&limit=500 = body $(list "$(deployment w-1 1)")"
        echo "GET /deployments.*watch=1.*resourceVersion=7& = delay 300 ; line $first ; line $second ; cut $((${#first} + 30))"
        echo "* GET /deployments.*watch=1.*resourceVersion=[89]& = delay 700 ; line $second"
        quiet_rules
    } >rules
    api_start <rules
    watching
    seen out " 1/1 "
    stopped 130
    [[ $(wc -l <out) -eq 2 ]]
}

@test "R-123 a version that was forgotten: listed again, and only what changed is printed" {
    {
        echo "* GET /configmaps.*limit=500 = body $(list "$(record w-1)")"
        echo "* GET /deployments.*limit=500 = body $(list "$(deployment w-1 0)")"
        echo 'GET /deployments.*watch=1.*resourceVersion=7& = delay 300 ; line {"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}'
        echo 'GET /statefulsets.*watch=1.*resourceVersion=7& = delay 600 ; status 410 ; body {"kind":"Status","code":410,"reason":"Expired"}'
        quiet_rules
    } >rules
    api_start <rules
    watching
    seen out " 0/1 "
    for kind in deployments statefulsets; do
        eventually requested 2 "/$kind.*limit=1 "
        seen "$BATS_TEST_TMPDIR/api/requests" "/$kind?labelSelector=kuiper.juno-innovations.com%2Fkuiper-instance&watch=1"
    done
    stopped 130
    [[ $(wc -l <out) -eq 2 ]]
}

@test "R-125 watches that end at once are asked for less and less often" {
    {
        echo "* GET watch=1 = body "
        quiet_rules
    } >rules
    api_start <rules
    started=$SECONDS
    watching
    seen err "the watch is interrupted and tried again: the server ends it at once"
    stopped 130
    # Five watches, and pauses from 0.4 s on; without pauses it were hundreds in a second.
    (($(api_requests | grep -c watch=1) <= 20 + 5 * (SECONDS - started)))
}

@test "a server whose watches are a web page is none: told, and the end" {
    {
        echo "* GET watch=1 = line <html>please log in</html>"
        quiet_rules
    } >rules
    api_start <rules
    run --separate-stderr timeout 300 kubectl-juno ps -w
    assert_status 1
    assert_contains stderr "the server's answer to a watch is no event"
}

@test "R-092 what may not be watched is told, and the rest goes on" {
    {
        echo "* GET /configmaps.*%3Dw-1&limit=500 = body $(list "$(record w-1)")"
        echo 'GET /pods.*watch=1 = status 403 ; body {"kind":"Status","message":"pods is forbidden"}'
        echo "* GET /configmaps.*watch=1 = delay 700 ; line $(event ADDED w-1 8)"
        quiet_rules
    } >rules
    api_start <rules
    watching
    seen err "warning: its changes are not seen: pods is forbidden"
    seen out "w-1 "
    stopped 130
}

shown_twice() {
    (($(wc -l <out) >= 2))
}

@test "ps -w tells a workload that is gone by its last row, in every format" {
    for format in wide json yaml name custom-columns=N:.name,S:.status; do
        {
            echo "* GET /configmaps.*%3Dw-1&limit=500 = body $none"
            echo "* GET /configmaps.*limit=500 = body $(list "$(record w-1)")"
            echo "* GET /configmaps.*watch=1 = delay 700 ; line $(event DELETED w-1 8)"
            quiet_rules
        } >rules
        api_start <rules
        watching -o "$format"
        if [[ $format == name ]]; then
            eventually shown_twice
            [[ $(cat out) == workload/w-1$'\n'workload/w-1 ]]
        else
            seen out Deleted
        fi
        stopped 130
        case $format in
            json) [[ $(documents <out) == $'Workload w-1 Ready\nWorkload w-1 Deleted' ]] ;;
            yaml) [[ $(grep -c '^---$' out) -eq 1 ]] ;;
            custom-columns*) [[ $(cat out) == $'N     S\nw-1   Ready\nw-1   Deleted' ]] ;;
        esac
        api_stop
        rm -rf "$BATS_TEST_TMPDIR/api"
    done
}

@test "ps -w on a server that refuses the list ends as ps does" {
    api_start <<<'* GET / = status 403 ; body {"kind":"Status","message":"configmaps is forbidden"}'
    run --separate-stderr timeout 300 kubectl-juno ps -w
    assert_status 1
    assert_contains stderr "cannot list the workloads: configmaps is forbidden"
    # The records and the two kinds that run workloads: somebody may be let see one of them.
    [[ $(api_requests | wc -l) -eq 3 ]]
    # Each kind is asked for once, and none is watched.
    [[ $(api_requests | wc -l) -eq $(api_requests | sort -u | wc -l) && $(api_requests) != *watch=1* ]]
}

@test "R-092 a refusal says how to see what is allowed in the project that was meant" {
    local ask="kubectl auth can-i --list"
    api_start <<<'* GET / = status 403 ; body {"kind":"Status","message":"configmaps is forbidden"}'
    hint() {
        local words=$1
        shift
        # shellcheck disable=SC2086 # words
        run --separate-stderr kubectl-juno $words
        assert_status 1
        [[ $stderr == *"is forbidden"*$'\n'"hint: $*" ]] || {
            echo "$words: $stderr"
            return 1
        }
    }
    hint ps "$ask -n film-a shows what you may do in project 'film-a'; -n names another"
    hint "ps -w" "$ask -n film-a shows what you may do in project 'film-a'; -n names another"
    hint "ps -n other --context api" "$ask --context api -n other shows what you may do in project 'other'; -n names another"
    hint "ps -A" "without -A it is the project 'film-a' alone; $ask -n film-a shows what you may do there"
    hint "upgrade nb-1" "$ask -n film-a shows what you may do in project 'film-a'; -n names another"
}

# ---- logs

# pod NAME CONTAINER...
pod() {
    local name=$1 containers=
    shift
    for container in "$@"; do
        containers+="${containers:+,}{\"name\":\"$container\"}"
    done
    printf '{"metadata":{"name":"%s","namespace":"film-a","uid":"p-%s","labels":{"app":"w-1"}},"spec":{"containers":[%s]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"web","ready":true,"state":{"running":{}}}]}}' \
        "$name" "$name" "$containers"
}

# A workload w-1 without a record: a Deployment with the pods PODS; rules of the test go first.
logs_rules() {
    cat
    cat <<END
* GET /configmaps/w-1-kuiper-config = status 404 ; body {"kind":"Status","reason":"NotFound"}
* GET /deployments.*limit=500 = body $(list "$(deployment w-1 1)")
* GET /pods\\?.*limit=500 = body $(list "$1")
* GET limit=500 = body $none
END
}

@test "logs of one pod in a pipe are its bytes, whatever they are" {
    logs_rules "$(pod a web)" <<<'GET /pods/a/log\?container=web$ = header Content-Type: text/plain ; line \e[31mred ; line ' >rules
    api_start <rules
    kubectl-juno logs w-1 >out
    printf '\033[31mred\n\n' | cmp - out
}

@test "a last line without an end stays so in a pipe" {
    logs_rules "$(pod a web)" <<<'GET /pods/a/log = header Content-Type: text/plain ; body one' >rules
    api_start <rules
    kubectl-juno logs w-1 >out
    printf one | cmp - out
}

@test "R-150 on a terminal control characters of a log are made visible" {
    logs_rules "$(pod a web)" <<<'GET /pods/a/log = header Content-Type: text/plain ; line \e[31mred' >rules
    api_start <rules
    run script -qec "TERM=xterm kubectl-juno logs w-1" /dev/null
    assert_contains stdout "^[[31mred"
    [[ $output != *$'\033[31m'* ]]
}

@test "logs of several pods and containers: one after the other, each line with where it is from" {
    logs_rules "$(pod a web side),$(pod b web side)" <<'END' >rules
GET /pods/a/log\?container=web$ = delay 200 ; line a1 ; line a2
GET /pods/a/log\?container=side$ = body as
GET /pods/b/log\?container=web$ = line b1
GET /pods/b/log\?container=side$ = line bs
END
    api_start <rules
    run --separate-stderr kubectl-juno logs w-1 --all-containers
    assert_status 0
    assert_output "[pod/a/web] a1
[pod/a/web] a2
[pod/a/side] as
[pod/b/web] b1
[pod/b/side] bs"
}

@test "logs of a pod with several containers are of its first, which is said; --container takes another" {
    logs_rules "$(pod a web side)" <<'END' >rules
GET /pods/a/log\?container=web$ = line from web
GET /pods/a/log\?container=side$ = line from side
END
    api_start <rules
    run --separate-stderr kubectl-juno logs w-1
    assert_status 0
    assert_output "from web"
    assert_contains stderr "defaulted container 'web' out of: web, side"
    run --separate-stderr kubectl-juno logs workload/w-1 -c side --prefix
    assert_status 0
    assert_output "[pod/a/side] from side"
    run --separate-stderr kubectl-juno logs w-1 -c sid
    assert_status 1
    assert_contains stderr "no pod of it has a container 'sid'" "did you mean 'side'?"
    run --separate-stderr kubectl-juno logs w-1 -c web --all-containers
    assert_status 2
}

@test "logs --tail, --since, --previous and -f are asked of the server" {
    logs_rules "$(pod a web)" <<<'* GET /pods/a/log = line x' >rules
    api_start <rules
    run --separate-stderr kubectl-juno logs w-1 --tail 5 --since 10m -p -f
    assert_status 0
    api_requests | grep -F 'GET /api/v1/namespaces/film-a/pods/a/log?container=web&follow=true&previous=true&tailLines=5&sinceSeconds=600 '
}

@test "logs -f follows all pods at once, tells lines as they come, and ends at Ctrl-C with 130" {
    logs_rules "$(pod a web),$(pod b web)" <<'END' >rules
GET /pods/a/log.*follow=true = line from a ; open
GET /pods/b/log.*follow=true = line from b ; open
END
    api_start <rules
    begun logs w-1 -f
    seen out "[pod/a/web] from a"
    seen out "[pod/b/web] from b"
    stopped 130
}

@test "logs: a server that has no time is asked again, a pod without a log is told, and the rest is printed" {
    logs_rules "$(pod a web),$(pod b web)" <<'END' >rules
GET /pods/a/log = status 429 ; header Retry-After: 0 ; body {}
GET /pods/a/log = line from a
GET /pods/b/log = status 400 ; body {"kind":"Status","message":"container \"web\" in pod \"b\" is waiting to start: ContainerCreating"}
END
    api_start <rules
    run --separate-stderr kubectl-juno logs w-1
    assert_status 3
    assert_output "[pod/a/web] from a"
    assert_contains stderr 'warning: Pod/b web: container "web" in pod "b" is waiting to start: ContainerCreating' \
        "1 of 2 logs could not be read whole"
}

@test "R-100 a log that breaks off is no whole log" {
    logs_rules "$(pod a web)" <<<'GET /pods/a/log = line one ; line two ; cut 6' >rules
    api_start <rules
    run --separate-stderr kubectl-juno logs w-1
    assert_status 1
    assert_output "one
tw"
    assert_contains stderr "Pod/a web: its log broke off: the server 127.0.0.1:$API_PORT closed the connection"
}

@test "R-099 a line of a log without an end is printed in parts, in little memory" {
    logs_rules "$(pod a web)" <<<'GET /pods/a/log = endless' >rules
    api_start <rules
    # The sanitizer's shadow memory is no memory of ours.
    run bash -c '([[ -n ${JUNO_SANITIZED:-} ]] || ulimit -v 400000; kubectl-juno logs w-1) | head -c 50000000 | wc -c'
    assert_status 0
    [[ $output -eq 50000000 ]]
}

@test "logs of a workload without pods are told as such" {
    logs_rules "" </dev/null >rules
    api_start <rules
    run --separate-stderr kubectl-juno logs w-1
    assert_status 1
    assert_contains stderr "workload 'w-1' has no such log: it has no pods"
}

# ---- events of inspect

# about UID TYPE REASON LAST
about() {
    printf '{"metadata":{"name":"e","uid":"e-%s-%s"},"involvedObject":{"kind":"Pod","name":"a","uid":"%s"},"type":"%s","reason":"%s","message":"it said \\u001b[31m so","source":{"component":"kubelet"},"count":3,"firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"%s"}' \
        "$1" "$3" "$1" "$2" "$3" "$4"
}

@test "inspect shows the newest events of the workload's objects, oldest first, and no others" {
    local events
    events="$(about p-a Normal Scheduled 2026-01-01T00:01:00Z),$(about p-x Warning Foreign 2026-01-01T00:09:00Z)"
    events+=",$(about p-a Warning BackOff 2026-01-01T00:08:00Z),$(about p-a Normal Pulling 2026-01-01T00:02:00Z)"
    events+=',{"metadata":{"name":"new","uid":"new","creationTimestamp":"2026-01-01T00:03:00Z"},"involvedObject":{"kind":"ReplicaSet","name":"w-1-7c9f","uid":"rs"},"type":"Warning","reason":"FailedCreate","message":"exceeded quota","reportingComponent":"replicaset-controller","eventTime":"2026-01-01T00:03:00.123456Z","count":null,"lastTimestamp":null}'
    logs_rules "$(pod a web)" <<<"* GET /events = body $(list "$events")" | sed 's/"readyReplicas":1,"availableReplicas":1/"readyReplicas":0/' >rules
    api_start <rules
    SOURCE_DATE_EPOCH=1767226200 run --separate-stderr kubectl-juno inspect w-1
    assert_status 0
    assert_contains stdout "TYPE      REASON         AGE                FROM                    OBJECT                MESSAGE
Normal    Scheduled      9m (x3 over 10m)   kubelet                 Pod/a                 it said ^[[31m so
Normal    Pulling        8m (x3 over 10m)   kubelet                 Pod/a                 it said ^[[31m so
Warning   FailedCreate   7m                 replicaset-controller   ReplicaSet/w-1-7c9f   exceeded quota
Warning   BackOff        2m (x3 over 10m)   kubelet                 Pod/a                 it said ^[[31m so"
    refute_contains stdout Foreign
    run --separate-stderr kubectl-juno inspect w-1 -o jsonpath='{range .events[*]}{.reason} {.object} {.last}{"\n"}{end}'
    assert_output "Scheduled Pod/a 2026-01-01T00:01:00Z
Pulling Pod/a 2026-01-01T00:02:00Z
FailedCreate ReplicaSet/w-1-7c9f 2026-01-01T00:03:00.123456Z
BackOff Pod/a 2026-01-01T00:08:00Z"
}

@test "inspect shows the newest ten of many events, none of what is well, and in JSON always the newest twenty" {
    local events i
    events=$(about p-a Normal Started 2026-01-01T00:59:00Z)
    for ((i = 10; i < 40; i++)); do
        events+=",$(about p-a Warning "Bad$i" "2026-01-01T00:$i:00Z")"
    done
    logs_rules "$(pod a web)" <<<"* GET /events = body $(list "$events")" >rules
    api_start <rules
    run --separate-stderr kubectl-juno inspect w-1
    assert_status 0
    assert_contains stdout "w-1 · Ready"
    refute_contains stdout REASON Bad39
    run --separate-stderr kubectl-juno inspect w-1 -o jsonpath='{.events[*].reason}'
    [[ $output == "Bad21 "*" Bad39 Started" ]]
    api_stop
    rm -r "$BATS_TEST_TMPDIR/api"
    sed -i 's/"readyReplicas":1,"availableReplicas":1/"readyReplicas":0/' rules
    api_start <rules
    run --separate-stderr kubectl-juno inspect w-1
    assert_status 0
    assert_contains stdout Started Bad39 Bad31
    refute_contains stdout Bad30
    run --separate-stderr kubectl-juno inspect w-1 -o jsonpath='{.events[*].reason}'
    [[ $output == "Bad21 "*" Bad39 Started" ]]
}

@test "R-092 inspect without the right to events warns and shows the rest" {
    logs_rules "$(pod a web)" <<<'* GET /events = status 403 ; body {"kind":"Status","message":"events is forbidden"}' >rules
    api_start <rules
    run --separate-stderr kubectl-juno inspect w-1
    assert_status 0
    assert_contains stdout "Deployment/w-1" "Pod/a"
    assert_contains stderr "warning: no events: events is forbidden"
}

# ---- inspect -w

# A workload w-1 without a record: a Deployment that is as $1 says in the first looks, and later as $2 says; an event
# comes between them. Rules of the test go first.
changing_rules() {
    cat
    cat <<END
* GET /configmaps/w-1-kuiper-config = status 404 ; body {"kind":"Status","reason":"NotFound"}
2 GET /deployments.*limit=500 = body $(list "$1")
* GET /deployments.*limit=500 = body $(list "$2")
* GET /deployments.*watch=1 = delay 700 ; line $(event MODIFIED w-1 8) ; open
* GET ^/apis?\$ = body {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[{"resource":"deployments","scope":"Namespaced","responseKind":{"kind":"Deployment"},"verbs":["list","watch","delete"]}]}]}]}
$(quiet_rules)
END
}

@test "inspect -w in a pipe prints all of it again when it changes, and ends at Ctrl-C with 130" {
    changing_rules "$(deployment w-1 0)" "$(deployment w-1 1)" </dev/null >rules
    api_start <rules
    begun inspect w-1 -w
    seen out "w-1 · Ready"
    stopped 130
    [[ $(sed -n 1p out) == "w-1 · Deploying"* ]]
    [[ $(grep -c '^w-1 ·' out) -eq 2 && $(grep -c '^OBJECT' out) -eq 2 ]]
    [[ $(grep -B 1 '^w-1 · Ready' out | head -n 1) == "" ]]
    run ! grep -q $'\e' out
}

@test "inspect -w tells a workload that is gone, and ends well, in every format" {
    local format
    for format in table json yaml jsonpath='{.name} {.status}{"\n"}'; do
        changing_rules "$(deployment w-1 1)" "" </dev/null >rules
        api_start <rules
        if [[ $format == table ]]; then
            run --separate-stderr timeout 300 kubectl-juno inspect workload/w-1 -w
        else
            run --separate-stderr timeout 300 kubectl-juno inspect w-1 --watch -o "$format"
        fi
        assert_status 0
        case $format in
            table) [[ ${lines[0]} == "w-1 · Ready" && ${lines[-1]} == "workload/w-1 deleted" ]] ;;
            json) [[ $(documents <<<"$output") == $'Workload w-1 Ready\nWorkload w-1 Deleted' ]] ;;
            yaml) [[ $(grep -c '^---$' <<<"$output") -eq 1 && ${lines[-1]} == "status: Deleted" ]] ;;
            jsonpath*) [[ $output == $'w-1 Ready\nw-1 Deleted' ]] ;;
        esac
        api_stop
        rm -rf "$BATS_TEST_TMPDIR/api"
    done
}

@test "inspect -w is for what goes on: names and the tables of a server are told once" {
    local format
    for format in wide name custom-columns=N:.name; do
        run --separate-stderr kubectl-juno inspect w-1 -w -o "$format"
        assert_status 2
        assert_contains stderr "--watch shows how a workload is" "leave -o out, or take json, yaml or jsonpath"
    done
    api_start <<<"* GET .* = body $none"
    run --separate-stderr timeout 300 kubectl-juno inspect w-1 -w
    assert_status 1
    assert_contains stderr "there is no workload 'w-1'"
}

@test "R-092 inspect -w tells once what may not be read or watched, and goes on" {
    changing_rules "$(deployment w-1 0)" "$(deployment w-1 1)" >rules <<'END'
* GET /events = status 403 ; body {"kind":"Status","message":"events is forbidden"}
* GET /pods.*watch=1 = status 403 ; body {"kind":"Status","message":"pods is forbidden"}
END
    api_start <rules
    begun inspect w-1 -w
    seen err "its changes are not seen: pods is forbidden"
    seen out "w-1 · Ready"
    stopped 130
    [[ $(grep -c 'events is forbidden' err) -eq 1 && $(grep -c 'pods is forbidden' err) -eq 1 ]]
}

@test "R-121 inspect -w goes on behind an event that was cut, and shows nothing twice" {
    local event
    event=$(event MODIFIED w-1 8)
    changing_rules "$(deployment w-1 0)" "$(deployment w-1 1)" >rules <<END
GET /deployments.*watch=1.*resourceVersion=7& = delay 300 ; line $event ; cut 40
* GET /deployments.*watch=1.*resourceVersion=8& = open
END
    api_start <rules
    begun inspect w-1 -w
    seen out "w-1 · Ready"
    stopped 130
    [[ $(grep -c '^w-1 ·' out) -eq 2 ]]
}

@test "inspect -w on a terminal: in place of what was shown, and no more than it has rows" {
    local rows
    for rows in 24 3; do
        changing_rules "$(deployment w-1 0)" "$(deployment w-1 1)" </dev/null >rules
        api_start <rules
        screen_open 80 "$rows" kubectl-juno inspect w-1 -w
        screen_wait "w-1 · Ready"
        [[ $(screen_text) != *Deploying* ]]
        case $rows in
            24) [[ $(screen_text) == *"Deployment/w-1"* ]] ;;
            3) [[ $(screen_text) == "w-1 · Ready"* && $(screen_text) != *OBJECT* ]] ;;
        esac
        # Nothing changes any more but the size.
        screen_resize 80 9
        screen_wait "Deployment/w-1"
        screen_press C-c
        screen_end
        assert_status 130
        screen_close
        api_stop
        rm -rf "$BATS_TEST_TMPDIR/api"
    done
}

# ---- inspect at the width of a terminal

@test "inspect on a terminal of 80 columns: no line is too long; in a pipe nothing is broken or cut" {
    local name=w-1-with-a-name-that-the-chart-made-long-enough-7c9f8d6b5-x2x4z events line i
    local tells="it tells what is wrong in more words than one line of a terminal has room for, and goes on"
    line="    at com.example.Thing.run($tells)"
    events=$(about p-a Warning BackOff 2026-01-01T00:08:00Z | sed "s/it said [^\"]*/$tells/; s|\"name\":\"a\"|\"name\":\"$name\"|")
    {
        echo "* GET /events = body $(list "$events")"
        echo "* GET /pods/$name/log = header Content-Type: text/plain ; line $line"
    } | logs_rules "$(pod "$name" web | sed 's/"phase":"Running"/"phase":"Pending"/; s/"ready":true,"state":{"running":{}}/"ready":false,"restartCount":7,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"'"$tells"'"}}/; s/"uid":"p-[^"]*"/"uid":"p-a"/')" |
        sed 's/"readyReplicas":1,"availableReplicas":1/"readyReplicas":0/' >rules
    api_start <rules
    kubectl-juno inspect w-1 >piped
    cat piped
    grep -qF "Pod/$name" piped
    grep -qxF "  $line" piped
    [[ $(grep -cF "$tells" piped) -ge 2 ]]
    screen_open 80 50 kubectl-juno inspect w-1
    screen_end
    assert_status 0
    assert_no_wrap
    screen_text >shown
    cat shown
    # The continuation of a line of the log stands below its own indentation.
    grep -qE '^      at com.example' shown
    grep -qE '^      [a-z]' shown
    grep -qE '^   └─ Pod/w-1-with-.*\.\.\..*-x2x4z ' shown
}
