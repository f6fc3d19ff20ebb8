/* SPDX-License-Identifier: Apache-2.0 */
#include "base/semver.h"

#include "harness/test.h"

TEST(semver, takes_a_version_apart)
{
    struct semver version;

    ASSERT_TRUE(semver_parse(VIEW("1.20.300-rc.1-x+build.007"), &version));
    ASSERT_EQ_UINT(version.major, 1);
    ASSERT_EQ_UINT(version.minor, 20);
    ASSERT_EQ_UINT(version.patch, 300);
    ASSERT_EQ_VIEW(version.prerelease, "rc.1-x");
    ASSERT_EQ_VIEW(version.build, "build.007");
}

/* The examples of semver.org's regular expression. */
TEST(semver, strict_is_semver_2)
{
    static const char *const good[] = {
        "0.0.4",
        "1.1.2-prerelease+meta",
        "1.1.2+meta-valid",
        "1.0.0-alpha.0valid",
        "1.0.0-alpha-a.b-c-somethinglong+build.1-aef.1-its-okay",
        "2.0.0+build.1848",
        "1.0.0-0A.is.legal",
        "1.0.0--",
        "18446744073709551615.0.0",
        "1.0.0-999999999999999999999",
        "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
        "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
    };
    static const char *const bad[] = {
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "v1.2.3",
        "01.1.1",
        "1.01.1",
        "1.1.01",
        "1.2.3-",
        "1.2.3+",
        "1.2.3-0123",
        "1.2.3-0123.0123",
        "1.1.2+.123",
        "1.0.0-alpha_beta",
        "1.0.0-alpha..1",
        "1.0.0-alpha.",
        "1.0.0-.a",
        "1.2.3-a+b+c",
        "1.2.3 ",
        " 1.2.3",
        "1.2.3-\xc3\xa9",
        "-1.0.3",
        "18446744073709551616.0.0",
        "1..3",
        "1.2.",
        "alpha",
        "1.2-SNAPSHOT",
    };
    struct semver version = { .major = 42 };

    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        if (semver_parse(view_of(bad[i]), &version))
            TEST_FAIL("'%s' was accepted", bad[i]);
    ASSERT_EQ_UINT(version.major, 42);
    for (size_t i = 0; i < ARRAY_SIZE(good); i++)
        if (!semver_parse(view_of(good[i]), &version))
            TEST_FAIL("'%s' was refused", good[i]);
}

TEST(semver, loose_is_what_helm_takes)
{
    static const char *const bad[] = { "",      "v",       "vv1", "V1",   "1.",
                                       "v1.2.", "1.2.3.4", "1.a", "1-01", "1+" };
    struct semver version;

    ASSERT_TRUE(semver_parse_loose(VIEW("v1"), &version));
    ASSERT_EQ_UINT(version.major, 1);
    ASSERT_EQ_UINT(version.minor, 0);
    ASSERT_TRUE(semver_parse_loose(VIEW("1.2-beta.1+x"), &version));
    ASSERT_EQ_UINT(version.minor, 2);
    ASSERT_EQ_UINT(version.patch, 0);
    ASSERT_EQ_VIEW(version.prerelease, "beta.1");
    ASSERT_TRUE(semver_parse_loose(VIEW("01.002.0003"), &version));
    ASSERT_EQ_UINT(version.patch, 3);
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        if (semver_parse_loose(view_of(bad[i]), &version))
            TEST_FAIL("'%s' was accepted", bad[i]);
}

TEST(semver, precedence_of_the_specification)
{
    static const char *const ascending[] = {
        "0.9.9",
        "1.0.0-1",
        "1.0.0-2",
        "1.0.0-11",
        "1.0.0-99999999999999999999999",
        "1.0.0--",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.0.1",
        "1.2.0",
        "1.10.0",
        "2.0.0",
        "10.0.0",
    };

    for (size_t i = 0; i < ARRAY_SIZE(ascending); i++) {
        for (size_t j = 0; j < ARRAY_SIZE(ascending); j++) {
            struct semver a, b;
            ASSERT_TRUE(semver_parse(view_of(ascending[i]), &a));
            ASSERT_TRUE(semver_parse(view_of(ascending[j]), &b));
            int order = semver_cmp(&a, &b);
            if ((order < 0) != (i < j) || (order > 0) != (i > j))
                TEST_FAIL("'%s' against '%s' is %d", ascending[i], ascending[j], order);
        }
    }
}

TEST(semver, build_does_not_count)
{
    struct semver a, b;

    ASSERT_TRUE(semver_parse(VIEW("1.0.0+a"), &a));
    ASSERT_TRUE(semver_parse(VIEW("1.0.0+b"), &b));
    ASSERT_EQ_INT(semver_cmp(&a, &b), 0);
}
