/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "kustomize/pipeline.h"

/* A helm in memory: it notes what it is called with, and renders that. */
struct recorder {
    struct loader files;
    struct buf said; /* one line a run */
    const char *version;
    const char *rendered;
};

static enum loader_kind recorder_kind(void *context, const char *path)
{
    const struct recorder *recorder = context;

    return recorder->files.ops->kind(recorder->files.context, path);
}

static char *recorder_real_path(void *context, const char *path, struct error *err)
{
    const struct recorder *recorder = context;

    return recorder->files.ops->real_path(recorder->files.context, path, err);
}

static bool recorder_read(void *context, struct buf *out, const char *path, struct error *err)
{
    const struct recorder *recorder = context;

    return recorder->files.ops->read(recorder->files.context, out, path, err);
}

static const char *recorder_scratch(void *context, struct error *err)
{
    (void)context;
    (void)err;
    return "/scratch";
}

static bool recorder_helm(void *context, struct buf *out, const struct loader_helm *run,
                          struct error *err)
{
    struct recorder *recorder = context;

    (void)err;
    if (strcmp(run->args->items[0], "version") == 0) {
        buf_add(out, recorder->version);
        return true;
    }
    for (size_t i = 0; i < run->args->len; i++)
        buf_addf(&recorder->said, "%s%s", i ? " " : "", run->args->items[i]);
    buf_addf(&recorder->said, " <%.*s> %s\n", VIEW_ARGS(run->input), run->config_home);
    if (strcmp(run->args->items[0], "template") == 0)
        buf_add(out, recorder->rendered);
    return true;
}

#define OBJECT "kind: A\nmetadata: {name: a}\n"

/* What helm was told by the kustomization KUST; the error's message when the build fails. */
static const char *told(const char *kust, const char *version, const char *rendered)
{
    const struct preset_file files[] = {
        { "/p/kustomization.yaml", kust },
        { "/p/charts/x/Chart.yaml", "name: x" },
        { "/p/charts/x/values.yaml", "a: 1\nl: [1, 2]\nm: {b: 1, c: 2}\n" },
        { "/p/more.yaml", "z: 1\n" },
        { "/p/own.yaml", "own: 1\n" },
        { NULL, NULL },
    };
    static const struct loader_ops ops = {
        .kind = recorder_kind,
        .real_path = recorder_real_path,
        .read = recorder_read,
        .scratch = recorder_scratch,
        .helm = recorder_helm,
    };
    struct recorder recorder = { .files = preset_loader(files),
                                 .said = BUF_INIT(1 << 16),
                                 .version = version,
                                 .rendered = rendered };
    struct loader loader = { .ops = &ops, .context = &recorder };
    struct kustomize_options options = { .loader = &loader };
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    bool ok = kustomize_build(&list, "/p", &options, &err) &&
              kustomize_write(&recorder.said, &list, &err);
    const char *result =
        ok ? test_format("%s", buf_text(&recorder.said)) : test_format("%s", error_message(&err));

    buf_release(&recorder.said);
    return result;
}

#define V3(kust) told(kust, "v3.18.0+g1\n", "")

TEST(helm_chart, the_arguments_are_kustomizes)
{
    ASSERT_EQ_STR(V3("helmCharts: [{name: x, releaseName: r}]\n"),
                  "template r /p/charts/x -f - <a: 1\nl: [1, 2]\nm: {b: 1, c: 2}\n> "
                  "/scratch/helm\n");
    ASSERT_EQ_STR(
        V3("namespace: ns\nhelmGlobals: {chartHome: ./charts, configHome: /c}\n"
           "helmCharts: [{name: x, valuesFile: own.yaml, additionalValuesFiles: [more.yaml],"
           " apiVersions: [a/v1, b/v1], kubeVersion: '1.30', includeCRDs: true, skipTests: true,"
           " skipHooks: true, debug: true, devel: true, nameTemplate: t}]\n"),
        "template --generate-name /p/charts/x --namespace ns --name-template t -f - -f "
        "/p/more.yaml --api-versions a/v1 --api-versions b/v1 --kube-version 1.30 --include-crds "
        "--skip-tests --no-hooks --debug --devel <own: 1\n> /c\n");
}

TEST(helm_chart, inline_values_win_give_way_or_stand_alone)
{
    ASSERT_CONTAINS(V3("helmCharts: [{name: x, valuesInline: {a: 2, l: [3], m: {b: null}}}]\n"),
                    "<a: 2\nl:\n- 3\nm:\n  c: 2\n>");
    ASSERT_CONTAINS(V3("helmCharts: [{name: x, valuesMerge: merge, valuesInline: {a: 2, d: 1}}]\n"),
                    "<a: 1\nd: 1\nl:\n- 1\n- 2\nm:\n  b: 1\n  c: 2\n>");
    ASSERT_CONTAINS(V3("helmCharts: [{name: x, valuesMerge: replace, valuesInline: {a: 2}}]\n"),
                    "<a: 2\n>");
}

TEST(helm_chart, a_chart_that_is_not_there_is_pulled_elsewhere)
{
    const char *said = V3("helmCharts: [{name: other, repo: 'https://h/c', version: 1.0.0, "
                          "valuesFile: own.yaml}]\n");

    ASSERT_CONTAINS(said, "pull --untar --untardir /scratch/charts/");
    ASSERT_CONTAINS(said, " --repo https://h/c other --version 1.0.0 <> /scratch/helm\n");
    ASSERT_CONTAINS(said, "/other -f - <own: 1\n>");
    ASSERT_CONTAINS(V3("helmCharts: [{name: other, repo: 'oci://h/c/', valuesFile: own.yaml}]\n"),
                    " oci://h/c/other <>");
    ASSERT_CONTAINS(V3("helmCharts: [{name: other}]\n"),
                    "/p/kustomization.yaml:1: no 'repo' to pull it from, and no chart at "
                    "'/p/charts/other'");
}

TEST(helm_chart, the_old_list_is_read_too)
{
    ASSERT_CONTAINS(V3("helmChartInflationGenerator: [{chartName: x, chartHome: charts, helmHome: "
                       "/h, values: own.yaml, releaseName: r, helmBin: /bin/false}]\n"),
                    "template r /p/charts/x -f - <own: 1\n> /h\n");
}

TEST(helm_chart, the_namespace_of_a_kustomization_leaves_its_objects)
{
    ASSERT_CONTAINS(told("namespace: ns\nhelmCharts: [{name: x, valuesFile: own.yaml}]\n", "v4.0.0",
                         "pulled from somewhere\n---\n" OBJECT),
                    "kind: A\nmetadata:\n  name: a\n");
}

TEST(helm_chart, R_032_without_helm_a_chart_is_refused_by_name)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "helmCharts:\n- name: x\n" },
        { "/p/charts/x/values.yaml", "" },
        { NULL, NULL },
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);

    ASSERT_FAILS_HINT(preset_build(&out, files, &err), err, ERROR_UNSUPPORTED,
                      "/p/kustomization.yaml:2: helm is not run for the chart 'x'",
                      "--enable-helm");
}

TEST(helm_chart, names_are_no_flags)
{
    ASSERT_CONTAINS(V3("helmCharts: [{name: --post-renderer=x}]\n"), "must not start with '-'");
    ASSERT_CONTAINS(V3("helmCharts: [{name: x, releaseName: -x}]\n"), "must not start with '-'");
    ASSERT_CONTAINS(V3("helmCharts: [{version: '1'}]\n"), "a chart must have a name");
    ASSERT_CONTAINS(V3("helmCharts: [{name: x, valuesMerge: other}]\n"),
                    "valuesMerge is 'merge', 'override' or 'replace', not 'other'");
    ASSERT_CONTAINS(told("helmCharts: [{name: x}]\n", "v2.17.0", ""), "helm 3 or 4 is needed");
}
