/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

#define OWN "apiVersion: e.org/v1\nkind: Own\nmetadata: {name: a}\nspec: {path: /b/c}\n"
#define ADD(rest)                                                                                  \
    "transformers:\n- |-\n  apiVersion: builtin\n  kind: ValueAddTransformer\n"                    \
    "  metadata: {name: t}\n" rest

TEST(transform_value_add, a_value_takes_the_place_of_a_field_or_makes_it)
{
    ASSERT_KUSTOMIZES(ADD("  value: v\n  targets: [{fieldPath: spec/path}, {fieldPath: "
                          "spec/deep/new}]\n"),
                      OWN,
                      "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  name: a\nspec:\n  deep:\n"
                      "    new: v\n  path: v\n");
}

TEST(transform_value_add, a_value_is_put_into_a_path)
{
    ASSERT_KUSTOMIZES(
        ADD("  value: v\n  targets: [{fieldPath: spec/path, filePathPosition: 1}]\n"), OWN,
        "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  name: a\nspec:\n  path: /v/b/c\n");
    ASSERT_KUSTOMIZES(
        ADD("  value: v\n  targets: [{fieldPath: spec/path, filePathPosition: 2}]\n"), OWN,
        "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  name: a\nspec:\n  path: /b/v/c\n");
    ASSERT_KUSTOMIZES(
        ADD("  value: v\n  targets: [{fieldPath: spec/path, filePathPosition: 99}]\n"), OWN,
        "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  name: a\nspec:\n  path: /b/c/v\n");
}

TEST(transform_value_add, elements_of_lists_are_chosen_by_a_key)
{
    ASSERT_KUSTOMIZES(
        ADD("  value: v\n  targets: [{fieldPath: 'spec/list/[name=x]/image'}]\n"),
        "apiVersion: e.org/v1\nkind: Own\nmetadata: {name: a}\n"
        "spec: {list: [{name: w}, {name: x}]}\n",
        "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  name: a\nspec:\n  list:\n  - name: w\n"
        "  - image: v\n    name: x\n");
}

TEST(transform_value_add, without_a_value_it_is_the_directorys_name)
{
    ASSERT_KUSTOMIZES(ADD("  targets: [{selector: {kind: Own}, fieldPath: metadata/namespace}]\n"),
                      OWN,
                      "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  name: a\n  namespace: p\n"
                      "spec:\n  path: /b/c\n");
}

TEST(transform_value_add, wrong_documents_are_told)
{
    ASSERT_REFUSES(ADD("  value: v\n"), OWN, ERROR_INVALID,
                   "/p/kustomization.yaml:4: ValueAddTransformer: it needs a target");
    ASSERT_REFUSES(ADD("  value: v\n  targets: [{selector: {kind: Own}}]\n"), OWN, ERROR_INVALID,
                   "a target needs a fieldPath");
    ASSERT_REFUSES(ADD("  value: v\n  targets: [{fieldPath: a, filePathPosition: -1}]\n"), OWN,
                   ERROR_INVALID, "filePathPosition cannot be negative");
    ASSERT_REFUSES(ADD("  value: v\n  targets: [{fieldPath: spec/path/deeper}]\n"), OWN,
                   ERROR_INVALID, "'spec/path/deeper' leads nowhere");
    ASSERT_REFUSES(ADD("  value: v\n  targetFilePath: away.yaml\n"), OWN, ERROR_NOT_FOUND,
                   "away.yaml");
}
