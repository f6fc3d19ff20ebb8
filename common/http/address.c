/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <strings.h>

#include "http/http_internal.h"

bool http_address_check(const char *url, struct error *err)
{
    struct http_origin origin;

    return http_origin_parse(&origin, view_of(url)) || http_bad_address(url, err);
}

/* RFC 6761 keeps "localhost" and all below it for loopback. */
static bool is_localhost(struct view host)
{
    static const char name[] = "localhost";
    size_t len = sizeof(name) - 1;
    size_t below;

    if (host.len < len)
        return false;
    below = host.len - len;
    return strncasecmp(host.data + below, name, len) == 0 &&
           (below == 0 || host.data[below - 1] == '.');
}

bool http_address_is_exposed(const char *url)
{
    struct http_origin origin;
    AUTO_CHARS host = NULL;
    struct in6_addr v6;
    struct in_addr v4;
    bool bracket;

    if (!http_origin_parse(&origin, view_of(url)) || origin.tls || is_localhost(origin.host))
        return false;
    bracket = origin.host.data[0] == '[';
    host = view_copy(view_sub(origin.host, bracket, origin.host.len - bracket));
    if (inet_pton(AF_INET, host, &v4) == 1)
        return (ntohl(v4.s_addr) >> 24) != 127;
    return inet_pton(AF_INET6, host, &v6) != 1 || !IN6_IS_ADDR_LOOPBACK(&v6);
}
