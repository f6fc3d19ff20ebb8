/* SPDX-License-Identifier: Apache-2.0 */
/* archive/extract.c - a tree onto the disk, by handle */
#include "archive/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"

/* Deeper paths than this are no chart's. */
#define EXTRACT_DEPTH_MAX 64

/*
 * The directory that PATH's last part is to be made in, its missing parents made; -1 and errno.
 * Each step is opened by the handle of the one before, so that no name is looked up twice.
 */
static int open_parent(int root, struct view path, struct view *name)
{
    int at = dup(root);
    size_t start = 0, end = view_find_byte(path, '/', 0);

    for (unsigned depth = 0; at >= 0 && end < path.len; depth++) {
        AUTO_CHARS part = view_copy(view_sub(path, start, end));
        int next;

        if (depth >= EXTRACT_DEPTH_MAX) {
            errno = ENAMETOOLONG;
            fd_close(&at);
            return -1;
        }
        if (mkdirat(at, part, 0755) != 0 && errno != EEXIST) {
            fd_close(&at);
            return -1;
        }
        next = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        fd_close(&at);
        at = next;
        start = end + 1;
        end = view_find_byte(path, '/', start);
    }
    *name = view_sub(path, start, path.len);
    return at;
}

static bool extract_file(int parent, const char *name, const struct archive_member *member,
                         struct error *err)
{
    int fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool done;

    if (fd < 0)
        return error_errno(err, errno, "cannot create '%s'", member->path.data);
    done = file_write_fd(fd, member->bytes, member->path.data, err);
    if (done && fchmod(fd, member->executable ? 0755 : 0644) != 0)
        done = error_errno(err, errno, "cannot set the mode of '%s'", member->path.data);
    if (close(fd) != 0 && done && errno != EINTR)
        done = error_errno(err, errno, "cannot write '%s'", member->path.data);
    return done;
}

static bool extract_member(int root, const struct archive_member *member, struct error *err)
{
    struct view name = VIEW_EMPTY;
    AUTO_FD parent = open_parent(root, member->path, &name);
    AUTO_CHARS text = view_copy(name);

    if (parent < 0)
        return error_errno(err, errno, "cannot make the directory of '%s'", member->path.data);
    if (!member->directory)
        return extract_file(parent, text, member, err);
    /* A file before it may have made it. */
    if (mkdirat(parent, text, 0755) == 0 || errno == EEXIST)
        return true;
    return error_errno(err, errno, "cannot make the directory '%s'", member->path.data);
}

bool archive_tree_extract(const struct archive_tree *tree, const char *directory, struct error *err)
{
    AUTO_FD root = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (root < 0)
        return error_errno(err, errno, "cannot open '%s'", directory);
    for (size_t i = 0; i < tree->len; i++)
        if (!extract_member(root, &tree->members[i], err))
            return error_wrap(err, "cannot unpack into '%s'", directory);
    return true;
}
