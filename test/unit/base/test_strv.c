/* SPDX-License-Identifier: Apache-2.0 */
#include "base/strv.h"

#include "base/alloc.h"
#include "harness/test.h"

TEST(strv, it_is_null_terminated_at_every_length)
{
    AUTO(strv) strv = STRV_INIT;

    for (size_t i = 0; i < 100; i++) {
        strv_addf(&strv, "%zu", i);
        ASSERT_EQ_UINT(strv.len, i + 1);
        ASSERT_NULL(strv.items[strv.len]);
    }
    ASSERT_EQ_STR(strv.items[0], "0");
    ASSERT_EQ_STR(strv.items[99], "99");
}

TEST(strv, it_copies_or_takes)
{
    AUTO(strv) strv = STRV_INIT;
    char text[] = "abc";

    strv_add(&strv, text);
    strv_add_view(&strv, view_make(text, 2));
    strv_take(&strv, chars_copy("taken"));
    text[0] = 'x';
    ASSERT_EQ_STR(strv.items[0], "abc");
    ASSERT_EQ_STR(strv.items[1], "ab");
    ASSERT_EQ_STR(strv.items[2], "taken");
    ASSERT_TRUE(strv_has(&strv, "taken"));
    ASSERT_FALSE(strv_has(&strv, "take"));
}

TEST(strv, sorting_is_by_bytes)
{
    AUTO(strv) strv = STRV_INIT;

    strv_sort(&strv);
    strv_add(&strv, "b");
    strv_add(&strv, "\xc3\xa9");
    strv_add(&strv, "B");
    strv_add(&strv, "a");
    strv_sort(&strv);
    ASSERT_EQ_STR(strv.items[0], "B");
    ASSERT_EQ_STR(strv.items[1], "a");
    ASSERT_EQ_STR(strv.items[2], "b");
    ASSERT_EQ_STR(strv.items[3], "\xc3\xa9");
    ASSERT_NULL(strv.items[4]);
}

static const char *nearest(const char *word)
{
    static const char *const words[] = { "registry", "replicas", "image", "Ingress", "dev", "-n" };
    AUTO(strv) strv = STRV_INIT;
    const char *found = NULL;

    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        strv_add(&strv, words[i]);
    found = strv_nearest(&strv, word);
    return found ? test_format("%s", found) : NULL;
}

TEST(strv, a_slip_finds_the_word_that_was_meant)
{
    ASSERT_EQ_STR(nearest("regisrty"), "registry"); /* two neighbours swapped */
    ASSERT_EQ_STR(nearest("replica"), "replicas");
    ASSERT_EQ_STR(nearest("imgae"), "image");
    ASSERT_EQ_STR(nearest("ingress"), "Ingress");
    ASSERT_EQ_STR(nearest("registry"), "registry");
}

TEST(strv, a_word_that_was_not_finished_finds_the_shortest_that_goes_on)
{
    static const char *const words[] = { "note-books", "nb-10", "nb-1", "Nb-2" };
    AUTO(strv) strv = STRV_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        strv_add(&strv, words[i]);
    ASSERT_EQ_STR(strv_nearest(&strv, "nb"), "nb-1");
    ASSERT_EQ_STR(strv_nearest(&strv, "NOTE"), "note-books");
    ASSERT_NULL(strv_nearest(&strv, "note-books-and-more")); /* not the other way round */
    strv_add(&strv, "n");
    ASSERT_EQ_STR(strv_nearest(&strv, "nb"), "n"); /* one edit is nearer */
}

TEST(strv, one_letter_is_the_start_of_nothing)
{
    ASSERT_NULL(nearest("r"));
    ASSERT_EQ_STR(nearest("re"), "registry");
}

TEST(strv, a_different_word_finds_nothing)
{
    ASSERT_NULL(nearest("prod"));
    ASSERT_NULL(nearest("namespace"));
    ASSERT_NULL(nearest("x"));
    ASSERT_NULL(nearest(""));
}

TEST(strv, a_word_of_any_length_can_be_asked_for)
{
    AUTO(buf) word = BUF_INIT(100000);
    AUTO(strv) strv = STRV_INIT;

    buf_add_repeat(&word, 'x', 256);
    strv_add(&strv, buf_text(&word));
    ASSERT_EQ_STR(strv_nearest(&strv, buf_text(&word)), buf_text(&word));
    buf_add_repeat(&word, 'x', 90000);
    strv_add(&strv, buf_text(&word));
    ASSERT_NULL(strv_nearest(&strv, buf_text(&word)));
    ASSERT_EQ_STR(strv_nearest(&strv, strv.items[0]), strv.items[0]);
}
