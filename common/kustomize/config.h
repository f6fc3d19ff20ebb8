/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/config.h - which fields the transformers of one accumulation touch
 *
 * Kustomize's own tables, what the files of `configurations` add and what `crds` say. What a base
 * adds counts for everything above it. Source: kustomize api/internal/plugins/builtinconfig,
 * resaccumulator.go (MergeConfig).
 */
#ifndef KUSTOMIZE_CONFIG_H
#define KUSTOMIZE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/fieldspec.h"
#include "kustomize/kustomization.h"

/* A plain value: lists are static or live in the arena of whoever merged. */
struct config {
    struct fieldspec_list sets[FIELDSPEC_SETS];
    struct backref_list backrefs;
};

/* Kustomize's own tables. */
void config_init(struct config *config);

/*
 * Append to LIST what it does not cover yet: a spec covers another of its path whose group, version
 * and kind are the same or empty. ERROR_INVALID when such two differ in `create`.
 */
bool config_merge_specs(struct fieldspec_list *list, struct fieldspec_list more,
                        struct arena *arena, struct error *err) MUST_CHECK;
bool config_merge(struct config *into, const struct config *from, struct arena *arena,
                  struct error *err) MUST_CHECK;
/* Kustomize's order within each list: by rank of the kind, then by group, version and kind. */
void config_sort(struct config *config, struct arena *arena);

/*
 * Add Kustomize's own tables and the files that KUST's `configurations` name, together and sorted.
 * What a base added stands before them and covers what is more general. Texts are copied to ARENA.
 */
bool config_load(struct config *config, const struct kustomization *kust, struct arena *arena,
                 struct error *err) MUST_CHECK;
/* Add what the definitions in the files of KUST's `crds` mark. */
bool config_load_crds(struct config *config, const struct kustomization *kust, struct arena *arena,
                      struct error *err) MUST_CHECK;
/* SPECS as decoded, in ARENA; texts are borrowed. */
struct fieldspec_list config_specs(const struct kust_fieldspec *specs, size_t len,
                                   struct arena *arena);

#endif
