/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of an API server: as the answer of a failure, as what kinds there are, and as a list whose
 * items arrive in pieces.
 * Whatever the pieces, a list gives the same items or is refused; whole lists are JSON.
 */
#include "fuzz/fuzz.h"
#include "kube/client_internal.h"
#include "kube/list_split.h"
#include "yaml/emit.h"
#include "json/decode.h"

#define OUTPUT_BYTES_MAX ((size_t)64 << 20)

/* An item that is no JSON that can be written again is refused, as a consumer might. */
static bool take(void *context, const struct ynode *item, struct error *err)
{
    struct buf *items = context;

    buf_add_byte(items, '\n');
    return emit_json(items, item, 0, YAML_1_1, err);
}

/* The items of INPUT in pieces of STEP bytes, and what is around them; false when refused. */
static bool split(struct buf *items, struct buf *around, struct view input, size_t step)
{
    struct list_split splitter = LIST_SPLIT_INIT;
    AUTO(error) err = ERROR_INIT;
    bool taken = true;

    splitter.receive = take;
    splitter.context = items;
    for (size_t at = 0; taken && at < input.len; at += step)
        taken = list_split_add(&splitter, view_sub(input, at, at + step), &err);
    fuzz_expect(taken == (err.code == ERROR_NONE));
    buf_add_view(around, buf_view(&splitter.around));
    list_split_release(&splitter);
    return taken;
}

static void fuzz_list(struct view input, size_t step)
{
    AUTO(buf) items = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) again = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) around = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO(buf) around_again = BUF_INIT(OUTPUT_BYTES_MAX);
    AUTO_FREE(ydoc) frame = NULL;
    bool taken = split(&items, &around, input, input.len > 0 ? input.len : 1);

    fuzz_expect(split(&again, &around_again, input, step) == taken);
    fuzz_expect(view_eq(buf_view(&items), buf_view(&again)));
    fuzz_expect(view_eq(buf_view(&around), buf_view(&around_again)));
    if (!taken)
        return;
    /* What is accepted in parts is accepted as a whole: nothing malformed slips through. */
    frame = ydoc_from_json(buf_view(&around), NULL);
    if (frame) {
        AUTO(error) err = ERROR_INIT;
        AUTO_FREE(ydoc) whole = ydoc_from_json(input, &err);

        fuzz_expect(whole || err.code == ERROR_LIMIT);
    }
}

static void fuzz_discovery(struct view input)
{
    AUTO_FREE(ydoc) doc = ydoc_from_json(input, NULL);
    AUTO_FREE(kube_discovery) discovery = kube_discovery_new(NULL);

    if (!doc)
        return;
    kube_discovery_add(discovery, ydoc_root(doc));
    fuzz_expect(kube_discovery_notes(discovery)->len <= input.len);
}

void fuzz_one(struct view input)
{
    static const long codes[] = { 400, 401, 404, 409, 422, 500 };
    size_t seed = input.len > 0 ? (unsigned char)input.data[input.len - 1] : 0;
    AUTO(error) err = ERROR_INIT;

    fuzz_expect(!kube_status_error(codes[seed % (sizeof(codes) / sizeof(codes[0]))], input, &err));
    fuzz_expect(err.code != ERROR_NONE && error_message(&err)[0]);
    fuzz_list(input, 1 + seed % 7);
    fuzz_discovery(input);
}

FUZZ_TARGET
