/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/test.h"

TEST(fd, closing_forgets_the_number_and_keeps_errno)
{
    int fd = open("/dev/null", O_RDONLY);
    int same = fd;

    errno = EXDEV;
    fd_close(&fd);
    ASSERT_EQ_INT(fd, -1);
    fd_close(&fd);
    ASSERT_EQ_INT(errno, EXDEV);
    ASSERT_EQ_INT(fcntl(same, F_GETFD), -1);
}

TEST(fd, a_pipe_is_closed_in_programs_and_not_a_standard_stream)
{
    int old = dup(STDIN_FILENO);
    int fds[2];

    close(STDIN_FILENO);

    bool made = fd_pipe(fds);

    if (old >= 0) {
        dup2(old, STDIN_FILENO);
        close(old);
    }
    ASSERT_TRUE(made);
    for (int i = 0; i < 2; i++) {
        ASSERT_TRUE(fds[i] > STDERR_FILENO);
        ASSERT_TRUE(fcntl(fds[i], F_GETFD) & FD_CLOEXEC);
        fd_close(&fds[i]);
    }
}

TEST(fd, no_descriptor_leaks_when_there_are_too_few)
{
    struct rlimit old;
    int fds[2];
    int next = open("/dev/null", O_RDONLY);

    ASSERT_EQ_INT(getrlimit(RLIMIT_NOFILE, &old), 0);
    for (rlim_t room = 0; room < 4; room++) {
        struct rlimit tight = { .rlim_cur = (rlim_t)next + room, .rlim_max = old.rlim_max };

        fd_close(&next);
        ASSERT_EQ_INT(setrlimit(RLIMIT_NOFILE, &tight), 0);

        bool made = fd_pipe(fds);
        int errnum = errno;

        setrlimit(RLIMIT_NOFILE, &old);
        ASSERT_FALSE(made);
        ASSERT_EQ_INT(errnum, EMFILE);

        int again = open("/dev/null", O_RDONLY);

        ASSERT_EQ_INT(again, (int)(tight.rlim_cur - room)); /* the lowest free number, as before */
        next = again;
    }
    fd_close(&next);
}

TEST(fd, a_nonblocking_pipe_says_so)
{
    char byte;
    int fds[2];

    ASSERT_TRUE(fd_pipe(fds));
    fd_set_nonblocking(fds[0]);
    ASSERT_EQ_INT(read(fds[0], &byte, 1), -1);
    ASSERT_EQ_INT(errno, EAGAIN);
    fd_close(&fds[0]);
    fd_close(&fds[1]);
}

TEST(fd, R_026_a_path_with_a_link_in_it_is_told_from_one_without)
{
    const char *file = test_file("dir/file", "x");
    const char *link = test_format("%s/link", test_dir());
    int fd = fd_open_no_links(file, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        ASSERT_EQ_INT(errno, ENOSYS);
        ASSERT_FALSE(fd_has_no_links(file));
        return;
    }
    fd_close(&fd);
    ASSERT_TRUE(fd_has_no_links(file));
    ASSERT_FALSE(fd_has_no_links(test_format("%s/absent", test_dir())));
    ASSERT_EQ_INT(symlink("dir", link), 0);
    ASSERT_FALSE(fd_has_no_links(test_format("%s/file", link)));
    ASSERT_EQ_INT(fd_open_no_links(test_format("%s/file", link), O_RDONLY), -1);
    ASSERT_EQ_INT(errno, ELOOP);
}
