/* SPDX-License-Identifier: Apache-2.0 */
/* base/num.h - numbers in text, whole and checked, independent of the locale */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"

/* num_shortest_digits() writes at most 17 digits and a NUL. */
#define NUM_DIGITS_BYTES 18

/* All of V is [+-]?[0-9]+ in range; nothing else is accepted. *out is untouched on failure. */
bool num_parse_i64(struct view v, int64_t *out) MUST_CHECK;
/* All of V is [0-9]+ in range. */
bool num_parse_u64(struct view v, uint64_t *out) MUST_CHECK;
/* As above in BASE 2, 8, 10 or 16, digits only (no prefix, no sign). */
bool num_parse_u64_base(struct view v, unsigned base, uint64_t *out) MUST_CHECK;
/*
 * Decimal or C-like exponent form in the C locale: "1", "-1.", ".5", "+1.5e-3". False when over the
 * largest double or anything is left over; what is too small becomes 0 or a denormal, as in Go.
 */
bool num_parse_double(struct view v, double *out) MUST_CHECK;
/*
 * The shortest digits that read back as VALUE (finite, > 0), without point or exponent, into DIGITS
 * (at least NUM_DIGITS_BYTES), NUL-terminated, no trailing zeros; value = 0.DIGITS x 10^*exponent.
 */
void num_shortest_digits(double value, char *digits, int *exponent);

#endif
