/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/log.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "harness/api.h"
#include "harness/test.h"
#include "json/decode.h"

/* Add the pod JSON to GATHER. */
static void add_pod(struct gather *gather, const char *json)
{
    struct error err = ERROR_INIT;

    ARRAY_GROW(gather->objects, gather->len, gather->cap);
    gather->objects[gather->len] = (struct gathered){ .parent = GATHER_ROOT };
    gather->objects[gather->len].doc = ydoc_from_json(view_of(json), &err);
    ASSERT_OK(gather->objects[gather->len].doc, err);
    record_object_read(&gather->objects[gather->len].wanted,
                       ydoc_root(gather->objects[gather->len].doc));
    gather->len++;
}

#define POD(name, more, spec)                                                                      \
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" name "\"" more             \
    "},\"spec\":{" spec "}}"
#define TWO                                                                                        \
    "\"initContainers\":[{\"name\":\"init\"}],\"containers\":[{\"name\":\"web\"},{\"name\":"       \
    "\"side\"}]"
#define CHOSEN ",\"annotations\":{\"kubectl.kubernetes.io/default-container\":\"side\"}"

/* "pod/container " of what CHOICE means in two pods, the second of which has a default container.
 */
static const char *chosen(const struct log_choice *choice, size_t notes)
{
    AUTO(gather) gather = GATHER_INIT;
    AUTO(log_sources) sources = LOG_SOURCES_INIT;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    add_pod(&gather, POD("a", "", TWO));
    add_pod(&gather, POD("b", CHOSEN, TWO));
    ASSERT_OK(log_choose(&sources, &gather, choice, &err), err);
    for (size_t i = 0; i < sources.len; i++)
        buf_addf(&text, VIEW_FMT "/" VIEW_FMT " ", VIEW_ARGS(sources.items[i].pod),
                 VIEW_ARGS(sources.items[i].container));
    ASSERT_EQ_UINT(sources.notes.len, notes);
    return test_format("%s", buf_text(&text));
}

TEST(log, the_default_container_is_the_annotated_one_else_the_first_which_is_told)
{
    ASSERT_EQ_STR(chosen(&(struct log_choice){ .container = NULL }, 1), "a/web b/side ");
}

TEST(log, a_named_container_may_be_one_that_runs_first)
{
    ASSERT_EQ_STR(chosen(&(struct log_choice){ .container = "init" }, 0), "a/init b/init ");
}

TEST(log, all_containers_are_all_of_them_in_kubectls_order)
{
    ASSERT_EQ_STR(chosen(&(struct log_choice){ .all = true }, 0),
                  "a/init a/web a/side b/init b/web b/side ");
}

TEST(log, R_060_what_is_no_container_is_none)
{
    AUTO(gather) gather = GATHER_INIT;
    AUTO(log_sources) sources = LOG_SOURCES_INIT;
    const struct log_choice choice = { .all = true };
    struct error err = ERROR_INIT;

    add_pod(&gather, POD("a", "", "\"containers\":null"));
    ASSERT_FAILS(log_choose(&sources, &gather, &choice, &err), err, ERROR_NOT_FOUND,
                 "no containers");
}

/* ---- reading */

struct lines {
    struct buf text; /* "pod:line|" or, of one without an end, "pod:line~" */
    size_t longest;
};

static bool receive(void *context, const struct log_source *source, struct view line, bool whole,
                    struct error *err)
{
    struct lines *lines = context;

    if (view_is(line, "refuse"))
        return error_set(err, ERROR_PIPE, "refused");
    lines->longest = line.len > lines->longest ? line.len : lines->longest;
    buf_addf(&lines->text, VIEW_FMT ":" VIEW_FMT "%s", VIEW_ARGS(source->pod),
             VIEW_ARGS(view_sub(line, 0, 10)), whole ? "|" : "~");
    return true;
}

/* Read the log of pod "a" from a server that gives ANSWERS. */
static bool read_log(struct api *api, struct lines *lines, struct log_source *source,
                     struct error *err)
{
    struct log_sources sources = { .items = source, .len = 1 };
    const struct log_request request = { .client = api->client,
                                         .namespace = "dev",
                                         .tail = -1,
                                         .since_seconds = 0.5,
                                         .receive = receive,
                                         .context = lines };

    *source = (struct log_source){ .pod = VIEW("a"), .container = VIEW("w b") };
    return log_read(&sources, &request, err);
}

TEST(log, lines_are_told_as_they_end_and_the_path_is_escaped)
{
    static const struct loopback_answer answers[] = {
        { .status = 503, .headers = "Retry-After: 0\r\n", .body = "{}" },
        { .type = "text/plain", .body = "one\n\ntwo\nthree" },
    };
    AUTO(api) api = API_INIT;
    struct lines lines = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct log_source source;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(read_log(&api, &lines, &source, &err), err);
    ASSERT_EQ_INT(source.problem.code, ERROR_NONE);
    ASSERT_EQ_BUF(&lines.text, "a:one|a:|a:two|a:three~");
    ASSERT_CONTAINS(api_requests(&api),
                    "GET /api/v1/namespaces/dev/pods/a/log?container=w%20b&sinceSeconds=1\n");
    buf_release(&lines.text);
}

TEST(log, a_line_over_the_limit_comes_in_parts)
{
    AUTO(buf) body = BUF_INIT(LOG_LINE_BYTES_MAX * 3);
    struct loopback_answer answers[] = { { .type = "text/plain" } };
    AUTO(api) api = API_INIT;
    struct lines lines = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct log_source source;
    struct error err = ERROR_INIT;

    buf_add_repeat(&body, 'x', LOG_LINE_BYTES_MAX * 2 + 3);
    buf_add_byte(&body, '\n');
    answers[0].body = buf_text(&body);
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(read_log(&api, &lines, &source, &err), err);
    ASSERT_EQ_BUF(&lines.text, "a:xxxxxxxxxx~a:xxxxxxxxxx~a:xxx|");
    ASSERT_EQ_UINT(lines.longest, LOG_LINE_BYTES_MAX);
    buf_release(&lines.text);
}

TEST(log, who_takes_no_more_lines_ends_it)
{
    static const struct loopback_answer answers[] = { { .body = "one\nrefuse\ntwo\n",
                                                        .open = true } };
    AUTO(api) api = API_INIT;
    struct lines lines = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct log_source source;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(read_log(&api, &lines, &source, &err), err, ERROR_PIPE, "refused");
    ASSERT_EQ_BUF(&lines.text, "a:one|");
    buf_release(&lines.text);
}

TEST(log, more_than_can_be_followed_is_refused_before_any_request)
{
    struct log_sources sources = LOG_SOURCES_INIT;
    const struct log_request request = { .follow = true };
    struct error err = ERROR_INIT;

    sources.len = LOG_FOLLOWED_MAX + 1;
    ASSERT_FAILS(log_read(&sources, &request, &err), err, ERROR_LIMIT, "101 containers");
}
