/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/exit.h - what a failure means to the caller: error code to exit status, the one table
 *
 * 0 done, 1 failed, 2 usage, 3 partial, 130/143 interrupted. A command that answers a question:
 * 0 clean, 1 something was found, 2 could not tell. A closed pipe ends silently with 1.
 * Source: design, "Exit statuses".
 */
#ifndef CLI_EXIT_H
#define CLI_EXIT_H

#include <stdbool.h>

#include "base/error.h"

enum exit_status {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_UNCLEAR = 2, /* of a question */
    EXIT_PARTIAL = 3,
    EXIT_SIGNAL_BASE = 128, /* + the signal's number */
};

/* The same for people: man pages print it. Ends with a NULL status. */
struct exit_meaning {
    const char *status;
    const char *meaning;
};

extern const struct exit_meaning exit_meanings[];
extern const struct exit_meaning exit_meanings_question[];

/* QUESTION: the command answers one. SIGNAL: the one that interrupted us, 0 reads as SIGINT. */
int exit_status(enum error_code code, bool question, int signal);

#endif
