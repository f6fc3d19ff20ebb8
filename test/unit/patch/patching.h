/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/patching.h - assertions that a patch makes one text of another
 *
 *     ASSERT_STRATEGIC(BASE, PATCH, RESULT)   a test file defines its own short form with a prefix
 *
 * Texts are YAML. Mappings compare by content, lists by order, as Kustomize reads both.
 */
#ifndef UNIT_PATCH_PATCHING_H
#define UNIT_PATCH_PATCHING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "harness/test.h"
#include "yaml/emit.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/* A patch function: change BASE of DOC; messages call the patch "patch.yaml". */
typedef bool patch_run(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                       struct error *err);

/* TEXT parsed; the test fails when it cannot be. */
static inline struct ydoc *patching_parse(const char *file, int line, const char *text,
                                          const char *origin)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), origin, &err);

    test_ok(file, line, doc, &err, text);
    return doc;
}

static inline struct view patching_emit(struct buf *out, const struct ynode *node)
{
    AUTO(error) err = ERROR_INIT;

    if (!node || !emit_yaml(out, node, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, &err))
        buf_add(out, node ? error_message(&err) : "(nothing)");
    return buf_view(out);
}

static inline void patching_result(const char *file, int line, patch_run *run, const char *base,
                                   const char *patch, const char *result)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) actual = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) wanted = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO_FREE(ydoc) written = patching_parse(file, line, base, "base.yaml");
    AUTO_FREE(ydoc) patching = patching_parse(file, line, patch, "patch.yaml");
    AUTO_FREE(ydoc) expected = patching_parse(file, line, result, "result.yaml");
    AUTO_FREE(ydoc) doc = ydoc_copy(written, &err);

    test_ok(file, line, doc, &err, base);
    test_ok(file, line, run(doc, ydoc_root(doc), ydoc_root(patching), &err), &err, patch);
    test_eq_view(file, line, patching_emit(&actual, ydoc_root(doc)),
                 patching_emit(&wanted, ydoc_root(expected)), patch);
}

static inline void patching_failure(const char *file, int line, patch_run *run, const char *base,
                                    const char *patch, enum error_code code, const char *message)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) written = patching_parse(file, line, base, "base.yaml");
    AUTO_FREE(ydoc) patching = patching_parse(file, line, patch, "patch.yaml");
    AUTO_FREE(ydoc) doc = ydoc_copy(written, &err);

    test_ok(file, line, doc, &err, base);
    test_fails(file, line, run(doc, ydoc_root(doc), ydoc_root(patching), &err), &err, code, message,
               "", patch);
}

/* RESULT is what PATCH, applied by RUN, makes of BASE. */
#define ASSERT_RESULT(run, base, patch, result)                                                    \
    patching_result(__FILE__, __LINE__, (run), (base), (patch), (result))
/* RUN fails with CODE and MESSAGE in its message. */
#define ASSERT_REFUSED(run, base, patch, code, message)                                            \
    patching_failure(__FILE__, __LINE__, (run), (base), (patch), (code), (message))

#endif
