/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/gzip.h"

/* Input is borrowed, and zlib does not write to it. */
#define ZLIB_CONST
#include <zlib.h>

#include "archive/unzip.h"
#include "base/alloc.h"

#define PIECE_BYTES ((size_t)64 << 10)

static void pack_piece(struct buf *out, z_stream *zlib, struct view piece, bool last)
{
    unsigned char packed[4096];

    zlib->next_in = (const Bytef *)piece.data;
    zlib->avail_in = (uInt)piece.len;
    do {
        zlib->next_out = packed;
        zlib->avail_out = sizeof(packed);
        /* With room for output deflate cannot fail. */
        (void)deflate(zlib, last ? Z_FINISH : Z_NO_FLUSH);
        buf_add_bytes(out, packed, sizeof(packed) - zlib->avail_out);
    } while (zlib->avail_out == 0);
}

bool gzip_pack(struct buf *out, struct view text, struct error *err)
{
    z_stream zlib = { .zalloc = NULL };

    /* 16: with gzip's header, in which zlib sets neither time nor name. */
    if (deflateInit2(&zlib, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        mem_exhausted(sizeof(zlib));
    for (size_t at = 0; at == 0 || at < text.len; at += PIECE_BYTES)
        pack_piece(out, &zlib, view_sub(text, at, at + PIECE_BYTES), at + PIECE_BYTES >= text.len);
    deflateEnd(&zlib);
    return buf_check(out, "a packed text", err);
}

bool gzip_unpack(struct buf *out, struct view packed, struct error *err)
{
    AUTO_FREE(unzip) unzip = unzip_new(packed, out->max - out->len);
    struct view piece;

    if (!view_starts(packed, VIEW("\x1f\x8b")))
        return error_set(err, ERROR_SYNTAX, "it is no gzip");
    do {
        if (!unzip_next(unzip, &piece, err))
            return false;
        buf_add_view(out, piece);
    } while (piece.len > 0);
    return true;
}
