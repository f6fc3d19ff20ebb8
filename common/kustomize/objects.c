/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/objects.h"

#include "base/alloc.h"
#include "yaml/through_json.h"

/* ---- files ---- */

struct reader {
    const char *file;
    struct resource_list *out;
    bool single;                /* no separator stands in the text */
    struct resource_list lists; /* Lists that still have to be opened, in order */
    size_t next;                /* of `lists` */
};

/* Kustomize takes only blanks and a comment behind a separator, which libyaml does not mind. */
static bool check_separators(struct reader *reader, struct view text, const char *file,
                             uint32_t line, struct error *err)
{
    size_t counted = 0;

    for (size_t at = view_find(text, VIEW("\n---"), 0), end; at < text.len;
         at = view_find(text, VIEW("\n---"), end)) {
        end = view_find_byte(text, '\n', at + 1);
        struct view rest = view_trim(view_sub(text, at + 4, end));
        reader->single = reader->single && end == text.len;
        if (end == text.len || rest.len == 0 || rest.data[0] == '#')
            continue;
        while ((counted = view_find_byte(text, '\n', counted) + 1) <= at + 1)
            line++;
        return error_set(err, ERROR_SYNTAX,
                         "%s:%u:1: invalid document separator: '---' with text behind it", file,
                         line);
    }
    return true;
}

static bool is_empty(const struct ynode *node)
{
    return ynode_is_null(node) || (!ynode_is_scalar(node) && ynode_len(node) == 0);
}

static bool check_object(const struct ynode *root, const char *file, struct error *err)
{
    const struct ynode *kind = ynode_get(root, "kind");
    const struct ynode *name = ynode_get_path(root, "metadata", "name", NULL);
    uint32_t line = ynode_line(root), column = ynode_column(root);

    if (!ynode_is_map(root))
        return error_set(err, ERROR_INVALID, "%s:%u:%u: an object is a mapping, not a %s", file,
                         line, column, ynode_kind_name(root));
    if (ynode_is_null(kind) || ynode_text(kind).len == 0)
        return error_set(err, ERROR_INVALID, "%s:%u:%u: the object has no kind", file, line,
                         column);
    if (view_ends(ynode_text(kind), VIEW("List")))
        return true;
    if (ynode_is_null(name) || ynode_text(name).len == 0)
        return error_set(err, ERROR_INVALID, "%s:%u:%u: the " VIEW_FMT " has no metadata.name",
                         file, line, column, VIEW_ARGS(ynode_text(kind)));
    return true;
}

/* Sort a new object: a List with items waits to be opened, all else is a result. RES is taken. */
static bool reader_take(struct reader *reader, struct resource *res, struct error *err)
{
    const struct ynode *items = ynode_get(res->root, "items");

    if (!view_ends(res->ref.kind, VIEW("List")) || !items) {
        resource_list_add(reader->out, res);
        return true;
    }
    resource_list_add(&reader->lists, res);
    if (!ynode_is_null(items) && !ynode_is_seq(items))
        return error_set(err, ERROR_INVALID,
                         "%s:%u:%u: 'items' of a " VIEW_FMT " is a sequence, not a %s",
                         reader->file, ynode_line(items), ynode_column(items),
                         VIEW_ARGS(res->ref.kind), ynode_kind_name(items));
    return true;
}

/*
 * A file that is one List is opened as it is read: its elements keep what JSON would not.
 * Source: ByteReader.Read in kyaml/kio/byteio_reader.go.
 */
static bool is_wrapping(const struct reader *reader, const struct ynode *root)
{
    struct view kind = ynode_text(ynode_get(root, "kind"));

    return reader->single && (view_is(kind, "List") || view_is(kind, "ResourceList")) &&
           (ynode_get(root, "items") || ynode_get(root, "functionConfig"));
}

static bool reader_document(struct reader *reader, struct ydoc **place, struct error *err)
{
    struct ydoc *doc = *place, *source = NULL;
    uint32_t line = ynode_line(ydoc_root(doc));

    if (is_empty(ydoc_root(doc)))
        return true;
    if (!check_object(ydoc_root(doc), reader->file, err))
        return false;
    if (is_wrapping(reader, ydoc_root(doc)) && !ynode_get(ydoc_root(doc), "items"))
        return true;
    if (ydoc_has_anchors(doc)) {
        source = doc;
        doc = ydoc_copy(source, err);
        if (!doc)
            return error_wrap(err, "%s:%u", reader->file, line);
    }
    *place = NULL;
    return reader_take(reader, resource_new(doc, ydoc_root(doc), source, reader->file, line), err);
}

/*
 * Each element of the List becomes an object with a document of its own, through JSON.
 * Source: inlineAnyEmbeddedLists in api/resource/factory.go.
 */
static bool reader_open(struct reader *reader, const struct resource *list, struct error *err)
{
    const struct ynode *items = ynode_get(list->root, "items");
    bool wrapping = list == reader->lists.resources[0] && is_wrapping(reader, list->root);

    for (size_t i = 0; i < ynode_len(items); i++) {
        const struct ynode *element = ynode_at(items, i);
        if (is_empty(element))
            continue;
        if (!check_object(element, reader->file, err))
            return false;
        struct ydoc *doc = ydoc_new();
        ydoc_set_root(doc, ynode_copy(doc, element));
        if (!wrapping)
            ynode_through_json(doc, ydoc_root(doc), JSON_WAY_TEXT);
        struct resource *res =
            resource_new(doc, ydoc_root(doc), NULL, reader->file, ynode_line(element));
        if (!reader_take(reader, res, err))
            return false;
    }
    return true;
}

static bool read_objects(struct resource_list *out, struct view text, struct buf *take,
                         const char *file, uint32_t first_line, struct error *err)
{
    struct ydoc_options options = { .origin = file,
                                    .first_line = first_line,
                                    .unique_keys = true,
                                    .own_text = true,
                                    .take = take };
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    struct reader reader = {
        .file = file, .out = out, .single = true, .lists = RESOURCE_LIST_INIT
    };
    bool ok = check_separators(&reader, text, file, first_line ? first_line : 1, err) &&
              ydoc_parse_all(&docs, text, &options, err);

    for (size_t i = 0; ok && i < docs.len; i++)
        ok = reader_document(&reader, &docs.docs[i], err);
    while (ok && reader.next < reader.lists.len)
        ok = reader_open(&reader, reader.lists.resources[reader.next++], err);
    resource_list_release(&reader.lists);
    return ok;
}

bool objects_read(struct resource_list *out, struct view text, const char *file,
                  uint32_t first_line, struct error *err)
{
    return read_objects(out, text, NULL, file, first_line, err);
}

bool objects_take(struct resource_list *out, struct buf *text, const char *file, struct error *err)
{
    return read_objects(out, buf_view(text), text, file, 1, err);
}

/* ---- the stream ---- */

struct steps {
    uint32_t at[OBJECTS_DEPTH_MAX];
    size_t len;
};

static bool stream_object(struct resource_list *out, struct manifest *manifest, struct ynode *node,
                          struct steps *steps, struct error *err)
{
    const struct ynode *kind = ynode_get(node, "kind");

    if (!object_is_list(node)) {
        if (ynode_is_map(node) && ynode_text(kind).len > 0 && !ynode_is_null(kind))
            resource_list_add(out, resource_new_stream(manifest, node, steps->at, steps->len));
        return true;
    }
    if (steps->len == OBJECTS_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "document %u has Lists more than %d deep",
                         manifest->number, OBJECTS_DEPTH_MAX);
    const struct ynode *items = ynode_get(node, "items");
    for (size_t i = 0; i < ynode_len(items); i++) {
        steps->at[steps->len++] = (uint32_t)i;
        bool ok = stream_object(out, manifest, ynode_at(items, i), steps, err);
        steps->len--;
        if (!ok)
            return false;
    }
    return true;
}

bool objects_of_stream(struct resource_list *out, struct stream *stream, struct error *err)
{
    struct steps steps = { .len = 0 };

    for (size_t i = 0; i < stream->len; i++) {
        struct manifest *manifest = &stream->manifests[i];
        struct ynode *root = manifest_root(manifest);
        if (root && !manifest->removed && !stream_object(out, manifest, root, &steps, err))
            return false;
    }
    return true;
}
