/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/loader.h - the engine's only way out: files of a preset
 *
 * The engine asks through a table of functions that a command wires to the file system
 * (preset/directory), or a test to memory. Paths that it passes are those that `real_path` gave:
 * absolute, cleaned, without links. On top of the table stands the load restriction of Kustomize:
 * a file must be in or below the directory of the kustomization that names it, after links are
 * resolved; a base or component may be any directory. Source: kustomize api/internal/loader;
 * robustness.md 3.2.
 */
#ifndef KUSTOMIZE_LOADER_H
#define KUSTOMIZE_LOADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

#define LOADER_FILE_BYTES_MAX ((size_t)64 << 20)
/* Bases within bases, and files of one build. */
#define LOADER_DEPTH_MAX 64
#define LOADER_FILES_MAX 10000

enum loader_kind { LOADER_ABSENT, LOADER_FILE, LOADER_DIRECTORY, LOADER_OTHER };

struct loader_ops {
    /* What is at PATH, links followed. */
    enum loader_kind (*kind)(void *context, const char *path);
    /* The canonical absolute path of PATH; the caller frees it. NULL and *err when it does not
     * exist. */
    char *(*real_path)(void *context, const char *path, struct error *err);
    /*
     * Append the bytes of the regular file PATH (canonical). No link is followed on the way: what
     * was swapped for one since real_path() is ERROR_FORBIDDEN. Other types are refused unread.
     */
    bool (*read)(void *context, struct buf *out, const char *path, struct error *err);
};

struct loader {
    const struct loader_ops *ops;
    void *context;
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
    unsigned depth;                   /* 0 for the first */
    size_t *files; /* files read by the whole build, counted against LOADER_FILES_MAX */
};

void loader_root_release(struct loader_root *root);
/*
 * The directory NAME as seen from PARENT (NULL: as given). ERROR_NOT_FOUND when there is none,
 * ERROR_INVALID for something else than a directory and for a cycle (with its path), ERROR_LIMIT
 * for the depth, ERROR_UNSUPPORTED for a URL.
 */
bool loader_root_open(struct loader_root *root, const struct loader *loader,
                      const struct loader_root *parent, const char *name,
                      struct error *err) MUST_CHECK;
/* A remote URL by Kustomize's rules (scheme, git@..., host/owner/repo with ?ref=). */
bool loader_is_remote(struct view name);
/* What is at NAME, relative to ROOT. */
enum loader_kind loader_root_kind(const struct loader_root *root, const char *name);
/*
 * Append the file NAME of ROOT. Outside ROOT is ERROR_FORBIDDEN: `security; file 'X' is not in or
 * below 'Y'`.
 */
bool loader_root_read(const struct loader_root *root, struct buf *out, const char *name,
                      struct error *err) MUST_CHECK;
/* "SHOWN/NAME", cleaned: what messages call the file. The caller frees it. */
char *loader_root_show(const struct loader_root *root, const char *name) MUST_CHECK;

#endif
