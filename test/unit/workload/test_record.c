/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/record.h"

#include <sys/wait.h>
#include <unistd.h>

#include "harness/test.h"
#include "yaml/emit.h"

static bool looks_secret(const void *context UNUSED, struct view key)
{
    return view_is(key, "password") || view_is(key, "API_TOKEN");
}

/* A record of VALUES (YAML) and an inventory of one Service. */
static struct ydoc *make(const char *values_text)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) values = ydoc_parse(view_of(values_text), "values", &err);
    AUTO_FREE(ydoc)
    service = ydoc_parse(
        VIEW("{apiVersion: v1, kind: Service, metadata: {name: s, namespace: ns}}"), "s", &err);
    AUTO_FREE(ydoc)
    origins = ydoc_parse(VIEW("{o: {tag: {layer: answer, from: --set}, user: {layer: sample}}}"),
                         "origins", &err);
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;
    struct ydoc *doc = ydoc_new();
    struct record_facts facts = {
        .instance = "nb-1",
        .namespace = "ns",
        .template = "notebook",
        .category = "Application",
        .label = "first line\nsecond",
        .revision = "abc",
        .source = "here",
        .launcher = "host:1:2 of ada",
        .is_secret = looks_secret,
        .state = RECORD_APPLYING,
        .inventory = &inventory,
    };

    facts.values = ydoc_root(values);
    facts.origins = ynode_get(ydoc_root(origins), "o");
    record_inventory_add(&inventory, ydoc_root(service), VIEW("u-1"));
    ydoc_set_root(doc, record_make(doc, &facts, &err));
    ASSERT_OK(ydoc_root(doc) != NULL, err);
    return doc;
}

static const char *datum(const struct ydoc *doc, const char *key)
{
    return test_format(VIEW_FMT,
                       VIEW_ARGS(ynode_text(ynode_get_path(ydoc_root(doc), "data", key, NULL))));
}

TEST(record, it_says_where_each_value_came_from)
{
    AUTO_FREE(ydoc) doc = make("{tag: '1.10', user: ada}");

    ASSERT_EQ_STR(datum(doc, RECORD_ORIGINS), "{\"tag\":\"--set\",\"user\":\"sample\"}");
}

TEST(record, scalars_are_text_and_lists_json)
{
    AUTO_FREE(ydoc)
    doc = make("{tag: '1.10', replicas: 3, env: [{name: A, value: b}], gone: null, user: ada}");

    ASSERT_EQ_STR(datum(doc, "tag"), "1.10");
    ASSERT_EQ_STR(datum(doc, "replicas"), "3");
    ASSERT_EQ_STR(datum(doc, "env"), "[{\"name\":\"A\",\"value\":\"b\"}]");
    ASSERT_EQ_STR(datum(doc, "gone"), "");
    ASSERT_EQ_STR(datum(doc, "label"), "first line");
    ASSERT_EQ_STR(datum(doc, "_kuiper"), "deprecated");
    ASSERT_EQ_STR(datum(doc, "volumes"), "[]");
    ASSERT_CONTAINS(datum(doc, RECORD_INVENTORY), "\"uid\":\"u-1\"");
}

TEST(record, secrets_are_hidden_wherever_they_stand)
{
    AUTO_FREE(ydoc)
    doc = make("{password: canary, env: [{name: API_TOKEN, value: canary}, {name: B, value: c}], "
               "l: [{password: "
               "canary}], m: {password: [canary]}}");
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(emit_json(&text, ydoc_root(doc), 0, YAML_1_1, &err), err);
    ASSERT_NOT_CONTAINS(buf_text(&text), "canary");
    ASSERT_EQ_STR(datum(doc, "password"), RECORD_SECRET);
    ASSERT_CONTAINS(datum(doc, "env"), "\"c\"");
}

TEST(record, what_was_written_is_read_again)
{
    AUTO_FREE(ydoc) doc = make("{user: ada}");
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;
    struct error err = ERROR_INIT;
    struct record record;

    ASSERT_TRUE(record_read(&record, ydoc_root(doc)));
    ASSERT_EQ_VIEW(record.instance, "nb-1");
    ASSERT_EQ_VIEW(record.template, "notebook");
    ASSERT_EQ_VIEW(record.user, "ada");
    ASSERT_TRUE(record.state == RECORD_APPLYING);
    ASSERT_OK(record_read_inventory(&inventory, &record, &err), err);
    ASSERT_EQ_UINT(inventory.len, 1);
    ASSERT_EQ_STR(inventory.items[0].namespace, "ns");
    ASSERT_NULL(record_inventory_find(&inventory, ydoc_root(doc)));
}

TEST(record, a_record_of_kuipers_is_complete_and_its_values_are_trimmed)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc)
    doc = ydoc_parse(
        VIEW("metadata: {name: e-1-kuiper-config, labels: "
             "{kuiper.juno-innovations.com/kuiper-instance: e-1}}\ndata: {user: \"ada\\n\"}\n"),
        "t", &err);
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;
    struct record record;

    ASSERT_TRUE(record_read(&record, ydoc_root(doc)));
    ASSERT_TRUE(record.state == RECORD_COMPLETE);
    ASSERT_EQ_VIEW(record.user, "ada");
    ASSERT_OK(record_read_inventory(&inventory, &record, &err), err);
    ASSERT_EQ_UINT(inventory.len, 0);
}

TEST(record, what_is_no_record_is_none)
{
    static const char *const others[] = {
        "{metadata: {name: x-kuiper-config}}",
        "{metadata: {name: x, labels: {kuiper.juno-innovations.com/kuiper-instance: x}}}",
        "[]",
    };
    struct record record;
    struct error err = ERROR_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        AUTO_FREE(ydoc) doc = ydoc_parse(view_of(others[i]), "t", &err);

        ASSERT_FALSE(record_read(&record, ydoc_root(doc)));
    }
}

TEST(record, an_inventory_that_cannot_be_read_is_told)
{
    static const struct {
        const char *text;
        enum error_code code;
    } wrong[] = { { "{", ERROR_SYNTAX }, { "{a: b}", ERROR_INVALID } };

    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        AUTO_FREE(ydoc) doc = make("{}");
        AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;
        struct error err = ERROR_INIT;
        struct record record;

        ynode_set_string(doc, ynode_get(ydoc_root(doc), "data"), RECORD_INVENTORY,
                         view_of(wrong[i].text));
        ASSERT_TRUE(record_read(&record, ydoc_root(doc)));
        ASSERT_FAILS(record_read_inventory(&inventory, &record, &err), err, wrong[i].code,
                     "the record of 'nb-1'");
    }
}

TEST(record, a_launcher_is_gone_when_its_process_is)
{
    AUTO_CHARS ours = record_launcher("ada");
    struct view text = view_of(ours);
    size_t first = view_find_byte(text, ':', 0);

    ASSERT_FALSE(record_launcher_is_gone(text));
    ASSERT_TRUE(record_launcher_is_gone(view_of(
        test_format(VIEW_FMT ":1:99999999999 of ada", VIEW_ARGS(view_sub(text, 0, first))))));
    ASSERT_FALSE(record_launcher_is_gone(VIEW("elsewhere:1:2 of ada")));
    ASSERT_FALSE(record_launcher_is_gone(
        view_of(test_format(VIEW_FMT ":../../x:2", VIEW_ARGS(view_sub(text, 0, first))))));
    ASSERT_FALSE(record_launcher_is_gone(VIEW("")));
    ASSERT_FALSE(record_launcher_is_gone(VIEW("::")));
}

TEST(record, a_launch_that_goes_on_leaves_nothing_of_the_answers_before)
{
    AUTO_FREE(ydoc) old = make("{color: red, size: 1}");
    AUTO_FREE(ydoc) made = make("{size: 2}");
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;
    struct record before;

    ASSERT_TRUE(record_read(&before, ydoc_root(old)));
    before.resource_version = VIEW("17");
    ASSERT_OK(record_replace(&patch, made, ydoc_root(made), &before, &err), err);
    ASSERT_CONTAINS(buf_text(&patch), "\"size\":\"2\"");
    ASSERT_CONTAINS(buf_text(&patch), "\"color\":null");
    ASSERT_CONTAINS(buf_text(&patch), "\"resourceVersion\":\"17\"");
    ASSERT_CONTAINS(buf_text(&patch), "\"juno/state\":\"applying\"");
}

TEST(record, a_process_that_its_parent_has_not_asked_after_is_gone)
{
    char name[200] = "";
    siginfo_t end;
    int pipes[2];
    pid_t child;

    ASSERT_EQ_INT(pipe(pipes), 0);
    child = fork();
    if (child == 0) {
        AUTO_CHARS ours = record_launcher("ada");

        _exit(write(pipes[1], ours, strlen(ours)) > 0 ? 0 : 1);
    }
    ASSERT_TRUE(read(pipes[0], name, sizeof(name) - 1) > 0);
    ASSERT_EQ_INT(waitid(P_PID, (id_t)child, &end, WEXITED | WNOWAIT), 0);
    ASSERT_TRUE(record_launcher_is_gone(view_of(name)));
    ASSERT_EQ_INT(waitpid(child, NULL, 0), child);
    ASSERT_TRUE(record_launcher_is_gone(view_of(name)));
    close(pipes[0]);
    close(pipes[1]);
}

static const char *patch_of(const struct record_change *change)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(record_patch(&patch, change, &err), err);
    return test_format("%s", buf_text(&patch));
}

TEST(record, which_version_holds_changes_only_with_what_is_complete)
{
    const struct record_inventory none = RECORD_INVENTORY_INIT;
    struct record_change change = {
        .state = RECORD_COMPLETE, .launcher = "h:1:2", .inventory = &none, .history = 4
    };

    ASSERT_CONTAINS(patch_of(&change), "\"juno/history\":\"4\"");
    ASSERT_NOT_CONTAINS(patch_of(&change), "resourceVersion");
    change.history = 0;
    ASSERT_CONTAINS(patch_of(&change), "\"juno/history\":null");
    change.state = RECORD_FAILED;
    change.resource_version = "17";
    ASSERT_NOT_CONTAINS(patch_of(&change), "juno/history");
    ASSERT_CONTAINS(patch_of(&change), "\"resourceVersion\":\"17\"");
    ASSERT_CONTAINS(patch_of(&change), "\"juno/state\":\"failed\"");
}

TEST(record, an_object_taken_out_of_the_inventory_leaves_the_others_in_order)
{
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;
    static const char *const names[] = { "a", "b", "c" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        AUTO_FREE(ydoc) doc = ydoc_new();
        struct ynode *root = ynode_new_map(doc);

        ynode_set_string(doc, root, "kind", VIEW("ConfigMap"));
        ynode_set_string(doc, ynode_need_map(doc, root, "metadata"), "name", view_of(names[i]));
        record_inventory_add(&inventory, root, VIEW("u"));
    }
    record_inventory_remove(&inventory, &inventory.items[1]);
    ASSERT_EQ_INT(inventory.len, 2);
    ASSERT_EQ_STR(inventory.items[0].name, "a");
    ASSERT_EQ_STR(inventory.items[1].name, "c");
    record_inventory_remove(&inventory, &inventory.items[1]);
    record_inventory_remove(&inventory, &inventory.items[0]);
    ASSERT_EQ_INT(inventory.len, 0);
}
