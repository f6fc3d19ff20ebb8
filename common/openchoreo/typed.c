/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/typed.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "openchoreo/entries.h"

void typed_warn(const struct typed_reader *reader, struct place at, const char *format, ...)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    va_list args;

    if (!reader->warnings || reader->warnings->len == TYPED_WARNINGS_MAX)
        return;
    buf_addf(&text, "%s:%u:%u: ", reader->path, at.line, at.column);
    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    strv_add_view(reader->warnings, buf_view(&text));
}

bool typed_fail(const char *path, struct place at, struct error *err, enum error_code code,
                const char *format, ...)
{
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);
    va_list args;

    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    return error_set(err, code, "%s:%u:%u: %s", path, at.line, at.column, buf_text(&text));
}

/* ---- one reading */

struct reading {
    const struct typed_reader *reader;
    struct expansion expansion;
    struct buf path; /* "endpoints[0].port" */
    struct error *err;
};

static void path_cut(struct reading *r, size_t len)
{
    r->path.len = len;
    if (r->path.data)
        r->path.data[len] = '\0';
}

static struct place place_of(const struct ynode *node)
{
    return (struct place){ ynode_line(node), ynode_column(node) };
}

static bool read_struct(struct reading *r, void *out, const struct typed_type *type,
                        const struct ynode *node);
static bool read_ignored(struct reading *r, const struct ynode *node);

/* What NODE is, in the words of messages. */
static const char *kind_name(const struct ynode *node)
{
    switch (ynode_type(node, YAML_1_1)) {
    case YTYPE_BOOL:
        return "boolean";
    case YTYPE_INT:
    case YTYPE_FLOAT:
        return "number";
    case YTYPE_STRING:
        return "text";
    case YTYPE_NULL:
    case YTYPE_NONE:
        break;
    }
    return ynode_is_seq(node) ? "list" : ynode_kind_name(node);
}

static bool wrong_kind(struct reading *r, const struct ynode *node, const char *wanted)
{
    const char *subject = r->path.len > 0 ? buf_text(&r->path) : "the descriptor";

    return typed_fail(r->reader->path, place_of(node), r->err, ERROR_INVALID,
                      "%s is a %s where a %s is wanted", subject, kind_name(node), wanted);
}

static bool read_text(struct reading *r, struct typed_text *out, const struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_1_1);

    if (!ynode_is_scalar(node))
        return wrong_kind(r, node, "text");
    if (!expansion_spend(&r->expansion, ynode_text(node).len, r->err))
        return false;
    out->at = place_of(node);
    if (value.type != YTYPE_NULL)
        out->text = entries_text(&value, node, r->reader->arena);
    return true;
}

static bool is_int32(double real)
{
    if (!(real >= INT32_MIN && real <= INT32_MAX))
        return false;

    double whole = (int32_t)real;

    return whole >= real && whole <= real;
}

static bool read_number(struct reading *r, struct typed_number *out, const struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_1_1);
    double real = value.real;

    if (!expansion_spend(&r->expansion, 0, r->err))
        return false;
    if (value.type == YTYPE_INT)
        real = value.negative ? -(double)value.magnitude : (double)value.magnitude;
    else if (value.type != YTYPE_FLOAT && value.type != YTYPE_NULL)
        return wrong_kind(r, node, "whole number");
    out->at = place_of(node);
    if (value.type == YTYPE_NULL)
        return true;
    if (!is_int32(real))
        return typed_fail(r->reader->path, out->at, r->err, ERROR_INVALID,
                          "%s is " VIEW_FMT ", no whole number of 32 bits", buf_text(&r->path),
                          VIEW_ARGS(ynode_text(node)));
    out->number = (int32_t)real;
    return true;
}

/*
 * Make LIST one of LEN items. What it holds from another spelling of its key stays below: Go reads
 * into the elements that a slice already has.
 */
static void list_resize(struct reading *r, struct typed_list *list, size_t len, size_t size)
{
    void *items = arena_alloc_zero(r->reader->arena, len + 1, size);

    if (list->len > 0)
        memcpy(items, list->items, (list->len < len ? list->len : len) * size);
    list->items = items;
    list->len = len;
}

/* TYPE NULL: a text. A null item is an empty one, and has its place. */
static bool read_item(struct reading *r, void *item, const struct typed_type *type,
                      const struct ynode *node)
{
    if (!type)
        return read_text(r, item, node);
    *(struct place *)item = place_of(node);
    return read_struct(r, item, type, node);
}

static bool read_list(struct reading *r, struct typed_list *list, const struct typed_field *field,
                      const struct ynode *node)
{
    size_t size = field->type ? field->type->size : sizeof(struct typed_text);
    size_t before = r->path.len;

    if (ynode_is_null(node)) {
        *list = (struct typed_list){ .len = 0 };
        return true;
    }
    if (!ynode_is_seq(node))
        return wrong_kind(r, node, "list");
    if (!expansion_enter(&r->expansion, node, r->err))
        return false;
    list_resize(r, list, ynode_len(node), size);
    for (size_t i = 0; i < list->len; i++) {
        void *item = (char *)list->items + i * size;

        buf_addf(&r->path, "[%zu]", i);
        if (!read_item(r, item, field->type, ynode_at(node, i)))
            return false;
        path_cut(r, before);
    }
    r->expansion.depth--;
    return true;
}

/* ---- mappings with free keys */

static bool read_binding(struct reading *r, struct typed_binding *out, const struct entry *entry)
{
    size_t before = r->path.len;
    bool good;

    *out = (struct typed_binding){ .name = { .text = entry->key, .at = entry->at } };
    buf_addf(&r->path, "." VIEW_FMT, VIEW_ARGS(entry->key));
    good = read_text(r, &out->value, entry->value);
    path_cut(r, before);
    return good;
}

/* Both are sorted by name; of the same name the later one counts. */
static void list_unite(struct reading *r, struct typed_list *list, const struct typed_list *later)
{
    const struct typed_binding *a = list->items;
    const struct typed_binding *b = later->items;
    const struct typed_binding *a_end = a + list->len;
    const struct typed_binding *b_end = b + later->len;
    struct typed_list both = { .len = 0 };

    list_resize(r, &both, list->len + later->len, sizeof(*a));

    struct typed_binding *out = both.items;

    while (a < a_end || b < b_end) {
        int order = a == a_end ? 1 : b == b_end ? -1 : view_cmp(a->name.text, b->name.text);

        *out++ = order < 0 ? *a : *b;
        a += order <= 0;
        b += order >= 0;
    }
    both.len = (size_t)(out - (struct typed_binding *)both.items);
    *list = both;
}

static bool read_bindings(struct reading *r, struct typed_list *list, const struct ynode *node)
{
    AUTO(entries_list) entries = ENTRIES_LIST_INIT;
    struct typed_list read = { .len = 0 };

    if (ynode_is_null(node)) {
        *list = read;
        return true;
    }
    if (!ynode_is_map(node))
        return wrong_kind(r, node, "mapping");
    if (!entries_list_collect(&entries, node, r->reader->arena, &r->expansion, r->err))
        return false;
    list_resize(r, &read, entries.len, sizeof(struct typed_binding));
    for (size_t i = 0; i < entries.len; i++)
        if (!read_binding(r, (struct typed_binding *)read.items + i, &entries.entries[i]))
            return false;
    if (list->len > 0)
        list_unite(r, list, &read);
    else
        *list = read;
    return true;
}

/* ---- structs */

/* Whether KEY is NAME but for case, with the letters beyond ASCII that fold to ASCII ones. */
static bool is_key(struct view key, const char *name)
{
    size_t at = 0;

    for (; *name && at < key.len; name++) {
        uint32_t wanted = (unsigned char)*name;
        uint32_t code = utf8_next(key, &at);
        uint32_t other = code == UTF8_BAD ? code : utf8_fold_next(code);

        while (other != wanted && other != code)
            other = utf8_fold_next(other);
        if (other != wanted && code != wanted)
            return false;
    }
    return !*name && at == key.len;
}

static bool is_read(const struct typed_field *field, unsigned features)
{
    return field->needs == 0 || (field->needs & features);
}

/* The field called KEY; *known_elsewhere: only other dialects read it. NULL when it is not read. */
static const struct typed_field *find_field(const struct reading *r, const struct typed_type *type,
                                            struct view key, bool *known_elsewhere)
{
    *known_elsewhere = false;
    for (const struct typed_field *field = type->fields; field->key; field++) {
        if (!is_key(key, field->key))
            continue;
        if (is_read(field, r->reader->features))
            return field;
        *known_elsewhere = true;
    }
    return NULL;
}

static void warn_unknown(struct reading *r, const struct typed_type *type,
                         const struct entry *entry, bool known_elsewhere)
{
    AUTO(strv) names = STRV_INIT;
    AUTO_CHARS key = view_copy(entry->key);
    const char *near;

    for (const struct typed_field *field = type->fields; field->key; field++)
        if (is_read(field, r->reader->features))
            strv_add(&names, field->key);
    near = strv_nearest(&names, key);
    if (known_elsewhere)
        typed_warn(r->reader, entry->at, "%s does not read '%s': this part is lost",
                   r->reader->reader, key);
    else if (near)
        typed_warn(r->reader, entry->at, "unknown key '%s' is ignored; did you mean '%s'?", key,
                   near);
    else
        typed_warn(r->reader, entry->at, "unknown key '%s' is ignored", key);
}

static bool read_field(struct reading *r, void *member, const struct typed_field *field,
                       const struct ynode *node)
{
    switch (field->kind) {
    case TYPED_TEXT:
        return read_text(r, member, node);
    case TYPED_NUMBER:
        return read_number(r, member, node);
    case TYPED_TEXTS:
    case TYPED_STRUCTS:
        return read_list(r, member, field, node);
    case TYPED_BINDINGS:
        return read_bindings(r, member, node);
    case TYPED_POINTER:
        if (ynode_is_null(node))
            memset(member, 0, field->type->size);
        return read_struct(r, member, field->type, node);
    case TYPED_STRUCT:
        break;
    }
    return read_struct(r, member, field->type, node);
}

static bool read_entry(struct reading *r, void *out, const struct typed_type *type,
                       const struct entry *entry)
{
    bool known_elsewhere;
    const struct typed_field *field = find_field(r, type, entry->key, &known_elsewhere);
    size_t before = r->path.len;
    bool good;

    if (!field) {
        warn_unknown(r, type, entry, known_elsewhere);
        return read_ignored(r, entry->value);
    }
    buf_addf(&r->path, "%s%s", before > 0 ? "." : "", field->key);
    good = read_field(r, (char *)out + field->offset, field, entry->value);
    if (good)
        path_cut(r, before);
    return good;
}

static bool read_struct(struct reading *r, void *out, const struct typed_type *type,
                        const struct ynode *node)
{
    AUTO(entries_list) entries = ENTRIES_LIST_INIT;

    if (ynode_is_null(node))
        return true;
    if (!ynode_is_map(node))
        return wrong_kind(r, node, "mapping");
    *(struct place *)out = place_of(node);
    if (!entries_list_collect(&entries, node, r->reader->arena, &r->expansion, r->err))
        return false;
    for (size_t i = 0; i < entries.len; i++)
        if (!read_entry(r, out, type, &entries.entries[i]))
            return false;
    return true;
}

/* ---- what nobody reads: it must still be possible as JSON */

static bool read_ignored_map(struct reading *r, const struct ynode *node)
{
    AUTO(entries_list) entries = ENTRIES_LIST_INIT;

    if (!entries_list_collect(&entries, node, r->reader->arena, &r->expansion, r->err))
        return false;
    for (size_t i = 0; i < entries.len; i++)
        if (!read_ignored(r, entries.entries[i].value))
            return false;
    return true;
}

static bool read_ignored(struct reading *r, const struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_1_1);
    bool good = true;

    if (!expansion_enter(&r->expansion, node, r->err))
        return false;
    if (value.type == YTYPE_FLOAT && !isfinite(value.real))
        return typed_fail(r->reader->path, place_of(node), r->err, ERROR_INVALID,
                          "'" VIEW_FMT "' is no number that JSON knows",
                          VIEW_ARGS(ynode_text(node)));
    if (ynode_is_map(node))
        good = read_ignored_map(r, node);
    for (size_t i = 0; good && ynode_is_seq(node) && i < ynode_len(node); i++)
        good = read_ignored(r, ynode_at(node, i));
    r->expansion.depth--;
    return good;
}

bool typed_read(void *out, const struct typed_type *type, const struct ynode *node,
                const struct typed_reader *reader, struct error *err)
{
    struct reading r = { .reader = reader,
                         .expansion = { .path = reader->path },
                         .path = BUF_INIT(BUF_TEXT_BYTES_MAX),
                         .err = err };
    bool good = read_struct(&r, out, type, node);

    buf_release(&r.path);
    return good;
}

/* ---- where it was written */

static struct place at_or(struct place at, struct place around)
{
    return at.line > 0 ? at : around;
}

/* "[3]" cut from the start of *PATH; false: there is none. */
static bool cut_index(struct view *path, size_t *index)
{
    size_t end = view_find_byte(*path, ']', 0);
    uint64_t number;

    if (!view_starts(*path, VIEW("[")) || !num_parse_u64(view_sub(*path, 1, end), &number))
        return false;
    *index = (size_t)number;
    *path = view_sub(*path, end + 1, path->len);
    return true;
}

static struct place place_in_list(const struct typed_list *list, const struct typed_field *field,
                                  struct view path, struct place around)
{
    size_t size = field->type ? field->type->size : sizeof(struct typed_text);
    const char *item = list->items;
    size_t index;

    if (!cut_index(&path, &index) || index >= list->len)
        return around;
    item += index * size;
    if (!field->type)
        return at_or(((const struct typed_text *)(const void *)item)->at, around);
    return at_or(typed_place(item, field->type, path), around);
}

static struct place place_in_bindings(const struct typed_list *list, struct view path,
                                      struct place around)
{
    const struct typed_binding *bindings = list->items;
    struct view name = view_sub(path, 1, path.len);

    for (size_t i = 0; i < list->len; i++)
        if (view_eq(bindings[i].name.text, name))
            return at_or(bindings[i].value.at, bindings[i].name.at);
    return list->len > 0 ? at_or(bindings[0].name.at, around) : around;
}

static struct place place_in_field(const void *member, const struct typed_field *field,
                                   struct view path, struct place around)
{
    switch (field->kind) {
    case TYPED_TEXT:
        return at_or(((const struct typed_text *)member)->at, around);
    case TYPED_NUMBER:
        return at_or(((const struct typed_number *)member)->at, around);
    case TYPED_TEXTS:
    case TYPED_STRUCTS:
        return place_in_list(member, field, path, around);
    case TYPED_BINDINGS:
        return place_in_bindings(member, path, around);
    case TYPED_STRUCT:
    case TYPED_POINTER:
        break;
    }
    return at_or(typed_place(member, field->type, path), around);
}

struct place typed_place(const void *in, const struct typed_type *type, struct view path)
{
    /* Every struct of a table begins with it. */
    struct place around = *(const struct place *)in;
    size_t end = 0;

    if (view_starts(path, VIEW(".")))
        path = view_sub(path, 1, path.len);
    while (end < path.len && path.data[end] != '.' && path.data[end] != '[')
        end++;
    for (const struct typed_field *field = type->fields; end > 0 && field->key; field++)
        if (view_is(view_sub(path, 0, end), field->key))
            return place_in_field((const char *)in + field->offset, field,
                                  view_sub(path, end, path.len), around);
    return around;
}
