/* SPDX-License-Identifier: Apache-2.0 */
/* kustomize/change_text.h - the rows of a change log as people read them */
#ifndef KUSTOMIZE_CHANGE_TEXT_H
#define KUSTOMIZE_CHANGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "yaml/ynode.h"

/*
 * Append the ROWS of a struct change_log: by preset, a line for each step, below it the objects and
 * fields it changed, and a summary. IN and OUT_COUNT are the objects before and after. UTF8: an
 * arrow may be one. All that comes from files is made harmless for a terminal.
 */
void change_text_add(struct buf *out, const struct ynode *rows, size_t in, size_t out_count,
                     bool utf8);

#endif
