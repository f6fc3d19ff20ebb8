/* SPDX-License-Identifier: Apache-2.0 */
/* cli/completion.c - candidates from the tables */
#include "cli/completion.h"

#include <string.h>

#include "base/alloc.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/program.h"

void completion_add(struct completion *completion, struct view value, struct view description)
{
    struct view rest = description;
    struct view line = VIEW_EMPTY;

    if (!view_starts(value, completion->word) || value.len == 0 ||
        completion->count == COMPLETION_LINES_MAX)
        return;
    buf_add_terminal(&completion->lines, value, false);
    if (view_cut(&rest, '\n', &line) && line.len > 0) {
        buf_add_byte(&completion->lines, '\t');
        buf_add_terminal(&completion->lines, line, false);
    }
    buf_add_byte(&completion->lines, '\n');
    completion->count++;
    completion->open_count += view_ends(value, VIEW("="));
}

static void add_commands(struct completion *completion, const struct command *const *table)
{
    for (; table && *table; table++)
        if (!((*table)->flags & COMMAND_HIDDEN))
            completion_add(completion, view_of((*table)->name), view_of((*table)->summary));
}

static void add_flags(struct completion *completion, const struct option *table)
{
    struct option_walk walk;
    struct option_place place;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, &place)) {
        AUTO(buf) flag = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (place.option->flags & OPTION_HIDDEN)
            continue;
        buf_addf(&flag, "--%s", place.option->name);
        completion_add(completion, buf_view(&flag), view_of(place.option->help));
    }
}

/* What a value called NAME can be without being asked: files, directories, or nothing we know. */
static void add_by_name(struct completion *completion, const char *name)
{
    if (name && strcmp(name, "FILE") == 0)
        completion->directives = 0;
    else if (name && strcmp(name, "DIR") == 0)
        completion->directives = COMPLETION_DIRECTORIES;
}

static void add_value(struct completion *completion, const struct option_place *place,
                      struct option_complete_call *call)
{
    const struct option *option = place->option;

    if (option->complete) {
        call->scope = (const char *)call->args + (place->offset - option->offset);
        option->complete(call);
        return;
    }
    for (const struct option_choice *c = option->choices; c && c->word; c++)
        completion_add(completion, view_of(c->word), view_of(c->help));
    if (option->type == OPTION_FLAG) {
        completion_add(completion, VIEW("true"), VIEW_EMPTY);
        completion_add(completion, VIEW("false"), VIEW_EMPTY);
    }
    add_by_name(completion, option->value);
}

static void add_operand(struct completion *completion, const struct operands *operands,
                        const struct option_complete_call *call)
{
    if (call->operands->len >= operands->max)
        return;
    if (operands->complete)
        operands->complete(call);
    else
        add_by_name(completion, operands->name);
}

/* A candidate for WORD, the one after LINE's words. */
static void complete_in(struct completion *completion, const struct command_line *line,
                        const char *word, struct console *console)
{
    const struct command *command = line->command;
    void *args = mem_alloc_zero(1, command->args_size + 1);
    const struct option_target targets[] = { { command->options, args },
                                             { console_options, &console->args } };
    AUTO(strv) operands = STRV_INIT;
    struct option_place pending;
    bool ended;
    struct option_complete_call call = { .out = completion,
                                         .args = args,
                                         .scope = args,
                                         .operands = &operands,
                                         .word = word,
                                         .console = console };
    size_t name_len = strcspn(word, "=");

    if (command->defaults)
        memcpy(args, command->defaults, command->args_size);
    options_parse_open(targets, ARRAY_SIZE(targets), line->words, line->word_count, &operands,
                       &pending, &ended);
    if (pending.option) {
        add_value(completion, &pending, &call);
    } else if (!ended && word[0] == '-' && word[1] == '-' && word[name_len] == '=') {
        call.word = word + name_len + 1;
        completion->word = view_of(call.word);
        if (option_find(command->options, word + 2, name_len - 2, &pending) ||
            option_find(console_options, word + 2, name_len - 2, &pending))
            add_value(completion, &pending, &call);
    } else if (!ended && word[0] == '-') {
        add_flags(completion, command->options);
        add_flags(completion, console_options);
    } else {
        add_operand(completion, &command->operands, &call);
    }
    options_release(command->options, args);
    free(args);
}

static void complete_name(struct completion *completion, const struct program *program,
                          const struct command_line *line, const char *word)
{
    if (word[0] != '-') {
        add_commands(completion, line->table);
        if (line->table == program->commands) {
            completion_add(completion, VIEW("help"), VIEW("show the help of a command"));
            completion_add(completion, VIEW("options"), VIEW("list the flags of every command"));
        }
        return;
    }
    if (!line->command && program->default_command)
        add_flags(completion, program->default_command->options);
    add_flags(completion, console_options);
}

void completion_run(struct buf *out, const struct program *program, struct console *console,
                    char *const *words, size_t word_count)
{
    const char *word = word_count > 0 ? words[word_count - 1] : "";
    size_t before = word_count > 0 ? word_count - 1 : 0;
    struct completion completion = { .word = view_of(word),
                                     .lines = BUF_INIT(COMPLETION_BYTES_MAX),
                                     .directives = COMPLETION_NO_FILES };
    struct command_line line;

    /* What is said on standard error would stand in the line that is being typed. */
    console->args.quiet = true;
    if (before > 0 && strcmp(words[0], "help") == 0) { /* its operands are a command's words */
        words++;
        before--;
    }
    command_line_find(&line, program->commands, program->default_command, console_options, words,
                      before);
    if (line.table && !line.unknown)
        complete_name(&completion, program, &line, word);
    else if (line.command && line.command->run)
        complete_in(&completion, &line, word, console);
    if (completion.count > 0 && completion.open_count == completion.count)
        completion.directives |= COMPLETION_NO_SPACE;
    buf_add_view(out, buf_view(&completion.lines));
    buf_addf(out, ":%u\n", completion.directives);
    buf_release(&completion.lines);
    command_line_release(&line);
}
