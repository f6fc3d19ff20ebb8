/* SPDX-License-Identifier: Apache-2.0 */
/* The selector's regular expressions: the input's first line is the pattern, the rest the text. */
#include "base/regex.h"
#include "fuzz/fuzz.h"

void fuzz_one(struct view input)
{
    size_t end = view_find_byte(input, '\n', 0);
    struct view pattern = view_sub(input, 0, end);
    struct view text = view_sub(input, end + 1, input.len);
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(regex) regex = regex_new(pattern, &err);

    /* A failure has a reason, a success has none. */
    fuzz_expect((regex == NULL) == (err.code != ERROR_NONE));
    /* What matches the whole text is found in it. */
    if (regex && regex_matches_whole(regex, text))
        fuzz_expect(regex_finds(regex, text));
}

FUZZ_TARGET
