/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json/decode.h - the body of an API answer as a tree, strictly
 *
 * RFC 8259 as jansson reads it: any value at the top, UTF-8 only, no duplicate keys, no lone
 * surrogates, a NUL in a string is kept, in a key refused. Numbers keep their text, so that no
 * digit of a 64-bit integer or a long decimal is lost; one beyond a double's range is an error.
 */
#ifndef JSON_DECODE_H
#define JSON_DECODE_H

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ydoc.h"

#define JSON_BYTES_MAX ((size_t)64 << 20)
#define JSON_DEPTH_MAX YAML_DEPTH_MAX

/*
 * The caller frees the document. NULL and ERROR_SYNTAX ("json:LINE:COLUMN: problem") or
 * ERROR_LIMIT. Strings become strings whatever they look like, numbers plain scalars.
 */
struct ydoc *ydoc_from_json(struct view body, struct error *err) MUST_CHECK;
/*
 * The same without the entry DROPPED of the mappings in the outermost one: "managedFields" of an
 * object's metadata is as long as the rest and costs more. What is dropped is not checked.
 */
struct ydoc *ydoc_from_json_without(struct view body, const char *dropped,
                                    struct error *err) MUST_CHECK;

#endif
