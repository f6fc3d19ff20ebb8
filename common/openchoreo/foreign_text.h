/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/foreign_text.h - what a server said, fit for a message: one line, short, no secret
 *
 * A server, or a proxy in front of it, may send back what it was sent. Source: openchoreo.md 8.3,
 * robustness.md R-169.
 */
#ifndef OPENCHOREO_FOREIGN_TEXT_H
#define OPENCHOREO_FOREIGN_TEXT_H

#include "base/buf.h"
#include "base/compiler.h"
#include "base/strv.h"
#include "base/view.h"

#define FOREIGN_TEXT_BYTES_MAX 500
/* What stands in the place of a secret. */
#define FOREIGN_TEXT_HIDDEN "<hidden>"
/* Shorter ones would be found in words that have nothing to do with them. */
#define FOREIGN_TEXT_SECRET_BYTES_MIN 4

/* Add SECRET and the forms in which it goes over the wire to SECRETS. */
void foreign_text_add_secret(struct strv *secrets, struct view secret);
/* Overwrite and free them. */
void foreign_text_wipe(struct strv *secrets);
/* TEXT with FOREIGN_TEXT_HIDDEN in the place of each of SECRETS (NULL: none). */
void foreign_text_add_masked(struct buf *out, struct view text, const struct strv *secrets);
/* The same as one line of at most FOREIGN_TEXT_BYTES_MAX bytes, harmless on a terminal. */
void foreign_text_add(struct buf *out, struct view text, const struct strv *secrets);

#endif
