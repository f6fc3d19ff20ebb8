/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotate(uint32_t x, unsigned bits)
{
    return x >> bits | x << (32 - bits);
}

static inline uint32_t load_big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void expand(uint32_t w[64], const unsigned char block[64])
{
    for (size_t i = 0; i < 16; i++)
        w[i] = load_big_endian(block + 4 * i);
    for (size_t i = 16; i < 64; i++) {
        uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
}

static void compress(uint32_t state[8], const unsigned char block[64])
{
    uint32_t w[64];
    uint32_t s[8]; /* a to h of the standard */

    expand(w, block);
    memcpy(s, state, sizeof(s));
    for (size_t i = 0; i < 64; i++) {
        uint32_t sum1 = rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25);
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t t1 = s[7] + sum1 + choice + round_constants[i] + w[i];
        uint32_t sum0 = rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        memmove(s + 1, s, 7 * sizeof(s[0]));
        s[4] += t1;
        s[0] = t1 + sum0 + majority;
    }
    for (size_t i = 0; i < 8; i++)
        state[i] += s[i];
}

void digest_init(struct digest *digest)
{
    static const uint32_t start[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    };

    memcpy(digest->state, start, sizeof(start));
    digest->total_bytes = 0;
    digest->fill = 0;
}

void digest_add(struct digest *digest, struct view v)
{
    digest->total_bytes += v.len;
    while (v.len > 0) {
        size_t room = sizeof(digest->block) - digest->fill;
        size_t part = v.len < room ? v.len : room;
        memcpy(digest->block + digest->fill, v.data, part);
        digest->fill += part;
        v = view_sub(v, part, v.len);
        if (digest->fill == sizeof(digest->block)) {
            compress(digest->state, digest->block);
            digest->fill = 0;
        }
    }
}

/* A one bit, zeros, and the length in bits in the last eight bytes of a block. */
static void pad(struct digest *digest)
{
    uint64_t bits = digest->total_bytes * 8;

    digest->block[digest->fill++] = 0x80;
    if (digest->fill > 56) {
        memset(digest->block + digest->fill, 0, 64 - digest->fill);
        compress(digest->state, digest->block);
        digest->fill = 0;
    }
    memset(digest->block + digest->fill, 0, 56 - digest->fill);
    for (size_t i = 0; i < 8; i++)
        digest->block[56 + i] = (unsigned char)(bits >> (56 - 8 * i));
    compress(digest->state, digest->block);
}

void digest_hex(struct digest *digest, char hex[DIGEST_HEX_BYTES])
{
    static const char digits[] = "0123456789abcdef";

    pad(digest);
    for (size_t i = 0; i < 64; i++)
        hex[i] = digits[digest->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    hex[64] = '\0';
}

void digest_hex_of(struct view v, char hex[DIGEST_HEX_BYTES])
{
    struct digest digest;

    digest_init(&digest);
    digest_add(&digest, v);
    digest_hex(&digest, hex);
}
