/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/repo_spec.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/strv.h"

/* Steps of the path that name a repository unless something else marks its end. */
#define ORG_REPO_STEPS 2

/* A name taken apart; texts are borrowed from it, or constants. */
struct parts {
    struct view scheme; /* as kustomize writes it: "https://"; may be empty */
    struct view user;   /* "git@"; may be empty */
    struct view host;   /* with its separator: "host/", "host:" */
    struct view rest;   /* repository and path */
};

void repo_spec_release(struct repo_spec *spec)
{
    free(spec->url);
    free(spec->path);
    free(spec->ref);
    *spec = (struct repo_spec)REPO_SPEC_INIT;
}

/* ---- host ---- */

static bool cut_prefix(struct view *text, const char *prefix)
{
    size_t len = strlen(prefix);

    if (text->len < len || strncasecmp(text->data, prefix, len) != 0)
        return false;
    *text = view_sub(*text, len, text->len);
    return true;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* "name@" at the start of TEXT. */
static struct view user_of(struct view text)
{
    size_t at = 0;

    while (at < text.len &&
           (is_letter(text.data[at]) ||
            (at > 0 && (text.data[at] == '-' || (text.data[at] >= '0' && text.data[at] <= '9')))))
        at++;
    return at > 0 && at < text.len && text.data[at] == '@' ? view_sub(text, 0, at + 1) : VIEW_EMPTY;
}

static bool is_github(struct view text)
{
    return cut_prefix(&text, "github.com/") || cut_prefix(&text, "github.com:");
}

/* Behind which byte the host ends; text.len when it does not. */
static size_t separator_of(struct view text, bool scp)
{
    size_t slash = view_find_byte(text, '/', 0), colon = view_find_byte(text, ':', 0);

    if (scp && (slash == text.len || (colon > 0 && colon < slash)))
        return colon;
    return slash;
}

static bool split_host(struct parts *parts, struct view text)
{
    static const char *const schemes[] = { "ssh://", "https://", "http://", "file://" };
    bool github, scp;
    size_t end;

    *parts = (struct parts){ .scheme = VIEW_EMPTY };
    cut_prefix(&text, "git::");
    for (size_t i = 0; i < ARRAY_SIZE(schemes) && !parts->scheme.len; i++)
        if (cut_prefix(&text, schemes[i]))
            parts->scheme = view_of(schemes[i]);
    if (view_is(parts->scheme, "file://")) {
        parts->rest = text;
        return true;
    }
    parts->user = user_of(text);
    text = view_sub(text, parts->user.len, text.len);
    github = is_github(text);
    scp = !parts->scheme.len && (parts->user.len || github);
    if (!parts->scheme.len && !scp)
        return false;
    end = separator_of(text, scp);
    if (end == text.len) {
        parts->host = text;
    } else {
        parts->host = view_sub(text, 0, end + 1);
        parts->rest = view_sub(text, end + 1, text.len);
    }
    if (github) {
        bool ssh = view_is(parts->scheme, "ssh://") || parts->user.len;
        parts->scheme = ssh ? VIEW_EMPTY : VIEW("https://");
        parts->host = ssh ? VIEW("github.com:") : VIEW("github.com/");
    }
    return parts->host.len > 0;
}

/* ---- repository and path ---- */

/* Where in TEXT the repository ends; the path starts at *PATH. False when it has no end. */
static bool find_end(struct view text, bool whole, size_t *repo, size_t *path)
{
    size_t mark = view_find(text, VIEW("_git/"), 0);

    if (mark < text.len) {
        *repo = view_find_byte(text, '/', mark + 5);
        *path = *repo + 1;
        return true;
    }
    *repo = view_find(text, VIEW("//"), 0);
    *path = *repo + 2;
    if (*repo < text.len)
        return true;
    mark = view_find(text, VIEW(".git"), 0);
    if (mark < text.len) {
        *repo = *path = mark + 4;
        return true;
    }
    *repo = *path = text.len;
    if (whole)
        return true;
    size_t at = 0;
    for (unsigned step = 1; step < ORG_REPO_STEPS; step++) {
        at = view_find_byte(text, '/', at);
        if (at == text.len)
            return false;
        at++;
    }
    *repo = view_find_byte(text, '/', at);
    *path = *repo + 1;
    return true;
}

static bool leaves_repository(struct view path)
{
    AUTO_CHARS raw = view_copy(path);
    AUTO_CHARS clean = file_clean(raw);

    return strcmp(clean, "..") == 0 || strncmp(clean, "../", 3) == 0;
}

/* ---- query ---- */

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

/* False for a bad escape. */
static bool unescape(struct buf *out, struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.data[i];
        if (byte == '%') {
            int high = i + 2 < text.len ? hex_digit(text.data[i + 1]) : -1;
            int low = i + 2 < text.len ? hex_digit(text.data[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            byte = (char)(high * 16 + low);
            i += 2;
        } else if (byte == '+') {
            byte = ' ';
        }
        buf_add_byte(out, byte);
    }
    return true;
}

struct query {
    struct buf ref, version, timeout, submodules;
};

static void query_release(struct query *query)
{
    buf_release(&query->ref);
    buf_release(&query->version);
    buf_release(&query->timeout);
    buf_release(&query->submodules);
}

/* Of a key that comes several times the first counts. */
static bool read_pair(struct query *query, struct strv *seen, struct view pair)
{
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) value = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t equals = view_find_byte(pair, '=', 0);

    if (pair.len == 0)
        return true;
    if (view_find_byte(pair, ';', 0) < pair.len || !unescape(&key, view_sub(pair, 0, equals)) ||
        !unescape(&value, view_sub(pair, equals + 1, pair.len)))
        return false;
    if (strv_has(seen, buf_text(&key)))
        return true;
    strv_add(seen, buf_text(&key));
    if (view_is(buf_view(&key), "ref"))
        buf_add_view(&query->ref, buf_view(&value));
    else if (view_is(buf_view(&key), "version"))
        buf_add_view(&query->version, buf_view(&value));
    else if (view_is(buf_view(&key), "timeout"))
        buf_add_view(&query->timeout, buf_view(&value));
    else if (view_is(buf_view(&key), "submodules"))
        buf_add_view(&query->submodules, buf_view(&value));
    return true;
}

/* Go's strconv.ParseBool; what it does not know changes nothing. */
static void read_submodules(struct repo_spec *spec, struct view text)
{
    static const char *const no[] = { "0", "f", "F", "false", "FALSE", "False" };

    for (size_t i = 0; i < ARRAY_SIZE(no); i++)
        if (view_is(text, no[i]))
            spec->submodules = false;
}

static void read_timeout(struct repo_spec *spec, struct view text)
{
    double seconds;

    if (clock_parse_duration(text, &seconds) && seconds > 0)
        spec->timeout_seconds = seconds;
}

/* A query that cannot be read is no query. */
static void read_query(struct repo_spec *spec, struct view text)
{
    AUTO(query)
    query = { .ref = BUF_INIT(BUF_TEXT_BYTES_MAX),
              .version = BUF_INIT(BUF_TEXT_BYTES_MAX),
              .timeout = BUF_INIT(BUF_TEXT_BYTES_MAX),
              .submodules = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    AUTO(strv) seen = STRV_INIT;
    struct view pair;
    bool readable = true;

    while (readable && view_cut(&text, '&', &pair))
        readable = read_pair(&query, &seen, pair);
    if (!readable) {
        spec->ref = chars_copy("");
        return;
    }
    spec->ref = buf_take(query.ref.len ? &query.ref : &query.version);
    read_submodules(spec, buf_view(&query.submodules));
    read_timeout(spec, buf_view(&query.timeout));
}

/* ---- all of it ---- */

static char *join(const struct parts *parts, struct view repo)
{
    AUTO(buf) url = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_view(&url, parts->scheme);
    buf_add_view(&url, parts->user);
    buf_add_view(&url, parts->host);
    buf_add_view(&url, repo);
    return buf_take(&url);
}

bool repo_spec_parse(struct repo_spec *spec, struct view name)
{
    size_t question = view_find_byte(name, '?', 0), repo_end, path_start;
    struct parts parts;
    struct view path;

    if (name.len == 0 || name.data[0] == '/' || !split_host(&parts, view_sub(name, 0, question)) ||
        !find_end(parts.rest, view_is(parts.scheme, "file://"), &repo_end, &path_start) ||
        repo_end == 0)
        return false;
    path = view_sub(parts.rest, path_start, parts.rest.len);
    if (path.len > 0 && path.data[0] == '/')
        path = view_sub(path, 1, path.len);
    if (leaves_repository(path))
        return false;
    *spec = (struct repo_spec){ .submodules = true, .timeout_seconds = REPO_SPEC_TIMEOUT_SECONDS };
    spec->url = join(&parts, view_sub(parts.rest, 0, repo_end));
    spec->path = view_copy(path);
    read_query(spec, view_sub(name, question + 1, name.len));
    return true;
}

bool repo_spec_is_pinned(const struct repo_spec *spec)
{
    size_t len = strspn(spec->ref, "0123456789abcdefABCDEF");

    return spec->ref[len] == '\0' && (len == 40 || len == 64);
}

const char *repo_spec_transport(const struct repo_spec *spec)
{
    static const char *const names[] = { "https", "http", "file" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        size_t len = strlen(names[i]);
        if (strncmp(spec->url, names[i], len) == 0 && strncmp(spec->url + len, "://", 3) == 0)
            return names[i];
    }
    return "ssh";
}
