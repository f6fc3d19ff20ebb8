/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/named_files.h"

#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "openchoreo/descriptor.h"

void named_files_release(struct named_files *files)
{
    free(files->largest);
    files->largest = NULL;
}

/* "DIR/NAME" cleaned by its letters: `a/../b` is `b` though there is no `a`. */
static char *path_of(const struct named_files *files, struct view name)
{
    AUTO(buf) path = BUF_INIT(PATH_MAX);

    buf_add_bytes(&path, files->descriptor,
                  (size_t)(file_base(files->descriptor) - files->descriptor));
    if (path.len == 0)
        buf_add(&path, "./");
    buf_add_view(&path, name);
    return buf_ok(&path) ? file_clean(buf_text(&path)) : NULL;
}

static bool is_below(const char *path, const char *directory)
{
    size_t len = strlen(directory);

    while (len > 0 && directory[len - 1] == '/')
        len--;
    return strncmp(path, directory, len) == 0 && path[len] == '/';
}

/* Put the real path of *PATH in its place, which must be below the fence. */
static bool confine(const struct named_files *files, char **path, struct error *err)
{
    AUTO_CHARS fence = NULL;
    char *real;

    if (!files->confine)
        return true;
    fence = file_real_path(files->confine, err);
    real = fence ? file_real_path(*path, err) : NULL;
    if (!real)
        return false;
    if (!is_below(real, fence)) {
        error_set(err, ERROR_FORBIDDEN, "'%s' is outside of '%s' (--confine)", *path,
                  files->confine);
        free(real);
        return false;
    }
    free(*path);
    *path = real;
    return true;
}

static bool account(struct named_files *files, const char *path, size_t bytes, struct error *err)
{
    files->total_bytes += bytes;
    if (!files->largest || bytes > files->largest_bytes) {
        free(files->largest);
        files->largest = view_copy(view_of(path));
        files->largest_bytes = bytes;
    }
    if (files->total_bytes <= DESCRIPTOR_BYTES_MAX)
        return true;
    return error_set(err, ERROR_LIMIT,
                     "the files come to over %zu bytes; the largest is '%s' with %zu",
                     DESCRIPTOR_BYTES_MAX, files->largest, files->largest_bytes);
}

static bool read_path(struct named_files *files, struct buf *out, struct view name,
                      struct error *err)
{
    AUTO_CHARS path = NULL;
    AUTO(buf) bytes = BUF_INIT(DESCRIPTOR_BYTES_MAX);

    if (view_find_byte(name, '\0', 0) < name.len)
        return error_set(err, ERROR_INVALID, "a path cannot hold a NUL");
    path = path_of(files, name);
    if (!path)
        return error_set(err, ERROR_LIMIT, "the path is over %d bytes", PATH_MAX);
    if (!confine(files, &path, err) || !file_read(&bytes, path, err) ||
        !account(files, path, bytes.len, err))
        return false;
    buf_add_view(out, buf_view(&bytes));
    return true;
}

bool named_files_read(struct named_files *files, struct buf *out, const struct typed_text *name,
                      const char *field, struct error *err)
{
    if (read_path(files, out, name->text, err))
        return true;
    return error_wrap(err, "%s:%u:%u: %s", files->descriptor, name->at.line, name->at.column,
                      field);
}
