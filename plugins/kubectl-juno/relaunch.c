/* SPDX-License-Identifier: Apache-2.0 */
#include "relaunch.h"

#include "launch/document.h"
#include "launch/name.h"
#include "launch_flags.h"

const struct option relaunch_arg_options[] = {
    OPT_GROUP("Change:"),
    OPT_FLAG(0, "adopt", struct relaunch_args, adopt,
             "take over objects that exist and belong to no workload"),
    OPT_FLAG(0, "force-conflicts", struct relaunch_args, force,
             "take over fields that others have set since, replicas too"),
    OPT_FLAG(0, "reset-answers", struct relaunch_args, reset,
             "forget earlier answers, flags and presets"),
    OPT_STRING(0, "template", struct relaunch_args, template, "TEMPLATE",
               "from another template of the catalog"),
    OPT_INCLUDE(struct relaunch_args, launch, launch_arg_options),
    OPT_END,
};

void relaunch_complete(const struct option_complete_call *call)
{
    const struct relaunch_args *args = call->args;
    struct option_complete_call of_cluster = *call;

    of_cluster.args = &args->launch.catalog.kube;
    kube_args_complete_workload(&of_cluster);
}

void relaunch_release(struct relaunch *relaunch)
{
    ydoc_free(relaunch->document);
    strv_release(&relaunch->texts);
    past_release(&relaunch->past);
    kube_discovery_free(relaunch->discovery);
    launch_plan_release(&relaunch->launch);
}

/* ---- what was ---- */

static const struct ynode *held_document(const struct relaunch *relaunch)
{
    const struct ydoc *doc = relaunch->past.held.doc;

    return doc ? ydoc_root(doc) : NULL;
}

static bool read_past(struct relaunch *relaunch, const struct relaunch_args *args, const char *name,
                      struct error *err)
{
    struct kube_link *link = &relaunch->launch.link;

    if (!name_check_workload(name, err) || !kube_link_client(link, err) ||
        !past_read(&relaunch->past, link, name, err) ||
        !past_read_held(&relaunch->past, link, name, err))
        return false;
    if (args->template || relaunch->past.record.template.len > 0)
        return true;
    error_set(err, ERROR_NOT_FOUND, "the record of '%s' does not say from which template it is",
              name);
    return error_hint(err, "--template TEMPLATE says it");
}

/* It stays whose it is, whoever changes it. */
static void take_user(struct relaunch_args *args, struct relaunch *relaunch)
{
    struct view user = relaunch->past.record.user;

    if (args->launch.user || user.len == 0)
        return;
    strv_add_view(&relaunch->texts, user);
    args->launch.user = relaunch->texts.items[relaunch->texts.len - 1];
}

static void take_flags(struct relaunch_args *args, struct relaunch *relaunch)
{
    const struct ynode *document = held_document(relaunch);

    if (args->reset)
        return;
    if (document)
        launch_flags_read(&args->launch, &relaunch->texts, ynode_get(document, "flags"),
                          ynode_get(document, "presets"));
    else
        launch_flags_read_record(&args->launch, &relaunch->texts, relaunch->past.record.data);
}

/* ---- what is ---- */

static void tell_names(struct console *console, const char *what, const struct strv *names)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < names->len; i++)
        buf_addf(&line, "%s%s", i > 0 ? ", " : "", names->items[i]);
    if (names->len > 0)
        console_note(console, "  %s: %s", what, buf_text(&line));
}

/*
 * As Genesis has it: without a new input the template is upgraded, with one the workload migrates.
 * Source: catalog.md 1.
 */
static void tell_template(const struct relaunch *relaunch)
{
    struct console *console = relaunch->launch.link.console;
    const struct template *now = &relaunch->launch.list.items[0];
    struct view was = relaunch->past.record.revision;
    AUTO(strv) added = STRV_INIT;
    AUTO(strv) removed = STRV_INIT;

    if (was.len == 0 || view_is(was, now->revision))
        return;
    if (!document_compare(&added, &removed, held_document(relaunch), &now->fields.list))
        console_note(console, "template '%s': " VIEW_FMT " -> %s", now->name, VIEW_ARGS(was),
                     now->revision);
    else
        console_note(console, "template '%s': " VIEW_FMT " -> %s (%s)", now->name, VIEW_ARGS(was),
                     now->revision,
                     added.len > 0     ? "migrate: it asks for more"
                     : removed.len > 0 ? "upgrade: it asks for less"
                                       : "upgrade: the same inputs");
    tell_names(console, "new inputs", &added);
    tell_names(console, "inputs that are gone", &removed);
}

/* A template of a directory is not in the cluster's catalog. */
static void advise_catalog(const struct relaunch *relaunch, struct error *err)
{
    struct view source = relaunch->past.record.source;

    if (err->code == ERROR_NOT_FOUND && source.len > 0)
        error_hint(err, "it was launched from " VIEW_FMT "; --catalog DIR says where it is now",
                   VIEW_ARGS(source));
}

static bool make_document(struct relaunch *relaunch, const struct relaunch_args *args,
                          struct error *err)
{
    AUTO(strv) presets = STRV_INIT;
    struct ynode *root;

    relaunch->document = ydoc_new();
    launch_flags_presets(&presets, &args->launch);
    root =
        document_make(relaunch->document, &relaunch->launch.list.items[0], &relaunch->launch.plan,
                      launch_flags_write(relaunch->document, &args->launch), &presets, err);
    ydoc_set_root(relaunch->document, root);
    return root != NULL;
}

bool relaunch_plan(struct relaunch *relaunch, struct relaunch_args *args, const char *verb,
                   const char *operand, struct error *err)
{
    const char *name = operand_name(operand, WORKLOAD_PREFIX);
    const struct ynode *document;
    AUTO(strv) operands = STRV_INIT;
    AUTO_CHARS session = NULL;
    struct launch_mode mode = { .verb = verb, .to_be_applied = true };
    bool done;

    if (!read_past(relaunch, args, name, err))
        return false;
    take_flags(args, relaunch);
    take_user(args, relaunch);
    document = held_document(relaunch);
    session = view_copy(view_trim(ynode_text(ynode_get(relaunch->past.record.data, "session"))));
    mode.session = session[0] ? session : NULL;
    if (!args->reset) {
        mode.earlier = document ? ynode_get(document, "answers") : relaunch->past.record.data;
        mode.earlier_is_text = !document;
    }
    if (args->template)
        strv_add(&operands, operand_name(args->template, TEMPLATE_PREFIX));
    else
        strv_add_view(&operands, relaunch->past.record.template);
    strv_add(&operands, name);
    done = launch_args_plan(&relaunch->launch, &args->launch, &mode, &operands, err);
    if (relaunch->launch.list.len > 0)
        tell_template(relaunch);
    else if (!done)
        advise_catalog(relaunch, err);
    return done && make_document(relaunch, args, err);
}

struct apply_request relaunch_request(struct relaunch *relaunch, const struct relaunch_args *args)
{
    struct kube_link *link = &relaunch->launch.link;

    if (!relaunch->discovery)
        relaunch->discovery = kube_discovery_new(link->client);
    return (struct apply_request){
        .client = link->client,
        .discovery = relaunch->discovery,
        .act = APPLY_UPGRADE,
        .plan = &relaunch->launch.plan,
        .document = ydoc_root(relaunch->document),
        .name = relaunch->launch.name,
        .namespace = relaunch->launch.namespace,
        .flags = kube_link_flags(link),
        .user = link->access.user,
        .adopt = args->adopt,
        .force = args->force,
        .record = &relaunch->past.record,
        .last = relaunch->past.held.manifests.len > 0 ? &relaunch->past.last : NULL,
        .newest = past_newest(&relaunch->past),
    };
}
