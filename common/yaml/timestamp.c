/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/timestamp.h"

#include "base/compiler.h"

#define FRACTION_DIGITS 9

struct timestamp {
    unsigned year, month, day, hour, minute, second;
    char fraction[FRACTION_DIGITS + 1]; /* without trailing zeros */
    char sign;                          /* of the offset; '\0': UTC */
    unsigned zone_hour, zone_minute;
};

struct cursor {
    struct view text;
    size_t at;
};

static bool has_digit(const struct cursor *c, size_t ahead)
{
    size_t at = c->at + ahead;

    return at < c->text.len && c->text.data[at] >= '0' && c->text.data[at] <= '9';
}

static unsigned take_digit(struct cursor *c)
{
    return (unsigned)(c->text.data[c->at++] - '0');
}

static bool take_char(struct cursor *c, char wanted)
{
    if (c->at >= c->text.len || c->text.data[c->at] != wanted)
        return false;
    c->at++;
    return true;
}

/* One or two digits; both when FIXED. */
static bool take_number(struct cursor *c, bool fixed, unsigned *out)
{
    if (!has_digit(c, 0) || (fixed && !has_digit(c, 1)))
        return false;
    *out = take_digit(c);
    if (has_digit(c, 0))
        *out = *out * 10 + take_digit(c);
    return true;
}

static bool take_year(struct cursor *c, unsigned *year)
{
    *year = 0;
    for (int i = 0; i < 4; i++) {
        if (!has_digit(c, 0))
            return false;
        *year = *year * 10 + take_digit(c);
    }
    return true;
}

static unsigned days_in(unsigned year, unsigned month)
{
    static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

static void take_fraction(struct cursor *c, char *fraction)
{
    size_t len = 0;

    fraction[0] = '\0';
    if (c->at >= c->text.len || (c->text.data[c->at] != '.' && c->text.data[c->at] != ',') ||
        !has_digit(c, 1))
        return;
    for (c->at++; has_digit(c, 0); c->at++)
        if (len < FRACTION_DIGITS)
            fraction[len++] = c->text.data[c->at];
    while (len > 0 && fraction[len - 1] == '0')
        len--;
    fraction[len] = '\0';
}

static bool take_time(struct cursor *c, struct timestamp *t)
{
    if (!take_number(c, false, &t->hour) || t->hour > 23 || !take_char(c, ':') ||
        !take_number(c, false, &t->minute) || t->minute > 59 || !take_char(c, ':') ||
        !take_number(c, false, &t->second) || t->second > 59)
        return false;
    take_fraction(c, t->fraction);
    return true;
}

static bool take_zone(struct cursor *c, struct timestamp *t)
{
    t->sign = '\0';
    if (take_char(c, 'Z'))
        return true;
    t->sign = c->at < c->text.len ? c->text.data[c->at] : '\0';
    if (t->sign != '+' && t->sign != '-')
        return false;
    c->at++;
    if (!take_number(c, true, &t->zone_hour) || !take_char(c, ':') ||
        !take_number(c, true, &t->zone_minute) || t->zone_hour > 24 || t->zone_minute > 60)
        return false;
    if (t->zone_minute == 60) { /* Go counts seconds: 01:60 is 02:00 */
        t->zone_hour++;
        t->zone_minute = 0;
    }
    if (t->zone_hour == 0 && t->zone_minute == 0)
        t->sign = '\0';
    return true;
}

static bool parse(struct view text, struct timestamp *t)
{
    struct cursor c = { .text = text, .at = 0 };

    *t = (struct timestamp){ .year = 0 };
    if (!take_year(&c, &t->year) || !take_char(&c, '-') || !take_number(&c, false, &t->month) ||
        t->month < 1 || t->month > 12 || !take_char(&c, '-') || !take_number(&c, false, &t->day) ||
        t->day < 1 || t->day > days_in(t->year, t->month))
        return false;
    if (c.at == text.len)
        return true;
    if (take_char(&c, 'T') || take_char(&c, 't'))
        return take_time(&c, t) && take_zone(&c, t) && c.at == text.len;
    if (!take_char(&c, ' '))
        return false;
    while (take_char(&c, ' '))
        continue;
    return take_time(&c, t) && c.at == text.len;
}

bool timestamp_is(struct view text)
{
    struct timestamp t;

    return text.len >= 8 && text.data[4] == '-' && parse(text, &t);
}

void timestamp_add(struct buf *out, struct view text)
{
    struct timestamp t;

    if (!parse(text, &t))
        return;
    buf_addf(out, "%04u-%02u-%02uT%02u:%02u:%02u", t.year, t.month, t.day, t.hour, t.minute,
             t.second);
    if (t.fraction[0])
        buf_addf(out, ".%s", t.fraction);
    if (t.sign)
        buf_addf(out, "%c%02u:%02u", t.sign, t.zone_hour, t.zone_minute);
    else
        buf_add_byte(out, 'Z');
}
