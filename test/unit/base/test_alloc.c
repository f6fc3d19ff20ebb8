/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"

#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "harness/test.h"

static void want_too_much(void)
{
    volatile size_t count = SIZE_MAX / 2; /* the compiler must not know */

    free(mem_resize(NULL, count, 4));
}

static void want_a_negative_size(void)
{
    volatile size_t size = SIZE_MAX;

    free(mem_alloc(size));
}

static void want_too_many_zeros(void)
{
    volatile size_t count = SIZE_MAX / 8 + 2;

    free(mem_alloc_zero(count, 8));
}

/* RUN ends its process with status 1 and one line on standard error. */
static void assert_exhausts(void (*run)(void))
{
    AUTO(buf) said = BUF_INIT(4096);
    struct error err = ERROR_INIT;
    int fds[2];
    int status = 0;

    ASSERT_EQ_INT(pipe(fds), 0);

    pid_t pid = fork();

    if (pid == 0) {
        dup2(fds[1], STDERR_FILENO);
        run();
        _exit(77);
    }
    close(fds[1]);
    ASSERT_OK(file_read_fd(&said, fds[0], "the child", &err), err);
    close(fds[0]);
    ASSERT_EQ_INT(waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ_INT(WEXITSTATUS(status), 1);
    ASSERT_CONTAINS(buf_text(&said), "error: out of memory (");
}

TEST(alloc, an_overflowing_array_size_ends_the_program)
{
    assert_exhausts(want_too_much);
}

TEST(alloc, an_impossible_size_ends_the_program)
{
    assert_exhausts(want_a_negative_size);
}

TEST(alloc, an_overflowing_zeroed_array_ends_the_program)
{
    assert_exhausts(want_too_many_zeros);
}

TEST(alloc, size_zero_is_a_byte_that_can_be_written)
{
    char *memory = mem_alloc(0);

    memory[0] = 'x';
    free(memory);
    memory = mem_resize(NULL, 0, 8);
    memory[0] = 'x';
    free(memory);
}

TEST(alloc, zeroed_memory_is_zero)
{
    uint64_t *numbers = mem_alloc_zero(100, sizeof(*numbers));

    for (size_t i = 0; i < 100; i++)
        ASSERT_EQ_UINT(numbers[i], 0);
    free(numbers);
}

TEST(alloc, a_copied_text_ends_with_nul_and_keeps_inner_ones)
{
    AUTO_CHARS copy = mem_copy_text("a\0bc", 3);

    ASSERT_EQ_BYTES(view_make(copy, 4), VIEW("a\0b\0"));
}

TEST(alloc, copying_no_text_gives_no_text)
{
    AUTO_CHARS copy = chars_copy("text");

    ASSERT_EQ_STR(copy, "text");
    ASSERT_NULL(chars_copy(NULL));
}

TEST(alloc, a_growing_array_keeps_its_elements)
{
    size_t *array = NULL;
    size_t len = 0;
    size_t cap = 0;

    for (size_t i = 0; i < 1000; i++) {
        ARRAY_GROW(array, len, cap);
        array[len++] = i;
    }
    ASSERT_TRUE(cap >= 1000 && cap < 4000);
    for (size_t i = 0; i < len; i++)
        ASSERT_EQ_UINT(array[i], i);
    free(array);
}

TEST(alloc, memory_that_is_expected_to_be_filled_stays_what_it_is)
{
    size_t size = (size_t)5 << 20;
    char *memory = mem_alloc(size);

    memory[size / 2] = 'x';
    mem_expect_filling(memory, size);
    mem_expect_filling(memory, 1);
    ASSERT_EQ_INT(memory[size / 2], 'x');
    memset(memory, 'y', size);
    ASSERT_EQ_INT(memory[size - 1], 'y');
    free(memory);
}
