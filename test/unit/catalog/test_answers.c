/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answers.h"

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

static const char schema[] =
    "- {name: text}\n"
    "- {name: number, type: int}\n"
    "- {name: flag, type: boolean}\n"
    "- {name: choice, type: select, options: [one, 2, yes, 'a,b']}\n"
    "- {name: several, type: multi, options: [a, b, 'c,d']}\n"
    "- {name: page, type: multi-line}\n"
    "- {name: class, type: k8sStorageClass}\n"
    "- {name: password, type: string}\n"
    "- name: list\n"
    "  type: list\n"
    "  fields: [{name: from, required: true}, {name: n, type: int, default: 3},"
    " {name: on, type: boolean}]\n";

static void ask(struct asking *asking, const char *fields, bool unsafe)
{
    struct error err = ERROR_INIT;

    asking->doc = ydoc_parse(view_of(fields), "fields", &err);
    ASSERT_OK(asking->doc, err);
    ASSERT_OK(fields_parse(&asking->fields, asking->doc, ydoc_root(asking->doc), &err), err);
    answers_init(&asking->answers, &asking->fields.list, unsafe);
}

static const char *values_of(struct answers *answers)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_TRUE(emit_json(&out, answers->values, 0, YAML_1_1, NULL));
    return test_format("%s", buf_text(&out));
}

/* What one --set gives, without the defaults. */
static void expect_set(const char *assignment, const char *json)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, schema, false);
    answers_set(&asking.answers, assignment);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers), json);
}

static void expect_problem(const char *assignment, const char *words)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, schema, false);
    answers_set(&asking.answers, assignment);
    ASSERT_FAILS(answers_check(&asking.answers, "x", &err), err, ERROR_INVALID, words);
}

TEST(answers, R_073_the_field_decides_the_type_and_never_the_text)
{
    expect_set("text=yes", "{\"text\":\"yes\"}");
    expect_set("text=0777", "{\"text\":\"0777\"}");
    expect_set("text=1e3", "{\"text\":\"1e3\"}");
    expect_set("text=null", "{\"text\":\"null\"}");
    expect_set("text=1.10", "{\"text\":\"1.10\"}");
    expect_set("text=2024-01-01", "{\"text\":\"2024-01-01\"}");
    expect_set("text=", "{\"text\":\"\"}");
    expect_set("number=007", "{\"number\":7}");
    expect_set("number=+5", "{\"number\":5}");
    expect_set("flag=YES", "{\"flag\":true}");
    expect_set("flag=off", "{\"flag\":false}");
    expect_set("choice=2", "{\"choice\":2}");
    expect_set("choice=yes", "{\"choice\":true}");
}

TEST(answers, large_integers_go_as_text)
{
    expect_set("number=999999", "{\"number\":999999}");
    expect_set("number=1000000", "{\"number\":\"1000000\"}");
    expect_set("number=-9223372036854775808", "{\"number\":\"-9223372036854775808\"}");
}

TEST(answers, one_assignment_is_never_cut_at_commas)
{
    expect_set("text=a,b=c,{d}", "{\"text\":\"a,b=c,{d}\"}");
    expect_set("choice=a,b", "{\"choice\":\"a,b\"}");
    expect_set("several=a,b", "{\"several\":[\"a\",\"b\"]}");
    expect_set("several=c,d", "{\"several\":[\"c,d\"]}");
}

TEST(answers, R_074_answers_are_data)
{
    expect_set("text={{ .Values.x }} $(id) `id` %s ' #x: y",
               "{\"text\":\"{{ .Values.x }} $(id) `id` %s ' #x: y\"}");
    expect_problem("text=a\nb", "has a line end");
    expect_problem("text=a\033b", "has a control character");
    expect_problem("text=a\xff", "not UTF-8");
    expect_set("page=a\n\tb: {{ x }}\n", "{\"page\":\"a\\n\\tb: {{ x }}\\n\"}");
}

TEST(answers, unsafe_lets_control_characters_through)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, schema, true);
    answers_set(&asking.answers, "text=a\nb");
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers), "{\"text\":\"a\\nb\"}");
}

TEST(answers, a_quotation_mark_or_backslash_is_warned_of)
{
    AUTO(asking) asking = { .doc = NULL };

    ask(&asking, schema, false);
    answers_set(&asking.answers, "text=a\\b");
    answers_set(&asking.answers, "page=<a href=\"x\">");
    ASSERT_EQ_INT(asking.answers.warnings.len, 1);
    ASSERT_CONTAINS(asking.answers.warnings.items[0], "'text'");
}

TEST(answers, R_071_a_secret_on_the_command_line_is_warned_of_and_never_shown)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, "[{name: pin_token, type: int}]", false);
    answers_set(&asking.answers, "pin_token=hunter2");
    ASSERT_CONTAINS(asking.answers.warnings.items[0], "--set-file pin_token=FILE");
    ASSERT_FALSE(answers_check(&asking.answers, "x", &err));
    ASSERT_NOT_CONTAINS(error_message(&err), "hunter2");
    error_release(&err);
}

TEST(answers, R_065_wrong_types_and_unknown_inputs_are_problems)
{
    expect_problem("flag=maybe", "'maybe' is not a boolean");
    expect_problem("number=1.5", "'1.5' is not a whole number");
    expect_problem("number=9223372036854775808", "not a whole number");
    expect_problem("choice=three", "'three' is not one of its options");
    expect_problem("several=a,x", "'x' is not one of its options");
    expect_problem("class=Fast Disk", "not a name that Kubernetes takes");
    expect_problem("txet=x", "did you mean 'text'?");
    expect_problem("cpu=4", "use --cpu");
    expect_problem("list={}", "not a list");
    expect_problem("list=x", "not a JSON or YAML list");
    expect_problem("list=[{from: a, x: 1}]", "[0].x: unknown input");
    expect_problem("list=[{n: a}]", "[0].n: 'a' is not a whole number");
}

TEST(answers, R_067_malformed_assignments_are_told_with_their_position)
{
    expect_problem("text", "at character 5: '=' is missing");
    expect_problem("=x", "at character 1: a name is missing");
    expect_problem("a..b=1", "at character 2");
    expect_problem("list[999999999].from=1", "at character 6: an index is below 65536");
    expect_problem("list[-1].from=1", "at character 6");
    expect_problem("list[99999999999999999999].from=1", "at character 6");
    expect_problem("list[0=1", "'[' without ']'");
    expect_problem("list[0]=1", "at character 8");
    expect_problem("list[0].=1", "at character 9: a name is missing");
    expect_problem("list[0].from.x=1", "at character 13");
    expect_problem("text[0].x=1", "is no list but a string");
    expect_problem("list[0].fron=1", "did you mean 'from'?");
}

TEST(answers, R_067_a_value_over_the_limit_is_refused)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&text, "text=");
    buf_add_repeat(&text, 'x', ANSWER_SET_BYTES_MAX);
    expect_problem(buf_text(&text), "longer than 65536 bytes: use --set-file");
}

TEST(answers, R_068_deep_nesting_in_an_answer_is_refused)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&text, "list=");
    buf_add_repeat(&text, '[', 10000);
    expect_problem(buf_text(&text), "1000");
}

TEST(answers, list_entries_are_set_one_by_one_and_completed)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking,
        "[{name: list, type: list, fields: [{name: from, required: true},"
        " {name: n, type: int, default: 3}, {name: on, type: boolean}]}]",
        false);
    answers_set(&asking.answers, "list=[{from: a}, {from: 1.10, n: 0777}]");
    answers_set(&asking.answers, "list[2].from=c");
    answers_set(&asking.answers, "list[0].on=yes");
    answers_finish(&asking.answers, false);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers), "{\"list\":[{\"from\":\"a\",\"n\":3,\"on\":true},"
                                              "{\"from\":\"1.10\",\"n\":777,\"on\":false},"
                                              "{\"from\":\"c\",\"n\":3,\"on\":false}]}");
}

TEST(answers, list_entries_miss_what_is_required_and_have_no_gaps)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, schema, false);
    answers_set(&asking.answers, "list[1].n=1");
    answers_finish(&asking.answers, false);
    ASSERT_FALSE(answers_check(&asking.answers, "x", &err));
    ASSERT_CONTAINS(error_message(&err), "2 inputs are wrong");
    ASSERT_CONTAINS(error_message(&err), "list[0]");
    ASSERT_CONTAINS(error_message(&err), "list[1].from");
    error_release(&err);
}

TEST(answers, defaults_are_coerced_by_the_declared_type_and_lists_are_always_given)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking,
        "[{name: a, type: boolean, default: 'false'}, {name: b, default: 1.10}, {name: c},"
        " {name: d, type: boolean}, {name: e, type: list, fields: [{name: x}]},"
        " {name: f, type: multi, options: [a]}, {name: g, type: int, default: '5'},"
        " {name: h, default: \"two\\nlines\"}]",
        false);
    answers_finish(&asking.answers, false);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers),
                  "{\"a\":false,\"b\":\"1.10\",\"d\":false,\"e\":[],\"f\":[],\"g\":5,"
                  "\"h\":\"two\\nlines\"}");
}

TEST(answers, neither_nothing_nor_empty_satisfies_required)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking,
        "[{name: a, required: true}, {name: b, required: true, default: ''},"
        " {name: c, type: list, required: true, fields: [{name: x}]},"
        " {name: d, type: boolean, required: true}, {name: e, required: true},"
        " {name: f, type: int, required: true, default: x}]",
        false);
    answers_set(&asking.answers, "e=");
    answers_finish(&asking.answers, false);
    ASSERT_FAILS_HINT(
        answers_check(&asking.answers, "cannot launch", &err), err, ERROR_INVALID,
        "cannot launch: 5 inputs are wrong\n"
        "  a   required                                            --set a=VALUE\n"
        "  b   required                                            --set b=VALUE\n"
        "  c   required                                            --set 'c[0].x=VALUE'\n"
        "  e   required                                            --set e=VALUE\n"
        "  f   the template's default: 'x' is not a whole number   --set f=NUMBER",
        "");
}

TEST(answers, a_sample_fills_what_is_required)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking,
        "[{name: a, required: true}, {name: b, type: int, required: true}, {name: c, type: select,"
        " required: true, options: [x, y]}, {name: d, type: list, required: true, fields: [{name: "
        "x, required: true}, {name: y}]}, {name: e, type: k8sStorageClass, required: true}, {name: "
        "f}]",
        false);
    answers_finish(&asking.answers, true);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers), "{\"a\":\"sample\",\"b\":1,\"c\":\"x\","
                                              "\"d\":[{\"x\":\"sample\"}],\"e\":\"sample\"}");
}

TEST(answers, R_072_null_takes_the_default_away)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;
    const char *file = test_file("v.yaml", "text: null\nnumber: ~\n");

    ask(&asking, schema, false);
    ASSERT_OK(answers_read_file(&asking.answers, file, &err), err);
    answers_set(&asking.answers, "flag=null");
    ASSERT_EQ_STR(values_of(&asking.answers), "{\"flag\":null,\"number\":null,\"text\":null}");
}

TEST(answers, R_070_values_files_are_one_mapping_and_later_ones_win)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;
    static const char *const bad[] = { "", "# nothing\n", "- a\n", "a: 1\n---\nb: 2\n", "a: [\n" };

    ask(&asking, schema, false);
    ASSERT_OK(
        answers_read_file(&asking.answers, test_file("1", "text: 1.10\nnumber: 1_000\n"), &err),
        err);
    ASSERT_OK(answers_read_file(&asking.answers, test_file("2", "number: 0x10\n"), &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers), "{\"number\":16,\"text\":\"1.10\"}");
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
        const char *file = test_file(test_format("bad%zu", i), bad[i]);

        ASSERT_FALSE(answers_read_file(&asking.answers, file, &err));
        ASSERT_CONTAINS(error_message(&err), file);
        error_clear(&err);
    }
    ASSERT_FAILS(answers_read_file(&asking.answers, "none.yaml", &err), err, ERROR_NOT_FOUND,
                 "none.yaml");
    ASSERT_FAILS(answers_read_file(&asking.answers, test_dir(), &err), err, ERROR_INVALID,
                 test_dir());
}

TEST(answers, unknown_keys_of_a_values_file_name_file_and_line)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;
    const char *file = test_file("v.yaml", "text: a\ntxt: b\n");

    ask(&asking, schema, false);
    ASSERT_OK(answers_read_file(&asking.answers, file, &err), err);
    ASSERT_FAILS(answers_check(&asking.answers, "x", &err), err, ERROR_INVALID,
                 test_format("unknown input (%s:2)", file));
}

TEST(answers, a_file_answers_less_one_line_end)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;
    const char *file = test_file("answer", "line\n");

    ask(&asking, schema, false);
    ASSERT_OK(answers_set_file(&asking.answers, test_format("text=%s", file), VIEW_EMPTY, &err),
              err);
    ASSERT_OK(answers_set_file(&asking.answers, test_format("page=%s", file), VIEW_EMPTY, &err),
              err);
    ASSERT_OK(answers_set_file(&asking.answers, "password=-", VIEW("pw\r\n"), &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers),
                  "{\"page\":\"line\\n\",\"password\":\"pw\",\"text\":\"line\"}");
    ASSERT_EQ_INT(asking.answers.warnings.len, 0);
    ASSERT_FAILS(answers_set_file(&asking.answers, "text=none", VIEW_EMPTY, &err), err,
                 ERROR_NOT_FOUND, "cannot read the answer to 'text'");
}

TEST(answers, what_is_typed_is_an_answer_that_no_process_list_shows)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, schema, false);
    answers_set(&asking.answers, "password=x");
    ASSERT_EQ_INT(asking.answers.warnings.len, 1);
    answers_type(&asking.answers, "password=s3cret");
    answers_type(&asking.answers, "several=a");
    answers_type(&asking.answers, "several=c,d");
    ASSERT_EQ_INT(asking.answers.warnings.len, 1);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers),
                  "{\"password\":\"s3cret\",\"several\":[\"a\",\"c,d\"]}");
    answers_type(&asking.answers, "number=many");
    ASSERT_FAILS(answers_check(&asking.answers, "x", &err), err, ERROR_INVALID,
                 "'many' is not a whole number");
}

/* ---- an earlier launch ---- */

/* What EARLIER gives with the assignment SET (NULL: none) over it; HIDDEN as a record has it. */
static void take_earlier(struct asking *asking, const char *earlier, bool as_text, const char *set)
{
    AUTO_FREE(ydoc) doc = NULL;
    struct error err = ERROR_INIT;

    ask(asking, schema, false);
    doc = ydoc_parse(view_of(earlier), "earlier", &err);
    ASSERT_OK(doc, err);
    answers_take_earlier(&asking->answers, ydoc_root(doc), as_text, "***");
    if (set)
        answers_set(&asking->answers, set);
}

TEST(answers, those_of_an_earlier_launch_begin_and_what_is_given_wins)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    take_earlier(&asking, "{text: a, number: 7, list: [{from: x, n: 1}]}", false, "text=b");
    answers_finish(&asking.answers, false);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_CONTAINS(values_of(&asking.answers), "\"number\":7");
    ASSERT_CONTAINS(values_of(&asking.answers), "\"text\":\"b\"");
    ASSERT_CONTAINS(values_of(&asking.answers), "\"from\":\"x\"");
    ASSERT_EQ_INT(asking.answers.warnings.len, 0);
}

TEST(answers, an_earlier_one_that_nobody_asks_for_any_more_is_left_out_with_a_warning)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    take_earlier(&asking, "{text: a, gone: b}", false, NULL);
    answers_finish(&asking.answers, false);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_INT(asking.answers.warnings.len, 1);
    ASSERT_CONTAINS(asking.answers.warnings.items[0], "asks for 'gone' no more");
}

TEST(answers, an_earlier_one_that_is_taken_no_longer_is_a_problem_until_it_is_given_again)
{
    AUTO(asking) asking = { .doc = NULL }, again = { .doc = NULL };
    struct error err = ERROR_INIT;

    take_earlier(&asking, "{number: many}", false, NULL);
    answers_finish(&asking.answers, false);
    ASSERT_FAILS(answers_check(&asking.answers, "x", &err), err, ERROR_INVALID,
                 "the earlier answer 'many' is not");
    take_earlier(&again, "{number: many}", false, "number=3");
    answers_finish(&again.answers, false);
    ASSERT_OK(answers_check(&again.answers, "x", &err), err);
    ASSERT_CONTAINS(values_of(&again.answers), "\"number\":3");
}

TEST(answers, those_of_a_record_are_texts_and_hidden_or_empty_ones_are_none)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    take_earlier(&asking,
                 "{text: 'a', number: '7', flag: 'true', password: '***', page: '', user: ada, "
                 "list: '[{\"from\":\"x\"}]'}",
                 true, NULL);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_STR(values_of(&asking.answers),
                  "{\"flag\":true,\"list\":[{\"from\":\"x\"}],\"number\":7,\"text\":\"a\"}");
    ASSERT_EQ_INT(asking.answers.warnings.len, 0);
}

TEST(answers, what_was_let_through_by_unsafe_then_is_let_through_again)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    take_earlier(&asking, "{text: \"a\\tb\\nc\"}", false, NULL);
    answers_finish(&asking.answers, false);
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    answers_set(&asking.answers, "text=d\te");
    ASSERT_FAILS(answers_check(&asking.answers, "x", &err), err, ERROR_INVALID, "text");
}
