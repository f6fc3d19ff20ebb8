/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/list_split.h - the items of a JSON List one by one, as its bytes arrive
 *
 * Only the brackets and strings around the items are looked at here; each item, and in the end what
 * is around them, is read strictly by json/decode, but for the managed fields of an item, which are
 * left out. So the largest item is what has to be in memory.
 */
#ifndef KUBE_LIST_SPLIT_H
#define KUBE_LIST_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ydoc.h"
#include "json/decode.h"

#define LIST_AROUND_BYTES_MAX ((size_t)1 << 20) /* everything but the items */

struct list_split {
    struct buf around; /* the text with the items left out: {"kind":...,"items":[]} */
    struct buf item;   /* the item that is arriving */
    struct buf key;    /* the last string of the outermost mapping */
    unsigned depth;    /* open brackets */
    bool in_string;
    bool escaped;
    bool in_items;    /* within the array of "items" */
    bool after_items; /* it has ended: another is no list of ours */
    bool need_item;   /* a comma came: an item must follow */
    bool have_item;   /* an item has ended and no comma came yet */
    bool (*receive)(void *context, const struct ynode *item, struct error *err);
    void *context;
};

#define LIST_SPLIT_INIT                                                                            \
    {                                                                                              \
        .around = BUF_INIT(LIST_AROUND_BYTES_MAX), .item = BUF_INIT(JSON_BYTES_MAX),               \
        .key = BUF_INIT(BUF_TEXT_BYTES_MAX)                                                        \
    }

void list_split_release(struct list_split *split);
/* Begin anew; .receive and .context stay. */
void list_split_restart(struct list_split *split);
/*
 * More bytes of the text. In the end .around is to be decoded, which sees whether the text is
 * whole. ERROR_SYNTAX, ERROR_LIMIT, or what .receive failed with.
 */
bool list_split_add(struct list_split *split, struct view piece, struct error *err) MUST_CHECK;
#endif
