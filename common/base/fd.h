/* SPDX-License-Identifier: Apache-2.0 */
/* base/fd.h - file descriptors, for the few files that hold one */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <stdbool.h>

#include "base/compiler.h"

/* An int that is closed at the end of its scope when it is not negative. */
#define AUTO_FD __attribute__((cleanup(fd_close))) int

/* Closes *FD unless it is negative and leaves -1 there. Errno stays. */
void fd_close(int *fd);
/*
 * A pipe, fds[0] to read and fds[1] to write: not inherited by programs we run, and never 0, 1 or
 * 2, even when those are closed. False and errno on failure.
 */
bool fd_pipe(int fds[2]) MUST_CHECK;
void fd_set_nonblocking(int fd);
/*
 * Open PATH with FLAGS when no step of it is a link. -1 and errno on failure: ELOOP for a link,
 * ENOSYS where the system cannot do this in one call (Linux 5.6 can).
 */
int fd_open_no_links(const char *path, int flags) MUST_CHECK;
/* PATH is there and no step of it is a link; false also where that cannot be told in one call. */
bool fd_has_no_links(const char *path) MUST_CHECK;

#endif
