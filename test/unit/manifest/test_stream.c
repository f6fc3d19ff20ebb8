/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest/stream.h"

#include "harness/test.h"

static const struct stream_options options = { .origin = "<stdin>" };

/* The pieces put together are TEXT again, and there are COUNT of them. */
static void check_split(const char *file, int line, struct view text, size_t count)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);

    test_ok(file, line, stream_split(&stream, text, &err), &err, "stream_split");
    test_eq_int(file, line, (intmax_t)stream.len, (intmax_t)count, "pieces");
    test_ok(file, line, stream_write(&out, &stream, &err), &err, "stream_write");
    test_eq_view(file, line, buf_view(&out), text, "pieces put together");
}

#define ASSERT_SPLITS(text, count) check_split(__FILE__, __LINE__, VIEW(text), (count))

TEST(stream, splits_where_helm_does)
{
    ASSERT_SPLITS("", 0);
    ASSERT_SPLITS("a: 1\n", 1);
    ASSERT_SPLITS("---\na: 1\n---\nb: 2\n", 2);
    ASSERT_SPLITS("a: 1\n---\nb: 2", 2);
    ASSERT_SPLITS("a: 1\n---apiVersion: v1\n", 2);
    ASSERT_SPLITS("a: 1\n--- # comment\nb: 2\n", 2);
    ASSERT_SPLITS("a: |\n  ---\n  text\n", 1);
    ASSERT_SPLITS("a: 1\r\n---\r\nb: 2\r\n", 2);
    ASSERT_SPLITS("---\n---\n---\n", 3);
}

TEST(stream, R_012_a_lone_carriage_return_ends_a_line_too)
{
    ASSERT_SPLITS("kind: A\r---\rkind: B\r", 2);
    ASSERT_SPLITS("\r--- ", 2);
    ASSERT_SPLITS("\xef\xbb\xbfkind: A\r\n---apiVersion: v1\r...", 2);
}

TEST(stream, knows_the_source_and_the_line_of_each_document)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;

    ASSERT_OK(stream_parse(&stream,
                           VIEW("---\n# Source: c/templates/a.yaml\n# note\nkind: A\n"
                                "---\n# Source: c/templates/b.yaml\n# only a comment\n"
                                "---\nkind: B\n"),
                           &options, &err),
              err);
    ASSERT_EQ_INT(stream.len, 3);
    ASSERT_EQ_VIEW(stream.manifests[0].source, "c/templates/a.yaml");
    ASSERT_EQ_INT(ynode_line(manifest_root(&stream.manifests[0])), 4);
    ASSERT_EQ_VIEW(stream.manifests[1].source, "c/templates/b.yaml");
    ASSERT_NULL(manifest_root(&stream.manifests[1]));
    ASSERT_EQ_INT(ynode_line(manifest_root(&stream.manifests[2])), 9);
    ASSERT_EQ_INT(stream.manifests[2].number, 3);
}

TEST(stream, an_error_names_line_document_and_object)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;

    ASSERT_FAILS(stream_parse(&stream,
                              VIEW("---\nkind: A\n---\nkind: Deployment\nmetadata:\n  name: web\n"
                                   "  x: [1\n"),
                              &options, &err),
                 err, ERROR_SYNTAX, "(document 2, Deployment/web)");
}

TEST(stream, R_010_a_root_that_is_no_mapping_is_refused_and_null_is_kept)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) list = STREAM_INIT;
    AUTO(stream) null = STREAM_INIT;

    ASSERT_FAILS(stream_parse(&list, VIEW("kind: A\n---\n- x\n"), &options, &err), err,
                 ERROR_INVALID, "<stdin>:3:1: document 2 is a sequence");
    ASSERT_OK(stream_parse(&null, VIEW("null\n---\n~\n"), &options, &err), err);
    ASSERT_NULL(manifest_root(&null.manifests[0]));
}

TEST(stream, a_changed_document_keeps_its_head_and_its_neighbours_their_bytes)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    struct ynode *root;

    ASSERT_OK(stream_parse(&stream,
                           VIEW("---\n# Source: a.yaml\nkind:   A # kind\nx: 1\n---\nkind:   B\n"),
                           &options, &err),
              err);
    root = manifest_edit(&stream.manifests[0], &err);
    ASSERT_NOT_NULL(root);
    ynode_set(stream.manifests[0].edited, root, VIEW("x"),
              ynode_new_int(stream.manifests[0].edited, 2));
    ASSERT_OK(stream_write(&out, &stream, &err), err);
    ASSERT_EQ_BUF(&out, "---\n# Source: a.yaml\nkind:   A # kind\nx: 2\n---\nkind:   B\n");
}

/* Add the documents of TEXT, as a preset does with its own objects. */
static void add(const char *file, int line, struct stream *stream, struct view text,
                const char *source)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    struct ydoc_options new = { .origin = "new", .own_text = true };

    test_ok(file, line, ydoc_parse_all(&docs, text, &new, &err), &err, "ydoc_parse_all");
    stream_add(stream, &docs, source);
    test_eq_int(file, line, (intmax_t)docs.len, 0, "documents left");
}

#define ADD(text, source) add(__FILE__, __LINE__, &stream, VIEW(text), (source))

TEST(stream, an_added_object_takes_the_place_that_helm_would_give_it)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);

    ASSERT_OK(
        stream_parse(&stream, VIEW("---\nkind: Secret\n---\nkind: Deployment"), &options, &err),
        err);
    ADD("kind: ConfigMap\n", "juno/site");
    ADD("kind: Wonder\n", NULL);
    ASSERT_OK(stream_write(&out, &stream, &err), err);
    ASSERT_EQ_BUF(&out, "---\nkind: Secret\n---\n# Source: juno/site\nkind: ConfigMap\n"
                        "---\nkind: Deployment\n---\nkind: Wonder\n");
    ASSERT_EQ_INT(stream.len, 0);
}

TEST(stream, objects_added_together_stand_as_if_one_had_come_after_the_other)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);

    /* Not in Helm's order: a later Secret holds back all that is installed after it. */
    ASSERT_OK(stream_parse(&stream, VIEW("---\nkind: Deployment\n---\nkind: Secret\n---\n# none\n"),
                           &options, &err),
              err);
    ADD("kind: Wonder\na: 1\n---\nkind: Service\na: 1\n---\nkind: Namespace\n---\nkind: Wonder\na: "
        "2\n"
        "---\nkind: Service\na: 2\n",
        NULL);
    ADD("", NULL);
    ADD("kind: ConfigMap\n", NULL);
    ASSERT_OK(stream_write(&out, &stream, &err), err);
    ASSERT_EQ_BUF(&out, "---\nkind: Namespace\n---\nkind: Deployment\n---\nkind: Secret\n"
                        "---\nkind: ConfigMap\n---\nkind: Service\na: 1\n---\nkind: Service\na: 2\n"
                        "---\nkind: Wonder\na: 1\n---\nkind: Wonder\na: 2\n---\n# none\n");
}

TEST(stream, what_is_added_before_a_first_document_is_parted_from_it)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);

    ASSERT_OK(stream_parse(&stream, VIEW("# c\nkind: Pod\n"), &options, &err), err);
    ADD("kind: ConfigMap\n", NULL);
    ASSERT_OK(stream_write(&out, &stream, &err), err);
    ASSERT_EQ_BUF(&out, "---\nkind: ConfigMap\n---\n# c\nkind: Pod\n");
}

TEST(stream, a_removed_object_leaves_nothing)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);

    ASSERT_OK(stream_parse(&stream, VIEW("---\na: 1\n---\n# Source: b\nb: 1\n---\nc: 1\n"),
                           &options, &err),
              err);
    stream.manifests[1].removed = true;
    ASSERT_OK(stream_write(&out, &stream, &err), err);
    ASSERT_EQ_BUF(&out, "---\na: 1\n---\nc: 1\n");
}
