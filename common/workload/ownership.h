/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/ownership.h - the label by which everything of a workload is found again
 *
 * It stands in the top-level metadata of every object and never in a pod template: selectors there
 * cannot be changed later. Source: catalog.md 5.5, 5.6.
 */
#ifndef WORKLOAD_OWNERSHIP_H
#define WORKLOAD_OWNERSHIP_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "manifest/stream.h"

#define OWNERSHIP_LABEL "kuiper.juno-innovations.com/kuiper-instance"
/*
 * The label holds no namespace. What a workload has outside its own, in another one or of none,
 * says by this annotation which workload of that name it is of.
 */
#define OWNERSHIP_NAMESPACE "juno/namespace"
/* "ADOPT<NAME>: KIND" on an object of a workload: KIND/NAME of its namespace belongs to it too. */
#define OWNERSHIP_ADOPT "kuiper.juno-innovations.com/adopt-"

/*
 * Label every object of STREAM, the elements of Lists too, with INSTANCE. The same label is left as
 * it is; another instance's is ERROR_CONFLICT naming the object, metadata or labels that are no
 * mapping ERROR_INVALID.
 */
bool ownership_label(struct stream *stream, const char *instance, struct error *err) MUST_CHECK;

/* Set OWNERSHIP_NAMESPACE of OBJECT; ERROR_INVALID when its metadata are no mapping. */
bool ownership_set_namespace(struct ydoc *doc, struct ynode *object, const char *namespace,
                             struct error *err) MUST_CHECK;

enum ownership {
    OWNERSHIP_NONE,  /* of no workload */
    OWNERSHIP_OURS,  /* of INSTANCE in NAMESPACE */
    OWNERSHIP_OTHER, /* of another, perhaps one of the same name in another namespace */
};

/* Whose the live object OBJECT (or its metadata alone) is. */
enum ownership ownership_of(const struct ynode *object, const char *instance,
                            const char *namespace);

#endif
