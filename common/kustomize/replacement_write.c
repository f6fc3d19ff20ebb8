/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_write.h"

#include "base/alloc.h"
#include "kustomize/replacement_path.h"
#include "kustomize/replacement_text.h"

/* One value on its way into one object. */
struct write {
    struct replacement_writer *writer;
    struct resource *res;
    struct view field; /* the path as written */
    struct replacement_path path;
    struct replacement_value *value;
    const struct kust_field_options *options; /* NULL: none */
    struct ydoc *doc;                         /* NULL: only look */
    bool changes;
};

void replacement_writer_init(struct replacement_writer *writer)
{
    *writer = (struct replacement_writer){ .misfits = NULL };
}

void replacement_writer_release(struct replacement_writer *writer)
{
    for (size_t i = 0; i < writer->misfits_len; i++)
        free(writer->misfits[i].message);
    free(writer->misfits);
    replacement_writer_init(writer);
}

/* ---- texts that do not suit ---- */

static const char *type_name(const struct ynode *scalar)
{
    struct view tag = scalar->props ? scalar->props->tag : VIEW_EMPTY;

    if (view_ends(tag, VIEW(":int")) || view_ends(tag, VIEW(":float")))
        return "number";
    if (view_ends(tag, VIEW(":bool")))
        return "boolean";
    return view_ends(tag, VIEW(":null")) ? "null" : "value of its tag";
}

static void note_misfit(const struct write *write, const struct ynode *scalar)
{
    struct replacement_writer *writer = write->writer;
    AUTO(buf) message = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&message, "%s:%u: field '" VIEW_FMT "' of ", writer->file, writer->line,
             VIEW_ARGS(write->field));
    object_ref_add(&message, &write->res->ref);
    buf_addf(&message, " is a %s and cannot become '" VIEW_FMT "'", type_name(scalar),
             VIEW_ARGS(view_sub(scalar->text, 0, 60)));
    ARRAY_GROW(writer->misfits, writer->misfits_len, writer->misfits_cap);
    writer->misfits[writer->misfits_len++] = (struct replacement_misfit){
        .node = scalar, .text = scalar->text.data, .message = buf_take(&message)
    };
}

bool replacement_writer_check(const struct replacement_writer *writer, struct error *err)
{
    for (size_t i = 0; i < writer->misfits_len; i++) {
        const struct replacement_misfit *misfit = &writer->misfits[i];
        if (misfit->node->kind != YNODE_SCALAR || misfit->node->text.data != misfit->text)
            continue;
        error_set(err, ERROR_INVALID, "%s", misfit->message);
        return error_hint(err, "quote the field's value where it stands to make it a string");
    }
    return true;
}

/* ---- one field ---- */

static bool spend_bytes(struct replacement_writer *writer, size_t bytes, struct error *err)
{
    writer->bytes += bytes;
    return writer->bytes <= REPLACEMENT_BYTES_MAX ||
           error_set(err, ERROR_LIMIT, "the replacements write more than %zu bytes",
                     REPLACEMENT_BYTES_MAX);
}

/* NODE and what is below it; at most YAML_DEPTH_MAX deep. */
static size_t count_nodes(const struct ynode *node)
{
    size_t count = 1;

    for (size_t i = 0; node->kind == YNODE_MAP && i < ynode_len(node); i++)
        count += 1 + count_nodes(ynode_value_at(node, i));
    for (size_t i = 0; node->kind == YNODE_SEQ && i < ynode_len(node); i++)
        count += count_nodes(ynode_at(node, i));
    return count;
}

/* The text of the value, or TARGET's with one part made it. */
static void join_parts(const struct write *write, struct view target, struct buf *out)
{
    struct view delimiter = write->options->delimiter;
    struct view value = ynode_text(write->value->node);
    int64_t index = write->options->index;
    size_t end = 0;

    if (index < 0) {
        buf_add_view(out, value);
        buf_add_view(out, delimiter);
        buf_add_view(out, target);
        return;
    }
    for (int64_t i = 0;; i++) {
        size_t start = end;
        end = view_find(target, delimiter, start);
        buf_add_view(out, i == index ? value : view_sub(target, start, end));
        if (end == target.len) {
            if (index > i) {
                buf_add_view(out, delimiter);
                buf_add_view(out, value);
            }
            return;
        }
        buf_add_view(out, delimiter);
        end += delimiter.len;
    }
}

/*
 * In an object a whole number does where a float was: both are the same JSON, as far as a double
 * holds it. In the text of a scalar a tag tells them apart.
 */
static bool is_plain_number(const struct write *write, const struct replacement_place *place,
                            struct view text)
{
    struct yscalar after = scalar_resolve(text, YAML_KUSTOMIZE);

    return place->doc == write->doc && after.type == YTYPE_INT &&
           after.magnitude <= (uint64_t)1 << 53 &&
           ynode_type(place->node, YAML_KUSTOMIZE) == YTYPE_FLOAT;
}

/* The values of annotations become strings at the end, whatever they were. */
static bool is_annotation(const struct write *write, const struct replacement_place *place)
{
    const struct ynode *map = ynode_get_path(write->res->root, "metadata", "annotations", NULL);

    for (size_t i = 0; ynode_is_map(map) && i < ynode_len(map); i++)
        if (ynode_value_at(map, i) == place->node)
            return true;
    return false;
}

static bool set_scalar(struct write *write, const struct replacement_place *place, struct view text,
                       struct error *err)
{
    const struct ynode *scalar = place->node;
    bool made = scalar->untagged;

    if (view_eq(scalar->text, text) && !made)
        return true;
    write->changes |= !place->lost;
    if (!place->doc)
        return true;
    if (!spend_bytes(write->writer, text.len, err))
        return false;
    if ((text.len == 0 && place->flow && (made || ynode_is_null(scalar))) ||
        is_annotation(write, place))
        ynode_set_text(place->doc, place->node, text);
    else if (!made && is_plain_number(write, place, text))
        ynode_assign(place->node, ynode_new_plain(place->doc, text));
    else if (!ynode_replace_text(place->doc, place->node, text, YAML_KUSTOMIZE) &&
             place->doc == write->doc && !place->lost)
        note_misfit(write, scalar);
    return true;
}

/* The field becomes a copy of the value. */
static bool set_copy(struct write *write, const struct replacement_place *place, struct error *err)
{
    struct replacement_writer *writer = write->writer;
    const struct ynode *value = write->value->node;
    struct ynode *copy;

    /* The text of a scalar shows how it was written, too. */
    if (place->doc == write->doc && ynode_equal(place->node, value, YAML_KUSTOMIZE))
        return true;
    write->changes |= !place->lost;
    if (!place->doc)
        return true;
    copy = ynode_copy(place->doc, value);
    if (!copy)
        return error_set(err, ERROR_LIMIT, "the value is nested deeper than %d levels",
                         YAML_DEPTH_MAX);
    writer->nodes += count_nodes(copy);
    if (writer->nodes > REPLACEMENT_NODES_MAX)
        return error_set(err, ERROR_LIMIT, "the replacements copy more than %zu values",
                         REPLACEMENT_NODES_MAX);
    ynode_assign(place->node, copy);
    return true;
}

static bool set_place(struct write *write, const struct replacement_place *place, struct error *err)
{
    bool parts = write->options && write->options->delimiter.len > 0;
    AUTO(buf) text = BUF_INIT(YAML_SCALAR_BYTES_MAX);

    if (place->node->kind != YNODE_SCALAR)
        return parts ? error_set(err, ERROR_INVALID,
                                 "only a scalar can be cut at a delimiter, not a %s",
                                 ynode_kind_name(place->node))
                     : set_copy(write, place, err);
    if (!parts)
        return set_scalar(write, place, ynode_text(write->value->node), err);
    join_parts(write, place->node->text, &text);
    return buf_check(&text, "the text", err) && set_scalar(write, place, buf_view(&text), err);
}

static bool set_places(struct write *write, const struct replacement_match *match,
                       struct error *err)
{
    bool lost = true;

    for (size_t i = 0; i < match->len; i++) {
        if (!set_place(write, &match->places[i], err))
            return false;
        lost = lost && match->places[i].lost;
    }
    write->writer->lost = lost;
    return true;
}

static enum ynode_kind kind_to_make(const struct write *write)
{
    bool create = write->options && write->options->create;

    return create ? ynode_kind(write->value->node) : YNODE_NONE;
}

/* ---- fields in a text ---- */

/* The first scalar on the path that holds a document; *AT is the step behind it. NULL: none. */
static struct ynode *find_text(const struct write *write, struct ydoc_list *docs, size_t *at)
{
    for (size_t i = 1; i < write->path.len; i++) {
        struct ynode *node;
        if (!replacement_path_get(&write->path, i, write->res->root, &node, NULL))
            continue;
        if (!node || node->kind != YNODE_SCALAR || !replacement_text_read(docs, node->text, NULL))
            continue;
        *at = i;
        return node;
    }
    return NULL;
}

/* Change the document DOC, whose fields start at step AT, and append its new text. */
static bool write_document(struct write *write, struct ydoc *doc, size_t at, struct buf *out,
                           struct error *err)
{
    AUTO(replacement_text) text = REPLACEMENT_TEXT_INIT;
    AUTO(replacement_match) match = REPLACEMENT_MATCH_INIT;
    bool changes = write->changes;

    match.create = kind_to_make(write);
    if (!replacement_text_edit(&text, doc, err) ||
        !replacement_match_find(&match, &write->path, at, ydoc_root(text.edited), text.edited, true,
                                err))
        return false;
    if (match.len == 0)
        return error_set(err, ERROR_UNMATCHED, "there is no such field");
    if (!set_places(write, &match, err))
        return false;
    write->changes = changes; /* the text as a whole tells */
    return replacement_text_write(out, &text, err);
}

/*
 * Kustomize's first reading of a path: the steps up to a scalar as those of a source. *DONE is
 * false when there is no such scalar, or no such field in it; then the second reading decides.
 */
static bool write_in_text(struct write *write, bool *done, struct error *err)
{
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    AUTO(buf) out = BUF_INIT(YAML_SCALAR_BYTES_MAX);
    AUTO(error) why = ERROR_INIT;
    size_t at;
    struct ynode *scalar = find_text(write, &docs, &at);
    struct replacement_place place = { .node = scalar, .doc = write->doc };

    *done = false;
    if (!scalar)
        return true;
    if (!write_document(write, docs.docs[docs.len - 1], at, &out, &why))
        return why.code == ERROR_LIMIT || why.code == ERROR_UNSUPPORTED ? error_move(err, &why)
                                                                        : true;
    *done = true;
    return set_scalar(write, &place, buf_view(&out), err);
}

/* ---- one path ---- */

static bool write_fields(struct write *write, struct error *err)
{
    AUTO(replacement_match) match = REPLACEMENT_MATCH_INIT;

    match.create = kind_to_make(write);
    if (!replacement_match_find(&match, &write->path, 0, write->res->root, write->doc, false, err))
        return false;
    if (match.makes) {
        write->changes = true;
        return true;
    }
    if (match.len == 0) {
        error_set(err, ERROR_UNMATCHED, "there is no such field");
        return match.create != YNODE_NONE ? false
                                          : error_hint(err, "'options: {create: true}' makes it");
    }
    return set_places(write, &match, err);
}

static bool write_once(struct write *write, struct error *err)
{
    bool done = false;

    write->writer->lost = false;
    return write_in_text(write, &done, err) && (done || write_fields(write, err));
}

static bool write_path(struct write *write, struct error *err)
{
    struct resource *res = write->res;

    write->doc = res->editable ? res->doc : NULL;
    if (!replacement_path_split(&write->path, write->field, err) || !write_once(write, err))
        return false;
    if (write->changes && !write->doc) {
        if (!resource_edit(res, err) || !replacement_source_moved(write->value, res, err))
            return false;
        write->doc = res->doc;
        if (!write_once(write, err))
            return false;
    }
    if (write->changes)
        resource_refresh(res);
    return true;
}

bool replacement_write(struct replacement_writer *writer, struct resource *res, struct view path,
                       struct replacement_value *value, const struct kust_field_options *options,
                       struct error *err)
{
    struct write write = { .writer = writer,
                           .res = res,
                           .field = path,
                           .path = REPLACEMENT_PATH_INIT,
                           .value = value,
                           .options = options };
    bool ok = write_path(&write, err);

    replacement_path_release(&write.path);
    return ok;
}
