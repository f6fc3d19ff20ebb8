/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "harness/preset.h"
#include "harness/test.h"
#include "kustomize/objects.h"
#include "kustomize/pipeline.h"
#include "kustomize/vars.h"

#define ENTRIES_MAX 16

/* ConfigMap/c with DATA, and Pod/p with the arguments ARGS. */
#define MAP(data) "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {" data "}\n"
#define POD(args)                                                                                  \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{args: [" args       \
    "]}]}\n"
/* The var NAME takes data.FIELD of ConfigMap/c. */
#define VAR(name, field)                                                                           \
    "- {name: " name ", objref: {apiVersion: v1, kind: ConfigMap, name: c},"                       \
    " fieldref: {fieldPath: " field "}}\n"

/* Add the vars of the sequence TEXT, which is gone afterwards. */
static bool merge(struct vars *vars, const char *text, const char *file,
                  const struct resource_list *list, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), file, err);
    struct kust_var entries[ENTRIES_MAX] = { { .node = NULL } };
    struct arena arena = ARENA_INIT;
    size_t len = doc ? ynode_len(ydoc_root(doc)) : 0;
    bool ok = doc && len <= ENTRIES_MAX;

    for (size_t i = 0; ok && i < len; i++)
        ok = decode(&entries[i], &kust_var_table, ynode_at(ydoc_root(doc), i), file, &arena, err);
    ok = ok && vars_merge_fields(vars, entries, len, file, list, err);
    arena_release(&arena);
    return ok;
}

static bool resolve_with(struct buf *out, const char *entries, const char *objects,
                         struct fieldspec_list specs, struct error *err)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(vars) vars = VARS_INIT;

    return objects_read(&list, view_of(objects), "r.yaml", 1, err) &&
           merge(&vars, entries, "k.yaml", &list, err) && vars_resolve(&vars, &list, specs, err) &&
           kustomize_write(out, &list, err);
}

static void check_with(const char *file, int line, const char *entries, const char *objects,
                       struct fieldspec_list specs, const char *expected)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    bool ok = resolve_with(&out, entries, objects, specs, &err);

    test_ok(file, line, ok, &err, "vars_resolve");
    test_eq_view(file, line, buf_view(&out), view_of(expected), "the objects");
}

/* ENTRIES replace what OBJECTS ask for; the result of all of them. */
#define ASSERT_RESOLVES(entries, objects, expected)                                                \
    check_with(__FILE__, __LINE__, (entries), (objects),                                           \
               fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), (expected))

static void check_args(const char *file, int line, const char *entries, const char *objects,
                       const char *expected)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    bool ok =
        resolve_with(&out, entries, objects, fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err);

    test_ok(file, line, ok, &err, "vars_resolve");
    size_t at = view_find(buf_view(&out), VIEW("args:\n"), 0);
    test_eq_view(file, line, view_sub(buf_view(&out), at + 6, out.len), view_of(expected),
                 "the arguments");
}

/* The same, of which only the arguments of the Pod are looked at. */
#define ASSERT_ARGS(entries, objects, expected)                                                    \
    check_args(__FILE__, __LINE__, (entries), (objects), (expected))

static void check_fails(const char *file, int line, const char *entries, const char *objects,
                        enum error_code code, const char *text, const char *hint)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    bool ok =
        resolve_with(&out, entries, objects, fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err);

    test_fails(file, line, ok, &err, code, text, hint, "vars_resolve");
}

#define ASSERT_UNRESOLVED(entries, objects, code, text, hint)                                      \
    check_fails(__FILE__, __LINE__, (entries), (objects), (code), (text), (hint))

/* ---- what is replaced */

TEST(vars, replace_what_asks_for_them)
{
    ASSERT_RESOLVES(VAR("A", "data.k") "- {name: C, objref: {apiVersion: v1, kind: ConfigMap,"
                                       " name: c}}\n",
                    MAP("k: v") "---\napiVersion: v1\nkind: Pod\n"
                                "metadata: {name: p, labels: {l: $(A)}}\n"
                                "spec: {containers: [{args: [$(A), '--n=$(C)/$(A)'],"
                                " env: [{name: $(A), value: $(A)}]}]}\n",
                    "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: c\n---\n"
                    "apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    l: v\n  name: p\nspec:\n"
                    "  containers:\n  - args:\n    - v\n    - --n=c/v\n    env:\n"
                    "    - name: $(A)\n      value: v\n");
}

TEST(vars, numbers_and_booleans_stay_what_they_are_where_they_stand_alone)
{
    ASSERT_ARGS(VAR("I", "data.i") VAR("B", "data.b") VAR("F", "data.f") VAR("T", "data.t"),
                MAP("i: +08, b: TRUE, f: 1.50, t: '12'")
                    POD("$(I), $(B), $(F), $(T), '$(I)$(B)', '$(F) ', '$(T)$(T)', '1$(I)'"),
                "    - 8\n    - true\n    - 1.5\n    - \"12\"\n    - 8true\n    - '1.5 '\n"
                "    - \"1212\"\n    - \"18\"\n");
}

TEST(vars, doubles_are_written_as_go_writes_them)
{
    ASSERT_ARGS(VAR("A", "data.a") VAR("B", "data.b") VAR("C", "data.c") VAR("D", "data.d"),
                MAP("a: 1e7, b: 1_0.5, c: 99999999999999999999, d: -0.0")
                    POD("$(A), 'x$(A)', 'x$(B)', 'x$(C)', 'x$(D)'"),
                "    - 10000000\n    - x1e+07\n    - x10.5\n    - x1e+20\n    - x-0\n");
}

TEST(vars, nulls_timestamps_and_binaries_are_the_text_they_are_written_as)
{
    ASSERT_ARGS(VAR("V", "data.n") VAR("M", "data.m") VAR("T", "data.t") VAR("B", "data.b"),
                MAP("n: ~, m: , t: 2001-01-01, b: !!binary aGVsbG8=") POD("$(V), $(M), $(T), $(B)"),
                "    - \"~\"\n    - \"\"\n    - \"2001-01-01\"\n    - aGVsbG8=\n");
}

TEST(vars, mappings_and_sequences_are_no_values)
{
    ASSERT_ARGS(VAR("M", "data.m") VAR("S", "data.s") VAR("E", "'data.s[1]'"),
                MAP("m: {a: b}, s: [x, y]") POD("$(M), 'x$(S)', $(E)"),
                "    - $(M)\n    - x$(S)\n    - \"y\"\n");
}

TEST(vars, escapes_and_what_is_no_var_are_read_as_kubernetes_reads_them)
{
    ASSERT_ARGS(VAR("A", "data.k"),
                MAP("k: v")
                    POD("$$(A), $$$(A), $$$$(A), $(B), $(A, $, a$, $x$(A), $($(A)), $(), a$$b,"
                        " '$(A)$(A', '$( A)'"),
                "    - $(A)\n    - $v\n    - $$(A)\n    - $(B)\n    - $(A\n    - $\n    - a$\n"
                "    - $xv\n    - $($(A))\n    - $()\n    - a$b\n    - v$(A\n    - $( A)\n");
}

TEST(vars, a_letter_outside_ascii_after_a_dollar_is_kept)
{
    ASSERT_ARGS(VAR("A", "data.k"), MAP("k: v") POD("$é, 'x$€$(A)'"), "    - $é\n    - x$€v\n");
}

TEST(vars, values_are_read_before_anything_is_replaced)
{
    ASSERT_RESOLVES("- {name: A, objref: {apiVersion: v1, kind: Pod, name: p},"
                    " fieldref: {fieldPath: metadata.labels.a}}\n"
                    "- {name: B, objref: {apiVersion: v1, kind: Pod, name: p},"
                    " fieldref: {fieldPath: metadata.labels.b}}\n",
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: $(B)x, b: $(A)}}\n",
                    "apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    a: $(A)x\n    b: $(B)x\n"
                    "  name: p\n");
}

TEST(vars, only_texts_of_a_mapping_are_replaced)
{
    ASSERT_RESOLVES(VAR("A", "data.k"),
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {a: $(A), n: ,"
                    " i: 5, m: {x: $(A)}, s: [$(A)], t: !!str $(A), o: !own $(A)}}\n"
                    "data: {k: 1}\n",
                    "apiVersion: v1\ndata:\n  k: 1\nkind: ConfigMap\nmetadata:\n  labels:\n"
                    "    a: 1\n    i: 5\n    m:\n      x: $(A)\n    \"n\": \"\"\n    o: $(A)\n"
                    "    s:\n    - $(A)\n    t: 1\n  name: c\n");
}

TEST(vars, a_field_that_is_no_text_is_left_alone)
{
    ASSERT_RESOLVES(VAR("A", "data.k"),
                    MAP("k: 80") "---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\n"
                                 "spec: {ports: [{port: $(A)}, {port: 5}, {port: }]}\n",
                    "apiVersion: v1\ndata:\n  k: 80\nkind: ConfigMap\nmetadata:\n  name: c\n---\n"
                    "apiVersion: v1\nkind: Service\nmetadata:\n  name: s\nspec:\n  ports:\n"
                    "  - port: 80\n  - port: 5\n  - port: \"\"\n");
}

TEST(vars, a_sequence_must_hold_texts_only)
{
    static const char *const elements[] = { "5",          "true",          "null",
                                            "2001-01-01", "!!binary aGk=", "!own x" };

    for (size_t i = 0; i < ARRAY_SIZE(elements); i++)
        ASSERT_UNRESOLVED(
            VAR("A", "data.k"),
            test_format("%s%s", MAP("k: v"), test_format(POD("$(A), %s"), elements[i])),
            ERROR_INVALID,
            "k.yaml:1: vars: field 'spec/containers/args' of Pod/p: "
            "an element is no string (line 9)",
            "quote it: \"");
    ASSERT_UNRESOLVED(VAR("A", "data.k"), MAP("k: v") POD("{a: b}"), ERROR_INVALID,
                      "an element is no string (line 9)", "");
}

TEST(vars, the_specs_say_where_to_look)
{
    static const struct fieldspec specs[] = {
        { .kind = VIEW("Pod"), .path = VIEW("spec/a"), .create = true },
        { .kind = VIEW("Pod"), .path = VIEW("spec/none/b"), .create = true },
        { .kind = VIEW("Pod"), .path = VIEW("/spec/a") },
        { .kind = VIEW("Pod"), .path = VIEW("metadata/name") },
    };

    check_with(__FILE__, __LINE__, VAR("A", "data.k") VAR("B", "data.b"),
               MAP("k: $(B), b: v") "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p-$(B)}\n"
                                    "spec: {a: $(A), b: $(A)}\n",
               (struct fieldspec_list){ specs, ARRAY_SIZE(specs) },
               "apiVersion: v1\ndata:\n  b: v\n  k: $(B)\nkind: ConfigMap\nmetadata:\n  name: c\n"
               "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p-v\nspec:\n  a: v\n"
               "  b: $(A)\n");
}

TEST(vars, a_renamed_object_is_known_by_its_new_name)
{
    static const struct fieldspec spec = { .kind = VIEW("ConfigMap"),
                                           .path = VIEW("metadata/name") };
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(vars) vars = VARS_INIT;

    ASSERT_OK(objects_read(&list, VIEW("kind: ConfigMap\nmetadata: {name: c-$(A)}\ndata: {k: v}\n"),
                           "r.yaml", 1, &err),
              err);
    ASSERT_OK(merge(&vars,
                    "- {name: A, objref: {kind: ConfigMap, name: c-$(A)},"
                    " fieldref: {fieldPath: data.k}}\n",
                    "k.yaml", &list, &err),
              err);
    ASSERT_OK(vars_resolve(&vars, &list, (struct fieldspec_list){ &spec, 1 }, &err), err);
    ASSERT_EQ_VIEW(list.resources[0]->ref.name, "c-v");
}

TEST(vars, an_object_that_asks_for_nothing_is_only_read)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(vars) vars = VARS_INIT;
    struct stream_options options = { .origin = "<stdin>" };

    ASSERT_OK(
        stream_parse(&stream, VIEW(MAP("k: v") POD("$(B), \"x\"") POD("$(A)")), &options, &err),
        err);
    ASSERT_OK(objects_of_stream(&list, &stream, &err), err);
    ASSERT_OK(merge(&vars, VAR("A", "data.k"), "k.yaml", &list, &err), err);
    ASSERT_OK(vars_resolve(&vars, &list, fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err), err);
    ASSERT_FALSE(list.resources[0]->editable);
    ASSERT_FALSE(list.resources[1]->editable);
    ASSERT_TRUE(list.resources[2]->editable);
}

TEST(vars, without_vars_nothing_is_unescaped)
{
    ASSERT_ARGS("[]", MAP("k: v") POD("$$(A)"), "    - $$(A)\n");
}

/* ---- which object */

#define OBJREF(objref) "- {name: A, objref: {" objref "}}\n"
#define DEPLOYMENT     "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n" POD("$(A)")

TEST(vars, group_and_version_may_be_told_apart_or_together)
{
    ASSERT_ARGS(OBJREF("apiVersion: apps/v1, kind: Deployment, name: d"), DEPLOYMENT, "    - d\n");
    ASSERT_ARGS(OBJREF("group: apps, version: v1, kind: Deployment, name: d"), DEPLOYMENT,
                "    - d\n");
    ASSERT_ARGS(OBJREF("apiVersion: v1, group: apps, version: x, kind: Deployment, name: d"),
                DEPLOYMENT, "    - d\n");
    ASSERT_ARGS(OBJREF("apiVersion: a/b/c, group: apps, version: v1, kind: Deployment, name: d"),
                DEPLOYMENT, "    - d\n");
    ASSERT_UNRESOLVED(OBJREF("kind: Deployment, name: d"), DEPLOYMENT, ERROR_UNMATCHED,
                      "k.yaml:1: the var 'A' needs Deployment/d, which is not there",
                      "say 'apiVersion: apps/v1' in 'objref'");
}

TEST(vars, the_namespace_tells_namesakes_apart)
{
    static const char two[] =
        "apiVersion: v1\nkind: ConfigMap\n"
        "metadata: {name: c, namespace: x}\n---\n"
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {k: v}\n" POD("$(A)");

    ASSERT_ARGS("- {name: A, objref: {apiVersion: v1, kind: ConfigMap, name: c,"
                " namespace: default}, fieldref: {fieldPath: data.k}}\n",
                two, "    - v\n");
    ASSERT_ARGS("- {name: A, objref: {apiVersion: v1, kind: ConfigMap, name: c, namespace: x},"
                " fieldref: {fieldPath: metadata.namespace}}\n",
                two, "    - x\n");
    ASSERT_UNRESOLVED(VAR("A", "data.k"), two, ERROR_CONFLICT,
                      "k.yaml:1: the object of the var 'A' may be ConfigMap/c in namespace 'x' or "
                      "ConfigMap/c",
                      "say the namespace in 'objref'");
}

TEST(vars, a_cluster_scoped_object_has_no_namespace)
{
    static const char object[] =
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: ns}\n" POD("$(A)");

    ASSERT_ARGS(OBJREF("apiVersion: v1, kind: Namespace, name: ns"), object, "    - ns\n");
    ASSERT_UNRESOLVED(OBJREF("apiVersion: v1, kind: Namespace, name: ns, namespace: default"),
                      object, ERROR_UNMATCHED,
                      "the var 'A' needs Namespace/ns in namespace 'default', which is not there",
                      "nearest is Namespace/ns");
}

TEST(vars, what_is_not_there_is_told_even_if_nothing_asks_for_it)
{
    ASSERT_UNRESOLVED(
        OBJREF("apiVersion: v1, kind: ConfigMap, name: cc"), MAP("k: v"), ERROR_UNMATCHED,
        "k.yaml:1: the var 'A' needs ConfigMap/cc, which is not there", "nearest is ConfigMap/c");
    ASSERT_UNRESOLVED("[{name: A}]", MAP("k: v"), ERROR_INVALID,
                      "k.yaml:1: 'objref' of the var 'A' must have a kind and a name", "");
    ASSERT_UNRESOLVED("[null]", MAP("k: v"), ERROR_INVALID,
                      "k.yaml:1: 'objref' of the var '' must have a kind and a name", "");
    ASSERT_UNRESOLVED(VAR("A", "data.k") VAR("B", "data.x"), MAP("k: v"), ERROR_INVALID,
                      "k.yaml:2: the var 'B' needs field 'data.x' of ConfigMap/c, which is not "
                      "there",
                      "");
}

TEST(vars, numbers_that_go_cannot_read_are_no_values)
{
    static const char *const numbers[] = { "0x1F", "0o17", "1_000", "18446744073709551615" };
    static const char *const doubles[] = { "1__0.5", "1_.5", ".inf", "-.inf", ".nan" };

    for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
        ASSERT_UNRESOLVED(VAR("A", "data.k"), test_format(MAP("k: %s"), numbers[i]), ERROR_INVALID,
                          "k.yaml:1: the var 'A' needs field 'data.k' of ConfigMap/c, a number "
                          "that is not decimal or over 64 bits",
                          "");
    for (size_t i = 0; i < ARRAY_SIZE(doubles); i++)
        ASSERT_UNRESOLVED(VAR("A", "data.k"), test_format(MAP("k: %s"), doubles[i]), ERROR_INVALID,
                          "ConfigMap/c, a number that is not decimal", "");
}

TEST(vars, an_object_that_is_gone_is_told)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT, removed = RESOURCE_LIST_INIT;
    AUTO(vars) vars = VARS_INIT;

    ASSERT_OK(objects_read(&list, VIEW(MAP("k: v")), "r.yaml", 1, &err), err);
    ASSERT_OK(merge(&vars, VAR("A", "data.k"), "k.yaml", &list, &err), err);
    list.resources[0]->removed = true;
    resource_list_drop_removed(&list, &removed);
    ASSERT_FAILS(vars_resolve(&vars, &list, fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err), err,
                 ERROR_UNMATCHED, "k.yaml:1: the var 'A' needs ConfigMap/c, which is not there");
}

/* ---- gathering */

TEST(vars, one_name_means_one_var)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(vars) vars = VARS_INIT;

    ASSERT_OK(objects_read(&list, VIEW(MAP("k: v")), "r.yaml", 1, &err), err);
    ASSERT_FAILS(merge(&vars, VAR("A", "data.k") VAR("A", "data.k"), "k.yaml", &list, &err), err,
                 ERROR_CONFLICT, "k.yaml:2: there is a var 'A' already (k.yaml:1)");
}

TEST(vars, of_two_bases_are_merged_and_may_not_clash)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(vars) all = VARS_INIT;

    ASSERT_OK(objects_read(&list, VIEW(MAP("k: v, m: w") POD("$(A)$(B)")), "r.yaml", 1, &err), err);
    ASSERT_OK(merge(&all, VAR("A", "data.k"), "k.yaml", &list, &err), err);
    {
        AUTO(vars) base = VARS_INIT, clash = VARS_INIT;
        ASSERT_OK(merge(&base, VAR("B", "data.m"), "b/k.yaml", &list, &err), err);
        ASSERT_OK(vars_merge(&all, &base, &err), err);
        ASSERT_OK(merge(&clash, "\n\n" VAR("A", "data.k"), "c/k.yaml", &list, &err), err);
        ASSERT_FAILS(vars_merge(&all, &clash, &err), err, ERROR_CONFLICT,
                     "c/k.yaml:3: there is a var 'A' already (k.yaml:1)");
    }
    ASSERT_OK(vars_resolve(&all, &list, fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err), err);
    const struct ynode *containers =
        ynode_get_path(list.resources[1]->root, "spec", "containers", NULL);
    ASSERT_EQ_VIEW(ynode_text(ynode_at(ynode_get(ynode_at(containers, 0), "args"), 0)), "vw");
}

/* ---- limits */

TEST(vars, texts_that_grow_without_end_are_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) objects = BUF_INIT(16 << 20), out = BUF_INIT(1 << 20);

    buf_add(&objects, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {k: ");
    buf_add_repeat(&objects, 'x', 1 << 20);
    buf_add(&objects, "}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
                      "spec: {containers: [{args: [");
    for (int i = 0; i < 40; i++)
        buf_add(&objects, "\"$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)\", ");
    buf_add(&objects, "]}]}\n");
    ASSERT_FAILS(resolve_with(&out, VAR("A", "data.k"), buf_text(&objects),
                              fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err),
                 err, ERROR_LIMIT,
                 "field 'spec/containers/args' of Pod/p: the texts with vars are over 268435456 "
                 "bytes");
}

TEST(vars, one_text_that_grows_over_the_ceiling_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) objects = BUF_INIT(16 << 20), out = BUF_INIT(1 << 20);

    buf_add(&objects, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {k: ");
    buf_add_repeat(&objects, 'x', 1 << 20);
    buf_add(&objects, "}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
                      "spec: {containers: [{args: [\"");
    for (int i = 0; i < 65; i++)
        buf_add(&objects, "$(A)");
    buf_add(&objects, "\"]}]}\n");
    ASSERT_FAILS(resolve_with(&out, VAR("A", "data.k"), buf_text(&objects),
                              fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err),
                 err, ERROR_LIMIT, "field 'spec/containers/args' of Pod/p: the text is over");
}

TEST(vars, values_together_have_a_ceiling)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) objects = BUF_INIT(64 << 20), out = BUF_INIT(1 << 20), entries = BUF_INIT(1 << 20);

    buf_add(&objects, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {k: ");
    buf_add_repeat(&objects, 'x', 20 << 20);
    buf_add(&objects, "}\n");
    for (int i = 0; i < 13; i++)
        buf_addf(&entries, VAR("A%d", "data.k"), i);
    ASSERT_FAILS(resolve_with(&out, buf_text(&entries), buf_text(&objects),
                              fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err),
                 err, ERROR_LIMIT, "k.yaml:13: the values of vars are over 268435456 bytes");
}

TEST(vars, a_text_full_of_openers_takes_no_long_time)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) objects = BUF_INIT(16 << 20), out = BUF_INIT(16 << 20);

    buf_add(&objects, MAP("k: v") "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
                                  "spec: {containers: [{args: [\"$$");
    for (int i = 0; i < 1000000; i++)
        buf_add(&objects, "$(");
    buf_add(&objects, "\"]}]}\n");
    ASSERT_OK(resolve_with(&out, VAR("A", "data.k"), buf_text(&objects),
                           fieldspec_defaults(FIELDSPEC_VAR_REFERENCE), &err),
              err);
    ASSERT_TRUE(view_find(buf_view(&out), VIEW("- $$($($("), 0) < out.len);
}

/* ---- in a build */

#define POD_ARGS(args)                                                                             \
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - args:\n" args
#define RENAME(to)                                                                                 \
    "patches:\n- target: {kind: ConfigMap}\n"                                                      \
    "  patch: '[{\"op\": \"replace\", \"path\": \"/metadata/name\", \"value\": \"" to "\"}]'\n"

TEST(vars, of_a_base_follow_what_the_overlay_does_to_the_object)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [../b]\n" RENAME("new") "namespace: ns\n" },
        { "/b/kustomization.yaml",
          "resources: [r.yaml]\nvars:\n" OBJREF(
              "apiVersion: v1, kind: ConfigMap, name: c") "- {name: B, objref: {apiVersion: v1, "
                                                          "kind: ConfigMap, name: c, namespace: "
                                                          "default},"
                                                          " fieldref: {fieldPath: "
                                                          "metadata.namespace}}\n" },
        { "/b/r.yaml", MAP("k: v") POD("$(A), $(B)") },
        { NULL, NULL },
    };

    ASSERT_BUILDS(files, "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: new\n"
                         "  namespace: ns\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n"
                         "  namespace: ns\nspec:\n  containers:\n  - args:\n    - new\n    - ns\n");
}

TEST(vars, find_their_object_by_an_earlier_name_and_by_the_current)
{
    static const char pod[] = POD_ARGS("    - new\n");
    const char *expected = test_format(
        "apiVersion: v1\ndata: {}\nkind: ConfigMap\nmetadata:\n  name: new\n---\n%s", pod);

    ASSERT_KUSTOMIZES(RENAME("new") "vars:\n" OBJREF("apiVersion: v1, kind: ConfigMap, name: c"),
                      MAP("") POD("$(A)"), expected);
    ASSERT_KUSTOMIZES(RENAME("new") "vars:\n" OBJREF("apiVersion: v1, kind: ConfigMap, name: new"),
                      MAP("") POD("$(A)"), expected);
}

TEST(vars, of_a_component_are_those_of_its_parent)
{
    struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "resources: [r.yaml]\ncomponents: [../c]\nvars:\n" VAR("A", "data.k") },
        { "/c/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
                                   "vars:\n" VAR("B", "data.m") },
        { "/p/r.yaml", MAP("k: v, m: w") POD("$(A), $(B)") },
        { NULL, NULL },
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);

    ASSERT_BUILDS(files, "apiVersion: v1\ndata:\n  k: v\n  m: w\nkind: ConfigMap\nmetadata:\n"
                         "  name: c\n---\n" POD_ARGS("    - v\n    - w\n"));
    files[0].text = "resources: [r.yaml]\ncomponents: [../c]\nvars:\n" VAR("B", "data.k");
    ASSERT_FAILS(preset_build(&out, files, &err), err, ERROR_CONFLICT,
                 "/p/kustomization.yaml:4: there is a var 'B' already (/c/kustomization.yaml:4)");
}

TEST(vars, of_base_and_overlay_may_not_clash)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [../b, ../c]\n" },
        { "/b/kustomization.yaml", "resources: [r.yaml]\nvars:\n" VAR("A", "data.k") },
        { "/c/kustomization.yaml",
          "resources: [r.yaml]\nnamespace: c\nvars:\n" VAR("A", "data.k") },
        { "/b/r.yaml", MAP("k: v") },
        { "/c/r.yaml", MAP("k: v") },
        { NULL, NULL },
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);

    ASSERT_FAILS(preset_build(&out, files, &err), err, ERROR_CONFLICT,
                 "/c/kustomization.yaml:4: there is a var 'A' already (/b/kustomization.yaml:3)");
}

TEST(vars, of_a_base_are_bound_before_the_overlay_brings_namesakes)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [../b, r.yaml]\n" },
        { "/p/r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: o}\n"
                       "data: {k: other}\n" },
        { "/b/kustomization.yaml", "resources: [r.yaml]\nvars:\n" VAR("A", "data.k") },
        { "/b/r.yaml", MAP("k: v") POD("$(A)") },
        { NULL, NULL },
    };

    ASSERT_BUILDS(files, "apiVersion: v1\ndata:\n  k: other\nkind: ConfigMap\nmetadata:\n"
                         "  name: c\n  namespace: o\n---\napiVersion: v1\ndata:\n  k: v\n"
                         "kind: ConfigMap\nmetadata:\n  name: c\n---\n" POD_ARGS("    - v\n"));
}

TEST(vars, see_hashes_merged_data_and_objects_for_tools_only)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [../b]\nconfigMapGenerator: [{name: g, behavior: "
                                   "merge, literals: [k=new]}]\n" },
        { "/b/kustomization.yaml",
          "resources: [r.yaml]\nconfigMapGenerator: [{name: g, literals: [k=v]}]\nvars:\n"
          "- {name: K, objref: {apiVersion: v1, kind: ConfigMap, name: g},"
          " fieldref: {fieldPath: data.k}}\n"
          "- {name: G, objref: {apiVersion: v1, kind: ConfigMap, name: g}}\n" VAR("A", "data.k") },
        { "/b/r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, annotations: "
                       "{config.kubernetes.io/local-config: 'true'}}\ndata: {k: local}\n" POD(
                           "$(K), $(G), $(A)") },
        { NULL, NULL },
    };

    ASSERT_BUILDS(files, "apiVersion: v1\ndata:\n  k: new\nkind: ConfigMap\nmetadata:\n"
                         "  name: g-6hk989cdg4\n---\n" POD_ARGS(
                             "    - new\n    - g-6hk989cdg4\n    - local\n"));
}

TEST(vars, see_references_that_follow_a_new_name)
{
    ASSERT_KUSTOMIZES(
        RENAME("new") "vars:\n- {name: A, objref: {apiVersion: v1, kind: Pod, name: p},"
                      " fieldref: {fieldPath: 'spec.volumes[0].configMap.name'}}\n",
        MAP("k: v") "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {l: $(A)}}\n"
                    "spec: {volumes: [{configMap: {name: c}}]}\n",
        "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: new\n---\n"
        "apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    l: new\n  name: p\nspec:\n  "
        "volumes:\n"
        "  - configMap:\n      name: new\n");
}

TEST(vars, in_a_stream_change_only_the_texts_that_ask)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "vars:\n" VAR("A", "data.k") VAR("B", "data.b") },
        { NULL, NULL },
    };

    ASSERT_APPLIES(files,
                   "apiVersion: v1\nkind: ConfigMap # one\nmetadata: {name: c}\n"
                   "data: {k: 'v' , b: 5}\n---\n# two\napiVersion: v1\nkind: Pod\nmetadata:\n"
                   "  name:   p\n  labels: { a: \"$(A)\", c: '$(C)' } # three\nspec:\n"
                   "  containers:\n    - args: [ \"x\", '$(B)' ,'$$(B)']\n",
                   "apiVersion: v1\nkind: ConfigMap # one\nmetadata: {name: c}\n"
                   "data: {k: 'v' , b: 5}\n---\n# two\napiVersion: v1\nkind: Pod\nmetadata:\n"
                   "  name:   p\n  labels: { a: v, c: '$(C)' } # three\nspec:\n"
                   "  containers:\n    - args: [ \"x\", 5 ,\"$(B)\"]\n");
}

/* The fields that get one annotation share it, so that the second finds what the first has left. */
TEST(vars, in_a_text_that_two_fields_share_are_replaced_twice_as_in_kustomize)
{
    ASSERT_KUSTOMIZES("commonAnnotations: {l: $$(A)}\nvars:\n" VAR("A", "data.k"),
                      MAP("k: v") "---\napiVersion: apps/v1\nkind: Deployment\n"
                                  "metadata: {name: d}\nspec: {}\n",
                      "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n"
                      "  annotations:\n    l: $(A)\n  name: c\n---\napiVersion: apps/v1\n"
                      "kind: Deployment\nmetadata:\n  annotations:\n    l: v\n  name: d\nspec:\n"
                      "  template:\n    metadata:\n      annotations:\n        l: v\n");
}

/* It has no tag, which kyaml takes for a string. */
TEST(vars, make_a_string_of_a_number_that_a_replacement_has_made)
{
    static const char replacement[] =
        "replacements:\n- sourceValue: '53'\n  targets:\n  - select: {kind: ConfigMap}\n"
        "    fieldPaths: [metadata.labels.l]\n    options: {create: true}\n";

    ASSERT_KUSTOMIZES(replacement, MAP("k: v"),
                      "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n"
                      "  labels:\n    l: 53\n  name: c\n");
    ASSERT_KUSTOMIZES(test_format("%svars:\n%s", replacement, VAR("A", "data.k")), MAP("k: v"),
                      "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n"
                      "  labels:\n    l: \"53\"\n  name: c\n");
}

TEST(vars, take_a_value_without_a_tag_as_a_string)
{
    ASSERT_KUSTOMIZES(
        "namePrefix: '0'\nvars:\n- {name: A, objref: {apiVersion: v1, kind: ConfigMap,"
        " name: x1}}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x1}\n" POD("$(A)"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: 1\n---\n"
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: 0p\nspec:\n  containers:\n"
        "  - args:\n    - \"0x1\"\n");
}
