/* SPDX-License-Identifier: Apache-2.0 */
/* catalog/source_directory.c - plugins as directories: one, a directory of them, or a repository */
#include "catalog/source.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "catalog/metadata.h"
#include "catalog/scripts.h"
#include "helm/helm.h"

#define METADATA_FILE "templates/metadata.yaml"
#define PACKAGE_FILE  "templates/packaged-scripts.yaml"
/* Where a store installs its plugins: what the metadata of a directory is rendered for. */
#define STORE_NAMESPACE "argocd"

struct directory {
    char *path;    /* as the user wrote it */
    char *plugins; /* the directory that holds them; NULL: PATH is one itself */
    char *helm_bin;
};

static void directory_free(void *opaque)
{
    struct directory *directory = opaque;

    free(directory->path);
    free(directory->plugins);
    free(directory->helm_bin);
    free(directory);
}

static bool has_file(const char *directory, const char *name, enum file_kind kind)
{
    AUTO_CHARS path = file_join(directory, name);

    return file_kind(path) == kind;
}

/* The name a plugin's directory has, also when it is called "." or "plugins/x/". */
static char *directory_name(const char *path)
{
    AUTO_CHARS real = file_real_path(path, NULL);

    return chars_copy(file_base(real ? real : path));
}

/* ---- metadata ---- */

/* NAME of PLUGIN as a tree; NULL when it is absent or unreadable, which only matters if it is used.
 */
static struct ydoc *read_plugin_yaml(const char *plugin, const char *name)
{
    AUTO_CHARS path = file_join(plugin, name);
    AUTO(buf) text = BUF_INIT(METADATA_BYTES_MAX);

    return file_read(&text, path, NULL) ? ydoc_parse(buf_view(&text), path, NULL) : NULL;
}

static bool render_by_helm(struct buf *out, const struct directory *directory, const char *plugin,
                           const char *release, struct error *err)
{
    AUTO_CHARS helm = helm_find(directory->helm_bin, err);
    struct helm_render render = { .helm = helm,
                                  .release = release,
                                  .namespace = STORE_NAMESPACE,
                                  .chart = plugin,
                                  .show_only = METADATA_FILE };

    return helm && helm_template(out, NULL, &render, err);
}

/* Append the file FILE of PLUGIN as its store would render it. */
static bool render_file(struct buf *out, const struct directory *directory, const char *plugin,
                        const char *file, struct view text, struct error *err)
{
    AUTO_CHARS release = directory_name(plugin);
    AUTO_FREE(ydoc) chart = read_plugin_yaml(plugin, "Chart.yaml");
    AUTO_FREE(ydoc) values = read_plugin_yaml(plugin, "values.yaml");
    struct metadata_names names = {
        .release = view_of(release),
        .namespace = VIEW(STORE_NAMESPACE),
        .chart = chart ? ydoc_root(chart) : NULL,
        .values = values ? ydoc_root(values) : NULL,
    };
    unsigned line = 0;

    if (metadata_substitute(out, text, &names, &line))
        return true;
    if (!render_by_helm(out, directory, plugin, release, err))
        return error_wrap(err, "%s:%u: a template action that only helm can render", file, line);
    return true;
}

static struct ydoc *parse_metadata(const struct directory *directory, const char *plugin,
                                   const char *file, struct view text, struct error *err)
{
    AUTO(buf) rendered = BUF_INIT(METADATA_BYTES_MAX);
    struct ydoc *doc;

    if (!render_file(&rendered, directory, plugin, file, text, err))
        return NULL;
    doc = ydoc_parse(buf_view(&rendered), file, err);
    if (doc && !ynode_is_map(ydoc_root(doc))) {
        error_set(err, ERROR_INVALID, "%s: not a ConfigMap", file);
        ydoc_free(doc);
        return NULL;
    }
    return doc;
}

static bool has_label(const struct ydoc *doc)
{
    return ynode_get_path(ydoc_root(doc), "metadata", "labels", METADATA_CHART_LABEL, NULL) != NULL;
}

/* Add PLUGIN if it is a workload template: its metadata has the label. */
static bool add_plugin(const struct directory *directory, struct template_list *list,
                       const char *plugin, struct error *err)
{
    AUTO_CHARS file = file_join(plugin, METADATA_FILE);
    AUTO_CHARS name = directory_name(plugin);
    AUTO(buf) text = BUF_INIT(METADATA_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct template *template;
    struct ydoc *doc;

    if (file_kind(file) == FILE_ABSENT)
        return true;
    doc = file_read(&text, file, &problem)
              ? parse_metadata(directory, plugin, file, buf_view(&text), &problem)
              : NULL;
    if (problem.code == ERROR_INTERRUPTED)
        return error_move(err, &problem);
    /* What cannot be read is a broken template only if it meant to be one. */
    if (doc ? !has_label(doc)
            : text.len > 0 &&
                  view_find(buf_view(&text), VIEW(METADATA_CHART_LABEL), 0) == text.len) {
        ydoc_free(doc);
        return true;
    }
    template = template_list_add(list);
    if (!doc)
        template_set_broken(template, TEMPLATE_BAD_SCHEMA, error_message(&problem));
    template_from_metadata(template, doc ? doc : ydoc_new(), plugin, file, name);
    template->place = chars_copy(plugin);
    return true;
}

static bool directory_list(void *opaque, struct template_list *list, struct error *err)
{
    const struct directory *directory = opaque;
    AUTO(strv) names = STRV_INIT;

    if (!directory->plugins)
        return add_plugin(directory, list, directory->path, err);
    if (!file_list(&names, directory->plugins, CATALOG_PLUGINS_MAX, err))
        return false;
    for (size_t i = 0; i < names.len; i++) {
        AUTO_CHARS plugin = file_join(directory->plugins, names.items[i]);

        if (!add_plugin(directory, list, plugin, err))
            return false;
    }
    return true;
}

/* Nearly always a template is called like its directory; then no other plugin is read. */
static bool find_by_directory(const struct directory *directory, struct template_list *list,
                              const char *name, struct error *err)
{
    AUTO_CHARS plugin = NULL;

    if (!directory->plugins || *name == '\0' || strchr(name, '/') || name[0] == '.')
        return true;
    plugin = file_join(directory->plugins, name);
    if (!add_plugin(directory, list, plugin, err))
        return false;
    if (list->len > 0 && strcmp(list->items[0].name, name) != 0)
        template_release(&list->items[--list->len]);
    return true;
}

static bool directory_find(void *opaque, struct template_list *list, const char *name,
                           struct error *err)
{
    AUTO(template_list) all = TEMPLATE_LIST_INIT;

    if (!find_by_directory(opaque, list, name, err))
        return false;
    if (list->len > 0)
        return true;
    if (!directory_list(opaque, &all, err))
        return false;
    template_list_take(list, &all, name);
    return true;
}

/* ---- scripts ---- */

/* Fill TREE from the package of PLUGIN; *status says which part of it is broken. */
static bool read_package(const struct directory *directory, const char *plugin,
                         struct archive_tree *tree, enum template_status *status, struct error *err)
{
    AUTO_CHARS file = file_join(plugin, PACKAGE_FILE);
    AUTO(buf) text = BUF_INIT(SCRIPTS_PAYLOAD_BYTES_MAX);
    AUTO(buf) rendered = BUF_INIT(SCRIPTS_PAYLOAD_BYTES_MAX);
    AUTO_FREE(ydoc) doc = NULL;
    struct view payload = VIEW_EMPTY;

    *status = TEMPLATE_BAD_PAYLOAD;
    if (!file_read(&text, file, err) ||
        !render_file(&rendered, directory, plugin, file, buf_view(&text), err))
        return false;
    doc = ydoc_parse(buf_view(&rendered), file, err);
    if (!doc)
        return false;
    if (!scripts_find_payload(&payload, ydoc_root(doc), err)) {
        *status = TEMPLATE_NO_PAYLOAD;
        return error_wrap(err, "%s", PACKAGE_FILE);
    }
    if (!scripts_unpack(tree, payload, err))
        return error_wrap(err, "%s", PACKAGE_FILE);
    return true;
}

static bool broken(struct template *template, enum template_status status, struct error *problem,
                   struct error *err)
{
    if (problem->code == ERROR_INTERRUPTED)
        return error_move(err, problem);
    template_set_broken(template, status, error_message(problem));
    return error_move(err, problem);
}

static bool load_scripts(const struct directory *directory, struct template *template,
                         enum template_status *status, struct error *err)
{
    const char *plugin = template->place;
    AUTO_CHARS scripts = file_join(plugin, TEMPLATE_SCRIPTS_ROOT);

    *status = TEMPLATE_BAD_PAYLOAD;
    if (file_kind(scripts) == FILE_DIRECTORY) {
        if (!scripts_read_directory(&template->scripts, scripts, err))
            return false;
        template->chart_directory = file_join(plugin, TEMPLATE_CHART);
    } else if (has_file(plugin, PACKAGE_FILE, FILE_ABSENT)) {
        *status = TEMPLATE_NO_SCRIPTS;
        return error_set(err, ERROR_NOT_FOUND, "there is neither scripts/ nor %s", PACKAGE_FILE);
    } else if (!read_package(directory, plugin, &template->scripts, status, err)) {
        return false;
    }
    return template_adopt_scripts(template, err);
}

static bool directory_load(void *opaque, struct template *template, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;
    enum template_status status = TEMPLATE_OK;

    if (load_scripts(opaque, template, &status, &problem))
        return true;
    archive_tree_release(&template->scripts);
    return broken(template, status, &problem, err);
}

/* A directory is rendered from scripts/; its package is what others will get, so it is read as
 * well. */
static bool directory_verify(void *opaque, struct template *template, struct error *err)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(error) problem = ERROR_INIT;
    enum template_status status = TEMPLATE_OK;

    if (!template_load(template, err))
        return false;
    if (!template->chart_directory || has_file(template->place, PACKAGE_FILE, FILE_ABSENT))
        return true;
    if (read_package(opaque, template->place, &tree, &status, &problem))
        return true;
    return broken(template, status, &problem, err);
}

/* ---- opening ---- */

static const struct source_ops directory_ops = {
    .list = directory_list,
    .find = directory_find,
    .load = directory_load,
    .verify = directory_verify,
    .free = directory_free,
};

struct source *source_directory_open(const char *path, const struct catalog_options *options,
                                     struct error *err)
{
    struct directory *directory;
    struct source *source;

    if (file_kind(path) == FILE_ABSENT)
        error_set(err, ERROR_NOT_FOUND, "there is no catalog '%s'", path);
    else if (file_kind(path) != FILE_DIRECTORY)
        error_set(err, ERROR_INVALID, "catalog '%s' is no directory", path);
    if (file_kind(path) != FILE_DIRECTORY) {
        error_hint(err,
                   "a catalog is a plugin, a directory of plugins, a repository with plugins/, or "
                   "the word " CATALOG_CLUSTER);
        return NULL;
    }
    directory = mem_alloc_zero(1, sizeof(*directory));
    directory->path = chars_copy(path);
    directory->helm_bin = chars_copy(options->helm_bin);
    if (!has_file(path, METADATA_FILE, FILE_REGULAR))
        directory->plugins = has_file(path, "plugins", FILE_DIRECTORY) ? file_join(path, "plugins")
                                                                       : chars_copy(path);
    source = mem_alloc_zero(1, sizeof(*source));
    *source = (struct source){ .ops = &directory_ops, .context = directory };
    return source;
}
