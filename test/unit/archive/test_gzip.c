/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/gzip.h"

#include "harness/test.h"

/* N bytes that gzip makes small, or not. */
static void fill(struct buf *out, size_t n, bool small)
{
    unsigned state = 1;

    for (size_t i = 0; i < n; i++) {
        state = state * 1103515245u + 12345u;
        buf_add_byte(out, small ? 'a' : (char)(state >> 16));
    }
}

static void check_round_trip(size_t n, bool small)
{
    AUTO(buf) text = BUF_INIT(1 << 24);
    AUTO(buf) packed = BUF_INIT(1 << 24);
    AUTO(buf) again = BUF_INIT(1 << 24);
    struct error err = ERROR_INIT;

    fill(&text, n, small);
    ASSERT_OK(gzip_pack(&packed, buf_view(&text), &err), err);
    ASSERT_OK(gzip_unpack(&again, buf_view(&packed), &err), err);
    ASSERT_TRUE(view_eq(buf_view(&again), buf_view(&text)));
    if (small && n > 1000)
        ASSERT_TRUE(packed.len < n / 100);
}

TEST(gzip, what_was_packed_comes_back)
{
    check_round_trip(0, true);
    check_round_trip(1, true);
    check_round_trip(65535, false);
    check_round_trip(65536, false);
    check_round_trip(65537, false);
    check_round_trip(1000000, false);
    check_round_trip(1000000, true);
}

TEST(gzip, the_same_text_gives_the_same_bytes_and_no_time)
{
    AUTO(buf) one = BUF_INIT(1000);
    AUTO(buf) two = BUF_INIT(1000);
    struct error err = ERROR_INIT;

    ASSERT_OK(gzip_pack(&one, VIEW("text"), &err), err);
    ASSERT_OK(gzip_pack(&two, VIEW("text"), &err), err);
    ASSERT_EQ_BYTES(buf_view(&one), buf_view(&two));
    /* RFC 1952: MTIME is bytes 4 to 7. */
    ASSERT_EQ_BYTES(view_sub(buf_view(&one), 4, 8), VIEW("\0\0\0\0"));
}

TEST(gzip, what_unpacks_to_more_than_the_ceiling_is_refused)
{
    AUTO(buf) text = BUF_INIT(1 << 20);
    AUTO(buf) packed = BUF_INIT(1 << 20);
    AUTO(buf) again = BUF_INIT(1000);
    AUTO(buf) little = BUF_INIT(10);
    struct error err = ERROR_INIT;

    fill(&text, 1 << 19, true);
    ASSERT_OK(gzip_pack(&packed, buf_view(&text), &err), err);
    ASSERT_FAILS(gzip_unpack(&again, buf_view(&packed), &err), err, ERROR_LIMIT, "");
    ASSERT_FAILS(gzip_pack(&little, buf_view(&text), &err), err, ERROR_LIMIT, "");
}

TEST(gzip, what_is_damaged_or_none_is_refused_at_every_byte)
{
    AUTO(buf) packed = BUF_INIT(1000);
    struct error err = ERROR_INIT;

    ASSERT_OK(gzip_pack(&packed, VIEW("some text that is packed"), &err), err);
    for (size_t len = 0; len < packed.len; len++) {
        AUTO(buf) again = BUF_INIT(1000);

        ASSERT_FAILS(gzip_unpack(&again, view_sub(buf_view(&packed), 0, len), &err), err,
                     ERROR_SYNTAX, "");
    }
    {
        AUTO(buf) again = BUF_INIT(1000);
        AUTO(buf) other = BUF_INIT(1000);

        buf_add_view(&other, view_sub(buf_view(&packed), 0, 12));
        buf_add_byte(&other, (char)(buf_view(&packed).data[12] ^ 0x55));
        buf_add_view(&other, view_sub(buf_view(&packed), 13, packed.len));
        ASSERT_FAILS(gzip_unpack(&again, buf_view(&other), &err), err, ERROR_SYNTAX, "");
        ASSERT_FAILS(gzip_unpack(&again, VIEW("plain text"), &err), err, ERROR_SYNTAX,
                     "it is no gzip");
    }
}
