/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/num.h"
#include "http/http_internal.h"

static bool is_name(struct view name, const char *wanted)
{
    return name.len == strlen(wanted) && strncasecmp(name.data, wanted, name.len) == 0;
}

static void replace(char **text, struct view with)
{
    free(*text);
    *text = with.len > 0 ? view_copy(with) : NULL;
}

static void take_content_type(struct http_response *response, struct view value)
{
    size_t end = view_find_byte(value, ';', 0);

    replace(&response->content_type, view_trim(view_sub(value, 0, end)));
    replace(&response->content_type_parameters, view_trim(view_sub(value, end + 1, value.len)));
    for (char *c = response->content_type; c && *c; c++)
        *c = (char)tolower((unsigned char)*c);
}

/* ---- Warning: 299 - "text", 299 host "other \"quoted\"" ---- */

/* The quoted string at the start of TEXT into OUT; what is behind it is left in *TEXT. */
static bool take_quoted(struct buf *out, struct view *text)
{
    size_t i;

    for (i = 1; i < text->len && text->data[i] != '"'; i++) {
        if (text->data[i] == '\\' && i + 1 < text->len)
            i++;
        buf_add_byte(out, text->data[i]);
    }
    if (i >= text->len)
        return false;
    *text = view_sub(*text, i + 1, text->len);
    return true;
}

void http_warnings_add(struct strv *warnings, struct view value)
{
    for (;;) {
        AUTO(buf) text = BUF_INIT(HTTP_HEADERS_BYTES_MAX);
        AUTO(buf) date = BUF_INIT(HTTP_HEADERS_BYTES_MAX);
        bool wanted;

        value = view_trim(value);
        wanted = view_starts(value, VIEW("299 "));
        value = view_sub(value, view_find_byte(value, '"', 0), value.len);
        if (value.len == 0 || !take_quoted(&text, &value))
            return;
        if (wanted && warnings->len < HTTP_WARNINGS_MAX && !strv_has(warnings, buf_text(&text)))
            strv_add(warnings, buf_text(&text));
        /* A date may follow in quotes of its own, with a comma in it; then the comma. */
        value = view_trim(value);
        if (value.len > 0 && value.data[0] == '"' && !take_quoted(&date, &value))
            return;
        value = view_sub(value, view_find_byte(value, ',', 0) + 1, value.len);
    }
}

double http_retry_after(struct view value, int64_t now)
{
    AUTO_CHARS text = view_copy(value);
    uint64_t seconds;
    time_t date;

    if (num_parse_u64(value, &seconds))
        return (double)seconds;
    date = curl_getdate(text, NULL);
    if (date == (time_t)-1)
        return -1;
    return date > now ? (double)(date - now) : 0;
}

void http_header_take(struct http_response *response, char **location, struct view line)
{
    size_t colon = view_find_byte(line, ':', 0);
    struct view name = view_sub(line, 0, colon);
    struct view value = view_trim(view_sub(line, colon + 1, line.len));

    if (is_name(name, "content-type"))
        take_content_type(response, value);
    else if (is_name(name, "warning"))
        http_warnings_add(&response->warnings, value);
    else if (is_name(name, "retry-after"))
        response->retry_after = http_retry_after(value, clock_now());
    else if (is_name(name, "etag"))
        replace(&response->etag, value);
    else if (is_name(name, "audit-id"))
        replace(&response->audit_id, value);
    else if (is_name(name, "location") && location)
        replace(location, value);
}

void http_headers_clear(struct http_response *response)
{
    replace(&response->content_type, VIEW_EMPTY);
    replace(&response->content_type_parameters, VIEW_EMPTY);
    replace(&response->etag, VIEW_EMPTY);
    replace(&response->audit_id, VIEW_EMPTY);
    strv_release(&response->warnings);
    response->warnings = (struct strv)STRV_INIT;
    response->retry_after = -1;
}

void http_response_release(struct http_response *response)
{
    buf_release(&response->body);
    http_headers_clear(response);
    *response = (struct http_response)HTTP_RESPONSE_INIT;
}
