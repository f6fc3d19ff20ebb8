/* SPDX-License-Identifier: Apache-2.0 */
/* cli/program.c - from argv to an exit status */
#include "cli/program.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/log.h"
#include "base/process.h"
#include "cli/completion.h"
#include "cli/exit.h"
#include "cli/help.h"
#include "cli/man.h"

const char *program_title(const struct program *program, const struct console *console,
                          const char *argv0)
{
    const char *base = file_base(argv0);
    const char *host = program->host_env ? console_env(console, program->host_env) : NULL;
    size_t stem = strcspn(program->name, "-");

    if (program->host_env)
        return host && strcmp(host, program->host_value) == 0 ? program->host : base;
    if (strncmp(base, program->name, stem) == 0 && (base[stem] == '-' || base[stem] == '_'))
        return program->host;
    return argv0;
}

/* ---- a run */

/* What every step of one run shares. */
struct run {
    const struct program *program;
    struct console *console;
    struct command_line line;
    bool question;
};

static bool see_usage(const struct run *run)
{
    const char *path = buf_text(&run->line.path);

    console_note(run->console, "See '%s%s%s --help' for usage.", run->console->program,
                 *path ? " " : "", path);
    return false;
}

/* Tell what went wrong and give the exit status for it. */
static int finish(struct run *run, bool done, struct error *err)
{
    struct console *console = run->console;
    AUTO(error) late = ERROR_INIT;
    int status = done ? EXIT_DONE : exit_status(err->code, run->question, process_interrupted());
    /* These failures are an answer, and the answer is on standard output. */
    bool answered = done || err->code == ERROR_FOUND || err->code == ERROR_PARTIAL ||
                    err->code == ERROR_UNCLEAR;

    /* "Yes" may need no words. */
    bool silent =
        done || err->code == ERROR_PIPE || (err->code == ERROR_FOUND && !*error_message(err));

    if (!silent)
        console_error(console, err);
    if (!done && err->code == ERROR_USAGE)
        see_usage(run);
    if (!answered)
        buf_clear(&console->out);
    if (console_close(console, &late))
        return status;
    if (late.code != ERROR_PIPE)
        console_error(console, &late);
    return exit_status(late.code, run->question, process_interrupted());
}

/* What other programs take as a flag is a command here, as it is with kubectl and helm. */
static bool refuse_version(const struct run *run, struct error *err)
{
    error_set(err, ERROR_USAGE, "unknown flag: --version");
    return error_hint(err, "%s version prints it", run->console->program);
}

static bool unknown_word(const struct run *run, struct error *err)
{
    const struct command_line *line = &run->line;
    const char *near = command_nearest(line->table, line->unknown);

    if (line->unknown[0] == '-' && line->unknown[1]) {
        error_set(err, ERROR_USAGE, "unknown flag: %s", line->unknown);
        return line->command ? false
                             : error_hint(err, "the flags of a command come after its name");
    }
    error_set(err, ERROR_USAGE, "unknown command '%s'", line->unknown);
    return near ? error_hint(err, "did you mean '%s'?", near) : false;
}

static bool check_operands(const struct command *command, const struct strv *operands,
                           struct error *err)
{
    const struct operands *wanted = &command->operands;

    if (operands->len < wanted->min)
        return error_set(err, ERROR_USAGE, "%s is missing", wanted->name);
    if (operands->len > wanted->max)
        return error_set(err, ERROR_USAGE, "unexpected argument '%s'",
                         operands->items[wanted->max]);
    return true;
}

static void show_help(struct run *run)
{
    const struct command *command = run->line.command;
    struct console *console = run->console;

    if (command)
        help_add_command(&console->out, command, console->program, buf_text(&run->line.path),
                         console->columns);
    else
        help_add_program(&console->out, run->program, console->program, console->columns);
}

/* The command was found: read its flags and run it. */
static bool run_command(struct run *run, struct error *err)
{
    const struct command *command = run->line.command;
    void *args = mem_alloc_zero(1, command->args_size + 1);
    const struct option_target targets[] = { { command->options, args },
                                             { console_options, &run->console->args } };
    AUTO(strv) operands = STRV_INIT;
    bool done;

    if (command->defaults)
        memcpy(args, command->defaults, command->args_size);
    done = options_parse(targets, ARRAY_SIZE(targets), run->line.words, run->line.word_count,
                         &operands, err);
    if (run->console->args.help) { /* it was asked for before anything went wrong */
        error_clear(err);
        show_help(run);
        done = true;
    } else if (done) {
        log_set_level(run->console->args.verbosity ? run->console->args.verbosity : log_level());
        done = check_operands(command, &operands, err) &&
               command->run(args, &operands, run->console, err);
    }
    if (!done && err->code == ERROR_FORBIDDEN && !err->hint && run->program->advise_forbidden)
        done = run->program->advise_forbidden(command->options, args, run->console, err);
    if (!done && command->tell_failure) {
        buf_clear(&run->console->out);
        done = command->tell_failure(args, run->console, err);
        if (done)
            error_clear(err);
    }
    options_release(command->options, args);
    free(args);
    return done;
}

/* No command, or one that only has sub-commands: the flags can only be those of every command. */
static bool run_no_command(struct run *run, struct error *err)
{
    const struct option_target target = { console_options, &run->console->args };
    AUTO(strv) operands = STRV_INIT;

    if (!options_parse(&target, 1, run->line.words, run->line.word_count, &operands, err))
        return false;
    show_help(run);
    return true;
}

/* ---- what every program has */

static const struct builtin *find_builtin(const char *name);
static bool builtin_options(struct run *run, struct error *err);

static void add_command_lines(struct buf *out, const struct command *const *table,
                              const char *parent)
{
    for (; *table; table++) {
        AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
        struct option_walk walk;
        struct option_place place;

        if ((*table)->flags & COMMAND_HIDDEN)
            continue;
        buf_addf(&path, "%s%s%s", parent, *parent ? " " : "", (*table)->name);
        buf_addf(out, "%s\t%s\n", buf_text(&path), (*table)->summary);
        option_walk_init(&walk, (*table)->options);
        while (option_walk_next(&walk, &place))
            if (!(place.option->flags & OPTION_HIDDEN))
                buf_addf(out, "%s\t--%s\t%s\n", buf_text(&path), place.option->name,
                         place.option->help);
        if ((*table)->commands)
            add_command_lines(out, (*table)->commands, buf_text(&path));
    }
}

static bool builtin_commands(struct run *run, struct error *err UNUSED)
{
    add_command_lines(&run->console->out, run->program->commands, "");
    return true;
}

static bool builtin_check(struct run *run, struct error *err)
{
    AUTO(strv) problems = STRV_INIT;

    command_check(&problems, run->program->commands, console_options);
    for (size_t i = 0; i < problems.len; i++)
        console_printf(run->console, "%s\n", problems.items[i]);
    return problems.len == 0 ||
           error_set(err, ERROR_FOUND, "%zu problems in the tables", problems.len);
}

static bool builtin_help(struct run *run, struct error *err)
{
    if (run->line.unknown && strcmp(run->line.unknown, "options") == 0)
        return builtin_options(run, err);
    if (run->line.unknown && !find_builtin(run->line.unknown))
        return unknown_word(run, err);
    show_help(run);
    return true;
}

static bool builtin_man(struct run *run, struct error *err)
{
    if (run->line.unknown)
        return unknown_word(run, err);
    if (run->line.command)
        man_add_command(&run->console->out, run->program, run->line.command,
                        buf_text(&run->line.path));
    else
        man_add_program(&run->console->out, run->program);
    return true;
}

static bool builtin_options(struct run *run, struct error *err UNUSED)
{
    help_add_globals(&run->console->out, run->program, run->console->program,
                     run->console->columns);
    return true;
}

static bool builtin_helm_completion(struct run *run, struct error *err UNUSED)
{
    completion_add_helm_yaml(&run->console->out, run->program);
    return true;
}

static const struct builtin {
    const char *name;
    bool (*run)(struct run *run, struct error *err);
} builtins[] = {
    { "__check", builtin_check },
    { "__commands", builtin_commands },
    { "__helm_completion", builtin_helm_completion },
    { "__man", builtin_man },
    { "help", builtin_help },
    { "options", builtin_options },
};

static const struct builtin *find_builtin(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(builtins); i++)
        if (strcmp(builtins[i].name, name) == 0)
            return &builtins[i];
    return NULL;
}

/* A filter that is given nothing but a pipe: `helm template ... | helm-juno`. */
static bool is_bare_filter(const struct program *program, const struct console *console,
                           size_t word_count)
{
    return program->default_command && word_count == 0 && !console->in_is_terminal;
}

int program_run(const struct program *program, struct console *console, char *const *words,
                size_t word_count)
{
    struct run run = { .program = program, .console = console };
    AUTO(error) err = ERROR_INIT;
    const struct builtin *builtin = word_count > 0 ? find_builtin(words[0]) : NULL;
    bool done;
    int status;

    if (word_count > 0 && strcmp(words[0], "__complete") == 0) {
        completion_run(&console->out, program, console, words + 1, word_count - 1);
        return finish(&run, true, &err);
    }
    command_line_find(&run.line, program->commands, program->default_command, console_options,
                      words + (builtin != NULL), word_count - (builtin != NULL));
    if (is_bare_filter(program, console, word_count)) {
        run.line.command = program->default_command;
        buf_add(&run.line.path, program->default_command->name);
    }
    if (builtin)
        done = builtin->run(&run, &err);
    else if (word_count > 0 && strcmp(words[0], "--version") == 0)
        done = refuse_version(&run, &err);
    else if (run.line.unknown)
        done = unknown_word(&run, &err);
    else if (run.line.command && run.line.command->run) {
        run.question = run.line.command->flags & COMMAND_QUESTION;
        done = run_command(&run, &err);
    } else
        done = run_no_command(&run, &err);
    status = finish(&run, done, &err);
    command_line_release(&run.line);
    return status;
}

/* ---- the process */

/*
 * A closed descriptor would be given to the next file we open. /dev/null takes its place, opened
 * the wrong way round, so that reading or writing there still fails and is told.
 */
static void open_standard_descriptors(void)
{
    static const int modes[] = { O_WRONLY, O_RDONLY, O_WRONLY };

    for (int fd = 0; fd < (int)ARRAY_SIZE(modes); fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", modes[fd]);
}

static bool is_completer(const struct program *program, const char *argv0)
{
    return program->completer && strcmp(file_base(argv0), program->completer) == 0;
}

int program_main(const struct program *program, int argc, char **argv)
{
    const char *argv0 = argc > 0 ? argv[0] : program->name;
    size_t word_count = argc > 1 ? (size_t)argc - 1 : 0;
    char *const *words = argv + (argc > 0);
    struct console console;
    int status;

    open_standard_descriptors();
    process_watch_interrupts();
    console_init(&console, "", argv0);
    console.program = program_title(program, &console, argv0);
    if (is_completer(program, argv0)) {
        struct run run = { .program = program, .console = &console };

        completion_run(&console.out, program, &console, words, word_count);
        status = finish(&run, true, NULL);
    } else
        status = program_run(program, &console, words, word_count);
    console_release(&console);
    return status;
}
