/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/json_text.h - is a text JSON?
 *
 * Kustomize reads a patch that begins with '[' by Go's encoding/json, which takes less than a YAML
 * reader does: no comments, no bare words, no comma at the end. The values are read as YAML here;
 * this only judges the text. Source: RFC 8259; Go accepts bytes that are no UTF-8.
 */
#ifndef PATCH_JSON_TEXT_H
#define PATCH_JSON_TEXT_H

#include <stdbool.h>

#include "base/view.h"

/* TEXT is one JSON value, blanks around it allowed, at most YAML_DEPTH_MAX levels deep. */
bool json_text_is_valid(struct view text);

#endif
