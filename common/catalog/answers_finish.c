/* SPDX-License-Identifier: Apache-2.0 */
/* catalog/answers_finish.c - what was not answered: defaults, the cluster's own choice, and what is
 * missing. Source: catalog.md 3.4 */
#include "base/buf.h"
#include "catalog/answer_advice.h"
#include "catalog/answers.h"
#include "catalog/answers_pick.h"
#include "catalog/layer.h"

/* The answer of an earlier launch is none any more, and nobody gave another. */
static bool refuse_stale(struct answers *answers, const struct field *field, const char *name)
{
    const char *why = map_get(&answers->stale, field->name);
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) fix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!why || ynode_get_view(answers->values, field->name))
        return false;
    buf_addf(&what, "the earlier answer %s", why);
    answer_add_fix(&fix, field, name);
    problems_add(&answers->problems, name, buf_text(&what), buf_text(&fix));
    return true;
}

static void required(struct answers *answers, const struct field *field, const char *path)
{
    AUTO(buf) fix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    answer_add_fix(&fix, field, path);
    problems_add(&answers->problems, path, "required", buf_text(&fix));
}

/* The schema's default as the field's type wants it; NULL when there is none or it is no such
 * value. */
static struct ynode *default_of(struct answers *answers, const struct field *field,
                                const char *path, bool *wrong)
{
    struct ynode *value;

    *wrong = false;
    if (!field->fallback || ynode_is_null(field->fallback))
        return NULL;
    /* The author wrote it, perhaps over several lines: only the user's typing is held to one. */
    answers->reader.unsafe = true;
    value = answer_from_node(&answers->reader, field, field->fallback);
    answers->reader.is_odd = false;
    if (!value && ynode_text(field->fallback).len > 0) {
        AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) fix = BUF_INIT(BUF_TEXT_BYTES_MAX);

        *wrong = true;
        buf_addf(&what, "the template's default: %s", buf_text(&answers->reader.what));
        answer_add_fix(&fix, field, path);
        problems_add(&answers->problems, path, buf_text(&what), buf_text(&fix));
    }
    return value;
}

/* What counts when nobody says anything; NULL: the key is left out and the chart's own value holds.
 */
static struct ynode *empty_of(struct answers *answers, const struct field *field)
{
    if (field->type == FIELD_BOOLEAN)
        return ynode_new_bool(answers->doc, false);
    if (field->type == FIELD_LIST || field->type == FIELD_MULTI)
        return ynode_new_seq(answers->doc);
    return NULL;
}

/* What counts without an answer, and the layer that it is of; NULL: nothing does. Source:
 * catalog.md 3.4. */
static struct ynode *fill_in(struct answers *answers, const struct field *field, const char *path,
                             bool sample, enum layer *layer, bool *wrong)
{
    struct ynode *value = default_of(answers, field, path, wrong);

    *layer = LAYER_FIELD;
    if (!answer_is_given(value) && field->required && !*wrong) {
        struct ynode *picked = answers_picked_default(answers, field, path);

        if (picked) {
            *layer = LAYER_CLUSTER;
            return picked;
        }
        if (sample) {
            *layer = LAYER_SAMPLE;
            return answer_sample(answers->doc, field);
        }
    }
    return value || *wrong ? value : empty_of(answers, field);
}

static void finish_field(struct answers *answers, const struct field *field, struct ynode *map,
                         const char *path, bool sample)
{
    struct ynode *value = ynode_get_view(map, field->name);
    enum layer layer = LAYER_ANSWER;
    bool wrong = false;

    if (!value) {
        value = fill_in(answers, field, path, sample, &layer, &wrong);
        if (value)
            ynode_set(answers->doc, map, field->name, value);
        if (value && map == answers->values)
            layer_note(answers->doc, answers->origins, field->name, layer, "");
    }
    if (layer != LAYER_SAMPLE && !wrong && !answers_check_pick(answers, field, map, value, path))
        return;
    if (field->required && field->type != FIELD_BOOLEAN && !wrong && !answer_is_given(value))
        required(answers, field, path);
}

static void finish_entries(struct answers *answers, const struct field *field, bool sample)
{
    struct ynode *list = ynode_get_view(answers->values, field->name);

    for (size_t i = 0; ynode_is_seq(list) && i < ynode_len(list); i++) {
        struct ynode *entry = ynode_at(list, i);

        for (size_t k = 0; k < field->fields.len; k++) {
            AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

            buf_addf(&path, VIEW_FMT "[%zu]", VIEW_ARGS(field->name), i);
            if (!ynode_is_map(entry)) {
                problems_add(&answers->problems, buf_text(&path),
                             "an entry before the last is missing", "");
                break;
            }
            buf_addf(&path, "." VIEW_FMT, VIEW_ARGS(field->fields.items[k].name));
            finish_field(answers, &field->fields.items[k], entry, buf_text(&path), sample);
        }
    }
}

void answers_finish(struct answers *answers, bool sample)
{
    bool unsafe = answers->reader.unsafe;

    for (size_t i = 0; i < answers->fields->len; i++) {
        const struct field *field = &answers->fields->items[i];
        AUTO_CHARS name = view_copy(field->name);

        if (map_has(&answers->wrong, field->name) || refuse_stale(answers, field, name))
            continue;
        finish_field(answers, field, answers->values, name, sample);
        if (field->type == FIELD_LIST)
            finish_entries(answers, field, sample);
    }
    answers->reader.unsafe = unsafe;
}

bool answers_check(const struct answers *answers, const char *act, struct error *err)
{
    return problems_check(&answers->problems, act, err);
}
