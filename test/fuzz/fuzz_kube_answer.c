/* SPDX-License-Identifier: Apache-2.0 */
/* What an API server may answer: lists in pieces, Status errors, headers; robustness.md R-120 */
#include "fuzz/fuzz.h"
#include "http/http_internal.h"
#include "kube/client_internal.h"
#include "kube/list_split.h"
#include "workload/record.h"
#include "workload/status.h"

static bool look_at(void *context UNUSED, const struct ynode *item, struct error *err UNUSED)
{
    struct object_status status = { .word = NULL };
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;
    struct record record;

    object_status_read(&status, item);
    object_status_release(&status);
    if (record_read(&record, item) && !record_read_inventory(&inventory, &record, NULL))
        return true;
    return true;
}

/* How many bytes are around the items of TEXT, read in pieces of STEP. */
static size_t split(struct view text, size_t step, bool *whole)
{
    struct list_split splitter = LIST_SPLIT_INIT;
    size_t around;

    splitter.receive = look_at;
    *whole = true;
    while (*whole && text.len > 0) {
        *whole = list_split_add(&splitter, view_sub(text, 0, step), NULL);
        text = view_sub(text, step, text.len);
    }
    around = splitter.around.len;
    list_split_release(&splitter);
    return around;
}

void fuzz_one(struct view input)
{
    AUTO(strv) warnings = STRV_INIT;
    bool once, twice;
    size_t around = split(input, input.len + 1, &once);
    size_t again = split(input, 3, &twice);

    fuzz_expect(once == twice);
    fuzz_expect(around == again || !once);
    (void)!kube_status_error(422, input, NULL);
    http_warnings_add(&warnings, input);
    (void)!(http_retry_after(input, 0) > 0);
}

FUZZ_TARGET
