/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens and calls of one run: openchoreo/publisher.c */
#include "harness/publishing.h"
#include "harness/test.h"
#include "openchoreo/publish_internal.h"

/* What the API server takes. */
#define REQUEST_SIZE ((size_t)3 << 20)
#define TOKEN(text_)                                                                               \
    {                                                                                              \
        .body = "{\"access_token\":\"" text_ "\",\"expires_in\":60}"                               \
    }
#define REFUSED                                                                                    \
    {                                                                                              \
        .status = 401, .body = "{\"error\":\"INVALID_TOKEN\",\"message\":\"expired\"}"             \
    }

/* The status of one GET by RUN; "!" and why there is none. */
static const char *get(struct publishing *run)
{
    struct publisher p;
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    bool done;

    error_clear(&run->err);
    ASSERT_OK(publisher_init(&p, &run->access, &run->task, &run->err), run->err);
    p.line = &run->line;
    {
        const struct publish_call call = { .act = "read", .method = "GET", .url = &p.object_url };

        done = publisher_call(&p, &call, &answer);
    }
    publisher_release(&p);
    return done ? test_format("%ld", answer.response.status)
                : test_format("!%s", error_message(&run->err));
}

TEST(publisher, R_170_a_refused_token_is_renewed_once)
{
    static const struct loopback_answer answers[] = {
        TOKEN("one"), REFUSED, TOKEN("two"), { .body = "{}" }
    };
    AUTO(publishing) run = PUBLISHING_INIT;

    publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
    ASSERT_EQ_STR(get(&run), "200");
    ASSERT_CONTAINS(loopback_log(&run.server), "Authorization: Bearer one");
    ASSERT_CONTAINS(loopback_log(&run.server), "Authorization: Bearer two");
}

TEST(publisher, R_170_the_same_token_again_is_not_sent_again)
{
    static const struct loopback_answer answers[] = { TOKEN("one"), REFUSED, TOKEN("one"),
                                                      REFUSED };
    AUTO(publishing) run = PUBLISHING_INIT;

    publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
    ASSERT_EQ_STR(get(&run), "401");
    ASSERT_EQ_STR(loopback_requests(&run.server),
                  "POST /token\nGET /api/v1/namespaces/ns/workloads/web-workload\nPOST /token\n");
}

TEST(publisher, a_token_file_is_read_again_after_a_refusal)
{
    static const struct loopback_answer answers[] = { REFUSED, { .body = "{}" } };
    AUTO(publishing) run = PUBLISHING_INIT;

    publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
    run.access.token_file = test_file("token", " of-file\n");
    ASSERT_EQ_STR(get(&run), "401");
    ASSERT_CONTAINS(loopback_log(&run.server), "Authorization: Bearer of-file\r\n");
    ASSERT_EQ_STR(get(&run), "200");
}

TEST(publisher, a_token_that_is_none_is_told_with_its_file)
{
    static const struct loopback_answer answers[] = { { .body = "{}" } };
    AUTO(publishing) run = PUBLISHING_INIT;

    publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
    run.access.token_file = test_file("token", "a b\n");
    ASSERT_CONTAINS(get(&run), "token': the token holds a byte that no header of a token can carry "
                               "(0x20)");
    run.access.token_file = test_file("empty", "\n");
    ASSERT_CONTAINS(get(&run), "empty': the token is empty");
    run.access.token_file = "absent";
    ASSERT_CONTAINS(get(&run), "!input file: cannot read the token");
    run.access.token_file = NULL;
    run.access.token = VIEW("a\nb");
    ASSERT_CONTAINS(get(&run), "!input file: the token holds a byte");
    ASSERT_EQ_STR(loopback_requests(&run.server), "");
}

TEST(publisher, oddities_of_a_token_are_warnings)
{
    static const struct loopback_answer answers[] = { { .body = "{\"access_token\":\"x\"}" },
                                                      { .body = "{}" } };
    AUTO(publishing) run = PUBLISHING_INIT;

    publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
    ASSERT_EQ_STR(get(&run), "200");
    ASSERT_CONTAINS(run.told.items[0], "warning: the token server does not say how long");
}

TEST(publisher, urls_are_below_the_base_whatever_ends_it)
{
    static const struct loopback_answer answers[] = { { .body = "{}" } };
    AUTO(publishing) run = PUBLISHING_INIT;
    struct publisher p;

    publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
    run.access.api_url = "http://h/base//";
    run.task.run_name = "r";
    ASSERT_OK(publisher_init(&p, &run.access, &run.task, &run.err), run.err);
    ASSERT_EQ_BUF(&p.collection_url, "http://h/base/api/v1/namespaces/ns/workloads");
    ASSERT_EQ_BUF(&p.object_url, "http://h/base/api/v1/namespaces/ns/workloads/web-workload");
    ASSERT_EQ_BUF(&p.run_url, "http://h/base/api/v1/namespaces/ns/workflowruns/r");
    publisher_release(&p);
}

TEST(publisher, R_173_a_body_that_the_server_would_not_take_names_the_largest_file)
{
    static const struct loopback_answer answers[] = { { .body = "{}" } };
    AUTO(publishing) run = PUBLISHING_INIT;
    AUTO(buf) large = BUF_INIT(REQUEST_SIZE);
    struct ynode *spec;
    struct publisher p;

    publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
    for (size_t i = 0; i < REQUEST_SIZE; i++)
        buf_add_byte(&large, 'x');
    spec = ynode_get(ydoc_root(run.workload), "spec");
    ynode_set_string(run.workload, spec, "large", buf_view(&large));
    run.task.largest_path = "big.txt";
    run.task.largest_bytes = REQUEST_SIZE;
    ASSERT_FAILS_HINT(publisher_init(&p, &run.access, &run.task, &run.err), run.err, ERROR_LIMIT,
                      "input file: the workload is over 3145728 bytes",
                      "the largest file in it is 'big.txt' with 3145728 bytes");
    publisher_release(&p);
    ynode_set_string(run.workload, spec, "large", view_sub(buf_view(&large), 0, 300000));
    run.task.run_name = "r";
    ASSERT_FAILS_HINT(publisher_init(&p, &run.access, &run.task, &run.err), run.err, ERROR_LIMIT,
                      "the annotation of a WorkflowRun takes 262144", "without --run-name");
    publisher_release(&p);
}
