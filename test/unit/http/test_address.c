/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "http/http.h"

TEST(address, is_http_or_https_with_a_host)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(http_address_check("https://h.example:8443/a?b", &err), err);
    ASSERT_OK(http_address_check("http://[::1]/", &err), err);
    ASSERT_FAILS(http_address_check("ftp://h/", &err), err, ERROR_INVALID,
                 "'ftp://h/' is no http or https address");
    ASSERT_FAILS(http_address_check("h.example", &err), err, ERROR_INVALID, "'h.example'");
    ASSERT_FAILS(http_address_check("", &err), err, ERROR_INVALID, "''");
}

TEST(address, a_password_or_a_query_in_one_is_not_told)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FALSE(http_address_check("https://me:word@h/", &err));
    ASSERT_NOT_CONTAINS(error_message(&err), "word");
    ASSERT_FAILS(http_address_check("h/?key=word", &err), err, ERROR_INVALID, "'h/' is no http");
}

TEST(address, R_174_only_http_to_another_machine_is_exposed)
{
    ASSERT_TRUE(http_address_is_exposed("http://api.example.org/"));
    ASSERT_TRUE(http_address_is_exposed("http://10.0.0.1:80"));
    ASSERT_TRUE(http_address_is_exposed("http://[2001:db8::1]/"));
    ASSERT_TRUE(http_address_is_exposed("http://notlocalhost/"));
    ASSERT_TRUE(http_address_is_exposed("http://128.0.0.1/"));
    ASSERT_FALSE(http_address_is_exposed("https://api.example.org/"));
    ASSERT_FALSE(http_address_is_exposed("http://localhost:8080"));
    ASSERT_FALSE(http_address_is_exposed("http://api.LOCALHOST"));
    ASSERT_FALSE(http_address_is_exposed("http://127.1.2.3/"));
    ASSERT_FALSE(http_address_is_exposed("http://[::1]:8080/"));
    ASSERT_FALSE(http_address_is_exposed("no address"));
}
