/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/parse_check.c - rules that libyaml has not: keys, merges, tags */
#include "base/base64.h"
#include "base/utf8.h"
#include "yaml/parse.h"

static const char *type_name(enum ytype type)
{
    switch (type) {
    case YTYPE_NULL:
        return "null";
    case YTYPE_BOOL:
        return "bool";
    case YTYPE_INT:
        return "int";
    case YTYPE_FLOAT:
        return "float";
    case YTYPE_STRING:
    case YTYPE_NONE:
        break;
    }
    return "str";
}

/* BYTES with U+FFFD for each that is no UTF-8, as encoding/json puts it on the way of go-yaml v2.
 */
static void add_replaced(struct buf *out, struct view bytes)
{
    for (size_t i = 0; i < bytes.len;) {
        size_t from = i;

        if (utf8_next(bytes, &i) == UTF8_BAD)
            buf_add_utf8(out, 0xfffd);
        else
            buf_add_view(out, view_sub(bytes, from, i));
    }
}

static bool decode_binary(struct parser *parser, struct ynode *scalar)
{
    AUTO(buf) bytes = BUF_INIT(YAML_SCALAR_BYTES_MAX);
    AUTO(buf) clean = BUF_INIT(3 * (size_t)YAML_SCALAR_BYTES_MAX);
    struct error reason = ERROR_INIT;

    if (parser->as_go_yaml && (view_find_byte(scalar->text, ' ', 0) < scalar->text.len ||
                               view_find_byte(scalar->text, '\t', 0) < scalar->text.len))
        return parse_fail_node(parser, ERROR_SYNTAX, scalar, "!!binary: base64 with a blank in it");
    if (!base64_decode(&bytes, scalar->text, BASE64_LENIENT, &reason)) {
        parse_fail_node(parser, ERROR_SYNTAX, scalar, "!!binary: %s", error_message(&reason));
        error_release(&reason);
        return false;
    }
    if (utf8_check(buf_view(&bytes)) < bytes.len && !parser->as_go_yaml)
        return parse_fail_node(parser, ERROR_INVALID, scalar,
                               "the !!binary value is not text in UTF-8");
    add_replaced(&clean, buf_view(&bytes));
    scalar->text = arena_copy(&parser->doc->arena, buf_view(&clean));
    return true;
}

bool parse_check_tag(struct parser *parser, struct ynode *scalar)
{
    struct view tag = scalar->props->tag;
    struct view name = view_sub(tag, sizeof(TAG_PREFIX) - 1, tag.len);
    enum ynode_style style = (enum ynode_style)scalar->style;
    struct view shown = view_sub(scalar->text, 0, 60);

    if (view_is(tag, TAG_PREFIX "binary"))
        return decode_binary(parser, scalar);
    if (scalar_resolve_tagged(scalar->text, style, tag, YAML_1_1).type != YTYPE_NONE ||
        scalar_resolve_tagged(scalar->text, style, tag, YAML_KUSTOMIZE).type != YTYPE_NONE)
        return true;
    return parse_fail_node(
        parser, ERROR_SYNTAX, scalar, "cannot decode !!%s '" VIEW_FMT "' as a !!" VIEW_FMT,
        type_name(scalar_resolve(scalar->text, YAML_1_1).type), VIEW_ARGS(shown), VIEW_ARGS(name));
}

bool parse_check_escapes(struct parser *parser, const struct ynode *scalar)
{
    struct view source = view_sub(parser->text, scalar->start, scalar->end);

    for (size_t at = view_find_byte(source, '\\', 0); at + 1 < source.len;
         at = view_find_byte(source, '\\', at + 2)) {
        if (source.data[at + 1] != '/')
            continue;
        parse_fail_node(parser, ERROR_SYNTAX, scalar, "found unknown escape character '\\/'");
        return error_hint(parser->err, "write '/' without the backslash");
    }
    return true;
}

static bool check_unique(struct parser *parser, struct ynode *map)
{
    size_t first;
    size_t second;

    if (!index_find_repeated(parser->doc, map, &first, &second))
        return true;

    const struct ynode *key = map->pairs[second].key;
    struct view shown = view_sub(ynode_text(key), 0, 200);

    return parse_fail_node(parser, ERROR_INVALID, key,
                           "mapping key '" VIEW_FMT "' already defined at line %u",
                           VIEW_ARGS(shown), map->pairs[first].key->line);
}

bool parse_check_map(struct parser *parser, struct ynode *map)
{
    for (size_t i = 0; i < map->len; i++) {
        const struct ynode *key = map->pairs[i].key;
        const struct ynode *resolved = ynode_resolve(key);

        if (resolved->kind != YNODE_SCALAR) {
            parse_fail_node(parser, ERROR_SYNTAX, key, "a mapping key is a %s, not a scalar",
                            ynode_kind_name(resolved));
            return parse_hint_template(parser, key->start);
        }
        if (!ynode_is_merge_key(key))
            continue;
        if (!ynode_is_mergeable(map->pairs[i].value))
            return parse_fail_node(parser, ERROR_SYNTAX, map->pairs[i].value,
                                   "map merge requires map or sequence of maps as the value");
        parser->doc->has_anchors = true;
    }
    return !parser->unique_keys || check_unique(parser, map);
}
