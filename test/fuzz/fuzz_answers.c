/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a user types against what a template asks: the first document is the schema, each line
 * after it one --set, or one --mounts when it begins with '@'. All that is wrong is told, or the
 * values document can be read again and is the same data. Source: robustness.md R-078.
 */
#include "catalog/answers.h"
#include "fuzz/fuzz.h"
#include "helm/values.h"
#include "launch/mounts.h"

#define SCHEMA_END "\n---\n"
#define LINES_MAX  1000

static void mount(const char *word)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(project) project = PROJECT_INIT;
    AUTO(strv) words = STRV_INIT;
    const struct project_request request = { .namespace = "n", .mounts = &words };
    bool done;

    strv_add(&words, word);
    done = mounts_read(&project, &request, &err);
    fuzz_expect(done == (err.code == ERROR_NONE));
    fuzz_expect(!project.volumes == !project.mounts);
}

static void take_lines(struct answers *answers, struct view lines)
{
    struct view line;

    for (size_t i = 0; i < LINES_MAX && view_cut(&lines, '\n', &line); i++) {
        AUTO_CHARS text = view_copy(view_sub(line, 0, view_find_byte(line, '\0', 0)));

        if (*text == '@')
            mount(text + 1);
        else
            answers_set(answers, text);
    }
}

/* What Helm gets is JSON: one document, and no answer changes what is around it. */
static void expect_same_values(const struct answers *answers)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) first = BUF_INIT(YAML_INPUT_BYTES_MAX);
    AUTO(buf) second = BUF_INIT(YAML_INPUT_BYTES_MAX);
    AUTO_FREE(ydoc) again = NULL;

    fuzz_expect(helm_values_write(&first, answers->values, &err));
    again = ydoc_parse(buf_view(&first), "values", &err);
    fuzz_expect(again);
    fuzz_expect(ynode_len(ydoc_root(again)) == ynode_len(answers->values));
    fuzz_expect(helm_values_write(&second, ydoc_root(again), &err));
    fuzz_expect(view_eq(buf_view(&first), buf_view(&second)));
}

static void answer(const struct field_list *fields, struct view lines, bool unsafe, bool sample)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(answers) answers = { .fields = NULL };
    bool done;

    answers_init(&answers, fields, unsafe);
    take_lines(&answers, lines);
    answers_finish(&answers, sample);
    done = answers_check(&answers, "cannot launch", &err);
    fuzz_expect(done == (err.code == ERROR_NONE));
    fuzz_expect(done || error_message(&err)[0]);
    if (done)
        expect_same_values(&answers);
}

void fuzz_one(struct view input)
{
    size_t end = view_find(input, VIEW(SCHEMA_END), 0);
    struct view lines = view_sub(input, end + strlen(SCHEMA_END), input.len);
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_sub(input, 0, end), "fields", &err);
    struct fields fields;

    if (!doc || !fields_parse(&fields, doc, ydoc_root(doc), &err)) {
        fuzz_expect(err.code != ERROR_NONE && error_message(&err)[0]);
        return;
    }
    answer(&fields.list, lines, false, false);
    answer(&fields.list, lines, true, true);
}

FUZZ_TARGET
