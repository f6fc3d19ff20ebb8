/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/parse.h - from libyaml's events to documents; behind ydoc_parse*() */
#ifndef YAML_PARSE_H
#define YAML_PARSE_H

#include <yaml.h>

#include "yaml/parse_text.h"
#include "yaml/ydoc_internal.h"

struct parse_frame {
    struct ynode *node; /* a collection that is still open */
    size_t base;        /* its children are parser.children[base...] */
};

struct parser {
    yaml_parser_t yaml;
    struct view text;
    struct ytext *owned; /* what TEXT lies in; NULL: the caller's */
    struct text_cursor cursor;
    const char *origin;
    uint32_t first_line; /* 0-based line of the text's first line in ORIGIN */
    uint32_t number;     /* of the document being read; 0: not told */
    bool unique_keys;
    bool single;      /* a second document is an error */
    bool as_go_yaml;  /* ydoc_options */
    struct ydoc *doc; /* the document being read */
    struct ydoc_list *list;
    struct parse_frame *frames;
    size_t depth;
    size_t frames_cap;
    struct ynode **children;
    size_t children_len;
    size_t children_cap;
    struct map anchors; /* name -> struct ynode */
    struct error *err;
};

/* Append the documents of TEXT to LIST; on failure LIST is as before. */
bool parse_documents(struct ydoc_list *list, struct view text, struct ytext *owned,
                     const struct ydoc_options *options, bool single, struct error *err) MUST_CHECK;

/* ---- parse_check.c: rules that libyaml has not ---- */

/* KEY can be a key of MAP, its `<<` can be merged, its keys are unique where that is asked. */
bool parse_check_map(struct parser *parser, struct ynode *map);
/* The text of a tagged scalar is what its tag says; !!binary is decoded. */
bool parse_check_tag(struct parser *parser, struct ynode *scalar);
/* A double-quoted scalar has no escape that libyaml knows and go-yaml v2 does not: `\/`. */
bool parse_check_escapes(struct parser *parser, const struct ynode *scalar);

/* ---- parse_error.c: messages ---- */

/* "ORIGIN:LINE:COLUMN: document N: FORMAT" with 0-based LINE and COLUMN of the text. Always false.
 */
bool parse_fail_at(struct parser *parser, enum error_code code, size_t line, size_t column,
                   const char *format, ...) PRINTF(5, 6);
/* The same at the start of NODE. */
bool parse_fail_node(struct parser *parser, enum error_code code, const struct ynode *node,
                     const char *format, ...) PRINTF(4, 5);
/* What libyaml complains about, with a hint. Always false. */
bool parse_fail_yaml(struct parser *parser);
/* The line of NODE holds "{{": say what that looks like. Always false. */
bool parse_hint_template(struct parser *parser, size_t offset);

#endif
