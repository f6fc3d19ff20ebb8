/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/env.h"

#include "harness/test.h"

static const char *settle(const char *text, struct strv *warnings)
{
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct stream_options options = { .origin = "test" };
    struct error err = ERROR_INIT;

    ASSERT_OK(stream_parse(&stream, view_of(text), &options, &err), err);
    ASSERT_OK(env_drop_earlier(&stream, warnings, &err), err);
    ASSERT_TRUE(stream_write(&out, &stream, NULL));
    return test_format("%s", buf_text(&out));
}

#define POD(list)                                                                                  \
    "kind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: c\n    env:\n" list
#define A1 "    - name: A\n      value: one # first\n"
#define B1 "    - name: B\n      value: two\n"
#define A2 "    - name: A\n      value: three\n"

TEST(env, the_earlier_of_two_goes_with_a_warning)
{
    AUTO(strv) warnings = STRV_INIT;

    ASSERT_EQ_STR(settle(POD(A1 B1 A2), &warnings), POD(B1 A2));
    ASSERT_EQ_UINT(warnings.len, 1);
    ASSERT_EQ_STR(warnings.items[0], "Pod/p: container 'c' sets A twice: the later one counts");
}

TEST(env, what_is_there_once_keeps_its_bytes)
{
    AUTO(strv) warnings = STRV_INIT;

    ASSERT_EQ_STR(settle(POD(A1 B1), &warnings), POD(A1 B1));
    ASSERT_EQ_STR(settle("kind: ConfigMap # kept\nmetadata: {name: x}\n", &warnings),
                  "kind: ConfigMap # kept\nmetadata: {name: x}\n");
    ASSERT_EQ_UINT(warnings.len, 0);
}

/* BEFORE and BEHIND are what stands around the pod's own keys. */
static void looks_into(const char *before, const char *behind)
{
    static const char *const lists[] = { "containers", "initContainers" };

    for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
        AUTO(strv) warnings = STRV_INIT;
        const char *text =
            test_format("%s%s: [{name: c, env: [{name: A, value: x}, {name: A, value: y}]}]%s\n",
                        before, lists[i], behind);

        ASSERT_NOT_CONTAINS(settle(text, &warnings), "value: x");
        ASSERT_EQ_UINT(warnings.len, 1);
    }
}

TEST(env, every_container_of_every_kind_is_looked_at)
{
    looks_into("kind: StatefulSet\nmetadata: {name: s}\nspec: {template: {spec: {", "}}}");
    looks_into("kind: CronJob\nmetadata: {name: s}\n"
               "spec: {jobTemplate: {spec: {template: {spec: {",
               "}}}}}");
    looks_into("kind: List\napiVersion: v1\nitems: [{kind: Pod, metadata: {name: s}, spec: {",
               "}}]");
}
