/* SPDX-License-Identifier: Apache-2.0 */
/* preset/git_export.c - a commit as a directory of files, with its submodules */
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/num.h"
#include "preset/git_repo.h"

#define LISTING_BYTES_MAX ((size_t)128 << 20)

/* ---- the files ---- */

/* "MODE TYPE ID SIZE<tab>PATH", ended by a NUL: as ls-tree -l -z prints it. */
struct tree_line {
    struct view mode;
    struct view id;
    struct view size;
    struct view path;
};

static bool read_line(struct tree_line *line, struct view *rest)
{
    struct view text, fields, words[4];
    size_t tab, count = 0;

    if (!view_cut(rest, '\0', &text))
        return false;
    tab = view_find_byte(text, '\t', 0);
    fields = view_sub(text, 0, tab);
    while (count < ARRAY_SIZE(words) && view_cut(&fields, ' ', &words[count]))
        if (words[count].len)
            count++;
    *line = (struct tree_line){ .path = view_sub(text, tab + 1, text.len) };
    if (count == ARRAY_SIZE(words)) {
        line->mode = words[0];
        line->id = words[2];
        line->size = words[3];
    }
    return true;
}

static bool list_tree(struct git_repo *repo, const char *commit, struct buf *listing,
                      struct error *err)
{
    const char *const args[] = { "ls-tree", "-r", "-l", "-z", "--full-tree", commit, NULL };

    return git_repo_run(repo, GIT_LOCAL, NULL, args, listing, err);
}

static bool check_size(const struct git_repo *repo, struct view listing, struct error *err)
{
    struct tree_line line;
    uint64_t total = 0, bytes;
    size_t files = 0;

    while (read_line(&line, &listing)) {
        if (num_parse_u64(line.size, &bytes))
            total += bytes;
        if (++files > GIT_TREE_FILES_MAX || total > GIT_TREE_BYTES_MAX)
            return error_set(err, ERROR_LIMIT, "'%s' holds more than %d files or %zu bytes",
                             repo->url, GIT_TREE_FILES_MAX, GIT_TREE_BYTES_MAX);
    }
    return true;
}

static bool write_files(struct git_repo *repo, const char *commit, const char *target,
                        struct error *err)
{
    AUTO(buf) work_tree = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) index = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool ok;

    buf_addf(&work_tree, "--work-tree=%s", target);
    buf_addf(&index, "GIT_INDEX_FILE=%s.index", target);
    const char *index_path = buf_text(&index) + strlen("GIT_INDEX_FILE=");
    const char *const args[] = { buf_text(&work_tree), "read-tree", "--reset", "-u", commit, NULL };
    if (!file_make_dirs(target, err))
        return false;
    ok = git_repo_run(repo, GIT_LOCAL, buf_text(&index), args, NULL, err);
    file_remove_tree(index_path);
    return ok;
}

/* ---- submodules ---- */

struct submodule {
    struct view path;
    struct view url;
};

/* "submodule.NAME.KEY<newline>VALUE", ended by a NUL. */
static bool cut_setting(struct view *rest, struct view *name, struct view *key, struct view *value)
{
    struct view text;
    size_t end, dot;

    if (!view_cut(rest, '\0', &text))
        return false;
    end = view_find_byte(text, '\n', 0);
    dot = end;
    while (dot > 0 && text.data[dot - 1] != '.')
        dot--;
    *key = view_sub(text, dot, end);
    *name = view_sub(text, 0, dot);
    *value = view_sub(text, end + 1, text.len);
    return true;
}

/* The URL of the submodule at PATH as .gitmodules says; empty when it does not. */
static struct view find_url(struct view settings, struct view path)
{
    struct view rest = settings, name, key, value, wanted = VIEW_EMPTY;

    while (cut_setting(&rest, &name, &key, &value))
        if (view_is(key, "path") && view_eq(value, path))
            wanted = name;
    rest = settings;
    while (wanted.len && cut_setting(&rest, &name, &key, &value))
        if (view_is(key, "url") && view_eq(name, wanted))
            return value;
    return VIEW_EMPTY;
}

/* "../other.git" counts from the URL of the repository it stands in. */
static char *resolve_url(const char *base, struct view url)
{
    AUTO(buf) result = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view from = view_of(base);

    if (!view_starts(url, VIEW("./")) && !view_starts(url, VIEW("../")))
        return view_copy(url);
    while (view_ends(from, VIEW("/")))
        from.len--;
    for (;;) {
        if (view_starts(url, VIEW("./"))) {
            url = view_sub(url, 2, url.len);
        } else if (view_starts(url, VIEW("../"))) {
            url = view_sub(url, 3, url.len);
            while (from.len > 0 && from.data[from.len - 1] != '/' && from.data[from.len - 1] != ':')
                from.len--;
            if (view_ends(from, VIEW("/")) && !view_ends(from, VIEW("//")))
                from.len--;
        } else {
            break;
        }
    }
    buf_add_view(&result, from);
    if (!view_ends(from, VIEW(":")) && !view_ends(from, VIEW("/")))
        buf_add_byte(&result, '/');
    buf_add_view(&result, url);
    return buf_take(&result);
}

/* The locks of all that hold REPO are taken: it must not be one of them. */
static bool check_chain(struct git_repo *repo, const struct git_repo *parent, struct error *err)
{
    repo->parent = parent;
    for (; parent; parent = parent->parent)
        if (strcmp(parent->dir, repo->dir) == 0)
            return error_set(err, ERROR_INVALID, "'%s' is a submodule of itself", repo->url);
    return true;
}

static bool export_submodule(struct git_repo *parent, const struct tree_line *line,
                             struct view settings, const char *target, unsigned depth,
                             struct error *err)
{
    AUTO(git_repo) repo = GIT_REPO_INIT;
    AUTO_CHARS path = view_copy(line->path);
    AUTO_CHARS commit = view_copy(line->id);
    AUTO_CHARS place = file_join(target, path);
    AUTO_CHARS url = resolve_url(parent->url, find_url(settings, line->path));
    char fetched[GIT_COMMIT_BYTES];

    if (url[0] == '\0') /* git leaves such an entry alone too */
        return true;
    if (depth == GIT_SUBMODULE_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "submodule '%s' of '%s' is more than %d deep", path,
                         parent->url, GIT_SUBMODULE_DEPTH_MAX);
    return (git_repo_open(&repo, parent->git, parent->program, url, parent->timeout_seconds, err) &&
            check_chain(&repo, parent, err) && git_repo_lock(&repo, err) &&
            (git_repo_has(&repo, commit) || git_repo_fetch(&repo, commit, fetched, err)) &&
            git_export(&repo, commit, place, true, depth + 1, err)) ||
           error_wrap(err, "submodule '%s' of '%s'", path, parent->url);
}

static bool export_submodules(struct git_repo *repo, const char *commit, const char *target,
                              struct view listing, unsigned depth, struct error *err)
{
    AUTO(buf) blob = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) settings = BUF_INIT(LISTING_BYTES_MAX);
    AUTO_CHARS modules = file_join(target, ".gitmodules");
    struct tree_line line;

    if (file_kind(modules) == FILE_ABSENT)
        return true;
    buf_addf(&blob, "--blob=%s:.gitmodules", commit);
    const char *const args[] = {
        "config", "-z", buf_text(&blob), "--get-regexp", "^submodule\\..*\\.(path|url)$", NULL
    };
    if (!git_repo_run(repo, GIT_LOCAL, NULL, args, &settings, err))
        return false;
    while (read_line(&line, &listing))
        if (view_is(line.mode, "160000") &&
            !export_submodule(repo, &line, buf_view(&settings), target, depth, err))
            return false;
    return true;
}

bool git_export(struct git_repo *repo, const char *commit, const char *target, bool submodules,
                unsigned depth, struct error *err)
{
    AUTO(buf) listing = BUF_INIT(LISTING_BYTES_MAX);

    return list_tree(repo, commit, &listing, err) && check_size(repo, buf_view(&listing), err) &&
           write_files(repo, commit, target, err) &&
           (!submodules || export_submodules(repo, commit, target, buf_view(&listing), depth, err));
}
