/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/server_error.h - an answer of openchoreo-api that is no success, in words
 *
 * Its errors are JSON with a code and a text, of which several versions change the places; what
 * stands in front of it answers with anything. Source: openchoreo.md 8.3, 9, measured on the real
 * server.
 */
#ifndef OPENCHOREO_SERVER_ERROR_H
#define OPENCHOREO_SERVER_ERROR_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "openchoreo/exchange.h"
#include "openchoreo/origin.h"

struct server_failure {
    const char *act; /* "create workload 'web-workload'" */
    const struct exchange_answer *answer;
    const struct origin *origin; /* of the fields it complains about; NULL: they are not ours */
    const struct strv *secrets;  /* that no message may hold */
    const char *client_id;       /* who asked; NULL: whoever the token is for */
};

/*
 * Always false. *err: "KIND: cannot ACT: PLACE: TEXT (STATUS CODE)" in one line, with what to do
 * about it as the hint where that is known.
 */
bool server_error(const struct server_failure *failure, struct error *err);
/* The same about an answer with a good status that openchoreo-api never gave: WHAT it is. */
bool server_error_strange(const struct server_failure *failure, const char *what,
                          struct error *err);
/* A 404 about the object, not about the address. */
bool server_error_is_absence(const struct http_response *response);

#endif
