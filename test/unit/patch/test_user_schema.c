/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "patch/user_schema.h"

#define GVK(version, kind)                                                                         \
    "x-kubernetes-group-version-kind: [{group: e.com, version: " version ", kind: " kind "}]"
#define LIST(strategy, keys)                                                                       \
    "{type: array, x-kubernetes-patch-strategy: '" strategy "', " keys                             \
    ", items: {type: object, properties: {ports: {type: array}}}}"

static const char document[] =
    "definitions:\n"
    "  e.Farm:\n"
    "    " GVK(
        "v1",
        "Farm") "\n"
                "    properties:\n"
                "      spec: {$ref: '#/definitions/e.Spec'}\n"
                "      pod: {$ref: '#/definitions/io.k8s.api.core.v1.PodSpec'}\n"
                "      loop: {$ref: '#/definitions/a~1b'}\n"
                "  a/b: {$ref: '#/definitions/a~1b'}\n"
                "  e.Spec:\n"
                "    properties:\n"
                "      one: " LIST(
                    "merge",
                    "x-kubernetes-patch-merge-key: name") "\n"
                                                          "      two: " LIST(
                                                              "retainKeys,merge",
                                                              "x-kubernetes-list-map-keys: [port, "
                                                              "protocol]") "\n"
                                                                           "      plain: {type: "
                                                                           "array, "
                                                                           "x-kubernetes-patch-"
                                                                           "merge-key: name, "
                                                                           "items: {type: "
                                                                           "object}}\n"
                                                                           "      mixed: {type: "
                                                                           "[array, string], "
                                                                           "items: {type: "
                                                                           "object}}\n"
                                                                           "    "
                                                                           "additionalProperties: "
                                                                           "{type: object}\n"
                                                                           "paths:\n"
                                                                           "  "
                                                                           "/apis/e.com/v1/farms: "
                                                                           "{get: "
                                                                           "{x-kubernetes-group-"
                                                                           "version-kind: {group: "
                                                                           "e.com, version: v1,"
                                                                           " kind: Farm}}}\n"
                                                                           "  "
                                                                           "/apis/e.com/v1/"
                                                                           "namespaces/{namespace}/"
                                                                           "barns: {get: "
                                                                           "{x-kubernetes-group-"
                                                                           "version-kind: "
                                                                           "{group: e.com, "
                                                                           "version: v1, kind: "
                                                                           "Barn}}}\n"
                                                                           "  "
                                                                           "/apis/e.com/v1/barns: "
                                                                           "{get: "
                                                                           "{x-kubernetes-group-"
                                                                           "version-kind: {group: "
                                                                           "e.com, version: v1,"
                                                                           " kind: Barn}}}\n";

static struct user_schemas *read_document(bool with_builtin)
{
    AUTO(error) err = ERROR_INIT;
    struct user_schemas *set = user_schemas_read(VIEW(document), "s.yaml", with_builtin, &err);

    ASSERT_OK(set, err);
    return set;
}

/* The schema at the dotted PATH of a kind, "[]" being an element. */
static const struct merge_schema *at(struct user_schemas *set, const char *object, const char *path)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "o.yaml", &err);
    const struct merge_schema *schema = user_schemas_of(set, ydoc_root(doc));
    struct view rest = view_of(path), step;

    while (view_cut(&rest, '.', &step))
        schema =
            view_is(step, "[]") ? merge_schema_elements(schema) : merge_schema_field(schema, step);
    return schema;
}

#define FARM "{apiVersion: e.com/v1, kind: Farm}"
#define POD  "{apiVersion: v1, kind: Pod}"

TEST(user_schema, keys_are_those_of_the_document)
{
    AUTO_FREE(user_schemas) set = read_document(false);
    struct view keys[MERGE_KEYS_MAX];

    ASSERT_EQ_INT(merge_schema_keys(at(set, FARM, "spec.one"), keys), 1);
    ASSERT_EQ_VIEW(keys[0], "name");
    ASSERT_TRUE(merge_schema_merges(at(set, FARM, "spec.one")));
    ASSERT_EQ_INT(merge_schema_keys(at(set, FARM, "spec.two"), keys), 2);
    ASSERT_EQ_VIEW(keys[1], "protocol");
    ASSERT_TRUE(merge_schema_merges(at(set, FARM, "spec.two")));
    ASSERT_NOT_NULL(at(set, FARM, "spec.two.[].ports"));
}

TEST(user_schema, without_a_strategy_a_list_is_replaced)
{
    AUTO_FREE(user_schemas) set = read_document(false);
    struct view keys[MERGE_KEYS_MAX];

    ASSERT_EQ_INT(merge_schema_keys(at(set, FARM, "spec.plain"), keys), 0);
    ASSERT_FALSE(merge_schema_merges(at(set, FARM, "spec.plain")));
    ASSERT_NULL(at(set, FARM, "spec.mixed.[]"));
    ASSERT_NOT_NULL(at(set, FARM, "spec.anything"));
    ASSERT_NULL(at(set, FARM, "other"));
}

TEST(user_schema, a_reference_to_itself_or_to_nothing_is_no_schema)
{
    AUTO_FREE(user_schemas) set = read_document(false);

    ASSERT_NULL(at(set, FARM, "loop"));
    ASSERT_NULL(at(set, FARM, "pod"));
}

TEST(user_schema, built_in_kinds_are_forgotten_unless_they_were_used)
{
    AUTO_FREE(user_schemas) alone = read_document(false);
    AUTO_FREE(user_schemas) beside = read_document(true);

    ASSERT_NULL(at(alone, POD, ""));
    ASSERT_NOT_NULL(at(alone, "{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization}",
                       "configMapGenerator"));
    ASSERT_TRUE(merge_schema_merges(at(beside, POD, "spec.containers")));
    ASSERT_TRUE(merge_schema_merges(at(beside, FARM, "pod.containers")));
    ASSERT_TRUE(merge_schema_merges(at(NULL, POD, "spec.containers")));
    ASSERT_NULL(at(alone, "{kind: Farm}", ""));
}

TEST(user_schema, paths_say_where_objects_live)
{
    AUTO_FREE(user_schemas) set = read_document(false);

    ASSERT_EQ_INT(user_schemas_scope(set, VIEW("e.com/v1"), VIEW("Farm")), SCOPE_CLUSTER);
    ASSERT_EQ_INT(user_schemas_scope(set, VIEW("e.com/v1"), VIEW("Barn")), SCOPE_NAMESPACED);
    ASSERT_EQ_INT(user_schemas_scope(set, VIEW("e.com/v1"), VIEW("Hen")), SCOPE_UNKNOWN);
}

TEST(user_schema, what_is_no_such_document_is_told_with_its_place)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(user_schemas_read(VIEW("[a]"), "s.yaml", false, &err), err, ERROR_INVALID,
                 "s.yaml:1:1: an OpenAPI document is a mapping, not a sequence");
    ASSERT_FAILS(user_schemas_read(VIEW("definitions: 5"), "s.yaml", false, &err), err,
                 ERROR_INVALID, "s.yaml:1:14: 'definitions' is a mapping");
    ASSERT_FAILS(user_schemas_read(VIEW("definitions: {a: 5}"), "s.yaml", false, &err), err,
                 ERROR_INVALID, "a definition is a mapping");
    ASSERT_FAILS(user_schemas_read(VIEW("{"), "s.yaml", false, &err), err, ERROR_SYNTAX, "s.yaml:");
}

static struct user_schemas *of_field(const char *json, struct user_schemas *outer)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(json), "s.json", &err);

    ASSERT_OK(doc, err);
    return user_schemas_of_field(doc, outer);
}

TEST(user_schema, a_field_has_one_of_its_own)
{
    AUTO_FREE(user_schemas)
    set = of_field("{\"type\": \"array\", \"x-kubernetes-patch-strategy\": \"merge\"}", NULL);

    ASSERT_TRUE(merge_schema_merges(user_schemas_field(set)));
}

TEST(user_schema, a_fields_references_lead_to_the_definitions_that_count)
{
    static const char pod[] = "{\"$ref\": \"#/definitions/io.k8s.api.core.v1.PodSpec\"}";
    AUTO_FREE(user_schemas) outer = read_document(false);
    AUTO_FREE(user_schemas) own = of_field("{\"$ref\": \"#/definitions/e.Spec\"}", outer);
    AUTO_FREE(user_schemas) built_in = of_field(pod, NULL);
    AUTO_FREE(user_schemas) forgotten = of_field(pod, outer);

    ASSERT_TRUE(merge_schema_merges(merge_schema_field(user_schemas_field(own), VIEW("one"))));
    ASSERT_TRUE(
        merge_schema_merges(merge_schema_field(user_schemas_field(built_in), VIEW("containers"))));
    ASSERT_NOT_NULL(user_schemas_field(forgotten));
    ASSERT_NULL(merge_schema_field(user_schemas_field(forgotten), VIEW("containers")));
}
