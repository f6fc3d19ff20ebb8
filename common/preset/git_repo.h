/* SPDX-License-Identifier: Apache-2.0 */
/* preset/git_repo.h - one repository of the cache, locked; for git.c and git_export.c only */
#ifndef PRESET_GIT_REPO_H
#define PRESET_GIT_REPO_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "preset/git.h"

#define GIT_COMMIT_BYTES 65 /* 64 hex digits and a NUL */

struct git_repo {
    const struct git *git;
    const char *program; /* borrowed */
    char *url;
    char *dir;   /* CACHE/git/KEY */
    char *store; /* DIR/repo.git */
    double timeout_seconds;
    int lock_fd;                   /* -1: not locked */
    const struct git_repo *parent; /* whose submodule it is; locked */
};

#define GIT_REPO_INIT                                                                              \
    {                                                                                              \
        .url = NULL, .lock_fd = -1                                                                 \
    }

/* Unlocks. */
void git_repo_release(struct git_repo *repo);
/* Check URL, make its place in the cache. */
bool git_repo_open(struct git_repo *repo, const struct git *git, const char *program,
                   const char *url, double timeout_seconds, struct error *err) MUST_CHECK;
/* Wait for the lock, and make the store. */
bool git_repo_lock(struct git_repo *repo, struct error *err) MUST_CHECK;
/* "DIR/trees/COMMIT" and SUFFIX; the caller frees it. */
char *git_repo_tree_path(const struct git_repo *repo, const char *commit,
                         const char *suffix) MUST_CHECK;
/* Fetch REF (a whole commit, a name, "" for HEAD) and say which COMMIT it is. */
bool git_repo_fetch(struct git_repo *repo, const char *ref, char commit[GIT_COMMIT_BYTES],
                    struct error *err) MUST_CHECK;
/* COMMIT is in the store already. */
bool git_repo_has(struct git_repo *repo, const char *commit);

enum git_access {
    GIT_REMOTE, /* with the user's configuration */
    GIT_LOCAL,  /* with none: no filter, no hook */
};

/*
 * Run git with ARGS (ended by NULL) on the store; OUT gets what it prints. ENV is one more variable
 * (NULL: none). ERROR_PROCESS with git's words when it fails.
 */
bool git_repo_run(struct git_repo *repo, enum git_access access, const char *env,
                  const char *const *args, struct buf *out, struct error *err) MUST_CHECK;

/* Write the files of COMMIT to the new directory TARGET, its submodules too when wanted. */
bool git_export(struct git_repo *repo, const char *commit, const char *target, bool submodules,
                unsigned depth, struct error *err) MUST_CHECK;

#endif
