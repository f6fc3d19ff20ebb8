/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/generator_fields.h - what a kustomization or a generator's own document says about
 * ConfigMaps, Secrets and service accounts that are to be made
 *
 * Source: kustomize api/types: generatorargs.go, generatoroptions.go, secretargs.go,
 * iampolicygenerator.go.
 */
#ifndef KUSTOMIZE_GENERATOR_FIELDS_H
#define KUSTOMIZE_GENERATOR_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/view.h"
#include "kustomize/decode.h"

struct kust_generator_options {
    const struct ynode *node;
    DECODE_LIST(struct decode_pair, labels);
    DECODE_LIST(struct decode_pair, annotations);
    bool disable_hash;
    bool immutable;
};

struct kust_generator_metadata {
    const struct ynode *node;
    struct view name;
    struct view namespace;
};

struct kust_generator {
    const struct ynode *node;
    struct kust_generator_metadata *metadata; /* of a document of its own; NULL in a list */
    struct view name;
    struct view namespace;
    struct view behavior;
    struct view type; /* Secrets only */
    struct view env;
    DECODE_LIST(struct decode_string, envs);
    DECODE_LIST(struct decode_string, literals);
    DECODE_LIST(struct decode_string, files);
    struct kust_generator_options *options;
};

struct kust_iam_service {
    const struct ynode *node;
    struct view name;
    struct view namespace;
};

struct kust_iam_account {
    const struct ynode *node;
    struct view name;
    struct view project;
};

struct kust_iam_policy {
    const struct ynode *node;
    struct view cloud;
    struct kust_iam_service *service;
    struct kust_iam_account *account;
};

/* Elements of `configMapGenerator` and `secretGenerator`, and `generatorOptions`. */
extern const struct decode_table kust_config_map_table;
extern const struct decode_table kust_secret_table;
extern const struct decode_table kust_generator_options_table;
/* The documents of the builtin kinds ConfigMapGenerator, SecretGenerator and IAMPolicyGenerator. */
extern const struct decode_table kust_config_map_document_table;
extern const struct decode_table kust_secret_document_table;
extern const struct decode_table kust_iam_policy_table;

#endif
