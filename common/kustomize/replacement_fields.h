/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/replacement_fields.h - what `replacements` says: where a value comes from, where it
 * goes
 *
 * Source: kustomize api/types/replacement.go, replacementfield.go.
 */
#ifndef KUSTOMIZE_REPLACEMENT_FIELDS_H
#define KUSTOMIZE_REPLACEMENT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/view.h"
#include "kustomize/decode.h"

struct kust_target;

struct kust_field_options {
    const struct ynode *node;
    struct view delimiter; /* empty: the whole text */
    int64_t index;         /* which part between delimiters */
    struct view encoding;  /* known to Kustomize, which makes nothing of it */
    bool create;           /* make a field that is missing */
};

struct kust_replacement_source {
    const struct ynode *node;
    struct view group; /* all five are compared, not matched; empty: any */
    struct view version;
    struct view kind;
    struct view name;
    struct view namespace;
    struct view field_path; /* empty: metadata.name */
    struct kust_field_options *options;
};

struct kust_replacement_target {
    const struct ynode *node;
    struct kust_target *select; /* NULL: an error when it is carried out */
    DECODE_LIST(struct kust_target, reject);
    DECODE_LIST(struct decode_string, field_paths); /* none: metadata.name */
    struct kust_field_options *options;
};

struct kust_replacement {
    const struct ynode *node;
    struct kust_replacement_source *source;
    struct view source_value;
    DECODE_LIST(struct kust_replacement_target, targets);
    struct view path; /* of a file that holds one replacement or a list of them */
};

/* Elements of `replacements`; in a file the same, but for `path`, which is not known there. */
extern const struct decode_table kust_replacement_table;
extern const struct decode_table kust_replacement_file_table;

#endif
