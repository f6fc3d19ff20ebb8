/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/pipeline.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/process.h"
#include "kustomize/generators.h"
#include "kustomize/hash.h"
#include "kustomize/kustomization.h"
#include "kustomize/objects.h"
#include "kustomize/order.h"
#include "kustomize/schemas.h"
#include "kustomize/transform.h"
#include "yaml/emit.h"

/* An object that is only meant for tools. Source: konfig.IgnoredByKustomizeAnnotation. */
#define LOCAL_CONFIG "config.kubernetes.io/local-config"

/* What the whole build shares. */
struct build {
    const struct kustomize_options *options;
    enum kustomize_face face;
    struct stream *stream;        /* FACE_STREAM */
    struct resource_list removed; /* kept until the end: the stream must lose them too */
    size_t files;
    struct schemas schemas;
    char *preset; /* the directory's own name; heap */
};

static void build_release(struct build *build)
{
    resource_list_release(&build->removed);
    schemas_release(&build->schemas);
    free(build->preset);
}

/*
 * Kustomize's order. Source: configureBuiltinTransformers in kusttarget_configplugin.go. Those that
 * tell their entries apart in the change log have no field here.
 */
static const struct {
    const char *field;
    bool (*run)(struct transform *, struct error *);
} transformers[] = {
    { NULL, transform_patches_strategic_merge },
    { NULL, transform_patches },
    { "namespace", transform_namespace },
    { NULL, transform_labels },
    { "commonAnnotations", transform_annotations },
    { NULL, transform_patches_json6902 },
    { NULL, transform_replicas },
    { "images", transform_images },
};

static bool accumulate(struct build *build, const struct kustomization *kust,
                       struct resource_list *list, struct error *err);

/* ---- gathering ---- */

static bool load_file(struct build *build, const struct kustomization *kust,
                      const struct decode_string *entry, struct resource_list *list,
                      struct error *err)
{
    size_t before = list->len;
    AUTO_CHARS name = view_copy(entry->text);
    AUTO_CHARS shown = loader_root_show(kust->root, name);
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);

    if (!loader_root_read(kust->root, &text, name, err) ||
        !objects_read(list, buf_view(&text), shown, 1, err))
        return false;
    for (size_t i = before; i < list->len; i++)
        schemas_meet(&build->schemas, list->resources[i]);
    return true;
}

static bool check_kind(const struct kustomization *kust, bool wants_component, struct error *err)
{
    if (kust->component == wants_component)
        return true;
    error_set(err, ERROR_INVALID, "%s: a %s cannot stand in '%s'", kust->file,
              kust->component ? "Component" : "Kustomization",
              wants_component ? "components" : "resources");
    return error_hint(err, "list it in '%s'", wants_component ? "resources" : "components");
}

/* A component works on what its parent has gathered, a base on its own. */
static bool load_directory(struct build *build, const struct kustomization *parent,
                           const struct decode_string *entry, bool component,
                           struct resource_list *list, struct error *err)
{
    AUTO_CHARS name = view_copy(entry->text);
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(kustomization) kust = KUSTOMIZATION_INIT;
    AUTO(resource_list) own = RESOURCE_LIST_INIT;

    if (!loader_root_open(&root, build->options->loader, parent->root, name, err))
        return error_wrap(err, "%s:%u", parent->file, ynode_line(entry->node));
    if (!kustomization_load(&kust, &root, err))
        return error_wrap(err, "%s:%u", parent->file, ynode_line(entry->node));
    kust.helm_namespace =
        parent->fields.namespace.len ? parent->fields.namespace : parent->helm_namespace;
    if (!schemas_choose(&build->schemas, &kust, err))
        return false;
    if (!check_kind(&kust, component, err))
        return error_wrap(err, "%s:%u", parent->file, ynode_line(entry->node));
    if (component)
        return accumulate(build, &kust, list, err);
    if (!accumulate(build, &kust, &own, err))
        return false;
    resource_list_move(list, &own);
    return true;
}

static bool is_stream_name(const struct build *build, struct view name)
{
    const char *wanted = build->options->stream_name;
    AUTO_CHARS raw = view_copy(name);
    AUTO_CHARS clean = file_clean(raw);

    return strcmp(clean, wanted ? wanted : KUSTOMIZE_STREAM_NAME) == 0;
}

/* The stream stands in for a resource of the outermost kustomization only. */
static bool is_stream_place(const struct build *build, const struct kustomization *kust,
                            const struct decode_string *entry)
{
    return build->face == FACE_STREAM && !kust->root->parent && is_stream_name(build, entry->text);
}

/* A file, a directory or a repository. */
static bool load_entry(struct build *build, const struct kustomization *kust,
                       const struct decode_string *entry, struct resource_list *list,
                       struct error *err)
{
    AUTO_CHARS name = view_copy(entry->text);

    if (name[0] == '\0')
        return error_set(err, ERROR_INVALID, "%s:%u: the name of a resource is empty", kust->file,
                         ynode_line(entry->node));
    enum loader_kind found = loader_root_kind(kust->root, name);
    if (found == LOADER_DIRECTORY || (found != LOADER_FILE && loader_is_remote(entry->text)))
        return load_directory(build, kust, entry, false, list, err);
    return load_file(build, kust, entry, list, err) ||
           error_wrap(err, "%s:%u", kust->file, ynode_line(entry->node));
}

static bool load_resource(struct build *build, const struct kustomization *kust,
                          const struct decode_string *entry, struct resource_list *list,
                          struct error *err)
{
    if (is_stream_place(build, kust, entry))
        return objects_of_stream(list, build->stream, err);
    return load_entry(build, kust, entry, list, err);
}

static bool load_resources(struct build *build, const struct kustomization *kust,
                           struct resource_list *list, struct error *err)
{
    const struct kust_fields *fields = &kust->fields;
    bool placed = build->face != FACE_STREAM || kust->root->parent;

    for (size_t i = 0; i < fields->resources_len; i++)
        placed = placed || is_stream_place(build, kust, &fields->resources[i]);
    if (!placed && !objects_of_stream(list, build->stream, err))
        return false;
    for (size_t i = 0; i < fields->resources_len; i++)
        if (!process_check_interrupt(err) ||
            !load_resource(build, kust, &fields->resources[i], list, err))
            return false;
    return fields->resources_len == 0 || transform_check_unique(list, build->face, err);
}

/* ---- documents of plugins ---- */

/* The text of an entry is a document itself, or names a file or a kustomization that makes some. */
static bool load_document(struct build *build, const struct kustomization *kust,
                          const struct decode_string *entry, struct resource_list *list,
                          struct error *err)
{
    AUTO(resource_list) inline_list = RESOURCE_LIST_INIT;
    bool is_text = view_find_byte(entry->text, '\n', 0) < entry->text.len;
    bool is_block = entry->node->style == YSTYLE_LITERAL || entry->node->style == YSTYLE_FOLDED;
    uint32_t line = ynode_line(entry->node) + (is_block ? 1 : 0);

    if (objects_read(&inline_list, entry->text, kust->file, line, is_text ? err : NULL)) {
        resource_list_move(list, &inline_list);
        return true;
    }
    return !is_text && load_entry(build, kust, entry, list, err);
}

static bool load_documents(struct build *build, const struct kustomization *kust,
                           const struct decode_string *entries, size_t len,
                           struct resource_list *list, struct error *err)
{
    for (size_t i = 0; i < len; i++)
        if (!load_document(build, kust, &entries[i], list, err))
            return false;
    return len == 0 || transform_check_unique(list, FACE_STRICT, err);
}

static bool generate(struct build *build, const struct kustomization *kust,
                     struct resource_list *list, struct error *err)
{
    AUTO(resource_list) documents = RESOURCE_LIST_INIT;

    return load_documents(build, kust, kust->fields.generators, kust->fields.generators_len,
                          &documents, err) &&
           generators_run(kust, &documents, list, err);
}

/* ---- transforming ---- */

static bool transform(struct build *build, const struct kustomization *kust,
                      struct resource_list *list, struct error *err)
{
    struct view allowed = kustomization_annotation(kust, KUSTOMIZE_ALLOW_UNMATCHED);
    struct transform t = { .kust = kust,
                           .list = list,
                           .face = build->face,
                           .schemas = &build->schemas,
                           .log = build->options->log };
    const struct kust_fields *fields = &kust->fields;

    if (fields->patches_len || fields->patches_strategic_merge_len)
        build->schemas.builtin_used = true;

    t.allow_unmatched = build->face == FACE_STREAM && !t.log &&
                        (build->options->allow_unmatched || view_is(allowed, "true"));
    for (size_t i = 0; i < ARRAY_SIZE(transformers); i++) {
        const char *field = transformers[i].field;
        uint32_t line = field ? kustomization_line(kust, field) : 0;
        if (!process_check_interrupt(err) ||
            (line && !change_log_begin(t.log, list, kust->file, line, field, err)) ||
            !transformers[i].run(&t, err) || !change_log_end(t.log, list, err))
            return false;
        resource_list_drop_removed(list, &build->removed);
    }
    return true;
}

static bool accumulate(struct build *build, const struct kustomization *kust,
                       struct resource_list *list, struct error *err)
{
    const struct kust_fields *fields = &kust->fields;

    if (!load_resources(build, kust, list, err) || !generate(build, kust, list, err))
        return false;
    for (size_t i = 0; i < fields->components_len; i++)
        if (!load_directory(build, kust, &fields->components[i], true, list, err))
            return false;
    return transform(build, kust, list, err);
}

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
static bool is_note(struct view key)
{
    static const char *const notes[] = {
        "alpha.config.kubernetes.io/transformations",
        "config.k8s.io/id",
        "config.kubernetes.io/index",
        "config.kubernetes.io/origin",
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
    return false;
}

/*
 * Kustomize writes the annotations of every object anew at the end: strings all of them, its notes
 * gone, and no empty mapping. An object of the stream that nothing changed keeps its bytes instead.
 */
static void finish_annotations(struct resource *res)
{
    struct ynode *metadata = ynode_get(res->root, "metadata");
    struct ynode *annotations = ynode_get(metadata, "annotations");

    if (!res->editable || !annotations)
        return;
    for (size_t i = ynode_is_map(annotations) ? ynode_len(annotations) : 0; i > 0; i--) {
        const struct ynode *value = ynode_value_at(annotations, i - 1);
        if (is_note(ynode_text(ynode_key_at(annotations, i - 1))))
            ynode_remove_entry(annotations, i - 1);
        else if (!ynode_is_string(value, YAML_KUSTOMIZE))
            ynode_set_value_at(annotations, i - 1, ynode_new_string(res->doc, ynode_text(value)));
    }
    if (!ynode_is_map(annotations) || ynode_len(annotations) == 0)
        ynode_remove(metadata, VIEW("annotations"));
}

/* The steps that come once, after the outermost kustomization. */
static bool finish(struct build *build, const struct kustomization *kust,
                   struct resource_list *list, struct error *err)
{
    struct change_log *log = build->options->log;

    if (!change_log_begin(log, list, kust->file, 0, CHANGE_LOG_NAMES, err) ||
        !hash_names(list, err) || !references_fix(list, err) || !change_log_end(log, list, err))
        return false;
    drop_local(list);
    resource_list_drop_removed(list, &build->removed);
    for (size_t i = 0; i < list->len; i++)
        finish_annotations(list->resources[i]);
    return build->face == FACE_STREAM || transform_check_unique(list, FACE_STRICT, err);
}

static bool run(struct build *build, const char *directory, struct resource_list *list,
                struct error *err)
{
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(kustomization) kust = KUSTOMIZATION_INIT;

    if (!loader_root_open(&root, build->options->loader, NULL, directory, err))
        return false;
    if (!root.repository)
        root.restriction = build->options->restriction;
    root.files = &build->files;
    build->preset = chars_copy(file_base(root.path));
    return kustomization_load(&kust, &root, err) && schemas_choose(&build->schemas, &kust, err) &&
           accumulate(build, &kust, list, err) && finish(build, &kust, list, err) &&
           (build->face == FACE_STREAM || order_apply(list, &kust, err));
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

bool kustomize_write(struct buf *out, const struct resource_list *list, struct error *err)
{
    size_t start = out->len;

    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (out->len > start)
            buf_add(out, "---\n");
        if (!emit_yaml(out, res->root, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, err))
            return error_wrap(err, "%s:%u", res->file, res->line);
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

    buf_addf(&source, "juno/%s", build->preset);
    for (size_t i = 0; i < list->len; i++) {
        if (list->resources[i]->manifest)
            continue;
        if (build->options->log)
            change_log_added(build->options->log, list->resources[i]);
        struct ydoc *doc = ydoc_new();
        ydoc_set_root(doc, ynode_copy(doc, list->resources[i]->root));
        stream_add(build->stream, doc, buf_text(&source));
    }
}

bool kustomize_apply_stream(struct stream *stream, const char *directory,
                            const struct kustomize_options *options, struct error *err)
{
    struct build build = { .options = options, .face = FACE_STREAM, .stream = stream };
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    bool ok = run(&build, directory, &list, err) && take_removed(&build, err);

    if (ok)
        add_to_stream(&build, &list);
    build_release(&build);
    return ok;
}
