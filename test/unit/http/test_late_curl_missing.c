/* SPDX-License-Identifier: Apache-2.0 */
/* http/late_curl where there is no libcurl: each function fails as its own failure */
#include "http/late_curl.h"

#include <curl/curl.h>

#include "harness/test.h"

#undef curl_easy_setopt
#undef curl_easy_getinfo

/* In place of the loader's. */
void *dlopen(const char *name, int flags);
void *dlopen(const char *name, int flags)
{
    (void)name;
    (void)flags;
    return NULL;
}

TEST(late_curl, without_the_library_each_function_fails_and_none_crashes)
{
    AUTO(error) err = ERROR_INIT;
    struct curl_slist list = { .data = NULL };
    int number = 0;
    long status = 0;

    ASSERT_FAILS(late_curl_load(&err), err, ERROR_UNSUPPORTED, "cannot load libcurl");
    ASSERT_TRUE(curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK);
    ASSERT_EQ_INT(curl_getdate("Thu, 01 Jan 1970 00:00:00 GMT", NULL), -1);
    ASSERT_TRUE(!curl_slist_append(NULL, "a"));
    curl_slist_free_all(&list);
    ASSERT_TRUE(!curl_easy_init());
    curl_easy_reset(NULL);
    curl_easy_cleanup(NULL);
    ASSERT_TRUE(curl_easy_strerror(CURLE_OK) != NULL);
    ASSERT_TRUE(curl_easy_setopt(NULL, CURLOPT_VERBOSE, 1L) != CURLE_OK);
    ASSERT_TRUE(curl_easy_getinfo(NULL, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK);
    ASSERT_TRUE(!curl_multi_init());
    ASSERT_TRUE(curl_multi_add_handle(NULL, NULL) != CURLM_OK);
    ASSERT_TRUE(curl_multi_perform(NULL, &number) != CURLM_OK);
    ASSERT_TRUE(curl_multi_poll(NULL, NULL, 0, 0, &number) != CURLM_OK);
    ASSERT_TRUE(!curl_multi_info_read(NULL, &number));
    ASSERT_TRUE(curl_multi_remove_handle(NULL, NULL) != CURLM_OK);
    ASSERT_TRUE(curl_multi_cleanup(NULL) != CURLM_OK);
}
