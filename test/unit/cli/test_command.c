/* SPDX-License-Identifier: Apache-2.0 */
/* cli/command: finding a command, and a self-check that finds what is wrong with a table */
#include "cli/command.h"

#include "cli/console.h"
#include "harness/test.h"

struct some_args {
    bool flag;
    const char *text;
};

static bool run(void *args UNUSED, const struct strv *operands UNUSED,
                struct console *console UNUSED, struct error *err UNUSED)
{
    return true;
}

static const struct option some_options[] = {
    OPT_STRING('t', "text", struct some_args, text, "TEXT", "some text"),
    OPT_END,
};

static const struct command lint = { .name = "lint", .summary = "look for mistakes", .run = run };
static const struct command *const below[] = { &lint, NULL };
static const struct command list = { .name = "list",
                                     .summary = "list things",
                                     .options = some_options,
                                     .args_size = sizeof(struct some_args),
                                     .run = run };
static const struct command secret = {
    .name = "lisp", .flags = COMMAND_HIDDEN, .summary = "not for show", .run = run
};
static const struct command template = { .name = "template",
                                         .summary = "work on templates",
                                         .commands = below };
static const struct command *const table[] = { &secret, &list, &template, NULL };

static void find(struct command_line *line, const struct command *default_command, char **words)
{
    size_t count = 0;

    while (words[count])
        count++;
    command_line_find(line, table, default_command, console_options, words, count);
}

#define WORDS(...) ((char *[]){ __VA_ARGS__, NULL })
#define W(text)    ((char[]){ text })

TEST(command, a_sub_command_is_found_and_the_rest_is_kept)
{
    struct command_line line;

    find(&line, NULL, WORDS(W("--v=3"), W("template"), W("-q"), W("lint"), W("dir"), W("--x")));
    ASSERT_TRUE(line.command == &lint);
    ASSERT_EQ_STR(buf_text(&line.path), "template lint");
    ASSERT_NULL(line.unknown);
    ASSERT_EQ_INT(line.word_count, 4);
    ASSERT_EQ_STR(line.words[0], "--v=3");
    ASSERT_EQ_STR(line.words[1], "-q");
    ASSERT_EQ_STR(line.words[2], "dir");
    ASSERT_EQ_STR(line.words[3], "--x");
    command_line_release(&line);
}

TEST(command, a_value_of_a_common_flag_is_no_command)
{
    struct command_line line;

    find(&line, NULL, WORDS(W("--v"), W("list"), W("list")));
    ASSERT_TRUE(line.command == &list);
    ASSERT_EQ_INT(line.word_count, 2);
    command_line_release(&line);
}

TEST(command, an_unknown_word_is_told_with_the_table_it_is_missing_from)
{
    struct command_line line;

    find(&line, NULL, WORDS(W("template"), W("lnit")));
    ASSERT_EQ_STR(line.unknown, "lnit");
    ASSERT_EQ_STR(command_nearest(line.table, line.unknown), "lint");
    command_line_release(&line);
    find(&line, NULL, WORDS(W("--text"), W("list")));
    ASSERT_EQ_STR(line.unknown, "--text");
    command_line_release(&line);
}

TEST(command, a_first_flag_means_the_default_command)
{
    struct command_line line;

    find(&line, &list, WORDS(W("-q"), W("--text"), W("x")));
    ASSERT_TRUE(line.command == &list);
    ASSERT_NULL(line.unknown);
    ASSERT_EQ_INT(line.word_count, 3);
    command_line_release(&line);
    find(&line, &list, WORDS(W("--help")));
    ASSERT_NULL(line.command);
    command_line_release(&line);
}

TEST(command, a_hidden_command_works_and_is_not_suggested)
{
    ASSERT_TRUE(command_find(table, "lisp") == &secret);
    ASSERT_EQ_STR(command_nearest(table, "lisq"), "list");
}

TEST(command, an_alias_is_the_command_in_lines_and_is_not_suggested)
{
    static const char *const aliases[] = { "things", "th", NULL };
    static const struct command thing = {
        .name = "thing", .aliases = aliases, .summary = "do things", .run = run
    };
    static const struct command *const things[] = { &thing, NULL };
    static char word[] = "th";
    static char *const words[] = { word };
    struct command_line line;

    command_line_find(&line, things, NULL, console_options, words, 1);
    ASSERT_TRUE(line.command == &thing);
    ASSERT_EQ_BUF(&line.path, "thing");
    command_line_release(&line);
    ASSERT_EQ_STR(command_nearest(things, "thingz"), "thing");
}

/* The self-check's first complaint about a table of these two. */
static const char *complaint(const struct command *first, const struct command *second)
{
    const struct command *const both[] = { first, second, NULL };
    AUTO(strv) problems = STRV_INIT;

    command_check(&problems, both, console_options);
    return problems.len == 0 ? "" : test_format("%s", problems.items[0]);
}

TEST(command, the_self_check_is_silent_about_good_tables)
{
    ASSERT_EQ_STR(complaint(&list, &template), "");
}

TEST(command, the_self_check_finds_what_is_wrong)
{
    static const struct option doubled[] = {
        OPT_FLAG('q', "calm", struct some_args, flag, "as quiet"),
        OPT_END,
    };
    static const struct option mute[] = {
        OPT_FLAG(0, "calm", struct some_args, flag, ""),
        OPT_END,
    };
    static const struct option nameless[] = {
        OPT_STRING(0, "text", struct some_args, text, NULL, "text"),
        OPT_END,
    };
    static const char *const nowhere[] = { "nowhere", NULL };
    static const char *const taken[] = { "list", NULL };
    struct command bad = { .name = "x", .summary = "do x", .run = run };

    ASSERT_CONTAINS(complaint(&template, &list), "not sorted");
    ASSERT_CONTAINS(complaint(&list, &list), "not sorted");
    bad.args_size = sizeof(struct some_args);
    bad.options = doubled;
    ASSERT_CONTAINS(complaint(&bad, NULL), "-q is both --quiet and --calm");
    bad.options = mute;
    ASSERT_CONTAINS(complaint(&bad, NULL), "--calm has no help");
    bad.options = nameless;
    ASSERT_CONTAINS(complaint(&bad, NULL), "no name for its value");
    bad.options = NULL;
    bad.see_also = nowhere;
    ASSERT_CONTAINS(complaint(&bad, NULL), "'nowhere', which is no other command");
    bad.see_also = NULL;
    bad.aliases = taken;
    ASSERT_CONTAINS(complaint(&list, &bad), "x: the alias 'list' is another command");
    bad.aliases = NULL;
    bad.summary = "Do x.";
    ASSERT_CONTAINS(complaint(&bad, NULL), "is a sentence or padded");
    bad.summary = "do this and that and whatever else can be done with something like an x";
    ASSERT_CONTAINS(complaint(&bad, NULL), "bytes wide");
    bad.summary = "do x";
    bad.operands.max = 1;
    ASSERT_CONTAINS(complaint(&bad, NULL), "operands without a name");
    bad.operands.max = 0;
    bad.run = NULL;
    ASSERT_CONTAINS(complaint(&bad, NULL), "either run or commands");
}
