/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/masked.h"

#include <string.h>

#include "workload/record.h"

/* The length of the longest of SECRETS that TEXT has at AT; 0: none. */
static size_t secret_at(const struct strv *secrets, struct view text, size_t at)
{
    struct view rest = view_sub(text, at, text.len);
    size_t longest = 0;

    for (size_t i = 0; i < secrets->len; i++) {
        struct view secret = view_of(secrets->items[i]);

        if (secret.len > longest && view_starts(rest, secret))
            longest = secret.len;
    }
    return longest;
}

void masked_add(struct buf *out, struct view text, const struct strv *secrets)
{
    size_t end = 0; /* of the secret at hand */

    for (size_t at = 0; at < text.len; at++) {
        size_t len = secret_at(secrets, text, at);

        if (at >= end && len > 0)
            buf_add(out, RECORD_SECRET);
        if (at + len > end)
            end = at + len;
        if (at >= end)
            buf_add_byte(out, text.data[at]);
    }
}
