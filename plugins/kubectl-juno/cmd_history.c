/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno history: what was done to a workload, version by version */
#include <inttypes.h>

#include "base/clock.h"
#include "cli/command.h"
#include "commands.h"
#include "launch/name.h"
#include "past.h"
#include "print/output.h"

struct history_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    struct output_args output;
};

static const struct option history_options[] = {
    OPT_INCLUDE(struct history_args, output, output_options),
    OPT_INCLUDE(struct history_args, kube, kube_arg_options),
    OPT_END,
};

/* ---- rows ---- */

enum version_status {
    VERSION_CURRENT,
    VERSION_REPLACED,
    VERSION_FAILED,
    VERSION_UNFINISHED, /* and the process is gone */
    VERSION_RUNNING,
};

static const char *const status_names[] = {
    [VERSION_CURRENT] = "current",   [VERSION_REPLACED] = "replaced",
    [VERSION_FAILED] = "failed",     [VERSION_UNFINISHED] = "unfinished",
    [VERSION_RUNNING] = "under way",
};

static enum version_status status_of(const struct history_version *version,
                                     const struct history_version *held)
{
    if (version == held)
        return VERSION_CURRENT;
    switch (version->state) {
    case RECORD_COMPLETE:
        return VERSION_REPLACED;
    case RECORD_APPLYING:
        return record_launcher_is_gone(view_of(version->launcher)) ? VERSION_UNFINISHED
                                                                   : VERSION_RUNNING;
    case RECORD_FAILED:
        break;
    }
    return VERSION_FAILED;
}

static enum color color_of(const struct ynode *row)
{
    struct view status = ynode_text(ynode_get(row, "status"));

    if (view_is(status, status_names[VERSION_CURRENT]))
        return COLOR_READY;
    if (view_is(status, status_names[VERSION_REPLACED]))
        return COLOR_DIM;
    return view_is(status, status_names[VERSION_RUNNING]) ? COLOR_WAITING : COLOR_FAILED;
}

static const struct column history_columns[] = {
    { .header = "VERSION", .path = ".version", .align = ALIGN_RIGHT },
    { .header = "ACTION", .path = ".action" },
    { .header = "TEMPLATE", .path = ".template" },
    { .header = "REVISION", .path = ".revision" },
    { .header = "STATUS", .path = ".status", .color = color_of },
    { .header = "AGE", .path = ".created", .format = table_format_age },
    { .header = "BY", .path = ".user", .only = SHOW_WIDE },
    { .header = "NOTE", .path = ".note", .absent = "" },
};

static const struct output_kind history_kind = {
    .kind = "Version",
    .columns = history_columns,
    .column_count = ARRAY_SIZE(history_columns),
};

/* "HOST:PID:START of USER" */
static struct view user_of(const struct history_version *version)
{
    struct view launcher = view_of(version->launcher);
    size_t at = view_find(launcher, VIEW(" of "), 0);

    return view_sub(launcher, at + strlen(" of "), launcher.len);
}

static void add_age(struct ydoc *doc, struct ynode *row, const char *created)
{
    int64_t seconds;

    if (clock_parse_rfc3339(view_of(created), &seconds))
        ynode_set(doc, row, VIEW("age"), ynode_new_int(doc, clock_now() - seconds));
}

static void add_row(struct ydoc *doc, struct ynode *rows, const struct history_version *version,
                    const struct history_version *held, const char *name)
{
    struct ynode *row = ynode_new_map(doc);
    struct view user = user_of(version);

    ynode_set_string(doc, row, "name", view_of(name));
    ynode_set(doc, row, VIEW("version"), ynode_new_int(doc, (int64_t)version->number));
    ynode_set_string(doc, row, "action", view_of(version->action));
    ynode_set_string(doc, row, "template", view_of(version->template));
    ynode_set_string(doc, row, "revision", view_of(version->revision));
    ynode_set_string(doc, row, "status", view_of(status_names[status_of(version, held)]));
    ynode_set_string(doc, row, "created", view_of(version->created));
    add_age(doc, row, version->created);
    if (user.len > 0)
        ynode_set_string(doc, row, "user", user);
    if (version->note[0])
        ynode_set_string(doc, row, "note", view_of(version->note));
    ynode_add(doc, rows, row);
}

static bool history_run(void *opaque, const struct strv *operands, struct console *console,
                        struct error *err)
{
    const struct history_args *args = opaque;
    const char *name = operand_name(operands->items[0], WORKLOAD_PREFIX);
    AUTO(output) output = OUTPUT_INIT;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->kube, console);
    AUTO(past) past = PAST_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *rows = ynode_new_seq(doc);

    if (!output_choose(&output, &args->output, OUTPUT_LISTS, err) ||
        !name_check_workload(name, err) || !kube_link_client(&link, err) ||
        !past_read(&past, &link, name, err))
        return false;
    if (past.unlisted)
        return error_set(err, ERROR_FORBIDDEN, "the history of '%s' cannot be read: %s", name,
                         past.unlisted);
    for (size_t i = 0; i < past.history.len; i++)
        add_row(doc, rows, &past.history.versions[i], past_held(&past), name);
    if (past.history.len == 0)
        console_note(console, "No history of %s was kept.", name);
    return output_list(console, &output, &history_kind, rows, err);
}

static const char *const history_examples[] = {
    "history nb-1",
    "history nb-1 -o json",
    NULL,
};

static const char *const history_see_also[] = { "rollback", "upgrade", "diff", "inspect", NULL };

const struct command cmd_history = {
    .name = "history",
    .summary = "show what was done to a workload, version by version",
    .synopsis = "NAME",
    .description =
        "Every launch, upgrade and rollback is a version: when it was, from which revision of the "
        "template, how it ended. The newest ten are kept, as Secrets of the workload.",
    .examples = history_examples,
    .see_also = history_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = history_options,
    .args_size = sizeof(struct history_args),
    .run = history_run,
};
