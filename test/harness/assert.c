/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "harness/diff.h"
#include "harness/run.h"
#include "harness/test.h"

/* Every failure starts with this line; what follows it explains. */
PRINTF(3, 4)
static void begin(const char *file, int line, const char *format, ...)
{
    va_list args;

    printf("# %s:%d: ", file, line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

void test_fail(const char *file, int line, const char *format, ...)
{
    va_list args;

    printf("# %s:%d: ", file, line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    run_abort_test(file, line);
}

void test_true(const char *file, int line, bool condition, const char *text)
{
    if (!condition)
        test_fail(file, line, "not so: %s", text);
}

void test_eq_int(const char *file, int line, intmax_t actual, intmax_t expected, const char *text)
{
    if (actual != expected)
        test_fail(file, line, "%s is %" PRIdMAX ", expected %" PRIdMAX, text, actual, expected);
}

void test_eq_uint(const char *file, int line, uintmax_t actual, uintmax_t expected,
                  const char *text)
{
    if (actual != expected)
        test_fail(file, line, "%s is %" PRIuMAX ", expected %" PRIuMAX, text, actual, expected);
}

void test_eq_double(const char *file, int line, double actual, double expected, const char *text)
{
    bool both_nan = actual != actual && expected != expected;

    if (!both_nan && memcmp(&actual, &expected, sizeof(actual)) != 0)
        test_fail(file, line, "%s is %.17g, expected %.17g", text, actual, expected);
}

void test_eq_str(const char *file, int line, const char *actual, const char *expected,
                 const char *text)
{
    if (!actual && !expected)
        return;
    if (!actual || !expected)
        test_fail(file, line, "%s is %s%s%s, expected %s%s%s", text, actual ? "\"" : "",
                  actual ? actual : "NULL", actual ? "\"" : "", expected ? "\"" : "",
                  expected ? expected : "NULL", expected ? "\"" : "");
    test_eq_view(file, line, view_of(actual), view_of(expected), text);
}

static bool is_one_line(struct view text)
{
    return text.len == 0 || !memchr(text.data, '\n', text.len);
}

void test_eq_view(const char *file, int line, struct view actual, struct view expected,
                  const char *text)
{
    if (view_eq(actual, expected))
        return;
    begin(file, line, "%s is not what was expected", text);
    if (is_one_line(actual) && is_one_line(expected)) {
        printf("#   expected: \"");
        diff_print_escaped(stdout, expected);
        printf("\"\n#   actual:   \"");
        diff_print_escaped(stdout, actual);
        printf("\"\n");
    } else {
        diff_print(stdout, expected, actual);
    }
    run_abort_test(file, line);
}

void test_contains(const char *file, int line, const char *text, const char *part, bool wanted,
                   const char *what)
{
    bool found = text && strstr(text, part);

    if (found == wanted)
        return;
    begin(file, line, wanted ? "%s has no \"%s\" in it:" : "%s has \"%s\" in it:", what, part);
    printf("#   \"");
    diff_print_escaped(stdout, view_of(text));
    printf("\"\n");
    run_abort_test(file, line);
}

static const char *message_of(const struct error *err)
{
    return err->message ? err->message : "";
}

void test_ok(const char *file, int line, bool result, struct error *err, const char *text)
{
    if (!result)
        test_fail(file, line, "%s failed (code %d): %s", text, (int)err->code, message_of(err));
    if (err->code != ERROR_NONE)
        test_fail(file, line, "%s succeeded and set an error (code %d): %s", text, (int)err->code,
                  message_of(err));
}

void test_fails(const char *file, int line, bool result, struct error *err, enum error_code code,
                const char *message, const char *hint, const char *text)
{
    if (result)
        test_fail(file, line, "%s succeeded, expected the error \"%s\"", text, message);
    if (err->code != code)
        test_fail(file, line, "%s failed with code %d, expected %d; its message: %s", text,
                  (int)err->code, (int)code, message_of(err));
    test_contains(file, line, message_of(err), message, true, "the error's message");
    test_contains(file, line, err->hint ? err->hint : "", hint, true, "the error's hint");
    error_clear(err);
}
