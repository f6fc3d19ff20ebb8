/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/loopback.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "harness/test.h"

#define REQUEST_BYTES_MAX ((size_t)8 << 20)
#define END_OF_REQUEST    "\n----\n"

static void send_all(int fd, struct view bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(fd, bytes.data, bytes.len, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        bytes = view_sub(bytes, (size_t)sent, bytes.len);
    }
}

/* Bytes that a request of these headers has behind them. */
static size_t length_of_body(struct view headers)
{
    struct view line;
    size_t len = 0;

    while (view_cut(&headers, '\n', &line)) {
        struct view value = view_sub(line, strlen("content-length:"), line.len);

        if (line.len < strlen("content-length:") ||
            strncasecmp(line.data, "content-length:", strlen("content-length:")) != 0)
            continue;
        value = view_trim(value);
        for (size_t i = 0; i < value.len; i++)
            len = len * 10 + (size_t)(value.data[i] - '0');
    }
    return len;
}

static void read_request(int fd, struct buf *request)
{
    for (;;) {
        size_t end = view_find(buf_view(request), VIEW("\r\n\r\n"), 0);
        char piece[4096];
        ssize_t got;

        if (end < request->len &&
            request->len >= end + 4 + length_of_body(view_sub(buf_view(request), 0, end)))
            return;
        got = recv(fd, piece, sizeof(piece), 0);
        if (got <= 0)
            return;
        buf_add_bytes(request, piece, (size_t)got);
    }
}

static void answer(int fd, const struct loopback_answer *with)
{
    AUTO(buf) text = BUF_INIT(REQUEST_BYTES_MAX);
    struct view body;

    if (with->silent)
        return;
    body = view_of(with->body ? with->body : "");
    buf_addf(&text, "HTTP/1.1 %d Status\r\nConnection: close\r\nContent-Type: %s\r\n",
             with->status ? with->status : 200, with->type ? with->type : "application/json");
    buf_add(&text, with->headers ? with->headers : "");
    if (!with->open)
        buf_addf(&text, "Content-Length: %zu\r\n", body.len);
    buf_add(&text, "\r\n");
    buf_add_view(&text, view_sub(body, 0, body.len - with->cut));
    send_all(fd, buf_view(&text));
}

/* So that the client's end of reading is no reset. */
static void hang_up(int fd, bool open)
{
    if (!open)
        shutdown(fd, SHUT_WR);
    for (char rest[256]; recv(fd, rest, sizeof(rest), 0) > 0;)
        ;
    close(fd);
}

static NORETURN void serve(int listener, int log, const struct loopback_answer *answers,
                           size_t count)
{
    for (size_t next = 0;;) {
        AUTO(buf) request = BUF_INIT(REQUEST_BYTES_MAX);
        int fd = accept(listener, NULL, NULL);

        if (fd < 0)
            _exit(1);
        read_request(fd, &request);
        if (request.len == 0) {
            close(fd);
            continue;
        }
        buf_add(&request, END_OF_REQUEST);
        if (write(log, request.data, request.len) != (ssize_t)request.len)
            _exit(1);
        answer(fd, &answers[next]);
        hang_up(fd, answers[next].open);
        if (next + 1 < count)
            next++;
    }
}

void loopback_start(struct loopback *server, const struct loopback_answer *answers, size_t count)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    pid_t parent = getpid();
    int log;

    ASSERT_TRUE(listener >= 0);
    ASSERT_EQ_INT(bind(listener, (struct sockaddr *)&address, size), 0);
    ASSERT_EQ_INT(listen(listener, 16), 0);
    ASSERT_EQ_INT(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    server->url = view_copy(view_of(test_format("http://127.0.0.1:%d", ntohs(address.sin_port))));
    server->log_path =
        view_copy(view_of(test_file(test_format("requests-%d", ntohs(address.sin_port)), "")));
    log = open(server->log_path, O_WRONLY | O_APPEND | O_CLOEXEC);
    ASSERT_TRUE(log >= 0);
    server->pid = fork();
    ASSERT_TRUE(server->pid >= 0);
    if (server->pid == 0) {
        /* A test that fails jumps over its releases. */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(1);
        serve(listener, log, answers, count);
    }
    close(log);
    close(listener);
}

void loopback_release(struct loopback *server)
{
    if (server->pid > 0) {
        kill(server->pid, SIGKILL);
        waitpid(server->pid, NULL, 0);
    }
    free(server->url);
    free(server->log_path);
    *server = (struct loopback)LOOPBACK_INIT;
}

const char *loopback_log(const struct loopback *server)
{
    return test_format("%s", test_read(server->log_path).data);
}

const char *loopback_requests(const struct loopback *server)
{
    struct view rest = test_read(server->log_path);
    AUTO(buf) lines = BUF_INIT(REQUEST_BYTES_MAX);

    while (rest.len > 0) {
        struct view line = view_sub(rest, 0, view_find_byte(rest, '\r', 0));

        buf_add_view(&lines, view_sub(line, 0, view_find(line, VIEW(" HTTP/1.1"), 0)));
        buf_add_byte(&lines, '\n');
        rest = view_sub(rest, view_find(rest, VIEW(END_OF_REQUEST), 0) + strlen(END_OF_REQUEST),
                        rest.len);
    }
    return test_format("%s", buf_text(&lines));
}
