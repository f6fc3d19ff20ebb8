/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <errno.h>
#include <string.h>

#include "base/utf8.h"
#include "harness/test.h"

TEST(error, setting_replaces_and_returns_false)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FALSE(error_set(&err, ERROR_SYNTAX, "%s:%d", "a.yaml", 3));
    ASSERT_EQ_INT(err.code, ERROR_SYNTAX);
    ASSERT_EQ_STR(err.message, "a.yaml:3");
    error_hint(&err, "look there");
    ASSERT_FALSE(error_set(&err, ERROR_LIMIT, "other"));
    ASSERT_EQ_INT(err.code, ERROR_LIMIT);
    ASSERT_EQ_STR(err.message, "other");
    ASSERT_NULL(err.hint);
}

TEST(error, wrapping_keeps_code_and_hint)
{
    AUTO(error) err = ERROR_INIT;

    error_set(&err, ERROR_NOT_FOUND, "no such file");
    error_hint(&err, "make one");
    ASSERT_FALSE(error_wrap(&err, "cannot load '%s'", "x"));
    ASSERT_EQ_STR(err.message, "cannot load 'x': no such file");
    ASSERT_EQ_STR(err.hint, "make one");
    ASSERT_EQ_INT(err.code, ERROR_NOT_FOUND);
}

TEST(error, a_null_error_is_accepted_everywhere)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FALSE(error_set(NULL, ERROR_IO, "x"));
    ASSERT_FALSE(error_wrap(NULL, "x"));
    ASSERT_FALSE(error_hint(NULL, "x"));
    ASSERT_FALSE(error_errno(NULL, ENOENT, "x"));
    error_clear(NULL);
    ASSERT_EQ_STR(error_message(NULL), "");
    error_set(&err, ERROR_IO, "x");
    ASSERT_FALSE(error_move(NULL, &err));
    ASSERT_EQ_INT(err.code, ERROR_NONE);
}

TEST(error, a_message_can_be_made_from_itself)
{
    AUTO(error) err = ERROR_INIT;

    error_set(&err, ERROR_IO, "first");
    error_set(&err, ERROR_IO, "second after %s", err.message);
    ASSERT_EQ_STR(err.message, "second after first");
    error_hint(&err, "hint on %s", err.message);
    error_hint(&err, "%s!", err.hint);
    ASSERT_EQ_STR(err.hint, "hint on second after first!");
}

TEST(error, errno_decides_the_code)
{
    static const struct {
        int errnum;
        enum error_code code;
    } cases[] = {
        { ENOENT, ERROR_NOT_FOUND }, { ENOTDIR, ERROR_NOT_FOUND },
        { EACCES, ERROR_FORBIDDEN }, { EPERM, ERROR_FORBIDDEN },
        { EROFS, ERROR_FORBIDDEN },  { EPIPE, ERROR_PIPE },
        { ENOSPC, ERROR_IO },        { EIO, ERROR_IO },
    };
    AUTO(error) err = ERROR_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        ASSERT_FALSE(error_errno(&err, cases[i].errnum, "cannot read '%s'", "x"));
        ASSERT_EQ_INT(err.code, cases[i].code);
        ASSERT_CONTAINS(err.message, "cannot read 'x': ");
        ASSERT_CONTAINS(err.message, strerror(cases[i].errnum));
    }
}

TEST(error, a_long_text_is_cut_between_characters)
{
    /* Shifted by one byte each, so that the cut meets every place in a four-byte character. */
    for (int shift = 0; shift < 4; shift++) {
        AUTO(error) err = ERROR_INIT;
        AUTO(buf) text = BUF_INIT(20000);

        buf_add_repeat(&text, 'x', (size_t)shift);
        while (text.len < 12000)
            buf_add_utf8(&text, 0x1f600);
        error_set(&err, ERROR_IO, "%s", buf_text(&text));

        struct view message = view_of(err.message);

        ASSERT_TRUE(message.len <= ERROR_TEXT_BYTES_MAX);
        ASSERT_TRUE(message.len > ERROR_TEXT_BYTES_MAX - 4);
        ASSERT_TRUE(view_ends(message, VIEW("...")));
        ASSERT_EQ_UINT(utf8_check(message), message.len);
        error_wrap(&err, "before");
        ASSERT_TRUE(strlen(err.message) <= ERROR_TEXT_BYTES_MAX);
        ASSERT_TRUE(view_starts(view_of(err.message), VIEW("before: ")));
    }
}

TEST(error, a_long_text_that_is_no_utf8_is_cut_all_the_same)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(20000);

    buf_add_repeat(&text, '\x80', 12000);
    error_set(&err, ERROR_IO, "%s", buf_text(&text));
    ASSERT_EQ_UINT(strlen(err.message), ERROR_TEXT_BYTES_MAX);
}

TEST(error, the_longest_text_is_not_cut)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(20000);

    buf_add_repeat(&text, 'x', ERROR_TEXT_BYTES_MAX);
    error_set(&err, ERROR_IO, "%s", buf_text(&text));
    ASSERT_EQ_STR(err.message, buf_text(&text));
}

TEST(error, moving_hands_everything_on)
{
    AUTO(error) from = ERROR_INIT;
    AUTO(error) to = ERROR_INIT;

    error_set(&to, ERROR_IO, "old");
    error_set(&from, ERROR_LIMIT, "new");
    error_hint(&from, "hint");
    ASSERT_FALSE(error_move(&to, &from));
    ASSERT_EQ_INT(to.code, ERROR_LIMIT);
    ASSERT_EQ_STR(to.message, "new");
    ASSERT_EQ_STR(to.hint, "hint");
    ASSERT_EQ_INT(from.code, ERROR_NONE);
    ASSERT_NULL(from.message);
    ASSERT_FALSE(error_move(&to, &to));
    ASSERT_EQ_STR(to.message, "new");
}

TEST(error, clearing_makes_it_usable_again)
{
    AUTO(error) err = ERROR_INIT;

    error_set(&err, ERROR_IO, "x");
    error_clear(&err);
    ASSERT_EQ_INT(err.code, ERROR_NONE);
    ASSERT_EQ_STR(error_message(&err), "");
    error_clear(&err);
}
