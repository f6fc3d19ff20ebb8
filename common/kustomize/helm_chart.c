/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/helm_chart.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "base/file.h"
#include "kustomize/objects.h"
#include "patch/strategic_merge.h"
#include "yaml/emit.h"

#define HELM_PRINTED_BYTES_MAX ((size_t)256 << 20)
#define VALUES_BYTES_MAX       ((size_t)16 << 20)

/* One inflation. */
struct inflation {
    const struct helm_chart *chart;
    const struct kust_helm_chart *args;
    const struct loader_root *root;
    char *home;        /* heap: the directory that holds, or will hold, the chart */
    char *config_home; /* heap */
    bool pulled;       /* HOME is private */
    struct buf values; /* the values document */
};

static void inflation_release(struct inflation *inflation)
{
    free(inflation->home);
    free(inflation->config_home);
    buf_release(&inflation->values);
}

static bool fail(const struct inflation *inflation, enum error_code code, const char *what,
                 struct view subject, struct error *err)
{
    return error_set(err, code, "%s:%u: %s '" VIEW_FMT "'", inflation->chart->file,
                     ynode_line(inflation->args->node), what, VIEW_ARGS(subject));
}

/* ---- what is asked ---- */

/* Names stand bare among helm's arguments. */
static bool check_args(const struct inflation *inflation, struct error *err)
{
    static const char *const merges[] = { "", "merge", "override", "replace" };
    const struct kust_helm_chart *args = inflation->args;
    bool known = false;

    if (args->name.len == 0)
        return error_set(err, ERROR_INVALID, "%s:%u: a chart must have a name",
                         inflation->chart->file, ynode_line(args->node));
    if (args->name.data[0] == '-')
        return fail(inflation, ERROR_INVALID,
                    "the name of a chart must not start with '-':", args->name, err);
    if (args->release_name.len && args->release_name.data[0] == '-')
        return fail(inflation, ERROR_INVALID,
                    "releaseName must not start with '-':", args->release_name, err);
    for (size_t i = 0; i < ARRAY_SIZE(merges); i++)
        known = known || view_is(args->values_merge, merges[i]);
    return known ||
           fail(inflation, ERROR_INVALID, "valuesMerge is 'merge', 'override' or 'replace', not",
                args->values_merge, err);
}

static bool check_enabled(const struct inflation *inflation, struct error *err)
{
    if (inflation->root->loader->ops->helm)
        return true;
    fail(inflation, ERROR_UNSUPPORTED, "helm is not run for the chart", inflation->args->name, err);
    return error_hint(err, "charts are inflated by 'helm-juno build --enable-helm' only");
}

/* ---- helm ---- */

static bool run_helm(const struct inflation *inflation, struct buf *out, const struct strv *args,
                     struct view input, struct error *err)
{
    const struct loader *loader = inflation->root->loader;
    struct loader_helm run = { .args = args,
                               .input = input,
                               .config_home = inflation->config_home };

    return loader->ops->helm(loader->context, out, &run, err) ||
           error_wrap(err, "%s:%u: chart '" VIEW_FMT "'", inflation->chart->file,
                      ynode_line(inflation->args->node), VIEW_ARGS(inflation->args->name));
}

/* "v3.18.4+g..." or "v4..."; an older one cannot do what is asked. */
static bool check_version(const struct inflation *inflation, struct error *err)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(strv) args = STRV_INIT;
    struct view text;
    size_t at = 0;

    strv_add(&args, "version");
    strv_add(&args, "--short");
    if (!run_helm(inflation, &out, &args, VIEW_EMPTY, err))
        return false;
    text = view_trim(buf_view(&out));
    while (at < text.len && (text.data[at] < '0' || text.data[at] > '9'))
        at++;
    text = view_sub(text, at, text.len);
    if (view_starts(text, VIEW("3.")) || view_starts(text, VIEW("4.")))
        return true;
    return error_set(err, ERROR_UNSUPPORTED, "helm 3 or 4 is needed; this one calls itself '%s'",
                     buf_text(&out));
}

/* ---- where the chart is ---- */

static bool find_config_home(struct inflation *inflation, struct error *err)
{
    const struct loader *loader = inflation->root->loader;
    const char *scratch;

    if (inflation->chart->config_home.len) {
        inflation->config_home = view_copy(inflation->chart->config_home);
        return true;
    }
    scratch = loader->ops->scratch(loader->context, err);
    if (!scratch)
        return false;
    inflation->config_home = file_join(scratch, "helm");
    return true;
}

/* chartHome, and the chart's own directory in it when a version of a repository is wanted. */
static char *local_home(const struct inflation *inflation)
{
    const struct kust_helm_chart *args = inflation->args;
    AUTO_CHARS name = inflation->chart->chart_home.len ? view_copy(inflation->chart->chart_home)
                                                       : chars_copy("charts");
    AUTO_CHARS home = file_join(inflation->root->path, name);
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&path, home);
    if (args->version.len && args->repo.len)
        buf_addf(&path, "/" VIEW_FMT "-" VIEW_FMT, VIEW_ARGS(args->name), VIEW_ARGS(args->version));
    return file_clean(buf_text(&path));
}

static char *chart_path(const struct inflation *inflation, const char *home)
{
    AUTO_CHARS name = view_copy(inflation->args->name);
    AUTO_CHARS path = file_join(home, name);

    return file_clean(path);
}

/* The same chart of the same version is pulled once in a build. */
static char *pull_home(const struct inflation *inflation, struct error *err)
{
    const struct kust_helm_chart *args = inflation->args;
    const struct loader *loader = inflation->root->loader;
    const char *scratch = loader->ops->scratch(loader->context, err);
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);
    char hex[DIGEST_HEX_BYTES];

    if (!scratch)
        return NULL;
    buf_addf(&what, VIEW_FMT "\n" VIEW_FMT "\n" VIEW_FMT "\n%d", VIEW_ARGS(args->repo),
             VIEW_ARGS(args->name), VIEW_ARGS(args->version), args->devel);
    digest_hex_of(buf_view(&what), hex);
    buf_addf(&path, "%s/charts/%s", scratch, hex);
    return buf_take(&path);
}

static bool pull(struct inflation *inflation, struct error *err)
{
    const struct kust_helm_chart *args = inflation->args;
    AUTO(strv) words = STRV_INIT;
    AUTO(buf) out = BUF_INIT(HELM_PRINTED_BYTES_MAX);
    struct view repo = args->repo;

    strv_add(&words, "pull");
    strv_add(&words, "--untar");
    strv_add(&words, "--untardir");
    strv_add(&words, inflation->home);
    if (view_starts(repo, VIEW("oci://"))) {
        if (view_ends(repo, VIEW("/")))
            repo.len--;
        strv_addf(&words, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(repo), VIEW_ARGS(args->name));
    } else {
        strv_add(&words, "--repo");
        strv_add_view(&words, repo);
        strv_add_view(&words, args->name);
    }
    if (args->version.len) {
        strv_add(&words, "--version");
        strv_add_view(&words, args->version);
    }
    if (args->devel)
        strv_add(&words, "--devel");
    return run_helm(inflation, &out, &words, VIEW_EMPTY, err);
}

static bool is_directory(const struct inflation *inflation, const char *path)
{
    const struct loader *loader = inflation->root->loader;

    return loader->ops->kind(loader->context, path) == LOADER_DIRECTORY;
}

static bool find_chart(struct inflation *inflation, struct error *err)
{
    AUTO_CHARS home = local_home(inflation);
    AUTO_CHARS local = chart_path(inflation, home);
    AUTO_CHARS pulled = NULL;

    if (is_directory(inflation, local)) {
        inflation->home = TAKE(home);
        return true;
    }
    if (inflation->args->repo.len == 0)
        return fail(inflation, ERROR_NOT_FOUND, "no 'repo' to pull it from, and no chart at",
                    view_of(local), err);
    inflation->home = pull_home(inflation, err);
    if (!inflation->home)
        return false;
    inflation->pulled = true;
    pulled = chart_path(inflation, inflation->home);
    return is_directory(inflation, pulled) || pull(inflation, err);
}

/* ---- values ---- */

/* The chart's own file when none is named; its text and what messages call it. */
static bool read_values(const struct inflation *inflation, struct buf *text, char **shown,
                        struct error *err)
{
    const struct loader *loader = inflation->root->loader;
    AUTO_CHARS own = chart_path(inflation, inflation->home);
    AUTO_CHARS path = inflation->args->values_file.len ? view_copy(inflation->args->values_file)
                                                       : file_join(own, "values.yaml");
    AUTO_CHARS real = NULL;

    *shown = loader_root_show(inflation->root, path);
    if (!inflation->pulled || inflation->args->values_file.len)
        return loader_root_read(inflation->root, text, path, err);
    real = loader->ops->real_path(loader->context, path, err);
    return real && loader->ops->read(loader->context, text, real, err);
}

/* One mapping laid over another as a patch without a schema: lists are replaced whole. */
static bool lay_over(const struct inflation *inflation, struct buf *out, const struct ynode *base,
                     const struct ynode *over, const char *origin, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *root = ynode_is_map(base) ? ynode_copy(doc, base) : ynode_new_map(doc);

    if (!root)
        return fail(inflation, ERROR_LIMIT, "the values are too deep for chart",
                    inflation->args->name, err);
    ydoc_set_root(doc, root);
    return (!ynode_is_map(over) ||
            strategic_merge_apply(doc, root, over, origin, NULL, NULL, err)) &&
           emit_yaml(out, root, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, err);
}

static bool make_values(struct inflation *inflation, struct error *err)
{
    const struct kust_helm_chart *args = inflation->args;
    AUTO(buf) text = BUF_INIT(VALUES_BYTES_MAX);
    AUTO_FREE(ydoc) doc = NULL;
    AUTO_CHARS shown = NULL;

    if (ynode_len(args->values) && view_is(args->values_merge, "replace"))
        return emit_yaml(&inflation->values, args->values, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, err);
    if (!read_values(inflation, &text, &shown, err))
        return error_wrap(err, "%s:%u", inflation->chart->file, ynode_line(args->node));
    if (ynode_len(args->values) == 0) {
        buf_add_view(&inflation->values, buf_view(&text));
        return true;
    }
    doc = ydoc_parse(buf_view(&text), shown, err);
    if (!doc)
        return false;
    if (view_is(args->values_merge, "merge"))
        return lay_over(inflation, &inflation->values, args->values, ydoc_root(doc), shown, err);
    return lay_over(inflation, &inflation->values, ydoc_root(doc), args->values,
                    inflation->chart->file, err);
}

/* ---- the template ---- */

static void add_pair(struct strv *words, const char *flag, struct view value)
{
    if (value.len == 0)
        return;
    strv_add(words, flag);
    strv_add_view(words, value);
}

/* In the order of kustomize's AsHelmArgs. */
static bool add_arguments(const struct inflation *inflation, struct strv *words, struct error *err)
{
    const struct kust_helm_chart *args = inflation->args;

    strv_add(words, "template");
    if (args->release_name.len)
        strv_add_view(words, args->release_name);
    else
        strv_add(words, "--generate-name");
    strv_take(words, chart_path(inflation, inflation->home));
    add_pair(words, "--namespace",
             args->namespace.len ? args->namespace : inflation->chart->namespace);
    add_pair(words, "--name-template", args->name_template);
    add_pair(words, "-f", VIEW("-"));
    for (size_t i = 0; i < args->more_values_files_len; i++) {
        AUTO_CHARS name = view_copy(args->more_values_files[i].text);
        AUTO_CHARS path = file_join(inflation->root->path, name);
        AUTO(buf) checked = BUF_INIT(LOADER_FILE_BYTES_MAX);
        if (!loader_root_read(inflation->root, &checked, name, err))
            return error_wrap(err, "%s:%u", inflation->chart->file,
                              ynode_line(args->more_values_files[i].node));
        add_pair(words, "-f", view_of(path));
    }
    for (size_t i = 0; i < args->api_versions_len; i++)
        add_pair(words, "--api-versions", args->api_versions[i].text);
    add_pair(words, "--kube-version", args->kube_version);
    return true;
}

static void add_flags(const struct kust_helm_chart *args, struct strv *words)
{
    const struct {
        bool set;
        const char *flag;
    } flags[] = {
        { args->include_crds, "--include-crds" },
        { args->skip_tests, "--skip-tests" },
        { args->skip_hooks, "--no-hooks" },
        { args->debug, "--debug" },
        { args->devel, "--devel" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
        if (flags[i].set)
            strv_add(words, flags[i].flag);
}

/* helm may say something before the first document. */
static bool read_objects(const struct inflation *inflation, struct resource_list *out,
                         struct view text, struct error *err)
{
    AUTO(resource_list) made = RESOURCE_LIST_INIT;
    AUTO(buf) origin = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t start = view_starts(text, VIEW("---")) ? 0 : view_find(text, VIEW("\n---"), 0);

    buf_addf(&origin, "chart " VIEW_FMT, VIEW_ARGS(inflation->args->name));
    if (!objects_read(&made, text, buf_text(&origin), 1, NULL)) {
        resource_list_release(&made);
        text = view_sub(text, start < text.len && start ? start + 1 : start, text.len);
        if (!objects_read(&made, text, buf_text(&origin), 1, err))
            return error_wrap(err, "%s:%u: what helm rendered", inflation->chart->file,
                              ynode_line(inflation->args->node));
    }
    for (size_t i = 0; i < made.len; i++)
        made.resources[i]->from_helm = true;
    resource_list_move(out, &made);
    return true;
}

bool helm_chart_inflate(struct resource_list *out, const struct helm_chart *chart,
                        struct error *err)
{
    AUTO(inflation)
    inflation = { .chart = chart,
                  .args = chart->args,
                  .root = chart->root,
                  .values = BUF_INIT(VALUES_BYTES_MAX) };
    AUTO(strv) words = STRV_INIT;
    AUTO(buf) printed = BUF_INIT(HELM_PRINTED_BYTES_MAX);

    if (!check_enabled(&inflation, err) || !check_args(&inflation, err) ||
        !find_config_home(&inflation, err) || !check_version(&inflation, err) ||
        !find_chart(&inflation, err) || !make_values(&inflation, err) ||
        !add_arguments(&inflation, &words, err))
        return false;
    add_flags(chart->args, &words);
    return run_helm(&inflation, &printed, &words, buf_view(&inflation.values), err) &&
           read_objects(&inflation, out, buf_view(&printed), err);
}
