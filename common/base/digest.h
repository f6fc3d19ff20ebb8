/* SPDX-License-Identifier: Apache-2.0 */
/* base/digest.h - SHA-256 (FIPS 180-4), tested with the NIST vectors */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/view.h"

#define DIGEST_HEX_BYTES 65 /* 64 lower-case hex digits and a NUL */

struct digest {
    uint32_t state[8];
    uint64_t total_bytes;
    unsigned char block[64];
    size_t fill;
};

void digest_init(struct digest *digest);
void digest_add(struct digest *digest, struct view v);
/* The sum in lower-case hex; DIGEST must be initialised again before another use. */
void digest_hex(struct digest *digest, char hex[DIGEST_HEX_BYTES]);
/* The sum of one text. */
void digest_hex_of(struct view v, char hex[DIGEST_HEX_BYTES]);

#endif
