/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What we write is what libyaml's emitter writes, the twin of go-yaml v2's: trees of awkward texts
 * through both. libyaml is told only what kustomize asks for (literal, double, plain) and falls
 * back from there by its own analysis.
 */
#include "yaml/pen.h"

#include <yaml.h>

#include "harness/test.h"
#include "yaml/emit.h"
#include "yaml/walk.h"

#define OUTPUT_BYTES_MAX ((size_t)16 << 20)

struct reference {
    yaml_emitter_t yaml;
    struct buf *out;
};

static int on_write(void *data, unsigned char *bytes, size_t len)
{
    struct reference *reference = data;

    buf_add_bytes(reference->out, bytes, len);
    return 1;
}

static void send(struct reference *reference, yaml_event_t *event, int made)
{
    if (!made || !yaml_emitter_emit(&reference->yaml, event))
        TEST_FAIL("libyaml: %s",
                  reference->yaml.problem ? reference->yaml.problem : "no event was made");
}

static void send_string(struct reference *reference, struct view text)
{
    yaml_scalar_style_t style = YAML_PLAIN_SCALAR_STYLE;
    yaml_event_t event;

    if (view_find_byte(text, '\n', 0) < text.len)
        style = YAML_LITERAL_SCALAR_STYLE;
    else if (scalar_is_quoted_by_go(text) || view_ends(text, VIEW("\xe2\x80\xa8")) ||
             view_ends(text, VIEW("\xe2\x80\xa9")))
        style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    send(reference, &event,
         yaml_scalar_event_initialize(&event, NULL, NULL, (const unsigned char *)text.data,
                                      (int)text.len, 1, 1, style));
}

static void send_event(struct reference *reference, const struct walk_event *what)
{
    yaml_event_t event;
    bool map = what->node->kind == YNODE_MAP;

    if (what->key_node)
        send_string(reference, what->key);
    if (what->what == WALK_SCALAR)
        send_string(reference, ynode_text(what->node));
    else if (what->what == WALK_START && map)
        send(reference, &event,
             yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE));
    else if (what->what == WALK_START)
        send(
            reference, &event,
            yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
    else
        send(reference, &event,
             map ? yaml_mapping_end_event_initialize(&event)
                 : yaml_sequence_end_event_initialize(&event));
}

static void libyaml_writes(struct buf *out, const struct ynode *root)
{
    struct reference reference = { .out = out };
    AUTO(error) err = ERROR_INIT;
    struct walk_event what;
    yaml_event_t event;
    struct walk walk;
    bool more = true;

    ASSERT_TRUE(yaml_emitter_initialize(&reference.yaml));
    yaml_emitter_set_output(&reference.yaml, on_write, &reference);
    yaml_emitter_set_unicode(&reference.yaml, 1);
    yaml_emitter_set_width(&reference.yaml, 80);
    yaml_emitter_set_indent(&reference.yaml, 2);
    yaml_emitter_set_break(&reference.yaml, YAML_LN_BREAK);
    send(&reference, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    send(&reference, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
    walk_init(&walk, root, WALK_NATURAL, YAML_KUSTOMIZE);
    for (;;) {
        ASSERT_OK(walk_next(&walk, &what, &more, &err), err);
        if (!more)
            break;
        send_event(&reference, &what);
    }
    walk_release(&walk);
    send(&reference, &event, yaml_document_end_event_initialize(&event, 1));
    ASSERT_TRUE(yaml_emitter_flush(&reference.yaml));
    yaml_emitter_delete(&reference.yaml);
}

/* ---- trees: the same ones in every run */

struct dice {
    uint64_t state;
};

static size_t roll(struct dice *dice, size_t sides)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(dice->state >> 33) % sides;
}

/* What emitters treat in a way of its own, and words and blanks to reach column 80 with. */
static void make_text(struct dice *dice, struct buf *out)
{
    static const char *const pieces[] = {
        " ",
        "  ",
        "\n",
        "\n\n",
        "a",
        "word",
        "another-word",
        "- ",
        "-",
        ": ",
        ":",
        " #",
        "#",
        "'",
        "\"",
        "\\",
        "\t",
        "\r",
        "\xc2\x85",
        "\xe2\x80\xa8",
        "\xc2\xa0",
        "\xe2\x80\xa9",
        "\xc3\xa9",
        "{",
        "]",
        ", ",
        "? ",
        "!",
        "&x",
        "*",
        "%",
        "@",
        "`",
        "|",
        ">",
        "---",
        "...",
        "0x1F",
        "null",
        "1:30",
        "=",
        "\x7f",
        "\x1b",
        "\xef\xbb\xbf",
        "~",
        "\xf0\x9f\x98\x80",
    };
    static const size_t lengths[] = { 0, 1, 1, 2, 3, 4, 6, 12, 40 };
    size_t count = lengths[roll(dice, ARRAY_SIZE(lengths))];
    bool wordy = roll(dice, 3) > 0;

    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[roll(dice, ARRAY_SIZE(pieces))];
        if (wordy && roll(dice, 4) > 0)
            piece = roll(dice, 2) ? "several words " : "folded";
        buf_add(out, piece);
    }
}

static struct ynode *make_node(struct dice *dice, struct ydoc *doc, unsigned depth)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t kind = depth > 5 ? 0 : roll(dice, 4);
    size_t count = roll(dice, 4);
    struct ynode *node;

    make_text(dice, &text);
    if (kind < 2)
        return ynode_new_string(doc, buf_view(&text));
    node = kind == 2 ? ynode_new_map(doc) : ynode_new_seq(doc);
    for (size_t i = 0; i < count; i++) {
        buf_clear(&text);
        make_text(dice, &text);
        if (kind == 2)
            ynode_set(doc, node, buf_view(&text), make_node(dice, doc, depth + 1));
        else
            ynode_add(doc, node, make_node(dice, doc, depth + 1));
    }
    return node;
}

TEST(pen, thirty_thousand_trees_are_written_as_libyaml_writes_them)
{
    struct dice dice = { .state = 20240229 };

    for (size_t i = 0; i < 30000; i++) {
        AUTO(error) err = ERROR_INIT;
        AUTO(buf) ours = BUF_INIT(OUTPUT_BYTES_MAX);
        AUTO(buf) theirs = BUF_INIT(OUTPUT_BYTES_MAX);
        AUTO_FREE(ydoc) doc = ydoc_new();
        struct ynode *root = make_node(&dice, doc, 0);

        ASSERT_OK(emit_yaml(&ours, root, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, &err), err);
        libyaml_writes(&theirs, root);
        ASSERT_EQ_BYTES(buf_view(&ours), buf_view(&theirs));
    }
}

static void expect(const struct pen *pen, const char *text)
{
    ASSERT_EQ_BUF(pen->out, text);
}

TEST(pen, a_collection_may_start_on_the_line_of_its_dash_and_nothing_else)
{
    AUTO(buf) out = BUF_INIT(1000);
    struct pen pen = PEN_INIT(&out);

    pen_indent(&pen, 0);
    pen_mark(&pen, '-');
    pen_indent(&pen, 2);
    pen_mark(&pen, '-');
    ASSERT_TRUE(pen_text(&pen, VIEW("a"), YSTYLE_PLAIN, 4, true));
    pen_indent(&pen, 2);
    pen_mark(&pen, '-');
    pen_empty(&pen, "{}");
    pen_indent(&pen, 0);
    ASSERT_TRUE(pen_text(&pen, VIEW("k"), YSTYLE_PLAIN, 0, false));
    pen_colon(&pen);
    pen_empty(&pen, "[]");
    pen_indent(&pen, 0);
    expect(&pen, "- - a\n  - {}\nk: []\n");
}

TEST(pen, columns_are_characters_when_a_line_is_folded)
{
    AUTO(buf) out = BUF_INIT(1000);
    AUTO(buf) text = BUF_INIT(1000);
    struct pen pen = PEN_INIT(&out);

    for (size_t i = 0; i < 81; i++)
        buf_add(&text, "\xc3\xa9");
    buf_add(&text, " b");
    ASSERT_TRUE(pen_text(&pen, buf_view(&text), YSTYLE_PLAIN, 2, true));
    ASSERT_CONTAINS(buf_text(&out), "\xc3\xa9\n  b");
    buf_clear(&out);
    pen = (struct pen)PEN_INIT(&out);
    ASSERT_TRUE(pen_text(&pen, view_sub(buf_view(&text), 2, text.len), YSTYLE_PLAIN, 2, true));
    ASSERT_CONTAINS(buf_text(&out), "\xc3\xa9 b");
}

TEST(pen, what_is_not_UTF_8_is_refused)
{
    AUTO(buf) out = BUF_INIT(1000);
    struct pen pen = PEN_INIT(&out);

    ASSERT_FALSE(pen_text(&pen, VIEW("a\xff"), YSTYLE_DOUBLE, 2, true));
}

TEST(pen, escapes_are_those_of_go)
{
    AUTO(buf) out = BUF_INIT(1000);

    pen_add_escape(&out, '\t');
    pen_add_escape(&out, 0x7f);
    pen_add_escape(&out, 0xfeff);
    pen_add_escape(&out, 0x1f600);
    ASSERT_EQ_BUF(&out, "\\t\\x7F\\uFEFF\\U0001F600");
}
