/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/loader.h - the engine's only way out: files of a preset, git, helm
 *
 * The engine asks through a table of functions that a command wires to the file system
 * (preset/directory) and to programs (preset/access), or a test to memory. Paths that it passes are
 * those that `real_path` gave: absolute, cleaned, without links. On top of the table stands the
 * load restriction of Kustomize: a file must be in or below the directory of the kustomization that
 * names it, after links are resolved; a base or component may be any directory, but what stands in
 * a git repository must stay in it. Source: kustomize api/internal/loader; robustness.md 3.2.
 */
#ifndef KUSTOMIZE_LOADER_H
#define KUSTOMIZE_LOADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "kustomize/repo_spec.h"

#define LOADER_FILE_BYTES_MAX ((size_t)64 << 20)
/* Bases within bases, and files of one build. */
#define LOADER_DEPTH_MAX 64
#define LOADER_FILES_MAX 10000

enum loader_kind { LOADER_ABSENT, LOADER_FILE, LOADER_DIRECTORY, LOADER_OTHER };

/* One run of helm. */
struct loader_helm {
    const struct strv *args; /* behind the program's name */
    struct view input;       /* a values document for `-f -`; empty: none */
    const char *config_home; /* HELM_CONFIG_HOME; cache and data lie in it */
};

struct loader_ops {
    /* What is at PATH, links followed. */
    enum loader_kind (*kind)(void *context, const char *path);
    /* The canonical absolute path of PATH; the caller frees it. NULL and *err when it does not
     * exist. */
    char *(*real_path)(void *context, const char *path, struct error *err);
    /*
     * Append the bytes of the regular file PATH (canonical). No link is followed on the way: what
     * was swapped for one since real_path() is ERROR_FORBIDDEN. Other types are refused unread. A
     * path that was only cleaned may be tried as well.
     */
    bool (*read)(void *context, struct buf *out, const char *path, struct error *err);
    /*
     * The canonical directory that holds the tree of SPEC's repository at its ref; the caller frees
     * the path. NULL and *err when it cannot be had. The function may be NULL: no git.
     */
    char *(*fetch)(void *context, const struct repo_spec *spec, struct error *err);
    /* A private directory that is removed after the build; owned by the context. May be NULL. */
    const char *(*scratch)(void *context, struct error *err);
    /* Append what helm prints. NULL: charts are not inflated. */
    bool (*helm)(void *context, struct buf *out, const struct loader_helm *run, struct error *err);
};

struct loader {
    const struct loader_ops *ops;
    void *context;
    bool pinned_only; /* a repository only at a whole commit */
};

enum load_restriction {
    LOAD_ROOT_ONLY, /* Kustomize's default */
    LOAD_ANYWHERE,  /* LoadRestrictionsNone */
};

/* One directory of a build: where its files may come from, and what messages call it. */
struct loader_root {
    const struct loader *loader;
    enum load_restriction restriction;
    const struct loader_root *parent; /* the directory that named this one; NULL for the first */
    char *path;                       /* canonical */
    char *shown;                      /* as the user wrote it, for messages: "presets/site-a" */
    char *name;       /* the repository's name as it was written; NULL: a local directory */
    char *repository; /* canonical root of the repository it lies in; NULL: none */
    unsigned depth;   /* 0 for the first */
    size_t *files;    /* files read by the whole build, counted against LOADER_FILES_MAX */
};

void loader_root_release(struct loader_root *root);
/*
 * The directory NAME as seen from PARENT (NULL: as given), or of a repository that NAME is the URL
 * of. ERROR_NOT_FOUND when there is none, ERROR_INVALID for something else than a directory and for
 * a cycle (with its path), ERROR_LIMIT for the depth, ERROR_FORBIDDEN for what leaves its
 * repository, ERROR_UNSUPPORTED for a URL that is not fetched.
 */
bool loader_root_open(struct loader_root *root, const struct loader *loader,
                      const struct loader_root *parent, const char *name,
                      struct error *err) MUST_CHECK;
/* NAME is no path: the URL of a repository, or of something that is never fetched. */
bool loader_is_remote(struct view name);
/* What is at NAME, relative to ROOT. */
enum loader_kind loader_root_kind(const struct loader_root *root, const char *name);
/*
 * Append the file NAME of ROOT when it is an ordinary one that is reached without a link or "..",
 * as nearly all are: one look instead of three. False: nothing is known of it, and OUT is as it
 * was.
 */
bool loader_root_read_directly(const struct loader_root *root, struct buf *out,
                               const char *name) MUST_CHECK;
/*
 * Append the file NAME of ROOT. Outside ROOT is ERROR_FORBIDDEN: `security; file 'X' is not in or
 * below 'Y'`.
 */
bool loader_root_read(const struct loader_root *root, struct buf *out, const char *name,
                      struct error *err) MUST_CHECK;
/* "SHOWN/NAME", cleaned: what messages call the file. The caller frees it. */
char *loader_root_show(const struct loader_root *root, const char *name) MUST_CHECK;

#endif
