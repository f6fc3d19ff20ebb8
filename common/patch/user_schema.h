/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/user_schema.h - what a user's OpenAPI document knows about the fields of kinds
 *
 * As merge_keys.h, for the file that a kustomization names in `openapi: {path: ...}`. Kustomize
 * then forgets the built-in kinds, unless it looked at one of them before. Only `definitions` and,
 * for where objects live, `paths` count. Source: kyaml openapi/openapi.go.
 */
#ifndef PATCH_USER_SCHEMA_H
#define PATCH_USER_SCHEMA_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "patch/merge_keys.h"
#include "yaml/ydoc.h"

/* One OpenAPI document; schemas made from it live as long as it does. */
struct user_schemas;

/*
 * Read TEXT, YAML or JSON; ORIGIN is for messages. WITH_BUILTIN: kinds that it does not know are
 * looked up among the built-in ones. The caller frees the result; NULL and *err when it cannot be
 * read.
 */
struct user_schemas *user_schemas_read(struct view text, const char *origin, bool with_builtin,
                                       struct error *err) MUST_CHECK;
void user_schemas_free(struct user_schemas *set);
DEFINE_AUTO_FREE(user_schemas)

/*
 * DOC, which the result owns, is the schema of one field; its references lead into OUTER, which
 * outlives it, or to the built-in definitions when that is NULL. The caller frees the result.
 */
struct user_schemas *user_schemas_of_field(struct ydoc *doc, struct user_schemas *outer) MUST_CHECK;
/* That schema: behind its reference when that leads somewhere. Never NULL. */
const struct merge_schema *user_schemas_field(struct user_schemas *set);

/* The schema of objects of what OBJECT says of itself; SET may be NULL: the built-in ones. */
const struct merge_schema *user_schemas_of(struct user_schemas *set, const struct ynode *object);
/* Where objects of the kind live by SET's `paths`; SCOPE_UNKNOWN when they do not say. */
enum object_scope user_schemas_scope(const struct user_schemas *set, struct view api_version,
                                     struct view kind);

#endif
