/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/file.h - whole files, checked; the only place that opens them
 *
 * Every function names the path and the system's reason in its error. EINTR and short reads and
 * writes are handled inside.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"

enum file_kind { FILE_ABSENT, FILE_REGULAR, FILE_DIRECTORY, FILE_OTHER };

/* What is at PATH, links followed. Unreadable or absent: FILE_ABSENT. */
enum file_kind file_kind(const char *path);
/*
 * Append PATH's bytes to OUT (up to its ceiling: ERROR_LIMIT beyond). Only a regular file is read:
 * a directory, fifo, socket or device is refused by type before a byte is read.
 */
bool file_read(struct buf *out, const char *path, struct error *err) MUST_CHECK;
/* Append everything that FD gives; NAME is what messages call it ("<stdin>"). */
bool file_read_fd(struct buf *out, int fd, const char *name, struct error *err) MUST_CHECK;
/* The same of a regular file from its start, when fstat() has said already that it has SIZE bytes.
 */
bool file_read_sized(struct buf *out, int fd, size_t size, const char *name,
                     struct error *err) MUST_CHECK;
/* Write all of V to FD. EPIPE is ERROR_PIPE. */
bool file_write_fd(int fd, struct view v, const char *name, struct error *err) MUST_CHECK;
/* Write V to PATH by a temporary file in its directory and a rename; MODE e.g. 0644. Links are not
 * followed. */
bool file_write(const char *path, struct view v, unsigned mode, struct error *err) MUST_CHECK;
/* Names in the directory PATH without "." and "..", sorted by bytes; at most MAX (ERROR_LIMIT). */
bool file_list(struct strv *names, const char *path, size_t max, struct error *err) MUST_CHECK;
/* A fresh private directory (0700) below $TMPDIR or /tmp; the caller frees the path. NULL on
 * failure. */
char *file_make_private_dir(const char *prefix, struct error *err) MUST_CHECK;
/* Remove PATH and all below it without following links; best effort, for clean-up. */
void file_remove_tree(const char *path);
/* Create the directory PATH and its missing parents (0755 & ~umask). An existing directory is fine.
 */
bool file_make_dirs(const char *path, struct error *err) MUST_CHECK;
/* The canonical absolute path of PATH, links resolved; the caller frees it. NULL and *err when
 * absent. */
char *file_real_path(const char *path, struct error *err) MUST_CHECK;
/* "DIR/NAME"; an absolute NAME or an empty DIR gives NAME. The caller frees it. */
char *file_join(const char *dir, const char *name) MUST_CHECK;
/* Lexically cleaned as Go's filepath.Clean does ("a/../b/." is "b", "" is "."). The caller frees
 * it. */
char *file_clean(const char *path) MUST_CHECK;
/* The part after the last '/', borrowed from PATH. */
const char *file_base(const char *path);
/* The absolute path of the executable NAME: itself if it has a '/', else by $PATH. NULL when there
 * is none. */
char *file_find_program(const char *name) MUST_CHECK;

#endif
