/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/kustomization.h - one kustomization file, read and checked
 *
 * `kustomization.yaml`, `kustomization.yml` or `Kustomization`: exactly one of them. Fields that
 * Kustomize knows and we do not have are refused by name; unknown ones too, with the nearest name.
 * Source: kustomize api/types/kustomization.go.
 */
#ifndef KUSTOMIZE_KUSTOMIZATION_H
#define KUSTOMIZE_KUSTOMIZATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/decode.h"
#include "kustomize/fieldspec.h"
#include "kustomize/generator_fields.h"
#include "kustomize/helm_fields.h"
#include "kustomize/loader.h"
#include "kustomize/origin.h"
#include "kustomize/replacement_fields.h"
#include "kustomize/var_fields.h"
#include "yaml/ydoc.h"

/* The file's size: no kustomization written by hand comes near it. */
#define KUSTOMIZATION_BYTES_MAX ((size_t)8 << 20)

struct kust_metadata {
    const struct ynode *node;
    struct view name;
    struct view namespace;
    DECODE_LIST(struct decode_pair, labels);
    DECODE_LIST(struct decode_pair, annotations);
};

struct kust_target {
    const struct ynode *node;
    struct view group;
    struct view version;
    struct view kind;
    struct view name;
    struct view namespace;
    struct view label_selector;
    struct view annotation_selector;
};

/* Its fields: also what a replacement selects and rejects. */
extern const struct decode_table kust_target_table;

struct kust_patch_options {
    const struct ynode *node;
    bool allow_name_change;
    bool allow_kind_change;
};

struct kust_patch {
    const struct ynode *node;
    struct view path;
    struct decode_string patch;
    struct kust_target *target;
    struct kust_patch_options *options;
};

struct kust_fieldspec {
    const struct ynode *node;
    struct view group;
    struct view version;
    struct view kind;
    struct view path;
    bool create;
};

struct kust_labels {
    const struct ynode *node;
    DECODE_LIST(struct decode_pair, pairs);
    DECODE_LIST(struct kust_fieldspec, fields);
    bool include_selectors;
    bool include_templates;
    bool include_volume_claim_templates;
};

struct kust_image {
    const struct ynode *node;
    struct view name;
    struct view new_name;
    struct view new_tag;
    struct view tag_suffix;
    struct view digest;
};

struct kust_replicas {
    const struct ynode *node;
    struct view name;
    int64_t count;
};

struct kust_legacy_sort {
    const struct ynode *node;
    DECODE_LIST(struct decode_string, first);
    DECODE_LIST(struct decode_string, last);
};

struct kust_sort {
    const struct ynode *node;
    struct view order;
    struct kust_legacy_sort *legacy;
};

/* Parts that documents of builtin kinds and configurations have too. */
extern const struct decode_table kust_patch_table;
extern const struct decode_table kust_patch_options_table;
extern const struct decode_table kust_image_table;
extern const struct decode_table kust_replicas_table;
extern const struct decode_table kust_fieldspec_table;

/* The fields; texts are borrowed from the document. */
struct kust_fields {
    const struct ynode *node;
    struct view api_version;
    struct view kind;
    struct kust_metadata *metadata;
    struct view namespace;
    DECODE_LIST(struct decode_string, resources); /* and then `bases` */
    DECODE_LIST(struct decode_string, bases);
    DECODE_LIST(struct decode_string, components);
    DECODE_LIST(struct kust_labels, labels);
    DECODE_LIST(struct decode_pair, common_labels);
    DECODE_LIST(struct decode_pair, common_annotations);
    DECODE_LIST(struct kust_patch, patches);
    DECODE_LIST(struct decode_string, patches_strategic_merge);
    DECODE_LIST(struct kust_patch, patches_json6902);
    DECODE_LIST(struct kust_image, images); /* and then `imageTags` */
    DECODE_LIST(struct kust_image, image_tags);
    DECODE_LIST(struct kust_replicas, replicas);
    struct kust_sort *sort;
    DECODE_LIST(struct kust_generator, config_maps);
    DECODE_LIST(struct kust_generator, secrets);
    struct kust_generator_options *generator_options;
    struct kust_helm_globals *helm_globals;
    DECODE_LIST(struct kust_helm_chart, helm_charts);
    DECODE_LIST(struct kust_helm_args, helm_args);
    DECODE_LIST(struct decode_string, generators);
    DECODE_LIST(struct decode_string, transformers);
    DECODE_LIST(struct decode_string, validators);
    DECODE_LIST(struct decode_string, configurations);
    DECODE_LIST(struct decode_string, crds);
    DECODE_LIST(struct decode_string, build_metadata);
    struct view name_prefix;
    struct view name_suffix;
    DECODE_LIST(struct decode_pair, openapi);
    DECODE_LIST(struct kust_var, vars);
    DECODE_LIST(struct kust_replacement, replacements);
};

struct kustomization {
    const struct loader_root *root; /* its directory; borrowed */
    char *file;                     /* as messages call it: "presets/site-a/kustomization.yaml" */
    struct ydoc *doc;
    struct ydoc *expanded; /* DOC without aliases; NULL when it has none */
    struct arena arena;
    uint32_t line;               /* of a document in FILE that stands in for one; 0: none does */
    bool component;              /* kind: Component */
    const struct origin *origin; /* with buildMetadata; borrowed; NULL: nobody asked */
    struct view helm_namespace;  /* of the nearest kustomization above that sets one */
    struct kust_fields fields;
};

#define KUSTOMIZATION_INIT                                                                         \
    {                                                                                              \
        .root = NULL, .arena = ARENA_INIT                                                          \
    }

void kustomization_release(struct kustomization *kust);
/* Read the kustomization file of ROOT, which must outlive KUST. */
bool kustomization_load(struct kustomization *kust, const struct loader_root *root,
                        struct error *err) MUST_CHECK;
/* The line of the field NAME; when absent that of the document, which is 0 for a whole file. */
uint32_t kustomization_line(const struct kustomization *kust, const char *name);
/* KUST's `buildMetadata` names OPTION. */
bool kustomization_has_metadata(const struct kustomization *kust, const char *option);
/* The annotation KEY of the kustomization itself; empty when absent. */
struct view kustomization_annotation(const struct kustomization *kust, const char *key);

#endif
