/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "print/custom_columns.h"
#include "yaml/ydoc.h"

#define ITEMS                                                                                      \
    "- {name: a, values: {n: 1, list: [x, z]}, none: null}\n- {name: longer, map: {b: 1, a: 2}}\n"

static bool print(struct buf *out, const char *spec, bool file, bool no_headers, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW(ITEMS), "items", err);
    AUTO_FREE(custom_columns) columns = custom_columns_parse(view_of(spec), file, no_headers, err);

    return doc && columns && custom_columns_add(out, columns, ydoc_root(doc), err);
}

#define ASSERT_PRINTS(spec, file, no_headers, expected)                                            \
    do {                                                                                           \
        AUTO(error) err_ = ERROR_INIT;                                                             \
        AUTO(buf) out_ = BUF_INIT(BUF_TEXT_BYTES_MAX);                                             \
        ASSERT_OK(print(&out_, spec, file, no_headers, &err_), err_);                              \
        ASSERT_EQ_STR(buf_text(&out_), expected);                                                  \
    } while (0)

TEST(custom_columns, what_is_not_there_is_none_and_several_are_parted_by_commas)
{
    ASSERT_PRINTS("NAME:.name,N:values.n,LIST:{.values.list[*]}", false, false,
                  "NAME     N        LIST\na        1        x,z\nlonger   <none>   <none>\n");
}

TEST(custom_columns, a_null_and_a_collection)
{
    ASSERT_PRINTS("X:.none,M:.map", false, true, "<nil>    <none>\n<none>   {\"a\":2,\"b\":1}\n");
}

TEST(custom_columns, a_file_has_headers_and_paths_under_them)
{
    ASSERT_PRINTS("NAME  N\n.name  .values.n\n", true, false,
                  "NAME     N\na        1\nlonger   <none>\n");
}

TEST(custom_columns, wrong_specs_are_told_in_kubectls_words)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_FAILS(print(&out, "NAME", false, false, &err), err, ERROR_USAGE,
                 "unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>");
    ASSERT_FAILS(print(&out, "NAME:{", false, false, &err), err, ERROR_USAGE,
                 "unexpected path string");
    ASSERT_FAILS(print(&out, "NAME:.a[", false, false, &err), err, ERROR_SYNTAX,
                 "unterminated array");
    ASSERT_FAILS(print(&out, "A B\n.a\n", true, false, &err), err, ERROR_USAGE,
                 "the header 'B' has no path under it");
    ASSERT_FAILS(print(&out, "A\n.a .b\n", true, false, &err), err, ERROR_USAGE,
                 "the path '.b' has no header above it");
}
