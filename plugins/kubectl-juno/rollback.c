/* SPDX-License-Identifier: Apache-2.0 */
#include "rollback.h"

#include "past.h"

/* More than are kept unless something was in the way of removing them. */
#define SHOWN_VERSIONS 20

/* ---- which version ---- */

static bool no_history(const struct past *past, const struct rollback *rollback, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "'%s' has no version to go back to%s%s", rollback->name,
              past->unlisted ? ": " : "", past->unlisted ? past->unlisted : "");
    return error_hint(err, "kubectl juno history %s%s shows what there is", rollback->name,
                      kube_link_flags(rollback->link));
}

/* "there are versions 1, 3 and 4", the newest of many. */
static bool no_version(const struct past *past, const struct rollback *rollback, struct error *err)
{
    const struct history *history = &past->history;
    size_t first = history->len > SHOWN_VERSIONS ? history->len - SHOWN_VERSIONS : 0;
    AUTO(buf) numbers = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = first; i < history->len; i++)
        buf_addf(&numbers, "%s%u",
                 i == first             ? ""
                 : i + 1 < history->len ? ", "
                                        : " and ",
                 history->versions[i].number);
    error_set(err, ERROR_NOT_FOUND, "there is no version %u of '%s'", rollback->version,
              rollback->name);
    return error_hint(err, "%s %s; kubectl juno history %s%s tells more",
                      history->len == 1 ? "the only one is" : "there are", buf_text(&numbers),
                      rollback->name, kube_link_flags(rollback->link));
}

/* What did not end is undone; else one goes back behind what holds. */
static bool choose(struct rollback *rollback, const struct past *past, struct error *err)
{
    const struct record *record = &past->record;
    const struct history_version *version =
        rollback->version > 0
            ? history_find(&past->history, rollback->version)
            : history_newest_good(&past->history,
                                  record->state == RECORD_COMPLETE ? record->history : 0,
                                  record->history);

    if (!version && (rollback->version == 0 || past->history.len == 0))
        return no_history(past, rollback, err);
    if (!version)
        return no_version(past, rollback, err);
    rollback->version = version->number;
    return true;
}

/* ---- its objects ---- */

static bool read_version(struct history_data *data, struct plan *plan,
                         const struct rollback *rollback, struct error *err)
{
    const struct history_place place = { rollback->link->client,
                                         kube_link_namespace(rollback->link), rollback->name };

    if (!history_read(data, &place, rollback->version, err))
        return false;
    if (data->manifests.len == 0)
        return error_set(err, ERROR_NOT_FOUND,
                         "version %u of '%s' was kept without its manifests, which were too large",
                         rollback->version, rollback->name);
    return past_parse(&plan->stream, data, rollback->version, err);
}

static bool apply_version(const struct rollback *rollback, const struct past *past,
                          struct plan *plan, const struct ynode *document, struct error *err)
{
    AUTO(buf) note = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(apply) apply = APPLY_INIT;
    AUTO(error) problem = ERROR_INIT;
    struct apply_request request = {
        .client = rollback->link->client,
        .discovery = rollback->discovery,
        .act = APPLY_ROLLBACK,
        .plan = plan,
        .document = document,
        .name = rollback->name,
        .namespace = kube_link_namespace(rollback->link),
        .flags = kube_link_flags(rollback->link),
        .user = rollback->link->access.user,
        .adopt = rollback->adopt,
        .force = rollback->force,
        .dry_run = rollback->dry_run,
        .timeout_seconds = rollback->timeout_seconds,
        .record = &past->record,
        .last = past->held.manifests.len > 0 ? &past->last : NULL,
        .newest = past_newest(past),
        .told = telling_object,
        .waiting = telling_waiting,
        .context = rollback->telling,
    };
    bool done;

    buf_addf(&note, "to version %u", rollback->version);
    request.note = buf_text(&note);
    done = apply_plan(&apply, &request, &problem);
    for (size_t i = 0; i < plan->warnings.len; i++)
        console_warn(rollback->link->console, "%s", plan->warnings.items[i]);
    telling_end(rollback->telling, &apply, &problem);
    return done || error_move(err, &problem);
}

bool rollback_run(struct rollback *rollback, struct error *err)
{
    AUTO(past) past = PAST_INIT;
    AUTO(history_data) data = HISTORY_DATA_INIT;
    AUTO(plan) plan = PLAN_INIT;

    if (!past_read(&past, rollback->link, rollback->name, err))
        return false;
    if (choose(rollback, &past, err) && read_version(&data, &plan, rollback, err) &&
        past_read_held(&past, rollback->link, rollback->name, err) &&
        apply_version(rollback, &past, &plan, ydoc_root(data.doc), err))
        return true;
    return error_wrap(err, "cannot roll back '%s'", rollback->name);
}
