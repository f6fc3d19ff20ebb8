/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/change_compare.h - in which fields two states of one object differ
 *
 * A field is told at the highest place where the states differ in kind: a mapping is walked by its
 * keys, a sequence by the names of its elements where each has one of its own, else by position if
 * it kept its length, else told whole. What is in a Secret is never shown: its values are "***", as
 * in `kubectl diff`. An annotations mapping without entries is none, as at the end of every build.
 */
#ifndef KUSTOMIZE_CHANGE_COMPARE_H
#define KUSTOMIZE_CHANGE_COMPARE_H

#include <stdbool.h>

#include "base/compiler.h"
#include "yaml/ydoc.h"

struct change {
    const char *field; /* "spec.replicas", "spec.containers[name=web].image"; "": the object */
    const struct ynode *old; /* NULL: it was not there */
    const struct ynode *new; /* NULL: it is gone */
    bool immutable;          /* the API server refuses this change of an object that exists */
};

struct change_sink {
    bool (*tell)(void *context, const struct change *change); /* false: no more of them */
    void *context;
};

/*
 * Tell SINK each change from OLD to NEW, in the order of OLD's fields, then NEW's. NULL for OLD or
 * NEW is an object that comes or goes. Values are borrowed from the two trees or from DOC, in which
 * masks are made.
 */
void change_compare(const struct ynode *old, const struct ynode *new, struct ydoc *doc,
                    const struct change_sink *sink);

#endif
