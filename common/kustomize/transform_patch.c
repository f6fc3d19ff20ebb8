/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/map.h"
#include "kustomize/objects.h"
#include "kustomize/target.h"
#include "kustomize/transform.h"
#include "patch/json_patch.h"
#include "patch/strategic_merge.h"
#include "yaml/json_extent.h"
#include "yaml/through_json.h"

/* The text of one patch, and where it comes from. */
struct patch_text {
    struct buf text;
    char *origin;  /* what messages call it */
    uint32_t line; /* of its first line in ORIGIN */
};

#define PATCH_TEXT_INIT                                                                            \
    {                                                                                              \
        .text = BUF_INIT(LOADER_FILE_BYTES_MAX)                                                    \
    }

static void patch_text_release(struct patch_text *text)
{
    buf_release(&text->text);
    free(text->origin);
}

/* The patches in TEXT: like objects, they live where the schemas of the build say. */
static bool read_objects(struct transform *t, struct resource_list *patches,
                         const struct patch_text *text, struct error *err)
{
    if (!objects_read(patches, buf_view(&text->text), text->origin, text->line, err))
        return false;
    for (size_t i = 0; i < patches->len; i++)
        schemas_meet(t->schemas, patches->resources[i]);
    return true;
}

/* One patch as it is applied, with what messages say about it. */
struct patch {
    struct transform *t;
    uint32_t line; /* of its entry in the kustomization */
    bool allow_name_change;
    bool allow_kind_change;
};

static bool patch_fail(const struct patch *patch, const struct resource *res, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &res->ref);
    return error_wrap(err, "%s:%u: the patch for %s", patch->t->kust->file, patch->line,
                      buf_text(&name));
}

/* ---- reading ---- */

static bool text_from_file(struct patch_text *text, const struct transform *t, struct view path,
                           struct error *err)
{
    AUTO_CHARS name = view_copy(path);

    text->origin = loader_root_show(t->kust->root, name);
    text->line = 1;
    return loader_root_read(t->kust->root, &text->text, name, err);
}

/* A text of `patches` loses the blanks around it, and with them the last line's end. */
static void text_trim(struct patch_text *text)
{
    struct view all = buf_view(&text->text), trimmed = view_trim(all);
    size_t start = trimmed.len ? (size_t)(trimmed.data - all.data) : all.len;

    for (size_t i = 0; i < start; i++)
        text->line += all.data[i] == '\n';
    AUTO_CHARS copy = view_copy(trimmed);
    buf_clear(&text->text);
    buf_add(&text->text, copy);
}

/* NODE is the scalar of the kustomization that holds the patch. */
static void text_from_node(struct patch_text *text, const struct transform *t,
                           const struct ynode *node)
{
    bool block = node->style == YSTYLE_LITERAL || node->style == YSTYLE_FOLDED;

    text->origin = chars_copy(t->kust->file);
    text->line = ynode_line(node) + (block ? 1 : 0);
    buf_add_view(&text->text, ynode_text(node));
}

static bool read_patch(struct patch_text *text, const struct transform *t,
                       const struct kust_patch *spec, struct error *err)
{
    bool inline_text = view_trim(spec->patch.text).len > 0;
    uint32_t line = ynode_line(spec->node);

    if (inline_text == (spec->path.len > 0))
        return error_set(err, ERROR_INVALID,
                         inline_text ? "%s:%u: a patch has either 'path' or 'patch', not both"
                                     : "%s:%u: a patch has 'path' or 'patch'",
                         t->kust->file, line);
    if (!inline_text)
        return text_from_file(text, t, spec->path, err) ||
               error_wrap(err, "%s:%u", t->kust->file, line);
    text_from_node(text, t, spec->patch.node);
    return true;
}

/* The first document of TEXT that holds something; NULL with *err untouched when there is none. */
static struct ydoc *first_document(const struct patch_text *text, struct error *err)
{
    struct ydoc_options options = { .origin = text->origin,
                                    .first_line = text->line,
                                    .own_text = true };
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;

    if (!ydoc_parse_all(&docs, buf_view(&text->text), &options, err))
        return NULL;
    for (size_t i = 0; i < docs.len; i++)
        if (!ynode_is_null(ydoc_root(docs.docs[i])))
            return TAKE(docs.docs[i]);
    return ydoc_new();
}

/* ---- strategic merge ---- */

/*
 * Make the values of labels and annotations strings, whatever they are, and drop an empty mapping.
 * Kustomize passes them through Go maps of strings: a null in a patch with a target becomes the
 * label "null" and removes nothing. Source: CopyMergeMetaDataFieldsFrom in
 * api/resource/resource.go.
 */
static void plain_strings(struct resource *patch, const char *field)
{
    struct ynode *metadata = ynode_get(patch->root, "metadata");
    struct ynode *map = ynode_get(metadata, field);

    if (!map)
        return;
    if (!ynode_is_map(map) || ynode_len(map) == 0) {
        ynode_remove(metadata, view_of(field));
        return;
    }
    for (size_t i = 0; i < ynode_len(map); i++) {
        struct view text = ynode_text(ynode_value_at(map, i));
        ynode_set_value_at(map, i, ynode_new_string(patch->doc, text));
    }
}

static void restore_string(struct resource *res, struct ynode *map, const char *key,
                           struct view text)
{
    const struct ynode *value = ynode_get(map, key);

    if (text.len == 0)
        ynode_remove(map, view_of(key));
    else if (!ynode_is_scalar(value) || !view_eq(ynode_text(value), text))
        ynode_set_string(res->doc, map, key, text);
}

/* In the way of kyaml's SetName and its like. */
static void restore_untagged(struct resource *res, struct ynode *map, const char *key,
                             struct view text)
{
    restore_string(res, map, key, text);
    if (text.len)
        ynode_set_untagged(res->doc, ynode_get(map, key), text, YAML_KUSTOMIZE);
}

/*
 * Change RES by WITH. What identifies RES stays as it was; kind and name may change when the patch
 * says so.
 */
static bool merge_one(const struct patch *patch, struct resource *res, const struct resource *with,
                      struct error *err)
{
    struct object_ref ref = res->ref;
    struct view api_version = ynode_text(ynode_get(res->root, "apiVersion"));
    struct merge_lookup lookup = patch->t->schemas->lookup;

    if (patch->allow_name_change || patch->allow_kind_change)
        resource_store_previous(res);
    if (!resource_edit(res, err))
        return patch_fail(patch, res, err);
    if (!res->comments_gone)
        lookup.base_text = ydoc_text(res->doc);
    lookup.patch_text = ydoc_text(with->doc);
    if (!strategic_merge_apply(res->doc, res->root, with->root, with->file, &lookup, &res->removed,
                               err))
        return patch_fail(patch, res, err);
    if (res->removed)
        return true;
    if (ynode_len(res->root) == 0) {
        res->removed = true;
        return true;
    }
    struct ynode *metadata = ynode_get(res->root, "metadata");
    restore_string(res, res->root, "apiVersion", api_version);
    if (!patch->allow_kind_change)
        restore_untagged(res, res->root, "kind", ref.kind);
    if (metadata && !patch->allow_name_change)
        restore_untagged(res, metadata, "name", ref.name);
    if (metadata)
        restore_untagged(res, metadata, "namespace", ref.namespace);
    resource_refresh(res);
    return true;
}

/* RES is, or was, what the patch WITH calls itself. */
static bool has_id(const struct resource *res, const struct resource *with)
{
    struct view namespace = resource_effective_namespace(with);

    if (!view_eq(res->ref.group, with->ref.group) || !view_eq(res->ref.version, with->ref.version))
        return false;
    for (size_t i = 0; i < res->previous_len; i++)
        if (view_eq(res->previous[i].name, with->ref.name) &&
            view_eq(res->previous[i].kind, with->ref.kind) &&
            view_eq(res->previous[i].namespace, namespace))
            return true;
    return view_eq(res->ref.name, with->ref.name) && view_eq(res->ref.kind, with->ref.kind) &&
           view_eq(resource_effective_namespace(res), namespace);
}

static bool fail_many(const struct patch *patch, const char *what, const struct resource *with,
                      size_t found, struct error *err)
{
    const struct resource_list *list = patch->t->list;
    AUTO(buf) names = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t named = 0;

    for (size_t i = 0; i < list->len && named < 2; i++) {
        if (list->resources[i]->removed || !has_id(list->resources[i], with))
            continue;
        buf_add(&names, named++ ? " and " : "");
        object_ref_add(&names, &list->resources[i]->ref);
    }
    error_set(err, ERROR_CONFLICT, "%s:%u: the patch for %s matches %zu objects",
              patch->t->kust->file, patch->line, what, found);
    return error_hint(err, "these are two of them: %s; a 'target' with the name of one means it",
                      buf_text(&names));
}

/* An error, or one line of the change log. */
static bool fail_unmatched(const struct patch *patch, const char *what, struct view kind,
                           struct view name, struct error *err)
{
    if (patch->t->log && patch->t->log->forgives) {
        AUTO(error) near = ERROR_INIT;
        target_hint(patch->t->list, kind, name, false, &near);
        change_log_unmatched(patch->t->log, what, near.hint);
        return true;
    }
    error_set(err, ERROR_UNMATCHED, "%s:%u: the patch for %s matches nothing", patch->t->kust->file,
              patch->line, what);
    target_hint(patch->t->list, kind, name, patch->t->face == FACE_STREAM, err);
    return false;
}

/* The one object that WITH names; in a stream, where duplicates are legal, all of them. */
static bool merge_by_id(const struct patch *patch, const struct resource *with, struct error *err)
{
    struct transform *t = patch->t;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t found = 0;

    for (size_t i = 0; i < t->list->len; i++)
        found += !t->list->resources[i]->removed && has_id(t->list->resources[i], with);
    object_ref_add(&name, &with->ref);
    if (found == 0 && t->allow_unmatched)
        return true;
    if (found == 0)
        return fail_unmatched(patch, buf_text(&name), with->ref.kind, with->ref.name, err);
    if (found > 1 && t->face == FACE_STRICT)
        return fail_many(patch, buf_text(&name), with, found, err);
    for (size_t i = 0; i < t->list->len; i++) {
        struct resource *res = t->list->resources[i];
        if (!res->removed && has_id(res, with) && !merge_one(patch, res, with, err))
            return false;
    }
    return true;
}

static bool fail_target(const struct patch *patch, const struct kust_target *spec,
                        struct error *err)
{
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

    target_describe(&what, spec);
    return fail_unmatched(patch, buf_text(&what), spec->kind, spec->name, err);
}

/* Carry out APPLY on every object that SPEC selects. */
static bool for_each_target(const struct patch *patch, const struct kust_target *spec,
                            bool (*apply)(const struct patch *, struct resource *, const void *,
                                          struct error *),
                            const void *with, struct error *err)
{
    struct transform *t = patch->t;
    AUTO(target) target = TARGET_INIT;
    size_t found = 0;

    if (!target_compile(&target, spec, t->kust->file, err))
        return false;
    for (size_t i = 0; i < t->list->len; i++) {
        struct resource *res = t->list->resources[i];
        if (res->removed || !target_matches(&target, res))
            continue;
        found++;
        if (!apply(patch, res, with, err))
            return false;
    }
    if (found || t->face == FACE_STRICT || t->allow_unmatched)
        return true;
    return fail_target(patch, spec, err);
}

/* The value that WITH has for FIELD under MAP is not what the object, which has IS, is going to
 * get. */
static void tell_kept(const struct patch *patch, const struct ynode *map, const char *key,
                      const char *field, struct view is)
{
    struct view wanted = ynode_text(ynode_get(map, key));

    if (wanted.len > 0 && !view_eq(wanted, is))
        change_log_kept(patch->t->log, field, wanted);
}

/* With a target a patch takes on the apiVersion of each object, which may cost it its schema. */
static bool apply_merge(const struct patch *patch, struct resource *res, const void *context,
                        struct error *err)
{
    struct resource *with = *(struct resource *const *)context;
    struct view api_version = ynode_text(ynode_get(res->root, "apiVersion"));

    struct ynode *metadata = ynode_get(with->root, "metadata");

    restore_string(with, with->root, "apiVersion", api_version);
    if (!patch->allow_kind_change)
        tell_kept(patch, with->root, "kind", "kind", res->ref.kind);
    if (!patch->allow_name_change)
        tell_kept(patch, metadata, "name", "metadata.name", res->ref.name);
    tell_kept(patch, metadata, "namespace", "metadata.namespace", res->ref.namespace);
    return merge_one(patch, res, with, err);
}

static bool run_merges(const struct patch *patch, const struct patch_text *text,
                       const struct kust_target *target, struct error *err)
{
    AUTO(resource_list) patches = RESOURCE_LIST_INIT;

    if (!read_objects(patch->t, &patches, text, err))
        return false;
    if (target && patches.len > 1)
        return error_set(err, ERROR_INVALID,
                         "%s:%u: a patch with a target is one document, not %zu",
                         patch->t->kust->file, patch->line, patches.len);
    for (size_t i = 0; i < patches.len; i++) {
        struct resource *with = patches.resources[i];
        /* Kustomize notes the options in the patch's annotations: another way through Go's maps. */
        if (patch->allow_name_change || patch->allow_kind_change)
            plain_strings(with, "annotations");
        if (!target) {
            if (!merge_by_id(patch, with, err))
                return false;
            continue;
        }
        plain_strings(with, "labels");
        plain_strings(with, "annotations");
        if (!for_each_target(patch, target, apply_merge, &with, err))
            return false;
    }
    if (target && patch->t->face == FACE_STRICT &&
        (patch->allow_name_change || patch->allow_kind_change))
        return transform_check_unique(patch->t->list, FACE_STRICT, err);
    return true;
}

/* ---- JSON patches ---- */

struct json_patch {
    const struct ynode *root;
    const char *origin;
    bool store_previous;
};

static bool is_tagged(const struct ynode *node)
{
    return node->props && node->props->tag.len;
}

/* SEEN holds the scalars that we made and that stand somewhere already, by address; FLOW: NODE
 * stands in a collection in flow style. */
static void pass_json_below(struct resource *res, struct map *seen, struct ynode *node, bool flow,
                            unsigned depth)
{
    flow |= node->style == YSTYLE_FLOW;
    for (size_t i = 0; depth < YAML_DEPTH_MAX && i < ynode_len(node); i++) {
        struct ynode *value = ynode_is_map(node) ? ynode_value_at(node, i) : ynode_at(node, i);
        struct view address = view_make((const char *)&value, sizeof(value));
        if (!ynode_is_scalar(value))
            pass_json_below(res, seen, value, flow, depth + 1);
        else if (ynode_is_null(value) && ynode_text(value).len == 0)
            ynode_assign(value, flow && !is_tagged(value) ? ynode_new_string(res->doc, VIEW_EMPTY)
                                                          : ynode_new_null(res->doc));
        else if (value->made && ynode_is_map(node) && map_set(seen, address, value))
            ynode_set_value_at(node, i, ynode_new_string(res->doc, ynode_text(value)));
    }
}

/*
 * Kustomize takes an object through JSON for a JSON patch. What shows afterwards: fields that
 * shared a label's node have their own, and an empty null is one that is written out, which a later
 * merge patch keeps, or in flow style an empty string.
 */
static void pass_json(struct resource *res)
{
    AUTO(map) seen = MAP_INIT;

    pass_json_below(res, &seen, res->root, false, 0);
}

/*
 * Kustomize keeps earlier ids in annotations, so that a JSON patch finds a mapping there even when
 * the object has none. An empty one is dropped at the end.
 */
static void need_annotations(struct resource *res)
{
    struct ynode *metadata = ynode_get(res->root, "metadata");

    if (metadata && res->previous_len)
        ynode_need_map(res->doc, metadata, "annotations");
}

static bool apply_json(const struct patch *patch, struct resource *res, const void *context,
                       struct error *err)
{
    const struct json_patch *json = context;

    if (json->store_previous)
        resource_store_previous(res);
    if (!resource_edit(res, err))
        return patch_fail(patch, res, err);
    pass_json(res);
    need_annotations(res);
    res->comments_gone = true;
    if (!json_patch_apply(res->doc, res->root, json->root, json->origin, err))
        return patch_fail(patch, res, err);
    /* In a stream digits are kept that Kustomize would lose. */
    if (patch->t->face == FACE_STRICT)
        ynode_through_json(res->doc, res->root, JSON_WAY_MAPS);
    if (!ynode_is_map(res->root) || ynode_len(res->root) == 0)
        res->removed = true;
    else
        resource_refresh(res);
    return true;
}

static bool run_json(const struct patch *patch, const struct patch_text *text,
                     const struct ydoc *doc, const struct kust_target *target, bool store_previous,
                     struct error *err)
{
    struct json_patch json = { .root = ydoc_root(doc),
                               .origin = text->origin,
                               .store_previous = store_previous };

    if (view_starts(buf_view(&text->text), VIEW("[")) && !json_is_valid(buf_view(&text->text))) {
        error_set(err, ERROR_SYNTAX, "%s:%u: a JSON patch that begins with '[' must be JSON",
                  text->origin, text->line);
        return error_hint(err, "quote keys and texts, or write it in lines that begin with '-'");
    }
    if (!json_patch_check(json.root, text->origin, err))
        return false;
    if (!target)
        return error_set(err, ERROR_INVALID, "%s:%u: a JSON patch needs a target",
                         patch->t->kust->file, patch->line);
    return for_each_target(patch, target, apply_json, &json, err);
}

/* ---- the three fields ---- */

/* Each entry is a step of its own. */
static bool begin(struct transform *t, const struct ynode *entry, struct error *err)
{
    return change_log_begin(t->log, t->list, t->kust->file, ynode_line(entry), "patch", err);
}

static bool run_patch(struct transform *t, const struct kust_patch *spec, struct error *err)
{
    struct patch patch = { .t = t,
                           .line = ynode_line(spec->node),
                           .allow_name_change = spec->options && spec->options->allow_name_change,
                           .allow_kind_change = spec->options && spec->options->allow_kind_change };
    AUTO(patch_text) text = PATCH_TEXT_INIT;
    AUTO_FREE(ydoc) doc = NULL;

    if (!read_patch(&text, t, spec, err))
        return false;
    if (spec->path.len == 0)
        text_trim(&text);
    doc = first_document(&text, err);
    if (!doc)
        return false;
    if (ynode_is_seq(ydoc_root(doc)))
        return run_json(&patch, &text, doc, spec->target, true, err);
    return run_merges(&patch, &text, spec->target, err);
}

bool transform_patches(struct transform *t, struct error *err)
{
    const struct kust_fields *fields = &t->kust->fields;

    for (size_t i = 0; i < fields->patches_len; i++)
        if (!begin(t, fields->patches[i].node, err) || !run_patch(t, &fields->patches[i], err))
            return false;
    return true;
}

/* A path, or for old times' sake the patch itself. */
static bool run_strategic_merge(struct transform *t, const struct decode_string *entry,
                                struct error *err)
{
    struct patch patch = { .t = t, .line = ynode_line(entry->node) };
    AUTO(patch_text) text = PATCH_TEXT_INIT;
    AUTO(resource_list) patches = RESOURCE_LIST_INIT;
    bool inline_text = view_find_byte(entry->text, '\n', 0) < entry->text.len ||
                       view_starts(view_trim(entry->text), VIEW("{"));

    if (inline_text)
        text_from_node(&text, t, entry->node);
    else if (!text_from_file(&text, t, entry->text, err))
        return error_wrap(err, "%s:%u", t->kust->file, patch.line);
    if (!read_objects(t, &patches, &text, err))
        return false;
    for (size_t i = 0; i < patches.len; i++) {
        struct resource *with = patches.resources[i];
        plain_strings(with, "labels");
        plain_strings(with, "annotations");
        if (!merge_by_id(&patch, with, err))
            return false;
    }
    return true;
}

bool transform_patches_strategic_merge(struct transform *t, struct error *err)
{
    const struct kust_fields *fields = &t->kust->fields;

    for (size_t i = 0; i < fields->patches_strategic_merge_len; i++)
        if (!begin(t, fields->patches_strategic_merge[i].node, err) ||
            !run_strategic_merge(t, &fields->patches_strategic_merge[i], err))
            return false;
    return true;
}

static bool run_json6902(struct transform *t, const struct kust_patch *spec, struct error *err)
{
    struct patch patch = { .t = t, .line = ynode_line(spec->node) };
    AUTO(patch_text) text = PATCH_TEXT_INIT;
    AUTO_FREE(ydoc) doc = NULL;

    if (!spec->target || spec->target->name.len == 0)
        return error_set(err, ERROR_INVALID, "%s:%u: a JSON patch needs a target with a name",
                         t->kust->file, patch.line);
    if (!read_patch(&text, t, spec, err))
        return false;
    doc = first_document(&text, err);
    if (!doc)
        return false;
    if (ynode_len(ydoc_root(doc)) == 0)
        return error_set(err, ERROR_INVALID, "%s:%u: the patch is empty", t->kust->file,
                         patch.line);
    return run_json(&patch, &text, doc, spec->target, false, err);
}

bool transform_patches_json6902(struct transform *t, struct error *err)
{
    const struct kust_fields *fields = &t->kust->fields;

    for (size_t i = 0; i < fields->patches_json6902_len; i++)
        if (!begin(t, fields->patches_json6902[i].node, err) ||
            !run_json6902(t, &fields->patches_json6902[i], err))
            return false;
    return true;
}
