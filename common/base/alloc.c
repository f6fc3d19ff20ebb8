/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void mem_exhausted(size_t wanted)
{
    fprintf(stderr, "error: out of memory (%zu bytes wanted)\n", wanted);
    /* Not exit(): it would flush half a result to standard output. */
    _exit(1);
}

static size_t checked_product(size_t count, size_t size)
{
    size_t total = 0;

    if (__builtin_mul_overflow(count, size, &total) || total > PTRDIFF_MAX)
        mem_exhausted(SIZE_MAX);
    return total ? total : 1;
}

void *mem_alloc(size_t size)
{
    size_t total = checked_product(1, size);
    void *memory = malloc(total);

    if (!memory)
        mem_exhausted(total);
    return memory;
}

void *mem_alloc_zero(size_t count, size_t size)
{
    size_t total = checked_product(count, size);
    void *memory = calloc(1, total);

    if (!memory)
        mem_exhausted(total);
    return memory;
}

void *mem_resize(void *old, size_t count, size_t size)
{
    size_t total = checked_product(count, size);
    void *memory = realloc(old, total);

    if (!memory)
        mem_exhausted(total);
    return memory;
}

#define LARGE_PAGE ((size_t)2 << 20)

void mem_expect_filling(void *memory, size_t size)
{
#ifdef MADV_HUGEPAGE
    uintptr_t start = ((uintptr_t)memory + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
    uintptr_t end = ((uintptr_t)memory + size) & ~(uintptr_t)(LARGE_PAGE - 1);
    int errno_before = errno;

    if (end > start)
        (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
    errno = errno_before;
#else
    (void)memory;
    (void)size;
#endif
}

char *mem_copy_text(const char *data, size_t len)
{
    if (len == SIZE_MAX)
        mem_exhausted(len);

    char *copy = mem_alloc(len + 1);

    if (len > 0)
        memcpy(copy, data, len);
    copy[len] = '\0';
    return copy;
}

char *chars_copy(const char *text)
{
    return text ? mem_copy_text(text, strlen(text)) : NULL;
}
