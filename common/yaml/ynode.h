/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/ynode.h - one value of the tree: a scalar, a mapping, a sequence or an alias
 *
 * A node belongs to one document and lives in its arena; nothing is freed one by one. Read through
 * the functions below: they accept NULL (reads as absent), see through aliases, and look into `<<`
 * where that is said. The fields are public for modules that walk whole trees; only yaml/ writes
 * them directly.
 *
 * Order is kept as written. Positions are 1-based; columns count code points. Byte offsets are
 * relative to ydoc_text() and cover the value as written without anchor, tag, comments and the
 * blanks after it (a block scalar: from its indicator to its last line's end).
 */
#ifndef YAML_YNODE_H
#define YAML_YNODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/scalar.h"

/* Ceilings of yaml.md 2.1. */
#define YAML_DEPTH_MAX        1000
#define YAML_SCALAR_BYTES_MAX ((size_t)64 << 20)
#define YAML_INPUT_BYTES_MAX  ((size_t)256 << 20)
#define YAML_NODES_MAX        ((size_t)20000000)
#define YAML_EXPANSION_MIN    ((size_t)100000) /* expansion limit: max(this, 10 x nodes written) */

struct ydoc;
struct ynode_index;
struct ynode_unopened;

enum ynode_kind { YNODE_NONE, YNODE_SCALAR, YNODE_MAP, YNODE_SEQ, YNODE_ALIAS };

enum ynode_style {
    YSTYLE_ANY, /* made by us: the writer chooses */
    YSTYLE_PLAIN,
    YSTYLE_SINGLE,
    YSTYLE_DOUBLE,
    YSTYLE_LITERAL,
    YSTYLE_FOLDED,
    YSTYLE_BLOCK, /* collections */
    YSTYLE_FLOW,
};

/*
 * Whether kyaml has quotes around a scalar, which it keeps when another value comes into its place:
 * a number in quotes is a string. Source: kyaml's FieldSetter.
 */
enum ynode_quotes {
    YQUOTES_AS_STYLE, /* nothing came into its place yet */
    YQUOTES_NO,
    YQUOTES_YES,
};

struct ynode;

struct ypair {
    struct ynode *key;
    struct ynode *value;
};

/* Rare properties, apart so that the common node stays small. */
struct ynode_props {
    struct view anchor;        /* without '&'; empty: none */
    struct view tag;           /* resolved: "tag:yaml.org,2002:str", "!x"; empty: none */
    size_t props_start;        /* byte offset of the first property; `start` when there is none */
    struct ynode_index *index; /* large mappings: by key text; built when first asked for */
    struct ydoc *doc;          /* large mappings: where the index lives */
};

/* There are millions: 48 bytes. Children of a copy are read through the functions below. */
struct ynode {
    uint8_t kind;          /* enum ynode_kind */
    uint8_t style;         /* enum ynode_style */
    bool made : 1;         /* not from the text: no position, no offsets */
    bool explicit_key : 1; /* written after a '?' (as a key) */
    uint8_t quotes : 2;    /* enum ynode_quotes */
    bool is_unopened : 1;  /* a collection of a copy into which nobody has looked yet */
    bool untagged : 1;     /* a scalar that kyaml's setter made: see ynode_set_untagged */
    uint32_t line;         /* 1-based, within the file or stream; 0 when made */
    uint32_t column;
    uint32_t start; /* byte offsets in ydoc_text() */
    uint32_t end;
    union {
        struct view text; /* scalar: decoded */
        struct {
            union {
                struct ypair *pairs;             /* mapping */
                struct ynode **elements;         /* sequence */
                struct ynode_unopened *unopened; /* mapping or sequence when `is_unopened` */
                struct ynode *target;            /* alias (never in a copy): the anchored node */
            };
            uint32_t len; /* entries of a mapping, elements of a sequence */
            uint32_t cap;
        };
    };
    struct ynode_props *props; /* NULL: none */
};

/* ---- reading; NODE may be NULL everywhere ---- */

/*
 * NODE itself, what an alias stands for, or, of a copy into which nobody has looked yet, the node
 * it was copied from: to be read, with all below it, and never to be changed.
 */
const struct ynode *ynode_resolve(const struct ynode *node);
/* NODE, or the node that an alias stands for, which is none: to be changed, for all who refer to
 * it. */
static inline struct ynode *ynode_anchored(struct ynode *node)
{
    return node && node->kind == YNODE_ALIAS ? node->target : node;
}
enum ynode_kind ynode_kind(const struct ynode *node);
/* "mapping", "sequence", "scalar", "nothing". */
const char *ynode_kind_name(const struct ynode *node);
static inline bool ynode_is_map(const struct ynode *node)
{
    return ynode_kind(node) == YNODE_MAP;
}
static inline bool ynode_is_seq(const struct ynode *node)
{
    return ynode_kind(node) == YNODE_SEQ;
}
static inline bool ynode_is_scalar(const struct ynode *node)
{
    return ynode_kind(node) == YNODE_SCALAR;
}
/* Absent, or a null scalar (plain `~`, `null`, empty, or tagged !!null). */
bool ynode_is_null(const struct ynode *node);
/* The decoded text of a scalar, whatever its type (!!binary: the bytes); empty for all else. */
struct view ynode_text(const struct ynode *node);
/* The scalar is a string under PROFILE (quoted, block, tagged !!str or resolved so). */
bool ynode_is_string(const struct ynode *node, enum yaml_profile profile);
/*
 * A scalar around which kyaml has quotes: what was read with them or came into their place, and
 * what we made where kyaml would have put them.
 */
bool ynode_is_quoted(const struct ynode *node);
/*
 * A merge came past NODE, a field's value, or put it there: kyaml then has quotes around a string
 * that YAML 1.1 reads as something else, `on` say. What has no tag is a string to kyaml.
 */
void ynode_pass(struct ynode *node);
/* The type of a scalar by style, tag and PROFILE; YTYPE_NONE when it is no scalar. */
enum ytype ynode_type(const struct ynode *node, enum yaml_profile profile);
/* As ynode_type, with the value. */
struct yscalar ynode_value(const struct ynode *node, enum yaml_profile profile);
/* A key that is a plain `<<`, or one tagged !!merge. */
bool ynode_is_merge_key(const struct ynode *key);
/* Entries of a mapping (as written: a `<<` counts as one), elements of a sequence, else 0. */
size_t ynode_len(const struct ynode *node);
/* The value of KEY in a mapping: explicit keys first (the last one wins), then `<<`. NULL when
 * absent. */
struct ynode *ynode_get(const struct ynode *map, const char *key);
struct ynode *ynode_get_view(const struct ynode *map, struct view key);
/* ynode_get along KEYS, the last argument NULL: ynode_get_path(n, "metadata", "name", NULL). */
struct ynode *ynode_get_path(const struct ynode *map, ...) __attribute__((sentinel));
/*
 * Raw entry I of a mapping / element I of a sequence; NULL beyond the end. The keys of a
 * ydoc_copy() are only to be read, for its original may have the same; those of an ynode_copy() are
 * its own.
 */
struct ynode *ynode_key_at(const struct ynode *map, size_t i);
struct ynode *ynode_value_at(const struct ynode *map, size_t i);
struct ynode *ynode_at(const struct ynode *seq, size_t i);
/* Index of KEY among the raw entries (the last one wins); SIZE_MAX when absent. */
size_t ynode_index(const struct ynode *map, struct view key);
uint32_t ynode_line(const struct ynode *node);
uint32_t ynode_column(const struct ynode *node);
/* The same data under PROFILE: mapping order, styles, anchors and comments do not count; 1
 * equals 1.0 not. */
bool ynode_equal(const struct ynode *a, const struct ynode *b, enum yaml_profile profile);

/* ---- making and changing; DOC owns what is made; texts are copied into it ---- */

struct ynode *ynode_new_map(struct ydoc *doc);
struct ynode *ynode_new_seq(struct ydoc *doc);
/* A string whatever its text looks like: written quoted where it must be. */
struct ynode *ynode_new_string(struct ydoc *doc, struct view text);
/* A plain scalar that means what it reads as: "3", "true", "null". */
struct ynode *ynode_new_plain(struct ydoc *doc, struct view text);
struct ynode *ynode_new_null(struct ydoc *doc);
struct ynode *ynode_new_bool(struct ydoc *doc, bool value);
struct ynode *ynode_new_int(struct ydoc *doc, int64_t value);
/*
 * A deep copy of NODE (of any document) owned by DOC; aliases and merge keys are expanded, style
 * is kept and `made` true in all of it. Texts are copied. NULL when NODE is
 * absent, or when it would have over YAML_DEPTH_MAX levels or expand beyond the limit of aliases.
 */
struct ynode *ynode_copy(struct ydoc *doc, const struct ynode *node);

/* Set KEY in MAP to VALUE (a node of DOC), replacing the last entry of that name in place or
 * appending. */
void ynode_set(struct ydoc *doc, struct ynode *map, struct view key, struct ynode *value);
/* Short forms of the above. */
void ynode_set_string(struct ydoc *doc, struct ynode *map, const char *key, struct view text);
/* The mapping at KEY, made (or put in place of a null) when absent; NULL when something else is
 * there. */
struct ynode *ynode_need_map(struct ydoc *doc, struct ynode *map, const char *key);
/* Remove every entry KEY; false when there was none. */
bool ynode_remove(struct ynode *map, struct view key);
void ynode_remove_entry(struct ynode *map, size_t i);
/* Remove every entry whose value was set to NULL (ynode_set_value_at), all in one pass. */
void ynode_remove_valueless(struct ynode *map);
/* Insert an entry before raw index I (I = len appends). KEY and VALUE are nodes of DOC. */
void ynode_insert_entry(struct ydoc *doc, struct ynode *map, size_t i, struct ynode *key,
                        struct ynode *value);
void ynode_add(struct ydoc *doc, struct ynode *seq, struct ynode *value);
void ynode_insert(struct ydoc *doc, struct ynode *seq, size_t i, struct ynode *value);
void ynode_remove_at(struct ynode *seq, size_t i);
/* Put VALUE in place of element I / of raw entry I's value. */
void ynode_set_at(struct ynode *seq, size_t i, struct ynode *value);
void ynode_set_value_at(struct ynode *map, size_t i, struct ynode *value);
/* Change a scalar to the string TEXT (style ANY), keeping its place and kyaml's quotes. */
void ynode_set_text(struct ydoc *doc, struct ynode *scalar, struct view text);
/*
 * Change a scalar to TEXT as kyaml's field setter does, whose values have no tag: quotes stay;
 * where there are none the text says what it is (PROFILE), and so does every text that replaces it
 * later. Source: kyaml's FieldSetter and NewScalarRNode.
 */
void ynode_set_untagged(struct ydoc *doc, struct ynode *scalar, struct view text,
                        enum yaml_profile profile);
/*
 * Change the text of a scalar and nothing else: a string stays one, and so does a number, by a tag
 * where the text no longer says it; one without a tag is what it looks like. False when TEXT cannot
 * be what the tag says; writing it fails.
 */
bool ynode_replace_text(struct ydoc *doc, struct ynode *scalar, struct view text,
                        enum yaml_profile profile);
/*
 * Make NODE hold what WITH holds, keeping its place. Both are of one document; the children are
 * shared, so that WITH is not to be changed afterwards.
 */
void ynode_assign(struct ynode *node, const struct ynode *with);

#endif
