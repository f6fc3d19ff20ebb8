/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz/patching.h - what holds for every sort of patch */
#ifndef FUZZ_PATCHING_H
#define FUZZ_PATCHING_H

#include "base/buf.h"
#include "base/error.h"
#include "fuzz/fuzz.h"
#include "patch/graft.h"
#include "yaml/emit.h"
#include "yaml/ydoc.h"

#define FUZZ_PATCH_OUTPUT_MAX ((size_t)64 << 20)

typedef bool fuzz_patch_run(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                            struct error *err);

static inline void fuzz_patch_text(struct buf *out, const struct ydoc *doc)
{
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, NULL);

    if (copy && ydoc_root(copy) &&
        !emit_yaml(out, ydoc_root(copy), EMIT_AS_IS, YAML_KUSTOMIZE, NULL))
        buf_clear(out);
}

/* The patch stays as it was, and the result is no deeper than what we read. */
static inline void fuzz_patch(struct view input, fuzz_patch_run *run)
{
    struct ydoc_options options = { .origin = "input" };
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) before = BUF_INIT(FUZZ_PATCH_OUTPUT_MAX);
    AUTO(buf) after = BUF_INIT(FUZZ_PATCH_OUTPUT_MAX);
    AUTO_FREE(ydoc) doc = NULL;

    if (!ydoc_parse_all(&docs, input, &options, NULL) || docs.len < 2)
        return;
    doc = ydoc_copy(docs.docs[0], NULL);
    if (!doc || !ydoc_root(doc) || !ydoc_root(docs.docs[1]))
        return;
    fuzz_patch_text(&before, docs.docs[1]);
    if (run(doc, ydoc_root(doc), ydoc_root(docs.docs[1]), &err))
        fuzz_expect(graft_check_depth(ydoc_root(doc), NULL));
    fuzz_patch_text(&after, docs.docs[1]);
    fuzz_expect(view_eq(buf_view(&before), buf_view(&after)));
}

#endif
