/* SPDX-License-Identifier: Apache-2.0 */
/* cli/help.c - help texts from the tables */
#include "cli/help.h"

#include <string.h>

#include "base/utf8.h"
#include "cli/console.h"

/* A flag wider than this has its help on the next line. */
#define FLAG_COLUMNS_MAX 28
#define GAP              3

static unsigned clamp(unsigned columns)
{
    if (columns > HELP_COLUMNS_MAX)
        return HELP_COLUMNS_MAX;
    return columns < HELP_COLUMNS_MIN ? HELP_COLUMNS_MIN : columns;
}

void help_add_sentence(struct buf *out, const char *summary)
{
    char first = summary[0];

    buf_add_byte(out, first >= 'a' && first <= 'z' ? (char)(first - 'a' + 'A') : first);
    buf_addf(out, "%s.", first ? summary + 1 : "");
}

void help_add_example(struct buf *out, const char *title, const char *example)
{
    const char *mark = strstr(example, "{}");

    if (strncmp(example, "$ ", 2) == 0)
        example += 2;
    else if (!mark)
        buf_addf(out, "%s ", title);
    for (; mark; mark = strstr(example, "{}")) {
        buf_add_bytes(out, example, (size_t)(mark - example));
        buf_add(out, title);
        example = mark + 2;
    }
    buf_add(out, example);
}

void help_add_flag(struct buf *out, const struct option *option, bool aligned)
{
    AUTO(buf) value = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (option->letter)
        buf_addf(out, "-%c, ", option->letter);
    else if (aligned)
        buf_add(out, "    ");
    buf_addf(out, "--%s", option->name);
    option_add_value_name(&value, option);
    if (value.len > 0 && option->bare)
        buf_addf(out, "[=%s]", buf_text(&value));
    else if (value.len > 0)
        buf_addf(out, " %s", buf_text(&value));
}

void help_add_wrapped(struct buf *out, struct view text, size_t indent, size_t at, unsigned columns)
{
    struct view rest = text;
    struct view word;
    bool first = true;

    while (view_cut(&rest, ' ', &word)) {
        size_t width = utf8_width(word);

        if (!first && at + 1 + width > columns) {
            buf_add_byte(out, '\n');
            buf_add_repeat(out, ' ', indent);
            at = indent;
        } else if (!first) {
            buf_add_byte(out, ' ');
            at++;
        }
        buf_add_view(out, word);
        at += width;
        first = false;
    }
    buf_add_byte(out, '\n');
}

/* "  NAME   HELP", the help in the column behind WIDTH. */
static void add_entry(struct buf *out, struct view name, const char *help, size_t width,
                      unsigned columns)
{
    size_t start = 2 + width + GAP;
    size_t used = 2 + utf8_width(name);

    buf_add(out, "  ");
    buf_add_view(out, name);
    if (used + GAP > start) {
        buf_add_byte(out, '\n');
        used = 0;
    }
    buf_add_repeat(out, ' ', start - used);
    help_add_wrapped(out, view_of(help), start, start, columns);
}

/* ---- flags */

static bool is_shown(const struct option *option, unsigned hidden)
{
    return !(option->flags & (hidden | OPTION_HIDDEN));
}

/* The widest flag of TABLE that still shares its line with its help. */
static size_t flag_width(const struct option *table, unsigned hidden)
{
    struct option_walk walk;
    struct option_place place;
    size_t width = 0;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, &place)) {
        AUTO(buf) flag = BUF_INIT(BUF_TEXT_BYTES_MAX);
        size_t columns;

        if (!is_shown(place.option, hidden))
            continue;
        help_add_flag(&flag, place.option, true);
        columns = utf8_width(buf_view(&flag));
        if (columns <= FLAG_COLUMNS_MAX && columns > width)
            width = columns;
    }
    return width > 0 ? width : FLAG_COLUMNS_MAX;
}

static void add_flag_entry(struct buf *out, const struct option *option, size_t width,
                           unsigned columns)
{
    AUTO(buf) flag = BUF_INIT(BUF_TEXT_BYTES_MAX);

    help_add_flag(&flag, option, true);
    add_entry(out, buf_view(&flag), option->help, width, columns);
}

static void add_flags(struct buf *out, const struct option *table, unsigned columns)
{
    struct option_walk walk;
    struct option_place place;
    const char *group = NULL;
    size_t width = flag_width(table, OPTION_RARE);
    bool first = true;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, &place)) {
        if (!is_shown(place.option, OPTION_RARE))
            continue;
        if (first || place.group != group)
            buf_addf(out, "\n%s\n", place.group ? place.group : "Flags:");
        first = false;
        group = place.group;
        add_flag_entry(out, place.option, width, columns);
    }
}

static bool has_rare(const struct option *table)
{
    struct option_walk walk;
    struct option_place place;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, &place))
        if (place.option->flags & OPTION_RARE)
            return true;
    return false;
}

/* ---- commands */

/* The next place in LINE where a shell sees a word end, at or after FROM. */
static size_t word_end(struct view line, size_t from)
{
    char quote = '\0';

    for (; from < line.len; from++) {
        char byte = line.data[from];

        if (quote)
            quote = byte == quote ? '\0' : quote;
        else if (byte == '\'' || byte == '"')
            quote = byte;
        else if (byte == ' ')
            break;
    }
    return from;
}

/* The end of what should stay on one line from AT: a word, or a flag with its value. */
static size_t unit_end(struct view line, size_t at)
{
    size_t end = word_end(line, at);
    bool takes_next = line.data[at] == '-' && view_find_byte(line, '=', at) >= end;

    return takes_next && end + 1 < line.len && line.data[end + 1] != '-' ? word_end(line, end + 1)
                                                                         : end;
}

/* A command line that is too long goes on in the next line as a shell takes it. */
static void add_example(struct buf *out, const char *title, const char *example, unsigned columns)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view line;
    size_t used = 2;

    help_add_example(&text, title, example);
    line = buf_view(&text);
    buf_add(out, "  ");
    for (size_t at = 0; at < line.len;) {
        size_t end = unit_end(line, at);
        struct view word = view_sub(line, at, end);
        size_t room = end < line.len ? 2 : 0; /* for " \\" */

        if (at > 0 && used + 1 + utf8_width(word) + room > columns) {
            buf_add(out, " \\\n      ");
            used = 6;
        } else if (at > 0) {
            buf_add_byte(out, ' ');
            used++;
        }
        buf_add_view(out, word);
        used += utf8_width(word);
        at = end + 1;
    }
    buf_add_byte(out, '\n');
}

static void add_commands(struct buf *out, const struct command *const *table, unsigned columns)
{
    size_t width = 0;

    for (const struct command *const *c = table; *c; c++)
        if (!((*c)->flags & COMMAND_HIDDEN) && strlen((*c)->name) > width)
            width = strlen((*c)->name);
    buf_add(out, "\nCommands:\n");
    for (const struct command *const *c = table; *c; c++)
        if (!((*c)->flags & COMMAND_HIDDEN))
            add_entry(out, view_of((*c)->name), (*c)->summary, width, columns);
}

static void add_usage(struct buf *out, const struct command *command, const char *title,
                      const char *path)
{
    const char *tail = command->commands ? " COMMAND [flags]" : " [flags]";
    struct view rest = view_of(command->synopsis ? command->synopsis : "");
    struct view line;

    buf_add(out, "\nUsage:\n");
    if (rest.len == 0)
        buf_addf(out, "  %s %s%s\n", title, path, tail);
    while (view_cut(&rest, '\n', &line))
        buf_addf(out, "  %s %s " VIEW_FMT "%s\n", title, path, VIEW_ARGS(line), tail);
}

static void add_description(struct buf *out, const char *description, unsigned columns)
{
    struct view rest = view_of(description);
    struct view line;

    while (view_cut(&rest, '\n', &line)) {
        if (line.len == 0)
            continue;
        buf_add_byte(out, '\n');
        help_add_wrapped(out, line, 0, 0, columns);
    }
}

static void add_see_also(struct buf *out, const struct command *command, const char *title,
                         unsigned columns)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!command->see_also || !command->see_also[0])
        return;
    buf_addf(&line, "See also: %s ", title);
    for (const char *const *name = command->see_also; *name; name++)
        buf_addf(&line, "%s%s", name == command->see_also ? "" : ", ", *name);
    buf_add_byte(out, '\n');
    help_add_wrapped(out, buf_view(&line), 10, 0, columns);
}

static void add_aliases(struct buf *out, const struct command *command)
{
    buf_add(out, "\nAliases:\n  ");
    buf_add(out, command->name);
    for (const char *const *alias = command->aliases; *alias; alias++)
        buf_addf(out, ", %s", *alias);
    buf_add_byte(out, '\n');
}

void help_add_command(struct buf *out, const struct command *command, const char *title,
                      const char *path, unsigned columns)
{
    AUTO(buf) sentence = BUF_INIT(BUF_TEXT_BYTES_MAX);

    columns = clamp(columns);
    help_add_sentence(&sentence, command->summary);
    help_add_wrapped(out, buf_view(&sentence), 0, 0, columns);
    if (command->description)
        add_description(out, command->description, columns);
    add_usage(out, command, title, path);
    if (command->aliases)
        add_aliases(out, command);
    if (command->examples && command->examples[0])
        buf_add(out, "\nExamples:\n");
    for (const char *const *example = command->examples; example && *example; example++)
        add_example(out, title, *example, columns);
    if (command->commands)
        add_commands(out, command->commands, columns);
    add_flags(out, command->options, columns);
    add_see_also(out, command, title, columns);
    if (has_rare(command->options))
        buf_addf(out, "\nMore flags: %s options\n", title);
}

void help_add_program(struct buf *out, const struct program *program, const char *title,
                      unsigned columns)
{
    columns = clamp(columns);
    help_add_wrapped(out, view_of(program->summary), 0, 0, columns);
    buf_addf(out, "\nUsage:\n  %s COMMAND [flags]\n", title);
    if (program->default_command)
        buf_addf(out, "  %s [flags]   as '%s %s' in a pipe\n", title, title,
                 program->default_command->name);
    add_commands(out, program->commands, columns);
    buf_addf(out, "\nHelp for a command: %s COMMAND --help\nFlags of every command: %s options\n",
             title, title);
}

/* ---- flags of every command */

/* Rare flags of the commands of TABLE, each name once. */
static void collect_rare(const struct command *const *table, struct strv *names,
                         const struct option **options, size_t *count, size_t max)
{
    for (; *table; table++) {
        struct option_walk walk;
        struct option_place place;

        if ((*table)->commands)
            collect_rare((*table)->commands, names, options, count, max);
        option_walk_init(&walk, (*table)->options);
        while (option_walk_next(&walk, &place)) {
            if (!(place.option->flags & OPTION_RARE) || strv_has(names, place.option->name) ||
                *count == max)
                continue;
            strv_add(names, place.option->name);
            options[(*count)++] = place.option;
        }
    }
}

void help_add_globals(struct buf *out, const struct program *program, const char *title,
                      unsigned columns)
{
    const struct option *rare[64];
    AUTO(strv) names = STRV_INIT;
    size_t width = flag_width(console_options, 0);
    size_t count = 0;
    struct option_walk walk;
    struct option_place place;

    columns = clamp(columns);
    buf_addf(out, "Flags of every command of %s:\n\n", title);
    option_walk_init(&walk, console_options);
    while (option_walk_next(&walk, &place))
        add_flag_entry(out, place.option, width, columns);
    collect_rare(program->commands, &names, rare, &count, ARRAY_SIZE(rare));
    if (count > 0)
        buf_add(out, "\nOf some commands:\n\n");
    for (size_t i = 0; i < count; i++)
        add_flag_entry(out, rare[i], FLAG_COLUMNS_MAX, columns);
}
