# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the tests of `workload publish` share: the scripted server of api.bash plays token server and API server.
#
#     load helpers
#     load api
#     load publish
#     setup() { publish_setup; }
#     teardown() { api_stop; }

# shellcheck disable=SC2034 # the tests use what they need of these
publish_setup() {
    juno_setup
    SECRET='canary&secret+with=odd%signs'
    export CLIENT_ID=ci CLIENT_SECRET=$SECRET
    stored='{"metadata":{"name":"web-workload","namespace":"ns","uid":"u-1"},"spec":{"container":{"image":"web:2"},"owner":{"componentName":"web","projectName":"default"}}}'
    older=${stored/web:2/web:1}
    token='{"access_token":"canary-token-1","token_type":"Bearer","expires_in":3600}'
    exists='status 409 ; body {"code":"CONFLICT","error":"Workload already exists"}'
    collection=/api/v1/namespaces/ns/workloads
    object=$collection/web-workload
}

# serve [http | KEY]: the rules on standard input, before a token server that knows us
serve() {
    local scheme=https
    [[ ${1:-http} != http ]] || scheme=http
    {
        echo 'log headers'
        cat
        echo "* POST ^/oauth2/token = body $token"
    } >rules
    api_start "${1:-http}" <rules
    # shellcheck disable=SC2153 # set by api_start
    export API_URL=$scheme://127.0.0.1:$API_PORT OAUTH_TOKEN_URL=$scheme://127.0.0.1:$API_PORT/oauth2/token
}

# published FLAG...: nothing that it says may hold a secret, however it ends
published() {
    run --separate-stderr timeout 300 kubectl-juno workload publish -n ns -c web --image web:2 "$@"
    no_secrets
}

no_secrets() {
    local stream
    for stream in stdout stderr; do
        refute_contains "$stream" "canary&" "canary%26" "canary-token"
    done
}

# sent N WORD...: of the request number N (from 1) the body, method, path, or `header NAME`
sent() {
    python3 - "$BATS_TEST_TMPDIR/api/senders" "$@" <<'END'
import json, sys
request = [json.loads(line) for line in open(sys.argv[1])][int(sys.argv[2]) - 1]
if sys.argv[3] == "header":
    print("|".join(request["headers"].get(sys.argv[4], ["<none>"])))
else:
    print(request[sys.argv[3]])
END
}

# assert_requests LINE...: these, in order, each carrying credentials where a `+` leads it
assert_requests() {
    local line expected=
    for line in "$@"; do
        [[ $line == +* ]] && line="${line#+} +authorization"
        expected+=$line$'\n'
    done
    diff -u --label expected --label actual <(printf %s "$expected") <(api_requests)
}

descriptor() {
    cat >workload.yaml <<'END'
apiVersion: openchoreo.dev/v1alpha1
endpoints:
- name: api
  port: 8080
  type: HTTP
configurations:
  env:
  - name: LOG_LEVEL
    value: info
END
}
