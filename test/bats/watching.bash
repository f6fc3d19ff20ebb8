# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# For tests of a command that goes on until Ctrl-C, after helpers
#
#     begun ARGS...               kubectl-juno ARGS runs, and writes to the files out and err
#     seen out TEXT
#     stopped [130]               Ctrl-C ends it with this status
#     teardown() { unwatched; }

begun() {
    # What an earlier one wrote is not to be taken for this one's.
    rm -f out err
    : >out
    : >err
    # What runs in the background of a script would ignore Ctrl-C.
    env --default-signal=INT kubectl-juno "$@" >out 2>err 3>&- &
    WATCHER=$!
}

# stopped [STATUS]
stopped() {
    local status=0 wanted=${1:-130}
    kill -INT "$WATCHER"
    eventually not kill -0 "$WATCHER" 2>/dev/null
    wait "$WATCHER" || status=$?
    WATCHER=
    [[ $status -eq $wanted ]] || {
        echo "ended with $status"
        cat err
        return 1
    }
}

unwatched() {
    if [[ ${WATCHER:-} ]]; then
        kill "$WATCHER" 2>/dev/null || true
        wait "$WATCHER" 2>/dev/null || true
    fi
}
