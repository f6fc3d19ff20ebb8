/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/transform.h - the transformers: what one kustomization does to the objects it gathered
 *
 * Each function carries out one field (or a pair) of the kustomization on every object of the list,
 * and does nothing when the field is absent. The pipeline calls them in Kustomize's order. Objects
 * that nothing changes are only read. Source: kustomize api/internal/builtins, api/filters.
 */
#ifndef KUSTOMIZE_TRANSFORM_H
#define KUSTOMIZE_TRANSFORM_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/change_log.h"
#include "kustomize/config.h"
#include "kustomize/kustomization.h"
#include "kustomize/resource.h"
#include "kustomize/schemas.h"

enum kustomize_face {
    FACE_STRICT, /* as `kustomize build` */
    FACE_STREAM, /* on what Helm rendered: duplicates are legal, a patch must match */
};

/* The subjects of role bindings whose namespace `namespace` changes. */
enum role_subjects {
    SUBJECTS_DEFAULT, /* those named "default" */
    SUBJECTS_ACCOUNTS,
    SUBJECTS_NONE,
};

struct transform {
    const struct kustomization *kust;
    const struct config *config; /* which fields */
    struct resource_list *list;
    enum kustomize_face face;
    bool allow_unmatched;      /* FACE_STREAM: a patch may match nothing */
    bool namespace_unset_only; /* `namespace` changes no namespace that is there */
    enum role_subjects role_subjects;
    struct schemas *schemas;
    struct arena *arena;    /* lives as long as the build */
    struct change_log *log; /* NULL: nobody wants to know */
};

bool transform_patches_strategic_merge(struct transform *t, struct error *err) MUST_CHECK;
bool transform_patches(struct transform *t, struct error *err) MUST_CHECK;
bool transform_namespace(struct transform *t, struct error *err) MUST_CHECK;
/* Objects whose kind has a fixed name keep it. Source: builtins/PrefixTransformer.go. */
bool transform_name_prefix(struct transform *t, struct error *err) MUST_CHECK;
bool transform_name_suffix(struct transform *t, struct error *err) MUST_CHECK;
/* `labels` and then `commonLabels`. */
bool transform_labels(struct transform *t, struct error *err) MUST_CHECK;
bool transform_annotations(struct transform *t, struct error *err) MUST_CHECK;
bool transform_patches_json6902(struct transform *t, struct error *err) MUST_CHECK;
bool transform_replicas(struct transform *t, struct error *err) MUST_CHECK;
bool transform_images(struct transform *t, struct error *err) MUST_CHECK;
bool transform_replacements(struct transform *t, struct error *err) MUST_CHECK;

/* Put RES into NAMESPACE as `namespace` does with no field specs; it keeps no earlier identity. */
bool transform_set_namespace(const struct transform *t, struct resource *res, struct view namespace,
                             struct error *err) MUST_CHECK;

struct kust_value_target {
    const struct ynode *node;
    struct kust_target *selector; /* NULL: all objects */
    struct view field_path;       /* steps parted by '/' */
    int64_t position; /* from 1: where in the path that the field holds; 0: replace it */
};

struct kust_value_add {
    const struct ynode *node;
    struct view value; /* empty: the name of the kustomization's directory */
    DECODE_LIST(struct kust_value_target, targets);
    struct view file; /* more targets */
};

/* SPEC's targets get its value. Source: builtins/ValueAddTransformer.go, api/filters/valueadd. */
bool transform_value_add(struct transform *t, const struct kust_value_add *spec,
                         struct error *err) MUST_CHECK;

/*
 * Write the current names (and namespaces) of objects that changed theirs into the fields of others
 * that refer to them. Done once, after the last kustomization. In FACE_STRICT fields of a shape
 * that cannot refer are an error, as they are in Kustomize. Source: api/filters/nameref.
 */
bool references_fix(struct resource_list *list, struct backref_list backrefs,
                    enum kustomize_face face, struct error *err) MUST_CHECK;

/* ---- shared by the above ---- */

/*
 * A setter that adds a pair to a mapping, as a string. The fields of one object that get the pair
 * anew share one node, as they do in Kustomize: a later label or merge patch that changes it in one
 * field changes it in all, until a JSON patch parts them.
 */
struct pair_setter {
    const struct decode_pair *pair;
    struct ynode *shared; /* NULL until the first field gets it; belongs to one object */
};
bool transform_set_pair(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                        struct error *err);
/* A setter that makes a scalar the string (a struct view). */
bool transform_set_string(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                          struct error *err);
/*
 * Two objects of one id are an error that names both; in a stream only when one of them comes from
 * the preset.
 */
bool transform_check_unique(const struct resource_list *list, enum kustomize_face face,
                            struct error *err) MUST_CHECK;

#endif
