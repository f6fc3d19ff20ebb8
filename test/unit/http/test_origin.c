/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http_internal.h"

#include "harness/test.h"

static void parts(const char *url, const char *host, const char *port, const char *path)
{
    struct http_origin origin;

    ASSERT_TRUE(http_origin_parse(&origin, view_of(url)));
    ASSERT_EQ_VIEW(origin.host, host);
    ASSERT_EQ_VIEW(origin.port, port);
    ASSERT_EQ_VIEW(origin.path, path);
}

TEST(origin, a_url_has_a_host_a_port_and_the_rest)
{
    parts("https://127.0.0.1:6443/api?x=y", "127.0.0.1", "6443", "/api?x=y");
    parts("https://api.example.org", "api.example.org", "443", "");
    parts("http://h/", "h", "80", "/");
    parts("https://[::1]:6443/x", "[::1]", "6443", "/x");
    parts("https://[::1]", "[::1]", "443", "");
    parts("https://h?q", "h", "443", "?q");
}

TEST(origin, what_is_no_address_is_refused)
{
    static const char *const wrong[] = {
        "",          "ftp://h",       "https://",      "https:///x",
        "//h",       "https://h:",    "https://h:x",   "https://u@h",
        "unix:///x", "https://u:p@h", "https://h:1:2/"
    };
    struct http_origin origin;

    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
        ASSERT_FALSE(http_origin_parse(&origin, view_of(wrong[i])));
}

TEST(origin, R_102_only_the_same_scheme_host_and_port_is_the_same_server)
{
    static const char *const others[] = { "http://h:443/", "https://i/", "https://h:444/" };
    struct http_origin a, b;

    ASSERT_TRUE(http_origin_parse(&a, VIEW("https://h/one")));
    ASSERT_TRUE(http_origin_parse(&b, VIEW("https://h:443/two")));
    ASSERT_TRUE(http_origin_same(&a, &b));
    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        ASSERT_TRUE(http_origin_parse(&b, view_of(others[i])));
        ASSERT_FALSE(http_origin_same(&a, &b));
    }
}
