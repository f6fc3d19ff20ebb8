/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/key_values.h - the entries of a generated ConfigMap or Secret, from files and literals
 *
 * `envs` first, then `literals`, then `files`, as they are listed. A key may come once. Source:
 * kustomize api/kv/kv.go, api/internal/generators/utils.go.
 */
#ifndef KUSTOMIZE_KEY_VALUES_H
#define KUSTOMIZE_KEY_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/generator_fields.h"
#include "kustomize/loader.h"

/* The longest line of a file of variables. Kustomize silently drops what follows such a line. */
#define KEY_VALUES_LINE_BYTES_MAX ((size_t)64 << 10)

struct key_value {
    struct view key;
    struct view value; /* any bytes */
};

struct key_values {
    struct key_value *items; /* heap; sorted by key */
    size_t len;
    size_t cap;
    struct arena texts;
};

#define KEY_VALUES_INIT                                                                            \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0, .texts = ARENA_INIT                                     \
    }

void key_values_release(struct key_values *values);
/*
 * Read what ARGS names, below ROOT; FILE is for messages. `env`, the old single form, counts only
 * WITH_ENV. A key that comes twice, a literal without `=` and a file of variables that is no UTF-8
 * are errors with the line.
 */
bool key_values_load(struct key_values *values, const struct kust_generator *args, bool with_env,
                     const struct loader_root *root, const char *file,
                     struct error *err) MUST_CHECK;

#endif
