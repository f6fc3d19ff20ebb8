/* SPDX-License-Identifier: Apache-2.0 */
#include "preset/git.h"

#include <stdio.h>

#include "base/file.h"
#include "preset/git_repo.h"

/* Trees with the files of submodules in them stand apart from those without. */
#define WITH_SUBMODULES "+submodules"

/* The path of COMMIT's tree when it is there; NULL when it is not. */
static char *find_tree(const struct git_repo *repo, const char *commit, bool submodules,
                       struct error *err)
{
    AUTO_CHARS path = git_repo_tree_path(repo, commit, submodules ? WITH_SUBMODULES : "");

    return file_kind(path) == FILE_DIRECTORY ? file_real_path(path, err) : NULL;
}

/* Written beside its place and then renamed, so that what stands there is always whole. */
static char *make_tree(struct git_repo *repo, const char *commit, bool submodules,
                       struct error *err)
{
    AUTO_CHARS path = git_repo_tree_path(repo, commit, submodules ? WITH_SUBMODULES : "");
    AUTO_CHARS fresh = file_join(repo->dir, "new");
    bool ok;

    file_remove_tree(fresh);
    ok = git_export(repo, commit, fresh, submodules, 0, err);
    if (ok && rename(fresh, path) != 0)
        ok = error_set(err, ERROR_IO, "cannot rename '%s' to '%s'", fresh, path);
    if (!ok) {
        file_remove_tree(fresh);
        return NULL;
    }
    return file_real_path(path, err);
}

static void add_lower(char commit[GIT_COMMIT_BYTES], const char *ref)
{
    size_t i = 0;

    for (; ref[i]; i++)
        commit[i] = ref[i] >= 'A' && ref[i] <= 'F' ? (char)(ref[i] - 'A' + 'a') : ref[i];
    commit[i] = '\0';
}

char *git_tree(const struct git *git, const struct repo_spec *spec, struct error *err)
{
    AUTO(git_repo) repo = GIT_REPO_INIT;
    AUTO_CHARS program = file_find_program("git");
    char commit[GIT_COMMIT_BYTES] = "";
    char *tree = NULL;

    if (repo_spec_is_pinned(spec))
        add_lower(commit, spec->ref);
    if (!git_repo_open(&repo, git, program, spec->url, spec->timeout_seconds, err))
        return NULL;
    if (commit[0] && (tree = find_tree(&repo, commit, spec->submodules, err)))
        return tree;
    if (!program) {
        error_set(err, ERROR_NOT_FOUND, "git is not found on PATH: it fetches '%s'", spec->url);
        return NULL;
    }
    if (!git_repo_lock(&repo, err))
        return NULL;
    if ((!commit[0] || !git_repo_has(&repo, commit)) &&
        !git_repo_fetch(&repo, commit[0] ? commit : spec->ref, commit, err))
        return NULL;
    tree = find_tree(&repo, commit, spec->submodules, err);
    return tree ? tree : make_tree(&repo, commit, spec->submodules, err);
}

bool git_check_transports(const struct strv *also, struct error *err)
{
    for (size_t i = 0; i < also->len; i++)
        if (strcmp(also->items[i], "file") != 0 && strcmp(also->items[i], "http") != 0)
            return error_set(err, ERROR_USAGE, "--allow-git takes 'file' or 'http', not '%s'",
                             also->items[i]);
    return true;
}
