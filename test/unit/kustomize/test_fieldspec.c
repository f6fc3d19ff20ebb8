/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/fieldspec.h"
#include "kustomize/objects.h"
#include "kustomize/transform.h"
#include "yaml/emit.h"

static bool apply(const char *object, const char *path, bool create, enum fieldspec_leaf leaf,
                  struct buf *out, struct error *err)
{
    static const struct decode_pair pair = { .key = { "k", 1 }, .value = { "v", 1 } };
    struct pair_setter pair_setter = { .pair = &pair };
    static struct view text = { "t", 1 };
    struct fieldspec spec = { .path = view_of(path), .create = create };
    struct fieldspec_setter setter = { .leaf = leaf,
                                       .set = transform_set_pair,
                                       .context = &pair_setter };
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    if (leaf == FIELDSPEC_LEAF_SCALAR) {
        setter.set = transform_set_string;
        setter.context = &text;
    }
    if (!objects_read(&list, view_of(test_format("kind: A\nmetadata: {name: a}\n%s", object)),
                      "o.yaml", 1, err) ||
        !fieldspec_apply(list.resources[0], &spec, &setter, err))
        return false;
    ynode_remove(list.resources[0]->root, VIEW("kind"));
    ynode_remove(list.resources[0]->root, VIEW("metadata"));
    return emit_yaml(out, list.resources[0]->root, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, err);
}

static void check(const char *object, const char *path, bool create, enum fieldspec_leaf leaf,
                  const char *expected)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);

    ASSERT_OK(apply(object, path, create, leaf, &out, &err), err);
    ASSERT_EQ_BUF(&out, expected);
}

TEST(fieldspec, makes_what_is_missing_only_when_told)
{
    check("", "a/b", true, FIELDSPEC_LEAF_MAP, "a:\n  b:\n    k: v\n");
    check("", "a/b", true, FIELDSPEC_LEAF_SCALAR, "a:\n  b: t\n");
    check("a: {}", "a/b", false, FIELDSPEC_LEAF_MAP, "a: {}\n");
    check("a: {b: {}}", "a/b", false, FIELDSPEC_LEAF_MAP, "a:\n  b:\n    k: v\n");
}

TEST(fieldspec, enters_every_element_of_a_list)
{
    check("a: [{b: {x: y}}, {b: {}}, {}]", "a/b", false, FIELDSPEC_LEAF_MAP,
          "a:\n- b:\n    k: v\n    x: \"y\"\n- b:\n    k: v\n- {}\n");
    check("a: [{}]", "a[]/b", true, FIELDSPEC_LEAF_MAP, "a:\n- b:\n    k: v\n");
    check("c: d", "a[]/b", true, FIELDSPEC_LEAF_MAP, "c: d\n");
}

TEST(fieldspec, a_null_becomes_what_would_be_made)
{
    check("a:", "a/b", true, FIELDSPEC_LEAF_MAP, "a:\n  b:\n    k: v\n");
    check("a: {b: null}", "a/b", true, FIELDSPEC_LEAF_SCALAR, "a:\n  b: t\n");
    check("a:", "a[]/b", false, FIELDSPEC_LEAF_NONE, "a: []\n");
    check("a:", "a/b", false, FIELDSPEC_LEAF_MAP, "a: null\n");
}

TEST(fieldspec, a_slash_in_a_name_is_written_with_a_backslash)
{
    check("a: {x/y: {}}", "a/x\\/y", false, FIELDSPEC_LEAF_MAP, "a:\n  x/y:\n    k: v\n");
    check("a: {}", "/a", false, FIELDSPEC_LEAF_MAP, "a:\n  k: v\n");
}

TEST(fieldspec, failures_name_field_and_object)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);
    AUTO(buf) path = BUF_INIT(1 << 10);

    ASSERT_FAILS(apply("a: x", "a/b", true, FIELDSPEC_LEAF_MAP, &out, &err), err, ERROR_INVALID,
                 "field 'a/b' of A/a: expected a mapping or a sequence at line 3, not a scalar");
    ASSERT_FAILS(apply("a: {b: x}", "a/b", true, FIELDSPEC_LEAF_MAP, &out, &err), err,
                 ERROR_INVALID, "expected a mapping at line 3, not a scalar");
    ASSERT_FAILS(apply("a: {b: {}}", "a/b", true, FIELDSPEC_LEAF_SCALAR, &out, &err), err,
                 ERROR_INVALID, "expected a string at line 3, not a mapping");
    ASSERT_FAILS(apply("a: {}", "a//b", true, FIELDSPEC_LEAF_MAP, &out, &err), err, ERROR_INVALID,
                 "empty field name");
    for (int i = 0; i < 65; i++)
        buf_add(&path, "a/");
    ASSERT_FAILS(apply("a: {}", buf_text(&path), true, FIELDSPEC_LEAF_MAP, &out, &err), err,
                 ERROR_LIMIT, "more than 64 steps");
}

TEST(fieldspec, matches_by_the_parts_it_names)
{
    struct object_ref ref = { .group = VIEW("apps"), .version = VIEW("v1"), .kind = VIEW("A") };

    ASSERT_TRUE(fieldspec_matches(&(struct fieldspec){ .kind = VIEW("A") }, &ref));
    ASSERT_FALSE(fieldspec_matches(&(struct fieldspec){ .kind = VIEW("B") }, &ref));
    ASSERT_FALSE(fieldspec_matches(&(struct fieldspec){ .group = VIEW("x") }, &ref));
    ASSERT_FALSE(fieldspec_matches(&(struct fieldspec){ .version = VIEW("v2") }, &ref));
}

/* Changes a scalar that reads "old" to "new". */
static bool renew(void *context UNUSED, struct ydoc *doc, struct ynode *field, bool *changes,
                  struct error *err UNUSED)
{
    if (!view_is(ynode_text(field), "old"))
        return true;
    *changes = true;
    if (doc)
        ynode_set_text(doc, field, VIEW("new"));
    return true;
}

TEST(fieldspec, R_016_the_copy_of_a_streams_object_does_not_grow_by_being_looked_at)
{
    static const struct fieldspec_setter setter = { .leaf = FIELDSPEC_LEAF_NONE, .set = renew };
    static const struct stream_options options = { .origin = "<stdin>" };
    struct fieldspec stays = { .path = VIEW("a/b[]/c") }, goes = { .path = VIEW("a/b[]/d") };
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);
    size_t before;

    ASSERT_OK(stream_parse(&stream,
                           VIEW("kind: A\na:\n  b:\n  - {c: 1, d: old} # why\n  - {c: 2, d: 3}\n"),
                           &options, &err),
              err);
    ASSERT_OK(objects_of_stream(&list, &stream, &err), err);
    ASSERT_NOT_NULL(resource_edit(list.resources[0], &err));
    before = ydoc_arena(list.resources[0]->doc)->total_bytes;
    ASSERT_OK(fieldspec_apply(list.resources[0], &stays, &setter, &err), err);
    ASSERT_EQ_INT(ydoc_arena(list.resources[0]->doc)->total_bytes, before);
    ASSERT_OK(fieldspec_apply(list.resources[0], &goes, &setter, &err), err);
    ASSERT_TRUE(ydoc_arena(list.resources[0]->doc)->total_bytes > before);
    ASSERT_OK(stream_write(&out, &stream, &err), err);
    ASSERT_EQ_BUF(&out, "kind: A\na:\n  b:\n  - {c: 1, d: new} # why\n  - {c: 2, d: 3}\n");
}
