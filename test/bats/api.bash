# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The scripted server (test/harness/scripted-server) for tests of what a real API server does only when something is wrong
#
#     setup_file() { api_keys; }
#     setup() { juno_setup; }
#     teardown() { api_stop; }
#     api_start <<'END'                  the rules; KUBECONFIG points to the server then
#     GET /api/v1/namespaces/argocd/configmaps = body {"kind":"ConfigMapList","items":[]}
#     END
#
# `api_start http` serves without TLS. `api_keys` makes the keys: CA, server (127.0.0.1, ::1 and localhost), client, and
# the server's in other forms: expired, early (not yet valid), other (for another name), self (self-signed).

API_TOKEN=canary-token-5f3a

api_keys() {
    local dir=$BATS_FILE_TMPDIR/keys name
    mkdir -p "$dir.new"
    (
        cd "$dir.new" || exit 1
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout ca.key -out ca.crt \
            -subj /CN=scripted-ca
        printf 'authorityKeyIdentifier=keyid\nsubjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost\n' >server.ext
        printf 'subjectAltName=DNS:other.example.org\n' >other.ext
        printf 'extendedKeyUsage=clientAuth\n' >client.ext
        cp server.ext expired.ext
        cp server.ext early.ext
        : >index.txt
        echo 1000 >serial
        for name in server expired early other client; do
            openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" -out "$name.csr" \
                -subj "/CN=$name"
        done
        for name in server other client; do
            openssl x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -extfile "$name.ext" \
                -out "$name.crt"
        done
        printf '[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n' >ca.conf
        openssl ca -batch -config ca.conf -in expired.csr -out expired.crt -cert ca.crt -keyfile ca.key \
            -extfile expired.ext -startdate 20200101000000Z -enddate 20210101000000Z
        openssl ca -batch -config ca.conf -in early.csr -out early.crt -cert ca.crt -keyfile ca.key \
            -extfile early.ext -startdate 20900101000000Z -enddate 20910101000000Z
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout self.key -out self.crt \
            -subj /CN=self -addext subjectAltName=IP:127.0.0.1
    ) </dev/null 2>"$dir.new/errors"
    mv "$dir.new" "$dir"
}

# api_start [http | NAME OF A KEY]
api_start() {
    local key=${1:-server} dir=$BATS_TEST_TMPDIR/api keys=$BATS_FILE_TMPDIR/keys scheme=https
    mkdir -p "$dir"
    {
        if [[ $key == http ]]; then
            scheme=http
        else
            echo "tls $keys/$key.crt $keys/$key.key"
        fi
        cat
    } >"$dir/script"
    mkfifo "$dir/life"
    "$JUNO_ROOT/test/harness/scripted-server" "$dir/script" "$dir" <"$dir/life" >"$dir/log" 2>&1 3>&- &
    exec {API_LIFE}>"$dir/life"
    eventually test -s "$dir/port" || {
        cat "$dir/log"
        return 1
    }
    API_PORT=$(cat "$dir/port")
    export KUBECONFIG=$BATS_TEST_TMPDIR/api.kubeconfig
    cat >"$KUBECONFIG" <<END
apiVersion: v1
kind: Config
current-context: api
clusters: [{name: api, cluster: {server: "$scheme://127.0.0.1:$API_PORT", certificate-authority: $keys/ca.crt}}]
users: [{name: api, user: {token: $API_TOKEN}}]
contexts: [{name: api, context: {cluster: api, user: api, namespace: film-a}}]
END
}

# The server ends with its standard input.
api_stop() {
    if [[ -n ${API_LIFE:-} ]]; then
        exec {API_LIFE}>&-
        API_LIFE=
    fi
}

api_requests() {
    cat "$BATS_TEST_TMPDIR/api/requests"
}
