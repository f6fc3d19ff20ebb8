/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/name.h"

#include "base/buf.h"

static bool is_lower_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_alnum(char c)
{
    return is_lower_alnum(c) || (c >= 'A' && c <= 'Z');
}

static bool name_is_label(struct view name)
{
    for (size_t i = 0; i < name.len; i++) {
        bool edge = i == 0 || i + 1 == name.len;

        if (!is_lower_alnum(name.data[i]) && (edge || name.data[i] != '-'))
            return false;
    }
    return name.len > 0 && name.len <= 63;
}

static bool name_is_dns1035(struct view name)
{
    return name_is_label(name) && name.data[0] >= 'a';
}

bool name_is_subdomain(struct view name)
{
    size_t start = 0;

    if (name.len == 0 || name.len > 253)
        return false;
    while (start <= name.len) {
        size_t end = view_find_byte(name, '.', start);

        if (!name_is_label(view_sub(name, start, end)))
            return false;
        start = end + 1;
    }
    return true;
}

bool name_is_host(struct view name)
{
    if (view_starts(name, VIEW("*.")))
        name = view_sub(name, 2, name.len);
    return name_is_subdomain(name);
}

bool name_is_label_value(struct view value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.data[i];
        bool edge = i == 0 || i + 1 == value.len;

        if (!is_alnum(c) && (edge || (c != '-' && c != '_' && c != '.')))
            return false;
    }
    return value.len <= 63;
}

bool name_is_label_key(struct view key)
{
    size_t slash = view_find_byte(key, '/', 0);

    if (slash == key.len)
        return key.len > 0 && name_is_label_value(key);
    return name_is_subdomain(view_sub(key, 0, slash)) && slash + 1 < key.len &&
           name_is_label_value(view_sub(key, slash + 1, key.len));
}

bool name_check_workload(const char *name, struct error *err)
{
    size_t len = strlen(name);

    if (len > NAME_WORKLOAD_BYTES_MAX)
        return error_set(err, ERROR_USAGE, "the name '%.60s...' has %zu characters, %d are allowed",
                         name, len, NAME_WORKLOAD_BYTES_MAX);
    if (name_is_dns1035(view_of(name)))
        return true;
    error_set(err, ERROR_USAGE, "'%s' cannot be the name of a workload", name);
    return error_hint(err, "lower-case letters, digits and '-', beginning with a letter and ending "
                           "with a letter or digit");
}

bool name_check_namespace(const char *name, struct error *err)
{
    if (name_is_label(view_of(name)))
        return true;
    error_set(err, ERROR_USAGE, "'%.100s' cannot be the name of a namespace", name);
    return error_hint(err, "lower-case letters, digits and '-', at most 63");
}

char *name_generate(const char *template_name, const char *hex)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    /* A template's own name comes from a catalog: what does not fit is left out. */
    for (const char *c = template_name; *c && name.len < NAME_WORKLOAD_BYTES_WARN - 5; c++)
        if (is_lower_alnum(*c) || (*c == '-' && name.len > 0))
            buf_add_byte(&name, *c);
    while (name.len > 0 && name.data[name.len - 1] == '-')
        name.len--;
    if (name.len == 0 || name.data[0] < 'a') {
        buf_clear(&name);
        buf_add(&name, "workload");
    }
    buf_addf(&name, "-%s", hex);
    return buf_take(&name);
}
