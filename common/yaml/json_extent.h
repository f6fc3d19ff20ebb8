/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/json_extent.h - where JSON ends in a text that goes on
 *
 * For texts that are JSON or nothing of ours: our parser would take them for YAML. Source: RFC
 * 8259; a name that stands twice in an object is for the parser to find.
 */
#ifndef YAML_JSON_EXTENT_H
#define YAML_JSON_EXTENT_H

#include <stddef.h>

#include "base/view.h"

#define JSON_EXTENT_DEPTH_MAX 100

/*
 * Offset behind the object that TEXT starts with, blanks before it skipped; 0 when it starts with
 * none, with one that is no JSON, or with one that is over JSON_EXTENT_DEPTH_MAX levels deep.
 */
size_t json_extent(struct view text);

#endif
