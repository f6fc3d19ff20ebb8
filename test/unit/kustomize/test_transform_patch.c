/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

#define CM(name) "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " name "\n"

TEST(transform_patch, a_merge_finds_its_object_by_id)
{
    ASSERT_KUSTOMIZES("patches:\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n"
                      "    metadata: {name: a}\n    data: {k: v}\n",
                      CM("a") "---\n" CM("b"),
                      "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: a\n"
                      "---\n" CM("b"));
}

TEST(transform_patch, a_target_selects_many_and_its_patch_may_be_called_anything)
{
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: ConfigMap, name: '[ab]'}\n  patch: |\n"
                      "    apiVersion: x/v9\n    kind: Other\n"
                      "    metadata: {name: any, namespace: n}\n    data: {k: v}\n",
                      CM("a") "---\n" CM("c"),
                      "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: a\n"
                      "---\n" CM("c"));
}

TEST(transform_patch, R_037_kind_and_name_change_only_when_allowed)
{
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: ConfigMap}\n"
                      "  options: {allowNameChange: true, allowKindChange: true}\n"
                      "  patch: |\n    apiVersion: v1\n    kind: Secret\n"
                      "    metadata: {name: new}\n",
                      CM("a"), "apiVersion: v1\nkind: Secret\nmetadata:\n  name: new\n");
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: ConfigMap}\n"
                      "  patch: |\n    apiVersion: v1\n    kind: Secret\n"
                      "    metadata: {name: new, namespace: other, labels: {a: b}}\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: here}\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n    a: b\n"
                      "  name: a\n  namespace: here\n");
}

TEST(transform_patch, an_object_can_be_deleted)
{
    ASSERT_KUSTOMIZES("patches:\n- patch: |\n    $patch: delete\n    apiVersion: v1\n"
                      "    kind: ConfigMap\n    metadata: {name: a}\n",
                      CM("a") "---\n" CM("b"), CM("b"));
}

TEST(transform_patch, with_a_target_null_labels_are_texts_as_in_kustomize)
{
    static const char object[] = "kind: A\nmetadata: {name: a, labels: {l: x, m: x}}\n";

    ASSERT_KUSTOMIZES("patches:\n- target: {kind: A}\n  patch: |\n    kind: A\n"
                      "    metadata: {name: a, labels: {l: null}}\n",
                      object,
                      "kind: A\nmetadata:\n  labels:\n    l: \"null\"\n    m: x\n"
                      "  name: a\n");
    ASSERT_KUSTOMIZES("patches:\n- patch: |\n    kind: A\n"
                      "    metadata: {name: a, labels: {l: null}}\n",
                      object, "kind: A\nmetadata:\n  labels:\n    m: x\n  name: a\n");
}

TEST(transform_patch, json_patches_are_json_or_yaml)
{
    ASSERT_KUSTOMIZES(
        "patches:\n- target: {kind: ConfigMap}\n"
        "  patch: '[{\"op\": \"add\", \"path\": \"/data\", \"value\": {\"k\": 1}}]'\n",
        CM("a"), "apiVersion: v1\ndata:\n  k: 1\nkind: ConfigMap\nmetadata:\n  name: a\n");
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: ConfigMap}\n  patch: |\n"
                      "    - op: add\n      path: /data\n      value: {k: 'yes'}\n",
                      CM("a"),
                      "apiVersion: v1\ndata:\n  k: \"yes\"\nkind: ConfigMap\nmetadata:\n"
                      "  name: a\n");
}

TEST(transform_patch, a_json_patch_finds_annotations_where_there_are_none)
{
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: ConfigMap}\n  patch: |\n"
                      "    - {op: add, path: /metadata/annotations/k, value: v}\n",
                      CM("a"),
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n    k: v\n"
                      "  name: a\n");
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: ConfigMap}\n  patch: |\n"
                      "    - {op: add, path: /x, value: v}\n",
                      CM("a"), "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\nx: v\n");
}

TEST(transform_patch, the_old_fields_work)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "resources: [r.yaml]\npatchesStrategicMerge:\n- p.yaml\n- |\n  apiVersion: v1\n"
          "  kind: ConfigMap\n  metadata: {name: a}\n  data: {i: '1'}\n"
          "patchesJson6902:\n- target: {version: v1, kind: ConfigMap, name: a}\n  path: j.json\n" },
        { "/p/r.yaml", CM("a") },
        { "/p/p.yaml", CM("a") "data: {f: '1'}\n" },
        { "/p/j.json", "[{\"op\": \"add\", \"path\": \"/data/j\", \"value\": \"1\"}]" },
        { NULL, NULL }
    };

    ASSERT_BUILDS(files, "apiVersion: v1\ndata:\n  f: \"1\"\n  i: \"1\"\n  j: \"1\"\n"
                         "kind: ConfigMap\nmetadata:\n  name: a\n");
}

TEST(transform_patch, what_a_patch_must_have)
{
    ASSERT_REFUSES("patches:\n- target: {kind: A}\n", CM("a"), ERROR_INVALID,
                   "/p/kustomization.yaml:3: a patch has 'path' or 'patch'");
    ASSERT_REFUSES("patches:\n- {path: a, patch: b}\n", CM("a"), ERROR_INVALID, "not both");
    ASSERT_REFUSES("patches:\n- {path: a.yaml}\n", CM("a"), ERROR_NOT_FOUND,
                   "/p/kustomization.yaml:3: there is no file '/p/a.yaml'");
    ASSERT_REFUSES("patches:\n- patch: '[]'\n", CM("a"), ERROR_INVALID,
                   "a JSON patch needs a target");
    ASSERT_REFUSES("patches:\n- patch: foo\n", CM("a"), ERROR_INVALID,
                   "/p/kustomization.yaml:3:1: an object is a mapping, not a scalar");
    ASSERT_REFUSES(
        "patches:\n- target: {kind: A}\n  patch: |\n    kind: A\n    metadata: {name: a}\n"
        "    ---\n    kind: A\n    metadata: {name: b}\n",
        CM("a"), ERROR_INVALID, "a patch with a target is one document, not 2");
    ASSERT_REFUSES("patchesJson6902:\n- {patch: '[{\"op\": \"x\"}]', target: {kind: A}}\n", CM("a"),
                   ERROR_INVALID, "needs a target with a name");
    ASSERT_REFUSES("patchesJson6902:\n- {patch: '[]', target: {name: a}}\n", CM("a"), ERROR_INVALID,
                   "the patch is empty");
}

TEST(transform_patch, R_035_a_failing_operation_names_patch_and_object)
{
    ASSERT_REFUSES("patches:\n- target: {kind: ConfigMap}\n  patch: |\n"
                   "    - {op: remove, path: /data/k}\n",
                   CM("a"), ERROR_UNMATCHED,
                   "/p/kustomization.yaml:3: the patch for ConfigMap/a: /p/kustomization.yaml:5");
}

TEST(transform_patch, R_036_a_failing_merge_names_patch_and_object)
{
    ASSERT_REFUSES("patches:\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n"
                   "    metadata: {name: a}\n    $patch: frobnicate\n",
                   CM("a"), ERROR_SYNTAX,
                   "/p/kustomization.yaml:3: the patch for ConfigMap/a: /p/kustomization.yaml:");
}

/* What applying KUST to STREAM fails with, and that allowing it leaves the stream as it was. */
static void check_unmatched(const char *kust, const char *stream, const char *message,
                            const char *hint)
{
    const struct preset_file files[] = { { "/p/kustomization.yaml", kust }, { NULL, NULL } };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS_HINT(preset_apply(&out, files, stream, false, &err), err, ERROR_UNMATCHED, message,
                      hint);
    ASSERT_OK(preset_apply(&out, files, stream, true, &err), err);
    ASSERT_EQ_BUF(&out, stream);
}

TEST(transform_patch, R_034_a_patch_without_an_object_names_the_nearest)
{
    static const char stream[] = "kind: Ingress\nmetadata: {name: demo-web}\n";

    check_unmatched("patches:\n- patch: |\n    kind: Ingress\n    metadata: {name: web}\n", stream,
                    "/p/kustomization.yaml:2: the patch for Ingress/web matches nothing",
                    "nearest is Ingress/demo-web; a target may say name: '.*-web', or pass "
                    "--allow-unmatched");
    check_unmatched("patches:\n- target: {kind: Ingress, name: web}\n  patch: '[]'\n", stream,
                    "/p/kustomization.yaml:2: the patch for Ingress/web matches nothing",
                    "nearest is Ingress/demo-web");
    check_unmatched("patchesStrategicMerge:\n- '{kind: Ingress, metadata: {name: web}}'\n", stream,
                    "/p/kustomization.yaml:2: the patch for Ingress/web matches nothing",
                    "nearest");
    check_unmatched("patchesJson6902:\n- target: {name: web}\n  patch: '[{\"op\": \"x\"}]'\n",
                    stream, "/p/kustomization.yaml:2: the patch for name 'web' matches nothing",
                    "nearest is Ingress/demo-web");
}

TEST(transform_patch, R_034_the_strict_face_does_as_kustomize)
{
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: Nope}\n  patch: '[]'\n", CM("a"), CM("a"));
    ASSERT_REFUSES("patches:\n- patch: |\n    kind: ConfigMap\n    metadata: {name: b}\n", CM("a"),
                   ERROR_UNMATCHED, "the patch for ConfigMap/b matches nothing");
}

TEST(transform_patch, duplicates_in_a_stream_are_all_patched)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "patches:\n- patch: |\n    kind: A\n    metadata: {name: a}\n    x: z\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files, "---\nkind: A\nmetadata: {name: a}\n---\nkind: A\nmetadata: {name: a}\n",
                   "---\nkind: A\nmetadata: {name: a}\nx: z\n---\nkind: A\nmetadata: {name: a}\n"
                   "x: z\n");
}

TEST(transform_patch, R_033_a_bad_target_names_its_line)
{
    ASSERT_REFUSES("patches:\n- patch: '[]'\n  target: {name: '('}\n", CM("a"), ERROR_SYNTAX,
                   "/p/kustomization.yaml:4: target: ");
}

TEST(transform_patch, after_a_json_patch_an_empty_null_stays_as_in_kustomize)
{
    static const char json[] = "- target: {kind: A}\n"
                               "  patch: '[{\"op\": \"add\", \"path\": \"/x\", \"value\": 1}]'\n";
    static const char merge[] = "- patch: |\n    kind: A\n    metadata: {name: a}\n    y1: z\n";
    static const char object[] = "kind: A\nmetadata:\n  name: a\nempty:\n";

    ASSERT_KUSTOMIZES(test_format("patches:\n%s", merge), object,
                      "kind: A\nmetadata:\n  name: a\ny1: z\n");
    ASSERT_KUSTOMIZES(test_format("patches:\n%s%s", json, merge), object,
                      "empty: null\nkind: A\nmetadata:\n  name: a\nx: 1\ny1: z\n");
}

TEST(transform_patch, a_json_patch_in_a_stream_leaves_an_empty_null_as_written)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "patches:\n- target: {kind: A}\n  patch: '[{\"op\": \"add\", \"path\": \"/x\", "
          "\"value\": 1}]'\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files, "kind: A\nempty:   # why\nmetadata:\n  name: a\n",
                   "kind: A\nempty:   # why\nmetadata:\n  name: a\nx: 1\n");
}

TEST(transform_patch, a_json_patch_makes_doubles_of_numbers_and_forgets_quotes)
{
    ASSERT_KUSTOMIZES(
        "patches:\n"
        "- patch: '[{\"op\": \"add\", \"path\": \"/b\", \"value\": 9007199254740993}]'\n"
        "  target: {kind: A}\n"
        "- patch: '{kind: A, metadata: {name: n}, q: 1, r: 2}'\n",
        "kind: A\nmetadata: {name: n, annotations: {m: 1000000}}\n"
        "a: 18446744073709551615\nq: 'x'\nr: 'yes'\n",
        "a: 1.8446744073709552e+19\nb: 9007199254740992\nkind: A\nmetadata:\n"
        "  annotations:\n    m: \"1e+06\"\n  name: \"n\"\nq: 1\nr: \"2\"\n");
}

TEST(transform_patch, an_inline_patch_loses_the_blanks_around_it)
{
    ASSERT_KUSTOMIZES(
        "patches:\n- patch: |\n\n    kind: A\n    metadata: {name: n}\n    t: |\n      x\n",
        "kind: A\nmetadata: {name: n}\n", "kind: A\nmetadata:\n  name: \"n\"\nt: x\n");
}

TEST(transform_patch, a_json_patch_that_begins_as_json_must_be_json)
{
    ASSERT_REFUSES("patches:\n- patch: '[{op: remove, path: /a}]'\n  target: {kind: A}\n",
                   "kind: A\nmetadata: {name: n}\na: 1\n", ERROR_SYNTAX,
                   "a JSON patch that begins with '[' must be JSON");
    ASSERT_KUSTOMIZES(
        "patches:\n- patch: ' [{\"op\": \"remove\", \"path\": \"/a\"}]'\n  target: {kind: A}\n",
        "kind: A\nmetadata: {name: n}\na: 1\n", "kind: A\nmetadata:\n  name: \"n\"\n");
}

#define LIST_SCHEMA "# {\"type\": \"array\", \"x-kubernetes-patch-strategy\": \"merge\"}"

TEST(transform_patch, comments_with_schemas_count_in_files_and_in_a_stream)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "resources: [rendered.yaml, r.yaml]\npatches: [path: p.yaml]\n" },
        { "/p/rendered.yaml", CM("a") "items: " LIST_SCHEMA "\n- b\n- c\n" },
        { "/p/r.yaml", CM("b") "items:\n- b\n- c\n" },
        { "/p/p.yaml", CM("a") "items:\n- a\n- b\n---\n" CM("b") "items: " LIST_SCHEMA "\n- d\n" },
        { NULL, NULL }
    };

    ASSERT_BUILDS(files, "apiVersion: v1\nitems:\n- a\n- b\n- c\nkind: ConfigMap\nmetadata:\n"
                         "  name: a\n---\napiVersion: v1\nitems:\n- d\n- b\n- c\n"
                         "kind: ConfigMap\nmetadata:\n  name: b\n");
    ASSERT_APPLIES(files, files[1].text,
                   CM("a") "items: " LIST_SCHEMA "\n- a\n- b\n- c\n"
                           "---\n# Source: juno/p\n" CM("b") "items:\n- d\n- b\n- c\n");
}

TEST(transform_patch, a_json_patch_loses_the_objects_comments)
{
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: ConfigMap}\n"
                      "  patch: '[{\"op\": \"add\", \"path\": \"/x\", \"value\": 1}]'\n"
                      "- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n"
                      "    metadata: {name: a}\n    items: [a]\n",
                      CM("a") "items: " LIST_SCHEMA "\n- b\n",
                      "apiVersion: v1\nitems:\n- a\nkind: ConfigMap\nmetadata:\n  name: a\nx: 1\n");
}

TEST(transform_patch, a_json_patch_makes_strings_of_values_left_out_in_flow_style)
{
    ASSERT_KUSTOMIZES("patches:\n- target: {kind: A}\n"
                      "  patch: '[{\"op\": \"add\", \"path\": \"/w\", \"value\": 1}]'\n"
                      "- patch: |\n    kind: A\n    metadata: {name: a}\n    v: 1\n",
                      "kind: A\nmetadata: {name: a}\nx: {a: , b: 1}\ny:\n  a:\n"
                      "z: [{a: !!null }, {b: ~}]\n",
                      "kind: A\nmetadata:\n  name: a\nv: 1\nw: 1\nx:\n  a: \"\"\n  b: 1\n"
                      "\"y\":\n  a: null\nz:\n- a: null\n- b: null\n");
}

TEST(transform_patch, what_a_patch_leaves_out_in_an_object_in_flow_style_is_an_empty_string)
{
    static const char merge[] = "- patch: |\n    kind: A\n    metadata: {name: a}\n"
                                "    x: &x\n    -\n    - b:\n    - ~\n    y: *x\n";
    static const char json[] =
        "- target: {kind: A}\n"
        "  patch: '[{\"op\": \"test\", \"path\": \"/kind\", \"value\": \"A\"}]'\n";
    static const char expected[] = "kind: A\nmetadata:\n  name: a\nx:\n- \"\"\n- b: \"\"\n- null\n"
                                   "\"y\":\n- \"\"\n- b: \"\"\n- null\n";
    static const char written[] = "kind: A\nmetadata:\n  name: a\nx:\n- null\n- b: null\n- null\n"
                                  "\"y\":\n- null\n- b: null\n- null\n";
    static const char object[] = "{kind: A, metadata: {name: a}}\n";

    ASSERT_KUSTOMIZES(test_format("patches:\n%s", merge), object, expected);
    ASSERT_KUSTOMIZES(test_format("patches:\n%s%s", merge, json), object, expected);
    ASSERT_KUSTOMIZES(test_format("patches:\n%s", merge),
                      "apiVersion: v1\nkind: AList\nitems:\n- kind: A\n  metadata:\n    name: a\n",
                      expected);
    ASSERT_KUSTOMIZES(test_format("patches:\n%s%s", json, merge), object, written);
    ASSERT_KUSTOMIZES(test_format("patches:\n%s", merge), "kind: A\nmetadata: {name: a}\n",
                      written);
}

TEST(transform_patch, after_a_merge_a_name_has_the_type_that_its_text_has)
{
    static const char kust[] =
        "patches:\n- patch: |\n    kind: A\n    metadata: {name: '%s'}\n    b: c\n"
        "replacements:\n- sourceValue: '80'\n  targets: [{select: {kind: A}}]\n";

    ASSERT_KUSTOMIZES(test_format(kust, "a"), "kind: A\nmetadata: {name: a}\n",
                      "b: c\nkind: A\nmetadata:\n  name: 80\n");
    ASSERT_KUSTOMIZES(test_format(kust, "a"), "kind: A\nmetadata: {name: 'a'}\n",
                      "b: c\nkind: A\nmetadata:\n  name: \"80\"\n");
}

TEST(transform_patch, R_034_a_patch_that_means_two_objects_names_them)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [a, b]\npatches:\n- patch: |\n    apiVersion: v1\n"
                                   "    kind: ConfigMap\n    metadata: {name: c}\n    x: y\n" },
        { "/p/a/kustomization.yaml", "resources: [../c]\nnamePrefix: a-\n" },
        { "/p/b/kustomization.yaml", "resources: [../c]\nnamePrefix: b-\n" },
        { "/p/c/kustomization.yaml", "resources: [c.yaml]\n" },
        { "/p/c/c.yaml", CM("c") },
        { NULL, NULL },
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS_HINT(preset_build(&out, files, &err), err, ERROR_CONFLICT,
                      "/p/kustomization.yaml:3: the patch for ConfigMap/c matches 2 objects",
                      "these are two of them: ConfigMap/a-c and ConfigMap/b-c; a 'target'");
}

TEST(transform_patch, a_merge_makes_a_string_of_a_number_that_a_replacement_has_made)
{
    static const char kust[] = "resources: [base]\n%s";
    static const char merge[] = "patches:\n- patch: |\n    kind: A\n    metadata: {name: a}\n";
    struct preset_file files[] = {
        { "/p/kustomization.yaml", test_format(kust, "") },
        { "/p/base/kustomization.yaml",
          "resources: [r.yaml]\nreplacements:\n- sourceValue: '1'\n  targets:\n"
          "  - select: {kind: A}\n    fieldPaths: [d.c]\n    options: {create: true}\n" },
        { "/p/base/r.yaml", "kind: A\nmetadata:\n  name: a\n" },
        { NULL, NULL },
    };

    ASSERT_BUILDS(files, "d:\n  c: 1\nkind: A\nmetadata:\n  name: a\n");
    files[0].text = test_format(kust, merge);
    ASSERT_BUILDS(files, "d:\n  c: \"1\"\nkind: A\nmetadata:\n  name: a\n");
}
