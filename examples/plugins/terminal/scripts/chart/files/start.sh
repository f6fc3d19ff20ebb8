#!/bin/sh
# What the container runs: the plugins and the startup commands once, then the server of the shell. Everything it is
# told comes as environment or as a file, so that no answer is ever read as a command line.
set -u

for plugin in /etc/helios/init.d/*/*; do
    [ -f "$plugin" ] || continue
    echo "terminal: plugin $plugin"
    "$plugin" || echo "terminal: plugin $plugin ended with $?" >&2
done

if [ -s /etc/terminal/startup.sh ]; then
    echo "terminal: startup commands"
    "$TERMINAL_SHELL" /etc/terminal/startup.sh || echo "terminal: startup commands ended with $?" >&2
fi

set -- --writable --port 7681 --base-path "$PREFIX" --cwd "$HOME" \
    --client-option "fontSize=$TERMINAL_FONT_SIZE" "$TERMINAL_SHELL"
if [ -n "${TERMINAL_PASSWORD:-}" ]; then
    set -- --credential "$USER:$TERMINAL_PASSWORD" "$@"
    unset TERMINAL_PASSWORD
fi
exec ttyd "$@"
