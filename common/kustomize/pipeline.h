/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/pipeline.h - build a directory as Kustomize does, or let it loose on a stream
 *
 * One engine, two faces (design.md 3). The strict face gives the objects that `kustomize build`
 * gives, in its order. The stream face puts the objects of a stream in the place of the resource
 * `rendered.yaml`, changes them where they stand, and adds the preset's own resources to the
 * stream; duplicates, generateName and objects without name or kind are legal in a stream, and a
 * patch that matches nothing is an error. Source: kustomize v5.8.2,
 * api/internal/target/kusttarget.go.
 */
#ifndef KUSTOMIZE_PIPELINE_H
#define KUSTOMIZE_PIPELINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/change_log.h"
#include "kustomize/loader.h"
#include "kustomize/resource.h"
#include "manifest/stream.h"

/* The release whose bytes `build` gives; `buildMetadata` writes it. */
#define KUSTOMIZE_VERSION "v5.8.2"
/* The resource of a preset that the stream stands in for. */
#define KUSTOMIZE_STREAM_NAME "rendered.yaml"
/* In the kustomization's metadata.annotations: "true" lets its patches match nothing. */
#define KUSTOMIZE_ALLOW_UNMATCHED "juno/allow-unmatched"

/* In the same place: which objects the preset is for, as enum kustomize_hooks. */
#define KUSTOMIZE_HOOKS "juno/hooks"

/* Objects with the annotation helm.sh/hook. Those that are left out stay in the stream as they are.
 */
enum kustomize_hooks {
    HOOKS_BY_PRESET, /* what its annotation says; without one they are objects like others */
    HOOKS_INCLUDE,
    HOOKS_EXCLUDE,
    HOOKS_ONLY,
};

struct kustomize_options {
    const struct loader *loader;
    enum load_restriction restriction;
    bool allow_unmatched;       /* stream: a patch may match nothing */
    enum kustomize_hooks hooks; /* stream */
    const char *stream_name;    /* NULL: KUSTOMIZE_STREAM_NAME */
    struct change_log *log;     /* filled by kustomize_apply_stream() */
};

/*
 * kustomize_build - append to OUT what `kustomize build DIRECTORY` makes, in its order
 *
 * Errors name the file and line (ERROR_SYNTAX, ERROR_INVALID, ERROR_UNSUPPORTED for what is
 * never run, ERROR_FORBIDDEN for the load restriction, ERROR_UNMATCHED for a strategic merge patch
 * without its object, ERROR_LIMIT). OUT is unchanged on failure.
 */
bool kustomize_build(struct resource_list *out, const char *directory,
                     const struct kustomize_options *options, struct error *err) MUST_CHECK;

/*
 * Append the list as `kustomize build` prints it. Each object is freed as soon as it is written, so
 * that output and objects are never in memory as a whole; LIST is only to be released afterwards.
 */
bool kustomize_write(struct buf *out, struct resource_list *list, struct error *err) MUST_CHECK;

/*
 * kustomize_apply_stream - apply the preset DIRECTORY to the objects of STREAM, in place
 *
 * Changed objects go through manifest_edit(); a removed one marks its manifest removed, or is taken
 * out of the List it stood in. Resources of the preset itself are added with stream_add() as
 * `juno/PRESET`, the last part of DIRECTORY's path. Call it once per preset, in order: a later one
 * sees what an earlier one added. On failure STREAM may be half changed: drop it.
 *
 * A patch or target that matches nothing is ERROR_UNMATCHED: `DIR/kustomization.yaml:19: the patch
 * for Ingress/web matches nothing`, with the nearest object in the hint, unless
 * options.allow_unmatched or the kustomization's own annotation allows it.
 */
bool kustomize_apply_stream(struct stream *stream, const char *directory,
                            const struct kustomize_options *options, struct error *err) MUST_CHECK;

#endif
