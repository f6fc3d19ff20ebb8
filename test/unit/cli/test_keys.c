/* SPDX-License-Identifier: Apache-2.0 */
/* cli/keys: what the bytes of a terminal mean */
#include "base/alloc.h"
#include "cli/keys.h"
#include "harness/test.h"

static void add_key(struct buf *out, const struct key *key)
{
    if (key->code == KEY_TEXT)
        buf_addf(out, "'" VIEW_FMT "' ", VIEW_ARGS(key->text));
    else if (key->code == KEY_PASTE)
        buf_addf(out, "<" VIEW_FMT ">%s ", VIEW_ARGS(key->text), key->is_last ? "." : "");
    else
        buf_addf(out, "%d ", key->code);
}

/* The keys of BYTES, which come in pieces of STEP; what is left when nothing comes is let go. */
static const char *decoded(struct view bytes, size_t step)
{
    struct keys keys = KEYS_INIT;
    struct key key;
    AUTO(buf) out = BUF_INIT(10000);

    for (size_t at = 0; at < bytes.len; at += step) {
        keys_feed(&keys, view_sub(bytes, at, at + step));
        while (keys_next(&keys, &key, false))
            add_key(&out, &key);
    }
    while (keys_next(&keys, &key, true))
        add_key(&out, &key);
    ASSERT_TRUE(!keys_is_pending(&keys) || keys.is_pasting);
    return test_format("%s", buf_text(&out));
}

static void check_key(const char *file, int line, struct view bytes, enum key_code code)
{
    const char *expected = test_format("%d ", code);

    for (size_t step = 1; step <= bytes.len; step++)
        test_eq_str(file, line, decoded(bytes, step), expected, "the keys");
}

#define ASSERT_KEY(bytes, code) check_key(__FILE__, __LINE__, VIEW(bytes), (code))

TEST(keys, arrows_and_their_control_characters)
{
    ASSERT_KEY("\033[A", KEY_UP);
    ASSERT_KEY("\033OA", KEY_UP);
    ASSERT_KEY("\020", KEY_UP);
    ASSERT_KEY("\033[B", KEY_DOWN);
    ASSERT_KEY("\033[C", KEY_RIGHT);
    ASSERT_KEY("\033[D", KEY_LEFT);
    ASSERT_KEY("\033[1;5C", KEY_RIGHT);
    ASSERT_KEY("\033[Z", KEY_BACK_TAB);
}

TEST(keys, keys_with_a_number)
{
    ASSERT_KEY("\033[1~", KEY_HOME);
    ASSERT_KEY("\033[7~", KEY_HOME);
    ASSERT_KEY("\033[H", KEY_HOME);
    ASSERT_KEY("\033[4~", KEY_END);
    ASSERT_KEY("\033OF", KEY_END);
    ASSERT_KEY("\033[3~", KEY_DELETE);
    ASSERT_KEY("\033[3;2~", KEY_DELETE);
    ASSERT_KEY("\033[5~", KEY_PAGE_UP);
    ASSERT_KEY("\033[6~", KEY_PAGE_DOWN);
    ASSERT_KEY("\033[15~", KEY_NONE);
    ASSERT_KEY("\033[[A", KEY_NONE);
}

TEST(keys, control_characters)
{
    ASSERT_KEY("\r", KEY_ENTER);
    ASSERT_KEY("\n", KEY_ENTER);
    ASSERT_KEY("\t", KEY_TAB);
    ASSERT_KEY("\003", KEY_CANCEL);
    ASSERT_KEY("\017", KEY_SUBMIT);
    ASSERT_KEY("\032", KEY_SUSPEND);
    ASSERT_KEY("\014", KEY_REDRAW);
    ASSERT_KEY("\030", KEY_REMOVE);
    ASSERT_KEY("\025", KEY_KILL_LINE);
    ASSERT_KEY("\177", KEY_BACKSPACE);
    ASSERT_KEY("\010", KEY_BACKSPACE);
    ASSERT_KEY("\001", KEY_HOME);
    ASSERT_KEY("\034", KEY_NONE);
    ASSERT_KEY("\000", KEY_NONE);
}

TEST(keys, text_is_text_and_a_character_is_waited_for)
{
    ASSERT_EQ_STR(decoded(VIEW("ab\xc3\xa9"), 100), "'ab\xc3\xa9' ");
    ASSERT_EQ_STR(decoded(VIEW("a\xe7\x95\x8c"), 2), "'a' '\xe7\x95\x8c' ");
    /* What was never completed is text in the end. */
    ASSERT_EQ_STR(decoded(VIEW("\xe7"), 1), "'\xe7' ");
}

TEST(keys, a_lone_escape_and_a_torn_sequence_are_dropped)
{
    ASSERT_KEY("\033", KEY_NONE);
    ASSERT_KEY("\033[1;", KEY_NONE);
    ASSERT_KEY("\033O", KEY_NONE);
    /* Alt with a key */
    ASSERT_KEY("\033x", KEY_NONE);
    ASSERT_KEY("\033\xc3\xa9", KEY_NONE);
}

TEST(keys, no_sequence_swallows_a_cancel)
{
    ASSERT_EQ_STR(decoded(VIEW("\033\003"), 2), test_format("%d %d ", KEY_NONE, KEY_CANCEL));
    ASSERT_EQ_STR(decoded(VIEW("\033[\003"), 3), test_format("%d %d ", KEY_NONE, KEY_CANCEL));
    ASSERT_EQ_STR(decoded(VIEW("\033[12\003"), 1), test_format("%d %d ", KEY_NONE, KEY_CANCEL));
    ASSERT_EQ_STR(decoded(VIEW("\033O\003"), 3), test_format("%d %d ", KEY_NONE, KEY_CANCEL));
}

TEST(keys, a_sequence_without_an_end_has_a_limit)
{
    struct keys keys = KEYS_INIT;
    struct key key;
    AUTO(buf) endless = BUF_INIT(100);

    buf_add(&endless, "\033[");
    buf_add_repeat(&endless, '1', 40);
    keys_feed(&keys, buf_view(&endless));
    ASSERT_TRUE(keys_next(&keys, &key, false));
    ASSERT_EQ_INT(key.code, KEY_NONE);
}

TEST(keys, what_is_pasted_is_text_whatever_it_holds)
{
    ASSERT_EQ_STR(decoded(VIEW("\033[200~a\rb\003\033[A\033[201~c"), 100),
                  "<a\rb\003\033[A>. 'c' ");
}

TEST(keys, a_paste_in_pieces_ends_at_its_mark_only)
{
    ASSERT_EQ_STR(decoded(VIEW("\033[200~ab\033[201~"), 8), "<ab> <>. ");
    ASSERT_EQ_STR(decoded(VIEW("\033[200~a\033[20b\033[201~"), 9), "<a> <\033[20b>. ");
}

TEST(keys, a_full_buffer_is_never_stuck)
{
    struct keys keys = KEYS_INIT;
    struct key key;
    AUTO(buf) paste = BUF_INIT(2 * KEYS_BYTES_MAX);
    size_t taken = 0;

    buf_add(&paste, "\033[200~");
    buf_add_repeat(&paste, 'x', KEYS_BYTES_MAX - 6);
    keys_feed(&keys, buf_view(&paste));
    ASSERT_EQ_INT(keys_room(&keys), 0);
    while (keys_next(&keys, &key, false))
        taken += key.text.len;
    ASSERT_EQ_INT(taken, KEYS_BYTES_MAX - 6);
    ASSERT_EQ_INT(keys_room(&keys), KEYS_BYTES_MAX);
}

TEST(keys, a_lone_cancel_gets_out_of_a_paste_whose_end_was_lost)
{
    ASSERT_EQ_STR(decoded(VIEW("\033[200~a\003"), 7), test_format("<a> %d ", KEY_CANCEL));
    ASSERT_EQ_STR(decoded(VIEW("\033[200~\003b\033[201~"), 7), "<\003b>. ");
}
