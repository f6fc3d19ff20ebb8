/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <sys/stat.h>

#include "archive/unzip.h"
#include "base/error.h"

#define TAR_BLOCK_BYTES 512

struct reading {
    struct archive_tree *tree;
    const char *root;
    struct unzip *unzip;
    struct archive *archive;
    struct error failure; /* of our own callback: libarchive would only say that it failed */
};

static la_ssize_t read_piece(struct archive *archive, void *opaque, const void **data)
{
    struct reading *reading = opaque;
    struct view piece = VIEW_EMPTY;

    if (!unzip_next(reading->unzip, &piece, &reading->failure)) {
        archive_set_error(archive, EINVAL, "%s", error_message(&reading->failure));
        return ARCHIVE_FATAL;
    }
    *data = piece.data;
    return (la_ssize_t)piece.len;
}

/* What stopped libarchive: our own reason if there is one. */
static bool failed(struct reading *reading, struct error *err)
{
    const char *words = archive_error_string(reading->archive);

    if (reading->failure.code != ERROR_NONE)
        return error_move(err, &reading->failure);
    if (unzip_total(reading->unzip) == 0)
        return error_set(err, ERROR_SYNTAX, "it is empty");
    if (words && strstr(words, "Unrecognized archive format"))
        return error_set(err, ERROR_SYNTAX, "it is not a gzip tar archive");
    return error_set(err, ERROR_SYNTAX, "at byte %lld of the tar: %s",
                     (long long)archive_filter_bytes(reading->archive, 0),
                     words ? words : "it is damaged");
}

static bool open_tar(struct reading *reading, struct error *err)
{
    reading->archive = archive_read_new();
    if (!reading->archive)
        return error_set(err, ERROR_LIMIT, "no memory for the archive reader");
    if (archive_read_support_format_tar(reading->archive) != ARCHIVE_OK ||
        archive_read_open(reading->archive, reading, NULL, read_piece, NULL) != ARCHIVE_OK)
        return failed(reading, err);
    return true;
}

/* ---- one member ---- */

static const char *type_problem(struct archive_entry *entry)
{
    if (archive_entry_hardlink(entry))
        return "a hard link";
    if (archive_entry_sparse_count(entry) > 0)
        return "a sparse file";
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
    case AE_IFDIR:
        return NULL;
    case AE_IFLNK:
        return "a symbolic link";
    case AE_IFCHR:
    case AE_IFBLK:
        return "a device";
    case AE_IFIFO:
        return "a fifo";
    default:
        return "of an unknown type";
    }
}

/* "./scripts/chart/" is "scripts/chart". */
static struct view member_path(struct archive_entry *entry)
{
    /* In the C locale only the second gives a PAX name beyond ASCII. */
    const char *name = archive_entry_pathname(entry);
    struct view path = view_of(name ? name : archive_entry_pathname_utf8(entry));

    while (view_starts(path, VIEW("./")) && path.len > 2)
        path = view_sub(path, 2, path.len);
    if (archive_entry_filetype(entry) == AE_IFDIR && path.len > 1 && view_ends(path, VIEW("/")))
        path = view_sub(path, 0, path.len - 1);
    return path;
}

static bool is_below(struct view path, const char *root)
{
    size_t len = strlen(root);

    return view_starts(path, view_of(root)) && (path.len == len || path.data[len] == '/');
}

static bool read_bytes(struct reading *reading, char *bytes, size_t size, struct error *err)
{
    size_t have = 0;

    while (have < size) {
        la_ssize_t got = archive_read_data(reading->archive, bytes + have, size - have);

        if (got < 0)
            return failed(reading, err);
        if (got == 0)
            return error_set(err, ERROR_SYNTAX, "a member ends early");
        have += (size_t)got;
    }
    return true;
}

static bool add_member(struct reading *reading, struct archive_entry *entry, struct error *err)
{
    struct view path = member_path(entry);
    bool directory = archive_entry_filetype(entry) == AE_IFDIR;
    const char *problem = type_problem(entry);
    la_int64_t size = directory ? 0 : archive_entry_size(entry);
    char *bytes = NULL;

    if (problem)
        return error_set(err, ERROR_FORBIDDEN, "member '" VIEW_FMT "' is %s",
                         VIEW_ARGS(view_sub(path, 0, 200)), problem);
    if (size < 0)
        return error_set(err, ERROR_SYNTAX, "member '" VIEW_FMT "' has a negative size",
                         VIEW_ARGS(view_sub(path, 0, 200)));
    if (!archive_tree_add(reading->tree, path, directory, (archive_entry_mode(entry) & 0111) != 0,
                          (size_t)size, &bytes, err))
        return false;
    /* After the name itself was found good, so that `../x` is told as what it is. */
    if (!is_below(path, reading->root))
        return error_set(err, ERROR_FORBIDDEN, "member '" VIEW_FMT "' is outside '%s/'",
                         VIEW_ARGS(view_sub(path, 0, 200)), reading->root);
    return read_bytes(reading, bytes, (size_t)size, err);
}

/* ---- the whole ---- */

static bool read_members(struct reading *reading, struct error *err)
{
    for (;;) {
        struct archive_entry *entry = NULL;
        int result = archive_read_next_header(reading->archive, &entry);

        if (result == ARCHIVE_EOF)
            return true;
        /* A warning is about a name or time that we check or do not need. */
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return failed(reading, err);
        if (!add_member(reading, entry, err))
            return false;
    }
}

/* Behind the last member come blocks of zeros, one at least, and the whole gzip must be sound. */
static bool check_end(struct reading *reading, struct error *err)
{
    size_t end = (size_t)archive_filter_bytes(reading->archive, 0);
    struct view piece = VIEW("-");
    size_t data_end;

    while (piece.len > 0)
        if (!unzip_next(reading->unzip, &piece, err))
            return false;
    if (unzip_zeros(reading->unzip) < TAR_BLOCK_BYTES)
        return error_set(
            err, ERROR_SYNTAX, "at byte %zu of the tar: %s", unzip_total(reading->unzip),
            end < unzip_total(reading->unzip) ? "something follows its end" : "it is cut off");
    data_end = unzip_total(reading->unzip) - unzip_zeros(reading->unzip);
    if (data_end > end)
        return error_set(err, ERROR_SYNTAX, "at byte %zu of the tar: something follows its end",
                         end);
    return true;
}

bool archive_tree_read_tar(struct archive_tree *tree, struct view packed, const char *root,
                           struct error *err)
{
    AUTO_FREE(unzip) unzip = unzip_new(packed, ARCHIVE_STREAM_BYTES_MAX);
    struct reading reading = { .tree = tree, .root = root, .unzip = unzip, .failure = ERROR_INIT };
    bool done = open_tar(&reading, err) && read_members(&reading, err) && check_end(&reading, err);

    archive_read_free(reading.archive);
    error_release(&reading.failure);
    if (done && tree->len == 0)
        return error_set(err, ERROR_SYNTAX, "it holds nothing");
    return done;
}
