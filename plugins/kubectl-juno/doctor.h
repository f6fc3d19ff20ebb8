/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `doctor` looks at: each check adds a row {name, status, found, advice}, and fails only when
 * it was interrupted. No row holds a secret: of credentials only their kind is told.
 */
#ifndef KUBECTL_JUNO_DOCTOR_H
#define KUBECTL_JUNO_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "catalog_args.h"
#include "cli/console.h"
#include "kube_args.h"
#include "yaml/ydoc.h"

enum doctor_status {
    DOCTOR_OK,
    DOCTOR_WARNING, /* something works less well than it could */
    DOCTOR_MISSING, /* something does not work at all */
    DOCTOR_UNKNOWN, /* it could not be found out */
};

#define DOCTOR_STATUSES 4

struct doctor {
    struct console *console;
    const struct catalog_args *args;
    struct kube_link *link; /* not connected before doctor_look_at_cluster() */
    struct ydoc *doc;
    struct ynode *rows; /* a sequence of .doc */
    size_t counts[DOCTOR_STATUSES];
};

/* ADVICE: what to do about it; NULL: nothing. FORMAT says what was found. */
void doctor_add(struct doctor *doctor, const char *name, enum doctor_status status,
                const char *advice, const char *format, ...) PRINTF(5, 6);
/* The same with PROBLEM's message and hint. */
void doctor_add_problem(struct doctor *doctor, const char *name, enum doctor_status status,
                        const struct error *problem);

/* The program itself, Helm, git, kubectl, terminal, completion and cache. */
bool doctor_look_at_machine(struct doctor *doctor, struct error *err) MUST_CHECK;
/* Every kubeconfig file; no cluster is asked. */
bool doctor_look_at_files(struct doctor *doctor, struct error *err) MUST_CHECK;
/* Context, credentials, the API server and what it has, rights in it, the catalog. */
bool doctor_look_at_cluster(struct doctor *doctor, struct error *err) MUST_CHECK;
/* Per group of commands, whether the API server allows what they do. */
bool doctor_look_at_rights(struct doctor *doctor, struct error *err) MUST_CHECK;

#endif
