/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/key_values.h"

#include "base/alloc.h"
#include "base/utf8.h"

/* One reading of one generator's sources. */
struct reading {
    struct key_values *values;
    const struct kust_generator *args;
    const struct loader_root *root;
    const char *file;
};

void key_values_release(struct key_values *values)
{
    free(values->items);
    arena_release(&values->texts);
    *values = (struct key_values)KEY_VALUES_INIT;
}

static void add(struct reading *reading, struct view key, struct view value)
{
    struct key_values *values = reading->values;

    ARRAY_GROW(values->items, values->len, values->cap);
    values->items[values->len++] = (struct key_value){
        .key = arena_copy(&values->texts, key),
        .value = arena_copy(&values->texts, value),
    };
}

static bool read_file(const struct reading *reading, struct buf *text, struct view name,
                      const struct ynode *node, struct error *err)
{
    AUTO_CHARS path = view_copy(name);

    if (path[0] == '\0')
        return error_set(err, ERROR_INVALID, "%s:%u: the name of a file is empty", reading->file,
                         ynode_line(node));
    return loader_root_read(reading->root, text, path, err) ||
           error_wrap(err, "%s:%u", reading->file, ynode_line(node));
}

/* ---- files of variables ---- */

/* Go's unicode.IsSpace. */
static bool is_space(uint32_t code_point)
{
    return (code_point >= '\t' && code_point <= '\r') || code_point == 0x85 ||
           utf8_category(code_point) == UTF8_ZS || utf8_category(code_point) == UTF8_ZL ||
           utf8_category(code_point) == UTF8_ZP;
}

static struct view trim_left(struct view line)
{
    size_t at = 0, next = 0;

    while (at < line.len && is_space(utf8_next(line, &next)))
        at = next;
    return view_sub(line, at, line.len);
}

static bool read_line(struct reading *reading, struct view line, const char *shown, size_t number,
                      struct error *err)
{
    size_t equals;

    if (line.len >= KEY_VALUES_LINE_BYTES_MAX)
        return error_set(err, ERROR_LIMIT, "%s:%zu: a line of over %zu bytes", shown, number,
                         KEY_VALUES_LINE_BYTES_MAX);
    if (line.len > 0 && line.data[line.len - 1] == '\r')
        line.len--;
    if (utf8_check(line) < line.len)
        return error_set(err, ERROR_SYNTAX, "%s:%zu:%zu: bytes that are no UTF-8", shown, number,
                         utf8_check(line) + 1);
    if (number == 1 && view_starts(line, VIEW("\xef\xbb\xbf")))
        line = view_sub(line, 3, line.len);
    line = trim_left(line);
    if (line.len == 0 || line.data[0] == '#')
        return true;
    equals = view_find_byte(line, '=', 0);
    if (equals > 0) /* without a name the line is skipped, as there */
        add(reading, view_sub(line, 0, equals), view_sub(line, equals + 1, line.len));
    return true;
}

static bool read_variables(struct reading *reading, struct view name, const struct ynode *node,
                           struct error *err)
{
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);
    AUTO_CHARS path = view_copy(name);
    AUTO_CHARS shown = loader_root_show(reading->root, path);
    struct view rest, line;
    size_t number = 0;

    if (!read_file(reading, &text, name, node, err))
        return false;
    rest = buf_view(&text);
    while (view_cut(&rest, '\n', &line))
        if (!read_line(reading, line, shown, ++number, err))
            return false;
    return true;
}

/* ---- literals and files ---- */

/* "NAME=TEXT"; quotes around the whole TEXT are taken off. */
static bool read_literal(struct reading *reading, const struct decode_string *literal,
                         struct error *err)
{
    struct view text = literal->text, value;
    size_t equals = view_find_byte(text, '=', 0);

    if (equals == 0 || equals == text.len)
        return error_set(err, ERROR_INVALID,
                         "%s:%u: the literal '" VIEW_FMT "' is not of the form 'key=value'",
                         reading->file, ynode_line(literal->node), VIEW_ARGS(text));
    value = view_sub(text, equals + 1, text.len);
    if (value.len >= 2 && value.data[0] == value.data[value.len - 1] &&
        (value.data[0] == '"' || value.data[0] == '\''))
        value = view_sub(value, 1, value.len - 1);
    add(reading, view_sub(text, 0, equals), value);
    return true;
}

/* The last part of a path, as Go's path.Base. */
static struct view base_of(struct view path)
{
    size_t start;

    while (path.len > 1 && path.data[path.len - 1] == '/')
        path.len--;
    if (path.len == 0)
        return VIEW(".");
    start = path.len;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    return start == path.len ? path : view_sub(path, start, path.len);
}

/* "PATH" or "NAME=PATH". */
static bool read_source(struct reading *reading, const struct decode_string *source,
                        struct error *err)
{
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);
    struct view path = source->text, key = base_of(path);
    size_t equals = view_find_byte(path, '=', 0);
    const char *wrong = NULL;

    if (equals < path.len) {
        key = view_sub(path, 0, equals);
        path = view_sub(path, equals + 1, path.len);
        if (view_find_byte(path, '=', 0) < path.len)
            wrong = "has more than one '='";
        else if (key.len == 0)
            wrong = "has no key before its '='";
        else if (path.len == 0)
            wrong = "has no file behind its '='";
    }
    if (wrong)
        return error_set(err, ERROR_INVALID, "%s:%u: the file '" VIEW_FMT "' %s", reading->file,
                         ynode_line(source->node), VIEW_ARGS(source->text), wrong);
    if (!read_file(reading, &text, path, source->node, err))
        return false;
    add(reading, key, buf_view(&text));
    return true;
}

/* ---- all of it ---- */

static int key_value_cmp(const void *a, const void *b)
{
    const struct key_value *left = a, *right = b;

    return view_cmp(left->key, right->key);
}

static bool check_keys(const struct reading *reading, struct error *err)
{
    struct key_values *values = reading->values;

    if (values->len)
        qsort(values->items, values->len, sizeof(*values->items), key_value_cmp);
    for (size_t i = 1; i < values->len; i++)
        if (view_eq(values->items[i - 1].key, values->items[i].key))
            return error_set(err, ERROR_INVALID,
                             "%s:%u: the key '" VIEW_FMT "' comes twice in '" VIEW_FMT "'",
                             reading->file, ynode_line(reading->args->node),
                             VIEW_ARGS(values->items[i].key), VIEW_ARGS(reading->args->name));
    return true;
}

bool key_values_load(struct key_values *values, const struct kust_generator *args, bool with_env,
                     const struct loader_root *root, const char *file, struct error *err)
{
    struct reading reading = { .values = values, .args = args, .root = root, .file = file };

    for (size_t i = 0; i < args->envs_len; i++)
        if (!read_variables(&reading, args->envs[i].text, args->envs[i].node, err))
            return false;
    if (with_env && args->env.len &&
        !read_variables(&reading, args->env, ynode_get(args->node, "env"), err))
        return false;
    for (size_t i = 0; i < args->literals_len; i++)
        if (!read_literal(&reading, &args->literals[i], err))
            return false;
    for (size_t i = 0; i < args->files_len; i++)
        if (!read_source(&reading, &args->files[i], err))
            return false;
    return check_keys(&reading, err);
}
