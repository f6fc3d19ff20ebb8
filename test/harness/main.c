/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main - run the tests of one program under cmocka
 *
 * usage: test_FILE [PART...]    only the tests whose "suite: name" contains one of the PARTs
 *
 * Prints TAP, with what was wrong in lines that start with '#', and ends in `N passed, N failed`.
 * Exit status 1 when a test failed or none was chosen.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "harness/run.h"
#include "harness/test.h"

#define TESTS_MAX      2000
#define NAME_BYTES_MAX 300

static struct test_case *first_case;
static struct test_case **last_case = &first_case;

void test_register(struct test_case *test)
{
    *last_case = test;
    last_case = &test->next;
}

void run_abort_test(const char *file, int line)
{
    fflush(stdout);
    _fail(file, line); /* jumps back into cmocka */
    abort();
}

static void run_case(void **state)
{
    const struct test_case *test = *state;

    test->run();
}

static int clean_up(void **state)
{
    (void)state;
    files_clear();
    return 0;
}

static bool is_chosen(const char *name, char **parts)
{
    if (!*parts)
        return true;
    for (; *parts; parts++)
        if (strstr(name, *parts))
            return true;
    return false;
}

/* "strategic_merge: merge key list keeps the other elements"; allocated for the program's life. */
static char *sentence(const struct test_case *test)
{
    char *name = malloc(NAME_BYTES_MAX);

    if (!name)
        abort();
    snprintf(name, NAME_BYTES_MAX, "%s: %s", test->suite, test->name);
    for (char *p = name + strlen(test->suite); *p; p++)
        if (*p == '_')
            *p = ' ';
    return name;
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[TESTS_MAX];
    size_t count = 0;
    int failed;

    (void)argc;
    /* Whoever started us in the background left these ignored, and tests wait for them. */
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (struct test_case *test = first_case; test; test = test->next) {
        char *name = sentence(test);

        if (!is_chosen(name, argv + 1) || count == TESTS_MAX) {
            free(name);
            continue;
        }
        tests[count++] = (struct CMUnitTest){
            .name = name, .test_func = run_case, .teardown_func = clean_up, .initial_state = test
        };
    }
    cmocka_set_message_output(CM_OUTPUT_TAP);
    failed = count > 0 ? _cmocka_run_group_tests(argv[0], tests, count, NULL, NULL) : 0;
    fflush(stderr);
    for (size_t i = 0; i < count; i++)
        free((void *)(uintptr_t)tests[i].name);
    printf("%d passed, %d failed\n", (int)count - failed, failed);
    fflush(stdout);
    /* A failed assertion jumps over its test's releases: a report of those leaks is noise. */
    if (failed != 0)
        _Exit(1);
    return count == 0;
}
