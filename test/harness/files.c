/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/run.h"
#include "harness/test.h"

/* Deliberately without common/base: a harness that shares its bugs would not see them. */

struct kept {
    struct kept *next;
    char text[];
};

static struct kept *kept_list;
static const char *dir_path; /* in kept_list; NULL before the first test_dir() of a test */

static char *keep(size_t size)
{
    struct kept *kept = malloc(sizeof(*kept) + size);

    if (!kept)
        abort();
    kept->next = kept_list;
    kept_list = kept;
    return kept->text;
}

const char *test_format(const char *format, ...)
{
    va_list args;
    va_list again;
    int len;
    char *text;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        abort();
    text = keep((size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

const char *test_dir(void)
{
    const char *base = getenv("TMPDIR");
    const char *name = test_format("%s/juno-unit.XXXXXX", base && base[0] ? base : "/tmp");
    size_t size = strlen(name) + 1;
    char *path;

    if (dir_path)
        return dir_path;
    path = keep(size);
    memcpy(path, name, size);
    if (!mkdtemp(path))
        TEST_FAIL("cannot create '%s': %s", path, strerror(errno));
    dir_path = path;
    return dir_path;
}

static void make_parents(const char *path)
{
    size_t size = strlen(path) + 1;
    char *part = keep(size);

    memcpy(part, path, size);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0755) != 0 && errno != EEXIST)
            TEST_FAIL("cannot create '%s': %s", part, strerror(errno));
        *slash = '/';
    }
}

const char *test_file_bytes(const char *name, struct view bytes)
{
    const char *path = test_format("%s/%s", test_dir(), name);
    FILE *file;
    size_t written;

    make_parents(path);
    file = fopen(path, "wb");
    if (!file)
        TEST_FAIL("cannot create '%s': %s", path, strerror(errno));
    written = bytes.len > 0 ? fwrite(bytes.data, 1, bytes.len, file) : 0;
    if (fclose(file) != 0 || written != bytes.len)
        TEST_FAIL("cannot write '%s': %s", path, strerror(errno));
    return path;
}

const char *test_file(const char *name, const char *text)
{
    return test_file_bytes(name, view_of(text));
}

struct view test_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    size_t size;
    char *text;

    if (!file || fstat(fileno(file), &status) != 0)
        TEST_FAIL("cannot read '%s': %s", path, strerror(errno));
    size = (size_t)status.st_size;
    text = keep(size + 1);
    if (fread(text, 1, size, file) != size)
        TEST_FAIL("cannot read '%s' whole", path);
    fclose(file);
    text[size] = '\0';
    return view_make(text, size);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void files_clear(void)
{
    if (dir_path)
        nftw(dir_path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    dir_path = NULL;
    while (kept_list) {
        struct kept *kept = kept_list;

        kept_list = kept->next;
        free(kept);
    }
}
