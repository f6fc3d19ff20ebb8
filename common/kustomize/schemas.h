/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/schemas.h - which OpenAPI data a build goes by: `openapi`
 *
 * The outermost kustomization's choice counts, else that of the first below it that makes one, from
 * there on. Source: SetSchema in kyaml openapi/openapi.go and its callers.
 */
#ifndef KUSTOMIZE_SCHEMAS_H
#define KUSTOMIZE_SCHEMAS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/kustomization.h"
#include "kustomize/resource.h"
#include "patch/strategic_merge.h"

struct schemas {
    struct merge_lookup lookup; /* for patches; its `schemas` are owned */
    bool chosen;
    bool builtin_used; /* the built-in kinds were looked at: they are not forgotten any more */
};

void schemas_release(struct schemas *schemas);
/*
 * Take KUST's `openapi` unless a choice was made. A file that cannot be read is an error all the
 * same; a version that is not the built-in one, or both at once, is ERROR_INVALID.
 */
bool schemas_choose(struct schemas *schemas, const struct kustomization *kust,
                    struct error *err) MUST_CHECK;
/* RES was read: note whether Kustomize would have looked its kind up, and where it lives. */
void schemas_meet(struct schemas *schemas, struct resource *res);

#endif
