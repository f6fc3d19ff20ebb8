/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"
#include "kustomize/change_log.h"
#include "kustomize/objects.h"
#include "kustomize/pipeline.h"
#include "yaml/emit.h"

#define DEPLOYMENT(name)                                                                           \
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " name "}\nspec: {replicas: 1}\n"

/* One row: "PATCH STEP OBJECT FIELD: OLD > NEW" and what else is in it. */
static void add_row(struct buf *out, const struct ynode *row)
{
    static const char *const keys[] = { "patch", "step", "object", "field", "old", "new" };
    static const char *const marks[] = { "", " ", " ", " ", ": ", " > " };
    static const char *const rare[] = { "immutable", "unmatched", "hint", "kept" };

    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        const struct ynode *value = ynode_get(row, keys[i]);
        buf_add(out, marks[i]);
        if (ynode_is_null(value))
            buf_add(out, "-");
        else if (ynode_is_scalar(value))
            buf_add_view(out, ynode_text(value));
        else if (!emit_json(out, value, 0, YAML_KUSTOMIZE, NULL))
            buf_add(out, "?");
    }
    for (size_t i = 0; i < ARRAY_SIZE(rare); i++)
        if (ynode_get(row, rare[i]))
            buf_addf(out, " %s=" VIEW_FMT, rare[i], VIEW_ARGS(ynode_text(ynode_get(row, rare[i]))));
    buf_add_byte(out, '\n');
}

static void add_rows(struct buf *out, const struct change_log *log)
{
    for (size_t i = 0; i < ynode_len(log->rows); i++)
        add_row(out, ynode_at(log->rows, i));
}

/* Apply /p, or each of PRESETS in order, to STREAM with a log; ROWS become EXPECTED. */
static void logs(const char *file, int line, const struct preset_file *files,
                 const char *const *presets, const char *text, const char *expected)
{
    static const char *const only[] = { "/p", NULL };
    struct loader loader = preset_loader(files);
    struct stream_options stream_options = { .origin = "<stdin>" };
    struct change_log log;
    struct kustomize_options options = { .loader = &loader, .log = &log };
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(buf) rows = BUF_INIT(1 << 16);
    bool ok = stream_parse(&stream, view_of(text), &stream_options, &err);

    change_log_init(&log);
    log.forgives = true;
    for (const char *const *preset = presets ? presets : only; ok && *preset; preset++) {
        change_log_preset(&log, *preset);
        ok = kustomize_apply_stream(&stream, *preset, &options, &err);
    }
    add_rows(&rows, &log);
    change_log_release(&log);
    test_ok(file, line, ok, &err, "kustomize_apply_stream");
    test_eq_view(file, line, buf_view(&rows), view_of(expected), "the rows");
}

#define ASSERT_LOGS(kust, stream, expected)                                                        \
    do {                                                                                           \
        const struct preset_file kust_files[] = { { "/p/kustomization.yaml", (kust) },             \
                                                  { NULL, NULL } };                                \
        logs(__FILE__, __LINE__, kust_files, NULL, (stream), (expected));                          \
    } while (0)

TEST(change_log, each_patch_is_a_step_with_its_line)
{
    ASSERT_LOGS("patches:\n- target: {kind: Deployment}\n  patch: |\n"
                "    - {op: replace, path: /spec/replicas, value: 2}\n"
                "- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n"
                "    metadata: {name: a}\n    spec: {replicas: 3, paused: true}\n",
                DEPLOYMENT("a") "---\n" DEPLOYMENT("b"),
                "/p/kustomization.yaml:2 patch Deployment/a spec.replicas: 1 > 2\n"
                "/p/kustomization.yaml:2 patch Deployment/b spec.replicas: 1 > 2\n"
                "/p/kustomization.yaml:5 patch Deployment/a spec.replicas: 2 > 3\n"
                "/p/kustomization.yaml:5 patch Deployment/a spec.paused: - > true\n");
}

TEST(change_log, the_older_patch_fields_are_steps_too)
{
    ASSERT_LOGS("patchesStrategicMerge:\n- |-\n  apiVersion: apps/v1\n  kind: Deployment\n"
                "  metadata: {name: a}\n  spec: {replicas: 2}\npatchesJson6902:\n"
                "- target: {group: apps, version: v1, kind: Deployment, name: a}\n  patch: |-\n"
                "    - {op: remove, path: /spec/replicas}\n",
                DEPLOYMENT("a"),
                "/p/kustomization.yaml:2 patch Deployment/a spec.replicas: 1 > 2\n"
                "/p/kustomization.yaml:8 patch Deployment/a spec.replicas: 2 > -\n");
}

TEST(change_log, fields_are_steps_by_their_names)
{
    ASSERT_LOGS("namespace: ns\nlabels:\n- pairs: {a: b}\ncommonLabels: {c: d}\n"
                "commonAnnotations: {e: f}\nreplicas:\n- {name: a, count: 4}\n"
                "images:\n- {name: i, newTag: t}\n",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n"
                "  selector: {matchLabels: {x: y}}\n  template:\n    metadata: {labels: {x: y}}\n"
                "    spec: {containers: [{name: c, image: i}]}\n",
                "/p/kustomization.yaml:1 namespace Deployment/a metadata.namespace: - > ns\n"
                "/p/kustomization.yaml:3 labels Deployment/a metadata.labels: - > {\"a\":\"b\"}\n"
                "/p/kustomization.yaml:4 commonLabels Deployment/a metadata.labels.c: - > d\n"
                "/p/kustomization.yaml:4 commonLabels Deployment/a "
                "spec.selector.matchLabels.c: - > d immutable=true\n"
                "/p/kustomization.yaml:4 commonLabels Deployment/a "
                "spec.template.metadata.labels.c: - > d\n"
                "/p/kustomization.yaml:5 commonAnnotations Deployment/a "
                "metadata.annotations: - > {\"e\":\"f\"}\n"
                "/p/kustomization.yaml:5 commonAnnotations Deployment/a "
                "spec.template.metadata.annotations: - > {\"e\":\"f\"}\n"
                "/p/kustomization.yaml:7 replicas Deployment/a spec.replicas: - > 4\n"
                "/p/kustomization.yaml:8 images Deployment/a "
                "spec.template.spec.containers[name=c].image: i > i:t\n");
}

TEST(change_log, a_step_without_effect_says_so)
{
    ASSERT_LOGS("patches:\n- target: {kind: Deployment}\n  patch: |\n"
                "    - {op: replace, path: /spec/replicas, value: 1}\n",
                DEPLOYMENT("a"), "/p/kustomization.yaml:2 patch - -: - > -\n");
}

TEST(change_log, what_matched_nothing_is_told_with_the_nearest_object)
{
    ASSERT_LOGS("patches:\n- target: {kind: Deployment, name: web}\n  patch: |\n"
                "    - {op: remove, path: /spec}\n- patch: |\n    kind: Gone\n"
                "    metadata: {name: x}\nreplicas:\n- {name: web, count: 2}\n",
                DEPLOYMENT("demo-web"),
                "/p/kustomization.yaml:2 patch - -: - > - unmatched=Deployment/web "
                "hint=nearest is Deployment/demo-web; a target may say name: '.*-web'\n"
                "/p/kustomization.yaml:5 patch - -: - > - unmatched=Gone/x\n"
                "/p/kustomization.yaml:9 replicas - -: - > - unmatched=web "
                "hint=nearest is Deployment/demo-web; a target may say name: '.*-web'\n");
}

TEST(change_log, objects_that_go_and_come)
{
    ASSERT_LOGS("patches:\n- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n"
                "    metadata: {name: a}\n    $patch: delete\n"
                "configMapGenerator:\n- name: g\n  literals: [k=v]\n",
                DEPLOYMENT("a"),
                "/p/kustomization.yaml:2 patch Deployment/a : {\"apiVersion\":\"apps/v1\","
                "\"kind\":\"Deployment\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"replicas\":1}}"
                " > -\n"
                "/p/kustomization.yaml names ConfigMap/g metadata.name: g > g-bdg947hgcc\n"
                "/p/kustomization.yaml:8 resource ConfigMap/g : - > {\"apiVersion\":\"v1\","
                "\"data\":{\"k\":\"v\"},\"kind\":\"ConfigMap\","
                "\"metadata\":{\"name\":\"g-bdg947hgcc\"}}\n");
}

TEST(change_log, references_that_follow_a_name_are_the_step_names)
{
    ASSERT_LOGS("configMapGenerator:\n- name: g\n  literals: [k=v]\n  options: {labels: {a: b}}\n",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
                "spec: {volumes: [{name: v, configMap: {name: g}}]}\n",
                "/p/kustomization.yaml names Pod/p spec.volumes[name=v].configMap.name: "
                "g > g-bdg947hgcc\n"
                "/p/kustomization.yaml names ConfigMap/g metadata.name: g > g-bdg947hgcc\n"
                "/p/kustomization.yaml:2 resource ConfigMap/g : - > {\"apiVersion\":\"v1\","
                "\"data\":{\"k\":\"v\"},\"kind\":\"ConfigMap\",\"metadata\":{\"labels\":{"
                "\"a\":\"b\"},\"name\":\"g-bdg947hgcc\"}}\n");
}

TEST(change_log, an_object_keeps_its_name_through_a_preset)
{
    ASSERT_LOGS("patches:\n- target: {kind: A}\n  options: {allowNameChange: true}\n"
                "  patch: |\n    kind: A\n    metadata: {name: new}\n"
                "- target: {kind: A}\n  patch: |\n    - {op: add, path: /x, value: z}\n"
                "namespace: ns\n",
                "apiVersion: v1\nkind: A\nmetadata: {name: old, namespace: m}\n",
                "/p/kustomization.yaml:2 patch A/old in namespace 'm' metadata.name: old > new\n"
                "/p/kustomization.yaml:7 patch A/old in namespace 'm' x: - > z\n"
                "/p/kustomization.yaml:10 namespace A/old in namespace 'm' metadata.namespace: "
                "m > ns\n");
}

TEST(change_log, R_037_what_a_patch_may_not_change_is_told_once)
{
    ASSERT_LOGS("patches:\n- target: {kind: Deployment}\n  patch: |\n    kind: Any\n"
                "    metadata: {name: any, namespace: z}\n    spec: {replicas: 2}\n"
                "- target: {kind: Deployment}\n  options: {allowKindChange: true}\n  patch: |\n"
                "    kind: Deployment\n    metadata: {name: any}\n",
                DEPLOYMENT("a") "---\n" DEPLOYMENT("b"),
                "/p/kustomization.yaml:2 patch - kind: - > - kept=Any\n"
                "/p/kustomization.yaml:2 patch - metadata.name: - > - kept=any\n"
                "/p/kustomization.yaml:2 patch - metadata.namespace: - > - kept=z\n"
                "/p/kustomization.yaml:2 patch Deployment/a spec.replicas: 1 > 2\n"
                "/p/kustomization.yaml:2 patch Deployment/b spec.replicas: 1 > 2\n"
                "/p/kustomization.yaml:7 patch - metadata.name: - > - kept=any\n"
                "/p/kustomization.yaml:7 patch - -: - > -\n");
}

TEST(change_log, the_second_object_of_a_name_has_a_number)
{
    ASSERT_LOGS("patches:\n- target: {kind: Deployment}\n  patch: |\n"
                "    - {op: replace, path: /spec/replicas, value: 2}\n",
                DEPLOYMENT("a") "---\n" DEPLOYMENT("a"),
                "/p/kustomization.yaml:2 patch Deployment/a spec.replicas: 1 > 2\n"
                "/p/kustomization.yaml:2 patch Deployment/a (2) spec.replicas: 1 > 2\n");
}

TEST(change_log, aliases_and_merge_keys_are_no_changes)
{
    ASSERT_LOGS("patches:\n- target: {kind: A}\n  patch: |\n    - {op: add, path: /x, value: z}\n",
                "kind: A\nb: &b {k: v}\nc: *b\nd: {<<: *b, l: w}\n",
                "/p/kustomization.yaml:2 patch A x: - > z\n");
}

TEST(change_log, items_of_a_list_are_objects)
{
    ASSERT_LOGS("replicas:\n- {name: b, count: 5}\n",
                "apiVersion: v1\nkind: List\nitems:\n"
                "- {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}\n"
                "- {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}\n",
                "/p/kustomization.yaml:2 replicas Deployment/b spec: - > {\"replicas\":5}\n");
}

TEST(change_log, bases_and_later_presets_have_places_of_their_own)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "components: [../c]\nlabels: [{pairs: {a: b}}]\n" },
        { "/c/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
                                   "replicas: [{name: a, count: 2}]\n" },
        { "/q/kustomization.yaml", "replicas: [{name: a, count: 3}]\n" },
        { NULL, NULL }
    };
    static const char *const presets[] = { "/p", "/q", NULL };

    logs(__FILE__, __LINE__, files, presets, DEPLOYMENT("a"),
         "/c/kustomization.yaml:3 replicas Deployment/a spec.replicas: 1 > 2\n"
         "/p/kustomization.yaml:2 labels Deployment/a metadata.labels: - > {\"a\":\"b\"}\n"
         "/q/kustomization.yaml:1 replicas Deployment/a spec.replicas: 2 > 3\n");
}

TEST(change_log, a_builtin_transformer_is_told_once)
{
    ASSERT_LOGS("transformers:\n- |-\n  apiVersion: builtin\n  kind: LabelTransformer\n"
                "  metadata: {name: l}\n  labels: {a: b}\n"
                "  fieldSpecs: [{path: metadata/labels, create: true}]\n",
                DEPLOYMENT("a"),
                "/p/kustomization.yaml:3 commonLabels Deployment/a metadata.labels: "
                "- > {\"a\":\"b\"}\n");
}

TEST(change_log, what_is_left_out_and_what_the_build_adds_are_told)
{
    ASSERT_LOGS("metadata: {name: p}\n",
                DEPLOYMENT("a") "---\nkind: A\nmetadata: {name: l, annotations: "
                                "{config.kubernetes.io/local-config: 'true'}}\n",
                "/p/kustomization.yaml local-config A/l : {\"kind\":\"A\",\"metadata\":{"
                "\"annotations\":{\"config.kubernetes.io/local-config\":\"true\"},"
                "\"name\":\"l\"}} > -\n");
    ASSERT_LOGS("metadata: {name: p}\nbuildMetadata: [managedByLabel]\n", DEPLOYMENT("a"),
                "/p/kustomization.yaml:2 buildMetadata Deployment/a metadata.labels: "
                "- > {\"app.kubernetes.io/managed-by\":\"kustomize-v5.8.2\"}\n");
}

TEST(change_log, no_log_is_no_work)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_TRUE(change_log_begin(NULL, &list, "k", 1, "patch", &err));
    ASSERT_TRUE(change_log_end(NULL, &list, &err));
}

TEST(change_log, rows_beyond_the_limit_are_an_error)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(error) err = ERROR_INIT;
    struct change_log log;

    change_log_init(&log);
    log.forgives = true;
    /* One node a million times: rows of their own would prove no more. */
    for (size_t i = 0; i < CHANGE_LOG_ROWS_MAX; i++)
        ynode_add(log.doc, log.rows, log.rows);
    ASSERT_OK(change_log_begin(&log, &list, "k", 1, CHANGE_LOG_NAMES, &err), err);
    ASSERT_OK(change_log_end(&log, &list, &err), err);
    ASSERT_OK(change_log_begin(&log, &list, "k", 2, "patch", &err), err);
    ASSERT_FAILS(change_log_end(&log, &list, &err), err, ERROR_LIMIT, "1000000 changes");
    change_log_release(&log);
}
