/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/ydoc.h"

#include <assert.h>

#include "base/alloc.h"
#include "yaml/parse.h"

/* TEXT is copied, or the memory of TAKE, which holds it, becomes its own. */
static struct ytext *ytext_new(struct view text, struct buf *take)
{
    struct ytext *owned = mem_alloc(sizeof(*owned));

    owned->refs = 0;
    owned->len = text.len;
    owned->data = take ? buf_take(take) : mem_copy_text(text.data, text.len);
    return owned;
}

static void ytext_drop(struct ytext *owned)
{
    if (!owned || --owned->refs > 0)
        return;
    free(owned->data);
    free(owned);
}

struct ydoc *ydoc_new_with(struct view text, struct ytext *owned, const char *origin)
{
    struct ydoc *doc = mem_alloc_zero(1, sizeof(*doc));

    doc->arena = (struct arena)ARENA_INIT;
    doc->text = text;
    doc->owned = owned;
    if (owned)
        owned->refs++;
    doc->origin = arena_copy(&doc->arena, view_of(origin)).data;
    return doc;
}

struct ydoc *ydoc_new(void)
{
    return ydoc_new_with(VIEW_EMPTY, NULL, "");
}

void ydoc_free(struct ydoc *doc)
{
    if (!doc)
        return;
    ytext_drop(doc->owned);
    arena_release(&doc->arena);
    free(doc);
}

void ydoc_list_release(struct ydoc_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        ydoc_free(list->docs[i]);
    free(list->docs);
    *list = (struct ydoc_list)YDOC_LIST_INIT;
}

struct ynode *ydoc_root(const struct ydoc *doc)
{
    return doc->root;
}

void ydoc_set_root(struct ydoc *doc, struct ynode *root)
{
    doc->root = root;
}

struct view ydoc_text(const struct ydoc *doc)
{
    return doc->text;
}

bool ydoc_text_is_borrowed(const struct ydoc *doc)
{
    return !doc->owned;
}

const char *ydoc_origin(const struct ydoc *doc)
{
    return doc->origin;
}

struct arena *ydoc_arena(struct ydoc *doc)
{
    return &doc->arena;
}

bool ydoc_has_anchors(const struct ydoc *doc)
{
    return doc->has_anchors;
}

bool ydoc_has_odd_syntax(const struct ydoc *doc)
{
    return doc->has_odd_syntax;
}

/* ---- parsing ---- */

static bool starts_as_json(struct view text)
{
    struct view trimmed = view_trim(text);

    return trimmed.len > 0 && (trimmed.data[0] == '{' || trimmed.data[0] == '[');
}

/* JSON with surrogate pairs, which YAML does not know: read again with each pair as one escape. */
static bool parse_joined(struct ydoc_list *list, struct view text,
                         const struct ydoc_options *options, bool single, struct error *err)
{
    AUTO(buf) joined = BUF_INIT(text.len);
    struct error again = ERROR_INIT;

    if (options->as_go_yaml || !starts_as_json(text) || !text_add_joined_surrogates(&joined, text))
        return false;

    struct ytext *owned = ytext_new(buf_view(&joined), &joined);
    owned->refs++;
    bool good =
        parse_documents(list, view_make(owned->data, owned->len), owned, options, single, &again);
    ytext_drop(owned);
    if (good)
        error_clear(err);
    error_release(&again);
    return good;
}

/* OWNED may be NULL: TEXT is borrowed. */
static bool parse_text(struct ydoc_list *list, struct view text, struct ytext *owned,
                       const struct ydoc_options *options, bool single, struct error *err)
{
    struct error reason = ERROR_INIT;

    if (owned) {
        owned->refs++;
        text = view_make(owned->data, owned->len);
    }
    bool good = parse_documents(list, text, owned, options, single, &reason);
    if (!good && reason.code == ERROR_SYNTAX)
        good = parse_joined(list, text, options, single, &reason);
    ytext_drop(owned);
    if (!good)
        error_move(err, &reason);
    error_release(&reason);
    return good;
}

static bool parse_any(struct ydoc_list *list, struct view text, const struct ydoc_options *options,
                      bool single, struct error *err)
{
    const char *origin = options->origin ? options->origin : "";
    AUTO(buf) converted = BUF_INIT(YAML_INPUT_BYTES_MAX * 3 / 2);

    if (text.len > YAML_INPUT_BYTES_MAX)
        return error_set(err, ERROR_LIMIT, "%s: the text is over %zu bytes", origin,
                         YAML_INPUT_BYTES_MAX);
    if (!text_is_utf16(text))
        return parse_text(list, text, options->own_text ? ytext_new(text, options->take) : NULL,
                          options, single, err);
    if (!text_add_from_utf16(&converted, text, origin, err))
        return false;
    text = buf_view(&converted);
    return parse_text(list, text, ytext_new(text, &converted), options, single, err);
}

struct ydoc *ydoc_parse(struct view text, const char *origin, struct error *err)
{
    struct ydoc_options options = { .origin = origin, .own_text = true };

    return ydoc_parse_with(text, &options, err);
}

struct ydoc *ydoc_parse_with(struct view text, const struct ydoc_options *options,
                             struct error *err)
{
    AUTO(ydoc_list) list = YDOC_LIST_INIT;
    struct ydoc *doc;

    assert(!options->take);
    if (!parse_any(&list, text, options, true, err))
        return NULL;
    if (list.len == 0) {
        struct ytext *owned = options->own_text ? ytext_new(text, NULL) : NULL;

        return ydoc_new_with(owned ? view_make(owned->data, owned->len) : text, owned,
                             options->origin);
    }
    doc = list.docs[0];
    list.len = 0;
    return doc;
}

bool ydoc_parse_all(struct ydoc_list *list, struct view text, const struct ydoc_options *options,
                    struct error *err)
{
    return parse_any(list, text, options, false, err);
}
