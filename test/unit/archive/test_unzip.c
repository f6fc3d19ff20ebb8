/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/unzip.h"

#include "unit/archive/pack.h"

TEST(unzip, joins_gzip_members_and_counts_trailing_zeros)
{
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) text = BUF_INIT(PACK_BYTES_MAX);
    struct error err = ERROR_INIT;
    struct view piece = VIEW("-");

    pack_gzip(&packed, VIEW("one "));
    pack_gzip(&packed, VIEW("two\0\0"));

    AUTO_FREE(unzip) unzip = unzip_new(buf_view(&packed), 100);
    while (piece.len > 0) {
        ASSERT_OK(unzip_next(unzip, &piece, &err), err);
        buf_add_view(&text, piece);
    }
    ASSERT_EQ_BYTES(buf_view(&text), VIEW("one two\0\0"));
    ASSERT_EQ_INT(unzip_total(unzip), 9);
    ASSERT_EQ_INT(unzip_zeros(unzip), 2);
}

TEST(unzip, stops_at_its_limit)
{
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);
    struct error err = ERROR_INIT;
    struct view piece;

    pack_gzip(&packed, VIEW("eleven text"));

    AUTO_FREE(unzip) unzip = unzip_new(buf_view(&packed), 10);
    ASSERT_FAILS(unzip_next(unzip, &piece, &err), err, ERROR_LIMIT, "10 bytes");
}

TEST(unzip, gives_plain_bytes_as_they_are)
{
    AUTO_FREE(unzip) unzip = unzip_new(VIEW("plain"), 100);
    struct view piece = VIEW_EMPTY;

    ASSERT_TRUE(unzip_next(unzip, &piece, NULL));
    ASSERT_EQ_VIEW(piece, "plain");
    ASSERT_TRUE(unzip_next(unzip, &piece, NULL));
    ASSERT_EQ_INT(piece.len, 0);
}
