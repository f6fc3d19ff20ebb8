/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

TEST(transform_replicas, set_the_count_by_name)
{
    ASSERT_KUSTOMIZES("replicas: [{name: a, count: 3}]\n",
                      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n---\n"
                      "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: b}\n"
                      "spec: {replicas: 1}\n",
                      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n"
                      "  replicas: 3\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n"
                      "  name: b\nspec:\n  replicas: 1\n");
}

TEST(transform_replicas, zero_and_text_counts_are_numbers_afterwards)
{
    ASSERT_KUSTOMIZES("replicas: [{name: a, count: 0}]\n",
                      "kind: Deployment\nmetadata: {name: a}\nspec: {replicas: '4'}\n",
                      "kind: Deployment\nmetadata:\n  name: a\nspec:\n  replicas: 0\n");
}

TEST(transform_replicas, R_034_a_name_that_matches_nothing_is_an_error)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "replicas: [{name: web, count: 3}]\n" }, { NULL, NULL }
    };
    static const char stream[] = "kind: Deployment\nmetadata: {name: demo-web}\n";
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS_HINT(preset_apply(&out, files, stream, false, &err), err, ERROR_UNMATCHED,
                      "/p/kustomization.yaml:1: the replicas of 'web' match nothing",
                      "nearest is Deployment/demo-web");
    ASSERT_OK(preset_apply(&out, files, stream, true, &err), err);
    ASSERT_EQ_BUF(&out, stream);
    ASSERT_REFUSES("replicas: [{name: web, count: 3}]\n", stream, ERROR_UNMATCHED, "match nothing");
}

TEST(transform_replicas, a_collection_in_its_place_is_named)
{
    ASSERT_REFUSES("replicas: [{name: a, count: 1}]\n",
                   "kind: Deployment\nmetadata: {name: a}\nspec: {replicas: {}}\n", ERROR_INVALID,
                   "field 'spec/replicas' of Deployment/a: expected a number at line 3");
}
