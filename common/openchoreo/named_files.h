/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/named_files.h - the files that a descriptor names, whose text goes into the document
 *
 * A name counts from the directory of the descriptor, an absolute one and a URL as well, and `..`
 * may leave it. Source: openchoreo.md 5.3.
 */
#ifndef OPENCHOREO_NAMED_FILES_H
#define OPENCHOREO_NAMED_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "openchoreo/typed.h"

struct named_files {
    const char *descriptor; /* its path */
    const char *confine;    /* the directory out of which no name may lead; NULL: anywhere */
    size_t total_bytes;     /* of all that were read */
    size_t largest_bytes;   /* of the largest one */
    char *largest;          /* its path; owned */
};

#define NAMED_FILES_INIT(descriptor_, confine_)                                                    \
    {                                                                                              \
        .descriptor = (descriptor_), .confine = (confine_), .largest = NULL                        \
    }

void named_files_release(struct named_files *files);
/*
 * Append the bytes of the file NAME to OUT. FIELD is what the descriptor calls it
 * ("endpoints[0].schemaFile"), for messages. ERROR_FORBIDDEN outside of .confine, ERROR_LIMIT when
 * all files come to over DESCRIPTOR_BYTES_MAX.
 */
bool named_files_read(struct named_files *files, struct buf *out, const struct typed_text *name,
                      const char *field, struct error *err) MUST_CHECK;

#endif
