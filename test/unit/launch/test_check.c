/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/check.h"

#include "harness/test.h"

static bool check(const char *text, struct error *err)
{
    AUTO(stream) stream = STREAM_INIT;
    struct stream_options options = { .origin = "test" };

    return stream_parse(&stream, view_of(text), &options, err) && check_objects(&stream, err);
}

static const char *of_length(char c, size_t len)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_repeat(&text, c, len);
    return test_format("%s", buf_text(&text));
}

TEST(check, R_043_names_and_labels_that_are_too_long_are_named_with_their_length)
{
    struct error err = ERROR_INIT;

    ASSERT_TRUE(
        check(test_format("kind: Service\nmetadata: {name: %s}\n", of_length('a', 63)), NULL));
    ASSERT_FAILS(
        check(test_format("kind: Service\nmetadata: {name: %s}\n", of_length('a', 64)), &err), err,
        ERROR_INVALID, "its name has 64 characters, 63 are allowed");
    ASSERT_FAILS(
        check(test_format("kind: ConfigMap\nmetadata: {name: %s}\n", of_length('a', 254)), &err),
        err, ERROR_INVALID, "254 characters, 253");
    ASSERT_FAILS(
        check(test_format("kind: A\nmetadata: {name: x, labels: {l: %s}}\n", of_length('a', 64)),
              &err),
        err, ERROR_INVALID, "A/x: the label 'l' has 64 characters");
    ASSERT_FAILS(
        check("kind: A\nmetadata: {name: x}\nspec: {template: {metadata: {labels: {l: a@b}}}}\n",
              &err),
        err, ERROR_INVALID, "the label 'l' cannot be 'a@b'");
    ASSERT_FAILS(check("metadata: {name: x}\n", &err), err, ERROR_INVALID, "no kind");
}

TEST(check, one_object_twice_is_a_conflict_hooks_aside)
{
    struct error err = ERROR_INIT;

    ASSERT_FAILS(check("kind: A\nmetadata: {name: x}\n---\nkind: A\nmetadata: {name: x}\n", &err),
                 err, ERROR_CONFLICT, "A/x: it is rendered twice");
    ASSERT_FAILS(check("kind: A\nmetadata: {name: x}\n---\nkind: List\nitems: [{kind: A, metadata: "
                       "{name: x}}]\n",
                       &err),
                 err, ERROR_CONFLICT, "A/x");
    ASSERT_TRUE(check(
        "kind: A\nmetadata: {name: x}\n---\nkind: A\nmetadata: {name: x, namespace: n}\n"
        "---\nkind: A\nmetadata: {name: x, annotations: {helm.sh/hook: test}}\n"
        "---\nkind: A\nmetadata: {generateName: x-}\n---\nkind: A\nmetadata: {generateName: x-}\n",
        NULL));
}

TEST(check, a_virtual_machine_has_whole_cores)
{
    static const char form[] = "kind: VirtualMachine\nmetadata: {name: x}\nspec: {template: {spec: "
                               "{domain: {cpu: {cores: %s}}}}}\n";
    struct error err = ERROR_INIT;

    ASSERT_TRUE(check(test_format(form, "2"), NULL));
    ASSERT_FAILS_HINT(check(test_format(form, "500m"), &err), err, ERROR_INVALID,
                      "VirtualMachine/x", "--cpu is a whole number for this template, not '500m'");
}

TEST(check, a_pod_has_no_two_volumes_of_one_name)
{
    struct error err = ERROR_INIT;

    ASSERT_TRUE(
        check("kind: Pod\nmetadata: {name: x}\nspec: {volumes: [{name: a}, {name: b}]}\n", NULL));
    ASSERT_FAILS_HINT(
        check("kind: Pod\nmetadata: {name: x}\nspec: {volumes: [{name: a}, {name: a}]}\n", &err),
        err, ERROR_CONFLICT, "Pod/x: two volumes are called 'a'", "--mounts none");
}

TEST(check, an_ingress_without_a_host_is_warned_of_or_refused)
{
    struct error err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(strv) warnings = STRV_INIT;
    struct stream_options options = { .origin = "test" };

    ASSERT_TRUE(
        stream_parse(&stream,
                     VIEW("kind: Ingress\nmetadata: {name: a}\nspec: {rules: [{host: h}]}\n---\n"
                          "kind: Ingress\nmetadata: {name: b}\nspec: {rules: [{host: \"\"}]}\n"),
                     &options, NULL));
    ASSERT_OK(check_hosts(&stream, false, &warnings, &err), err);
    ASSERT_EQ_INT(warnings.len, 1);
    ASSERT_CONTAINS(warnings.items[0], "Ingress/b");
    ASSERT_FAILS_HINT(check_hosts(&stream, true, &warnings, &err), err, ERROR_INVALID, "Ingress/b",
                      "--host ''");
}

TEST(check, hooks_of_tests_removal_and_roll_back_are_foreign)
{
    static const struct {
        const char *events;
        bool foreign;
    } cases[] = {
        { "test", true },          { "test-success", true }, { "pre-delete, post-delete", true },
        { "post-rollback", true }, { "pre-install", false }, { "test, post-install", false },
        { "crd-install", false },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(stream) stream = STREAM_INIT;
        struct stream_options options = { .origin = "test" };
        const char *text = test_format("kind: A\nmetadata: {annotations: {helm.sh/hook: '%s'}}\n",
                                       cases[i].events);

        ASSERT_TRUE(stream_parse(&stream, view_of(text), &options, NULL));
        ASSERT_EQ_INT(check_is_foreign_hook(&stream.manifests[0]), cases[i].foreign);
    }
}
