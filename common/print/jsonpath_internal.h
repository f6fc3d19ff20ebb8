/* SPDX-License-Identifier: Apache-2.0 */
/* print/jsonpath_internal.h - the parsed template, between its parser and its evaluation */
#ifndef PRINT_JSONPATH_INTERNAL_H
#define PRINT_JSONPATH_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "print/jsonpath.h"
#include "yaml/ydoc.h"

enum step_kind {
    STEP_LITERAL, /* text between braces, a quoted string, a number, true or false */
    STEP_FIELD,
    STEP_ARRAY,
    STEP_FILTER,
    STEP_WILDCARD,
    STEP_RECURSIVE,
    STEP_UNION,
    STEP_RANGE,
    STEP_END,
};

struct bound {
    int64_t value;
    bool known;
    bool derived; /* one more than the start: a single index */
};

/* The steps within one pair of braces; outside of braces a list of one literal. */
struct step_list {
    struct step *steps;
    size_t len;
    size_t cap;
};

enum comparison {
    COMPARE_EXISTS,
    COMPARE_EQUAL,
    COMPARE_NOT_EQUAL,
    COMPARE_LESS,
    COMPARE_LESS_EQUAL,
    COMPARE_GREATER,
    COMPARE_GREATER_EQUAL,
};

struct step {
    enum step_kind kind;
    const struct ynode *literal;
    struct view name;              /* STEP_FIELD */
    struct bound start, end, step; /* STEP_ARRAY */
    enum comparison comparison;    /* STEP_FILTER */
    struct step_list left, right;
    struct step_list *parts; /* STEP_UNION */
    size_t parts_len;
};

struct jsonpath {
    struct ydoc *doc; /* of literals */
    char *text;
    struct step_list *blocks; /* texts and braces, in order */
    size_t len;
    size_t cap;
};

#endif
