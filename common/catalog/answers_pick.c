/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answers_pick.h"

#include "base/buf.h"
#include "base/strv.h"
#include "catalog/answer_advice.h"

#define NAMES_TOLD_MAX 4

/* ---- reading what is needed ---- */

static bool read_kind(struct answers *answers, struct picker *picker, const struct field *field,
                      struct error *err)
{
    bool known = picker->was_read[field->type];
    const struct picker_choices *choices;

    if (!picker_get(picker, field->type, &choices, err))
        return error_wrap(err, "cannot see the choices for '" VIEW_FMT "'", VIEW_ARGS(field->name));
    if (choices->note && !known)
        strv_addf(&answers->warnings, "an input of type " VIEW_FMT " is not checked: %s",
                  VIEW_ARGS(field->type_name), choices->note);
    return true;
}

static bool has_answers(const struct answers *answers, const struct field *field)
{
    return answer_is_given(ynode_get_view(answers->values, field->name)) ||
           field_has_default(field);
}

bool answers_use_picker(struct answers *answers, struct picker *picker, struct error *err)
{
    for (size_t i = 0; i < answers->fields->len; i++) {
        const struct field *field = &answers->fields->items[i];
        bool given = has_answers(answers, field);

        if (picker_is_picked(field->type) && (given || field->required) &&
            !read_kind(answers, picker, field, err))
            return false;
        for (size_t k = 0; given && k < field->fields.len; k++)
            if (picker_is_picked(field->fields.items[k].type) &&
                !read_kind(answers, picker, &field->fields.items[k], err))
                return false;
    }
    answers->picker = picker;
    return true;
}

/* The choices of FIELD when all of them are known, else NULL. */
static const struct picker_choices *choices_of(const struct answers *answers,
                                               const struct field *field)
{
    const struct picker *picker = answers->picker;

    return picker && picker->was_read[field->type] && !picker->kinds[field->type].note
               ? &picker->kinds[field->type]
               : NULL;
}

struct ynode *answers_picked_default(struct answers *answers, const struct field *field,
                                     const char *path)
{
    const struct picker_choices *choices =
        picker_is_picked(field->type) ? choices_of(answers, field) : NULL;
    const struct picker_choice *choice = choices ? picker_default(choices) : NULL;

    if (!choice)
        return NULL;
    strv_addf(&answers->warnings, "'%s' is '%s', the cluster's default %s", path, choice->name,
              picker_kind_name(field->type));
    return ynode_new_string(answers->doc, view_of(choice->name));
}

/* ---- checking ---- */

/* "--set class=fast or class=slow", or the nearest of them. */
static void add_choices(struct buf *out, const struct picker_choices *choices, const char *path,
                        const char *name)
{
    AUTO(strv) names = STRV_INIT;
    const char *nearest;

    for (size_t i = 0; i < choices->len; i++)
        strv_add(&names, choices->items[i].name);
    nearest = strv_nearest(&names, name);
    if (nearest) {
        buf_addf(out, "did you mean '%s'?", nearest);
        return;
    }
    for (size_t i = 0; i < names.len && i < NAMES_TOLD_MAX; i++)
        buf_addf(out, "%s%s=%s", i == 0 ? "--set " : " or ", path, names.items[i]);
}

/* With --force it is only said. */
static bool not_there(struct answers *answers, const struct field *field,
                      const struct picker_choices *choices, const char *path, const char *name)
{
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) fix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&what, "%s %s '%s'",
             field->type == FIELD_SERVICE_ACCOUNT ? "the project has no" : "the cluster has no",
             picker_kind_name(field->type), name);
    if (answers->force) {
        strv_addf(&answers->warnings, "'%s': %s", path, buf_text(&what));
        return true;
    }
    add_choices(&fix, choices, path, name);
    problems_add(&answers->problems, path, buf_text(&what), buf_text(&fix));
    return false;
}

/* ---- data volumes ---- */

/* The volume NAME: of NAMESPACE when that is not empty, else of the project, else the only one. */
static const struct picker_choice *find_volume(const struct picker_choices *choices,
                                               struct view namespace, struct view name,
                                               const char *project, bool *several)
{
    const struct picker_choice *found = NULL;

    *several = false;
    for (size_t i = 0; i < choices->len; i++) {
        const struct picker_choice *item = &choices->items[i];

        if (!view_is(name, item->name) ||
            (namespace.len > 0 && !view_is(namespace, item->namespace)))
            continue;
        if (strcmp(item->namespace, project) == 0)
            return item;
        *several = found != NULL;
        found = item;
    }
    return *several ? NULL : found;
}

static bool volume_problem(struct answers *answers, const struct field *field, const char *path,
                           const char *what)
{
    AUTO(buf) fix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    answer_add_fix(&fix, field, path);
    problems_add(&answers->problems, path, what, buf_text(&fix));
    return false;
}

/* A volume's name stands for a clone of it. */
static bool settle_volume(struct answers *answers, const struct field *field, struct ynode *map,
                          struct view text, const char *path)
{
    const struct picker_choices *choices = choices_of(answers, field);
    size_t slash = view_find_byte(text, '/', 0);
    struct view namespace = slash < text.len ? view_sub(text, 0, slash) : VIEW_EMPTY;
    struct view name = slash < text.len ? view_sub(text, slash + 1, text.len) : text;
    const struct picker_choice *choice;
    AUTO_CHARS shown = view_copy(text);
    struct ynode *volume;
    bool several;

    if (!choices)
        return volume_problem(answers, field, path,
                              "the name of a data volume needs a cluster that can be asked");
    choice = find_volume(choices, namespace, name, answers->picker->namespace, &several);
    if (several)
        return volume_problem(answers, field, path,
                              "several namespaces have a data volume of this name: say "
                              "NAMESPACE/NAME");
    if (!choice)
        return not_there(answers, field, choices, path, shown);
    volume = ynode_new_map(answers->doc);
    ynode_set_string(answers->doc, volume, "name", view_of(choice->name));
    ynode_set_string(answers->doc, volume, "namespace", view_of(choice->namespace));
    ynode_set_string(answers->doc, volume, "type", VIEW("clone"));
    if (*choice->size)
        ynode_set_string(answers->doc, volume, "storage_size", view_of(choice->size));
    ynode_set(answers->doc, map, field->name, volume);
    return true;
}

bool answers_check_pick(struct answers *answers, const struct field *field, struct ynode *map,
                        struct ynode *value, const char *path)
{
    const struct picker_choices *choices;
    AUTO_CHARS name = NULL;

    if (!picker_is_picked(field->type) || !answer_is_given(value) || !ynode_is_scalar(value))
        return true;
    if (field->type == FIELD_DATA_VOLUME)
        return settle_volume(answers, field, map, ynode_text(value), path);
    choices = choices_of(answers, field);
    if (!choices || picker_find(choices, ynode_text(value)))
        return true;
    name = view_copy(ynode_text(value));
    return not_there(answers, field, choices, path, name);
}
