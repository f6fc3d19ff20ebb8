/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answers.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/num.h"
#include "catalog/answer_advice.h"
#include "catalog/layer.h"

#define INPUT_BYTES_MAX 60 /* of what a problem calls an input */

/* ---- life ---- */

void answers_init(struct answers *answers, const struct field_list *fields, bool unsafe)
{
    *answers = (struct answers){ .fields = fields, .doc = ydoc_new() };
    answers->values = ynode_new_map(answers->doc);
    answers->origins = ynode_new_map(answers->doc);
    ydoc_set_root(answers->doc, answers->values);
    answer_reader_init(&answers->reader, answers->doc, unsafe);
}

void answers_release(struct answers *answers)
{
    problems_release(&answers->problems);
    map_release(&answers->wrong);
    map_release(&answers->typed);
    for (size_t i = 0; i < answers->stale.len; i++)
        free(answers->stale.entries[i].value);
    map_release(&answers->stale);
    strv_release(&answers->warnings);
    answer_reader_release(&answers->reader);
    ydoc_free(answers->doc);
    *answers = (struct answers){ .fields = NULL };
}

/* ---- problems ---- */

/* What a launch gives by itself, and the flag that sets it. */
static const char *flag_for(struct view name)
{
    static const struct {
        const char *name;
        const char *flag;
    } flags[] = {
        { "cpu", "--cpu" },
        { "memory", "--memory" },
        { "cpuLimit", "--cpu-limit" },
        { "memoryLimit", "--memory-limit" },
        { "env", "--env" },
        { "host", "--host" },
        { "user", "--for-user" },
        { "group", "--group" },
        { "puid", "--uid" },
        { "guid", "--gid" },
        { "pullSecret", "--pull-secret" },
        { "selector", "--node-selector" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
        if (view_is(name, flags[i].name))
            return flags[i].flag;
    return NULL;
}

static void unknown_input(struct answers *answers, const struct field_list *fields,
                          struct view name, const char *shown, const char *where)
{
    AUTO(strv) names = STRV_INIT;
    AUTO_CHARS text = view_copy(view_sub(name, 0, INPUT_BYTES_MAX));
    const char *nearest = field_nearest(fields, text, &names);
    const char *flag = fields == answers->fields ? flag_for(name) : NULL;
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) fix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&what, "unknown input%s", where);
    if (flag)
        buf_addf(&fix, "use %s", flag);
    else if (nearest)
        buf_addf(&fix, "did you mean '%s'?", nearest);
    problems_add(&answers->problems, shown, buf_text(&what), buf_text(&fix));
}

static void mark_wrong(struct answers *answers, const struct field *field)
{
    map_set(&answers->wrong, field->name, answers);
}

/* The reader refused: its words, and what would be right. */
static void bad_value(struct answers *answers, const struct field *whole, const struct field *field,
                      const char *path, const char *where)
{
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) fix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&what, "%s%s", buf_text(&answers->reader.what), where);
    buf_add_view(&fix, buf_view(&answers->reader.fix));
    if (fix.len == 0)
        answer_add_fix(&fix, field, path);
    problems_add(&answers->problems, path, buf_text(&what), buf_text(&fix));
    mark_wrong(answers, whole);
}

static void warn_odd(struct answers *answers, const char *path)
{
    if (answers->reader.is_odd)
        strv_addf(&answers->warnings,
                  "'%s' holds a quotation mark or backslash: a chart that does not quote it "
                  "misreads it",
                  path);
    answers->reader.is_odd = false;
}

/* ---- assignments ---- */

struct assignment {
    const struct field *field; /* NULL: none of that name */
    const struct field *sub;   /* of a list's entry; NULL: the field itself */
    size_t index;
    struct view value;
    char *path; /* "redirects[0].to": what messages call it */
};

static void assignment_release(struct assignment *assignment)
{
    free(assignment->path);
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static size_t name_end(struct view text, size_t at)
{
    while (at < text.len && is_name_byte(text.data[at]))
        at++;
    return at;
}

/* A malformed TEXT: where in it, counted from 1, and what. */
static bool malformed(struct answers *answers, struct view text, size_t at, const char *what)
{
    AUTO_CHARS input = view_copy(view_sub(text, 0, INPUT_BYTES_MAX));
    AUTO(buf) whole = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&whole, "at character %zu: %s", at + 1, what);
    problems_add(&answers->problems, input, buf_text(&whole), "--set FIELD=VALUE");
    return false;
}

/* "[12].from" at *AT of PATH, into the index and the sub-field's name. */
static bool parse_entry(struct answers *answers, struct view text, struct view path, size_t *at,
                        uint64_t *index, struct view *sub)
{
    size_t close = view_find_byte(path, ']', *at);
    size_t end;

    if (close == path.len)
        return malformed(answers, text, *at, "'[' without ']'");
    if (!num_parse_u64(view_sub(path, *at + 1, close), index))
        return malformed(answers, text, *at + 1, "an index is a whole number from 0");
    if (*index >= ANSWER_INDEX_MAX)
        return malformed(answers, text, *at + 1, "an index is below 65536");
    if (close + 1 >= path.len || path.data[close + 1] != '.')
        return malformed(answers, text, close + 1, "an entry is set by FIELD[i].SUB=VALUE");
    end = name_end(path, close + 2);
    if (end == close + 2)
        return malformed(answers, text, end, "a name is missing");
    *sub = view_sub(path, close + 2, end);
    *at = end;
    return true;
}

static bool find_sub(struct answers *answers, struct assignment *to, struct view sub)
{
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (to->field->type != FIELD_LIST) {
        buf_addf(&what, "is no list but a " VIEW_FMT, VIEW_ARGS(to->field->type_name));
        problems_add(&answers->problems, to->path, buf_text(&what), "");
        mark_wrong(answers, to->field);
        return false;
    }
    to->sub = field_find(&to->field->fields, sub);
    if (to->sub)
        return true;
    unknown_input(answers, &to->field->fields, sub, to->path, "");
    mark_wrong(answers, to->field);
    return false;
}

static bool parse_assignment(struct answers *answers, struct assignment *to, const char *argument)
{
    struct view text = view_of(argument);
    size_t equals = view_find_byte(text, '=', 0);
    struct view path = view_sub(text, 0, equals);
    size_t at = name_end(path, 0), name_len = at;
    struct view sub = VIEW_EMPTY;
    uint64_t index = 0;

    *to = (struct assignment){ .value = view_sub(text, equals + 1, text.len) };
    if (equals == text.len) {
        /* It was meant, and is not asked for a second time. */
        map_set(&answers->wrong, text, answers);
        return malformed(answers, text, text.len, "'=' is missing");
    }
    if (name_len == 0)
        return malformed(answers, text, 0, "a name is missing");
    if (at < path.len && path.data[at] == '[' &&
        !parse_entry(answers, text, path, &at, &index, &sub))
        return false;
    if (at < path.len)
        return malformed(answers, text, at, "a name is letters, digits and '_'");
    to->path = view_copy(path);
    to->index = (size_t)index;
    to->field = field_find(answers->fields, view_sub(path, 0, name_len));
    if (!to->field) {
        AUTO_CHARS shown = view_copy(view_sub(path, 0, INPUT_BYTES_MAX));

        unknown_input(answers, answers->fields, view_sub(path, 0, name_len), shown, "");
        return false;
    }
    return sub.len == 0 || find_sub(answers, to, sub);
}

/* The entry INDEX of the list FIELD, made when it is not there; entries before it wait as nulls. */
static struct ynode *need_entry(struct answers *answers, const struct field *field, size_t index)
{
    struct ynode *list = ynode_get_view(answers->values, field->name);
    struct ynode *entry;

    if (!ynode_is_seq(list)) {
        list = ynode_new_seq(answers->doc);
        ynode_set(answers->doc, answers->values, field->name, list);
    }
    while (ynode_len(list) <= index)
        ynode_add(answers->doc, list, ynode_new_null(answers->doc));
    entry = ynode_at(list, index);
    if (!ynode_is_map(entry)) {
        entry = ynode_new_map(answers->doc);
        ynode_set_at(list, index, entry);
    }
    return entry;
}

/* `multi` and `env` may be given several times; the first of them replaces what a file said. */
static void store(struct answers *answers, const struct field *field, struct ynode *value)
{
    struct ynode *before = ynode_get_view(answers->values, field->name);
    bool adds = field->type == FIELD_MULTI || field->type == FIELD_ENV;

    if (!adds || !ynode_is_seq(before) || !ynode_is_seq(value) ||
        !map_has(&answers->typed, field->name)) {
        ynode_set(answers->doc, answers->values, field->name, value);
        map_set(&answers->typed, field->name, answers);
        return;
    }
    for (size_t i = 0; i < ynode_len(value); i++)
        ynode_add(answers->doc, before, ynode_at(value, i));
}

static void assign(struct answers *answers, const struct assignment *to, struct view text,
                   const char *from)
{
    const struct field *field = to->sub ? to->sub : to->field;
    struct ynode *value = answer_from_text(&answers->reader, field, text);

    if (!value) {
        bad_value(answers, to->field, field, to->path, "");
        return;
    }
    warn_odd(answers, to->path);
    layer_note(answers->doc, answers->origins, to->field->name, LAYER_ANSWER, from);
    if (to->sub)
        ynode_set(answers->doc, need_entry(answers, to->field, to->index), to->sub->name, value);
    else
        store(answers, to->field, value);
}

void answers_type(struct answers *answers, const char *argument)
{
    AUTO(assignment) to = { .field = NULL };

    if (parse_assignment(answers, &to, argument))
        assign(answers, &to, to.value, "-i");
}

void answers_set(struct answers *answers, const char *argument)
{
    AUTO(assignment) to = { .field = NULL };
    const struct field *field;

    if (strlen(argument) > ANSWER_SET_BYTES_MAX) {
        malformed(answers, view_of(argument), ANSWER_SET_BYTES_MAX,
                  "longer than 65536 bytes: use --set-file");
        return;
    }
    if (!parse_assignment(answers, &to, argument))
        return;
    field = to.sub ? to.sub : to.field;
    if (field_is_secret(field))
        strv_addf(&answers->warnings,
                  "'%s' is visible in the process list: --set-file %s=FILE keeps it out of there "
                  "(- reads standard input)",
                  to.path, to.path);
    assign(answers, &to, to.value, "--set");
}

bool answers_wants_standard_input(const char *assignment)
{
    struct view text = view_of(assignment);

    return view_is(view_sub(text, view_find_byte(text, '=', 0) + 1, text.len), "-");
}

static struct view without_line_end(struct view text)
{
    if (view_ends(text, VIEW("\n")))
        text.len--;
    if (view_ends(text, VIEW("\r")))
        text.len--;
    return text;
}

bool answers_set_file(struct answers *answers, const char *argument, struct view standard_input,
                      struct error *err)
{
    AUTO(assignment) to = { .field = NULL };
    AUTO(buf) text = BUF_INIT(ANSWER_BYTES_MAX);
    AUTO_CHARS path = NULL;
    struct view value = standard_input;

    if (!parse_assignment(answers, &to, argument))
        return true;
    if (!answers_wants_standard_input(argument)) {
        path = view_copy(to.value);
        if (!file_read(&text, path, err))
            return error_wrap(err, "cannot read the answer to '%s'", to.path);
        value = buf_view(&text);
    }
    if ((to.sub ? to.sub : to.field)->type != FIELD_MULTI_LINE)
        value = without_line_end(value);
    assign(answers, &to, value, "--set-file");
    return true;
}

/* ---- values files ---- */

static void take_entry(struct answers *answers, const char *path, const struct ynode *key,
                       const struct ynode *node)
{
    AUTO_CHARS name = view_copy(ynode_text(key));
    const struct field *field = field_find(answers->fields, ynode_text(key));
    AUTO(buf) where = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) from = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ynode *value;

    buf_addf(&from, "%s:%u", path, ynode_line(key));
    buf_addf(&where, " (%s)", buf_text(&from));
    if (!field) {
        unknown_input(answers, answers->fields, ynode_text(key), name, buf_text(&where));
        return;
    }
    value = answer_from_node(&answers->reader, field, node);
    if (!value) {
        bad_value(answers, field, field, name, buf_text(&where));
        return;
    }
    warn_odd(answers, name);
    layer_note(answers->doc, answers->origins, field->name, LAYER_ANSWER, buf_text(&from));
    ynode_set(answers->doc, answers->values, field->name, value);
}

bool answers_read_file(struct answers *answers, const char *path, struct error *err)
{
    AUTO(buf) text = BUF_INIT(ANSWER_BYTES_MAX);
    AUTO_FREE(ydoc) doc = NULL;
    struct ydoc_options options = { .origin = path, .unique_keys = true };
    const struct ynode *root;

    if (!file_read(&text, path, err))
        return error_wrap(err, "cannot read the values");
    doc = ydoc_parse_with(buf_view(&text), &options, err);
    if (!doc)
        return false;
    root = ydoc_root(doc);
    if (!root)
        return error_set(err, ERROR_INVALID, "%s: there are no values in it", path);
    if (!ynode_is_map(root))
        return error_set(err, ERROR_INVALID, "%s:%u:%u: values are a mapping, not a %s", path,
                         ynode_line(root), ynode_column(root), ynode_kind_name(root));
    for (size_t i = 0; i < ynode_len(root); i++)
        take_entry(answers, path, ynode_key_at(root, i), ynode_value_at(root, i));
    return true;
}

/* ---- an earlier launch ---- */

static void take_earlier(struct answers *answers, const struct ynode *key, const struct ynode *node,
                         bool as_text)
{
    const struct field *field = field_find(answers->fields, ynode_text(key));
    struct ynode *value;

    if (!field && !as_text)
        strv_addf(&answers->warnings,
                  "the template asks for '" VIEW_FMT "' no more: its answer is left out",
                  VIEW_ARGS(ynode_text(key)));
    if (!field)
        return;
    value = as_text ? answer_from_text(&answers->reader, field, ynode_text(node))
                    : answer_from_node(&answers->reader, field, node);
    answers->reader.is_odd = false;
    if (value) {
        ynode_set(answers->doc, answers->values, field->name, value);
        layer_note(answers->doc, answers->origins, field->name, LAYER_ANSWER, "earlier launch");
    } else {
        free(map_set(&answers->stale, field->name, chars_copy(buf_text(&answers->reader.what))));
    }
}

void answers_take_earlier(struct answers *answers, const struct ynode *earlier, bool as_text,
                          const char *hidden)
{
    bool unsafe = answers->reader.unsafe;

    /* What was let through then is let through again. */
    answers->reader.unsafe = true;
    for (size_t i = 0; i < ynode_len(earlier); i++) {
        const struct ynode *value = ynode_value_at(earlier, i);
        struct view text = view_trim(ynode_text(value));

        if (!as_text || (text.len > 0 && !view_is(text, hidden)))
            take_earlier(answers, ynode_key_at(earlier, i), value, as_text);
    }
    answers->reader.unsafe = unsafe;
}
