/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/field.h - what a template asks: one field of its schema
 *
 * A field becomes one top-level value of the embedded chart. An absent type is `string`, an absent
 * `required` false; "true" and "false" are taken as booleans there. The entry `icon` is no question
 * and not among the fields. Source: catalog.md 3.
 */
#ifndef CATALOG_FIELD_H
#define CATALOG_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

#define FIELDS_MAX           1000
#define FIELD_NAME_BYTES_MAX 128

enum field_type {
    FIELD_STRING,
    FIELD_INT,
    FIELD_BOOLEAN,
    FIELD_SELECT,
    FIELD_MULTI,
    FIELD_MULTI_LINE,
    FIELD_LIST,
    FIELD_ENV,
    FIELD_STORAGE_CLASS,
    FIELD_PRIORITY,
    FIELD_INGRESS_CLASS,
    FIELD_SERVICE_ACCOUNT,
    FIELD_DATA_VOLUME,
    FIELD_UNKNOWN, /* a type of the store's own, or none that we know */
};

struct field;

struct field_list {
    struct field *items;
    size_t len;
};

/* Everything is borrowed from the document the fields were read from, and lives in its arena. */
struct field {
    struct view name;
    struct view type_name; /* as written; "string" when absent */
    struct view description;
    enum field_type type;
    bool required;
    bool sensitive;
    const struct ynode *fallback; /* the schema's `default`; NULL or a null node: none */
    const struct ynode *options;  /* a sequence, or NULL */
    struct field_list fields;     /* of each entry of a list */
};

struct fields {
    struct field_list list;
    struct view icon;    /* the default of the entry `icon`; empty: none */
    struct view unknown; /* the first type that we do not know; empty: none */
};

/*
 * Read the sequence ROOT, which is of DOC. ERROR_INVALID names what is wrong: no list, an entry
 * that is no mapping, a name that is missing, no identifier or given twice, a list within a list.
 * An unknown type is no failure here.
 */
bool fields_parse(struct fields *fields, struct ydoc *doc, const struct ynode *root,
                  struct error *err) MUST_CHECK;

const struct field *field_find(const struct field_list *list, struct view name);
/* The name nearest to NAME, NULL when none is near. Borrowed from NAMES, which is filled for it. */
const char *field_nearest(const struct field_list *list, const char *name, struct strv *names);
/* The schema gives it a default that counts as an answer: not null, not "", not an empty list. */
bool field_has_default(const struct field *field);
/* Sensitive by the schema, or by its name: password, token, secret, key. */
bool field_is_secret(const struct field *field);
bool field_name_is_secret(struct view name);
/* KEY of a chart's values is a secret: by its field in LIST, else by its name. */
bool field_key_is_secret(const struct field_list *list, struct view key);

#endif
