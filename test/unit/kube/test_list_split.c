/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/list_split.h"

#include "harness/test.h"
#include "yaml/emit.h"

static bool take(void *context, const struct ynode *item, struct error *err)
{
    struct buf *items = context;

    if (!emit_json(items, item, 0, YAML_1_1, err))
        return false;
    buf_add_byte(items, '\n');
    return true;
}

/* The items of TEXT as JSON lines, and what was around them, fed STEP bytes at a time. */
static bool split(struct buf *items, struct buf *around, const char *text, size_t step,
                  struct error *err)
{
    struct list_split splitter = LIST_SPLIT_INIT;
    struct view rest = view_of(text);
    bool done = true;

    splitter.receive = take;
    splitter.context = items;
    while (done && rest.len > 0) {
        done = list_split_add(&splitter, view_sub(rest, 0, step), err);
        rest = view_sub(rest, step, rest.len);
    }
    buf_add_view(around, buf_view(&splitter.around));
    list_split_release(&splitter);
    return done;
}

static const char whole[] =
    "{\"kind\":\"ConfigMapList\",\"metadata\":{\"continue\":\"a]b\\\"c\",\"items\":[1]},"
    "\"items\": [ {\"a\":\"}]\\\"\\\\\",\"b\":[{\"c\":1}]} ,\n{\"a\":\"two\"}],\"more\":[{}]}";

TEST(list_split, items_come_one_by_one_whatever_the_pieces)
{
    for (size_t step = 1; step < sizeof(whole); step++) {
        AUTO(buf) items = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) around = BUF_INIT(BUF_TEXT_BYTES_MAX);

        struct error err = ERROR_INIT;

        ASSERT_OK(split(&items, &around, whole, step, &err), err);
        ASSERT_EQ_STR(buf_text(&items),
                      "{\"a\":\"}]\\\"\\\\\",\"b\":[{\"c\":1}]}\n{\"a\":\"two\"}\n");
        ASSERT_EQ_STR(buf_text(&around),
                      "{\"kind\":\"ConfigMapList\",\"metadata\":{\"continue\":"
                      "\"a]b\\\"c\",\"items\":[1]},\"items\": [],\"more\":[{}]}");
    }
}

TEST(list_split, a_list_without_items_and_one_of_none)
{
    static const char *const texts[] = { "{\"kind\":\"List\"}", "{\"items\":[]}",
                                         "{\"items\":null}", "{\"items\":[ \n]}",
                                         "[1,{\"items\":[{}]}]" };

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        AUTO(buf) items = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) around = BUF_INIT(BUF_TEXT_BYTES_MAX);
        struct error err = ERROR_INIT;

        ASSERT_OK(split(&items, &around, texts[i], 3, &err), err);
        ASSERT_EQ_UINT(items.len, 0);
    }
}

TEST(list_split, R_107_items_that_are_no_json_objects_in_a_row_are_refused)
{
    static const char *const wrong[] = {
        "{\"items\":[1]}",      "{\"items\":[{},]}",        "{\"items\":[,{}]}",
        "{\"items\":[{} {}]}",  "{\"items\":[{\"a\":1]}]}", "{\"items\":[{\"a\"}]}",
        "{\"items\":[{},,{}]}", "{\"items\":[\"text\"]}",   "{\"items\":[{\"a\":1,\"a\":2}]}",
    };

    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        AUTO(buf) items = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) around = BUF_INIT(BUF_TEXT_BYTES_MAX);
        struct error err = ERROR_INIT;

        ASSERT_FAILS(split(&items, &around, wrong[i], 2, &err), err, ERROR_SYNTAX, "");
    }
}

static bool refuse(void *context UNUSED, const struct ynode *item UNUSED, struct error *err)
{
    return error_set(err, ERROR_LIMIT, "enough");
}

TEST(list_split, a_receiver_that_fails_ends_it_and_a_restart_begins_anew)
{
    struct list_split splitter = LIST_SPLIT_INIT;
    AUTO(buf) items = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    splitter.receive = refuse;
    ASSERT_FAILS(list_split_add(&splitter, view_of(whole), &err), err, ERROR_LIMIT, "enough");
    list_split_restart(&splitter);
    splitter.receive = take;
    splitter.context = &items;
    ASSERT_OK(list_split_add(&splitter, view_of(whole), &err), err);
    ASSERT_CONTAINS(buf_text(&items), "two");
    list_split_release(&splitter);
}

TEST(list_split, a_text_that_goes_on_for_ever_around_the_items_is_bounded)
{
    struct list_split splitter = LIST_SPLIT_INIT;
    struct error err = ERROR_INIT;

    for (int i = 0; i < 3000; i++)
        ASSERT_OK(list_split_add(&splitter, view_of(test_format("%01000d", i)), &err), err);
    ASSERT_TRUE(splitter.around.overrun);
    ASSERT_TRUE(splitter.around.len <= LIST_AROUND_BYTES_MAX);
    list_split_release(&splitter);
}
