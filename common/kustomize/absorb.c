/* SPDX-License-Identifier: Apache-2.0 */
/* kustomize/absorb.c - what was generated becomes part of what was gathered */
#include "base/base64.h"
#include "kustomize/generator.h"
#include "kustomize/origin.h"
#include "kustomize/target.h"

/* ---- which object is meant ---- */

static bool was_called(const struct resource *res, const struct object_ref *ref,
                       struct view namespace)
{
    for (size_t i = 0; i < res->previous_len; i++)
        if (view_eq(res->previous[i].kind, ref->kind) &&
            view_eq(res->previous[i].name, ref->name) &&
            view_eq(res->previous[i].namespace, namespace))
            return true;
    return view_eq(res->ref.kind, ref->kind) && view_eq(res->ref.name, ref->name) &&
           view_eq(resource_effective_namespace(res), namespace);
}

/* *FOUND is the object that is, or was, called as MADE is; NULL when there is none. */
static bool find_old(const struct resource_list *list, const struct resource *made,
                     struct resource **found, struct error *err)
{
    struct view namespace = resource_effective_namespace(made);

    *found = NULL;
    for (size_t i = 0; i < list->len; i++) {
        struct resource *res = list->resources[i];
        if (!view_eq(res->ref.group, made->ref.group) ||
            !view_eq(res->ref.version, made->ref.version) ||
            !was_called(res, &made->ref, namespace))
            continue;
        if (*found) {
            AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
            object_ref_add(&name, &made->ref);
            return error_set(err, ERROR_CONFLICT, "%s:%u: several objects are, or were, called %s",
                             made->file, made->line, buf_text(&name));
        }
        *found = res;
    }
    return true;
}

static bool fail_missing(const struct resource_list *list, const struct resource *made,
                         struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &made->ref);
    error_set(err, ERROR_UNMATCHED, "%s:%u: there is no %s to %s", made->file, made->line,
              buf_text(&name), made->behavior == RESOURCE_MERGE ? "merge with" : "replace");
    target_hint(list, made->ref.kind, made->ref.name, false, err);
    return false;
}

static bool fail_exists(const struct resource *made, const struct resource *old, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &made->ref);
    error_set(err, ERROR_CONFLICT, "%s:%u: there is a %s already (%s:%u)", made->file, made->line,
              buf_text(&name), old->file ? old->file : "the stream", old->line);
    return error_hint(err, "say 'behavior: merge' or 'behavior: replace' to change it");
}

/* ---- changing it ---- */

static void set_text(struct ydoc *doc, struct ynode *map, struct view key, struct view text)
{
    const struct ynode *old = ynode_get_view(map, key);

    if (!ynode_is_string(old, YAML_KUSTOMIZE) || !view_eq(ynode_text(old), text))
        ynode_set(doc, map, key, ynode_new_string(doc, text));
}

/*
 * The value of entry I becomes the string that it was written as. A null of `data` is an empty one,
 * a null among labels and annotations the word.
 */
static void make_string(struct ydoc *doc, struct ynode *map, size_t i, bool is_data)
{
    const struct ynode *value = ynode_value_at(map, i);
    struct yscalar scalar = ynode_value(value, YAML_KUSTOMIZE);
    struct view text = is_data && ynode_is_null(value) ? VIEW_EMPTY : ynode_text(value);

    if (scalar.type != YTYPE_STRING || scalar.timestamp)
        ynode_set_value_at(map, i, ynode_new_string(doc, text));
}

/* Remove FIELD of MAP unless it holds something. */
static void drop_if_empty(struct ynode *map, const char *field)
{
    const struct ynode *value = ynode_get(map, field);

    if (value && (!ynode_is_map(value) || ynode_len(value) == 0))
        ynode_remove(map, view_of(field));
}

/* Make what MAP has at FIELD strings, then add the entries of FROM. */
static void merge_texts(struct ydoc *doc, struct ynode *map, const char *field,
                        const struct ynode *from)
{
    struct ynode *target = ynode_get(map, field);
    bool is_data = strcmp(field, "data") == 0 || strcmp(field, "binaryData") == 0;

    if (!ynode_is_map(target)) {
        if (ynode_len(from) == 0) {
            drop_if_empty(map, field);
            return;
        }
        ynode_set(doc, map, view_of(field), ynode_new_map(doc));
        target = ynode_get(map, field);
    }
    for (size_t i = 0; i < ynode_len(target); i++)
        make_string(doc, target, i, is_data);
    for (size_t i = 0; i < ynode_len(from); i++)
        set_text(doc, target, ynode_text(ynode_key_at(from, i)),
                 ynode_text(ynode_value_at(from, i)));
    drop_if_empty(map, field);
}

/* MAP's FIELD becomes FROM's, by as few changes as possible. */
static void replace_texts(struct ydoc *doc, struct ynode *map, const char *field,
                          const struct ynode *from)
{
    struct ynode *target = ynode_get(map, field);

    for (size_t i = ynode_is_map(target) ? ynode_len(target) : 0; i > 0; i--)
        if (!ynode_get_view(from, ynode_text(ynode_key_at(target, i - 1))))
            ynode_remove_entry(target, i - 1);
    merge_texts(doc, map, field, from);
    if (ynode_is_map(from) && ynode_len(from) == 0)
        ynode_set(doc, map, view_of(field), ynode_new_map(doc));
}

/* Only the entries NAMES stay in MAP. */
static void keep_only(struct ynode *map, const char *const *names)
{
    for (size_t i = ynode_len(map); i > 0; i--) {
        struct view key = ynode_text(ynode_key_at(map, i - 1));
        size_t at = 0;
        while (names[at] && !view_is(key, names[at]))
            at++;
        if (!names[at])
            ynode_remove_entry(map, i - 1);
    }
}

/* What the API server would do with `stringData`. Source: normalizeSecretStringData. */
static bool fold_string_data(struct resource *old, struct ynode *root, struct error *err)
{
    const struct ynode *strings = ynode_get(root, "stringData");

    if (!view_is(old->ref.kind, "Secret") || !ynode_is_map(strings))
        return true;
    for (size_t i = 0; i < ynode_len(strings); i++) {
        AUTO(buf) text = BUF_INIT(2 * LOADER_FILE_BYTES_MAX);
        const struct ynode *value = ynode_value_at(strings, i);
        struct ynode *data = ynode_need_map(old->doc, root, "data");
        if (!ynode_is_scalar(value) || !data)
            return error_set(err, ERROR_INVALID,
                             "line %u: the value of a Secret's stringData must be a scalar",
                             ynode_line(value));
        generator_add_base64(&text, ynode_is_null(value) ? VIEW_EMPTY : ynode_text(value));
        set_text(old->doc, data, ynode_text(ynode_key_at(strings, i)), buf_view(&text));
    }
    return true;
}

static void copy_field(struct ydoc *doc, struct ynode *root, const char *field,
                       const struct ynode *from)
{
    const struct ynode *value = ynode_get(from, field), *old = ynode_get(root, field);

    if (!value)
        ynode_remove(root, view_of(field));
    else if (!ynode_equal(old, value, YAML_KUSTOMIZE))
        ynode_set(doc, root, view_of(field), ynode_copy(doc, value));
}

/*
 * OLD becomes MADE with OLD's name, namespace, labels and annotations, and for `merge` its data.
 * Everything else of OLD goes. Source: CopyMergeMetaDataFieldsFrom and appendReplaceOrMerge.
 */
static bool take_over(struct resource *old, const struct resource *made, struct error *err)
{
    static const char *const fields[] = { "apiVersion", "kind",      "metadata", "data",
                                          "binaryData", "immutable", "type",     NULL };
    static const char *const metadata_fields[] = { "name", "namespace", "labels", "annotations",
                                                   NULL };
    struct ynode *root = resource_edit(old, err);
    const struct ynode *from = made->root;

    if (!root)
        return false;
    struct ynode *metadata = ynode_get(root, "metadata");
    bool merge = made->behavior == RESOURCE_MERGE;
    if (merge && !fold_string_data(old, root, err))
        return error_wrap(err, "%s:%u", old->file ? old->file : "the stream", old->line);
    keep_only(root, fields);
    keep_only(metadata, metadata_fields);
    merge_texts(old->doc, metadata, "labels", ynode_get_path(from, "metadata", "labels", NULL));
    merge_texts(old->doc, metadata, "annotations",
                ynode_get_path(from, "metadata", "annotations", NULL));
    copy_field(old->doc, root, "type", from);
    copy_field(old->doc, root, "immutable", from);
    (merge ? merge_texts : replace_texts)(old->doc, root, "data", ynode_get(from, "data"));
    (merge ? merge_texts : replace_texts)(old->doc, root, "binaryData",
                                          ynode_get(from, "binaryData"));
    old->needs_hash = old->needs_hash && made->needs_hash;
    if (merge && old->origin)
        return origin_set(old, old->origin, err);
    old->origin = made->origin;
    return true;
}

static bool absorb_one(struct resource_list *list, struct resource *made, bool *taken,
                       struct error *err)
{
    struct resource *old;

    if (!find_old(list, made, &old, err))
        return false;
    *taken = !old && made->behavior == RESOURCE_CREATE;
    if (*taken) {
        resource_list_add(list, made);
        return true;
    }
    if (!old)
        return fail_missing(list, made, err);
    if (made->behavior == RESOURCE_CREATE)
        return fail_exists(made, old, err);
    return take_over(old, made, err);
}

bool generator_absorb(struct resource_list *list, struct resource_list *made, struct error *err)
{
    struct resource_list rest = RESOURCE_LIST_INIT;
    bool ok = true;

    for (size_t i = 0; i < made->len; i++) {
        bool taken = false;
        ok = ok && absorb_one(list, made->resources[i], &taken, err);
        if (!taken)
            resource_list_add(&rest, made->resources[i]);
    }
    made->len = 0;
    resource_list_move(made, &rest);
    return ok;
}
