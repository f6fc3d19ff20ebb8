/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON reader: what it accepts is written again as JSON that it reads as the same data. */
#include "fuzz/fuzz.h"
#include "json/decode.h"
#include "yaml/emit.h"

#define OUTPUT_BYTES_MAX ((size_t)64 << 20)

void fuzz_one(struct view input)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO_FREE(ydoc) doc = ydoc_from_json(input, &err);
    AUTO_FREE(ydoc) again = NULL;

    if (!doc) {
        fuzz_expect(err.code == ERROR_SYNTAX || err.code == ERROR_LIMIT);
        return;
    }
    fuzz_expect(ydoc_root(doc) != NULL);
    fuzz_expect(emit_json(&out, ydoc_root(doc), 0, YAML_1_1, &err));
    again = ydoc_from_json(buf_view(&out), &err);
    fuzz_expect(again != NULL);
    fuzz_expect(ynode_equal(ydoc_root(doc), ydoc_root(again), YAML_1_1));
}

FUZZ_TARGET
