/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno rollback: a workload as an earlier version of it was */
#include <stdint.h>

#include "base/num.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "commands.h"
#include "launch/name.h"
#include "rollback.h"
#include "wait_args.h"
#include "workload/history.h"

enum rollback_dry_run { ROLLBACK_DO, ROLLBACK_TRY };

struct rollback_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    bool adopt;
    bool force;
    enum rollback_dry_run dry_run;
    struct wait_args wait;
};

static const struct option_choice rollback_dry_runs[] = {
    { "none", ROLLBACK_DO, "do it" },
    { "server", ROLLBACK_TRY, "have the server check it, without keeping it" },
    { NULL, 0, NULL },
};

static const struct option rollback_options[] = {
    OPT_GROUP("Rollback:"),
    OPT_FLAG(0, "adopt", struct rollback_args, adopt,
             "take over objects that exist and belong to no workload"),
    OPT_CHOICE(0, "dry-run", struct rollback_args, dry_run, rollback_dry_runs,
               "have the server check it", .bare = "server"),
    OPT_FLAG(0, "force-conflicts", struct rollback_args, force,
             "take over fields that others have set since, replicas too"),
    OPT_INCLUDE(struct rollback_args, wait, wait_arg_options),
    OPT_INCLUDE(struct rollback_args, kube, kube_arg_options),
    OPT_END,
};

static bool read_version(unsigned *version, const struct strv *operands, struct error *err)
{
    uint64_t number;

    if (operands->len < 2)
        return true;
    if (!num_parse_u64(view_of(operands->items[1]), &number) || number == 0 || number > UINT32_MAX)
        return error_set(err, ERROR_USAGE, "'%s' is no number of a version", operands->items[1]);
    *version = (unsigned)number;
    return true;
}

static bool do_rollback(struct rollback *rollback, const struct rollback_args *args,
                        struct error *err)
{
    struct console *console = rollback->link->console;
    const struct waiting waiting = {
        .name = rollback->name,
        .what = WAIT_SETTLED,
        .done = "is rolled back",
        .timeout_seconds = args->wait.timeout_seconds,
    };

    if (!rollback_run(rollback, err))
        return false;
    console_printf(console, "workload/%s rolled back to version %u%s\n", rollback->name,
                   rollback->version, rollback->telling->note);
    return !args->wait.wait || (console_flush(console, err) &&
                                wait_args_wait(&waiting, rollback->link, rollback->discovery, err));
}

static bool rollback_main(void *opaque, const struct strv *operands, struct console *console,
                          struct error *err)
{
    const struct rollback_args *args = opaque;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->kube, console);
    AUTO_FREE(kube_discovery) discovery = NULL;
    struct telling telling = { .console = console,
                               .note = args->dry_run == ROLLBACK_TRY ? " (server dry run)" : "" };
    struct rollback rollback = {
        .link = &link,
        .name = operand_name(operands->items[0], WORKLOAD_PREFIX),
        .adopt = args->adopt,
        .force = args->force,
        .dry_run = args->dry_run == ROLLBACK_TRY ? KUBE_DRY_RUN : KUBE_WRITE,
        .timeout_seconds = args->wait.timeout_seconds,
        .telling = &telling,
    };

    if (!name_check_workload(rollback.name, err) ||
        !read_version(&rollback.version, operands, err) ||
        !wait_args_check(&args->wait, args->dry_run == ROLLBACK_TRY, err) ||
        !kube_link_client(&link, err))
        return false;
    discovery = kube_discovery_new(link.client);
    rollback.discovery = discovery;
    return do_rollback(&rollback, args, err);
}

/* The workloads, and then the versions of that one. */
static void complete(const struct option_complete_call *call)
{
    const struct kube_args args = kube_args_hurried(call->args);
    AUTO(kube_link) link = KUBE_LINK_INIT(&args, call->console);
    AUTO(history) history = HISTORY_INIT;
    struct history_place place;

    if (call->operands->len != 1) {
        kube_args_complete_workload(call);
        return;
    }
    if (!kube_link_client(&link, NULL))
        return;
    place = (struct history_place){ link.client, kube_link_namespace(&link),
                                    operand_name(call->operands->items[0], WORKLOAD_PREFIX) };
    if (!history_list(&history, &place, NULL))
        return;
    for (size_t i = 0; i < history.len; i++) {
        const struct history_version *version = &history.versions[i];
        AUTO(buf) number = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&number, "%u", version->number);
        completion_add(call->out, buf_view(&number), view_of(version->action));
    }
}

static const char *const rollback_examples[] = {
    "rollback nb-1",
    "rollback nb-1 3 --wait",
    "rollback nb-1 --dry-run=server",
    NULL,
};

static const char *const rollback_see_also[] = { "history", "upgrade", "diff", NULL };

const struct command cmd_rollback = {
    .name = "rollback",
    .summary = "bring a workload back to an earlier version",
    .synopsis = "NAME [VERSION]",
    .description =
        "Applies the manifests of VERSION again, as `history` numbers them; neither template nor "
        "helm is needed. Without VERSION it is the one before the present one; after an upgrade "
        "that failed or was cut short, the one that was to be upgraded.\n\n"
        "A rollback is a version of its own. Volume claims stay with their data; what has been "
        "scaled or stopped stays so, as in an upgrade.",
    .examples = rollback_examples,
    .see_also = rollback_see_also,
    .operands = { .min = 1, .max = 2, .name = "NAME", .complete = complete },
    .options = rollback_options,
    .args_size = sizeof(struct rollback_args),
    .run = rollback_main,
};
