/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML reader and writer: what is written can be read, and is then written the same. */
#include "fuzz/fuzz.h"
#include "yaml/emit.h"
#include "yaml/ydoc.h"

#define OUTPUT_BYTES_MAX ((size_t)64 << 20)

static void write_and_read(const struct ydoc *doc, enum emit_order order)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) first = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) second = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, NULL);
    AUTO_FREE(ydoc) again = NULL;

    /* Refused for a reason (an expansion limit, .nan): nothing to compare. */
    if (!copy || !ydoc_root(copy) ||
        !emit_yaml(&first, ydoc_root(copy), order, YAML_KUSTOMIZE, NULL))
        return;
    again = ydoc_parse(buf_view(&first), "written", &err);
    fuzz_expect(again && ydoc_root(again));
    fuzz_expect(emit_yaml(&second, ydoc_root(again), order, YAML_KUSTOMIZE, NULL));
    fuzz_expect(view_eq(buf_view(&first), buf_view(&second)));
}

void fuzz_one(struct view input)
{
    struct ydoc_options options = { .origin = "input" };
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    AUTO(error) err = ERROR_INIT;

    if (!ydoc_parse_all(&docs, input, &options, &err)) {
        fuzz_expect(err.code != ERROR_NONE);
        return;
    }
    for (size_t i = 0; i < docs.len; i++)
        if (ydoc_root(docs.docs[i])) {
            write_and_read(docs.docs[i], EMIT_KUSTOMIZE);
            write_and_read(docs.docs[i], EMIT_AS_IS);
        }
}

FUZZ_TARGET
