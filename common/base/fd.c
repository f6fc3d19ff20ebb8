/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

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
