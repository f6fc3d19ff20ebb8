# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# For tests of a whole screen, after helpers: a real terminal of a given size, by tmux
#
#     screen_open 80 24 COMMAND...    COMMAND runs there; its exit status is for screen_end
#     screen_type 'text'              as a person types it
#     screen_press Down C-o           keys by tmux's names
#     assert_screen NAME              what is shown is test/golden/NAME, sooner or later
#     screen_end                      COMMAND ended: $status, and $output is what is left on the screen
#     teardown() { screen_close; }

# A path that a socket's name has room for.
screen_tmux() {
    tmux -u -S "$SCREEN_DIR/socket" -f "$SCREEN_DIR/tmux.conf" "$@"
}

# screen_open COLUMNS ROWS COMMAND...
screen_open() {
    local columns=$1 rows=$2
    shift 2
    SCREEN_DIR=$(mktemp -d /tmp/juno-screen.XXXXXX)
    export SCREEN_DIR
    printf '%s\n' 'set -g status off' 'set -g default-terminal screen-256color' 'set -g escape-time 0' \
        'set -g history-limit 2000' >"$SCREEN_DIR/tmux.conf"
    # shellcheck disable=SC2016
    screen_tmux new-session -d -x "$columns" -y "$rows" \
        bash -c 'before=$(stty -g); "$@"; echo $? >"$SCREEN_DIR/ended"
            [[ $(stty -g) == "$before" ]] || echo changed >"$SCREEN_DIR/settings"
            mv "$SCREEN_DIR/ended" "$SCREEN_DIR/status"; exec sleep 600' - "$@"
}

screen_close() {
    if [[ -n ${SCREEN_DIR:-} ]]; then
        # The hang-up of a terminal ends in SIGCONT, which a leak check at the program's end does not survive.
        screen_tmux list-panes -F '#{pane_pid}' 2>/dev/null | xargs -r -n 1 pgrep -P 2>/dev/null |
            xargs -r kill -KILL 2>/dev/null || true
        screen_tmux kill-server 2>/dev/null || true
        rm -rf "$SCREEN_DIR"
    fi
}

screen_type() {
    screen_tmux send-keys -l -- "$1"
}

screen_press() {
    screen_tmux send-keys "$@"
}

# Text between the marks of a paste, if the program asked for them.
screen_paste() {
    printf '%s' "$1" | screen_tmux load-buffer -
    screen_tmux paste-buffer -p -r
}

screen_resize() {
    screen_tmux resize-window -x "$1" -y "$2"
}

# What is shown, without blank lines at the end.
screen_text() {
    local text
    text=$(screen_tmux capture-pane -p "$@")
    printf '%s\n' "$text"
}

# screen_wait TEXT: until TEXT is shown
screen_wait() {
    eventually screen_has "$1" && return 0
    screen_text
    return 1
}

screen_has() {
    [[ $(screen_text) == *"$1"* ]]
}

# assert_no_wrap: no line that is or was shown is longer than the screen is wide
assert_no_wrap() {
    diff <(screen_text -S - | sed 's/ *$//') <(screen_text -J -S - | sed 's/ *$//')
}

# Until nothing changes any more.
screen_settle() {
    local before='' now
    now=$(screen_text)
    until [[ $now == "$before" ]]; do
        sleep 0.3
        before=$now
        now=$(screen_text)
    done
}

# assert_screen NAME: sooner or later
assert_screen() {
    local file=$BATS_TEST_TMPDIR/screen
    if [[ ${UPDATE_GOLDEN:-} ]]; then
        screen_settle
        screen_text >"$file"
        assert_golden "$file" "$1"
        return
    fi
    eventually screen_is "$1" && return 0
    cat "$file.diff"
    return 1
}

screen_is() {
    screen_text >"$BATS_TEST_TMPDIR/screen"
    assert_golden "$BATS_TEST_TMPDIR/screen" "$1" >"$BATS_TEST_TMPDIR/screen.diff"
}

# COMMAND ended, and the terminal has the settings that it found.
screen_end() {
    eventually test -e "$SCREEN_DIR/status" || {
        screen_text
        return 1
    }
    status=$(cat "$SCREEN_DIR/status")
    # Lines that were too long are one again.
    output=$(screen_text -J -S -)
    if [[ -e $SCREEN_DIR/settings ]]; then
        echo "the terminal has other settings than before"
        return 1
    fi
}
