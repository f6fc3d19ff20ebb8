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

static void pass_number(struct ydoc *doc, struct ynode *node, const struct yscalar *value,
                        enum json_way way)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    double real = value->real;

    if (value->type == YTYPE_INT)
        real = value->negative ? -(double)value->magnitude : (double)value->magnitude;
    if (!isfinite(real))
        return;
    if (way == JSON_WAY_MAPS)
        scalar_add_go_double(&text, real);
    else
        scalar_add_json_number(&text, value);
    set_plain(doc, node, buf_view(&text));
}

static void pass_string(struct ydoc *doc, struct ynode *node, const struct yscalar *value,
                        enum json_way way)
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
    bool plain = way == JSON_WAY_MAPS && style_choose(ynode_text(node), NULL) == YSTYLE_PLAIN;
    node->style = plain ? YSTYLE_PLAIN : YSTYLE_DOUBLE;
    node->quotes = YQUOTES_AS_STYLE;
}

static void pass_scalar(struct ydoc *doc, struct ynode *node, enum json_way way)
{
    struct yscalar value = ynode_value(node, YAML_KUSTOMIZE);

    node->untagged = false;
    switch (value.type) {
    case YTYPE_NULL:
        set_plain(doc, node, VIEW("null"));
        break;
    case YTYPE_BOOL:
        set_plain(doc, node, value.boolean ? VIEW("true") : VIEW("false"));
        break;
    case YTYPE_INT:
    case YTYPE_FLOAT:
        pass_number(doc, node, &value, way);
        break;
    case YTYPE_STRING:
        pass_string(doc, node, &value, way);
        break;
    case YTYPE_NONE:
        break;
    }
}

void ynode_through_json(struct ydoc *doc, struct ynode *node, enum json_way way)
{
    if (ynode_is_scalar(node)) {
        pass_scalar(doc, node, way);
        return;
    }
    node->style = way == JSON_WAY_MAPS && ynode_len(node) > 0 ? YSTYLE_BLOCK : YSTYLE_FLOW;
    for (size_t i = 0; i < ynode_len(node); i++)
        ynode_through_json(doc, ynode_is_map(node) ? ynode_value_at(node, i) : ynode_at(node, i),
                           way);
}
