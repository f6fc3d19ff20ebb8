/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON reader: what it accepts is written as JSON that it reads and writes as the same again,
 * and what it reads directly jansson reads alike.
 */
#include "fuzz/fuzz.h"
#include "yaml/emit.h"
#include "json/decode.h"
#include "json/decode_direct.h"

#define OUTPUT_BYTES_MAX ((size_t)64 << 20)

/* Append what is written of JSON. */
static void rewrite(struct buf *out, struct view json)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_from_json(json, &err);

    fuzz_expect(doc && ydoc_root(doc));
    fuzz_expect(emit_json(out, ydoc_root(doc), 0, YAML_1_1, &err));
}

/* A number with a fraction beside INPUT is jansson's business, and INPUT with it. */
static void expect_alike(struct view input)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) direct = decode_direct(input, NULL);
    AUTO(buf) both = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) one = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) other = BUF_INIT(OUTPUT_BYTES_MAX);

    if (!direct)
        return;
    buf_add(&both, "[0.5,");
    buf_add_view(&both, input);
    buf_add(&both, "]");
    AUTO_FREE(ydoc) jansson = ydoc_from_json(buf_view(&both), &err);
    /* The bracket may be one too many. */
    if (!jansson && err.code == ERROR_LIMIT)
        return;
    fuzz_expect(jansson && emit_json(&one, ydoc_root(direct), 0, YAML_1_1, &err) &&
                emit_json(&other, ynode_at(ydoc_root(jansson), 1), 0, YAML_1_1, &err) &&
                view_eq(buf_view(&one), buf_view(&other)));
}

void fuzz_one(struct view input)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) first = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) second = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) third = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO_FREE(ydoc) doc = ydoc_from_json(input, &err);

    expect_alike(input);
    if (!doc) {
        fuzz_expect(err.code == ERROR_SYNTAX || err.code == ERROR_LIMIT);
        return;
    }
    /* Numbers come to rest at the second writing: -0.0 is -0 is 0. */
    rewrite(&first, input);
    rewrite(&second, buf_view(&first));
    rewrite(&third, buf_view(&second));
    fuzz_expect(view_eq(buf_view(&second), buf_view(&third)));
}

FUZZ_TARGET
