/* SPDX-License-Identifier: Apache-2.0 */
/* base/base64.h - RFC 4648 base64, standard alphabet */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

enum base64_mode {
    BASE64_STRICT,  /* no white space, padding required, unused bits zero: one text per value */
    BASE64_LENIENT, /* blanks and line breaks are skipped, unused bits ignored; padding required */
};

/* One line, padded. */
void base64_encode(struct buf *out, struct view v);
/*
 * Appends the bytes; the empty text is no bytes. ERROR_SYNTAX names the offset and the character;
 * ERROR_LIMIT at OUT's ceiling. OUT is unchanged on failure.
 */
bool base64_decode(struct buf *out, struct view v, enum base64_mode mode,
                   struct error *err) MUST_CHECK;

#endif
