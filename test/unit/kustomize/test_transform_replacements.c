/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

/* The source of the small cases, and the object that gets something from it. */
#define SOURCE                                                                                     \
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: src}\n"                                     \
    "data: {host: db.example.com, port: '8080', tag: a-b-c}\n"
#define OBJECT(spec) "apiVersion: x/v1\nkind: A\nmetadata: {name: a}\nspec: " spec "\n"
#define SOURCE_PRINTED                                                                             \
    "apiVersion: v1\ndata:\n  host: db.example.com\n  port: \"8080\"\n  tag: a-b-c\n"              \
    "kind: ConfigMap\nmetadata:\n  name: src\n"
#define PRINTED(spec) "---\napiVersion: x/v1\nkind: A\nmetadata:\n  name: a\nspec:\n" spec
#define FROM(field)   "replacements:\n- source: {kind: ConfigMap, fieldPath: " field "}\n"
#define TO(paths)     "  targets:\n  - select: {kind: A}\n    fieldPaths: [" paths "]\n"

/* One value into one object: SPEC becomes EXPECTED. */
#define ASSERT_REPLACES(kust, spec, expected)                                                      \
    ASSERT_KUSTOMIZES(kust, SOURCE "---\n" OBJECT(spec), SOURCE_PRINTED PRINTED(expected))
#define ASSERT_REPLACE_FAILS(kust, spec, code, text)                                               \
    ASSERT_REFUSES(kust, SOURCE "---\n" OBJECT(spec), code, text)

/* ---- values ---- */

TEST(transform_replacements, a_scalar_keeps_its_type_and_takes_the_text)
{
    ASSERT_REPLACES(FROM("data.port") TO("spec.s, spec.q, spec.n"), "{s: x, q: \"1\", n: 1}",
                    "  \"n\": 8080\n  q: \"8080\"\n  s: \"8080\"\n");
    ASSERT_REPLACES(FROM("data.port") TO("spec.f"), "{f: 1.5}", "  f: 8080\n");
}

TEST(transform_replacements, a_text_that_is_no_number_cannot_become_one)
{
    ASSERT_REPLACE_FAILS(FROM("data.host") TO("spec.n"), "{n: 1}", ERROR_INVALID,
                         "/p/kustomization.yaml:6: field 'spec.n' of A/a is a number and cannot "
                         "become 'db.example.com'");
    ASSERT_REPLACE_FAILS(FROM("data.host") TO("spec.n"), "{n: true}", ERROR_INVALID,
                         "is a boolean and cannot");
    ASSERT_REPLACE_FAILS(FROM("data.host") TO("spec.n"), "{n: ~}", ERROR_INVALID,
                         "is a null and cannot");
}

TEST(transform_replacements, what_a_later_one_mends_is_no_error)
{
    ASSERT_REPLACES(FROM("data.host") TO("spec.n") "- sourceValue: \"5\"\n" TO("spec.n"), "{n: 1}",
                    "  \"n\": 5\n");
}

TEST(transform_replacements, a_mapping_or_list_is_copied_whole)
{
    ASSERT_REPLACES("replacements:\n- source: {kind: A, fieldPath: spec.m}\n" TO("spec.l"),
                    "{m: {a: 1, b: ['2']}, l: []}",
                    "  l:\n    a: 1\n    b:\n    - \"2\"\n  m:\n    a: 1\n    b:\n    - \"2\"\n");
    ASSERT_REPLACES(FROM("data.port") TO("spec.m"), "{m: {a: 1}}", "  m: \"8080\"\n");
    /* A scalar takes the text of the value, and a mapping has none. */
    ASSERT_REPLACES(FROM("data") TO("spec.s"), "{s: x}", "  s: \"\"\n");
}

TEST(transform_replacements, what_is_made_or_written_out_is_what_it_looks_like)
{
    ASSERT_REPLACES(FROM("data.port") TO("spec.new") "    options: {create: true}\n", "{}",
                    "  new: 8080\n");
    ASSERT_REPLACES("replacements:\n- sourceValue: '8080'\n" TO("spec.m"), "{m: {}}",
                    "  m: 8080\n");
    ASSERT_REPLACES("replacements:\n- sourceValue: '8080'\n" TO("spec.s"), "{s: x}",
                    "  s: \"8080\"\n");
    ASSERT_REPLACES("replacements:\n- sourceValue: ''\n" TO("spec.s"), "{s: x}", "  s: \"\"\n");
    ASSERT_REPLACES(FROM("data.host") TO("spec.new") "    options: {create: true}\n"
                                                     "- sourceValue: '1'\n" TO("spec.new"),
                    "{}", "  new: 1\n");
}

TEST(transform_replacements, several_lines_stay_several_lines)
{
    ASSERT_REPLACES("replacements:\n- sourceValue: |\n    a\n    b\n" TO("spec.s, spec.q"),
                    "{s: x, q: 'y'}", "  q: |\n    a\n    b\n  s: |\n    a\n    b\n");
}

TEST(transform_replacements, a_value_follows_what_its_source_becomes)
{
    ASSERT_KUSTOMIZES(
        "replacements:\n- source: {kind: A, fieldPath: v}\n  targets:\n"
        "  - {select: {kind: A|B}, fieldPaths: [v], options: {delimiter: '-', index: 9}}\n",
        "kind: A\nmetadata: {name: a}\nv: x\n---\nkind: B\nmetadata: {name: b}\nv: y\n",
        "kind: A\nmetadata:\n  name: a\nv: x-x\n---\nkind: B\nmetadata:\n  name: b\nv: y-x-x\n");
}

/* ---- delimiters ---- */

TEST(transform_replacements, R_039_a_delimiter_cuts_one_part_out_of_the_source)
{
    ASSERT_REPLACES("replacements:\n- source: {kind: ConfigMap, fieldPath: data.tag,"
                    " options: {delimiter: '-', index: 1}}\n" TO("spec.s"),
                    "{s: x}", "  s: b\n");
    ASSERT_REPLACE_FAILS("replacements:\n- source: {kind: ConfigMap, fieldPath: data.tag,"
                         " options: {delimiter: '-', index: 3}}\n" TO("spec.s"),
                         "{s: x}", ERROR_INVALID,
                         "/p/kustomization.yaml:3: the source of a replacement, field 'data.tag' "
                         "of ConfigMap/src: there is no part 3 of 'a-b-c'");
    ASSERT_REPLACE_FAILS("replacements:\n- source: {kind: ConfigMap, fieldPath: data.tag,"
                         " options: {delimiter: '-', index: -1}}\n" TO("spec.s"),
                         "{s: x}", ERROR_INVALID, "there is no part -1");
    ASSERT_REPLACE_FAILS("replacements:\n- source: {kind: ConfigMap, fieldPath: data,"
                         " options: {delimiter: '-'}}\n" TO("spec.s"),
                         "{s: x}", ERROR_INVALID, "cut at a delimiter, not a mapping");
}

#define AT(index) TO("spec.s") "    options: {delimiter: /, index: " index "}\n"

TEST(transform_replacements, a_delimiter_names_one_part_of_the_target)
{
    ASSERT_REPLACES(FROM("data.tag") AT("0"), "{s: x/y/}", "  s: a-b-c/y/\n");
    ASSERT_REPLACES(FROM("data.tag") AT("2"), "{s: x/y/}", "  s: x/y/a-b-c\n");
    ASSERT_REPLACES(FROM("data.tag") AT("3"), "{s: x/y/}", "  s: x/y//a-b-c\n");
    ASSERT_REPLACES(FROM("data.tag") AT("-7"), "{s: x/y/}", "  s: a-b-c/x/y/\n");
    ASSERT_REPLACES(FROM("data.tag") AT("9"), "{s: ''}", "  s: /a-b-c\n");
    ASSERT_REPLACE_FAILS(FROM("data.tag") AT("0"), "{s: [x]}", ERROR_INVALID,
                         "field 'spec.s' of A/a: only a scalar can be cut at a delimiter, not a "
                         "sequence");
}

TEST(transform_replacements, R_039_a_path_that_does_not_fit_says_at_which_step)
{
    ASSERT_REPLACE_FAILS(FROM("data.tag") TO("spec.s.x"), "{s: text}", ERROR_INVALID,
                         "/p/kustomization.yaml:6: the replacement of field 'spec.s.x' of A/a: "
                         "step 'x' needs a mapping, not a scalar");
    ASSERT_REPLACE_FAILS(
        FROM("data.tag") TO("spec.l.2"), "{l: [1]}", ERROR_UNMATCHED,
        "field 'spec.l.2' of A/a: there is no element 2, the list has 1, counted from 0");
    ASSERT_REPLACE_FAILS(FROM("data.tag") TO("spec.l.2") "    options: {create: true}\n",
                         "{l: [1]}", ERROR_UNMATCHED,
                         "there is no element 2, the list has 1, counted from 0");
    ASSERT_REPLACE_FAILS(FROM("data.tag") TO("spec.q"), "{l: [1]}", ERROR_UNMATCHED,
                         "field 'spec.q' of A/a: there is no such field");
}

TEST(transform_replacements, fields_in_the_text_of_a_scalar_are_reached)
{
    ASSERT_REPLACES(FROM("data.host") TO("spec.json.b.0.c"), "{json: '{\"b\": [{\"c\": 1}]}'}",
                    "  json: '{\"b\": [{\"c\": 1}]}'\n");
    ASSERT_REPLACES(FROM("data.port") TO("spec.json.b.0.c"), "{json: '{\"b\": [{\"c\": 1}]}'}",
                    "  json: '{\"b\":[{\"c\":8080}]}'\n");
    ASSERT_REPLACES(FROM("data.port") TO("spec.yaml.b.0, spec.yaml.d") "    options: {create: "
                                                                       "true}\n",
                    "\n  yaml: |\n    b:\n      - c\n",
                    "  yaml: |-\n    b:\n    - \"8080\"\n    d: 8080\n");
}

/* ---- selection ---- */

#define NAMED(kind, name, more) "kind: " kind "\nmetadata: {name: " name more "}\n"
#define DONE(kind, name)        "kind: " kind "\nmetadata:\n  labels:\n    new: v\n  name: " name "\n"
#define LABEL(select)                                                                              \
    "replacements:\n- sourceValue: v\n  targets:\n  - {" select                                    \
    ", fieldPaths: [metadata.labels.new], options: {create: true}}\n"

TEST(transform_replacements, targets_are_selected_by_whole_expressions)
{
    ASSERT_KUSTOMIZES(LABEL("select: {name: 'a.'}"),
                      NAMED("A", "ab", "") "---\n" NAMED("A", "abc", ""),
                      DONE("A", "ab") "---\nkind: A\nmetadata:\n  name: abc\n");
    ASSERT_KUSTOMIZES(LABEL("select: {namespace: default}"),
                      NAMED("A", "a", "") "---\n" NAMED("A", "b", ", namespace: default"),
                      "kind: A\nmetadata:\n  labels:\n    new: v\n  name: b\n"
                      "  namespace: default\n---\nkind: A\nmetadata:\n  name: a\n");
}

TEST(transform_replacements, labels_reject_whatever_the_id_and_the_other_way_round)
{
    ASSERT_KUSTOMIZES(LABEL("select: {kind: .*}, reject: [{kind: B, annotationSelector: x=y}]"),
                      NAMED("A", "a", ", annotations: {x: y}") "---\n" NAMED(
                          "B", "b", "") "---\n" NAMED("C", "c", ""),
                      "kind: A\nmetadata:\n  annotations:\n    x: \"y\"\n  name: a\n---\n"
                      "kind: B\nmetadata:\n  name: b\n---\n" DONE("C", "c"));
    ASSERT_KUSTOMIZES(LABEL("select: {kind: A}, reject: [{}]"), NAMED("A", "a", ""),
                      DONE("A", "a"));
}

TEST(transform_replacements, a_source_and_a_target_may_have_their_earlier_names)
{
    ASSERT_KUSTOMIZES("namespace: new\nreplacements:\n"
                      "- source: {kind: ConfigMap, namespace: old}\n  targets:\n"
                      "  - {select: {kind: ConfigMap, namespace: old}, fieldPaths: [data.k]}\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: old}\n"
                      "data: {k: v}\n",
                      "apiVersion: v1\ndata:\n  k: c\nkind: ConfigMap\nmetadata:\n  name: c\n"
                      "  namespace: new\n");
}

TEST(transform_replacements, R_039_a_source_is_one_object_and_has_its_field)
{
    static const char two[] = NAMED("A", "a", "") "---\n" NAMED("A", "b", "");

    ASSERT_REFUSES("replacements:\n- source: {kind: A}\n  targets: [{select: {name: a}}]\n", two,
                   ERROR_CONFLICT,
                   "/p/kustomization.yaml:3: the source of a replacement, kind 'A', is more than "
                   "one object");
    ASSERT_REFUSES("replacements:\n- source: {kind: A, name: c}\n  targets: [{select: {}}]\n", two,
                   ERROR_UNMATCHED,
                   "/p/kustomization.yaml:3: the source of a replacement, A/c, matches nothing");
    ASSERT_REFUSES("replacements:\n- source: {kind: A, name: a, fieldPath: x.y}\n"
                   "  targets: [{select: {}}]\n",
                   two, ERROR_UNMATCHED, "field 'x.y' of A/a: there is no such field");
}

TEST(transform_replacements, the_field_is_the_name_when_none_is_said)
{
    ASSERT_KUSTOMIZES("replacements:\n- source: {kind: A}\n  targets: [{select: {kind: B}}]\n",
                      NAMED("A", "a", "") "---\n" NAMED("B", "b", ""),
                      "kind: A\nmetadata:\n  name: a\n---\nkind: B\nmetadata:\n  name: a\n");
    ASSERT_REFUSES("replacements:\n- source: {kind: A, fieldPath: metadata}\n"
                   "  targets: [{select: {kind: A}}]\n",
                   NAMED("A", "a", ""), ERROR_INVALID,
                   "/p/kustomization.yaml:4: the replacement takes from A/a its name");
}

TEST(transform_replacements, what_a_replacement_must_have)
{
    ASSERT_REFUSES("replacements:\n- targets: [{select: {}}]\n", SOURCE, ERROR_INVALID,
                   "/p/kustomization.yaml:3: a replacement needs a source and at least one target");
    ASSERT_REFUSES("replacements:\n- sourceValue: x\n", SOURCE, ERROR_INVALID, "one target");
    ASSERT_REFUSES("replacements:\n- {source: {}, sourceValue: x, targets: [{select: {}}]}\n",
                   SOURCE, ERROR_INVALID, "has either 'source' or 'sourceValue', not both");
    ASSERT_REFUSES("replacements:\n- {sourceValue: x, targets: [{fieldPaths: [a]}]}\n", SOURCE,
                   ERROR_INVALID, "/p/kustomization.yaml:3: a target must select objects");
    ASSERT_REFUSES("replacements:\n- {sourceValue: x, targets: [{select: {name: '('}}]}\n", SOURCE,
                   ERROR_SYNTAX, "/p/kustomization.yaml:3: target");
    ASSERT_REFUSES("replacements:\n- {sourceValue: x, targets: [{select: {}, reject: [{kind:"
                   " '['}]}]}\n",
                   SOURCE, ERROR_SYNTAX, "/p/kustomization.yaml:3: target");
}

/* ---- files ---- */

#define FILE_OBJECT "apiVersion: x/v1\nkind: A\nmetadata: {name: a}\nspec: {s: x, t: y}\n"
#define FILES(text)                                                                                \
    {                                                                                              \
        { "/p/kustomization.yaml", "resources: [r.yaml]\nreplacements:\n- path: f.yaml\n" },       \
            { "/p/r.yaml", FILE_OBJECT }, { "/p/f.yaml", text },                                   \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }

TEST(transform_replacements, a_file_holds_one_or_a_list)
{
    static const struct preset_file one[] =
        FILES("sourceValue: v\ntargets: [{select: &s {kind: A}, fieldPaths: [spec.s]},"
              " {select: *s, fieldPaths: [spec.t]}]\nunknown: 1\n---\nnot: read\n");
    static const struct preset_file list[] =
        FILES("- {sourceValue: v, targets: [{select: {kind: A}, fieldPaths: [spec.s]}]}\n"
              "- {sourceValue: w, targets: [{select: {kind: A}, fieldPaths: [spec.t]}]}\n");

    ASSERT_BUILDS(one, "apiVersion: x/v1\nkind: A\nmetadata:\n  name: a\nspec:\n  s: v\n  t: v\n");
    ASSERT_BUILDS(list, "apiVersion: x/v1\nkind: A\nmetadata:\n  name: a\nspec:\n  s: v\n  t: w\n");
}

/* What building FILES fails with. */
static void check_file_fails(const struct preset_file *files, enum error_code code,
                             const char *message)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS(preset_build(&out, files, &err), err, code, message);
}

TEST(transform_replacements, a_file_that_holds_none_is_an_error)
{
    static const struct preset_file text[] = FILES("text\n");
    static const struct preset_file empty[] = FILES("# nothing\n");
    static const struct preset_file wrong[] =
        FILES("- sourceValue: v\n  targets:\n  - {select: {kind: A}, fieldPaths: [spec.q]}\n");
    static const struct preset_file type[] = FILES("sourceValue: [5]\n");

    check_file_fails(text, ERROR_INVALID, "/p/f.yaml: expected a replacement or a list of them");
    check_file_fails(empty, ERROR_INVALID, "/p/f.yaml: expected a replacement or a list of them");
    check_file_fails(wrong, ERROR_UNMATCHED,
                     "/p/f.yaml:3: the replacement of field 'spec.q' of A/a: there is no such "
                     "field");
    check_file_fails(type, ERROR_INVALID, "/p/f.yaml:1:14: field 'sourceValue' must be a string");
    ASSERT_REFUSES("replacements:\n- path: g.yaml\n", SOURCE, ERROR_NOT_FOUND,
                   "/p/kustomization.yaml:3: there is no file '/p/g.yaml'");
    ASSERT_REFUSES("replacements:\n- {path: g.yaml, source: {}}\n", SOURCE, ERROR_INVALID,
                   "/p/kustomization.yaml:3: a replacement stands either here or in the file");
}

/* ---- the stream ---- */

#define STREAM_OBJECT                                                                              \
    "# kept\nkind: A\nmetadata: {name: demo-web}\nspec:\n    n:   1 # one\n    s: 'x'\n"

/* What applying KUST to STREAM fails with, and what it gives when that is allowed. */
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

TEST(transform_replacements, R_034_a_target_that_matches_nothing_names_the_nearest)
{
    check_unmatched(
        "replacements:\n- sourceValue: x\n  targets:\n  - select: {kind: A, name: web}\n",
        STREAM_OBJECT,
        "/p/kustomization.yaml:4: the target of a replacement, A/web, matches nothing",
        "nearest is A/demo-web; a target may say name: '.*-web', or pass "
        "--allow-unmatched");
    ASSERT_KUSTOMIZES("replacements:\n- sourceValue: x\n  targets: [{select: {kind: B}}]\n",
                      NAMED("A", "a", ""), "kind: A\nmetadata:\n  name: a\n");
}

TEST(transform_replacements, R_034_a_source_that_matches_nothing_is_never_allowed)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "replacements:\n- {source: {kind: A, name: web}, targets: [{select: {}}]}\n" },
        { NULL, NULL }
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    for (int allow = 0; allow < 2; allow++)
        ASSERT_FAILS_HINT(preset_apply(&out, files, STREAM_OBJECT, allow != 0, &err), err,
                          ERROR_UNMATCHED,
                          "/p/kustomization.yaml:2: the source of a replacement, A/web, matches "
                          "nothing",
                          "nearest is A/demo-web");
}

TEST(transform_replacements, what_kustomize_writes_nowhere_is_an_error_in_a_stream)
{
    check_unmatched("replacements:\n- sourceValue: x\n  targets:\n"
                    "  - select: {kind: A}\n    fieldPaths: [spec.n.x]\n"
                    "    options: {create: true}\n",
                    "kind: A\nmetadata: {name: a}\nspec: {n: null}\n",
                    "/p/kustomization.yaml:5: the replacement of field 'spec.n.x' of A/a changes "
                    "nothing",
                    "Kustomize writes nothing there");
    ASSERT_KUSTOMIZES("replacements:\n- sourceValue: x\n  targets:\n"
                      "  - {select: {kind: A}, fieldPaths: [l.*.t.k]}\n",
                      "kind: A\nmetadata: {name: a}\nl: [{t: 'k: v'}]\n",
                      "kind: A\nl:\n- t: 'k: v'\nmetadata:\n  name: a\n");
}

TEST(transform_replacements, only_what_changes_loses_its_bytes)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "replacements:\n- {sourceValue: '5', targets: [{select: {kind: A},"
          " fieldPaths: [spec.n, spec.s]}]}\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files, STREAM_OBJECT,
                   "# kept\nkind: A\nmetadata: {name: demo-web}\nspec:\n    n:   5 # one\n"
                   "    s: '5'\n");
    ASSERT_APPLIES(files, "kind:   A\nmetadata: {name: a}\nspec:   {n: 5,  s: \"5\"} # as it was\n",
                   "kind:   A\nmetadata: {name: a}\nspec:   {n: 5,  s: \"5\"} # as it was\n");
}

TEST(transform_replacements, aliases_of_a_stream_are_seen_through)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "replacements:\n- source: {kind: A, fieldPath: spec.b.v}\n  targets:\n"
          "  - {select: {kind: A}, fieldPaths: [spec.m.w], options: {create: true}}\n"
          "  - {select: {kind: A}, fieldPaths: [spec.b.v], options: {delimiter: '-', index: 1}}\n"
          "  - {select: {kind: A}, fieldPaths: [spec.s]}\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files,
                   "kind: A\nmetadata: {name: a}\nspec:\n  a: &x {v: one}\n  b: *x\n"
                   "  m: {<<: *x, w: two}\n  s: three\n",
                   "kind: A\nmetadata: {name: a}\nspec:\n  a: &x {v: one}\n  b:\n"
                   "    v: one-one\n"
                   "  m: {<<: *x, w: one}\n  s: one-one\n");
}

/* ---- limits ---- */

TEST(transform_replacements, R_038_a_value_that_is_put_into_itself_again_and_again_ends)
{
    AUTO(buf) kust = BUF_INIT(1 << 16);

    buf_add(&kust, "replacements:\n");
    for (int i = 0; i < 60; i++)
        buf_addf(&kust,
                 "- source: {kind: A, fieldPath: spec}\n  targets: [{select: {kind: A},"
                 " fieldPaths: [spec.s%d], options: {create: true}}]\n",
                 i);
    ASSERT_REFUSES(buf_text(&kust), "kind: A\nmetadata: {name: a}\nspec: {a: 1}\n", ERROR_LIMIT,
                   "the replacements copy more than 2000000 values");
}

TEST(transform_replacements, R_038_a_text_that_is_joined_to_itself_again_and_again_ends)
{
    AUTO(buf) kust = BUF_INIT(1 << 16);

    buf_add(&kust, "replacements:\n");
    for (int i = 0; i < 60; i++)
        buf_add(&kust, "- source: {kind: A, fieldPath: s}\n  targets: [{select: {kind: A},"
                       " fieldPaths: [s], options: {delimiter: '/', index: -1}}]\n");
    ASSERT_REFUSES(buf_text(&kust), "kind: A\nmetadata: {name: a}\ns: 0123456789\n", ERROR_LIMIT,
                   "the text is over ");
}

TEST(transform_replacements, any_text_may_come_into_an_annotation)
{
    ASSERT_KUSTOMIZES(
        "replacements:\n- sourceValue: api\n  targets: [{select: {kind: A}, fieldPaths:"
        " [metadata.annotations.b, metadata.annotations.c]}]\n",
        "kind: A\nmetadata: {name: a, annotations: {b: True, c: 5, d: 6}}\n",
        "kind: A\nmetadata:\n  annotations:\n    b: api\n    c: api\n    d: \"6\"\n"
        "  name: a\n");
}

TEST(transform_replacements, an_empty_list_of_targets_is_one_in_a_file_only)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [a.yaml]\nreplacements: [{path: r.yaml}]\n" },
        { "/p/a.yaml", "kind: A\nmetadata: {name: a}\n" },
        { "/p/r.yaml", "source: {kind: A}\ntargets: []\n" },
        { NULL, NULL },
    };

    ASSERT_BUILDS(files, "kind: A\nmetadata:\n  name: a\n");
    ASSERT_REFUSES("replacements: [{source: {kind: A}, targets: []}]\n",
                   "kind: A\nmetadata: {name: a}\n", ERROR_INVALID, "at least one target");
}
