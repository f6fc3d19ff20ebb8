/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#if defined(__linux__) && __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#include <sys/syscall.h>
#ifdef SYS_openat2
#define HAS_OPENAT2
#endif
#endif

void fd_close(int *fd)
{
    int saved = errno;

    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = saved;
}

bool fd_pipe(int fds[2])
{
    int raw[2];

    if (pipe(raw) < 0)
        return false;
    fds[0] = fcntl(raw[0], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    fds[1] = fds[0] < 0 ? -1 : fcntl(raw[1], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    fd_close(&raw[0]);
    fd_close(&raw[1]);
    if (fds[1] >= 0)
        return true;
    fd_close(&fds[0]);
    return false;
}

void fd_set_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    if (flags >= 0)
        (void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

int fd_open_no_links(const char *path, int flags)
{
#ifdef HAS_OPENAT2
    struct open_how how = { .flags = (unsigned)flags, .resolve = RESOLVE_NO_SYMLINKS };
    int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));

    /* A sandbox that does not know the call, and a directory that moved meanwhile. */
    if (fd < 0 && (errno == EPERM || errno == EAGAIN))
        errno = ENOSYS;
    return fd;
#else
    (void)path;
    (void)flags;
    errno = ENOSYS;
    return -1;
#endif
}

bool fd_has_no_links(const char *path)
{
#ifdef HAS_OPENAT2
    AUTO_FD fd = fd_open_no_links(path, O_PATH | O_CLOEXEC);

    return fd >= 0;
#else
    (void)path;
    return false;
#endif
}
