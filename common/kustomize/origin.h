/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/origin.h - `buildMetadata`: annotations that tell where an object comes from
 *
 * With any buildMetadata, whatever is read or generated gets an origin, and each transformer that
 * runs is added to the transformations of every object there is. What nobody asked for is taken
 * away at the end. Source: kustomize api/resource/origin.go, resWrangler.AddOriginAnnotation,
 * AddTransformerAnnotation.
 */
#ifndef KUSTOMIZE_ORIGIN_H
#define KUSTOMIZE_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/resource.h"

#define ORIGIN_ANNOTATION          "config.kubernetes.io/origin"
#define TRANSFORMATIONS_ANNOTATION "alpha.config.kubernetes.io/transformations"

/* Empty parts are left out. Texts live in the arena of the build. */
struct origin {
    struct view path; /* as seen from the first kustomization, or from the repository's root */
    struct view repo;
    struct view ref;
    struct view configured_in; /* the file that configures a generator or transformer */
    struct object_ref by;      /* who it is */
    struct view api_version;   /* of `by` */
};

/* Where ENTRY of a kustomization at ORIGIN comes from; NULL when ORIGIN is. */
const struct origin *origin_append(const struct origin *origin, struct view entry,
                                   struct arena *arena);
/*
 * A builtin of KIND that FILE (a base name) of the kustomization at ORIGIN configures by its own
 * fields; NULL when ORIGIN is.
 */
const struct origin *origin_of_field(const struct origin *origin, const char *file,
                                     const char *kind, struct arena *arena);
/* The builtin that the document RES configures; NULL when nobody noted where RES comes from. */
const struct origin *origin_of_document(const struct resource *res, struct arena *arena);

/* RES comes from ORIGIN; nothing when that is NULL. */
bool origin_set(struct resource *res, const struct origin *origin, struct error *err) MUST_CHECK;
/* The objects from START on come from ORIGIN. An origin that is there stays unless OVERWRITE. */
bool origin_set_all(struct resource_list *list, size_t start, const struct origin *origin,
                    bool overwrite, struct error *err) MUST_CHECK;
/* ORIGIN transformed the objects of LIST, or made those that have no origin. */
bool origin_add_transformation(struct resource_list *list, const struct origin *origin,
                               struct error *err) MUST_CHECK;

#endif
