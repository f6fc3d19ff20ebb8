/* SPDX-License-Identifier: Apache-2.0 */
/* unit/yaml/vectors.h - tables of test/fixtures/yaml: lines of columns between tabs, '#' comments
 */
#ifndef UNIT_YAML_VECTORS_H
#define UNIT_YAML_VECTORS_H

#include "harness/test.h"
#include "yaml/emit.h"
#include "yaml/ydoc.h"

/* The next line's COUNT columns; false at the end of *REST. */
static inline bool vectors_next(struct view *rest, struct view *columns, size_t count)
{
    struct view line;

    while (view_cut(rest, '\n', &line)) {
        if (line.len == 0 || line.data[0] == '#')
            continue;
        for (size_t i = 0; i < count; i++) {
            columns[i] = VIEW_EMPTY;
            if (!view_cut(&line, '\t', &columns[i]))
                TEST_FAIL("a line has under %zu columns", count);
        }
        return true;
    }
    return false;
}

/* The text of a JSON string; it lives until the test ends. */
static inline struct view vectors_text(struct view json)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(json, "vector", &err);

    ASSERT_OK(doc, err);
    /* The vectors hold NUL bytes in one place only, where it is the last character. */
    struct view text = ynode_text(ydoc_root(doc));
    const char *copy = test_format(VIEW_FMT, VIEW_ARGS(text));
    return view_make(copy, text.len);
}

/* TEXT's root as one line of JSON, which lives until the test ends. */
static inline const char *vectors_json(const char *text, enum yaml_profile profile)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) json = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    ASSERT_OK(emit_json(&json, ydoc_root(doc), 0, profile, &err), err);
    return test_format("%s", buf_text(&json));
}

#endif
