/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "kustomize/transform.h"

bool transform_set_string(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                          struct error *err)
{
    const struct view *text = context;

    if (!ynode_is_null(field) && !ynode_is_scalar(field))
        return error_set(err, ERROR_INVALID, "expected a string at line %u, not a %s",
                         ynode_line(field), ynode_kind_name(field));
    *changes = !ynode_is_string(field, YAML_KUSTOMIZE) || !view_eq(ynode_text(field), *text);
    if (doc && *changes)
        ynode_set_text(doc, field, *text);
    return true;
}

/* The id that must be unique: "group\0version\0kind\0namespace\0name". */
static struct view id_key(struct buf *key, const struct resource *res)
{
    const struct view parts[] = { res->ref.group, res->ref.version, res->ref.kind,
                                  resource_effective_namespace(res), res->ref.name };

    buf_clear(key);
    for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
        buf_add_view(key, parts[i]);
        buf_add_byte(key, '\0');
    }
    return buf_view(key);
}

static bool fail_twice(const struct resource *first, const struct resource *second,
                       struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &second->ref);
    if (!first->file || !second->file)
        return error_set(err, ERROR_CONFLICT, "%s:%u: the stream has %s already",
                         first->file ? first->file : second->file,
                         first->file ? first->line : second->line, buf_text(&name));
    error_set(err, ERROR_CONFLICT, "%s:%u: %s is there already, from %s:%u", second->file,
              second->line, buf_text(&name), first->file, first->line);
    if (strcmp(first->file, second->file) == 0 && first->line == second->line)
        error_hint(err, "two of the resources bring the file: take it out of one, or make of what "
                        "they change a component, listed in 'components'");
    return false;
}

bool transform_check_unique(const struct resource_list *list, enum kustomize_face face,
                            struct error *err)
{
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(map) seen = MAP_INIT;

    for (size_t i = 0; i < list->len; i++) {
        struct resource *res = list->resources[i];
        struct resource *first = map_set(&seen, id_key(&key, res), res);
        if (first && (face == FACE_STRICT || !first->manifest || !res->manifest))
            return fail_twice(first, res, err);
    }
    return true;
}

/* ---- namespace ---- */

static bool is_role_binding(struct view kind)
{
    return view_is(kind, "RoleBinding") || view_is(kind, "ClusterRoleBinding");
}

/* Source: SetEntryIfEmpty in filtersutil. */
static bool set_if_empty(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                         struct error *err)
{
    if (ynode_is_scalar(field) && !ynode_is_null(field) && ynode_text(field).len > 0)
        return true;
    return transform_set_string(context, doc, field, changes, err);
}

/* What `namespace` does to one object. */
struct namespacing {
    const struct transform *t;
    struct view namespace;
    struct fieldspec_setter setter;
};

/*
 * Only subjects named "default" move along; all other accounts do when they are themselves among
 * the objects (references_fix). Source: roleBindingHack in api/filters/namespace.
 */
static bool is_subject(const struct transform *t, const struct ynode *subject)
{
    if (t->role_subjects == SUBJECTS_ACCOUNTS)
        return view_is(ynode_text(ynode_get(subject, "kind")), "ServiceAccount");
    return view_is(ynode_text(ynode_get(subject, "name")), "default");
}

static bool set_subjects(const struct namespacing *namespacing, struct resource *res,
                         struct error *err)
{
    struct ynode *subjects = ynode_get(res->root, "subjects");
    const struct transform *t = namespacing->t;

    if (ynode_is_null(subjects) || t->role_subjects == SUBJECTS_NONE)
        return true;
    if (!ynode_is_seq(subjects))
        return error_set(err, ERROR_INVALID, "'subjects' is a sequence, not a %s",
                         ynode_kind_name(subjects));
    for (size_t i = 0; i < ynode_len(subjects); i++) {
        const struct ynode *subject = ynode_at(subjects, i);
        const struct ynode *old = ynode_get(subject, "namespace");
        bool has_one = ynode_is_string(old, YAML_KUSTOMIZE) && ynode_text(old).len > 0;
        if (!is_subject(t, subject) || (has_one && t->namespace_unset_only) ||
            (has_one && view_eq(ynode_text(old), namespacing->namespace)))
            continue;
        struct ynode *root = resource_edit(res, err);
        if (!root)
            return false;
        subjects = ynode_get(root, "subjects");
        ynode_set_string(res->doc, ynode_at(subjects, i), "namespace", namespacing->namespace);
    }
    return true;
}

/* Fields that are set, or not, by rules of their own. */
static bool spec_is_special(const struct fieldspec *spec, const struct resource *res)
{
    /* metadata.name is that of a Namespace, and only of the core one. */
    if (view_is(spec->path, "metadata/name"))
        return res->ref.group.len > 0 || !view_is(res->ref.version, "v1");
    if (is_role_binding(res->ref.kind) && is_role_binding(spec->kind) &&
        view_is(spec->path, "subjects/namespace"))
        return true;
    return view_is(spec->path, "metadata/namespace");
}

static bool set_namespace(const struct namespacing *namespacing, struct resource *res,
                          struct fieldspec_list specs, struct error *err)
{
    static const struct fieldspec metadata = { .path = { "metadata/namespace", 18 },
                                               .create = true };

    if (!res->cluster_scoped && !fieldspec_apply(res, &metadata, &namespacing->setter, err))
        return false;
    if (is_role_binding(res->ref.kind) && !set_subjects(namespacing, res, err))
        return false;
    for (size_t i = 0; i < specs.len; i++)
        if (fieldspec_matches(&specs.specs[i], &res->ref) &&
            !spec_is_special(&specs.specs[i], res) &&
            !fieldspec_apply(res, &specs.specs[i], &namespacing->setter, err))
            return false;
    resource_refresh(res);
    return true;
}

static void namespacing_init(struct namespacing *namespacing, const struct transform *t,
                             struct view namespace)
{
    *namespacing = (struct namespacing){ .t = t, .namespace = namespace };
    namespacing->setter = (struct fieldspec_setter){
        .leaf = FIELDSPEC_LEAF_SCALAR,
        .set = t->namespace_unset_only ? set_if_empty : transform_set_string,
        .context = &namespacing->namespace,
    };
}

bool transform_set_namespace(const struct transform *t, struct resource *res, struct view namespace,
                             struct error *err)
{
    struct namespacing namespacing;

    namespacing_init(&namespacing, t, namespace);
    return set_namespace(&namespacing, res, (struct fieldspec_list){ .len = 0 }, err);
}

bool transform_namespace(struct transform *t, struct error *err)
{
    struct view namespace = t->kust->fields.namespace;
    uint32_t line = kustomization_line(t->kust, "namespace");
    struct namespacing namespacing;

    if (namespace.len == 0)
        return true;
    namespacing_init(&namespacing, t, namespace);
    for (size_t i = 0; i < t->list->len; i++) {
        struct resource *res = t->list->resources[i];
        if (res->from_helm)
            continue;
        resource_store_previous(res);
        if (!set_namespace(&namespacing, res, t->config->sets[FIELDSPEC_NAMESPACE], err))
            return error_wrap(err, "%s:%u: namespace", t->kust->file, line);
    }
    if (t->face == FACE_STRICT && !transform_check_unique(t->list, t->face, err))
        return error_wrap(err, "%s:%u: namespace '" VIEW_FMT "'", t->kust->file, line,
                          VIEW_ARGS(namespace));
    return true;
}
