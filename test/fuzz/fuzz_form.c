/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a terminal sends, through keys and form to the screen. The first two bytes are the size of
 * the screen, the third how many bytes come at once.
 */
#include "base/utf8.h"
#include "form/draw.h"
#include "fuzz/fuzz.h"

static bool check(void *context, const struct form_field *field, struct view text,
                  struct buf *problem)
{
    (void)context;
    if (text.len % 3 != 1)
        return true;
    /* As hostile as any text. */
    buf_addf(problem, "%s: " VIEW_FMT, field->label, VIEW_ARGS(text));
    return false;
}

static const struct form_choice choices[] = { { "fast", "default" }, { "slow", NULL } };

static struct form_field entry[] = {
    { .label = "from", .required = true },
    { .label = "code", .value = "301" },
};

static const struct form_field fields[] = {
    { .label = "name", .required = true, .value = "nb-1" },
    { .label = "token", .secret = true },
    { .label = "gpu", .kind = FORM_BOOLEAN },
    { .label = "class", .kind = FORM_CHOICE, .choices = choices, .choice_count = 2 },
    { .label = "page", .kind = FORM_LINES, .value = "one\ntwo\n" },
    { .label = "tags", .kind = FORM_SEVERAL, .choices = choices, .choice_count = 2 },
    { .label = "moved", .kind = FORM_LIST, .fields = entry, .field_count = 2 },
    { .label = "env", .prefix = "TZ=", .help = "Time zone" },
};

/* No control character but those of the colours, and no line that would wrap. */
static void expect_harmless(const char *line, unsigned columns, bool color)
{
    struct view text = view_of(line);

    for (size_t at = 0; at < text.len;) {
        uint32_t code = utf8_next(text, &at);

        fuzz_expect(code != UTF8_BAD && (code >= 0x20 || (color && code == 0x1b)) &&
                    !(code >= 0x7f && code < 0xa0) && !utf8_is_bidi_control(code));
    }
    fuzz_expect(color || utf8_width(text) <= (columns > 1 ? columns - 1 : 1));
}

static void expect_picture(struct form *form, unsigned columns, unsigned rows)
{
    const struct form_style style = { .color = rows % 2, .utf8 = columns % 2 };
    AUTO(form_picture) picture = FORM_PICTURE_INIT;

    form_draw(&picture, form, columns, rows, &style);
    fuzz_expect(picture.lines.len > 0 && picture.lines.len <= (rows > 0 ? rows : 1));
    fuzz_expect(picture.row < picture.lines.len);
    fuzz_expect(picture.column < (columns > 1 ? columns : 1));
    for (size_t i = 0; i < picture.lines.len; i++)
        expect_harmless(picture.lines.items[i], columns, style.color);
}

static void expect_form(const struct form *form)
{
    fuzz_expect(form->focus < form->len && form->len <= FORM_ITEMS_MAX);
    for (size_t i = 0; i < form->len; i++) {
        const struct edit *edit = &form->items[i].edit;

        fuzz_expect(edit->cursor <= edit->text.len && edit->text.len <= EDIT_BYTES_MAX);
        fuzz_expect((form->items[i].list != NULL) ==
                    (form->items[i].field == &entry[0] || form->items[i].field == &entry[1]));
    }
}

/* True while the form goes on. */
static bool take_keys(struct keys *keys, struct form *form, bool idle)
{
    struct key key;

    while (keys_next(keys, &key, idle))
        if (form_key(form, &key) != FORM_OPEN)
            return false;
    return true;
}

static void fuzz_typed(unsigned columns, unsigned rows, size_t step, struct view typed)
{
    const struct form_spec spec = { .title = "t",
                                    .place = "p",
                                    .verb = "launch",
                                    .fields = fields,
                                    .field_count = ARRAY_SIZE(fields),
                                    .check = check };
    struct keys keys = KEYS_INIT;
    AUTO(form) form;

    form_init(&form, &spec);
    for (size_t at = 0; at < typed.len; at += step) {
        keys_feed(&keys, view_sub(typed, at, at + step));
        if (!take_keys(&keys, &form, false))
            break;
        fuzz_expect(keys_room(&keys) >= step);
        expect_form(&form);
        expect_picture(&form, columns, rows);
    }
    take_keys(&keys, &form, true);
    expect_form(&form);
    expect_picture(&form, columns, rows);
}

void fuzz_one(struct view input)
{
    if (input.len >= 3)
        fuzz_typed((unsigned char)input.data[0], (unsigned char)input.data[1] % 64,
                   1 + (unsigned char)input.data[2] % 64, view_sub(input, 3, input.len));
}

FUZZ_TARGET
