/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/claim.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "launch/document.h"
#include "launch/owners.h"
#include "workload/history.h"

static struct history_place place_of(const struct apply_request *request)
{
    return (struct history_place){ request->client, request->namespace, request->name };
}

/* ---- who may act ---- */

static bool is_at_work(const struct record *record)
{
    return record->state == RECORD_APPLYING && !record_launcher_is_gone(record->launcher);
}

static bool name_taken(const struct record *record, const struct apply_request *request,
                       struct error *err)
{
    if (is_at_work(record)) {
        error_set(err, ERROR_CONFLICT, "it is being launched by " VIEW_FMT,
                  VIEW_ARGS(record->launcher));
        return error_hint(err,
                          "if that process is dead: kubectl juno delete %s%s, then launch again",
                          request->name, request->flags);
    }
    error_set(err, ERROR_CONFLICT, "there is a workload '%s' already, from '" VIEW_FMT "'",
              request->name, VIEW_ARGS(record->template));
    return error_hint(err,
                      "choose another name, change it: kubectl juno upgrade %s%s, or remove "
                      "it: kubectl juno delete %s%s",
                      request->name, request->flags, request->name, request->flags);
}

/* The act of a process of another host that has died never ends by itself. */
static bool check_is_idle(const struct record *record, const struct apply_request *request,
                          struct error *err)
{
    if (!is_at_work(record))
        return true;
    error_set(err, ERROR_CONFLICT, "it is being changed by " VIEW_FMT, VIEW_ARGS(record->launcher));
    return error_hint(err,
                      "if that process is dead: kubectl annotate%s configmap %s" RECORD_SUFFIX
                      " " RECORD_STATE_ANNOTATION "=failed --overwrite, then again",
                      request->flags, request->name);
}

/* An unfinished launch of the same template whose process is gone may go on here. */
static bool may_go_on(const struct record *record, const struct apply_request *request)
{
    return view_eq(record->template, ynode_text(ynode_get(request->document, "template"))) &&
           (record->state == RECORD_FAILED ||
            (record->state == RECORD_APPLYING && !is_at_work(record)));
}

/* The record of this name; *DOC is NULL when there is none. */
static bool read_record(struct record *record, struct ydoc **doc,
                        const struct apply_request *request, struct error *err)
{
    AUTO_CHARS name = record_name(request->name);

    if (!kube_object_get(request->client, &kube_config_maps, view_of(request->namespace),
                         view_of(name), doc, err))
        return false;
    return !*doc || record_read(record, ydoc_root(*doc)) ||
           error_set(err, ERROR_CONFLICT, "ConfigMap/%s exists and is no record", name);
}

bool claim_check(const struct apply_request *request, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;
    struct record record;

    if (request->act != APPLY_LAUNCH)
        return check_is_idle(request->record, request, err);
    if (!read_record(&record, &doc, request, err))
        return false;
    return !doc || may_go_on(&record, request) || name_taken(&record, request, err);
}

/* ---- the record ---- */

static struct ynode *make_record(struct ydoc *doc, const struct apply *apply,
                                 const struct apply_request *request, const char *launcher,
                                 struct error *err)
{
    AUTO(strv) texts = STRV_INIT;
    struct record_facts facts = {
        .instance = request->name,
        .namespace = request->namespace,
        .launcher = launcher,
        .state = RECORD_APPLYING,
        .inventory = &apply->inventory,
    };

    document_record(&facts, &texts, request->document);
    return record_make(doc, &facts, err);
}

static bool replace_record(struct apply *apply, const struct apply_request *request,
                           const struct record *before, const char *launcher, struct error *err)
{
    AUTO_CHARS name = record_name(request->name);
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO_FREE(ydoc) stored = NULL;
    AUTO(buf) patch = BUF_INIT(YAML_INPUT_BYTES_MAX);
    struct ynode *made = make_record(doc, apply, request, launcher, err);

    if (!made || !record_replace(&patch, doc, made, before, err) ||
        !kube_object_merge_patch(request->client, &kube_config_maps, view_of(request->namespace),
                                 view_of(name), buf_view(&patch), KUBE_WRITE, &stored, err))
        return false;
    apply->record_uid = view_copy(before->uid);
    return true;
}

/* The record is made anew: this launch may have other answers and other objects. */
static bool take_over(struct apply *apply, const struct apply_request *request,
                      const char *launcher, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;
    struct record record;

    if (!read_record(&record, &doc, request, err))
        return false;
    if (!doc)
        return error_set(err, ERROR_CONFLICT, "the record of '%s' was there, and is gone",
                         request->name);
    if (!may_go_on(&record, request))
        return name_taken(&record, request, err);
    if (!owners_carry_over(apply, request, &record, err) ||
        !replace_record(apply, request, &record, launcher, err))
        return false;
    apply->resumed = true;
    return true;
}

bool claim_advise_project(const struct apply_request *request, struct error *err)
{
    if (err && err->code == ERROR_NOT_FOUND && !err->hint)
        error_hint(err,
                   "a project must be there first: kubectl create namespace %s, or another by "
                   "-n NS",
                   request->namespace);
    return false;
}

static bool create_record(struct apply *apply, const struct apply_request *request,
                          const char *launcher, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO_FREE(ydoc) stored = NULL;
    AUTO(error) problem = ERROR_INIT;
    struct ynode *record = make_record(doc, apply, request, launcher, err);

    if (!record)
        return false;
    if (kube_object_create(request->client, &kube_config_maps, record, KUBE_WRITE, &stored,
                           &problem)) {
        apply->record_uid =
            view_copy(ynode_text(ynode_get_path(ydoc_root(stored), "metadata", "uid", NULL)));
        return true;
    }
    if (problem.code == ERROR_CONFLICT)
        return take_over(apply, request, launcher, err);
    claim_advise_project(request, &problem);
    return error_move(err, &problem);
}

static bool change_record(struct apply *apply, const struct apply_request *request,
                          const char *launcher, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;

    if (!check_is_idle(request->record, request, err))
        return false;
    if (replace_record(apply, request, request->record, launcher, &problem))
        return true;
    if (problem.code == ERROR_CONFLICT) {
        error_set(&problem, ERROR_CONFLICT, "somebody else has changed it meanwhile");
        error_hint(&problem, "nothing was done; try again");
    }
    return error_move(err, &problem);
}

/* ---- the history ---- */

static bool write_version(struct apply *apply, const struct apply_request *request,
                          const char *launcher, struct error *err)
{
    const struct history_place place = place_of(request);
    AUTO_CHARS template = view_copy(ynode_text(ynode_get(request->document, "template")));
    AUTO_CHARS revision = view_copy(ynode_text(ynode_get(request->document, "revision")));
    const struct history_facts facts = {
        .action = apply_act_name(request->act),
        .template = template,
        .revision = revision,
        .note = request->note,
        .launcher = launcher,
        .document = request->document,
        .manifests = buf_view(&apply->manifests),
        .after = request->newest,
    };

    return history_write(&apply->history, &place, &facts, &apply->warnings, err);
}

static void prune(struct apply *apply, const struct apply_request *request, unsigned recorded)
{
    const struct history_place place = place_of(request);
    AUTO(history) history = HISTORY_INIT;
    AUTO(error) problem = ERROR_INIT;

    if (apply->history > HISTORY_KEPT && (!history_list(&history, &place, &problem) ||
                                          !history_prune(&place, &history, recorded, &problem)))
        strv_addf(&apply->warnings, "the oldest version could not be removed: %s",
                  error_message(&problem));
}

/* ---- in order ---- */

bool claim_take(struct apply *apply, const struct apply_request *request, const char *launcher,
                struct error *err)
{
    return (request->act == APPLY_LAUNCH ? create_record(apply, request, launcher, err)
                                         : change_record(apply, request, launcher, err)) &&
           write_version(apply, request, launcher, err);
}

bool claim_end(struct apply *apply, const struct apply_request *request, enum record_state state,
               const char *launcher, const char *note, struct error *err)
{
    const struct history_place place = place_of(request);
    const struct record_change change = {
        .state = state,
        .launcher = launcher,
        .inventory = &apply->inventory,
        .history = state == RECORD_COMPLETE ? apply->history : 0,
    };
    AUTO_CHARS name = record_name(request->name);
    AUTO_FREE(ydoc) stored = NULL;
    AUTO(buf) patch = BUF_INIT(YAML_INPUT_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;

    if (!history_finish(&place, apply->history, state, note, &problem)) {
        if (problem.code == ERROR_INTERRUPTED)
            return error_move(err, &problem);
        strv_addf(&apply->warnings, "the history does not know how it ended: %s",
                  error_message(&problem));
    }
    if (!record_patch(&patch, &change, err) ||
        !kube_object_merge_patch(request->client, &kube_config_maps, view_of(request->namespace),
                                 view_of(name), buf_view(&patch), KUBE_WRITE, &stored, err))
        return false;
    prune(apply, request,
          state == RECORD_COMPLETE ? apply->history
          : request->record        ? request->record->history
                                   : 0);
    return true;
}

void claim_drop(struct apply *apply, const struct apply_request *request)
{
    const struct history_place place = place_of(request);
    AUTO_CHARS name = record_name(request->name);
    bool gone;

    if (!history_remove(&place, apply->history, NULL))
        strv_addf(&apply->warnings, "version %u of the history could not be removed again",
                  apply->history);
    if (!kube_object_delete(request->client, &kube_config_maps, view_of(request->namespace),
                            view_of(name), view_of(apply->record_uid), &gone, NULL))
        strv_addf(&apply->warnings, "the record %s could not be removed again", name);
}
