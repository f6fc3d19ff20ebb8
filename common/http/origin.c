/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http_internal.h"

static bool is_digits(struct view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (v.data[i] < '0' || v.data[i] > '9')
            return false;
    return v.len > 0;
}

bool http_origin_parse(struct http_origin *origin, struct view url)
{
    struct view rest;
    size_t end, colon;

    origin->tls = view_starts(url, VIEW("https://"));
    if (!origin->tls && !view_starts(url, VIEW("http://")))
        return false;
    rest = view_sub(url, origin->tls ? strlen("https://") : strlen("http://"), url.len);
    for (end = 0; end < rest.len && !strchr("/?#", rest.data[end]); end++)
        continue;
    origin->path = view_sub(rest, end, rest.len);
    rest = view_sub(rest, 0, end);
    /* An address in brackets has colons of its own. */
    colon = rest.len > 0 && rest.data[0] == '[' ? view_find_byte(rest, ']', 0) : 0;
    colon = view_find_byte(rest, ':', colon);
    origin->host = view_sub(rest, 0, colon);
    origin->port = view_sub(rest, colon + 1, rest.len);
    if (colon == rest.len)
        origin->port = origin->tls ? VIEW("443") : VIEW("80");
    return origin->host.len > 0 && is_digits(origin->port) &&
           view_find_byte(rest, '@', 0) == rest.len;
}

bool http_origin_same(const struct http_origin *a, const struct http_origin *b)
{
    return a->tls == b->tls && view_eq(a->host, b->host) && view_eq(a->port, b->port);
}
