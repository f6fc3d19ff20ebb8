/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answers.h"
#include "catalog/layer.h"
#include "harness/test.h"
#include "yaml/emit.h"

struct asking {
    struct ydoc *doc;
    struct fields fields;
    struct answers answers;
};

static void asking_release(struct asking *asking)
{
    answers_release(&asking->answers);
    ydoc_free(asking->doc);
}

/* SET (NULL: nothing is said), then what nobody said. */
static void finish(struct asking *asking, const char *fields, const char *set, bool sample)
{
    struct error err = ERROR_INIT;

    asking->doc = ydoc_parse(view_of(fields), "fields", &err);
    ASSERT_OK(asking->doc, err);
    ASSERT_OK(fields_parse(&asking->fields, asking->doc, ydoc_root(asking->doc), &err), err);
    answers_init(&asking->answers, &asking->fields.list, false);
    if (set)
        answers_set(&asking->answers, set);
    answers_finish(&asking->answers, sample);
}

static void gives(const char *fields, const char *set, bool sample, const char *expected)
{
    AUTO(asking) asking = { .doc = NULL };
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    finish(&asking, fields, set, sample);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_TRUE(emit_json(&out, asking.answers.values, 0, YAML_1_1, NULL));
    ASSERT_EQ_STR(buf_text(&out), expected);
}

static void is_of(const char *field, const char *set, bool sample, const char *layer)
{
    AUTO(asking) asking = { .doc = NULL };

    finish(&asking, test_format("[{name: a, %s}]", field), set, sample);
    ASSERT_EQ_VIEW(layer_from(asking.answers.origins, VIEW("a")), layer);
}

TEST(answers_finish, every_value_says_which_layer_it_is_of)
{
    is_of("default: x", NULL, false, "field default");
    is_of("default: x", "a=y", false, "--set");
    is_of("required: true, default: x", NULL, true, "field default");
    is_of("required: true", NULL, true, "sample");
    is_of("type: boolean", NULL, false, "field default");
    /* The chart's own holds, and says so where the chart is read. */
    is_of("type: string", NULL, false, "");
}

TEST(answers_finish, a_sample_is_of_the_fields_type)
{
    static const struct {
        const char *field;
        const char *sample;
    } cases[] = {
        { "type: string", "\"sample\"" },
        { "type: int", "1" },
        { "type: select, options: [2, 3]", "2" },
        { "type: multi, options: [x, y]", "[\"x\"]" },
        { "type: multi-line", "\"sample\"" },
        { "type: k8sStorageClass", "\"sample\"" },
        { "type: k8sServiceAccount", "\"sample\"" },
        { "type: dataVolume", "{\"name\":\"sample\",\"storage_size\":\"1Gi\",\"type\":\"blank\"}" },
        { "type: list, fields: [{name: x, required: true}, {name: y, type: int, default: 7}, "
          "{name: z, type: boolean}, {name: opt}]",
          "[{\"x\":\"sample\",\"y\":7,\"z\":false}]" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        gives(test_format("[{name: a, required: true, %s}]", cases[i].field), NULL, true,
              test_format("{\"a\":%s}", cases[i].sample));
}

TEST(answers_finish, a_sample_stands_only_where_something_is_missing)
{
    gives("[{name: a, required: true}, {name: b}, {name: c, required: true, default: d}]", "a=mine",
          true, "{\"a\":\"mine\",\"c\":\"d\"}");
}

TEST(answers_finish, a_boolean_written_as_text_is_one)
{
    gives("[{name: a, type: boolean, default: \"false\"}, {name: b, type: boolean, default: "
          "\"true\"}]",
          NULL, false, "{\"a\":false,\"b\":true}");
}

TEST(answers_finish, texts_that_look_like_numbers_stay_texts)
{
    gives("[{name: a, default: 1.10}, {name: b, default: 2.5}, {name: c, default: 0777}]", NULL,
          false, "{\"a\":\"1.10\",\"b\":\"2.5\",\"c\":\"0777\"}");
}

TEST(answers_finish, large_defaults_are_texts_in_entries_too)
{
    gives("[{name: a, type: int, default: 5000001}, {name: l, type: list, fields: [{name: i, type: "
          "int, default: 1000000}, {name: s}]}]",
          "l[0].s=x", false, "{\"a\":\"5000001\",\"l\":[{\"i\":\"1000000\",\"s\":\"x\"}]}");
}

TEST(answers_finish, lists_that_nobody_answers_are_given_as_empty)
{
    gives("[{name: l, type: list, fields: [{name: x}]}, {name: m, type: multi, options: [x]}, "
          "{name: s}]",
          NULL, false, "{\"l\":[],\"m\":[]}");
}

TEST(answers_finish, R_065_a_default_of_the_template_that_is_none_is_told_as_its_own)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    finish(&asking, "[{name: a, type: int, required: true, default: many}]", NULL, false);
    ASSERT_FAILS(answers_check(&asking.answers, "x", &err), err, ERROR_INVALID,
                 "the template's default: 'many' is not a whole number   --set a=NUMBER");
}
