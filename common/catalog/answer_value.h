/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/answer_value.h - one answer, from what was typed to the value of the field's type
 *
 * The field decides the type, never the look of the text: `1.10`, `yes` and `0777` stay text in a
 * string and 0777 is 777 in an int. What a chart could misread is refused: control characters,
 * line ends outside `multi-line`, bytes that are no UTF-8. Source: catalog.md 3.2, 3.5.
 */
#ifndef CATALOG_ANSWER_VALUE_H
#define CATALOG_ANSWER_VALUE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"
#include "catalog/field.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

#define ANSWER_BYTES_MAX     ((size_t)1 << 20)
#define ANSWER_SET_BYTES_MAX ((size_t)65536) /* one --set; more fits a file */
#define ANSWER_INDEX_MAX     65536

struct answer_reader {
    struct ydoc *doc; /* owns what is made */
    bool unsafe;      /* let control characters through */
    bool is_odd;      /* result: a text held `"` or `\`, which many charts do not quote */
    struct buf what;  /* result: the problem, as the second column of a report */
    struct buf fix;   /* result: what would be right; empty: say it by the type */
};

void answer_reader_init(struct answer_reader *reader, struct ydoc *doc, bool unsafe);
void answer_reader_release(struct answer_reader *reader);

/* The value of TEXT, as given to --set or read from a file. NULL and the problem. */
struct ynode *answer_from_text(struct answer_reader *reader, const struct field *field,
                               struct view text) MUST_CHECK;
/* The value of NODE, from a values file, a list entry or the schema. NULL and the problem. */
struct ynode *answer_from_node(struct answer_reader *reader, const struct field *field,
                               const struct ynode *node) MUST_CHECK;
/* VALUE is there and neither null, "" nor an empty list: `required` is satisfied. */
bool answer_is_given(const struct ynode *value);

#endif
