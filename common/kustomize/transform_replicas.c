/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/target.h"
#include "kustomize/transform.h"

static bool set_count(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                      struct error *err)
{
    const int64_t *count = context;
    struct yscalar value = ynode_value(field, YAML_KUSTOMIZE);
    bool negative = *count < 0;
    uint64_t magnitude = negative ? (uint64_t)0 - (uint64_t)*count : (uint64_t)*count;

    if (!ynode_is_null(field) && !ynode_is_scalar(field))
        return error_set(err, ERROR_INVALID, "expected a number at line %u, not a %s",
                         ynode_line(field), ynode_kind_name(field));
    *changes =
        value.type != YTYPE_INT || value.negative != negative || value.magnitude != magnitude;
    if (doc && *changes)
        ynode_assign(field, ynode_new_int(doc, *count));
    return true;
}

/* RES is, or was, called NAME and of SPEC's kind. */
static bool is_meant(const struct resource *res, struct view name, const struct fieldspec *spec)
{
    struct object_ref ref = res->ref;

    for (size_t i = 0; i < res->previous_len; i++) {
        ref.kind = res->previous[i].kind;
        if (view_eq(res->previous[i].name, name) && fieldspec_matches(spec, &ref))
            return true;
    }
    return view_eq(res->ref.name, name) && fieldspec_matches(spec, &res->ref);
}

static bool set_replicas(struct transform *t, const struct kust_replicas *entry, struct error *err)
{
    struct fieldspec_list specs = t->config->sets[FIELDSPEC_REPLICAS];
    int64_t count = entry->count;
    struct fieldspec_setter setter = { .leaf = FIELDSPEC_LEAF_SCALAR,
                                       .set = set_count,
                                       .context = &count };
    size_t found = 0;

    for (size_t i = 0; i < specs.len; i++)
        for (size_t j = 0; j < t->list->len; j++) {
            struct resource *res = t->list->resources[j];
            if (!is_meant(res, entry->name, &specs.specs[i]))
                continue;
            found++;
            /* The kind may have changed since: the field is that of the current one. */
            if (fieldspec_matches(&specs.specs[i], &res->ref) &&
                !fieldspec_apply(res, &specs.specs[i], &setter, err))
                return error_wrap(err, "%s:%u: replicas", t->kust->file, ynode_line(entry->node));
        }
    if (found || t->allow_unmatched)
        return true;
    if (t->log && t->log->forgives) {
        AUTO(error) near = ERROR_INIT;
        AUTO_CHARS name = view_copy(entry->name);
        target_hint(t->list, VIEW_EMPTY, entry->name, false, &near);
        change_log_unmatched(t->log, name, near.hint);
        return true;
    }
    error_set(err, ERROR_UNMATCHED, "%s:%u: the replicas of '" VIEW_FMT "' match nothing",
              t->kust->file, ynode_line(entry->node), VIEW_ARGS(entry->name));
    target_hint(t->list, VIEW_EMPTY, entry->name, t->face == FACE_STREAM, err);
    return false;
}

bool transform_replicas(struct transform *t, struct error *err)
{
    const struct kust_fields *fields = &t->kust->fields;

    for (size_t i = 0; i < fields->replicas_len; i++)
        if (!change_log_begin(t->log, t->list, t->kust->file, ynode_line(fields->replicas[i].node),
                              "replicas", err) ||
            !set_replicas(t, &fields->replicas[i], err))
            return false;
    return true;
}
