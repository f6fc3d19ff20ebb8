/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/generators.h"

#include "kustomize/generator.h"
#include "kustomize/helm_chart.h"

static bool run_list(const struct kustomization *kust, enum generator_kind kind,
                     const struct kust_generator *args, size_t len, struct resource_list *list,
                     struct error *err)
{
    for (size_t i = 0; i < len; i++) {
        struct generator generator = { .kind = kind,
                                       .args = &args[i],
                                       .global = kust->fields.generator_options,
                                       .root = kust->root,
                                       .file = kust->file,
                                       .from_list = true };
        AUTO(resource_list) made = RESOURCE_LIST_INIT;
        if (!generator_make(&made, &generator, err) || !generator_absorb(list, &made, err))
            return false;
    }
    return true;
}

/* ---- charts ---- */

static bool run_chart(const struct kustomization *kust, const struct kust_helm_chart *args,
                      const struct kust_helm_globals *globals, struct resource_list *list,
                      struct error *err)
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
    return helm_chart_inflate(&made, &chart, err) && generator_absorb(list, &made, err);
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
                       struct error *err)
{
    const struct kust_fields *fields = &kust->fields;
    struct kust_helm_globals old = { .node = NULL };
    const struct kust_helm_globals *globals = fields->helm_globals;

    if (!globals) {
        old_globals(fields, &old);
        globals = &old;
    }
    for (size_t i = 0; i < fields->helm_charts_len; i++)
        if (!run_chart(kust, &fields->helm_charts[i], globals, list, err))
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
        if (!run_chart(kust, &chart, globals, list, err))
            return false;
    }
    return true;
}

bool generators_run(const struct kustomization *kust, struct resource_list *list, struct error *err)
{
    const struct kust_fields *fields = &kust->fields;

    return run_list(kust, GENERATOR_CONFIG_MAP, fields->config_maps, fields->config_maps_len, list,
                    err) &&
           run_list(kust, GENERATOR_SECRET, fields->secrets, fields->secrets_len, list, err) &&
           run_charts(kust, list, err);
}
