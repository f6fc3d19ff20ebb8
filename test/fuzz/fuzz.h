/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz/fuzz.h - what a fuzz target is
 *
 * test/fuzz/fuzz_NAME.c defines fuzz_one(): it feeds one input to one parser and calls
 * fuzz_expect() on what must hold for any input. `make fuzz` runs it under libFuzzer; in `make
 * test` a plain main runs it over test/fuzz/corpus/NAME, under the sanitizers.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/view.h"

void fuzz_one(struct view input);

/* Ends the program, so that the input is kept as a finding. */
static inline void fuzz_expect(bool holds)
{
    if (!holds)
        __builtin_trap();
}

/* libFuzzer's name for it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_TARGET                                                                                \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)                                   \
    {                                                                                              \
        fuzz_one(view_make((const char *)data, size));                                             \
        return 0;                                                                                  \
    }

#endif
