/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answer_value.h"

#include <stdint.h>

#include "base/alloc.h"
#include "base/num.h"
#include "base/utf8.h"
#include "helm/values.h"

#define SHOWN_BYTES_MAX 40

void answer_reader_init(struct answer_reader *reader, struct ydoc *doc, bool unsafe)
{
    *reader = (struct answer_reader){
        .doc = doc,
        .unsafe = unsafe,
        .what = BUF_INIT(BUF_TEXT_BYTES_MAX),
        .fix = BUF_INIT(BUF_TEXT_BYTES_MAX),
    };
}

void answer_reader_release(struct answer_reader *reader)
{
    buf_release(&reader->what);
    buf_release(&reader->fix);
}

/* ---- problems ---- */

static struct ynode *problem(struct answer_reader *reader, const char *what, const char *fix)
{
    buf_clear(&reader->what);
    buf_clear(&reader->fix);
    buf_add(&reader->what, what);
    buf_add(&reader->fix, fix);
    return NULL;
}

/* "'maybe' is not a boolean"; a secret is not shown. */
static struct ynode *not_a(struct answer_reader *reader, const struct field *field,
                           struct view text, const char *what)
{
    struct view shown = view_sub(text, 0, SHOWN_BYTES_MAX);

    buf_clear(&reader->what);
    buf_clear(&reader->fix);
    if (field_is_secret(field))
        buf_addf(&reader->what, "not %s", what);
    else
        buf_addf(&reader->what, "'" VIEW_FMT "%s' is not %s", VIEW_ARGS(shown),
                 shown.len < text.len ? "..." : "", what);
    return NULL;
}

/* ---- text ---- */

static bool is_line_byte(uint32_t code)
{
    return code == '\n' || code == '\t' || code == '\r';
}

static const char *text_problem(struct answer_reader *reader, struct view text, bool lines)
{
    if (text.len > ANSWER_BYTES_MAX)
        return "over 1048576 bytes";
    for (size_t at = 0; at < text.len;) {
        uint32_t code = utf8_next(text, &at);

        if (code == UTF8_BAD)
            return "not UTF-8";
        if (code == 0)
            return "has a NUL byte";
        if (code == '"' || code == '\\')
            reader->is_odd = reader->is_odd || !lines;
        if (reader->unsafe || (lines && is_line_byte(code)))
            continue;
        if (code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029)
            return "has a line end";
        if (code < 0x20 || (code >= 0x7f && code < 0xa0))
            return "has a control character";
    }
    return NULL;
}

static struct ynode *from_plain_text(struct answer_reader *reader, const struct field *field,
                                     struct view text)
{
    const char *wrong = text_problem(reader, text, field->type == FIELD_MULTI_LINE);

    if (!wrong)
        return ynode_new_string(reader->doc, text);
    return problem(reader, wrong,
                   view_starts(view_of(wrong), VIEW("has a line")) ||
                           view_starts(view_of(wrong), VIEW("has a control"))
                       ? "--unsafe lets it through"
                       : "");
}

/* A name that Kubernetes would take (RFC 1123 subdomain), or nothing. */
static bool is_object_name(struct view text)
{
    char before = '.';

    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool alnum = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        bool edge = before == '.' || i + 1 == text.len || text.data[i + 1] == '.';

        if (!alnum && !(c == '-' && !edge) && !(c == '.' && before != '.' && i + 1 < text.len))
            return false;
        before = c;
    }
    return text.len <= 253;
}

static struct ynode *from_object_name(struct answer_reader *reader, const struct field *field,
                                      struct view text)
{
    if (!is_object_name(text))
        return not_a(reader, field, text, "a name that Kubernetes takes");
    return ynode_new_string(reader->doc, text);
}

/* ---- numbers, booleans, choices ---- */

static struct ynode *from_int(struct answer_reader *reader, const struct field *field,
                              struct view text)
{
    int64_t value;

    if (!num_parse_i64(text, &value))
        return not_a(reader, field, text, "a whole number");
    return helm_value_int(reader->doc, text);
}

static bool equals_ignoring_case(struct view text, const char *word)
{
    if (text.len != strlen(word))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];

        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != word[i])
            return false;
    }
    return true;
}

static struct ynode *from_boolean(struct answer_reader *reader, const struct field *field,
                                  struct view text)
{
    static const char *const words[] = { "false", "true", "no", "yes", "off", "on", "0", "1" };

    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        if (equals_ignoring_case(text, words[i]))
            return ynode_new_bool(reader->doc, i % 2 == 1);
    return not_a(reader, field, text, "a boolean");
}

static struct ynode *find_option(struct answer_reader *reader, const struct field *field,
                                 struct view text)
{
    for (size_t i = 0; i < ynode_len(field->options); i++) {
        const struct ynode *option = ynode_at(field->options, i);

        if (ynode_is_scalar(option) && view_eq(ynode_text(option), text))
            return ynode_copy(reader->doc, option);
    }
    return NULL;
}

static struct ynode *from_select(struct answer_reader *reader, const struct field *field,
                                 struct view text)
{
    struct ynode *option = find_option(reader, field, text);

    return option ? option : not_a(reader, field, text, "one of its options");
}

/* An option that holds a comma can be given whole. */
static struct ynode *from_multi(struct answer_reader *reader, const struct field *field,
                                struct view text)
{
    struct ynode *seq = ynode_new_seq(reader->doc);
    struct ynode *whole = find_option(reader, field, text);
    struct view part;

    if (whole) {
        ynode_add(reader->doc, seq, whole);
        return seq;
    }
    while (view_cut(&text, ',', &part)) {
        struct ynode *option = find_option(reader, field, view_trim(part));

        if (!option)
            return not_a(reader, field, view_trim(part), "one of its options");
        ynode_add(reader->doc, seq, option);
    }
    return seq;
}

/* ---- NAME=VALUE ---- */

static bool is_env_name(struct view name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!letter && !(i > 0 && ((c >= '0' && c <= '9') || c == '.' || c == '-')))
            return false;
    }
    return name.len > 0;
}

static struct ynode *env_entry(struct answer_reader *reader, const struct field *field,
                               struct view name, struct view value)
{
    struct ynode *entry = ynode_new_map(reader->doc);
    struct ynode *text;

    if (!is_env_name(name))
        return not_a(reader, field, name, "a variable's name");
    text = from_plain_text(reader, field, value);
    if (!text)
        return NULL;
    ynode_set_string(reader->doc, entry, "name", name);
    ynode_set(reader->doc, entry, VIEW("value"), text);
    return entry;
}

static struct ynode *env_from_text(struct answer_reader *reader, const struct field *field,
                                   struct view text)
{
    size_t equals = view_find_byte(text, '=', 0);

    if (equals == text.len)
        return not_a(reader, field, text, "NAME=VALUE");
    return env_entry(reader, field, view_sub(text, 0, equals),
                     view_sub(text, equals + 1, text.len));
}

static struct ynode *from_env(struct answer_reader *reader, const struct field *field,
                              struct view text)
{
    struct ynode *entry = env_from_text(reader, field, text);
    struct ynode *seq = entry ? ynode_new_seq(reader->doc) : NULL;

    if (seq)
        ynode_add(reader->doc, seq, entry);
    return seq;
}

/* ---- structures ---- */

/* NAME or NAMESPACE/NAME of a volume to clone: what it stands for only its cluster knows. */
static struct ynode *from_volume_name(struct answer_reader *reader, const struct field *field,
                                      struct view text)
{
    size_t slash = view_find_byte(text, '/', 0);
    struct view name = slash < text.len ? view_sub(text, slash + 1, text.len) : text;

    if (name.len == 0 || !is_object_name(name) || !is_object_name(view_sub(text, 0, slash)))
        return not_a(reader, field, text, "the name of a data volume, or a mapping");
    return ynode_new_string(reader->doc, text);
}

static struct ynode *from_parsed(struct answer_reader *reader, const struct field *field,
                                 struct view text)
{
    AUTO(error) wrong = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(text, "value", &wrong);

    if (!doc)
        return problem(reader, error_message(&wrong), "");
    if (ynode_is_scalar(ydoc_root(doc)) && !ynode_is_null(ydoc_root(doc)))
        return field->type == FIELD_LIST ? not_a(reader, field, text, "a JSON or YAML list")
                                         : from_volume_name(reader, field, text);
    return answer_from_node(reader, field, ydoc_root(doc));
}

static struct ynode *entry_from_node(struct answer_reader *reader, const struct field *field,
                                     const struct ynode *entry, size_t index)
{
    struct ynode *map = ynode_new_map(reader->doc);

    if (!ynode_is_map(entry)) {
        problem(reader, "", "");
        buf_addf(&reader->what, "entry %zu is no mapping but a %s", index, ynode_kind_name(entry));
        return NULL;
    }
    for (size_t i = 0; i < ynode_len(entry); i++) {
        struct view key = ynode_text(ynode_key_at(entry, i));
        const struct field *sub = field_find(&field->fields, key);
        struct ynode *value = sub ? answer_from_node(reader, sub, ynode_value_at(entry, i)) : NULL;
        AUTO_CHARS what = NULL;

        if (value) {
            ynode_set(reader->doc, map, key, value);
            continue;
        }
        what = chars_copy(sub ? buf_text(&reader->what) : "unknown input");
        buf_clear(&reader->what);
        buf_addf(&reader->what, "[%zu]." VIEW_FMT ": %s", index, VIEW_ARGS(key), what);
        return NULL;
    }
    return map;
}

static struct ynode *list_from_node(struct answer_reader *reader, const struct field *field,
                                    const struct ynode *node)
{
    struct ynode *seq = ynode_new_seq(reader->doc);

    if (!ynode_is_seq(node))
        return problem(reader, "not a list", "");
    if (ynode_len(node) > ANSWER_INDEX_MAX)
        return problem(reader, "more than 65536 entries", "");
    for (size_t i = 0; i < ynode_len(node); i++) {
        struct ynode *entry = entry_from_node(reader, field, ynode_at(node, i), i);

        if (!entry)
            return NULL;
        ynode_add(reader->doc, seq, entry);
    }
    return seq;
}

static struct ynode *multi_from_node(struct answer_reader *reader, const struct field *field,
                                     const struct ynode *node)
{
    struct ynode *seq = ynode_new_seq(reader->doc);

    for (size_t i = 0; i < ynode_len(node); i++) {
        struct ynode *option = from_select(reader, field, ynode_text(ynode_at(node, i)));

        if (!option)
            return NULL;
        ynode_add(reader->doc, seq, option);
    }
    return seq;
}

static struct ynode *env_list_from_node(struct answer_reader *reader, const struct field *field,
                                        const struct ynode *node)
{
    struct ynode *seq = ynode_new_seq(reader->doc);

    for (size_t i = 0; i < ynode_len(node); i++) {
        const struct ynode *item = ynode_at(node, i);
        struct ynode *entry = ynode_is_map(item)
                                  ? env_entry(reader, field, ynode_text(ynode_get(item, "name")),
                                              ynode_text(ynode_get(item, "value")))
                                  : env_from_text(reader, field, ynode_text(item));

        if (!entry)
            return NULL;
        ynode_add(reader->doc, seq, entry);
    }
    return seq;
}

/* Name, type and what the type needs; the rest of it is the volume's own business. */
static struct ynode *volume_from_node(struct answer_reader *reader, const struct ynode *node)
{
    struct view type = ynode_text(ynode_get(node, "type"));
    bool http = view_is(type, "http"), clone = view_is(type, "clone");
    const char *fix = "{name: NAME, type: blank, storage_size: SIZE}";
    struct ynode *copy;

    if (!ynode_is_map(node))
        return problem(reader, "neither the name of a data volume nor a mapping", fix);
    if (!is_object_name(ynode_text(ynode_get(node, "name"))) ||
        ynode_text(ynode_get(node, "name")).len == 0)
        return problem(reader, "a data volume needs a name", fix);
    if (!http && !clone && !view_is(type, "blank"))
        return problem(reader, "a data volume's type is blank, http or clone", fix);
    if (http && ynode_text(ynode_get(node, "iso_url")).len == 0)
        return problem(reader, "a data volume of type http needs iso_url", "");
    if (clone && ynode_text(ynode_get(node, "namespace")).len == 0)
        return problem(reader, "a data volume of type clone needs namespace", "");
    copy = ynode_copy(reader->doc, node);
    return copy ? copy : problem(reader, "its aliases expand beyond the limit", "");
}

/* ---- by type ---- */

/* Types whose text `null` is no value of their own. */
static bool can_be_null(const struct field *field)
{
    switch (field->type) {
    case FIELD_INT:
    case FIELD_BOOLEAN:
    case FIELD_SELECT:
    case FIELD_MULTI:
    case FIELD_LIST:
    case FIELD_DATA_VOLUME:
        return true;
    default:
        return false;
    }
}

struct ynode *answer_from_text(struct answer_reader *reader, const struct field *field,
                               struct view text)
{
    if (text.len > ANSWER_BYTES_MAX)
        return problem(reader, "over 1048576 bytes", "");
    if (can_be_null(field) && view_is(text, "null") && !find_option(reader, field, text))
        return ynode_new_null(reader->doc);
    switch (field->type) {
    case FIELD_INT:
        return from_int(reader, field, text);
    case FIELD_BOOLEAN:
        return from_boolean(reader, field, text);
    case FIELD_SELECT:
        return from_select(reader, field, text);
    case FIELD_MULTI:
        return from_multi(reader, field, text);
    case FIELD_LIST:
    case FIELD_DATA_VOLUME:
        return from_parsed(reader, field, text);
    case FIELD_ENV:
        return from_env(reader, field, text);
    case FIELD_STORAGE_CLASS:
    case FIELD_PRIORITY:
    case FIELD_INGRESS_CLASS:
    case FIELD_SERVICE_ACCOUNT:
        return from_object_name(reader, field, text);
    case FIELD_STRING:
    case FIELD_MULTI_LINE:
    case FIELD_UNKNOWN:
        break;
    }
    return from_plain_text(reader, field, text);
}

/* A YAML number may be written in ways that are no decimal digits: 0x1f, 1_000. */
static struct ynode *int_from_node(struct answer_reader *reader, const struct field *field,
                                   const struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_1_1);
    AUTO(buf) digits = BUF_INIT(64);
    int64_t ignored;

    if (num_parse_i64(ynode_text(node), &ignored) || value.type != YTYPE_INT)
        return from_int(reader, field, ynode_text(node));
    scalar_add_json_number(&digits, &value);
    return from_int(reader, field, buf_view(&digits));
}

struct ynode *answer_from_node(struct answer_reader *reader, const struct field *field,
                               const struct ynode *node)
{
    if (ynode_is_null(node))
        return ynode_new_null(reader->doc);
    switch (field->type) {
    case FIELD_LIST:
        return list_from_node(reader, field, node);
    case FIELD_DATA_VOLUME:
        return ynode_is_scalar(node) ? from_volume_name(reader, field, ynode_text(node))
                                     : volume_from_node(reader, node);
    case FIELD_MULTI:
        if (ynode_is_seq(node))
            return multi_from_node(reader, field, node);
        break;
    case FIELD_ENV:
        if (ynode_is_seq(node))
            return env_list_from_node(reader, field, node);
        break;
    default:
        break;
    }
    if (!ynode_is_scalar(node)) {
        problem(reader, "", "");
        buf_addf(&reader->what, "a %s, not a value", ynode_kind_name(node));
        return NULL;
    }
    return field->type == FIELD_INT ? int_from_node(reader, field, node)
                                    : answer_from_text(reader, field, ynode_text(node));
}

bool answer_is_given(const struct ynode *value)
{
    if (!value || ynode_is_null(value))
        return false;
    if (ynode_is_scalar(value))
        return ynode_text(value).len > 0;
    return ynode_len(value) > 0;
}
