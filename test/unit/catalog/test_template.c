/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/template.h"

#include "harness/test.h"

static void make(struct template *template, const char *yaml)
{
    struct ydoc *doc = ydoc_parse(view_of(yaml), "metadata.yaml", NULL);

    ASSERT_NOT_NULL(doc);
    *template = (struct template){ .name = NULL };
    template_from_metadata(template, doc, "here", "metadata.yaml", "fallback");
}

TEST(template, is_read_from_its_config_map)
{
    AUTO(template) template;

    make(&template, "metadata:\n"
                    "  name: demo-terra-metadata\n"
                    "  labels: {kuiper.juno-innovations.com/chart: demo-scripts-configmap}\n"
                    "  annotations: {juno-innovations.com/workload: Server}\n"
                    "data:\n"
                    "  chart: demo-scripts-configmap\n"
                    "  description: Echo server\n"
                    "  fields: |\n"
                    "    - {name: icon, default: \"https://example.org/echo.png\"}\n"
                    "    - {name: replicas, type: int, required: true, default: 1}\n"
                    "  env_hints: |\n"
                    "    - {name: TZ, description: zone}\n");
    ASSERT_EQ_INT(template.status, TEMPLATE_OK);
    ASSERT_EQ_STR(template.name, "demo");
    ASSERT_EQ_STR(template.category, "Server");
    ASSERT_EQ_STR(template.icon, "https://example.org/echo.png");
    ASSERT_EQ_INT(template.fields.list.len, 1);
    ASSERT_EQ_INT(template.hint_count, 1);
    ASSERT_EQ_STR(template.scripts_name, "demo-scripts-configmap");
}

TEST(template, without_label_annotation_or_name_it_is_still_an_entry)
{
    AUTO(template) template;

    make(&template, "data: {fields: '[]'}");
    ASSERT_EQ_STR(template.name, "fallback");
    ASSERT_EQ_STR(template.category, "Uncategorized");
    ASSERT_EQ_INT(template.status, TEMPLATE_OK);
    template_release(&template);
    make(&template, "metadata: {name: odd, labels: {kuiper.juno-innovations.com/chart: "
                    "x-scripts-configmap}}\ndata: {chart: x-scripts-configmap, fields: '[]'}");
    ASSERT_EQ_STR(template.name, "x");
}

TEST(template, R_060_broken_schemas_are_shown_with_their_reason)
{
    static const struct {
        const char *data;
        enum template_status status;
        const char *reason;
    } cases[] = {
        { "data: {}", TEMPLATE_BAD_SCHEMA, "data.fields is absent" },
        { "data: {fields: [a]}", TEMPLATE_BAD_SCHEMA, "data.fields is no text" },
        { "data: {fields: ''}", TEMPLATE_BAD_SCHEMA, "not a list" },
        { "data:\n  fields: |\n    - {name: a\n", TEMPLATE_BAD_SCHEMA, "metadata.yaml:" },
        { "data: {fields: '[{name: a, type: shared-volume}]'}", TEMPLATE_UNKNOWN_TYPE,
          "shared-volume" },
        { "metadata: {labels: {kuiper.juno-innovations.com/chart: a}}\n"
          "data: {chart: b, fields: '[]'}",
          TEMPLATE_MISMATCH, "the label says 'a', data.chart 'b'" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(template) template;

        make(&template, cases[i].data);
        ASSERT_EQ_STR(template_status_name(template.status), template_status_name(cases[i].status));
        ASSERT_CONTAINS(template.reason, cases[i].reason);
        ASSERT_EQ_INT(template_is_usable(&template), cases[i].status == TEMPLATE_MISMATCH);
    }
}

TEST(template, an_error_inside_the_fields_names_the_line_of_the_file)
{
    AUTO(template) template;

    make(&template, "data:\n  fields: |\n    - name: a\n    - {name: b\n");
    ASSERT_CONTAINS(template.reason, "metadata.yaml:");
    ASSERT_TRUE(strstr(template.reason, ":4:") || strstr(template.reason, ":5:"));
}

TEST(template, a_brief_one_has_what_a_table_shows_and_its_state)
{
    static const struct {
        const char *data;
        enum template_status status;
        size_t fields;
    } cases[] = {
        { "{chart: demo-scripts-configmap, fields: '[{name: a}, {name: icon, default: x}]'}",
          TEMPLATE_OK, 1 },
        { "{chart: demo-scripts-configmap, fields: '{}'}", TEMPLATE_BAD_SCHEMA, 0 },
        { "{chart: demo-scripts-configmap}", TEMPLATE_BAD_SCHEMA, 0 },
        { "{chart: other, fields: '[]'}", TEMPLATE_MISMATCH, 0 },
        { "{chart: demo-scripts-configmap, fields: '[{name: a, type: odd}]'}",
          TEMPLATE_UNKNOWN_TYPE, 1 },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(template) template = { .name = NULL };
        AUTO_FREE(ydoc)
        doc = ydoc_parse(view_of(test_format("metadata: {name: demo-terra-metadata, labels: "
                                             "{kuiper.juno-innovations.com/chart: "
                                             "demo-scripts-configmap}}\ndata: %s\n",
                                             cases[i].data)),
                         "metadata", NULL);

        template_from_brief(&template, ydoc_root(doc), "here");
        ASSERT_EQ_STR(template.name, "demo");
        ASSERT_EQ_INT(template.status, cases[i].status);
        ASSERT_EQ_UINT(template.field_count, cases[i].fields);
        ASSERT_EQ_UINT(template.fields.list.len, 0);
        ASSERT_TRUE(!template.metadata && !template.schema && !template.icon);
    }
}
