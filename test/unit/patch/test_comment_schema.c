/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/comment_schema.h"

#include "patch/strategic_merge.h"
#include "unit/patch/patching.h"

#define MERGE         "{\"type\": \"array\", \"x-kubernetes-patch-strategy\": \"merge\"}"
#define BY(key)       BY_KEYS("\"x-kubernetes-patch-merge-key\": \"" key "\"")
#define BY_KEYS(keys) "{\"type\": \"array\", \"x-kubernetes-patch-strategy\": \"merge\", " keys "}"

/* What PATCH makes of BASE, in flow style. */
static void assert_merges(const char *file, int line, const char *base, const char *patch,
                          const char *result)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) actual = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) wanted = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO_FREE(ydoc) written = patching_parse(file, line, base, "base.yaml");
    AUTO_FREE(ydoc) patching = patching_parse(file, line, patch, "patch.yaml");
    AUTO_FREE(ydoc) expected = patching_parse(file, line, result, "result.yaml");
    AUTO_FREE(ydoc) doc = ydoc_copy(written, &err);
    struct merge_lookup lookup = { .base_text = view_of(base), .patch_text = view_of(patch) };

    test_ok(file, line, doc, &err, base);
    test_ok(file, line,
            strategic_merge_apply(doc, ydoc_root(doc), ydoc_root(patching), "patch.yaml", &lookup,
                                  NULL, &err),
            &err, patch);
    test_eq_view(file, line, patching_emit(&actual, ydoc_root(doc)),
                 patching_emit(&wanted, ydoc_root(expected)), patch);
}

#define ASSERT_MERGES(base, patch, result)                                                         \
    assert_merges(__FILE__, __LINE__, (base), (patch), (result))
#define POD(containers) "apiVersion: v1\nkind: Pod\nspec:\n  containers:" containers "\n"

TEST(comment_schema, merges_a_list_that_no_schema_knows)
{
    ASSERT_MERGES("a: # " MERGE "\n- b\n- c\n", "a:\n- a\n- b\n", "a: [a, b, c]");
    ASSERT_MERGES("a:\n- b\n- c\n", "a: # " MERGE "\n- a\n- b\n", "a: [a, b, c]");
    ASSERT_MERGES("a: [b, c] # " MERGE "\n", "a: [a, b]", "a: [a, b, c]");
    ASSERT_MERGES("x: 1\n# " MERGE "\na: [b, c]\n", "a: [a, b]", "{a: [a, b, c], x: 1}");
    ASSERT_MERGES("a:\n- b\n- c\n", "a:\n- a\n- b\n", "a: [a, b]");
}

TEST(comment_schema, names_the_merge_keys)
{
    ASSERT_MERGES("a: # " BY("id") "\n- {id: 1, x: 1}\n- {id: 2, x: 2}\n", "a: [{id: 2, y: 3}]",
                  "a: [{id: 2, x: 2, y: 3}, {id: 1, x: 1}]");
    ASSERT_MERGES(
        "a: # " BY_KEYS("\"x-kubernetes-list-map-keys\": [\"p\", \"q\"]") "\n"
                                                                          "- {p: 1, q: A, x: 1}\n- "
                                                                          "{p: 1, q: B}\n",
        "a: [{p: 1, q: B, y: 2}]", "a: [{p: 1, q: A, x: 1}, {p: 1, q: B, y: 2}]");
}

TEST(comment_schema, holds_for_all_below)
{
    ASSERT_MERGES("s: # {\"properties\": {\"a\": " MERGE "}}\n  a: [1]\n  b: [1]\n",
                  "s: {a: [2], b: [2]}", "s: {a: [2, 1], b: [2]}");
    ASSERT_MERGES("s: # {\"additionalProperties\": " MERGE "}\n  a: [1]\n", "s: {a: [2]}",
                  "s: {a: [2, 1]}");
    ASSERT_MERGES("s: # {\"$ref\": \"#/definitions/io.k8s.api.core.v1.PodSpec\"}\n"
                  "  containers: [{name: a}, {name: b}]\n",
                  "s: {containers: [{name: b, image: c}]}",
                  "s: {containers: [{name: b, image: c}, {name: a}]}");
}

TEST(comment_schema, takes_the_place_of_the_built_in_one)
{
    static const char patch[] = POD(" [{name: b}]");
    static const char replaced[] = POD(" [{name: b}]");
    static const char merged[] = POD(" [{name: b}, {name: a}]");

    ASSERT_MERGES(POD(" [{name: a}]"), patch, merged);
    ASSERT_MERGES(POD(" [{name: a}] # {\"type\": \"array\"}"), patch, replaced);
    ASSERT_MERGES(POD(" [{name: a}] # {\"anything\": 1}"), patch, replaced);
    ASSERT_MERGES(POD(" [{name: a}] # {\"$openapi\": \"x\"}"), patch, replaced);
    ASSERT_MERGES(POD(" [{name: a}]"), POD(" [{name: b}] # {\"$openapi\": \"x\"}"), replaced);
    ASSERT_MERGES(POD(" [{name: a}] # {\"$ref\": \"#/definitions/none\"}"), patch, replaced);
}

TEST(comment_schema, a_comment_that_says_nothing_does_nothing)
{
    static const char patch[] = POD(" [{name: b}]");
    static const char merged[] = POD(" [{name: b}, {name: a}]");

    ASSERT_MERGES(POD(" [{name: a}] # {}"), patch, merged);
    ASSERT_MERGES(POD(" [{name: a}] # {\"description\": \"\"}"), patch, merged);
    ASSERT_MERGES(POD(" [{name: a}] # {\"type\": 5}"), patch, merged);
    ASSERT_MERGES(POD(" [{name: a}] # {type: array}"), patch, merged);
    ASSERT_MERGES(POD(" [{name: a}] # {\"type\": \"array\""), patch, merged);
    ASSERT_MERGES(POD(" [{name: a}] # {\"type\": \"array\", \"type\": \"array\"}"), patch, merged);
    ASSERT_MERGES(POD(" [{name: a}] # see {\"type\": \"array\"}"), patch, merged);
}

TEST(comment_schema, what_is_behind_the_json_does_not_matter)
{
    ASSERT_MERGES("a: ###{\"x-kubernetes-patch-strategy\": \"merge\"} and so on\n- 1\n", "a: [2]",
                  "a: [2, 1]");
    ASSERT_MERGES("a: # " MERGE "\r\n- 1\r\n", "a: [2]", "a: [2, 1]");
}

TEST(comment_schema, of_a_value_counts_before_that_of_a_key_and_the_base_before_the_patch)
{
    ASSERT_MERGES("a: # {\"type\": \"array\"}\n- 1\n", "a: # " MERGE "\n- 2\n", "a: [2]");
    ASSERT_MERGES("a: # " MERGE "\n- 1\n", "a: # {\"type\": \"array\"}\n- 2\n", "a: [2, 1]");
    ASSERT_MERGES("a: # {\"type\": \"array\"}\n- 1\n", "a: [2] # " MERGE "\n", "a: [2, 1]");
    ASSERT_MERGES("a: [1] # {\"type\": \"array\"}\n", "a: [2] # " MERGE "\n", "a: [2]");
    ASSERT_MERGES("# " MERGE "\na: # text\n- 1\n", "a: [2]", "a: [2]");
}

TEST(comment_schema, an_element_can_have_one)
{
    ASSERT_MERGES(POD("\n  # {\"type\": \"object\"}\n  - name: a\n    ports: [{containerPort: 1}]"),
                  POD(" [{name: a, ports: [{containerPort: 2}]}]"),
                  POD(" [{name: a, ports: [{containerPort: 2}]}]"));
}

TEST(comment_schema, of_an_anchor_holds_for_its_aliases)
{
    ASSERT_MERGES("a: &x [1] # " MERGE "\nb: *x\n", "{a: [2], b: [3]}", "{a: [2, 1], b: [3, 1]}");
    ASSERT_MERGES("b: [1]\nc: [1]\n", "c: &x [2] # " MERGE "\nb: *x # {\"type\": \"array\"}\n",
                  "{b: [2, 1], c: [2, 1]}");
}

TEST(comment_schema, a_longer_one_is_not_read)
{
    AUTO(buf) base = BUF_INIT(1 << 20);

    buf_add(&base, "a: # {\"x-kubernetes-patch-strategy\": \"merge\", \"description\": \"");
    while (base.len < COMMENT_SCHEMA_BYTES_MAX)
        buf_add(&base, "0123456789abcdef");
    buf_add(&base, "\"}\n- 1\n");
    ASSERT_MERGES(buf_text(&base), "a: [2]", "a: [2]");
}

TEST(comment_schema, only_those_of_the_own_document_count)
{
    static const char text[] = "a: # " MERGE "\n- 1\n---\nb: 1\na: [1]\n---\na: # " MERGE "\n- 1\n";
    struct ydoc_options options = { .origin = "base.yaml" };
    AUTO(error) err = ERROR_INIT;
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;

    ASSERT_OK(ydoc_parse_all(&docs, VIEW(text), &options, &err), err);
    ASSERT_EQ_UINT(docs.len, 3);
    for (size_t i = 0; i < docs.len; i++) {
        AUTO(comment_schemas) schemas = COMMENT_SCHEMAS_INIT;
        const struct ynode *root = ydoc_root(docs.docs[i]);

        comment_schemas_read_base(&schemas, VIEW(text), root);
        const struct merge_schema *schema =
            comment_schemas_of(&schemas, ynode_key_at(root, ynode_len(root) - 1), true);
        ASSERT_EQ_INT(merge_schema_merges(schema), i != 1);
    }
}

TEST(comment_schema, of_an_element_of_a_list_is_read_with_it_alone)
{
    static const char text[] = "items:\n- {x: 1}\n-   b: # {}\n    - 1\n    a: # " MERGE "\n"
                               "    - 1 # {\n- c: *nothing\n";
    static const char parsed[] = "items:\n- {x: 1}\n-   b: # {}\n    - 1\n    a: # " MERGE "\n"
                                 "    - 1 # {\n- c: 1\n";
    AUTO(comment_schemas) schemas = COMMENT_SCHEMAS_INIT;
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW(parsed), "base.yaml", &err);

    ASSERT_OK(doc, err);
    const struct ynode *root = ynode_at(ynode_get(ydoc_root(doc), "items"), 1);

    comment_schemas_read_base(&schemas, VIEW(text), root);
    ASSERT_NULL(comment_schemas_of(&schemas, ynode_key_at(root, 0), true));
    ASSERT_TRUE(merge_schema_merges(comment_schemas_of(&schemas, ynode_key_at(root, 1), true)));
}

TEST(comment_schema, of_an_object_in_flow_style_is_read)
{
    static const char text[] = "items: [{a: 1}, {\n  a: [1], # " MERGE "\n  b: 1}]\n";
    AUTO(comment_schemas) schemas = COMMENT_SCHEMAS_INIT;
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW(text), "base.yaml", &err);

    ASSERT_OK(doc, err);
    const struct ynode *root = ynode_at(ynode_get(ydoc_root(doc), "items"), 1);

    comment_schemas_read_base(&schemas, VIEW(text), root);
    ASSERT_TRUE(merge_schema_merges(comment_schemas_of(&schemas, ynode_value_at(root, 0), false)));
    ASSERT_MERGES("{a: [1], b: 1} # {\"properties\": {\"a\": " MERGE "}}\n", "a: [2]",
                  "{a: [2, 1], b: 1}");
}

TEST(comment_schema, without_the_text_there_is_none)
{
    AUTO(comment_schemas) schemas = COMMENT_SCHEMAS_INIT;
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("a: [1] # " MERGE "\n"), "base.yaml", &err);

    ASSERT_OK(doc, err);
    comment_schemas_read_base(&schemas, VIEW_EMPTY, ydoc_root(doc));
    ASSERT_NULL(comment_schemas_of(&schemas, ynode_value_at(ydoc_root(doc), 0), false));
}
