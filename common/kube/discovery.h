/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/discovery.h - what kinds a server has, and the URL path of each
 *
 * Aggregated discovery (two requests; 72 resources in 1.1 ms of CPU), else one request per version
 * of a group. Read at the first question and kept; at the first kind that is not found read once
 * more, for its CRD may be new. A single kind may come from kubectl's cache (discovery_cache.h),
 * all of them never do. A group that is down is noted and leaves the others as they are. Source:
 * testbed.md 2.7, robustness.md.
 */
#ifndef KUBE_DISCOVERY_H
#define KUBE_DISCOVERY_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kube/client.h"
#include "manifest/object.h"

struct kube_discovery;

/* One resource that can be listed or written. Texts are the discovery's. */
struct kube_resource {
    const char *group; /* "" for the core group */
    const char *version;
    const char *kind;
    const char *plural;
    bool namespaced;
    bool listable;  /* verb list */
    bool deletable; /* verb delete */
    bool preferred; /* its version is the one that the group prefers, or the first that has it */
};

/* Known without asking: catalog and records are ConfigMaps. */
extern const struct kube_resource kube_config_maps;

struct kube_discovery *kube_discovery_new(struct kube_client *client);
void kube_discovery_free(struct kube_discovery *discovery);
DEFINE_AUTO_FREE(kube_discovery)

/*
 * The resource of group, version and kind in REF. *resource stays the discovery's.
 * ERROR_NOT_FOUND: no such kind; hint: is its CRD installed? ERROR_UNREACHABLE: its group is down.
 */
bool kube_discovery_find(struct kube_discovery *discovery, const struct object_ref *ref,
                         const struct kube_resource **resource, struct error *err) MUST_CHECK;
/* The server has kinds now that it did not have: one that is not known is asked for once more. */
void kube_discovery_outdate(struct kube_discovery *discovery);
/* Every resource of every version, in the server's order. */
bool kube_discovery_all(struct kube_discovery *discovery, const struct kube_resource **resources,
                        size_t *count, struct error *err) MUST_CHECK;
/* Groups that did not answer when last asked, a note for the user each; borrowed. */
const struct strv *kube_discovery_notes(const struct kube_discovery *discovery);

/*
 * Append the path of a resource: "/apis/apps/v1/namespaces/dev/deployments/web". Without NAME the
 * collection; without NAMESPACE the collection of all namespaces.
 */
void kube_resource_add_path(struct buf *path, const struct kube_resource *resource,
                            struct view namespace, struct view name);
/*
 * ITEM of a list, which says neither apiVersion nor kind, as a document that does; the caller frees
 * it. NULL and ERROR_LIMIT when it is nested as deep as JSON may be.
 */
struct ydoc *kube_resource_own(const struct kube_resource *resource, const struct ynode *item,
                               struct error *err) MUST_CHECK;

#endif
