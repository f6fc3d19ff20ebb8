/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/kubeconfig_file.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/map.h"
#include "kube/kubeconfig_types.h"

#define DEFAULT_FILE ".kube/config"

/* Lists of a kubeconfig, and the part of each entry that we read. */
static const char *const entry_lists[] = { "clusters", "users", "contexts" };

void kubeconfig_files_release(struct kubeconfig_files *files)
{
    for (size_t i = 0; i < files->len; i++) {
        free(files->items[i].path);
        free(files->items[i].directory);
        ydoc_free(files->items[i].doc);
    }
    free(files->items);
    strv_release(&files->looked);
    strv_release(&files->warnings);
    *files = (struct kubeconfig_files)KUBECONFIG_FILES_INIT;
}

/* ---- what a file may say ---- */

static bool check_header(const struct kubeconfig_file *file, struct error *err)
{
    const struct ynode *root = ydoc_root(file->doc);
    struct view kind = ynode_text(ynode_get(root, "kind"));
    struct view version = ynode_text(ynode_get(root, "apiVersion"));

    if (root && !ynode_is_null(root) && !ynode_is_map(root))
        return error_set(err, ERROR_SYNTAX, "%s:%u:%u: a kubeconfig is a mapping, not a %s",
                         file->path, ynode_line(root), ynode_column(root), ynode_kind_name(root));
    if (kind.len > 0 && !view_is(kind, "Config"))
        return error_set(err, ERROR_INVALID, "%s: kind is '" VIEW_FMT "', not Config", file->path,
                         VIEW_ARGS(kind));
    if (version.len > 0 && !view_is(version, "v1"))
        return error_set(err, ERROR_INVALID, "%s: apiVersion is '" VIEW_FMT "', not v1", file->path,
                         VIEW_ARGS(version));
    return true;
}

static bool wrong_at(const struct kubeconfig_file *file, const struct ynode *node, const char *what,
                     struct error *err)
{
    return error_set(err, ERROR_SYNTAX, "%s:%u:%u: %s", file->path, ynode_line(node),
                     ynode_column(node), what);
}

static bool check_list(const struct kubeconfig_file *file, const char *name, struct error *err)
{
    const struct ynode *list = ynode_get(ydoc_root(file->doc), name);
    AUTO(map) names = MAP_INIT;

    if (!list || ynode_is_null(list))
        return true;
    if (!ynode_is_seq(list))
        return wrong_at(file, list, "a list of named entries is wanted here", err);
    for (size_t i = 0; i < ynode_len(list); i++) {
        const struct ynode *entry = ynode_at(list, i);
        struct view entry_name = ynode_text(ynode_get(entry, "name"));

        if (!ynode_is_map(entry))
            return wrong_at(file, entry, "an entry is a mapping with a name", err);
        if (map_has(&names, entry_name))
            return error_set(err, ERROR_INVALID,
                             "%s:%u:%u: duplicate name \"" VIEW_FMT "\" in list %s", file->path,
                             ynode_line(entry), ynode_column(entry), VIEW_ARGS(entry_name), name);
        map_set(&names, entry_name, file->doc);
    }
    return true;
}

static bool check_file(const struct kubeconfig_file *file, struct error *err)
{
    if (!check_header(file, err))
        return false;
    for (size_t i = 0; i < ARRAY_SIZE(entry_lists); i++)
        if (!check_list(file, entry_lists[i], err))
            return false;
    return kubeconfig_types_check(ydoc_root(file->doc), file->path, err);
}

/* ---- reading ---- */

/* "" for a file of the working directory, so that its relative paths stay as they are. */
static char *directory_of(const char *path)
{
    size_t len = (size_t)(file_base(path) - path);

    return mem_copy_text(path, len > 1 ? len - 1 : len);
}

/* Who can write it decides which server gets our credentials. Source: robustness.md R-094. */
static void note_access(struct kubeconfig_files *files, const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    if (st.st_mode & S_IWOTH)
        strv_addf(&files->warnings, "everyone may write the kubeconfig %s", path);
    else if (st.st_uid != geteuid() && st.st_uid != 0)
        strv_addf(&files->warnings, "the kubeconfig %s belongs to another user", path);
}

static bool read_file(struct kubeconfig_files *files, const char *path, struct error *err)
{
    AUTO(buf) text = BUF_INIT(KUBECONFIG_BYTES_MAX);
    struct ydoc_options options = { .origin = path, .own_text = true };
    struct kubeconfig_file *file;

    /* A usual way to say "no configuration"; no other device is read. */
    if (strcmp(path, "/dev/null") != 0 && !file_read(&text, path, err))
        return error_wrap(err, "error loading config file \"%s\"", path);
    ARRAY_GROW(files->items, files->len, files->cap);
    file = &files->items[files->len];
    *file = (struct kubeconfig_file){ .doc = ydoc_parse_with(buf_view(&text), &options, err) };
    /* The text may hold credentials. */
    if (text.data)
        explicit_bzero(text.data, text.len);
    if (!file->doc)
        return error_wrap(err, "error loading config file \"%s\"", path);
    file->path = chars_copy(path);
    file->directory = directory_of(path);
    note_access(files, path);
    files->len++;
    return check_file(file, err) || error_wrap(err, "error loading config file \"%s\"", path);
}

static void add_places(struct strv *paths, const char *list)
{
    struct view rest = view_of(list), part;

    while (view_cut(&rest, ':', &part) && paths->len <= KUBECONFIG_FILES_MAX) {
        AUTO_CHARS path = view_copy(part);

        if (part.len > 0 && !strv_has(paths, path))
            strv_add(paths, path);
    }
}

void kubeconfig_places(struct strv *paths, const struct kubeconfig_request *request)
{
    if (request->kubeconfig && request->kubeconfig[0]) {
        strv_add(paths, request->kubeconfig);
    } else if (request->variable && request->variable[0]) {
        add_places(paths, request->variable);
    } else if (request->home && request->home[0]) {
        strv_take(paths, file_join(request->home, DEFAULT_FILE));
    }
}

bool kubeconfig_files_read(struct kubeconfig_files *files, const struct kubeconfig_request *request,
                           struct error *err)
{
    const char *flag = request->kubeconfig;

    if (flag && flag[0] && file_kind(flag) == FILE_ABSENT)
        return error_set(err, ERROR_NOT_FOUND, "stat %s: no such file or directory", flag);
    kubeconfig_places(&files->looked, request);
    if (files->looked.len > KUBECONFIG_FILES_MAX)
        return error_set(err, ERROR_LIMIT, "KUBECONFIG names more than %d files",
                         KUBECONFIG_FILES_MAX);
    for (size_t i = 0; i < files->looked.len; i++) {
        const char *path = files->looked.items[i];

        if (file_kind(path) != FILE_ABSENT && !read_file(files, path, err))
            return false;
    }
    return true;
}

/* ---- finding ---- */

struct kubeconfig_entry kubeconfig_files_find(const struct kubeconfig_files *files,
                                              const char *list, const char *key, const char *name)
{
    for (size_t i = 0; i < files->len; i++) {
        const struct ynode *entries = ynode_get(ydoc_root(files->items[i].doc), list);

        for (size_t k = 0; k < ynode_len(entries); k++) {
            const struct ynode *entry = ynode_at(entries, k);

            if (view_is(ynode_text(ynode_get(entry, "name")), name))
                return (struct kubeconfig_entry){ ynode_get(entry, key), &files->items[i] };
        }
    }
    return (struct kubeconfig_entry){ NULL, NULL };
}

char *kubeconfig_files_current(const struct kubeconfig_files *files)
{
    for (size_t i = 0; i < files->len; i++) {
        struct view name = ynode_text(ynode_get(ydoc_root(files->items[i].doc), "current-context"));

        if (name.len > 0)
            return view_copy(name);
    }
    return NULL;
}

void kubeconfig_files_names(const struct kubeconfig_files *files, const char *list,
                            struct strv *names)
{
    AUTO(map) seen = MAP_INIT;

    for (size_t i = 0; i < files->len; i++) {
        const struct ynode *entries = ynode_get(ydoc_root(files->items[i].doc), list);

        for (size_t k = 0; k < ynode_len(entries); k++) {
            struct view name = ynode_text(ynode_get(ynode_at(entries, k), "name"));

            if (name.len == 0 || map_has(&seen, name))
                continue;
            map_set(&seen, name, files->items);
            strv_add_view(names, name);
        }
    }
}
