/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kustomization and the files beside it, see fuzz/tree.h: built, and applied to the
 * stream in its rendered.yaml. Nothing outside of the roots is read, a failure has a reason, a
 * second build gives the same bytes, and what is written can be read.
 */
#include "fuzz/fuzz.h"
#include "fuzz/tree.h"
#include "helm/post_renderer.h"
#include "kustomize/pipeline.h"
#include "manifest/stream.h"

#define OUTPUT_BYTES_MAX ((size_t)64 << 20)

static void expect_reason(bool done, const struct error *err)
{
    fuzz_expect(done == (err->code == ERROR_NONE));
    fuzz_expect(done || error_message(err)[0]);
}

static void expect_readable(struct view text)
{
    struct stream_options options = { .origin = "written" };
    AUTO(stream) stream = STREAM_INIT;
    AUTO(error) err = ERROR_INIT;

    fuzz_expect(stream_parse(&stream, text, &options, &err));
}

static bool build(struct buf *out, const struct kustomize_options *options)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(error) err = ERROR_INIT;
    bool built = kustomize_build(&list, "/p", options, &err);

    fuzz_expect(built || list.len == 0);
    built = built && kustomize_write(out, &list, &err);
    expect_reason(built, &err);
    return built;
}

static void apply(struct view text, const struct kustomize_options *options)
{
    struct stream_options stream_options = { .origin = "<stdin>" };
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(parts) parts = PARTS_INIT(OUTPUT_BYTES_MAX);
    AUTO(error) err = ERROR_INIT;
    bool applied = stream_parse(&stream, text, &stream_options, &err) &&
                   kustomize_apply_stream(&stream, "/p", options, &err) &&
                   post_renderer_write(&parts, &stream, POST_RENDERER_PIPE, true, &err);

    expect_reason(applied, &err);
    if (!applied)
        return;
    parts_add_to(&out, &parts, (struct parts_mark){ .len = 0 });
    expect_readable(buf_view(&out));
}

void fuzz_one(struct view input)
{
    struct fuzz_tree tree;
    struct loader loader = fuzz_tree_loader(&tree);
    struct kustomize_options options = { .loader = &loader, .allow_unmatched = true };
    AUTO(buf) first = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) second = BUF_INIT(OUTPUT_BYTES_MAX);
    const struct fuzz_file *rendered;

    fuzz_tree_cut(&tree, input);
    if (build(&first, &options)) {
        expect_readable(buf_view(&first));
        fuzz_expect(build(&second, &options));
        fuzz_expect(view_eq(buf_view(&first), buf_view(&second)));
    }
    rendered = fuzz_tree_find(&tree, "/p/" KUSTOMIZE_STREAM_NAME);
    apply(rendered ? rendered->text : VIEW_EMPTY, &options);
    fuzz_tree_release(&tree);
}

FUZZ_TARGET
