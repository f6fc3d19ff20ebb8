/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/path.h"

bool path_parse_pointer(struct strv *parts, struct view pointer, struct error *err)
{
    AUTO(buf) part = BUF_INIT(pointer.len);
    size_t before = parts->len;
    const char *reason = NULL;

    if (pointer.len > 0 && pointer.data[0] != '/')
        reason = "does not start with '/'";
    for (size_t at = 0; at < pointer.len && !reason;) {
        buf_clear(&part);
        for (at++; at < pointer.len && pointer.data[at] != '/' && !reason; at++) {
            char c = pointer.data[at];
            char escape = at + 1 < pointer.len ? pointer.data[at + 1] : '\0';

            if (c == '\0') {
                reason = "holds a NUL byte";
            } else if (c == '~' && escape != '0' && escape != '1') {
                reason = "has a '~' that is neither '~0' nor '~1'";
            } else if (c == '~') {
                buf_add_byte(&part, escape == '0' ? '~' : '/');
                at++;
            } else {
                buf_add_byte(&part, c);
            }
        }
        if (!reason)
            strv_add_view(parts, buf_view(&part));
    }
    if (!reason)
        return true;
    while (parts->len > before) {
        parts->len--;
        free(TAKE(parts->items[parts->len]));
    }
    return error_set(err, ERROR_SYNTAX, "the JSON pointer '" VIEW_FMT "' %s",
                     VIEW_ARGS(view_sub(pointer, 0, 200)), reason);
}

static bool is_bare(struct view key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.data[i];
        char low = (char)(c | 0x20);

        if (!(low >= 'a' && low <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '-' &&
            c != '$')
            return false;
    }
    return key.len > 0;
}

void path_add_key(struct buf *path, struct view key)
{
    if (is_bare(key)) {
        if (path->len > 0)
            buf_add_byte(path, '.');
        buf_add_view(path, key);
    } else {
        buf_add_byte(path, '[');
        buf_add_json_string(path, key);
        buf_add_byte(path, ']');
    }
}

void path_add_index(struct buf *path, size_t index)
{
    buf_addf(path, "[%zu]", index);
}
