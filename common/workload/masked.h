/* SPDX-License-Identifier: Apache-2.0 */
/* workload/masked.h - text to be shown, without the secret answers that stand in it */
#ifndef WORKLOAD_MASKED_H
#define WORKLOAD_MASKED_H

#include "base/buf.h"
#include "base/strv.h"
#include "base/view.h"

/* Append TEXT, each of SECRETS as RECORD_SECRET; those that overlap, and a longer one, as one. */
void masked_add(struct buf *out, struct view text, const struct strv *secrets);

#endif
