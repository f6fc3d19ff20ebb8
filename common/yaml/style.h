/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/style.h - which way of writing a string keeps it a string and readable
 *
 * The analysis is that of libyaml's and go-yaml's emitters. Source: yaml.md 6.5.
 */
#ifndef YAML_STYLE_H
#define YAML_STYLE_H

#include <stdbool.h>

#include "base/view.h"
#include "yaml/ynode.h"

struct style_facts {
    bool has_lf;
    bool has_tab;
    bool multi;         /* some kind of line break */
    bool has_separator; /* U+2028 or U+2029: printable line breaks */
    bool bad;           /* a code point that libyaml and Go only write escaped, TAB included */
    bool bad_but_tab;
    bool plain_ok; /* for a block context; `bad` and `multi` included */
    bool single_ok;
    bool block_ok;
    bool literal_ok; /* in a literal that we write ourselves: TAB is no harm */
    bool flow_ok;    /* plain also inside of a flow collection */
    bool odd_end;    /* ends in U+2028 or U+2029, which libyaml writes wrong in single quotes */
};

/* Bytes that are no UTF-8 count as bad. */
struct style_facts style_of(struct view text);
/* The style of kustomize and kubectl -o yaml for a string: PLAIN, SINGLE, DOUBLE or LITERAL. *multi
 * (may be NULL): TEXT has some kind of line break. */
enum ynode_style style_choose(struct view text, bool *multi);

#endif
