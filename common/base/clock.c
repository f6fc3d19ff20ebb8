/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <time.h>

#include "base/num.h"

#define MINUTE 60
#define HOUR   3600
#define DAY    86400

int64_t clock_now(void)
{
    int64_t fixed;

    if (num_parse_i64(view_of(getenv("SOURCE_DATE_EPOCH")), &fixed))
        return fixed;
    return (int64_t)time(NULL);
}

double clock_monotonic(void)
{
    struct timespec now = { .tv_sec = 0, .tv_nsec = 0 };

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/*
 * Days since 1970-01-01 and back, after Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms": years begin in March, 400 years have 146,097 days.
 */
static int64_t days_from_date(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static void date_from_days(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;

    *day = day_of_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const int64_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && is_leap ? 29 : days[month - 1];
}

/* The COUNT digits at AT, between LEAST and MOST; -1 for anything else. */
static int64_t number_at(struct view v, size_t at, size_t count, int64_t least, int64_t most)
{
    uint64_t value;

    if (at + count > v.len || !num_parse_u64(view_sub(v, at, at + count), &value))
        return -1;
    return (int64_t)value >= least && (int64_t)value <= most ? (int64_t)value : -1;
}

/* "Z", "+01:00" or "-01:00", all of V. */
static bool parse_offset(struct view v, int64_t *seconds)
{
    if (view_is(v, "Z")) {
        *seconds = 0;
        return true;
    }
    if (v.len != 6 || (v.data[0] != '+' && v.data[0] != '-') || v.data[3] != ':')
        return false;
    int64_t hours = number_at(v, 1, 2, 0, 23);
    int64_t minutes = number_at(v, 4, 2, 0, 59);
    if (hours < 0 || minutes < 0)
        return false;
    *seconds = (hours * HOUR + minutes * MINUTE) * (v.data[0] == '-' ? -1 : 1);
    return true;
}

/* Where a fraction (a point and digits) that begins at AT ends; AT when there is none. */
static size_t skip_fraction(struct view v, size_t at)
{
    size_t end = at + 1;

    if (at >= v.len || v.data[at] != '.')
        return at;
    while (end < v.len && v.data[end] >= '0' && v.data[end] <= '9')
        end++;
    return end > at + 1 ? end : at;
}

bool clock_parse_rfc3339(struct view v, int64_t *out)
{
    static const char form[] = "0000-00-00T00:00:00";
    int64_t offset;

    if (v.len < sizeof(form))
        return false;
    for (size_t i = 0; i < sizeof(form) - 1; i++)
        if (form[i] != '0' && form[i] != v.data[i])
            return false;

    int64_t year = number_at(v, 0, 4, 0, 9999);
    int64_t month = number_at(v, 5, 2, 1, 12);
    if (year < 0 || month < 0)
        return false;
    int64_t day = number_at(v, 8, 2, 1, days_in_month(year, month));
    int64_t hour = number_at(v, 11, 2, 0, 23);
    int64_t minute = number_at(v, 14, 2, 0, 59);
    int64_t second = number_at(v, 17, 2, 0, 59);
    if (day < 0 || hour < 0 || minute < 0 || second < 0)
        return false;
    if (!parse_offset(view_sub(v, skip_fraction(v, sizeof(form) - 1), v.len), &offset))
        return false;

    *out = days_from_date(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second - offset;
    return true;
}

void clock_add_rfc3339(struct buf *buf, int64_t seconds)
{
    int64_t days = seconds / DAY;
    int64_t rest = seconds % DAY;
    int64_t year, month, day;

    if (rest < 0) {
        rest += DAY;
        days--;
    }
    date_from_days(days, &year, &month, &day);
    buf_addf(buf, "%04lld-%02lld-%02lldT%02lld:%02lld:%02lldZ", (long long)year, (long long)month,
             (long long)day, (long long)(rest / HOUR), (long long)(rest / MINUTE % 60),
             (long long)(rest % 60));
}

/* "5m30s", or "5m" when the smaller part is zero. */
static void add_two_units(struct buf *buf, int64_t large, char large_unit, int64_t small,
                          char small_unit)
{
    buf_addf(buf, "%lld%c", (long long)large, large_unit);
    if (small != 0)
        buf_addf(buf, "%lld%c", (long long)small, small_unit);
}

/* k8s.io/apimachinery/pkg/util/duration.HumanDuration, limits and all. */
void clock_add_age(struct buf *buf, int64_t seconds)
{
    const int64_t year = 365 * DAY;

    if (seconds < -1)
        buf_add(buf, "<invalid>");
    else if (seconds < 2 * MINUTE)
        add_two_units(buf, seconds < 0 ? 0 : seconds, 's', 0, 's');
    else if (seconds < 10 * MINUTE)
        add_two_units(buf, seconds / MINUTE, 'm', seconds % MINUTE, 's');
    else if (seconds < 3 * HOUR)
        add_two_units(buf, seconds / MINUTE, 'm', 0, 's');
    else if (seconds < 8 * HOUR)
        add_two_units(buf, seconds / HOUR, 'h', seconds / MINUTE % 60, 'm');
    else if (seconds < 2 * DAY)
        add_two_units(buf, seconds / HOUR, 'h', 0, 'm');
    else if (seconds < 8 * DAY)
        add_two_units(buf, seconds / DAY, 'd', seconds / HOUR % 24, 'h');
    else if (seconds < 2 * year)
        add_two_units(buf, seconds / DAY, 'd', 0, 'h');
    else if (seconds < 8 * year)
        add_two_units(buf, seconds / year, 'y', seconds / DAY % 365, 'd');
    else
        add_two_units(buf, seconds / year, 'y', 0, 'd');
}

struct duration_unit {
    const char *name;
    double seconds;
};

static const struct duration_unit duration_units[] = {
    { "ns", 1e-9 },        { "us", 1e-6 }, { "\xc2\xb5s", 1e-6 }, /* micro sign */
    { "\xce\xbcs", 1e-6 },                                        /* Greek mu */
    { "ms", 1e-3 },        { "s", 1 },     { "m", MINUTE },       { "h", HOUR },
};

static bool is_number_byte(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

/* Cut "1.5h" off the front of *REST. */
static bool cut_part(struct view *rest, double *seconds)
{
    size_t number_end = 0;
    double number;

    while (number_end < rest->len && is_number_byte(rest->data[number_end]))
        number_end++;
    size_t unit_end = number_end;
    while (unit_end < rest->len && !is_number_byte(rest->data[unit_end]))
        unit_end++;
    if (!num_parse_double(view_sub(*rest, 0, number_end), &number))
        return false;

    struct view unit = view_sub(*rest, number_end, unit_end);
    for (size_t i = 0; i < ARRAY_SIZE(duration_units); i++) {
        if (!view_is(unit, duration_units[i].name))
            continue;
        *seconds = number * duration_units[i].seconds;
        *rest = view_sub(*rest, unit_end, rest->len);
        return true;
    }
    return false;
}

bool clock_parse_duration(struct view v, double *out)
{
    uint64_t whole;
    double sum = 0;

    if (v.len == 0)
        return false;
    if (num_parse_u64(v, &whole)) {
        sum = (double)whole;
    } else {
        double part;
        for (struct view rest = v; rest.len > 0; sum += part)
            if (!cut_part(&rest, &part))
                return false;
    }
    if (sum > CLOCK_DURATION_MAX)
        return false;
    *out = sum;
    return true;
}
