/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/map.h"
#include "kustomize/fieldspec.h"
#include "kustomize/transform.h"

/* Objects that were once called by one name. */
struct namesakes {
    struct resource **resources; /* heap */
    size_t len;
    size_t cap;
};

static void namesakes_release(struct namesakes *same)
{
    free(same->resources);
}

/* A field that may refer to objects of TARGET. */
struct row {
    const struct backref *target;
    const struct fieldspec *spec;
};

/* The fields of one kind, in the order of the table. */
struct rows {
    struct row *rows; /* heap */
    size_t len;
    size_t cap;
};

struct references {
    const struct resource_list *list;
    struct backref_list backrefs;
    enum kustomize_face face;
    struct map names; /* earlier name -> struct namesakes */
    struct map kinds; /* group, version and kind -> struct rows */
};

/* One field of one referrer, and what it may refer to. */
struct reference {
    const struct references *all;
    struct resource *referrer;
    const struct backref *target;
    const struct fieldspec *spec;
};

static void references_release(struct references *all)
{
    for (size_t i = 0; i < all->names.len; i++) {
        struct namesakes *same = all->names.entries[i].value;
        namesakes_release(same);
        free(same);
    }
    map_release(&all->names);
    for (size_t i = 0; i < all->kinds.len; i++) {
        struct rows *rows = all->kinds.entries[i].value;
        free(rows->rows);
        free(rows);
    }
    map_release(&all->kinds);
}

static void add_name(struct references *all, struct resource *res, struct view name)
{
    struct namesakes *same = map_get(&all->names, name);

    if (!same) {
        same = mem_alloc_zero(1, sizeof(*same));
        map_set(&all->names, name, same);
    }
    if (same->len && same->resources[same->len - 1] == res)
        return;
    ARRAY_GROW(same->resources, same->len, same->cap);
    same->resources[same->len++] = res;
}

static void references_collect(struct references *all, const struct resource_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        for (size_t j = 0; j < list->resources[i]->previous_len; j++)
            add_name(all, list->resources[i], list->resources[i]->previous[j].name);
}

/* ---- which object is meant ---- */

/* RES was once of GROUP, VERSION and KIND (empty: any). */
static bool was_kind(const struct resource *res, struct view group, struct view version,
                     struct view kind)
{
    if ((group.len && !view_eq(group, res->ref.group)) ||
        (version.len && !view_eq(version, res->ref.version)))
        return false;
    for (size_t i = 0; i < res->previous_len; i++)
        if (kind.len == 0 || view_eq(kind, res->previous[i].kind))
            return true;
    return false;
}

/* The namespaces of the ServiceAccounts that a RoleBinding names. */
static bool binds_namespace(const struct resource *referrer, struct view namespace)
{
    const struct ynode *subjects = ynode_get(referrer->root, "subjects");

    if (!view_is(referrer->ref.kind, "RoleBinding"))
        return false;
    for (size_t i = 0; i < ynode_len(subjects); i++) {
        const struct ynode *subject = ynode_at(subjects, i);
        const struct ynode *at = ynode_get(subject, "namespace");
        if (at && view_is(ynode_text(ynode_get(subject, "kind")), "ServiceAccount") &&
            view_eq(ynode_text(at), namespace))
            return true;
    }
    return false;
}

/*
 * Objects of different namespaces do not refer to each other, except a RoleBinding to what is where
 * the accounts that it names are. Source: SubsetThatCouldBeReferencedByResource.
 */
static bool is_in_subset(const struct resource *referrer, const struct resource *candidate)
{
    return referrer->cluster_scoped || candidate->cluster_scoped ||
           view_eq(resource_effective_namespace(referrer),
                   resource_effective_namespace(candidate)) ||
           binds_namespace(referrer, candidate->ref.namespace);
}

/* Of another namespace only the accounts. Source: sameCurrentNamespaceAsReferrer. */
static bool is_in_reach(const struct resource *referrer, const struct resource *candidate)
{
    return is_in_subset(referrer, candidate) &&
           (referrer->cluster_scoped || candidate->cluster_scoped ||
            view_is(candidate->ref.kind, "ServiceAccount") ||
            view_eq(resource_effective_namespace(referrer),
                    resource_effective_namespace(candidate)));
}

/* A roleRef says itself of which group and kind its object is. */
static bool fits_role_ref(const struct reference *reference, const struct resource *candidate)
{
    const struct ynode *role = ynode_get(reference->referrer->root, "roleRef");
    const struct ynode *group = ynode_get(role, "apiGroup"), *kind = ynode_get(role, "kind");

    if (!view_ends(reference->spec->path, VIEW("roleRef/name")) || !group || !kind)
        return true;
    return was_kind(candidate, ynode_text(group), VIEW_EMPTY, ynode_text(kind));
}

static bool is_candidate(const struct reference *reference, const struct resource *candidate)
{
    const struct backref *target = reference->target;

    return was_kind(candidate, target->group, target->version, target->kind) &&
           is_in_reach(reference->referrer, candidate) && fits_role_ref(reference, candidate);
}

/* A reference with a namespace means an object of it: by the earlier one if any object had it, else
 * by the current. */
static bool in_namespace(const struct resource *res, struct view namespace, bool original)
{
    return view_eq(namespace,
                   original ? resource_original_namespace(res) : resource_effective_namespace(res));
}

/* Any object that the referrer may see, whether it was renamed or not, was of NAMESPACE at first.
 */
static bool any_was_in(const struct references *all, const struct reference *reference,
                       struct view namespace)
{
    for (size_t i = 0; i < all->list->len; i++)
        if (in_namespace(all->list->resources[i], namespace, true) &&
            is_in_subset(reference->referrer, all->list->resources[i]))
            return true;
    return false;
}

/* ---- which of several ---- */

/* One ends as the other does, the outermost affixes first. Source: SameEndingSubSlice. */
static bool same_ending(const struct affixes *a, const struct affixes *b)
{
    size_t len = a->len < b->len ? a->len : b->len;

    if (len == 0)
        return a->len == b->len;
    for (size_t i = 1; i <= len; i++)
        if (!view_eq(a->texts[a->len - i], b->texts[b->len - i]))
            return false;
    return true;
}

/* Both got their names in the same place. Source: PrefixesSuffixesEquals. */
static bool same_affixes(const struct resource *a, const struct resource *b, bool allow_empty)
{
    bool any_prefix = allow_empty && (a->prefixes.len == 0 || b->prefixes.len == 0);
    bool any_suffix = allow_empty && (a->suffixes.len == 0 || b->suffixes.len == 0);

    return (any_prefix || same_ending(&a->prefixes, &b->prefixes)) &&
           (any_suffix || same_ending(&a->suffixes, &b->suffixes));
}

static void keep_same_affixes(struct namesakes *candidates, const struct resource *referrer,
                              bool allow_empty)
{
    size_t kept = 0;

    for (size_t i = 0; i < candidates->len; i++)
        if (same_affixes(candidates->resources[i], referrer, allow_empty))
            candidates->resources[kept++] = candidates->resources[i];
    candidates->len = kept;
}

static bool fail_many(struct view name, const struct namesakes *candidates, struct error *err)
{
    AUTO(buf) names = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < candidates->len; i++) {
        if (i)
            buf_add(&names, i + 1 < candidates->len ? ", " : " or ");
        object_ref_add(&names, &candidates->resources[i]->ref);
    }
    error_set(err, ERROR_CONFLICT, "'" VIEW_FMT "' may mean %s", VIEW_ARGS(name), buf_text(&names));
    return error_hint(err, "say the namespace beside the name, or give one of them another name");
}

/* The only one, or the first of several that are called the same now. */
static bool choose(const struct reference *reference, struct view name,
                   struct namesakes *candidates, bool with_namespace, const struct resource **found,
                   struct error *err)
{
    if (candidates->len > 1)
        keep_same_affixes(candidates, reference->referrer, true);
    if (candidates->len > 1)
        keep_same_affixes(candidates, reference->referrer, false);
    *found = candidates->len ? candidates->resources[0] : NULL;
    for (size_t i = 1; i < candidates->len; i++) {
        const struct object_ref *ref = &candidates->resources[i]->ref;
        if (!view_eq((*found)->ref.name, ref->name) ||
            (with_namespace && !view_eq((*found)->ref.namespace, ref->namespace)))
            return fail_many(name, candidates, err);
    }
    return true;
}

/* *FOUND is the object that was called NAME (in NAMESPACE unless that is NULL), or NULL. */
static bool select_referral(const struct reference *reference, struct view name,
                            const struct view *namespace, bool with_namespace,
                            const struct resource **found, struct error *err)
{
    const struct namesakes *same = map_get(&reference->all->names, name);
    bool original = namespace && same && any_was_in(reference->all, reference, *namespace);
    AUTO(namesakes) candidates = { .resources = NULL };

    for (size_t i = 0; same && i < same->len; i++) {
        struct resource *candidate = same->resources[i];
        if (!is_candidate(reference, candidate) ||
            (namespace && !in_namespace(candidate, *namespace, original)))
            continue;
        ARRAY_GROW(candidates.resources, candidates.len, candidates.cap);
        candidates.resources[candidates.len++] = candidate;
    }
    return choose(reference, name, &candidates, with_namespace, found, err);
}

/* ---- writing it ---- */

static bool set_scalar(const struct reference *reference, struct ydoc *doc, struct ynode *field,
                       bool *changes, struct error *err)
{
    const struct resource *found;

    if (!select_referral(reference, ynode_text(field), NULL, false, &found, err))
        return false;
    if (!found || view_eq(found->ref.name, ynode_text(field)))
        return true;
    *changes = true;
    if (doc)
        ynode_set_untagged(doc, field, found->ref.name, YAML_KUSTOMIZE);
    return true;
}

static void set_entry(struct ydoc *doc, struct ynode *map, const char *key, struct view text,
                      bool *changes)
{
    struct ynode *old = ynode_get(map, key);

    if (ynode_is_string(old, YAML_KUSTOMIZE) && view_eq(ynode_text(old), text))
        return;
    *changes = true;
    if (!doc)
        return;
    if (ynode_is_scalar(old))
        ynode_set_untagged(doc, old, text, YAML_KUSTOMIZE);
    else
        ynode_set_string(doc, map, key, text);
}

/* A mapping with `name` and perhaps `namespace`: a subject, a webhook's service. */
static bool set_mapping(const struct reference *reference, struct ydoc *doc, struct ynode *field,
                        bool *changes, struct error *err)
{
    const struct ynode *name = ynode_get(field, "name");
    const struct ynode *namespace = ynode_get(field, "namespace");
    struct view namespace_text = ynode_text(namespace);
    const struct resource *found;

    if (!name && reference->all->face == FACE_STRICT)
        return error_set(err, ERROR_INVALID, "the mapping at line %u has no 'name'",
                         ynode_line(field));
    if (!name)
        return true;
    if (!select_referral(reference, ynode_text(name), namespace ? &namespace_text : NULL, true,
                         &found, err))
        return false;
    if (!found || (view_eq(found->ref.name, ynode_text(name)) && found->ref.namespace.len == 0))
        return true;
    set_entry(doc, field, "name", found->ref.name, changes);
    if (found->ref.namespace.len)
        set_entry(doc, field, "namespace", found->ref.namespace, changes);
    return true;
}

static bool set_element(const struct reference *reference, struct ydoc *doc, struct ynode *element,
                        bool *changes, struct error *err)
{
    if (ynode_is_null(element))
        return true;
    if (ynode_is_map(element))
        return set_mapping(reference, doc, element, changes, err);
    if (ynode_is_scalar(element))
        return set_scalar(reference, doc, element, changes, err);
    if (reference->all->face == FACE_STRICT)
        return error_set(err, ERROR_INVALID, "the element at line %u is a sequence",
                         ynode_line(element));
    return true;
}

static bool set_reference(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                          struct error *err)
{
    const struct reference *reference = context;

    if (ynode_is_null(field))
        return true;
    if (ynode_is_scalar(field))
        return set_scalar(reference, doc, field, changes, err);
    if (ynode_is_map(field))
        return set_mapping(reference, doc, field, changes, err);
    for (size_t i = 0; i < ynode_len(field); i++) {
        bool changed = false;
        if (!set_element(reference, doc, ynode_at(field, i), &changed, err))
            return false;
        *changes |= changed;
    }
    return true;
}

static bool is_binding(const struct resource *res)
{
    return view_is(res->ref.kind, "RoleBinding") && !res->cluster_scoped;
}

/* Kustomize does not get over a subject of another shape. Source: getNamespacesForRoleBinding. */
static bool check_subjects(const struct resource *res, struct error *err)
{
    const struct ynode *subjects = ynode_get(res->root, "subjects");
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; ynode_is_seq(subjects) && i < ynode_len(subjects); i++) {
        const struct ynode *subject = ynode_at(subjects, i);
        const struct ynode *kind = ynode_get(subject, "kind");
        const struct ynode *namespace = ynode_get(subject, "namespace");
        bool is_account = view_is(ynode_text(kind), "ServiceAccount");
        if (ynode_is_map(subject) &&
            (!namespace || !kind || !is_account || ynode_is_string(namespace, YAML_KUSTOMIZE)))
            continue;
        object_ref_add(&name, &res->ref);
        return error_set(err, ERROR_INVALID,
                         ynode_is_map(subject)
                             ? "%s:%u: the namespace of subject %zu of %s is no string"
                             : "%s:%u: subject %zu of %s is no mapping",
                         res->file, res->line, i + 1, buf_text(&name));
    }
    return true;
}

/* ---- all of them ---- */

static void rows_collect(struct rows *rows, struct backref_list backrefs,
                         const struct object_ref *ref)
{
    for (size_t i = 0; i < backrefs.len; i++) {
        const struct backref *target = &backrefs.backrefs[i];
        for (size_t j = 0; j < target->referrers.len; j++) {
            if (!fieldspec_matches(&target->referrers.specs[j], ref))
                continue;
            ARRAY_GROW(rows->rows, rows->len, rows->cap);
            rows->rows[rows->len++] = (struct row){ target, &target->referrers.specs[j] };
        }
    }
}

/* Objects of one kind have the same rows: the table is walked once for each. */
static const struct rows *rows_of(struct references *all, const struct object_ref *ref)
{
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct rows *rows;

    buf_add_view(&key, ref->kind);
    buf_add_byte(&key, '\0');
    buf_add_view(&key, ref->group);
    buf_add_byte(&key, '\0');
    buf_add_view(&key, ref->version);
    rows = map_get(&all->kinds, buf_view(&key));
    if (!rows) {
        rows = mem_alloc_zero(1, sizeof(*rows));
        rows_collect(rows, all->backrefs, ref);
        map_set(&all->kinds, buf_view(&key), rows);
    }
    return rows;
}

static bool fix_one(struct references *all, struct resource *res, struct error *err)
{
    struct reference reference = { .all = all, .referrer = res };
    struct fieldspec_setter setter = { .leaf = FIELDSPEC_LEAF_NONE,
                                       .set = set_reference,
                                       .context = &reference };
    struct object_ref original = resource_original(res);
    const struct rows *rows = rows_of(all, &original);

    if (all->face == FACE_STRICT && rows->len && is_binding(res) && !check_subjects(res, err))
        return false;
    for (size_t i = 0; i < rows->len; i++) {
        reference.target = rows->rows[i].target;
        reference.spec = rows->rows[i].spec;
        if (!fieldspec_apply(res, reference.spec, &setter, err))
            return res->file ? error_wrap(err, "%s:%u", res->file, res->line) : false;
    }
    return true;
}

bool references_fix(struct resource_list *list, struct backref_list backrefs,
                    enum kustomize_face face, struct error *err)
{
    struct references all = {
        .list = list, .backrefs = backrefs, .face = face, .names = MAP_INIT, .kinds = MAP_INIT
    };
    bool ok = true;

    references_collect(&all, list);
    /* Without an earlier name nothing is written, but Kustomize minds what it finds on the way. */
    for (size_t i = 0; ok && (all.names.len > 0 || face == FACE_STRICT) && i < list->len; i++)
        ok = fix_one(&all, list->resources[i], err);
    references_release(&all);
    return ok;
}
