/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/transform.h"

bool transform_set_pair(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                        struct error *err)
{
    struct pair_setter *setter = context;
    struct view key = setter->pair->key, text = setter->pair->value;
    struct ynode *value;

    if (ynode_is_null(field)) /* only where nothing is to be created */
        return true;
    if (!ynode_is_map(field))
        return error_set(err, ERROR_INVALID, "expected a mapping at line %u, not a %s",
                         ynode_line(field), ynode_kind_name(field));
    value = ynode_get_view(field, key);
    *changes = !ynode_is_string(value, YAML_KUSTOMIZE) || !view_eq(ynode_text(value), text);
    if (!doc || !*changes)
        return true;
    if (value && ynode_is_scalar(value)) {
        ynode_set_text(doc, value, text);
    } else if (value) {
        ynode_assign(value, ynode_new_string(doc, text));
    } else {
        if (!setter->shared)
            setter->shared = ynode_new_string(doc, text);
        ynode_set(doc, field, key, setter->shared);
    }
    return true;
}

/* The fields that ENTRY of `labels` touches. Source: LabelTransformer in
 * kusttarget_configplugin.go. */
static bool specs_of(struct fieldspec_list *list, const struct transform *t,
                     const struct kust_labels *entry, struct arena *arena, struct error *err)
{
    static const struct fieldspec metadata = { .path = { "metadata/labels", 15 }, .create = true };
    const struct fieldspec_list *sets = t->config->sets;

    *list = config_specs(entry->fields, entry->fields_len, arena);
    if (!config_merge_specs(list, sets[FIELDSPEC_LABELS], arena, err))
        return false;
    if (entry->include_selectors)
        return config_merge_specs(list, sets[FIELDSPEC_COMMON_LABELS], arena, err);
    if (entry->include_templates &&
        !config_merge_specs(list, sets[FIELDSPEC_TEMPLATE_LABELS], arena, err))
        return false;
    if (entry->include_volume_claim_templates &&
        !config_merge_specs(list, sets[FIELDSPEC_VOLUME_CLAIM_TEMPLATE_LABELS], arena, err))
        return false;
    return config_merge_specs(list, (struct fieldspec_list){ &metadata, 1 }, arena, err);
}

/* ---- setting ---- */

static bool set_pairs(struct resource *res, struct decode_pair *pairs, size_t pairs_len,
                      const struct fieldspec_list *specs, struct error *err)
{
    for (size_t i = 0; i < pairs_len; i++) {
        struct pair_setter pair = { .pair = &pairs[i] };
        struct fieldspec_setter setter = { .leaf = FIELDSPEC_LEAF_MAP,
                                           .set = transform_set_pair,
                                           .context = &pair };
        for (size_t j = 0; j < specs->len; j++)
            if (fieldspec_matches(&specs->specs[j], &res->ref) &&
                !fieldspec_apply(res, &specs->specs[j], &setter, err))
                return false;
    }
    return true;
}

static bool set_pairs_of_all(struct transform *t, const char *field, uint32_t line,
                             struct decode_pair *pairs, size_t pairs_len,
                             struct fieldspec_list specs, struct error *err)
{
    for (size_t i = 0; i < t->list->len; i++)
        if (!set_pairs(t->list->resources[i], pairs, pairs_len, &specs, err))
            return error_wrap(err, "%s:%u: %s", t->kust->file, line, field);
    return true;
}

bool transform_labels(struct transform *t, struct error *err)
{
    const struct kust_fields *fields = &t->kust->fields;

    for (size_t i = 0; i < fields->labels_len; i++) {
        const struct kust_labels *entry = &fields->labels[i];
        uint32_t line = ynode_line(entry->node);
        AUTO(arena) arena = ARENA_INIT;
        struct fieldspec_list specs;
        if (!specs_of(&specs, t, entry, &arena, err))
            return error_wrap(err, "%s:%u: labels", t->kust->file, line);
        if (!change_log_begin(t->log, t->list, t->kust->file, line, "labels", err) ||
            !set_pairs_of_all(t, "labels", line, entry->pairs, entry->pairs_len, specs, err))
            return false;
    }
    if (fields->common_labels_len &&
        !change_log_begin(t->log, t->list, t->kust->file,
                          kustomization_line(t->kust, "commonLabels"), "commonLabels", err))
        return false;
    return set_pairs_of_all(t, "commonLabels", kustomization_line(t->kust, "commonLabels"),
                            fields->common_labels, fields->common_labels_len,
                            t->config->sets[FIELDSPEC_COMMON_LABELS], err);
}

bool transform_annotations(struct transform *t, struct error *err)
{
    const struct kust_fields *fields = &t->kust->fields;

    return set_pairs_of_all(t, "commonAnnotations",
                            kustomization_line(t->kust, "commonAnnotations"),
                            fields->common_annotations, fields->common_annotations_len,
                            t->config->sets[FIELDSPEC_COMMON_ANNOTATIONS], err);
}
