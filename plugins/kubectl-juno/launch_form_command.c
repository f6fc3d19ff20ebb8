/* SPDX-License-Identifier: Apache-2.0 */
/* The command line that does what a form did */
#include "launch_form.h"

#include <ctype.h>
#include <string.h>

/* A command line in the making. */
struct writing {
    struct buf *out;
    const struct launch_form *form;
    const struct field_list *fields;
};

/* A terminal shows TEXT as it is, and a line takes it. */
static bool can_be_shown(const char *text)
{
    AUTO(buf) shown = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_terminal(&shown, view_of(text), false);
    return view_is(buf_view(&shown), text);
}

/* "--set repo=x"; the flags with a value of their own need it behind '='. */
static void add_flag(struct writing *to, const struct option *option, const char *value)
{
    buf_addf(to->out, " --%s%s", option->name, option->bare ? "=" : " ");
    buf_add_shell_word(to->out, view_of(value));
}

/* "$JUPYTER_TOKEN", of the environment. */
static void add_from_environment(struct writing *to, struct view name)
{
    buf_add(to->out, "\"$");
    for (size_t i = 0; i < name.len; i++)
        buf_add_byte(to->out, isalnum((unsigned char)name.data[i])
                                  ? (char)toupper((unsigned char)name.data[i])
                                  : '_');
    buf_add_byte(to->out, '"');
}

/* An input that is one, or has one in its entries. */
static bool is_secret(const struct field_list *fields, struct view name)
{
    const struct field *field = field_find(fields, name);

    if (!field || field_is_secret(field))
        return true;
    for (size_t i = 0; i < field->fields.len; i++)
        if (field_is_secret(&field->fields.items[i]))
            return true;
    return false;
}

/* The field that "redirects[0].to=x" is about. */
static struct view name_of(struct view assignment)
{
    size_t end = 0;

    while (end < assignment.len && assignment.data[end] != '=' && assignment.data[end] != '[')
        end++;
    return view_sub(assignment, 0, end);
}

/* ASSIGNMENT is NAME=VALUE from START on; a secret comes from the environment. */
static void add_variable(struct writing *to, const char *flag, const char *assignment, size_t start)
{
    struct view text = view_of(assignment);
    size_t equals = view_find_byte(text, '=', start);
    struct view name = view_sub(text, start, equals);

    buf_addf(to->out, " --%s ", flag);
    if (can_be_shown(assignment) && !field_name_is_secret(name)) {
        buf_add_shell_word(to->out, text);
        return;
    }
    /* A template's hint may be called anything. */
    buf_add_shell_word(to->out, view_sub(text, 0, equals));
    buf_add_byte(to->out, '=');
    add_from_environment(to, name);
}

static void add_set(struct writing *to, const char *assignment)
{
    struct view text = view_of(assignment), name = name_of(text);
    const struct field *field = field_find(to->fields, name);
    size_t equals = view_find_byte(text, '=', 0);

    if (field && field->type == FIELD_ENV && !field_is_secret(field) && equals == name.len) {
        add_variable(to, "set", assignment, equals + 1);
        return;
    }
    if (can_be_shown(assignment) && !is_secret(to->fields, name)) {
        buf_add(to->out, " --set ");
        buf_add_shell_word(to->out, text);
        return;
    }
    buf_addf(to->out, " --set-file " VIEW_FMT "=FILE", VIEW_ARGS(view_sub(text, 0, equals)));
}

static void add_list(struct writing *to, const struct option *option, const struct strv *list)
{
    bool set = strcmp(option->name, "set") == 0;

    if (set) {
        list = &to->form->args.sets;
    } else if (strcmp(option->name, "set-file") == 0) {
        list = &to->form->args.set_files;
    } else if (strcmp(option->name, "env") == 0) {
        for (size_t i = 0; i < to->form->args.env.len; i++)
            add_variable(to, "env", to->form->args.env.items[i], 0);
        return;
    }
    for (size_t i = 0; i < list->len; i++) {
        if (set)
            add_set(to, list->items[i]);
        else
            add_flag(to, option, list->items[i]);
    }
    for (size_t i = 0; set && i < to->form->typed.len; i++)
        add_set(to, to->form->typed.items[i]);
}

static void add_string(struct writing *to, const struct option *option, const char *value)
{
    if (!value)
        return;
    if (strcmp(option->name, "token") != 0 && strcmp(option->name, "password") != 0) {
        add_flag(to, option, value);
        return;
    }
    buf_addf(to->out, " --%s ", option->name);
    add_from_environment(to, view_of(option->name));
}

static void add_number(struct writing *to, const struct option *option, double value,
                       const char *unit)
{
    AUTO(buf) text = BUF_INIT(64);

    buf_addf(&text, "%.15g%s", value, unit);
    add_flag(to, option, buf_text(&text));
}

/* OPTION, whose value is at VALUE; that at USUAL needs no flag. */
static void add_option(struct writing *to, const struct option *option, const char *value,
                       const char *usual)
{
    switch (option->type) {
    case OPTION_FLAG:
        if (*(const bool *)(const void *)value)
            buf_addf(to->out, " --%s", option->name);
        break;
    case OPTION_STRING:
        add_string(to, option, *(const char *const *)(const void *)value);
        break;
    case OPTION_LIST:
        add_list(to, option, (const void *)value);
        break;
    case OPTION_CHOICE:
        for (const struct option_choice *choice = option->choices; choice->word; choice++)
            if (memcmp(value, usual, sizeof(int)) != 0 &&
                memcmp(&choice->value, value, sizeof(int)) == 0)
                add_flag(to, option, choice->word);
        break;
    case OPTION_DURATION:
        if (memcmp(value, usual, sizeof(double)) != 0)
            add_number(to, option, *(const double *)(const void *)value, "s");
        break;
    case OPTION_INT:
        if (memcmp(value, usual, sizeof(int)) != 0)
            add_number(to, option, *(const int *)(const void *)value, "");
        break;
    case OPTION_END:
    case OPTION_GROUP:
    case OPTION_INCLUDE:
        break;
    }
}

void launch_form_add_command(struct buf *out, const struct launch_form *form,
                             const struct field_list *fields, const struct command *command,
                             const void *args, const char *program)
{
    static const char nothing[sizeof(double)] = { 0 };
    struct writing to = { .out = out, .form = form, .fields = fields };
    struct option_walk walk;
    struct option_place place;

    buf_addf(out, "%s %s", program, command->name);
    for (size_t i = 0; i < form->operands.len; i++) {
        buf_add_byte(out, ' ');
        buf_add_shell_word(out, view_of(form->operands.items[i]));
    }
    option_walk_init(&walk, command->options);
    while (option_walk_next(&walk, &place)) {
        const char *usual =
            command->defaults ? (const char *)command->defaults + place.offset : nothing;

        if (strcmp(place.option->name, "interactive") != 0)
            add_option(&to, place.option, (const char *)args + place.offset, usual);
    }
}
