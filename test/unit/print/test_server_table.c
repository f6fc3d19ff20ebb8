/* SPDX-License-Identifier: Apache-2.0 */
#include "print/server_table.h"

#include "harness/test.h"
#include "json/decode.h"

#define COLUMNS                                                                                    \
    "\"columnDefinitions\":[{\"name\":\"Name\",\"priority\":0},{\"name\":\"Cluster-IP\"},"         \
    "{\"name\":\"Node\",\"priority\":1},{\"name\":\"Ready\",\"priority\":0}]"
#define TABLE(rows) "{\"kind\":\"Table\"," COLUMNS ",\"rows\":[" rows "]}"
#define ROW(cells)  "{\"cells\":[" cells "],\"object\":{}}"

/* Printed: TABLES, as told by HOW. */
static const char *print(const char *const *texts, size_t count, struct server_table how)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ydoc *docs[4];
    const struct ynode *roots[4];

    for (size_t i = 0; i < count; i++) {
        docs[i] = ydoc_from_json(view_of(texts[i]), &err);
        ASSERT_OK(docs[i], err);
        roots[i] = ydoc_root(docs[i]);
    }
    how.tables = roots;
    how.count = count;
    ASSERT_OK(server_table_add(&out, &how, &err), err);
    for (size_t i = 0; i < count; i++)
        ydoc_free(docs[i]);
    return test_format("%s", buf_text(&out));
}

TEST(server_table, is_laid_out_as_kubectl_does)
{
    const char *const one[] = { TABLE(
        ROW("\"web\",\"10.0.0.1\",\"n-1\",3") "," ROW("\"a-longer-name\",null,\"n-2\",\"\"")) };

    /* An empty last cell leaves the blanks before it. */
    ASSERT_EQ_STR(print(one, 1, (struct server_table){ .wide = false }),
                  "NAME            CLUSTER-IP   READY\n"
                  "web             10.0.0.1     3\n"
                  "a-longer-name                \n");
    ASSERT_EQ_STR(print(one, 1, (struct server_table){ .wide = true, .no_headers = true }),
                  "web             10.0.0.1   n-1   3\n"
                  "a-longer-name              n-2   \n");
}

TEST(server_table, several_answers_are_one_table_and_names_may_say_their_kind)
{
    const char *const two[] = { TABLE(ROW("\"a\",\"b\",\"\",1")),
                                TABLE(ROW("\"c\",\"d\",\"\",2")) };

    ASSERT_EQ_STR(print(two, 2, (struct server_table){ .prefix = "service/" }),
                  "NAME        CLUSTER-IP   READY\n"
                  "service/a   b            1\n"
                  "service/c   d            2\n");
}

TEST(server_table, cells_end_at_their_first_line_and_drive_no_terminal)
{
    const char *const one[] = { TABLE(ROW("\"a\\u001b[31m\",\"x\\ny\",\"\",true")) };

    ASSERT_EQ_STR(print(one, 1, (struct server_table){ .no_headers = true }),
                  "a^[[31m   x...   true\n");
}

TEST(server_table, a_column_is_as_wide_as_its_cells_were_before_they_were_cut)
{
    const char *const two[] = { TABLE(ROW("\"a\",\"three\\nlines\\nof it\",\"\",1")),
                                TABLE(ROW("\"b\",\"x\\nand twenty-two more bytes\",\"\",2")) };

    ASSERT_EQ_STR(print(two, 2, (struct server_table){ .wide = false }),
                  "NAME   CLUSTER-IP          READY\n"
                  "a      three...            1\n"
                  "b      x...                2\n");
    ASSERT_EQ_STR(print(two, 2, (struct server_table){ .no_headers = true }),
                  "a     three...                      1\n"
                  "b     x...                          2\n");
}

TEST(server_table, R_110_rows_with_other_cells_than_columns_shift_nothing)
{
    const char *const one[] = { TABLE(ROW("\"a\"") "," ROW("\"b\",\"c\",\"\",1,2,3") ",null,{}") };

    ASSERT_EQ_STR(print(one, 1, (struct server_table){ .wide = false }),
                  "NAME        CLUSTER-IP   READY\n"
                  "a           <unknown>    <unknown>\n"
                  "b           c            1\n"
                  "<unknown>   <unknown>    <unknown>\n"
                  "<unknown>   <unknown>    <unknown>\n");
}

TEST(server_table, what_is_no_table_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO_FREE(ydoc) table = ydoc_from_json(VIEW(TABLE("")), &err);
    AUTO_FREE(ydoc) pod = ydoc_from_json(VIEW("{\"kind\":\"Pod\"}"), &err);
    AUTO_FREE(ydoc)
    other =
        ydoc_from_json(VIEW("{\"kind\":\"Table\",\"columnDefinitions\":[{\"name\":\"A\"}]}"), &err);
    const struct ynode *roots[] = { ydoc_root(pod), ydoc_root(table), ydoc_root(other) };
    struct server_table how = { .tables = roots, .count = 1 };

    ASSERT_FAILS(server_table_add(&out, &how, &err), err, ERROR_INVALID, "no table");
    how.tables = roots + 1;
    how.count = 2;
    ASSERT_FAILS(server_table_add(&out, &how, &err), err, ERROR_INVALID, "other columns");
    how.count = 0;
    ASSERT_OK(server_table_add(&out, &how, &err), err);
    ASSERT_EQ_UINT(out.len, 0);
}
