/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/generator.h - ConfigMaps, Secrets and service accounts made by a kustomization
 *
 * Source: kustomize api/internal/generators, api/filters/iampolicygenerator, resWrangler.AbsorbAll.
 */
#ifndef KUSTOMIZE_GENERATOR_H
#define KUSTOMIZE_GENERATOR_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/generator_fields.h"
#include "kustomize/loader.h"
#include "kustomize/resource.h"

enum generator_kind { GENERATOR_CONFIG_MAP, GENERATOR_SECRET };

/* One entry of a list, or a document of its own. */
struct generator {
    enum generator_kind kind;
    const struct kust_generator *args;
    const struct kust_generator_options *global; /* `generatorOptions`; may be NULL */
    const struct loader_root *root;              /* where its files are */
    const char *file;                            /* where it stands, for messages */
    bool from_list;                              /* the old field `env` counts */
};

/* Append the one object that GENERATOR makes, its behavior noted in it. */
bool generator_make(struct resource_list *out, const struct generator *generator,
                    struct error *err) MUST_CHECK;
/* The service account of an IAMPolicyGenerator. Only the cloud `gke` is known. */
bool generator_make_account(struct resource_list *out, const struct kust_iam_policy *policy,
                            const char *file, struct error *err) MUST_CHECK;

/* Append BYTES in base64; a long text is broken into lines, as Kustomize does it. */
void generator_add_base64(struct buf *out, struct view bytes);

/*
 * Move what was generated into LIST: as a new object, or by its behavior `merge` or `replace` into
 * the one object that is, or was, called the same. A created one that exists is ERROR_CONFLICT; one
 * to be merged that does not is ERROR_UNMATCHED.
 */
bool generator_absorb(struct resource_list *list, struct resource_list *made,
                      struct error *err) MUST_CHECK;

#endif
