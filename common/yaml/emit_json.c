/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/emit_json.c - a tree as JSON */
#include "yaml/emit.h"
#include "yaml/walk.h"

struct json_writer {
    struct buf *out;
    struct buf scratch;
    unsigned indent;
    enum yaml_profile profile;
};

static void new_line(struct json_writer *writer, size_t depth)
{
    if (writer->indent == 0)
        return;
    buf_add_byte(writer->out, '\n');
    buf_add_repeat(writer->out, ' ', depth * writer->indent);
}

static bool add_scalar(struct json_writer *writer, const struct ynode *node, struct error *err)
{
    struct yscalar value;

    if (!walk_value(node, writer->profile, &value, err))
        return false;
    switch (value.type) {
    case YTYPE_NONE:
    case YTYPE_NULL:
        buf_add(writer->out, "null");
        break;
    case YTYPE_BOOL:
        buf_add(writer->out, value.boolean ? "true" : "false");
        break;
    case YTYPE_INT:
    case YTYPE_FLOAT:
        scalar_add_json_number(writer->out, &value);
        break;
    case YTYPE_STRING:
        buf_add_json_string(writer->out,
                            walk_string(node, &value, writer->profile, &writer->scratch));
        break;
    }
    return true;
}

static bool add_event(struct json_writer *writer, const struct walk_event *event, struct error *err)
{
    bool map = event->node->kind == YNODE_MAP;

    if (event->what == WALK_END) {
        if (event->count > 0)
            new_line(writer, event->depth);
        buf_add_byte(writer->out, map ? '}' : ']');
        return true;
    }
    if (event->index > 0)
        buf_add_byte(writer->out, ',');
    if (event->depth > 0)
        new_line(writer, event->depth);
    if (event->key_node) {
        buf_add_json_string(writer->out, event->key);
        buf_add(writer->out, writer->indent > 0 ? ": " : ":");
    }
    if (event->what == WALK_SCALAR)
        return add_scalar(writer, event->node, err);
    buf_add_byte(writer->out, map ? '{' : '[');
    return true;
}

static bool add_tree(struct json_writer *writer, struct walk *walk, struct error *err)
{
    struct walk_event event;
    bool more = true;

    for (;;) {
        if (!walk_next(walk, &event, &more, err))
            return false;
        if (!more)
            break;
        if (!add_event(writer, &event, err))
            return false;
    }
    return buf_check(writer->out, "the written JSON", err);
}

bool emit_json(struct buf *out, const struct ynode *node, unsigned indent,
               enum yaml_profile profile, struct error *err)
{
    static const struct ynode absent = { .kind = YNODE_SCALAR, .style = YSTYLE_PLAIN };
    struct json_writer writer = {
        .out = out, .scratch = BUF_INIT(BUF_TEXT_BYTES_MAX), .indent = indent, .profile = profile
    };
    size_t before = out->len;
    bool overrun = out->overrun;
    struct walk walk;

    walk_init(&walk, node ? node : &absent, WALK_BYTES, profile);

    bool good = add_tree(&writer, &walk, err);

    walk_release(&walk);
    buf_release(&writer.scratch);
    if (!good) {
        out->len = before;
        out->overrun = overrun;
        if (out->data)
            out->data[before] = '\0';
    }
    return good;
}
