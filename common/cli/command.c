/* SPDX-License-Identifier: Apache-2.0 */
/* cli/command.c - finding a command by its words, and checking the tables */
#include "cli/command.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"

static bool is_called(const struct command *command, const char *name)
{
    if (strcmp(command->name, name) == 0)
        return true;
    for (const char *const *alias = command->aliases; alias && *alias; alias++)
        if (strcmp(*alias, name) == 0)
            return true;
    return false;
}

const struct command *command_find(const struct command *const *table, const char *name)
{
    for (; table && *table; table++)
        if (is_called(*table, name))
            return *table;
    return NULL;
}

const char *command_nearest(const struct command *const *table, const char *name)
{
    AUTO(strv) names = STRV_INIT;
    const char *near;

    for (const struct command *const *c = table; c && *c; c++)
        if (!((*c)->flags & COMMAND_HIDDEN))
            strv_add(&names, (*c)->name);
    near = strv_nearest(&names, name);
    return near ? command_find(table, near)->name : NULL;
}

/* ---- finding */

static void keep(struct command_line *line, char *word)
{
    line->words[line->word_count++] = word;
}

static void keep_rest(struct command_line *line, char *const *words, size_t from, size_t word_count)
{
    while (from < word_count)
        keep(line, words[from++]);
}

static void enter(struct command_line *line, const struct command *command)
{
    if (line->path.len > 0)
        buf_add_byte(&line->path, ' ');
    buf_add(&line->path, command->name);
    line->command = command;
    line->table = command->commands;
}

void command_line_find(struct command_line *line, const struct command *const *table,
                       const struct command *default_command, const struct option *globals,
                       char *const *words, size_t word_count)
{
    size_t i = 0;

    *line = (struct command_line){ .table = table, .path = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    line->words = mem_alloc_zero(word_count + 1, sizeof(*line->words));
    while (i < word_count && line->table) {
        const struct command *command;
        size_t span = 1;

        if (words[i][0] == '-') {
            span = words[i][1] ? options_span(globals, words + i, word_count - i) : 0;
            if (span == 0)
                break;
            for (size_t k = 0; k < span; k++)
                keep(line, words[i + k]);
            i += span;
            continue;
        }
        command = command_find(line->table, words[i]);
        if (!command) {
            line->unknown = words[i];
            return;
        }
        enter(line, command);
        i++;
    }
    if (i < word_count && line->table) { /* a flag where a command's name was expected */
        if (line->command || !default_command)
            line->unknown = words[i];
        else
            enter(line, default_command);
    }
    keep_rest(line, words, i, word_count);
}

void command_line_release(struct command_line *line)
{
    buf_release(&line->path);
    free(line->words);
    line->words = NULL;
}

/* ---- the self-check */

#define SUMMARY_BYTES_MAX 64
#define HELP_BYTES_MAX    120
#define NAME_BYTES_MAX    40
#define OPTIONS_MAX       128

struct checker {
    struct strv *problems;
    const char *command;
    struct option_place seen[OPTIONS_MAX];
    size_t seen_count;
};

static void check_text(struct checker *checker, const char *what, const char *text, size_t max)
{
    size_t len = text ? strlen(text) : 0;

    if (len == 0)
        strv_addf(checker->problems, "%s: %s has no help", checker->command, what);
    else if (len > max)
        strv_addf(checker->problems, "%s: the help of %s is %zu bytes wide, over %zu",
                  checker->command, what, len, max);
    else if (text[len - 1] == '.' || text[len - 1] == ' ' || text[0] == ' ')
        strv_addf(checker->problems, "%s: the help of %s is a sentence or padded", checker->command,
                  what);
}

static bool needs_value_name(const struct option *option)
{
    switch (option->type) {
    case OPTION_STRING:
    case OPTION_LIST:
    case OPTION_DURATION:
    case OPTION_INT:
        return !option->value || !*option->value;
    case OPTION_CHOICE:
        return !option->choices || !option->choices->word;
    case OPTION_END:
    case OPTION_GROUP:
    case OPTION_INCLUDE:
    case OPTION_FLAG:
        return false;
    }
    return false;
}

static void check_option(struct checker *checker, const struct option_place *place)
{
    const struct option *option = place->option;
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) value = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&what, "--%s", option->name);
    check_text(checker, buf_text(&what), option->help, HELP_BYTES_MAX);
    option_add_value_name(&value, option);
    if (needs_value_name(option))
        strv_addf(checker->problems, "%s: %s has no name for its value", checker->command,
                  buf_text(&what));
    if (strlen(option->name) + value.len > NAME_BYTES_MAX)
        strv_addf(checker->problems, "%s: %s and its value are over %d wide", checker->command,
                  buf_text(&what), NAME_BYTES_MAX);
    for (size_t i = 0; i < checker->seen_count; i++) {
        const struct option *other = checker->seen[i].option;

        if (strcmp(other->name, option->name) == 0)
            strv_addf(checker->problems, "%s: --%s is there twice", checker->command, other->name);
        if (option->letter && other->letter == option->letter)
            strv_addf(checker->problems, "%s: -%c is both --%s and --%s", checker->command,
                      option->letter, other->name, option->name);
    }
    if (checker->seen_count < OPTIONS_MAX)
        checker->seen[checker->seen_count++] = *place;
    else
        strv_addf(checker->problems, "%s: more than %d flags", checker->command, OPTIONS_MAX);
}

static void check_options(struct checker *checker, const struct option *table)
{
    struct option_walk walk;
    struct option_place place;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, &place))
        check_option(checker, &place);
}

static void check_shape(struct checker *checker, const struct command *command)
{
    const struct operands *operands = &command->operands;

    if (!command->run == !command->commands)
        strv_addf(checker->problems, "%s: either run or commands", command->name);
    if (operands->max < operands->min)
        strv_addf(checker->problems, "%s: at most %zu operands, but at least %zu", command->name,
                  operands->max, operands->min);
    if (operands->max > 0 && (!operands->name || !command->synopsis))
        strv_addf(checker->problems, "%s: operands without a name or a synopsis", command->name);
    if (command->options && command->args_size == 0)
        strv_addf(checker->problems, "%s: options without a struct", command->name);
}

static void check_command(struct strv *problems, const struct command *command,
                          const struct command *const *table, const struct option *globals)
{
    struct checker checker = { .problems = problems, .command = command->name };

    check_text(&checker, "the command", command->summary, SUMMARY_BYTES_MAX);
    check_shape(&checker, command);
    check_options(&checker, globals);
    check_options(&checker, command->options);
    for (const char *const *alias = command->aliases; alias && *alias; alias++)
        if (command_find(table, *alias) != command)
            strv_addf(problems, "%s: the alias '%s' is another command", command->name, *alias);
    for (const char *const *name = command->see_also; name && *name; name++)
        if (!command_find(table, *name) || strcmp(*name, command->name) == 0)
            strv_addf(problems, "%s: see also '%s', which is no other command", command->name,
                      *name);
    if (command->commands)
        command_check(problems, command->commands, globals);
}

void command_check(struct strv *problems, const struct command *const *table,
                   const struct option *globals)
{
    for (size_t i = 0; table[i]; i++) {
        if (i > 0 && strcmp(table[i - 1]->name, table[i]->name) >= 0)
            strv_addf(problems, "%s: not sorted after '%s'", table[i]->name, table[i - 1]->name);
        check_command(problems, table[i], table, globals);
    }
}
