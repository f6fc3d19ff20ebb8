/* SPDX-License-Identifier: Apache-2.0 */
/* archive/gzip.h - a text packed by gzip, and unpacked again */
#ifndef ARCHIVE_GZIP_H
#define ARCHIVE_GZIP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

/* Append TEXT packed; the same text gives the same bytes. ERROR_LIMIT at OUT's ceiling. */
bool gzip_pack(struct buf *out, struct view text, struct error *err) MUST_CHECK;
/*
 * Append what PACKED holds. ERROR_SYNTAX for what is damaged or no gzip, ERROR_LIMIT at OUT's
 * ceiling; OUT may then hold a part.
 */
bool gzip_unpack(struct buf *out, struct view packed, struct error *err) MUST_CHECK;

#endif
