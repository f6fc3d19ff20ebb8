/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever document comes in and whatever is changed in it: the spliced text reads as the changed
 * tree. The input is a document, a line "====", and a document whose mappings are laid over it.
 */
#include "fuzz/fuzz.h"
#include "yaml/splice.h"

static void overlay(struct ydoc *doc, struct ynode *map, const struct ynode *change,
                    unsigned depth);

/* The first element goes to the middle, the last one to the front; both are changed on the way. */
static void reorder(struct ydoc *doc, struct ynode *seq, const struct ynode *change, unsigned depth)
{
    for (size_t i = 0; i < 2; i++) {
        size_t from = i == 0 ? 0 : ynode_len(seq) - 1;
        struct ynode *element = ynode_at(seq, from);
        const struct ynode *value = ynode_resolve(ynode_at(change, i));
        ynode_remove_at(seq, from);
        if (ynode_is_map(element) && ynode_is_map(value))
            overlay(doc, element, value, depth + 1);
        ynode_insert(doc, seq, i == 0 ? ynode_len(seq) / 2 : 0, element);
    }
}

/* Null removes, a sequence of one, none or two changes one element by element, all else is set. */
static void overlay(struct ydoc *doc, struct ynode *map, const struct ynode *change, unsigned depth)
{
    for (size_t i = 0; depth < 100 && i < ynode_len(change); i++) {
        struct view key = ynode_text(ynode_key_at(change, i));
        const struct ynode *value = ynode_resolve(ynode_value_at(change, i));
        struct ynode *old = ynode_get_view(map, key);
        if (view_is(key, "<<"))
            continue; /* a merge, not a key that a patch could set */
        if (ynode_is_null(value))
            ynode_remove(map, key);
        else if (ynode_is_map(value) && ynode_is_map(old) && ynode_len(value) > 0)
            overlay(doc, old, value, depth + 1);
        else if (ynode_is_seq(value) && ynode_is_seq(old) && ynode_len(value) == 1)
            ynode_insert(doc, old, ynode_len(old) / 2, ynode_copy(doc, ynode_at(value, 0)));
        else if (ynode_is_seq(value) && ynode_is_seq(old) && ynode_len(value) == 0 &&
                 ynode_len(old))
            ynode_remove_at(old, ynode_len(old) / 2);
        else if (ynode_is_seq(value) && ynode_is_seq(old) && ynode_len(value) == 2 &&
                 ynode_len(old))
            reorder(doc, old, value, depth);
        else
            ynode_set(doc, map, key, ynode_copy(doc, value));
    }
}

static bool reads_as(struct view text, const struct ydoc *after)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(text, "spliced", NULL);

    return doc && ynode_equal(ydoc_root(doc), ydoc_root(after), YAML_KUSTOMIZE);
}

void fuzz_one(struct view input)
{
    size_t cut = view_find(input, VIEW("====\n"), 0);
    AUTO_FREE(ydoc) before = ydoc_parse(view_sub(input, 0, cut), "before", NULL);
    AUTO_FREE(ydoc) change = ydoc_parse(view_sub(input, cut + 5, input.len), "change", NULL);
    AUTO(parts) out = PARTS_INIT((size_t)16 << 20);
    AUTO(buf) text = BUF_INIT((size_t)16 << 20);

    if (!before || !change || !ynode_is_map(ydoc_root(before)) || !ynode_is_map(ydoc_root(change)))
        return;
    AUTO_FREE(ydoc) after = ydoc_copy(before, NULL);
    if (!after)
        return;
    overlay(after, ydoc_root(after), ydoc_root(change), 0);
    if (!splice_add(&out, before, after, NULL, NULL, NULL))
        return;
    parts_add_to(&text, &out, (struct parts_mark){ .len = 0 });
    fuzz_expect(reads_as(buf_view(&text), after));
}

FUZZ_TARGET
