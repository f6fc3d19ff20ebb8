/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/source.h - where templates come from: the sources of one catalog, searched in order
 *
 * A source is a table of functions and its context: a directory or a cluster. The first source that
 * has a name wins. Source: design.md 2, catalog.md 2.
 */
#ifndef CATALOG_SOURCE_H
#define CATALOG_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "catalog/template.h"
#include "kube/client.h"
#include "manifest/selector.h"

#define CATALOG_SOURCES_MAX 256
#define CATALOG_PLUGINS_MAX 100000

struct source_ops {
    /* Add every template, in no certain order. */
    bool (*list)(void *context, struct template_list *list, struct error *err);
    /* Add the template NAME if it is here; not having it is no failure. */
    bool (*find)(void *context, struct template_list *list, const char *name, struct error *err);
    /* Fill the template's scripts (template_adopt_scripts()). */
    bool (*load)(void *context, struct template *template, struct error *err);
    /* As load, and see whether the package can be read too. */
    bool (*verify)(void *context, struct template *template, struct error *err);
    void (*free)(void *context);
};

struct source {
    const struct source_ops *ops;
    void *context; /* owned */
};

struct catalog {
    struct source **sources; /* owned; templates point to them */
    size_t len;
    size_t cap;
    char *flags;               /* catalog_options.flags, never NULL once it is open */
    struct selector *selector; /* NULL: all */
    bool all_namespaces;
};

#define CATALOG_INIT                                                                               \
    {                                                                                              \
        .sources = NULL, .len = 0, .cap = 0, .flags = NULL, .selector = NULL,                      \
        .all_namespaces = false                                                                    \
    }

#define CATALOG_CLUSTER           "cluster" /* the word that names it */
#define CATALOG_NAMESPACE_DEFAULT "argocd"
/* Begins the origin of a template of the cluster: "ConfigMap argocd/notebook" */
#define CATALOG_CLUSTER_ORIGIN "ConfigMap "

struct catalog_options {
    const char *helm_bin;  /* the value of HELM_BIN, for metadata that only Helm can read */
    const char *namespace; /* of the cluster's catalog; NULL: CATALOG_NAMESPACE_DEFAULT */
    /* Called when a source is the cluster; NULL on failure. The client stays the caller's. */
    struct kube_client *(*connect)(void *context, struct error *err);
    void *connect_context;
    /* What a command that is advised needs to mean the same catalog: " --catalog DIR"; NULL:
     * nothing.
     */
    const char *flags;
    const char *selector; /* `kubectl -l`: templates whose labels match; NULL: all */
    bool all_namespaces;  /* of a cluster: the templates of all, each namespace's own */
    bool brief; /* only what a table shows: templates keep no fields and cannot be launched */
};

/*
 * Open the sources in PLACES, the --catalog of the command line; without any, those in VARIABLE,
 * the value of JUNO_CATALOG, parted by ':'; without these the cluster. ERROR_NOT_FOUND,
 * ERROR_INVALID for what is no directory, ERROR_USAGE for a selector that is none, and what
 * connecting fails with.
 */
bool catalog_open(struct catalog *catalog, const struct strv *places, const char *variable,
                  const struct catalog_options *options, struct error *err) MUST_CHECK;
void catalog_release(struct catalog *catalog);
/*
 * Every template, each name once, by category and name. A source that may not be read is told in
 * NOTES (NULL: it fails) as long as there are others.
 */
bool catalog_list(const struct catalog *catalog, struct template_list *list, struct strv *notes,
                  struct error *err) MUST_CHECK;
/* The template NAME alone in LIST; ERROR_NOT_FOUND with the nearest name. */
bool catalog_find(const struct catalog *catalog, struct template_list *list, const char *name,
                  struct error *err) MUST_CHECK;

/* One source, for the catalog to free. OPTIONS' texts are copied. NULL on failure. */
struct source *source_directory_open(const char *path, const struct catalog_options *options,
                                     struct error *err) MUST_CHECK;
/* The ConfigMaps of a cluster; CLIENT is borrowed. */
struct source *source_cluster_open(struct kube_client *client,
                                   const struct catalog_options *options) MUST_CHECK;

#endif
