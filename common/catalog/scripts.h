/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/scripts.h - the scripts/ of a plugin: from a directory, or from the packed copy of it
 *
 * What editors and version control leave behind is passed over in a directory, as it is when a
 * package is made, so that both give the same tree and the same revision.
 */
#ifndef CATALOG_SCRIPTS_H
#define CATALOG_SCRIPTS_H

#include <stdbool.h>

#include "archive/tree.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ynode.h"

#define SCRIPTS_PAYLOAD_KEY "packaged_scripts.base64"
/* No ConfigMap holds more than 1 MiB; a file on disk may be badly made. */
#define SCRIPTS_PAYLOAD_BYTES_MAX ((size_t)32 << 20)
#define SCRIPTS_DEPTH_MAX         64

/* Add the files below DIRECTORY as `scripts/...`. Links and special files are ERROR_FORBIDDEN. */
bool scripts_read_directory(struct archive_tree *tree, const char *directory,
                            struct error *err) MUST_CHECK;
/*
 * The payload in the scripts ConfigMap ROOT: ERROR_NOT_FOUND when there is none or an empty one,
 * ERROR_INVALID when it stands in binaryData or is no string.
 */
bool scripts_find_payload(struct view *payload, const struct ynode *root,
                          struct error *err) MUST_CHECK;
/* Undo base64, gzip and tar. Errors begin with the key's name. */
bool scripts_unpack(struct archive_tree *tree, struct view payload, struct error *err) MUST_CHECK;

#endif
