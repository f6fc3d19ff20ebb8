/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/template.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "catalog/metadata.h"
#include "catalog/source.h"

static const char *const status_names[] = {
    [TEMPLATE_OK] = "OK",
    [TEMPLATE_NO_SCRIPTS] = "NoScripts",
    [TEMPLATE_NO_PAYLOAD] = "NoPayload",
    [TEMPLATE_BAD_PAYLOAD] = "BadPayload",
    [TEMPLATE_MISMATCH] = "Mismatch",
    [TEMPLATE_BAD_SCHEMA] = "BadSchema",
    [TEMPLATE_UNKNOWN_TYPE] = "UnknownType",
};

const char *template_status_name(enum template_status status)
{
    return status_names[status];
}

void template_release(struct template *template)
{
    free(template->name);
    free(template->category);
    free(template->description);
    free(template->icon);
    free(template->origin);
    free(template->scripts_name);
    free(template->reason);
    free(template->hints);
    ydoc_free(template->metadata);
    ydoc_free(template->schema);
    ydoc_free(template->env_text);
    free(template->place);
    free(template->namespace);
    archive_tree_release(&template->scripts);
    free(template->chart_directory);
    *template = (struct template){ .name = NULL };
}

void template_set_broken(struct template *template, enum template_status status, const char *reason)
{
    if (!template_is_usable(template))
        return;
    free(template->reason);
    template->reason = chars_copy(reason);
    template->status = status;
}

bool template_is_usable(const struct template *template)
{
    return template->status == TEMPLATE_OK || template->status == TEMPLATE_MISMATCH;
}

bool template_check_usable(const struct template *template, struct error *err)
{
    if (template_is_usable(template))
        return true;
    error_set(err, ERROR_INVALID, "template '%s' is broken (%s): %s", template->name,
              template_status_name(template->status), template->reason);
    return error_hint(err, "it comes from '%s'", template->origin);
}

/* ---- from the ConfigMap ---- */

/* TEXT without SUFFIX; whole when that is all there is. */
static char *without_suffix(struct view text, struct view suffix)
{
    if (text.len > suffix.len && view_ends(text, suffix))
        text = view_sub(text, 0, text.len - suffix.len);
    return view_copy(text);
}

static char *name_of(const struct ynode *root, struct view label, const char *fallback)
{
    struct view name = ynode_text(ynode_get_path(root, "metadata", "name", NULL));

    if (name.len > 0 && (view_ends(name, view_of(METADATA_NAME_SUFFIX)) || label.len == 0))
        return without_suffix(name, view_of(METADATA_NAME_SUFFIX));
    if (view_ends(label, view_of(METADATA_SCRIPTS_SUFFIX)))
        return without_suffix(label, view_of(METADATA_SCRIPTS_SUFFIX));
    return name.len > 0 ? view_copy(name) : chars_copy(fallback);
}

/* DOC, which is freed, with its aliases written out: what is copied from it later is no surprise.
 */
static struct ydoc *without_aliases(struct ydoc *doc, const char *file, struct error *err)
{
    struct ydoc *plain = ydoc_new();
    struct ynode *root = ynode_copy(plain, ydoc_root(doc));

    ydoc_free(doc);
    ydoc_set_root(plain, root);
    if (root)
        return plain;
    ydoc_free(plain);
    error_set(err, ERROR_LIMIT, "%s: its aliases expand beyond the limit", file);
    return NULL;
}

/*
 * The YAML inside the string NODE. In a literal block its first line is the one below the
 * indicator, so that messages name the line of the file.
 */
static struct ydoc *parse_inside(const struct ynode *node, const char *file, struct error *err)
{
    const struct ynode *scalar = ynode_resolve(node);
    bool literal = scalar && scalar->style == YSTYLE_LITERAL;
    struct ydoc_options options = {
        .origin = file,
        .first_line = ynode_line(scalar) + (literal ? 1u : 0u),
        .own_text = true,
    };
    struct ydoc *doc;

    doc = ydoc_parse_with(ynode_text(scalar), &options, err);
    return doc && ydoc_has_anchors(doc) ? without_aliases(doc, file, err) : doc;
}

static void read_fields(struct template *template, const struct ynode *data, const char *file)
{
    const struct ynode *text = ynode_get(data, "fields");
    AUTO(error) problem = ERROR_INIT;

    if (!text) {
        template_set_broken(template, TEMPLATE_BAD_SCHEMA, "data.fields is absent");
        return;
    }
    if (!ynode_is_scalar(text)) {
        template_set_broken(template, TEMPLATE_BAD_SCHEMA, "data.fields is no text");
        return;
    }
    template->schema = parse_inside(text, file, &problem);
    if (!template->schema ||
        !fields_parse(&template->fields, template->schema, ydoc_root(template->schema), &problem)) {
        template_set_broken(template, TEMPLATE_BAD_SCHEMA, error_message(&problem));
        return;
    }
    template->field_count = template->fields.list.len;
    if (template->fields.icon.len > 0)
        template->icon = view_copy(template->fields.icon);
    if (template->fields.unknown.len > 0) {
        AUTO_CHARS type = view_copy(template->fields.unknown);
        AUTO(buf) reason = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&reason, "a field has the type '%s'", type);
        template_set_broken(template, TEMPLATE_UNKNOWN_TYPE, buf_text(&reason));
    }
}

/* Hints help, so broken ones are left out instead of breaking the template. */
static void read_hints(struct template *template, const struct ynode *data, const char *file)
{
    const struct ynode *text = ynode_get(data, "env_hints"), *root;

    if (!ynode_is_scalar(text))
        return;
    template->env_text = parse_inside(text, file, NULL);
    root = template->env_text ? ydoc_root(template->env_text) : NULL;
    if (!ynode_is_seq(root) || ynode_len(root) > TEMPLATE_HINTS_MAX)
        return;
    template->hints = mem_alloc_zero(ynode_len(root) + 1, sizeof(*template->hints));
    for (size_t i = 0; i < ynode_len(root); i++) {
        struct view name = ynode_text(ynode_get(ynode_at(root, i), "name"));

        if (name.len == 0)
            continue;
        template->hints[template->hint_count++] = (struct env_hint){
            .name = name,
            .description = view_trim(ynode_text(ynode_get(ynode_at(root, i), "description"))),
        };
    }
}

/* Items of a list say neither; a file that says something else was never meant to be listed. */
static void check_kind(struct template *template, const struct ynode *root)
{
    struct view kind = ynode_text(ynode_get(root, "kind"));
    struct view version = ynode_text(ynode_get(root, "apiVersion"));
    AUTO(buf) reason = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if ((kind.len == 0 || view_is(kind, "ConfigMap")) &&
        (version.len == 0 || view_is(version, "v1")))
        return;
    buf_addf(&reason, "the metadata is a " VIEW_FMT " of " VIEW_FMT ", not a ConfigMap of v1",
             VIEW_ARGS(kind), VIEW_ARGS(version));
    template_set_broken(template, TEMPLATE_BAD_SCHEMA, buf_text(&reason));
}

/* What the ConfigMap says beside its fields and hints. */
static void read_entry(struct template *template, const struct ynode *root, const char *origin,
                       const char *fallback_name)
{
    const struct ynode *data = ynode_get(root, "data");
    struct view label =
        ynode_text(ynode_get_path(root, "metadata", "labels", METADATA_CHART_LABEL, NULL));
    struct view chart = ynode_text(ynode_get(data, "chart"));
    struct view category =
        ynode_text(ynode_get_path(root, "metadata", "annotations", METADATA_CATEGORY, NULL));

    template->origin = chars_copy(origin);
    template->name = name_of(root, label, fallback_name);
    template->category = view_copy(category.len > 0 ? category : VIEW(TEMPLATE_UNCATEGORIZED));
    template->description = view_copy(view_trim(ynode_text(ynode_get(data, "description"))));
    template->scripts_name = view_copy(chart.len > 0 ? chart : label);
}

/* Once the fields are read: what else is wrong. */
static void check_label(struct template *template, const struct ynode *root)
{
    struct view label =
        ynode_text(ynode_get_path(root, "metadata", "labels", METADATA_CHART_LABEL, NULL));
    struct view chart = ynode_text(ynode_get_path(root, "data", "chart", NULL));
    AUTO(buf) reason = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (template->status != TEMPLATE_OK || chart.len == 0 || view_eq(chart, label))
        return;
    buf_addf(&reason, "the label says '" VIEW_FMT "', data.chart '" VIEW_FMT "'", VIEW_ARGS(label),
             VIEW_ARGS(chart));
    template_set_broken(template, TEMPLATE_MISMATCH, buf_text(&reason));
}

void template_from_metadata(struct template *template, struct ydoc *metadata, const char *origin,
                            const char *file, const char *fallback_name)
{
    const struct ynode *root = ydoc_root(metadata);
    const struct ynode *data = ynode_get(root, "data");

    template->metadata = metadata;
    read_entry(template, root, origin, fallback_name);
    check_kind(template, root);
    read_fields(template, data, file);
    read_hints(template, data, file);
    check_label(template, root);
}

void template_from_brief(struct template *template, const struct ynode *config_map,
                         const char *origin)
{
    read_entry(template, config_map, origin, "");
    read_fields(template, ynode_get(config_map, "data"), origin);
    check_label(template, config_map);
    ydoc_free(template->schema);
    free(template->icon);
    template->schema = NULL;
    template->icon = NULL;
    template->fields = (struct fields){ .icon = VIEW_EMPTY };
}

/* ---- scripts ---- */

bool template_load(struct template *template, struct error *err)
{
    if (template->loaded)
        return true;
    return template->source->ops->load(template->source->context, template, err);
}

bool template_verify(struct template *template, struct error *err)
{
    return template->source->ops->verify(template->source->context, template, err);
}

void template_forget_scripts(struct template *template)
{
    archive_tree_release(&template->scripts);
    free(template->chart_directory);
    template->chart_directory = NULL;
    template->loaded = false;
}

bool template_adopt_scripts(struct template *template, struct error *err)
{
    if (!archive_tree_file(&template->scripts, TEMPLATE_CHART "/Chart.yaml"))
        return error_set(err, ERROR_INVALID, "there is no %s/Chart.yaml", TEMPLATE_CHART);
    archive_tree_revision(&template->scripts, template->revision);
    template->loaded = true;
    return true;
}

struct view template_chart_file(const struct template *template, const char *name)
{
    AUTO(buf) path = BUF_INIT(ARCHIVE_PATH_BYTES_MAX);
    const struct archive_member *member;

    buf_addf(&path, "%s/%s", TEMPLATE_CHART, name);
    member = archive_tree_file(&template->scripts, buf_text(&path));
    return member ? member->bytes : VIEW_EMPTY;
}

static bool is_kind_name(struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
            return false;
    }
    return text.len > 0;
}

static void add_kinds(struct strv *kinds, struct view text)
{
    struct view line;

    while (view_cut(&text, '\n', &line)) {
        AUTO_CHARS kind = NULL;

        if (!view_starts(line, VIEW("kind:")))
            continue;
        line = view_trim(view_sub(line, 5, line.len));
        if (!is_kind_name(line))
            continue;
        kind = view_copy(line);
        if (!strv_has(kinds, kind))
            strv_take(kinds, TAKE(kind));
    }
}

void template_kinds(const struct template *template, struct strv *kinds)
{
    for (size_t i = 0; i < template->scripts.len; i++) {
        const struct archive_member *member = &template->scripts.members[i];

        if (!member->directory && view_starts(member->path, VIEW(TEMPLATE_CHART "/templates/")) &&
            (view_ends(member->path, VIEW(".yaml")) || view_ends(member->path, VIEW(".yml"))))
            add_kinds(kinds, member->bytes);
    }
}

void chart_place_release(struct chart_place *place)
{
    if (place->private_directory)
        file_remove_tree(place->private_directory);
    free(place->private_directory);
    free(place->path);
    *place = (struct chart_place)CHART_PLACE_INIT;
}

bool chart_place_open(struct chart_place *place, const struct template *template, struct error *err)
{
    if (template->chart_directory) {
        place->path = chars_copy(template->chart_directory);
        return true;
    }
    place->private_directory = file_make_private_dir("juno-chart", err);
    if (!place->private_directory)
        return false;
    if (!archive_tree_extract(&template->scripts, place->private_directory, err)) {
        chart_place_release(place);
        return false;
    }
    place->path = file_join(place->private_directory, TEMPLATE_CHART);
    return true;
}

/* ---- lists ---- */

void template_list_release(struct template_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        template_release(&list->items[i]);
    free(list->items);
    *list = (struct template_list)TEMPLATE_LIST_INIT;
}

struct template *template_list_add(struct template_list *list)
{
    ARRAY_GROW(list->items, list->len, list->cap);
    list->items[list->len] = (struct template){ .name = NULL };
    return &list->items[list->len++];
}

void template_list_take(struct template_list *list, struct template_list *from, const char *name)
{
    for (size_t i = 0; i < from->len; i++)
        if (from->items[i].name && strcmp(from->items[i].name, name) == 0) {
            *template_list_add(list) = from->items[i];
            from->items[i] = (struct template){ .name = NULL };
            return;
        }
}

static int by_category_and_name(const void *a, const void *b)
{
    const struct template *left = a, *right = b;
    int order = strcmp(left->category, right->category);

    if (order == 0)
        order = strcmp(left->name, right->name);
    if (order == 0 && left->namespace && right->namespace)
        order = strcmp(left->namespace, right->namespace);
    return order;
}

void template_list_sort(struct template_list *list)
{
    if (list->len > 1)
        qsort(list->items, list->len, sizeof(*list->items), by_category_and_name);
}
