/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/parse.h"

#include "base/alloc.h"

/* Not a byte offset: the end of a collection that is still open. */
#define OPEN UINT32_MAX

static struct view event_text(const yaml_char_t *text, size_t len)
{
    return view_make((const char *)text, len);
}

static size_t event_len(const yaml_char_t *text)
{
    return text ? strlen((const char *)text) : 0;
}

/* A node of KIND whose first byte, properties included, is at MARK. */
static struct ynode *new_node(struct parser *p, enum ynode_kind kind, const yaml_mark_t *mark)
{
    struct ynode *node = ynode_alloc(&p->doc->arena, kind);

    node->line = (uint32_t)mark->line + p->first_line + 1;
    node->column = (uint32_t)mark->column + 1;
    node->start = (uint32_t)text_cursor_seek(&p->cursor, mark->index);
    return node;
}

static bool add_child(struct parser *p, struct ynode *node, const yaml_mark_t *mark)
{
    if (++p->doc->nodes_written > YAML_NODES_MAX)
        return parse_fail_at(p, ERROR_LIMIT, mark->line, mark->column,
                             "the document has over %zu nodes", YAML_NODES_MAX);
    ARRAY_GROW(p->children, p->children_len, p->children_cap);
    p->children[p->children_len++] = node;
    return true;
}

/*
 * Move the start of NODE behind its anchor and tag, which libyaml counts in. EMPTY: nothing follows
 * them. True when one of them was a tag.
 */
static bool skip_properties(struct parser *p, struct ynode *node, unsigned count,
                            const yaml_mark_t *mark, bool empty)
{
    struct text_place place = { .offset = node->start,
                                .line = (uint32_t)mark->line,
                                .column = (uint32_t)mark->column };
    bool tagged = false;
    size_t to = text_skip_properties(p->text, node->start, count, &tagged);

    if (!empty)
        to = text_skip_space(p->text, to);
    text_place_advance(p->text, &place, to);
    node->start = (uint32_t)place.offset;
    node->line = place.line + p->first_line + 1;
    node->column = place.column + 1;
    return tagged;
}

static void set_properties(struct parser *p, struct ynode *node, const yaml_char_t *anchor,
                           const yaml_char_t *tag)
{
    struct ynode_props *props = ynode_need_props(&p->doc->arena, node);

    if (anchor) {
        props->anchor = arena_copy(&p->doc->arena, event_text(anchor, event_len(anchor)));
        map_set(&p->anchors, props->anchor, node);
        p->doc->has_anchors = true;
    }
    if (tag) {
        props->tag = arena_copy(&p->doc->arena, event_text(tag, event_len(tag)));
        p->doc->has_odd_syntax = true;
    }
}

static enum ynode_style scalar_style(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_PLAIN_SCALAR_STYLE:
        return YSTYLE_PLAIN;
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return YSTYLE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return YSTYLE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
        return YSTYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return YSTYLE_FOLDED;
    case YAML_ANY_SCALAR_STYLE:
        break;
    }
    return YSTYLE_PLAIN;
}

/* The text of a scalar lies in the source wherever the bytes are the same. */
static void set_text(struct parser *p, struct ynode *node, struct view value)
{
    size_t quote = node->style == YSTYLE_SINGLE || node->style == YSTYLE_DOUBLE ? 1 : 0;
    size_t from = node->start + quote;

    if (node->end >= from + quote && value.len == node->end - quote - from &&
        (value.len == 0 || memcmp(p->text.data + from, value.data, value.len) == 0))
        node->text = view_make(p->text.data + from, value.len);
    else
        node->text = arena_copy(&p->doc->arena, value);
}

/* go-yaml v2 still ends a plain scalar of a flow collection at a '?', and a key cannot start there.
 */
static bool check_flow_plain(struct parser *p, const struct ynode *scalar)
{
    bool in_flow = p->depth > 0 && p->frames[p->depth - 1].node->style == YSTYLE_FLOW;

    if (!p->as_go_yaml || !in_flow || scalar->style != YSTYLE_PLAIN ||
        view_find_byte(scalar->text, '?', 0) == scalar->text.len)
        return true;
    return parse_fail_node(p, ERROR_SYNTAX, scalar,
                           "a '?' in an unquoted value between brackets: quote it");
}

static bool on_scalar(struct parser *p, const yaml_event_t *event)
{
    const yaml_mark_t *mark = &event->start_mark;
    const yaml_char_t *tag = event->data.scalar.tag;
    struct view value = event_text(event->data.scalar.value, event->data.scalar.length);
    struct ynode *node;

    if (value.len > YAML_SCALAR_BYTES_MAX)
        return parse_fail_at(p, ERROR_LIMIT, mark->line, mark->column, "a scalar is over %zu bytes",
                             YAML_SCALAR_BYTES_MAX);
    node = new_node(p, YNODE_SCALAR, mark);
    node->style = (uint8_t)scalar_style(event->data.scalar.style);
    node->end = (uint32_t)text_cursor_seek(&p->cursor, event->end_mark.index);
    /* libyaml forgets a lone "!". */
    bool lone_mark = !tag && node->start < p->text.len && node->start < node->end;
    if (event->data.scalar.anchor || tag || (lone_mark && p->text.data[node->start] == '!')) {
        bool empty = node->style == YSTYLE_PLAIN && value.len == 0;

        set_properties(p, node, event->data.scalar.anchor, tag);
        if (skip_properties(p, node, 2, mark, empty) && !tag) {
            node->props->tag = VIEW("!");
            p->doc->has_odd_syntax = true;
        }
    }
    if (node->style == YSTYLE_LITERAL || node->style == YSTYLE_FOLDED) {
        node->text = arena_copy(&p->doc->arena, value);
        node->end = (uint32_t)text_block_scalar_end(p->text, node->start, node->end, value);
    } else {
        set_text(p, node, value);
    }
    if (tag && !parse_check_tag(p, node))
        return false;
    if (p->as_go_yaml && node->style == YSTYLE_DOUBLE && !parse_check_escapes(p, node))
        return false;
    if (!check_flow_plain(p, node))
        return false;
    return add_child(p, node, mark);
}

static bool on_alias(struct parser *p, const yaml_event_t *event)
{
    const yaml_mark_t *mark = &event->start_mark;
    const yaml_char_t *anchor = event->data.alias.anchor;
    struct view name = event_text(anchor, event_len(anchor));
    struct ynode *target = map_get(&p->anchors, name);

    if (!target) {
        parse_fail_at(p, ERROR_SYNTAX, mark->line, mark->column,
                      "the alias '*" VIEW_FMT "' has no anchor '&" VIEW_FMT "' before it",
                      VIEW_ARGS(name), VIEW_ARGS(name));
        return error_hint(p->err, "quote the value if it is meant to start with '*'");
    }
    if (target->end == OPEN)
        return parse_fail_at(p, ERROR_INVALID, mark->line, mark->column,
                             "the alias '*" VIEW_FMT "' stands inside of its own anchor at line "
                             "%u, column %u",
                             VIEW_ARGS(name), target->line, target->column);

    struct ynode *node = new_node(p, YNODE_ALIAS, mark);

    node->end = (uint32_t)text_cursor_seek(&p->cursor, event->end_mark.index);
    node->target = target;
    p->doc->has_anchors = true;
    return add_child(p, node, mark);
}

static bool on_start(struct parser *p, enum ynode_kind kind, bool flow, const yaml_char_t *anchor,
                     const yaml_char_t *tag, const yaml_mark_t *mark)
{
    struct ynode *node;

    if (p->depth == YAML_DEPTH_MAX)
        return parse_fail_at(p, ERROR_LIMIT, mark->line, mark->column, "nesting is over %d levels",
                             YAML_DEPTH_MAX);
    node = new_node(p, kind, mark);
    node->style = flow ? YSTYLE_FLOW : YSTYLE_BLOCK;
    node->end = OPEN;
    if (anchor || tag) {
        set_properties(p, node, anchor, tag);
        (void)skip_properties(p, node, (anchor ? 1u : 0u) + (tag ? 1u : 0u), mark, false);
    }
    if (!add_child(p, node, mark))
        return false;
    ARRAY_GROW(p->frames, p->depth, p->frames_cap);
    p->frames[p->depth++] = (struct parse_frame){ .node = node, .base = p->children_len };
    return true;
}

/*
 * Places that libyaml gives as those of the next token: an empty value without a ':' ends with its
 * key. And what it does not tell: a key after a '?'.
 */
static void finish_entry(struct parser *p, const struct ynode *map, struct ypair *pair)
{
    struct ynode *key = pair->key;
    struct ynode *value = pair->value;
    size_t start = key->props ? key->props->props_start : key->start;

    if (map->style == YSTYLE_BLOCK) {
        /* Implicit keys stand where their mapping does. */
        key->explicit_key =
            (key->props ? text_column(p->text, start) + 1 : key->column) != map->column;
    } else {
        size_t at = start;

        while (at > map->start && strchr(" \t\r\n", p->text.data[at - 1]))
            at--;
        key->explicit_key = at > map->start && at < start && p->text.data[at - 1] == '?';
    }
    if (key->explicit_key)
        p->doc->has_odd_syntax = true;
    if (value->kind == YNODE_SCALAR && value->start == value->end && !value->props &&
        value->start > 0 && p->text.data[value->start - 1] != ':') {
        value->start = key->end;
        value->end = key->end;
    }
}

static void finish_map(struct parser *p, struct ynode *map)
{
    for (size_t i = 0; i < map->len; i++)
        finish_entry(p, map, &map->pairs[i]);
    if (map->len > INDEX_ENTRIES_MIN)
        ynode_need_props(&p->doc->arena, map)->doc = p->doc;
}

/* The bytes of a collection: a block ends with its last child, and so does "a: b" in "[a: b]". */
static void set_end(struct parser *p, struct ynode *node, const yaml_event_t *event)
{
    char open = node->start < p->text.len ? p->text.data[node->start] : '\0';
    const struct ynode *last = NULL;

    if (node->style == YSTYLE_FLOW && (open == '{' || node->kind == YNODE_SEQ)) {
        node->end = (uint32_t)text_cursor_seek(&p->cursor, event->end_mark.index);
        return;
    }
    if (node->len > 0)
        last = node->kind == YNODE_MAP ? node->pairs[node->len - 1].value
                                       : node->elements[node->len - 1];
    node->end = last ? last->end : node->start;
}

static bool on_end(struct parser *p, const yaml_event_t *event)
{
    struct parse_frame *frame = &p->frames[--p->depth];
    struct ynode *node = frame->node;
    size_t count = p->children_len - frame->base;
    size_t bytes = count * sizeof(struct ynode *);
    struct ynode **children = NULL;

    if (count > 0) {
        children = arena_alloc(&p->doc->arena, bytes);
        memcpy(children, p->children + frame->base, bytes);
    }
    p->children_len = frame->base;
    if (node->kind == YNODE_SEQ) {
        node->elements = children;
        node->len = (uint32_t)count;
    } else { /* keys and values in turn: an array of pairs */
        node->pairs = (struct ypair *)(void *)children;
        node->len = (uint32_t)(count / 2);
        finish_map(p, node);
    }
    node->cap = node->len;
    set_end(p, node, event);
    return node->kind == YNODE_SEQ || parse_check_map(p, node);
}

/* go-yaml v2 reads YAML 1.1 and refuses a text that says to be another. */
static bool check_version(struct parser *p, const yaml_event_t *event)
{
    const yaml_version_directive_t *version = event->data.document_start.version_directive;

    if (!p->as_go_yaml || !version || (version->major == 1 && version->minor == 1))
        return true;
    return parse_fail_at(p, ERROR_SYNTAX, event->start_mark.line, event->start_mark.column,
                         "this is YAML %d.%d, and only YAML 1.1 is read here", version->major,
                         version->minor);
}

static bool on_document_start(struct parser *p, const yaml_event_t *event)
{
    if (p->single && p->list->len > 0)
        return parse_fail_at(p, ERROR_INVALID, event->start_mark.line, event->start_mark.column,
                             "one document is wanted and here a second one starts");
    if (!check_version(p, event))
        return false;
    p->doc = ydoc_new_with(p->text, p->owned, p->origin);
    map_release(&p->anchors);
    return true;
}

static void on_document_end(struct parser *p)
{
    if (p->children_len > 0)
        p->doc->root = p->children[0];
    p->children_len = 0;
    ARRAY_GROW(p->list->docs, p->list->len, p->list->cap);
    p->list->docs[p->list->len++] = TAKE(p->doc);
    if (p->number > 0)
        p->number++;
}

static bool on_event(struct parser *p, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return on_document_start(p, event);
    case YAML_DOCUMENT_END_EVENT:
        on_document_end(p);
        return true;
    case YAML_SCALAR_EVENT:
        return on_scalar(p, event);
    case YAML_ALIAS_EVENT:
        return on_alias(p, event);
    case YAML_SEQUENCE_START_EVENT:
        return on_start(p, YNODE_SEQ, event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
                        event->data.sequence_start.anchor, event->data.sequence_start.tag,
                        &event->start_mark);
    case YAML_MAPPING_START_EVENT:
        return on_start(p, YNODE_MAP, event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
                        event->data.mapping_start.anchor, event->data.mapping_start.tag,
                        &event->start_mark);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return on_end(p, event);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
        break;
    }
    return true;
}

static bool run(struct parser *p)
{
    yaml_event_t event;
    bool more = true;

    while (more) {
        if (!yaml_parser_parse(&p->yaml, &event))
            return parse_fail_yaml(p);
        bool good = on_event(p, &event);
        more = event.type != YAML_STREAM_END_EVENT &&
               !(p->as_go_yaml && event.type == YAML_DOCUMENT_END_EVENT);
        yaml_event_delete(&event);
        if (!good)
            return false;
    }
    return true;
}

bool parse_documents(struct ydoc_list *list, struct view text, struct ytext *owned,
                     const struct ydoc_options *options, bool single, struct error *err)
{
    size_t before = list->len;
    struct parser p = {
        .text = text,
        .owned = owned,
        .origin = options->origin ? options->origin : "",
        .first_line = options->first_line > 0 ? options->first_line - 1 : 0,
        .number = options->number,
        .unique_keys = options->unique_keys,
        .single = single,
        .as_go_yaml = options->as_go_yaml,
        .list = list,
        .anchors = MAP_INIT,
        .err = err,
    };

    text_cursor_init(&p.cursor, text);
    if (!yaml_parser_initialize(&p.yaml))
        mem_exhausted(sizeof(p.yaml));
    yaml_parser_set_input_string(&p.yaml, (const unsigned char *)(text.data ? text.data : ""),
                                 text.len);

    bool good = run(&p);

    while (!good && list->len > before)
        ydoc_free(list->docs[--list->len]);
    yaml_parser_delete(&p.yaml);
    ydoc_free(p.doc);
    map_release(&p.anchors);
    free(p.frames);
    free(p.children);
    return good;
}
