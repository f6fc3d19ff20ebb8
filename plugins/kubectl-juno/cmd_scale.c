/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno scale: how many replicas, asked or set */
#include "cli/command.h"
#include "commands.h"
#include "control_args.h"
#include "control_choice.h"
#include "workload_link.h"

#define REPLICAS_MAX       1000000
#define REPLICAS_NOT_GIVEN (-1)

struct scale_args {
    struct control_args control; /* first: kube_args_complete_workload() */
    int replicas;
};

static const struct scale_args scale_defaults = { .replicas = REPLICAS_NOT_GIVEN };

static const struct option scale_options[] = {
    OPT_GROUP("Scale:"),
    OPT_INT(0, "replicas", struct scale_args, replicas, "N", "so many pods", .max = REPLICAS_MAX),
    OPT_INCLUDE(struct scale_args, control, control_arg_options),
    OPT_END,
};

/* ---- without --replicas: what there is */

static const struct column scale_columns[] = {
    { .header = "OBJECT", .path = ".object" },
    { .header = "REPLICAS", .path = ".replicas" },
    { .header = "READY", .path = ".ready" },
};

static const struct output_kind scale_kind = {
    .kind = "Scale",
    .columns = scale_columns,
    .column_count = ARRAY_SIZE(scale_columns),
};

static void add_row(struct ydoc *doc, struct ynode *rows, const struct gathered *object)
{
    struct ynode *row = ynode_new_map(doc);
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    output_add_object_name(&name, ydoc_root(object->doc));
    ynode_set_string(doc, row, "name", view_of(object->wanted.name));
    ynode_set_string(doc, row, "object", buf_view(&name));
    ynode_set(doc, row, VIEW("replicas"), ynode_new_int(doc, object->status.desired));
    ynode_set(doc, row, VIEW("ready"), ynode_new_int(doc, object->status.ready));
    ynode_add(doc, rows, row);
}

static bool show(const struct scale_args *args, const struct control_task *task,
                 const char *operand, struct console *console, struct error *err)
{
    AUTO(output) output = OUTPUT_INIT;
    AUTO(workload_link) link = WORKLOAD_LINK_INIT(&args->control.kube, console);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *rows = ynode_new_seq(doc);

    if (args->control.wait.wait || args->control.dry_run != CONTROL_WRITE)
        return error_set(err, ERROR_USAGE, "--replicas is missing: nothing would change");
    if (!output_choose(&output, &args->control.output, OUTPUT_NAMED, err) ||
        !workload_link_read(&link, operand, err) || !control_choice_check(&link, task, err))
        return false;
    for (size_t i = 0; i < link.gather.len; i++)
        if (control_choice_has(control_choice_live(&link.gather, i), task))
            add_row(doc, rows, &link.gather.objects[i]);
    return output_list(console, &output, &scale_kind, rows, err);
}

static bool scale_run(void *opaque, const struct strv *operands, struct console *console,
                      struct error *err)
{
    const struct scale_args *args = opaque;
    struct control_task task = {
        .act = CONTROL_SCALE,
        .replicas = args->replicas,
        .object = operands->len > 1 ? operands->items[1] : NULL,
        .what = args->replicas == 0 ? WAIT_SETTLED : WAIT_READY,
        .one = true,
    };

    if (args->replicas != REPLICAS_NOT_GIVEN)
        return control_args_run(&args->control, &task, operands->items[0], console, err);
    task.one = false;
    return show(args, &task, operands->items[0], console, err);
}

static const char *const scale_examples[] = {
    "scale nb-1",
    "scale nb-1 --replicas 3",
    "scale nb-1 --replicas 3 deployment/nb-1-web",
    NULL,
};

static const char *const scale_see_also[] = { "stop", "start", "wait", NULL };

const struct command cmd_scale = {
    .name = "scale",
    .summary = "show or set how many pods a workload has",
    .synopsis = "NAME [--replicas N] [OBJECT]",
    .description =
        "Without --replicas it shows what can be scaled. Where there are several Deployments, "
        "StatefulSets or ReplicaSets, OBJECT says which: web, deployment/web or "
        "deployment.apps/web.",
    .examples = scale_examples,
    .see_also = scale_see_also,
    .operands = { .min = 1, .max = 2, .name = "NAME", .complete = kube_args_complete_workload },
    .options = scale_options,
    .args_size = sizeof(struct scale_args),
    .defaults = &scale_defaults,
    .run = scale_run,
};
