/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harness/test.h - unit tests that say what they prove, on cmocka
 *
 *     TEST(buf, keeps_a_nul_byte)
 *     {
 *         AUTO(buf) buf = BUF_INIT(16);
 *         buf_add_bytes(&buf, "a\0b", 3);
 *         ASSERT_EQ_BYTES(buf_view(&buf), VIEW("a\0b"));
 *     }
 *
 * A TEST registers itself; every test/unit/<module>/test_<file>.c becomes one program, which runs
 * all of its tests, or those whose "suite: name" contains one of its arguments. The first assertion
 * that fails ends its test and shows file, line and a line diff where there are several lines.
 * In all assertions the actual value comes first, the expected one second. Programs run with the
 * checkout's root as their working directory.
 *
 * A module's own assertion is a function that takes file and line and ends in test_fail(), with a
 * macro in front of it that passes __FILE__ and __LINE__.
 */
#ifndef HARNESS_TEST_H
#define HARNESS_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

struct test_case {
    const char *suite;
    const char *name;
    void (*run)(void);
    struct test_case *next;
};

void test_register(struct test_case *test);

/* The names of suite and test are identifiers; together they read as a sentence. */
#define TEST(suite_, name_)                                                                        \
    static void case_##suite_##_##name_(void);                                                     \
    __attribute__((constructor)) static void register_##suite_##_##name_(void)                     \
    {                                                                                              \
        static struct test_case test = { #suite_, #name_, case_##suite_##_##name_, NULL };         \
        test_register(&test);                                                                      \
    }                                                                                              \
    static void case_##suite_##_##name_(void)

/* ---- Assertions */

#define ASSERT_TRUE(condition)  test_true(__FILE__, __LINE__, (condition) ? true : false, #condition)
#define ASSERT_FALSE(condition) test_true(__FILE__, __LINE__, !(condition), "!(" #condition ")")
#define ASSERT_NULL(pointer)                                                                       \
    test_true(__FILE__, __LINE__, (const void *)(pointer) == NULL, #pointer " == NULL")
#define ASSERT_NOT_NULL(pointer)                                                                   \
    test_true(__FILE__, __LINE__, (const void *)(pointer) != NULL, #pointer " != NULL")

/* Any integer or enum type. */
#define ASSERT_EQ_INT(actual, expected)                                                            \
    test_eq_int(__FILE__, __LINE__, (intmax_t)(actual), (intmax_t)(expected), #actual)
/* For values over INTMAX_MAX. */
#define ASSERT_EQ_UINT(actual, expected)                                                           \
    test_eq_uint(__FILE__, __LINE__, (uintmax_t)(actual), (uintmax_t)(expected), #actual)
/* The same value bit for bit; every NaN is every other. */
#define ASSERT_EQ_DOUBLE(actual, expected)                                                         \
    test_eq_double(__FILE__, __LINE__, (actual), (expected), #actual)

/* const char *; NULL equals only NULL. */
#define ASSERT_EQ_STR(actual, expected)                                                            \
    test_eq_str(__FILE__, __LINE__, (actual), (expected), #actual)
/* struct view against const char *. */
#define ASSERT_EQ_VIEW(actual, expected)                                                           \
    test_eq_view(__FILE__, __LINE__, (actual), view_of(expected), #actual)
/* struct view against struct view: VIEW("a\0b") keeps its NUL. */
#define ASSERT_EQ_BYTES(actual, expected)                                                          \
    test_eq_view(__FILE__, __LINE__, (actual), (expected), #actual)
/* struct buf * against const char *. */
#define ASSERT_EQ_BUF(actual, expected)                                                            \
    test_eq_view(__FILE__, __LINE__, buf_view(actual), view_of(expected), #actual)

/* const char * that has PART in it, or not. */
#define ASSERT_CONTAINS(text, part) test_contains(__FILE__, __LINE__, (text), (part), true, #text)
#define ASSERT_NOT_CONTAINS(text, part)                                                            \
    test_contains(__FILE__, __LINE__, (text), (part), false, #text)

/*
 * EXPR is true (or not NULL), and if not, ERR says why. ERR is a struct error, not a pointer:
 *     ASSERT_OK(file_read(&text, path, &err), err);
 */
#define ASSERT_OK(expr, err) test_ok(__FILE__, __LINE__, (expr) ? true : false, &(err), #expr)
/*
 * EXPR is false (or NULL), ERR has CODE, and its message contains TEXT ("" for any). ERR is clear
 * afterwards, so that the next call can use it again; look at the hint with ASSERT_FAILS_HINT.
 */
#define ASSERT_FAILS(expr, err, code, text)                                                        \
    test_fails(__FILE__, __LINE__, (expr) ? true : false, &(err), (code), (text), "", #expr)
#define ASSERT_FAILS_HINT(expr, err, code, text, hint)                                             \
    test_fails(__FILE__, __LINE__, (expr) ? true : false, &(err), (code), (text), (hint), #expr)

#define TEST_FAIL(...) test_fail(__FILE__, __LINE__, __VA_ARGS__)

/* ---- Files: what these return lives until the test ends, and is removed then */

/* This test's own empty directory, absolute. */
const char *test_dir(void);
/* The path of a new file NAME ("a/b.yaml": directories are made) below test_dir(), holding TEXT. */
const char *test_file(const char *name, const char *text);
const char *test_file_bytes(const char *name, struct view bytes);
/* All bytes of PATH (absolute or from the checkout's root), NUL-terminated; fails when unreadable.
 */
struct view test_read(const char *path);
/* "FORMAT" in memory that lives until the test ends. */
const char *test_format(const char *format, ...) PRINTF(1, 2);

/* ---- What the macros call */

NORETURN void test_fail(const char *file, int line, const char *format, ...) PRINTF(3, 4);
void test_true(const char *file, int line, bool condition, const char *text);
void test_eq_int(const char *file, int line, intmax_t actual, intmax_t expected, const char *text);
void test_eq_uint(const char *file, int line, uintmax_t actual, uintmax_t expected,
                  const char *text);
void test_eq_double(const char *file, int line, double actual, double expected, const char *text);
void test_eq_str(const char *file, int line, const char *actual, const char *expected,
                 const char *text);
void test_eq_view(const char *file, int line, struct view actual, struct view expected,
                  const char *text);
void test_contains(const char *file, int line, const char *text, const char *part, bool wanted,
                   const char *what);
void test_ok(const char *file, int line, bool result, struct error *err, const char *text);
void test_fails(const char *file, int line, bool result, struct error *err, enum error_code code,
                const char *message, const char *hint, const char *text);

#endif
