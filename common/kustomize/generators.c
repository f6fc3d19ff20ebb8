/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/generators.h"

#include "kustomize/generator.h"

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

bool generators_run(const struct kustomization *kust, struct resource_list *list, struct error *err)
{
    const struct kust_fields *fields = &kust->fields;

    return run_list(kust, GENERATOR_CONFIG_MAP, fields->config_maps, fields->config_maps_len, list,
                    err) &&
           run_list(kust, GENERATOR_SECRET, fields->secrets, fields->secrets_len, list, err);
}
