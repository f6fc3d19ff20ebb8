/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answer_advice.h"

#include "harness/test.h"

static const char *fix_of(const char *field)
{
    AUTO_FREE(ydoc) schema = ydoc_parse(view_of(test_format("[%s]", field)), "f", NULL);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct fields fields;

    ASSERT_TRUE(fields_parse(&fields, schema, ydoc_root(schema), NULL));
    answer_add_fix(&out, &fields.list.items[0], "f");
    return test_format("%s", buf_text(&out));
}

TEST(answer_advice, says_how_to_answer_by_type)
{
    ASSERT_EQ_STR(fix_of("{name: f}"), "--set f=VALUE");
    ASSERT_EQ_STR(fix_of("{name: f, sensitive: true}"), "--set-file f=FILE");
    ASSERT_EQ_STR(fix_of("{name: f, type: multi-line}"), "--set-file f=FILE");
    ASSERT_EQ_STR(fix_of("{name: f, type: boolean}"), "--set f=true or f=false");
    ASSERT_EQ_STR(fix_of("{name: f, type: select, options: [a, b]}"), "--set f=a or f=b");
    ASSERT_EQ_STR(fix_of("{name: f, type: select, options: ['; reboot', $(id)]}"),
                  "--set 'f=; reboot' or 'f=$(id)'");
    ASSERT_EQ_STR(fix_of("{name: f, type: k8sPriority}"), "--set f=NAME");
    ASSERT_EQ_STR(fix_of("{name: f, type: list, fields: [{name: x}]}"), "--set 'f[0].x=VALUE'");
    ASSERT_EQ_STR(fix_of("{name: f, type: list, fields: [{name: o}, {name: x, required: true}, "
                         "{name: d, required: true, default: 1}, {name: b, type: boolean, "
                         "required: true}, {name: n, type: int, required: true}]}"),
                  "--set 'f[0].x=VALUE' --set 'f[0].n=NUMBER'");
}
