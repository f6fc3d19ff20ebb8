/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/var_fields.h - what a kustomization says about `vars`
 *
 * Source: kustomize api/types/var.go.
 */
#ifndef KUSTOMIZE_VAR_FIELDS_H
#define KUSTOMIZE_VAR_FIELDS_H

#include "base/view.h"
#include "kustomize/decode.h"

/* The object that has the value; its parts are compared, an absent one is an empty text. */
struct kust_var_object {
    const struct ynode *node;
    struct view api_version; /* "apps/v1", "v1": overrides group and version */
    struct view group;
    struct view version;
    struct view kind;
    struct view name;
    struct view namespace; /* empty: any */
};

struct kust_var_field {
    const struct ynode *node;
    struct view path; /* empty: metadata.name */
};

struct kust_var {
    const struct ynode *node;
    struct view name;
    struct kust_var_object *object; /* NULL when absent */
    struct kust_var_field *field;   /* NULL when absent */
};

/* Elements of `vars`. */
extern const struct decode_table kust_var_table;

#endif
