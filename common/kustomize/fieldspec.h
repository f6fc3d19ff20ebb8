/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/fieldspec.h - which field of which kinds a transformer touches
 *
 * A path has steps separated by '/' (written `\/` inside a step); lists on the way are entered,
 * every element; a step that ends in "[]" says that a list is expected and is never created.
 * Source: kustomize api/filters/fieldspec.
 */
#ifndef KUSTOMIZE_FIELDSPEC_H
#define KUSTOMIZE_FIELDSPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/resource.h"
#include "yaml/ynode.h"

struct fieldspec {
    struct view group; /* empty: any */
    struct view version;
    struct view kind;
    struct view path;
    bool create; /* make what is missing on the way */
};

struct fieldspec_list {
    const struct fieldspec *specs; /* borrowed */
    size_t len;
};

/* Kustomize's own specs by transformer; static. */
enum fieldspec_set {
    FIELDSPEC_COMMON_LABELS,
    FIELDSPEC_TEMPLATE_LABELS,
    FIELDSPEC_VOLUME_CLAIM_TEMPLATE_LABELS,
    FIELDSPEC_COMMON_ANNOTATIONS,
    FIELDSPEC_NAMESPACE,
    FIELDSPEC_IMAGES,
    FIELDSPEC_REPLICAS,
    FIELDSPEC_NAME_PREFIX,
    FIELDSPEC_NAME_SUFFIX,
    FIELDSPEC_LABELS, /* of `labels` alone; empty by default */
    FIELDSPEC_VAR_REFERENCE,
    FIELDSPEC_SETS, /* their number */
};

struct fieldspec_list fieldspec_defaults(enum fieldspec_set set);
/* The longest of them, in a file of its own. */
#define FIELDSPEC_VAR_REFERENCES 72
extern const struct fieldspec fieldspec_var_references[FIELDSPEC_VAR_REFERENCES];

/* The fields of REFERRERS hold names of objects of the given kind (empty parts: any). */
struct backref {
    struct view group;
    struct view version;
    struct view kind;
    struct fieldspec_list referrers;
};

struct backref_list {
    const struct backref *backrefs; /* borrowed */
    size_t len;
};

/* Kustomize's table of name references; static. */
struct backref_list fieldspec_backrefs(void);

/* What stands at the end of a path when it has to be made; with FIELD_SET_NONE nothing is. */
enum fieldspec_leaf { FIELDSPEC_LEAF_NONE, FIELDSPEC_LEAF_MAP, FIELDSPEC_LEAF_SCALAR };

struct fieldspec_setter {
    enum fieldspec_leaf leaf;
    /*
     * Called for each field found. With DOC NULL it only says by *CHANGES whether it would change
     * FIELD; else it changes it, making nodes in DOC.
     */
    bool (*set)(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                struct error *err);
    void *context;
};

/* SPEC is meant for objects of REF's group, version and kind. */
bool fieldspec_matches(const struct fieldspec *spec, const struct object_ref *ref);
/*
 * Let SETTER change the field of SPEC in RES, whatever RES's kind. Nothing is copied unless
 * something changes. An error names field and object.
 */
bool fieldspec_apply(struct resource *res, const struct fieldspec *spec,
                     const struct fieldspec_setter *setter, struct error *err) MUST_CHECK;

#endif
