/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A descriptor of OpenChoreo for the oldest and the newest version: it is refused for a reason, or
 * the document that comes of it can be read and is the same data. No file that it names is read.
 */
#include "fuzz/fuzz.h"
#include "openchoreo/document.h"
#include "yaml/emit.h"

#define OUTPUT_BYTES_MAX ((size_t)64 << 20)

static void expect_same_data(const struct ynode *root)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) first = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) second = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO_FREE(ydoc) again = NULL;

    fuzz_expect(emit_yaml(&text, root, EMIT_FAITHFUL, YAML_1_1, &err));
    again = ydoc_parse(buf_view(&text), "written", &err);
    fuzz_expect(again);
    fuzz_expect(emit_json(&first, root, 0, YAML_1_1, &err));
    fuzz_expect(emit_json(&second, ydoc_root(again), 0, YAML_1_1, &err));
    fuzz_expect(view_eq(buf_view(&first), buf_view(&second)));
}

static void create(struct view input, const char *version)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(strv) warnings = STRV_INIT;
    AUTO(descriptor) descriptor = DESCRIPTOR_INIT;
    struct document_request request = { .component = "c",
                                        .image = "i",
                                        .namespace = "n",
                                        .project = "p",
                                        .confine = "/nonexistent",
                                        .dialect = dialect_find(version, NULL) };
    AUTO_FREE(ydoc) doc = NULL;

    if (descriptor_read(&descriptor, input, "w.yaml", request.dialect, &warnings, &err))
        doc = document_build(&request, &descriptor, &warnings, NULL, &err);
    fuzz_expect(!doc == (err.code != ERROR_NONE));
    fuzz_expect(doc || error_message(&err)[0]);
    if (doc)
        expect_same_data(ydoc_root(doc));
}

void fuzz_one(struct view input)
{
    create(input, "v0.17");
    create(input, NULL);
}

FUZZ_TARGET
