/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

/* The image of a Pod's container that was IMAGE, after ENTRY of `images`. */
static void check(const char *entry, const char *image, const char *expected)
{
    static const char pod[] = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n"
                              "  containers:\n  - image: ";

    ASSERT_KUSTOMIZES(test_format("images:\n- %s\n", entry), test_format("%s%s\n", pod, image),
                      test_format("%s%s\n", pod, expected));
}

TEST(transform_images, replace_tag_name_and_digest)
{
    check("{name: nginx, newTag: v2}", "nginx:1", "nginx:v2");
    check("{name: nginx, newTag: v2}", "nginx", "nginx:v2");
    check("{name: nginx, newName: reg:5000/x/nginx}", "nginx:1", "reg:5000/x/nginx:1");
    check("{name: nginx, digest: 'sha256:aa'}", "nginx:1", "nginx@sha256:aa");
    check("{name: nginx, newTag: v2}", "nginx:1@sha256:bb", "nginx:v2");
    check("{name: nginx, newTag: v2, digest: 'sha256:aa'}", "nginx:1", "nginx:v2@sha256:aa");
    check("{name: nginx, newName: x}", "nginx@sha256:bb", "x@sha256:bb");
    check("{name: 'reg:5000/nginx', newTag: v2}", "reg:5000/nginx", "reg:5000/nginx:v2");
}

TEST(transform_images, the_name_is_an_expression)
{
    check("{name: '.*/nginx', newTag: v2}", "a/b/nginx:1", "a/b/nginx:v2");
    check("{name: 'ngin*x', newTag: v2}", "ngix", "ngix:v2");
    check("{name: nginx, newTag: v2}", "my/nginx:1", "my/nginx:1");
    check("{name: 'a[', newTag: v2}", "a[:1", "a[:1");
}

TEST(transform_images, a_tag_may_get_a_suffix)
{
    check("{name: nginx, tagSuffix: -x, newTag: v2}", "nginx:1", "nginx:v2");
}

TEST(transform_images, containers_are_found_at_any_depth_but_not_in_definitions)
{
    ASSERT_KUSTOMIZES("images: [{name: a, newTag: '2'}]\n",
                      "kind: Own\nmetadata: {name: o}\nx: [{y: {initContainers: [{image: a}]}}]\n"
                      "image: a\n",
                      "image: a\nkind: Own\nmetadata:\n  name: o\nx:\n- \"y\":\n"
                      "    initContainers:\n    - image: a:2\n");
    ASSERT_KUSTOMIZES("images: [{name: a, newTag: '2'}]\n",
                      "kind: CustomResourceDefinition\nmetadata: {name: o}\n"
                      "containers: [{image: a}]\n",
                      "containers:\n- image: a\nkind: CustomResourceDefinition\nmetadata:\n"
                      "  name: o\n");
}

TEST(transform_images, a_null_list_becomes_an_empty_one_as_in_kustomize)
{
    ASSERT_KUSTOMIZES("images: [{name: a, newTag: '2'}]\n",
                      "kind: Pod\nmetadata: {name: o}\nspec: {volumes: null}\n",
                      "kind: Pod\nmetadata:\n  name: o\nspec:\n  volumes: []\n");
}

TEST(transform_images, in_a_stream_only_the_image_changes)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "images: [{name: a, newTag: '2'}, {name: b, newName: c}]\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files,
                   "---\nkind: Pod\nspec:\n    containers:   # odd\n    - {image: \"a:1\" , x: y}\n"
                   "    - image:   b:7 # keep\n---\nkind:   Pod\n",
                   "---\nkind: Pod\nspec:\n    containers:   # odd\n    - {image: \"a:2\" , x: y}\n"
                   "    - image:   c:7 # keep\n---\nkind:   Pod\n");
}

TEST(transform_images, a_field_of_one_kind_is_left_alone_in_others)
{
    ASSERT_KUSTOMIZES("transformers:\n- |\n  apiVersion: builtin\n  kind: ImageTagTransformer\n"
                      "  metadata: {name: t}\n  imageTag: {name: a, newTag: '2'}\n"
                      "  fieldSpecs: [{path: spec/image, kind: One}]\n",
                      "kind: One\nmetadata: {name: x}\nspec: {image: a}\n---\n"
                      "kind: Two\nmetadata: {name: x}\nspec: {image: a}\n",
                      "kind: One\nmetadata:\n  name: x\nspec:\n  image: a:2\n---\n"
                      "kind: Two\nmetadata:\n  name: x\nspec:\n  image: a\n");
}

TEST(transform_images, an_image_that_reads_as_a_number_is_one_as_in_kustomize)
{
    static const char image[] = "kind: A\nmetadata: {name: a}\nspec: {containers: [{image: %s}]}\n";

    ASSERT_KUSTOMIZES("images: [{name: x, newName: '1'}]\n", test_format(image, "x"),
                      "kind: A\nmetadata:\n  name: a\nspec:\n  containers:\n  - image: 1\n");
    ASSERT_KUSTOMIZES("images: [{name: x, newName: '1'}]\n", test_format(image, "'x'"),
                      "kind: A\nmetadata:\n  name: a\nspec:\n  containers:\n  - image: \"1\"\n");
}
