/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/difference.h - what an apply would change of one object, to be looked at
 *
 * Left out is what the server keeps for itself (uid, managedFields, status ...). Never shown is
 * what is in a Secret, what a variable or a ConfigMap's key holds whose name speaks of a secret,
 * and answers that are secret, wherever they stand: RECORD_SECRET stands for them, and says
 * "(before)" and "(after)" where they differ, as `kubectl diff` does.
 */
#ifndef LAUNCH_DIFFERENCE_H
#define LAUNCH_DIFFERENCE_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "yaml/ydoc.h"

/* A shorter secret is not looked for within other texts: it would be found everywhere. */
#define DIFFERENCE_SECRET_BYTES_MIN 4

/* The two states; the root of one is NULL where the object comes or goes. */
struct difference {
    struct ydoc *before;
    struct ydoc *after;
};

#define DIFFERENCE_INIT                                                                            \
    {                                                                                              \
        .before = NULL, .after = NULL                                                              \
    }

void difference_release(struct difference *difference);
/* BEFORE and AFTER are live objects or answers of a dry run; NULL: none. SECRETS are texts. */
bool difference_make(struct difference *difference, const struct ynode *before,
                     const struct ynode *after, const struct strv *secrets,
                     struct error *err) MUST_CHECK;
/* They are the same. */
bool difference_is_none(const struct difference *difference);
/* Append the secret answers and variables of DOCUMENT (launch/document.h) to SECRETS. */
void difference_add_secrets(struct strv *secrets, const struct ynode *document);

#endif
