/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

#define CONFIG_A   "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
#define CONFIG_Z   "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: z\n"
#define DEPLOYMENT "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: b\n"
#define NAMESPACE  "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ns\n"
#define OWN        "apiVersion: example.org/v1\nkind: Own\nmetadata:\n  name: o\n"
#define OWN_SPACE  "apiVersion: example.org/v1\nkind: Namespace\nmetadata:\n  name: ns\n"
#define WEBHOOK                                                                                    \
    "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\n"          \
    "metadata:\n  name: w\n"
#define NEXT "---\n"

static const char shuffled[] =
    DEPLOYMENT NEXT WEBHOOK NEXT CONFIG_Z NEXT OWN NEXT CONFIG_A NEXT NAMESPACE NEXT OWN_SPACE;

TEST(order, legacy_is_the_default)
{
    static const char expected[] =
        NAMESPACE NEXT OWN_SPACE NEXT CONFIG_A NEXT CONFIG_Z NEXT DEPLOYMENT NEXT OWN NEXT WEBHOOK;

    ASSERT_KUSTOMIZES("", shuffled, expected);
    ASSERT_KUSTOMIZES("sortOptions: {order: legacy}\n", shuffled, expected);
}

TEST(order, fifo_leaves_all_in_place)
{
    ASSERT_KUSTOMIZES("sortOptions: {order: fifo}\n", shuffled, shuffled);
}

TEST(order, lists_of_kinds_may_be_given)
{
    ASSERT_KUSTOMIZES("sortOptions:\n  order: legacy\n  legacySortOptions:\n"
                      "    orderFirst: [Own]\n    orderLast: [Namespace]\n",
                      NAMESPACE NEXT CONFIG_A NEXT OWN, OWN NEXT CONFIG_A NEXT NAMESPACE);
}

TEST(order, an_unknown_one_is_refused)
{
    ASSERT_REFUSES("sortOptions: {order: random}\n", CONFIG_A, ERROR_INVALID,
                   "/p/kustomization.yaml:2: the order is 'legacy' or 'fifo', not 'random'");
    ASSERT_REFUSES("sortOptions: {order: fifo, legacySortOptions: {}}\n", CONFIG_A, ERROR_INVALID,
                   "'legacySortOptions' go with");
}
