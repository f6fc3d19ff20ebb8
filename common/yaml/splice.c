/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/splice.c - compare, compose the edits into the source text, and read the result again */
#include "yaml/splice.h"

#include <stdlib.h>

#include "yaml/emit.h"
#include "yaml/splice_internal.h"

static bool first_line_is_crlf(struct view text)
{
    size_t newline = view_find_byte(text, '\n', 0);

    return newline > 0 && newline < text.len && text.data[newline - 1] == '\r';
}

static void splicer_release(struct splicer *splicer)
{
    buf_release(&splicer->texts);
    free(splicer->edits);
}

struct layout_seen {
    bool step;
    bool sequence;
};

static void layout_detect(const struct ynode *node, struct render_layout *layout,
                          struct layout_seen *seen, unsigned depth)
{
    if (!node || depth > YAML_DEPTH_MAX || (seen->step && seen->sequence))
        return;
    for (uint32_t i = 0; i < node->len && node->kind == YNODE_SEQ; i++)
        layout_detect(node->elements[i], layout, seen, depth + 1);
    for (uint32_t i = 0; i < node->len && node->kind == YNODE_MAP; i++) {
        const struct ynode *key = node->pairs[i].key, *value = node->pairs[i].value;
        if (node->style == YSTYLE_BLOCK && value->style == YSTYLE_BLOCK && value->len > 0) {
            if (value->kind == YNODE_MAP && !seen->step && value->column > key->column) {
                layout->step = value->column - key->column;
                seen->step = true;
            }
            if (value->kind == YNODE_SEQ && !seen->sequence) {
                layout->wide_sequence = value->column > key->column;
                seen->sequence = true;
            }
        }
        layout_detect(value, layout, seen, depth + 1);
    }
}

static bool compose(struct parts *out, struct splicer *s, struct error *err)
{
    edits_compose(s, out, 0, s->source.len, 0);
    return parts_check(out, "the output", err);
}

/*
 * A line break that is no LF or CRLF (a lone CR, NEL, LS, PS) ends a line for YAML and not for the
 * edits, which look for LF.
 */
static bool has_odd_breaks(struct view text)
{
    static const char *const breaks[] = { "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9" };

    for (size_t at = view_find_byte(text, '\r', 0); at < text.len;
         at = view_find_byte(text, '\r', at + 1))
        if (at + 1 == text.len || text.data[at + 1] != '\n')
            return true;
    for (size_t i = 0; i < ARRAY_SIZE(breaks); i++)
        if (view_find(text, view_of(breaks[i]), 0) < text.len)
            return true;
    return false;
}

/* What was composed behind START reads as AFTER. */
static bool reads_as(const struct parts *out, struct parts_mark start, const struct ydoc *after)
{
    AUTO(buf) text = BUF_INIT(YAML_INPUT_BYTES_MAX);

    parts_add_to(&text, out, start);

    AUTO_FREE(ydoc) doc = ydoc_parse(buf_view(&text), ydoc_origin(after), NULL);

    return doc && ynode_equal(ydoc_root(doc), ydoc_root(after), YAML_KUSTOMIZE);
}

enum attempt { ATTEMPT_DONE, ATTEMPT_DIFFERS, ATTEMPT_FAILED };

static enum attempt splice_try(struct parts *out, const struct ydoc *before,
                               const struct ydoc *after, bool verify, bool expand,
                               struct error *err)
{
    AUTO(splicer)
    s = { .source = ydoc_text(before),
          .lasting = ydoc_text_is_borrowed(before),
          .layout = { .step = 2 },
          .texts = BUF_INIT(YAML_INPUT_BYTES_MAX),
          .expand = expand,
          .err = err };
    struct layout_seen seen = { .step = false };
    const struct ynode *old = ydoc_root(before), *new = ydoc_root(after);
    struct view head = view_trim(s.source);
    struct parts_mark start = parts_mark(out);

    s.json = head.len > 0 && head.data[0] == '{';
    s.crlf = first_line_is_crlf(s.source);
    if (!old || !new || !can_descend(old, new))
        return ATTEMPT_DIFFERS;
    layout_detect(old, &s.layout, &seen, 0);
    if (!diff_collection(&s, old, new, 0))
        return ATTEMPT_FAILED;
    if (s.give_up)
        return ATTEMPT_DIFFERS;
    if (!compose(out, &s, err))
        return ATTEMPT_FAILED;
    if ((verify || s.check || has_odd_breaks(s.source) || ydoc_has_anchors(before) ||
         ydoc_has_odd_syntax(before)) &&
        s.len > 0 && !reads_as(out, start, after)) {
        parts_cut(out, start);
        return ATTEMPT_DIFFERS;
    }
    return ATTEMPT_DONE;
}

/* The document written anew, without its comments. */
static bool add_whole(struct parts *out, const struct ydoc *after, struct error *err)
{
    AUTO(buf) text = BUF_INIT(YAML_INPUT_BYTES_MAX * 2);

    if (!emit_yaml(&text, ydoc_root(after), EMIT_AS_IS, YAML_KUSTOMIZE, err))
        return false;
    parts_add_copy(out, buf_view(&text));
    return parts_check(out, "the output", err);
}

bool splice_add(struct parts *out, const struct ydoc *before, const struct ydoc *after,
                const struct splice_options *options, bool *whole, struct error *err)
{
    bool verify = options && options->verify;
    struct parts_mark start = parts_mark(out);
    enum attempt attempt = splice_try(out, before, after, verify, false, err);

    /* An alias that follows a changed anchor: write the aliases out and look again. */
    if (attempt == ATTEMPT_DIFFERS && ydoc_has_anchors(before))
        attempt = splice_try(out, before, after, true, true, err);
    if (whole)
        *whole = attempt == ATTEMPT_DIFFERS;
    if (attempt == ATTEMPT_DIFFERS && add_whole(out, after, err))
        attempt = ATTEMPT_DONE;
    if (attempt == ATTEMPT_DONE)
        return true;
    parts_cut(out, start);
    return false;
}
