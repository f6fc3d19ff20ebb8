/* SPDX-License-Identifier: Apache-2.0 */
/* What is stored, read and written: openchoreo/publish_store.c */
#include "harness/publishing.h"
#include "harness/test.h"
#include "openchoreo/failure.h"
#include "openchoreo/publish_internal.h"

#define OBJECT                                                                                     \
    {                                                                                              \
        .body = "{\"metadata\":{\"name\":\"web-workload\"},\"n\":1}"                               \
    }

/* A publisher with a token, and what it asks about. */
struct store {
    struct publishing run;
    struct publisher p;
    struct stored stored;
};

static void start(struct store *s, const struct loopback_answer *answers, size_t count)
{
    *s = (struct store){ .run = PUBLISHING_INIT };
    publishing_start(&s->run, "1.2", answers, count);
    s->run.access.token = VIEW("canary-token");
    ASSERT_OK(publisher_init(&s->p, &s->run.access, &s->run.task, &s->run.err), s->run.err);
    s->p.line = &s->run.line;
    s->stored = (struct stored){ .url = &s->p.object_url,
                                 .name = s->p.name,
                                 .reading = "read it",
                                 .writing = "write it",
                                 .ours = true };
}

static void store_release(struct store *s)
{
    publisher_release(&s->p);
    publishing_release(&s->run);
}

static bool change(struct publisher *p, struct buf *out, const struct ynode *existing)
{
    (void)p;
    buf_addf(out, "{\"n\":\"changed " VIEW_FMT "\"}",
             VIEW_ARGS(ynode_text(ynode_get(existing, "n"))));
    return true;
}

static bool refuse(struct publisher *p, struct buf *out, const struct ynode *existing)
{
    (void)out;
    (void)existing;
    return error_set(p->err, ERROR_LIMIT, "too much");
}

TEST(publish_store, what_became_of_a_reading_is_told_by_its_answer)
{
    static const struct loopback_answer answers[] = { OBJECT,
                                                      { .status = 404,
                                                        .body = "{\"error\":\"x\"}" },
                                                      { .status = 404, .body = "x" },
                                                      { .status = 412, .body = "{}" } };
    AUTO(store) s;
    struct ydoc *object = NULL;

    start(&s, answers, ARRAY_SIZE(answers));
    ASSERT_EQ_INT(publisher_read(&s.p, &s.stored, &object), UPDATE_DONE);
    ydoc_free(object);
    ASSERT_EQ_INT(publisher_read(&s.p, &s.stored, &object), UPDATE_GONE);
    ASSERT_CONTAINS(error_message(&s.run.err), "cannot read it: x (404)");
    ASSERT_EQ_INT(publisher_read(&s.p, &s.stored, &object), UPDATE_FAILED);
    ASSERT_EQ_INT(publisher_read(&s.p, &s.stored, &object), UPDATE_CONFLICT);
}

TEST(publish_store, a_body_is_put_with_its_repetitions)
{
    static const struct loopback_answer answers[] = { { .status = 500 }, OBJECT };
    AUTO(store) s;
    AUTO_FREE(ydoc) object = NULL;

    start(&s, answers, ARRAY_SIZE(answers));
    ASSERT_EQ_INT(publisher_write(&s.p, &s.stored, VIEW("{\"b\":1}"), &object), UPDATE_DONE);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(object), "n")), "1");
    ASSERT_EQ_STR(loopback_requests(&s.run.server),
                  "PUT /api/v1/namespaces/ns/workloads/web-workload\n"
                  "PUT /api/v1/namespaces/ns/workloads/web-workload\n");
}

TEST(publish_store, R_172_a_change_begins_again_from_what_is_stored_then)
{
    static const struct loopback_answer answers[] = {
        OBJECT,
        { .status = 500 },
        { .body = "{\"metadata\":{\"name\":\"web-workload\"},\"n\":2}" },
        OBJECT
    };
    AUTO(store) s;
    AUTO_FREE(ydoc) object = NULL;

    start(&s, answers, ARRAY_SIZE(answers));
    ASSERT_EQ_INT(publisher_rewrite(&s.p, &s.stored, change, &object), UPDATE_DONE);
    ASSERT_CONTAINS(loopback_log(&s.run.server), "\"changed 1\"");
    ASSERT_CONTAINS(loopback_log(&s.run.server), "\"changed 2\"");
    ASSERT_EQ_INT(s.run.err.code, ERROR_NONE);
    ASSERT_CONTAINS(s.run.told.items[0],
                    "cannot write it: the API server answered 500 with nothing");
}

TEST(publish_store, a_change_that_fails_for_good_is_not_repeated)
{
    static const struct loopback_answer answers[] = {
        OBJECT, { .status = 422, .body = "{\"error\":\"no\"}" }
    };
    AUTO(store) s;
    struct ydoc *object = NULL;

    start(&s, answers, ARRAY_SIZE(answers));
    ASSERT_EQ_INT(publisher_rewrite(&s.p, &s.stored, change, &object), UPDATE_FAILED);
    ASSERT_FAILS(false, s.run.err, ERROR_INVALID, "rejected: cannot write it: no (422)");
    ASSERT_EQ_INT(publisher_rewrite(&s.p, &s.stored, change, &object), UPDATE_FAILED);
}

TEST(publish_store, R_173_what_is_too_large_with_what_is_stored_is_not_sent)
{
    static const struct loopback_answer answers[] = { OBJECT };
    AUTO(store) s;
    struct ydoc *object = NULL;

    start(&s, answers, ARRAY_SIZE(answers));
    ASSERT_EQ_INT(publisher_rewrite(&s.p, &s.stored, refuse, &object), UPDATE_FAILED);
    ASSERT_CONTAINS(error_message(&s.run.err), "input file: with what the server has already it is "
                                               "over 3145728 bytes");
    ASSERT_EQ_STR(loopback_requests(&s.run.server),
                  "GET /api/v1/namespaces/ns/workloads/web-workload\n");
}

TEST(publish_store, the_other_problems_of_a_body_keep_their_words)
{
    AUTO(error) err = ERROR_INIT;
    const struct publisher p = { .err = &err };

    error_set(&err, ERROR_INVALID, "odd");
    ASSERT_FAILS(publisher_bad_body(&p), err, ERROR_INVALID, "rejected: odd");
}
