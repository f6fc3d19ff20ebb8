/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz/tree.h - one input as a small tree of files in memory
 *
 *     resources: [a.yaml, ../b]
 *     --- a.yaml
 *     kind: A
 *     --- ../b/kustomization.yaml
 *     link:/secret/key
 *
 * What stands before the first line `--- NAME` is /p/kustomization.yaml, the rest are files by
 * their names, relative to /p. A text "link:PATH" is a symbolic link to an absolute path, "other:"
 * what is neither file nor directory. Beside them there is always FUZZ_TREE_SECRET: no
 * kustomization is near it, so whoever reads it has left his root.
 */
#ifndef FUZZ_TREE_H
#define FUZZ_TREE_H

#include "base/file.h"
#include "fuzz/fuzz.h"
#include "kustomize/loader.h"

#define FUZZ_TREE_FILES_MAX 64
#define FUZZ_TREE_LINKS_MAX 8
#define FUZZ_TREE_SECRET    "/secret/key"

struct fuzz_file {
    char *path; /* absolute and clean */
    struct view text;
};

struct fuzz_tree {
    struct fuzz_file files[FUZZ_TREE_FILES_MAX + 1];
    size_t len;
};

static inline void fuzz_tree_release(struct fuzz_tree *tree)
{
    for (size_t i = 0; i < tree->len; i++)
        free(tree->files[i].path);
}

/* Nothing is put beside the secret: a kustomization there might name it. */
static inline void fuzz_tree_add(struct fuzz_tree *tree, struct view name, struct view text)
{
    AUTO_CHARS raw = view_copy(name);
    AUTO_CHARS joined = file_join("/p", raw);
    AUTO_CHARS path = file_clean(joined);

    if (tree->len == 0 || strncmp(path, FUZZ_TREE_SECRET, strlen("/secret")) != 0)
        tree->files[tree->len++] = (struct fuzz_file){ .path = TAKE(path), .text = text };
}

/* Cut INPUT, which must outlive TREE. */
static inline void fuzz_tree_cut(struct fuzz_tree *tree, struct view input)
{
    struct view name = VIEW("kustomization.yaml");
    size_t start = 0;

    tree->len = 0;
    fuzz_tree_add(tree, view_of(FUZZ_TREE_SECRET), VIEW("kind: Secret\n"));
    while (tree->len < FUZZ_TREE_FILES_MAX) {
        size_t at = start;
        while (at < input.len && !view_starts(view_sub(input, at, input.len), VIEW("--- ")))
            at = view_find_byte(input, '\n', at) + 1;
        fuzz_tree_add(tree, name, view_sub(input, start, at));
        if (at >= input.len)
            return;
        start = view_find_byte(input, '\n', at) + 1;
        name = view_sub(input, at + 4, start - 1);
    }
}

/* The first of a name counts. */
static inline const struct fuzz_file *fuzz_tree_find(const struct fuzz_tree *tree, const char *path)
{
    for (size_t i = 0; i < tree->len; i++)
        if (strcmp(tree->files[i].path, path) == 0)
            return &tree->files[i];
    return NULL;
}

/* PATH cleaned, with a link at its end followed. */
static inline char *fuzz_tree_follow(const struct fuzz_tree *tree, const char *path)
{
    char *clean = file_clean(path);

    for (int i = 0; i < FUZZ_TREE_LINKS_MAX; i++) {
        const struct fuzz_file *file = fuzz_tree_find(tree, clean);
        if (!file || !view_starts(file->text, VIEW("link:/")))
            return clean;
        AUTO_CHARS target = view_copy(view_trim(view_sub(file->text, 5, file->text.len)));
        free(clean);
        clean = file_clean(target);
    }
    return clean;
}

static inline enum loader_kind fuzz_tree_kind(void *context, const char *path)
{
    const struct fuzz_tree *tree = context;
    AUTO_CHARS clean = fuzz_tree_follow(tree, path);
    const struct fuzz_file *file = fuzz_tree_find(tree, clean);
    size_t len = strlen(clean);

    if (file)
        return view_starts(file->text, VIEW("other:")) ? LOADER_OTHER : LOADER_FILE;
    if (strcmp(clean, "/") == 0)
        return LOADER_DIRECTORY;
    for (size_t i = 0; i < tree->len; i++)
        if (strncmp(tree->files[i].path, clean, len) == 0 && tree->files[i].path[len] == '/')
            return LOADER_DIRECTORY;
    return LOADER_ABSENT;
}

static inline char *fuzz_tree_real_path(void *context, const char *path, struct error *err UNUSED)
{
    return fuzz_tree_follow(context, path);
}

/* Only what real_path() gave is read, and never what is outside of every root. */
static inline bool fuzz_tree_read(void *context, struct buf *out, const char *path,
                                  struct error *err)
{
    const struct fuzz_tree *tree = context;
    AUTO_CHARS real = fuzz_tree_follow(tree, path);
    const struct fuzz_file *file = fuzz_tree_find(tree, path);

    fuzz_expect(strcmp(path, FUZZ_TREE_SECRET) != 0);
    if (!file || strcmp(real, path) != 0)
        return error_set(err, ERROR_NOT_FOUND, "there is no '%s'", path);
    buf_add_view(out, file->text);
    return true;
}

static inline struct loader fuzz_tree_loader(struct fuzz_tree *tree)
{
    static const struct loader_ops ops = {
        .kind = fuzz_tree_kind,
        .real_path = fuzz_tree_real_path,
        .read = fuzz_tree_read,
    };

    return (struct loader){ .ops = &ops, .context = tree };
}

#endif
