/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The archive reader, on gzip, on a plain tar, and behind base64: whatever comes in, what is kept
 * stays within the limits and below its root.
 */
#include "archive/tar.h"
#include "catalog/scripts.h"
#include "fuzz/fuzz.h"

static void check(const struct archive_tree *tree)
{
    size_t total = 0;

    fuzz_expect(tree->len <= ARCHIVE_MEMBERS_MAX);
    for (size_t i = 0; i < tree->len; i++) {
        struct view path = tree->members[i].path;

        total += tree->members[i].bytes.len;
        fuzz_expect(view_is(path, "scripts") || view_starts(path, VIEW("scripts/")));
        fuzz_expect(view_find(path, VIEW(".."), 0) == path.len ||
                    view_find(path, VIEW("/../"), 0) == path.len);
        fuzz_expect(view_find_byte(path, '\\', 0) == path.len);
        fuzz_expect(view_find_byte(path, '\0', 0) == path.len);
    }
    fuzz_expect(total == tree->total_bytes && total <= ARCHIVE_BYTES_MAX);
}

void fuzz_one(struct view input)
{
    AUTO(archive_tree) packed = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) encoded = ARCHIVE_TREE_INIT;
    AUTO(error) err = ERROR_INIT;

    if (archive_tree_read_tar(&packed, input, "scripts", &err))
        check(&packed);
    else
        fuzz_expect(err.code != ERROR_NONE);
    if (scripts_unpack(&encoded, input, NULL))
        check(&encoded);
}

FUZZ_TARGET
