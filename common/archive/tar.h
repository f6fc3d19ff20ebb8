/* SPDX-License-Identifier: Apache-2.0 */
/*
 * archive/tar.h - read a tar archive, gzipped or not, from memory into memory
 *
 * ustar, GNU and PAX, with or without `./` before the names, any owner, mode and time. Only files
 * and directories below one given directory; links, devices, fifos and sparse files are refused by
 * type. gzip is undone here by zlib, which checks sums and lengths (libarchive's own filter does
 * not), one member of the stream after another, and never beyond ARCHIVE_STREAM_BYTES_MAX, so that
 * a bomb costs neither time nor memory. libarchive is given the tar format and no filter, and so
 * never runs a program. Source: catalog.md 4.1, robustness.md 3.3.
 */
#ifndef ARCHIVE_TAR_H
#define ARCHIVE_TAR_H

#include <stdbool.h>

#include "archive/tree.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

/* The tar with its headers and padding: contents, and 2 KiB for each member. */
#define ARCHIVE_STREAM_BYTES_MAX (ARCHIVE_BYTES_MAX + (size_t)ARCHIVE_MEMBERS_MAX * 2048)

/*
 * Add every member of PACKED to TREE, all of them below the directory ROOT ("scripts").
 * ERROR_SYNTAX with the offset for what is no archive, cut, damaged or followed by something else;
 * ERROR_FORBIDDEN names the member; ERROR_LIMIT. TREE may be half filled on failure.
 */
bool archive_tree_read_tar(struct archive_tree *tree, struct view packed, const char *root,
                           struct error *err) MUST_CHECK;

#endif
