/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/through_json.h"

#include <math.h>

#include "yaml/refold.h"
#include "yaml/style.h"

static void set_plain(struct ydoc *doc, struct ynode *node, struct view text)
{
    if (node->style != YSTYLE_PLAIN || !view_eq(ynode_text(node), text))
        ynode_assign(node, ynode_new_plain(doc, text));
}

static void pass_number(struct ydoc *doc, struct ynode *node, const struct yscalar *value)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    double real = value->real;

    if (value->type == YTYPE_INT)
        real = value->negative ? -(double)value->magnitude : (double)value->magnitude;
    if (!isfinite(real))
        return;
    scalar_add_go_double(&text, real);
    set_plain(doc, node, buf_view(&text));
}

static void pass_string(struct ydoc *doc, struct ynode *node, const struct yscalar *value)
{
    if (value->timestamp) {
        AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
        scalar_add_timestamp(&text, ynode_text(node));
        ynode_set_text(doc, node, buf_view(&text));
    } else if (node->style == YSTYLE_FOLDED) {
        AUTO(buf) text = BUF_INIT(YAML_SCALAR_BYTES_MAX * 2);
        refold_add(&text, ynode_text(node));
        ynode_set_text(doc, node, buf_view(&text));
    } else if (node->props) {
        ynode_set_text(doc, node, ynode_text(node)); /* without its tag */
    }
    bool plain = style_choose(ynode_text(node), NULL) == YSTYLE_PLAIN;
    node->style = plain ? YSTYLE_PLAIN : YSTYLE_DOUBLE;
}

static void pass_scalar(struct ydoc *doc, struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_KUSTOMIZE);

    switch (value.type) {
    case YTYPE_NULL:
        set_plain(doc, node, VIEW("null"));
        break;
    case YTYPE_BOOL:
        set_plain(doc, node, value.boolean ? VIEW("true") : VIEW("false"));
        break;
    case YTYPE_INT:
    case YTYPE_FLOAT:
        pass_number(doc, node, &value);
        break;
    case YTYPE_STRING:
        pass_string(doc, node, &value);
        break;
    case YTYPE_NONE:
        break;
    }
}

void ynode_through_json(struct ydoc *doc, struct ynode *node)
{
    if (ynode_is_scalar(node)) {
        pass_scalar(doc, node);
        return;
    }
    for (size_t i = 0; i < ynode_len(node); i++)
        ynode_through_json(doc, ynode_is_map(node) ? ynode_value_at(node, i) : ynode_at(node, i));
}
