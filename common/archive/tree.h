/* SPDX-License-Identifier: Apache-2.0 */
/*
 * archive/tree.h - a small tree of files in memory: what a package holds
 *
 * A member's path is relative, made of plain names joined by '/', and unique even where a file
 * system ignores case. Names are checked when a member is added, whoever adds it: no absolute path,
 * no drive, no empty, `.` or `..` part, no backslash, control character, combining mark or byte
 * that is no UTF-8. A path is never both a file and a directory. Source: robustness.md 3.3.
 */
#ifndef ARCHIVE_TREE_H
#define ARCHIVE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/map.h"
#include "base/view.h"

#define ARCHIVE_MEMBERS_MAX    4096
#define ARCHIVE_BYTES_MAX      ((size_t)16 << 20) /* of all files together */
#define ARCHIVE_PATH_BYTES_MAX 1024
#define ARCHIVE_NAME_BYTES_MAX 255 /* one part of a path */
#define ARCHIVE_REVISION_BYTES 9   /* eight hex digits and a NUL */

struct archive_member {
    struct view path; /* "scripts/chart/Chart.yaml"; NUL-terminated, without a '/' at the end */
    struct view bytes;
    bool directory;
    bool executable;
};

struct archive_tree {
    struct archive_member *members; /* in the order they were added */
    size_t len;
    size_t cap;
    size_t total_bytes;
    struct map paths; /* by path with ASCII letters in lower case, the implied directories too */
    struct arena arena;
};

#define ARCHIVE_TREE_INIT                                                                          \
    {                                                                                              \
        .members = NULL, .len = 0, .cap = 0, .total_bytes = 0, .paths = MAP_INIT,                  \
        .arena = ARENA_INIT                                                                        \
    }

void archive_tree_release(struct archive_tree *tree);

/*
 * Add a directory, or a file of SIZE bytes that the caller then fills through *bytes (may be NULL
 * for a directory). ERROR_FORBIDDEN for a bad name, ERROR_CONFLICT for a path that is there already
 * or clashes, ERROR_LIMIT. The tree is unchanged on failure.
 */
bool archive_tree_add(struct archive_tree *tree, struct view path, bool directory, bool executable,
                      size_t size, char **bytes, struct error *err) MUST_CHECK;
/* The file PATH, NULL when there is none. */
const struct archive_member *archive_tree_file(const struct archive_tree *tree, const char *path);
/* Members by path, bytewise. */
void archive_tree_sort(struct archive_tree *tree);
/* A short SHA-256 over the paths and contents of the files; order, modes and directories do not
 * count. Sorts the tree. */
void archive_tree_revision(struct archive_tree *tree, char revision[ARCHIVE_REVISION_BYTES]);

/*
 * Write the tree into DIRECTORY, which exists and is ours alone. Files are 0644 or 0755,
 * directories 0755; everything is created anew by handle and no link is followed, so whatever was
 * planted there is an error. On failure remove the directory.
 */
bool archive_tree_extract(const struct archive_tree *tree, const char *directory,
                          struct error *err) MUST_CHECK;

#endif
