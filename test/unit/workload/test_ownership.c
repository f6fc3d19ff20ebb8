/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/ownership.h"

#include "harness/test.h"

static bool label(struct buf *out, const char *text, struct error *err)
{
    AUTO(stream) stream = STREAM_INIT;
    struct stream_options options = { .origin = "test" };

    return stream_parse(&stream, view_of(text), &options, err) &&
           ownership_label(&stream, "nb-1", err) && stream_write(out, &stream, err);
}

static void expect(const char *text, const char *result)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(label(&out, text, &err), err);
    ASSERT_EQ_BUF(&out, result);
}

TEST(ownership, labels_the_top_and_never_the_pod_template)
{
    expect(
        "kind: A\nmetadata:\n  name: x\nspec:\n  template:\n    metadata:\n      labels: {a: b}\n",
        "kind: A\nmetadata:\n  name: x\n  labels:\n    "
        "kuiper.juno-innovations.com/kuiper-instance: nb-1\n"
        "spec:\n  template:\n    metadata:\n      labels: {a: b}\n");
}

TEST(ownership, what_has_the_label_keeps_its_bytes)
{
    const char *text = "# a\nkind:   A\nmetadata: {labels: "
                       "{kuiper.juno-innovations.com/kuiper-instance: \"nb-1\"}}\n";

    expect(text, text);
}

TEST(ownership, objects_of_a_list_are_labelled_one_by_one)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(label(&out, "kind: List\nitems:\n- kind: A\n  metadata:\n    name: x\n", &err), err);
    ASSERT_CONTAINS(buf_text(&out),
                    "    labels:\n      kuiper.juno-innovations.com/kuiper-instance: nb-1\n");
}

TEST(ownership, another_instance_is_a_conflict_and_odd_labels_an_error)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_FAILS(label(&out,
                       "kind: A\nmetadata: {name: x, labels: "
                       "{kuiper.juno-innovations.com/kuiper-instance: other}}\n",
                       &err),
                 err, ERROR_CONFLICT, "A/x: it is labelled as part of workload other");
    ASSERT_FAILS(label(&out, "kind: A\nmetadata: {name: x, labels: [a]}\n", &err), err,
                 ERROR_INVALID, "A/x");
    ASSERT_EQ_INT(out.len, 0);
}

static enum ownership owner(const char *metadata)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(test_format("{metadata: {%s}}", metadata)), "x", &err);

    ASSERT_OK(doc, err);
    return ownership_of(ydoc_root(doc), "nb-1", "film");
}

TEST(ownership, R_131_the_label_counts_in_its_own_namespace_and_elsewhere_with_the_annotation)
{
#define OURS "labels: {" OWNERSHIP_LABEL ": nb-1}"
    ASSERT_EQ_INT(owner("namespace: film"), OWNERSHIP_NONE);
    ASSERT_EQ_INT(owner("namespace: film, " OURS), OWNERSHIP_OURS);
    ASSERT_EQ_INT(owner("namespace: film, labels: {" OWNERSHIP_LABEL ": nb-2}"), OWNERSHIP_OTHER);
    ASSERT_EQ_INT(owner("namespace: other, " OURS), OWNERSHIP_OTHER);
    ASSERT_EQ_INT(owner(OURS), OWNERSHIP_OTHER);
    ASSERT_EQ_INT(owner(OURS ", annotations: {" OWNERSHIP_NAMESPACE ": film}"), OWNERSHIP_OURS);
    ASSERT_EQ_INT(owner(OURS ", annotations: {" OWNERSHIP_NAMESPACE ": other}"), OWNERSHIP_OTHER);
    ASSERT_EQ_INT(owner("namespace: film, " OURS ", annotations: {" OWNERSHIP_NAMESPACE ": other}"),
                  OWNERSHIP_OTHER);
}
