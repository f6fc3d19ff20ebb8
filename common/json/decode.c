/* SPDX-License-Identifier: Apache-2.0 */
#include "json/decode.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "json/decode_direct.h"

/*
 * jansson makes an int64 or a double of a number and fails or rounds where that is not enough. Its
 * tree keeps the order of the text, so the texts of the numbers, collected beforehand, are put back
 * one by one while the tree is walked.
 */
struct numbers {
    const char *dropped; /* a key; NULL: none */
    struct view *texts;
    size_t len;
    size_t cap;
    size_t next;
};

#define AUTO_JSON __attribute__((cleanup(json_free_at))) json_t *

static void json_free_at(json_t **place)
{
    json_decref(*place);
}

static bool is_number_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || byte == '-' || byte == '+' || byte == '.' ||
           byte == 'e' || byte == 'E';
}

static size_t skip_string(struct view body, size_t at)
{
    for (at++; at < body.len && body.data[at] != '"'; at++)
        if (body.data[at] == '\\')
            at++;
    return at < body.len ? at + 1 : body.len;
}

/*
 * Collect the texts of the numbers and hold the depth against the limit. Broken JSON may be
 * misread here: jansson then refuses all of it.
 */
static bool scan(struct numbers *numbers, struct view body, struct error *err)
{
    size_t depth = 0;

    for (size_t at = 0; at < body.len;) {
        char byte = body.data[at];

        if (byte == '"') {
            at = skip_string(body, at);
            continue;
        }
        if ((byte == '[' || byte == '{') && ++depth > JSON_DEPTH_MAX)
            return error_set(err, ERROR_LIMIT, "json: nested deeper than %d levels",
                             JSON_DEPTH_MAX);
        if ((byte == ']' || byte == '}') && depth > 0)
            depth--;
        if (byte == '-' || (byte >= '0' && byte <= '9')) {
            size_t start = at;

            while (at < body.len && is_number_byte(body.data[at]))
                at++;
            ARRAY_GROW(numbers->texts, numbers->len, numbers->cap);
            numbers->texts[numbers->len++] = view_sub(body, start, at);
            continue;
        }
        at++;
    }
    return true;
}

static struct ynode *convert(struct ydoc *doc, json_t *value, struct numbers *numbers,
                             size_t depth);

static struct ynode *convert_object(struct ydoc *doc, json_t *object, struct numbers *numbers,
                                    size_t depth)
{
    struct ynode *map = ynode_new_map(doc);

    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        struct view key = view_make(json_object_iter_key(at), json_object_iter_key_len(at));

        /* Whatever is dropped, its numbers have to be passed. */
        struct ynode *entry = convert(doc, json_object_iter_value(at), numbers, depth);

        if (depth != DECODE_DROPPED_DEPTH || !numbers->dropped || !view_is(key, numbers->dropped))
            ynode_insert_entry(doc, map, map->len, ynode_new_string(doc, key), entry);
    }
    return map;
}

/* At most JSON_DEPTH_MAX deep: the scan has seen to that. DEPTH is that around VALUE. */
static struct ynode *convert(struct ydoc *doc, json_t *value, struct numbers *numbers, size_t depth)
{
    struct ynode *seq;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return convert_object(doc, value, numbers, depth + 1);
    case JSON_ARRAY:
        seq = ynode_new_seq(doc);
        for (size_t i = 0; i < json_array_size(value); i++)
            ynode_add(doc, seq, convert(doc, json_array_get(value, i), numbers, depth + 1));
        return seq;
    case JSON_STRING:
        return ynode_new_string(doc,
                                view_make(json_string_value(value), json_string_length(value)));
    case JSON_INTEGER:
    case JSON_REAL:
        return ynode_new_plain(doc, numbers->texts[numbers->next++]);
    case JSON_TRUE:
    case JSON_FALSE:
        return ynode_new_bool(doc, json_is_true(value));
    case JSON_NULL:
        break;
    }
    return ynode_new_null(doc);
}

static struct ydoc *decode(struct view body, struct numbers *numbers, struct error *err)
{
    const size_t flags =
        JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL;
    json_error_t problem;
    AUTO_JSON value = json_loadb(body.data ? body.data : "", body.len, flags, &problem);
    struct ydoc *doc;

    if (!value) {
        /* jansson's words quote the text; more than a line of it helps nobody. */
        error_set(err, ERROR_SYNTAX, "json:%d:%d: %s", problem.line, problem.column, problem.text);
        return NULL;
    }
    doc = ydoc_new();
    ydoc_set_root(doc, convert(doc, value, numbers, 0));
    return doc;
}

struct ydoc *ydoc_from_json_without(struct view body, const char *dropped, struct error *err)
{
    struct numbers numbers = { .dropped = dropped };
    struct ydoc *doc = NULL;

    if (body.len > JSON_BYTES_MAX) {
        error_set(err, ERROR_LIMIT, "json: %zu bytes, over the limit of %zu", body.len,
                  JSON_BYTES_MAX);
        return NULL;
    }
    doc = decode_direct(body, dropped);
    if (!doc && scan(&numbers, body, err))
        doc = decode(body, &numbers, err);
    free(numbers.texts);
    return doc;
}

struct ydoc *ydoc_from_json(struct view body, struct error *err)
{
    return ydoc_from_json_without(body, NULL, err);
}
