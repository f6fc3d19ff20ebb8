/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/plan.h - from a template and answers to the objects that a launch applies
 *
 *     template -> answers -> values -> helm template -> presets -> checks -> ownership, namespace
 *
 * Nothing here touches a cluster. A template of a directory and one of a cluster, `render` and
 * `launch` all come through here. Source: catalog.md 5.1, 5.2, 5.5.
 */
#ifndef LAUNCH_PLAN_H
#define LAUNCH_PLAN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "catalog/picker.h"
#include "catalog/template.h"
#include "launch/inject.h"
#include "manifest/stream.h"

/* The Kustomize engine, as the command wires it. */
struct plan_presets {
    /* Apply the preset DIRECTORY to STREAM in place; true when there is nothing to say. */
    bool (*apply)(void *context, struct stream *stream, const char *directory, struct error *err);
    void *context;
    const struct strv *directories;
};

struct plan_request {
    struct template *template;
    const char *helm; /* from helm_find() */
    const char *name; /* checked: name_check_workload() */
    const char *namespace;
    const struct strv *values;    /* --values */
    const struct strv *sets;      /* --set */
    const struct strv *set_files; /* --set-file */
    const struct strv *typed;     /* FIELD=VALUE of a form, over all of these; NULL: none */
    struct view standard_input;   /* for --set-file FIELD=- */
    const struct ynode *earlier;  /* answers of an earlier launch that begin; NULL: none */
    bool earlier_is_text;         /* they are a record's: answers_take_earlier() */
    struct inject inject;         /* its name, namespace and unsafe are set from here */
    struct plan_presets presets;
    const char *verb;   /* "launch", "render": for messages */
    const char *flags;  /* of the catalog, for commands that are advised: catalog.flags */
    bool sample;        /* required inputs without a default get a sample */
    bool unsafe;        /* answers may hold control characters */
    bool to_be_applied; /* leave out the hooks of tests, removal and roll back */
    bool force;         /* an input of an unknown type is text; what the cluster has not is said */
    bool needs_host;    /* an Ingress for every host is refused unless --host '' asks for it */
    bool values_only;   /* end with the values: nothing is rendered */
    struct picker *picker; /* what the cluster has for inputs that name its objects; NULL: none */
    /* Called while helm takes long (process_run()); may be NULL. */
    void (*waiting)(void *context, double seconds);
    void *waiting_context;
};

struct plan {
    struct buf rendered;  /* what STREAM borrows */
    struct stream stream; /* the objects */
    struct ydoc *given;   /* its root is what was answered, without the defaults */
    struct ydoc *values;  /* its root is what the chart was given: answers and what was injected */
    const struct ynode *origins; /* where each comes from (catalog/layer.h); of VALUES */
    struct strv warnings;        /* lines for the user */
};

#define PLAN_INIT                                                                                  \
    {                                                                                              \
        .rendered = BUF_INIT(YAML_INPUT_BYTES_MAX), .stream = STREAM_INIT, .given = NULL,          \
        .values = NULL, .origins = NULL, .warnings = STRV_INIT                                     \
    }

void plan_release(struct plan *plan);
/*
 * Make the plan. On failure nothing was left behind; the warnings so far are still told, since they
 * may explain it. Errors are those of each step, wrapped in "cannot launch 'nb-1' from 'notebook'".
 */
bool plan_make(struct plan *plan, const struct plan_request *request, struct error *err) MUST_CHECK;

#endif
