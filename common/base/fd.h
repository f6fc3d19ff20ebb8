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

#endif
