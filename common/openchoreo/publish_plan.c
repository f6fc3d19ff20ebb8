/* SPDX-License-Identifier: Apache-2.0 */
/* The requests of a run, as a person reads them before any is sent */
#include "openchoreo/foreign_text.h"
#include "openchoreo/publish_internal.h"
#include "openchoreo/request_body.h"

struct plan {
    struct publisher *p;
    struct buf *out;
    unsigned count;
};

static void add_line(struct plan *plan, struct view text)
{
    buf_add_terminal(plan->out, text, false);
    buf_add_byte(plan->out, '\n');
}

static void add_head(struct plan *plan, const char *purpose, const char *method, const char *url,
                     const struct strv *headers)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(plan->out, "%s# %u. %s\n", plan->count > 0 ? "\n" : "", plan->count + 1, purpose);
    plan->count++;
    buf_addf(&line, "%s %s", method, url);
    add_line(plan, buf_view(&line));
    for (size_t i = 0; i < headers->len; i++)
        add_line(plan, view_of(headers->items[i]));
}

/* JSON, or what stands for it: "<the workload as received, ...>". */
static void add_body(struct plan *plan, struct view body)
{
    AUTO(buf) masked = BUF_INIT(4 * REQUEST_BODY_BYTES_MAX);

    buf_add_byte(plan->out, '\n');
    foreign_text_add_masked(&masked, body, &plan->p->secrets);
    if (view_starts(body, VIEW("{")))
        buf_add_json_terminal(plan->out, buf_view(&masked));
    else
        buf_add_terminal(plan->out, buf_view(&masked), false);
    buf_add_byte(plan->out, '\n');
}

static void add_call(struct plan *plan, const char *purpose, const char *method,
                     const struct buf *url, struct view body)
{
    AUTO(strv) headers = STRV_INIT;

    publisher_add_headers(plan->p, body.len > 0, VIEW(FOREIGN_TEXT_HIDDEN), &headers);
    add_head(plan, purpose, method, buf_text(url), &headers);
    if (body.len > 0)
        add_body(plan, body);
}

static void add_token(struct plan *plan)
{
    const struct publish_access *access = plan->p->access;
    AUTO(buf) body = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(strv) headers = STRV_INIT;

    if (access->token_file || access->token.len > 0)
        return;
    oauth_add_headers(&headers, &access->oauth, true);
    oauth_add_body(&body, &access->oauth, true);
    add_head(plan, "get a token", "POST", access->oauth.token_url, &headers);
    buf_add_byte(plan->out, '\n');
    add_line(plan, buf_view(&body));
}

static void add_image_update(struct plan *plan)
{
    const struct publisher *p = plan->p;
    const struct ynode *image =
        ynode_get_path(p->task->origin.workload, "spec", "container", "image", NULL);
    AUTO(buf) body = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add_call(plan, "if it exists already (409): read it", "GET", &p->object_url, VIEW_EMPTY);
    buf_add(&body, "<the workload as received, with spec.container.image ");
    buf_add_json_string(&body, ynode_text(image));
    buf_add(&body, ">");
    add_call(plan, "and write it back with the new image", "PUT", &p->object_url, buf_view(&body));
}

static void add_update(struct plan *plan)
{
    const struct publisher *p = plan->p;

    switch (p->task->on_conflict) {
    case PUBLISH_FAIL:
        return;
    case PUBLISH_IMAGE:
        add_image_update(plan);
        return;
    case PUBLISH_REPLACE:
        break;
    }
    if (!p->task->keep_metadata) {
        add_call(plan, "if it exists already (409): replace it", "PUT", &p->object_url,
                 buf_view(&p->body));
        return;
    }
    add_call(plan, "if it exists already (409): read its labels and annotations", "GET",
             &p->object_url, VIEW_EMPTY);
    add_call(plan, "and replace it", "PUT", &p->object_url,
             VIEW("<the body above, with the labels and annotations that were received>"));
}

static void add_run(struct plan *plan)
{
    const struct publisher *p = plan->p;
    bool says_source = p->task->origin.dialect->features & DIALECT_RUN_SOURCE;
    AUTO(buf) body = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (p->run_url.len == 0)
        return;
    buf_add(&body, "<the WorkflowRun as received, with the annotation openchoreo.dev/workload: the "
                   "body above");
    if (says_source)
        buf_addf(&body, ", and openchoreo.dev/workload-from-source: \"%s\"",
                 p->task->from_source ? "true" : "false");
    buf_add(&body, ">");
    add_call(plan, "read the WorkflowRun", "GET", &p->run_url, VIEW_EMPTY);
    add_call(plan, "and annotate it", "PUT", &p->run_url, buf_view(&body));
}

bool publish_plan(struct buf *out, const struct publish_access *access,
                  const struct publish_task *task, struct error *err)
{
    struct publisher p;
    struct plan plan = { .p = &p, .out = out };
    bool good = publisher_init(&p, access, task, err);

    if (good) {
        add_token(&plan);
        add_call(&plan,
                 task->legacy_route ? "create or replace the workload" : "create the workload",
                 "POST", &p.collection_url, buf_view(&p.body));
        if (!task->legacy_route)
            add_update(&plan);
        add_run(&plan);
    }
    publisher_release(&p);
    return good && buf_check(out, "the plan", err);
}
