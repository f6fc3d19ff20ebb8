/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/origin.h"

#include "base/num.h"

#define STEPS_MAX 16

/* One step down in a tree. */
struct step {
    struct view key; /* empty: an index */
    size_t index;
};

struct steps {
    struct step items[STEPS_MAX];
    size_t len;
};

/* ---- the server's way to write a field, told by what was sent: names may have dots in them */

/* The length of "KEY", ".KEY" or "[KEY]" at the start of TEXT; 0: it is something else. */
static size_t match_key(struct view text, struct view key)
{
    size_t dot = view_starts(text, VIEW("."));
    bool bracket = view_starts(text, VIEW("["));
    struct view rest = view_sub(text, bracket ? 1 : dot, text.len);

    if (!view_starts(rest, key))
        return 0;
    rest = view_sub(rest, key.len, rest.len);
    if (bracket)
        return view_starts(rest, VIEW("]")) ? key.len + 2 : 0;
    if (rest.len > 0 && rest.data[0] != '.' && rest.data[0] != '[')
        return 0;
    return dot + key.len;
}

/* The longest key of MAP at the start of TEXT; its length in TEXT, 0: none. */
static size_t find_key(const struct ynode *map, struct view text, size_t *index)
{
    size_t longest = 0;

    for (size_t i = 0; i < ynode_len(map); i++) {
        size_t len = match_key(text, ynode_text(ynode_key_at(map, i)));

        if (len > longest) {
            longest = len;
            *index = i;
        }
    }
    return longest;
}

/* "[3]" at the start of TEXT; 0: it is something else. */
static size_t match_index(struct view text, size_t *index)
{
    size_t end = view_find_byte(text, ']', 0);
    uint64_t number;

    if (!view_starts(text, VIEW("[")) || end == text.len ||
        !num_parse_u64(view_sub(text, 1, end), &number) || number > UINT32_MAX)
        return 0;
    *index = (size_t)number;
    return end + 1;
}

/* A key that was not sent: up to the next step. */
static size_t unknown_key(struct view text, struct view *key)
{
    size_t start = view_starts(text, VIEW(".")) || view_starts(text, VIEW("["));
    size_t end = start;

    while (end < text.len && !strchr(".[]", text.data[end]))
        end++;
    *key = view_sub(text, start, end);
    return end < text.len && text.data[end] == ']' ? end + 1 : end;
}

/* The steps of FIELD; *LAST is the deepest node of ROOT on the way. */
static void read_steps(struct steps *steps, const struct ynode *root, struct view field,
                       const struct ynode **last)
{
    const struct ynode *node = root;

    steps->len = 0;
    *last = root;
    while (field.len > 0 && steps->len < STEPS_MAX) {
        struct step step = { .key = VIEW_EMPTY };
        size_t used = match_index(field, &step.index);

        if (used > 0) {
            node = ynode_at(node, step.index);
        } else if ((used = find_key(node, field, &step.index)) > 0) {
            step.key = ynode_text(ynode_key_at(node, step.index));
            node = ynode_value_at(node, step.index);
        } else {
            used = unknown_key(field, &step.key);
            node = NULL;
        }
        if (used == 0)
            return;
        steps->items[steps->len++] = step;
        if (node)
            *last = node;
        field = view_sub(field, used, field.len);
    }
}

/* ---- what the descriptor calls it */

/* "*" is any key. The first row whose beginning fits counts; what follows it is the same in both.
 */
static const struct {
    const char *document[6]; /* keys; indices are left out */
    const char *descriptor;  /* a path of it, an entry by its index; "--x": flags */
    unsigned needs;          /* enum dialect_feature; 0: in all */
} rows[] = {
    { { "spec", "endpoints", "*", "schema", "content" }, "endpoints[].schemaFile", 0 },
    { { "spec", "endpoints", "*", "schema" }, "endpoints[].type", 0 },
    { { "spec", "endpoints", "*" }, "endpoints[]", 0 },
    { { "spec", "endpoints" }, "endpoints", 0 },
    { { "spec", "connections" }, "connections", DIALECT_ENDPOINT_KEY },
    { { "spec", "dependencies", "endpoints" }, "connections", DIALECT_CONNECTIONS },
    { { "spec", "dependencies" }, "dependencies", DIALECT_DEPENDENCIES },
    { { "spec", "container", "env", "key" }, "configurations.env[].name", 0 },
    { { "spec", "container", "files", "key" }, "configurations.files[].name", 0 },
    { { "spec", "container", "env", "valueFrom", "secretRef" },
      "configurations.env[].valueFrom.secretKeyRef",
      0 },
    { { "spec", "container", "files", "valueFrom", "secretRef" },
      "configurations.files[].valueFrom.secretKeyRef",
      0 },
    { { "spec", "container", "env" }, "configurations.env", 0 },
    { { "spec", "container", "files" }, "configurations.files", 0 },
    { { "spec", "container", "image" }, "--image", 0 },
    { { "spec", "owner", "projectName" }, "--project", 0 },
    { { "spec", "owner", "componentName" }, "--component", 0 },
    { { "spec", "owner" }, "--component, --project", 0 },
    { { "metadata", "namespace" }, "--namespace", 0 },
    { { "metadata", "name" }, "--component", 0 },
};

/* How many of STEPS the keys of a row take; 0: they do not fit. */
static size_t fit(const char *const *keys, const struct steps *steps)
{
    size_t i = 0;

    for (; *keys; keys++, i++) {
        while (i < steps->len && steps->items[i].key.len == 0)
            i++;
        if (i == steps->len || (strcmp(*keys, "*") != 0 && !view_is(steps->items[i].key, *keys)))
            return 0;
    }
    return i;
}

/* The entry that became the endpoint NAME: the last one of that name. */
static bool endpoint_index(const struct descriptor *descriptor, struct view name, size_t *index)
{
    const struct typed_list *list = &descriptor->content.endpoints;
    const struct descriptor_endpoint *endpoints = list->items;
    bool found = false;

    for (size_t i = 0; i < list->len; i++)
        if (view_eq(endpoints[i].name.text, name)) {
            *index = i;
            found = true;
        }
    return found;
}

/* The index that a row's "[]" stands for. */
static bool entry_index(const struct origin *origin, const struct steps *steps, size_t *index)
{
    if (steps->len > 2 && view_is(steps->items[1].key, "endpoints"))
        return endpoint_index(origin->descriptor, steps->items[2].key, index);
    for (size_t i = 0; i < steps->len; i++)
        if (steps->items[i].key.len == 0) {
            *index = steps->items[i].index;
            return true;
        }
    return false;
}

static void add_steps(struct buf *out, const struct steps *steps, size_t from)
{
    for (size_t i = from; i < steps->len; i++)
        if (steps->items[i].key.len > 0)
            buf_addf(out, ".%.*s", VIEW_ARGS(steps->items[i].key));
        else
            buf_addf(out, "[%zu]", steps->items[i].index);
}

/* The descriptor's path, or a flag, for STEPS. */
static bool translate(struct buf *out, const struct origin *origin, const struct steps *steps)
{
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct view name = view_of(rows[i].descriptor);
        size_t entry = view_find(name, VIEW("[]"), 0);
        size_t used = fit(rows[i].document, steps);
        size_t index = 0;

        if (used == 0 || (rows[i].needs && !(origin->dialect->features & rows[i].needs)))
            continue;
        if (view_starts(name, VIEW("--"))) {
            buf_add_view(out, name);
            return true;
        }
        if (!origin->descriptor)
            return false;
        buf_add_view(out, view_sub(name, 0, entry));
        if (entry < name.len) {
            if (!entry_index(origin, steps, &index))
                return false;
            buf_addf(out, "[%zu]" VIEW_FMT, index, VIEW_ARGS(view_sub(name, entry + 2, name.len)));
        }
        add_steps(out, steps, used);
        return true;
    }
    return false;
}

static bool add_at(struct buf *out, const char *path, struct place at)
{
    if (at.line == 0)
        return false;
    buf_addf(out, "%s:%u:%u", path, at.line, at.column);
    return true;
}

bool origin_add_place(struct buf *out, const struct origin *origin, struct view field)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct ynode *last;
    struct steps steps;

    read_steps(&steps, origin->workload, field, &last);
    if (origin->path)
        return add_at(out, origin->path, (struct place){ ynode_line(last), ynode_column(last) });
    if (!translate(&path, origin, &steps))
        return false;
    if (view_starts(buf_view(&path), VIEW("--"))) {
        buf_add_view(out, buf_view(&path));
        return true;
    }
    return add_at(out, origin->descriptor->path,
                  descriptor_place(origin->descriptor, buf_view(&path)));
}

static bool is_field(struct view text)
{
    return view_starts(text, VIEW("spec.")) || view_starts(text, VIEW("metadata."));
}

/*
 * The field that TEXT is about: before its first ": " or, of servers before 1.1, in "Invalid value:
 * 0: spec.a.port in body should be ...". Empty: it names none.
 */
static struct view field_in(struct view text)
{
    size_t end = view_find(text, VIEW(": "), 0);
    size_t start;

    if (end < text.len && is_field(text))
        return view_sub(text, 0, end);
    end = view_find(text, VIEW(" in body "), 0);
    if (end == text.len)
        return VIEW_EMPTY;
    for (start = end; start > 0 && text.data[start - 1] != ' '; start--)
        continue;
    text = view_sub(text, start, end);
    return is_field(text) ? text : VIEW_EMPTY;
}

void origin_add_located(struct buf *out, const struct origin *origin, struct view text)
{
    while (text.len > 0) {
        size_t end = view_find(text, VIEW("; "), 0);
        struct view field = field_in(view_sub(text, 0, end));

        if (field.len > 0 && origin_add_place(out, origin, field))
            buf_add(out, ": ");
        buf_add_view(out, view_sub(text, 0, end));
        if (end < text.len)
            buf_add(out, "; ");
        text = view_sub(text, end + 2, text.len);
    }
}
