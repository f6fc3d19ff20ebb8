/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answer_value.h"

#include "harness/test.h"
#include "yaml/emit.h"

/* The value of TEXT for a field of TYPE as JSON; NULL: refused. */
static const char *value_of(const char *type, const char *text)
{
    AUTO_FREE(ydoc)
    schema =
        ydoc_parse(view_of(test_format("[{name: f, type: %s, options: [a, b]}]", type)), "f", NULL);
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(answer_reader) reader;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct fields fields;
    struct ynode *value;

    answer_reader_init(&reader, doc, false);
    ASSERT_TRUE(fields_parse(&fields, schema, ydoc_root(schema), NULL));
    value = answer_from_text(&reader, &fields.list.items[0], view_of(text));
    if (!value)
        return NULL;
    ASSERT_TRUE(emit_json(&out, value, 0, YAML_1_1, NULL));
    return test_format("%s", buf_text(&out));
}

TEST(answer_value, env_is_a_list_of_names_and_texts)
{
    ASSERT_EQ_STR(value_of("env", "A=b=c"), "[{\"name\":\"A\",\"value\":\"b=c\"}]");
    ASSERT_EQ_STR(value_of("env", "A="), "[{\"name\":\"A\",\"value\":\"\"}]");
    ASSERT_NULL(value_of("env", "A"));
    ASSERT_NULL(value_of("env", "1A=x"));
}

TEST(answer_value, a_data_volume_says_what_its_type_needs)
{
    ASSERT_EQ_STR(value_of("dataVolume", "{name: d, type: blank, storage_size: 1Gi}"),
                  "{\"name\":\"d\",\"storage_size\":\"1Gi\",\"type\":\"blank\"}");
    ASSERT_NULL(value_of("dataVolume", "{name: d, type: clone}"));
    ASSERT_NULL(value_of("dataVolume", "{name: d, type: http}"));
    ASSERT_NULL(value_of("dataVolume", "{name: D, type: blank}"));
    ASSERT_EQ_STR(value_of("dataVolume", "d"), "\"d\"");
    ASSERT_EQ_STR(value_of("dataVolume", "iso/win-11"), "\"iso/win-11\"");
    ASSERT_NULL(value_of("dataVolume", "iso/"));
    ASSERT_NULL(value_of("dataVolume", "D"));
    ASSERT_NULL(value_of("dataVolume", "[d]"));
    ASSERT_NULL(value_of("dataVolume", "{{"));
}

TEST(answer_value, R_066_names_of_objects_are_checked)
{
    static const char *const bad[] = { "A",  "-x",  "x-",  "a..b",   ".a",
                                       "a.", "a b", "a_b", "--flag", "\xd0\xb0" };

    ASSERT_EQ_STR(value_of("k8sStorageClass", ""), "\"\"");
    ASSERT_EQ_STR(value_of("k8sPriority", "a-1.b"), "\"a-1.b\"");
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        ASSERT_NULL(value_of("k8sServiceAccount", bad[i]));
}
