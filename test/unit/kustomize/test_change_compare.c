/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/change_compare.h"
#include "yaml/emit.h"

struct told {
    struct buf text;
    size_t wanted; /* changes after which the sink has enough */
};

static void add_value(struct buf *out, const struct ynode *value)
{
    if (!value)
        buf_add(out, "-");
    else if (!emit_json(out, value, 0, YAML_KUSTOMIZE, NULL))
        buf_add(out, "?");
}

static bool tell(void *context, const struct change *change)
{
    struct told *told = context;

    buf_addf(&told->text, "%s: ", change->field);
    add_value(&told->text, change->old);
    buf_add(&told->text, " > ");
    add_value(&told->text, change->new);
    buf_add(&told->text, change->immutable ? " immutable\n" : "\n");
    return --told->wanted > 0;
}

static void compares(const char *file, int line, const char *old, const char *new, size_t wanted,
                     const char *expected)
{
    struct told told = { .text = BUF_INIT(1 << 16), .wanted = wanted };
    struct change_sink sink = { .tell = tell, .context = &told };
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) before = old ? ydoc_parse(view_of(old), "old", &err) : NULL;
    AUTO_FREE(ydoc) after = new ? ydoc_parse(view_of(new), "new", &err) : NULL;
    AUTO_FREE(ydoc) masks = ydoc_new();

    change_compare(before ? ydoc_root(before) : NULL, after ? ydoc_root(after) : NULL, masks,
                   &sink);
    test_eq_view(file, line, buf_view(&told.text), view_of(expected), "changes");
    buf_release(&told.text);
}

#define ASSERT_COMPARES(old, new, expected)                                                        \
    compares(__FILE__, __LINE__, (old), (new), SIZE_MAX, (expected))

TEST(change_compare, equal_data_is_no_change_whatever_its_style_and_order)
{
    ASSERT_COMPARES("a: 1\nb: {c: 'x'}\n", "b:\n  c: x\na: 1\n", "");
    ASSERT_COMPARES("a: null\n", "{}\n", "");
    ASSERT_COMPARES("a: 0x10\n", "a: 16\n", "");
}

TEST(change_compare, old_fields_come_first_then_new_ones)
{
    ASSERT_COMPARES("b: 1\na: 2\n", "c: 3\na: 4\n", "b: 1 > -\na: 2 > 4\nc: - > 3\n");
}

TEST(change_compare, a_string_is_not_the_number_that_it_looks_like)
{
    ASSERT_COMPARES("port: \"80\"\n", "port: 80\n", "port: \"80\" > 80\n");
}

TEST(change_compare, odd_keys_are_quoted_in_the_path)
{
    ASSERT_COMPARES("metadata: {annotations: {a.b/c: x}}\n",
                    "metadata: {annotations: {a.b/c: y}}\n",
                    "metadata.annotations[\"a.b/c\"]: \"x\" > \"y\"\n");
}

TEST(change_compare, the_last_of_equal_keys_counts)
{
    ASSERT_COMPARES("a: 1\na: 2\n", "a: 3\n", "a: 2 > 3\n");
    ASSERT_COMPARES("a: 3\n", "a: 1\na: 2\n", "a: 3 > 2\n");
}

TEST(change_compare, elements_are_followed_by_their_names)
{
    ASSERT_COMPARES("c: [{name: a, v: 1}, {name: b, v: 1}]\n",
                    "c: [{name: n, v: 0}, {name: b, v: 2}, {name: a, v: 1}]\n",
                    "c[name=b].v: 1 > 2\nc[name=n]: - > {\"name\":\"n\",\"v\":0}\n");
    ASSERT_COMPARES("c: [{name: a}]\n", "c: []\n", "c[name=a]: {\"name\":\"a\"} > -\n");
}

TEST(change_compare, elements_without_names_of_their_own_go_by_position_or_all_at_once)
{
    ASSERT_COMPARES("c: [1, 2]\n", "c: [1, 3]\n", "c[1]: 2 > 3\n");
    ASSERT_COMPARES("c: [1, 2]\n", "c: [1]\n", "c: [1,2] > [1]\n");
    ASSERT_COMPARES("c: [{name: a, v: 1}, {name: a, v: 2}]\n",
                    "c: [{name: a, v: 1}, {name: a, v: 3}]\n", "c[1].v: 2 > 3\n");
    ASSERT_COMPARES("c: [{name: a}, {x: 1}]\n", "c: [{name: a}]\n",
                    "c: [{\"name\":\"a\"},{\"x\":1}] > [{\"name\":\"a\"}]\n");
}

TEST(change_compare, a_change_of_kind_is_told_whole)
{
    ASSERT_COMPARES("a: {b: 1}\n", "a: [1]\n", "a: {\"b\":1} > [1]\n");
    ASSERT_COMPARES("a: {b: 1}\n", "a: null\n", "a: {\"b\":1} > null\n");
}

TEST(change_compare, annotations_without_entries_are_none)
{
    ASSERT_COMPARES("metadata: {name: a}\n", "metadata: {name: a, annotations: {}}\n", "");
    ASSERT_COMPARES("metadata: {annotations: {}}\n", "metadata: {annotations: {a: b}}\n",
                    "metadata.annotations: - > {\"a\":\"b\"}\n");
    ASSERT_COMPARES("metadata: {labels: {a: b}}\n", "metadata: {labels: {}}\n",
                    "metadata.labels.a: \"b\" > -\n");
}

TEST(change_compare, selectors_and_claim_templates_are_immutable)
{
    ASSERT_COMPARES("kind: Deployment\nspec: {selector: {matchLabels: {a: b}}, selectors: 1}\n",
                    "kind: Deployment\nspec: {selector: {matchLabels: {a: c}}, selectors: 2}\n",
                    "spec.selector.matchLabels.a: \"b\" > \"c\" immutable\n"
                    "spec.selectors: 1 > 2\n");
    ASSERT_COMPARES("kind: StatefulSet\nspec: {volumeClaimTemplates: [{x: 1}]}\n",
                    "kind: StatefulSet\nspec: {volumeClaimTemplates: [{x: 2}]}\n",
                    "spec.volumeClaimTemplates[0].x: 1 > 2 immutable\n");
    ASSERT_COMPARES("kind: Service\nspec: {selector: {a: b}}\n",
                    "kind: Service\nspec: {selector: {a: c}}\n",
                    "spec.selector.a: \"b\" > \"c\"\n");
}

TEST(change_compare, an_object_that_comes_or_goes_is_one_change)
{
    ASSERT_COMPARES(NULL, "kind: A\n", ": - > {\"kind\":\"A\"}\n");
    ASSERT_COMPARES("kind: A\n", NULL, ": {\"kind\":\"A\"} > -\n");
    ASSERT_COMPARES(NULL, NULL, "");
}

TEST(change_compare, P7_nothing_in_a_secret_is_shown)
{
    ASSERT_COMPARES("kind: Secret\ndata: {a: canary, b: canary, k: same}\ntype: Opaque\n",
                    "kind: Secret\ndata: {a: canary2, k: same, n: canary}\ntype: Other\n",
                    "data.a: \"*** (before)\" > \"*** (after)\"\ndata.b: \"***\" > -\n"
                    "data.n: - > \"***\"\ntype: \"Opaque\" > \"Other\"\n");
    ASSERT_COMPARES("kind: Secret\n", "kind: Secret\nstringData: {a: canary}\n",
                    "stringData: - > {\"a\":\"***\"}\n");
    ASSERT_COMPARES("kind: Secret\ndata: canary\n", "kind: Secret\ndata: {a: {b: canary}}\n",
                    "data: \"***\" > {\"a\":\"***\"}\n");
    ASSERT_COMPARES("kind: Secret\ndata: {a: {b: canary}}\n",
                    "kind: Secret\ndata: {a: {b: canary2}}\n",
                    "data.a: \"*** (before)\" > \"*** (after)\"\n");
    ASSERT_COMPARES(
        NULL, "kind: Secret\ndata: {a: canary}\nstringData: canary\n",
        ": - > {\"data\":{\"a\":\"***\"},\"kind\":\"Secret\",\"stringData\":\"***\"}\n");
    ASSERT_COMPARES("kind: ConfigMap\ndata: {a: x}\n", "kind: Secret\ndata: {a: canary}\n",
                    "kind: \"ConfigMap\" > \"Secret\"\n"
                    "data.a: \"*** (before)\" > \"*** (after)\"\n");
}

TEST(change_compare, the_sink_may_have_enough)
{
    compares(__FILE__, __LINE__, "a: 1\nb: 1\nc: 1\n", "a: 2\nb: 2\nc: 2\n", 2,
             "a: 1 > 2\nb: 1 > 2\n");
}
