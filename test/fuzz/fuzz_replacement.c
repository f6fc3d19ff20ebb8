/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replacements: the first line is the path of a target, the rest a document in the text of a
 * scalar. What the path finds, or makes, gets a new text, and the document is written.
 */
#include "fuzz/fuzz.h"
#include "kustomize/replacement_path.h"
#include "kustomize/replacement_text.h"

#define OUTPUT_BYTES_MAX ((size_t)16 << 20)

/* Both readings of PATH on an object, for which nothing may change when it is only looked at. */
static void look(const struct replacement_path *path, struct ydoc *doc)
{
    AUTO(replacement_match) match = REPLACEMENT_MATCH_INIT;
    size_t len = ynode_len(ydoc_root(doc));
    struct ynode *found = NULL;

    match.create = YNODE_SCALAR;
    if (replacement_path_get(path, path->len, ydoc_root(doc), &found, NULL))
        fuzz_expect(!found || found->kind != YNODE_ALIAS);
    if (replacement_match_find(&match, path, 0, ydoc_root(doc), NULL, false, NULL))
        fuzz_expect(match.len > 0 || ynode_len(ydoc_root(doc)) == len);
}

static void write_new(struct ydoc *doc, const struct replacement_path *path)
{
    AUTO(replacement_text) text = REPLACEMENT_TEXT_INIT;
    AUTO(replacement_match) match = REPLACEMENT_MATCH_INIT;
    AUTO(buf) out = BUF_INIT(OUTPUT_BYTES_MAX);

    match.create = YNODE_SCALAR;
    if (!replacement_text_edit(&text, doc, NULL) ||
        !replacement_match_find(&match, path, 0, ydoc_root(text.edited), text.edited, true, NULL))
        return;
    for (size_t i = 0; i < match.len; i++) {
        struct replacement_place *place = &match.places[i];
        fuzz_expect(place->node && place->doc);
        if (place->node->kind == YNODE_SCALAR)
            ynode_replace_text(place->doc, place->node, VIEW("new\ntext"), YAML_KUSTOMIZE);
        else
            ynode_assign(place->node, ynode_new_plain(place->doc, VIEW("5")));
    }
    if (!replacement_text_write(&out, &text, NULL))
        fuzz_expect(out.len == 0 || !buf_ok(&out));
}

void fuzz_one(struct view input)
{
    size_t line = view_find_byte(input, '\n', 0);
    AUTO(replacement_path) path = REPLACEMENT_PATH_INIT;
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    struct ydoc *doc;

    if (!replacement_path_split(&path, view_sub(input, 0, line), NULL))
        return;
    doc = replacement_text_read(&docs, view_sub(input, line + 1, input.len), NULL);
    if (!doc)
        return;
    if (ydoc_root(doc))
        look(&path, doc);
    write_new(doc, &path);
}

FUZZ_TARGET
