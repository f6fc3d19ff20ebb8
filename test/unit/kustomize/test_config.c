/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"
#include "kustomize/config.h"

#define OWN                                                                                        \
    "apiVersion: e.org/v1\nkind: Own\nmetadata: {name: a}\nspec: {ref: b, deep: {name: x}}\n"

static bool build(struct buf *out, const char *kust, const char *config, const char *objects,
                  struct error *err)
{
    struct preset_file files[] = {
        { "/p/kustomization.yaml", kust },
        { "/p/c.yaml", config },
        { "/p/r.yaml", objects },
        { NULL, NULL },
    };

    return preset_build(out, files, err);
}

#define ASSERT_CONFIGURES(kust, config, objects, expected)                                         \
    do {                                                                                           \
        AUTO(error) err_ = ERROR_INIT;                                                             \
        AUTO(buf) out_ = BUF_INIT(BUF_TEXT_BYTES_MAX);                                             \
        ASSERT_OK(build(&out_, kust, config, objects, &err_), err_);                               \
        ASSERT_EQ_STR(buf_text(&out_), expected);                                                  \
    } while (0)

static bool configured(const char *config, struct error *err)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    return build(&out, "resources: [r.yaml]\nconfigurations: [c.yaml]\n", config, OWN, err);
}

TEST(config, the_tables_are_kustomizes)
{
    struct config config;

    config_init(&config);
    ASSERT_EQ_INT(config.sets[FIELDSPEC_NAME_PREFIX].len, 1);
    ASSERT_EQ_INT(config.sets[FIELDSPEC_LABELS].len, 0);
    ASSERT_EQ_INT(config.backrefs.len, 16);
}

TEST(config, a_merge_with_itself_copies_nothing)
{
    struct config a, b;
    AUTO(arena) arena = ARENA_INIT;
    AUTO(error) err = ERROR_INIT;

    config_init(&a);
    config_init(&b);
    ASSERT_OK(config_merge(&a, &b, &arena, &err), err);
    ASSERT_TRUE(a.sets[FIELDSPEC_IMAGES].specs == b.sets[FIELDSPEC_IMAGES].specs);
    ASSERT_EQ_INT(arena.total_bytes, 0);
}

TEST(config, specs_are_sorted_by_rank_of_kind_then_by_name)
{
    static const struct fieldspec specs[] = {
        { .kind = VIEW("Zebra"), .path = VIEW("z") },
        { .kind = VIEW("ValidatingWebhookConfiguration"), .path = VIEW("v") },
        { .kind = VIEW("Ape"), .path = VIEW("a") },
        { .kind = VIEW("Service"), .path = VIEW("s") },
        { .kind = VIEW("Namespace"), .path = VIEW("n") },
    };
    static const char *const order[] = { "n", "s", "a", "z", "v" };
    struct config config = { .backrefs = { .len = 0 } };
    AUTO(arena) arena = ARENA_INIT;

    config.sets[FIELDSPEC_IMAGES] = (struct fieldspec_list){ specs, ARRAY_SIZE(specs) };
    config_sort(&config, &arena);
    for (size_t i = 0; i < ARRAY_SIZE(order); i++)
        ASSERT_EQ_VIEW(config.sets[FIELDSPEC_IMAGES].specs[i].path, order[i]);
}

TEST(config, a_configuration_adds_fields_to_the_transformers)
{
    ASSERT_CONFIGURES("resources: [r.yaml]\nconfigurations: [c.yaml]\nnamePrefix: p-\n"
                      "commonAnnotations: {k: v}\n",
                      "namePrefix:\n- {path: spec/deep/name, kind: Own}\n"
                      "commonAnnotations:\n- {path: spec/notes, create: true, kind: Own}\n",
                      OWN,
                      "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  annotations:\n    k: v\n"
                      "  name: p-a\nspec:\n  deep:\n    name: p-x\n  notes:\n    k: v\n  ref: b\n");
}

TEST(config, name_references_of_a_base_count_above_it)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [base]\nnamePrefix: p-\n" },
        { "/p/base/kustomization.yaml", "resources: [r.yaml]\nconfigurations: [c.yaml]\n" },
        { "/p/base/c.yaml",
          "nameReference:\n- kind: Own\n  fieldSpecs:\n  - {kind: Other, path: spec/ref}\n" },
        { "/p/base/r.yaml", "apiVersion: e.org/v1\nkind: Own\nmetadata: {name: b}\n---\n"
                            "apiVersion: e.org/v1\nkind: Other\nmetadata: {name: o}\n"
                            "spec: {ref: b}\n" },
        { NULL, NULL },
    };
    ASSERT_BUILDS(files, "apiVersion: e.org/v1\nkind: Other\nmetadata:\n  name: p-o\nspec:\n"
                         "  ref: p-b\n---\napiVersion: e.org/v1\nkind: Own\nmetadata:\n"
                         "  name: p-b\n");
}

TEST(config, labels_of_a_configuration_apply_to_labels_only)
{
    ASSERT_CONFIGURES("resources: [r.yaml]\nconfigurations: [c.yaml]\nlabels: [{pairs: {k: v}}]\n"
                      "commonLabels: {c: d}\n",
                      "labels:\n- {path: spec/labels, create: true, kind: Own}\n", OWN,
                      "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  labels:\n    c: d\n    k: v\n"
                      "  name: a\nspec:\n  deep:\n    name: x\n  labels:\n    k: v\n  ref: b\n");
}

TEST(config, crds_mark_fields_of_their_kind)
{
    ASSERT_CONFIGURES(
        "resources: [r.yaml]\ncrds: [c.yaml]\nnamePrefix: p-\n",
        "e.org.v1.Own:\n  Schema:\n    properties:\n      apiVersion: {type: string}\n"
        "      kind: {type: string}\n      metadata: {type: object}\n"
        "      spec: {$ref: e.org.v1.OwnSpec}\n"
        "e.org.v1.OwnSpec:\n  Schema:\n    properties:\n"
        "      deep: {x-kubernetes-object-ref-api-version: v1,\n"
        "        x-kubernetes-object-ref-kind: Secret}\n",
        OWN "---\napiVersion: v1\nkind: Secret\nmetadata: {name: x}\n",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: p-x\n---\n"
        "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  name: p-a\nspec:\n  deep:\n"
        "    name: p-x\n  ref: b\n");
}

TEST(config, wrong_files_are_named)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(configured("namePrefx:\n- {path: x}\n", &err), err, ERROR_INVALID,
                 "/p/c.yaml:1:1: unknown field 'namePrefx'");
    ASSERT_FAILS(configured("images: {path: x}\n", &err), err, ERROR_INVALID,
                 "/p/c.yaml:1:9: field 'images' must be a list");
    ASSERT_FAILS(configured("commonAnnotations:\n- {path: metadata/annotations}\n", &err), err,
                 ERROR_INVALID,
                 "field 'metadata/annotations' is given with 'create' both true and false");
    ASSERT_FAILS(configured("a: [\n", &err), err, ERROR_SYNTAX, "/p/c.yaml:");
}
