/* SPDX-License-Identifier: Apache-2.0 */
/* doctor_machine.c - programs, terminal, completion and cache of this machine */
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "base/semver.h"
#include "completion_install.h"
#include "doctor.h"
#include "handover.h"
#include "helm/helm.h"
#include "json/decode.h"

#define PROGRAM_SECONDS   5.0
#define PROGRAM_BYTES_MAX ((size_t)64 << 10)
#define HELM_MAJOR_MIN    3

/* ---- programs ---- */

static void waiting(void *context, double seconds)
{
    console_waiting(context, "a program's version", seconds);
}

/* What PATH with WORDS (NULL-terminated) prints, into OUT. */
static bool ask_program(struct buf *out, struct doctor *doctor, const char *path,
                        const char *const *words, struct error *err)
{
    AUTO(strv) argv = STRV_INIT;
    AUTO(buf) errors = BUF_INIT(PROGRAM_BYTES_MAX);
    struct process_run run = {
        .argv = &argv,
        .timeout_seconds = PROGRAM_SECONDS,
        .out = out,
        .errors = &errors,
        .waiting = waiting,
        .waiting_context = doctor->console,
    };

    strv_add(&argv, path);
    for (; *words; words++)
        strv_add(&argv, *words);
    if (!process_run(&run, err))
        return false;
    return run.status == 0 ||
           error_set(err, ERROR_PROCESS, "'%s' ends with status %d", path, run.status);
}

struct program {
    const char *name;
    const char *path;
    const char *const *words; /* that make it print its version */
    /* The version in what it printed; empty: there is none. */
    struct view (*read)(struct view text, struct ydoc **doc);
    uint64_t major_min;
    const char *advice; /* when it is older or tells no version */
};

static void add_program(struct doctor *doctor, const struct program *program, struct view version)
{
    struct semver semver = { 0 };

    if (!semver_parse_loose(version, &semver))
        doctor_add(doctor, program->name, DOCTOR_WARNING, program->advice,
                   "%s does not tell its version", program->path);
    else if (semver.major < program->major_min)
        doctor_add(doctor, program->name, DOCTOR_WARNING, program->advice, "%s is " VIEW_FMT,
                   program->path, VIEW_ARGS(version));
    else
        doctor_add(doctor, program->name, DOCTOR_OK, NULL, "%s, " VIEW_FMT, program->path,
                   VIEW_ARGS(version));
}

static bool look_at_program(struct doctor *doctor, const struct program *program, struct error *err)
{
    AUTO(buf) out = BUF_INIT(PROGRAM_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    AUTO_FREE(ydoc) doc = NULL;

    if (ask_program(&out, doctor, program->path, program->words, &problem)) {
        add_program(doctor, program, program->read(view_trim(buf_view(&out)), &doc));
        return true;
    }
    if (problem.code == ERROR_INTERRUPTED)
        return error_move(err, &problem);
    error_hint(&problem, "%s", program->advice);
    doctor_add_problem(doctor, program->name, DOCTOR_WARNING, &problem);
    return true;
}

static struct view read_bare(struct view text, struct ydoc **doc UNUSED)
{
    return text;
}

/* "git version 2.39.5 (Apple Git-154)" */
static struct view read_git(struct view text, struct ydoc **doc UNUSED)
{
    const struct view before = VIEW("git version ");

    if (!view_starts(text, before))
        return VIEW_EMPTY;
    text = view_sub(text, before.len, text.len);
    return view_sub(text, 0, view_find_byte(text, ' ', 0));
}

static struct view read_kubectl(struct view text, struct ydoc **doc)
{
    *doc = ydoc_from_json(text, NULL);
    return *doc ? ynode_text(ynode_get_path(ydoc_root(*doc), "clientVersion", "gitVersion", NULL))
                : VIEW_EMPTY;
}

static bool look_at_helm(struct doctor *doctor, struct error *err)
{
    static const char *const words[] = { "version", "--template", "{{.Version}}", NULL };
    AUTO(error) problem = ERROR_INIT;
    AUTO_CHARS path = helm_find(console_env(doctor->console, "HELM_BIN"), &problem);
    const struct program program = {
        .name = "helm",
        .path = path,
        .words = words,
        .read = read_bare,
        .major_min = HELM_MAJOR_MIN,
        .advice = "install Helm 3 or 4, or set HELM_BIN to one",
    };

    if (path)
        return look_at_program(doctor, &program, err);
    doctor_add_problem(doctor, program.name, DOCTOR_MISSING, &problem);
    return true;
}

static bool look_at_git(struct doctor *doctor, struct error *err)
{
    static const char *const words[] = { "--version", NULL };
    AUTO_CHARS path = file_find_program("git");
    const struct program program = {
        .name = "git",
        .path = path,
        .words = words,
        .read = read_git,
        .advice = "install git: presets that are named by a repository are fetched by it",
    };

    if (path)
        return look_at_program(doctor, &program, err);
    doctor_add(doctor, program.name, DOCTOR_MISSING, program.advice, "PATH has no git");
    return true;
}

static bool look_at_kubectl(struct doctor *doctor, struct error *err)
{
    static const char *const words[] = { "version", "--client", "-o", "json", NULL };
    AUTO(error) problem = ERROR_INIT;
    AUTO_CHARS path = handover_find_kubectl(doctor->console, &problem);
    const struct program program = {
        .name = "kubectl",
        .path = path,
        .words = words,
        .read = read_kubectl,
        .advice = "install kubectl: exec and port-forward are handed to it",
    };

    if (path)
        return look_at_program(doctor, &program, err);
    doctor_add_problem(doctor, program.name, DOCTOR_MISSING, &problem);
    return true;
}

static void look_at_self(struct doctor *doctor)
{
    AUTO_CHARS path = file_find_program(COMPLETION_PROGRAM);

    if (path)
        doctor_add(doctor, COMPLETION_PROGRAM, DOCTOR_OK, NULL, "%s, " JUNO_VERSION, path);
    else
        doctor_add(doctor, COMPLETION_PROGRAM, DOCTOR_WARNING,
                   "put it into a directory of PATH: kubectl finds its plugins there",
                   "PATH has no " COMPLETION_PROGRAM);
}

/* ---- terminal, completion, cache ---- */

static void look_at_terminal(struct doctor *doctor)
{
    const struct console *console = doctor->console;

    doctor_add(doctor, "terminal", console->utf8 ? DOCTOR_OK : DOCTOR_WARNING,
               console->utf8 ? NULL : "set LC_ALL to a locale of UTF-8, C.UTF-8 for one",
               "%s, %u columns, %s, %s", console->out_is_terminal ? "a terminal" : "no terminal",
               console->columns, console->color ? "colours" : "no colours",
               console->utf8 ? "UTF-8" : "no UTF-8: other characters may not be shown");
}

static void look_at_completion(struct doctor *doctor)
{
    static const char name[] = "completion";
    AUTO_CHARS link = file_find_program(COMPLETION_LINK);
    AUTO_CHARS is = link ? file_real_path(link, NULL) : NULL;
    AUTO_CHARS program = file_find_program(COMPLETION_PROGRAM);
    AUTO_CHARS wanted = program ? file_real_path(program, NULL) : NULL;

    if (!link)
        doctor_add(doctor, name, DOCTOR_WARNING, "'kubectl juno completion install' makes the link",
                   "PATH has no " COMPLETION_LINK ", which kubectl asks for completion");
    else if (!is || !wanted || strcmp(is, wanted) != 0)
        doctor_add(doctor, name, DOCTOR_WARNING,
                   "remove it, and run 'kubectl juno completion install'",
                   "%s is not the " COMPLETION_PROGRAM " of PATH", link);
    else
        doctor_add(doctor, name, DOCTOR_OK, NULL, "%s", link);
}

static void look_at_cache(struct doctor *doctor)
{
    static const char name[] = "cache";
    AUTO_CHARS path = kube_args_cache_directory(&doctor->args->kube, doctor->console);
    struct stat st;

    if (!path)
        doctor_add(doctor, name, DOCTOR_WARNING, "set HOME, or KUBECACHEDIR",
                   "none: what kinds a server has is asked each time");
    else if (stat(path, &st) != 0)
        doctor_add(doctor, name, DOCTOR_OK, NULL, "%s, made when it is needed", path);
    else if (!S_ISDIR(st.st_mode) || access(path, W_OK | X_OK) != 0)
        doctor_add(doctor, name, DOCTOR_WARNING, "make it yours, or set KUBECACHEDIR to another",
                   "%s is no directory that you may write", path);
    else if (st.st_uid != geteuid() || (st.st_mode & S_IWOTH))
        doctor_add(doctor, name, DOCTOR_WARNING, "set KUBECACHEDIR to a directory of your own",
                   "others may write %s", path);
    else
        doctor_add(doctor, name, DOCTOR_OK, NULL, "%s", path);
}

bool doctor_look_at_machine(struct doctor *doctor, struct error *err)
{
    look_at_self(doctor);
    if (!look_at_helm(doctor, err) || !look_at_git(doctor, err) || !look_at_kubectl(doctor, err))
        return false;
    look_at_terminal(doctor);
    look_at_completion(doctor);
    look_at_cache(doctor);
    return true;
}
