/* SPDX-License-Identifier: Apache-2.0 */
/* Archives for tests, header by header: what no packer would write can be written here */
#ifndef TEST_ARCHIVE_PACK_H
#define TEST_ARCHIVE_PACK_H

#include <stddef.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/view.h"
#include "harness/test.h"

#define PACK_BYTES_MAX ((size_t)64 << 20)

struct pack_member {
    const char *name;
    char type;        /* '0' file, '5' directory, '2' link, ...; 0: file */
    const char *text; /* NULL: none */
    const char *link;
    const char *size; /* the size field; NULL: of TEXT */
    unsigned mode;    /* 0: 0644 */
};

static inline void pack_field(char *header, size_t at, size_t room, const char *text)
{
    size_t len = strlen(text);

    memcpy(header + at, text, len < room ? len : room);
}

/* Append one member: GNU header, contents, padding. */
static inline void pack_add(struct buf *tar, const struct pack_member *member)
{
    char header[512] = { 0 };
    const char *text = member->text ? member->text : "";
    unsigned sum = 0;

    pack_field(header, 0, 100, member->name);
    pack_field(header, 100, 8, test_format("%07o", member->mode ? member->mode : 0644));
    pack_field(header, 108, 8, "0000000");
    pack_field(header, 116, 8, "0000000");
    pack_field(header, 124, 12, member->size ? member->size : test_format("%011zo", strlen(text)));
    pack_field(header, 136, 12, "00000000000");
    pack_field(header, 148, 8, "        ");
    header[156] = member->type ? member->type : '0';
    pack_field(header, 157, 100, member->link ? member->link : "");
    pack_field(header, 257, 8, "ustar  ");
    for (size_t i = 0; i < sizeof(header); i++)
        sum += (unsigned char)header[i];
    pack_field(header, 148, 8, test_format("%06o", sum));
    header[154] = '\0';
    buf_add_bytes(tar, header, sizeof(header));
    buf_add(tar, text);
    buf_add_repeat(tar, '\0', (512 - strlen(text) % 512) % 512);
}

static inline void pack_end(struct buf *tar)
{
    buf_add_repeat(tar, '\0', 1024);
}

/* Append V as one gzip member. */
static inline void pack_gzip(struct buf *out, struct view v)
{
    z_stream zlib = { .next_in = (const Bytef *)v.data, .avail_in = (uInt)v.len };
    size_t room = v.len + 1024;
    AUTO_CHARS bytes = mem_alloc(room);

    ASSERT_EQ_INT(deflateInit2(&zlib, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    zlib.next_out = (Bytef *)bytes;
    zlib.avail_out = (uInt)room;
    ASSERT_EQ_INT(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    buf_add_bytes(out, bytes, zlib.total_out);
    deflateEnd(&zlib);
}

#endif
