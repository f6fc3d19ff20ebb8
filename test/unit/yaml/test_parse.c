/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/parse.h"

#include <dirent.h>

#include "base/file.h"
#include "harness/test.h"

/* ---- places ---- */

static struct ydoc *parse(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    return doc;
}

static struct view slice(const struct ydoc *doc, const struct ynode *node)
{
    return view_sub(ydoc_text(doc), node->start, node->end);
}

/* NODE is at LINE and COLUMN and its bytes are TEXT. */
static void expect_at(const struct ydoc *doc, const struct ynode *node, uint32_t line,
                      uint32_t column, const char *text)
{
    ASSERT_NOT_NULL(node);
    ASSERT_EQ_VIEW(slice(doc, node), text);
    ASSERT_EQ_UINT(node->line, line);
    ASSERT_EQ_UINT(node->column, column);
}

TEST(parse, every_kind_of_node_knows_its_place)
{
    AUTO_FREE(ydoc)
    doc = parse("# c\na: one # c\n'b' : \"two\"\nc: [x, {y: z}] # c\nd:\n- e\n- f: g\n"
                "  h:\n    i: j # c\n\n# c\nk: l\n  m\n");
    const struct ynode *root = ydoc_root(doc);

    ASSERT_EQ_UINT(root->line, 2);
    ASSERT_EQ_UINT(root->start, 4);
    ASSERT_EQ_UINT(root->end, ydoc_text(doc).len - 1);
    expect_at(doc, ynode_key_at(root, 0), 2, 1, "a");
    expect_at(doc, ynode_get(root, "a"), 2, 4, "one");
    expect_at(doc, ynode_key_at(root, 1), 3, 1, "'b'");
    expect_at(doc, ynode_get(root, "b"), 3, 7, "\"two\"");
    expect_at(doc, ynode_get(root, "c"), 4, 4, "[x, {y: z}]");
    expect_at(doc, ynode_at(ynode_get(root, "c"), 1), 4, 8, "{y: z}");
    expect_at(doc, ynode_get(root, "d"), 6, 1, "- e\n- f: g\n  h:\n    i: j");
    expect_at(doc, ynode_at(ynode_get(root, "d"), 1), 7, 3, "f: g\n  h:\n    i: j");
    expect_at(doc, ynode_get(root, "k"), 12, 4, "l\n  m");
}

TEST(parse, code_points_and_bytes_are_told_apart)
{
    AUTO_FREE(ydoc)
    doc = parse("\xef\xbb\xbf\xc3\xa9: \xe6\xbc\xa2 # \xf0\x9f\x98\x80\n"
                "b: [\xc3\xa9, \"\xc3\xa9\", c]\r\nd: e\xc2\x85"
                "f: g\n");
    const struct ynode *root = ydoc_root(doc);

    ASSERT_EQ_UINT(root->start, 3);
    expect_at(doc, ynode_value_at(root, 0), 1, 4, "\xe6\xbc\xa2");
    expect_at(doc, ynode_at(ynode_get(root, "b"), 1), 2, 8, "\"\xc3\xa9\"");
    expect_at(doc, ynode_at(ynode_get(root, "b"), 2), 2, 13, "c");
    expect_at(doc, ynode_get(root, "d"), 3, 4, "e");
    expect_at(doc, ynode_get(root, "f"), 4, 4, "g");
}

TEST(parse, anchors_and_tags_lie_before_the_node)
{
    AUTO_FREE(ydoc)
    doc = parse("a: &x !!str one\nb: !t &y # c\n  k: v\n&z c: ! two\nd: *x\ne: &w\n"
                "f: &v\n  &u g: h\n");
    const struct ynode *root = ydoc_root(doc);
    const struct ynode *b = ynode_get(root, "b");

    expect_at(doc, ynode_get(root, "a"), 1, 13, "one");
    ASSERT_EQ_UINT(ynode_get(root, "a")->props->props_start, 3);
    ASSERT_EQ_VIEW(ynode_get(root, "a")->props->anchor, "x");
    ASSERT_EQ_VIEW(ynode_get(root, "a")->props->tag, "tag:yaml.org,2002:str");
    expect_at(doc, b, 3, 3, "k: v");
    ASSERT_EQ_VIEW(view_sub(ydoc_text(doc), b->props->props_start, b->start), "!t &y # c\n  ");
    expect_at(doc, ynode_key_at(root, 2), 4, 4, "c");
    ASSERT_FALSE(ynode_key_at(root, 2)->explicit_key);
    expect_at(doc, ynode_get(root, "c"), 4, 9, "two");
    ASSERT_EQ_VIEW(ynode_get(root, "c")->props->tag, "!");
    expect_at(doc, ynode_value_at(root, 3), 5, 4, "*x");
    expect_at(doc, ynode_value_at(root, 4), 6, 6, "");
    expect_at(doc, ynode_get(root, "f"), 8, 3, "&u g: h");
    expect_at(doc, ynode_key_at(ynode_get(root, "f"), 0), 8, 6, "g");
    ASSERT_FALSE(ynode_key_at(ynode_get(root, "f"), 0)->explicit_key);
}

TEST(parse, an_empty_value_lies_behind_its_colon_or_its_key)
{
    AUTO_FREE(ydoc) doc = parse("a:\nb: # c\nc: {d, e: , ? f}\n? g\n\n# c\n? h\n: \n-x:\n");
    const struct ynode *root = ydoc_root(doc);

    expect_at(doc, ynode_get(root, "a"), 1, 3, "");
    ASSERT_EQ_UINT(ynode_get(root, "a")->start, 2);
    ASSERT_EQ_UINT(ynode_get(root, "b")->start, 5);
    ASSERT_EQ_UINT(ynode_get_path(root, "c", "d", NULL)->start,
                   ynode_key_at(ynode_get(root, "c"), 0)->end);
    ASSERT_EQ_UINT(ynode_get(root, "g")->start, ynode_key_at(root, 3)->end);
    ASSERT_TRUE(ynode_key_at(root, 3)->explicit_key);
    ASSERT_TRUE(ynode_key_at(root, 4)->explicit_key);
    ASSERT_FALSE(ynode_key_at(root, 5)->explicit_key);
    ASSERT_TRUE(ynode_key_at(ynode_get(root, "c"), 2)->explicit_key);
    ASSERT_FALSE(ynode_key_at(ynode_get(root, "c"), 1)->explicit_key);
}

TEST(parse, a_block_scalar_ends_with_its_last_line)
{
    AUTO_FREE(ydoc)
    doc = parse("a: |\n  one\n\n  two\n\n\nb: |+ # c\n  one\n\n\nc: >-\n  one\n     \n"
                "d: |\n\n\ne: |+\n\n\nf: |2\n   one\n     \n \n\ng: | # c\n\nh: |\n  last");
    const struct ynode *root = ydoc_root(doc);

    expect_at(doc, ynode_get(root, "a"), 1, 4, "|\n  one\n\n  two");
    expect_at(doc, ynode_get(root, "b"), 7, 4, "|+ # c\n  one\n\n");
    expect_at(doc, ynode_get(root, "c"), 11, 4, ">-\n  one\n     ");
    expect_at(doc, ynode_get(root, "d"), 14, 4, "|");
    expect_at(doc, ynode_get(root, "e"), 17, 4, "|+\n\n");
    ASSERT_EQ_VIEW(ynode_text(ynode_get(root, "e")), "\n\n");
    expect_at(doc, ynode_get(root, "f"), 20, 4, "|2\n   one\n     ");
    expect_at(doc, ynode_get(root, "g"), 25, 4, "|");
    expect_at(doc, ynode_get(root, "h"), 27, 4, "|\n  last");
}

TEST(parse, a_pair_in_a_flow_sequence_ends_with_its_value)
{
    AUTO_FREE(ydoc) doc = parse("[a: b , c]");

    expect_at(doc, ynode_at(ydoc_root(doc), 0), 1, 2, "a: b");
}

/* Read the bytes of a scalar or flow collection alone: they are the same value. */
static void expect_slices(const struct ydoc *doc, const struct ynode *node, size_t *count)
{
    AUTO(error) err = ERROR_INIT;
    struct view bytes = slice(doc, node);

    if (node->kind == YNODE_SCALAR || node->style == YSTYLE_FLOW) {
        bool digit = node->style == YSTYLE_LITERAL && bytes.data[1] == '2';
        AUTO(buf) alone = BUF_INIT((size_t)1 << 24);

        /* An indentation digit counts from the parent; a block scalar needs its last break. */
        buf_add(&alone, digit ? "k:\n  k: " : "");
        buf_add_view(&alone, bytes);
        buf_add(&alone, "\n");
        AUTO_FREE(ydoc) again = ydoc_parse(buf_view(&alone), "slice", &err);
        const struct ynode *value = again ? ydoc_root(again) : NULL;

        if (digit)
            value = ynode_get_path(value, "k", "k", NULL);

        ASSERT_OK(again, err);
        if (bytes.len > 0 && !ynode_equal(node, value, YAML_KUSTOMIZE))
            TEST_FAIL("line %u: '" VIEW_FMT "' is not the node", node->line, VIEW_ARGS(bytes));
        ++*count;
    }
    for (size_t i = 0; node->kind != YNODE_SCALAR && i < node->len; i++) {
        if (node->kind == YNODE_SEQ) {
            expect_slices(doc, node->elements[i], count);
            continue;
        }
        ASSERT_TRUE(node->pairs[i].key->end <= node->pairs[i].value->start);
        expect_slices(doc, node->pairs[i].key, count);
        expect_slices(doc, node->pairs[i].value, count);
        ASSERT_TRUE(node->start <= node->pairs[i].key->start);
        ASSERT_TRUE(node->pairs[i].value->end <= node->end);
    }
}

static void expect_stream(const char *path, size_t *count)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    struct ydoc_options options = { .origin = path };

    ASSERT_OK(ydoc_parse_all(&docs, test_read(path), &options, &err), err);
    for (size_t i = 0; i < docs.len; i++)
        if (ydoc_root(docs.docs[i]))
            expect_slices(docs.docs[i], ydoc_root(docs.docs[i]), count);
}

TEST(parse, the_bytes_of_every_node_of_real_manifests_are_the_node)
{
    const char *streams = getenv("JUNO_STREAMS");
    size_t count = 0;

    expect_stream("test/fixtures/yaml/manifests.yaml", &count);
    ASSERT_TRUE(count > 100);
    /* More real ones where they are. The largest is 4.5 MB: its first lines do. */
    DIR *dir = opendir(streams ? streams : "../shared/streams");
    for (const struct dirent *entry; dir && (entry = readdir(dir)) != NULL;)
        if (view_ends(view_of(entry->d_name), VIEW(".yaml")) && entry->d_name[0] != 'p')
            expect_stream(
                test_format("%s/%s", streams ? streams : "../shared/streams", entry->d_name),
                &count);
    if (dir)
        closedir(dir);
}

/* ---- limits ---- */

static bool parses(struct view text, struct error *err)
{
    struct ydoc_options options = { .origin = "in" };
    AUTO_FREE(ydoc) doc = ydoc_parse_with(text, &options, err);

    return doc != NULL;
}

TEST(parse, R_005_nesting_is_limited_before_it_costs_anything)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(1 << 20);

    buf_add_repeat(&text, '[', 1000);
    buf_add_repeat(&text, ']', 1000);
    ASSERT_OK(parses(buf_view(&text), &err), err);
    buf_clear(&text);
    buf_add_repeat(&text, '[', 200000);
    ASSERT_FAILS(parses(buf_view(&text), &err), err, ERROR_LIMIT,
                 "in:1:1001: nesting is over 1000 levels");
    buf_clear(&text);
    for (size_t i = 0; i < 1200; i++) {
        buf_add_repeat(&text, ' ', i);
        buf_add(&text, "a:\n");
    }
    ASSERT_FAILS(parses(buf_view(&text), &err), err, ERROR_LIMIT,
                 "in:1001:1001: nesting is over 1000 levels");
    buf_clear(&text);
    for (size_t i = 0; i < 200000; i++)
        buf_add(&text, "- ");
    ASSERT_FAILS(parses(buf_view(&text), &err), err, ERROR_LIMIT, "nesting is over 1000 levels");
}

TEST(parse, a_scalar_of_64_mib_is_the_largest)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(((size_t)64 << 20) + 10);

    buf_add_repeat(&text, 'x', (size_t)64 << 20);
    ASSERT_OK(parses(buf_view(&text), &err), err);
    buf_add_byte(&text, 'x');
    ASSERT_FAILS(parses(buf_view(&text), &err), err, ERROR_LIMIT,
                 "in:1:1: a scalar is over 67108864 bytes");
}

TEST(parse, R_003_a_text_over_256_mib_is_refused_unread)
{
    AUTO(error) err = ERROR_INIT;

    /* The bytes are not looked at: there are none. */
    ASSERT_FAILS(parses(view_make("", YAML_INPUT_BYTES_MAX + 1), &err), err, ERROR_LIMIT,
                 "in: the text is over 268435456 bytes");
}

TEST(parse, R_016_a_million_keys_are_checked_in_linear_time)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT((size_t)64 << 20);
    struct ydoc_options options = { .origin = "in", .unique_keys = true };

    for (size_t i = 0; i < 200000; i++)
        buf_addf(&text, "key-%zu: v\n", i);
    AUTO_FREE(ydoc) doc = ydoc_parse_with(buf_view(&text), &options, &err);
    ASSERT_OK(doc, err);
    buf_add(&text, "key-777: v\n");
    ASSERT_FAILS(ydoc_parse_with(buf_view(&text), &options, &err), err, ERROR_INVALID,
                 "in:200001:1: mapping key 'key-777' already defined at line 778");
}

TEST(parse, memory_is_a_small_multiple_of_the_text)
{
    AUTO(error) err = ERROR_INIT;
    struct view text = test_read("test/fixtures/yaml/manifests.yaml");
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    struct ydoc_options options = { .origin = "in" };
    size_t bytes = 0;

    ASSERT_OK(ydoc_parse_all(&docs, text, &options, &err), err);
    for (size_t i = 0; i < docs.len; i++)
        bytes += ydoc_arena(docs.docs[i])->total_bytes;
    ASSERT_TRUE(bytes < 8 * text.len); /* short lines; real streams take 2 to 4.5 */
}
