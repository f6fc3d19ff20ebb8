/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "harness/test.h"
#include "http/http_internal.h"

static const char *const names[] = { "HTTP_PROXY", "http_proxy", "HTTPS_PROXY",   "https_proxy",
                                     "NO_PROXY",   "no_proxy",   "REQUEST_METHOD" };

static void clear(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        unsetenv(names[i]);
}

static const char *proxy_of(const char *url)
{
    struct http_origin origin;

    ASSERT_TRUE(http_origin_parse(&origin, view_of(url)));
    return http_proxy_of(&origin);
}

/* Whether NO_PROXY keeps the requests to URL from the proxy. */
static bool direct(const char *no_proxy, const char *url)
{
    bool is_direct;

    clear();
    setenv("https_proxy", "http://p", 1);
    setenv("NO_PROXY", no_proxy, 1);
    is_direct = proxy_of(url)[0] == '\0';
    clear();
    return is_direct;
}

TEST(proxy, the_scheme_of_the_server_chooses_and_upper_case_goes_first)
{
    clear();
    ASSERT_EQ_STR(proxy_of("https://h"), "");
    setenv("https_proxy", "http://lower", 1);
    ASSERT_EQ_STR(proxy_of("https://h"), "http://lower");
    setenv("HTTPS_PROXY", "http://upper", 1);
    ASSERT_EQ_STR(proxy_of("https://h"), "http://upper");
    ASSERT_EQ_STR(proxy_of("http://h"), "");
    setenv("HTTP_PROXY", "http://plain", 1);
    ASSERT_EQ_STR(proxy_of("http://h"), "http://plain");
    setenv("REQUEST_METHOD", "GET", 1);
    ASSERT_EQ_STR(proxy_of("http://h"), "");
    ASSERT_EQ_STR(proxy_of("https://h"), "http://upper");
    clear();
}

TEST(proxy, loopback_has_none)
{
    ASSERT_TRUE(direct("", "https://127.0.0.1:6443"));
    ASSERT_TRUE(direct("", "https://127.9.9.9"));
    ASSERT_TRUE(direct("", "https://[::1]:6443"));
    ASSERT_TRUE(direct("", "https://LocalHost"));
    ASSERT_FALSE(direct("", "https://128.0.0.1"));
    ASSERT_FALSE(direct("", "https://localhost.example.org"));
}

TEST(proxy, R_115_exceptions_are_names_domains_addresses_networks_and_ports)
{
    static const struct {
        const char *no_proxy;
        const char *url;
        bool direct;
    } cases[] = {
        { "*", "https://h", true },
        { "example.org", "https://example.org", true },
        { "example.org", "https://API.Example.org", true },
        { "example.org", "https://notexample.org", false },
        { ".example.org", "https://example.org", false },
        { ".example.org", "https://a.example.org", true },
        { "*.example.org", "https://a.b.example.org", true },
        { "*.example.org", "https://example.org", false },
        { " a , example.org ", "https://example.org", true },
        { ",,", "https://h", false },
        { "example.org:6443", "https://example.org:6443", true },
        { "example.org:6443", "https://example.org", false },
        { "example.org:443", "https://example.org", true },
        { "10.0.0.1", "https://10.0.0.1:6443", true },
        { "10.0.0.1:443", "https://10.0.0.1:6443", false },
        { "10.0.0.0/8", "https://10.255.0.1", true },
        { "10.0.0.0/8", "https://11.0.0.1", false },
        { "10.0.0.0/31", "https://10.0.0.1", true },
        { "10.0.0.0/31", "https://10.0.0.2", false },
        { "10.0.0.0/33", "https://10.0.0.0", false },
        { "10.0.0.0/", "https://10.0.0.0", false },
        { "10.0.0.0/x", "https://10.0.0.0", false },
        { "fd00::/8", "https://[fd00::1]:6443", true },
        { "fd00::/8", "https://[fe80::1]", false },
        { "fd00::1", "https://[fd00::1]", true },
        { "[fd00::1]:443", "https://[fd00::1]", true },
        { "[fd00::1]:443", "https://[fd00::1]:6443", false },
        { "::/0", "https://10.0.0.1", false },
        { "0.0.0.0/0", "https://example.org", false },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        if (direct(cases[i].no_proxy, cases[i].url) != cases[i].direct)
            TEST_FAIL("NO_PROXY '%s' for %s", cases[i].no_proxy, cases[i].url);
}
