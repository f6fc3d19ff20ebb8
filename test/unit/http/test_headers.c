/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http_internal.h"

#include "harness/test.h"

TEST(headers, warnings_are_taken_out_of_their_quotes_each_once)
{
    AUTO(strv) warnings = STRV_INIT;

    http_warnings_add(&warnings,
                      VIEW("299 - \"first\", 299 host \"sec\\\"ond\\\\\", 199 - \"other\""));
    http_warnings_add(&warnings,
                      VIEW("299 - \"first\" \"Sun, 06 Nov 1994 08:49:37 GMT\", 299 - \"third\""));
    ASSERT_EQ_UINT(warnings.len, 3);
    ASSERT_EQ_STR(warnings.items[0], "first");
    ASSERT_EQ_STR(warnings.items[1], "sec\"ond\\");
    ASSERT_EQ_STR(warnings.items[2], "third");
}

TEST(headers, R_113_at_most_a_hundred_warnings_are_kept)
{
    AUTO(strv) warnings = STRV_INIT;

    for (int i = 0; i < 1000; i++)
        http_warnings_add(&warnings, view_of(test_format("299 - \"warning %d\"", i)));
    ASSERT_EQ_UINT(warnings.len, HTTP_WARNINGS_MAX);
}

TEST(headers, a_warning_without_an_end_is_none)
{
    AUTO(strv) warnings = STRV_INIT;

    http_warnings_add(&warnings, VIEW("299 - \"cut"));
    http_warnings_add(&warnings, VIEW("299 - cut"));
    http_warnings_add(&warnings, VIEW("299 - \"cut\\"));
    http_warnings_add(&warnings, VIEW_EMPTY);
    ASSERT_EQ_UINT(warnings.len, 0);
}

TEST(headers, R_103_retry_after_is_seconds_or_a_date)
{
    const int64_t now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */

    ASSERT_EQ_INT((int64_t)http_retry_after(VIEW("7"), now), 7);
    ASSERT_EQ_INT((int64_t)http_retry_after(VIEW("0"), now), 0);
    ASSERT_EQ_INT((int64_t)http_retry_after(VIEW("Sun, 06 Nov 1994 08:49:47 GMT"), now), 10);
    ASSERT_EQ_INT((int64_t)http_retry_after(VIEW("Sun, 06 Nov 1994 08:49:17 GMT"), now), 0);
    ASSERT_EQ_INT((int64_t)http_retry_after(VIEW("-1"), now), -1);
    ASSERT_EQ_INT((int64_t)http_retry_after(VIEW("soon"), now), -1);
    ASSERT_EQ_INT((int64_t)http_retry_after(VIEW_EMPTY, now), -1);
}

TEST(headers, a_content_type_is_parted_from_its_parameters)
{
    AUTO(http_response) response = HTTP_RESPONSE_INIT;

    http_header_take(&response, NULL, VIEW("Content-Type: Application/JSON;as=Table;v=v1\r\n"));
    ASSERT_EQ_STR(response.content_type, "application/json");
    ASSERT_EQ_STR(response.content_type_parameters, "as=Table;v=v1");
    http_header_take(&response, NULL, VIEW("CONTENT-TYPE: text/plain\r\n"));
    ASSERT_EQ_STR(response.content_type, "text/plain");
    ASSERT_NULL(response.content_type_parameters);
    http_header_take(&response, NULL, VIEW("ETag: \"abc\"\r\n"));
    ASSERT_EQ_STR(response.etag, "\"abc\"");
    http_header_take(&response, NULL, VIEW("no header at all"));
    http_headers_clear(&response);
    ASSERT_NULL(response.etag);
}
