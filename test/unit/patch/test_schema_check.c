/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/schema_check.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

enum verdict { WRONG, EMPTY, SCHEMA };

static enum verdict check(const char *json)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(json), "in", &err);

    ASSERT_OK(doc, err);
    if (!schema_is_valid(ydoc_root(doc)))
        return WRONG;
    return schema_is_empty(ydoc_root(doc)) ? EMPTY : SCHEMA;
}

TEST(schema_check, any_mapping_is_a_schema)
{
    ASSERT_EQ_INT(check("{\"type\":\"array\"}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"a\":1}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"x-foo\":null}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"Type\":5}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"$ref\":\"\"}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"minItems\":0}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"required\":[]}"), SCHEMA);
}

TEST(schema_check, one_that_says_nothing_is_empty)
{
    ASSERT_EQ_INT(check("{}"), EMPTY);
    ASSERT_EQ_INT(check("{\"description\":\"\",\"nullable\":false,\"type\":null}"), EMPTY);
    ASSERT_EQ_INT(check("{\"default\":null}"), EMPTY);
    ASSERT_EQ_INT(check("{\"nullable\":true}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"default\":1}"), SCHEMA);
}

TEST(schema_check, keywords_have_values_of_their_kind)
{
    ASSERT_EQ_INT(check("{\"type\":5}"), WRONG);
    ASSERT_EQ_INT(check("{\"type\":[\"array\"]}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"type\":[\"array\",1]}"), WRONG);
    ASSERT_EQ_INT(check("{\"description\":5}"), WRONG);
    ASSERT_EQ_INT(check("{\"description\":true}"), WRONG);
    ASSERT_EQ_INT(check("{\"nullable\":\"x\"}"), WRONG);
    ASSERT_EQ_INT(check("{\"maximum\":1.5}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"maximum\":\"1\"}"), WRONG);
    ASSERT_EQ_INT(check("{\"maxLength\":1.5}"), WRONG);
    ASSERT_EQ_INT(check("{\"enum\":1}"), WRONG);
    ASSERT_EQ_INT(check("{\"required\":[1]}"), WRONG);
    ASSERT_EQ_INT(check("{\"$ref\":5}"), WRONG);
    ASSERT_EQ_INT(check("{\"externalDocs\":5}"), WRONG);
}

TEST(schema_check, schemas_below_are_checked_too)
{
    ASSERT_EQ_INT(check("{\"properties\":{\"a\":{\"type\":5}}}"), WRONG);
    ASSERT_EQ_INT(check("{\"properties\":{\"a\":1}}"), WRONG);
    ASSERT_EQ_INT(check("{\"properties\":[]}"), WRONG);
    ASSERT_EQ_INT(check("{\"properties\":{\"a\":null}}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"items\":{\"type\":5}}"), WRONG);
    ASSERT_EQ_INT(check("{\"items\":[{\"type\":5}]}"), WRONG);
    ASSERT_EQ_INT(check("{\"items\":5}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"not\":5}"), WRONG);
    ASSERT_EQ_INT(check("{\"allOf\":[5]}"), WRONG);
    ASSERT_EQ_INT(check("{\"additionalProperties\":true}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"additionalProperties\":{\"type\":5}}"), WRONG);
    ASSERT_EQ_INT(check("{\"additionalProperties\":\"x\"}"), WRONG);
    ASSERT_EQ_INT(check("{\"dependencies\":{\"a\":[\"b\"],\"c\":{},\"d\":5}}"), SCHEMA);
    ASSERT_EQ_INT(check("{\"dependencies\":{\"a\":[1]}}"), WRONG);
}
