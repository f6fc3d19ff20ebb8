/* SPDX-License-Identifier: Apache-2.0 */
/*
 * helm/helm.h - finding Helm and having it render a chart
 *
 * Helm 3 or 4, found as $HELM_BIN, then on PATH; nothing else renders templates. Values go in as a
 * document on standard input: no text of a user is ever an argument. Helm's own words are part of
 * the error. Source: design.md 4, catalog.md 5.2.
 */
#ifndef HELM_HELM_H
#define HELM_HELM_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"

/* What Helm may print, and how long it may take: a chart that needs more loops. */
#define HELM_OUTPUT_BYTES_MAX  ((size_t)256 << 20)
#define HELM_TALK_BYTES_MAX    ((size_t)64 << 10)
#define HELM_TIMEOUT_SECONDS   300.0
#define HELM_RELEASE_BYTES_MAX 53

/*
 * The path of the helm to run; the caller frees it. HELM_BIN is the variable's value, NULL or empty
 * when unset. NULL and ERROR_NOT_FOUND, which says where it was looked for and what to do.
 */
char *helm_find(const char *helm_bin, struct error *err) MUST_CHECK;

struct helm_render {
    const char *helm;       /* from helm_find() */
    const char *release;    /* a DNS label: checked by the caller */
    const char *namespace;  /* NULL: Helm's own */
    const char *chart;      /* directory */
    const char *show_only;  /* one template of the chart, relative to it; NULL: all */
    struct view values;     /* a document; empty: none */
    double timeout_seconds; /* 0: HELM_TIMEOUT_SECONDS */
    void (*waiting)(void *context, double seconds); /* as process_run's; may be NULL */
    void *waiting_context;
};

/*
 * helm_template - append to OUT what `helm template` renders, and to TALK (may be NULL) what a
 * successful Helm said on standard error
 *
 * ERROR_PROCESS carries Helm's own text; ERROR_TIMEOUT, ERROR_LIMIT, ERROR_INTERRUPTED,
 * ERROR_NOT_FOUND as process_run(). OUT is unchanged on failure.
 */
bool helm_template(struct buf *out, struct buf *talk, const struct helm_render *render,
                   struct error *err) MUST_CHECK;

/*
 * helm_inflate - run helm for a kustomization's chart, as kustomize runs it
 *
 * CONTEXT is the path from helm_find(). ARGS stand behind it; INPUT is what `-f -` reads; helm's
 * configuration, cache and data lie in CONFIG_HOME. Appends what helm prints to OUT; errors as
 * helm_template().
 */
bool helm_inflate(void *context, struct buf *out, const struct strv *args, struct view input,
                  const char *config_home, struct error *err) MUST_CHECK;

#endif
