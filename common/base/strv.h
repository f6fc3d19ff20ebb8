/* SPDX-License-Identifier: Apache-2.0 */
/* base/strv.h - a growing, owned vector of C strings, NULL-terminated for execve() */
#ifndef BASE_STRV_H
#define BASE_STRV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/view.h"

struct strv {
    char **items; /* items[len] is NULL once something was added */
    size_t len;
    size_t cap;
};

#define STRV_INIT                                                                                  \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0                                                          \
    }

void strv_release(struct strv *strv);
/* Adds a copy. */
void strv_add(struct strv *strv, const char *text);
void strv_add_view(struct strv *strv, struct view v);
/* Adds TEXT itself: the vector frees it. */
void strv_take(struct strv *strv, char *text);
void strv_addf(struct strv *strv, const char *format, ...) PRINTF(2, 3);
bool strv_has(const struct strv *strv, const char *text);
/* By bytes, ascending. */
void strv_sort(struct strv *strv);
/*
 * The entry nearest to WORD by edit distance if it is near enough to suggest, else the shortest
 * that WORD, of two letters or more, is the start of; else NULL. Borrowed.
 */
const char *strv_nearest(const struct strv *strv, const char *word);

#endif
