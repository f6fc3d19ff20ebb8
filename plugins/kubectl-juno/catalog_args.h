/* SPDX-License-Identifier: Apache-2.0 */
/* Which catalog: the flags of every command that names a template */
#ifndef KUBECTL_JUNO_CATALOG_ARGS_H
#define KUBECTL_JUNO_CATALOG_ARGS_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strv.h"
#include "catalog/source.h"
#include "cli/console.h"
#include "cli/option.h"
#include "kube_args.h"

struct catalog_args {
    struct strv places;
    const char *namespace;
    bool all_namespaces;  /* for `list` alone, as is */
    const char *selector; /* NULL: all */
    struct kube_args kube;
};

/* OPT_INCLUDE(struct list_args, catalog, catalog_options); the flags of the cluster are among them
 */
extern const struct option catalog_arg_options[];

/*
 * Open what --catalog names, else JUNO_CATALOG, else the cluster of LINK, which must outlive
 * CATALOG. BRIEF: as in catalog_options.
 */
bool catalog_args_open(struct catalog *catalog, const struct catalog_args *args,
                       struct kube_link *link, bool brief, struct error *err) MUST_CHECK;
/* Say that the catalog has no template, where that was looked for, and how to name another. */
void catalog_args_say_none(const struct catalog_args *args, struct console *console);
/* Completes the first operand: the names of the templates. ARGS begin with a struct catalog_args.
 */
void catalog_args_complete(const struct option_complete_call *call);

#endif
