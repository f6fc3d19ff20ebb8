/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/oauth.h"

#include "harness/test.h"
#include "openchoreo/foreign_text.h"

static struct oauth_client client(enum oauth_auth auth)
{
    return (struct oauth_client){
        .token_url = "http://id/token?x=1", .id = "c i", .secret = VIEW("a&b+c=d%"), .auth = auth
    };
}

/* The token that STATUS with BODY of TYPE holds, or "!" and why there is none. NOTES may be NULL.
 */
static const char *token_in(long status, const char *type, const char *body, struct strv *notes)
{
    AUTO(http_response) response = HTTP_RESPONSE_INIT;
    struct oauth_client asker = client(OAUTH_BODY);
    AUTO(strv) secrets = STRV_INIT;
    AUTO(strv) unread = STRV_INIT;
    AUTO(buf) token = BUF_INIT(OAUTH_TOKEN_BYTES_MAX);
    AUTO(error) err = ERROR_INIT;

    response.status = status;
    response.content_type = view_copy(view_of(type));
    buf_add(&response.body, body);
    foreign_text_add_secret(&secrets, asker.secret);
    if (oauth_read_answer(&token, &asker, &response, &secrets, notes ? notes : &unread, &err))
        return test_format("%s", buf_text(&token));
    return test_format("!%s", error_message(&err));
}

static const char *json_token(const char *body)
{
    return token_in(200, "application/json", body, NULL);
}

TEST(oauth, every_value_of_the_body_is_percent_encoded)
{
    struct oauth_client c = client(OAUTH_BODY);
    AUTO(buf) body = BUF_INIT(1000);

    oauth_add_body(&body, &c, false);
    ASSERT_EQ_BUF(&body, "grant_type=client_credentials&client_id=c%20i&client_secret="
                         "a%26b%2Bc%3Dd%25");
    buf_clear(&body);
    c.scope = "a b";
    oauth_add_body(&body, &c, true);
    ASSERT_EQ_BUF(&body, "grant_type=client_credentials&client_id=c%20i&client_secret=<hidden>"
                         "&scope=a%20b");
}

TEST(oauth, basic_authentication_encodes_both_before_base64_and_leaves_the_body)
{
    struct oauth_client c = client(OAUTH_BASIC);
    AUTO(strv) headers = STRV_INIT;
    AUTO(buf) body = BUF_INIT(1000);

    c.host = "id.test";
    oauth_add_headers(&headers, &c, false);
    oauth_add_body(&body, &c, false);
    /* c%20i:a%26b%2Bc%3Dd%25 */
    ASSERT_TRUE(strv_has(&headers, "Authorization: Basic YyUyMGk6YSUyNmIlMkJjJTNEZCUyNQ=="));
    ASSERT_TRUE(strv_has(&headers, "Host: id.test"));
    ASSERT_EQ_BUF(&body, "grant_type=client_credentials");
    strv_release(&headers);
    headers = (struct strv)STRV_INIT;
    oauth_add_headers(&headers, &c, true);
    ASSERT_TRUE(strv_has(&headers, "Authorization: Basic <hidden>"));
}

TEST(oauth, a_bearer_token_is_taken_whatever_the_case_of_its_type)
{
    ASSERT_EQ_STR(json_token("{\"access_token\":\"t.o-k\",\"token_type\":\"bEARER\"}"), "t.o-k");
    ASSERT_EQ_STR(json_token("{\"access_token\":\"t\"}"), "t");
    ASSERT_EQ_STR(token_in(201, "text/plain", "{\"access_token\":\"t\"}", NULL), "t");
}

TEST(oauth, R_168_each_answer_without_a_token_has_its_own_message)
{
    ASSERT_CONTAINS(json_token(""), "!authentication: the token server answered with nothing");
    ASSERT_CONTAINS(json_token("{"), "with what is no JSON (");
    ASSERT_CONTAINS(token_in(200, "text/html", "<b>", NULL), "with text/html, not with JSON: <b>");
    /* A proxy may say anything as its type. */
    ASSERT_CONTAINS(token_in(200, "text/a&b+c=d%", "x", NULL),
                    "with text/<hidden>, not with JSON: x");
    ASSERT_CONTAINS(json_token("[]"), "with JSON that is a list, not an object");
    ASSERT_CONTAINS(json_token("\"x\""), "with JSON that is a text, not an object");
    ASSERT_CONTAINS(json_token("{}"), "without an access_token");
    ASSERT_CONTAINS(json_token("{\"access_token\":{}}"), "is an object, not a text");
    ASSERT_CONTAINS(json_token("{\"access_token\":true}"), "is a boolean, not a text");
    ASSERT_CONTAINS(json_token("{\"access_token\":1.5}"), "is a number, not a text");
    ASSERT_CONTAINS(json_token("{\"access_token\":\"\"}"), "its access_token is empty");
    ASSERT_CONTAINS(json_token("{\"access_token\":\"a\\r\\nX: y\"}"), "(0x0d)");
    ASSERT_CONTAINS(json_token("{\"access_token\":\"a\\u0000b\"}"), "(0x00)");
    ASSERT_CONTAINS(json_token("{\"access_token\":\"t\",\"token_type\":\"mac\"}"), "type 'mac'");
    ASSERT_CONTAINS(json_token("{\"access_token\":\"t\",\"token_type\":[]}"), "type 'a list'");
}

TEST(oauth, R_168_a_token_that_is_in_no_header_is_refused)
{
    AUTO(buf) body = BUF_INIT(100000);

    buf_add(&body, "{\"access_token\":\"");
    for (size_t i = 0; i <= OAUTH_TOKEN_BYTES_MAX; i++)
        buf_add_byte(&body, 'x');
    buf_add(&body, "\"}");
    ASSERT_CONTAINS(json_token(buf_text(&body)), "is over 65536 bytes");
}

TEST(oauth, R_168_an_odd_expiry_is_noted)
{
    static const struct {
        const char *expiry, *note;
    } cases[] = { { "", "does not say how long" },
                  { ",\"expires_in\":-1", "lasts -1 seconds" },
                  { ",\"expires_in\":\"-5\"", "lasts '-5' (expires_in), which is a text" },
                  { ",\"expires_in\":null", "which is null" } };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(strv) notes = STRV_INIT;
        const char *body = test_format("{\"access_token\":\"t\"%s}", cases[i].expiry);

        ASSERT_EQ_STR(token_in(200, "application/json", body, &notes), "t");
        ASSERT_EQ_INT(notes.len, 1);
        ASSERT_CONTAINS(notes.items[0], cases[i].note);
    }
}

TEST(oauth, an_ordinary_expiry_is_not)
{
    AUTO(strv) notes = STRV_INIT;

    ASSERT_EQ_STR(
        token_in(200, "application/json", "{\"access_token\":\"t\",\"expires_in\":3600}", &notes),
        "t");
    ASSERT_EQ_INT(notes.len, 0);
}

TEST(oauth, R_169_a_refusal_shows_code_and_text_and_hides_the_secret)
{
    ASSERT_CONTAINS(token_in(401, "application/json",
                             "{\"error\":\"invalid_client\",\"error_description\":\"no a&b+c=d%\"}",
                             NULL),
                    "!authentication: the token server refused client 'c i' (401): "
                    "invalid_client: no <hidden>");
    ASSERT_CONTAINS(token_in(400, "text/html", "<p>bad</p>", NULL), "(400): <p>bad</p>");
    ASSERT_CONTAINS(token_in(400, "text/html", "", NULL), "refused client 'c i' (400)");
}

TEST(oauth, a_refusal_that_may_pass_is_the_server_s)
{
    ASSERT_CONTAINS(token_in(429, "text/plain", "slow", NULL),
                    "!unavailable: the token server answered 429: slow");
    ASSERT_CONTAINS(token_in(503, "text/plain", "", NULL),
                    "!unavailable: the token server answered 503");
    ASSERT_CONTAINS(token_in(302, "text/plain", "", NULL), "!unavailable");
}

static const char *hint_for(long status, const char *body)
{
    AUTO(http_response) response = HTTP_RESPONSE_INIT;
    struct oauth_client asker = client(OAUTH_BODY);
    AUTO(strv) secrets = STRV_INIT;
    AUTO(buf) token = BUF_INIT(100);
    AUTO(error) err = ERROR_INIT;

    response.status = status;
    buf_add(&response.body, body);
    ASSERT_FALSE(oauth_read_answer(&token, &asker, &response, &secrets, &secrets, &err));
    return test_format("%s", err.hint);
}

TEST(oauth, the_hint_fits_the_refusal_and_leaves_out_the_query)
{
    ASSERT_CONTAINS(hint_for(404, ""), "is 'http://id/token' the token URL?");
    ASSERT_CONTAINS(hint_for(400, "{\"error\":\"invalid_scope\"}"), "--oauth-scope");
    ASSERT_CONTAINS(hint_for(401, "{\"error\":\"invalid_client\"}"), "--oauth-auth");
    ASSERT_CONTAINS(hint_for(200, ""), "--oauth-host-header");
}
