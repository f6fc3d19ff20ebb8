/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/graft.h"
#include "patch/strategic_merge.h"
#include "unit/patch/patching.h"

static bool apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                  struct error *err)
{
    return strategic_merge_apply(doc, base, patch, "patch.yaml", NULL, NULL, err);
}

/* Only the spec differs in most tests: a Pod's has lists of every sort. */
static bool apply_to_pod(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                         struct error *err)
{
    struct merge_lookup lookup = { .root = merge_schema_find(VIEW("v1"), VIEW("Pod")) };

    return strategic_merge_apply(doc, base, patch, "patch.yaml", &lookup, NULL, err);
}

#define ASSERT_PATCHES_TO(base, patch, result)     ASSERT_RESULT(apply, base, patch, result)
#define ASSERT_POD_PATCHES_TO(base, patch, result) ASSERT_RESULT(apply_to_pod, base, patch, result)
#define ASSERT_POD_REFUSES(base, patch, code, message)                                             \
    ASSERT_REFUSED(apply_to_pod, base, patch, code, message)

/* ---- mappings and scalars ---- */

TEST(strategic_merge, mappings_are_merged_key_by_key)
{
    ASSERT_PATCHES_TO("a: 1\nb: {x: 1, y: 2}\n", "b: {y: 3, z: 4}\nc: 5\n",
                      "a: 1\nb: {x: 1, y: 3, z: 4}\nc: 5\n");
}

TEST(strategic_merge, a_null_in_the_patch_removes)
{
    ASSERT_PATCHES_TO("a: 1\nb: {x: 1}\nc: [1]\nd: 1\n", "{a: null, b: ~, c: }", "d: 1");
}

TEST(strategic_merge, a_null_for_an_absent_key_adds_nothing)
{
    ASSERT_PATCHES_TO("a: 1", "b: null\nc: {d: null, e: 1}\n", "a: 1\nc: {e: 1}\n");
}

TEST(strategic_merge, a_null_of_the_base_stays_when_written_out)
{
    ASSERT_PATCHES_TO("{a: ~, b: null, c: 1}", "c: 2", "{a: null, b: null, c: 2}");
}

TEST(strategic_merge, an_empty_value_of_the_base_goes_as_in_kustomize)
{
    ASSERT_PATCHES_TO("a:\nb: 1\n", "b: 2", "b: 2");
}

TEST(strategic_merge, a_null_of_the_base_gives_way_to_any_value)
{
    ASSERT_PATCHES_TO("{a: null, b: null, c: null}", "{a: {x: 1}, b: [1], c: 2}",
                      "{a: {x: 1}, b: [1], c: 2}");
}

TEST(strategic_merge, an_empty_mapping_is_a_value)
{
    ASSERT_PATCHES_TO("a: 1", "b: {}", "{a: 1, b: {}}");
}

TEST(strategic_merge, a_value_may_change_its_type)
{
    ASSERT_PATCHES_TO("{a: 1, b: true, c: x}", "{a: '1', b: 'true', c: 1}",
                      "{a: '1', b: 'true', c: 1}");
}

TEST(strategic_merge, an_equal_value_keeps_the_node_of_the_base)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) base = ydoc_parse(view_of("a: 'x'\nb: [1, 2]\n"), "base.yaml", &err);
    AUTO_FREE(ydoc) patch = ydoc_parse(view_of("a: x\nb: [1, 2]\n"), "patch.yaml", &err);
    AUTO_FREE(ydoc) doc = ydoc_copy(base, &err);
    const struct ynode *a = ynode_get(ydoc_root(doc), "a");
    const struct ynode *b = ynode_get(ydoc_root(doc), "b");

    ASSERT_OK(apply(doc, ydoc_root(doc), ydoc_root(patch), &err), err);
    ASSERT_TRUE(ynode_get(ydoc_root(doc), "a") == a);
    ASSERT_TRUE(ynode_get(ydoc_root(doc), "b") == b);
}

TEST(strategic_merge, the_patch_stays_as_it_was)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) after = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO_FREE(ydoc) base = ydoc_parse(view_of("a: {x: 1}"), "base.yaml", &err);
    AUTO_FREE(ydoc) patch = ydoc_parse(view_of("a: {$patch: replace, y: null}"), "p.yaml", &err);
    AUTO_FREE(ydoc) doc = ydoc_copy(base, &err);

    ASSERT_OK(apply(doc, ydoc_root(doc), ydoc_root(patch), &err), err);
    ASSERT_EQ_BYTES(patching_emit(&after, ydoc_root(patch)),
                    VIEW("a:\n  $patch: replace\n  \"y\": null\n"));
}

TEST(strategic_merge, aliases_and_merge_keys_of_the_patch_are_expanded)
{
    ASSERT_PATCHES_TO("a: {x: 1}", "d: &d {x: 2, y: 3}\na: {<<: *d, y: 4}\nb: *d\n",
                      "a: {x: 2, y: 4}\nb: {x: 2, y: 3}\nd: {x: 2, y: 3}\n");
}

/* ---- lists ---- */

TEST(strategic_merge, merge_key_list_keeps_the_other_elements)
{
    ASSERT_POD_PATCHES_TO("spec: {containers: [{name: app, image: a:1}, {name: log, image: b:1}]}",
                          "spec: {containers: [{name: app, image: a:2}]}",
                          "spec: {containers: [{name: app, image: a:2}, {name: log, image: b:1}]}");
}

TEST(strategic_merge, elements_come_in_the_order_of_the_patch_then_the_rest)
{
    ASSERT_POD_PATCHES_TO("spec: {containers: [{name: a}, {name: b}, {name: c}]}",
                          "spec: {containers: [{name: new}, {name: c}, {name: a}]}",
                          "spec: {containers: [{name: new}, {name: c}, {name: a}, {name: b}]}");
}

TEST(strategic_merge, a_list_without_merge_key_is_replaced)
{
    ASSERT_POD_PATCHES_TO("spec: {tolerations: [{key: a}, {key: b}]}",
                          "spec: {tolerations: [{key: c}]}", "spec: {tolerations: [{key: c}]}");
    ASSERT_POD_PATCHES_TO("spec: {containers: [{name: a, command: [x, y]}]}",
                          "spec: {containers: [{name: a, command: [z]}]}",
                          "spec: {containers: [{name: a, command: [z]}]}");
}

TEST(strategic_merge, lists_of_an_unknown_kind_are_replaced_even_with_names)
{
    ASSERT_PATCHES_TO("{apiVersion: example.com/v1, kind: Farm, spec: {containers: [{name: a}]}}",
                      "spec: {containers: [{name: b}]}",
                      "{apiVersion: example.com/v1, kind: Farm, spec: {containers: [{name: b}]}}");
}

TEST(strategic_merge, without_a_schema_the_object_says_its_kind)
{
    ASSERT_PATCHES_TO("{apiVersion: v1, kind: Pod, spec: {containers: [{name: a}]}}",
                      "spec: {containers: [{name: b}]}",
                      "{apiVersion: v1, kind: Pod, spec: {containers: [{name: b}, {name: a}]}}");
}

TEST(strategic_merge, an_object_inside_an_unknown_kind_has_its_own_schema)
{
    ASSERT_PATCHES_TO(
        "{apiVersion: x/v1, kind: X, pod: {apiVersion: v1, kind: Pod, spec: {volumes: [{name: "
        "a}]}}}",
        "{pod: {spec: {volumes: [{name: b}]}}}",
        "{apiVersion: x/v1, kind: X, pod: {apiVersion: v1, kind: Pod, spec: {volumes: [{name: b}, "
        "{name: a}]}}}");
}

TEST(strategic_merge, plain_values_of_a_merged_list_are_joined)
{
    ASSERT_POD_PATCHES_TO("metadata: {finalizers: [a, b]}", "metadata: {finalizers: [c, b]}",
                          "metadata: {finalizers: [c, b, a]}");
}

TEST(strategic_merge, lists_in_elements_are_merged_by_their_own_key)
{
    ASSERT_POD_PATCHES_TO(
        "spec: {containers: [{name: a, env: [{name: X, value: '1'}, {name: Y, value: '2'}]}]}",
        "spec: {containers: [{name: a, env: [{name: Y, value: '3'}]}]}",
        "spec: {containers: [{name: a, env: [{name: Y, value: '3'}, {name: X, value: '1'}]}]}");
}

TEST(strategic_merge, a_long_list_is_merged_as_a_short_one)
{
    AUTO(buf) base = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) result = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&base, "spec:\n  volumes:\n");
    buf_add(&patch, buf_text(&base));
    buf_add(&result, buf_text(&base));
    for (int i = 0; i < 100; i += 3) {
        buf_addf(&patch, "  - {name: v%d, changed: true}\n", i);
        buf_addf(&result, "  - {name: v%d, was: %d, changed: true}\n", i, i);
    }
    for (int i = 0; i < 100; i++) {
        buf_addf(&base, "  - {name: v%d, was: %d}\n", i, i);
        if (i % 3)
            buf_addf(&result, "  - {name: v%d, was: %d}\n", i, i);
    }
    ASSERT_POD_PATCHES_TO(buf_text(&base), buf_text(&patch), buf_text(&result));
}

TEST(strategic_merge, ports_match_by_number_and_protocol_and_keep_their_order)
{
    ASSERT_POD_PATCHES_TO(
        "spec: {containers: [{name: a, ports: [{containerPort: 53, protocol: UDP, name: u}, "
        "{containerPort: 53, protocol: TCP, name: t}]}]}",
        "spec: {containers: [{name: a, ports: [{containerPort: 53, protocol: TCP, name: new}]}]}",
        "spec: {containers: [{name: a, ports: [{containerPort: 53, protocol: UDP, name: u}, "
        "{containerPort: 53, protocol: TCP, name: new}]}]}");
}

TEST(strategic_merge, ports_without_protocol_match_by_number)
{
    ASSERT_POD_PATCHES_TO(
        "spec: {containers: [{name: a, ports: [{containerPort: 80}, {containerPort: 81}]}]}",
        "spec: {containers: [{name: a, ports: [{containerPort: 81, name: web}]}]}",
        "spec: {containers: [{name: a, ports: [{containerPort: 81, name: web}, "
        "{containerPort: 80}]}]}");
}

TEST(strategic_merge, doubled_elements_the_patch_does_not_name_become_one_as_in_kustomize)
{
    ASSERT_POD_PATCHES_TO(
        "spec: {containers: [{name: a, env: [{name: X, value: '1'}, {name: X, value: '2'}]}]}",
        "spec: {nodeName: n}",
        "spec: {containers: [{name: a, env: [{name: X, value: '2'}]}], nodeName: n}");
}

TEST(strategic_merge, elements_of_the_base_without_a_key_are_dropped_as_in_kustomize)
{
    ASSERT_POD_PATCHES_TO("spec: {imagePullSecrets: [{}]}", "spec: {nodeName: n}",
                          "spec: {imagePullSecrets: [], nodeName: n}");
}

/* ---- directives ---- */

TEST(strategic_merge, patch_delete_removes_a_mapping_and_an_element)
{
    ASSERT_POD_PATCHES_TO("spec: {nodeSelector: {a: b}, volumes: [{name: v}, {name: w}]}",
                          "spec: {nodeSelector: {$patch: delete}, volumes: [{name: v, $patch: "
                          "delete}]}",
                          "spec: {volumes: [{name: w}]}");
}

TEST(strategic_merge, patch_delete_of_what_is_not_there_adds_nothing)
{
    ASSERT_POD_PATCHES_TO("spec: {volumes: [{name: w}]}",
                          "spec: {nodeSelector: {$patch: delete}, volumes: [{name: v, $patch: "
                          "delete}]}",
                          "spec: {volumes: [{name: w}]}");
}

TEST(strategic_merge, patch_replace_replaces_a_mapping)
{
    ASSERT_POD_PATCHES_TO("spec: {nodeSelector: {a: b}}",
                          "spec: {nodeSelector: {$patch: replace, c: d, e: null}}",
                          "spec: {nodeSelector: {c: d}}");
}

TEST(strategic_merge, patch_replace_in_a_list_replaces_the_list)
{
    ASSERT_POD_PATCHES_TO("spec: {volumes: [{name: a}, {name: b}]}",
                          "spec: {volumes: [{name: c}, {$patch: replace}]}",
                          "spec: {volumes: [{name: c}]}");
}

TEST(strategic_merge, patch_delete_in_a_list_removes_the_list)
{
    ASSERT_POD_PATCHES_TO("spec: {nodeName: n, volumes: [{name: a}]}",
                          "spec: {volumes: [{$patch: delete}]}", "spec: {nodeName: n}");
}

TEST(strategic_merge, patch_replace_in_an_element_is_not_heard_as_in_kustomize)
{
    ASSERT_POD_PATCHES_TO("spec: {containers: [{name: a, image: i, command: [x]}]}",
                          "spec: {containers: [{name: a, $patch: replace, image: j}]}",
                          "spec: {containers: [{name: a, image: i, command: [x]}]}");
}

TEST(strategic_merge, a_directive_for_an_absent_list_is_not_left_in_it)
{
    ASSERT_POD_PATCHES_TO("spec: {nodeName: n}", "spec: {volumes: [{$patch: replace}, {name: a}]}",
                          "spec: {nodeName: n, volumes: [{name: a}]}");
}

TEST(strategic_merge, patch_merge_is_what_happens_anyway)
{
    ASSERT_POD_PATCHES_TO("spec: {nodeSelector: {a: b}}",
                          "spec: {nodeSelector: {$patch: merge, c: d}}",
                          "spec: {nodeSelector: {a: b, c: d}}");
}

TEST(strategic_merge, directives_of_kubectl_are_fields_to_kustomize)
{
    ASSERT_POD_PATCHES_TO("spec: {nodeName: n}", "spec: {$retainKeys: [nodeName]}",
                          "spec: {nodeName: n, $retainKeys: [nodeName]}");
}

TEST(strategic_merge, the_whole_object_can_be_removed)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) base = ydoc_parse(view_of("{kind: A, a: 1}"), "base.yaml", &err);
    AUTO_FREE(ydoc) patch = ydoc_parse(view_of("{kind: A, $patch: delete}"), "p.yaml", &err);
    AUTO_FREE(ydoc) doc = ydoc_copy(base, &err);
    bool removed = false;

    ASSERT_OK(strategic_merge_apply(doc, ydoc_root(doc), ydoc_root(patch), "p.yaml", NULL, &removed,
                                    &err),
              err);
    ASSERT_TRUE(removed);
    ASSERT_FAILS(apply(doc, ydoc_root(doc), ydoc_root(patch), &err), err, ERROR_INVALID,
                 "patch.yaml:1:1: the patch removes the whole object");
}

TEST(strategic_merge, replacing_the_whole_object_is_not_heard_as_in_kustomize)
{
    ASSERT_PATCHES_TO("{kind: A, a: 1, e: }", "{kind: A, $patch: replace, b: 1}",
                      "{kind: A, a: 1, e: }");
}

TEST(strategic_merge, what_stands_in_quotes_stays_in_quotes_as_in_kustomize)
{
    ASSERT_PATCHES_TO("{a: '1Gi', b: \"x\", c: x, d: 'x'}", "{a: 92, b: true, c: 3, d: 2001-1-1}",
                      "{a: '92', b: 'true', c: 3, d: '2001-1-1'}");
    ASSERT_PATCHES_TO("a: |\n  x\nb: 'x'\nc: 'x'\n", "{a: 1.5, b: null, c: y}", "{a: '1.5', c: y}");
    ASSERT_POD_PATCHES_TO("spec: {containers: [{name: a, image: 'i'}]}",
                          "spec: {containers: [{name: a, image: 85}]}",
                          "spec: {containers: [{name: a, image: '85'}]}");
}

TEST(strategic_merge, the_quotes_of_the_first_value_decide_over_all_that_follow)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("{a: x, b: 'x', c: x, d: 'x'}"), "b.yaml", &err);
    AUTO_FREE(ydoc) first = ydoc_parse(VIEW("{a: 'y', b: y, c: '1', d: 2}"), "p.yaml", &err);
    AUTO_FREE(ydoc) second = ydoc_parse(VIEW("{a: 1, b: 2, c: true, d: 3}"), "p.yaml", &err);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(apply(doc, ydoc_root(doc), ydoc_root(first), &err), err);
    ASSERT_EQ_VIEW(patching_emit(&out, ydoc_root(doc)), "a: \"y\"\nb: \"y\"\nc: \"1\"\nd: \"2\"\n");
    buf_clear(&out);
    ASSERT_OK(apply(doc, ydoc_root(doc), ydoc_root(second), &err), err);
    ASSERT_EQ_VIEW(patching_emit(&out, ydoc_root(doc)), "a: 1\nb: \"2\"\nc: true\nd: \"3\"\n");
}

TEST(strategic_merge, a_string_that_is_none_in_yaml_1_1_gets_quotes_from_any_merge)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("{a: on, b: x y}"), "b.yaml", &err);
    AUTO_FREE(ydoc) first = ydoc_parse(VIEW("{c: y, d: word}"), "p.yaml", &err);
    AUTO_FREE(ydoc) second = ydoc_parse(VIEW("{a: 1, b: 2, c: 3, d: 4}"), "p.yaml", &err);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(apply(doc, ydoc_root(doc), ydoc_root(first), &err), err);
    ASSERT_OK(apply(doc, ydoc_root(doc), ydoc_root(second), &err), err);
    ASSERT_EQ_VIEW(patching_emit(&out, ydoc_root(doc)), "a: \"1\"\nb: 2\nc: \"3\"\nd: 4\n");
}

/* A tree as transformers and generators leave it: the writer has not yet chosen a style. */
TEST(strategic_merge, what_we_made_is_in_quotes_where_kustomize_would_have_put_them)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO_FREE(ydoc) patch = ydoc_parse(VIEW("{e: 1, t: 2, w: 3, l: 4}"), "p.yaml", &err);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ynode *root = ynode_new_map(doc);

    ydoc_set_root(doc, root);
    ynode_set_string(doc, root, "e", VIEW(""));
    ynode_set_string(doc, root, "t", VIEW("true"));
    ynode_set_string(doc, root, "w", VIEW("word"));
    ynode_set_string(doc, root, "l", VIEW("a\nb"));
    ASSERT_OK(apply(doc, root, ydoc_root(patch), &err), err);
    ASSERT_EQ_VIEW(patching_emit(&out, root), "e: 1\nl: \"4\"\nt: \"2\"\nw: 3\n");
}

/* ---- what cannot be, with both positions ---- */

TEST(strategic_merge, R_036_a_list_for_a_mapping_names_both_places)
{
    ASSERT_POD_REFUSES("spec:\n  nodeSelector:\n    a: b\n", "spec:\n  nodeSelector:\n  - a\n",
                       ERROR_SYNTAX,
                       "patch.yaml:3:3: 'spec.nodeSelector' is a sequence here and a mapping in "
                       "the object (base.yaml:3:5)");
    ASSERT_POD_REFUSES("spec: {volumes: {a: b}}", "spec: {volumes: [{name: a}]}", ERROR_SYNTAX,
                       "'spec.volumes' is a sequence here and a mapping in the object");
    ASSERT_POD_REFUSES("spec: {volumes: [{name: a}]}", "spec: {volumes: x}", ERROR_SYNTAX,
                       "'spec.volumes' is a scalar here and a sequence in the object");
    ASSERT_POD_REFUSES("spec: {nodeName: n}", "spec: {nodeName: {a: b}}", ERROR_SYNTAX,
                       "'spec.nodeName' is a mapping here and a scalar in the object");
}

TEST(strategic_merge, R_036_an_unknown_directive_is_named_with_its_line)
{
    ASSERT_POD_REFUSES("spec: {nodeSelector: {a: b}}",
                       "spec:\n  nodeSelector:\n    $patch: remove\n", ERROR_SYNTAX,
                       "patch.yaml:3:13: 'spec.nodeSelector' has the unknown directive '$patch: "
                       "remove'");
    ASSERT_POD_REFUSES("spec: {nodeName: n}", "spec: {nodeSelector: {$patch: remove}}",
                       ERROR_SYNTAX, "unknown directive");
    ASSERT_POD_REFUSES("spec: {volumes: []}", "spec: {volumes: [{$patch: [delete]}]}", ERROR_SYNTAX,
                       "unknown directive '$patch: '");
}

TEST(strategic_merge, R_036_an_element_without_merge_key_is_named)
{
    ASSERT_POD_REFUSES("spec: {containers: [{name: a}]}",
                       "spec:\n  containers:\n  - {name: a}\n  - {image: x}\n", ERROR_SYNTAX,
                       "patch.yaml:4:5: 'spec.containers[1]' lacks the merge key 'name'");
    ASSERT_POD_REFUSES("spec: {nodeName: n}", "spec: {containers: [{name: null}]}", ERROR_SYNTAX,
                       "'spec.containers[0]' lacks the merge key 'name'");
    ASSERT_POD_REFUSES("spec: {containers: [{name: a}]}", "spec: {containers: [a]}", ERROR_SYNTAX,
                       "'spec.containers[0]' is a scalar where a mapping with the merge key "
                       "'name' is needed");
}

TEST(strategic_merge, a_single_element_without_merge_key_makes_a_new_list)
{
    ASSERT_POD_PATCHES_TO("spec: {nodeName: n}", "spec: {containers: [{image: x}]}",
                          "spec: {nodeName: n, containers: [{image: x}]}");
}

TEST(strategic_merge, R_036_an_odd_element_of_the_base_is_named)
{
    ASSERT_POD_REFUSES("metadata:\n  finalizers:\n  - {a: b}\n", "metadata: {finalizers: [x]}",
                       ERROR_SYNTAX,
                       "'metadata.finalizers' cannot be merged: the object's list has a mapping in "
                       "it (base.yaml:3:5)");
}

TEST(strategic_merge, a_key_twice_in_the_mapping_to_patch_is_refused)
{
    ASSERT_POD_REFUSES("spec:\n  nodeName: a\n  nodeName: b\n", "spec: {hostname: c}",
                       ERROR_INVALID,
                       "'spec' cannot be patched: the object has the key 'nodeName' twice "
                       "(base.yaml:2:3)");
}

TEST(strategic_merge, a_patch_is_a_mapping)
{
    ASSERT_POD_REFUSES("a: 1", "[1]", ERROR_SYNTAX,
                       "patch.yaml:1:1: a strategic merge patch is a mapping, not a sequence");
    ASSERT_POD_REFUSES("a: 1", "null", ERROR_SYNTAX, "not a");
}

/* ---- limits ---- */

TEST(strategic_merge, R_038_a_million_elements_are_too_many)
{
    AUTO(buf) patch = BUF_INIT((size_t)16 << 20);

    buf_add(&patch, "a: [");
    for (size_t i = 0; i < PATCH_NODES_MAX; i++)
        buf_add(&patch, "1,");
    buf_add(&patch, "1]");
    ASSERT_POD_REFUSES("a: [1]", buf_text(&patch), ERROR_LIMIT,
                       "patch.yaml: the patch makes more than 1000000 values");
}

TEST(strategic_merge, R_038_an_alias_bomb_is_not_expanded)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&patch, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        buf_addf(&patch, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            buf_addf(&patch, "*a%d, ", i - 1);
        buf_add(&patch, "]\n");
    }
    ASSERT_POD_REFUSES("a: [1]", buf_text(&patch), ERROR_LIMIT, "the patch makes more than");
}

/* Each removal by itself would move what follows: minutes instead of a moment. */
TEST(strategic_merge, R_038_removing_every_key_of_a_large_mapping_takes_linear_time)
{
    AUTO(buf) base = BUF_INIT((size_t)4 << 20);
    AUTO(buf) patch = BUF_INIT((size_t)4 << 20);

    for (int i = 0; i < 100000; i++) {
        buf_addf(&base, "k%d: v\n", i);
        buf_addf(&patch, "k%d: null\n", i);
    }
    buf_add(&base, "last: v\n");
    ASSERT_PATCHES_TO(buf_text(&base), buf_text(&patch), "last: v");
}

TEST(strategic_merge, R_038_a_list_that_needs_the_slow_way_is_bounded)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&patch, "metadata: {finalizers: [");
    for (int i = 0; i < 2001; i++)
        buf_addf(&patch, "f%d,", i);
    buf_add(&patch, "]}");
    ASSERT_POD_REFUSES("metadata: {finalizers: [a]}", buf_text(&patch), ERROR_LIMIT,
                       "'metadata.finalizers' has more than 2000 elements");
}

/* Two patches, one after the other. */
static bool apply_twice(struct ydoc *doc, struct ynode *base, const struct ynode *patches,
                        struct error *err)
{
    return apply(doc, base, ynode_get(patches, "first"), err) &&
           apply(doc, base, ynode_get(patches, "second"), err);
}

TEST(strategic_merge, quotes_stay_for_the_next_patch_as_in_kustomize)
{
    ASSERT_RESULT(apply_twice, "a: \"q\"", "{first: {a: 16}, second: {a: 1.5}}", "a: \"1.5\"");
    ASSERT_RESULT(apply_twice, "a: 'q'", "{first: {a: x}, second: {a: 5}}", "a: \"5\"");
    ASSERT_RESULT(apply_twice, "a: |\n  q\n", "{first: {a: x}, second: {a: 5}}", "a: \"5\"");
    ASSERT_RESULT(apply_twice, "{a: \"q\", b: 1}", "{first: {a: null}, second: {a: 5}}",
                  "{a: 5, b: 1}");
}

TEST(strategic_merge, a_string_that_came_into_a_place_without_quotes_gives_way_to_a_number)
{
    ASSERT_RESULT(apply_twice, "a: q", "{first: {a: \"8\"}, second: {a: 5}}", "a: 5");
    ASSERT_RESULT(apply_twice, "a: ~", "{first: {a: \"8\"}, second: {a: 5}}", "a: 5");
    ASSERT_RESULT(apply_twice, "b: 1", "{first: {a: \"8\"}, second: {a: 5}}", "{a: \"5\", b: 1}");
    ASSERT_RESULT(apply, "a: q", "a: \"8\"", "a: \"8\"");
}
