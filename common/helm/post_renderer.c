/* SPDX-License-Identifier: Apache-2.0 */
#include "helm/post_renderer.h"

#include "manifest/object.h"

static struct view filename_of(const struct ynode *root)
{
    return ynode_text(
        ynode_get_path(root, "metadata", "annotations", POST_RENDERER_FILENAME, NULL));
}

/* What the annotation of MANIFEST must say; nothing when Helm did not name it. */
static void add_filename_wanted(struct buf *wanted, const struct manifest *manifest)
{
    if (manifest->doc) {
        buf_add_view(wanted, filename_of(ydoc_root(manifest->doc)));
    } else if (manifest->source.len) {
        buf_add_view(wanted, manifest->source);
        buf_add(wanted, ".yaml");
    }
}

/* Only what was changed can have lost its annotation, and only Helm's own documents carry one. */
static bool restore_filename(struct manifest *manifest, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ynode *root, *metadata, *annotations;
    struct view wanted;

    if (!manifest->edited || manifest->removed)
        return true;
    add_filename_wanted(&name, manifest);
    wanted = buf_view(&name);
    if (wanted.len == 0)
        return true;
    root = ydoc_root(manifest->edited);
    if (view_eq(filename_of(root), wanted))
        return true;
    metadata = ynode_need_map(manifest->edited, root, "metadata");
    annotations = metadata ? ynode_need_map(manifest->edited, metadata, "annotations") : NULL;
    if (!annotations)
        return error_set(err, ERROR_INVALID,
                         "document %u: metadata.annotations is not a mapping after the preset",
                         manifest->number);
    ynode_set_string(manifest->edited, annotations, POST_RENDERER_FILENAME, wanted);
    return true;
}

/* Documents that hold an object: as they came in, and as they are left. */
static void count_objects(const struct stream *stream, size_t *came, size_t *left)
{
    *came = *left = 0;
    for (size_t i = 0; i < stream->len; i++) {
        const struct manifest *manifest = &stream->manifests[i];
        *came += manifest->doc != NULL;
        *left += (manifest->doc || manifest->edited) && !manifest->removed;
    }
}

bool post_renderer_write(struct parts *out, struct stream *stream, enum post_renderer_host host,
                         bool allow_empty, struct error *err)
{
    size_t came, left;

    count_objects(stream, &came, &left);
    if (came > 0 && left == 0 && !allow_empty) {
        error_set(err, ERROR_INVALID, "the preset removes every object (%zu of %zu)", came, came);
        return error_hint(err, "an upgrade would delete the release's objects; if that is meant, "
                               "pass --allow-empty");
    }
    for (size_t i = 0; i < stream->len && host == POST_RENDERER_HELM4; i++)
        if (!restore_filename(&stream->manifests[i], err))
            return false;
    if (!stream_add_to(out, stream, err))
        return false;
    if (parts_is_blank(out)) {
        parts_release(out);
        parts_add(out, VIEW("# juno: no objects\n"));
    }
    return true;
}

void post_renderer_add_failure(struct buf *out, const char *program, const struct error *failure)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&line, "%s: %s", program, error_message(failure));
    buf_add(out, "- ");
    buf_add_json_string(out, buf_view(&line));
    buf_add_byte(out, '\n');
    if (failure->hint) {
        buf_clear(&line);
        buf_addf(&line, "hint: %s", failure->hint);
        buf_add(out, "- ");
        buf_add_json_string(out, buf_view(&line));
        buf_add_byte(out, '\n');
    }
}
