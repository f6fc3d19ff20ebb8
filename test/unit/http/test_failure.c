/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of each way in which libcurl fails, and what never is */
#include <errno.h>

#include "harness/test.h"
#include "http/http_internal.h"

static const struct http_origin origin = {
    .tls = true, .host = { "api", 3 }, .port = { "6443", 4 }, .path = { "/x?token=canary", 15 }
};

struct saying {
    CURLcode code;
    const char *detail;
    int os_errno;
    bool answering;
    bool proxied;
    enum error_code is;
    const char *says;
};

static void assert_says(const struct saying *saying)
{
    const struct http_failure failure = { .code = saying->code,
                                          .detail = saying->detail,
                                          .os_errno = saying->os_errno,
                                          .origin = &origin,
                                          .received = 30,
                                          .answering = saying->answering,
                                          .proxied = saying->proxied,
                                          .timeout_seconds = 0.9999 };
    AUTO(error) err = ERROR_INIT;

    ASSERT_FALSE(http_failure_error(&failure, &err));
    ASSERT_EQ_INT(err.code, saying->is);
    ASSERT_CONTAINS(error_message(&err), saying->says);
    ASSERT_NOT_CONTAINS(error_message(&err), "canary");
}

static void assert_all_say(const struct saying *sayings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_says(&sayings[i]);
}

TEST(failure, R_097_what_does_not_connect_names_host_port_and_reason)
{
    static const struct saying sayings[] = {
        { CURLE_COULDNT_CONNECT, "", ECONNREFUSED, false, false, ERROR_UNREACHABLE,
          "the connection to the server api:6443 was refused" },
        { CURLE_COULDNT_CONNECT, "", EHOSTUNREACH, false, false, ERROR_UNREACHABLE,
          "unable to connect to the server api:6443: No route to host" },
        { CURLE_COULDNT_CONNECT, "odd", 0, false, false, ERROR_UNREACHABLE,
          "unable to connect to the server api:6443: odd" },
        { CURLE_COULDNT_RESOLVE_HOST, "", 0, false, false, ERROR_UNREACHABLE,
          "no such host 'api'" },
        { CURLE_GOT_NOTHING, "", 0, false, false, ERROR_UNREACHABLE,
          "api:6443 closed the connection without an answer" },
        { CURLE_RECV_ERROR, "reset", ECONNRESET, true, false, ERROR_UNREACHABLE,
          "in the middle of its answer, after 30 bytes" },
        { CURLE_SEND_ERROR, "", 0, false, false, ERROR_UNREACHABLE, "without an answer" },
        { CURLE_WEIRD_SERVER_REPLY, "", 0, false, false, ERROR_UNREACHABLE, "does not speak HTTP" },
        { CURLE_OUT_OF_MEMORY, "odd", 0, false, false, ERROR_UNREACHABLE,
          "the request to the server api:6443 failed: odd" },
    };

    assert_all_say(sayings, ARRAY_SIZE(sayings));
}

TEST(failure, R_098_what_takes_too_long_says_where_it_was)
{
    static const struct saying sayings[] = {
        { CURLE_OPERATION_TIMEDOUT, "Operation too slow.", 0, true, false, ERROR_TIMEOUT,
          "stopped in the middle of its answer: nothing for 30 seconds" },
        { CURLE_OPERATION_TIMEDOUT, "Operation too slow.", 0, false, false, ERROR_TIMEOUT,
          "stopped answering: nothing for 30 seconds" },
        { CURLE_OPERATION_TIMEDOUT, "Connection timed out", 0, false, false, ERROR_TIMEOUT,
          "unable to connect to the server api:6443: no answer" },
        { CURLE_OPERATION_TIMEDOUT, "Connection timeout after 30000 ms", 0, false, false,
          ERROR_TIMEOUT, "no answer" },
        { CURLE_OPERATION_TIMEDOUT, "Operation timed out", 0, false, false, ERROR_TIMEOUT,
          "did not answer within 1s" },
    };

    assert_all_say(sayings, ARRAY_SIZE(sayings));
}

TEST(failure, R_114_each_check_of_a_certificate_has_words_of_its_own)
{
    static const struct saying sayings[] = {
        { CURLE_PEER_FAILED_VERIFICATION, "certificate has expired", 0, false, false,
          ERROR_UNREACHABLE, "has expired; here it is" },
        { CURLE_PEER_FAILED_VERIFICATION, "certificate is not yet valid", 0, false, false,
          ERROR_UNREACHABLE, "is not yet valid; here it is" },
        { CURLE_PEER_FAILED_VERIFICATION, "no alternative certificate subject name matches", 0,
          false, false, ERROR_UNREACHABLE, "is for another name" },
        { CURLE_PEER_FAILED_VERIFICATION, "does not match target host name", 0, false, false,
          ERROR_UNREACHABLE, "is for another name" },
        { CURLE_PEER_FAILED_VERIFICATION, "self-signed certificate", 0, false, false,
          ERROR_UNREACHABLE, "is signed by an unknown authority (self-signed)" },
        { CURLE_SSL_ISSUER_ERROR, "unable to get local issuer certificate", 0, false, false,
          ERROR_UNREACHABLE, "is signed by an unknown authority" },
        { CURLE_SSL_CACERT_BADFILE, "no", 0, false, false, ERROR_INVALID,
          "the certificate authority cannot be used: no" },
        { CURLE_SSL_CERTPROBLEM, "no", 0, false, false, ERROR_INVALID,
          "the client certificate or its key cannot be used: no" },
        { CURLE_SSL_CONNECT_ERROR, "tlsv13 alert certificate required", 0, false, false,
          ERROR_FORBIDDEN, "refused the client certificate" },
        { CURLE_RECV_ERROR, "tlsv1 alert unknown ca", 0, false, false, ERROR_FORBIDDEN,
          "refused the client certificate" },
        { CURLE_SSL_CONNECT_ERROR, "wrong version number", 0, false, false, ERROR_UNREACHABLE,
          "does not speak TLS" },
        { CURLE_SSL_CONNECT_ERROR, "packet length too long", 0, false, false, ERROR_UNREACHABLE,
          "does not speak TLS" },
        { CURLE_SSL_CONNECT_ERROR, "tlsv1 alert protocol version", 0, false, false,
          ERROR_UNREACHABLE, "TLS with the server api:6443 failed: tlsv1 alert protocol version" },
    };

    assert_all_say(sayings, ARRAY_SIZE(sayings));
}

TEST(failure, R_088_R_115_a_proxy_is_named_as_such_and_its_password_never)
{
    static const struct saying sayings[] = {
        { CURLE_COULDNT_CONNECT, "Failed to connect to p port 1", ECONNREFUSED, false, true,
          ERROR_UNREACHABLE, "the proxy to the server api:6443 failed: Failed to connect to p" },
        { CURLE_COULDNT_RESOLVE_PROXY, "Could not resolve proxy: p", 0, false, true,
          ERROR_UNREACHABLE, "the proxy to the server api:6443 failed" },
        { CURLE_PROXY, "refused", 0, false, true, ERROR_UNREACHABLE, "failed: refused" },
        { CURLE_RECV_ERROR, "CONNECT tunnel failed, response 407", 0, false, true,
          ERROR_UNREACHABLE, "response 407" },
        { CURLE_COULDNT_CONNECT, "Unsupported proxy scheme for 'ftp://u:canary@p'", 0, false, true,
          ERROR_INVALID, "the address of the proxy to the server api:6443 cannot be used" },
    };

    assert_all_say(sayings, ARRAY_SIZE(sayings));
}

TEST(failure, R_100_broken_compression_and_streams_are_told)
{
    static const struct saying sayings[] = {
        { CURLE_BAD_CONTENT_ENCODING, "", 0, true, false, ERROR_UNREACHABLE, "broken compression" },
        { CURLE_HTTP2, "", 0, true, false, ERROR_UNREACHABLE, "in the middle of its answer" },
        { CURLE_HTTP2_STREAM, "", 0, false, false, ERROR_UNREACHABLE, "without an answer" },
        { CURLE_PARTIAL_FILE, "", 0, true, false, ERROR_UNREACHABLE, "after 30 bytes" },
    };

    assert_all_say(sayings, ARRAY_SIZE(sayings));
}
