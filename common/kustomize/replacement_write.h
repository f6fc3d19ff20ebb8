/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/replacement_write.h - the value of a replacement into a field of an object
 *
 * A scalar gets the value's text and stays what it was: a string, a number, quoted or not; the text
 * has to suit it in the end. Any other field becomes a copy of the value. With a delimiter the text
 * takes the place of one part; an index below zero puts it in front, one beyond the end behind the
 * others. Source: copyValueToTarget, setFieldValue in kustomize
 * api/filters/replacement/replacement.go.
 */
#ifndef KUSTOMIZE_REPLACEMENT_WRITE_H
#define KUSTOMIZE_REPLACEMENT_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/replacement_fields.h"
#include "kustomize/replacement_source.h"
#include "kustomize/resource.h"

/* What all replacements of one kustomization may copy: a value that is put into itself grows. */
#define REPLACEMENT_NODES_MAX ((size_t)2000000)
#define REPLACEMENT_BYTES_MAX ((size_t)256 << 20)

/* A scalar whose text does not suit its type, so far. */
struct replacement_misfit {
    const struct ynode *node;
    const char *text; /* its bytes: another text may have come since */
    char *message;    /* heap */
};

struct replacement_writer {
    const char *file; /* where the field's path stands, for messages */
    uint32_t line;
    bool lost; /* the last write went where nothing shows */
    struct replacement_misfit *misfits;
    size_t misfits_len;
    size_t misfits_cap;
    size_t nodes;
    size_t bytes;
};

void replacement_writer_init(struct replacement_writer *writer);
void replacement_writer_release(struct replacement_writer *writer);
/*
 * Put VALUE into the fields of RES that PATH leads to. RES is copied only when something changes,
 * and VALUE follows it. A field that is missing is ERROR_UNMATCHED, unless OPTIONS (may be NULL)
 * says that it is made.
 */
bool replacement_write(struct replacement_writer *writer, struct resource *res, struct view path,
                       struct replacement_value *value, const struct kust_field_options *options,
                       struct error *err) MUST_CHECK;
/* After the last write: every text suits its scalar, or ERROR_INVALID with file and line. */
bool replacement_writer_check(const struct replacement_writer *writer,
                              struct error *err) MUST_CHECK;

#endif
