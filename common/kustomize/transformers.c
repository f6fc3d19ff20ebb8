/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/transformers.h"

#include "base/file.h"
#include "base/process.h"
#include "kustomize/hash.h"
#include "yaml/emit.h"

/* ---- fields ---- */

static size_t count_merges(const struct kust_fields *fields)
{
    return fields->patches_strategic_merge_len > 0;
}

static size_t count_patches(const struct kust_fields *fields)
{
    return fields->patches_len;
}

static size_t count_namespace(const struct kust_fields *fields)
{
    return fields->namespace.len > 0;
}

static size_t count_prefix(const struct kust_fields *fields)
{
    return fields->name_prefix.len > 0;
}

static size_t count_suffix(const struct kust_fields *fields)
{
    return fields->name_suffix.len > 0;
}

/* One for `commonLabels` runs even when there are only `labels`. */
static size_t count_labels(const struct kust_fields *fields)
{
    return fields->labels_len + (fields->labels_len || fields->common_labels_len);
}

static size_t count_annotations(const struct kust_fields *fields)
{
    return fields->common_annotations_len > 0;
}

static size_t count_json6902(const struct kust_fields *fields)
{
    return fields->patches_json6902_len;
}

static size_t count_replicas(const struct kust_fields *fields)
{
    return fields->replicas_len;
}

static size_t count_images(const struct kust_fields *fields)
{
    return fields->images_len;
}

static size_t count_replacements(const struct kust_fields *fields)
{
    return fields->replacements_len > 0;
}

/* Kustomize's order. Those that tell their entries apart in the change log have no field here. */
static const struct {
    const char *field;
    bool (*run)(struct transform *, struct error *);
    const char *kind;
    size_t (*count)(
        const struct kust_fields *); /* of the transformers that Kustomize runs for it */
} steps[] = {
    { NULL, transform_patches_strategic_merge, "PatchStrategicMergeTransformer", count_merges },
    { NULL, transform_patches, "PatchTransformer", count_patches },
    { "namespace", transform_namespace, "NamespaceTransformer", count_namespace },
    { "namePrefix", transform_name_prefix, "PrefixTransformer", count_prefix },
    { "nameSuffix", transform_name_suffix, "SuffixTransformer", count_suffix },
    { NULL, transform_labels, "LabelTransformer", count_labels },
    { "commonAnnotations", transform_annotations, "AnnotationsTransformer", count_annotations },
    { NULL, transform_patches_json6902, "PatchJson6902Transformer", count_json6902 },
    { NULL, transform_replicas, "ReplicaCountTransformer", count_replicas },
    { "images", transform_images, "ImageTagTransformer", count_images },
    { NULL, transform_replacements, "ReplacementTransformer", count_replacements },
};

static bool run_step(struct transform *t, size_t step, struct error *err)
{
    const char *field = steps[step].field;
    size_t count = steps[step].count(&t->kust->fields);
    uint32_t line = field ? kustomization_line(t->kust, field) : 0;
    const struct origin *origin;

    if (count == 0)
        return true;
    if ((line && !change_log_begin(t->log, t->list, t->kust->file, line, field, err)) ||
        !steps[step].run(t, err) || !change_log_end(t->log, t->list, err))
        return false;
    origin = origin_of_field(t->kust->origin, file_base(t->kust->file), steps[step].kind, t->arena);
    for (size_t i = 0; origin && i < count; i++)
        if (!origin_add_transformation(t->list, origin, err))
            return false;
    return true;
}

bool transformers_run_fields(struct transform *t, struct resource_list *removed, struct error *err)
{
    for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
        if (!process_check_interrupt(err) || !run_step(t, i, err))
            return false;
        resource_list_drop_removed(t->list, removed);
    }
    return true;
}

/* ---- documents ---- */

struct kust_document_metadata {
    const struct ynode *node;
    struct view namespace;
};

/* Everything that one of them may say. */
struct kust_document {
    const struct ynode *node;
    struct kust_document_metadata *metadata;
    DECODE_LIST(struct kust_fieldspec, specs);
    struct view prefix;
    struct view suffix;
    DECODE_LIST(struct decode_pair, labels);
    DECODE_LIST(struct decode_pair, annotations);
    struct kust_image *image;
    struct kust_replicas *replica;
    DECODE_LIST(struct decode_string, paths);
    struct decode_string patches;
    bool unset_only;
    struct view role_subjects;
    DECODE_LIST(struct kust_replacement, replacements);
};

#define SPECS                                                                                      \
    DECODE_TABLE_FIELD("fieldSpecs", DECODE_STRUCTS, kust_document, specs, &kust_fieldspec_table)

static const struct decode_field metadata_fields[] = {
    DECODE_FIELD("namespace", DECODE_STRING, kust_document_metadata, namespace),
    DECODE_FIELDS_END,
};
static const struct decode_table metadata_table = { metadata_fields,
                                                    sizeof(struct kust_document_metadata) };

static const struct decode_field namespace_fields[] = {
    DECODE_TABLE_FIELD("metadata", DECODE_STRUCT, kust_document, metadata, &metadata_table),
    DECODE_FIELD("unsetOnly", DECODE_BOOL, kust_document, unset_only),
    DECODE_FIELD("setRoleBindingSubjects", DECODE_STRING, kust_document, role_subjects),
    SPECS,
    DECODE_FIELDS_END,
};
static const struct decode_field affix_fields[] = {
    DECODE_FIELD("prefix", DECODE_STRING, kust_document, prefix),
    DECODE_FIELD("suffix", DECODE_STRING, kust_document, suffix),
    SPECS,
    DECODE_FIELDS_END,
};
static const struct decode_field labels_fields[] = {
    DECODE_FIELD("labels", DECODE_PAIRS, kust_document, labels),
    SPECS,
    DECODE_FIELDS_END,
};
static const struct decode_field annotations_fields[] = {
    DECODE_FIELD("annotations", DECODE_PAIRS, kust_document, annotations),
    SPECS,
    DECODE_FIELDS_END,
};
static const struct decode_field image_fields[] = {
    DECODE_TABLE_FIELD("imageTag", DECODE_STRUCT, kust_document, image, &kust_image_table),
    SPECS,
    DECODE_FIELDS_END,
};
static const struct decode_field replica_fields[] = {
    DECODE_TABLE_FIELD("replica", DECODE_STRUCT, kust_document, replica, &kust_replicas_table),
    SPECS,
    DECODE_FIELDS_END,
};
static const struct decode_field replacements_fields[] = {
    DECODE_TABLE_FIELD("replacements", DECODE_STRUCTS, kust_document, replacements,
                       &kust_replacement_table),
    DECODE_FIELDS_END,
};
static const struct decode_field merges_fields[] = {
    DECODE_FIELD("paths", DECODE_STRINGS, kust_document, paths),
    DECODE_FIELD("patches", DECODE_TEXT, kust_document, patches),
    DECODE_FIELDS_END,
};
static const struct decode_field json6902_fields[] = {
    DECODE_FIELD("path", DECODE_STRING, kust_patch, path),
    DECODE_FIELD("jsonOp", DECODE_TEXT, kust_patch, patch),
    DECODE_TABLE_FIELD("target", DECODE_STRUCT, kust_patch, target, &kust_target_table),
    DECODE_FIELDS_END,
};
static const struct decode_table json6902_table = { json6902_fields, sizeof(struct kust_patch) };

static const struct decode_field value_target_fields[] = {
    DECODE_TABLE_FIELD("selector", DECODE_STRUCT, kust_value_target, selector, &kust_target_table),
    DECODE_FIELD("fieldPath", DECODE_STRING, kust_value_target, field_path),
    DECODE_FIELD("filePathPosition", DECODE_INT, kust_value_target, position),
    DECODE_FIELDS_END,
};
static const struct decode_table value_target_table = { value_target_fields,
                                                        sizeof(struct kust_value_target) };

static const struct decode_field value_add_fields[] = {
    DECODE_FIELD("value", DECODE_STRING, kust_value_add, value),
    DECODE_TABLE_FIELD("targets", DECODE_STRUCTS, kust_value_add, targets, &value_target_table),
    DECODE_FIELD("targetFilePath", DECODE_STRING, kust_value_add, file),
    DECODE_FIELDS_END,
};
static const struct decode_table value_add_table = { value_add_fields,
                                                     sizeof(struct kust_value_add) };

/* A document as it is carried out: T is the kustomization's own, for this one document. */
struct run {
    struct transform t;
    struct kustomization kust;
    struct config config;
    struct kust_document document;
    const struct resource *res;
    struct arena arena;
};

static void run_release(struct run *run)
{
    arena_release(&run->arena);
}

static bool fail(const struct run *run, const char *what, struct error *err)
{
    return error_set(err, ERROR_INVALID, "%s:%u: " VIEW_FMT ": %s", run->res->file, run->res->line,
                     VIEW_ARGS(run->res->ref.kind), what);
}

static void use_specs(struct run *run, enum fieldspec_set set)
{
    run->config.sets[set] = config_specs(run->document.specs, run->document.specs_len, &run->arena);
}

static bool run_namespace(struct run *run, struct error *err)
{
    const struct kust_document *document = &run->document;
    struct view subjects = document->role_subjects;

    use_specs(run, FIELDSPEC_NAMESPACE);
    run->kust.fields.namespace = document->metadata ? document->metadata->namespace : VIEW_EMPTY;
    run->t.namespace_unset_only = document->unset_only;
    if (view_is(subjects, "allServiceAccounts"))
        run->t.role_subjects = SUBJECTS_ACCOUNTS;
    else if (view_is(subjects, "none"))
        run->t.role_subjects = SUBJECTS_NONE;
    else if (subjects.len && !view_is(subjects, "defaultOnly"))
        return fail(run, "setRoleBindingSubjects is 'defaultOnly', 'allServiceAccounts' or 'none'",
                    err);
    return transform_namespace(&run->t, err);
}

static bool run_affixes(struct run *run, bool prefix, bool suffix, struct error *err)
{
    if (!ynode_get(run->res->root, "fieldSpecs"))
        return fail(run, "it needs fieldSpecs", err);
    if (prefix)
        run->kust.fields.name_prefix = run->document.prefix;
    if (suffix)
        run->kust.fields.name_suffix = run->document.suffix;
    use_specs(run, FIELDSPEC_NAME_PREFIX);
    use_specs(run, FIELDSPEC_NAME_SUFFIX);
    return transform_name_prefix(&run->t, err) && transform_name_suffix(&run->t, err);
}

static bool run_prefix(struct run *run, struct error *err)
{
    return run_affixes(run, true, false, err);
}

static bool run_suffix(struct run *run, struct error *err)
{
    return run_affixes(run, false, true, err);
}

static bool run_prefix_suffix(struct run *run, struct error *err)
{
    return run_affixes(run, true, true, err);
}

static bool run_labels(struct run *run, struct error *err)
{
    use_specs(run, FIELDSPEC_COMMON_LABELS);
    run->kust.fields.common_labels = run->document.labels;
    run->kust.fields.common_labels_len = run->document.labels_len;
    return transform_labels(&run->t, err);
}

static bool run_annotations(struct run *run, struct error *err)
{
    use_specs(run, FIELDSPEC_COMMON_ANNOTATIONS);
    run->kust.fields.common_annotations = run->document.annotations;
    run->kust.fields.common_annotations_len = run->document.annotations_len;
    return transform_annotations(&run->t, err);
}

static bool run_image(struct run *run, struct error *err)
{
    use_specs(run, FIELDSPEC_IMAGES);
    run->kust.fields.images = run->document.image;
    run->kust.fields.images_len = run->document.image ? 1 : 0;
    return transform_images(&run->t, err);
}

static bool run_replica(struct run *run, struct error *err)
{
    if (!run->document.replica)
        return fail(run, "it needs a 'replica'", err);
    use_specs(run, FIELDSPEC_REPLICAS);
    run->kust.fields.replicas = run->document.replica;
    run->kust.fields.replicas_len = 1;
    return transform_replicas(&run->t, err);
}

static bool run_merges(struct run *run, struct error *err)
{
    const struct kust_document *document = &run->document;
    size_t len = document->paths_len;
    struct decode_string *entries = arena_alloc_zero(&run->arena, len + 1, sizeof(*entries));

    if (len)
        memcpy(entries, document->paths, len * sizeof(*entries));
    if (document->patches.text.len)
        entries[len++] = document->patches;
    if (len == 0)
        return fail(run, "it has neither 'paths' nor 'patches'", err);
    run->kust.fields.patches_strategic_merge = entries;
    run->kust.fields.patches_strategic_merge_len = len;
    return transform_patches_strategic_merge(&run->t, err);
}

static bool run_patch_of(struct run *run, const struct decode_table *table,
                         bool (*transform)(struct transform *, struct error *), struct error *err)
{
    struct kust_patch patch = { .node = NULL };

    if (!decode_known(&patch, table, run->res->root, run->res->file, &run->arena, err))
        return false;
    run->kust.fields.patches = &patch;
    run->kust.fields.patches_len = 1;
    run->kust.fields.patches_json6902 = &patch;
    run->kust.fields.patches_json6902_len = 1;
    return transform(&run->t, err);
}

static bool run_patch(struct run *run, struct error *err)
{
    return run_patch_of(run, &kust_patch_table, transform_patches, err);
}

static bool run_json6902(struct run *run, struct error *err)
{
    return run_patch_of(run, &json6902_table, transform_patches_json6902, err);
}

static bool run_replacements(struct run *run, struct error *err)
{
    run->kust.fields.replacements = run->document.replacements;
    run->kust.fields.replacements_len = run->document.replacements_len;
    return transform_replacements(&run->t, err);
}

static bool run_hash(struct run *run, struct error *err)
{
    return hash_names(run->t.list, err);
}

/* More targets from the file that SPEC names. */
static bool read_value_targets(struct run *run, struct kust_value_add *spec, struct ydoc **doc,
                               struct error *err)
{
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);
    AUTO_CHARS name = view_copy(spec->file);
    AUTO_CHARS shown = loader_root_show(run->kust.root, name);
    struct ydoc_options options = { .origin = shown, .own_text = true };
    struct kust_value_add more = { .node = NULL };
    AUTO_FREE(ydoc) parsed = NULL;
    size_t len = spec->targets_len;

    if (!loader_root_read(run->kust.root, &text, name, err))
        return false;
    parsed = ydoc_parse_with(buf_view(&text), &options, err);
    *doc = parsed ? ydoc_copy(parsed, err) : NULL;
    if (!*doc || !decode_known(&more, &value_add_table, ydoc_root(*doc), shown, &run->arena, err))
        return false;
    struct kust_value_target *all =
        arena_alloc_zero(&run->arena, len + more.targets_len + 1, sizeof(*all));
    if (len)
        memcpy(all, spec->targets, len * sizeof(*all));
    if (more.targets_len)
        memcpy(all + len, more.targets, more.targets_len * sizeof(*all));
    spec->targets = all;
    spec->targets_len = len + more.targets_len;
    return true;
}

static bool run_value_add(struct run *run, struct error *err)
{
    struct kust_value_add spec = { .node = NULL };
    AUTO_FREE(ydoc) doc = NULL;

    return decode_known(&spec, &value_add_table, run->res->root, run->res->file, &run->arena,
                        err) &&
           (spec.file.len == 0 || read_value_targets(run, &spec, &doc, err)) &&
           transform_value_add(&run->t, &spec, err);
}

static const struct {
    const char *kind;
    const struct decode_field *fields; /* of struct kust_document; NULL: none */
    bool (*run)(struct run *, struct error *);
} builtins[] = {
    { "AnnotationsTransformer", annotations_fields, run_annotations },
    { "HashTransformer", NULL, run_hash },
    { "ImageTagTransformer", image_fields, run_image },
    { "LabelTransformer", labels_fields, run_labels },
    { "NamespaceTransformer", namespace_fields, run_namespace },
    { "PatchJson6902Transformer", NULL, run_json6902 },
    { "PatchStrategicMergeTransformer", merges_fields, run_merges },
    { "PatchTransformer", NULL, run_patch },
    { "PrefixSuffixTransformer", affix_fields, run_prefix_suffix },
    { "PrefixTransformer", affix_fields, run_prefix },
    { "ReplacementTransformer", replacements_fields, run_replacements },
    { "ReplicaCountTransformer", replica_fields, run_replica },
    { "SuffixTransformer", affix_fields, run_suffix },
    { "ValueAddTransformer", NULL, run_value_add },
};

static bool fail_kind(const struct resource *res, bool builtin, struct error *err)
{
    error_set(err, builtin ? ERROR_INVALID : ERROR_UNSUPPORTED,
              builtin ? "%s:%u: " VIEW_FMT " is no builtin transformer"
                      : "%s:%u: the transformer " VIEW_FMT " is not run",
              res->file, res->line, VIEW_ARGS(res->ref.kind));
    if (builtin)
        return false;
    return error_hint(err, "only builtin transformers are; executables, containers and Starlark "
                           "functions are not");
}

static bool run_document(const struct transform *t, const struct resource *res, struct error *err)
{
    bool builtin = res->ref.group.len == 0 && view_is(res->ref.version, "builtin");
    AUTO(run)
    run = { .t = *t,
            .kust = { .root = t->kust->root,
                      .file = res->file,
                      .line = res->line,
                      .fields = { .node = res->root } },
            .config = *t->config,
            .res = res,
            .arena = ARENA_INIT };
    AUTO_CHARS kind = view_copy(res->ref.kind);
    size_t i = 0;

    run.t.kust = &run.kust;
    run.t.config = &run.config;
    while (builtin && i < ARRAY_SIZE(builtins) && strcmp(builtins[i].kind, kind) != 0)
        i++;
    if (!builtin || i == ARRAY_SIZE(builtins))
        return fail_kind(res, builtin, err);
    struct decode_table table = { builtins[i].fields, sizeof(struct kust_document) };
    if (table.fields && !decode_known(&run.document, &table, res->root, res->file, &run.arena, err))
        return false;
    return change_log_begin(t->log, t->list, res->file, res->line, kind, err) &&
           builtins[i].run(&run, err) && change_log_end(t->log, t->list, err);
}

bool transformers_run_documents(struct transform *t, const struct resource_list *documents,
                                struct resource_list *removed, struct error *err)
{
    for (size_t i = 0; i < documents->len; i++) {
        const struct resource *res = documents->resources[i];
        if (!process_check_interrupt(err) || !run_document(t, res, err) ||
            !origin_add_transformation(t->list, origin_of_document(res, t->arena), err))
            return false;
        resource_list_drop_removed(t->list, removed);
    }
    return true;
}

/* ---- validators ---- */

/* The label that a validator may add. */
#define VALIDATED_BY "validated-by"

/* RES without the label, as text. */
static bool add_unlabelled(struct buf *out, const struct resource *res, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *copy = ynode_copy(doc, res->root);
    struct ynode *metadata = ynode_get(copy, "metadata"), *labels = ynode_get(metadata, "labels");

    ynode_remove(labels, VIEW(VALIDATED_BY));
    if (ynode_is_map(labels) && ynode_len(labels) == 0)
        ynode_remove(metadata, VIEW("labels"));
    buf_add(out, "---\n");
    return emit_yaml(out, copy, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, err);
}

static bool snapshot(struct buf *out, const struct resource_list *list, struct error *err)
{
    for (size_t i = 0; i < list->len; i++)
        if (!add_unlabelled(out, list->resources[i], err))
            return false;
    return buf_check(out, "what is validated", err);
}

bool transformers_validate(struct transform *t, const struct resource_list *documents,
                           struct error *err)
{
    for (size_t i = 0; i < documents->len; i++) {
        const struct resource *res = documents->resources[i];
        AUTO(buf) before = BUF_INIT(YAML_INPUT_BYTES_MAX);
        AUTO(buf) after = BUF_INIT(YAML_INPUT_BYTES_MAX);
        if (!process_check_interrupt(err) || !snapshot(&before, t->list, err) ||
            !run_document(t, res, err) || !snapshot(&after, t->list, err))
            return false;
        if (!view_eq(buf_view(&before), buf_view(&after)))
            return error_set(err, ERROR_INVALID, "%s:%u: a validator may not change what it checks",
                             res->file, res->line);
    }
    return true;
}
