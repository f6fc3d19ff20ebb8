/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/object.h - one object of a cluster: read, create, apply, delete
 *
 * OBJECT is a tree with apiVersion, kind and metadata.name; its namespace decides the path of a
 * namespaced kind. Errors of the server name the object. Without a name nothing is sent:
 * ERROR_INVALID. Source: testbed.md 2.2, 2.3, 2.8.
 */
#ifndef KUBE_OBJECT_H
#define KUBE_OBJECT_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kube/client.h"
#include "kube/discovery.h"
#include "yaml/ynode.h"

/* What is over these is refused before it is sent: etcd's own limit, and the API's for the
 * keys and values of all annotations. */
#define KUBE_OBJECT_BYTES_MAX      ((size_t)3 << 19)
#define KUBE_ANNOTATIONS_BYTES_MAX ((size_t)256 << 10)

enum kube_dry_run { KUBE_WRITE, KUBE_DRY_RUN };

/* What a write did. */
enum kube_outcome { KUBE_UNCHANGED, KUBE_CREATED, KUBE_CONFIGURED, KUBE_DELETED };
/* "created", "configured", "unchanged", "deleted" */
const char *kube_outcome_name(enum kube_outcome outcome);

/* *DOC is NULL when there is no such object; that is no failure. */
bool kube_object_get(struct kube_client *client, const struct kube_resource *resource,
                     struct view namespace, struct view name, struct ydoc **doc,
                     struct error *err) MUST_CHECK;

/*
 * POST; a taken name is ERROR_CONFLICT. *DOC (may be NULL) is the object as stored. When the answer
 * was lost, was a 5xx, or says that the name is taken, the object is read back: it counts as
 * created when it has our annotations and data; the annotations must therefore tell it from
 * another's. Source: robustness.md R-134.
 */
bool kube_object_create(struct kube_client *client, const struct kube_resource *resource,
                        const struct ynode *object, enum kube_dry_run dry_run, struct ydoc **doc,
                        struct error *err) MUST_CHECK;

struct kube_apply {
    const struct kube_resource *resource;
    const struct ynode *object;
    const char *resource_version; /* of the object as it is, for .outcome; NULL: there is none */
    enum kube_dry_run dry_run;
    bool force;                /* take over fields of other managers */
    enum kube_outcome outcome; /* result */
    struct ydoc *answer;       /* result: the object as stored, for the caller to free */
};
/*
 * Server-side apply by field manager KUBE_FIELD_MANAGER. ERROR_CONFLICT names every field and its
 * manager; an unknown field is ERROR_INVALID in kind words (the server says 500).
 */
bool kube_object_apply(struct kube_client *client, struct kube_apply *apply,
                       struct error *err) MUST_CHECK;

/*
 * DELETE with propagation policy Background. UID (empty: any) must be the object's. *GONE: it was
 * not there, or another has its name; that is no failure.
 */
bool kube_object_delete(struct kube_client *client, const struct kube_resource *resource,
                        struct view namespace, struct view name, struct view uid, bool *gone,
                        struct error *err) MUST_CHECK;

/*
 * JSON merge PATCH with PATCH, a JSON text: labels taken away, a record completed, replicas set.
 * *DOC is the object as stored.
 */
bool kube_object_merge_patch(struct kube_client *client, const struct kube_resource *resource,
                             struct view namespace, struct view name, struct view patch,
                             enum kube_dry_run dry_run, struct ydoc **doc,
                             struct error *err) MUST_CHECK;
/*
 * Who the server takes us for: *NAME is the user's name, for the caller to free; NULL when the
 * server does not tell (before Kubernetes 1.28, or without the right to ask). No failure but
 * ERROR_INTERRUPTED.
 */
bool kube_whoami(struct kube_client *client, char **name, struct error *err) MUST_CHECK;

#endif
