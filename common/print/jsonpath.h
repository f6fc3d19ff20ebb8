/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print/jsonpath.h - kubectl's JSONPath templates: {.items[*].metadata.name}
 *
 * Text, expressions in braces, {range}...{end}, slices with steps, unions, filters [?(@.a=="b")],
 * "..", quoted strings. Where Go walks a map in random order, ours is the order of keys. Source:
 * k8s.io/client-go v0.37 util/jsonpath; spec plugins.md 6.6.
 */
#ifndef PRINT_JSONPATH_H
#define PRINT_JSONPATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ynode.h"

#define JSONPATH_BYTES_MAX ((size_t)64 << 10)
/* Results of one step: `..` doubles what it finds. */
#define JSONPATH_RESULTS_MAX ((size_t)1000000)

struct jsonpath;

/* The caller frees it. NULL and ERROR_SYNTAX: `error parsing jsonpath TEXT, CAUSE`. */
struct jsonpath *jsonpath_parse(struct view text, struct error *err) MUST_CHECK;
/* A path as people write it for columns: "metadata.name", ".metadata.name", "{.metadata.name}". */
struct jsonpath *jsonpath_parse_relaxed(struct view text, struct error *err) MUST_CHECK;
void jsonpath_free(struct jsonpath *path);
DEFINE_AUTO_FREE(jsonpath)

/* Values that an expression found; NULL is a null. */
struct jsonpath_values {
    const struct ynode **nodes; /* heap */
    size_t len;
    size_t cap;
};

#define JSONPATH_VALUES_INIT                                                                       \
    {                                                                                              \
        .nodes = NULL, .len = 0, .cap = 0                                                          \
    }

void jsonpath_values_release(struct jsonpath_values *values);

/*
 * Append what PATH makes of ROOT; results of one expression are parted by blanks, collections are
 * JSON. A missing key gives nothing. ERROR_INVALID for an index out of bounds, or what cannot be
 * filtered or compared.
 */
bool jsonpath_print(struct buf *out, const struct jsonpath *path, const struct ynode *root,
                    struct error *err) MUST_CHECK;
/* What the expressions of PATH find in ROOT, all in one list. Nodes live as long as PATH and ROOT.
 */
bool jsonpath_find(struct jsonpath_values *values, const struct jsonpath *path,
                   const struct ynode *root, struct error *err) MUST_CHECK;
/* One value as `fmt.Print` of Go shows it: strings bare, collections as JSON. */
void jsonpath_add_value(struct buf *out, const struct ynode *value);

#endif
