/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/objects.h - the objects in a file of a preset, and those of a stream
 */
#ifndef KUSTOMIZE_OBJECTS_H
#define KUSTOMIZE_OBJECTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "kustomize/resource.h"
#include "manifest/stream.h"

/* Lists within Lists. */
#define OBJECTS_DEPTH_MAX 64

/*
 * Append the objects of TEXT, which starts in line FIRST_LINE of FILE, as Kustomize reads them:
 * empty documents are skipped, Lists give their elements, every object has a kind and a name,
 * duplicate keys are refused. Source: kyaml kio/byteio_reader.go, kustomize
 * api/resource/factory.go.
 */
bool objects_read(struct resource_list *out, struct view text, const char *file,
                  uint32_t first_line, struct error *err) MUST_CHECK;
/* The same for the whole FILE, whose TEXT becomes theirs; it is empty afterwards, or as it was. */
bool objects_take(struct resource_list *out, struct buf *text, const char *file,
                  struct error *err) MUST_CHECK;

/* Append the objects of STREAM in its order. Whatever has no kind is no object and is left alone.
 */
bool objects_of_stream(struct resource_list *out, struct stream *stream,
                       struct error *err) MUST_CHECK;

#endif
