/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preset/access.h - everything the engine may reach: the file system, git, and helm if it is given
 */
#ifndef PRESET_ACCESS_H
#define PRESET_ACCESS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "kustomize/loader.h"
#include "preset/git.h"

struct preset_access {
    struct git git; /* git.cache NULL: no repository is fetched */
    char *cache;    /* heap: what git.cache says */
    char *scratch;  /* heap; made when first asked for, removed at the end */
    /* Runs helm: helm_inflate(), which a command hands over. NULL: charts are not inflated. */
    bool (*helm)(void *context, struct buf *out, const struct strv *args, struct view input,
                 const char *config_home, struct error *err);
    void *helm_context;
    struct loader_ops ops; /* what the loader points to */
};

/*
 * ENVIRONMENT is NAME=VALUE, NULL-terminated (NULL: empty): XDG_CACHE_HOME, HOME, GIT_SSH_COMMAND
 * count. ALSO (borrowed, may be NULL) are the transports of git beside https and ssh.
 */
void preset_access_init(struct preset_access *access, char *const *environment,
                        const struct strv *also);
void preset_access_release(struct preset_access *access);
/* Valid until ACCESS is released, which must not move. */
struct loader preset_access_loader(struct preset_access *access);

#endif
