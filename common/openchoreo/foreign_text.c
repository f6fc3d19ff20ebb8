/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/foreign_text.h"

#include <ctype.h>

/* What is looked at: control characters make a text longer, blanks shorter. */
#define SEEN_BYTES_MAX ((size_t)64 << 10)
#define CUT            "..."

static void add_form(struct strv *secrets, struct buf *form)
{
    strv_add_view(secrets, buf_view(form));
    if (form->data)
        explicit_bzero(form->data, form->len);
}

void foreign_text_add_secret(struct strv *secrets, struct view secret)
{
    AUTO(buf) form = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (secret.len < FOREIGN_TEXT_SECRET_BYTES_MIN)
        return;
    strv_add_view(secrets, secret);
    buf_add_urlescaped(&form, secret);
    add_form(secrets, &form);
    buf_clear(&form);
    buf_add_json_string(&form, secret);
    /* Without its quotes. */
    strv_add_view(secrets, view_sub(buf_view(&form), 1, form.len - 1));
    explicit_bzero(form.data, form.len);
}

void foreign_text_wipe(struct strv *secrets)
{
    for (size_t i = 0; i < secrets->len; i++)
        explicit_bzero(secrets->items[i], strlen(secrets->items[i]));
    strv_release(secrets);
    *secrets = (struct strv)STRV_INIT;
}

/* The length of the longest of SECRETS that TEXT has at AT; 0: none. */
static size_t secret_at(const struct strv *secrets, struct view text, size_t at)
{
    struct view rest = view_sub(text, at, text.len);
    size_t longest = 0;

    for (size_t i = 0; secrets && i < secrets->len; i++) {
        struct view secret = view_of(secrets->items[i]);

        if (secret.len > longest && view_starts(rest, secret))
            longest = secret.len;
    }
    return longest;
}

void foreign_text_add_masked(struct buf *out, struct view text, const struct strv *secrets)
{
    for (size_t i = 0; i < text.len;) {
        size_t len = secret_at(secrets, text, i);

        if (len > 0)
            buf_add(out, FOREIGN_TEXT_HIDDEN);
        else
            buf_add_byte(out, text.data[i]);
        i += len > 0 ? len : 1;
    }
}

/* Each run of blanks and line ends as one blank. */
static void add_one_line(struct buf *out, struct view text)
{
    bool blank = false;

    for (size_t i = 0; i < text.len; i++) {
        if (isspace((unsigned char)text.data[i])) {
            blank = true;
            continue;
        }
        if (blank && out->len > 0)
            buf_add_byte(out, ' ');
        blank = false;
        buf_add_byte(out, text.data[i]);
    }
}

/* Where TEXT can be cut at or before AT: not inside of a character. */
static size_t cut_before(struct view text, size_t at)
{
    while (at > 0 && ((unsigned char)text.data[at] & 0xc0) == 0x80)
        at--;
    return at;
}

void foreign_text_add(struct buf *out, struct view text, const struct strv *secrets)
{
    AUTO(buf) masked = BUF_INIT(2 * SEEN_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(2 * SEEN_BYTES_MAX);
    AUTO(buf) safe = BUF_INIT(16 * SEEN_BYTES_MAX);
    struct view shown;

    foreign_text_add_masked(&masked, view_sub(text, 0, SEEN_BYTES_MAX), secrets);
    add_one_line(&line, buf_view(&masked));
    buf_add_terminal(&safe, buf_view(&line), false);
    shown = buf_view(&safe);
    if (shown.len <= FOREIGN_TEXT_BYTES_MAX) {
        buf_add_view(out, shown);
        return;
    }
    buf_add_view(out, view_sub(shown, 0, cut_before(shown, FOREIGN_TEXT_BYTES_MAX - strlen(CUT))));
    buf_add(out, CUT);
}
