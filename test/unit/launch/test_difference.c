/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/difference.h"

#include "base/alloc.h"
#include "harness/test.h"
#include "yaml/emit.h"

static struct ydoc *parse(const char *text)
{
    struct error err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "test", &err);

    ASSERT_OK(doc, err);
    return doc;
}

static const char *write(const struct ydoc *doc)
{
    AUTO(buf) out = BUF_INIT(1 << 20);
    struct error err = ERROR_INIT;

    if (!ydoc_root(doc))
        return "-\n";
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_FAITHFUL, YAML_1_1, &err), err);
    return test_format("%s", buf_text(&out));
}

/* Both states, parted by "=>"; "same" when they are. SECRET: a text that is secret, or two by ','.
 */
static const char *difference(const char *before, const char *after, const char *secret)
{
    AUTO_FREE(ydoc) old = before ? parse(before) : NULL;
    AUTO_FREE(ydoc) new = after ? parse(after) : NULL;
    AUTO(difference) difference = DIFFERENCE_INIT;
    AUTO(strv) secrets = STRV_INIT;
    struct error err = ERROR_INIT;

    for (struct view rest = view_of(secret ? secret : ""), one; view_cut(&rest, ',', &one);)
        strv_add_view(&secrets, one);
    ASSERT_OK(difference_make(&difference, old ? ydoc_root(old) : NULL, new ? ydoc_root(new) : NULL,
                              &secrets, &err),
              err);
    if (difference_is_none(&difference))
        return "same";
    return test_format("%s=>\n%s", write(difference.before), write(difference.after));
}

TEST(difference, what_the_server_keeps_for_itself_does_not_count)
{
    ASSERT_EQ_STR(
        difference("{metadata: {name: a, uid: u, resourceVersion: '1', generation: 1, "
                   "managedFields: [], annotations: "
                   "{kubectl.kubernetes.io/last-applied-configuration: x}}, status: {a: b}}",
                   "{metadata: {name: a, uid: v, resourceVersion: '2', creationTimestamp: x}}",
                   NULL),
        "same");
    ASSERT_EQ_STR(
        difference("{metadata: {name: a}, spec: {size: 1}}",
                   "{metadata: {name: a}, spec: {size: 2}}", NULL),
        "metadata:\n  name: a\nspec:\n  size: 1\n=>\nmetadata:\n  name: a\nspec:\n  size: 2\n");
}

TEST(difference, an_object_comes_or_goes)
{
    ASSERT_EQ_STR(difference(NULL, "{kind: A}", NULL), "-\n=>\nkind: A\n");
    ASSERT_EQ_STR(difference("{kind: A}", NULL, NULL), "kind: A\n=>\n-\n");
}

TEST(difference, a_secret_shows_that_it_changes_and_not_how)
{
    ASSERT_EQ_STR(difference("{kind: Secret, data: {a: b25l, b: c2FtZQ==}}",
                             "{kind: Secret, data: {a: dHdv, b: c2FtZQ==, c: bmV3}}", NULL),
                  "data:\n  a: '*** (before)'\n  b: '***'\nkind: Secret\n=>\n"
                  "data:\n  a: '*** (after)'\n  b: '***'\n  c: '***'\nkind: Secret\n");
    ASSERT_EQ_STR(difference(NULL, "{kind: Secret, stringData: {a: one}}", NULL),
                  "-\n=>\nkind: Secret\nstringData:\n  a: '***'\n");
    ASSERT_EQ_STR(
        difference("{kind: Secret, data: {a: b25l}}", "{kind: Secret, data: {a: b25l}}", NULL),
        "same");
}

TEST(difference, a_variable_whose_name_speaks_of_a_secret_is_masked_wherever_it_stands)
{
    ASSERT_EQ_STR(
        difference("env: [{name: API_TOKEN, value: one}, {name: COLOUR, value: red}]",
                   "env: [{name: COLOUR, value: blue}, {name: API_TOKEN, value: two}]", NULL),
        "env:\n- name: API_TOKEN\n  value: '*** (before)'\n- name: COLOUR\n  value: red\n=>\n"
        "env:\n- name: COLOUR\n  value: blue\n- name: API_TOKEN\n  value: '*** (after)'\n");
    /* A reference is none. */
    ASSERT_CONTAINS(
        difference("env: [{name: API_TOKEN, valueFrom: {secretKeyRef: {key: k}}}]", NULL, NULL),
        "key: k\n");
}

TEST(difference, a_config_map_hides_keys_that_speak_of_a_secret_in_both_states)
{
    ASSERT_EQ_STR(difference("{kind: ConfigMap, data: {password: one, url: u}}",
                             "{kind: ConfigMap, data: {password: two, token: t, url: u}}", NULL),
                  "data:\n  password: '*** (before)'\n  url: u\nkind: ConfigMap\n=>\n"
                  "data:\n  password: '*** (after)'\n  token: '***'\n  url: u\nkind: ConfigMap\n");
}

TEST(difference, a_secret_answer_is_masked_within_other_texts)
{
    ASSERT_EQ_STR(difference("{args: ['--pw=canary', 'canary canary']}",
                             "{args: ['--pw=canary', x]}", "canary"),
                  "args:\n- --pw=***\n- '*** ***'\n=>\nargs:\n- --pw=***\n- x\n");
    /* Two of them that look the same once they are masked. */
    ASSERT_EQ_STR(difference("{a: x-canary}", "{a: x-***}", "canary"),
                  "a: x-*** (before)\n=>\na: x-***\n");
}

TEST(difference, of_two_secrets_that_begin_alike_the_longer_one_is_masked_whole)
{
    ASSERT_EQ_STR(difference("{a: x-canary-2024}", "{a: x-canary}", "canary,canary-2024"),
                  "a: x-*** (before)\n=>\na: x-*** (after)\n");
    /* What two of them have in common is masked with both. */
    ASSERT_EQ_STR(difference("{a: x-canaryellow!}", "{a: x}", "canary,yellow"),
                  "a: x-***!\n=>\na: x\n");
}

TEST(difference, texts_of_another_kind_are_masked_each_for_itself)
{
    ASSERT_EQ_STR(
        difference("{kind: Secret, data: {a: {b: c}}}", "{kind: Secret, data: [d]}", NULL),
        "data:\n  a:\n    b: '***'\nkind: Secret\n=>\ndata:\n- '***'\nkind: Secret\n");
}

TEST(difference, secrets_are_those_of_the_template_and_of_variables)
{
    AUTO_FREE(ydoc)
    doc = parse("fields: [{name: login, type: string, secret: true}]\n"
                "values: {login: canary-1, deep_token: {a: [canary-2, abc]}, "
                "pullSecret: regcred, tag: v1.2.3,\n"
                "  env: [{name: MY_KEY, value: canary-3}, {name: B, value: plain}]}\n");
    AUTO(strv) secrets = STRV_INIT;

    difference_add_secrets(&secrets, ydoc_root(doc));
    strv_sort(&secrets);
    ASSERT_EQ_INT(secrets.len, 3); /* "abc" is too short, "regcred" a name */
    ASSERT_EQ_STR(secrets.items[0], "canary-1");
    ASSERT_EQ_STR(secrets.items[1], "canary-2");
    ASSERT_EQ_STR(secrets.items[2], "canary-3");
    difference_add_secrets(&secrets, NULL);
    ASSERT_EQ_INT(secrets.len, 3);
}

TEST(difference, elements_of_one_name_or_of_none_stand_for_the_first_and_for_those_at_their_place)
{
    ASSERT_EQ_STR(difference("l: [{name: a, value: canary}, {value: canary}]",
                             "l: [{name: a, value: x}, {name: a, value: canary}, {value: z}]",
                             "canary"),
                  "l:\n- name: a\n  value: '***'\n- value: '***'\n=>\n"
                  "l:\n- name: a\n  value: x\n- name: a\n  value: '***'\n- value: z\n");
}

TEST(difference, many_named_elements_in_another_order_find_each_other)
{
    AUTO(buf) old = BUF_INIT((size_t)16 << 20), new = BUF_INIT((size_t)16 << 20);
    int count = 10000;
    const char *text;

    buf_add(&old, "env: [");
    buf_add(&new, "env: [");
    for (int i = 0; i < count; i++) {
        buf_addf(&old, "{name: T_TOKEN_%d, value: a},", i);
        buf_addf(&new, "{name: T_TOKEN_%d, value: b},", count - 1 - i);
    }
    buf_add(&old, "]");
    buf_add(&new, "]");
    text = difference(buf_text(&old), buf_text(&new), NULL);
    ASSERT_CONTAINS(text, "- name: T_TOKEN_9999\n  value: '*** (before)'\n");
    ASSERT_CONTAINS(text, "- name: T_TOKEN_0\n  value: '*** (after)'\n");
}
