/* SPDX-License-Identifier: Apache-2.0 */
#include "template_tree.h"

#include "base/buf.h"

#define SECRET "***"

static void set_text(struct ydoc *doc, struct ynode *map, const char *key, const char *text)
{
    if (text && *text)
        ynode_set_string(doc, map, key, view_of(text));
}

static struct ynode *field_tree(struct ydoc *doc, const struct field *field);

static struct ynode *fields_tree(struct ydoc *doc, const struct field_list *list)
{
    struct ynode *seq = ynode_new_seq(doc);

    for (size_t i = 0; i < list->len; i++)
        ynode_add(doc, seq, field_tree(doc, &list->items[i]));
    return seq;
}

static struct ynode *field_tree(struct ydoc *doc, const struct field *field)
{
    struct ynode *map = ynode_new_map(doc);

    ynode_set_string(doc, map, "name", field->name);
    ynode_set_string(doc, map, "type", field->type_name);
    ynode_set(doc, map, VIEW("required"), ynode_new_bool(doc, field->required));
    if (field->fallback && !ynode_is_null(field->fallback))
        ynode_set(doc, map, VIEW("default"),
                  field_is_secret(field) ? ynode_new_string(doc, VIEW(SECRET))
                                         : ynode_copy(doc, field->fallback));
    if (field->description.len > 0)
        ynode_set_string(doc, map, "description", field->description);
    if (field->options)
        ynode_set(doc, map, VIEW("options"), ynode_copy(doc, field->options));
    if (field->sensitive)
        ynode_set(doc, map, VIEW("sensitive"), ynode_new_bool(doc, true));
    if (field->fields.len > 0)
        ynode_set(doc, map, VIEW("fields"), fields_tree(doc, &field->fields));
    return map;
}

/* What a row and the whole of a template begin with. */
static struct ynode *new_map(struct ydoc *doc, const struct template *template)
{
    struct ynode *map = ynode_new_map(doc);

    ynode_set_string(doc, map, "name", view_of(template->name));
    set_text(doc, map, "namespace", template->namespace);
    ynode_set_string(doc, map, "category", view_of(template->category));
    ynode_set_string(doc, map, "description", view_of(template->description));
    ynode_set_string(doc, map, "status", view_of(template_status_name(template->status)));
    set_text(doc, map, "reason", template->reason);
    ynode_set_string(doc, map, "source", view_of(template->origin));
    return map;
}

struct ynode *template_tree(struct ydoc *doc, const struct template *template)
{
    struct ynode *map = new_map(doc, template);

    set_text(doc, map, "revision", template->revision);
    set_text(doc, map, "icon", template->icon);
    ynode_set(doc, map, VIEW("fields"), fields_tree(doc, &template->fields.list));
    return map;
}

struct ynode *template_row(struct ydoc *doc, const struct template *template)
{
    struct ynode *map = new_map(doc, template);

    ynode_set(doc, map, VIEW("fieldCount"), ynode_new_int(doc, (int64_t) template->field_count));
    return map;
}

/* "Remote desktop (not a gzip tar archive)": what is wrong is said where one looks. */
static void format_description(struct buf *cell, const struct ynode *row,
                               const struct table *table UNUSED)
{
    struct view description = ynode_text(ynode_get(row, "description"));
    struct view reason = ynode_text(ynode_get(row, "reason"));

    buf_add_view(cell, view_sub(description, 0, view_find_byte(description, '\n', 0)));
    if (reason.len > 0)
        buf_addf(cell, "%s(" VIEW_FMT ")", description.len > 0 ? " " : "",
                 VIEW_ARGS(view_sub(reason, 0, view_find_byte(reason, '\n', 0))));
}

static enum color status_color(const struct ynode *row)
{
    struct view status = ynode_text(ynode_get(row, "status"));

    if (view_is(status, "OK"))
        return COLOR_READY;
    return view_is(status, "Mismatch") ? COLOR_WAITING : COLOR_FAILED;
}

static enum color name_color(const struct ynode *row UNUSED)
{
    return COLOR_BOLD;
}

static const struct column columns[] = {
    { .header = "NAMESPACE", .path = ".namespace", .absent = "", .only = SHOW_ALL_NAMESPACES },
    { .header = "NAME", .path = ".name", .color = name_color },
    { .header = "CATEGORY", .path = ".category" },
    { .header = "STATUS", .path = ".status", .color = status_color },
    { .header = "FIELDS", .path = ".fieldCount" },
    { .header = "DESCRIPTION", .format = format_description },
    { .header = "SOURCE", .path = ".source", .only = SHOW_WIDE },
};

const struct output_kind template_output_kind = {
    .kind = "Template",
    .columns = columns,
    .column_count = ARRAY_SIZE(columns),
};
