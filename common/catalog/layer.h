/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/layer.h - which layer a chart value comes from, and from where in it
 *
 * Beside the values goes a mapping of their names: {repo: {layer: answer, from: --set}}. A later
 * layer wins over an earlier one: the chart's values.yaml, the field's default, an answer; injected
 * values give way to answers unless a flag says them. Source: design.md 2 (`render --explain`).
 */
#ifndef CATALOG_LAYER_H
#define CATALOG_LAYER_H

#include "base/view.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

enum layer {
    LAYER_CHART,    /* the chart's values.yaml */
    LAYER_FIELD,    /* the default of the template's field, or of its type */
    LAYER_SAMPLE,   /* made up to have something (`--sample`) */
    LAYER_ANSWER,   /* the user's */
    LAYER_CLUSTER,  /* an input that the cluster has a default for */
    LAYER_INJECTED, /* what every launch gives */
};

/* "chart default", "field default", "sample", "answer", "cluster default", "injected" */
const char *layer_name(enum layer layer);
/* Note in ORIGINS, of DOC, that NAME is of LAYER; FROM ("--set", "User/ada") may be "". */
void layer_note(struct ydoc *doc, struct ynode *origins, struct view name, enum layer layer,
                const char *from);
/* What to call the origin of NAME in one word or two: where it is from, else its layer; "": nobody
 * noted it. Borrowed from ORIGINS. */
struct view layer_from(const struct ynode *origins, struct view name);

#endif
