/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/chart_schema.h"

#include "harness/test.h"

/* A chart whose PATH is TEXT. */
static bool check(const char *path, const char *text, struct error *err)
{
    struct archive_member member = { .path = view_of(path), .bytes = view_of(text) };
    struct archive_tree tree = { .members = &member, .len = 1 };

    return chart_schema_check(&tree, err);
}

#define SCHEMA "scripts/chart/values.schema.json"

static void refused(const char *text, enum error_code code, const char *words)
{
    struct error err = ERROR_INIT;

    ASSERT_FAILS(check(SCHEMA, text, &err), err, code, words);
}

TEST(chart_schema, R_069_references_within_the_document_are_let_through)
{
    struct error err = ERROR_INIT;

    ASSERT_OK(
        check(SCHEMA,
              "{\"properties\": {\"a\": {\"$ref\": \"#/definitions/x~1y\"}, \"b\": {\"$ref\": "
              "\"#\"}}, \"definitions\": {\"x/y\": {\"type\": \"string\"}}}",
              &err),
        err);
    /* A property that is called so is no reference. */
    ASSERT_OK(check(SCHEMA, "{\"properties\": {\"$ref\": {\"type\": \"string\"}}}", &err), err);
    ASSERT_OK(check("scripts/chart/other.json", "{\"$ref\": \"file:///dev/zero\"}", &err), err);
}

TEST(chart_schema, R_069_a_reference_to_a_file_url_or_device_is_refused_with_its_place)
{
    static const char *const places[] = { "file:///dev/zero", "/dev/zero",   "other.json#/a",
                                          "http://h/s.json",  "https://h/s", "../../secret" };

    for (size_t i = 0; i < ARRAY_SIZE(places); i++)
        refused(test_format("{\n  \"items\": [{\"$ref\": \"%s\"}]\n}", places[i]), ERROR_INVALID,
                test_format(SCHEMA ":2:22: the $ref '%s' leaves the document", places[i]));
}

TEST(chart_schema, R_069_a_reference_to_itself_is_refused)
{
    refused("{\"a\": {\"$ref\": \"#/a\"}}", ERROR_INVALID, "'#/a' leads back to itself");
    refused("{\"a\": {\"$ref\": \"#/b\"}, \"b\": {\"$ref\": \"#/a\"}}", ERROR_INVALID,
            "leads back to itself");
}

TEST(chart_schema, R_069_the_schema_of_a_subchart_is_looked_at_too)
{
    struct error err = ERROR_INIT;

    ASSERT_FAILS(
        check("scripts/chart/charts/sub/values.schema.json", "{\"$ref\": \"/etc/passwd\"}", &err),
        err, ERROR_INVALID, "charts/sub/values.schema.json:1");
    refused("{\"a\": ", ERROR_SYNTAX, SCHEMA);
}
