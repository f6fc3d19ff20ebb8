/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/origin.h - where in the user's files a field of the Workload comes from
 *
 * The server complains about fields of what it was sent; the developer wrote a descriptor. A table
 * of each dialect leads back. Source: openchoreo.md 8.3.
 */
#ifndef OPENCHOREO_ORIGIN_H
#define OPENCHOREO_ORIGIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"
#include "openchoreo/descriptor.h"
#include "openchoreo/dialect.h"
#include "yaml/ynode.h"

/* What a workload was made of. */
struct origin {
    const struct ynode *workload;        /* as sent; with its places when it was read from PATH */
    const char *path;                    /* the file that holds it; NULL: it was made */
    const struct descriptor *descriptor; /* what it was made from; NULL: of flags alone */
    const struct dialect *dialect;
};

/*
 * "w.yaml:3:9" or "--image" for the server's FIELD ("spec.endpoints.a.port",
 * "spec.container.env[0].key"); of a field that was not written, for what it is missing from.
 * False: there is none.
 */
bool origin_add_place(struct buf *out, const struct origin *origin, struct view field);
/* TEXT, a list of "FIELD: MESSAGE", with the places of the fields before them. */
void origin_add_located(struct buf *out, const struct origin *origin, struct view text);

#endif
