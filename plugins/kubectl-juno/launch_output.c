/* SPDX-License-Identifier: Apache-2.0 */
#include "launch_output.h"

#include "launch_args.h"

const struct option_choice launch_dry_run_choices[] = {
    { "none", LAUNCH_DRY_RUN_NONE, "do it" },
    { "client", LAUNCH_DRY_RUN_CLIENT, "show what would be applied, without asking the server" },
    { "server", LAUNCH_DRY_RUN_SERVER, "have the server check it, without keeping it" },
    { NULL, 0, NULL },
};

const char *launch_dry_run_note(enum launch_dry_run dry_run)
{
    switch (dry_run) {
    case LAUNCH_DRY_RUN_NONE:
        break;
    case LAUNCH_DRY_RUN_CLIENT:
        return " (dry run)";
    case LAUNCH_DRY_RUN_SERVER:
        return " (server dry run)";
    }
    return "";
}

const struct option launch_output_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT",
               "json, yaml or name; without it a line for each object",
               .complete = output_complete_named),
    OPT_END,
};

bool launch_output_print(struct console *console, const struct output *output,
                         struct telling *telling, const struct plan *plan, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *objects = ynode_new_seq(doc);

    if (!launch_args_objects(doc, objects, plan, err))
        return false;
    if (output->format != OUTPUT_TABLE)
        return output_objects(console, output, objects, err);
    for (size_t i = 0; telling && i < ynode_len(objects); i++) {
        const struct object_ref ref = object_ref_of(ynode_at(objects, i));

        telling_object(telling, &ref, kube_outcome_name(KUBE_CREATED));
    }
    return true;
}
