/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/failure.h - what kind of failure a message is about, as its first words
 *
 * A build step has one exit status for all of them; its reader wants to know whom to ask.
 * Source: openchoreo.md 11.
 */
#ifndef OPENCHOREO_FAILURE_H
#define OPENCHOREO_FAILURE_H

#include "base/compiler.h"
#include "base/error.h"

enum failure_kind {
    FAILURE_INPUT,          /* a file or what it says */
    FAILURE_AUTHENTICATION, /* no token, or one that does not do */
    FAILURE_REJECTED,       /* the server understood and said no */
    FAILURE_UNAVAILABLE,    /* the server did not answer, or could not */
};

/* Put the words for KIND before the message of *err. Always false. */
bool failure_wrap(struct error *err, enum failure_kind kind);
/* The same with a new message. */
bool failure_set(struct error *err, enum failure_kind kind, enum error_code code,
                 const char *format, ...) PRINTF(4, 5);

#endif
