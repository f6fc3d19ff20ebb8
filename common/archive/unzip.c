/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/unzip.h"

#include <stdlib.h>

/* Input is borrowed, and zlib does not write to it. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/alloc.h"

#define PIECE_BYTES ((size_t)64 << 10)

struct unzip {
    struct view packed;
    size_t out_bytes_max;
    bool zipped;
    bool member_ended; /* between two gzip members, or after the last */
    size_t taken;      /* bytes of PACKED given to zlib */
    size_t total;
    size_t last_nonzero; /* offset + 1 of it in what was given out */
    z_stream zlib;
    unsigned char piece[PIECE_BYTES];
};

static bool is_gzip(struct view v)
{
    return v.len >= 2 && (unsigned char)v.data[0] == 0x1f && (unsigned char)v.data[1] == 0x8b;
}

struct unzip *unzip_new(struct view packed, size_t out_bytes_max)
{
    struct unzip *unzip = mem_alloc_zero(1, sizeof(*unzip));

    unzip->packed = packed;
    unzip->out_bytes_max = out_bytes_max;
    unzip->zipped = is_gzip(packed);
    /* 16: a gzip header and trailer, and nothing else; both are checked. */
    if (unzip->zipped && inflateInit2(&unzip->zlib, 16 + MAX_WBITS) != Z_OK)
        mem_exhausted(sizeof(z_stream));
    return unzip;
}

void unzip_free(struct unzip *unzip)
{
    if (!unzip)
        return;
    if (unzip->zipped)
        inflateEnd(&unzip->zlib);
    free(unzip);
}

size_t unzip_total(const struct unzip *unzip)
{
    return unzip->total;
}

size_t unzip_zeros(const struct unzip *unzip)
{
    return unzip->total - unzip->last_nonzero;
}

static bool corrupt(const struct unzip *unzip, struct error *err, const char *problem)
{
    return error_set(err, ERROR_SYNTAX, "at byte %zu of the gzip: %s",
                     unzip->taken - unzip->zlib.avail_in, problem);
}

/* After a member: the end, another member, or garbage. */
static bool start_next_member(struct unzip *unzip, struct error *err)
{
    size_t at = unzip->taken - unzip->zlib.avail_in;

    if (!is_gzip(view_sub(unzip->packed, at, unzip->packed.len)))
        return corrupt(unzip, err, "something follows its end");
    unzip->member_ended = false;
    if (inflateReset(&unzip->zlib) != Z_OK)
        return corrupt(unzip, err, "it cannot be read on");
    return true;
}

static bool inflate_piece(struct unzip *unzip, size_t *len, struct error *err)
{
    z_stream *zlib = &unzip->zlib;

    zlib->next_out = unzip->piece;
    zlib->avail_out = PIECE_BYTES;
    while (zlib->avail_out > 0) {
        int result;

        if (zlib->avail_in == 0 && unzip->taken < unzip->packed.len) {
            struct view rest = view_sub(unzip->packed, unzip->taken, unzip->taken + PIECE_BYTES);

            zlib->next_in = (const Bytef *)rest.data;
            zlib->avail_in = (uInt)rest.len;
            unzip->taken += rest.len;
        }
        if (unzip->member_ended) {
            if (zlib->avail_in == 0)
                break;
            if (!start_next_member(unzip, err))
                return false;
        }
        if (zlib->avail_in == 0)
            return corrupt(unzip, err, "it is cut off");
        result = inflate(zlib, Z_NO_FLUSH);
        if (result == Z_STREAM_END)
            unzip->member_ended = true;
        else if (result != Z_OK && result != Z_BUF_ERROR)
            return corrupt(unzip, err, zlib->msg ? zlib->msg : "it is damaged");
    }
    *len = PIECE_BYTES - zlib->avail_out;
    return true;
}

bool unzip_next(struct unzip *unzip, struct view *piece, struct error *err)
{
    if (unzip->zipped) {
        size_t len = 0;

        if (!inflate_piece(unzip, &len, err))
            return false;
        *piece = view_make((const char *)unzip->piece, len);
    } else {
        *piece = view_sub(unzip->packed, unzip->taken, unzip->taken + PIECE_BYTES);
        unzip->taken += piece->len;
    }
    if (piece->len > unzip->out_bytes_max - unzip->total)
        return error_set(err, ERROR_LIMIT, "it unpacks to more than %zu bytes",
                         unzip->out_bytes_max);
    for (size_t i = piece->len; i > 0; i--)
        if (piece->data[i - 1] != '\0') {
            unzip->last_nonzero = unzip->total + i;
            break;
        }
    unzip->total += piece->len;
    return true;
}
