/* SPDX-License-Identifier: Apache-2.0 */
#include <curl/curl.h>

#include "harness/test.h"
#include "http/late_curl.h"

TEST(late_curl, the_library_is_loaded_at_the_first_call)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(late_curl_load(&err), err);
    ASSERT_OK(late_curl_load(&err), err);
}

TEST(late_curl, arguments_of_every_type_arrive)
{
    char text[] = "x";
    struct curl_blob blob = { text, 1, CURL_BLOB_COPY };
    CURL *easy = curl_easy_init();
    long status = -1;
    char *url = NULL;

    ASSERT_TRUE(easy != NULL);
    ASSERT_EQ_INT(curl_easy_setopt(easy, CURLOPT_URL, "file:///"), CURLE_OK);
    ASSERT_EQ_INT(curl_easy_setopt(easy, CURLOPT_MAXREDIRS, 5L), CURLE_OK);
    ASSERT_EQ_INT(curl_easy_setopt(easy, CURLOPT_MAXREDIRS, -5L), CURLE_BAD_FUNCTION_ARGUMENT);
    ASSERT_EQ_INT(curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)1 << 40),
                  CURLE_OK);
    ASSERT_EQ_INT(curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)-2),
                  CURLE_BAD_FUNCTION_ARGUMENT);
    ASSERT_EQ_INT(curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, NULL), CURLE_OK);
    ASSERT_EQ_INT(curl_easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &blob), CURLE_OK);
    ASSERT_EQ_INT(curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status), CURLE_OK);
    ASSERT_EQ_INT(status, 0);
    ASSERT_EQ_INT(curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &url), CURLE_OK);
    ASSERT_EQ_STR(url, "file:///");
    curl_easy_cleanup(easy);
}
