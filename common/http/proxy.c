/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which proxy the environment names for a server. Go's rules, which differ from libcurl's: no proxy
 * for loopback, HTTP_PROXY in upper case too, no ALL_PROXY. Source:
 * golang.org/x/net/http/httpproxy.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <strings.h>

#include "http/http_internal.h"

#define ADDRESS_BYTES 16 /* IPv6; IPv4 as ::ffff:a.b.c.d */

struct address {
    unsigned char bytes[ADDRESS_BYTES];
    bool is_ipv4;
};

static const char *either(const char *upper, const char *lower)
{
    const char *value = getenv(upper);

    return value && value[0] ? value : getenv(lower);
}

static bool parse_address(struct address *address, struct view text)
{
    static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
    AUTO_CHARS copy = view_copy(text);

    address->is_ipv4 = inet_pton(AF_INET, copy, address->bytes + sizeof(mapped)) == 1;
    if (!address->is_ipv4)
        return inet_pton(AF_INET6, copy, address->bytes) == 1;
    memcpy(address->bytes, mapped, sizeof(mapped));
    return true;
}

static bool is_loopback(const struct address *address)
{
    static const unsigned char one[ADDRESS_BYTES] = { [ADDRESS_BYTES - 1] = 1 };

    return address->is_ipv4 ? address->bytes[12] == 127
                            : memcmp(address->bytes, one, sizeof(one)) == 0;
}

/* ---- NO_PROXY */

/* "10.0.0.0/8", "fd00::/8". False for what is none. */
static bool in_network(struct view entry, const struct address *host)
{
    size_t slash = view_find_byte(entry, '/', 0);
    struct view width = view_sub(entry, slash + 1, entry.len);
    struct address network;
    unsigned bits = 0;

    if (slash == entry.len || width.len == 0 || width.len > 3 ||
        !parse_address(&network, view_sub(entry, 0, slash)) || network.is_ipv4 != host->is_ipv4)
        return false;
    for (size_t i = 0; i < width.len; i++) {
        if (width.data[i] < '0' || width.data[i] > '9')
            return false;
        bits = bits * 10 + (unsigned)(width.data[i] - '0');
    }
    bits += network.is_ipv4 ? 96 : 0;
    if (bits > 8 * ADDRESS_BYTES)
        return false;
    for (unsigned i = 0; i < bits; i++)
        if ((network.bytes[i / 8] ^ host->bytes[i / 8]) & (0x80 >> (i % 8)))
            return false;
    return true;
}

static bool same_name(struct view a, struct view b)
{
    return a.len == b.len && strncasecmp(a.data, b.data, a.len) == 0;
}

/* "example.org" and all below it; ".example.org" and "*.example.org" only what is below. */
static bool in_domain(struct view entry, struct view host)
{
    bool below_only = view_starts(entry, VIEW(".")) || view_starts(entry, VIEW("*."));
    struct view domain = entry;
    size_t dot;

    if (below_only)
        domain = view_sub(entry, view_find_byte(entry, '.', 0) + 1, entry.len);
    if (!below_only && same_name(host, domain))
        return true;
    if (host.len <= domain.len)
        return false;
    dot = host.len - domain.len - 1;
    return host.data[dot] == '.' && same_name(view_sub(host, dot + 1, host.len), domain);
}

/* Cut ":PORT" from *ENTRY; true when it is none, or the port of the server. */
static bool fits_port(struct view *entry, struct view port)
{
    bool bracket = view_starts(*entry, VIEW("["));
    size_t end = bracket ? view_find_byte(*entry, ']', 0) : 0;
    size_t colon = view_find_byte(*entry, ':', end);
    struct view wanted = view_sub(*entry, colon + 1, entry->len);

    /* An IPv6 address without brackets has several. */
    if (!bracket && view_find_byte(*entry, ':', colon + 1) < entry->len)
        return true;
    *entry = view_sub(*entry, bracket ? 1 : 0, bracket ? end : colon);
    return wanted.len == 0 || view_eq(wanted, port);
}

static bool is_excepted(struct view entry, struct view host, const struct address *address,
                        struct view port)
{
    struct address own;

    if (view_is(entry, "*"))
        return true;
    if (address && in_network(entry, address))
        return true;
    if (!fits_port(&entry, port) || entry.len == 0)
        return false;
    if (parse_address(&own, entry))
        return address && memcmp(own.bytes, address->bytes, sizeof(own.bytes)) == 0;
    return in_domain(entry, host);
}

static bool goes_direct(const struct http_origin *origin)
{
    bool bracket = view_starts(origin->host, VIEW("["));
    struct view host =
        view_sub(origin->host, bracket ? 1 : 0, origin->host.len - (bracket ? 1 : 0));
    struct view rest = view_of(either("NO_PROXY", "no_proxy")), entry;
    struct address address;
    bool is_address = parse_address(&address, host);

    if (same_name(host, VIEW("localhost")) || (is_address && is_loopback(&address)))
        return true;
    while (view_cut(&rest, ',', &entry))
        if (is_excepted(view_trim(entry), host, is_address ? &address : NULL, origin->port))
            return true;
    return false;
}

const char *http_proxy_of(const struct http_origin *origin)
{
    const char *proxy =
        origin->tls ? either("HTTPS_PROXY", "https_proxy") : either("HTTP_PROXY", "http_proxy");

    /* A web server sets HTTP_PROXY from a header of whoever asks. */
    if (!origin->tls && getenv("REQUEST_METHOD"))
        return "";
    return proxy && proxy[0] && !goes_direct(origin) ? proxy : "";
}
