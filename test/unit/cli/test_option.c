/* SPDX-License-Identifier: Apache-2.0 */
/* cli/option: what a command line may look like, and what it is told when it does not */
#include "cli/option.h"

#include "harness/test.h"

enum mode { MODE_NONE, MODE_CLIENT, MODE_SERVER };

struct inner {
    const char *format;
};

struct outer {
    bool all;
    bool wait;
    const char *namespace;
    struct strv set;
    enum mode mode;
    double timeout;
    int level;
    struct inner inner;
};

static const struct option_choice modes[] = { { "none", MODE_NONE, NULL },
                                              { "client", MODE_CLIENT, NULL },
                                              { "server", MODE_SERVER, NULL },
                                              { NULL, 0, NULL } };

static const struct option inner_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct inner, format, "FORMAT", "format"),
    OPT_END,
};

static const struct option options[] = {
    OPT_GROUP("Answers:"),
    OPT_LIST(0, "set", struct outer, set, "FIELD=VALUE", "answer"),
    OPT_GROUP("Cluster:"),
    OPT_FLAG('A', "all-namespaces", struct outer, all, "all"),
    OPT_STRING('n', "namespace", struct outer, namespace, "NS", "project"),
    OPT_CHOICE(0, "dry-run", struct outer, mode, modes, "send nothing", .bare = "client"),
    OPT_FLAG('w', "wait", struct outer, wait, "wait"),
    OPT_DURATION(0, "timeout", struct outer, timeout, "TIME", "how long"),
    OPT_INT(0, "level", struct outer, level, "N", "how much", .min = 1, .max = 9),
    OPT_STRING(0, "secret", struct outer, namespace, "X", "not for show", .flags = OPTION_HIDDEN),
    OPT_INCLUDE(struct outer, inner, inner_options),
    OPT_END,
};

/* Reads the words up to a NULL. */
static bool parse(struct outer *args, struct strv *operands, const char *const *words,
                  struct error *err)
{
    const struct option_target target = { options, args };
    size_t count = 0;

    while (words[count])
        count++;
    return options_parse(&target, 1, (char *const *)(uintptr_t)words, count, operands, err);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* All forms of WORDS give namespace `dev`. */
static void assert_namespace(const char *const *words)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(parse(&args, &operands, words, &err), err);
    ASSERT_EQ_STR(args.namespace, "dev");
    options_release(options, &args);
}

TEST(option, a_value_may_follow_in_every_way_that_kubectl_takes)
{
    assert_namespace(WORDS("--namespace", "dev"));
    assert_namespace(WORDS("--namespace=dev"));
    assert_namespace(WORDS("-n", "dev"));
    assert_namespace(WORDS("-ndev"));
    assert_namespace(WORDS("-n=dev"));
    assert_namespace(WORDS("-Andev"));
    assert_namespace(WORDS("-Awn", "dev"));
    assert_namespace(WORDS("-n", "first", "-n", "dev"));
    assert_namespace(WORDS("word", "-n", "dev", "word"));
}

TEST(option, a_value_may_look_like_a_flag_or_be_empty)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(parse(&args, &operands, WORDS("-n", "--wait", "--output="), &err), err);
    ASSERT_EQ_STR(args.namespace, "--wait");
    ASSERT_EQ_STR(args.inner.format, "");
    ASSERT_FALSE(args.wait);
    ASSERT_OK(parse(&args, &operands, WORDS("-n="), &err), err);
    ASSERT_EQ_STR(args.namespace, "="); /* as pflag has it */
}

TEST(option, a_list_takes_one_entry_each_and_splits_none)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(parse(&args, &operands, WORDS("--set", "a=1,b=2", "--set=c=3", "--set="), &err), err);
    ASSERT_EQ_INT(args.set.len, 3);
    ASSERT_EQ_STR(args.set.items[0], "a=1,b=2");
    ASSERT_EQ_STR(args.set.items[1], "c=3");
    ASSERT_EQ_STR(args.set.items[2], "");
    options_release(options, &args);
    ASSERT_EQ_INT(args.set.len, 0);
}

TEST(option, a_flag_takes_true_or_false_after_an_equals_sign_only)
{
    struct outer args = { .all = true };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(
        parse(&args, &operands, WORDS("--all-namespaces=false", "-w=T", "--wait", "false"), &err),
        err);
    ASSERT_FALSE(args.all);
    ASSERT_TRUE(args.wait);
    ASSERT_EQ_INT(operands.len, 1);
    ASSERT_EQ_STR(operands.items[0], "false");
    ASSERT_FAILS(parse(&args, &operands, WORDS("--wait=maybe"), &err), err, ERROR_USAGE,
                 "invalid value 'maybe' for --wait");
    ASSERT_FAILS(parse(&args, &operands, WORDS("--wait="), &err), err, ERROR_USAGE, "''");
}

TEST(option, two_dashes_end_the_flags)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(parse(&args, &operands, WORDS("a", "-", "--", "--wait", "-n", "--"), &err), err);
    ASSERT_FALSE(args.wait);
    ASSERT_EQ_INT(operands.len, 5);
    ASSERT_EQ_STR(operands.items[1], "-");
    ASSERT_EQ_STR(operands.items[4], "--");
}

TEST(option, a_bare_choice_leaves_the_next_word_alone)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(parse(&args, &operands, WORDS("--dry-run", "server"), &err), err);
    ASSERT_EQ_INT(args.mode, MODE_CLIENT);
    ASSERT_EQ_INT(operands.len, 1);
    ASSERT_OK(parse(&args, &operands, WORDS("--dry-run=server"), &err), err);
    ASSERT_EQ_INT(args.mode, MODE_SERVER);
}

TEST(option, a_wrong_choice_names_the_right_ones_and_the_nearest)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS_HINT(parse(&args, &operands, WORDS("--dry-run=cleint"), &err), err, ERROR_USAGE,
                      "invalid value 'cleint' for --dry-run: allowed are none, client and server",
                      "did you mean 'client'?");
    ASSERT_EQ_INT(args.mode, MODE_NONE);
}

TEST(option, numbers_and_times_are_whole_and_in_range)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(parse(&args, &operands, WORDS("--level", "9", "--timeout=1m30s"), &err), err);
    ASSERT_EQ_INT(args.level, 9);
    ASSERT_EQ_DOUBLE(args.timeout, 90.0);
    ASSERT_FAILS(parse(&args, &operands, WORDS("--level", "10"), &err), err, ERROR_USAGE,
                 "a whole number from 1 to 9");
    ASSERT_FAILS(parse(&args, &operands, WORDS("--level", "99999999999"), &err), err, ERROR_USAGE,
                 "99999999999");
    ASSERT_FAILS(parse(&args, &operands, WORDS("--level", "5x"), &err), err, ERROR_USAGE, "5x");
    ASSERT_FAILS(parse(&args, &operands, WORDS("--timeout", "soon"), &err), err, ERROR_USAGE,
                 "invalid value 'soon' for --timeout");
    ASSERT_EQ_INT(args.level, 9);
}

TEST(option, an_unknown_flag_is_named_with_its_nearest_neighbour)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS_HINT(parse(&args, &operands, WORDS("--namspace=x"), &err), err, ERROR_USAGE,
                      "unknown flag: --namspace", "did you mean '--namespace'?");
    ASSERT_FAILS(parse(&args, &operands, WORDS("--bogus-thing"), &err), err, ERROR_USAGE,
                 "unknown flag: --bogus-thing");
    ASSERT_FAILS(parse(&args, &operands, WORDS("-Az"), &err), err, ERROR_USAGE,
                 "unknown flag: 'z' in '-Az'");
    /* a hidden flag is not given away */
    ASSERT_FALSE(parse(&args, &operands, WORDS("--secrt"), &err));
    ASSERT_NULL(err.hint);
}

TEST(option, a_flag_at_the_end_misses_its_value)
{
    struct outer args = { .all = false };
    AUTO(strv) operands = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(parse(&args, &operands, WORDS("--set"), &err), err, ERROR_USAGE,
                 "flag needs a value: --set");
    ASSERT_FAILS(parse(&args, &operands, WORDS("-An"), &err), err, ERROR_USAGE,
                 "flag needs a value: -An");
}

TEST(option, completion_reads_past_mistakes_and_knows_what_is_pending)
{
    struct outer args = { .all = false };
    const struct option_target target = { options, &args };
    AUTO(strv) operands = STRV_INIT;
    struct option_place pending;
    bool ended;
    char *words[] = { (char[]){ "--bogus" }, (char[]){ "-n" }, (char[]){ "x" },
                      (char[]){ "--output" } };

    options_parse_open(&target, 1, words, ARRAY_SIZE(words), &operands, &pending, &ended);
    ASSERT_EQ_STR(args.namespace, "x");
    ASSERT_EQ_STR(pending.option->name, "output");
    ASSERT_FALSE(ended);
}

TEST(option, a_walk_sees_included_tables_with_their_heading_and_offset)
{
    struct option_place place;

    ASSERT_TRUE(option_find(options, "output", 6, &place));
    ASSERT_EQ_STR(place.group, "Output:");
    ASSERT_EQ_INT(place.offset, offsetof(struct outer, inner.format));
    ASSERT_TRUE(option_find_letter(options, 'n', &place));
    ASSERT_EQ_STR(place.group, "Cluster:");
    ASSERT_FALSE(option_find(options, "outpu", 5, &place));
    ASSERT_FALSE(option_find(NULL, "output", 6, &place));
}
