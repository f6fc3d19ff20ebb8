/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/change_log.h"

#include "base/alloc.h"
#include "yaml/path.h"

/* Where two trees are compared, and where rows go. */
struct comparison {
    struct change_log *log;
    const char *object;
    unsigned depth;
};

void change_log_init(struct change_log *log)
{
    *log = (struct change_log){ .doc = ydoc_new(), .before = MAP_INIT };
    log->rows = ynode_new_seq(log->doc);
    ydoc_set_root(log->doc, log->rows);
}

static void close_step(struct change_log *log)
{
    map_release(&log->before);
    log->before = (struct map)MAP_INIT;
    ydoc_free(log->copies);
    log->copies = NULL;
    free(log->patch);
    log->patch = NULL;
    free(log->step);
    log->step = NULL;
}

void change_log_release(struct change_log *log)
{
    close_step(log);
    ydoc_free(log->doc);
    free(log->preset);
    *log = (struct change_log){ .doc = NULL };
}

void change_log_preset(struct change_log *log, const char *preset)
{
    free(log->preset);
    log->preset = chars_copy(preset);
}

/* ---- rows ---- */

static void set_text(struct change_log *log, struct ynode *row, const char *key, const char *text)
{
    if (text)
        ynode_set_string(log->doc, row, key, view_of(text));
    else
        ynode_set(log->doc, row, view_of(key), ynode_new_null(log->doc));
}

static void set_value(struct change_log *log, struct ynode *row, const char *key,
                      const struct ynode *value)
{
    struct ynode *copy = value ? ynode_copy(log->doc, value) : NULL;

    ynode_set(log->doc, row, view_of(key), copy ? copy : ynode_new_null(log->doc));
}

static struct ynode *add_row(struct change_log *log, const char *object, const char *field,
                             const struct ynode *old, const struct ynode *new)
{
    struct ynode *row = ynode_new_map(log->doc);

    set_text(log, row, "preset", log->preset);
    set_text(log, row, "patch", log->patch);
    set_text(log, row, "step", log->step);
    set_text(log, row, "object", object);
    set_text(log, row, "field", field);
    set_value(log, row, "old", old);
    set_value(log, row, "new", new);
    ynode_add(log->doc, log->rows, row);
    return row;
}

static char *name_of(const struct resource *res)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct object_ref ref = resource_original(res);

    if (res->previous_len)
        ref.namespace = VIEW_EMPTY; /* the effective one, which may be none that was written */
    object_ref_add(&name, &ref);
    return buf_take(&name);
}

/* ---- comparing ---- */

static void compare(struct comparison *comparison, struct buf *path, const struct ynode *old,
                    const struct ynode *new);

static void compare_at(struct comparison *comparison, const struct buf *path, struct view key,
                       const struct ynode *old, const struct ynode *new)
{
    AUTO(buf) here = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_view(&here, buf_view(path));
    path_add_key(&here, key);
    compare(comparison, &here, old, new);
}

static void compare_maps(struct comparison *comparison, const struct buf *path,
                         const struct ynode *old, const struct ynode *new)
{
    for (size_t i = 0; i < ynode_len(old); i++) {
        struct view key = ynode_text(ynode_key_at(old, i));
        if (ynode_index(old, key) == i)
            compare_at(comparison, path, key, ynode_value_at(old, i), ynode_get_view(new, key));
    }
    for (size_t i = 0; i < ynode_len(new); i++) {
        struct view key = ynode_text(ynode_key_at(new, i));
        if (ynode_index(new, key) == i && !ynode_get_view(old, key))
            compare_at(comparison, path, key, NULL, ynode_value_at(new, i));
    }
}

static struct view element_name(const struct ynode *element)
{
    return ynode_text(ynode_get(element, "name"));
}

static const struct ynode *find_named(const struct ynode *seq, struct view name)
{
    for (size_t i = 0; i < ynode_len(seq); i++)
        if (view_eq(element_name(ynode_at(seq, i)), name))
            return ynode_at(seq, i);
    return NULL;
}

/* Each element is a mapping with a name of its own. */
static bool is_named(const struct ynode *seq)
{
    for (size_t i = 0; i < ynode_len(seq); i++) {
        struct view name = element_name(ynode_at(seq, i));
        if (name.len == 0 || find_named(seq, name) != ynode_at(seq, i))
            return false;
    }
    return true;
}

static void compare_named(struct comparison *comparison, const struct buf *path,
                          const struct ynode *old, const struct ynode *new, bool only_added)
{
    const struct ynode *walked = only_added ? new : old;

    for (size_t i = 0; i < ynode_len(walked); i++) {
        AUTO(buf) here = BUF_INIT(BUF_TEXT_BYTES_MAX);
        struct view name = element_name(ynode_at(walked, i));
        if (only_added && find_named(old, name))
            continue;
        buf_addf(&here, VIEW_FMT "[name=" VIEW_FMT "]", VIEW_ARGS(buf_view(path)), VIEW_ARGS(name));
        compare(comparison, &here, find_named(old, name), find_named(new, name));
    }
}

static void compare_seqs(struct comparison *comparison, const struct buf *path,
                         const struct ynode *old, const struct ynode *new)
{
    if (is_named(old) && is_named(new)) {
        compare_named(comparison, path, old, new, false);
        compare_named(comparison, path, old, new, true);
        return;
    }
    if (ynode_len(old) != ynode_len(new)) {
        add_row(comparison->log, comparison->object, buf_text(path), old, new);
        return;
    }
    for (size_t i = 0; i < ynode_len(old); i++) {
        AUTO(buf) here = BUF_INIT(BUF_TEXT_BYTES_MAX);
        buf_add_view(&here, buf_view(path));
        path_add_index(&here, i);
        compare(comparison, &here, ynode_at(old, i), ynode_at(new, i));
    }
}

static void compare(struct comparison *comparison, struct buf *path, const struct ynode *old,
                    const struct ynode *new)
{
    if (comparison->log->rows->len > CHANGE_LOG_ROWS_MAX || comparison->depth == YAML_DEPTH_MAX ||
        (new &&old &&ynode_equal(old, new, YAML_KUSTOMIZE)))
        return;
    comparison->depth++;
    if (ynode_is_map(old) && ynode_is_map(new))
        compare_maps(comparison, path, old, new);
    else if (ynode_is_seq(old) && ynode_is_seq(new))
        compare_seqs(comparison, path, old, new);
    else
        add_row(comparison->log, comparison->object, buf_text(path), old, new);
    comparison->depth--;
}

/* ---- steps ---- */

static struct view address_of(const struct resource *const *res)
{
    return view_make((const char *)res, sizeof(*res));
}

/* What RES is now, safe from being changed. */
static struct ynode *keep(struct change_log *log, const struct resource *res)
{
    bool may_change = res->editable || (res->manifest && res->manifest->edited);
    struct ynode *copy = may_change ? ynode_copy(log->copies, res->root) : NULL;

    return copy ? copy : res->root;
}

bool change_log_begin(struct change_log *log, const struct resource_list *list, const char *file,
                      uint32_t line, const char *step, struct error *err)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!log)
        return true;
    if (!change_log_end(log, list, err))
        return false;
    buf_add(&patch, file);
    if (line)
        buf_addf(&patch, ":%u", line);
    log->patch = buf_take(&patch);
    log->step = chars_copy(step);
    log->rows_before = ynode_len(log->rows);
    log->copies = ydoc_new();
    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (!res->removed)
            map_set(&log->before, address_of(&res), keep(log, res));
    }
    return true;
}

static void compare_object(struct change_log *log, const struct resource *res)
{
    AUTO_CHARS name = name_of(res);
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct comparison comparison = { .log = log, .object = name };
    const struct ynode *old = map_get(&log->before, address_of(&res));

    if (res->removed && old)
        add_row(log, name, "", old, NULL);
    else if (!old && !res->removed)
        add_row(log, name, "", NULL, res->root);
    else if (old && old != res->root)
        compare(&comparison, &path, old, res->root);
}

bool change_log_end(struct change_log *log, const struct resource_list *list, struct error *err)
{
    if (!log || !log->patch)
        return true;
    for (size_t i = 0; i < list->len; i++)
        compare_object(log, list->resources[i]);
    if (ynode_len(log->rows) == log->rows_before && strcmp(log->step, CHANGE_LOG_NAMES) != 0)
        add_row(log, NULL, NULL, NULL, NULL);
    close_step(log);
    return ynode_len(log->rows) <= CHANGE_LOG_ROWS_MAX ||
           error_set(err, ERROR_LIMIT, "more than %zu changes to tell", CHANGE_LOG_ROWS_MAX);
}

void change_log_unmatched(struct change_log *log, const char *what, const char *hint)
{
    struct ynode *row = add_row(log, NULL, NULL, NULL, NULL);

    set_text(log, row, "unmatched", what);
    set_text(log, row, "hint", hint);
}

void change_log_added(struct change_log *log, const struct resource *res)
{
    AUTO_CHARS name = name_of(res);
    AUTO(buf) place = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&place, "%s:%u", res->file, res->line);
    log->patch = buf_take(&place);
    log->step = chars_copy("resource");
    add_row(log, name, "", NULL, res->root);
    close_step(log);
}
