/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/typed.h - a YAML mapping read into a C struct by a table, as Go's programs read it
 *
 * The rules are those of go-yaml v2 behind sigs.k8s.io/yaml and encoding/json: any scalar becomes
 * the text of a text field after YAML 1.1 resolved it, keys match without regard to case, a null
 * changes nothing, merge keys act in the order written. Source: openchoreo.md 5.
 */
#ifndef OPENCHOREO_TYPED_H
#define OPENCHOREO_TYPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "yaml/ynode.h"

/* More warnings than a person reads are dropped. */
#define TYPED_WARNINGS_MAX 100
/* Nodes and, by 64 bytes, texts that aliases and merge keys may expand to. */
#define TYPED_EXPANSION_MAX ((size_t)1000000)

/* Where a value stands in its file; zeros: it was not written. */
struct place {
    uint32_t line;
    uint32_t column;
};

struct typed_text {
    struct view text;
    struct place at;
};

struct typed_number {
    int32_t number;
    struct place at;
};

/* Of struct typed_text, struct typed_binding or the structs of a table, ITEMS as an array. */
struct typed_list {
    void *items;
    size_t len;
};

/* An entry of a mapping whose keys are free. */
struct typed_binding {
    struct typed_text name;
    struct typed_text value;
};

enum typed_kind {
    TYPED_TEXT,     /* struct typed_text */
    TYPED_NUMBER,   /* struct typed_number */
    TYPED_TEXTS,    /* struct typed_list of struct typed_text */
    TYPED_BINDINGS, /* struct typed_list of struct typed_binding, sorted by name */
    TYPED_STRUCT,   /* the struct of .type, whose first member is its struct place */
    TYPED_POINTER,  /* the same, and a null clears it */
    TYPED_STRUCTS,  /* struct typed_list of such structs */
};

struct typed_field {
    const char *key; /* NULL: the end */
    enum typed_kind kind;
    size_t offset;
    const struct typed_type *type;
    unsigned needs; /* features of which the reader has at least one; 0: always read */
};

struct typed_type {
    size_t size;
    const struct typed_field *fields;
};

struct typed_reader {
    const char *path;      /* the file, for messages */
    unsigned features;     /* of the dialect, for .needs */
    const char *reader;    /* who reads it, for warnings: "OpenChoreo 1.2" */
    struct arena *arena;   /* what is read lives there */
    struct strv *warnings; /* "path:line:column: text"; NULL: not wanted */
};

/* Fill *OUT, zeroed, by TYPE from NODE (NULL: nothing is written). False: ERROR_INVALID or
 * ERROR_LIMIT with the place. */
bool typed_read(void *out, const struct typed_type *type, const struct ynode *node,
                const struct typed_reader *reader, struct error *err) MUST_CHECK;

/*
 * Where the field PATH ("endpoints[0].port") of IN, which TYPE describes, was written; where it was
 * not, the place of the nearest thing around it.
 */
struct place typed_place(const void *in, const struct typed_type *type, struct view path);

/* "PATH:LINE:COLUMN: FORMAT" as one more warning / as *err with CODE; always false. */
void typed_warn(const struct typed_reader *reader, struct place at, const char *format, ...)
    PRINTF(3, 4);
bool typed_fail(const char *path, struct place at, struct error *err, enum error_code code,
                const char *format, ...) PRINTF(5, 6);

#endif
