/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/field.h"

#include "harness/test.h"

static bool parse(struct fields *fields, struct ydoc **doc, const char *text, struct error *err)
{
    *doc = ydoc_parse(view_of(text), "fields", err);
    return *doc && fields_parse(fields, *doc, ydoc_root(*doc), err);
}

TEST(field, reads_types_and_takes_string_and_optional_for_absent)
{
    struct fields fields;
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = NULL;

    ASSERT_OK(parse(&fields, &doc,
                    "[{name: icon, default: u}, {name: a}, {name: b, type: int, required: 'true'},"
                    " {name: l, type: list, fields: [{name: x}]}]",
                    &err),
              err);
    ASSERT_EQ_INT(fields.list.len, 3);
    ASSERT_EQ_VIEW(fields.icon, "u");
    ASSERT_EQ_INT(fields.list.items[0].type, FIELD_STRING);
    ASSERT_FALSE(fields.list.items[0].required);
    ASSERT_TRUE(fields.list.items[1].required);
    ASSERT_EQ_INT(fields.list.items[2].fields.len, 1);
    ASSERT_EQ_INT(fields.unknown.len, 0);
}

TEST(field, R_060_a_broken_schema_is_told_by_entry)
{
    static const struct {
        const char *text;
        const char *words;
    } cases[] = {
        { "a: 1", "not a list but a mapping" },
        { "[null]", "entry 1 is no mapping" },
        { "[{name: a}, {type: int}]", "entry 2 has no name" },
        { "[{name: 'a b'}]", "no identifier" },
        { "[{name: a}, {name: a}]", "'a' is there twice" },
        { "[{name: a, type: list}]", "the list 'a' has no fields" },
        { "[{name: a, type: list, fields: [{name: b, type: list, fields: [{name: c}]}]}]",
          "entry 1 of 'a' is a list within a list" },
    };
    struct error err = ERROR_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct fields fields;
        AUTO_FREE(ydoc) doc = NULL;

        ASSERT_FAILS(parse(&fields, &doc, cases[i].text, &err), err, ERROR_INVALID, cases[i].words);
    }
}

TEST(field, an_unknown_type_is_remembered)
{
    struct fields fields;
    AUTO_FREE(ydoc) doc = NULL;

    ASSERT_TRUE(parse(&fields, &doc, "[{name: a, type: shared-volume}]", NULL));
    ASSERT_EQ_VIEW(fields.unknown, "shared-volume");
}

TEST(field, secrets_are_known_by_name_or_by_the_schema)
{
    struct fields fields;
    AUTO_FREE(ydoc) doc = NULL;

    ASSERT_TRUE(parse(&fields, &doc,
                      "[{name: hf_token}, {name: pin, sensitive: true}, {name: tag}]", NULL));
    ASSERT_TRUE(field_is_secret(&fields.list.items[0]));
    ASSERT_TRUE(field_is_secret(&fields.list.items[1]));
    ASSERT_FALSE(field_is_secret(&fields.list.items[2]));
    ASSERT_TRUE(field_name_is_secret(VIEW("adminPassword")));
}

TEST(field, a_key_of_the_values_is_a_secret_by_its_field_or_its_name)
{
    struct fields fields;
    AUTO_FREE(ydoc) doc = NULL;

    ASSERT_TRUE(parse(&fields, &doc,
                      "[{name: pin, sensitive: true}, {name: tag}, {name: rules, type: list, "
                      "fields: [{name: code, sensitive: true}, {name: to}]}]",
                      NULL));
    ASSERT_TRUE(field_key_is_secret(&fields.list, VIEW("pin")));
    ASSERT_FALSE(field_key_is_secret(&fields.list, VIEW("tag")));
    ASSERT_TRUE(field_key_is_secret(&fields.list, VIEW("code")));
    ASSERT_FALSE(field_key_is_secret(&fields.list, VIEW("to")));
    ASSERT_TRUE(field_key_is_secret(&fields.list, VIEW("API_TOKEN")));
    ASSERT_FALSE(field_key_is_secret(&fields.list, VIEW("pullSecret")));
}
