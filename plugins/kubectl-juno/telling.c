/* SPDX-License-Identifier: Apache-2.0 */
#include "telling.h"

void telling_object(void *context, const struct object_ref *ref, const char *outcome)
{
    const struct telling *to = context;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (to->silent)
        return;
    console_waited(to->console);
    object_ref_add_name(&name, ref);
    console_text(to->console, buf_view(&name));
    console_printf(to->console, " %s%s\n", outcome, to->note);
}

void telling_waiting(void *context, const char *what, double seconds)
{
    const struct telling *to = context;

    console_waiting(to->console, what, seconds);
}

static const char *outcome_of(enum apply_state state, const char *done)
{
    return state == APPLY_DONE ? done : state == APPLY_FAILED ? "failed" : "not tried";
}

static void tell_rest(struct console *console, const struct apply *apply)
{
    for (size_t i = 0; i < apply->len; i++) {
        const struct apply_object *object = &apply->objects[i];
        const struct object_ref ref = object_ref_of(object->object);
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (object->phase == APPLY_NEVER)
            continue;
        object_ref_add_name(&name, &ref);
        console_note(console, "%s %s", buf_text(&name),
                     outcome_of(object->state, kube_outcome_name(object->outcome)));
    }
    for (size_t i = 0; i < apply->leaving_len; i++) {
        const struct apply_leaving *leaving = &apply->leaving[i];
        const struct object_ref ref = record_object_ref(&leaving->object);
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (leaving->fate != APPLY_GOES)
            continue;
        object_ref_add_name(&name, &ref);
        console_note(console, "%s %s", buf_text(&name),
                     outcome_of(leaving->state, kube_outcome_name(KUBE_DELETED)));
    }
}

void telling_end(const struct telling *telling, const struct apply *apply,
                 const struct error *problem)
{
    console_waited(telling->console);
    for (size_t i = 0; i < apply->warnings.len; i++)
        console_warn(telling->console, "%s", apply->warnings.items[i]);
    if (problem->code == ERROR_PARTIAL || problem->code == ERROR_INTERRUPTED)
        tell_rest(telling->console, apply);
}
