/* SPDX-License-Identifier: Apache-2.0 */
/* What `workload create` and `workload publish` make a Workload from: an image and a descriptor */
#ifndef KUBECTL_JUNO_WORKLOAD_ARGS_H
#define KUBECTL_JUNO_WORKLOAD_ARGS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "cli/console.h"
#include "cli/option.h"
#include "openchoreo/descriptor.h"
#include "openchoreo/document.h"

struct workload_args {
    const char *image;
    const char *component;
    const char *namespace; /* NULL: not given */
    const char *project;   /* NULL: not given */
    const char *descriptor;
    const char *source_dir;
    const char *app_path;
    const char *confine;
    const char *target_version;
    bool strict;
};

extern const struct option workload_arg_options[];

/* The dialect of --target-version or $JUNO_OPENCHOREO_VERSION. */
const struct dialect *workload_args_dialect(const struct workload_args *args,
                                            const struct console *console,
                                            struct error *err) MUST_CHECK;
/* ERROR_USAGE that names all flags that are missing, and for those that exclude each other. */
bool workload_args_check(const struct workload_args *args, struct error *err) MUST_CHECK;
/* "default" when it was not given. */
const char *workload_args_namespace(const struct workload_args *args);
const char *workload_args_project(const struct workload_args *args);

/* A Workload, and what it was made from. */
struct made_workload {
    struct ydoc *doc;
    struct descriptor descriptor; /* its .path is NULL: there is none */
    struct document_largest largest;
};

#define MADE_WORKLOAD_INIT                                                                         \
    {                                                                                              \
        .doc = NULL, .descriptor = DESCRIPTOR_INIT                                                 \
    }

void made_workload_release(struct made_workload *made);

/* Fill MADE from ARGS, which were checked. Warnings are told; with --strict they are *err. */
bool workload_args_make(struct made_workload *made, const struct workload_args *args,
                        const struct dialect *dialect, struct console *console,
                        struct error *err) MUST_CHECK;

#endif
