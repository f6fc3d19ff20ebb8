/* SPDX-License-Identifier: Apache-2.0 */
#include "print/sort.h"

#include <stdlib.h>

#include "harness/test.h"
#include "yaml/ydoc.h"

/* The `n` of ROWS (YAML) in the order of PATH. */
static const char *sorted(const char *rows, const char *path)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(rows), "rows", &err);
    const struct table_rows all = table_rows_of(ydoc_root(doc));
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t *order;

    ASSERT_OK(sort_rows(&order, &all, path, &err), err);
    for (size_t i = 0; i < all.count; i++)
        buf_addf(&text, "%s" VIEW_FMT, i > 0 ? " " : "",
                 VIEW_ARGS(ynode_text(ynode_get(ynode_at(ydoc_root(doc), order[i]), "n"))));
    free(order);
    return test_format("%s", buf_text(&text));
}

TEST(sort, numbers_and_quantities_go_by_value)
{
    ASSERT_EQ_STR(sorted("[{n: a, v: 10}, {n: b, v: 9}, {n: c, v: -1}]", ".v"), "c b a");
    ASSERT_EQ_STR(sorted("[{n: a, v: 1Gi}, {n: b, v: 900Mi}, {n: c, v: 5}]", ".v"), "c b a");
    ASSERT_EQ_STR(sorted("[{n: a, v: 1}, {n: b, v: 500m}]", ".v"), "b a");
}

TEST(sort, texts_go_naturally)
{
    ASSERT_EQ_STR(sorted("[{n: nb-10}, {n: nb-2}, {n: nb-1}, {n: nb}]", "{.n}"),
                  "nb nb-1 nb-2 nb-10");
    ASSERT_EQ_STR(sorted("[{n: a1b}, {n: a01}, {n: a1}, {n: A2}]", "n"), "A2 a01 a1 a1b");
    ASSERT_EQ_STR(
        sorted("[{n: b, t: 2026-01-10T09:00:00Z}, {n: a, t: 2026-01-09T23:00:00Z}]", ".t"), "a b");
}

TEST(sort, rows_without_the_value_come_first_and_equal_ones_stay_in_order)
{
    ASSERT_EQ_STR(sorted("[{n: a, v: x}, {n: b}, {n: c, v: null}, {n: d, v: x}]", ".v"), "b c a d");
    ASSERT_EQ_STR(sorted("[]", ".v"), "");
}

static void fails(const char *path, enum error_code code, const char *message)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("[{n: a}, {n: b}]"), "rows", &err);
    const struct table_rows all = table_rows_of(ydoc_root(doc));
    size_t *order;

    ASSERT_FAILS(sort_rows(&order, &all, path, &err), err, code, message);
}

TEST(sort, a_path_that_no_row_has_and_one_that_is_none_are_errors)
{
    fails(".size", ERROR_INVALID,
          "couldn't find any field with path \".size\" in the list of objects");
    fails("{.n", ERROR_USAGE, "unexpected path string");
    fails(".n[", ERROR_SYNTAX, "");
}
