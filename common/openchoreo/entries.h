/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/entries.h - the entries of a YAML mapping as go-yaml v2 puts them into a Go map
 *
 * The same key later replaces the earlier value, and a `<<` acts where it stands: it replaces what
 * was written before it, and is replaced by what comes behind. Source: go.yaml.in/yaml/v2
 * decode.go, mapping() and merge().
 */
#ifndef OPENCHOREO_ENTRIES_H
#define OPENCHOREO_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/map.h"
#include "base/view.h"
#include "openchoreo/typed.h"
#include "yaml/ynode.h"

struct entry {
    struct view key;
    struct place at; /* of the key */
    const struct ynode *value;
};

struct entries_list {
    struct entry *entries;
    size_t len;
    size_t cap;
    struct map seen; /* key -> index + 1 */
};

#define ENTRIES_LIST_INIT                                                                          \
    {                                                                                              \
        .entries = NULL, .len = 0, .cap = 0, .seen = MAP_INIT                                      \
    }

void entries_list_release(struct entries_list *list);

/* What reading one document may cost. */
struct expansion {
    const char *path; /* the file, for messages */
    size_t spent;
    size_t depth; /* collections open */
};

/* One more node, with a text of TEXT_LEN bytes. ERROR_LIMIT beyond TYPED_EXPANSION_MAX. */
bool expansion_spend(struct expansion *expansion, size_t text_len, struct error *err) MUST_CHECK;
bool expansion_enter(struct expansion *expansion, const struct ynode *node,
                     struct error *err) MUST_CHECK;

/* The entries of MAP sorted by key, as JSON has them; texts that are not in the source in ARENA. */
bool entries_list_collect(struct entries_list *list, const struct ynode *map, struct arena *arena,
                          struct expansion *expansion, struct error *err) MUST_CHECK;

/* The text of a scalar in a field that is a text; VIEW_EMPTY for a null. */
struct view entries_text(const struct yscalar *value, const struct ynode *node,
                         struct arena *arena);

#endif
