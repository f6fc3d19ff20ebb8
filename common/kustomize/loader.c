/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/loader.h"

#include "base/alloc.h"
#include "base/file.h"

void loader_root_release(struct loader_root *root)
{
    free(root->path);
    free(root->shown);
    free(root->name);
    free(root->repository);
    *root = (struct loader_root){ .loader = NULL };
}

/* PATH is DIR itself or below it; both canonical. */
static bool path_is_below(const char *path, const char *dir)
{
    size_t len = strlen(dir);

    if (strcmp(dir, "/") == 0)
        return true;
    return strncmp(path, dir, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

/* What git would run a program of its own for, or reach without any proof of who answers. */
static bool has_refused_scheme(struct view name)
{
    static const char *const schemes[] = { "git://", "ext::", "http://", "https://" };

    for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
        if (name.len >= strlen(schemes[i]) &&
            strncasecmp(name.data, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

bool loader_is_remote(struct view name)
{
    AUTO(repo_spec) spec = REPO_SPEC_INIT;

    return repo_spec_parse(&spec, name) || has_refused_scheme(name);
}

/* "PARENT -> ... -> NAME" for a directory that is, or holds, one already being built. */
static bool fail_cycle(const struct loader_root *parent, const char *shown, struct error *err)
{
    AUTO(buf) chain = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) rest = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (const struct loader_root *root = parent; root; root = root->parent) {
        buf_clear(&rest);
        buf_add_view(&rest, buf_view(&chain));
        buf_clear(&chain);
        buf_addf(&chain, "'%s' -> ", root->shown);
        buf_add_view(&chain, buf_view(&rest));
    }
    return error_set(err, ERROR_INVALID, "cycle detected: %s'%s'", buf_text(&chain), shown);
}

static bool check_cycle(const struct loader_root *parent, const char *path, const char *shown,
                        struct error *err)
{
    for (const struct loader_root *root = parent; root; root = root->parent)
        if (path_is_below(root->path, path))
            return fail_cycle(parent, shown, err);
    return true;
}

/*
 * A step with ".." inside a longer name comes from two list entries that YAML joined ("../a -
 * ../b"). Source: hasAmbiguousPathSegment in kustomize's fileloader.go.
 */
static bool has_joined_steps(struct view name)
{
    struct view step;

    while (view_cut(&name, '/', &step))
        if (!view_is(step, "..") && view_find(step, VIEW(".."), 0) < step.len)
            return true;
    return false;
}

static bool check_name(const char *name, struct error *err)
{
    if (name[0] == '\0')
        return error_set(err, ERROR_INVALID, "the name of a directory is empty");
    if (name[0] == '/')
        return error_set(err, ERROR_FORBIDDEN, "directory '%s' must not be absolute", name);
    if (has_joined_steps(view_of(name))) {
        error_set(err, ERROR_INVALID, "path '%s' is ambiguous", name);
        return error_hint(err, "check the indentation of the list it stands in");
    }
    return true;
}

/* JOINED is a directory; its canonical path. */
static char *find_directory(const struct loader *loader, const char *joined, const char *shown,
                            struct error *err)
{
    switch (loader->ops->kind(loader->context, joined)) {
    case LOADER_ABSENT:
        error_set(err, ERROR_NOT_FOUND, "there is no directory '%s'", shown);
        return NULL;
    case LOADER_FILE:
    case LOADER_OTHER:
        error_set(err, ERROR_INVALID, "'%s' is not a directory", shown);
        return NULL;
    case LOADER_DIRECTORY:
        break;
    }
    return loader->ops->real_path(loader->context, joined, err);
}

/* ---- repositories ---- */

/* A repository that, over others, names itself. Source: errIfRepoCycle in fileloader.go. */
static bool check_repository_cycle(const struct loader_root *parent, const char *name,
                                   struct error *err)
{
    for (const struct loader_root *root = parent; root; root = root->parent)
        if (root->name && strncmp(root->name, name, strlen(name)) == 0)
            return fail_cycle(parent, name, err);
    return true;
}

static bool is_plain_file(const struct repo_spec *spec)
{
    static const char *const ends[] = { ".yaml", ".yml", ".json" };

    if (strncmp(repo_spec_transport(spec), "http", 4) != 0)
        return false;
    for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
        if (view_ends(view_of(spec->path), view_of(ends[i])))
            return true;
    return false;
}

static bool check_repository(const struct loader *loader, const struct repo_spec *spec,
                             const char *name, struct error *err)
{
    if (is_plain_file(spec)) {
        error_set(err, ERROR_UNSUPPORTED, "'%s' is a file; files are not fetched over http(s)",
                  name);
        return error_hint(err, "keep a copy beside the kustomization and name that");
    }
    if (!loader->ops->fetch)
        return error_set(err, ERROR_UNSUPPORTED, "repository '%s' is not fetched here", name);
    if (!loader->pinned_only || repo_spec_is_pinned(spec))
        return true;
    error_set(err, ERROR_UNSUPPORTED,
              "repository '%s' is not fetched: it may be another one tomorrow", name);
    return error_hint(err, "name the whole commit, '?ref=' and 40 digits, or a directory");
}

static bool open_repository(struct loader_root *root, const struct loader *loader,
                            const struct loader_root *parent, const struct repo_spec *spec,
                            const char *name, struct error *err)
{
    AUTO_CHARS tree = NULL;
    AUTO_CHARS joined = NULL;
    AUTO_CHARS path = NULL;
    unsigned depth = parent ? parent->depth + 1 : 0;

    if (depth > LOADER_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "'%s' is more than %d bases deep", name,
                         LOADER_DEPTH_MAX);
    if (!check_repository(loader, spec, name, err) || !check_repository_cycle(parent, name, err))
        return false;
    tree = loader->ops->fetch(loader->context, spec, err);
    if (!tree)
        return false;
    joined = spec->path[0] ? file_join(tree, spec->path) : chars_copy(tree);
    path = find_directory(loader, joined, name, err);
    if (!path)
        return false;
    if (!path_is_below(path, tree))
        return error_set(err, ERROR_FORBIDDEN, "security; '%s' leaves its repository by a link",
                         name);
    *root = (struct loader_root){ .loader = loader,
                                  .restriction = LOAD_ROOT_ONLY,
                                  .parent = parent,
                                  .path = TAKE(path),
                                  .shown = chars_copy(name),
                                  .name = chars_copy(name),
                                  .repository = TAKE(tree),
                                  .depth = depth,
                                  .files = parent ? parent->files : NULL };
    return true;
}

/* What stands in a repository must not reach for the rest of the machine. */
static bool check_containment(const struct loader_root *parent, const char *path, const char *shown,
                              struct error *err)
{
    if (!parent || !parent->repository || path_is_below(path, parent->repository))
        return true;
    return error_set(err, ERROR_FORBIDDEN, "security; '%s' is outside of its repository", shown);
}

/* ---- directories ---- */

/* Cleaned as a path, but the start of a URL stays. */
static char *clean_shown(const char *raw)
{
    AUTO(buf) shown = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *scheme_end = strstr(raw, "://");
    const char *path = scheme_end ? scheme_end + 3 : raw;
    AUTO_CHARS clean = file_clean(path);

    buf_add_view(&shown, view_make(raw, (size_t)(path - raw)));
    buf_add(&shown, clean);
    return buf_take(&shown);
}

static bool open_directory(struct loader_root *root, const struct loader *loader,
                           const struct loader_root *parent, const char *name, struct error *err)
{
    AUTO_CHARS joined = parent ? file_join(parent->path, name) : chars_copy(name);
    AUTO_CHARS shown_raw = parent ? file_join(parent->shown, name) : chars_copy(name);
    AUTO_CHARS shown = clean_shown(shown_raw);
    AUTO_CHARS path = NULL;
    unsigned depth = parent ? parent->depth + 1 : 0;

    if (parent && !check_name(name, err))
        return false;
    if (depth > LOADER_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "'%s' is more than %d bases deep", shown,
                         LOADER_DEPTH_MAX);
    path = find_directory(loader, joined, shown, err);
    if (!path || !check_containment(parent, path, shown, err) ||
        !check_cycle(parent, path, shown, err))
        return false;
    *root = (struct loader_root){ .loader = loader,
                                  .restriction = parent ? parent->restriction : LOAD_ROOT_ONLY,
                                  .parent = parent,
                                  .path = TAKE(path),
                                  .shown = TAKE(shown),
                                  .repository = parent ? chars_copy(parent->repository) : NULL,
                                  .depth = depth,
                                  .files = parent ? parent->files : NULL };
    return true;
}

bool loader_root_open(struct loader_root *root, const struct loader *loader,
                      const struct loader_root *parent, const char *name, struct error *err)
{
    AUTO(repo_spec) spec = REPO_SPEC_INIT;

    if (repo_spec_parse(&spec, view_of(name)))
        return open_repository(root, loader, parent, &spec, name, err);
    if (has_refused_scheme(view_of(name))) {
        error_set(err, ERROR_UNSUPPORTED, "'%s' is not fetched", name);
        return error_hint(err, "git is asked over https and ssh only: "
                               "'https://HOST/ORG/REPO//DIR?ref=REF'");
    }
    return open_directory(root, loader, parent, name, err);
}

enum loader_kind loader_root_kind(const struct loader_root *root, const char *name)
{
    AUTO_CHARS joined = file_join(root->path, name);

    return root->loader->ops->kind(root->loader->context, joined);
}

/* Git LFS keeps a note in the place of a large file; what it stands for is not fetched. */
static bool check_pointer(const struct loader_root *root, const struct buf *text, const char *shown,
                          struct error *err)
{
    if (!root->repository ||
        !view_starts(buf_view(text), VIEW("version https://git-lfs.github.com/spec/")))
        return true;
    return error_set(err, ERROR_UNSUPPORTED,
                     "'%s' is a Git LFS pointer; what it stands for is not fetched", shown);
}

/* What a clean path says is where it leads, links aside. */
static bool is_straight(const char *name)
{
    struct view rest = view_of(name), step;

    if (name[0] == '\0' || name[0] == '/')
        return false;
    while (view_cut(&rest, '/', &step))
        if (view_is(step, ".."))
            return false;
    return true;
}

bool loader_root_read_directly(const struct loader_root *root, struct buf *out, const char *name)
{
    AUTO_CHARS joined = file_join(root->path, name);
    AUTO_CHARS path = file_clean(joined);
    AUTO(error) unknown = ERROR_INIT;
    size_t start = out->len;

    /* Repositories may hold what is no file in truth, and a build that is too large is told so. */
    if (!is_straight(name) || has_refused_scheme(view_of(name)) || root->repository ||
        (root->files && *root->files >= LOADER_FILES_MAX))
        return false;
    if (!root->loader->ops->read(root->loader->context, out, path, &unknown) || !buf_ok(out)) {
        out->len = start;
        return false;
    }
    if (root->files)
        ++*root->files;
    return true;
}

static bool fail_outside(const struct loader_root *root, const char *path, struct error *err)
{
    error_set(err, ERROR_FORBIDDEN, "security; file '%s' is not in or below '%s'", path,
              root->path);
    if (root->repository)
        return false;
    return error_hint(err, "keep a copy there, or make what has it a base; 'helm-juno build "
                           "--load-restrictor LoadRestrictionsNone' reads files anywhere");
}

bool loader_root_read(const struct loader_root *root, struct buf *out, const char *name,
                      struct error *err)
{
    AUTO_CHARS joined = file_join(root->path, name);
    AUTO_CHARS shown = loader_root_show(root, name);
    AUTO_CHARS path = NULL;

    if (has_refused_scheme(view_of(name))) {
        error_set(err, ERROR_UNSUPPORTED, "'%s': files are not fetched from elsewhere", name);
        return error_hint(err, "keep a copy beside the kustomization and name that");
    }
    if (loader_root_read_directly(root, out, name))
        return true;
    if (root->files && ++*root->files > LOADER_FILES_MAX)
        return error_set(err, ERROR_LIMIT, "the build reads more than %d files", LOADER_FILES_MAX);
    switch (root->loader->ops->kind(root->loader->context, joined)) {
    case LOADER_ABSENT:
        return error_set(err, ERROR_NOT_FOUND, "there is no file '%s'", shown);
    case LOADER_DIRECTORY:
        return error_set(err, ERROR_INVALID, "'%s' is a directory, not a file", shown);
    case LOADER_OTHER:
        return error_set(err, ERROR_INVALID, "'%s' is not a regular file", shown);
    case LOADER_FILE:
        break;
    }
    path = root->loader->ops->real_path(root->loader->context, joined, err);
    if (!path)
        return false;
    if (root->restriction == LOAD_ROOT_ONLY && !path_is_below(path, root->path))
        return fail_outside(root, path, err);
    return root->loader->ops->read(root->loader->context, out, path, err) &&
           buf_check(out, shown, err) && check_pointer(root, out, shown, err);
}

char *loader_root_show(const struct loader_root *root, const char *name)
{
    AUTO_CHARS joined = file_join(root->shown, name);

    return clean_shown(joined);
}
