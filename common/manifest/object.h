/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifest/object.h - the identity of a Kubernetes object: group, version, kind, namespace, name
 */
#ifndef MANIFEST_OBJECT_H
#define MANIFEST_OBJECT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"
#include "yaml/ynode.h"

/* All views are borrowed from the tree they were read from; absent parts are empty. */
struct object_ref {
    struct view group; /* "" for the core group */
    struct view version;
    struct view kind;
    struct view namespace;
    struct view name;
};

/* A cluster refuses a longer label value. */
#define OBJECT_LABEL_BYTES_MAX ((size_t)63)

/* What OBJECT says of itself. Any tree is accepted: what is missing or no scalar is empty. */
struct object_ref object_ref_of(const struct ynode *object);
/* Kind ends in "List" and `items` is a sequence: its elements are objects themselves. */
bool object_is_list(const struct ynode *object);
/* The spec of the pod that OBJECT is or makes; NULL: none that is known. */
struct ynode *object_pod(const struct ynode *object);
/* The longest name that REF's kind may have: less where it becomes a host name or a pod's label. */
size_t object_name_max(const struct object_ref *ref);
/* "Deployment/web"; with a namespace "Deployment/web in namespace 'a'"; without a name
 * "Deployment". */
void object_ref_add(struct buf *out, const struct object_ref *ref);
/* "deployment.apps/web", as kubectl -o name prints it (kind in lower case). */
void object_ref_add_name(struct buf *out, const struct object_ref *ref);

#endif
