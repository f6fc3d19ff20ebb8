/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/regex_parse.h - the syntax tree behind base/regex; nothing else includes this
 *
 * The parser follows Go's regexp/syntax/parse.go step by step, so that both refuse the same
 * expressions with the same words. regex_parse.c reads operators and groups, regex_escape.c what
 * stands for characters, regex_tree.c builds the tree.
 */
#ifndef BASE_REGEX_PARSE_H
#define BASE_REGEX_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/regex_class.h"
#include "base/view.h"

enum regex_kind {
    REGEX_EMPTY,
    REGEX_CHAR,       /* code_point */
    REGEX_CLASS,      /* ranges */
    REGEX_ANY,        /* . with (?s) */
    REGEX_ANY_NOT_NL, /* . */
    REGEX_BEGIN_LINE, /* ^ with (?m) */
    REGEX_END_LINE,   /* $ with (?m) */
    REGEX_BEGIN_TEXT,
    REGEX_END_TEXT,
    REGEX_WORD_BOUNDARY,
    REGEX_NO_WORD_BOUNDARY,
    REGEX_GROUP,     /* child: only height tells it from its child */
    REGEX_REPEAT,    /* child, min to max times */
    REGEX_CONCAT,    /* children from child on, one after the other */
    REGEX_ALTERNATE, /* children from child on, one of them */
};

#define REGEX_NO_MAX     (-1)
#define REGEX_HEIGHT_MAX 1000
#define REGEX_REPEAT_MAX 1000

struct regex_node {
    enum regex_kind kind;
    int min, max; /* REGEX_NO_MAX: any number */
    uint32_t code_point;
    const struct regex_range *ranges; /* sorted, apart */
    size_t range_count;
    struct regex_node *child;      /* the first one */
    struct regex_node *last_child; /* of a concatenation or alternation */
    struct regex_node *next;       /* the next child of the same parent */
    size_t size;                   /* states it needs; stops at REGEX_STATES_MAX + 1 */
    int height;                    /* of the tree below, itself included */
    int copies;                    /* largest product of nested repetitions */
};

/* The tree of PATTERN, all of it in ARENA; NULL and *err for a bad one. */
struct regex_node *regex_parse(struct view pattern, struct arena *arena,
                               struct error *err) MUST_CHECK;

/* ---- Building it: regex_tree.c. The numbers of a parent follow from its children's. */

/* A node without children. */
struct regex_node *regex_node_new(struct arena *arena, enum regex_kind kind) MUST_CHECK;
/* CHILD, min to max times, in its place in its list. */
struct regex_node *regex_node_repeat(struct arena *arena, struct regex_node *child, int min,
                                     int max) MUST_CHECK;
struct regex_node *regex_node_capture(struct arena *arena, struct regex_node *child) MUST_CHECK;
/*
 * One node for the list LATEST, which runs from the latest to the first: REGEX_EMPTY for none, the
 * node itself when it is alone, else a concatenation or alternation with nested ones joined.
 */
struct regex_node *regex_node_join(struct arena *arena, enum regex_kind kind,
                                   struct regex_node *latest) MUST_CHECK;

/* ---- Shared by regex_parse.c and regex_escape.c */

enum regex_flag {
    REGEX_FOLD = 1u << 0,     /* (?i) */
    REGEX_ONE_LINE = 1u << 1, /* not (?m) */
    REGEX_DOT_NL = 1u << 2,   /* (?s) */
};

struct regex_group;

struct regex_parser {
    struct view pattern;
    size_t at; /* the next byte */
    unsigned flags;
    struct regex_group *groups; /* open ones; the first is the whole pattern */
    size_t depth;
    size_t group_cap;
    size_t last_repeat; /* where the repetition began that ended just here, or SIZE_MAX */
    size_t class_work;  /* spent on classes so far */
    struct arena *arena;
    struct error *err;
};

/* False: "error parsing regexp: WHY: `bytes [from, to)` at offset FROM", in Go's words. */
bool regex_parse_fail(struct regex_parser *parser, const char *why, size_t from, size_t to);
/* False: ERROR_LIMIT "expression too large". */
bool regex_parse_too_large(struct regex_parser *parser);
/* A new node as the latest term of the open group. */
struct regex_node *regex_parse_push(struct regex_parser *parser, enum regex_kind kind);
void regex_parse_push_char(struct regex_parser *parser, uint32_t code_point);
/* The code point at *AT, moving it; U+FFFD at END. False: not UTF-8. */
bool regex_parse_code(struct regex_parser *parser, size_t *at, size_t end, uint32_t *code_point);

/* A whole [...] at parser->at. */
bool regex_parse_class(struct regex_parser *parser) MUST_CHECK;
/* \d, \pL, \x41 ...: an escape that stands for a character, at parser->at. */
bool regex_parse_escape(struct regex_parser *parser) MUST_CHECK;

#endif
