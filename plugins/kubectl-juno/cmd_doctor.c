/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno doctor: what is found here, and what to do about what is not */
#include "cli/command.h"
#include "commands.h"
#include "doctor.h"
#include "print/output.h"

/* The cluster is asked for so long at most, whatever it does. */
#define CLUSTER_SECONDS 10.0

struct doctor_args {
    struct catalog_args catalog;
    struct output_args output;
};

static const struct option doctor_options[] = {
    OPT_INCLUDE(struct doctor_args, catalog, catalog_arg_options),
    OPT_INCLUDE(struct doctor_args, output, output_options),
    OPT_END,
};

/* ---- rows ---- */

static const char *const status_words[DOCTOR_STATUSES] = {
    [DOCTOR_OK] = "ok",
    [DOCTOR_WARNING] = "warning",
    [DOCTOR_MISSING] = "missing",
    [DOCTOR_UNKNOWN] = "unknown",
};

static void add_row(struct doctor *doctor, const char *name, enum doctor_status status,
                    struct view found, const char *advice)
{
    struct ynode *row = ynode_new_map(doctor->doc);

    ynode_set_string(doctor->doc, row, "name", view_of(name));
    ynode_set_string(doctor->doc, row, "status", view_of(status_words[status]));
    ynode_set_string(doctor->doc, row, "found", found);
    if (advice)
        ynode_set_string(doctor->doc, row, "advice", view_of(advice));
    ynode_add(doctor->doc, doctor->rows, row);
    doctor->counts[status]++;
}

void doctor_add(struct doctor *doctor, const char *name, enum doctor_status status,
                const char *advice, const char *format, ...)
{
    AUTO(buf) found = BUF_INIT(BUF_TEXT_BYTES_MAX);
    va_list args;

    va_start(args, format);
    buf_addv(&found, format, args);
    va_end(args);
    add_row(doctor, name, status, buf_view(&found), advice);
}

void doctor_add_problem(struct doctor *doctor, const char *name, enum doctor_status status,
                        const struct error *problem)
{
    add_row(doctor, name, status, view_of(error_message(problem)), problem->hint);
}

static enum color status_color(const struct ynode *row)
{
    struct view status = ynode_text(ynode_get(row, "status"));

    if (view_is(status, status_words[DOCTOR_OK]))
        return COLOR_READY;
    return view_is(status, status_words[DOCTOR_MISSING]) ? COLOR_FAILED : COLOR_WAITING;
}

/* What to do stands behind what was found. */
static void format_found(struct buf *cell, const struct ynode *row,
                         const struct table *table UNUSED)
{
    struct view advice = ynode_text(ynode_get(row, "advice"));

    buf_add_view(cell, ynode_text(ynode_get(row, "found")));
    if (advice.len > 0)
        buf_addf(cell, "; " VIEW_FMT, VIEW_ARGS(advice));
}

static const struct column columns[] = {
    { .header = "CHECK", .path = ".name" },
    { .header = "STATUS", .path = ".status", .color = status_color },
    { .header = "FOUND", .format = format_found },
};

static const struct output_kind check_kind = {
    .kind = "Check",
    .columns = columns,
    .column_count = ARRAY_SIZE(columns),
};

/* ---- the command ---- */

static bool tell_result(const struct doctor *doctor, struct error *err)
{
    size_t found = doctor->counts[DOCTOR_WARNING] + doctor->counts[DOCTOR_MISSING];
    size_t unknown = doctor->counts[DOCTOR_UNKNOWN], all = ynode_len(doctor->rows);

    if (unknown > 0)
        return error_set(err, ERROR_UNCLEAR,
                         "%zu of %zu checks could not be made, %zu found something", unknown, all,
                         found);
    return found == 0 ||
           error_set(err, ERROR_FOUND, "%zu of %zu checks found something", found, all);
}

static bool doctor_run(void *opaque, const struct strv *operands UNUSED, struct console *console,
                       struct error *err)
{
    struct doctor_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->catalog.kube, console);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct doctor doctor = {
        .console = console,
        .args = &args->catalog,
        .link = &link,
        .doc = doc,
        .rows = ynode_new_seq(doc),
    };
    bool done;

    if (!output_choose(&output, &args->output, OUTPUT_LISTS, err))
        return false;
    args->catalog.kube.budget_seconds = CLUSTER_SECONDS;
    done = doctor_look_at_machine(&doctor, err) && doctor_look_at_files(&doctor, err) &&
           doctor_look_at_cluster(&doctor, err);
    console_waited(console);
    return done && output_list(console, &output, &check_kind, doctor.rows, err) &&
           tell_result(&doctor, err);
}

static const char *const doctor_examples[] = { "doctor", "doctor -n film-a", "doctor -o json",
                                               NULL };

static const char *const doctor_see_also[] = { "completion", "list", "version", NULL };

const struct command cmd_doctor = {
    .name = "doctor",
    .flags = COMMAND_QUESTION,
    .summary = "say what is found here, and what to do about what is not",
    .description =
        "Looks for helm, git and kubectl, at every kubeconfig file, at the API server and what its "
        "user may do in the project and in the catalog's namespace, at the catalog, the terminal, "
        "completion and the cache. STATUS is ok, warning (works less well than it could), missing, "
        "or unknown where something could not be found out.\n\n"
        "Nothing is changed, no secret is shown, and the cluster is asked for ten seconds at most.",
    .examples = doctor_examples,
    .see_also = doctor_see_also,
    .operands = { .min = 0, .max = 0 },
    .options = doctor_options,
    .args_size = sizeof(struct doctor_args),
    .run = doctor_run,
};
