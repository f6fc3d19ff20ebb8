/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/pipeline.h"

#include "base/alloc.h"
#include "base/file.h"
#include "kustomize/accumulate.h"
#include "kustomize/hash.h"
#include "kustomize/lengths.h"
#include "kustomize/order.h"
#include "kustomize/transform.h"
#include "yaml/emit.h"

/* An object that is only meant for tools. Source: konfig.IgnoredByKustomizeAnnotation. */
#define LOCAL_CONFIG "config.kubernetes.io/local-config"

/* ---- finishing ---- */

static void drop_local(struct resource_list *list)
{
    for (size_t i = 0; i < list->len; i++) {
        struct resource *res = list->resources[i];
        const struct ynode *annotation =
            ynode_get_path(res->root, "metadata", "annotations", LOCAL_CONFIG, NULL);
        if (annotation && !view_is(ynode_text(annotation), "false"))
            res->removed = true;
    }
}

/* Annotations that Kustomize keeps its notes in and takes away at the end, whoever wrote them. */
static bool is_note(const struct kustomization *kust, struct view key)
{
    static const char *const notes[] = {
        "config.k8s.io/id",
        "config.kubernetes.io/index",
        "config.kubernetes.io/path",
        "internal.config.kubernetes.io/allowKindChange",
        "internal.config.kubernetes.io/allowNameChange",
        "internal.config.kubernetes.io/annotations-migration-resource-id",
        "internal.config.kubernetes.io/generatorBehavior",
        "internal.config.kubernetes.io/id",
        "internal.config.kubernetes.io/index",
        "internal.config.kubernetes.io/needsHashSuffix",
        "internal.config.kubernetes.io/path",
        "internal.config.kubernetes.io/prefixes",
        "internal.config.kubernetes.io/previousKinds",
        "internal.config.kubernetes.io/previousNames",
        "internal.config.kubernetes.io/previousNamespaces",
        "internal.config.kubernetes.io/refBy",
        "internal.config.kubernetes.io/seqindent",
        "internal.config.kubernetes.io/suffixes",
    };

    for (size_t i = 0; i < ARRAY_SIZE(notes); i++)
        if (view_is(key, notes[i]))
            return true;
    return (view_is(key, ORIGIN_ANNOTATION) &&
            !kustomization_has_metadata(kust, "originAnnotations")) ||
           (view_is(key, TRANSFORMATIONS_ANNOTATION) &&
            !kustomization_has_metadata(kust, "transformerAnnotations"));
}

/*
 * Kustomize writes the annotations of every object anew at the end: strings all of them, its notes
 * gone, and no empty mapping. In a stream, what stands there as it was read keeps its text: whoever
 * reads it next reads it so.
 */
static bool stands_as_read(const struct resource *res, const struct ynode *value)
{
    return res->manifest && !value->made;
}

static void finish_annotations(struct resource *res, const struct kustomization *kust)
{
    struct ynode *metadata = ynode_get(res->root, "metadata");
    struct ynode *annotations = ynode_get(metadata, "annotations");

    if (!res->editable || !annotations || stands_as_read(res, annotations))
        return;
    for (size_t i = ynode_is_map(annotations) ? ynode_len(annotations) : 0; i > 0; i--) {
        const struct ynode *value = ynode_value_at(annotations, i - 1);
        struct yscalar scalar = ynode_value(value, YAML_KUSTOMIZE);
        if (stands_as_read(res, value))
            continue;
        if (is_note(kust, ynode_text(ynode_key_at(annotations, i - 1))))
            ynode_remove_entry(annotations, i - 1);
        else if (scalar.type != YTYPE_STRING || scalar.timestamp)
            ynode_set_value_at(annotations, i - 1, ynode_new_string(res->doc, ynode_text(value)));
    }
    if (!ynode_is_map(annotations) || ynode_len(annotations) == 0)
        ynode_remove(metadata, VIEW("annotations"));
}

/* What a patch may have taken away. Source: GetValidatedMetadata in kyaml/yaml/rnode.go. */
static bool check_whole(const struct resource_list *list, struct error *err)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        struct object_ref was = resource_original(res);
        bool kindless = res->ref.kind.len == 0;
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (!kindless && (res->ref.name.len || view_ends(res->ref.kind, VIEW("List"))))
            continue;
        was.namespace = res->ref.namespace;
        object_ref_add(&name, &was);
        return error_set(err, ERROR_INVALID, "%s:%u: %s is left without %s", res->file, res->line,
                         buf_text(&name), kindless ? "a kind" : "metadata.name");
    }
    return true;
}

/* Source: AddManagedbyLabel in api/krusty/kustomizer.go. */
static bool add_managed_by(struct resource_list *list, struct error *err)
{
    struct fieldspec spec = { .path = VIEW("metadata/labels"), .create = true };
    struct decode_pair pair = { VIEW("app.kubernetes.io/managed-by"),
                                VIEW("kustomize-" KUSTOMIZE_VERSION) };

    for (size_t i = 0; i < list->len; i++) {
        struct pair_setter label = { .pair = &pair };
        struct fieldspec_setter setter = { .leaf = FIELDSPEC_LEAF_MAP,
                                           .set = transform_set_pair,
                                           .context = &label };
        if (!fieldspec_apply(list->resources[i], &spec, &setter, err))
            return false;
    }
    return true;
}

/* The steps that come once, after the outermost kustomization. */
static bool finish(struct build *build, const struct kustomization *kust, struct accumulation *acc,
                   struct error *err)
{
    struct resource_list *list = &acc->list;
    struct change_log *log = build->options->log;

    if (build->face == FACE_STRICT && !check_whole(list, err))
        return false;
    if (!change_log_begin(log, list, kust->file, 0, CHANGE_LOG_NAMES, err) ||
        !hash_names(list, err) || !references_fix(list, acc->config.backrefs, build->face, err) ||
        !change_log_end(log, list, err))
        return false;
    if (acc->vars.names.len &&
        (!change_log_begin(log, list, kust->file, kustomization_line(kust, "vars"), "vars", err) ||
         !vars_resolve(&acc->vars, list, acc->config.sets[FIELDSPEC_VAR_REFERENCE], err) ||
         !change_log_end(log, list, err)))
        return false;
    if (!change_log_begin(log, list, kust->file, 0, CHANGE_LOG_LOCAL, err))
        return false;
    drop_local(list);
    if (!change_log_end(log, list, err))
        return false;
    resource_list_drop_removed(list, &build->removed);
    if (kustomization_has_metadata(kust, "managedByLabel") &&
        (!change_log_begin(log, list, kust->file, kustomization_line(kust, "buildMetadata"),
                           "buildMetadata", err) ||
         !add_managed_by(list, err) || !change_log_end(log, list, err)))
        return false;
    for (size_t i = 0; i < list->len; i++)
        finish_annotations(list->resources[i], kust);
    return build->face == FACE_STREAM || transform_check_unique(list, FACE_STRICT, err);
}

static bool run(struct build *build, const char *directory, struct resource_list *list,
                struct error *err)
{
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(kustomization) kust = KUSTOMIZATION_INIT;
    AUTO(accumulation) acc;
    static const struct origin here = { .path = { .len = 0 } };

    accumulation_init(&acc);
    if (!loader_root_open(&root, build->options->loader, NULL, directory, err))
        return false;
    if (!root.repository)
        root.restriction = build->options->restriction;
    root.files = &build->files;
    build->preset = chars_copy(file_base(root.path));
    if (!kustomization_load(&kust, &root, err))
        return false;
    kust.origin = kust.fields.build_metadata_len ? &here : NULL;
    if (!schemas_choose(&build->schemas, &kust, err) || !accumulate(build, &kust, &acc, err) ||
        !finish(build, &kust, &acc, err) ||
        (build->face == FACE_STRICT && !order_apply(&acc.list, &kust, err)))
        return false;
    resource_list_move(list, &acc.list);
    return true;
}

bool kustomize_build(struct resource_list *out, const char *directory,
                     const struct kustomize_options *options, struct error *err)
{
    struct build build = { .options = options, .face = FACE_STRICT };
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    bool ok = run(&build, directory, &list, err);

    build_release(&build);
    if (ok)
        resource_list_move(out, &list);
    return ok;
}

bool kustomize_write(struct buf *out, struct resource_list *list, struct error *err)
{
    size_t start = out->len;

    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (out->len > start)
            buf_add(out, "---\n");
        if (!emit_yaml(out, res->root, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, err))
            return error_wrap(err, "%s:%u", res->file, res->line);
        resource_list_free_at(list, i);
    }
    return buf_check(out, "the output", err);
}

/* ---- the stream ---- */

/* Take RES out of the manifest it stands in. Elements of one List must come last first. */
static bool remove_from_stream(struct resource *res, struct error *err)
{
    size_t last = res->steps_len - 1;

    if (res->steps_len == 0) {
        res->manifest->removed = true;
        return true;
    }
    struct ynode *list = manifest_edit(res->manifest, err);
    if (!list)
        return false;
    for (size_t i = 0; i < last; i++)
        list = ynode_at(ynode_get(list, "items"), res->steps[i]);
    ynode_remove_at(ynode_get(list, "items"), res->steps[last]);
    return true;
}

static int place_cmp(const void *a, const void *b)
{
    const struct resource *left = *(struct resource *const *)a;
    const struct resource *right = *(struct resource *const *)b;

    if (left->manifest != right->manifest)
        return left->manifest < right->manifest ? -1 : 1;
    for (size_t i = 0; i < left->steps_len && i < right->steps_len; i++)
        if (left->steps[i] != right->steps[i])
            return left->steps[i] < right->steps[i] ? -1 : 1;
    return 0;
}

static bool take_removed(struct build *build, struct error *err)
{
    struct resource_list *removed = &build->removed;

    if (removed->len)
        qsort(removed->resources, removed->len, sizeof(struct resource *), place_cmp);
    for (size_t i = removed->len; i > 0; i--) {
        struct resource *res = removed->resources[i - 1];
        if (res->manifest && !remove_from_stream(res, err))
            return false;
    }
    return true;
}

/* The preset's own objects become manifests; this moves the stream's manifests, so it comes last.
 */
static void add_to_stream(const struct build *build, const struct resource_list *list)
{
    AUTO(buf) source = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;

    buf_addf(&source, "juno/%s", build->preset);
    for (size_t i = 0; i < list->len; i++) {
        if (list->resources[i]->manifest)
            continue;
        if (build->options->log)
            change_log_added(build->options->log, list->resources[i]);
        struct ydoc *doc = ydoc_new();
        ydoc_set_root(doc, ynode_copy(doc, list->resources[i]->root));
        ARRAY_GROW(docs.docs, docs.len, docs.cap);
        docs.docs[docs.len++] = doc;
    }
    stream_add(build->stream, &docs, buf_text(&source));
}

bool kustomize_apply_stream(struct stream *stream, const char *directory,
                            const struct kustomize_options *options, struct error *err)
{
    struct build build = { .options = options, .face = FACE_STREAM, .stream = stream };
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    bool ok = run(&build, directory, &list, err) &&
              (lengths_check(&list, err) || error_wrap(err, "%s", directory)) &&
              take_removed(&build, err);

    if (ok)
        add_to_stream(&build, &list);
    build_release(&build);
    return ok;
}
