/* SPDX-License-Identifier: Apache-2.0 */
#include "launch_form.h"

#include <stdlib.h>

#include "catalog/answers.h"
#include "launch_form_inputs.h"
#include "yaml/emit.h"

void launch_form_release(struct launch_form *form)
{
    strv_release(&form->args.sets);
    strv_release(&form->args.set_files);
    strv_release(&form->args.env);
    strv_release(&form->operands);
    strv_release(&form->typed);
}

bool launch_form_check(const struct console *console, const struct launch_args *args,
                       struct error *err)
{
    for (size_t i = 0; i < args->set_files.len; i++)
        if (answers_wants_standard_input(args->set_files.items[i]))
            return error_set(err, ERROR_USAGE,
                             "standard input is where -i asks: it cannot answer '%s'",
                             args->set_files.items[i]);
    if (console->in_is_terminal && console->err_is_terminal)
        return true;
    error_set(err, ERROR_USAGE, "-i asks at a terminal, and standard %s is none",
              console->in_is_terminal ? "error" : "input");
    return error_hint(err,
                      "answer by --set FIELD=VALUE; kubectl juno show TEMPLATE lists the inputs");
}

/* ---- answers of a form ---- */

/* One entry of a list, from item FIRST on. Defaults are left out: they count anyway. */
static struct ynode *entry_of(struct ydoc *doc, const struct form *form, size_t first,
                              const struct form_field *list)
{
    struct ynode *map = ynode_new_map(doc);

    for (size_t i = 0; i < list->field_count; i++) {
        const struct form_field *field = &list->fields[i];
        const struct input *input = field->subject;
        struct view text = form_item_text(&form->items[first + i]), line;
        struct ynode *seq;

        if (view_eq(text, view_of(field->value)) && !input->is_picked)
            continue;
        if (field->kind != FORM_SEVERAL) {
            ynode_set_string(doc, map, field->label, text);
            continue;
        }
        seq = ynode_new_seq(doc);
        while (view_cut(&text, '\n', &line))
            ynode_add(doc, seq, ynode_new_string(doc, line));
        ynode_set(doc, map, view_of(field->label), seq);
    }
    return map;
}

/* The entries behind item HEADING as JSON. */
static void add_list(struct strv *out, const struct form *form, size_t heading)
{
    const struct form_field *list = form->items[heading].field;
    size_t entries = form_entries(form, &form->items[heading]);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *seq = ynode_new_seq(doc);
    AUTO(buf) json = BUF_INIT(YAML_INPUT_BYTES_MAX);

    for (size_t i = 0; i < entries; i++)
        ynode_add(doc, seq, entry_of(doc, form, heading + 1 + i * list->field_count, list));
    /* Strings only: nothing in it can fail to be written. */
    (void)!emit_json(&json, seq, 0, YAML_1_1, NULL);
    strv_addf(out, "%s=" VIEW_FMT, list->label, VIEW_ARGS(view_trim(buf_view(&json))));
}

/* What --set would be given for item INDEX, which is no entry's. */
static void add_answer(struct strv *out, const struct form *form, size_t index)
{
    const struct form_item *item = &form->items[index];
    const struct input *input = item->field->subject;

    if (item->field->kind == FORM_LIST)
        add_list(out, form, index);
    else if (input->kind == INPUT_FIELD)
        form_inputs_assign(out, input->field, form_item_text(item));
}

/* Behind item INDEX and its entries. */
static size_t behind(const struct form *form, size_t index)
{
    do
        index++;
    while (index < form->len && form->items[index].list);
    return index;
}

static bool are_equal(const struct strv *a, const struct strv *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++)
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    return true;
}

/* ---- into arguments ---- */

/* "NAME=" and "NAME[": NAME is what ASSIGNMENT sets. */
static bool sets(const char *assignment, struct view name)
{
    struct view text = view_of(assignment);

    return view_starts(text, name) && text.len > name.len &&
           (text.data[name.len] == '=' || text.data[name.len] == '[');
}

static void drop(struct strv *list, struct view name)
{
    size_t left = 0;

    for (size_t i = 0; i < list->len; i++) {
        if (sets(list->items[i], name))
            free(list->items[i]);
        else
            list->items[left++] = list->items[i];
    }
    list->len = left;
    if (list->items)
        list->items[left] = NULL;
}

static void copy_list(struct strv *to, const struct strv *from)
{
    *to = (struct strv)STRV_INIT;
    for (size_t i = 0; i < from->len; i++)
        strv_add(to, from->items[i]);
}

static void take_field(struct launch_form *to, const struct form *form, size_t index,
                       const struct form *first, size_t first_index)
{
    const struct input *input = form->items[index].field->subject;
    AUTO(strv) before = STRV_INIT;
    AUTO(strv) now = STRV_INIT;

    add_answer(&before, first, first_index);
    add_answer(&now, form, index);
    if (are_equal(&before, &now) && !input->is_picked)
        return;
    drop(&to->args.sets, input->field->name);
    drop(&to->args.set_files, input->field->name);
    for (size_t i = 0; i < now.len; i++)
        strv_add(&to->typed, now.items[i]);
}

static void take_variable(struct launch_form *to, const struct form_item *item)
{
    const struct input *input = item->field->subject;
    struct view text = form_item_text(item);

    if (view_eq(text, view_of(item->field->value)))
        return;
    drop(&to->args.env, view_of(input->variable));
    if (text.len > 0)
        strv_addf(&to->args.env, "%s=" VIEW_FMT, input->variable, VIEW_ARGS(text));
}

/* What differs from the texts that FORM began with. */
static void take_answers(struct launch_form *to, const struct form *form)
{
    AUTO(form) first;

    form_init(&first, form->spec);
    for (size_t i = 0, k = 0; i < form->len; i = behind(form, i), k = behind(&first, k)) {
        const struct form_item *item = &form->items[i];
        const struct input *input = item->field->subject;

        if (input->kind == INPUT_NAME)
            strv_add_view(&to->operands, form_item_text(item));
        else if (input->kind == INPUT_ENV)
            take_variable(to, item);
        else
            take_field(to, form, i, &first, k);
    }
}

/* ---- the whole ---- */

static void tell_command(struct console *console, const struct launch_form *form,
                         const struct launch_plan *launch, const struct command *command,
                         const void *args)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    launch_form_add_command(&line, form, &launch->list.items[0].fields.list, command, args,
                            console->program);
    console_note(console, "%s", buf_text(&line));
}

static bool ask(struct launch_form *to, struct form_inputs *inputs,
                const struct launch_plan *launch, const char *name, struct error *err)
{
    const struct form_spec spec = { .title = launch->list.items[0].name,
                                    .heading = name,
                                    .place = inputs->picker->namespace,
                                    .verb = "launch",
                                    .fields = inputs->fields,
                                    .field_count = inputs->len,
                                    .check = form_inputs_check,
                                    .context = inputs };
    AUTO(form) form;
    bool done;

    form_init(&form, &spec);
    done = launch_form_run(&form, launch->link.console, err);
    if (done)
        take_answers(to, &form);
    return done;
}

/* What cannot be launched is told before anything is asked. */
static bool open_template(struct template *template, bool force, struct error *err)
{
    if ((template->status != TEMPLATE_UNKNOWN_TYPE || !force) &&
        !template_check_usable(template, err))
        return false;
    return template_load(template, err);
}

bool launch_form_fill(struct launch_form *form, struct launch_plan *launch,
                      const struct command *command, const void *args, const struct strv *operands,
                      struct error *err)
{
    static const struct launch_mode mode = { .verb = "launch", .to_be_applied = true };
    const struct launch_args *given = args;
    struct console *console = launch->link.console;
    AUTO(form_inputs) inputs = FORM_INPUTS_INIT;
    AUTO_CHARS name = NULL;
    AUTO(buf) act = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool named = operands->len > 1;

    form->args = *given;
    copy_list(&form->args.sets, &given->sets);
    copy_list(&form->args.set_files, &given->set_files);
    copy_list(&form->args.env, &given->env);
    form->args.typed = &form->typed;
    copy_list(&form->operands, operands);
    if (!launch_args_open(launch, given, operands, err))
        return false;
    name = launch_args_name(launch, &mode, operands);
    buf_addf(&act, "cannot launch '%s' from '%s'", name, launch->list.items[0].name);
    if (!open_template(&launch->list.items[0], given->force, err))
        return error_wrap(err, "%s", buf_text(&act));
    if (!form_inputs_init(&inputs, launch, given, named ? NULL : name, buf_text(&act), err))
        return false;
    console_waited(console);
    if (inputs.len == 0)
        console_note(console, "template '%s' asks nothing", launch->list.items[0].name);
    else if (!ask(form, &inputs, launch, named ? name : NULL, err))
        return error_wrap(err, "nothing was launched");
    tell_command(console, form, launch, command, args);
    return true;
}
