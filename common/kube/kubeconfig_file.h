/* SPDX-License-Identifier: Apache-2.0 */
/* kube/kubeconfig_file.h - the kubeconfig files of one run, merged as kubectl merges them */
#ifndef KUBE_KUBECONFIG_FILE_H
#define KUBE_KUBECONFIG_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "kube/kubeconfig.h"
#include "yaml/ydoc.h"

struct kubeconfig_file {
    char *path;
    char *directory; /* what relative paths in it are relative to */
    struct ydoc *doc;
};

struct kubeconfig_files {
    struct kubeconfig_file *items;
    size_t len;
    size_t cap;
    struct strv looked;   /* where a file was looked for */
    struct strv warnings; /* for the user: whose files these are */
};

#define KUBECONFIG_FILES_INIT                                                                      \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0, .looked = STRV_INIT, .warnings = STRV_INIT              \
    }

/* One entry of a list ("clusters"): its inner mapping and the file it stands in. */
struct kubeconfig_entry {
    const struct ynode *node;           /* NULL: there is none */
    const struct kubeconfig_file *file; /* NULL then too */
};

void kubeconfig_files_release(struct kubeconfig_files *files);
/* Where REQUEST has files looked for, in their order, each once; up to one more than is read. */
void kubeconfig_places(struct strv *paths, const struct kubeconfig_request *request);
/*
 * Read the files that REQUEST names. A missing file of a list is passed over; --kubeconfig must be
 * there. ERROR_NOT_FOUND, ERROR_SYNTAX ("error loading config file ..."), ERROR_INVALID (two
 * entries of one name in one file, another kind).
 */
bool kubeconfig_files_read(struct kubeconfig_files *files, const struct kubeconfig_request *request,
                           struct error *err) MUST_CHECK;
/*
 * The entry NAME of LIST ("clusters"), its part KEY ("cluster"): the first file that defines the
 * name owns it.
 */
struct kubeconfig_entry kubeconfig_files_find(const struct kubeconfig_files *files,
                                              const char *list, const char *key, const char *name);
/* current-context of the first file that has one; NULL: none. The caller frees it. */
char *kubeconfig_files_current(const struct kubeconfig_files *files) MUST_CHECK;
/* Names of all entries of LIST, each once, in order. */
void kubeconfig_files_names(const struct kubeconfig_files *files, const char *list,
                            struct strv *names);

#endif
