/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/loader.h"

#include "base/alloc.h"
#include "base/file.h"

void loader_root_release(struct loader_root *root)
{
    free(root->path);
    free(root->shown);
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

bool loader_is_remote(struct view name)
{
    static const char *const schemes[] = { "http://", "https://", "ssh://",
                                           "git://",  "git::",    "ext::" };
    size_t slash = view_find_byte(name, '/', 0);

    for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
        if (name.len >= strlen(schemes[i]) &&
            strncasecmp(name.data, schemes[i], strlen(schemes[i])) == 0)
            return true;
    if (view_starts(name, VIEW("git@")) || view_find(name, VIEW("?ref="), 0) < name.len)
        return true;
    return view_eq(view_sub(name, 0, slash), VIEW("github.com"));
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
    if (loader_is_remote(view_of(name))) {
        error_set(err, ERROR_UNSUPPORTED, "remote base '%s' is not supported", name);
        return error_hint(err, "fetch it into a directory beside this one and name that");
    }
    if (name[0] == '/')
        return error_set(err, ERROR_FORBIDDEN, "directory '%s' must not be absolute", name);
    if (has_joined_steps(view_of(name))) {
        error_set(err, ERROR_INVALID, "path '%s' is ambiguous", name);
        return error_hint(err, "check the indentation of the list it stands in");
    }
    return true;
}

bool loader_root_open(struct loader_root *root, const struct loader *loader,
                      const struct loader_root *parent, const char *name, struct error *err)
{
    AUTO_CHARS joined = parent ? file_join(parent->path, name) : chars_copy(name);
    AUTO_CHARS shown_raw = parent ? file_join(parent->shown, name) : chars_copy(name);
    AUTO_CHARS shown = file_clean(shown_raw);
    AUTO_CHARS path = NULL;
    unsigned depth = parent ? parent->depth + 1 : 0;

    if (parent && !check_name(name, err))
        return false;
    if (depth > LOADER_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "'%s' is more than %d bases deep", shown,
                         LOADER_DEPTH_MAX);
    switch (loader->ops->kind(loader->context, joined)) {
    case LOADER_ABSENT:
        return error_set(err, ERROR_NOT_FOUND, "there is no directory '%s'", shown);
    case LOADER_FILE:
    case LOADER_OTHER:
        return error_set(err, ERROR_INVALID, "'%s' is not a directory", shown);
    case LOADER_DIRECTORY:
        break;
    }
    path = loader->ops->real_path(loader->context, joined, err);
    if (!path || !check_cycle(parent, path, shown, err))
        return false;
    *root = (struct loader_root){ .loader = loader,
                                  .restriction = parent ? parent->restriction : LOAD_ROOT_ONLY,
                                  .parent = parent,
                                  .path = TAKE(path),
                                  .shown = TAKE(shown),
                                  .depth = depth,
                                  .files = parent ? parent->files : NULL };
    return true;
}

enum loader_kind loader_root_kind(const struct loader_root *root, const char *name)
{
    AUTO_CHARS joined = file_join(root->path, name);

    return root->loader->ops->kind(root->loader->context, joined);
}

bool loader_root_read(const struct loader_root *root, struct buf *out, const char *name,
                      struct error *err)
{
    AUTO_CHARS joined = file_join(root->path, name);
    AUTO_CHARS shown = loader_root_show(root, name);
    AUTO_CHARS path = NULL;

    if (loader_is_remote(view_of(name)))
        return error_set(err, ERROR_UNSUPPORTED, "remote file '%s' is not supported", name);
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
        return error_set(err, ERROR_FORBIDDEN, "security; file '%s' is not in or below '%s'", path,
                         root->path);
    return root->loader->ops->read(root->loader->context, out, path, err) &&
           buf_check(out, shown, err);
}

char *loader_root_show(const struct loader_root *root, const char *name)
{
    AUTO_CHARS joined = file_join(root->shown, name);

    return file_clean(joined);
}
