/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"
#include "kustomize/pipeline.h"

#define CM(name) "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " name "\n"

TEST(pipeline, bases_components_and_transformers_run_in_kustomizes_order)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "resources: [../base, own.yaml]\ncomponents: [../c]\ncommonAnnotations: {by: top}\n" },
        { "/p/own.yaml", CM("own") },
        { "/base/kustomization.yml", "resources: [b.yaml]\nlabels: [{pairs: {from: base}}]\n" },
        { "/base/b.yaml", CM("b") },
        { "/c/Kustomization", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
                              "resources: [extra.yaml]\nlabels: [{pairs: {seen: component}}]\n" },
        { "/c/extra.yaml", CM("extra") },
        { NULL, NULL }
    };

    ASSERT_BUILDS(files, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n"
                         "    by: top\n  labels:\n    from: base\n    seen: component\n"
                         "  name: b\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n"
                         "  annotations:\n    by: top\n  labels:\n    seen: component\n"
                         "  name: extra\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n"
                         "  annotations:\n    by: top\n  labels:\n    seen: component\n"
                         "  name: own\n");
}

TEST(pipeline, a_component_is_no_resource_and_the_other_way_round)
{
    static const struct preset_file component[] = {
        { "/p/kustomization.yaml", "resources: [../c]\n" },
        { "/c/kustomization.yaml", "kind: Component\nnamespace: a\n" },
        { NULL, NULL }
    };
    static const struct preset_file base[] = { { "/p/kustomization.yaml", "components: [../c]\n" },
                                               { "/c/kustomization.yaml", "namespace: a\n" },
                                               { NULL, NULL } };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS_HINT(preset_build(&out, component, &err), err, ERROR_INVALID,
                      "a Component cannot stand in 'resources'", "list it in 'components'");
    ASSERT_FAILS_HINT(preset_build(&out, base, &err), err, ERROR_INVALID,
                      "a Kustomization cannot stand in 'components'", "list it in 'resources'");
    ASSERT_EQ_INT(out.len, 0);
}

TEST(pipeline, R_027_a_diamond_is_legal_until_ids_clash)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [../x, ../y]\n" },
        { "/x/kustomization.yaml", "resources: [../base]\nnamespace: x\n" },
        { "/y/kustomization.yaml", "resources: [../base]\nnamespace: z\n" },
        { "/base/kustomization.yaml", "resources: [b.yaml]\n" },
        { "/base/b.yaml", CM("b") },
        { NULL, NULL }
    };
    static const struct preset_file clash[] = {
        { "/p/kustomization.yaml", "resources: [../x, ../base]\n" },
        { "/x/kustomization.yaml", "resources: [../base]\n" },
        { "/base/kustomization.yaml", "resources: [b.yaml]\n" },
        { "/base/b.yaml", CM("b") },
        { NULL, NULL }
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_BUILDS(files, CM("b") "  namespace: x\n---\n" CM("b") "  namespace: z\n");
    ASSERT_FAILS_HINT(preset_build(&out, clash, &err), err, ERROR_CONFLICT,
                      "/p/kustomization.yaml:1: /base/b.yaml:1: ConfigMap/b is there already, from "
                      "/base/b.yaml:1",
                      "two of the resources bring the file");
}

TEST(pipeline, R_027_a_cycle_is_refused)
{
    static const struct preset_file files[] = { { "/p/kustomization.yaml", "resources: [../q]\n" },
                                                { "/q/kustomization.yaml", "resources: [../p]\n" },
                                                { NULL, NULL } };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS(preset_build(&out, files, &err), err, ERROR_INVALID,
                 "/q/kustomization.yaml:1: cycle detected: '/p' -> '/q' -> '/p'");
}

TEST(pipeline, resources_that_cannot_be_are_named_with_the_line_that_wants_them)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);
    static const struct {
        const char *name;
        enum error_code code;
        const char *message;
    } cases[] = {
        { "no.yaml", ERROR_NOT_FOUND, "/p/kustomization.yaml:2: there is no file '/p/no.yaml'" },
        { "../out.yaml", ERROR_FORBIDDEN, "/p/kustomization.yaml:2: security; file '/out.yaml'" },
        { "https://h/x", ERROR_UNSUPPORTED,
          "/p/kustomization.yaml:2: 'https://h/x' is not fetched" },
        { "''", ERROR_INVALID, "/p/kustomization.yaml:2: the name of a resource is empty" },
        { "sub", ERROR_NOT_FOUND, "/p/kustomization.yaml:2: no kustomization in '/p/sub'" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct preset_file files[] = { { "/p/kustomization.yaml",
                                               test_format("resources:\n- %s\n", cases[i].name) },
                                             { "/p/sub/x.yaml", "" },
                                             { "/out.yaml", CM("a") },
                                             { NULL, NULL } };
        ASSERT_FAILS(preset_build(&out, files, &err), err, cases[i].code, cases[i].message);
    }
}

TEST(pipeline, annotations_come_out_as_kustomize_leaves_them)
{
    ASSERT_KUSTOMIZES(
        "", "kind: A\nmetadata: {name: a, annotations: {n: 5, config.kubernetes.io/index: '0'}}\n",
        "kind: A\nmetadata:\n  annotations:\n    \"n\": \"5\"\n  name: a\n");
    ASSERT_KUSTOMIZES("", "kind: A\nmetadata: {name: a, annotations: {}}\n",
                      "kind: A\nmetadata:\n  name: a\n");
}

TEST(pipeline, local_configuration_is_left_out)
{
    ASSERT_KUSTOMIZES("",
                      "kind: A\nmetadata:\n  name: a\n  annotations: "
                      "{config.kubernetes.io/local-config: 'true'}\n"
                      "---\n" CM("b"),
                      CM("b"));
}

/* ---- the stream */

static const char stream[] =
    "---\n# Source: c/templates/a.yaml\nkind:   A # odd\n---\n# only this\n---\n"
    "# Source: c/templates/l.yaml\nkind: List\nitems:\n- kind: B\n"
    "  metadata: {name: one}\n- kind: B\n  metadata: {name: two}\n"
    "- kind: C\n";

TEST(pipeline, a_preset_that_does_nothing_changes_no_byte)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "metadata: {name: nothing}\n" }, { NULL, NULL }
    };

    ASSERT_APPLIES(files, stream, stream);
}

TEST(pipeline, rendered_yaml_need_not_exist_and_may_be_listed)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [./rendered.yaml]\n" }, { NULL, NULL }
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_APPLIES(files, stream, stream);
    ASSERT_FAILS(preset_build(&out, files, &err), err, ERROR_NOT_FOUND, "rendered.yaml");
}

TEST(pipeline, a_component_can_be_applied_too)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamespace: ns\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files, "kind: A\nmetadata: {name: a}\n",
                   "kind: A\nmetadata: {name: a, namespace: ns}\n");
}

TEST(pipeline, removed_objects_leave_the_stream_and_the_lists_in_it)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "patches:\n- target: {kind: '[AB]'}\n  patch: |\n    $patch: delete\n    kind: X\n"
          "    metadata: {name: x}\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files, stream,
                   "---\n# only this\n---\n# Source: c/templates/l.yaml\nkind: List\nitems:\n"
                   "- kind: C\n");
}

TEST(pipeline, the_presets_own_objects_are_added_with_their_source)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [cm.yaml]\nlabels: [{pairs: {k: v}}]\n" },
        { "/p/cm.yaml", CM("extra") },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files, "---\nkind: Deployment\nmetadata: {labels: {k: v}}\n",
                   "---\n# Source: juno/p\napiVersion: v1\nkind: ConfigMap\nmetadata:\n"
                   "  name: extra\n  labels:\n    k: v\n"
                   "---\nkind: Deployment\nmetadata: {labels: {k: v}}\n");
}

TEST(pipeline, an_object_of_the_preset_must_not_be_in_the_stream_already)
{
    static const struct preset_file files[] = { { "/p/kustomization.yaml",
                                                  "resources: [cm.yaml]\n" },
                                                { "/p/cm.yaml", CM("extra") },
                                                { NULL, NULL } };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS(preset_apply(&out, files, CM("extra"), false, &err), err, ERROR_CONFLICT,
                 "/p/cm.yaml:1: the stream has ConfigMap/extra already");
}

TEST(pipeline, a_preset_may_allow_itself_what_matches_nothing_and_a_component_for_itself)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "metadata: {annotations: {juno/allow-unmatched: 'true'}}\n"
                                   "patches: [{patch: '[]', target: {kind: Nope}}]\n" },
        { NULL, NULL }
    };
    static const struct preset_file component[] = {
        { "/p/kustomization.yaml",
          "metadata: {annotations: {juno/allow-unmatched: 'true'}}\ncomponents: [../c]\n" },
        { "/c/kustomization.yaml",
          "kind: Component\npatches: [{patch: '[]', target: {kind: Nope}}]\n" },
        { NULL, NULL }
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_APPLIES(files, stream, stream);
    ASSERT_FAILS(preset_apply(&out, component, stream, false, &err), err, ERROR_UNMATCHED,
                 "/c/kustomization.yaml:2: the patch for kind 'Nope' matches nothing");
}

TEST(pipeline, a_later_preset_sees_what_an_earlier_one_added)
{
    static const struct preset_file first[] = { { "/p/kustomization.yaml",
                                                  "resources: [cm.yaml]\n" },
                                                { "/p/cm.yaml", CM("extra") },
                                                { NULL, NULL } };
    static const struct preset_file second[] = {
        { "/p/kustomization.yaml",
          "patches: [{target: {name: extra}, patch: '- {op: add, path: /x, value: y}'}]\n" },
        { NULL, NULL }
    };
    struct loader loaders[] = { preset_loader(first), preset_loader(second) };
    struct stream_options stream_options = { .origin = "<stdin>" };
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) objects = STREAM_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_OK(stream_parse(&objects, VIEW("kind: A\n"), &stream_options, &err), err);
    for (size_t i = 0; i < ARRAY_SIZE(loaders); i++) {
        struct kustomize_options options = { .loader = &loaders[i] };
        ASSERT_OK(kustomize_apply_stream(&objects, "/p", &options, &err), err);
    }
    ASSERT_OK(stream_write(&out, &objects, &err), err);
    ASSERT_CONTAINS(buf_text(&out), "name: extra\nx: true\n");
}

TEST(pipeline, annotations_are_the_text_that_was_written)
{
    ASSERT_KUSTOMIZES(
        "commonAnnotations: {}\n",
        "kind: A\nmetadata: {name: a, annotations: {d: 2001-1-1, n: 0x1F, s: yes}}\n",
        "kind: A\nmetadata:\n  annotations:\n    d: \"2001-1-1\"\n    \"n\": \"0x1F\"\n"
        "    s: \"yes\"\n  name: a\n");
}

TEST(pipeline, an_object_that_a_patch_leaves_without_kind_or_name_is_refused_as_in_kustomize)
{
    static const char object[] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

#define REMOVE(path)                                                                               \
    "patches: [{target: {kind: ConfigMap}, patch: '[{\"op\": \"remove\", \"path\": \"" path        \
    "\"}]'}]\n"
    ASSERT_REFUSES(REMOVE("/kind"), object, ERROR_INVALID,
                   "/p/r.yaml:1: ConfigMap/a is left without a kind");
    ASSERT_REFUSES(REMOVE("/metadata"), object, ERROR_INVALID,
                   "/p/r.yaml:1: ConfigMap/a is left without metadata.name");
    ASSERT_REFUSES(REMOVE("/metadata/name"), object, ERROR_INVALID,
                   "/p/r.yaml:1: ConfigMap/a is left without metadata.name");
#undef REMOVE
}
