/* SPDX-License-Identifier: Apache-2.0 */
/* cli/man.c - manual pages in roff, from the tables */
#include "cli/man.h"

#include <string.h>

#include "cli/console.h"
#include "cli/exit.h"
#include "cli/help.h"

/* Text that roff takes as it is: no dash, backslash or leading dot means anything. */
static void add_text(struct buf *out, struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.data[i];
        bool starts_line = i == 0 || text.data[i - 1] == '\n';

        if (starts_line && (byte == '.' || byte == '\''))
            buf_add(out, "\\&");
        if (byte == '\\')
            buf_add(out, "\\e");
        else if (byte == '-')
            buf_add(out, "\\-");
        else
            buf_add_byte(out, byte);
    }
}

static void add_page_name(struct buf *out, const struct program *program, const char *path)
{
    buf_add(out, program->name);
    if (*path)
        buf_addf(out, "-%s", path);
    for (size_t i = 0; i < out->len; i++)
        if (out->data[i] == ' ')
            out->data[i] = '-';
}

/* A program that is also run by itself is shown so. */
static const char *title(const struct program *program)
{
    return program->host_env ? program->name : program->host;
}

static void add_head(struct buf *out, const struct program *program, const char *path,
                     const char *summary)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add_page_name(&name, program, path);
    buf_addf(out, ".TH %s 1 \"\" \"juno %s\"\n.SH NAME\n", buf_text(&name), JUNO_VERSION);
    add_text(out, buf_view(&name));
    buf_add(out, " \\- ");
    add_text(out, view_of(summary));
    buf_add_byte(out, '\n');
}

static void add_flags(struct buf *out, const struct option *table)
{
    struct option_walk walk;
    struct option_place place;
    const char *group = NULL;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, &place)) {
        AUTO(buf) flag = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (place.option->flags & OPTION_HIDDEN)
            continue;
        if (place.group && place.group != group) {
            size_t len = strlen(place.group);

            buf_add(out, ".SS ");
            add_text(out, view_make(place.group, place.group[len - 1] == ':' ? len - 1 : len));
            buf_add_byte(out, '\n');
        }
        group = place.group;
        help_add_flag(&flag, place.option, false);
        buf_add(out, ".TP\n.B ");
        add_text(out, buf_view(&flag));
        buf_add_byte(out, '\n');
        add_text(out, view_of(place.option->help));
        buf_add_byte(out, '\n');
        for (const struct option_choice *c = place.option->choices; c && c->word; c++) {
            if (!c->help)
                continue;
            buf_addf(out, ".br\n%s: ", c->word);
            add_text(out, view_of(c->help));
            buf_add_byte(out, '\n');
        }
    }
}

static void add_synopsis(struct buf *out, const struct program *program,
                         const struct command *command, const char *path)
{
    struct view rest = view_of(command->synopsis ? command->synopsis : "");
    struct view line = VIEW_EMPTY;
    bool first = true;

    buf_add(out, ".SH SYNOPSIS\n");
    while (view_cut(&rest, '\n', &line) || first) {
        buf_addf(out, "%s.B %s %s\n", first ? "" : ".br\n", title(program), path);
        add_text(out, line);
        buf_addf(out, "%s[flags]\n", line.len > 0 ? " " : "");
        first = false;
    }
}

static void add_description(struct buf *out, const struct command *command)
{
    AUTO(buf) sentence = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view rest = view_of(command->description);
    struct view line;

    buf_add(out, ".SH DESCRIPTION\n");
    help_add_sentence(&sentence, command->summary);
    add_text(out, buf_view(&sentence));
    buf_add_byte(out, '\n');
    while (view_cut(&rest, '\n', &line)) {
        if (line.len == 0)
            continue;
        buf_add(out, ".PP\n");
        add_text(out, line);
        buf_add_byte(out, '\n');
    }
    if (command->aliases)
        buf_add(out, ".PP\nAlso called:");
    for (const char *const *alias = command->aliases; alias && *alias; alias++)
        buf_addf(out, "%s %s", alias == command->aliases ? "" : ",", *alias);
    if (command->aliases)
        buf_add(out, ".\n");
    buf_add(out, ".\\\" docs\n");
}

static void add_examples(struct buf *out, const struct program *program,
                         const struct command *command)
{
    if (!command->examples || !command->examples[0])
        return;
    buf_add(out, ".SH EXAMPLES\n.nf\n");
    for (const char *const *example = command->examples; *example; example++) {
        AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

        help_add_example(&line, title(program), *example);
        add_text(out, buf_view(&line));
        buf_add_byte(out, '\n');
    }
    buf_add(out, ".fi\n");
}

static void add_exit(struct buf *out, bool question)
{
    buf_add(out, ".SH EXIT STATUS\n");
    for (const struct exit_meaning *m = question ? exit_meanings_question : exit_meanings;
         m->status; m++)
        buf_addf(out, ".TP\n.B %s\n%s\n", m->status, m->meaning);
}

static void add_commands(struct buf *out, const struct command *const *table)
{
    buf_add(out, ".SH COMMANDS\n");
    for (; *table; table++) {
        if ((*table)->flags & COMMAND_HIDDEN)
            continue;
        buf_add(out, ".TP\n.B ");
        add_text(out, view_of((*table)->name));
        buf_add_byte(out, '\n');
        add_text(out, view_of((*table)->summary));
        buf_add_byte(out, '\n');
    }
}

static void add_see_also(struct buf *out, const struct program *program,
                         const struct command *command)
{
    buf_addf(out, ".SH SEE ALSO\n.BR %s (1)", program->name);
    for (const char *const *name = command->see_also; name && *name; name++)
        buf_addf(out, ",\n.BR %s-%s (1)", program->name, *name);
    buf_add_byte(out, '\n');
}

void man_add_command(struct buf *out, const struct program *program, const struct command *command,
                     const char *path)
{
    add_head(out, program, path, command->summary);
    add_synopsis(out, program, command, path);
    add_description(out, command);
    if (command->commands)
        add_commands(out, command->commands);
    buf_add(out, ".SH OPTIONS\n");
    add_flags(out, command->options);
    buf_add(out, ".SS Every command\n");
    add_flags(out, console_options);
    add_examples(out, program, command);
    add_exit(out, command->flags & COMMAND_QUESTION);
    add_see_also(out, program, command);
}

void man_add_program(struct buf *out, const struct program *program)
{
    add_head(out, program, "", program->tagline);
    buf_addf(out, ".SH SYNOPSIS\n.B %s\n.I COMMAND\n[flags]\n.SH DESCRIPTION\n", title(program));
    add_text(out, view_of(program->summary));
    buf_add(out, "\n.\\\" docs\n");
    add_commands(out, program->commands);
    buf_add(out, ".SH OPTIONS\n");
    add_flags(out, console_options);
    add_exit(out, false);
}
