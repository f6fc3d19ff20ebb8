/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno logs: what the pods of a workload say */
#include "cli/command.h"
#include "commands.h"
#include "kube_args.h"
#include "launch/name.h"
#include "workload/gather.h"
#include "workload/log.h"

/* Written out at once beyond it, else a few times a second. */
#define OUT_BYTES ((size_t)64 << 10)

struct logs_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    bool follow;
    bool previous;
    bool all_containers;
    bool prefix;
    const char *container;
    int tail;
    double since_seconds;
};

static const struct logs_args logs_defaults = { .tail = -1 };

static const struct option logs_options[] = {
    OPT_GROUP("Logs:"),
    OPT_FLAG(0, "all-containers", struct logs_args, all_containers,
             "of all containers, those that run first included"),
    OPT_STRING('c', "container", struct logs_args, container, "NAME",
               "of this container in place of the pod's default one"),
    OPT_FLAG('f', "follow", struct logs_args, follow, "go on until the pods end"),
    OPT_FLAG(0, "prefix", struct logs_args, prefix,
             "pod and container before each line, as it is with several of them"),
    OPT_FLAG('p', "previous", struct logs_args, previous, "of the run before the last restart"),
    OPT_DURATION(0, "since", struct logs_args, since_seconds, "TIME", "not older: 10s, 5m, 1h"),
    OPT_INT(0, "tail", struct logs_args, tail, "N", "only so many last lines of each; -1 is all",
            .min = -1),
    OPT_INCLUDE(struct logs_args, kube, kube_arg_options),
    OPT_END,
};

/* ---- lines */

struct printing {
    struct console *console;
    bool prefix;
};

static void print_prefix(struct console *console, const struct log_source *source)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&text, "[pod/" VIEW_FMT "/" VIEW_FMT "]", VIEW_ARGS(source->pod),
             VIEW_ARGS(source->container));
    console_colored(console, COLOR_DIM, buf_view(&text));
    console_printf(console, " ");
}

/* A pipe gets the bytes as they are, a terminal nothing that could drive it. */
static bool print_line(void *context, const struct log_source *source, struct view line, bool whole,
                       struct error *err)
{
    const struct printing *printing = context;
    struct console *console = printing->console;

    if (printing->prefix)
        print_prefix(console, source);
    if (console->out_is_terminal)
        buf_add_terminal(&console->out, line, true);
    else
        console_write(console, line);
    /* Lines of several sources do not run into each other. */
    if (whole || printing->prefix || console->out_is_terminal)
        console_printf(console, "\n");
    return console->out.len < OUT_BYTES || console_flush(console, err);
}

static bool print_out(void *context, struct error *err)
{
    const struct printing *printing = context;

    return printing->console->out.len == 0 || console_flush(printing->console, err);
}

/* ---- the end */

/* The one problem there is, or how many of the sources have one. */
static bool tell_problems(const struct log_sources *sources, struct console *console,
                          struct error *err)
{
    size_t failed = 0;

    for (size_t i = 0; i < sources->len; i++)
        failed += sources->items[i].problem.code != ERROR_NONE;
    for (size_t i = 0; i < sources->len; i++) {
        struct log_source *source = &sources->items[i];

        if (source->problem.code == ERROR_NONE)
            continue;
        error_wrap(&source->problem, "Pod/" VIEW_FMT " " VIEW_FMT, VIEW_ARGS(source->pod),
                   VIEW_ARGS(source->container));
        if (sources->len == 1)
            return error_move(err, &source->problem);
        console_warn(console, "%s", error_message(&source->problem));
    }
    if (failed == 0)
        return true;
    return error_set(err, failed < sources->len ? ERROR_PARTIAL : ERROR_NOT_FOUND,
                     "%zu of %zu logs could not be read whole", failed, sources->len);
}

static bool gather(struct gather *gathered, struct kube_link *link, const char *name,
                   struct error *err)
{
    AUTO_FREE(kube_discovery) discovery = kube_discovery_new(link->client);
    const struct gather_request request = {
        .client = link->client,
        .discovery = discovery,
        .namespace = kube_link_namespace(link),
        .name = name,
        .flags = kube_link_flags(link),
    };
    bool done = gather_workload(gathered, &request, err);

    console_waited(link->console);
    for (size_t i = 0; done && i < gathered->notes.len; i++)
        console_warn(link->console, "%s", gathered->notes.items[i]);
    return done;
}

static bool logs_run(void *opaque, const struct strv *operands, struct console *console,
                     struct error *err)
{
    const struct logs_args *args = opaque;
    const char *name = operand_name(operands->items[0], WORKLOAD_PREFIX);
    const struct log_choice choice = { args->container, args->all_containers };
    struct printing printing = { .console = console };
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->kube, console);
    AUTO(gather) gathered = GATHER_INIT;
    AUTO(log_sources) sources = LOG_SOURCES_INIT;
    struct log_request request = {
        .follow = args->follow,
        .previous = args->previous,
        .tail = args->tail,
        .since_seconds = args->since_seconds,
        .receive = print_line,
        .tick = print_out,
        .context = &printing,
    };

    if (args->container && args->all_containers)
        return error_set(err, ERROR_USAGE, "--container is one, --all-containers are all of them");
    if (!name_check_workload(name, err) || !kube_link_client(&link, err) ||
        !gather(&gathered, &link, name, err))
        return false;
    if (!log_choose(&sources, &gathered, &choice, err))
        return error_wrap(err, "workload '%s' has no such log", name);
    for (size_t i = 0; i < sources.notes.len; i++)
        console_note(console, "%s", sources.notes.items[i]);
    printing.prefix = args->prefix || sources.len > 1;
    request.client = link.client;
    request.namespace = kube_link_namespace(&link);
    /* A failure at the end does not take back what was printed. */
    return log_read(&sources, &request, err) && console_flush(console, err) &&
           tell_problems(&sources, console, err);
}

static const char *const logs_examples[] = { "logs nb-1", "logs nb-1 -f --tail 20",
                                             "logs nb-1 --all-containers --since 10m", NULL };

static const char *const logs_see_also[] = { "inspect", "ps", NULL };

const struct command cmd_logs = {
    .name = "logs",
    .summary = "print what the pods of a workload write",
    .synopsis = "NAME",
    .description =
        "The logs of all its pods: one after the other, or with -f all at once as their lines "
        "come. "
        "With more than one pod or container each line begins with [pod/POD/CONTAINER]. On a "
        "terminal control characters are made visible; a pipe gets the bytes as they are.",
    .examples = logs_examples,
    .see_also = logs_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = logs_options,
    .args_size = sizeof(struct logs_args),
    .defaults = &logs_defaults,
    .run = logs_run,
};
