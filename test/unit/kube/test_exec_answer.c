/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/exec_credential.h"

#include "harness/test.h"

#define V1 "client.authentication.k8s.io/v1"
#define HEAD                                                                                       \
    "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":"
#define PEM "-----BEGIN X-----\\nAAAA\\n-----END X-----\\n"

static void refused(const char *output, const char *says)
{
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    struct error err = ERROR_INIT;

    ASSERT_FAILS(exec_answer_read(&credential, view_of(output), V1, &err), err, ERROR_INVALID,
                 says);
    ASSERT_FALSE(credential.valid);
    exec_credential_release(&credential);
}

TEST(exec_answer, a_token_with_its_end)
{
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    struct error err = ERROR_INIT;

    ASSERT_OK(exec_answer_read(&credential,
                               VIEW(HEAD "{\"token\":\"abc\",\"expirationTimestamp\":"
                                         "\"1970-01-01T00:01:40Z\"}}\n"),
                               V1, &err),
              err);
    ASSERT_EQ_STR(credential.token, "abc");
    ASSERT_TRUE(credential.valid && credential.has_expiry);
    ASSERT_EQ_INT(credential.expires, 100);
    ASSERT_EQ_UINT(credential.key.len, 0);
    exec_credential_release(&credential);
    ASSERT_NULL(credential.token);
}

TEST(exec_answer, a_certificate_in_yaml)
{
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    struct error err = ERROR_INIT;

    ASSERT_OK(exec_answer_read(&credential,
                               VIEW("apiVersion: " V1 "\nkind: ExecCredential\nstatus:\n"
                                    "  clientCertificateData: \"" PEM "\"\n"
                                    "  clientKeyData: \"" PEM "\"\n  expirationTimestamp: null\n"),
                               V1, &err),
              err);
    ASSERT_NULL(credential.token);
    ASSERT_FALSE(credential.has_expiry);
    ASSERT_EQ_STR(buf_text(&credential.key), "-----BEGIN X-----\nAAAA\n-----END X-----\n");
    exec_credential_release(&credential);
}

TEST(exec_answer, what_was_there_stays_when_the_answer_is_wrong)
{
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    struct error err = ERROR_INIT;

    ASSERT_OK(exec_answer_read(&credential, VIEW(HEAD "{\"token\":\"abc\"}}"), V1, &err), err);
    ASSERT_FAILS(exec_answer_read(&credential, VIEW(HEAD "{}}"), V1, &err), err, ERROR_INVALID,
                 "token");
    ASSERT_EQ_STR(credential.token, "abc");
    exec_credential_release(&credential);
}

TEST(exec_answer, R_084_each_wrong_answer_has_its_own_message)
{
    refused("", "it printed nothing");
    refused(" \n", "it printed nothing");
    refused("{\"a\": [", "neither JSON nor YAML");
    refused("hello", "no ExecCredential in JSON");
    refused("[1]", "no ExecCredential in JSON");
    refused("{\"kind\":\"Pod\",\"apiVersion\":\"" V1 "\"}", "its kind is not ExecCredential");
    refused("{\"kind\":\"ExecCredential\",\"apiVersion\":\"v1\"}",
            "its kind is not ExecCredential");
    refused("{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}",
            "configured to use API version " V1
            ", plugin returned version client.authentication.k8s.io/v1beta1");
    refused(
        "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/\\u001b[m\"}",
        "its apiVersion is unknown");
    refused("{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1 "\"}",
            "exec plugin didn't return a status field");
    refused(HEAD "null}", "exec plugin didn't return a status field");
    refused(HEAD "[]}", "status is no mapping");
    refused(HEAD "{}}", "exec plugin didn't return a token or cert/key pair");
    refused(HEAD "{\"token\":\"\"}}", "exec plugin didn't return a token or cert/key pair");
    refused(HEAD "{\"token\":7}}", "status.token is no string");
    refused(HEAD "{\"token\":\"t\",\"clientKeyData\":\"" PEM "\"}}",
            "only certificate or key, not both");
    refused(HEAD "{\"clientCertificateData\":\"" PEM "\",\"clientKeyData\":\"x\"}}",
            "they are not in PEM");
    refused(HEAD "{\"clientCertificateData\":\"" PEM
                 "\",\"clientKeyData\":\"-----BEGIN ENCRYPTED PRIVATE KEY-----\"}}",
            "the key is encrypted");
    refused(HEAD "{\"token\":\"t\",\"expirationTimestamp\":\"soon\"}}", "no time of RFC 3339");
    refused(HEAD "{\"token\":\"a\\nb\"}}", "a token with control characters");
}

TEST(exec_answer, R_088_no_message_has_a_part_of_the_answer)
{
    static const char *const answers[] = {
        "canary-5f3a",
        "{\"canary-5f3a",
        "{\"kind\":\"canary-5f3a\"}",
        "{\"kind\":\"ExecCredential\",\"apiVersion\":\"canary-5f3a\"}",
        "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/canary-5f3a\"}",
        HEAD "\"canary-5f3a\"}",
        HEAD "{\"clientKeyData\":\"canary-5f3a\"}}",
        HEAD "{\"token\":\"canary-5f3a\\u0007\"}}",
        HEAD "{\"token\":\"t\",\"expirationTimestamp\":\"canary-5f3a\"}}",
    };

    for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
        struct exec_credential credential = EXEC_CREDENTIAL_INIT;
        AUTO(error) err = ERROR_INIT;

        ASSERT_FALSE(exec_answer_read(&credential, view_of(answers[i]), V1, &err));
        ASSERT_NOT_CONTAINS(error_message(&err), "canary");
    }
}
