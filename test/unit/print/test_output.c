/* SPDX-License-Identifier: Apache-2.0 */
/* print/output: the formats that scripts read */
#include "print/output.h"

#include "cli/command.h"
#include "harness/test.h"
#include "print/version.h"
#include "yaml/ydoc.h"

static const struct column columns[] = { { .header = "NAME", .path = ".name" },
                                         { .header = "SIZE", .path = ".size" } };
static const struct output_kind kind = { .kind = "Template",
                                         .columns = columns,
                                         .column_count = ARRAY_SIZE(columns) };

static struct output choose(const char *format)
{
    struct output_args args = { .format = format };
    struct output output;
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(output_choose(&output, &args, OUTPUT_LISTS, &err), err);
    return output;
}

/* What PRINT makes of TEXT (YAML) in FORMAT. */
static const char *print(const char *format, const char *text,
                         bool (*print_with)(struct console *, const struct output *,
                                            const struct ynode *, struct error *))
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "rows", &err);
    struct output output = choose(format);
    struct console console;
    const char *result;

    ASSERT_OK(doc, err);
    console_init_memory(&console, NULL);
    ASSERT_OK(print_with(&console, &output, ydoc_root(doc), &err), err);
    result = test_format("%s", buf_text(&console.out));
    console_release(&console);
    return result;
}

static bool list(struct console *console, const struct output *output, const struct ynode *node,
                 struct error *err)
{
    return output_list(console, output, &kind, node, err);
}

static bool one(struct console *console, const struct output *output, const struct ynode *node,
                struct error *err)
{
    return output_one(console, output, &kind, node, err);
}

static const char items[] = "[{name: b, size: 3}, {size: \"03\", name: a}]";

TEST(output, a_list_of_ours_is_a_document_of_ours)
{
    ASSERT_EQ_STR(print("json", items, list), "{\n"
                                              "    \"apiVersion\": \"juno/v1\",\n"
                                              "    \"items\": [\n"
                                              "        {\n"
                                              "            \"name\": \"b\",\n"
                                              "            \"size\": 3\n"
                                              "        },\n"
                                              "        {\n"
                                              "            \"name\": \"a\",\n"
                                              "            \"size\": \"03\"\n"
                                              "        }\n"
                                              "    ],\n"
                                              "    \"kind\": \"TemplateList\"\n"
                                              "}\n");
    ASSERT_EQ_STR(print("yaml", items, list), "apiVersion: juno/v1\n"
                                              "items:\n"
                                              "- name: b\n"
                                              "  size: 3\n"
                                              "- name: a\n"
                                              "  size: \"03\"\n"
                                              "kind: TemplateList\n");
    ASSERT_EQ_STR(print("name", items, list), "template/b\ntemplate/a\n");
    ASSERT_EQ_STR(print(NULL, items, list), "NAME   SIZE\nb      3\na      03\n");
}

TEST(output, nothing_found_is_an_empty_list_or_an_empty_table)
{
    ASSERT_EQ_STR(print("yaml", "[]", list),
                  "apiVersion: juno/v1\nitems: []\nkind: TemplateList\n");
    ASSERT_EQ_STR(print(NULL, "[]", list), "");
    ASSERT_EQ_STR(print("name", "[]", list), "");
}

TEST(output, one_object_says_its_kind)
{
    ASSERT_EQ_STR(print("yaml", "{name: b, size: 3}", one),
                  "apiVersion: juno/v1\nkind: Template\nname: b\nsize: 3\n");
    ASSERT_EQ_STR(print("name", "{name: \"b\\e[2J\"}", one), "template/b^[[2J\n");
}

static const char deployment[] = "[{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}]";
static const char both[] = "[{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}},"
                           " {apiVersion: v1, kind: Service, metadata: {name: web}}]";

TEST(output, kubernetes_objects_are_printed_as_kubectl_does)
{
    ASSERT_EQ_STR(print("yaml", deployment, output_objects),
                  "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n");
    ASSERT_EQ_STR(print("yaml", both, output_objects),
                  "apiVersion: v1\nitems:\n"
                  "- apiVersion: apps/v1\n  kind: Deployment\n  metadata:\n    name: web\n"
                  "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: web\n"
                  "kind: List\nmetadata:\n  resourceVersion: \"\"\n");
    ASSERT_EQ_STR(print("name", both, output_objects), "deployment.apps/web\nservice/web\n");
}

TEST(output, an_unknown_format_is_refused_in_kubectls_words)
{
    struct output_args args = { .format = "bogus" };
    struct output output = { .format = OUTPUT_NAME };
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(output_choose(&output, &args, OUTPUT_LISTS, &err), err, ERROR_USAGE,
                 "unable to match a printer suitable for the output format \"bogus\", allowed "
                 "formats are: custom-columns,custom-columns-file,json,jsonpath,jsonpath-file,"
                 "name,wide,yaml");
    args.format = "wide";
    ASSERT_FAILS(output_choose(&output, &args, OUTPUT_MACHINE, &err), err, ERROR_USAGE,
                 "allowed formats are: json,yaml");
    args.format = "";
    ASSERT_FAILS(output_choose(&output, &args, OUTPUT_MACHINE, &err), err, ERROR_USAGE, "\"\"");
    ASSERT_EQ_INT(output.format, OUTPUT_NAME);
}

TEST(output, wide_shows_wide_columns)
{
    ASSERT_EQ_INT(choose("wide").show, SHOW_WIDE);
    ASSERT_EQ_INT(choose("json").show, 0);
    ASSERT_EQ_INT(choose(NULL).format, OUTPUT_TABLE);
}

/* What LIST prints of ITEMS, sorted by PATH. */
static const char *sorted(const char *format, const char *path)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(items), "rows", &err);
    const struct output_args args = { .format = format, .sort_by = path };
    AUTO(output) output = OUTPUT_INIT;
    struct console console;
    const char *result;

    ASSERT_OK(output_choose(&output, &args, OUTPUT_LISTS, &err), err);
    console_init_memory(&console, NULL);
    ASSERT_OK(output_list(&console, &output, &kind, ydoc_root(doc), &err), err);
    result = test_format("%s", buf_text(&console.out));
    console_release(&console);
    return result;
}

TEST(output, every_format_is_sorted_as_asked_for)
{
    ASSERT_EQ_STR(sorted(NULL, ".name"), "NAME   SIZE\na      03\nb      3\n");
    ASSERT_EQ_STR(sorted("name", "{.name}"), "template/a\ntemplate/b\n");
    ASSERT_EQ_STR(sorted("jsonpath={.items[*].name}", "name"), "a b");
    ASSERT_EQ_STR(sorted("custom-columns=N:.name", "{.name}"), "N\na\nb\n");
    /* Alike: as they came. */
    ASSERT_EQ_STR(sorted("name", "{.size}"), "template/b\ntemplate/a\n");
}

TEST(output, version_is_a_line_or_a_document)
{
    struct output_args args = { .format = NULL };
    struct console console;
    AUTO(error) err = ERROR_INIT;

    console_init_memory(&console, NULL);
    ASSERT_OK(version_print(&console, &args, "helm-juno", &err), err);
    ASSERT_EQ_BUF(&console.out, "helm-juno " JUNO_VERSION "\n");
    buf_clear(&console.out);
    args.format = "yaml";
    ASSERT_OK(version_print(&console, &args, "helm-juno", &err), err);
    ASSERT_EQ_BUF(&console.out,
                  "apiVersion: juno/v1\nkind: Version\nname: helm-juno\nversion: " JUNO_VERSION
                  "\n");
    console_release(&console);
}
