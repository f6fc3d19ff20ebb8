/* SPDX-License-Identifier: Apache-2.0 */
/* cli/exit.c - error code to exit status */
#include "cli/exit.h"

#include <signal.h>

const struct exit_meaning exit_meanings[] = {
    { "0", "done" },
    { "1", "failed" },
    { "2", "the command line is wrong" },
    { "3", "partly done: some targets or objects, not all" },
    { "130, 143", "interrupted by SIGINT, SIGTERM" },
    { NULL, NULL },
};

const struct exit_meaning exit_meanings_question[] = {
    { "0", "clean" },
    { "1", "something was found" },
    { "2", "could not tell, or the command line is wrong" },
    { "130, 143", "interrupted by SIGINT, SIGTERM" },
    { NULL, NULL },
};

int exit_status(enum error_code code, bool question, int signal)
{
    switch (code) {
    case ERROR_NONE:
        return EXIT_DONE;
    case ERROR_USAGE:
        return EXIT_USAGE;
    case ERROR_SYNTAX:
    case ERROR_INVALID:
    case ERROR_LIMIT:
    case ERROR_NOT_FOUND:
    case ERROR_UNMATCHED:
    case ERROR_CONFLICT:
    case ERROR_FORBIDDEN:
    case ERROR_UNSUPPORTED:
    case ERROR_UNREACHABLE:
    case ERROR_TIMEOUT:
    case ERROR_IO:
    case ERROR_PROCESS:
        return question ? EXIT_UNCLEAR : EXIT_FAILED;
    case ERROR_PIPE:
        return EXIT_FAILED;
    case ERROR_INTERRUPTED:
        return EXIT_SIGNAL_BASE + (signal > 0 ? signal : SIGINT);
    case ERROR_PARTIAL:
        return question ? EXIT_UNCLEAR : EXIT_PARTIAL;
    case ERROR_FOUND:
        return EXIT_FAILED;
    case ERROR_UNCLEAR:
        return EXIT_UNCLEAR;
    }
    return EXIT_FAILED;
}
