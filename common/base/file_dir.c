/* SPDX-License-Identifier: Apache-2.0 */
/* Directories; file.c has the files, file_path.c the paths. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fd.h"
#include "base/file.h"

static bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The next name of DIR that is not "." or ".."; NULL at the end or (with errno) on failure. */
static const char *next_name(DIR *dir)
{
    const struct dirent *entry = NULL;

    do {
        errno = 0;
        entry = readdir(dir);
    } while (entry && is_dot(entry->d_name));
    return entry ? entry->d_name : NULL;
}

bool file_list(struct strv *names, const char *path, size_t max, struct error *err)
{
    AUTO(strv) found = STRV_INIT;
    DIR *dir = opendir(path);
    const char *name = NULL;

    if (!dir)
        return error_errno(err, errno, "cannot list '%s'", path);
    while (found.len <= max && (name = next_name(dir)))
        strv_add(&found, name);

    int errnum = found.len <= max ? errno : 0;

    closedir(dir);
    if (errnum != 0)
        return error_errno(err, errnum, "cannot list '%s'", path);
    if (found.len > max)
        return error_set(err, ERROR_LIMIT, "cannot list '%s': it has over %zu entries", path, max);
    strv_sort(&found);
    for (size_t i = 0; i < found.len; i++)
        strv_take(names, TAKE(found.items[i]));
    return true;
}

char *file_make_private_dir(const char *prefix, struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *parent = getenv("TMPDIR");

    if (!parent || !parent[0])
        parent = "/tmp";
    buf_addf(&path, "%s/%s-XXXXXX", parent, prefix);

    char *made = buf_take(&path);

    if (mkdtemp(made)) /* 0700 whatever the umask */
        return made;
    error_errno(err, errno, "cannot create a directory below '%s'", parent);
    free(made);
    return NULL;
}

/* Unlinks the files of the directory FROM and moves its directories up into ROOT. */
static void hoist(int root, int from, unsigned long *count)
{
    int again = dup(from);
    DIR *dir = again >= 0 ? fdopendir(again) : NULL;
    const char *name = NULL;

    if (!dir) {
        if (again >= 0)
            close(again);
        return;
    }
    while ((name = next_name(dir))) {
        AUTO(buf) moved = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (unlinkat(from, name, 0) == 0)
            continue;
        buf_addf(&moved, ".juno-remove-%lu", ++*count);
        (void)renameat(from, name, root, buf_text(&moved));
    }
    closedir(dir);
}

/* Removes NAME from ROOT; a directory's directories land in ROOT. */
static bool remove_entry(int root, const char *name, unsigned long *count)
{
    if (unlinkat(root, name, 0) == 0)
        return true;

    AUTO_FD fd = openat(root, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (fd >= 0) {
        (void)fchmod(fd, 0700); /* write-protected directories are ours to remove as well */
        hoist(root, fd, count);
    }
    return unlinkat(root, name, AT_REMOVEDIR) == 0;
}

/*
 * Without recursion and with three descriptors, however deep the tree is: every directory is moved
 * to the top before it is emptied.
 */
void file_remove_tree(const char *path)
{
    unsigned long count = 0;
    bool progress = true;

    if (unlink(path) == 0)
        return;

    int root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (root < 0)
        return;
    (void)fchmod(root, 0700);

    DIR *dir = fdopendir(root);

    if (!dir) {
        close(root);
        return;
    }
    while (progress) {
        const char *name = NULL;

        progress = false;
        while ((name = next_name(dir)))
            progress |= remove_entry(root, name, &count);
        rewinddir(dir);
    }
    closedir(dir);
    (void)rmdir(path);
}

bool file_make_dirs(const char *path, struct error *err)
{
    AUTO_CHARS partial = chars_copy(path);

    for (char *end = partial + strspn(partial, "/"); *end != '\0'; end += strspn(end, "/")) {
        end += strcspn(end, "/");

        char separator = *end;

        *end = '\0';
        int errnum = mkdir(partial, 0755) < 0 ? errno : 0;

        /* For a directory that is there, a read-only or foreign parent can say other than EEXIST.
         */
        if (errnum != 0 && file_kind(partial) != FILE_DIRECTORY)
            return error_errno(err, errnum == EEXIST ? ENOTDIR : errnum,
                               "cannot create directory '%s'", partial);
        *end = separator;
    }
    return true;
}
