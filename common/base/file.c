/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/map.h"
#include "base/process.h"

#define READ_BYTES_MIN    ((size_t)64 << 10)
#define TEMP_ATTEMPTS_MAX 100

static enum file_kind kind_of(const struct stat *st)
{
    if (S_ISREG(st->st_mode))
        return FILE_REGULAR;
    return S_ISDIR(st->st_mode) ? FILE_DIRECTORY : FILE_OTHER;
}

static const char *type_name(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a directory";
    if (S_ISFIFO(mode))
        return "a named pipe";
    if (S_ISSOCK(mode))
        return "a socket";
    if (S_ISLNK(mode))
        return "a symbolic link";
    return "a device";
}

enum file_kind file_kind(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? kind_of(&st) : FILE_ABSENT;
}

/* ---- reading ---- */

/* FD has something to read or write; false with ERROR_INTERRUPTED when a signal asks us to stop. */
static bool wait_for(int fd, short events, struct error *err)
{
    struct pollfd fds[] = {
        { .fd = fd, .events = events },
        { .fd = process_interrupt_fd(), .events = POLLIN },
    };

    /* Another failure of poll() is left to the read or write behind it to tell. */
    while (poll(fds, ARRAY_SIZE(fds), -1) < 0 && errno == EINTR && !process_interrupted())
        ;
    return process_check_interrupt(err);
}

/* At the ceiling: is there another byte? */
static ssize_t probe(int fd)
{
    char byte;

    return read(fd, &byte, 1);
}

/* One read into BUF's free memory, grown as needed; -1 with errno. *over: there is more than fits.
 */
static ssize_t read_some(struct buf *out, int fd, bool *over)
{
    if (out->len >= out->max) {
        ssize_t more = probe(fd);

        *over = more > 0;
        return more;
    }
    if (out->cap - out->len < 2)
        buf_reserve(out, out->len > READ_BYTES_MIN ? out->len : READ_BYTES_MIN);

    size_t room = out->cap - out->len - 1;
    size_t left = out->max - out->len;
    ssize_t got = read(fd, out->data + out->len, room < left ? room : left);

    if (got > 0)
        out->len += (size_t)got;
    out->data[out->len] = '\0';
    return got;
}

/* All SIZE bytes came behind BEFORE, by a read that had room for another one. */
static bool is_whole(const struct buf *out, size_t before, size_t size)
{
    return size > 0 && out->len - before == size && out->cap - out->len > 1;
}

/*
 * Everything that FD gives. SIZE (0: not known) is what a regular file has: where that came and
 * there was room for more, nothing more is to be asked for. On failure OUT is as it was.
 */
static bool read_all(struct buf *out, int fd, const char *name, bool may_block, size_t size,
                     struct error *err)
{
    size_t before = out->len;
    size_t allowed = out->max > before ? out->max - before : 0;
    bool good = true;
    bool over = false;
    ssize_t got = 1;

    while (good && got != 0 && !over && !is_whole(out, before, size)) {
        if (may_block && !wait_for(fd, POLLIN, err)) {
            good = error_wrap(err, "cannot read '%s'", name);
            break;
        }
        got = read_some(out, fd, &over);
        if (got < 0 && errno != EINTR && errno != EAGAIN)
            good = error_errno(err, errno, "cannot read '%s'", name);
    }
    if (over)
        good = error_set(err, ERROR_LIMIT, "cannot read '%s': it is over %zu bytes", name, allowed);
    if (!good) {
        out->len = before;
        if (out->data)
            out->data[before] = '\0';
    }
    return good;
}

bool file_read(struct buf *out, const char *path, struct error *err)
{
    size_t allowed = out->max > out->len ? out->max - out->len : 0;
    struct stat st;

    /* Before it is opened, for opening a device can do something already... */
    if (stat(path, &st) < 0)
        return error_errno(err, errno, "cannot read '%s'", path);
    if (!S_ISREG(st.st_mode))
        return error_set(err, ERROR_INVALID, "cannot read '%s': it is %s, not a file", path,
                         type_name(st.st_mode));

    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0 || fstat(fd, &st) < 0)
        return error_errno(err, errno, "cannot read '%s'", path);
    /* ... and after, for it may have been exchanged. */
    if (!S_ISREG(st.st_mode))
        return error_set(err, ERROR_INVALID, "cannot read '%s': it is %s, not a file", path,
                         type_name(st.st_mode));
    if (st.st_size > 0 && (unsigned long long)st.st_size > allowed)
        return error_set(err, ERROR_LIMIT, "cannot read '%s': it is over %zu bytes", path, allowed);
    buf_expect(out, (size_t)st.st_size + 1); /* one more sees the end without growing */
    return read_all(out, fd, path, false, (size_t)st.st_size, err);
}

bool file_read_sized(struct buf *out, int fd, size_t size, const char *name, struct error *err)
{
    if (size > 0)
        buf_expect(out, size + 1);
    return read_all(out, fd, name, false, size, err);
}

bool file_read_fd(struct buf *out, int fd, const char *name, struct error *err)
{
    struct stat st;
    size_t size = 0;

    if (fstat(fd, &st) < 0)
        return error_errno(err, errno, "cannot read '%s'", name);
    if (S_ISDIR(st.st_mode))
        return error_set(err, ERROR_INVALID, "cannot read '%s': it is a directory, not a file",
                         name);
    if (S_ISREG(st.st_mode) && st.st_size > 0) {
        off_t at = lseek(fd, 0, SEEK_CUR);

        if (at >= 0 && at < st.st_size)
            size = (size_t)(st.st_size - at);
        if (size > 0)
            buf_expect(out, size + 1);
    }
    return read_all(out, fd, name, !S_ISREG(st.st_mode), size, err);
}

/* ---- writing ---- */

bool file_write_fd(int fd, struct view v, const char *name, struct error *err)
{
    size_t at = 0;

    while (at < v.len) {
        ssize_t put = write(fd, v.data + at, v.len - at);

        if (put >= 0) {
            at += (size_t)put;
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return error_errno(err, errno, "cannot write '%s'", name);
        if (!(errno == EAGAIN ? wait_for(fd, POLLOUT, err) : process_check_interrupt(err)))
            return error_wrap(err, "cannot write '%s'", name);
    }
    return true;
}

/* The directory of PATH with its last '/', "" for none. */
static struct view directory_of(const char *path)
{
    return view_make(path, (size_t)(file_base(path) - path));
}

/* A new file beside PATH; its name is left in NAME. -1 with errno. */
static int open_temp(struct buf *name, const char *path, mode_t mode)
{
    static uint64_t count;

    for (int attempt = 0; attempt < TEMP_ATTEMPTS_MAX; attempt++) {
        struct {
            double now;
            uint64_t count;
            long pid;
        } unique = { clock_monotonic(), ++count, (long)getpid() };
        uint64_t number = map_hash(view_make((const char *)&unique, sizeof(unique)));

        buf_clear(name);
        buf_add_view(name, directory_of(path));
        buf_addf(name, ".juno-%016llx", (unsigned long long)number);

        int fd = open(buf_text(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    errno = EEXIST;
    return -1;
}

/* All of V is on the disk and FD is closed, whatever happens. */
static bool fill_and_close(int fd, struct view v, const char *path, struct error *err)
{
    if (!file_write_fd(fd, v, path, err)) {
        close(fd);
        return false;
    }
    /* Some file systems (and /proc) do not know fsync. */
    if (fsync(fd) < 0 && errno != EINVAL && errno != ENOTSUP) {
        error_errno(err, errno, "cannot write '%s'", path);
        close(fd);
        return false;
    }
    if (close(fd) < 0 && errno != EINTR)
        return error_errno(err, errno, "cannot write '%s'", path);
    return true;
}

bool file_write(const char *path, struct view v, unsigned mode, struct error *err)
{
    AUTO(buf) temp = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct stat st;

    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return error_set(err, S_ISLNK(st.st_mode) ? ERROR_FORBIDDEN : ERROR_INVALID,
                         "cannot write '%s': it is %s, not a file", path, type_name(st.st_mode));

    int fd = open_temp(&temp, path, (mode_t)mode);

    if (fd < 0)
        return error_errno(err, errno, "cannot write '%s'", path);
    if (fill_and_close(fd, v, path, err)) {
        if (rename(buf_text(&temp), path) == 0)
            return true;
        error_errno(err, errno, "cannot write '%s'", path);
    }
    unlink(buf_text(&temp));
    return false;
}
