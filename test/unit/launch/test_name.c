/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/name.h"

#include "harness/test.h"

TEST(name, R_066_what_is_no_name_of_a_workload_is_refused)
{
    static const char *const bad[] = {
        "", "A", "..", "-x", "x-", "--flag", "a b", "a_b", "a.b", "1a", "a/b", "\xd0\xb0",
    };
    struct error err = ERROR_INIT;
    char exact[NAME_WORKLOAD_BYTES_MAX + 2];

    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        ASSERT_FAILS(name_check_workload(bad[i], &err), err, ERROR_USAGE, "cannot be the name");
    memset(exact, 'a', sizeof(exact));
    exact[NAME_WORKLOAD_BYTES_MAX + 1] = '\0';
    ASSERT_FAILS(name_check_workload(exact, &err), err, ERROR_USAGE, "has 53 characters");
    exact[NAME_WORKLOAD_BYTES_MAX] = '\0';
    ASSERT_TRUE(name_check_workload(exact, NULL));
}

TEST(name, a_namespace_may_begin_with_a_digit)
{
    ASSERT_TRUE(name_check_namespace("1-film", NULL));
    ASSERT_FALSE(name_check_namespace("film.a", NULL));
    ASSERT_FALSE(name_check_namespace("", NULL));
}

TEST(name, labels_hosts_and_subdomains)
{
    ASSERT_TRUE(name_is_label_value(VIEW("")));
    ASSERT_TRUE(name_is_label_value(VIEW("A_b.c-1")));
    ASSERT_FALSE(name_is_label_value(VIEW("ada@example.org")));
    ASSERT_TRUE(name_is_label_key(VIEW("example.org/pool")));
    ASSERT_FALSE(name_is_label_key(VIEW("/pool")));
    ASSERT_FALSE(name_is_label_key(VIEW("example.org/")));
    ASSERT_TRUE(name_is_host(VIEW("*.example.org")));
    ASSERT_FALSE(name_is_host(VIEW("https://example.org")));
    ASSERT_FALSE(name_is_subdomain(VIEW("a..b")));
}

TEST(name, a_generated_name_is_always_one)
{
    static const char *const templates[] = {
        "notebook", "Note Book", "9lives",
        "---",      "",          "a-very-long-name-of-a-template-that-goes-on-and-on-and-on",
    };

    for (size_t i = 0; i < ARRAY_SIZE(templates); i++) {
        AUTO_CHARS name = name_generate(templates[i], "3f9c");

        ASSERT_TRUE(name_check_workload(name, NULL));
        ASSERT_TRUE(strlen(name) <= NAME_WORKLOAD_BYTES_WARN);
    }
    AUTO_CHARS plain = name_generate("notebook", "3f9c");
    ASSERT_EQ_STR(plain, "notebook-3f9c");
}
