/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdlib.h>

#include "harness/test.h"

static const char *age(int64_t seconds)
{
    AUTO(buf) text = BUF_INIT(100);

    clock_add_age(&text, seconds);
    return test_format("%s", buf_text(&text));
}

static const char *date(int64_t seconds)
{
    AUTO(buf) text = BUF_INIT(100);

    clock_add_rfc3339(&text, seconds);
    return test_format("%s", buf_text(&text));
}

/* What kubectl's HumanDuration says, on both sides of each of its limits. */
TEST(clock, ages_are_those_of_kubectl)
{
    enum { MINUTE = 60, HOUR = 3600, DAY = 86400, YEAR = 365 * 86400 };
    static const struct {
        int64_t seconds;
        const char *text;
    } vectors[] = {
        { INT64_MIN, "<invalid>" },
        { -2, "<invalid>" },
        { -1, "0s" },
        { 0, "0s" },
        { 90, "90s" },
        { 2 * MINUTE - 1, "119s" },
        { 2 * MINUTE, "2m" },
        { 5 * MINUTE + 30, "5m30s" },
        { 10 * MINUTE - 1, "9m59s" },
        { 10 * MINUTE, "10m" },
        { 45 * MINUTE + 59, "45m" },
        { 3 * HOUR - 1, "179m" },
        { 3 * HOUR, "3h" },
        { 5 * HOUR + 20 * MINUTE, "5h20m" },
        { 8 * HOUR - 1, "7h59m" },
        { 8 * HOUR, "8h" },
        { 30 * HOUR, "30h" },
        { 48 * HOUR - 1, "47h" },
        { 48 * HOUR, "2d" },
        { 3 * DAY + 4 * HOUR, "3d4h" },
        { 8 * DAY - 1, "7d23h" },
        { 8 * DAY, "8d" },
        { 90 * DAY, "90d" },
        { 2LL * YEAR - 1, "729d" },
        { 2LL * YEAR, "2y" },
        { 2LL * YEAR + 30 * DAY, "2y30d" },
        { 8LL * YEAR - 1, "7y364d" },
        { 8LL * YEAR, "8y" },
        { 9LL * YEAR + 100 * DAY, "9y" },
        { INT64_MAX, "292471208677y" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(vectors); i++)
        ASSERT_EQ_STR(age(vectors[i].seconds), vectors[i].text);
}

TEST(clock, dates_both_ways)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } vectors[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "2006-01-02T15:04:05Z", 1136214245 },
        { "2000-02-29T23:59:59Z", 951868799 },
        { "1969-12-31T23:59:59Z", -1 },
        { "1900-03-01T00:00:00Z", -2203891200 },
        { "0000-01-01T00:00:00Z", -62167219200 },
        { "9999-12-31T23:59:59Z", 253402300799 },
        { "2038-01-19T03:14:08Z", 2147483648 },
    };

    for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
        int64_t seconds;
        ASSERT_TRUE(clock_parse_rfc3339(view_of(vectors[i].text), &seconds));
        ASSERT_EQ_INT(seconds, vectors[i].seconds);
        ASSERT_EQ_STR(date(seconds), vectors[i].text);
    }
}

TEST(clock, every_day_of_eight_centuries_comes_back)
{
    AUTO(buf) text = BUF_INIT(100);

    for (int64_t day = -146097; day <= 146097; day++) {
        int64_t back;
        buf_clear(&text);
        clock_add_rfc3339(&text, day * 86400 + 86399);
        ASSERT_TRUE(clock_parse_rfc3339(buf_view(&text), &back));
        ASSERT_EQ_INT(back, day * 86400 + 86399);
    }
}

TEST(clock, fractions_and_offsets)
{
    int64_t seconds;

    ASSERT_TRUE(clock_parse_rfc3339(VIEW("1970-01-01T00:00:01.999999999Z"), &seconds));
    ASSERT_EQ_INT(seconds, 1);
    ASSERT_TRUE(clock_parse_rfc3339(VIEW("1970-01-01T01:00:00+01:00"), &seconds));
    ASSERT_EQ_INT(seconds, 0);
    ASSERT_TRUE(clock_parse_rfc3339(VIEW("1969-12-31T20:30:00.5-03:30"), &seconds));
    ASSERT_EQ_INT(seconds, 0);
}

TEST(clock, no_date)
{
    static const char *const bad[] = {
        "",
        "2006-01-02",
        "2006-01-02T15:04:05",
        "2006-01-02 15:04:05Z",
        "2006-01-02t15:04:05z",
        "2006-13-02T15:04:05Z",
        "2006-00-02T15:04:05Z",
        "2006-01-32T15:04:05Z",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2006-01-02T24:00:00Z",
        "2006-01-02T15:60:05Z",
        "2006-01-02T15:04:60Z",
        "2006-01-02T15:04:05.Z",
        "2006-01-02T15:04:05,5Z",
        "2006-01-02T15:04:05+0100",
        "2006-01-02T15:04:05+24:00",
        "2006-01-02T15:04:05+01:60",
        "2006-01-02T15:04:05ZZ",
        "+006-01-02T15:04:05Z",
        " 2006-01-02T15:04:05Z",
    };
    int64_t seconds = 42;

    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        if (clock_parse_rfc3339(view_of(bad[i]), &seconds))
            TEST_FAIL("'%s' was accepted", bad[i]);
    ASSERT_EQ_INT(seconds, 42);
}

TEST(clock, durations)
{
    static const struct {
        const char *text;
        double seconds;
    } good[] = {
        { "30s", 30 },
        { "2m", 120 },
        { "1h30m", 5400 },
        { "500ms", 0.5 },
        { "45", 45 },
        { "0", 0 },
        { "1.5h", 5400 },
        { "1h1m1s", 3661 },
        { ".5s", 0.5 },
        { "1.s", 1 },
        { "250us", 250 * 1e-6 },
        { "1\xc2\xb5s", 1e-6 },
        { "1ns", 1e-9 },
        { "9223372036", 9223372036.0 },
    };
    static const char *const bad[] = {
        "",   "-1s", "+1s",  "1d", "s",      " 1s", "1s ",        "1 s",      "1.5",   ".",
        ".s", "1s2", "1e3s", "1H", "1.2.3s", "inf", "9223372037", "9999999h", "1s-1s", "\xce\xbc",
    };
    double seconds = 42;

    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        if (clock_parse_duration(view_of(bad[i]), &seconds))
            TEST_FAIL("'%s' was accepted", bad[i]);
    ASSERT_EQ_DOUBLE(seconds, 42.0);
    for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
        ASSERT_TRUE(clock_parse_duration(view_of(good[i].text), &seconds));
        ASSERT_EQ_DOUBLE(seconds, good[i].seconds);
    }
}

TEST(clock, now_can_be_fixed_from_outside)
{
    setenv("SOURCE_DATE_EPOCH", "1136214245", 1);
    ASSERT_EQ_INT(clock_now(), 1136214245);
    setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
    ASSERT_TRUE(clock_now() > 1136214245);
    unsetenv("SOURCE_DATE_EPOCH");
    ASSERT_TRUE(clock_now() > 1136214245);
    double before = clock_monotonic();
    ASSERT_TRUE(clock_monotonic() >= before);
}
