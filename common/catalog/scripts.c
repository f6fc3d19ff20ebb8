/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/scripts.h"

#include <errno.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include "archive/tar.h"
#include "base/base64.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/strv.h"
#include "catalog/template.h"

static bool is_junk(const char *name)
{
    static const char *const patterns[] = { ".DS_Store",   "*~",   ".*.sw[a-p]", "#*#", ".#*",
                                            "__pycache__", ".git", ".svn",       ".hg" };

    for (size_t i = 0; i < ARRAY_SIZE(patterns); i++)
        if (fnmatch(patterns[i], name, 0) == 0)
            return true;
    return false;
}

static bool read_directory(struct archive_tree *tree, const char *directory, const char *path,
                           unsigned depth, struct error *err);

static bool read_file(struct archive_tree *tree, const char *file, const char *path,
                      bool executable, struct error *err)
{
    AUTO(buf) text = BUF_INIT(ARCHIVE_BYTES_MAX);
    char *bytes = NULL;

    if (!file_read(&text, file, err) ||
        !archive_tree_add(tree, view_of(path), false, executable, text.len, &bytes, err))
        return false;
    if (text.len > 0)
        memcpy(bytes, text.data, text.len);
    return true;
}

static bool read_entry(struct archive_tree *tree, const char *file, const char *path,
                       unsigned depth, struct error *err)
{
    struct stat info;

    if (lstat(file, &info) != 0)
        return error_errno(err, errno, "cannot read '%s'", file);
    if (S_ISDIR(info.st_mode))
        return archive_tree_add(tree, view_of(path), true, false, 0, NULL, err) &&
               read_directory(tree, file, path, depth + 1, err);
    if (S_ISREG(info.st_mode))
        return read_file(tree, file, path, (info.st_mode & 0111) != 0, err);
    return error_set(err, ERROR_FORBIDDEN, "'%s' is %s, which no package can hold", path,
                     S_ISLNK(info.st_mode) ? "a symbolic link" : "no file or directory");
}

static bool read_directory(struct archive_tree *tree, const char *directory, const char *path,
                           unsigned depth, struct error *err)
{
    AUTO(strv) names = STRV_INIT;

    if (depth > SCRIPTS_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "'%s' is nested deeper than %d directories", path,
                         SCRIPTS_DEPTH_MAX);
    if (!file_list(&names, directory, ARCHIVE_MEMBERS_MAX, err))
        return false;
    for (size_t i = 0; i < names.len; i++) {
        AUTO_CHARS file = file_join(directory, names.items[i]);
        AUTO_CHARS member = file_join(path, names.items[i]);

        if (!is_junk(names.items[i]) && !read_entry(tree, file, member, depth, err))
            return false;
    }
    return true;
}

bool scripts_read_directory(struct archive_tree *tree, const char *directory, struct error *err)
{
    return read_directory(tree, directory, TEMPLATE_SCRIPTS_ROOT, 0, err);
}

bool scripts_find_payload(struct view *payload, const struct ynode *root, struct error *err)
{
    const struct ynode *value = ynode_get_path(root, "data", SCRIPTS_PAYLOAD_KEY, NULL);

    if (!value && ynode_get_path(root, "binaryData", SCRIPTS_PAYLOAD_KEY, NULL))
        return error_set(err, ERROR_INVALID, "%s is in binaryData, where no launcher reads it",
                         SCRIPTS_PAYLOAD_KEY);
    if (!value || ynode_is_null(value))
        return error_set(err, ERROR_NOT_FOUND, "there is no %s", SCRIPTS_PAYLOAD_KEY);
    if (!ynode_is_scalar(value))
        return error_set(err, ERROR_INVALID, "%s is no text but a %s", SCRIPTS_PAYLOAD_KEY,
                         ynode_kind_name(value));
    if (view_trim(ynode_text(value)).len == 0)
        return error_set(err, ERROR_NOT_FOUND, "%s is empty", SCRIPTS_PAYLOAD_KEY);
    *payload = ynode_text(value);
    return true;
}

bool scripts_unpack(struct archive_tree *tree, struct view payload, struct error *err)
{
    AUTO(buf) packed = BUF_INIT(SCRIPTS_PAYLOAD_BYTES_MAX);

    if (!base64_decode(&packed, payload, BASE64_LENIENT, err))
        return error_wrap(err, "%s is not base64", SCRIPTS_PAYLOAD_KEY);
    if (!archive_tree_read_tar(tree, buf_view(&packed), TEMPLATE_SCRIPTS_ROOT, err))
        return error_wrap(err, "%s", SCRIPTS_PAYLOAD_KEY);
    return true;
}
