/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/plugins.h"

#include "base/buf.h"
#include "kube/discovery.h"

/* The plugins as they are found, by name in the end. */
struct plugins {
    const struct strv *words;
    bool all;
    struct strv files; /* "CONFIGMAP/KEY" */
    struct strv names;
};

static void plugins_release(struct plugins *plugins)
{
    strv_release(&plugins->files);
    strv_release(&plugins->names);
}

static bool take_plugin(void *context, const struct ynode *config_map, struct error *err)
{
    struct plugins *plugins = context;
    struct view name = ynode_text(ynode_get_path(config_map, "metadata", "name", NULL));
    const struct ynode *data = ynode_get(config_map, "data");
    AUTO_CHARS text = view_copy(name);

    strv_add(&plugins->names, text);
    if (!plugins->all && !strv_has(plugins->words, text))
        return true;
    if (plugins->files.len + ynode_len(data) > PLUGINS_MAX)
        return error_set(err, ERROR_LIMIT, "the plugins have over %d files", PLUGINS_MAX);
    for (size_t i = 0; i < ynode_len(data); i++)
        strv_addf(&plugins->files, "%s/" VIEW_FMT, text,
                  VIEW_ARGS(ynode_text(ynode_key_at(data, i))));
    return true;
}

static bool list_plugins(struct plugins *plugins, const struct project_request *request,
                         struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kube_list list = { .receive = take_plugin, .context = plugins };

    kube_resource_add_path(&path, &kube_config_maps, view_of(request->namespace), VIEW_EMPTY);
    buf_add(&path, "?labelSelector=");
    buf_add_urlescaped(&path, VIEW(PLUGINS_SELECTOR));
    list.path = buf_text(&path);
    return kube_list(request->client, &list, err) || error_wrap(err, "cannot list the plugins");
}

static bool check_words(const struct plugins *plugins, const char *namespace, struct error *err)
{
    for (size_t i = 0; i < plugins->words->len; i++) {
        const char *word = plugins->words->items[i];
        const char *nearest = strv_nearest(&plugins->names, word);

        if (strcmp(word, PROJECT_AUTO) == 0 || strv_has(&plugins->names, word))
            continue;
        error_set(err, ERROR_NOT_FOUND, "there is no plugin '%s' in namespace '%s' (--plugins)",
                  word, namespace);
        return nearest
                   ? error_hint(err, "did you mean '%s'?", nearest)
                   : error_hint(err, "a plugin is a ConfigMap with the label " PLUGINS_SELECTOR);
    }
    return true;
}

static void make_values(struct project *project, struct plugins *plugins)
{
    struct view last = VIEW_EMPTY;
    unsigned index = 0;
    AUTO(buf) from = BUF_INIT(BUF_TEXT_BYTES_MAX);

    strv_sort(&plugins->files);
    if (plugins->files.len == 0)
        return;
    if (!project->doc)
        project->doc = ydoc_new();
    project->plugins = ynode_new_seq(project->doc);
    for (size_t i = 0; i < plugins->files.len; i++) {
        struct view file = view_of(plugins->files.items[i]);
        size_t slash = view_find_byte(file, '/', 0);
        struct view config = view_sub(file, 0, slash);
        struct ynode *entry = ynode_new_map(project->doc);
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        index = view_eq(config, last) ? index + 1 : 0;
        if (index == 0)
            buf_addf(&from, "%sConfigMap/" VIEW_FMT, last.len > 0 ? ", " : "", VIEW_ARGS(config));
        buf_addf(&name, VIEW_FMT "-%u", VIEW_ARGS(config), index);
        ynode_set_string(project->doc, entry, "name", buf_view(&name));
        ynode_set_string(project->doc, entry, "file", view_sub(file, slash + 1, file.len));
        ynode_set_string(project->doc, entry, "config", config);
        ynode_add(project->doc, project->plugins, entry);
        last = config;
    }
    project->plugins_from = buf_take(&from);
}

bool plugins_read(struct project *project, const struct project_request *request, struct error *err)
{
    AUTO(plugins) plugins = { .words = request->plugins };

    if (!request->plugins || request->plugins->len == 0)
        return true;
    plugins.all = strv_has(request->plugins, PROJECT_AUTO);
    if (strv_has(request->plugins, PROJECT_NONE))
        return request->plugins->len == 1 ||
               error_set(err, ERROR_USAGE, "--plugins none allows no other --plugins");
    if (!request->client)
        return error_set(err, ERROR_USAGE, "--plugins needs a cluster that can be asked");
    if (!list_plugins(&plugins, request, err) || !check_words(&plugins, request->namespace, err))
        return false;
    make_values(project, &plugins);
    return true;
}
