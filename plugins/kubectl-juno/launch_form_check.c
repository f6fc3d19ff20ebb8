/* SPDX-License-Identifier: Apache-2.0 */
/* What is typed into a form of `launch -i`, looked at as a launch would */
#include <string.h>

#include "catalog/answers.h"
#include "launch/name.h"
#include "launch_form_inputs.h"

void form_inputs_assign(struct strv *out, const struct field *field, struct view text)
{
    struct view line;

    if (field->type != FIELD_MULTI && field->type != FIELD_ENV) {
        strv_addf(out, VIEW_FMT "=" VIEW_FMT, VIEW_ARGS(field->name), VIEW_ARGS(text));
        return;
    }
    if (text.len == 0 && field->type == FIELD_MULTI)
        strv_addf(out, VIEW_FMT "=", VIEW_ARGS(field->name));
    while (view_cut(&text, '\n', &line))
        if (line.len > 0)
            strv_addf(out, VIEW_FMT "=" VIEW_FMT, VIEW_ARGS(field->name), VIEW_ARGS(line));
}

struct answers form_inputs_answers(const struct form_inputs *inputs, const struct field_list *list)
{
    struct answers answers;

    answers_init(&answers, list, inputs->args->unsafe);
    answers.force = inputs->args->force;
    if (inputs->picker->client)
        answers.picker = inputs->picker;
    return answers;
}

static bool wrong(struct buf *problem, const char *what)
{
    buf_add(problem, what);
    return false;
}

static bool check_name(struct view text, struct buf *problem)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_CHARS name = view_copy(text);

    if (text.len == 0)
        return wrong(problem, "required");
    if (strlen(name) != text.len)
        return wrong(problem, "has a NUL byte");
    if (name_check_workload(name, &err))
        return true;
    return wrong(problem, err.hint ? err.hint : error_message(&err));
}

static bool check_variable(const struct form_inputs *inputs, const struct input *input,
                           struct view text, struct buf *problem)
{
    const struct field field = { .name = view_of(input->variable), .type = FIELD_STRING };
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(answer_reader) reader;

    answer_reader_init(&reader, doc, inputs->args->unsafe);
    return answer_from_text(&reader, &field, text) || wrong(problem, buf_text(&reader.what));
}

/* As a launch would. */
static bool check_typed(struct form_inputs *inputs, const struct field *field, struct view text,
                        struct buf *problem)
{
    struct field one = *field;
    const struct field_list alone = { &one, 1 };
    AUTO(answers) answers = form_inputs_answers(inputs, &alone);
    AUTO(strv) assignments = STRV_INIT;
    const struct problem *first;

    if (memchr(text.data ? text.data : "", '\0', text.len))
        return wrong(problem, "has a NUL byte");
    form_inputs_assign(&assignments, field, text);
    for (size_t i = 0; i < assignments.len; i++)
        answers_type(&answers, assignments.items[i]);
    answers_finish(&answers, false);
    if (answers.problems.len == 0)
        return true;
    first = &answers.problems.items[0];
    buf_add(problem, first->what);
    if (view_starts(view_of(first->fix), VIEW("did you mean")))
        buf_addf(problem, ": %s", first->fix);
    return false;
}

bool form_inputs_check(void *context, const struct form_field *field, struct view text,
                       struct buf *problem)
{
    struct form_inputs *inputs = context;
    const struct input *input = field->subject;
    bool empty = text.len == 0;

    if (input->kind == INPUT_NAME)
        return check_name(text, problem);
    if (input->kind == INPUT_ENV)
        return check_variable(inputs, input, text, problem);
    if (field->kind == FORM_LIST)
        return !empty || (!input->trouble && !field->required) ||
               wrong(problem, input->trouble ? input->trouble : "required");
    if (!view_eq(text, view_of(field->value)))
        return check_typed(inputs, input->field, text, problem);
    /* Nobody typed it: what the template's author wrote stays as it is. */
    if (input->trouble)
        return wrong(problem, input->trouble);
    return !empty || !field->required || field->kind == FORM_BOOLEAN || wrong(problem, "required");
}
