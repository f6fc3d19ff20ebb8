/* SPDX-License-Identifier: Apache-2.0 */
#include "control_choice.h"

#include <strings.h>

#include "manifest/object.h"
#include "print/output.h"

static bool is_named(const struct ynode *object, const char *name)
{
    const struct object_ref ref = object_ref_of(object);
    struct view rest = view_of(name);
    size_t slash = view_find_byte(rest, '/', 0);
    AUTO(buf) kind = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *wanted;

    if (slash == rest.len)
        return view_is(ref.name, name);
    if (!view_eq(ref.name, view_sub(rest, slash + 1, rest.len)))
        return false;
    buf_add_view(&kind, ref.kind);
    wanted = buf_text(&kind);
    if (strncasecmp(wanted, name, slash) == 0 && kind.len == slash)
        return true;
    buf_addf(&kind, "." VIEW_FMT, VIEW_ARGS(ref.group));
    wanted = buf_text(&kind);
    return strncasecmp(wanted, name, slash) == 0 && kind.len == slash;
}

const struct ynode *control_choice_live(const struct gather *gather, size_t i)
{
    const struct gathered *object = &gather->objects[i];

    return object->doc && object->parent == GATHER_ROOT ? ydoc_root(object->doc) : NULL;
}

bool control_choice_has(const struct ynode *object, const struct control_task *task)
{
    return object && control_can(object, task->act) &&
           (!task->object || is_named(object, task->object));
}

static void add_names(struct buf *out, const struct gather *gather, enum control_act act)
{
    for (size_t i = 0; i < gather->len; i++) {
        const struct ynode *object = control_choice_live(gather, i);

        if (!object || !control_can(object, act))
            continue;
        buf_add(out, out->len > 0 ? ", " : "");
        output_add_object_name(out, object);
    }
}

bool control_choice_check(const struct workload_link *link, const struct control_task *task,
                          struct error *err)
{
    AUTO(buf) names = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *act = control_act_name(task->act);
    size_t count = 0;

    for (size_t i = 0; i < link->gather.len; i++)
        count += control_choice_has(control_choice_live(&link->gather, i), task);
    add_names(&names, &link->gather, task->act);
    if (count == 0 && names.len == 0)
        return error_set(err, ERROR_NOT_FOUND, "cannot %s '%s': it has nothing to %s", act,
                         link->name, act);
    if (count == 0) {
        error_set(err, ERROR_NOT_FOUND, "cannot %s '%s': it has no '%s'", act, link->name,
                  task->object);
        return error_hint(err, "it has %s", buf_text(&names));
    }
    if (count > 1 && task->one) {
        error_set(err, ERROR_USAGE, "cannot %s '%s': which of its objects?", act, link->name);
        return error_hint(err, "name one: %s", buf_text(&names));
    }
    return true;
}

bool control_choice_allowed(const struct workload_link *link, const struct control_task *task,
                            struct error *err)
{
    for (size_t i = 0; i < link->gather.len; i++) {
        const struct ynode *object = control_choice_live(&link->gather, i);
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (!object || control_allows(object, task->act))
            continue;
        output_add_object_name(&name, object);
        error_set(err, ERROR_FORBIDDEN,
                  "cannot %s '%s': the annotation " CONTROL_ACTIONS " of %s does not allow it",
                  control_act_name(task->act), link->name, buf_text(&name));
        return error_hint(err, "--force does it nevertheless");
    }
    return true;
}
