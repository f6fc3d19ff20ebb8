/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/document.h"

#include "catalog/field.h"

/* ---- made ---- */

static struct ynode *make_fields(struct ydoc *doc, const struct field_list *fields)
{
    struct ynode *list = ynode_new_seq(doc);

    for (size_t i = 0; i < fields->len; i++) {
        const struct field *field = &fields->items[i];
        struct ynode *entry = ynode_new_map(doc);

        ynode_set_string(doc, entry, "name", field->name);
        ynode_set_string(doc, entry, "type", field->type_name);
        ynode_set(doc, entry, VIEW("required"), ynode_new_bool(doc, field->required));
        ynode_set(doc, entry, VIEW("secret"), ynode_new_bool(doc, field_is_secret(field)));
        if (field->fields.len > 0)
            ynode_set(doc, entry, VIEW("fields"), make_fields(doc, &field->fields));
        ynode_add(doc, list, entry);
    }
    return list;
}

struct ynode *document_make(struct ydoc *doc, const struct template *template,
                            const struct plan *plan, struct ynode *flags,
                            const struct strv *presets, struct error *err)
{
    struct ynode *root = ynode_new_map(doc);
    struct ynode *list = ynode_new_seq(doc);
    struct ynode *answers = ynode_copy(doc, ydoc_root(plan->given));
    struct ynode *values = ynode_copy(doc, ydoc_root(plan->values));
    struct ynode *origins = ynode_copy(doc, plan->origins);

    if (!answers || !values || (plan->origins && !origins)) {
        error_set(err, ERROR_LIMIT, "the aliases of the answers expand beyond the limit");
        return NULL;
    }
    for (size_t i = 0; i < presets->len; i++)
        ynode_add(doc, list, ynode_new_string(doc, view_of(presets->items[i])));
    ynode_set_string(doc, root, "template", view_of(template->name));
    ynode_set_string(doc, root, "revision", view_of(template->revision));
    ynode_set_string(doc, root, "category", view_of(template->category));
    ynode_set_string(doc, root, "label", view_of(template->description));
    ynode_set_string(doc, root, "icon", view_of(template->icon));
    ynode_set_string(doc, root, "source", view_of(template->origin));
    ynode_set(doc, root, VIEW("fields"), make_fields(doc, &template->fields.list));
    ynode_set(doc, root, VIEW("answers"), answers);
    ynode_set(doc, root, VIEW("flags"), flags);
    ynode_set(doc, root, VIEW("presets"), list);
    ynode_set(doc, root, VIEW("values"), values);
    if (origins)
        ynode_set(doc, root, VIEW("origins"), origins);
    return root;
}

/* ---- for the record ---- */

/* PARENT is the document, or a field whose entries have fields. */
static const struct ynode *find_field(const struct ynode *parent, struct view name)
{
    const struct ynode *fields = ynode_get(parent, "fields");

    for (size_t i = 0; i < ynode_len(fields); i++)
        if (view_eq(ynode_text(ynode_get(ynode_at(fields, i), "name")), name))
            return ynode_at(fields, i);
    return NULL;
}

bool document_is_secret(const void *document, struct view key)
{
    const struct ynode *fields = ynode_get(document, "fields");
    const struct ynode *field = find_field(document, key);

    /* The name of a Secret is none. */
    if (view_is(key, "pullSecret"))
        return false;
    /* It may be one of a list's entry. */
    for (size_t i = 0; !field && i < ynode_len(fields); i++)
        field = find_field(ynode_at(fields, i), key);
    return field ? ynode_value(ynode_get(field, "secret"), YAML_1_1).boolean
                 : field_name_is_secret(key);
}

static const char *text_of(struct strv *texts, const struct ynode *document, const char *key)
{
    strv_add_view(texts, ynode_text(ynode_get(document, key)));
    return texts->items[texts->len - 1];
}

void document_record(struct record_facts *facts, struct strv *texts, const struct ynode *document)
{
    facts->template = text_of(texts, document, "template");
    facts->revision = text_of(texts, document, "revision");
    facts->category = text_of(texts, document, "category");
    facts->label = text_of(texts, document, "label");
    facts->icon = text_of(texts, document, "icon");
    facts->source = text_of(texts, document, "source");
    facts->values = ynode_get(document, "values");
    facts->origins = ynode_get(document, "origins");
    facts->is_secret = document_is_secret;
    facts->context = document;
}

/* ---- two schemas ---- */

bool document_compare(struct strv *added, struct strv *removed, const struct ynode *document,
                      const struct field_list *later)
{
    const struct ynode *fields = ynode_get(document, "fields");

    if (!ynode_is_seq(fields))
        return false;
    for (size_t i = 0; i < later->len; i++) {
        const struct ynode *field = find_field(document, later->items[i].name);

        if (!field || !view_eq(ynode_text(ynode_get(field, "type")), later->items[i].type_name))
            strv_add_view(added, later->items[i].name);
    }
    for (size_t i = 0; i < ynode_len(fields); i++) {
        const struct ynode *earlier = ynode_at(fields, i);
        const struct field *field = field_find(later, ynode_text(ynode_get(earlier, "name")));

        if (!field || !view_eq(ynode_text(ynode_get(earlier, "type")), field->type_name))
            strv_add_view(removed, ynode_text(ynode_get(earlier, "name")));
    }
    return true;
}
