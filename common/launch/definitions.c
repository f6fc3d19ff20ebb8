/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/definitions.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/process.h"

/* Between two looks. */
#define LOOK_SECONDS 0.1

/* One kind; its texts are its own. */
struct apply_definition {
    struct kube_resource resource;
    char *group, *version, *kind, *plural;
};

void definitions_release(struct apply *apply)
{
    for (size_t i = 0; i < apply->defined_len; i++) {
        struct apply_definition *definition = apply->defined[i];

        free(definition->group);
        free(definition->version);
        free(definition->kind);
        free(definition->plural);
        free(definition);
    }
    free(apply->defined);
}

/* ---- what a definition says */

static bool has_version(const struct ynode *spec, struct view version)
{
    const struct ynode *versions = ynode_get(spec, "versions");

    for (size_t i = 0; i < ynode_len(versions); i++)
        if (view_eq(ynode_text(ynode_get(ynode_at(versions, i), "name")), version))
            return true;
    return false;
}

/* OBJECT's spec when it defines the kind of REF. */
static const struct ynode *defining(const struct ynode *object, const struct object_ref *ref)
{
    const struct object_ref its = object_ref_of(object);
    const struct ynode *spec = ynode_get(object, "spec");

    return view_is(its.kind, "CustomResourceDefinition") &&
                   view_is(its.group, "apiextensions.k8s.io") &&
                   view_eq(ynode_text(ynode_get(spec, "group")), ref->group) &&
                   view_eq(ynode_text(ynode_get_path(spec, "names", "kind", NULL)), ref->kind) &&
                   has_version(spec, ref->version)
               ? spec
               : NULL;
}

static const struct ynode *find_definition(const struct plan *plan, const struct object_ref *ref)
{
    for (size_t i = 0; i < plan->stream.len; i++) {
        const struct manifest *manifest = &plan->stream.manifests[i];
        const struct ynode *root = manifest->removed ? NULL : manifest_root(manifest);
        const struct ynode *items = object_is_list(root) ? ynode_get(root, "items") : NULL;
        const struct ynode *spec = defining(root, ref);

        for (size_t k = 0; !spec && k < ynode_len(items); k++)
            spec = defining(ynode_at(items, k), ref);
        if (spec)
            return spec;
    }
    return NULL;
}

static const struct kube_resource *add(struct apply *apply, const struct object_ref *ref,
                                       const struct ynode *spec)
{
    struct apply_definition *definition = mem_alloc_zero(1, sizeof(*definition));

    definition->group = view_copy(ref->group);
    definition->version = view_copy(ref->version);
    definition->kind = view_copy(ref->kind);
    definition->plural = view_copy(ynode_text(ynode_get_path(spec, "names", "plural", NULL)));
    definition->resource = (struct kube_resource){
        .group = definition->group,
        .version = definition->version,
        .kind = definition->kind,
        .plural = definition->plural,
        .namespaced = view_is(ynode_text(ynode_get(spec, "scope")), "Namespaced"),
        .listable = true,
        .deletable = true,
        .preferred = true,
    };
    ARRAY_GROW(apply->defined, apply->defined_len, apply->defined_cap);
    apply->defined[apply->defined_len++] = definition;
    return &definition->resource;
}

static const struct kube_resource *find_known(const struct apply *apply,
                                              const struct object_ref *ref)
{
    for (size_t i = 0; i < apply->defined_len; i++) {
        const struct kube_resource *resource = &apply->defined[i]->resource;

        if (view_is(ref->group, resource->group) && view_is(ref->version, resource->version) &&
            view_is(ref->kind, resource->kind))
            return resource;
    }
    return NULL;
}

bool definitions_find(struct apply *apply, const struct apply_request *request,
                      const struct object_ref *ref, const struct kube_resource **resource,
                      struct error *err)
{
    AUTO(error) problem = ERROR_INIT;
    const struct ynode *spec;

    *resource = find_known(apply, ref);
    if (*resource || kube_discovery_find(request->discovery, ref, resource, &problem))
        return true;
    spec = problem.code == ERROR_NOT_FOUND ? find_definition(request->plan, ref) : NULL;
    if (!spec)
        return error_move(err, &problem);
    *resource = add(apply, ref, spec);
    return true;
}

bool definitions_has(const struct apply *apply, const struct kube_resource *resource)
{
    for (size_t i = 0; i < apply->defined_len; i++)
        if (resource == &apply->defined[i]->resource)
            return true;
    return false;
}

/* ---- when the server has it */

/* Of a kind that it does not serve the server says less than that an object is not found. */
static bool is_served(const struct apply_object *object, const struct apply_request *request,
                      struct error *err)
{
    const struct object_ref ref = object_ref_of(object->object);
    const struct kube_resource *resource;
    AUTO_FREE(ydoc) doc = NULL;

    kube_discovery_outdate(request->discovery);
    return kube_object_get(request->client, object->resource, ref.namespace, ref.name, &doc, err) &&
           kube_discovery_find(request->discovery, &ref, &resource, err);
}

bool definitions_wait(const struct apply_object *object, const struct apply_request *request,
                      struct error *err)
{
    double end = clock_monotonic() + DEFINITIONS_SECONDS;

    for (;;) {
        AUTO(error) problem = ERROR_INIT;

        if (is_served(object, request, &problem))
            return true;
        if (problem.code != ERROR_NOT_FOUND || clock_monotonic() > end)
            return error_move(err, &problem);
        if (!process_sleep(LOOK_SECONDS, err))
            return false;
    }
}
