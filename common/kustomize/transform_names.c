/* SPDX-License-Identifier: Apache-2.0 */
/* kustomize/transform_names.c - `namePrefix` and `nameSuffix` */
#include "kustomize/transform.h"

/* Kinds whose name stands for something else: a resource, an API, a place. */
static const struct fieldspec fixed_names[] = {
    { .kind = { "CustomResourceDefinition", 24 } },
    { .group = { "apiregistration.k8s.io", 22 }, .kind = { "APIService", 10 } },
    { .kind = { "Namespace", 9 } },
};

struct affix {
    struct view prefix;
    struct view suffix;
};

static bool has_fixed_name(const struct object_ref *ref)
{
    for (size_t i = 0; i < ARRAY_SIZE(fixed_names); i++)
        if (fieldspec_matches(&fixed_names[i], ref))
            return true;
    return false;
}

static bool set_affix(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                      struct error *err)
{
    const struct affix *affix = context;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!ynode_is_null(field) && !ynode_is_scalar(field))
        return error_set(err, ERROR_INVALID, "expected a string at line %u, not a %s",
                         ynode_line(field), ynode_kind_name(field));
    *changes = true;
    if (!doc)
        return true;
    buf_add_view(&name, affix->prefix);
    if (!ynode_is_null(field))
        buf_add_view(&name, ynode_text(field));
    buf_add_view(&name, affix->suffix);
    if (!buf_check(&name, "a name", err))
        return false;
    ynode_set_untagged(doc, field, buf_view(&name), YAML_KUSTOMIZE);
    return true;
}

static bool affix_one(struct resource *res, struct fieldspec_list specs, struct affix *affix,
                      struct error *err)
{
    struct fieldspec_setter setter = { .leaf = FIELDSPEC_LEAF_SCALAR,
                                       .set = set_affix,
                                       .context = affix };
    struct object_ref original = resource_original(res);

    if (has_fixed_name(&original))
        return true;
    for (size_t i = 0; i < specs.len; i++) {
        const struct fieldspec *spec = &specs.specs[i];
        if (!fieldspec_matches(spec, &original))
            continue;
        if (view_is(spec->path, "metadata/name")) {
            if (affix->prefix.len)
                resource_add_affix(res, &res->prefixes, affix->prefix);
            else
                resource_add_affix(res, &res->suffixes, affix->suffix);
            resource_store_previous(res);
        }
        if (fieldspec_matches(spec, &res->ref) && !fieldspec_apply(res, spec, &setter, err))
            return false;
        resource_refresh(res);
    }
    return true;
}

static bool affix_all(struct transform *t, const char *field, enum fieldspec_set set,
                      struct affix affix, struct error *err)
{
    if (affix.prefix.len == 0 && affix.suffix.len == 0)
        return true;
    for (size_t i = 0; i < t->list->len; i++)
        if (!affix_one(t->list->resources[i], t->config->sets[set], &affix, err))
            return error_wrap(err, "%s:%u: %s", t->kust->file, kustomization_line(t->kust, field),
                              field);
    return true;
}

bool transform_name_prefix(struct transform *t, struct error *err)
{
    struct affix affix = { .prefix = t->kust->fields.name_prefix };

    return affix_all(t, "namePrefix", FIELDSPEC_NAME_PREFIX, affix, err);
}

bool transform_name_suffix(struct transform *t, struct error *err)
{
    struct affix affix = { .suffix = t->kust->fields.name_suffix };

    return affix_all(t, "nameSuffix", FIELDSPEC_NAME_SUFFIX, affix, err);
}
