/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/process.h"
#include "harness/test.h"

/* ---- reading files ---- */

TEST(file, kinds_are_told_apart_through_links)
{
    const char *path = test_file("a", "");
    const char *link = test_format("%s/link", test_dir());
    const char *dangling = test_format("%s/dangling", test_dir());

    ASSERT_EQ_INT(symlink(path, link), 0);
    ASSERT_EQ_INT(symlink("nowhere", dangling), 0);
    ASSERT_EQ_INT(file_kind(path), FILE_REGULAR);
    ASSERT_EQ_INT(file_kind(link), FILE_REGULAR);
    ASSERT_EQ_INT(file_kind(test_dir()), FILE_DIRECTORY);
    ASSERT_EQ_INT(file_kind("/dev/null"), FILE_OTHER);
    ASSERT_EQ_INT(file_kind(dangling), FILE_ABSENT);
}

TEST(file, reading_appends_every_byte)
{
    AUTO(buf) text = BUF_INIT(1000);
    AUTO(error) err = ERROR_INIT;

    buf_add(&text, "before ");
    ASSERT_OK(file_read(&text, test_file_bytes("a", VIEW("a\0b\n")), &err), err);
    ASSERT_EQ_BYTES(buf_view(&text), VIEW("before a\0b\n"));
    ASSERT_OK(file_read(&text, test_file("empty", ""), &err), err);
    ASSERT_EQ_BYTES(buf_view(&text), VIEW("before a\0b\n"));
}

TEST(file, a_file_is_read_to_its_end_whatever_size_was_told)
{
    const char *path = test_file("a", "0123456789");

    for (size_t size = 0; size < 20; size += 5) {
        AUTO(buf) text = BUF_INIT(1000);
        AUTO(error) err = ERROR_INIT;
        AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);

        ASSERT_OK(file_read_sized(&text, fd, size, path, &err), err);
        ASSERT_EQ_STR(buf_text(&text), "0123456789");
    }
}

TEST(file, a_file_without_a_size_is_read_to_its_end)
{
    AUTO(buf) text = BUF_INIT(1 << 20);
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(file_read(&text, "/proc/self/status", &err), err);
    ASSERT_CONTAINS(buf_text(&text), "Pid:");
}

TEST(file, exactly_the_ceiling_is_read_and_a_byte_more_is_refused)
{
    AUTO(buf) exact = BUF_INIT(7);
    AUTO(buf) less = BUF_INIT(6);
    AUTO(error) err = ERROR_INIT;
    const char *path = test_file("a", "1234567");

    ASSERT_OK(file_read(&exact, path, &err), err);
    ASSERT_EQ_BUF(&exact, "1234567");
    buf_add(&less, "x");
    ASSERT_FAILS(file_read(&less, path, &err), err, ERROR_LIMIT, "it is over 5 bytes");
    ASSERT_EQ_BUF(&less, "x");
    ASSERT_FAILS(file_read(&less, "/proc/self/status", &err), err, ERROR_LIMIT, "over 5 bytes");
    ASSERT_EQ_BUF(&less, "x");
}

TEST(file, an_absent_file_is_named_with_the_reason)
{
    AUTO(buf) text = BUF_INIT(10);
    AUTO(error) err = ERROR_INIT;
    const char *path = test_format("%s/absent", test_dir());

    ASSERT_FAILS(file_read(&text, path, &err), err, ERROR_NOT_FOUND,
                 test_format("cannot read '%s': No such file", path));
    path = test_format("%s/below", test_file("a", ""));
    ASSERT_FAILS(file_read(&text, path, &err), err, ERROR_NOT_FOUND, "Not a directory");
    ASSERT_FALSE(file_read(&text, path, NULL));
}

TEST(file, R_029_only_a_regular_file_is_read)
{
    AUTO(buf) text = BUF_INIT(1000);
    AUTO(error) err = ERROR_INIT;
    const char *fifo = test_format("%s/fifo", test_dir());
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    const char *path = test_format("%s/s", test_dir());

    ASSERT_EQ_INT(mkfifo(fifo, 0600), 0); /* nobody writes: an open() that waits would hang */
    ASSERT_TRUE(strlen(path) < sizeof(name.sun_path));
    memcpy(name.sun_path, path, strlen(path) + 1);
    ASSERT_EQ_INT(bind(listener, (const struct sockaddr *)&name, sizeof(name)), 0);
    ASSERT_FAILS(file_read(&text, fifo, &err), err, ERROR_INVALID,
                 "it is a named pipe, not a file");
    ASSERT_FAILS(file_read(&text, path, &err), err, ERROR_INVALID, "it is a socket, not a file");
    ASSERT_FAILS(file_read(&text, test_dir(), &err), err, ERROR_INVALID, "it is a directory");
    ASSERT_FAILS(file_read(&text, "/dev/zero", &err), err, ERROR_INVALID, "it is a device");
    ASSERT_EQ_UINT(text.len, 0);
    close(listener);
}

/* ---- reading descriptors ---- */

/* The read end of a pipe into which a child writes V in pieces of PIECE bytes. */
static int slow_pipe(struct view v, size_t piece, pid_t *pid)
{
    int fds[2];

    ASSERT_TRUE(fd_pipe(fds));
    *pid = fork();
    if (*pid == 0) {
        for (size_t at = 0; at < v.len; at += piece) {
            size_t len = v.len - at < piece ? v.len - at : piece;

            if (write(fds[1], v.data + at, len) != (ssize_t)len)
                _exit(1);
        }
        _exit(0);
    }
    close(fds[1]);
    return fds[0];
}

static void assert_child_ends(pid_t pid, int expected)
{
    int status = 0;

    ASSERT_EQ_INT(waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ_INT(WEXITSTATUS(status), expected);
}

static void make_pattern(struct buf *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        buf_add_byte(text, (char)(i * 31 % 251));
}

TEST(file, short_reads_add_up)
{
    static const size_t pieces[] = { 1, 7, 4096, 300000 };
    AUTO(buf) text = BUF_INIT(400000);
    AUTO(error) err = ERROR_INIT;

    make_pattern(&text, 20000);
    for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
        AUTO(buf) got = BUF_INIT(400000);
        pid_t pid = 0;
        AUTO_FD fd = slow_pipe(buf_view(&text), pieces[i], &pid);

        ASSERT_OK(file_read_fd(&got, fd, "<stdin>", &err), err);
        ASSERT_EQ_BYTES(buf_view(&got), buf_view(&text));
        assert_child_ends(pid, 0);
        make_pattern(&text, 90000);
    }
}

TEST(file, a_nonblocking_descriptor_is_waited_for)
{
    AUTO(buf) text = BUF_INIT(400000);
    AUTO(buf) got = BUF_INIT(400000);
    AUTO(error) err = ERROR_INIT;
    pid_t pid = 0;

    make_pattern(&text, 300000);

    AUTO_FD fd = slow_pipe(buf_view(&text), 1000, &pid);

    fd_set_nonblocking(fd);
    ASSERT_OK(file_read_fd(&got, fd, "<stdin>", &err), err);
    ASSERT_EQ_BYTES(buf_view(&got), buf_view(&text));
    assert_child_ends(pid, 0);
}

TEST(file, an_open_file_is_read_from_where_it_stands)
{
    AUTO(buf) text = BUF_INIT(4);
    AUTO(error) err = ERROR_INIT;
    AUTO_FD fd = open(test_file("a", "abcdefg"), O_RDONLY);

    ASSERT_EQ_INT(lseek(fd, 3, SEEK_SET), 3);
    ASSERT_OK(file_read_fd(&text, fd, "a", &err), err);
    ASSERT_EQ_BUF(&text, "defg");
}

TEST(file, an_endless_descriptor_ends_at_the_ceiling)
{
    AUTO(buf) text = BUF_INIT(3000000);
    AUTO(error) err = ERROR_INIT;
    AUTO_FD fd = open("/dev/zero", O_RDONLY);

    buf_add(&text, "kept");
    ASSERT_FAILS(file_read_fd(&text, fd, "<stdin>", &err), err, ERROR_LIMIT,
                 "cannot read '<stdin>': it is over 2999996 bytes");
    ASSERT_EQ_BUF(&text, "kept");
}

TEST(file, a_pipe_may_give_exactly_the_ceiling)
{
    AUTO(buf) text = BUF_INIT(5);
    AUTO(error) err = ERROR_INIT;
    pid_t pid = 0;
    AUTO_FD fd = slow_pipe(VIEW("12345"), 2, &pid);

    ASSERT_OK(file_read_fd(&text, fd, "<stdin>", &err), err);
    ASSERT_EQ_BUF(&text, "12345");
    assert_child_ends(pid, 0);
}

TEST(file, descriptors_that_cannot_be_read_say_why)
{
    AUTO(buf) text = BUF_INIT(5);
    AUTO(error) err = ERROR_INIT;
    AUTO_FD dir = open(test_dir(), O_RDONLY);
    AUTO_FD writer = open("/dev/null", O_WRONLY);

    ASSERT_FAILS(file_read_fd(&text, dir, "<stdin>", &err), err, ERROR_INVALID, "is a directory");
    ASSERT_FAILS(file_read_fd(&text, writer, "<stdin>", &err), err, ERROR_IO,
                 "cannot read '<stdin>': Bad file descriptor");
    ASSERT_FAILS(file_read_fd(&text, -1, "<stdin>", &err), err, ERROR_IO, "Bad file descriptor");
}

TEST(file, R_156_an_interrupt_ends_a_read_that_would_wait_for_ever)
{
    AUTO(buf) text = BUF_INIT(5);
    AUTO(error) err = ERROR_INIT;
    int fds[2];

    ASSERT_TRUE(fd_pipe(fds));
    process_watch_interrupts();

    pid_t parent = getpid();
    pid_t pid = fork();

    if (pid == 0)
        _exit(kill(parent, SIGINT) == 0 ? 0 : 1);

    bool result = file_read_fd(&text, fds[0], "<stdin>", &err); /* fds[1] stays open */

    process_forget_interrupts();
    ASSERT_FAILS(result, err, ERROR_INTERRUPTED, "cannot read '<stdin>': interrupted");
    assert_child_ends(pid, 0);
    fd_close(&fds[0]);
    fd_close(&fds[1]);
}

/* ---- writing ---- */

TEST(file, R_019_a_full_disk_is_an_error)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FD fd = open("/dev/full", O_WRONLY);

    ASSERT_FAILS(file_write_fd(fd, VIEW("x"), "<stdout>", &err), err, ERROR_IO,
                 "cannot write '<stdout>': No space left on device");
}

TEST(file, a_reader_that_went_away_is_a_pipe_error)
{
    AUTO(error) err = ERROR_INIT;
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct sigaction old;
    int fds[2];

    ASSERT_TRUE(fd_pipe(fds));
    fd_close(&fds[0]);
    sigaction(SIGPIPE, &ignore, &old);

    bool result = file_write_fd(fds[1], VIEW("x"), "<stdout>", &err);

    sigaction(SIGPIPE, &old, NULL);
    ASSERT_FAILS(result, err, ERROR_PIPE, "cannot write '<stdout>': Broken pipe");
    fd_close(&fds[1]);
}

/* Writes 300000 bytes into a pipe of which a child reads 1000 at a time. */
static void assert_writes_to_slow_reader(bool nonblocking)
{
    AUTO(buf) text = BUF_INIT(400000);
    AUTO(error) err = ERROR_INIT;
    int fds[2];

    make_pattern(&text, 300000);
    ASSERT_TRUE(fd_pipe(fds));

    pid_t pid = fork();

    if (pid == 0) {
        AUTO(buf) got = BUF_INIT(400000);
        char bytes[1000];
        ssize_t len = 0;

        close(fds[1]);
        while ((len = read(fds[0], bytes, sizeof(bytes))) > 0)
            buf_add_bytes(&got, bytes, (size_t)len);
        _exit(view_eq(buf_view(&got), buf_view(&text)) ? 0 : 1);
    }
    fd_close(&fds[0]);
    if (nonblocking)
        fd_set_nonblocking(fds[1]);
    ASSERT_OK(file_write_fd(fds[1], buf_view(&text), "<stdout>", &err), err);
    fd_close(&fds[1]);
    assert_child_ends(pid, 0);
}

TEST(file, a_slow_reader_gets_every_byte)
{
    assert_writes_to_slow_reader(false);
    assert_writes_to_slow_reader(true);
}

static size_t count_entries(void)
{
    AUTO(strv) names = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(file_list(&names, test_dir(), 1000, &err), err);
    return names.len;
}

TEST(file, a_written_file_has_its_bytes_and_mode)
{
    AUTO(error) err = ERROR_INIT;
    const char *path = test_format("%s/new", test_dir());
    mode_t old = umask(022);
    bool result = file_write(path, VIEW("a\0b"), 0666, &err);
    struct stat st;

    umask(old);
    ASSERT_OK(result, err);
    ASSERT_EQ_BYTES(test_read(path), VIEW("a\0b"));
    ASSERT_EQ_INT(stat(path, &st), 0);
    ASSERT_EQ_INT(st.st_mode & 07777, 0644);
    ASSERT_EQ_UINT(count_entries(), 1);
}

TEST(file, P3_a_file_is_replaced_whole_never_changed_in_place)
{
    AUTO(error) err = ERROR_INIT;
    const char *path = test_file("a", "old");
    const char *second = test_format("%s/b", test_dir());

    ASSERT_EQ_INT(link(path, second), 0);
    ASSERT_OK(file_write(path, VIEW("new"), 0644, &err), err);
    ASSERT_EQ_VIEW(test_read(path), "new");
    ASSERT_EQ_VIEW(test_read(second), "old");
}

TEST(file, P3_a_write_that_fails_half_way_leaves_the_old_file)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(100000);
    const char *path = test_file("a", "old");
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct sigaction old_action;
    struct rlimit old;

    buf_add_repeat(&text, 'x', 100000);
    ASSERT_EQ_INT(getrlimit(RLIMIT_FSIZE, &old), 0);

    struct rlimit tight = { .rlim_cur = 50000, .rlim_max = old.rlim_max };

    sigaction(SIGXFSZ, &ignore, &old_action);
    setrlimit(RLIMIT_FSIZE, &tight);

    bool result = file_write(path, buf_view(&text), 0644, &err);

    setrlimit(RLIMIT_FSIZE, &old);
    sigaction(SIGXFSZ, &old_action, NULL);
    ASSERT_FAILS(result, err, ERROR_IO, "File too large");
    ASSERT_EQ_VIEW(test_read(path), "old");
    ASSERT_EQ_UINT(count_entries(), 1);
}

TEST(file, a_link_is_not_written_through)
{
    AUTO(error) err = ERROR_INIT;
    const char *target = test_file("target", "old");
    const char *link = test_format("%s/link", test_dir());

    ASSERT_EQ_INT(symlink(target, link), 0);
    ASSERT_FAILS(file_write(link, VIEW("new"), 0644, &err), err, ERROR_FORBIDDEN,
                 "it is a symbolic link");
    ASSERT_EQ_VIEW(test_read(target), "old");
    ASSERT_EQ_UINT(count_entries(), 2);
}

TEST(file, what_is_no_file_is_not_replaced)
{
    AUTO(error) err = ERROR_INIT;
    const char *missing = test_format("%s/no/where", test_dir());

    ASSERT_FAILS(file_write(test_dir(), VIEW("x"), 0644, &err), err, ERROR_INVALID, "a directory");
    ASSERT_FAILS(file_write("/dev/null", VIEW("x"), 0644, &err), err, ERROR_INVALID, "a device");
    ASSERT_FAILS(file_write(missing, VIEW("x"), 0644, &err), err, ERROR_NOT_FOUND,
                 test_format("cannot write '%s': No such file", missing));
}
