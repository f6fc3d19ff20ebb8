/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/timestamp.h"

#include "harness/test.h"

static void expect(const char *text, const char *rfc3339)
{
    AUTO(buf) out = BUF_INIT(100);

    timestamp_add(&out, view_of(text));
    ASSERT_EQ_BUF(&out, rfc3339);
    ASSERT_EQ_INT(timestamp_is(view_of(text)), rfc3339[0] != '\0');
}

TEST(timestamp, all_forms_become_rfc_3339)
{
    expect("2001-1-1", "2001-01-01T00:00:00Z");
    expect("2001-12-14T21:59:43.10-05:00", "2001-12-14T21:59:43.1-05:00");
    expect("2001-01-01t00:00:00Z", "2001-01-01T00:00:00Z");
    expect("2001-1-1 1:2:3", "2001-01-01T01:02:03Z");
    expect("2001-1-1   1:2:3.5", "2001-01-01T01:02:03.5Z");
    expect("2001-1-1T1:2:3,25Z", "2001-01-01T01:02:03.25Z");
    expect("2001-1-1T1:2:3.1234567899Z", "2001-01-01T01:02:03.123456789Z");
    expect("2001-1-1T1:2:3+00:00", "2001-01-01T01:02:03Z");
    expect("2001-1-1T1:2:3+01:60", "2001-01-01T01:02:03+02:00");
}

TEST(timestamp, what_only_looks_like_one_is_none)
{
    expect("", "");
    expect("2001-1", "");
    expect("201-1-1", "");
    expect("20010-1-1", "");
    expect("2001-02-29", "");
    expect("1900-02-29", "");
    expect("2000-02-29", "2000-02-29T00:00:00Z");
    expect("2001-13-1", "");
    expect("2001-1-1T1:2:3", "");
    expect("2001-1-1 1:2:3Z", "");
    expect("2001-1-1T24:0:0Z", "");
    expect("2001-1-1T1:1:1+25:00", "");
    expect("2001-1-1T1:1:1+1:00", "");
    expect("2001-01-01x", "");
    expect("2001-01-01 ", "");
}
