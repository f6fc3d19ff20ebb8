/* SPDX-License-Identifier: Apache-2.0 */
/* patch/schema_internal.h - the two sorts of schemas; for merge_keys.c and user_schema.c only */
#ifndef PATCH_SCHEMA_INTERNAL_H
#define PATCH_SCHEMA_INTERNAL_H

#include <stdint.h>

#include "patch/merge_keys.h"

#define SCHEMA_MERGES (1u << 0) /* the elements of the list are merged */
#define SCHEMA_USER   (1u << 1) /* the start of a struct user_schema */

/* Ids are one more than the index in their table, 0 is none; names are their index. */
struct merge_schema {
    uint16_t first_field;
    uint16_t field_count;
    uint16_t additional; /* the schema of values under any other name */
    uint16_t elements;   /* the schema of a list's elements */
    uint8_t keys;        /* key set */
    uint8_t flags;       /* SCHEMA_... */
};

/* The built-in definition NAME ("io.k8s.api.core.v1.PodSpec"); NULL when there is none. */
const struct merge_schema *merge_schema_definition(struct view name);

/* What merge_schema_...() answer for a schema of a user's. */
const struct merge_schema *user_schema_field(const struct merge_schema *schema, struct view name);
const struct merge_schema *user_schema_elements(const struct merge_schema *schema);
size_t user_schema_keys(const struct merge_schema *schema, struct view keys[MERGE_KEYS_MAX]);

#endif
