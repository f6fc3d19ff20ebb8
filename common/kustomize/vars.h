/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/vars.h - `vars`: values of objects that replace $(NAME) in others
 *
 * Each kustomization adds its vars when its own transformers are done, and finds the object of each
 * among those it has gathered: a later rename does not part them. The values are read and written
 * once, after the outermost kustomization. Source: kustomize api/internal/accumulator
 * (resaccumulator.go, refvartransformer.go), api/filters/refvar.
 */
#ifndef KUSTOMIZE_VARS_H
#define KUSTOMIZE_VARS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/map.h"
#include "kustomize/fieldspec.h"
#include "kustomize/resource.h"
#include "kustomize/var_fields.h"

/* What all texts together may have after their vars were replaced. */
#define VARS_BYTES_MAX ((size_t)256 << 20)

/* What one accumulation has gathered. */
struct vars {
    struct map names;   /* name -> struct var, in `texts` */
    struct arena texts; /* everything is copied: kustomizations die before the vars */
};

#define VARS_INIT                                                                                  \
    {                                                                                              \
        .names = MAP_INIT, .texts = ARENA_INIT                                                     \
    }

void vars_release(struct vars *vars);

/*
 * Add ENTRIES of the kustomization FILE. A var that fits several objects of LIST is an error; one
 * that fits none is told by vars_resolve(). The objects must live until then; group, version and
 * kind are compared as they are, kind, name and namespace may be earlier ones.
 */
bool vars_merge_fields(struct vars *vars, const struct kust_var *entries, size_t len,
                       const char *file, const struct resource_list *list,
                       struct error *err) MUST_CHECK;
/* Add what a base has gathered. Two vars of one name are an error, as in the above. */
bool vars_merge(struct vars *vars, const struct vars *from, struct error *err) MUST_CHECK;

/*
 * Replace $(NAME) in the fields of SPECS. A text that is nothing but one $(NAME) becomes a number
 * or boolean when the value is one; `$$` becomes `$`; a name without a var, or whose value is a
 * mapping or a sequence, stays as it is. A mapping or a sequence at the end of a path means the
 * texts in it. An object or a field that is not there is an error even if nothing asks for the
 * value. An object in which nothing is replaced is only read.
 *
 * Kustomize makes base64 of a text that has '$' before a letter outside ASCII; we keep the text.
 */
bool vars_resolve(struct vars *vars, struct resource_list *list, struct fieldspec_list specs,
                  struct error *err) MUST_CHECK;

#endif
