/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/kustomization.h"

static const char *const file_names[] = { "kustomization.yaml", "kustomization.yml",
                                          "Kustomization" };

#define API_VERSION           "kustomize.config.k8s.io/v1beta1"
#define COMPONENT_API_VERSION "kustomize.config.k8s.io/v1alpha1"

/* ---- tables ---- */

static const struct decode_field metadata_fields[] = {
    DECODE_FIELD("name", DECODE_STRING, kust_metadata, name),
    DECODE_FIELD("namespace", DECODE_STRING, kust_metadata, namespace),
    DECODE_FIELD("labels", DECODE_PAIRS, kust_metadata, labels),
    DECODE_FIELD("annotations", DECODE_PAIRS, kust_metadata, annotations),
    DECODE_FIELDS_END,
};
static const struct decode_table metadata_table = { metadata_fields, sizeof(struct kust_metadata) };

static const struct decode_field target_fields[] = {
    DECODE_FIELD("group", DECODE_STRING, kust_target, group),
    DECODE_FIELD("version", DECODE_STRING, kust_target, version),
    DECODE_FIELD("kind", DECODE_STRING, kust_target, kind),
    DECODE_FIELD("name", DECODE_STRING, kust_target, name),
    DECODE_FIELD("namespace", DECODE_STRING, kust_target, namespace),
    DECODE_FIELD("labelSelector", DECODE_STRING, kust_target, label_selector),
    DECODE_FIELD("annotationSelector", DECODE_STRING, kust_target, annotation_selector),
    DECODE_FIELDS_END,
};
const struct decode_table kust_target_table = { target_fields, sizeof(struct kust_target) };

static const struct decode_field patch_options_fields[] = {
    DECODE_FIELD("allowNameChange", DECODE_BOOL, kust_patch_options, allow_name_change),
    DECODE_FIELD("allowKindChange", DECODE_BOOL, kust_patch_options, allow_kind_change),
    DECODE_FIELDS_END,
};
const struct decode_table kust_patch_options_table = { patch_options_fields,
                                                       sizeof(struct kust_patch_options) };

static const struct decode_field patch_fields[] = {
    DECODE_FIELD("path", DECODE_STRING, kust_patch, path),
    DECODE_FIELD("patch", DECODE_TEXT, kust_patch, patch),
    DECODE_TABLE_FIELD("target", DECODE_STRUCT, kust_patch, target, &kust_target_table),
    DECODE_TABLE_FIELD("options", DECODE_STRUCT, kust_patch, options, &kust_patch_options_table),
    DECODE_FIELDS_END,
};
const struct decode_table kust_patch_table = { patch_fields, sizeof(struct kust_patch) };

static const struct decode_field fieldspec_fields[] = {
    DECODE_FIELD("group", DECODE_STRING, kust_fieldspec, group),
    DECODE_FIELD("version", DECODE_STRING, kust_fieldspec, version),
    DECODE_FIELD("kind", DECODE_STRING, kust_fieldspec, kind),
    DECODE_FIELD("path", DECODE_STRING, kust_fieldspec, path),
    DECODE_FIELD("create", DECODE_BOOL, kust_fieldspec, create),
    DECODE_FIELDS_END,
};
const struct decode_table kust_fieldspec_table = { fieldspec_fields,
                                                   sizeof(struct kust_fieldspec) };

static const struct decode_field labels_fields[] = {
    DECODE_FIELD("pairs", DECODE_PAIRS, kust_labels, pairs),
    DECODE_FIELD("includeSelectors", DECODE_BOOL, kust_labels, include_selectors),
    DECODE_FIELD("includeTemplates", DECODE_BOOL, kust_labels, include_templates),
    DECODE_FIELD("includeVolumeClaimTemplates", DECODE_BOOL, kust_labels,
                 include_volume_claim_templates),
    DECODE_TABLE_FIELD("fields", DECODE_STRUCTS, kust_labels, fields, &kust_fieldspec_table),
    DECODE_FIELDS_END,
};
static const struct decode_table labels_table = { labels_fields, sizeof(struct kust_labels) };

static const struct decode_field image_fields[] = {
    DECODE_FIELD("name", DECODE_STRING, kust_image, name),
    DECODE_FIELD("newName", DECODE_STRING, kust_image, new_name),
    DECODE_FIELD("newTag", DECODE_STRING, kust_image, new_tag),
    DECODE_FIELD("tagSuffix", DECODE_STRING, kust_image, tag_suffix),
    DECODE_FIELD("digest", DECODE_STRING, kust_image, digest),
    DECODE_FIELDS_END,
};
const struct decode_table kust_image_table = { image_fields, sizeof(struct kust_image) };

static const struct decode_field replicas_fields[] = {
    DECODE_FIELD("name", DECODE_STRING, kust_replicas, name),
    DECODE_FIELD("count", DECODE_INT, kust_replicas, count),
    DECODE_FIELDS_END,
};
const struct decode_table kust_replicas_table = { replicas_fields, sizeof(struct kust_replicas) };

static const struct decode_field legacy_sort_fields[] = {
    DECODE_FIELD("orderFirst", DECODE_STRINGS, kust_legacy_sort, first),
    DECODE_FIELD("orderLast", DECODE_STRINGS, kust_legacy_sort, last),
    DECODE_FIELDS_END,
};
static const struct decode_table legacy_sort_table = { legacy_sort_fields,
                                                       sizeof(struct kust_legacy_sort) };

static const struct decode_field sort_fields[] = {
    DECODE_FIELD("order", DECODE_STRING, kust_sort, order),
    DECODE_TABLE_FIELD("legacySortOptions", DECODE_STRUCT, kust_sort, legacy, &legacy_sort_table),
    DECODE_FIELDS_END,
};
static const struct decode_table sort_table = { sort_fields, sizeof(struct kust_sort) };

static const struct decode_field kustomization_fields[] = {
    DECODE_FIELD("apiVersion", DECODE_STRING, kust_fields, api_version),
    DECODE_FIELD("kind", DECODE_STRING, kust_fields, kind),
    DECODE_TABLE_FIELD("metadata", DECODE_STRUCT, kust_fields, metadata, &metadata_table),
    DECODE_FIELD("namespace", DECODE_STRING, kust_fields, namespace),
    DECODE_FIELD("resources", DECODE_STRINGS, kust_fields, resources),
    DECODE_FIELD("components", DECODE_STRINGS, kust_fields, components),
    DECODE_TABLE_FIELD("labels", DECODE_STRUCTS, kust_fields, labels, &labels_table),
    DECODE_FIELD("commonLabels", DECODE_PAIRS, kust_fields, common_labels),
    DECODE_FIELD("commonAnnotations", DECODE_PAIRS, kust_fields, common_annotations),
    DECODE_TABLE_FIELD("patches", DECODE_STRUCTS, kust_fields, patches, &kust_patch_table),
    DECODE_FIELD("patchesStrategicMerge", DECODE_STRINGS, kust_fields, patches_strategic_merge),
    DECODE_TABLE_FIELD("patchesJson6902", DECODE_STRUCTS, kust_fields, patches_json6902,
                       &kust_patch_table),
    DECODE_TABLE_FIELD("images", DECODE_STRUCTS, kust_fields, images, &kust_image_table),
    DECODE_TABLE_FIELD("replicas", DECODE_STRUCTS, kust_fields, replicas, &kust_replicas_table),
    DECODE_TABLE_FIELD("sortOptions", DECODE_STRUCT, kust_fields, sort, &sort_table),
    DECODE_TABLE_FIELD("configMapGenerator", DECODE_STRUCTS, kust_fields, config_maps,
                       &kust_config_map_table),
    DECODE_TABLE_FIELD("secretGenerator", DECODE_STRUCTS, kust_fields, secrets, &kust_secret_table),
    DECODE_TABLE_FIELD("generatorOptions", DECODE_STRUCT, kust_fields, generator_options,
                       &kust_generator_options_table),
    DECODE_FIELD("bases", DECODE_STRINGS, kust_fields, bases),
    DECODE_FIELD("buildMetadata", DECODE_STRINGS, kust_fields, build_metadata),
    DECODE_FIELD("configurations", DECODE_STRINGS, kust_fields, configurations),
    DECODE_FIELD("crds", DECODE_STRINGS, kust_fields, crds),
    DECODE_FIELD("generators", DECODE_STRINGS, kust_fields, generators),
    DECODE_TABLE_FIELD("helmChartInflationGenerator", DECODE_STRUCTS, kust_fields, helm_args,
                       &kust_helm_args_table),
    DECODE_TABLE_FIELD("helmCharts", DECODE_STRUCTS, kust_fields, helm_charts,
                       &kust_helm_chart_table),
    DECODE_TABLE_FIELD("helmGlobals", DECODE_STRUCT, kust_fields, helm_globals,
                       &kust_helm_globals_table),
    DECODE_TABLE_FIELD("imageTags", DECODE_STRUCTS, kust_fields, image_tags, &kust_image_table),
    DECODE_FIELD("namePrefix", DECODE_STRING, kust_fields, name_prefix),
    DECODE_FIELD("nameSuffix", DECODE_STRING, kust_fields, name_suffix),
    DECODE_FIELD("openapi", DECODE_PAIRS, kust_fields, openapi),
    DECODE_TABLE_FIELD("replacements", DECODE_STRUCTS, kust_fields, replacements,
                       &kust_replacement_table),
    DECODE_FIELD("transformers", DECODE_STRINGS, kust_fields, transformers),
    DECODE_FIELD("validators", DECODE_STRINGS, kust_fields, validators),
    DECODE_TABLE_FIELD("vars", DECODE_STRUCTS, kust_fields, vars, &kust_var_table),
    DECODE_FIELDS_END,
};
static const struct decode_table kustomization_table = { kustomization_fields,
                                                         sizeof(struct kust_fields) };

/* ---- reading ---- */

void kustomization_release(struct kustomization *kust)
{
    ydoc_free(kust->expanded);
    ydoc_free(kust->doc);
    free(kust->file);
    arena_release(&kust->arena);
    *kust = (struct kustomization)KUSTOMIZATION_INIT;
}

/* The one name under which ROOT has its kustomization. */
static const char *find_file(const struct loader_root *root, struct error *err)
{
    const char *found = NULL;

    for (size_t i = 0; i < ARRAY_SIZE(file_names); i++) {
        enum loader_kind kind = loader_root_kind(root, file_names[i]);
        if (kind == LOADER_ABSENT || kind == LOADER_DIRECTORY)
            continue;
        if (found) {
            error_set(err, ERROR_INVALID, "'%s' has both '%s' and '%s'", root->shown, found,
                      file_names[i]);
            error_hint(err, "keep one of them");
            return NULL;
        }
        found = file_names[i];
    }
    if (!found) {
        error_set(err, ERROR_NOT_FOUND,
                  "no kustomization in '%s': looked for 'kustomization.yaml', "
                  "'kustomization.yml' and 'Kustomization'",
                  root->shown);
        error_hint(err, "a preset is a directory that 'kustomize build' accepts");
    }
    return found;
}

/* It says something beside its kind. */
static bool has_content(const struct ynode *root)
{
    for (size_t i = 0; i < ynode_len(root); i++) {
        struct view key = ynode_text(ynode_key_at(root, i));
        const struct ynode *value = ynode_value_at(root, i);
        bool blank = ynode_is_null(value) || (ynode_is_scalar(value) && ynode_text(value).len == 0);
        if (!blank && !view_is(key, "apiVersion") && !view_is(key, "kind") &&
            ynode_index(root, key) == i) /* a later one of the same name counts */
            return true;
    }
    return false;
}

static bool check_kind(struct kustomization *kust, struct error *err)
{
    const struct kust_fields *fields = &kust->fields;
    const char *wanted;

    kust->component = view_is(fields->kind, "Component");
    if (fields->kind.len && !kust->component && !view_is(fields->kind, "Kustomization"))
        return error_set(err, ERROR_INVALID,
                         "%s:%u: kind must be 'Kustomization' or 'Component', not '" VIEW_FMT "'",
                         kust->file, kustomization_line(kust, "kind"), VIEW_ARGS(fields->kind));
    wanted = kust->component ? COMPONENT_API_VERSION : API_VERSION;
    if (fields->api_version.len && !view_is(fields->api_version, wanted))
        return error_set(err, ERROR_INVALID,
                         "%s:%u: apiVersion of a %s must be '%s', not '" VIEW_FMT "'", kust->file,
                         kustomization_line(kust, "apiVersion"),
                         kust->component ? "Component" : "Kustomization", wanted,
                         VIEW_ARGS(fields->api_version));
    return true;
}

/* LIST becomes itself and then MORE, elements of SIZE bytes. */
static void *join(struct arena *arena, const void *list, size_t *len, const void *more,
                  size_t more_len, size_t size)
{
    char *all = arena_alloc_zero(arena, *len + more_len + 1, size);

    if (*len)
        memcpy(all, list, *len * size);
    if (more_len)
        memcpy(all + *len * size, more, more_len * size);
    *len += more_len;
    return all;
}

/* Older fields under their present names. Source: FixKustomization in api/types. */
static void take_old_fields(struct kust_fields *fields, struct arena *arena)
{
    if (fields->bases_len)
        fields->resources = join(arena, fields->resources, &fields->resources_len, fields->bases,
                                 fields->bases_len, sizeof(*fields->bases));
    if (fields->image_tags_len)
        fields->images = join(arena, fields->images, &fields->images_len, fields->image_tags,
                              fields->image_tags_len, sizeof(*fields->image_tags));
}

static bool kustomization_parse(struct kustomization *kust, struct view text, struct error *err)
{
    struct ydoc_options options = { .origin = kust->file, .own_text = true };
    const struct ynode *root;

    kust->doc = ydoc_parse_with(text, &options, err);
    if (!kust->doc)
        return false;
    root = ydoc_root(kust->doc);
    if (ydoc_has_anchors(kust->doc)) {
        kust->expanded = ydoc_copy(kust->doc, err);
        if (!kust->expanded)
            return error_wrap(err, "%s", kust->file);
        root = ydoc_root(kust->expanded);
    }
    if (!ynode_is_null(root) && !ynode_is_map(root))
        return error_set(err, ERROR_INVALID, "%s:%u:%u: a kustomization is a mapping, not a %s",
                         kust->file, ynode_line(root), ynode_column(root), ynode_kind_name(root));
    if (!has_content(root))
        return error_set(err, ERROR_INVALID, "%s: the kustomization is empty", kust->file);
    if (!decode(&kust->fields, &kustomization_table, root, kust->file, &kust->arena, err) ||
        !check_kind(kust, err))
        return false;
    take_old_fields(&kust->fields, &kust->arena);
    return true;
}

bool kustomization_load(struct kustomization *kust, const struct loader_root *root,
                        struct error *err)
{
    AUTO(buf) text = BUF_INIT(KUSTOMIZATION_BYTES_MAX);
    const char *name = find_file(root, err);

    if (!name || !loader_root_read(root, &text, name, err))
        return false;
    *kust = (struct kustomization){ .root = root, .file = loader_root_show(root, name) };
    if (kustomization_parse(kust, buf_view(&text), err))
        return true;
    kustomization_release(kust);
    return false;
}

uint32_t kustomization_line(const struct kustomization *kust, const char *name)
{
    const struct ynode *root = kust->fields.node;
    const struct ynode *key = decode_key(root, name);

    return key ? ynode_line(key) : kust->line;
}

struct view kustomization_annotation(const struct kustomization *kust, const char *key)
{
    const struct kust_metadata *metadata = kust->fields.metadata;

    for (size_t i = 0; metadata && i < metadata->annotations_len; i++)
        if (view_is(metadata->annotations[i].key, key))
            return metadata->annotations[i].value;
    return VIEW_EMPTY;
}

bool kustomization_has_metadata(const struct kustomization *kust, const char *option)
{
    for (size_t i = 0; i < kust->fields.build_metadata_len; i++)
        if (view_is(kust->fields.build_metadata[i].text, option))
            return true;
    return false;
}
