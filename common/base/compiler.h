/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/compiler.h - attributes and scope guards; every other header starts here
 *
 * AUTO(buf) x = BUF_INIT(n)     releases x with buf_release() at the end of its scope
 * AUTO_FREE(ydoc) d = NULL      calls ydoc_free(d) at the end of its scope
 * AUTO_CHARS s = NULL           frees a heap string at the end of its scope
 * TAKE(p)                       gives p's value away and leaves NULL behind
 *
 * A type opts in with DEFINE_AUTO_FREE(type) beside its `void type_free(struct type *)`.
 */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

#include <stdlib.h>

#include "base/banned.h"

#define MUST_CHECK   __attribute__((warn_unused_result))
#define PRINTF(n, m) __attribute__((format(printf, n, m)))
#define UNUSED       __attribute__((unused))
#define NORETURN     __attribute__((noreturn))

#define AUTO(type)      __attribute__((cleanup(type##_release))) struct type
#define AUTO_FREE(type) __attribute__((cleanup(type##_free_at))) struct type *
#define AUTO_CHARS      __attribute__((cleanup(chars_free_at))) char *

#define DEFINE_AUTO_FREE(type)                                                                     \
    static inline void type##_free_at(struct type **place)                                         \
    {                                                                                              \
        type##_free(*place);                                                                       \
    }

#define TAKE(p)                                                                                    \
    ({                                                                                             \
        __typeof__(p) taken_ = (p);                                                                \
        (p) = NULL;                                                                                \
        taken_;                                                                                    \
    })

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static inline void chars_free_at(char **place)
{
    free(*place);
}

#endif
