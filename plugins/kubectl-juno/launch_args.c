/* SPDX-License-Identifier: Apache-2.0 */
#include "launch_args.h"

#include <stdlib.h>
#include <sys/random.h>

#include "answer_complete.h"
#include "base/alloc.h"
#include "base/digest.h"
#include "base/file.h"
#include "catalog/answers.h"
#include "helm/helm.h"
#include "kustomize/objects.h"
#include "kustomize/pipeline.h"
#include "launch/name.h"
#include "launch_project.h"
#include "manifest/object.h"
#include "preset/access.h"
#include "project_complete.h"

#define STDIN_HINT "kubectl juno launch TEMPLATE NAME --set-file FIELD=- < FILE"

static const struct option_choice routes_choices[] = {
    { "auto", INJECT_ROUTES_AUTO, "as the cluster's gateways suggest" },
    { "true", INJECT_ROUTES_GATEWAY, "an HTTPRoute" },
    { "false", INJECT_ROUTES_INGRESS, "an Ingress" },
    { NULL, 0, NULL },
};

const struct option launch_arg_options[] = {
    OPT_GROUP("Answers:"),
    OPT_FLAG(0, "force", struct launch_args, force,
             "take names that the cluster has not, and inputs of an unknown type as text"),
    OPT_LIST(0, "set", struct launch_args, sets, "FIELD=VALUE",
             "answer one input, or FIELD[i].SUB=VALUE inside a list (repeatable)",
             .complete = answer_complete_set),
    OPT_LIST(0, "set-file", struct launch_args, set_files, "FIELD=FILE",
             "answer one input with a file's text, - for standard input (repeatable)",
             .complete = answer_complete_set_file),
    OPT_FLAG(0, "unsafe", struct launch_args, unsafe,
             "let control characters and line ends through"),
    OPT_LIST(0, "values", struct launch_args, values, "FILE",
             "answers as one YAML mapping (repeatable, later ones win)"),
    OPT_GROUP("Workload:"),
    OPT_STRING(0, "cpu", struct launch_args, cpu, "QUANTITY", "CPU to ask for"),
    OPT_STRING(0, "cpu-limit", struct launch_args, cpu_limit, "QUANTITY",
               "most CPU to use, or none"),
    OPT_LIST(0, "env", struct launch_args, env, "NAME=VALUE",
             "set an environment variable (repeatable)", .complete = answer_complete_env),
    OPT_FLAG(0, "env-only", struct launch_args, env_only,
             "drop the chart's own environment variables"),
    OPT_STRING(0, "for-user", struct launch_args, user, "USER", "whose workload it is"),
    OPT_CHOICE(0, "gateway-api", struct launch_args, routes, routes_choices,
               "ask the chart for an HTTPRoute in place of an Ingress", .bare = "true"),
    OPT_STRING(0, "gid", struct launch_args, gid, "NUMBER", "group id to run with"),
    OPT_STRING(0, "group", struct launch_args, group, "GROUP", "group it belongs to"),
    OPT_STRING(0, "host", struct launch_args, host, "HOST", "host name of its address"),
    OPT_STRING(0, "memory", struct launch_args, memory, "QUANTITY", "memory to ask for"),
    OPT_STRING(0, "memory-limit", struct launch_args, memory_limit, "QUANTITY",
               "most memory to use, or none"),
    OPT_LIST(0, "mounts", struct launch_args, mounts, "CLAIM[:PATH[:SUBPATH]]",
             "mount this claim, none, or auto: those of the project (repeatable)",
             .complete = project_complete_mounts),
    OPT_LIST(0, "node-selector", struct launch_args, node_selectors, "KEY=VALUE",
             "run on nodes with this label (repeatable)"),
    OPT_LIST(0, "plugins", struct launch_args, plugins, "NAME",
             "run the scripts of this plugin, auto: of all, or none (repeatable)",
             .complete = project_complete_plugins),
    OPT_STRING(0, "pull-secret", struct launch_args, pull_secret, "NAME",
               "Secret to pull images with"),
    OPT_STRING(0, "uid", struct launch_args, uid, "NUMBER", "user id to run with"),
    OPT_GROUP("Preset:"),
    OPT_FLAG(0, "allow-unmatched", struct launch_args, allow_unmatched,
             "a preset's patch may match nothing"),
    OPT_LIST(0, "preset", struct launch_args, presets, "DIR",
             "patch with this Kustomize directory (repeatable, in order)"),
    OPT_INCLUDE(struct launch_args, catalog, catalog_arg_options),
    OPT_END,
};

/* ---- names that nobody gave ---- */

/*
 * What tells two launches apart is random; what only shows is the same each time, so that the
 * output of `render` can be compared.
 */
static void make_token(char hex[DIGEST_HEX_BYTES], const struct launch_mode *mode,
                       const char *template_name)
{
    unsigned char seed[16];
    struct digest digest;

    digest_init(&digest);
    digest_add(&digest, view_of(template_name));
    if (mode->to_be_applied && getrandom(seed, sizeof(seed), 0) == (ssize_t)sizeof(seed))
        digest_add(&digest, view_make((const char *)seed, sizeof(seed)));
    digest_hex(&digest, hex);
}

static void cut(char *hex, size_t len)
{
    hex[len] = '\0';
}

/* ---- presets ---- */

struct wiring {
    const struct launch_args *args;
    char *const *environment;
    struct change_log *log; /* NULL: none */
    size_t *objects_before; /* with a LOG: how many there were before the first preset */
};

static bool count_objects(size_t *count, struct stream *stream, struct error *err)
{
    AUTO(resource_list) objects = RESOURCE_LIST_INIT;

    if (!objects_of_stream(&objects, stream, err))
        return false;
    *count = objects.len;
    return true;
}

static bool apply_preset(void *context, struct stream *stream, const char *directory,
                         struct error *err)
{
    const struct wiring *wiring = context;
    AUTO(preset_access) access = { .cache = NULL };
    struct kustomize_options options = { .allow_unmatched = wiring->args->allow_unmatched,
                                         .log = wiring->log };

    preset_access_init(&access, wiring->environment, NULL);
    struct loader loader = preset_access_loader(&access);
    loader.pinned_only = true;
    options.loader = &loader;
    if (wiring->log && !wiring->log->preset && !count_objects(wiring->objects_before, stream, err))
        return false;
    if (wiring->log)
        change_log_preset(wiring->log, directory);
    if (kustomize_apply_stream(stream, directory, &options, err))
        return true;
    if (err && err->code == ERROR_NOT_FOUND && !err->hint && file_kind(directory) != FILE_DIRECTORY)
        error_hint(err, "a preset is a directory with a kustomization.yaml: --preset DIR");
    return false;
}

/* ---- the request ---- */

static struct inject inject_of(const struct launch_args *args)
{
    return (struct inject){
        .user = args->user,
        .group = args->group,
        .uid = args->uid,
        .gid = args->gid,
        .cpu = args->cpu,
        .memory = args->memory,
        .cpu_limit = args->cpu_limit,
        .memory_limit = args->memory_limit,
        .host = args->host,
        .pull_secret = args->pull_secret,
        .env = &args->env,
        .selectors = &args->node_selectors,
        .routes = args->routes,
        .env_only = args->env_only,
    };
}

static bool read_standard_input(struct buf *text, const struct launch_args *args,
                                struct console *console, struct error *err)
{
    size_t wanted = 0;

    for (size_t i = 0; i < args->set_files.len; i++)
        wanted += answers_wants_standard_input(args->set_files.items[i]);
    if (wanted > 1)
        return error_set(err, ERROR_USAGE, "standard input can answer one input, not %zu", wanted);
    return wanted == 0 || console_read_stdin(console, text, STDIN_HINT, err);
}

static void print_warnings(struct console *console, const struct plan *plan)
{
    for (size_t i = 0; i < plan->warnings.len; i++)
        console_warn(console, "%s", plan->warnings.items[i]);
}

static void wait_for_helm(void *context, double seconds)
{
    console_waiting(context, "helm", seconds);
}

static bool make_plan(struct launch_plan *launch, struct plan_request *request,
                      const struct launch_args *args, const struct launch_mode *mode,
                      struct error *err)
{
    struct console *console = launch->link.console;
    struct plan *plan = &launch->plan;
    AUTO(buf) input = BUF_INIT(ANSWER_BYTES_MAX);
    AUTO_CHARS helm = NULL;
    char session[DIGEST_HEX_BYTES];
    bool done;

    if (!name_check_workload(request->name, err) ||
        !name_check_namespace(request->namespace, err) ||
        !read_standard_input(&input, args, console, err))
        return false;
    helm = helm_find(console_env(console, "HELM_BIN"), err);
    if (!helm)
        return error_wrap(err, "cannot %s '%s'", mode->verb, request->name);
    if (!launch_project_read(launch, args, err))
        return error_wrap(err, "cannot %s '%s' from '%s'", mode->verb, request->name,
                          request->template->name);
    make_token(session, mode, request->name);
    cut(session, 16);
    request->helm = helm;
    request->standard_input = buf_view(&input);
    request->inject = inject_of(args);
    request->inject.session = mode->session ? mode->session : session;
    request->inject.default_user = launch->user;
    request->inject.default_user_from = launch->user_from;
    request->inject.project = &launch->project;
    request->waiting = wait_for_helm;
    request->waiting_context = console;
    done = plan_make(plan, request, err);
    console_waited(console);
    print_warnings(console, plan);
    return done;
}

void launch_plan_release(struct launch_plan *launch)
{
    plan_release(&launch->plan);
    project_release(&launch->project);
    picker_release(&launch->picker);
    free(launch->user);
    free(launch->name);
    template_list_release(&launch->list);
    catalog_release(&launch->catalog);
    kube_link_release(&launch->link);
}

char *launch_args_name(const struct launch_plan *launch, const struct launch_mode *mode,
                       const struct strv *operands)
{
    const char *template_name = launch->list.items[0].name;
    char hex[DIGEST_HEX_BYTES];

    if (operands->len > 1)
        return chars_copy(operands->items[1]);
    make_token(hex, mode, template_name);
    cut(hex, 4);
    return name_generate(template_name, hex);
}

bool launch_args_open(struct launch_plan *launch, const struct launch_args *args,
                      const struct strv *operands, struct error *err)
{
    return launch->list.len > 0 ||
           (catalog_args_open(&launch->catalog, &args->catalog, &launch->link, false, err) &&
            catalog_find(&launch->catalog, &launch->list,
                         operand_name(operands->items[0], TEMPLATE_PREFIX), err));
}

bool launch_args_plan(struct launch_plan *launch, const struct launch_args *args,
                      const struct launch_mode *mode, const struct strv *operands,
                      struct error *err)
{
    struct wiring wiring = { .args = args,
                             .environment = launch->link.console->environment,
                             .log = mode->log,
                             .objects_before = &launch->objects_before };
    struct plan_request request = {
        .values = &args->values,
        .sets = &args->sets,
        .set_files = &args->set_files,
        .typed = args->typed,
        .presets = { apply_preset, &wiring, &args->presets },
        .verb = mode->verb,
        .sample = mode->sample,
        .unsafe = args->unsafe,
        .to_be_applied = mode->to_be_applied,
        .earlier = mode->earlier,
        .earlier_is_text = mode->earlier_is_text,
        .force = args->force,
        .values_only = mode->values_only,
    };

    if (!launch_args_open(launch, args, operands, err))
        return false;
    request.template = &launch->list.items[0];
    request.flags = launch->catalog.flags;
    launch->name = launch_args_name(launch, mode, operands);
    launch->namespace = kube_link_namespace(&launch->link);
    request.name = launch->name;
    request.namespace = launch->namespace;
    launch->picker.client = launch->link.client;
    launch->picker.namespace = launch->namespace;
    if (launch->link.client)
        request.picker = &launch->picker;
    /* Where nobody can be asked for the host, that it is missing may be of the place alone. */
    request.needs_host = mode->to_be_applied && launch->link.client;
    return make_plan(launch, &request, args, mode, err);
}

static bool add_object(struct ydoc *doc, struct ynode *seq, const struct ynode *object,
                       struct error *err)
{
    struct object_ref ref = object_ref_of(object);
    struct ynode *copy = ynode_copy(doc, object);

    if (!copy)
        return error_set(err, ERROR_LIMIT,
                         VIEW_FMT "/" VIEW_FMT ": its aliases expand beyond the limit",
                         VIEW_ARGS(ref.kind), VIEW_ARGS(ref.name));
    ynode_add(doc, seq, copy);
    return true;
}

bool launch_args_objects(struct ydoc *doc, struct ynode *seq, const struct plan *plan,
                         struct error *err)
{
    for (size_t i = 0; i < plan->stream.len; i++) {
        const struct manifest *manifest = &plan->stream.manifests[i];
        const struct ynode *root = manifest->removed ? NULL : manifest_root(manifest);
        const struct ynode *items = ynode_get(root, "items");
        bool list = object_is_list(root);

        if (!ynode_is_map(root))
            continue;
        if (!list && !add_object(doc, seq, root, err))
            return false;
        for (size_t k = 0; list && k < ynode_len(items); k++)
            if (!add_object(doc, seq, ynode_at(items, k), err))
                return false;
    }
    return true;
}
