/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"

#define SCHEMA(key)                                                                                \
    "{\"definitions\": {\"x.Farm\": {\"x-kubernetes-group-version-kind\": [{\"group\": \"x\", "    \
    "\"version\": \"v1\", \"kind\": \"Farm\"}], \"properties\": {\"l\": {\"type\": \"array\", "    \
    "\"items\": {\"type\": \"object\"}, \"x-kubernetes-patch-strategy\": \"merge\", "              \
    "\"x-kubernetes-patch-merge-key\": \"" key "\"}}}}, \"paths\": {\"/apis/x/v1/farms\": "        \
    "{\"get\": {\"x-kubernetes-group-version-kind\": {\"group\": \"x\", \"version\": \"v1\", "     \
    "\"kind\": \"Farm\"}}}}}"
#define FARM "apiVersion: x/v1\nkind: Farm\nmetadata: {name: a}\nl: [{k: 1, v: 1}, {k: 2}]\n"
#define PATCH                                                                                      \
    "patches: [{patch: '{apiVersion: x/v1, kind: Farm, metadata: {name: a}, l: [{k: 2, v: "        \
    "3}]}'}]\n"
#define HEAD "apiVersion: x/v1\nkind: Farm\nl:\n"

TEST(schemas, a_users_schema_gives_merge_keys_and_scope)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "resources: [f.yaml]\nnamespace: ns\nopenapi: {path: s.json}\n" PATCH },
        { "/p/f.yaml", FARM },
        { "/p/s.json", SCHEMA("k") },
        { NULL, NULL }
    };

    ASSERT_BUILDS(files, HEAD "- k: 2\n  v: 3\n- k: 1\n  v: 1\nmetadata:\n  name: a\n");
}

TEST(schemas, the_outermost_choice_counts)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [../b]\nopenapi: {path: s.json}\n" },
        { "/p/s.json", SCHEMA("other") },
        { "/b/kustomization.yaml", "resources: [f.yaml]\nopenapi: {path: s.json}\n" PATCH },
        { "/b/f.yaml", FARM },
        { "/b/s.json", SCHEMA("k") },
        { NULL, NULL }
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS(preset_build(&out, files, &err), err, ERROR_SYNTAX, "other");
}

TEST(schemas, a_base_may_choose_when_nobody_above_did)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [../b]\n" },
        { "/b/kustomization.yaml", "resources: [f.yaml]\nopenapi: {path: s.json}\n" PATCH },
        { "/b/f.yaml", FARM },
        { "/b/s.json", SCHEMA("k") },
        { NULL, NULL }
    };

    ASSERT_BUILDS(files, HEAD "- k: 2\n  v: 3\n- k: 1\n  v: 1\nmetadata:\n  name: a\n");
}

TEST(schemas, the_built_in_version_is_no_change)
{
    ASSERT_KUSTOMIZES("openapi: {version: v1.21.2}\n" PATCH, FARM,
                      HEAD "- k: 2\n  v: 3\nmetadata:\n  name: a\n");
    ASSERT_REFUSES("openapi: {version: v1.20.4}\n", FARM, ERROR_INVALID,
                   "openapi: version 'v1.20.4' is not built in");
}

TEST(schemas, what_cannot_be_is_told)
{
    ASSERT_REFUSES("openapi: {path: r.yaml, version: v1.21.2}\n", FARM, ERROR_INVALID,
                   "'path' and 'version' exclude each other");
    ASSERT_REFUSES("openapi: {path: none.json}\n", FARM, ERROR_NOT_FOUND,
                   "openapi: there is no file '/p/none.json'");
    ASSERT_REFUSES("openapi: {path: ../s.json}\n", FARM, ERROR_NOT_FOUND, "there is no file");
}

TEST(schemas, objects_of_a_stream_are_met_as_those_of_files_are)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "namespace: ns\nopenapi: {path: s.json}\n" PATCH },
        { "/p/s.json", SCHEMA("k") },
        { NULL, NULL }
    };

    /* Cluster-scoped by the user's schema: no namespace. */
    ASSERT_APPLIES(files, FARM,
                   "apiVersion: x/v1\nkind: Farm\nmetadata: {name: a}\n"
                   "l: [{k: 2, v: 3}, {k: 1, v: 1}]\n");
}
