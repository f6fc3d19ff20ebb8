/* SPDX-License-Identifier: Apache-2.0 */
#include "helm/post_renderer.h"

#include "harness/test.h"

/* As one text, when it can be written. */
static bool render(struct buf *out, struct stream *stream, enum post_renderer_host host,
                   bool allow_empty, struct error *err)
{
    AUTO(parts) parts = PARTS_INIT(out->max);
    bool done = post_renderer_write(&parts, stream, host, allow_empty, err);

    parts_add_to(out, &parts, (struct parts_mark){ .len = 0 });
    return done;
}

static const struct stream_options options = { .origin = "<stdin>" };

TEST(post_renderer, R_001_nothing_to_write_is_a_comment_line)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(4096);

    ASSERT_OK(stream_parse(&stream, VIEW(" \n\n"), &options, &err), err);
    ASSERT_OK(render(&out, &stream, POST_RENDERER_PIPE, false, &err), err);
    ASSERT_EQ_BUF(&out, "# juno: no objects\n");
}

TEST(post_renderer, R_041_removing_every_object_must_be_allowed)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(4096);

    ASSERT_OK(stream_parse(&stream, VIEW("kind: A\n"), &options, &err), err);
    stream.manifests[0].removed = true;
    ASSERT_FAILS_HINT(render(&out, &stream, POST_RENDERER_PIPE, false, &err), err, ERROR_INVALID,
                      "removes every object", "--allow-empty");
    ASSERT_OK(render(&out, &stream, POST_RENDERER_PIPE, true, &err), err);
    ASSERT_EQ_BUF(&out, "# juno: no objects\n");
}

#define ANNOTATED                                                                                  \
    "kind: A\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: "           \
    "'c/a.yaml'\n"                                                                                 \
    "  name: a\n"

TEST(post_renderer, helm_4s_annotation_comes_back_after_a_patch_took_it)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(4096);
    struct ynode *root;

    ASSERT_OK(stream_parse(&stream, VIEW(ANNOTATED), &options, &err), err);
    root = manifest_edit(&stream.manifests[0], &err);
    ASSERT_NOT_NULL(root);
    ynode_remove(ynode_get(root, "metadata"), VIEW("annotations"));
    ASSERT_OK(render(&out, &stream, POST_RENDERER_HELM4, false, &err), err);
    ASSERT_EQ_BUF(&out, ANNOTATED);
}

TEST(post_renderer, helm_4_is_told_the_file_of_an_added_object)
{
    struct ydoc_options added = { .origin = "new", .own_text = true };
    AUTO(error) err = ERROR_INIT;
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(4096);

    ASSERT_OK(stream_parse(&stream, VIEW(ANNOTATED), &options, &err), err);
    ASSERT_OK(ydoc_parse_all(&docs, VIEW("kind: Wonder\nmetadata: {name: b}\n"), &added, &err),
              err);
    stream_add(&stream, &docs, "juno/site");
    ASSERT_OK(render(&out, &stream, POST_RENDERER_HELM4, false, &err), err);
    ASSERT_CONTAINS(buf_text(&out), ANNOTATED "---\n");
    ASSERT_CONTAINS(buf_text(&out), "postrenderer.helm.sh/postrender-filename: juno/site.yaml");
}

TEST(post_renderer, a_failure_is_a_sequence_of_strings)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(4096);

    error_set(&err, ERROR_UNMATCHED, "the patch for \"Ingress/web\"\nmatches nothing");
    error_hint(&err, "nearest is Ingress/demo-web");
    post_renderer_add_failure(&out, "helm-juno", &err);
    ASSERT_EQ_BUF(&out, "- \"helm-juno: the patch for \\\"Ingress/web\\\"\\nmatches nothing\"\n"
                        "- \"hint: nearest is Ingress/demo-web\"\n");
}
