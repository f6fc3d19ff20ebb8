/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/replacement_source.h - the value of a replacement: of a field of an object, or a text
 *
 * Source: getReplacement, getRefinedValue in kustomize api/filters/replacement/replacement.go.
 */
#ifndef KUSTOMIZE_REPLACEMENT_SOURCE_H
#define KUSTOMIZE_REPLACEMENT_SOURCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/replacement_fields.h"
#include "kustomize/replacement_path.h"
#include "kustomize/resource.h"
#include "yaml/ydoc.h"

/* The field of sources and targets that name none. */
#define REPLACEMENT_FIELD_PATH "metadata.name"

/*
 * The node is the source's own: what an earlier target changes in it, a later one gets. A part of a
 * text, or a text that was written out, is a node apart.
 */
struct replacement_value {
    const struct kust_replacement_source *spec; /* NULL: a text */
    struct resource *resource;                  /* where NODE stands; NULL: none was found */
    struct ynode *node;
    struct ydoc *doc; /* of NODE when it stands apart; owned */
};

#define REPLACEMENT_VALUE_INIT                                                                     \
    {                                                                                              \
        .resource = NULL, .node = NULL, .doc = NULL                                                \
    }

void replacement_value_release(struct replacement_value *value);
/* VALUE is TEXT, which is copied. */
void replacement_value_set(struct replacement_value *value, struct view text);
/*
 * The one object of LIST that SPEC, which must outlive VALUE, means; VALUE->resource stays NULL
 * when there is none. Two are ERROR_CONFLICT.
 */
bool replacement_source_find(struct replacement_value *value,
                             const struct kust_replacement_source *spec,
                             const struct resource_list *list, struct error *err) MUST_CHECK;
/* Find the field, and cut its part out. An error names object and field. */
bool replacement_source_read(struct replacement_value *value, struct error *err) MUST_CHECK;
/* RES was copied to be changed: when it holds the value, its node is another one now. */
bool replacement_source_moved(struct replacement_value *value, const struct resource *res,
                              struct error *err) MUST_CHECK;
/* "ConfigMap/settings", or what there is of it. */
void replacement_source_describe(struct buf *out, const struct kust_replacement_source *spec);

#endif
