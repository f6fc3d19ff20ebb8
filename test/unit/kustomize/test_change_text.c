/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/change_text.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

/* The text of ROWS (YAML) for IN objects of which OUT are left. */
static const char *text_of(const char *rows, size_t in, size_t out, bool utf8)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(rows), "rows", NULL);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_NOT_NULL(doc);
    change_text_add(&text, ydoc_root(doc), in, out, utf8);
    return test_format("%s", buf_text(&text));
}

#define ROW(object, field, old, new)                                                               \
    "- {preset: p, patch: 'p/kustomization.yaml:4', step: patch, object: " object                  \
    ", field: " field ", old: " old ", new: " new "}\n"

TEST(change_text, each_patch_is_told_with_place_object_and_fields)
{
    ASSERT_EQ_STR(text_of(ROW("Deployment/web", "spec.replicas", "1", "2"), 3, 3, true),
                  "p\n"
                  "  kustomization.yaml:4   patch    Deployment/web\n"
                  "      spec.replicas   1 \xe2\x86\x92 2\n"
                  "3 objects in, 3 out, 1 changed beyond labels, 0 patches without effect\n");
}

TEST(change_text, without_utf8_the_arrow_is_ascii)
{
    ASSERT_CONTAINS(text_of(ROW("Deployment/web", "spec.replicas", "1", "2"), 3, 3, false),
                    "1 -> 2\n");
}

TEST(change_text, what_a_patch_missed_is_told_with_the_nearest)
{
    ASSERT_CONTAINS(text_of("- {preset: p, patch: 'p/kustomization.yaml:9', step: patch, object: "
                            "null, field: null, unmatched: Ingress/web, hint: 'nearest: x'}\n",
                            1, 1, true),
                    "nothing matched: Ingress/web\n      nearest: x\n"
                    "1 object in, 1 out, 0 changed beyond labels, 1 patch without effect\n");
}

TEST(change_text, R_150_control_characters_are_made_visible)
{
    ASSERT_NOT_CONTAINS(text_of(ROW("Deployment/web", "spec.x", "a", "\"\\e[2J\""), 1, 1, true),
                        "\x1b");
}
