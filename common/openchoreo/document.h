/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/document.h - from an image and a descriptor to the Workload document
 *
 * Source: openchoreo.md 4 to 6, which measured what occ writes.
 */
#ifndef OPENCHOREO_DOCUMENT_H
#define OPENCHOREO_DOCUMENT_H

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "openchoreo/descriptor.h"
#include "openchoreo/dialect.h"
#include "yaml/ydoc.h"

struct document_request {
    const char *component;
    const char *image;
    const char *namespace;
    const char *project;
    const char *confine; /* a directory that files named in the descriptor must be in; NULL: any */
    const struct dialect *dialect;
};

/* The largest of the files whose text went into a document. */
struct document_largest {
    char *path; /* NULL: there is none */
    size_t bytes;
};

void document_largest_release(struct document_largest *largest);

/*
 * The document for REQUEST and DESCRIPTOR (NULL: the image alone), whose files are read. WARNINGS
 * (may be NULL) gets a line for what is legal here and will not work, or not as written. LARGEST
 * (may be NULL), empty so far, is filled. The caller frees the document. NULL and *err:
 * ERROR_INVALID with the place for what occ refuses too, else what reading a file said.
 */
struct ydoc *document_build(const struct document_request *request,
                            const struct descriptor *descriptor, struct strv *warnings,
                            struct document_largest *largest, struct error *err) MUST_CHECK;

#endif
