/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/client_internal.h"

#include <unistd.h>

#include "harness/test.h"

static char *copy(const char *text)
{
    return view_copy(view_of(text));
}

/* The header lines of ACCESS, each with its line end. */
static const char *headers_of(struct kube_credentials *credentials)
{
    AUTO(strv) headers = STRV_INIT;
    AUTO(buf) lines = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(kube_credentials_add(credentials, true, &headers, &err), err);
    for (size_t i = 0; i < headers.len; i++)
        buf_addf(&lines, "%s\n", headers.items[i]);
    return test_format("%s", buf_text(&lines));
}

TEST(credentials, a_token_goes_before_a_name_and_nothing_is_nothing)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kube_credentials credentials = { .access = &access };

    ASSERT_EQ_STR(headers_of(&credentials), "");
    access.username = copy("ada");
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Basic YWRhOg==\n");
    access.password = copy("l:ve");
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Basic YWRhOmw6dmU=\n");
    access.token = copy("abc");
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer abc\n");
    ASSERT_TRUE(!kube_credentials_renew(&credentials));
    kube_credentials_release(&credentials);
}

TEST(credentials, impersonation_names_user_uid_groups_and_extras)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kube_credentials credentials = { .access = &access };

    access.as = copy("ada");
    access.as_uid = copy("7");
    strv_add(&access.as_groups, "dev");
    strv_add(&access.as_groups, "ops team");
    strv_add(&access.as_user_extra, "scopes/x=a=b");
    ASSERT_EQ_STR(headers_of(&credentials),
                  "Impersonate-User: ada\nImpersonate-Uid: 7\nImpersonate-Group: dev\n"
                  "Impersonate-Group: ops team\nImpersonate-Extra-scopes%2Fx: a=b\n");
    kube_credentials_release(&credentials);
}

TEST(credentials, a_token_file_is_kept_until_it_is_renewed)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kube_credentials credentials = { .access = &access };

    access.token = copy("not this one");
    access.token_file = copy(test_file("token", "  first\n\n"));
    ASSERT_TRUE(!kube_credentials_renew(&credentials));
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer first\n");
    test_file("token", "second");
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer first\n");
    ASSERT_TRUE(kube_credentials_renew(&credentials));
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer second\n");
    /* As after a minute. */
    test_file("token", "third");
    credentials.token_read_at -= 61;
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer third\n");
    kube_credentials_release(&credentials);
}

TEST(credentials, R_083_a_file_that_vanishes_leaves_its_last_token_or_the_one_beside_it)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kube_credentials credentials = { .access = &access };
    const char *path = test_file("token", "first");

    access.token_file = copy(path);
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer first\n");
    ASSERT_EQ_INT(unlink(path), 0);
    credentials.token_read_at -= 61;
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer first\n");
    access.token = copy("beside");
    ASSERT_TRUE(kube_credentials_renew(&credentials));
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer beside\n");
    kube_credentials_release(&credentials);
}

TEST(credentials, without_TLS_only_impersonation_is_sent)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kube_credentials credentials = { .access = &access };
    AUTO(strv) headers = STRV_INIT;
    struct error err = ERROR_INIT;

    access.token = copy("t");
    access.as = copy("ada");
    ASSERT_OK(kube_credentials_add(&credentials, false, &headers, &err), err);
    ASSERT_EQ_UINT(headers.len, 1);
    ASSERT_EQ_STR(headers.items[0], "Impersonate-User: ada");
}

TEST(credentials, what_a_plugin_said_is_sent_and_forgotten_when_it_is_refused)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kube_credentials credentials = { .access = &access, .exec = EXEC_CREDENTIAL_INIT };

    ASSERT_FALSE(kube_credentials_renew(&credentials));
    credentials.exec.token = copy("of-plugin");
    credentials.exec.valid = true;
    ASSERT_EQ_STR(headers_of(&credentials), "Authorization: Bearer of-plugin\n");
    ASSERT_TRUE(kube_credentials_renew(&credentials));
    ASSERT_FALSE(exec_credential_is_fresh(&credentials.exec, 0));
    ASSERT_FALSE(kube_credentials_renew(&credentials));
    kube_credentials_release(&credentials);
}

TEST(credentials, a_token_file_that_is_empty_or_away_is_named)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kube_credentials credentials = { .access = &access };
    AUTO(strv) headers = STRV_INIT;
    struct error err = ERROR_INIT;

    access.token_file = copy(test_file("token", " \n"));
    ASSERT_FAILS(kube_credentials_add(&credentials, true, &headers, &err), err, ERROR_INVALID,
                 "token is empty");
    free(access.token_file);
    access.token_file = copy(test_format("%s/away", test_dir()));
    ASSERT_FAILS(kube_credentials_add(&credentials, true, &headers, &err), err, ERROR_NOT_FOUND,
                 "token file of the user");
    ASSERT_EQ_UINT(headers.len, 0);
    kube_credentials_release(&credentials);
}
