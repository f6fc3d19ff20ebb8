/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/dialect.h"

#include "harness/test.h"

static const char *name_of(const char *version)
{
    AUTO(error) err = ERROR_INIT;
    const struct dialect *dialect = dialect_find(version, &err);

    ASSERT_OK(dialect, err);
    return dialect->name;
}

TEST(dialect, a_version_finds_its_range)
{
    ASSERT_EQ_STR(name_of("v0.17"), "v0.17");
    ASSERT_EQ_STR(name_of("0.17.3"), "v0.17");
    ASSERT_EQ_STR(name_of("1.0.0-alpha.1"), "v1.0.0-rc.1");
    ASSERT_EQ_STR(name_of("v1.0.0-rc.1"), "v1.0.0-rc.1");
    ASSERT_EQ_STR(name_of("1.0.0-rc.2"), "1.0");
    ASSERT_EQ_STR(name_of("v1.0"), "1.0");
    ASSERT_EQ_STR(name_of("1.1.0-rc.1"), "1.1");
    ASSERT_EQ_STR(name_of("1.1.9"), "1.1");
    ASSERT_EQ_STR(name_of("1.2"), "1.2");
}

TEST(dialect, the_newest_is_the_default_and_that_of_what_comes)
{
    ASSERT_EQ_STR(name_of(NULL), "1.2");
    ASSERT_EQ_STR(name_of(""), "1.2");
    ASSERT_EQ_STR(name_of("v3.4.5"), "1.2");
}

TEST(dialect, older_ones_and_what_is_no_version_are_refused)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(dialect_find("v0.16.9", &err), err, ERROR_UNSUPPORTED,
                 "descriptors of OpenChoreo v0.16.9 have another shape: 0.17.0 is the first");
    ASSERT_FAILS_HINT(dialect_find("newest", &err), err, ERROR_USAGE,
                      "'newest' is no version of OpenChoreo", "v0.17, 1.0.0-rc.1 or 1.2");
}

TEST(dialect, the_type_of_a_schema_is_the_endpoints_before_1_2)
{
    AUTO(error) err = ERROR_INIT;
    const struct dialect *old = dialect_find("1.1", &err);
    const struct dialect *newest = dialect_find("1.2", &err);

    ASSERT_EQ_VIEW(dialect_schema_type(old, VIEW("HTTP")), "HTTP");
    ASSERT_EQ_VIEW(dialect_schema_type(newest, VIEW("HTTP")), "openapi");
    ASSERT_EQ_VIEW(dialect_schema_type(newest, VIEW("gRPC")), "proto");
    ASSERT_EQ_VIEW(dialect_schema_type(newest, VIEW("GraphQL")), "graphql");
    ASSERT_EQ_VIEW(dialect_schema_type(newest, VIEW("http")), "");
}
