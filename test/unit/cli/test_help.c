/* SPDX-License-Identifier: Apache-2.0 */
/* cli/help: the pieces that help texts and manual pages are made of */
#include "cli/help.h"

#include "harness/test.h"

struct some_args {
    const char *text;
    int mode;
};

static const struct option_choice modes[] = { { "client", 1, NULL },
                                              { "server", 2, NULL },
                                              { NULL, 0, NULL } };
static const struct option text = OPT_STRING('t', "text", struct some_args, text, "TEXT", "text");
static const struct option mode =
    OPT_CHOICE(0, "mode", struct some_args, mode, modes, "mode", .bare = "client");

static const char *wrapped(const char *words, size_t indent, size_t at, unsigned columns)
{
    AUTO(buf) out = BUF_INIT(1000);

    help_add_wrapped(&out, view_of(words), indent, at, columns);
    return test_format("%s", buf_text(&out));
}

TEST(help, lines_break_at_blanks_and_stay_within_the_columns)
{
    ASSERT_EQ_STR(wrapped("one two three", 2, 0, 7), "one two\n  three\n");
    ASSERT_EQ_STR(wrapped("one two three", 2, 3, 7), "one\n  two\n  three\n");
    ASSERT_EQ_STR(wrapped("überlänge überlänge", 0, 0, 19), "überlänge überlänge\n");
    ASSERT_EQ_STR(wrapped("", 2, 0, 7), "\n");
}

TEST(help, a_word_wider_than_the_line_stands_alone)
{
    ASSERT_EQ_STR(wrapped("a https://example.org/long b", 0, 0, 10),
                  "a\nhttps://example.org/long\nb\n");
}

static const char *flag(const struct option *option, bool aligned)
{
    AUTO(buf) out = BUF_INIT(1000);

    help_add_flag(&out, option, aligned);
    return test_format("%s", buf_text(&out));
}

TEST(help, a_flag_shows_its_letter_its_value_and_whether_it_may_stand_bare)
{
    ASSERT_EQ_STR(flag(&text, true), "-t, --text TEXT");
    ASSERT_EQ_STR(flag(&mode, true), "    --mode[=client|server]");
    ASSERT_EQ_STR(flag(&mode, false), "--mode[=client|server]");
}

static const char *example(const char *line)
{
    AUTO(buf) out = BUF_INIT(1000);

    help_add_example(&out, "kubectl juno", line);
    return test_format("%s", buf_text(&out));
}

TEST(help, examples_get_the_programs_name)
{
    ASSERT_EQ_STR(example("list --check"), "kubectl juno list --check");
    ASSERT_EQ_STR(example("{} render a | {} render b"),
                  "kubectl juno render a | kubectl juno render b");
    ASSERT_EQ_STR(example("$ source {}"), "source kubectl juno");
}

TEST(help, a_long_example_goes_on_as_a_shell_takes_it)
{
    static const char *const examples[] = { "paint --a 1234567890 --b 'two words' --c 1234567890",
                                            "short", NULL };
    static const struct command paint = { .name = "paint",
                                          .summary = "paint",
                                          .examples = examples };
    AUTO(buf) out = BUF_INIT(1000);

    help_add_command(&out, &paint, "juno", "paint", 40);
    ASSERT_CONTAINS(buf_text(&out), "Examples:\n"
                                    "  juno paint --a 1234567890 \\\n"
                                    "      --b 'two words' --c 1234567890\n"
                                    "  juno short\n");
}

TEST(help, a_summary_becomes_a_sentence)
{
    AUTO(buf) out = BUF_INIT(1000);

    help_add_sentence(&out, "launch a workload");
    ASSERT_EQ_BUF(&out, "Launch a workload.");
}
