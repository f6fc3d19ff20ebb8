/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The YAML reader and writer: what is written can be read, is the same data, and is then written
 * the same; and the bytes that a node names are the node.
 */
#include "fuzz/fuzz.h"
#include "yaml/emit.h"
#include "yaml/ydoc.h"

#define OUTPUT_BYTES_MAX ((size_t)64 << 20)

/* Numbers may come back in another type (1.0 is written as 1), in JSON they are the same. */
static void expect_same_json(const struct ynode *a, const struct ynode *b,
                             enum yaml_profile profile)
{
    AUTO(buf) first = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) second = BUF_INIT(OUTPUT_BYTES_MAX);

    if (!emit_json(&first, a, 0, YAML_KUSTOMIZE, NULL))
        return;
    if (view_find(buf_view(&first), VIEW("-0"), 0) < first.len) /* kustomize prints -0.0 as 0 */
        return;
    fuzz_expect(emit_json(&second, b, 0, profile, NULL));
    fuzz_expect(view_eq(buf_view(&first), buf_view(&second)));
}

/* `{a: }`: null as it is read, and an empty string as kustomize writes it. */
static bool has_left_out(const struct ynode *node)
{
    for (size_t i = 0; i < ynode_len(node); i++) {
        const struct ynode *value =
            ynode_is_map(node) ? ynode_value_at(node, i) : ynode_at(node, i);

        if (node->style == YSTYLE_FLOW && ynode_is_null(value) && ynode_text(value).len == 0)
            return true;
        if (has_left_out(value))
            return true;
    }
    return false;
}

static void write_and_read(const struct ydoc *doc, enum emit_order order)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) first = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) second = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, NULL);
    AUTO_FREE(ydoc) again = NULL;
    /* kustomize quotes for the old reader only: the string "0o-7" is a number for the new one. */
    enum yaml_profile reader = order == EMIT_KUSTOMIZE ? YAML_1_1 : YAML_KUSTOMIZE;

    /* Refused for a reason (an expansion limit, .nan): nothing to compare. */
    if (!copy || !ydoc_root(copy) ||
        !emit_yaml(&first, ydoc_root(copy), order, YAML_KUSTOMIZE, NULL))
        return;
    /* As kustomize does: the key "<<" loses its quotes, and is then read as a merge. */
    if (order == EMIT_KUSTOMIZE && view_find(buf_view(&first), VIEW("<<:"), 0) < first.len)
        return;
    again = ydoc_parse(buf_view(&first), "written", &err);
    fuzz_expect(again && ydoc_root(again));
    fuzz_expect(emit_yaml(&second, ydoc_root(again), order, reader, NULL));
    fuzz_expect(view_eq(buf_view(&first), buf_view(&second)));
    if (order == EMIT_AS_IS)
        fuzz_expect(ynode_equal(ydoc_root(copy), ydoc_root(again), YAML_KUSTOMIZE));
    if (order == EMIT_AS_IS || !has_left_out(ydoc_root(copy)))
        expect_same_json(ydoc_root(copy), ydoc_root(again), reader);
}

/* Alone these bytes mean what they mean at their place. */
static bool stands_alone(const struct ynode *node, struct view bytes, char next)
{
    bool block = node->style == YSTYLE_LITERAL || node->style == YSTYLE_FOLDED;

    if (bytes.len == 0 || node->kind == YNODE_ALIAS || node->style == YSTYLE_BLOCK || node->props)
        return false;
    if (bytes.len == 1 && node->style == YSTYLE_PLAIN && strchr("-?", bytes.data[0]))
        return false;                                    /* "[-]" */
    if (node->kind == YNODE_MAP && bytes.data[0] != '{') /* "a: b" in "[a: b]" */
        return false;
    if (view_starts(bytes, VIEW("\xef\xbb\xbf")) || view_ends(bytes, VIEW(":")))
        return false;
    /* "---," is a marker without what follows it. */
    if (view_find(bytes, VIEW("---"), 0) < bytes.len ||
        view_find(bytes, VIEW("..."), 0) < bytes.len)
        return false;
    /* What is added below is LF: a line that ends otherwise is another text. */
    if (block && next != '\n')
        return false;
    /* An indentation digit counts from the parent. */
    for (size_t i = 1; block && i < 3 && i < bytes.len; i++)
        if (bytes.data[i] >= '1' && bytes.data[i] <= '9')
            return false;
    return true;
}

static void expect_slice(const struct ydoc *doc, const struct ynode *node)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO_FREE(ydoc) again = NULL;
    struct view bytes;
    char next;

    fuzz_expect(node->start <= node->end && node->end <= ydoc_text(doc).len);
    bytes = view_sub(ydoc_text(doc), node->start, node->end);
    next = node->end < ydoc_text(doc).len ? ydoc_text(doc).data[node->end] : '\n';
    if (!stands_alone(node, bytes, next))
        return;
    buf_add_byte(&text, ' '); /* "..." ends a document only at the start of a line */
    buf_add_view(&text, bytes);
    if (node->end < ydoc_text(doc).len)
        buf_add_byte(&text, '\n');
    again = ydoc_parse(buf_view(&text), "slice", &err);
    fuzz_expect(again && ynode_equal(node, ydoc_root(again), YAML_KUSTOMIZE));
}

static void expect_slices(const struct ydoc *doc, const struct ynode *node, size_t *budget)
{
    if (*budget == 0)
        return;
    --*budget;
    expect_slice(doc, node);
    if (node->kind == YNODE_ALIAS)
        return;
    for (size_t i = 0; i < ynode_len(node); i++) {
        if (ynode_is_map(node)) {
            expect_slices(doc, ynode_key_at(node, i), budget);
            expect_slices(doc, ynode_value_at(node, i), budget);
        } else {
            expect_slices(doc, ynode_at(node, i), budget);
        }
    }
}

void fuzz_one(struct view input)
{
    struct ydoc_options options = { .origin = "input" };
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    AUTO(error) err = ERROR_INIT;
    size_t slices = 500;

    if (!ydoc_parse_all(&docs, input, &options, &err)) {
        fuzz_expect(err.code != ERROR_NONE);
        return;
    }
    for (size_t i = 0; i < docs.len; i++) {
        const struct ydoc *doc = docs.docs[i];

        if (!ydoc_root(doc))
            continue;
        write_and_read(doc, EMIT_KUSTOMIZE);
        write_and_read(doc, EMIT_AS_IS);
        /* Without its anchors and %TAG lines a part may mean something else. */
        if (!ydoc_has_anchors(doc) && !ydoc_has_odd_syntax(doc))
            expect_slices(doc, ydoc_root(doc), &slices);
    }
}

FUZZ_TARGET
