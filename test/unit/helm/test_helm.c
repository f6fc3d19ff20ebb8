/* SPDX-License-Identifier: Apache-2.0 */
#include "helm/helm.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/test.h"

/* A program that stands in for helm where the real one would not fail as wanted. */
static const char *fake(const char *script)
{
    const char *path = test_file("helm", test_format("#!/bin/sh\n%s\n", script));

    ASSERT_EQ_INT(chmod(path, 0755), 0);
    return path;
}

static bool run(struct buf *out, struct buf *talk, const char *helm, double timeout,
                struct error *err)
{
    const struct helm_render render = { .helm = helm,
                                        .release = "nb-1",
                                        .namespace = "film",
                                        .chart = "charts/x",
                                        .values = VIEW("{\"secret\":\"hunter2\"}"),
                                        .timeout_seconds = timeout };

    return helm_template(out, talk, &render, err);
}

TEST(helm, values_go_to_standard_input_and_never_to_an_argument)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) talk = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(run(&out, &talk, fake("printf '%s\\n' \"$@\"; cat; echo note >&2"), 0, &err), err);
    ASSERT_EQ_BUF(&out, "template\n--namespace=film\n--values=-\n--\nnb-1\ncharts/x\n"
                        "{\"secret\":\"hunter2\"}");
    ASSERT_EQ_BUF(&talk, "note\n");
}

TEST(helm, R_142_its_own_words_are_in_the_error)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_FAILS_HINT(
        run(&out, NULL, fake("echo half; echo 'Error: parse x' >&2; exit 3"), 0, &err), err,
        ERROR_PROCESS, "helm failed with status 3: parse x", "charts/x");
    ASSERT_EQ_INT(out.len, 0);
    ASSERT_FAILS(run(&out, NULL, fake("exit 1"), 0, &err), err, ERROR_PROCESS, "it said nothing");
}

TEST(helm, R_143_a_signal_and_a_hang_are_told)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_FAILS(run(&out, NULL, fake("kill -9 $$"), 0, &err), err, ERROR_PROCESS, "signal 9");
    ASSERT_FAILS(run(&out, NULL, fake("exec tail -f /dev/null"), 0.2, &err), err, ERROR_TIMEOUT,
                 "0.2 seconds");
}

TEST(helm, R_141_absent_or_no_program_is_told_with_what_to_do)
{
    struct error err = ERROR_INIT;
    const char *path = test_file("not-a-program", "x");
    char *found;

    ASSERT_FAILS_HINT(helm_find(path, &err), err, ERROR_NOT_FOUND, path, "HELM_BIN");
    ASSERT_FAILS(helm_find(test_dir(), &err), err, ERROR_NOT_FOUND, test_dir());
    ASSERT_FAILS(helm_find("/none/helm", &err), err, ERROR_NOT_FOUND, "/none/helm");
    found = helm_find(fake("exit"), &err);
    ASSERT_NOT_NULL(found);
    free(found);
}

/* CONTEXT is the fifo on which the helm of the test waits. */
static void end_wait(void *context, double seconds)
{
    const char *fifo = context;
    int fd = open(fifo, O_WRONLY | O_NONBLOCK);

    if (fd >= 0 && write(fd, seconds >= 0.3 ? "late\n" : "soon\n", 5) == 5)
        close(fd);
}

TEST(helm, who_waits_long_is_told_so)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;
    char *fifo = view_copy(view_of(test_format("%s/fifo", test_dir())));
    struct helm_render render = { .helm = fake(test_format("read word <'%s'; echo $word", fifo)),
                                  .release = "x",
                                  .chart = "c",
                                  .timeout_seconds = 60,
                                  .waiting = end_wait,
                                  .waiting_context = fifo };

    ASSERT_EQ_INT(mkfifo(fifo, 0600), 0);
    ASSERT_OK(helm_template(&out, NULL, &render, &err), err);
    ASSERT_EQ_BUF(&out, "late\n");
    free(fifo);
}
