/* SPDX-License-Identifier: Apache-2.0 */
#include "launch_form_inputs.h"

#include <string.h>

#include "catalog/answers.h"
#include "catalog/layer.h"
#include "yaml/emit.h"

/* What text a value may take: more than a form does is seen as that. */
#define VALUE_BYTES_MAX (EDIT_BYTES_MAX + 1)

void form_inputs_release(struct form_inputs *inputs)
{
    arena_release(&inputs->arena);
}

/* ---- texts ---- */

static const char *kept(struct form_inputs *inputs, struct view text)
{
    return arena_copy(&inputs->arena, text).data;
}

/* "NAMESPACE/NAME", or NAME of a volume of the project. */
static const char *choice_name(struct form_inputs *inputs, const struct picker_choice *choice)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (choice->namespace && strcmp(choice->namespace, inputs->picker->namespace) != 0)
        buf_addf(&text, "%s/", choice->namespace);
    buf_add(&text, choice->name);
    return kept(inputs, buf_view(&text));
}

/* A clone of a volume is told by the volume's name. */
static bool add_volume(struct buf *out, struct form_inputs *inputs, const struct ynode *value)
{
    const struct picker_choices *choices = &inputs->picker->kinds[FIELD_DATA_VOLUME];

    for (size_t i = 0; i < choices->len; i++) {
        const struct picker_choice *choice = &choices->items[i];

        if (view_is(ynode_text(ynode_get(value, "type")), "clone") &&
            view_is(ynode_text(ynode_get(value, "name")), choice->name) &&
            view_is(ynode_text(ynode_get(value, "namespace")), choice->namespace)) {
            buf_add(out, choice_name(inputs, choice));
            return true;
        }
    }
    return false;
}

static void add_lines(struct buf *out, const struct field *field, const struct ynode *value)
{
    for (size_t i = 0; i < ynode_len(value); i++) {
        const struct ynode *item = ynode_at(value, i);

        if (field->type == FIELD_ENV)
            buf_addf(out, VIEW_FMT "=" VIEW_FMT "\n",
                     VIEW_ARGS(ynode_text(ynode_get(item, "name"))),
                     VIEW_ARGS(ynode_text(ynode_get(item, "value"))));
        else
            buf_addf(out, VIEW_FMT "\n", VIEW_ARGS(ynode_text(item)));
    }
}

/* VALUE as one would type it. */
static const char *text_of(struct form_inputs *inputs, const struct field *field,
                           const struct ynode *value)
{
    AUTO(buf) text = BUF_INIT(VALUE_BYTES_MAX);

    if (ynode_is_null(value))
        return "";
    if (ynode_is_scalar(value))
        return kept(inputs, ynode_text(value));
    if (field->type == FIELD_MULTI || field->type == FIELD_ENV)
        add_lines(&text, field, value);
    else if ((field->type != FIELD_DATA_VOLUME || !add_volume(&text, inputs, value)) &&
             !emit_json(&text, value, 0, YAML_1_1, NULL))
        return "";
    return kept(inputs, view_trim(buf_view(&text)));
}

/* ---- fields ---- */

static struct input *new_input(struct form_inputs *inputs, enum input_kind kind)
{
    struct input *input = arena_alloc_zero(&inputs->arena, 1, sizeof(*input));

    input->kind = kind;
    return input;
}

static enum form_kind kind_of(const struct field *field)
{
    switch (field->type) {
    case FIELD_BOOLEAN:
        return FORM_BOOLEAN;
    case FIELD_MULTI:
        return FORM_SEVERAL;
    case FIELD_MULTI_LINE:
    case FIELD_ENV:
        return FORM_LINES;
    case FIELD_LIST:
        return FORM_LIST;
    case FIELD_SELECT:
    case FIELD_STORAGE_CLASS:
    case FIELD_PRIORITY:
    case FIELD_INGRESS_CLASS:
    case FIELD_SERVICE_ACCOUNT:
    case FIELD_DATA_VOLUME:
        return FORM_CHOICE;
    case FIELD_STRING:
    case FIELD_INT:
    case FIELD_UNKNOWN:
        break;
    }
    return FORM_TEXT;
}

static struct form_choice *new_choices(struct form_inputs *inputs, struct form_field *to,
                                       size_t count)
{
    struct form_choice *choices = arena_alloc_zero(&inputs->arena, count + 1, sizeof(*choices));

    to->choices = choices;
    to->choice_count = count;
    return choices;
}

static void add_options(struct form_inputs *inputs, struct form_field *to,
                        const struct field *field)
{
    struct form_choice *choices = new_choices(inputs, to, ynode_len(field->options));

    for (size_t i = 0; i < ynode_len(field->options); i++)
        choices[i].text = kept(inputs, ynode_text(ynode_at(field->options, i)));
}

/* What the cluster has; why that is not all is said with the help. */
static bool add_picks(struct form_inputs *inputs, struct form_field *to, const struct field *field,
                      struct error *err)
{
    const struct picker_choices *picks;
    struct form_choice *choices;

    if (!inputs->picker->client || !picker_is_picked(field->type))
        return true;
    if (!picker_get(inputs->picker, field->type, &picks, err))
        return false;
    choices = new_choices(inputs, to, picks->len);
    for (size_t i = 0; i < picks->len; i++) {
        choices[i].text = choice_name(inputs, &picks->items[i]);
        choices[i].note = picks->items[i].is_default ? "default" : picks->items[i].note;
    }
    if (picks->note) {
        AUTO(buf) help = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&help, "%s (%s)", to->help, picks->note);
        to->help = kept(inputs, buf_view(&help));
    }
    return true;
}

/* FIELD without its text and subject. */
static bool fill_field(struct form_inputs *inputs, struct form_field *to, const struct field *field,
                       struct error *err)
{
    *to = (struct form_field){
        .label = kept(inputs, field->name),
        .help = kept(inputs, field->description.len > 0 ? field->description : field->type_name),
        .kind = kind_of(field),
        .required = field->required,
        /* What is chosen from what everybody may see is no secret. */
        .secret = field_is_secret(field) && kind_of(field) != FORM_CHOICE,
    };
    if (field->type == FIELD_SELECT || field->type == FIELD_MULTI)
        add_options(inputs, to, field);
    if (!add_picks(inputs, to, field, err))
        return false;
    if (field->type != FIELD_LIST)
        return true;
    to->fields = arena_alloc_zero(&inputs->arena, field->fields.len, sizeof(*to->fields));
    to->field_count = field->fields.len;
    for (size_t i = 0; i < field->fields.len; i++)
        if (!fill_field(inputs, &to->fields[i], &field->fields.items[i], err))
            return false;
    return true;
}

/* ---- texts at the start ---- */

/* What is wrong with the answer that nobody typed: a default, or what the cluster has not. */
static const char *trouble_of(struct form_inputs *inputs, const struct answers *answers,
                              const struct field *field)
{
    for (size_t i = 0; i < answers->problems.len; i++) {
        const struct problem *problem = &answers->problems.items[i];

        if (view_is(field->name, problem->input) && strcmp(problem->what, "required") != 0)
            return kept(inputs, view_of(problem->what));
    }
    return NULL;
}

static bool is_picked(const struct answers *answers, const struct field *field)
{
    return view_is(layer_from(answers->origins, field->name), layer_name(LAYER_CLUSTER));
}

/* A new entry begins with the defaults of its fields. */
static void fill_new_entry(struct form_inputs *inputs, struct form_field *list,
                           const struct field *list_field)
{
    for (size_t i = 0; i < list->field_count; i++) {
        struct form_field *to = &list->fields[i];
        struct field one = list_field->fields.items[i];
        const struct field_list alone = { &one, 1 };
        struct input *input = new_input(inputs, INPUT_FIELD);
        AUTO(answers) answers = form_inputs_answers(inputs, &alone);

        answers_finish(&answers, false);
        input->field = &list_field->fields.items[i];
        input->is_picked = is_picked(&answers, &one);
        to->subject = input;
        to->value = text_of(inputs, &one, ynode_get_view(answers.values, one.name));
    }
}

static void fill_list(struct form_inputs *inputs, struct form_field *list,
                      const struct field *list_field, const struct ynode *values)
{
    size_t entries = ynode_len(values);
    const char **texts =
        arena_alloc_zero(&inputs->arena, entries * list->field_count + 1, sizeof(*texts));

    fill_new_entry(inputs, list, list_field);
    for (size_t i = 0; i < entries; i++)
        for (size_t k = 0; k < list->field_count; k++) {
            const struct field *field = &list_field->fields.items[k];

            texts[i * list->field_count + k] =
                text_of(inputs, field, ynode_get_view(ynode_at(values, i), field->name));
        }
    list->entries = texts;
    list->entry_count = entries;
}

/* What the flags say already. */
static bool read_answers(struct answers *answers, const struct launch_plan *launch,
                         const struct launch_args *args, const char *act, struct error *err)
{
    for (size_t i = 0; i < args->values.len; i++)
        if (!answers_read_file(answers, args->values.items[i], err))
            return error_wrap(err, "%s", act);
    for (size_t i = 0; i < args->sets.len; i++)
        answers_set(answers, args->sets.items[i]);
    for (size_t i = 0; i < args->set_files.len; i++)
        if (!answers_set_file(answers, args->set_files.items[i], VIEW_EMPTY, err))
            return error_wrap(err, "%s", act);
    return answers_check(answers, act, err) ||
           error_hint(err, "kubectl juno show%s %s lists the inputs", launch->catalog.flags,
                      launch->list.items[0].name);
}

/* Nothing is cut: what a form cannot take whole has to be answered without it. */
static bool check_size(const struct form_field *field, size_t *items, const char *act,
                       struct error *err)
{
    size_t texts = field->kind == FORM_LIST ? field->entry_count * field->field_count : 0;
    bool fits = strlen(field->value ? field->value : "") <= EDIT_BYTES_MAX &&
                field->entry_count <= FORM_ENTRIES_MAX;

    *items += 1 + texts;
    for (size_t i = 0; fits && i < texts; i++)
        fits = strlen(field->entries[i]) <= EDIT_BYTES_MAX;
    if (fits && *items <= FORM_ITEMS_MAX)
        return true;
    error_set(err, ERROR_LIMIT, "%s: what '%s' holds is too much for a form (-i)", act,
              field->label);
    return error_hint(err, "a form takes %zu bytes for an input, and %d entries for a list",
                      EDIT_BYTES_MAX, FORM_ENTRIES_MAX);
}

static bool fill_texts(struct form_inputs *inputs, struct form_field *fields,
                       const struct launch_plan *launch, const char *act, struct error *err)
{
    const struct field_list *list = &launch->list.items[0].fields.list;
    AUTO(answers) answers = form_inputs_answers(inputs, list);
    size_t items = 0;

    if (!read_answers(&answers, launch, inputs->args, act, err))
        return false;
    answers_finish(&answers, false);
    for (size_t i = 0; i < list->len; i++) {
        const struct field *field = &list->items[i];
        const struct ynode *value = ynode_get_view(answers.values, field->name);
        struct input *input = new_input(inputs, INPUT_FIELD);

        input->field = field;
        input->trouble = trouble_of(inputs, &answers, field);
        input->is_picked = is_picked(&answers, field);
        fields[i].subject = input;
        if (field->type == FIELD_LIST)
            fill_list(inputs, &fields[i], field, value);
        else
            fields[i].value = text_of(inputs, field, value);
        if (!check_size(&fields[i], &items, act, err))
            return false;
    }
    return true;
}

/* ---- what is no field ---- */

static void fill_name(struct form_inputs *inputs, struct form_field *to, const char *name)
{
    *to = (struct form_field){ .label = "name",
                               .help = "What the workload is called",
                               .required = true,
                               .value = kept(inputs, view_of(name)),
                               .subject = new_input(inputs, INPUT_NAME) };
}

/* The value of the last --env of NAME; NULL: there is none. */
static const char *given_variable(const struct launch_args *args, struct view name)
{
    for (size_t i = args->env.len; i > 0; i--) {
        struct view text = view_of(args->env.items[i - 1]);
        size_t equals = view_find_byte(text, '=', 0);

        if (equals < text.len && view_eq(view_sub(text, 0, equals), name))
            return args->env.items[i - 1] + equals + 1;
    }
    return NULL;
}

static void fill_variable(struct form_inputs *inputs, struct form_field *to, struct view name,
                          struct view description)
{
    struct input *input = new_input(inputs, INPUT_ENV);
    AUTO(buf) prefix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&prefix, VIEW_FMT "=", VIEW_ARGS(name));
    input->variable = kept(inputs, name);
    *to = (struct form_field){ .label = "env",
                               .prefix = kept(inputs, buf_view(&prefix)),
                               .help = kept(inputs, description),
                               .secret = field_name_is_secret(name),
                               .value = given_variable(inputs->args, name),
                               .subject = input };
}

static bool is_asked(const struct form_inputs *inputs, struct view variable)
{
    for (size_t i = 0; i < inputs->len; i++) {
        const struct input *input = inputs->fields[i].subject;

        if (input->kind == INPUT_ENV && view_is(variable, input->variable))
            return true;
    }
    return false;
}

/* The template's hints, and the variables that were given beside them. */
static void add_variables(struct form_inputs *inputs, const struct template *template)
{
    for (size_t i = 0; i < template->hint_count; i++)
        if (!is_asked(inputs, template->hints[i].name))
            fill_variable(inputs, &inputs->fields[inputs->len++], template->hints[i].name,
                          template->hints[i].description);
    for (size_t i = 0; i < inputs->args->env.len; i++) {
        struct view text = view_of(inputs->args->env.items[i]);
        size_t equals = view_find_byte(text, '=', 0);

        if (equals < text.len && !is_asked(inputs, view_sub(text, 0, equals)))
            fill_variable(inputs, &inputs->fields[inputs->len++], view_sub(text, 0, equals),
                          VIEW("Given by --env"));
    }
}

bool form_inputs_init(struct form_inputs *inputs, struct launch_plan *launch,
                      const struct launch_args *args, const char *name, const char *act,
                      struct error *err)
{
    const struct template *template = &launch->list.items[0];
    const struct field_list *list = &template->fields.list;
    size_t most = 1 + list->len + template->hint_count + args->env.len;
    struct form_field *fields;

    inputs->args = args;
    inputs->picker = &launch->picker;
    inputs->picker->client = launch->link.client;
    inputs->picker->namespace = kube_link_namespace(&launch->link);
    inputs->fields = arena_alloc_zero(&inputs->arena, most, sizeof(*inputs->fields));
    if (name)
        fill_name(inputs, &inputs->fields[inputs->len++], name);
    fields = inputs->fields + inputs->len;
    for (size_t i = 0; i < list->len; i++)
        if (!fill_field(inputs, &fields[i], &list->items[i], err))
            return error_wrap(err, "%s", act);
    if (!fill_texts(inputs, fields, launch, act, err))
        return false;
    inputs->len += list->len;
    add_variables(inputs, template);
    return true;
}
