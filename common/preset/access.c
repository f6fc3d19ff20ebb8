/* SPDX-License-Identifier: Apache-2.0 */
#include "preset/access.h"

#include "base/alloc.h"
#include "base/file.h"
#include "preset/directory.h"

static char *access_fetch(void *context, const struct repo_spec *spec, struct error *err)
{
    const struct preset_access *access = context;

    if (access->git.cache)
        return git_tree(&access->git, spec, err);
    error_set(err, ERROR_NOT_FOUND, "there is no place to keep '%s' in", spec->url);
    error_hint(err, "set HOME or XDG_CACHE_HOME");
    return NULL;
}

static const char *access_scratch(void *context, struct error *err)
{
    struct preset_access *access = context;

    if (!access->scratch)
        access->scratch = file_make_private_dir("juno-", err);
    return access->scratch;
}

static bool access_helm(void *context, struct buf *out, const struct loader_helm *run,
                        struct error *err)
{
    const struct preset_access *access = context;

    return access->helm(access->helm_context, out, run->args, run->input, run->config_home, err);
}

static const char *value_of(char *const *environment, const char *name)
{
    size_t len = strlen(name);

    for (; environment && *environment; environment++)
        if (strncmp(*environment, name, len) == 0 && (*environment)[len] == '=')
            return *environment + len + 1;
    return NULL;
}

void preset_access_init(struct preset_access *access, char *const *environment,
                        const struct strv *also)
{
    const char *home = value_of(environment, "HOME");
    const char *cache = value_of(environment, "XDG_CACHE_HOME");
    AUTO_CHARS fallback = home && home[0] == '/' ? file_join(home, ".cache") : NULL;
    const char *base = cache && cache[0] == '/' ? cache : fallback;

    *access = (struct preset_access){ .cache = base ? file_join(base, "juno") : NULL };
    access->git.cache = access->cache;
    access->git.own_ssh =
        value_of(environment, "GIT_SSH_COMMAND") || value_of(environment, "GIT_SSH");
    access->git.also = also;
}

void preset_access_release(struct preset_access *access)
{
    if (access->scratch)
        file_remove_tree(access->scratch);
    free(access->scratch);
    free(access->cache);
    *access = (struct preset_access){ .cache = NULL };
}

struct loader preset_access_loader(struct preset_access *access)
{
    access->ops = *preset_directory_loader().ops;
    access->ops.fetch = access_fetch;
    access->ops.scratch = access_scratch;
    access->ops.helm = access->helm ? access_helm : NULL;
    return (struct loader){ .ops = &access->ops, .context = access };
}
