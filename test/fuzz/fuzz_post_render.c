/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as the stream of a chart: an error, or output that reads as the trees that the
 * preset left. A preset that changes nothing gives back the bytes, and fields that were set already
 * are not set again.
 */
#include "base/alloc.h"
#include "fuzz/fuzz.h"
#include "fuzz/tree.h"
#include "helm/post_renderer.h"
#include "kustomize/pipeline.h"
#include "manifest/stream.h"

#define OUTPUT_BYTES_MAX ((size_t)64 << 20)

static const struct {
    const char *text;
    bool
        settles; /* applied again it changes nothing; merging lists without a key multiplies them */
} presets[] = {
    { "metadata: {name: nothing}\n", true },
    { "namespace: site-a\n"
      "labels: [{pairs: {site: a}, includeSelectors: true}]\n"
      "commonAnnotations: {\"on\": \"off\", \"#\": \": \"}\n"
      "images: [{name: nginx, newTag: \"1.27\"}]\n"
      "replicas: [{name: web, count: 3}]\n",
      true },
    { "patches:\n"
      "- target: {kind: .*}\n"
      "  patch: |\n"
      "    kind: any\n"
      "    metadata: {name: any, annotations: {a: \"1\", b: null}}\n"
      "    spec: {replicas: 3, list: [{a: 1}, ~], text: \"a\\nb\\n\", gone: null}\n"
      "- target: {kind: C}\n"
      "  patch: '[{op: add, path: /data, value: {a: [b, {}]}}]'\n",
      false },
};

/* A copy of every tree that will be written; without a root when it would be too large. */
static void remember(struct ydoc_list *trees, const struct stream *stream)
{
    for (size_t i = 0; i < stream->len; i++) {
        const struct manifest *manifest = &stream->manifests[i];

        if (!manifest_root(manifest) || manifest->removed)
            continue;
        struct ydoc *tree = ydoc_new();
        ydoc_set_root(tree, ynode_copy(tree, manifest_root(manifest)));
        ARRAY_GROW(trees->docs, trees->len, trees->cap);
        trees->docs[trees->len++] = tree;
    }
}

/* TEXT holds TREES, in their order. */
static void expect_reads_as(struct view text, const struct ydoc_list *trees)
{
    struct stream_options options = { .origin = "written" };
    AUTO(stream) stream = STREAM_INIT;
    AUTO(error) err = ERROR_INIT;
    size_t count = 0;

    fuzz_expect(stream_parse(&stream, text, &options, &err));
    for (size_t i = 0; i < stream.len; i++) {
        if (!stream.manifests[i].doc)
            continue;
        fuzz_expect(count < trees->len);
        const struct ynode *tree = ydoc_root(trees->docs[count++]);
        fuzz_expect(!tree || ynode_equal(tree, ydoc_root(stream.manifests[i].doc), YAML_KUSTOMIZE));
    }
    fuzz_expect(count == trees->len);
}

static bool post_render(struct buf *out, struct view text, const char *preset,
                        enum post_renderer_host host)
{
    struct stream_options stream_options = { .origin = "<stdin>" };
    struct fuzz_tree tree;
    struct loader loader = fuzz_tree_loader(&tree);
    struct kustomize_options options = { .loader = &loader, .allow_unmatched = true };
    AUTO(ydoc_list) trees = YDOC_LIST_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(parts) parts = PARTS_INIT(OUTPUT_BYTES_MAX);
    AUTO(error) err = ERROR_INIT;
    bool done;

    fuzz_tree_cut(&tree, view_of(preset));
    done = stream_parse(&stream, text, &stream_options, &err) &&
           kustomize_apply_stream(&stream, "/p", &options, &err);
    if (done && host == POST_RENDERER_PIPE)
        remember(&trees, &stream);
    done = done && post_renderer_write(&parts, &stream, host, true, &err);
    if (done)
        parts_add_to(out, &parts, (struct parts_mark){ .len = 0 });
    fuzz_expect(done == (err.code == ERROR_NONE));
    fuzz_expect(done || error_message(&err)[0]);
    if (done && host == POST_RENDERER_PIPE)
        expect_reads_as(buf_view(out), &trees);
    fuzz_tree_release(&tree);
    return done;
}

void fuzz_one(struct view input)
{
    for (size_t i = 0; i < 2 * ARRAY_SIZE(presets); i++) {
        enum post_renderer_host host = i % 2 ? POST_RENDERER_HELM4 : POST_RENDERER_PIPE;
        AUTO(buf) once = BUF_INIT(OUTPUT_BYTES_MAX);
        AUTO(buf) twice = BUF_INIT(OUTPUT_BYTES_MAX);

        if (!post_render(&once, input, presets[i / 2].text, host))
            continue;
        if (i / 2 == 0 && view_trim(input).len > 0)
            fuzz_expect(view_eq(buf_view(&once), input));
        if (!presets[i / 2].settles)
            continue;
        fuzz_expect(post_render(&twice, buf_view(&once), presets[i / 2].text, host));
        fuzz_expect(view_eq(buf_view(&once), buf_view(&twice)));
    }
}

FUZZ_TARGET
