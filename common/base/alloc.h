/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/alloc.h - memory that is there or ends the program
 *
 * Running out of memory is not handled call by call: one function says so in one line and exits
 * with status 1. Sizes are checked for overflow. Memory is freed with free().
 */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

#include "base/compiler.h"

/* SIZE bytes, not initialised; SIZE 0 gives one byte. Never NULL. */
void *mem_alloc(size_t size) MUST_CHECK;
/* COUNT elements of SIZE bytes, zeroed. Never NULL. */
void *mem_alloc_zero(size_t count, size_t size) MUST_CHECK;
/* OLD (may be NULL) grown or shrunk to COUNT elements of SIZE bytes. Never NULL. */
void *mem_resize(void *old, size_t count, size_t size) MUST_CHECK;
/* MEMORY, SIZE bytes, will be filled from its start: large pages save most of the cost of touching
 * it. For sizes over some MiB; a hint that may mean nothing. */
void mem_expect_filling(void *memory, size_t size);
/* A heap copy of the LEN bytes at DATA with a NUL behind them. */
char *mem_copy_text(const char *data, size_t len) MUST_CHECK;
/* A heap copy of TEXT; NULL gives NULL. */
char *chars_copy(const char *text) MUST_CHECK;
/* The one end of the program for want of memory: a line on standard error, status 1. */
NORETURN void mem_exhausted(size_t wanted);

/* Room for one more element in a growing array: doubles *CAP when LEN reaches it. */
#define ARRAY_GROW(array, len, cap) ARRAY_GROW_FROM(array, len, cap, 8)

/* The same with room for FIRST at the beginning: where there are millions that hold one or two. */
#define ARRAY_GROW_FROM(array, len, cap, first)                                                    \
    do {                                                                                           \
        if ((len) == (cap)) {                                                                      \
            (cap) = (cap) ? 2 * (cap) : (first);                                                   \
            (array) = mem_resize((array), (cap), sizeof(*(array)));                                \
        }                                                                                          \
    } while (0)

#endif
