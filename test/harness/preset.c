/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"

#include "base/alloc.h"
#include "base/file.h"
#include "kustomize/pipeline.h"
#include "manifest/stream.h"

#define OUT_BYTES_MAX ((size_t)64 << 20)
#define LINKS_MAX     8

static const struct preset_file *find(const struct preset_file *files, const char *path)
{
    for (; files->path; files++)
        if (strcmp(files->path, path) == 0)
            return files;
    return NULL;
}

/* PATH cleaned, with a link at its end followed; the links of our tests are files, not directories.
 */
static char *follow(const struct preset_file *files, const char *path)
{
    char *clean = file_clean(path);

    for (int i = 0; i < LINKS_MAX; i++) {
        const struct preset_file *file = find(files, clean);
        if (!file || strncmp(file->text, "link:", 5) != 0)
            return clean;
        free(clean);
        clean = file_clean(file->text + 5);
    }
    return clean;
}

static enum loader_kind memory_kind(void *context, const char *path)
{
    const struct preset_file *files = context;
    AUTO_CHARS clean = follow(files, path);
    const struct preset_file *file = find(files, clean);
    size_t len = strlen(clean);

    if (file)
        return strncmp(file->text, "fifo:", 5) == 0 ? LOADER_OTHER : LOADER_FILE;
    for (; files->path; files++)
        if (strncmp(files->path, clean, len) == 0 && files->path[len] == '/')
            return LOADER_DIRECTORY;
    return LOADER_ABSENT;
}

static char *memory_real_path(void *context, const char *path, struct error *err UNUSED)
{
    return follow(context, path);
}

static bool memory_read(void *context, struct buf *out, const char *path, struct error *err)
{
    const struct preset_file *file = find(context, path);

    if (!file)
        return error_set(err, ERROR_NOT_FOUND, "there is no '%s'", path);
    if (strncmp(file->text, "link:", 5) == 0 || strncmp(file->text, "fifo:", 5) == 0)
        return error_set(err, ERROR_FORBIDDEN, "'%s' is no regular file", path);
    buf_add(out, file->text);
    return true;
}

/* "/git/NAME@REF", NAME being the last step of the URL. */
static char *memory_fetch(void *context, const struct repo_spec *spec, struct error *err)
{
    AUTO(buf) path = BUF_INIT(1 << 12);

    buf_addf(&path, "/git/%s%s%s", file_base(spec->url), spec->ref[0] ? "@" : "", spec->ref);
    if (memory_kind(context, buf_text(&path)) == LOADER_DIRECTORY)
        return buf_take(&path);
    error_set(err, ERROR_NOT_FOUND, "no repository '%s' at '%s'", spec->url, spec->ref);
    return NULL;
}

struct loader preset_loader(const struct preset_file *files)
{
    static const struct loader_ops ops = {
        .kind = memory_kind,
        .real_path = memory_real_path,
        .read = memory_read,
        .fetch = memory_fetch,
    };
    union {
        const struct preset_file *files;
        void *context;
    } unchanged = { .files = files };

    return (struct loader){ .ops = &ops, .context = unchanged.context };
}

bool preset_build(struct buf *out, const struct preset_file *files, struct error *err)
{
    struct loader loader = preset_loader(files);
    struct kustomize_options options = { .loader = &loader };
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    return kustomize_build(&list, "/p", &options, err) && kustomize_write(out, &list, err);
}

bool preset_apply(struct buf *out, const struct preset_file *files, const char *stream_text,
                  bool allow_unmatched, struct error *err)
{
    struct loader loader = preset_loader(files);
    struct kustomize_options options = { .loader = &loader, .allow_unmatched = allow_unmatched };
    struct stream_options stream_options = { .origin = "<stdin>" };
    AUTO(stream) stream = STREAM_INIT;

    return stream_parse(&stream, view_of(stream_text), &stream_options, err) &&
           kustomize_apply_stream(&stream, "/p", &options, err) && stream_write(out, &stream, err);
}

void test_builds(const char *file, int line, const struct preset_file *files, const char *expected)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(OUT_BYTES_MAX);
    bool ok = preset_build(&out, files, &err);

    test_ok(file, line, ok, &err, "kustomize_build");
    test_eq_view(file, line, buf_view(&out), view_of(expected), "the build");
}

void test_applies(const char *file, int line, const struct preset_file *files, const char *stream,
                  const char *expected)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(OUT_BYTES_MAX);
    bool ok = preset_apply(&out, files, stream, false, &err);

    test_ok(file, line, ok, &err, "kustomize_apply_stream");
    test_eq_view(file, line, buf_view(&out), view_of(expected), "the stream");
}

void test_kustomizes(const char *file, int line, const char *kust, const char *objects,
                     const char *expected)
{
    const char *text = test_format("resources: [r.yaml]\n%s", kust);
    const struct preset_file files[] = { { "/p/kustomization.yaml", text },
                                         { "/p/r.yaml", objects },
                                         { NULL, NULL } };

    test_builds(file, line, files, expected);
}

void test_refuses(const char *file, int line, const char *kust, const char *objects,
                  enum error_code code, const char *text)
{
    const char *whole = test_format("resources: [r.yaml]\n%s", kust);
    const struct preset_file files[] = { { "/p/kustomization.yaml", whole },
                                         { "/p/r.yaml", objects },
                                         { NULL, NULL } };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(OUT_BYTES_MAX);
    bool ok = preset_build(&out, files, &err);

    test_fails(file, line, ok, &err, code, text, "", "kustomize_build");
}
