/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex.h"

#include "harness/test.h"

struct regex_vector {
    const char *pattern;
    const char *text;
    bool finds;
    bool whole;
};

struct regex_refusal {
    const char *pattern;
    const char *message; /* Go's */
};

#include "regex_vectors.inc"

static struct regex *compile(const char *pattern)
{
    struct error err = ERROR_INIT;
    struct regex *regex = regex_new(view_of(pattern), &err);

    ASSERT_OK(regex, err);
    return regex;
}

static bool finds(const char *pattern, const char *text)
{
    AUTO_FREE(regex) regex = compile(pattern);

    return regex_finds(regex, view_of(text));
}

static bool whole(const char *pattern, const char *text)
{
    AUTO_FREE(regex) regex = compile(pattern);

    return regex_matches_whole(regex, view_of(text));
}

TEST(regex, answers_as_go_does)
{
    for (size_t i = 0; i < ARRAY_SIZE(regex_vectors); i++) {
        const struct regex_vector *v = &regex_vectors[i];
        if (finds(v->pattern, v->text) != v->finds)
            TEST_FAIL("regex_finds('%s', '%s') is not %d", v->pattern, v->text, v->finds);
        if (whole(v->pattern, v->text) != v->whole)
            TEST_FAIL("regex_matches_whole('%s', '%s') is not %d", v->pattern, v->text, v->whole);
    }
    ASSERT_TRUE(ARRAY_SIZE(regex_vectors) > 500);
}

TEST(regex, R_033_refuses_what_go_refuses_in_the_same_words_and_with_the_offset)
{
    for (size_t i = 0; i < ARRAY_SIZE(regex_refusals); i++) {
        struct error err = ERROR_INIT;
        struct regex *regex = regex_new(view_of(regex_refusals[i].pattern), &err);
        if (regex)
            TEST_FAIL("'%s' was accepted", regex_refusals[i].pattern);
        struct view message = view_of(error_message(&err));
        struct view go = view_of(regex_refusals[i].message);
        ASSERT_EQ_BYTES(view_sub(message, 0, go.len), go);
        ASSERT_TRUE(view_starts(view_sub(message, go.len, message.len), VIEW(" at offset ")));
        error_release(&err);
    }
}

TEST(regex, R_033_a_catastrophic_pattern_takes_linear_time)
{
    AUTO(buf) text = BUF_INIT(100000);
    AUTO_FREE(regex) nested = compile("(a+)+$");
    AUTO_FREE(regex) optional = compile("^(a?){200}a{200}$");
    AUTO_FREE(regex) alternatives = compile("^(a|a|aa|b?a)*c$");

    /* A backtracking matcher needs 2^20000 steps for the first. */
    buf_add_repeat(&text, 'a', 20000);
    ASSERT_TRUE(regex_finds(nested, buf_view(&text)));
    buf_add(&text, "!");
    ASSERT_FALSE(regex_finds(nested, buf_view(&text)));
    ASSERT_FALSE(regex_finds(alternatives, buf_view(&text)));
    ASSERT_TRUE(regex_finds(optional, view_sub(buf_view(&text), 0, 200)));
    ASSERT_TRUE(regex_finds(optional, view_sub(buf_view(&text), 0, 400)));
    ASSERT_FALSE(regex_finds(optional, view_sub(buf_view(&text), 0, 401)));
}

TEST(regex, R_033_repetitions_are_counted_exactly)
{
    AUTO(buf) text = BUF_INIT(2000);
    AUTO_FREE(regex) regex = compile("a{999,1000}");

    buf_add_repeat(&text, 'a', 1001);
    ASSERT_FALSE(regex_matches_whole(regex, view_sub(buf_view(&text), 0, 998)));
    ASSERT_TRUE(regex_matches_whole(regex, view_sub(buf_view(&text), 0, 999)));
    ASSERT_TRUE(regex_matches_whole(regex, view_sub(buf_view(&text), 0, 1000)));
    ASSERT_FALSE(regex_matches_whole(regex, buf_view(&text)));
}

TEST(regex, nul_is_an_ordinary_character)
{
    AUTO_FREE(regex) regex = NULL;
    struct error err = ERROR_INIT;

    ASSERT_TRUE((regex = regex_new(VIEW("a\0b"), &err)) != NULL);
    ASSERT_TRUE(regex_matches_whole(regex, VIEW("a\0b")));
    ASSERT_FALSE(regex_matches_whole(regex, VIEW("a")));
    ASSERT_FALSE(regex_matches_whole(regex, VIEW("a\0")));
}

TEST(regex, bad_bytes_in_a_text_read_as_the_replacement_character)
{
    ASSERT_TRUE(whole("\xef\xbf\xbd", "\xff"));
    ASSERT_TRUE(whole("..", "\xe4\xb8"));
    ASSERT_FALSE(finds("\xe4\xb8\x96", "\xe4\xb8"));
}

TEST(regex, the_whole_text_means_one_match_and_not_two)
{
    ASSERT_FALSE(whole("a|b", "ab"));
    ASSERT_TRUE(whole("ab|a", "ab"));
    ASSERT_TRUE(whole("a|ab", "ab"));
    ASSERT_FALSE(whole("^a$", "a\n"));
    /* Inside (?m), $ is before a newline; the end of the whole text stays the end. */
    ASSERT_FALSE(whole("(?m)a$", "a\n"));
}

TEST(regex, a_pattern_over_the_limit_is_refused_by_size)
{
    AUTO(buf) pattern = BUF_INIT(REGEX_BYTES_MAX + 1);
    struct error err = ERROR_INIT;
    struct regex *regex;

    buf_add_repeat(&pattern, 'a', REGEX_BYTES_MAX);
    ASSERT_OK((regex = regex_new(buf_view(&pattern), &err)), err);
    ASSERT_TRUE(regex_matches_whole(regex, buf_view(&pattern)));
    regex_free(regex);
    buf_add(&pattern, "a");
    ASSERT_FAILS(regex_new(buf_view(&pattern), &err), err, ERROR_LIMIT, "over the limit of 65536");
    regex_free(NULL);
}
