/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/generators.h"

#include "base/file.h"
#include "kustomize/generator.h"
#include "kustomize/helm_chart.h"

/* MADE, by KIND, becomes part of LIST. */
static bool absorb(const struct kustomization *kust, const char *kind, struct resource_list *made,
                   struct resource_list *list, struct arena *arena, struct error *err)
{
    const struct origin *origin = origin_of_field(kust->origin, file_base(kust->file), kind, arena);

    return origin_set_all(made, 0, origin, false, err) && generator_absorb(list, made, err);
}

static bool run_list(const struct kustomization *kust, enum generator_kind kind,
                     const struct kust_generator *args, size_t len, struct resource_list *list,
                     struct arena *arena, struct error *err)
{
    const char *name = kind == GENERATOR_SECRET ? "SecretGenerator" : "ConfigMapGenerator";

    for (size_t i = 0; i < len; i++) {
        struct generator generator = { .kind = kind,
                                       .args = &args[i],
                                       .global = kust->fields.generator_options,
                                       .root = kust->root,
                                       .file = kust->file,
                                       .from_list = true };
        AUTO(resource_list) made = RESOURCE_LIST_INIT;
        if (!generator_make(&made, &generator, err) || !absorb(kust, name, &made, list, arena, err))
            return false;
    }
    return true;
}

/* ---- charts ---- */

static bool run_chart(const struct kustomization *kust, const struct kust_helm_chart *args,
                      const struct kust_helm_globals *globals, struct resource_list *list,
                      struct arena *arena, struct error *err)
{
    struct view own = kust->fields.namespace;
    struct helm_chart chart = { .args = args,
                                .namespace = own.len ? own : kust->helm_namespace,
                                .root = kust->root,
                                .file = kust->file };
    AUTO(resource_list) made = RESOURCE_LIST_INIT;

    if (globals) {
        chart.chart_home = globals->chart_home;
        chart.config_home = globals->config_home;
    }
    return helm_chart_inflate(&made, &chart, err) &&
           absorb(kust, "HelmChartInflationGenerator", &made, list, arena, err);
}

/* Of the old list the last home that is given counts, unless there are globals. */
static void old_globals(const struct kust_fields *fields, struct kust_helm_globals *globals)
{
    for (size_t i = 0; i < fields->helm_args_len; i++) {
        if (fields->helm_args[i].chart_home.len)
            globals->chart_home = fields->helm_args[i].chart_home;
        if (fields->helm_args[i].helm_home.len)
            globals->config_home = fields->helm_args[i].helm_home;
    }
}

static bool run_charts(const struct kustomization *kust, struct resource_list *list,
                       struct arena *arena, struct error *err)
{
    const struct kust_fields *fields = &kust->fields;
    struct kust_helm_globals old = { .node = NULL };
    const struct kust_helm_globals *globals = fields->helm_globals;

    if (!globals) {
        old_globals(fields, &old);
        globals = &old;
    }
    for (size_t i = 0; i < fields->helm_charts_len; i++)
        if (!run_chart(kust, &fields->helm_charts[i], globals, list, arena, err))
            return false;
    for (size_t i = 0; i < fields->helm_args_len; i++) {
        const struct kust_helm_args *args = &fields->helm_args[i];
        struct kust_helm_chart chart = { .node = args->node,
                                         .name = args->chart_name,
                                         .version = args->chart_version,
                                         .repo = args->chart_repo,
                                         .values_file = args->values_file,
                                         .values = args->values,
                                         .values_merge = args->values_merge,
                                         .release_name = args->release_name };
        if (!run_chart(kust, &chart, globals, list, arena, err))
            return false;
    }
    return true;
}

/* ---- documents of builtin kinds ---- */

/* One document, decoded. */
struct document {
    const struct kustomization *kust;
    const struct resource *res;
    struct arena arena;
};

static void document_release(struct document *document)
{
    arena_release(&document->arena);
}

static bool make_entries(struct document *document, enum generator_kind kind,
                         const struct decode_table *table, struct resource_list *made,
                         struct error *err)
{
    struct kust_generator args = { .node = NULL };
    struct generator generator = {
        .kind = kind, .args = &args, .root = document->kust->root, .file = document->res->file
    };

    return decode_known(&args, table, document->res->root, document->res->file, &document->arena,
                        err) &&
           generator_make(made, &generator, err);
}

static bool make_config_map(struct document *document, struct resource_list *made,
                            struct error *err)
{
    return make_entries(document, GENERATOR_CONFIG_MAP, &kust_config_map_document_table, made, err);
}

static bool make_secret(struct document *document, struct resource_list *made, struct error *err)
{
    return make_entries(document, GENERATOR_SECRET, &kust_secret_document_table, made, err);
}

static bool make_account(struct document *document, struct resource_list *made, struct error *err)
{
    struct kust_iam_policy policy = { .node = NULL };

    return decode_known(&policy, &kust_iam_policy_table, document->res->root, document->res->file,
                        &document->arena, err) &&
           generator_make_account(made, &policy, document->res->file, err);
}

static bool make_chart(struct document *document, struct resource_list *made, struct error *err)
{
    struct kust_helm_chart args = { .node = NULL };
    struct helm_chart chart = { .args = &args,
                                .root = document->kust->root,
                                .file = document->res->file };

    if (!decode_known(&args, &kust_helm_document_table, document->res->root, document->res->file,
                      &document->arena, err))
        return false;
    chart.chart_home = args.chart_home;
    chart.config_home = args.config_home;
    return helm_chart_inflate(made, &chart, err);
}

static const struct {
    const char *kind;
    bool (*make)(struct document *, struct resource_list *, struct error *);
} builtins[] = {
    { "ConfigMapGenerator", make_config_map },
    { "SecretGenerator", make_secret },
    { "IAMPolicyGenerator", make_account },
    { "HelmChartInflationGenerator", make_chart },
};

static bool fail_kind(const struct resource *res, struct error *err)
{
    bool builtin = res->ref.group.len == 0 && view_is(res->ref.version, "builtin");

    error_set(err, builtin ? ERROR_INVALID : ERROR_UNSUPPORTED,
              builtin ? "%s:%u: " VIEW_FMT " is no builtin generator"
                      : "%s:%u: the generator " VIEW_FMT " is not run",
              res->file, res->line, VIEW_ARGS(res->ref.kind));
    if (builtin)
        return false;
    return error_hint(err, "only builtin generators are; executables, containers and Starlark "
                           "functions are not");
}

static bool run_document(const struct kustomization *kust, const struct resource *res,
                         struct resource_list *list, struct arena *arena, struct error *err)
{
    AUTO(document) document = { .kust = kust, .res = res, .arena = ARENA_INIT };
    AUTO(resource_list) made = RESOURCE_LIST_INIT;

    if (res->ref.group.len == 0 && view_is(res->ref.version, "builtin"))
        for (size_t i = 0; i < ARRAY_SIZE(builtins); i++)
            if (view_is(res->ref.kind, builtins[i].kind))
                return builtins[i].make(&document, &made, err) &&
                       origin_set_all(&made, 0, origin_of_document(res, arena), false, err) &&
                       generator_absorb(list, &made, err);
    return fail_kind(res, err);
}

bool generators_run(const struct kustomization *kust, const struct resource_list *documents,
                    struct resource_list *list, struct arena *arena, struct error *err)
{
    const struct kust_fields *fields = &kust->fields;

    if (!run_list(kust, GENERATOR_CONFIG_MAP, fields->config_maps, fields->config_maps_len, list,
                  arena, err) ||
        !run_list(kust, GENERATOR_SECRET, fields->secrets, fields->secrets_len, list, arena, err) ||
        !run_charts(kust, list, arena, err))
        return false;
    for (size_t i = 0; i < documents->len; i++)
        if (!run_document(kust, documents->resources[i], list, arena, err))
            return false;
    return true;
}
