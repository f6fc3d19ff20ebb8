/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/path.h - naming a place in a tree: JSON pointers (RFC 6901) and the dotted form for people
 */
#ifndef YAML_PATH_H
#define YAML_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "yaml/ynode.h"

/* Append the unescaped parts of POINTER ("/a/b~1c/0"; "" is the root). ERROR_SYNTAX on a bad escape
 * or start. */
bool path_parse_pointer(struct strv *parts, struct view pointer, struct error *err) MUST_CHECK;
/* Append one step to a dotted path: "spec" "containers[0]" "metadata.annotations["a.b/c"]". */
void path_add_key(struct buf *path, struct view key);
void path_add_index(struct buf *path, size_t index);

#endif
