/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/json_extent.h - is a text JSON, and where does it end?
 *
 * The values are read as YAML here, which takes more: comments, bare words, a comma at the end.
 * This only judges the text. Source: RFC 8259; a name that stands twice in an object is for the
 * parser to find, and so are bytes that are no UTF-8, which Go's encoding/json takes.
 */
#ifndef YAML_JSON_EXTENT_H
#define YAML_JSON_EXTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/view.h"

/*
 * Offset behind the value that TEXT starts with, blanks before it skipped; 0 when it starts with
 * none, or with one that is over DEPTH_MAX levels deep.
 */
size_t json_extent(struct view text, unsigned depth_max);

/* TEXT is one value, blanks around it allowed, at most YAML_DEPTH_MAX levels deep. */
bool json_is_valid(struct view text);

#endif
