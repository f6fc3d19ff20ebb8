/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/layer.h"

const char *layer_name(enum layer layer)
{
    static const char *const names[] = {
        [LAYER_CHART] = "chart default",     [LAYER_FIELD] = "field default",
        [LAYER_SAMPLE] = "sample",           [LAYER_ANSWER] = "answer",
        [LAYER_CLUSTER] = "cluster default", [LAYER_INJECTED] = "injected",
    };

    return names[layer];
}

void layer_note(struct ydoc *doc, struct ynode *origins, struct view name, enum layer layer,
                const char *from)
{
    struct ynode *entry = ynode_new_map(doc);

    ynode_set_string(doc, entry, "layer", view_of(layer_name(layer)));
    if (*from)
        ynode_set_string(doc, entry, "from", view_of(from));
    ynode_set(doc, origins, name, entry);
}

struct view layer_from(const struct ynode *origins, struct view name)
{
    const struct ynode *entry = ynode_get_view(origins, name);
    struct view from = ynode_text(ynode_get(entry, "from"));

    return from.len > 0 ? from : ynode_text(ynode_get(entry, "layer"));
}
