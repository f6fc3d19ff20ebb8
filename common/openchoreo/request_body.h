/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/request_body.h - what is sent to openchoreo-api: compact JSON, and the paths it goes
 * to
 *
 * Source: openchoreo.md 8.2, 8.5, 9.
 */
#ifndef OPENCHOREO_REQUEST_BODY_H
#define OPENCHOREO_REQUEST_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ydoc.h"

/* What the API server takes as one body. */
#define REQUEST_BODY_BYTES_MAX ((size_t)3 << 20)
/* All annotations of one object together. Source: Kubernetes, ValidateAnnotationsSize. */
#define REQUEST_ANNOTATIONS_BYTES_MAX ((size_t)256 << 10)

/* BASE "/api/v1/namespaces/NS/PLURAL[/NAME]"; NAME empty: the collection. */
void request_add_url(struct buf *out, const char *base, struct view namespace, const char *plural,
                     struct view name);
/* The route of before 1.0 to the workload of one component. */
void request_add_legacy_url(struct buf *out, const char *base, struct view namespace,
                            struct view project, struct view component);

/* All append to OUT, which has a ceiling: see buf_ok(). False: ERROR_INVALID, ERROR_LIMIT. */

/* WORKLOAD without apiVersion and kind. */
bool request_add_workload(struct buf *out, const struct ynode *workload,
                          struct error *err) MUST_CHECK;
/* The same with the labels and annotations that EXISTING has and WORKLOAD does not say. */
bool request_add_keeping(struct buf *out, const struct ynode *workload,
                         const struct ynode *existing, struct error *err) MUST_CHECK;
/* EXISTING, as it was received, with another image. */
bool request_add_image(struct buf *out, const struct ynode *existing, struct view image,
                       struct error *err) MUST_CHECK;
/* The spec of WORKLOAD alone. */
bool request_add_spec(struct buf *out, const struct ynode *workload, struct error *err) MUST_CHECK;
/*
 * The WorkflowRun RUN, as it was received, annotated with the text WORKLOAD and, where the dialect
 * has it, with whether that is FROM_SOURCE ("true", "false"; NULL: not said).
 */
bool request_add_run(struct buf *out, const struct ynode *run, struct view workload,
                     const char *from_source, struct error *err) MUST_CHECK;

#endif
