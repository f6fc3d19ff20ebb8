/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/test.h"
#include "preset/directory.h"

static enum loader_kind kind_of(const char *path)
{
    struct loader loader = preset_directory_loader();

    return loader.ops->kind(loader.context, path);
}

static bool read_path(struct buf *out, const char *path, struct error *err)
{
    struct loader loader = preset_directory_loader();
    char *real = loader.ops->real_path(loader.context, path, err);
    bool ok = real && loader.ops->read(loader.context, out, real, err);

    free(real);
    return ok;
}

TEST(directory, tells_files_from_directories_and_all_else)
{
    const char *file = test_file("d/a.yaml", "x\n");
    const char *fifo = test_format("%s/fifo", test_dir());

    ASSERT_EQ_INT(mkfifo(fifo, 0600), 0);
    ASSERT_EQ_INT(kind_of(file), LOADER_FILE);
    ASSERT_EQ_INT(kind_of(test_dir()), LOADER_DIRECTORY);
    ASSERT_EQ_INT(kind_of(fifo), LOADER_OTHER);
    ASSERT_EQ_INT(kind_of("/dev/zero"), LOADER_OTHER);
    ASSERT_EQ_INT(kind_of(test_format("%s/none", test_dir())), LOADER_ABSENT);
}

TEST(directory, reads_a_file_and_a_link_to_one)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);
    const char *file = test_file("a.yaml", "x\n");
    const char *link = test_format("%s/link.yaml", test_dir());

    ASSERT_EQ_INT(symlink(file, link), 0);
    ASSERT_OK(read_path(&out, link, &err), err);
    ASSERT_EQ_BUF(&out, "x\n");
}

TEST(directory, R_026_a_link_that_appears_after_the_check_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);
    struct loader loader = preset_directory_loader();
    const char *secret = test_file("secret", "x\n");
    AUTO_CHARS real = loader.ops->real_path(loader.context, test_dir(), &err);

    ASSERT_OK(real, err);
    ASSERT_EQ_INT(symlink(secret, test_format("%s/a.yaml", test_dir())), 0);
    ASSERT_FAILS(loader.ops->read(loader.context, &out, test_format("%s/a.yaml", real), &err), err,
                 ERROR_FORBIDDEN, "became a link");
    ASSERT_EQ_INT(symlink(test_dir(), test_format("%s/dir", test_dir())), 0);
    ASSERT_FAILS(loader.ops->read(loader.context, &out, test_format("%s/dir/secret", real), &err),
                 err, ERROR_FORBIDDEN, "became a link");
    ASSERT_EQ_INT(out.len, 0);
}

TEST(directory, R_026_links_in_a_loop_are_an_error)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);
    const char *one = test_format("%s/one", test_dir()), *two = test_format("%s/two", test_dir());

    ASSERT_EQ_INT(symlink(one, two), 0);
    ASSERT_EQ_INT(symlink(two, one), 0);
    ASSERT_EQ_INT(kind_of(one), LOADER_ABSENT);
    ASSERT_FALSE(read_path(&out, one, &err));
}

TEST(directory, R_029_a_fifo_a_device_and_a_directory_are_not_read)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);
    const char *fifo = test_format("%s/fifo", test_dir());

    ASSERT_EQ_INT(mkfifo(fifo, 0600), 0);
    ASSERT_FAILS(read_path(&out, fifo, &err), err, ERROR_INVALID, "is not a regular file");
    ASSERT_FAILS(read_path(&out, "/dev/zero", &err), err, ERROR_INVALID, "is not a regular file");
    ASSERT_FAILS(read_path(&out, test_dir(), &err), err, ERROR_INVALID, "is not a regular file");
}

TEST(directory, R_030_a_file_that_vanished_is_named)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);
    struct loader loader = preset_directory_loader();
    AUTO_CHARS real = loader.ops->real_path(loader.context, test_dir(), &err);

    ASSERT_OK(real, err);
    ASSERT_FAILS(loader.ops->read(loader.context, &out, test_format("%s/gone", real), &err), err,
                 ERROR_NOT_FOUND, "/gone'");
    ASSERT_FAILS(loader.ops->read(loader.context, &out, "gone", &err), err, ERROR_INVALID,
                 "not an absolute path");
}

/* Append to PATH until killed, or long enough; the process's id. */
static pid_t keep_writing(const char *path)
{
    pid_t child = fork();
    int fd;

    if (child != 0)
        return child;
    fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    for (int i = 0; i < 10000000; i++)
        if (write(fd, "x\n", 2) != 2)
            break;
    _exit(1);
}

TEST(directory, R_030_a_file_that_grows_while_it_is_read_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT((size_t)16 << 20);
    AUTO(buf) out = BUF_INIT((size_t)64 << 20);
    bool done = true;

    buf_add_repeat(&text, '#', (size_t)8 << 20);
    const char *path = test_file("growing.yaml", buf_text(&text));
    pid_t writer = keep_writing(path);

    ASSERT_TRUE(writer > 0);
    for (int i = 0; i < 200 && done; i++) {
        buf_clear(&out);
        done = read_path(&out, path, &err);
    }
    kill(writer, SIGKILL);
    waitpid(writer, NULL, 0);
    ASSERT_FAILS(done, err, ERROR_IO, "growing.yaml' was changed while it was being read");
    ASSERT_EQ_INT(out.len, 0);
}
