/* SPDX-License-Identifier: Apache-2.0 */
/* openchoreo/difference.h - whether what is stored holds all that was sent */
#ifndef OPENCHOREO_DIFFERENCE_H
#define OPENCHOREO_DIFFERENCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "yaml/ynode.h"

/*
 * True when THEIRS differs from OURS or lacks something of it; PATH, which says where OURS is
 * ("spec"), gets the first such place. The server may have added defaults: those are no difference.
 */
bool difference_find(struct buf *path, const struct ynode *ours, const struct ynode *theirs);

#endif
