/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/config.h"

#include "kustomize/crds.h"
#include "kustomize/order.h"

/* A merge is quadratic, as Kustomize's is; nobody writes more by hand. */
#define SPECS_MAX ((size_t)10000)

void config_init(struct config *config)
{
    for (size_t i = 0; i < FIELDSPEC_SETS; i++)
        config->sets[i] = fieldspec_defaults((enum fieldspec_set)i);
    config->backrefs = fieldspec_backrefs();
}

/* ---- merging ---- */

static bool covers(const struct fieldspec *old, const struct fieldspec *new)
{
    return view_eq(old->path, new->path) && (!new->group.len || view_eq(old->group, new->group)) &&
           (!new->version.len || view_eq(old->version, new->version)) &&
           (!new->kind.len || view_eq(old->kind, new->kind));
}

static const struct fieldspec *find_covering(struct fieldspec_list list,
                                             const struct fieldspec *spec)
{
    for (size_t i = 0; i < list.len; i++)
        if (covers(&list.specs[i], spec))
            return &list.specs[i];
    return NULL;
}

bool config_merge_specs(struct fieldspec_list *list, struct fieldspec_list more,
                        struct arena *arena, struct error *err)
{
    struct fieldspec *specs = NULL;

    if (list->specs == more.specs && list->len == more.len)
        return true;
    if (list->len + more.len > SPECS_MAX)
        return error_set(err, ERROR_LIMIT, "more than %zu field specs of one kind", SPECS_MAX);
    for (size_t i = 0; i < more.len; i++) {
        const struct fieldspec *old = find_covering(*list, &more.specs[i]);
        if (old && old->create != more.specs[i].create)
            return error_set(err, ERROR_INVALID,
                             "field '" VIEW_FMT "' is given with 'create' both true and false",
                             VIEW_ARGS(old->path));
        if (old)
            continue;
        if (!specs) { /* the list may be static */
            specs = arena_alloc_zero(arena, list->len + more.len, sizeof(*specs));
            if (list->len)
                memcpy(specs, list->specs, list->len * sizeof(*specs));
            list->specs = specs;
        }
        specs[list->len++] = more.specs[i];
    }
    return true;
}

static bool same_target(const struct backref *a, const struct backref *b)
{
    return view_eq(a->group, b->group) && view_eq(a->version, b->version) &&
           view_eq(a->kind, b->kind);
}

/* The name references to a kind in MORE join those of INTO. */
static bool merge_backref(struct config *into, const struct backref *more, struct arena *arena,
                          struct error *err)
{
    struct backref_list *list = &into->backrefs;
    struct backref *backrefs = arena_alloc_zero(arena, list->len + 1, sizeof(*backrefs));
    bool found = false;

    if (list->len == SPECS_MAX)
        return error_set(err, ERROR_LIMIT, "name references to more than %zu kinds", SPECS_MAX);
    if (list->len)
        memcpy(backrefs, list->backrefs, list->len * sizeof(*backrefs));
    for (size_t i = 0; i < list->len; i++) {
        if (!same_target(&backrefs[i], more))
            continue;
        found = true;
        if (!config_merge_specs(&backrefs[i].referrers, more->referrers, arena, err))
            return false;
    }
    if (!found)
        backrefs[list->len++] = *more;
    list->backrefs = backrefs;
    return true;
}

/* The tables of Kustomize cover nothing of themselves: to merge them is to copy them. */
static bool is_default(const struct config *config)
{
    struct config defaults;
    bool same;

    config_init(&defaults);
    same = config->backrefs.backrefs == defaults.backrefs.backrefs;
    for (size_t i = 0; i < FIELDSPEC_SETS; i++)
        same = same && config->sets[i].specs == defaults.sets[i].specs;
    return same;
}

bool config_merge(struct config *into, const struct config *from, struct arena *arena,
                  struct error *err)
{
    if (into->backrefs.len == 0 && is_default(from)) {
        *into = *from;
        return true;
    }
    bool changes = into->backrefs.backrefs != from->backrefs.backrefs;

    for (size_t i = 0; i < FIELDSPEC_SETS; i++) {
        changes = changes || into->sets[i].specs != from->sets[i].specs;
        if (!config_merge_specs(&into->sets[i], from->sets[i], arena, err))
            return false;
    }
    if (into->backrefs.backrefs != from->backrefs.backrefs)
        for (size_t i = 0; i < from->backrefs.len; i++)
            if (!merge_backref(into, &from->backrefs.backrefs[i], arena, err))
                return false;
    if (changes)
        config_sort(into, arena);
    return true;
}

/* ---- order ---- */

/* A spec or a backref with its sort key. */
struct keyed {
    const void *element;
    long rank;
    struct view text;
    size_t place; /* the sort must be stable */
};

static int keyed_cmp(const void *a, const void *b)
{
    const struct keyed *left = a, *right = b;
    int order;

    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    order = view_cmp(left->text, right->text);
    if (order)
        return order;
    return left->place < right->place ? -1 : 1;
}

static void keyed_fill(struct keyed *keyed, const void *element, struct view group,
                       struct view version, struct view kind, struct arena *arena)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct object_ref ref = { .group = group, .version = version, .kind = kind };

    order_add_gvk(&text, &ref);
    keyed->element = element;
    keyed->rank = order_rank(kind);
    keyed->text = arena_copy(arena, buf_view(&text));
}

static struct fieldspec_list sorted_specs(struct fieldspec_list list, struct arena *arena)
{
    struct keyed *keyed = arena_alloc_zero(arena, list.len + 1, sizeof(*keyed));
    struct fieldspec *specs = arena_alloc_zero(arena, list.len + 1, sizeof(*specs));

    for (size_t i = 0; i < list.len; i++) {
        const struct fieldspec *spec = &list.specs[i];
        keyed_fill(&keyed[i], spec, spec->group, spec->version, spec->kind, arena);
        keyed[i].place = i;
    }
    if (list.len)
        qsort(keyed, list.len, sizeof(*keyed), keyed_cmp);
    for (size_t i = 0; i < list.len; i++)
        specs[i] = *(const struct fieldspec *)keyed[i].element;
    return (struct fieldspec_list){ specs, list.len };
}

void config_sort(struct config *config, struct arena *arena)
{
    struct backref_list *list = &config->backrefs;
    struct keyed *keyed = arena_alloc_zero(arena, list->len + 1, sizeof(*keyed));
    struct backref *backrefs = arena_alloc_zero(arena, list->len + 1, sizeof(*backrefs));

    for (size_t i = 0; i < FIELDSPEC_SETS; i++)
        if (config->sets[i].specs != fieldspec_defaults((enum fieldspec_set)i).specs)
            config->sets[i] = sorted_specs(config->sets[i], arena);
    if (list->backrefs == fieldspec_backrefs().backrefs)
        return;
    for (size_t i = 0; i < list->len; i++) {
        const struct backref *row = &list->backrefs[i];
        keyed_fill(&keyed[i], row, row->group, row->version, row->kind, arena);
        keyed[i].place = i;
    }
    if (list->len)
        qsort(keyed, list->len, sizeof(*keyed), keyed_cmp);
    for (size_t i = 0; i < list->len; i++)
        backrefs[i] = *(const struct backref *)keyed[i].element;
    list->backrefs = backrefs;
}

/* ---- files ---- */

struct kust_backref {
    const struct ynode *node;
    struct view group;
    struct view version;
    struct view kind;
    DECODE_LIST(struct kust_fieldspec, specs);
};

/* The lists of one file, in the order of enum fieldspec_set. */
struct kust_specs {
    DECODE_LIST(struct kust_fieldspec, specs);
};

struct kust_config {
    const struct ynode *node;
    struct kust_specs sets[FIELDSPEC_SETS];
    DECODE_LIST(struct kust_backref, backrefs);
};

#define SET(what, set)                                                                             \
    {                                                                                              \
        (what), DECODE_STRUCTS,                                                                    \
            offsetof(struct kust_config, sets) + (set) * sizeof(struct kust_specs),                \
            &kust_fieldspec_table                                                                  \
    }

static const struct decode_field backref_fields[] = {
    DECODE_FIELD("group", DECODE_STRING, kust_backref, group),
    DECODE_FIELD("version", DECODE_STRING, kust_backref, version),
    DECODE_FIELD("kind", DECODE_STRING, kust_backref, kind),
    DECODE_TABLE_FIELD("fieldSpecs", DECODE_STRUCTS, kust_backref, specs, &kust_fieldspec_table),
    DECODE_FIELDS_END,
};
static const struct decode_table backref_table = { backref_fields, sizeof(struct kust_backref) };

static const struct decode_field config_fields[] = {
    SET("namePrefix", FIELDSPEC_NAME_PREFIX),
    SET("nameSuffix", FIELDSPEC_NAME_SUFFIX),
    SET("namespace", FIELDSPEC_NAMESPACE),
    SET("commonLabels", FIELDSPEC_COMMON_LABELS),
    SET("labels", FIELDSPEC_LABELS),
    SET("templateLabels", FIELDSPEC_TEMPLATE_LABELS),
    SET("volumeClaimTemplateLabels", FIELDSPEC_VOLUME_CLAIM_TEMPLATE_LABELS),
    SET("commonAnnotations", FIELDSPEC_COMMON_ANNOTATIONS),
    DECODE_TABLE_FIELD("nameReference", DECODE_STRUCTS, kust_config, backrefs, &backref_table),
    SET("varReference", FIELDSPEC_VAR_REFERENCE),
    SET("images", FIELDSPEC_IMAGES),
    SET("replicas", FIELDSPEC_REPLICAS),
    DECODE_FIELDS_END,
};
static const struct decode_table config_table = { config_fields, sizeof(struct kust_config) };

struct fieldspec_list config_specs(const struct kust_fieldspec *specs, size_t len,
                                   struct arena *arena)
{
    struct fieldspec *out = arena_alloc_zero(arena, len + 1, sizeof(*out));

    for (size_t i = 0; i < len; i++)
        out[i] = (struct fieldspec){ .group = specs[i].group,
                                     .version = specs[i].version,
                                     .kind = specs[i].kind,
                                     .path = specs[i].path,
                                     .create = specs[i].create };
    return (struct fieldspec_list){ out, len };
}

/* Make the texts of LIST outlive the document they come from. */
static struct fieldspec_list keep_texts(struct fieldspec_list list, struct arena *arena)
{
    struct fieldspec *specs = arena_alloc_zero(arena, list.len + 1, sizeof(*specs));

    for (size_t i = 0; i < list.len; i++)
        specs[i] = (struct fieldspec){ .group = arena_copy(arena, list.specs[i].group),
                                       .version = arena_copy(arena, list.specs[i].version),
                                       .kind = arena_copy(arena, list.specs[i].kind),
                                       .path = arena_copy(arena, list.specs[i].path),
                                       .create = list.specs[i].create };
    return (struct fieldspec_list){ specs, list.len };
}

static bool merge_decoded(struct config *config, const struct kust_config *decoded,
                          struct arena *arena, struct error *err)
{
    for (size_t i = 0; i < FIELDSPEC_SETS; i++) {
        struct fieldspec_list list =
            config_specs(decoded->sets[i].specs, decoded->sets[i].specs_len, arena);
        if (!config_merge_specs(&config->sets[i], keep_texts(list, arena), arena, err))
            return false;
    }
    for (size_t i = 0; i < decoded->backrefs_len; i++) {
        const struct kust_backref *row = &decoded->backrefs[i];
        struct fieldspec_list list = config_specs(row->specs, row->specs_len, arena);
        struct backref backref = { .group = arena_copy(arena, row->group),
                                   .version = arena_copy(arena, row->version),
                                   .kind = arena_copy(arena, row->kind),
                                   .referrers = keep_texts(list, arena) };
        if (!merge_backref(config, &backref, arena, err))
            return false;
    }
    return true;
}

static bool load_file(struct config *config, const struct kustomization *kust, struct view path,
                      struct arena *arena, struct error *err)
{
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);
    AUTO_CHARS name = view_copy(path);
    AUTO_CHARS shown = loader_root_show(kust->root, name);
    struct ydoc_options options = { .origin = shown, .own_text = true };
    AUTO_FREE(ydoc) doc = NULL;
    AUTO_FREE(ydoc) expanded = NULL;
    struct kust_config decoded = { .node = NULL };

    if (!loader_root_read(kust->root, &text, name, err))
        return false;
    doc = ydoc_parse_with(buf_view(&text), &options, err);
    expanded = doc ? ydoc_copy(doc, err) : NULL;
    return expanded &&
           decode_any_scalar(&decoded, &config_table, ydoc_root(expanded), shown, arena, err) &&
           (merge_decoded(config, &decoded, arena, err) || error_wrap(err, "%s", shown));
}

bool config_load(struct config *config, const struct kustomization *kust, struct arena *arena,
                 struct error *err)
{
    const struct kust_fields *fields = &kust->fields;
    struct config added = { .backrefs = { .len = 0 } }, own;

    config_init(&own);
    if (fields->configurations_len == 0)
        return config_merge(config, &own, arena, err);
    for (size_t i = 0; i < fields->configurations_len; i++) {
        const struct decode_string *entry = &fields->configurations[i];
        if (!load_file(&added, kust, entry->text, arena, err))
            return error_wrap(err, "%s:%u", kust->file, ynode_line(entry->node));
    }
    config_sort(&added, arena);
    return (config_merge(&own, &added, arena, err) && config_merge(config, &own, arena, err)) ||
           error_wrap(err, "%s:%u", kust->file, kustomization_line(kust, "configurations"));
}

/* ---- definitions of custom resources ---- */

static bool add_crd_field(struct config *config, const struct crd_field *field, struct arena *arena,
                          struct error *err)
{
    static const enum fieldspec_set sets[] = {
        [CRD_ANNOTATIONS] = FIELDSPEC_COMMON_ANNOTATIONS,
        [CRD_LABELS] = FIELDSPEC_COMMON_LABELS,
        [CRD_NAME] = FIELDSPEC_NAME_PREFIX,
    };
    struct fieldspec_list list = keep_texts((struct fieldspec_list){ &field->spec, 1 }, arena);
    struct backref backref = { .referrers = list };

    if (field->mark != CRD_REFERENCE)
        return config_merge_specs(&config->sets[sets[field->mark]], list, arena, err);
    backref.version = arena_copy(arena, field->target_version);
    backref.kind = arena_copy(arena, field->target_kind);
    return merge_backref(config, &backref, arena, err);
}

bool config_load_crds(struct config *config, const struct kustomization *kust, struct arena *arena,
                      struct error *err)
{
    const struct kust_fields *fields = &kust->fields;
    struct config added = { .backrefs = { .len = 0 } };
    AUTO(crds) crds = CRDS_INIT;

    if (fields->crds_len == 0)
        return true;
    if (!crds_load(&crds, fields->crds, fields->crds_len, kust->root, kust->file, err))
        return false;
    for (size_t i = 0; i < crds.len; i++)
        if (!add_crd_field(&added, &crds.fields[i], arena, err))
            return error_wrap(err, "%s:%u: crds", kust->file, kustomization_line(kust, "crds"));
    config_sort(&added, arena);
    return config_merge(config, &added, arena, err) ||
           error_wrap(err, "%s:%u: crds", kust->file, kustomization_line(kust, "crds"));
}
