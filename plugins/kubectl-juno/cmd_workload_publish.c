/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno workload publish: bring the Workload of a component to openchoreo-api */
#include <string.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/console.h"
#include "commands.h"
#include "launch/name.h"
#include "openchoreo/failure.h"
#include "openchoreo/publish.h"
#include "print/output.h"
#include "publish_args.h"
#include "workload_args.h"

/* A document has more bytes as YAML than as the JSON that is sent. */
#define DOCUMENT_BYTES_MAX ((size_t)16 << 20)
#define STDIN_HINT         "'-f -' reads the Workload from standard input: < FILE, or a pipe"

enum conflict_choice { CONFLICT_DEFAULT, CONFLICT_REPLACE, CONFLICT_IMAGE, CONFLICT_FAIL };

struct publish_command_args {
    struct workload_args workload;
    struct publish_args servers;
    struct output_args output;
    const char *file;
    const char *run_name;
    enum conflict_choice on_conflict;
    bool keep_metadata;
    bool legacy_route;
    bool dry_run;
};

static const struct publish_command_args publish_defaults = { .servers = PUBLISH_ARGS_INIT };

static const struct option_choice conflict_choices[] = {
    { "replace", CONFLICT_REPLACE, "all of it" },
    { "image", CONFLICT_IMAGE, "its image alone" },
    { "fail", CONFLICT_FAIL, "nothing" },
    { NULL, 0, NULL },
};

static const struct option publish_options[] = {
    OPT_INCLUDE(struct publish_command_args, workload, workload_arg_options),
    OPT_GROUP("Publishing:"),
    OPT_FLAG(0, "dry-run", struct publish_command_args, dry_run,
             "print the requests that would be sent, and send none"),
    OPT_STRING('f', "filename", struct publish_command_args, file, "FILE",
               "a Workload, in place of one made from flags; - for standard input"),
    OPT_FLAG(0, "keep-metadata", struct publish_command_args, keep_metadata,
             "labels and annotations of the existing workload stay"),
    OPT_FLAG(0, "legacy-route", struct publish_command_args, legacy_route,
             "the direct call of OpenChoreo before 1.0"),
    OPT_CHOICE(0, "on-conflict", struct publish_command_args, on_conflict, conflict_choices,
               "what to change of a workload that exists; without -f or a descriptor only the "
               "image from 1.0 on, else all"),
    OPT_STRING('o', "output", struct publish_command_args, output.format, "FORMAT",
               "json, yaml, name or jsonpath of what the server answers",
               .complete = output_complete_named),
    OPT_STRING(0, "run-name", struct publish_command_args, run_name, "NAME",
               "the WorkflowRun to annotate (default: $RUN_NAME)"),
    OPT_INCLUDE(struct publish_command_args, servers, publish_arg_options),
    OPT_END,
};

static bool given(const char *value)
{
    return value && *value;
}

/* ---- flags that exclude each other */

static bool check_file_alone(const struct publish_command_args *args, struct error *err)
{
    const struct workload_args *workload = &args->workload;
    const struct {
        const char *flag;
        const char *value;
    } others[] = {
        { "--app-path", workload->app_path },    { "--component", workload->component },
        { "--confine", workload->confine },      { "--descriptor", workload->descriptor },
        { "--image", workload->image },          { "--project", workload->project },
        { "--source-dir", workload->source_dir }
    };

    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        if (given(others[i].value))
            return error_set(err, ERROR_USAGE, "-f and %s exclude each other", others[i].flag);
    if (strcmp(args->file, "-") == 0 && args->servers.secret_file &&
        strcmp(args->servers.secret_file, "-") == 0)
        return error_set(err, ERROR_USAGE,
                         "-f and --oauth-client-secret-file cannot both read standard input");
    return true;
}

static bool check_legacy(const struct publish_command_args *args, const struct dialect *dialect,
                         struct error *err)
{
    if (!(dialect->features & DIALECT_LEGACY_ROUTE)) {
        error_set(err, ERROR_USAGE, "OpenChoreo %s has no --legacy-route", dialect->name);
        return error_hint(err, "0.17 has: --target-version v0.17");
    }
    if (args->keep_metadata || args->on_conflict)
        return error_set(err, ERROR_USAGE,
                         "--legacy-route always replaces the whole spec: it goes with neither "
                         "--keep-metadata nor --on-conflict");
    return true;
}

static bool check_flags(const struct publish_command_args *args, const struct dialect *dialect,
                        struct error *err)
{
    if (args->dry_run && args->output.format)
        return error_set(err, ERROR_USAGE,
                         "-o is for what the server answers, and --dry-run asks none");
    if (args->legacy_route && !check_legacy(args, dialect, err))
        return false;
    return given(args->file) ? check_file_alone(args, err)
                             : workload_args_check(&args->workload, err);
}

/* ---- the workload */

/* What was read with -f. */
struct read_workload {
    struct ydoc *doc;
    const char *path; /* for messages */
};

static bool bad_file(const struct read_workload *read, const struct ynode *at, const char *problem,
                     struct error *err)
{
    return failure_set(err, FAILURE_INPUT, ERROR_INVALID, "%s:%u:%u: %s", read->path,
                       at ? ynode_line(at) : 1, at ? ynode_column(at) : 1, problem);
}

/* KEY, which may be missing, is WANTED. */
static bool check_word(const struct read_workload *read, const char *key, const char *wanted,
                       struct error *err)
{
    const struct ynode *node = ynode_get(ydoc_root(read->doc), key);
    AUTO(buf) problem = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!node || view_is(ynode_text(node), wanted))
        return true;
    buf_addf(&problem, "%s is '" VIEW_FMT "', not '%s'", key, VIEW_ARGS(ynode_text(node)), wanted);
    return bad_file(read, node, buf_text(&problem), err);
}

static bool check_shape(const struct read_workload *read, struct error *err)
{
    const struct ynode *root = ydoc_root(read->doc);
    const struct ynode *metadata = ynode_get(root, "metadata");

    if (!ynode_is_map(root))
        return bad_file(read, root, root ? "a Workload is a mapping" : "there is no Workload", err);
    if (!check_word(read, "kind", "Workload", err) ||
        !check_word(read, "apiVersion", "openchoreo.dev/v1alpha1", err))
        return false;
    if (!ynode_is_map(metadata))
        return bad_file(read, metadata ? metadata : root, "metadata with a name is missing", err);
    if (ynode_text(ynode_get(metadata, "name")).len == 0)
        return bad_file(read, metadata, "metadata.name is missing", err);
    if (!ynode_is_map(ynode_get(root, "spec")))
        return bad_file(read, root, "spec is missing", err);
    return true;
}

/* The path of the request wins; the document is to say the same. */
static void set_namespace(const struct read_workload *read, const char *namespace)
{
    struct ynode *metadata = ynode_get(ydoc_root(read->doc), "metadata");

    if (!view_is(ynode_text(ynode_get(metadata, "namespace")), namespace))
        ynode_set_string(read->doc, metadata, "namespace", view_of(namespace));
}

static bool read_file(struct read_workload *read, const struct publish_command_args *args,
                      struct console *console, struct error *err)
{
    bool is_stdin = strcmp(args->file, "-") == 0;
    AUTO(buf) text = BUF_INIT(DOCUMENT_BYTES_MAX);

    read->path = is_stdin ? "<stdin>" : args->file;
    if (is_stdin ? !console_read_stdin(console, &text, STDIN_HINT, err)
                 : !file_read(&text, args->file, err))
        return err->code == ERROR_USAGE ? false : failure_wrap(err, FAILURE_INPUT);
    read->doc = ydoc_parse(buf_view(&text), read->path, err);
    return read->doc ? check_shape(read, err) : failure_wrap(err, FAILURE_INPUT);
}

/* It has parts that only a descriptor, or a person, can have said. */
static bool says_more(const struct ynode *workload)
{
    static const char *const parts[] = { "endpoints", "dependencies", "connections" };
    const struct ynode *spec = ynode_get(workload, "spec");
    const struct ynode *container = ynode_get(spec, "container");

    for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
        if (ynode_len(ynode_get(spec, parts[i])) > 0)
            return true;
    return ynode_len(container) > 1;
}

/* ---- names: what the server would refuse anyway is told before anything is sent */

static bool check_name(const char *what, struct view name, struct error *err)
{
    if (name_is_subdomain(name))
        return true;
    failure_set(err, FAILURE_INPUT, ERROR_INVALID,
                "'" VIEW_FMT "' cannot be the name of an object (the %s)", VIEW_ARGS(name), what);
    return error_hint(err, "names have lower-case letters, digits, '-' and '.', and begin and end "
                           "with a letter or digit");
}

static bool check_names(const struct publish_task *task, struct error *err)
{
    const struct ynode *workload = task->origin.workload;
    const struct ynode *owner = ynode_get_path(workload, "spec", "owner", NULL);
    const struct ynode *component = ynode_get(owner, "componentName");
    const struct ynode *project = ynode_get(owner, "projectName");

    return check_name("namespace", view_of(task->namespace), err) &&
           check_name("workload", ynode_text(ynode_get_path(workload, "metadata", "name", NULL)),
                      err) &&
           (!(component || task->legacy_route) ||
            check_name("component", ynode_text(component), err)) &&
           (!(project || task->legacy_route) || check_name("project", ynode_text(project), err)) &&
           (!given(task->run_name) || check_name("WorkflowRun", view_of(task->run_name), err));
}

/* ---- the task */

static enum publish_conflict conflict_of(const struct publish_command_args *args,
                                         const struct dialect *dialect, bool has_more)
{
    switch (args->on_conflict) {
    case CONFLICT_REPLACE:
        return PUBLISH_REPLACE;
    case CONFLICT_IMAGE:
        return PUBLISH_IMAGE;
    case CONFLICT_FAIL:
        return PUBLISH_FAIL;
    case CONFLICT_DEFAULT:
        break;
    }
    return has_more || !(dialect->features & DIALECT_IMAGE_UPDATE) ? PUBLISH_REPLACE
                                                                   : PUBLISH_IMAGE;
}

static const char *run_of(const struct publish_command_args *args, const struct dialect *dialect,
                          struct console *console)
{
    const char *run = args->run_name ? args->run_name : console_env(console, "RUN_NAME");

    if (!given(run) || dialect->features & DIALECT_RUN)
        return run;
    console_warn(console, "OpenChoreo %s marks the WorkflowRun itself: '%s' is not annotated",
                 dialect->name, run);
    return NULL;
}

/* What both ways to a workload have in common. */
static struct publish_task task_of(const struct publish_command_args *args,
                                   const struct dialect *dialect, struct console *console)
{
    return (struct publish_task){ .origin = { .dialect = dialect },
                                  .namespace = workload_args_namespace(&args->workload),
                                  .keep_metadata = args->keep_metadata,
                                  .legacy_route = args->legacy_route,
                                  .run_name = run_of(args, dialect, console) };
}

/* ---- doing it */

static bool print_result(const struct output *output, const struct publish_task *task,
                         const struct publish_result *result, struct console *console,
                         struct error *err)
{
    struct view name = ynode_text(ynode_get_path(task->origin.workload, "metadata", "name", NULL));
    AUTO_FREE(ydoc) list = NULL;
    struct ynode *objects;

    if (output->format == OUTPUT_TABLE || output->format == OUTPUT_NAME) {
        console_printf(console, "workload/");
        console_text(console, name);
        if (output->format == OUTPUT_TABLE)
            console_printf(console, " %s",
                           result->outcome == PUBLISH_CREATED ? "created" : "configured");
        console_printf(console, "\n");
        return true;
    }
    list = ydoc_new();
    objects = ynode_new_seq(list);
    ynode_add(list, objects, ynode_copy(list, ydoc_root(result->object)));
    return output_objects(console, output, objects, err);
}

static bool do_publish(const struct publish_command_args *args, const struct output *output,
                       const struct publish_task *task, struct console *console, struct error *err)
{
    AUTO(publish_link) link = PUBLISH_LINK_INIT;
    AUTO(publish_result) result = PUBLISH_RESULT_INIT;
    bool done;

    if (!check_names(task, err) || !publish_args_access(&link, &args->servers, console, err))
        return false;
    if (args->dry_run) {
        AUTO(buf) plan = BUF_INIT(CONSOLE_OUT_BYTES_MAX);

        if (!publish_plan(&plan, &link.access, task, err))
            return false;
        console_write(console, buf_view(&plan));
        return true;
    }
    done = publish_args_connect(&link, &args->servers, console, err) &&
           publish(&link.access, task, &link.line, &result, err);
    console_waited(console);
    return done && print_result(output, task, &result, console, err);
}

static bool publish_file(const struct publish_command_args *args, const struct output *output,
                         struct publish_task *task, struct console *console, struct error *err)
{
    struct read_workload read = { .doc = NULL };
    bool done = read_file(&read, args, console, err);

    if (done) {
        struct view namespace =
            ynode_text(ynode_get_path(ydoc_root(read.doc), "metadata", "namespace", NULL));
        AUTO_CHARS own = view_copy(namespace);

        if (!args->workload.namespace && namespace.len > 0)
            task->namespace = own;
        set_namespace(&read, task->namespace);
        task->origin.workload = ydoc_root(read.doc);
        task->origin.path = read.path;
        task->from_source = says_more(task->origin.workload);
        task->on_conflict = conflict_of(args, task->origin.dialect, true);
        done = do_publish(args, output, task, console, err);
    }
    ydoc_free(read.doc);
    return done;
}

static bool publish_made(const struct publish_command_args *args, const struct output *output,
                         struct publish_task *task, struct console *console, struct error *err)
{
    AUTO(made_workload) made = MADE_WORKLOAD_INIT;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool has_descriptor;

    /* Here it is more than the warning that `create` has for it. */
    buf_addf(&name, "%s-workload", args->workload.component);
    if (!check_name("workload", buf_view(&name), err))
        return false;
    if (!workload_args_make(&made, &args->workload, task->origin.dialect, console, err))
        return err->code == ERROR_INTERRUPTED ? false : failure_wrap(err, FAILURE_INPUT);
    has_descriptor = made.descriptor.path;
    task->origin.workload = ydoc_root(made.doc);
    task->origin.descriptor = has_descriptor ? &made.descriptor : NULL;
    task->from_source = has_descriptor;
    task->on_conflict = conflict_of(args, task->origin.dialect, has_descriptor);
    task->largest_path = made.largest.path;
    task->largest_bytes = made.largest.bytes;
    return do_publish(args, output, task, console, err);
}

static bool publish_run(void *opaque, const struct strv *operands, struct console *console,
                        struct error *err)
{
    const struct publish_command_args *args = opaque;
    const struct dialect *dialect = workload_args_dialect(&args->workload, console, err);
    AUTO(output) output = OUTPUT_INIT;
    struct publish_task task;

    (void)operands;
    if (!dialect ||
        !output_choose(&output, &args->output,
                       OUTPUT_MACHINE | OUTPUT_BIT(OUTPUT_NAME) | OUTPUT_BIT(OUTPUT_JSONPATH),
                       err) ||
        !check_flags(args, dialect, err) || !publish_args_check(&args->servers, console, err))
        return false;
    task = task_of(args, dialect, console);
    return given(args->file) ? publish_file(args, &output, &task, console, err)
                             : publish_made(args, &output, &task, console, err);
}

static const char *const publish_examples[] = {
    "workload publish -c web --image web:2 --descriptor workload.yaml --api-server-url "
    "https://api.example.org --oauth-token-url https://id.example.org/oauth2/token "
    "--oauth-client-id ci --oauth-client-secret-file secret --dry-run",
    "workload publish -f workload-cr.yaml --k3d --dry-run",
    NULL,
};

const struct command cmd_workload_publish = {
    .name = "publish",
    .summary = "bring a Workload to the API server of OpenChoreo",
    .synopsis = "-c COMPONENT --image REF\n-f FILE",
    .description =
        "Gets a token by OAuth 2 client credentials, creates the workload, and updates the one "
        "that exists already. Without a descriptor an update changes the image alone (from 1.0 "
        "on). What may help is tried again: lost connections, deadlines, 5xx; a repetition does "
        "no harm.\n\n"
        "The secret comes from a file, standard input or the environment, never from a flag, and "
        "is in no message.",
    .examples = publish_examples,
    .operands = { .min = 0, .max = 0 },
    .options = publish_options,
    .args_size = sizeof(struct publish_command_args),
    .defaults = &publish_defaults,
    .run = publish_run,
};
