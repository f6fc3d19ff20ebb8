/* SPDX-License-Identifier: Apache-2.0 */
/* cli/program, help and completion: whole runs in memory on a small program */
#include "cli/program.h"

#include "cli/completion.h"
#include "harness/test.h"

enum color_choice { CHOICE_RED, CHOICE_GREEN };

struct paint_args {
    const char *namespace;
    const char *directory;
    struct strv set;
    enum color_choice color;
    bool fail;
};

static const struct option_choice colors[] = { { "red", CHOICE_RED, "like fire" },
                                               { "green", CHOICE_GREEN, "like grass" },
                                               { NULL, 0, NULL } };

static void complete_set(const struct option_complete_call *call)
{
    const struct paint_args *args = call->args;

    completion_add(call->out, VIEW("repo="), view_of(args->namespace));
    completion_add(call->out, VIEW("tag="), VIEW_EMPTY);
}

static void complete_wall(const struct option_complete_call *call)
{
    completion_add(call->out, VIEW("north"), VIEW("cold\nvery"));
    completion_add(call->out, VIEW("n\033[2J"), VIEW_EMPTY);
    completion_add(call->out, VIEW("south"), VIEW_EMPTY);
}

static const struct option paint_options[] = {
    OPT_GROUP("Answers:"),
    OPT_LIST(0, "set", struct paint_args, set, "FIELD=VALUE", "answer one input (repeatable)",
             .complete = complete_set),
    OPT_GROUP("Cluster:"),
    OPT_STRING('n', "namespace", struct paint_args, namespace, "NS", "project to launch in"),
    OPT_STRING(0, "as-uid", struct paint_args, namespace, "UID", "act as this",
               .flags = OPTION_RARE),
    OPT_CHOICE(0, "color", struct paint_args, color, colors,
               "which colour the wall gets, in words that are long enough to need a second line"),
    OPT_STRING(0, "directory", struct paint_args, directory, "DIR", "where from"),
    OPT_FLAG(0, "fail", struct paint_args, fail, "fail after output"),
    OPT_END,
};

static bool paint_run(void *opaque, const struct strv *operands, struct console *console,
                      struct error *err)
{
    const struct paint_args *args = opaque;

    console_printf(console, "%s %s\n", operands->items[0],
                   args->color == CHOICE_GREEN ? "green" : "red");
    if (strcmp(operands->items[0], "forbidden") == 0)
        return error_set(err, ERROR_FORBIDDEN, "the wall is not yours");
    if (args->fail)
        return error_set(err, ERROR_IO, "the brush broke");
    return true;
}

static bool check_run(void *args UNUSED, const struct strv *operands UNUSED,
                      struct console *console, struct error *err)
{
    console_printf(console, "one stain\n");
    return error_set(err, ERROR_FOUND, "1 stain");
}

static bool filter_run(void *args UNUSED, const struct strv *operands UNUSED,
                       struct console *console, struct error *err)
{
    AUTO(buf) text = BUF_INIT(100);

    if (!console_read_stdin(console, &text, "pipe something in", err))
        return false;
    console_write(console, buf_view(&text));
    return true;
}

static bool filter_tell(const void *args UNUSED, struct console *console, const struct error *err)
{
    console_printf(console, "- \"%s\"\n", error_message(err));
    return true;
}

static const char *const paint_examples[] = { "paint north --color green",
                                              "cat plan | {} paint south", NULL };
static const char *const paint_see_also[] = { "check", NULL };

static const struct command check = {
    .name = "check", .flags = COMMAND_QUESTION, .summary = "look for stains", .run = check_run
};
static const struct command filter = {
    .name = "filter", .summary = "pass on", .run = filter_run, .tell_failure = filter_tell
};
static const struct command paint = {
    .name = "paint",
    .summary = "paint a wall",
    .synopsis = "WALL",
    .description = "First paragraph.\n\nSecond paragraph.",
    .examples = paint_examples,
    .see_also = paint_see_also,
    .operands = { .min = 1, .max = 1, .name = "WALL", .complete = complete_wall },
    .options = paint_options,
    .args_size = sizeof(struct paint_args),
    .defaults = &(const struct paint_args){ .color = CHOICE_GREEN },
    .run = paint_run,
};
static const struct command lint = { .name = "lint", .summary = "look closer", .run = check_run };
static const struct command *const wall_commands[] = { &lint, NULL };
static const struct command wall = { .name = "wall",
                                     .summary = "work on walls",
                                     .commands = wall_commands };
static const struct command *const commands[] = { &check, &filter, &paint, &wall, NULL };

static bool advise(const struct option *options, const void *opaque,
                   const struct console *console UNUSED, struct error *err)
{
    const struct paint_args *args = opaque;

    return options == paint_options && error_hint(err, "ask %s", args->namespace);
}

static const struct program program = { .name = "kubectl-paint",
                                        .host = "kubectl paint",
                                        .tagline = "paint",
                                        .summary = "Paint walls.",
                                        .commands = commands,
                                        .advise_forbidden = advise };
static const struct program filter_program = { .name = "helm-paint",
                                               .host = "helm paint",
                                               .host_env = "HELM_PLUGIN_NAME",
                                               .host_value = "paint",
                                               .tagline = "paint",
                                               .summary = "Paint walls.",
                                               .commands = commands,
                                               .default_command = &filter };

struct result {
    int status;
    const char *out;
    const char *talk;
};

static struct result run_in(const struct program *which, const char *const *words)
{
    struct console console;
    struct result result;
    size_t count = 0;

    while (words[count])
        count++;
    console_init_memory(&console, NULL);
    console.program = which->host;
    result.status = program_run(which, &console, (char *const *)(uintptr_t)words, count);
    result.out = test_format("%s", buf_text(&console.out));
    result.talk = test_format("%s", buf_text(&console.talk));
    console_release(&console);
    return result;
}

#define RUN(...) run_in(&program, (const char *const[]){ __VA_ARGS__, NULL })

static void assert_result(struct result result, int status, const char *out, const char *talk)
{
    ASSERT_EQ_STR(result.talk, talk);
    ASSERT_EQ_STR(result.out, out);
    ASSERT_EQ_INT(result.status, status);
}

TEST(program, a_command_runs_with_its_defaults_and_flags)
{
    assert_result(RUN("paint", "north"), 0, "north green\n", "");
    assert_result(RUN("paint", "--color=red", "north"), 0, "north red\n", "");
}

TEST(program, a_failure_takes_its_output_back)
{
    assert_result(RUN("paint", "north", "--fail"), 1, "", "error: the brush broke\n");
}

TEST(program, a_refusal_without_a_hint_gets_the_one_of_the_program_by_the_flags_that_were_given)
{
    assert_result(RUN("paint", "forbidden", "-n", "ada"), 1, "",
                  "error: the wall is not yours\nhint: ask ada\n");
}

TEST(program, an_answer_keeps_its_output_and_has_its_own_status)
{
    assert_result(RUN("check"), 1, "one stain\n", "error: 1 stain\n");
}

TEST(program, a_usage_error_says_where_the_usage_is)
{
    assert_result(RUN("paint", "north", "--colr", "red"), 2, "",
                  "error: unknown flag: --colr\nhint: did you mean '--color'?\n"
                  "See 'kubectl paint paint --help' for usage.\n");
    assert_result(RUN("paint"), 2, "",
                  "error: WALL is missing\nSee 'kubectl paint paint --help' for usage.\n");
    assert_result(RUN("paint", "a", "b"), 2, "",
                  "error: unexpected argument 'b'\nSee 'kubectl paint paint --help' for usage.\n");
    assert_result(RUN("wall", "lnit"), 2, "",
                  "error: unknown command 'lnit'\nhint: did you mean 'lint'?\n"
                  "See 'kubectl paint wall --help' for usage.\n");
    assert_result(RUN("pain"), 2, "",
                  "error: unknown command 'pain'\nhint: did you mean 'paint'?\n"
                  "See 'kubectl paint --help' for usage.\n");
    assert_result(RUN("-n", "x", "paint"), 2, "",
                  "error: unknown flag: -n\nhint: the flags of a command come after its name\n"
                  "See 'kubectl paint --help' for usage.\n");
}

static const char paint_help[] =
    "Paint a wall.\n"
    "\n"
    "First paragraph.\n"
    "\n"
    "Second paragraph.\n"
    "\n"
    "Usage:\n"
    "  kubectl paint paint WALL [flags]\n"
    "\n"
    "Examples:\n"
    "  kubectl paint paint north --color green\n"
    "  cat plan | kubectl paint paint south\n"
    "\n"
    "Answers:\n"
    "      --set FIELD=VALUE   answer one input (repeatable)\n"
    "\n"
    "Cluster:\n"
    "  -n, --namespace NS      project to launch in\n"
    "      --color red|green   which colour the wall gets, in words that are long\n"
    "                          enough to need a second line\n"
    "      --directory DIR     where from\n"
    "      --fail              fail after output\n"
    "\n"
    "See also: kubectl paint check\n"
    "\n"
    "More flags: kubectl paint options\n";

TEST(program, help_is_made_from_the_table_however_it_is_asked_for)
{
    assert_result(RUN("paint", "-h"), 0, paint_help, "");
    assert_result(RUN("paint", "--help", "--bogus"), 0, paint_help, "");
    assert_result(RUN("-h", "paint"), 0, paint_help, "");
    assert_result(RUN("help", "paint"), 0, paint_help, "");
}

TEST(program, no_arguments_print_help)
{
    struct result result = run_in(&program, (const char *const[]){ NULL });

    assert_result(result, 0,
                  "Paint walls.\n"
                  "\n"
                  "Usage:\n"
                  "  kubectl paint COMMAND [flags]\n"
                  "\n"
                  "Commands:\n"
                  "  check    look for stains\n"
                  "  filter   pass on\n"
                  "  paint    paint a wall\n"
                  "  wall     work on walls\n"
                  "\n"
                  "Help for a command: kubectl paint COMMAND --help\n"
                  "Flags of every command: kubectl paint options\n",
                  "");
    assert_result(RUN("--help"), 0, result.out, "");
    assert_result(RUN("help"), 0, result.out, "");
    ASSERT_CONTAINS(RUN("wall").out, "  kubectl paint wall COMMAND [flags]\n");
}

TEST(program, rare_flags_are_shown_by_options_only)
{
    ASSERT_NOT_CONTAINS(RUN("paint", "-h").out, "as-uid");
    ASSERT_CONTAINS(RUN("options").out, "--as-uid UID");
    ASSERT_CONTAINS(RUN("options").out, "-q, --quiet");
}

TEST(program, a_filter_needs_no_command_in_a_pipe)
{
    ASSERT_EQ_INT(run_in(&filter_program, (const char *const[]){ NULL }).status, 0);
    assert_result(run_in(&filter_program, (const char *const[]){ "--bogus", NULL }), 0,
                  "- \"unknown flag: --bogus\"\n", "");
    ASSERT_CONTAINS(run_in(&filter_program, (const char *const[]){ "-h", NULL }).out, "Commands:");
}

TEST(program, the_title_follows_how_it_was_started)
{
    char *under_helm[] = { (char[]){ "HELM_PLUGIN_NAME=paint" }, NULL };
    char *as_renderer[] = { (char[]){ "HELM_PLUGIN_NAME=helm-paint" }, NULL };
    struct console console;

    console_init_memory(&console, NULL);
    ASSERT_EQ_STR(program_title(&program, &console, "/usr/bin/kubectl-paint"), "kubectl paint");
    ASSERT_EQ_STR(program_title(&program, &console, "kubectl_complete-paint"), "kubectl paint");
    ASSERT_EQ_STR(program_title(&program, &console, "./paint"), "./paint");
    ASSERT_EQ_STR(program_title(&filter_program, &console, "/x/helm-paint"), "helm-paint");
    console.environment = under_helm;
    ASSERT_EQ_STR(program_title(&filter_program, &console, "/x/helm-paint"), "helm paint");
    console.environment = as_renderer;
    ASSERT_EQ_STR(program_title(&filter_program, &console, "/x/helm-paint"), "helm-paint");
    console_release(&console);
}

TEST(program, scripts_can_list_commands_and_flags)
{
    const char *lines = RUN("__commands").out;

    ASSERT_CONTAINS(lines, "paint\tpaint a wall\npaint\t--set\tanswer one input (repeatable)\n");
    ASSERT_CONTAINS(lines, "paint\t--as-uid\tact as this\n");
    ASSERT_CONTAINS(lines, "wall\twork on walls\nwall lint\tlook closer\n");
    assert_result(RUN("__check"), 0, "", "");
}

/* ---- completion */

TEST(completion, commands_have_the_words_prefix)
{
    assert_result(RUN("__complete", "p"), 0, "paint\tpaint a wall\n:4\n", "");
    assert_result(RUN("__complete", "wall", ""), 0, "lint\tlook closer\n:4\n", "");
    assert_result(RUN("__complete", "help", "wa"), 0, "wall\twork on walls\n:4\n", "");
    ASSERT_CONTAINS(RUN("__complete").out, "check\tlook for stains\n");
    ASSERT_CONTAINS(RUN("__complete", "").out, "options\t");
}

TEST(completion, flags_and_their_values)
{
    assert_result(RUN("__complete", "paint", "--d"), 0, "--directory\twhere from\n:4\n", "");
    assert_result(RUN("__complete", "paint", "--color", "g"), 0, "green\tlike grass\n:4\n", "");
    assert_result(RUN("__complete", "paint", "--color=r"), 0, "red\tlike fire\n:4\n", "");
    assert_result(RUN("__complete", "paint", "--directory", ""), 0, ":16\n", "");
    assert_result(RUN("__complete", "paint", "--directory=x"), 0, ":16\n", "");
    assert_result(RUN("__complete", "--qui"), 0,
                  "--quiet\tprint no progress, warnings or hints\n:4\n", "");
}

TEST(completion, a_callback_sees_the_flags_already_given)
{
    assert_result(RUN("__complete", "paint", "-n", "dev", "--set", ""), 0, "repo=\tdev\ntag=\n:6\n",
                  "");
}

TEST(completion, operands_end_where_the_command_takes_no_more)
{
    assert_result(RUN("__complete", "paint", "n"), 0, "north\tcold\nn^[[2J\n:4\n", "");
    assert_result(RUN("__complete", "paint", "north", ""), 0, ":4\n", "");
    assert_result(RUN("__complete", "paint", "--", "--"), 0, ":4\n", "");
    assert_result(RUN("__complete", "bogus", ""), 0, ":4\n", "");
}

TEST(completion, helm_gets_the_same_tables_as_yaml)
{
    const char *yaml =
        run_in(&filter_program, (const char *const[]){ "__helm_completion", NULL }).out;

    ASSERT_CONTAINS(yaml, "name: paint\nflags:\n- \"h\"\n- help\n");
    ASSERT_CONTAINS(yaml, "commands:\n- name: check\n");
    ASSERT_CONTAINS(yaml, "- name: paint\n  flags:\n  - set\n  - \"n\"\n  - namespace\n");
}

TEST(completion, a_script_names_the_program_throughout)
{
    AUTO(buf) script = BUF_INIT(BUF_TEXT_BYTES_MAX);

    completion_add_script(&script, COMPLETION_BASH, "kubectl-juno");
    ASSERT_CONTAINS(buf_text(&script), "complete -F _kubectl_juno kubectl-juno\n");
    ASSERT_CONTAINS(buf_text(&script), "__complete \"${words[@]}\"");
    ASSERT_NOT_CONTAINS(buf_text(&script), "@NAME@");
    buf_clear(&script);
    completion_add_script(&script, COMPLETION_ZSH, "kubectl-juno");
    ASSERT_CONTAINS(buf_text(&script), "#compdef kubectl-juno\n");
    ASSERT_CONTAINS(buf_text(&script), "_kubectl-juno()\n");
}

TEST(man, a_page_has_flags_statuses_and_escapes)
{
    const char *page = RUN("__man", "paint").out;

    ASSERT_CONTAINS(page, ".TH kubectl-paint-paint 1");
    ASSERT_CONTAINS(page, ".B \\-n, \\-\\-namespace NS\nproject to launch in\n");
    ASSERT_CONTAINS(page, ".TP\n.B 3\npartly done");
    ASSERT_CONTAINS(RUN("__man", "check").out, ".TP\n.B 1\nsomething was found\n");
    ASSERT_CONTAINS(RUN("__man").out, ".TH kubectl-paint 1");
    ASSERT_EQ_INT(RUN("__man", "nothing").status, 2);
}
