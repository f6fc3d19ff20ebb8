/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/plan.h"

#include "catalog/answers.h"
#include "catalog/answers_pick.h"
#include "catalog/chart_schema.h"
#include "catalog/layer.h"
#include "helm/helm.h"
#include "helm/values.h"
#include "launch/check.h"
#include "launch/env.h"
#include "launch/name.h"
#include "launch/scope.h"
#include "manifest/object.h"
#include "workload/ownership.h"
#include "workload/record.h"

void plan_release(struct plan *plan)
{
    stream_release(&plan->stream);
    buf_release(&plan->rendered);
    ydoc_free(plan->given);
    plan->given = NULL;
    ydoc_free(plan->values);
    plan->values = NULL;
    strv_release(&plan->warnings);
}

static void add_warnings(struct plan *plan, const struct strv *warnings)
{
    for (size_t i = 0; i < warnings->len; i++)
        strv_add(&plan->warnings, warnings->items[i]);
}

/* ---- answers and values ---- */

static bool keep_given(struct plan *plan, const struct answers *answers, struct error *err)
{
    plan->given = ydoc_new();
    ydoc_set_root(plan->given, ynode_copy(plan->given, answers->values));
    return ydoc_root(plan->given) ||
           error_set(err, ERROR_LIMIT, "the aliases of the answers expand beyond the limit");
}

static bool read_answers(struct answers *answers, struct plan *plan,
                         const struct plan_request *request, struct error *err)
{
    if (request->earlier)
        answers_take_earlier(answers, request->earlier, request->earlier_is_text, RECORD_SECRET);
    for (size_t i = 0; i < request->values->len; i++)
        if (!answers_read_file(answers, request->values->items[i], err))
            return false;
    for (size_t i = 0; i < request->sets->len; i++)
        answers_set(answers, request->sets->items[i]);
    for (size_t i = 0; i < request->set_files->len; i++)
        if (!answers_set_file(answers, request->set_files->items[i], request->standard_input, err))
            return false;
    for (size_t i = 0; request->typed && i < request->typed->len; i++)
        answers_type(answers, request->typed->items[i]);
    if (request->picker && !answers_use_picker(answers, request->picker, err))
        return false;
    if (!keep_given(plan, answers, err))
        return false;
    answers_finish(answers, request->sample);
    return true;
}

/* The chart reads a value of this NAME somewhere in its templates. */
static bool chart_reads(const struct template *template, const char *name)
{
    AUTO(buf) expression = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&expression, ".Values.%s", name);
    for (size_t i = 0; i < template->scripts.len; i++) {
        const struct archive_member *member = &template->scripts.members[i];

        if (view_starts(member->path, VIEW(TEMPLATE_CHART "/templates/")) &&
            view_find(member->bytes, buf_view(&expression), 0) < member->bytes.len)
            return true;
    }
    return false;
}

/* On a cluster of the platform a workload runs with its user's id; without one that is 0. */
static void warn_of_root(struct plan *plan, const struct plan_request *request,
                         const struct answers *answers)
{
    const struct project *project = request->inject.project;

    if (!project || project->uid.text || !project->uid.from || request->inject.uid ||
        !view_is(layer_from(answers->origins, VIEW("puid")), INJECT_UNKNOWN) ||
        !chart_reads(request->template, "puid"))
        return;
    strv_addf(&plan->warnings, "it runs with user id 0 (%s): name one by --uid", project->uid.from);
}

static bool write_values(struct buf *out, struct plan *plan, const struct plan_request *request,
                         const char *act, struct error *err)
{
    AUTO(answers) answers = { .fields = NULL };
    struct inject inject = request->inject;
    struct view chart_values;

    answers_init(&answers, &request->template->fields.list, request->unsafe);
    answers.force = request->force;
    if (!read_answers(&answers, plan, request, err))
        return error_wrap(err, "%s", act);
    add_warnings(plan, &answers.warnings);
    if (!answers_check(&answers, act, err))
        return error_hint(err, "kubectl juno show%s %s lists the inputs", request->flags,
                          request->template->name);
    inject.name = request->name;
    inject.namespace = request->namespace;
    inject.unsafe = request->unsafe;
    chart_values = template_chart_file(request->template, "values.yaml");
    if (!inject_values(answers.doc, answers.values, answers.origins, &inject, chart_values, err) ||
        !helm_values_write(out, answers.values, err))
        return false;
    warn_of_root(plan, request, &answers);
    ydoc_set_root(answers.doc, answers.values);
    plan->origins = answers.origins;
    plan->values = TAKE(answers.doc);
    return true;
}

/* ---- rendering ---- */

/* What a successful Helm says is a warning of its own. */
static void add_talk(struct plan *plan, struct view talk)
{
    struct view line;

    while (view_cut(&talk, '\n', &line)) {
        line = view_trim(line);
        if (line.len > 0)
            strv_addf(&plan->warnings, "helm: " VIEW_FMT, VIEW_ARGS(line));
    }
}

static bool render(struct plan *plan, const struct plan_request *request, struct view values,
                   struct error *err)
{
    AUTO(chart_place) place = CHART_PLACE_INIT;
    AUTO(buf) talk = BUF_INIT(HELM_TALK_BYTES_MAX);
    struct helm_render helm = { .helm = request->helm,
                                .release = request->name,
                                .namespace = request->namespace,
                                .values = values,
                                .waiting = request->waiting,
                                .waiting_context = request->waiting_context };

    if (!chart_schema_check(&request->template->scripts, err) ||
        !chart_place_open(&place, request->template, err))
        return false;
    helm.chart = place.path;
    if (!helm_template(&plan->rendered, &talk, &helm, err))
        return false;
    add_talk(plan, buf_view(&talk));
    return true;
}

/* ---- objects ---- */

static void leave_out_hooks(struct plan *plan)
{
    for (size_t i = 0; i < plan->stream.len; i++) {
        struct manifest *manifest = &plan->stream.manifests[i];
        struct object_ref ref = object_ref_of(manifest_root(manifest));
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (manifest->removed || !check_is_foreign_hook(manifest))
            continue;
        manifest->removed = true;
        object_ref_add(&name, &ref);
        strv_addf(&plan->warnings, "%s is a hook that a launch does not run: left out",
                  buf_text(&name));
    }
}

static bool needs_namespace(const struct ynode *object)
{
    struct object_ref ref = object_ref_of(object);

    return ynode_is_map(object) && ref.namespace.len == 0 && scope_of(&ref) == SCOPE_NAMESPACED;
}

static bool set_namespace(struct manifest *manifest, struct ynode *object, const char *namespace,
                          struct error *err)
{
    struct ynode *metadata = ynode_need_map(manifest->edited, object, "metadata");

    if (!metadata)
        return error_set(err, ERROR_INVALID, "document %u: metadata is no mapping",
                         manifest->number);
    ynode_set_string(manifest->edited, metadata, "namespace", view_of(namespace));
    return true;
}

static bool set_namespaces_of(struct manifest *manifest, const char *namespace, struct error *err)
{
    const struct ynode *root = manifest_root(manifest);
    bool list = object_is_list(root);
    struct ynode *edited;

    if (!list && !needs_namespace(root))
        return true;
    edited = manifest_edit(manifest, err);
    if (!edited)
        return false;
    if (!list)
        return set_namespace(manifest, edited, namespace, err);
    for (size_t i = 0; i < ynode_len(ynode_get(edited, "items")); i++) {
        struct ynode *object = ynode_at(ynode_get(edited, "items"), i);

        if (needs_namespace(object) && !set_namespace(manifest, object, namespace, err))
            return false;
    }
    return true;
}

static bool set_namespaces(struct stream *stream, const char *namespace, struct error *err)
{
    for (size_t i = 0; i < stream->len; i++)
        if (!stream->manifests[i].removed &&
            !set_namespaces_of(&stream->manifests[i], namespace, err))
            return false;
    return true;
}

static bool apply_presets(struct plan *plan, const struct plan_presets *presets, struct error *err)
{
    for (size_t i = 0; i < presets->directories->len; i++)
        if (!presets->apply(presets->context, &plan->stream, presets->directories->items[i], err))
            return false;
    return true;
}

static bool make_objects(struct plan *plan, const struct plan_request *request, struct error *err)
{
    const struct stream_options options = { .origin = "rendered manifests" };

    if (!stream_parse(&plan->stream, buf_view(&plan->rendered), &options, err))
        return error_wrap(err, "chart of template '%s'", request->template->name);
    if (request->to_be_applied)
        leave_out_hooks(plan);
    if (!apply_presets(plan, &request->presets, err) ||
        !env_drop_earlier(&plan->stream, &plan->warnings, err) ||
        !check_objects(&plan->stream, err) || !ownership_label(&plan->stream, request->name, err) ||
        !set_namespaces(&plan->stream, request->namespace, err))
        return false;
    return request->inject.host ||
           check_hosts(&plan->stream, request->needs_host, &plan->warnings, err);
}

/* ---- the whole ---- */

static void warn_first(struct plan *plan, const struct plan_request *request)
{
    if (strlen(request->name) > NAME_WORKLOAD_BYTES_WARN)
        strv_addf(&plan->warnings,
                  "the name has %zu characters: charts append up to 17, and 63 is the most",
                  strlen(request->name));
    if (request->template->status == TEMPLATE_MISMATCH ||
        request->template->status == TEMPLATE_UNKNOWN_TYPE)
        strv_addf(&plan->warnings, "template '%s': %s", request->template->name,
                  request->template->reason);
}

/* Inputs of a type that we do not know are text for who insists. Source: catalog.md 10 (11). */
static bool may_be_used(const struct template *template, bool force, struct error *err)
{
    if (template->status == TEMPLATE_UNKNOWN_TYPE && force)
        return true;
    return template_check_usable(template, err) ||
           (template->status == TEMPLATE_UNKNOWN_TYPE &&
            error_hint(err, "--force takes its answer as text"));
}

bool plan_make(struct plan *plan, const struct plan_request *request, struct error *err)
{
    AUTO(buf) act = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) values = BUF_INIT(YAML_INPUT_BYTES_MAX);

    buf_addf(&act, "cannot %s '%s' from '%s'", request->verb, request->name,
             request->template->name);
    if (!may_be_used(request->template, request->force, err))
        return error_wrap(err, "%s", buf_text(&act));
    if (!template_load(request->template, err))
        return error_wrap(err, "%s: %s", buf_text(&act),
                          template_status_name(request->template->status));
    warn_first(plan, request);
    if (!write_values(&values, plan, request, buf_text(&act), err))
        return false;
    if (request->values_only)
        return true;
    if (!render(plan, request, buf_view(&values), err) || !make_objects(plan, request, err))
        return error_wrap(err, "%s", buf_text(&act));
    return true;
}
