/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/entries.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

/* The entries of the mapping TEXT as "key=value key=value", or "!" and the message. */
static const char *entries(const char *text)
{
    static const struct ydoc_options options = { .origin = "in", .as_go_yaml = true };
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse_with(view_of(text), &options, &err);
    struct arena arena = ARENA_INIT;
    struct expansion expansion = { .path = "in" };
    AUTO(entries_list) list = ENTRIES_LIST_INIT;
    AUTO(buf) out = BUF_INIT(10000);

    ASSERT_OK(doc, err);
    if (!entries_list_collect(&list, ydoc_root(doc), &arena, &expansion, &err))
        buf_addf(&out, "!%s", error_message(&err));
    for (size_t i = 0; out.len == 0 || (i < list.len && out.data[0] != '!'); i++) {
        if (i == list.len)
            break;
        buf_addf(&out, "%s" VIEW_FMT "=" VIEW_FMT, i > 0 ? " " : "", VIEW_ARGS(list.entries[i].key),
                 VIEW_ARGS(ynode_text(list.entries[i].value)));
    }
    arena_release(&arena);
    return test_format("%s", buf_text(&out));
}

TEST(entries, come_sorted_and_of_the_same_key_the_last_one_counts)
{
    ASSERT_EQ_STR(entries("{b: 1, a: 2, B: 3, b: 4}"), "B=3 a=2 b=4");
}

TEST(entries, a_merge_acts_where_it_stands)
{
    ASSERT_EQ_STR(entries("{<<: {a: m, b: m}, a: own}"), "a=own b=m");
    ASSERT_EQ_STR(entries("{a: own, <<: {a: m}}"), "a=m");
    ASSERT_EQ_STR(entries("{<<: [{a: 1}, {a: 2, b: 2}]}"), "a=1 b=2");
    ASSERT_EQ_STR(entries("{<<: {<<: {a: inner}, b: outer}}"), "a=inner b=outer");
    ASSERT_EQ_STR(entries("{'<<': text}"), "<<=text");
}

TEST(entries, keys_that_are_no_texts_become_such)
{
    ASSERT_EQ_STR(entries("{yes: a, 0x10: b, 1.50: c, .inf: d, 2001-01-01: e}"),
                  ".inf=d 1.5=c 16=b 2001-01-01=e true=a");
}

TEST(entries, null_and_numbers_that_go_has_no_key_for_are_refused)
{
    ASSERT_EQ_STR(entries("{a: 1, ~: 2}"), "!in:1:8: a null cannot be a key");
    ASSERT_EQ_STR(entries("{9223372036854775807: a}"), "9223372036854775807=a");
    ASSERT_EQ_STR(entries("{9223372036854775808: a}"),
                  "!in:1:2: a number over 2^63 cannot be a key");
}

TEST(entries, merges_of_merges_end_at_the_limit_of_the_expansion)
{
    AUTO(buf) text = BUF_INIT(10000);

    buf_add(&text, "m0: &m0 {a: 1}\n");
    for (int i = 1; i < 30; i++)
        buf_addf(&text, "m%d: &m%d {<<: [*m%d, *m%d]}\n", i, i, i - 1, i - 1);
    buf_add(&text, "<<: *m29\n");
    ASSERT_EQ_STR(entries(buf_text(&text)), "!in: aliases expand to over 1000000 nodes");
}
