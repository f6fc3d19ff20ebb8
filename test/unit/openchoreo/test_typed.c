/* SPDX-License-Identifier: Apache-2.0 */
/* typed_place(); what typed_read() does is in test_descriptor.c, on the tables it is for. */
#include "openchoreo/typed.h"

#include "harness/test.h"
#include "openchoreo/descriptor.h"

static const char *const text = "endpoints:\n"                        /* 1 */
                                "- name: a\n"                         /* 2 */
                                "  visibility: [project, external]\n" /* 3 */
                                "dependencies:\n"                     /* 4 */
                                "  resources:\n"                      /* 5 */
                                "  - ref: pg\n"                       /* 6 */
                                "    envBindings:\n"                  /* 7 */
                                "      url: URL\n";                   /* 8 */

static const char *place(const char *path)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;
    AUTO(error) err = ERROR_INIT;
    struct place at;

    ASSERT_OK(descriptor_read(&d, view_of(text), "w.yaml", dialect_find(NULL, NULL), NULL, &err),
              err);
    at = descriptor_place(&d, view_of(path));
    return test_format("%u:%u", at.line, at.column);
}

TEST(typed, a_field_is_found_by_its_path)
{
    ASSERT_EQ_STR(place("endpoints[0].name"), "2:9");
    ASSERT_EQ_STR(place("endpoints[0].visibility[1]"), "3:25");
    ASSERT_EQ_STR(place("dependencies.resources[0].ref"), "6:10");
    ASSERT_EQ_STR(place("dependencies.resources[0].envBindings.url"), "8:12");
}

TEST(typed, what_was_not_written_is_at_what_is_around_it)
{
    ASSERT_EQ_STR(place("endpoints[0].port"), "2:3");
    ASSERT_EQ_STR(place("endpoints[0].visibility[7]"), "2:3");
    ASSERT_EQ_STR(place("endpoints[5].name"), "1:1");
    ASSERT_EQ_STR(place("dependencies.resources[0].envBindings.none"), "8:7");
    ASSERT_EQ_STR(place("configurations.env[0].name"), "1:1");
    ASSERT_EQ_STR(place("bogus"), "1:1");
    ASSERT_EQ_STR(place(""), "1:1");
}
