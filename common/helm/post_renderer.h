/* SPDX-License-Identifier: Apache-2.0 */
/*
 * helm/post_renderer.h - what Helm 3 and Helm 4 expect of a post-renderer beyond a stream of YAML
 *
 * Helm 3 runs an executable and shows its standard error when it fails. Helm 4 runs a plugin,
 * re-emits the manifests with an annotation that names their file, and throws standard error away.
 * Which one calls is told by our own manifest (--host=helm4), never guessed. Source: plugins.md
 * 1-3, measured on Helm 3.14, 3.22, 4.0 and 4.3.
 */
#ifndef HELM_POST_RENDERER_H
#define HELM_POST_RENDERER_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "manifest/stream.h"

/* Helm 4's annotation: the template's path. Without it Helm renames the file. */
#define POST_RENDERER_FILENAME "postrenderer.helm.sh/postrender-filename"

enum post_renderer_host {
    POST_RENDERER_PIPE,  /* Helm 3, a shell, a terminal */
    POST_RENDERER_HELM4, /* a postrenderer/v1 plugin */
};

/*
 * Append STREAM as HOST wants it back. Under Helm 4 an object that lost its file name annotation to
 * a patch gets it back, and an added one is named by its `source` and ".yaml". Without a byte to
 * write there is still a comment line, since Helm 4 refuses empty output. What is kept of the
 * stream's text is borrowed; OUT is empty before. ERROR_INVALID when
 * objects came in, none is left and ALLOW_EMPTY is false.
 */
bool post_renderer_write(struct parts *out, struct stream *stream, enum post_renderer_host host,
                         bool allow_empty, struct error *err) MUST_CHECK;

/*
 * Append FAILURE as the document that makes Helm 4 fail and print it: a YAML sequence of strings,
 * which both of its parsers refuse. PROGRAM comes first. To be written with exit status 0.
 */
void post_renderer_add_failure(struct buf *out, const char *program, const struct error *failure);

#endif
