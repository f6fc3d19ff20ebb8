/* SPDX-License-Identifier: Apache-2.0 */
/* print/table: kubectl's layout, and cells that cannot break it */
#include "print/table.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

static void upper(struct buf *cell, const struct ynode *value, const struct table *table UNUSED)
{
    buf_add(cell, "<");
    buf_add_view(cell, ynode_text(value));
    buf_add(cell, ">");
}

static enum color by_status(const struct ynode *row)
{
    return view_is(ynode_text(ynode_get(row, "status")), "OK") ? COLOR_READY : COLOR_FAILED;
}

static const struct column columns[] = {
    { .header = "NAMESPACE", .path = ".metadata.namespace", .only = SHOW_ALL_NAMESPACES },
    { .header = "NAME", .path = ".name" },
    { .header = "N", .path = ".fields", .format = table_format_length, .align = ALIGN_RIGHT },
    { .header = "STATUS", .path = ".status", .color = by_status },
    { .header = "AGE", .path = ".born", .format = table_format_age },
    { .header = "SOURCE", .path = ".source", .format = upper, .only = SHOW_WIDE, .absent = "" },
};

/* The table of the rows in TEXT (YAML). */
static void add(struct buf *out, struct table table, const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "rows", &err);

    ASSERT_OK(doc, err);
    if (!table.columns) {
        table.columns = columns;
        table.column_count = ARRAY_SIZE(columns);
    }
    table.now = 1000000000; /* 2001-09-09T01:46:40Z */
    table_add(out, &table, ydoc_root(doc));
}

static void assert_table(struct table table, const char *text, const char *expected)
{
    AUTO(buf) out = BUF_INIT(1 << 20);

    add(&out, table, text);
    ASSERT_EQ_BUF(&out, expected);
}

TEST(table, columns_are_as_wide_as_their_widest_cell_plus_three)
{
    assert_table((struct table){ .show = 0 },
                 "- {name: notebook, fields: [1, 2, 3], status: OK, born: 2001-09-09T01:46:10Z}\n"
                 "- {name: a, fields: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], status: BadPayload,"
                 " born: x}\n",
                 "NAME         N   STATUS       AGE\n"
                 "notebook     3   OK           30s\n"
                 "a           12   BadPayload   <unknown>\n");
}

TEST(table, a_narrow_column_takes_six)
{
    assert_table((struct table){ .no_headers = true }, "[{name: a, fields: [], status: b}]",
                 "a       0   b     <none>\n");
}

TEST(table, absent_is_none_and_null_is_nothing)
{
    assert_table((struct table){ .show = 0 },
                 "- {name: null, fields: [], status: null, born: 2001-09-09T01:46:40Z}\n- {}\n",
                 "NAME          N   STATUS   AGE\n"
                 "              0            0s\n"
                 "<none>   <none>   <none>   <none>\n");
}

TEST(table, wide_and_all_namespaces_add_columns_and_no_line_ends_in_a_blank)
{
    assert_table((struct table){ .show = SHOW_WIDE | SHOW_ALL_NAMESPACES },
                 "- {metadata: {namespace: ns}, name: a, fields: [], status: b, source: git}\n"
                 "- {metadata: {namespace: ns}, name: a, fields: [], status: b}\n",
                 "NAMESPACE   NAME     N   STATUS   AGE      SOURCE\n"
                 "ns          a        0   b        <none>   <git>\n"
                 "ns          a        0   b        <none>\n");
}

TEST(table, R_154_width_counts_what_a_terminal_shows)
{
    assert_table((struct table){ .no_headers = true },
                 "- {name: 日本, fields: [], status: a}\n"
                 "- {name: é, fields: [], status: a}\n"
                 "- {name: abcdef, fields: [], status: a}\n",
                 "日本       0   a     <none>\n"
                 "é          0   a     <none>\n"
                 "abcdef     0   a     <none>\n");
}

TEST(table, a_cell_is_one_line_and_cannot_drive_the_terminal)
{
    assert_table((struct table){ .no_headers = true },
                 "- {name: \"two\\nlines\", fields: [], status: \"\\e[31mred\"}\n",
                 "two...     0   ^[[31mred   <none>\n");
}

TEST(table, collections_are_one_line_of_json)
{
    assert_table((struct table){ .no_headers = true },
                 "- {name: {b: 1, a: [x, true]}, fields: [], status: 3}\n",
                 "{\"a\":[\"x\",true],\"b\":1}     0   3     <none>\n");
}

TEST(table, a_list_is_shown_with_commas)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("[a, 2, {}]"), "list", &err);
    AUTO(buf) cell = BUF_INIT(100);

    ASSERT_OK(doc, err);
    table_format_list(&cell, ydoc_root(doc), NULL);
    ASSERT_EQ_BUF(&cell, "a, 2, ");
}

TEST(table, colour_does_not_count_as_width)
{
    assert_table((struct table){ .color = true },
                 "[{name: a, fields: [], status: OK}, {name: b, fields: [], status: Failed}]",
                 "NAME     N   STATUS   AGE\n"
                 "a        0   \033[32mOK\033[0m       <none>\n"
                 "b        0   \033[31mFailed\033[0m   <none>\n");
}

TEST(table, a_last_cell_beyond_the_terminal_goes_on_below)
{
    static const struct column two[] = { { .header = "N", .path = ".n" },
                                         { .header = "TEXT", .path = ".t" } };
    const struct table table = { .columns = two, .column_count = 2, .width = 30 };
    const struct table narrow = { .columns = two, .column_count = 2, .width = 25 };
    const char *rows = "[{n: a, t: the quick brown fox jumps over it}, {n: b, t: short},"
                       " {n: c, t: a-word-that-is-longer-than-the-room and more}]";

    assert_table(table, rows,
                 "N     TEXT\n"
                 "a     the quick brown fox\n"
                 "      jumps over it\n"
                 "b     short\n"
                 "c     a-word-that-is-longer-than-the-room\n"
                 "      and more\n");
    /* Where there is no room worth it, lines stay whole. */
    assert_table(narrow, rows,
                 "N     TEXT\n"
                 "a     the quick brown fox jumps over it\n"
                 "b     short\n"
                 "c     a-word-that-is-longer-than-the-room and more\n");
}

TEST(table, on_a_terminal_the_widest_columns_are_cut_until_a_line_fits)
{
    static const struct column three[] = { { .header = "OBJECT", .path = ".o" },
                                           { .header = "VALUE", .path = ".v" },
                                           { .header = "AGE", .path = ".a" } };
    struct table table = { .columns = three, .column_count = 3, .width = 40 };
    const char *rows =
        "[{o: a-name-that-is-thirty-columns, v: twenty-five-columns-wide., a: 3m},"
        " {o: \"\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac"
        "\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac\", v: b, a: "
        "12h}]";

    assert_table(table, rows,
                 "OBJECT            VALUE              AGE\n"
                 "a-name...olumns   twenty-...-wide.   3m\n"
                 "\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5...\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac   "
                 "b                  12h\n");
    /* Half of a wide character is not shown. */
    table.width = 38;
    assert_table(table, rows,
                 "OBJECT           VALUE             AGE\n"
                 "a-name...lumns   twenty...-wide.   3m\n"
                 "\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5...\xe6\x97\xa5\xe6\x9c\xac    "
                 "b                 12h\n");
    /* No column is cut to nothing, and in a pipe none is cut. */
    table.width = 20;
    assert_table(table, "[{o: a-name-that-is-thirty-columns, v: b, a: 3m}]",
                 "OBJECT         VALUE   AGE\n"
                 "a-nam...umns   b       3m\n");
    table.width = 0;
    assert_table(table, "[{o: a-name-that-is-thirty-columns, v: b, a: 3m}]",
                 "OBJECT                          VALUE   AGE\n"
                 "a-name-that-is-thirty-columns   b       3m\n");
}

TEST(table, no_rows_are_headers_only)
{
    assert_table((struct table){ .show = 0 }, "[]", "NAME     N   STATUS   AGE\n");
}

TEST(table, a_huge_cell_is_cut_and_the_rest_stands)
{
    AUTO(buf) text = BUF_INIT(1 << 20);
    AUTO(buf) out = BUF_INIT(1 << 20);

    buf_add(&text, "[{fields: [], status: s, name: ");
    buf_add_repeat(&text, 'x', TABLE_CELL_BYTES_MAX + 10);
    buf_add(&text, "}]");
    add(&out, (struct table){ .no_headers = true }, buf_text(&text));
    ASSERT_TRUE(out.len < TABLE_CELL_BYTES_MAX + 100);
    ASSERT_CONTAINS(buf_text(&out), "...");
    ASSERT_TRUE(view_ends(buf_view(&out), VIEW("0   s     <none>\n")));
}

TEST(table, rows_that_follow_keep_the_widths_of_those_before)
{
    size_t widths[8] = { 0 };
    const struct table first = { .widths = widths };
    const struct table later = { .widths = widths, .no_headers = true };

    assert_table(first, "[{name: a-long-name, fields: [], status: s}]",
                 "NAME            N   STATUS   AGE\n"
                 "a-long-name     0   s        <none>\n");
    assert_table(later, "[{name: b, fields: [], status: s}]",
                 "b               0   s        <none>\n");
}
