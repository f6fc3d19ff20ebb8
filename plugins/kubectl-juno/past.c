/* SPDX-License-Identifier: Apache-2.0 */
#include "past.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "kube/object.h"
#include "workload/find.h"

void past_release(struct past *past)
{
    stream_release(&past->last);
    history_data_release(&past->held);
    history_release(&past->history);
    free(past->unlisted);
    past->unlisted = NULL;
    ydoc_free(past->record_doc);
    past->record_doc = NULL;
}

static bool read_record(struct past *past, struct kube_link *link, const char *name,
                        struct error *err)
{
    AUTO_CHARS config_map = record_name(name);

    if (!kube_object_get(link->client, &kube_config_maps, view_of(kube_link_namespace(link)),
                         view_of(config_map), &past->record_doc, err))
        return false;
    if (past->record_doc && record_read(&past->record, ydoc_root(past->record_doc)))
        return true;
    return find_failed(link->client, kube_link_namespace(link), name, kube_link_flags(link), err);
}

bool past_read(struct past *past, struct kube_link *link, const char *name, struct error *err)
{
    const struct history_place place = { link->client, kube_link_namespace(link), name };
    AUTO(error) problem = ERROR_INIT;

    if (!read_record(past, link, name, err))
        return false;
    if (history_list(&past->history, &place, &problem))
        return true;
    if (problem.code != ERROR_FORBIDDEN)
        return error_move(err, &problem);
    past->unlisted = chars_copy(error_message(&problem));
    return true;
}

bool past_parse(struct stream *stream, const struct history_data *data, unsigned number,
                struct error *err)
{
    AUTO(buf) origin = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&origin, "version %u", number);
    return stream_parse(stream, buf_view(&data->manifests),
                        &(struct stream_options){ .origin = buf_text(&origin) }, err);
}

/* What a complete record does not name was not kept: an older version is not what runs. */
const struct history_version *past_held(const struct past *past)
{
    if (past->record.state == RECORD_COMPLETE)
        return history_find(&past->history, past->record.history);
    return history_newest_good(&past->history, 0, past->record.history);
}

bool past_read_held(struct past *past, struct kube_link *link, const char *name, struct error *err)
{
    const struct history_place place = { link->client, kube_link_namespace(link), name };
    const struct history_version *held = past_held(past);
    AUTO(error) problem = ERROR_INIT;

    if (!held) {
        console_warn(link->console,
                     "no history of '%s' can be read%s%s: secret answers are to be "
                     "given again",
                     name, past->unlisted ? ": " : "", past->unlisted ? past->unlisted : "");
        return true;
    }
    if (history_read(&past->held, &place, held->number, &problem) &&
        past_parse(&past->last, &past->held, held->number, &problem))
        return true;
    if (problem.code == ERROR_INTERRUPTED)
        return error_move(err, &problem);
    console_warn(link->console, "%s: answers are taken from the record", error_message(&problem));
    history_data_release(&past->held);
    return true;
}

unsigned past_newest(const struct past *past)
{
    const struct history *history = &past->history;

    return history->len > 0 ? history->versions[history->len - 1].number : past->record.history;
}
