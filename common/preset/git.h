/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preset/git.h - trees of git repositories, by the `git` program and a cache
 *
 *     CACHE/git/KEY/repo.git     what was fetched; KEY is the SHA-256 of the URL
 *     CACHE/git/KEY/trees/COMMIT the files of one commit, ready to be read
 *     CACHE/git/KEY/lock         held while either changes
 *
 * A commit that is in the cache needs neither network nor git. git is run without a shell and asks
 * nothing; it gets no hooks and no filters, and reaches nothing but https and ssh unless told. The
 * user's own configuration is read for fetching only (credentials, ssh), not for writing files.
 * Source: ocdp.md 6, robustness.md; what is fetched: kustomize api/internal/git.
 */
#ifndef PRESET_GIT_H
#define PRESET_GIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "kustomize/repo_spec.h"

/* What one commit's tree may hold. */
#define GIT_TREE_BYTES_MAX ((size_t)1 << 30)
#define GIT_TREE_FILES_MAX 200000
/* Submodules within submodules. */
#define GIT_SUBMODULE_DEPTH_MAX 8

struct git {
    const char *cache;       /* the cache's directory, made when needed */
    bool own_ssh;            /* the user set $GIT_SSH_COMMAND or $GIT_SSH */
    const struct strv *also; /* transports allowed beside https and ssh: "file", "http" */
};

/* Every word of ALSO is such a transport, or ERROR_USAGE. */
bool git_check_transports(const struct strv *also, struct error *err) MUST_CHECK;
/*
 * The canonical directory with the files of SPEC's repository at its ref (submodules too, when SPEC
 * wants them); the caller frees the path, the cache keeps the files. ERROR_NOT_FOUND without git,
 * ERROR_FORBIDDEN for a transport that is not allowed, ERROR_PROCESS with git's words.
 */
char *git_tree(const struct git *git, const struct repo_spec *spec, struct error *err) MUST_CHECK;

#endif
