/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main - run a fuzz target over files, without a fuzzer
 *
 * usage: fuzz_NAME FILE...
 */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/fuzz.h"

#define INPUT_BYTES_MAX ((size_t)16 << 20)

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        uint8_t *bytes = malloc(INPUT_BYTES_MAX);
        uint8_t *exact;
        size_t len;

        if (!file || !bytes) {
            fprintf(stderr, "cannot read '%s'\n", argv[i]);
            return 1;
        }
        len = fread(bytes, 1, INPUT_BYTES_MAX, file);
        fclose(file);
        /* A block of exactly that size: reading one byte more is seen. */
        exact = malloc(len > 0 ? len : 1);
        if (!exact)
            return 1;
        memcpy(exact, bytes, len);
        free(bytes);
        fprintf(stderr, "%s\n", argv[i]);
        LLVMFuzzerTestOneInput(exact, len);
        free(exact);
    }
    return 0;
}
