/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/repo_spec.h - the name of a base that is a directory of a git repository
 *
 *     https://host/org/repo//path?ref=v1&timeout=30s&submodules=false
 *     git@host:org/repo.git/path       github.com/org/repo/path       ssh://host/org/repo
 *
 * Where the repository ends and the path in it begins: behind `_git/NAME`, at `//`, behind `.git`,
 * else after two steps. Source: kustomize api/internal/git/repospec.go, with its tests.
 */
#ifndef KUSTOMIZE_REPO_SPEC_H
#define KUSTOMIZE_REPO_SPEC_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/view.h"

/* How long one git command may take unless the name says otherwise. */
#define REPO_SPEC_TIMEOUT_SECONDS 27.0

struct repo_spec {
    char *url;  /* what git is given: "https://github.com/org/repo" */
    char *path; /* below the repository's root; "" is the root itself */
    char *ref;  /* branch, tag or commit; "" is the remote's HEAD */
    bool submodules;
    double timeout_seconds;
};

#define REPO_SPEC_INIT                                                                             \
    {                                                                                              \
        .url = NULL, .path = NULL, .ref = NULL                                                     \
    }

void repo_spec_release(struct repo_spec *spec);
/* False when NAME is no such name: it is a path then. */
bool repo_spec_parse(struct repo_spec *spec, struct view name) MUST_CHECK;
/* REF is a whole commit id (40 or 64 hex digits): it means the same for ever. */
bool repo_spec_is_pinned(const struct repo_spec *spec);
/* "https", "ssh", "http" or "file": how git will reach the URL. */
const char *repo_spec_transport(const struct repo_spec *spec);

#endif
