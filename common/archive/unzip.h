/* SPDX-License-Identifier: Apache-2.0 */
/* archive/unzip.h - bytes of a text that may be gzipped, a piece at a time; within archive only */
#ifndef ARCHIVE_UNZIP_H
#define ARCHIVE_UNZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

struct unzip;

/* PACKED is borrowed. By its first bytes: gzip, or taken as it is. */
struct unzip *unzip_new(struct view packed, size_t out_bytes_max) MUST_CHECK;
void unzip_free(struct unzip *unzip);
DEFINE_AUTO_FREE(unzip)
/* The next piece, empty at the end; it lives until the next call. ERROR_SYNTAX or ERROR_LIMIT. */
bool unzip_next(struct unzip *unzip, struct view *piece, struct error *err) MUST_CHECK;
/* Bytes given out so far, and how many of them lie after the last one that is not zero. */
size_t unzip_total(const struct unzip *unzip);
size_t unzip_zeros(const struct unzip *unzip);

#endif
