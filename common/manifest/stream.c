/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest/stream.h"

#include "base/alloc.h"
#include "manifest/kind_order.h"
#include "yaml/emit.h"
#include "yaml/splice.h"

static const struct view source_mark = { .data = "# Source: ", .len = 10 };

static void manifest_release(struct manifest *manifest)
{
    ydoc_free(manifest->edited);
    ydoc_free(manifest->doc);
    free(manifest->own_source);
}

void stream_release(struct stream *stream)
{
    for (size_t i = 0; i < stream->len; i++)
        manifest_release(&stream->manifests[i]);
    free(stream->manifests);
    *stream = (struct stream)STREAM_INIT;
}

/* ---- splitting ---- */

/* The offset behind the line that starts at FROM; LF, CRLF and a lone CR end a line. */
static size_t line_end(struct view text, size_t from)
{
    const char *newline = memchr(text.data + from, '\n', text.len - from);
    size_t end = newline ? (size_t)(newline - text.data) + 1 : text.len;
    const char *cr = memchr(text.data + from, '\r', end - from);

    if (cr && (size_t)(cr - text.data) + 2 < end)
        return (size_t)(cr - text.data) + 1;
    return end;
}

static bool is_separator(struct view text, size_t at)
{
    return text.len - at >= 3 && memcmp(text.data + at, "---", 3) == 0;
}

/* The offset behind `---`, the blanks after it and, if nothing else is there, the line's end. */
static size_t separator_end(struct view text, size_t at)
{
    at += 3;
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t'))
        at++;
    if (at < text.len && text.data[at] == '\r')
        at++;
    if (at < text.len && text.data[at] == '\n')
        at++;
    return at;
}

/* A line that holds nothing, a comment, or a directive (which has no document here to direct). */
static bool line_is_head(struct view line)
{
    struct view trimmed = view_trim(line);

    return trimmed.len == 0 || trimmed.data[0] == '#' || line.data[0] == '%';
}

/*
 * Fill BODY, LINE and SOURCE of a piece whose `text` is known and whose YAML part starts at offset
 * FROM of it: comment lines at the head stay outside of BODY, so that writing the document anew
 * cannot lose them.
 */
static void manifest_read_head(struct manifest *manifest, size_t from, uint32_t line)
{
    struct view text = manifest->text;

    while (from < text.len) {
        size_t end = line_end(text, from);
        struct view head = view_sub(text, from, end);
        if (!line_is_head(head))
            break;
        if (manifest->source.len == 0 && view_starts(head, source_mark))
            manifest->source = view_trim(view_sub(head, source_mark.len, head.len));
        from = end;
        line++;
    }
    manifest->body = view_sub(text, from, text.len);
    manifest->line = line;
}

static struct manifest *stream_push(struct stream *stream)
{
    struct manifest *manifest;

    ARRAY_GROW(stream->manifests, stream->len, stream->cap);
    manifest = &stream->manifests[stream->len++];
    *manifest = (struct manifest){ .doc = NULL };
    return manifest;
}

/* The piece TEXT[start, end), which begins in line LINE. */
static void stream_push_piece(struct stream *stream, size_t start, size_t end, uint32_t line,
                              uint32_t *number)
{
    struct manifest *manifest = stream_push(stream);
    size_t body = 0;

    manifest->text = view_sub(stream->text, start, end);
    if (is_separator(manifest->text, 0)) {
        body = separator_end(manifest->text, 0);
        if (body > 0 &&
            (manifest->text.data[body - 1] == '\n' || manifest->text.data[body - 1] == '\r'))
            line++;
    }
    manifest_read_head(manifest, body, line);
    if (view_trim(manifest->text).len > 0)
        manifest->number = ++*number;
}

bool stream_split(struct stream *stream, struct view text, struct error *err)
{
    size_t start = 0;
    uint32_t start_line = 1, line = 1, number = 0;

    stream->text = text;
    for (size_t at = 0; at < text.len;) {
        if (at > start && is_separator(text, at)) {
            stream_push_piece(stream, start, at, start_line, &number);
            if (stream->len > STREAM_DOCUMENTS_MAX)
                return error_set(err, ERROR_LIMIT, "the stream has more than %zu documents",
                                 STREAM_DOCUMENTS_MAX);
            start = at;
            start_line = line;
        }
        at = line_end(text, at);
        line++;
    }
    if (start < text.len)
        stream_push_piece(stream, start, text.len, start_line, &number);
    return true;
}

/* ---- parsing ---- */

/* The value of the first line that starts with KEY in a text that does not parse; empty if there is
 * none. */
static struct view sniff(struct view text, struct view key)
{
    for (size_t at = 0; at < text.len; at = line_end(text, at)) {
        struct view line = view_sub(text, at, line_end(text, at));
        if (view_starts(line, key))
            return view_trim(view_sub(line, key.len, line.len));
    }
    return VIEW_EMPTY;
}

/* Say which document of the stream does not parse, by number and by what it seems to be. */
static bool manifest_fail(const struct manifest *manifest, struct error *cause, struct error *err)
{
    struct view kind = sniff(manifest->body, VIEW("kind: "));
    struct view name = sniff(manifest->body, VIEW("  name: "));

    error_move(err, cause);
    if (!err)
        return false;
    AUTO_CHARS message = chars_copy(error_message(err));
    AUTO_CHARS hint = err->hint ? chars_copy(err->hint) : NULL;
    enum error_code code = err->code;
    if (kind.len)
        error_set(err, code, "%s (document %u, " VIEW_FMT "%s" VIEW_FMT ")", message,
                  manifest->number, VIEW_ARGS(kind), name.len ? "/" : "", VIEW_ARGS(name));
    else
        error_set(err, code, "%s (document %u)", message, manifest->number);
    if (hint)
        error_hint(err, "%s", hint);
    return false;
}

static bool manifest_parse(struct manifest *manifest, const struct stream_options *options,
                           struct error *err)
{
    struct ydoc_options doc_options = { .origin = options->origin,
                                        .first_line = manifest->line,
                                        .unique_keys = options->unique_keys };
    AUTO(error) cause = ERROR_INIT;
    AUTO_FREE(ydoc) doc = NULL;

    if (manifest->body.len == 0)
        return true;
    doc = ydoc_parse_with(manifest->body, &doc_options, &cause);
    if (!doc)
        return manifest_fail(manifest, &cause, err);
    const struct ynode *root = ydoc_root(doc);
    if (ynode_is_null(root))
        return true;
    if (!ynode_is_map(root))
        return error_set(err, ERROR_INVALID,
                         "%s:%u:%u: document %u is a %s, not a Kubernetes object", options->origin,
                         ynode_line(root), ynode_column(root), manifest->number,
                         ynode_kind_name(root));
    manifest->doc = TAKE(doc);
    return true;
}

bool stream_parse(struct stream *stream, struct view text, const struct stream_options *options,
                  struct error *err)
{
    if (!stream_split(stream, text, err))
        return false;
    for (size_t i = 0; i < stream->len; i++)
        if (!manifest_parse(&stream->manifests[i], options, err))
            return false;
    return true;
}

/* ---- changing ---- */

struct ynode *manifest_root(const struct manifest *manifest)
{
    const struct ydoc *doc = manifest->edited ? manifest->edited : manifest->doc;

    return doc ? ydoc_root(doc) : NULL;
}

struct ynode *manifest_edit(struct manifest *manifest, struct error *err)
{
    if (!manifest->edited && manifest->doc)
        manifest->edited = ydoc_copy(manifest->doc, err);
    return manifest->edited ? ydoc_root(manifest->edited) : NULL;
}

static unsigned rank_of(const struct ynode *root)
{
    return kind_install_rank(ynode_text(ynode_get(root, "kind")));
}

/* What is added where: the documents of one rank come behind manifest `after` - 1, in their order.
 */
struct places {
    size_t after[KIND_INSTALL_RANKS];
    size_t first[KIND_INSTALL_RANKS + 1]; /* where the rank starts in `order` */
    size_t *order;                        /* indices into the documents by rank, heap */
};

static void places_release(struct places *places)
{
    free(places->order);
}

static void find_places(struct places *places, const struct stream *stream,
                        const struct ydoc_list *docs)
{
    size_t next[KIND_INSTALL_RANKS];

    for (size_t i = 0; i < stream->len; i++) {
        const struct ynode *root = manifest_root(&stream->manifests[i]);
        if (root)
            places->after[rank_of(root)] = i + 1;
    }
    for (size_t rank = 1; rank < KIND_INSTALL_RANKS; rank++)
        if (places->after[rank] < places->after[rank - 1])
            places->after[rank] = places->after[rank - 1];
    for (size_t i = 0; i < docs->len; i++)
        places->first[rank_of(ydoc_root(docs->docs[i])) + 1]++;
    for (size_t rank = 0; rank < KIND_INSTALL_RANKS; rank++) {
        next[rank] = places->first[rank];
        places->first[rank + 1] += places->first[rank];
    }
    places->order = mem_resize(NULL, docs->len, sizeof(*places->order));
    for (size_t i = 0; i < docs->len; i++)
        places->order[next[rank_of(ydoc_root(docs->docs[i]))]++] = i;
}

static struct manifest added(struct ydoc *doc, const char *source)
{
    struct manifest manifest = { .edited = doc, .own_source = chars_copy(source) };

    manifest.source = view_of(manifest.own_source);
    return manifest;
}

void stream_add(struct stream *stream, struct ydoc_list *docs, const char *source)
{
    AUTO(places) places = { .order = NULL };
    size_t from = stream->len;
    size_t to = stream->len + docs->len;

    if (docs->len == 0)
        return;
    find_places(&places, stream, docs);
    for (size_t i = 0; i < docs->len; i++)
        (void)stream_push(stream);
    /* From the end, where there is room: what stood behind a rank's place, then the rank. */
    for (size_t rank = KIND_INSTALL_RANKS; rank-- > 0;) {
        size_t after = places.after[rank];

        if (places.first[rank] == places.first[rank + 1])
            continue;
        memmove(&stream->manifests[to - (from - after)], &stream->manifests[after],
                (from - after) * sizeof(*stream->manifests));
        to -= from - after;
        from = after;
        for (size_t i = places.first[rank + 1]; i-- > places.first[rank];)
            stream->manifests[--to] = added(docs->docs[places.order[i]], source);
    }
    docs->len = 0;
    ydoc_list_release(docs);
}

/* ---- writing ---- */

/* What OUT holds ends in the middle of a line; a lone CR ends one too. */
static bool line_is_open(const struct parts *out)
{
    return out->bytes > 0 && parts_last(out) != '\n' && parts_last(out) != '\r';
}

static bool manifest_write_added(struct parts *out, const struct manifest *manifest,
                                 struct error *err)
{
    AUTO(buf) text = BUF_INIT(YAML_INPUT_BYTES_MAX * 2);

    if (line_is_open(out))
        buf_add_byte(&text, '\n');
    buf_add(&text, "---\n");
    if (manifest->source.len) {
        buf_add_view(&text, source_mark);
        buf_add_view(&text, manifest->source);
        buf_add_byte(&text, '\n');
    }
    if (!emit_yaml(&text, ydoc_root(manifest->edited), EMIT_AS_IS, YAML_KUSTOMIZE, err))
        return false;
    parts_add_copy(out, buf_view(&text));
    return true;
}

/*
 * Append the text of one manifest: its bytes when untouched, else the separator, comments and the
 * spliced document. Nothing for a removed one.
 */
static bool manifest_write(struct parts *out, const struct manifest *manifest, struct error *err)
{
    if (manifest->removed)
        return true;
    if (!manifest->edited) {
        parts_add(out, manifest->text);
        return true;
    }
    if (!manifest->doc)
        return manifest_write_added(out, manifest, err);
    parts_add(out, view_sub(manifest->text, 0, manifest->text.len - manifest->body.len));
    return splice_add(out, manifest->doc, manifest->edited, NULL, NULL, err);
}

/* The stream's first document may have no separator; what was added before it needs one. */
static bool wants_separator(const struct parts *out, size_t start, const struct manifest *manifest)
{
    return out->bytes > start && manifest->doc && !manifest->removed &&
           !view_starts(manifest->text, VIEW("---"));
}

bool stream_add_to(struct parts *out, struct stream *stream, struct error *err)
{
    size_t start = out->bytes;

    for (size_t i = 0; i < stream->len; i++) {
        struct manifest *manifest = &stream->manifests[i];
        /* What was added or lost its neighbour must not run into the line before it. */
        if (line_is_open(out) && !manifest->removed && manifest->text.len > 0)
            parts_add(out, VIEW("\n"));
        if (wants_separator(out, start, manifest))
            parts_add(out, VIEW("---\n"));
        if (!manifest_write(out, manifest, err))
            return false;
        manifest_release(manifest);
        *manifest = (struct manifest){ .removed = true };
    }
    stream_release(stream);
    return parts_check(out, "the output", err);
}

bool stream_write(struct buf *out, struct stream *stream, struct error *err)
{
    AUTO(parts) parts = PARTS_INIT(out->max);

    /* What the stream stands behind decides whether a line is to be ended first. */
    parts_add(&parts, buf_view(out));

    struct parts_mark start = parts_mark(&parts);

    if (!stream_add_to(&parts, stream, err))
        return false;
    parts_add_to(out, &parts, start);
    return buf_check(out, "the output", err);
}
