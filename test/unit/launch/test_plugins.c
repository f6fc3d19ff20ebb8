/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/plugins.h"

#include "harness/api.h"
#include "harness/test.h"
#include "yaml/emit.h"

static const struct loopback_answer two = {
    .body = "{\"kind\":\"List\",\"metadata\":{},\"items\":["
            "{\"metadata\":{\"name\":\"ram\"},\"data\":{\"run.sh\":\"x\"}},"
            "{\"metadata\":{\"name\":\"off\"},\"data\":{\"z.py\":\"x\",\"a.sh\":\"x\"}}]}"
};

#define ENTRY(name, file, config)                                                                  \
    "{\"config\":\"" config "\",\"file\":\"" file "\",\"name\":\"" name "\"}"

struct running {
    struct api api;
    struct project project;
    struct strv words;
};

static void running_release(struct running *running)
{
    project_release(&running->project);
    api_release(&running->api);
    strv_release(&running->words);
}

static bool run_plugins(struct running *running, const char *word,
                        const struct loopback_answer *answer, struct error *err)
{
    struct project_request request = { .namespace = "film" };

    *running = (struct running){ .api = API_INIT, .project = PROJECT_INIT };
    if (answer) {
        api_start(&running->api, answer, 1);
        request.client = running->api.client;
    }
    if (word)
        strv_add(&running->words, word);
    request.plugins = &running->words;
    return plugins_read(&running->project, &request, err);
}

static void runs_as(const char *word, const char *expected, const char *from)
{
    AUTO(running) running = { .words = STRV_INIT };
    AUTO(buf) json = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(run_plugins(&running, word, &two, &err), err);
    if (running.project.plugins)
        ASSERT_TRUE(emit_json(&json, running.project.plugins, 0, YAML_1_1, NULL));
    ASSERT_EQ_STR(buf_text(&json), expected);
    ASSERT_EQ_STR(running.project.plugins_from ? running.project.plugins_from : "", from);
}

TEST(plugins, the_keys_of_each_plugin_count_in_sorted_order)
{
    runs_as("auto",
            "[" ENTRY("off-0", "a.sh", "off") "," ENTRY("off-1", "z.py", "off") "," ENTRY(
                "ram-0", "run.sh", "ram") "]",
            "ConfigMap/off, ConfigMap/ram");
    runs_as("ram", "[" ENTRY("ram-0", "run.sh", "ram") "]", "ConfigMap/ram");
}

TEST(plugins, without_the_flag_there_are_none_and_nobody_is_asked)
{
    AUTO(running) running = { .words = STRV_INIT };
    struct error err = ERROR_INIT;

    runs_as("none", "", "");
    ASSERT_OK(run_plugins(&running, NULL, &two, &err), err);
    ASSERT_NULL(running.project.plugins);
    ASSERT_EQ_STR(api_requests(&running.api), "");
}

TEST(plugins, only_labelled_configmaps_are_plugins)
{
    AUTO(running) running = { .words = STRV_INIT };
    struct error err = ERROR_INIT;

    ASSERT_OK(run_plugins(&running, "auto", &two, &err), err);
    ASSERT_EQ_STR(api_requests(&running.api),
                  "GET /api/v1/namespaces/film/configmaps?labelSelector="
                  "kuiper.juno-innovations.com%2Fplugin%3Dtrue&limit=500\n");
}

static void refused(const char *word, const struct loopback_answer *answer, enum error_code code,
                    const char *words, const char *hint)
{
    AUTO(running) running = { .words = STRV_INIT };
    struct error err = ERROR_INIT;

    ASSERT_FAILS_HINT(run_plugins(&running, word, answer, &err), err, code, words, hint);
}

TEST(plugins, one_that_is_not_there_is_told_with_the_nearest)
{
    refused("rma", &two, ERROR_NOT_FOUND, "there is no plugin 'rma' in namespace 'film'",
            "did you mean 'ram'?");
    refused("zzzzzzzzzz", &two, ERROR_NOT_FOUND, "there is no plugin",
            "a plugin is a ConfigMap with the label");
}

TEST(plugins, a_cluster_is_needed)
{
    AUTO(running) running = { .words = STRV_INIT };
    struct error err = ERROR_INIT;

    ASSERT_FAILS(run_plugins(&running, "auto", NULL, &err), err, ERROR_USAGE,
                 "--plugins needs a cluster that can be asked");
}
