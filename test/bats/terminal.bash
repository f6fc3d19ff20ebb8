# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# For tests of what is shown at a terminal, after helpers

# at_terminal WAIT_FOR KEYS COMMAND...: run COMMAND on a terminal of its own, type KEYS once WAIT_FOR was shown; sets
# $status and $output, and fails when the terminal is left in another state than it was found in.
at_terminal() {
    run /usr/bin/python3 - "$@" <<'END'
import os, pty, select, sys, termios, time
wait_for, keys, command = sys.argv[1].encode(), sys.argv[2].encode().decode("unicode_escape").encode(), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
before = termios.tcgetattr(terminal)
shown, typed, deadline = b"", False, time.monotonic() + 240
while time.monotonic() < deadline:
    if select.select([terminal], [], [], 0.1)[0]:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    if not typed and wait_for in shown:
        # The same settings, also while it waits.
        assert termios.tcgetattr(terminal) == before
        os.write(terminal, keys)
        typed = True
else:
    os.kill(pid, 9)
    sys.exit("it did not end:\n" + shown.decode(errors="replace"))
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
}
