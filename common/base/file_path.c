/* SPDX-License-Identifier: Apache-2.0 */
/* Paths; file.c has the files, file_dir.c the directories. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fd.h"
#include "base/file.h"

#define PATH_DEFAULT "/usr/local/bin:/usr/bin:/bin"

char *file_real_path(const char *path, struct error *err)
{
    /* Mostly no step is a link, which one call can tell, and the path is what it says. */
    char *real = path[0] == '/' && fd_has_no_links(path) ? file_clean(path) : realpath(path, NULL);

    if (!real)
        error_errno(err, errno, "cannot find '%s'", path);
    return real;
}

char *file_join(const char *dir, const char *name)
{
    size_t len = strlen(dir);
    AUTO(buf) path = BUF_INIT(len + strlen(name) + 1);

    if (name[0] != '/' && len > 0) {
        buf_add(&path, dir);
        if (dir[len - 1] != '/')
            buf_add_byte(&path, '/');
    }
    buf_add(&path, name);
    return buf_take(&path);
}

/* ".." behind OUT, whose first FIXED bytes ("/" or leading "../") cannot be taken back. */
static void clean_parent(struct buf *out, size_t *fixed, bool rooted)
{
    if (out->len > *fixed) {
        while (out->len > *fixed && out->data[out->len - 1] != '/')
            out->len--;
        if (out->len > *fixed)
            out->len--; /* the '/' itself */
        return;
    }
    if (rooted)
        return;
    buf_add(out, out->len > 0 ? "/.." : "..");
    *fixed = out->len;
}

char *file_clean(const char *path)
{
    AUTO(buf) out = BUF_INIT(strlen(path) + 1);
    struct view rest = view_of(path);
    struct view part;
    bool rooted = path[0] == '/';
    size_t fixed = rooted ? 1 : 0;

    if (rooted)
        buf_add_byte(&out, '/');
    while (view_cut(&rest, '/', &part)) {
        if (part.len == 0 || view_is(part, "."))
            continue;
        if (view_is(part, "..")) {
            clean_parent(&out, &fixed, rooted);
            continue;
        }
        if (out.len > (rooted ? 1u : 0u))
            buf_add_byte(&out, '/');
        buf_add_view(&out, part);
    }
    if (out.len == 0)
        buf_add_byte(&out, '.');
    return view_copy(buf_view(&out));
}

const char *file_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static bool is_program(const char *path)
{
    return file_kind(path) == FILE_REGULAR && access(path, X_OK) == 0;
}

char *file_find_program(const char *name)
{
    const char *path = getenv("PATH");
    struct view rest = view_of(path ? path : PATH_DEFAULT);
    struct view dir;

    if (name[0] == '\0')
        return NULL;
    if (strchr(name, '/'))
        return is_program(name) ? realpath(name, NULL) : NULL;
    while (view_cut(&rest, ':', &dir)) {
        AUTO_CHARS parent = view_copy(dir);
        AUTO_CHARS candidate = NULL;

        /* Relative entries would run whatever lies in the working directory; Go refuses them too.
         */
        if (parent[0] != '/')
            continue;
        candidate = file_join(parent, name);
        if (is_program(candidate))
            return TAKE(candidate);
    }
    return NULL;
}
