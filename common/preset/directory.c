/* SPDX-License-Identifier: Apache-2.0 */
#include "preset/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"

static enum loader_kind directory_kind(void *context UNUSED, const char *path)
{
    switch (file_kind(path)) {
    case FILE_ABSENT:
        return LOADER_ABSENT;
    case FILE_REGULAR:
        return LOADER_FILE;
    case FILE_DIRECTORY:
        return LOADER_DIRECTORY;
    case FILE_OTHER:
        break;
    }
    return LOADER_OTHER;
}

static char *directory_real_path(void *context UNUSED, const char *path, struct error *err)
{
    return file_real_path(path, err);
}

static bool fail_open(int errnum, const char *path, struct error *err)
{
    if (errnum == ELOOP || errnum == ENOTDIR)
        return error_set(err, ERROR_FORBIDDEN,
                         "security; '%s' became a link while it was being read", path);
    return error_errno(err, errnum, "cannot open '%s'", path);
}

/* Without O_NONBLOCK the opening of a fifo would wait for a writer. */
#define OPEN_FLAGS (O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

/* Open the absolute, canonical PATH step by step from the root; -1 with errno. */
static int open_by_steps(const char *path)
{
    AUTO_FD dir = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct view rest = view_of(path), step;

    while (dir >= 0 && view_cut(&rest, '/', &step)) {
        int flags = OPEN_FLAGS;
        AUTO_CHARS name = view_copy(step);
        if (step.len == 0)
            continue;
        if (rest.len > 0)
            flags |= O_DIRECTORY;
        int next = openat(dir, name, flags);
        fd_close(&dir);
        dir = next;
    }
    int opened = dir;
    dir = -1;
    return opened;
}

static int open_no_follow(const char *path)
{
    int fd = fd_open_no_links(path, OPEN_FLAGS);

    return fd < 0 && errno == ENOSYS ? open_by_steps(path) : fd;
}

/* Whoever writes FD's file at this moment may not be done: half a document can be a whole one. */
static bool check_unchanged(int fd, const struct stat *before, const char *path, struct error *err)
{
    struct stat after;

    if (fstat(fd, &after) != 0)
        return error_errno(err, errno, "cannot read '%s'", path);
    if (after.st_size == before->st_size && after.st_mtim.tv_sec == before->st_mtim.tv_sec &&
        after.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
        return true;
    return error_set(err, ERROR_IO, "'%s' was changed while it was being read", path);
}

static bool directory_read(void *context UNUSED, struct buf *out, const char *path,
                           struct error *err)
{
    struct stat st;
    AUTO_FD fd = -1;

    if (path[0] != '/')
        return error_set(err, ERROR_INVALID, "'%s' is not an absolute path", path);
    fd = open_no_follow(path);
    if (fd < 0)
        return fail_open(errno, path, err);
    if (fstat(fd, &st) != 0)
        return error_errno(err, errno, "cannot read '%s'", path);
    if (!S_ISREG(st.st_mode))
        return error_set(err, ERROR_INVALID, "'%s' is not a regular file", path);
    size_t start = out->len;
    if (!file_read_sized(out, fd, (size_t)st.st_size, path, err))
        return false;
    if (check_unchanged(fd, &st, path, err))
        return true;
    out->len = start;
    return false;
}

struct loader preset_directory_loader(void)
{
    static const struct loader_ops ops = {
        .kind = directory_kind,
        .real_path = directory_real_path,
        .read = directory_read,
    };

    return (struct loader){ .ops = &ops };
}
