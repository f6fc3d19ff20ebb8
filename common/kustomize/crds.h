/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/crds.h - what the files in `crds` say about fields of custom resources
 *
 * Each holds OpenAPI definitions by name, as gen-openapi prints them; extensions of their
 * properties mark what holds labels, annotations, names that get the prefix, and names of other
 * objects. Source: kustomize api/internal/accumulator/loadconfigfromcrds.go.
 */
#ifndef KUSTOMIZE_CRDS_H
#define KUSTOMIZE_CRDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/decode.h"
#include "kustomize/fieldspec.h"
#include "kustomize/loader.h"

/* Definitions within definitions; one that holds itself would never end. */
#define CRDS_DEPTH_MAX 64

/* What a marked field is. */
enum crd_mark { CRD_ANNOTATIONS, CRD_LABELS, CRD_NAME, CRD_REFERENCE };

struct crd_field {
    enum crd_mark mark;
    struct fieldspec spec;      /* the field: kind and path */
    struct view target_version; /* CRD_REFERENCE: whose name it holds */
    struct view target_kind;
};

struct crds {
    struct crd_field *fields; /* heap, in the order of the files */
    size_t len;
    size_t cap;
    struct arena texts; /* of the specs */
};

#define CRDS_INIT                                                                                  \
    {                                                                                              \
        .fields = NULL, .len = 0, .cap = 0, .texts = ARENA_INIT                                    \
    }

void crds_release(struct crds *crds);
/* Add what the files ENTRIES of ROOT say; FILE names the kustomization in messages. */
bool crds_load(struct crds *crds, const struct decode_string *entries, size_t len,
               const struct loader_root *root, const char *file, struct error *err) MUST_CHECK;

#endif
