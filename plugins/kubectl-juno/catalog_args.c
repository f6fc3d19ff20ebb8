/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog_args.h"

#include "cli/completion.h"

static void complete_namespace(const struct option_complete_call *call)
{
    const struct catalog_args *args = call->scope;
    struct option_complete_call inner = *call;

    inner.scope = &args->kube;
    kube_args_complete_namespace(&inner);
}

const struct option catalog_arg_options[] = {
    OPT_GROUP("Catalog:"),
    OPT_LIST(0, "catalog", struct catalog_args, places, "DIR",
             "take templates from this plugin, directory of plugins or repository, or the word "
             "cluster (repeatable)"),
    OPT_STRING(0, "catalog-namespace", struct catalog_args, namespace, "NS",
               "namespace of the cluster's catalog; argocd without it",
               .complete = complete_namespace),
    OPT_INCLUDE(struct catalog_args, kube, kube_arg_options),
    OPT_END,
};

static struct kube_client *connect_link(void *link, struct error *err)
{
    return kube_link_client(link, err);
}

static void add_flag(struct buf *out, const char *flag, const char *value)
{
    buf_addf(out, " %s ", flag);
    buf_add_shell_word(out, view_of(value));
}

static const char *flags_of(struct buf *out, const struct catalog_args *args)
{
    for (size_t i = 0; i < args->places.len; i++)
        add_flag(out, "--catalog", args->places.items[i]);
    if (args->namespace)
        add_flag(out, "--catalog-namespace", args->namespace);
    kube_args_add_flags(out, &args->kube);
    return buf_text(out);
}

bool catalog_args_open(struct catalog *catalog, const struct catalog_args *args,
                       struct kube_link *link, bool brief, struct error *err)
{
    AUTO(buf) flags = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct catalog_options options = {
        .helm_bin = console_env(link->console, "HELM_BIN"),
        .namespace = args->namespace,
        .flags = flags_of(&flags, args),
        .connect = connect_link,
        .connect_context = link,
        .selector = args->selector,
        .all_namespaces = args->all_namespaces,
        .brief = brief,
    };

    return catalog_open(catalog, &args->places, console_env(link->console, "JUNO_CATALOG"),
                        &options, err);
}

void catalog_args_say_none(const struct catalog_args *args, struct console *console)
{
    const char *variable = console_env(console, "JUNO_CATALOG");
    AUTO(buf) places = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < args->places.len; i++)
        buf_addf(&places, "%s%s", i > 0 ? ", " : "", args->places.items[i]);
    if (places.len == 0 && variable)
        buf_add(&places, variable);
    if (places.len == 0 && args->all_namespaces)
        buf_add(&places, "any namespace");
    if (places.len == 0)
        buf_addf(&places, "%s namespace",
                 args->namespace ? args->namespace : CATALOG_NAMESPACE_DEFAULT);
    if (args->selector && *args->selector)
        buf_addf(&places, " with the labels '%s'", args->selector);
    console_note(console, "No templates found in %s", buf_text(&places));
    console_note(console, "hint: name a catalog by --catalog DIR or --catalog-namespace NS");
}

void catalog_args_complete(const struct option_complete_call *call)
{
    const struct catalog_args *args = call->args;
    const struct kube_args kube = kube_args_hurried(&args->kube);
    AUTO(kube_link) link = KUBE_LINK_INIT(&kube, call->console);
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;

    if (call->operands->len > 0 || !catalog_args_open(&catalog, args, &link, true, NULL) ||
        !catalog_list(&catalog, &list, NULL, NULL))
        return;
    for (size_t i = 0; i < list.len; i++)
        completion_add(call->out, view_of(list.items[i].name), view_of(list.items[i].description));
}
