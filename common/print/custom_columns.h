/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print/custom_columns.h - a table of the user's own columns: NAME:.name,APP:.values.app
 *
 * Source: kubectl's customcolumn.go; spec plugins.md 6.6.
 */
#ifndef PRINT_CUSTOM_COLUMNS_H
#define PRINT_CUSTOM_COLUMNS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ynode.h"

#define CUSTOM_COLUMNS_MAX 256

struct custom_columns;

/*
 * "HEADER:PATH,HEADER:PATH", or from a FILE two lines: headers, and paths under them. The caller
 * frees it. NULL and ERROR_USAGE or ERROR_SYNTAX in kubectl's words.
 */
struct custom_columns *custom_columns_parse(struct view text, bool file, bool no_headers,
                                            struct error *err) MUST_CHECK;
void custom_columns_free(struct custom_columns *columns);
DEFINE_AUTO_FREE(custom_columns)
/* Append a row for each of ITEMS; what is not there is `<none>`, several values are parted by
 * commas. */
bool custom_columns_add(struct buf *out, const struct custom_columns *columns,
                        const struct ynode *items, struct error *err) MUST_CHECK;

#endif
