/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/accumulate.h"

#include "base/file.h"
#include "base/process.h"
#include "kustomize/generators.h"
#include "kustomize/objects.h"
#include "kustomize/transformers.h"

void build_release(struct build *build)
{
    resource_list_release(&build->removed);
    schemas_release(&build->schemas);
    arena_release(&build->arena);
    free(build->preset);
}

void accumulation_init(struct accumulation *acc)
{
    *acc = (struct accumulation){ .list = RESOURCE_LIST_INIT, .vars = VARS_INIT };
}

void accumulation_release(struct accumulation *acc)
{
    resource_list_release(&acc->list);
    vars_release(&acc->vars);
}

/* ---- gathering ---- */

static void meet_from(struct build *build, const struct resource_list *list, size_t from)
{
    for (size_t i = from; i < list->len; i++)
        schemas_meet(&build->schemas, list->resources[i]);
}

/* TEXT is what the file that ENTRY names holds. */
static bool take_file(struct build *build, const struct kustomization *kust,
                      const struct decode_string *entry, struct buf *text,
                      struct resource_list *list, struct error *err)
{
    size_t before = list->len;
    AUTO_CHARS name = view_copy(entry->text);
    AUTO_CHARS shown = loader_root_show(kust->root, name);

    if (!objects_take(list, text, shown, err))
        return false;
    meet_from(build, list, before);
    return origin_set_all(list, before, origin_append(kust->origin, entry->text, &build->arena),
                          true, err);
}

static bool load_file(struct build *build, const struct kustomization *kust,
                      const struct decode_string *entry, struct resource_list *list,
                      struct error *err)
{
    AUTO_CHARS name = view_copy(entry->text);
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);

    return loader_root_read(kust->root, &text, name, err) &&
           take_file(build, kust, entry, &text, list, err);
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

/* What a component leaves is merged into a new accumulation, as what a base leaves is into that of
 * its parent: what is more general than an earlier field spec goes. */
static bool accumulate_component(struct build *build, const struct kustomization *kust,
                                 struct accumulation *acc, struct error *err)
{
    struct config merged = { .backrefs = { .len = 0 } };

    if (!accumulate(build, kust, acc, err) ||
        !config_merge(&merged, &acc->config, &build->arena, err))
        return false;
    acc->config = merged;
    return true;
}

/* A component works on what its parent has gathered, a base on its own. */
static bool load_directory(struct build *build, const struct kustomization *parent,
                           const struct decode_string *entry, bool component,
                           struct accumulation *acc, struct error *err)
{
    AUTO_CHARS name = view_copy(entry->text);
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(kustomization) kust = KUSTOMIZATION_INIT;
    AUTO(accumulation) own;

    accumulation_init(&own);
    if (!loader_root_open(&root, build->options->loader, parent->root, name, err))
        return error_wrap(err, "%s:%u", parent->file, ynode_line(entry->node));
    if (!kustomization_load(&kust, &root, err))
        return error_wrap(err, "%s:%u", parent->file, ynode_line(entry->node));
    kust.origin = origin_append(parent->origin, entry->text, &build->arena);
    kust.helm_namespace =
        parent->fields.namespace.len ? parent->fields.namespace : parent->helm_namespace;
    if (!schemas_choose(&build->schemas, &kust, err))
        return false;
    if (!check_kind(&kust, component, err))
        return error_wrap(err, "%s:%u", parent->file, ynode_line(entry->node));
    if (component)
        return accumulate_component(build, &kust, acc, err);
    if (!accumulate(build, &kust, &own, err))
        return false;
    resource_list_move(&acc->list, &own.list);
    return (config_merge(&acc->config, &own.config, &build->arena, err) &&
            vars_merge(&acc->vars, &own.vars, err)) ||
           error_wrap(err, "%s:%u", parent->file, ynode_line(entry->node));
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
                       const struct decode_string *entry, struct accumulation *acc,
                       struct error *err)
{
    AUTO_CHARS name = view_copy(entry->text);
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);

    if (name[0] == '\0')
        return error_set(err, ERROR_INVALID, "%s:%u: the name of a resource is empty", kust->file,
                         ynode_line(entry->node));
    if (loader_root_read_directly(kust->root, &text, name))
        return take_file(build, kust, entry, &text, &acc->list, err) ||
               error_wrap(err, "%s:%u", kust->file, ynode_line(entry->node));
    enum loader_kind found = loader_root_kind(kust->root, name);
    if (found == LOADER_DIRECTORY || (found != LOADER_FILE && loader_is_remote(entry->text)))
        return load_directory(build, kust, entry, false, acc, err);
    return load_file(build, kust, entry, &acc->list, err) ||
           error_wrap(err, "%s:%u", kust->file, ynode_line(entry->node));
}

static bool is_hook(const struct resource *res)
{
    return ynode_get_path(res->root, "metadata", "annotations", "helm.sh/hook", NULL) != NULL;
}

static bool is_no_hook(const struct resource *res)
{
    return !is_hook(res);
}

/* What the run says, else what the kustomization says, else all. Source: plugins.md 8.3. */
static bool choose_hooks(enum kustomize_hooks *hooks, const struct build *build,
                         const struct kustomization *kust, struct error *err)
{
    struct view own = kustomization_annotation(kust, KUSTOMIZE_HOOKS);

    *hooks = build->options->hooks;
    if (*hooks != HOOKS_BY_PRESET)
        return true;
    *hooks = HOOKS_INCLUDE;
    if (view_is(own, "exclude"))
        *hooks = HOOKS_EXCLUDE;
    else if (view_is(own, "only"))
        *hooks = HOOKS_ONLY;
    else if (own.len && !view_is(own, "include"))
        return error_set(err, ERROR_INVALID,
                         "%s: the annotation '%s' is 'include', 'exclude' or 'only', not '" VIEW_FMT
                         "'",
                         kust->file, KUSTOMIZE_HOOKS, VIEW_ARGS(own));
    return true;
}

static bool load_stream(struct build *build, const struct kustomization *kust,
                        struct accumulation *acc, struct error *err)
{
    const char *name = build->options->stream_name;
    struct view shown = view_of(name ? name : KUSTOMIZE_STREAM_NAME);
    size_t before = acc->list.len;

    enum kustomize_hooks hooks;

    if (!choose_hooks(&hooks, build, kust, err) ||
        !objects_of_stream(&acc->list, build->stream, err))
        return false;
    if (hooks != HOOKS_INCLUDE)
        resource_list_keep(&acc->list, before, hooks == HOOKS_ONLY ? is_hook : is_no_hook);
    meet_from(build, &acc->list, before);
    return origin_set_all(&acc->list, before, origin_append(kust->origin, shown, &build->arena),
                          true, err);
}

static bool load_resource(struct build *build, const struct kustomization *kust,
                          const struct decode_string *entry, struct accumulation *acc,
                          struct error *err)
{
    if (is_stream_place(build, kust, entry))
        return load_stream(build, kust, acc, err);
    return load_entry(build, kust, entry, acc, err);
}

static bool load_resources(struct build *build, const struct kustomization *kust,
                           struct accumulation *acc, struct error *err)
{
    const struct kust_fields *fields = &kust->fields;
    bool placed = build->face != FACE_STREAM || kust->root->parent;

    for (size_t i = 0; i < fields->resources_len; i++)
        placed = placed || is_stream_place(build, kust, &fields->resources[i]);
    if (!placed && !load_stream(build, kust, acc, err))
        return false;
    for (size_t i = 0; i < fields->resources_len; i++)
        if (!process_check_interrupt(err) ||
            !load_resource(build, kust, &fields->resources[i], acc, err))
            return false;
    return fields->resources_len == 0 || transform_check_unique(&acc->list, build->face, err) ||
           error_wrap(err, "%s:%u", kust->file, kustomization_line(kust, "resources"));
}

/* ---- documents of plugins ---- */

/* The text of an entry is a document itself, or names a file or a kustomization that makes some. */
static bool load_inline(struct build *build, const struct kustomization *kust,
                        const struct decode_string *entry, struct accumulation *acc, bool *done,
                        struct error *err)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    bool is_text = view_find_byte(entry->text, '\n', 0) < entry->text.len;
    bool is_block = entry->node->style == YSTYLE_LITERAL || entry->node->style == YSTYLE_FOLDED;
    uint32_t line = ynode_line(entry->node) + (is_block ? 1 : 0);

    *done = objects_read(&list, entry->text, kust->file, line, is_text ? err : NULL);
    if (!*done)
        return !is_text;
    const struct origin *origin =
        origin_append(kust->origin, view_of(file_base(kust->file)), &build->arena);
    if (!origin_set_all(&list, 0, origin, true, err))
        return false;
    resource_list_move(&acc->list, &list);
    return true;
}

/* As in Kustomize, what stands in the entries themselves comes before what they name. */
static bool load_documents(struct build *build, const struct kustomization *kust,
                           const struct decode_string *entries, size_t len,
                           struct accumulation *acc, struct error *err)
{
    bool *done = arena_alloc_zero(&build->arena, len + 1, sizeof(*done));

    for (size_t i = 0; i < len; i++)
        if (!load_inline(build, kust, &entries[i], acc, &done[i], err))
            return false;
    for (size_t i = 0; i < len; i++)
        if (!done[i] && !load_entry(build, kust, &entries[i], acc, err))
            return false;
    return len == 0 || transform_check_unique(&acc->list, FACE_STRICT, err);
}

static bool generate(struct build *build, const struct kustomization *kust,
                     struct resource_list *list, struct error *err)
{
    AUTO(accumulation) documents;

    accumulation_init(&documents);
    return load_documents(build, kust, kust->fields.generators, kust->fields.generators_len,
                          &documents, err) &&
           generators_run(kust, &documents.list, list, &build->arena, err);
}

/* ---- transforming ---- */

static bool transform(struct build *build, const struct kustomization *kust,
                      struct accumulation *acc, struct error *err)
{
    struct view allowed = kustomization_annotation(kust, KUSTOMIZE_ALLOW_UNMATCHED);
    struct transform t = { .kust = kust,
                           .config = &acc->config,
                           .list = &acc->list,
                           .face = build->face,
                           .schemas = &build->schemas,
                           .arena = &build->arena,
                           .log = build->options->log };
    const struct kust_fields *fields = &kust->fields;
    AUTO(accumulation) documents;

    if (fields->patches_len || fields->patches_strategic_merge_len)
        build->schemas.builtin_used = true;
    t.allow_unmatched = build->face == FACE_STREAM && !(t.log && t.log->forgives) &&
                        (build->options->allow_unmatched || view_is(allowed, "true"));
    AUTO(accumulation) validators;

    accumulation_init(&documents);
    accumulation_init(&validators);
    return load_documents(build, kust, fields->transformers, fields->transformers_len, &documents,
                          err) &&
           transformers_run_fields(&t, &build->removed, err) &&
           transformers_run_documents(&t, &documents.list, &build->removed, err) &&
           load_documents(build, kust, fields->validators, fields->validators_len, &validators,
                          err) &&
           transformers_validate(&t, &validators.list, err);
}

bool accumulate(struct build *build, const struct kustomization *kust, struct accumulation *acc,
                struct error *err)
{
    const struct kust_fields *fields = &kust->fields;

    if (!load_resources(build, kust, acc, err) ||
        !config_load(&acc->config, kust, &build->arena, err) ||
        !config_load_crds(&acc->config, kust, &build->arena, err) ||
        !generate(build, kust, &acc->list, err))
        return false;
    for (size_t i = 0; i < fields->components_len; i++)
        if (!load_directory(build, kust, &fields->components[i], true, acc, err))
            return false;
    return transform(build, kust, acc, err) &&
           vars_merge_fields(&acc->vars, fields->vars, fields->vars_len, kust->file, &acc->list,
                             err);
}
