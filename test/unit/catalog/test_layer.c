/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/layer.h"

#include "harness/test.h"

TEST(layer, the_last_note_of_a_value_holds)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *origins = ynode_new_map(doc);

    layer_note(doc, origins, VIEW("tag"), LAYER_FIELD, "");
    ASSERT_EQ_VIEW(layer_from(origins, VIEW("tag")), "field default");
    layer_note(doc, origins, VIEW("tag"), LAYER_ANSWER, "--set");
    ASSERT_EQ_VIEW(layer_from(origins, VIEW("tag")), "--set");
    ASSERT_EQ_VIEW(layer_from(origins, VIEW("other")), "");
    ASSERT_EQ_UINT(ynode_len(origins), 1);
    ASSERT_EQ_STR(layer_name(LAYER_CLUSTER), "cluster default");
}
