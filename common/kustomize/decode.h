/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/decode.h - a configuration document into C structs, by tables, strictly
 *
 * What Go's JSON decoder does with DisallowUnknownFields behind sigs.k8s.io/yaml: names are
 * compared without case when no exact one fits, null reads as absent, a string must be a string (a
 * number has to be quoted). Of names that differ by case only, each is decoded onto what those
 * before it in the order of bytes have left: mappings join, lists are replaced, their elements
 * decoded onto the earlier ones. Unknown fields and wrong types are errors with file:line:column.
 */
#ifndef KUSTOMIZE_DECODE_H
#define KUSTOMIZE_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ynode.h"

enum decode_type {
    DECODE_STRING,  /* struct view */
    DECODE_TEXT,    /* struct decode_string */
    DECODE_BOOL,    /* bool */
    DECODE_INT,     /* int64_t */
    DECODE_STRINGS, /* LIST of struct decode_string */
    DECODE_PAIRS,   /* LIST of struct decode_pair, sorted by key */
    DECODE_MAP,     /* const struct ynode *: any mapping; NULL when absent */
    DECODE_STRUCT,  /* pointer to a struct of `table`; NULL when absent */
    DECODE_STRUCTS, /* LIST of structs of `table` */
    DECODE_END,     /* behind the last field of a table */
};

struct decode_string {
    struct view text;
    const struct ynode *node;
};

struct decode_pair {
    struct view key;
    struct view value;
};

/* Every struct that a table describes starts with `const struct ynode *node`: where it stands. */
struct decode_table {
    const struct decode_field *fields; /* ended by DECODE_FIELDS_END */
    size_t size;                       /* of the struct */
};

struct decode_field {
    const char *name;
    enum decode_type type;
    size_t offset;
    const struct decode_table *table;
};

/* Rows of a table: the field WHAT is STRUCT_TYPE's MEMBER; its own fields are in FIELDS_TABLE. */
#define DECODE_FIELD(what, type, struct_type, member)                                              \
    {                                                                                              \
        (what), (type), offsetof(struct struct_type, member), NULL                                 \
    }
#define DECODE_TABLE_FIELD(what, type, struct_type, member, fields_table)                          \
    {                                                                                              \
        (what), (type), offsetof(struct struct_type, member), (fields_table)                       \
    }
#define DECODE_FIELDS_END                                                                          \
    {                                                                                              \
        NULL, DECODE_END, 0, NULL                                                                  \
    }

/* A list in a decoded struct: NAME and NAME_len, in this order, for the decoder fills both. */
#define DECODE_LIST(type, name)                                                                    \
    type *name;                                                                                    \
    size_t name##_len

/* Fill OUT (zeroed, of TABLE) from NODE; memory comes from ARENA, texts are borrowed. FILE is for
 * messages. */
bool decode(void *out, const struct decode_table *table, const struct ynode *node, const char *file,
            struct arena *arena, struct error *err) MUST_CHECK;

/*
 * The same for a file that is no kustomization: where a string is wanted a number or a boolean
 * gives its text. Source: sigs.k8s.io/yaml's UnmarshalStrict, which knows the Go type.
 */
bool decode_any_scalar(void *out, const struct decode_table *table, const struct ynode *node,
                       const char *file, struct arena *arena, struct error *err) MUST_CHECK;

/*
 * The same again, and names that TABLE does not know are passed over: the documents of builtin
 * kinds.
 */
bool decode_known(void *out, const struct decode_table *table, const struct ynode *node,
                  const char *file, struct arena *arena, struct error *err) MUST_CHECK;

/* The key in NODE (a mapping or nothing) that fills the field NAME, written so or in another case;
 * NULL: none. */
const struct ynode *decode_key(const struct ynode *node, const char *name);

#endif
