/* SPDX-License-Identifier: Apache-2.0 */
/* print/version.c - what `version` prints */
#include "print/version.h"

#include "yaml/ydoc.h"

bool version_print(struct console *console, const struct output_args *args, const char *name,
                   struct error *err)
{
    static const struct output_kind kind = { .kind = "Version" };
    AUTO_FREE(ydoc) doc = NULL;
    AUTO(output) output = OUTPUT_INIT;
    struct ynode *version;

    if (!output_choose(&output, args, OUTPUT_MACHINE, err))
        return false;
    if (output.format == OUTPUT_TABLE) {
        console_printf(console, "%s %s\n", name, JUNO_VERSION);
        return true;
    }
    doc = ydoc_new();
    version = ynode_new_map(doc);
    ynode_set_string(doc, version, "name", view_of(name));
    ynode_set_string(doc, version, "version", VIEW(JUNO_VERSION));
    return output_one(console, &output, &kind, version, err);
}
