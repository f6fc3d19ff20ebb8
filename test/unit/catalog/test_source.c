/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/source.h"

#include "base/file.h"
#include "harness/api.h"
#include "harness/test.h"

static const struct catalog_options no_options = { .helm_bin = NULL };

/* A plugin PATH below the test's directory. */
static void plugin(const char *path, const char *category)
{
    test_file(
        test_format("%s/templates/metadata.yaml", path),
        test_format("metadata:\n"
                    "  name: {{ .Release.Name }}-terra-metadata\n"
                    "  labels:\n"
                    "    kuiper.juno-innovations.com/chart: {{ .Release.Name }}-scripts-configmap\n"
                    "  annotations: {juno-innovations.com/workload: %s}\n"
                    "data: {chart: \"{{ .Release.Name }}-scripts-configmap\", fields: '[]'}\n",
                    category));
    test_file(test_format("%s/scripts/chart/Chart.yaml", path), "name: x\nversion: 1.0.0\n");
}

static void open_one(struct catalog *catalog, const char *path)
{
    AUTO(strv) places = STRV_INIT;
    struct error err = ERROR_INIT;

    strv_add(&places, path);
    ASSERT_OK(catalog_open(catalog, &places, "ignored", &no_options, &err), err);
}

static const char *names_in(const struct catalog *catalog)
{
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO(buf) names = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(catalog_list(catalog, &list, NULL, &err), err);
    for (size_t i = 0; i < list.len; i++)
        buf_addf(&names, "%s%s", i == 0 ? "" : " ", list.items[i].name);
    return test_format("%s", buf_text(&names));
}

TEST(source, a_plugin_a_directory_of_plugins_and_a_repository_are_catalogs)
{
    AUTO(catalog) one = CATALOG_INIT;
    AUTO(catalog) many = CATALOG_INIT;
    AUTO(catalog) repository = CATALOG_INIT;

    plugin("repo/plugins/b", "Server");
    plugin("repo/plugins/a", "Terminal");
    test_file("repo/plugins/other/templates/metadata.yaml", "metadata: {name: x}\n");
    test_file("repo/plugins/README.md", "text");
    open_one(&one, test_format("%s/repo/plugins/a", test_dir()));
    open_one(&many, test_format("%s/repo/plugins", test_dir()));
    open_one(&repository, test_format("%s/repo", test_dir()));
    ASSERT_EQ_STR(names_in(&one), "a");
    ASSERT_EQ_STR(names_in(&many), "b a");
    ASSERT_EQ_STR(names_in(&repository), "b a");
}

TEST(source, the_first_catalog_that_has_a_name_wins)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO(strv) none = STRV_INIT;
    struct error err = ERROR_INIT;

    plugin("first/a", "Server");
    plugin("second/a", "Other");
    plugin("second/b", "Other");
    ASSERT_OK(catalog_open(&catalog, &none,
                           test_format("%s/first::%s/second", test_dir(), test_dir()), &no_options,
                           &err),
              err);
    ASSERT_EQ_STR(names_in(&catalog), "b a");
    ASSERT_OK(catalog_find(&catalog, &list, "a", &err), err);
    ASSERT_EQ_STR(list.items[0].category, "Server");
}

static struct kube_client *connect_to_none(void *context UNUSED, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "there is none");
    return NULL;
}

static const struct catalog_options no_cluster = { .connect = connect_to_none };

TEST(source, no_catalog_and_one_that_is_none_are_told)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(strv) places = STRV_INIT;
    struct error err = ERROR_INIT;

    ASSERT_FAILS_HINT(catalog_open(&catalog, &places, NULL, &no_cluster, &err), err,
                      ERROR_NOT_FOUND, "cannot read the catalog of the cluster: there is none",
                      "JUNO_CATALOG");
    ASSERT_FAILS(catalog_open(&catalog, &places, "cluster", &no_cluster, &err), err,
                 ERROR_NOT_FOUND, "there is none");
    strv_add(&places, test_format("%s/none", test_dir()));
    ASSERT_FAILS(catalog_open(&catalog, &places, NULL, &no_options, &err), err, ERROR_NOT_FOUND,
                 "there is no catalog");
    strv_add(&places, "x");
    places.items[0][0] = '\0';
    ASSERT_FAILS(catalog_open(&catalog, &places, NULL, &no_options, &err), err, ERROR_NOT_FOUND,
                 "");
}

TEST(source, a_template_that_is_not_there_is_told_with_the_nearest)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    struct error err = ERROR_INIT;

    plugin("c/notebook", "Application");
    open_one(&catalog, test_format("%s/c", test_dir()));
    ASSERT_FAILS_HINT(catalog_find(&catalog, &list, "notebok", &err), err, ERROR_NOT_FOUND,
                      "no template 'notebok'", "did you mean 'notebook'?");
    ASSERT_FAILS(catalog_find(&catalog, &list, "../c/notebook", &err), err, ERROR_NOT_FOUND, "");
    ASSERT_FAILS(catalog_find(&catalog, &list, "", &err), err, ERROR_NOT_FOUND, "");
}

TEST(source, scripts_are_read_once_asked_for_and_give_a_revision)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO(chart_place) place = CHART_PLACE_INIT;
    struct error err = ERROR_INIT;

    plugin("c/a", "Server");
    open_one(&catalog, test_format("%s/c", test_dir()));
    ASSERT_OK(catalog_find(&catalog, &list, "a", &err), err);
    ASSERT_EQ_STR(list.items[0].revision, "");
    ASSERT_OK(template_load(&list.items[0], &err), err);
    ASSERT_EQ_INT(strlen(list.items[0].revision), 8);
    ASSERT_OK(chart_place_open(&place, &list.items[0], &err), err);
    ASSERT_EQ_STR(place.path, test_format("%s/c/a/scripts/chart", test_dir()));
    ASSERT_NULL(place.private_directory);
}

TEST(source, without_scripts_the_state_says_so)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    struct error err = ERROR_INIT;

    plugin("c/a", "Server");
    file_remove_tree(test_format("%s/c/a/scripts", test_dir()));
    open_one(&catalog, test_format("%s/c", test_dir()));
    ASSERT_OK(catalog_find(&catalog, &list, "a", &err), err);
    ASSERT_FAILS(template_load(&list.items[0], &err), err, ERROR_NOT_FOUND, "neither scripts/");
    ASSERT_EQ_INT(list.items[0].status, TEMPLATE_NO_SCRIPTS);
}

TEST(source, R_050_a_package_is_unpacked_into_a_private_directory_that_goes_away)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    struct chart_place place = CHART_PLACE_INIT;
    struct error err = ERROR_INIT;
    const char *gone;

    plugin("c/site", "Server");
    file_remove_tree(test_format("%s/c/site/scripts", test_dir()));
    test_file(
        "c/site/templates/packaged-scripts.yaml",
        test_format("%s", test_read("examples/plugins/site/templates/packaged-scripts.yaml").data));
    open_one(&catalog, test_format("%s/c", test_dir()));
    ASSERT_OK(catalog_find(&catalog, &list, "site", &err), err);
    ASSERT_OK(template_load(&list.items[0], &err), err);
    ASSERT_OK(chart_place_open(&place, &list.items[0], &err), err);
    ASSERT_NOT_NULL(place.private_directory);
    ASSERT_EQ_BYTES(test_read(test_format("%s/values.yaml", place.path)),
                    test_read("examples/plugins/site/scripts/chart/values.yaml"));
    gone = test_format("%s", place.private_directory);
    chart_place_release(&place);
    ASSERT_EQ_INT(file_kind(gone), FILE_ABSENT);
}

#define CHART_LABEL "\"kuiper.juno-innovations.com/chart\""
#define TEMPLATE(name, ns)                                                                         \
    "{\"metadata\":{\"name\":\"" name "-terra-metadata\",\"namespace\":\"" ns                      \
    "\",\"uid\":\"u-" ns name "\",\"labels\":{" CHART_LABEL ":\"" name                             \
    "-scripts-configmap\"}},\"data\":{\"chart\":\"" name                                           \
    "-scripts-configmap\",\"fields\":\"[]\"}}"
/* What a chart stamps with the label beside its workload. */
#define STAMPED                                                                                    \
    "{\"metadata\":{\"name\":\"x\",\"labels\":{" CHART_LABEL ":\"y\"}},\"data\":{\"a\":\"b\"}}"
#define TEMPLATES(items) "{\"kind\":\"ConfigMapList\",\"metadata\":{},\"items\":[" items "]}"

static struct kube_client *borrow_client(void *context, struct error *err UNUSED)
{
    return context;
}

/* "namespace/name " of all, and the request, from a server that answers so. */
static const char *listed(struct loopback_answer answer, struct catalog_options options,
                          const char *more_places, struct strv *notes)
{
    AUTO(api) api = API_INIT;
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(strv) places = STRV_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    strv_add(&places, CATALOG_CLUSTER);
    if (more_places)
        strv_add(&places, more_places);
    api_start(&api, &answer, 1);
    options.connect = borrow_client;
    options.connect_context = api.client;
    ASSERT_OK(catalog_open(&catalog, &places, NULL, &options, &err), err);
    ASSERT_OK(catalog_list(&catalog, &list, notes, &err), err);
    for (size_t i = 0; i < list.len; i++)
        buf_addf(&text, "%s/%s ", list.items[i].namespace ? list.items[i].namespace : "",
                 list.items[i].name);
    buf_add(&text, api_requests(&api));
    return test_format("%s", buf_text(&text));
}

TEST(source, all_namespaces_are_listed_side_by_side_without_what_charts_only_stamp)
{
    const struct loopback_answer answer = { .body = TEMPLATES(
                                                TEMPLATE("a", "argocd") "," STAMPED "," TEMPLATE(
                                                    "b", "film") "," TEMPLATE("a", "film")) };

    ASSERT_EQ_STR(listed(answer, (struct catalog_options){ .all_namespaces = true }, NULL, NULL),
                  "argocd/a film/a film/b GET /api/v1/configmaps?labelSelector="
                  "kuiper.juno-innovations.com%2Fchart&limit=500\n");
}

TEST(source, a_selector_is_the_servers_business_and_that_of_directories_ours)
{
    const struct loopback_answer answer = { .body = TEMPLATES(TEMPLATE("a", "argocd")) };
    const struct catalog_options options = { .selector = "team in (x)", .brief = true };

    plugin("other", "Server");
    ASSERT_EQ_STR(listed(answer, options, test_format("%s/other", test_dir()), NULL),
                  "argocd/a GET /api/v1/namespaces/argocd/configmaps?labelSelector="
                  "kuiper.juno-innovations.com%2Fchart%2Cteam%20in%20%28x%29&limit=500\n");
}

TEST(source, a_selector_that_is_none_is_a_usage_error)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(strv) places = STRV_INIT;
    const struct catalog_options options = { .selector = "a b" };
    struct error err = ERROR_INIT;

    strv_add(&places, test_dir());
    ASSERT_FAILS(catalog_open(&catalog, &places, NULL, &options, &err), err, ERROR_USAGE, "a b");
}

TEST(source, R_092_a_catalog_that_may_not_be_read_is_told_beside_the_others)
{
    const struct loopback_answer answer = {
        .status = 403, .body = "{\"kind\":\"Status\",\"message\":\"configmaps is forbidden\"}"
    };
    AUTO(strv) notes = STRV_INIT;

    plugin("other", "Server");
    ASSERT_CONTAINS(listed(answer, no_options, test_format("%s/other", test_dir()), &notes),
                    "/other GET ");
    ASSERT_EQ_UINT(notes.len, 1);
    ASSERT_EQ_STR(notes.items[0],
                  "cannot list the catalog of namespace 'argocd': configmaps is forbidden");
}
