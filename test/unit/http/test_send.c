/* SPDX-License-Identifier: Apache-2.0 */
#include <netdb.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/process.h"
#include "harness/test.h"
#include "http/http.h"

#define NAME_SERVER_SECONDS 240

/* In the place of libc's: a name server that does not answer. */
int getaddrinfo(const char *node UNUSED, const char *service UNUSED,
                const struct addrinfo *hints UNUSED, struct addrinfo **found UNUSED)
{
    sleep(NAME_SERVER_SECONDS);
    return EAI_NONAME;
}

/* How long a request to a host that cannot be looked up takes, and how it ends. */
static double ask(double timeout_seconds, enum error_code code, const char *text)
{
    const struct http_options options = { .user_agent = "test", .proxy = "" };
    const struct http_request request = { .method = "GET",
                                          .url = "https://slow.example.org/",
                                          .timeout_seconds = timeout_seconds };
    AUTO(http_response) response = HTTP_RESPONSE_INIT;
    struct error err = ERROR_INIT;
    AUTO_FREE(http_client) client = http_client_new(&options, &err);
    double started = clock_monotonic();

    ASSERT_OK(client, err);
    ASSERT_FAILS(http_send(client, &request, &response, &err), err, code, text);
    http_client_free(TAKE(client));
    return clock_monotonic() - started;
}

TEST(send, R_097_a_name_server_that_does_not_answer_holds_up_no_deadline)
{
    ASSERT_TRUE(ask(0.2, ERROR_TIMEOUT, "did not answer within 0.2s") < NAME_SERVER_SECONDS / 2);
}

TEST(send, R_156_and_no_interrupt)
{
    pid_t parent = getpid(), child;

    process_watch_interrupts();
    child = fork();
    if (child == 0) {
        usleep(200000);
        kill(parent, SIGINT);
        _exit(0);
    }
    ASSERT_TRUE(ask(0, ERROR_INTERRUPTED, "SIGINT") < NAME_SERVER_SECONDS / 2);
    process_forget_interrupts();
    waitpid(child, NULL, 0);
}
