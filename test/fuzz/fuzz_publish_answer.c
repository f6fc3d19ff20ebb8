/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a token server and an API server of OpenChoreo answer: the first byte chooses the status,
 * the rest is the body. A token fits in a header or there is a reason; every message is one line,
 * of bounded length, harmless on a terminal, and without the secret.
 */
#include "fuzz/fuzz.h"
#include "openchoreo/foreign_text.h"
#include "openchoreo/oauth.h"
#include "openchoreo/server_error.h"

#define SECRET "top-secret"

static const long statuses[] = { 200, 201, 302, 400, 401, 403, 404, 405, 409, 422, 429, 500, 503 };

static void expect_harmless(const struct error *err)
{
    struct view text = view_of(error_message(err));

    fuzz_expect(err->code != ERROR_NONE && text.len > 0 && text.len <= ERROR_TEXT_BYTES_MAX);
    fuzz_expect(view_find(text, VIEW(SECRET), 0) == text.len);
    for (size_t i = 0; i < text.len; i++)
        fuzz_expect((unsigned char)text.data[i] >= ' ' && text.data[i] != 0x7f);
}

static void ask_for_token(const struct http_response *response, const struct strv *secrets)
{
    const struct oauth_client client = { .token_url = "http://id/token",
                                         .id = "ci",
                                         .secret = VIEW(SECRET) };
    AUTO(buf) token = BUF_INIT(OAUTH_TOKEN_BYTES_MAX);
    AUTO(strv) notes = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    if (oauth_read_answer(&token, &client, response, secrets, &notes, &err))
        fuzz_expect(oauth_check_token(buf_view(&token), "token", NULL));
    else
        expect_harmless(&err);
    for (size_t i = 0; i < notes.len; i++)
        fuzz_expect(!strstr(notes.items[i], SECRET) && !strchr(notes.items[i], '\033'));
}

static const char workload_text[] =
    "spec: {container: {env: [{key: a}], image: i}, endpoints: {a.b: {port: 1}}}";

static void ask_for_workload(const struct exchange_answer *answer, const struct strv *secrets)
{
    AUTO_FREE(ydoc) workload = ydoc_parse(VIEW(workload_text), "w", NULL);
    const struct origin origin = { .workload = ydoc_root(workload),
                                   .path = "w.yaml",
                                   .dialect = dialect_find(NULL, NULL) };
    const struct server_failure failure = {
        .act = "act", .answer = answer, .origin = &origin, .secrets = secrets
    };
    AUTO(error) err = ERROR_INIT;

    server_error(&failure, &err);
    expect_harmless(&err);
    server_error_strange(&failure, "something", &err);
    expect_harmless(&err);
    (void)server_error_is_absence(&answer->response);
}

void fuzz_one(struct view input)
{
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    struct strv secrets = STRV_INIT;

    if (input.len == 0)
        return;
    foreign_text_add_secret(&secrets, VIEW(SECRET));
    answer.attempts = 1;
    answer.response.status = statuses[(unsigned char)input.data[0] % ARRAY_SIZE(statuses)];
    buf_add_view(&answer.response.body, view_sub(input, 1, input.len));
    ask_for_token(&answer.response, &secrets);
    ask_for_workload(&answer, &secrets);
    foreign_text_wipe(&secrets);
}

FUZZ_TARGET
