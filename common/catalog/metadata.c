/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/metadata.h"

#include "helm/values.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/*
 * The scalar NODE as a template prints it. Floats and large numbers look different after Helm, so
 * that they are not ours to print.
 */
static bool add_scalar(struct buf *out, const struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_1_1);

    switch (value.type) {
    case YTYPE_STRING:
        buf_add_view(out, ynode_text(node));
        return true;
    case YTYPE_BOOL:
        buf_add(out, value.boolean ? "true" : "false");
        return true;
    case YTYPE_INT:
        if (value.magnitude >= HELM_NUMBER_MAX)
            return false;
        scalar_add_json_number(out, &value);
        return true;
    case YTYPE_NONE:
    case YTYPE_NULL:
    case YTYPE_FLOAT:
        break;
    }
    return false;
}

static bool add_value_at(struct buf *out, const struct ynode *values, struct view path)
{
    struct view key;

    while (view_cut(&path, '.', &key)) {
        if (key.len == 0)
            return false;
        values = ynode_get_view(values, key);
    }
    return add_scalar(out, values);
}

static bool add_name(struct buf *out, struct view name, const struct metadata_names *names)
{
    if (view_is(name, ".Release.Name"))
        buf_add_view(out, names->release);
    else if (view_is(name, ".Release.Namespace"))
        buf_add_view(out, names->namespace);
    else if (view_is(name, ".Chart.Name"))
        return add_scalar(out, ynode_get(names->chart, "name"));
    else if (view_starts(name, VIEW(".Values.")))
        return add_value_at(out, names->values, view_sub(name, strlen(".Values."), name.len));
    else
        return false;
    return true;
}

/* As Go's strconv.Quote for what can stand in such a name; anything rarer is Helm's. */
static bool add_quoted(struct buf *out, struct view text)
{
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.data[i];

        if (byte < 0x20 || byte >= 0x7f)
            return false;
        if (byte == '"' || byte == '\\')
            buf_add_byte(out, '\\');
        buf_add_byte(out, (char)byte);
    }
    buf_add_byte(out, '"');
    return true;
}

/* The inside of one action, without braces and trim markers. */
static bool add_action(struct buf *out, struct view action, const struct metadata_names *names)
{
    size_t pipe = view_find_byte(action, '|', 0);
    struct view name = view_trim(view_sub(action, 0, pipe));
    AUTO(buf) text = BUF_INIT(METADATA_BYTES_MAX);

    if (!add_name(&text, name, names))
        return false;
    if (pipe == action.len) {
        buf_add_view(out, buf_view(&text));
        return true;
    }
    return view_is(view_trim(view_sub(action, pipe + 1, action.len)), "quote") &&
           add_quoted(out, buf_view(&text));
}

static void trim_end(struct buf *out, size_t start)
{
    while (out->len > start && is_blank(out->data[out->len - 1]))
        out->len--;
}

static bool trims_left(struct view inside)
{
    return inside.len >= 2 && inside.data[0] == '-' && is_blank(inside.data[1]);
}

static bool trims_right(struct view inside)
{
    return inside.len >= 2 && inside.data[inside.len - 1] == '-' &&
           is_blank(inside.data[inside.len - 2]);
}

static unsigned line_at(struct view text, size_t at)
{
    unsigned line = 1;

    for (size_t i = 0; i < at && i < text.len; i++)
        line += text.data[i] == '\n';
    return line;
}

static bool substitute(struct buf *out, struct view text, const struct metadata_names *names,
                       size_t *at)
{
    size_t start = out->len;

    *at = 0;
    while (*at < text.len) {
        size_t open = view_find(text, VIEW("{{"), *at);
        size_t close = view_find(text, VIEW("}}"), open);
        struct view inside = view_sub(text, open + 2, close);
        size_t from = trims_left(inside) ? 1 : 0;
        size_t to = trims_right(inside) ? inside.len - 1 : inside.len;

        buf_add_view(out, view_sub(text, *at, open));
        *at = open;
        if (open == text.len)
            return true;
        if (close == text.len || !buf_ok(out))
            return false;
        if (from > 0)
            trim_end(out, start);
        if (!add_action(out, view_sub(inside, from, to), names))
            return false;
        *at = close + 2;
        while (to < inside.len && *at < text.len && is_blank(text.data[*at]))
            ++*at;
    }
    return true;
}

bool metadata_substitute(struct buf *out, struct view text, const struct metadata_names *names,
                         unsigned *unknown_line)
{
    size_t start = out->len, at = 0;

    if (substitute(out, text, names, &at) && buf_ok(out))
        return true;
    *unknown_line = line_at(text, at);
    out->len = start;
    return false;
}
