/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog_args.h"

#include "cli/completion.h"

const struct option catalog_arg_options[] = {
    OPT_GROUP("Catalog:"),
    OPT_LIST(0, "catalog", struct catalog_args, places, "DIR",
             "take templates from this plugin, directory of plugins or repository (repeatable; "
             "without it JUNO_CATALOG, parted by ':')"),
    OPT_END,
};

bool catalog_args_open(struct catalog *catalog, const struct catalog_args *args,
                       struct console *console, struct error *err)
{
    const struct catalog_options options = { .helm_bin = console_env(console, "HELM_BIN") };

    return catalog_open(catalog, &args->places, console_env(console, "JUNO_CATALOG"), &options,
                        err);
}

void catalog_args_complete(const struct option_complete_call *call)
{
    const struct catalog_args *args = call->args;
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;

    if (call->operands->len > 0 || !catalog_args_open(&catalog, args, call->console, NULL) ||
        !catalog_list(&catalog, &list, NULL))
        return;
    for (size_t i = 0; i < list.len; i++)
        completion_add(call->out, view_of(list.items[i].name), view_of(list.items[i].description));
}
