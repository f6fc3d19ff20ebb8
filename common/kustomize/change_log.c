/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/change_log.h"

#include "base/alloc.h"
#include "kustomize/change_compare.h"

void change_log_init(struct change_log *log)
{
    *log = (struct change_log){ .doc = ydoc_new() };
    log->rows = ynode_new_seq(log->doc);
    ydoc_set_root(log->doc, log->rows);
}

static void clear_map(struct map *map)
{
    map_release(map);
    *map = (struct map)MAP_INIT;
}

static void close_step(struct change_log *log)
{
    clear_map(&log->before);
    ydoc_free(log->copies);
    log->copies = NULL;
    free(log->patch);
    log->patch = NULL;
    free(log->step);
    log->step = NULL;
    log->outer = false;
}

static void forget_names(struct change_log *log)
{
    for (size_t i = 0; i < log->names.len; i++)
        free(log->names.entries[i].value);
    clear_map(&log->names);
    clear_map(&log->taken);
}

void change_log_release(struct change_log *log)
{
    close_step(log);
    forget_names(log);
    ydoc_free(log->doc);
    free(log->preset);
    *log = (struct change_log){ .doc = NULL };
}

void change_log_preset(struct change_log *log, const char *preset)
{
    forget_names(log);
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

static struct ynode *add_row(struct change_log *log, const char *object,
                             const struct change *change)
{
    struct ynode *row = ynode_new_map(log->doc);

    set_text(log, row, "preset", log->preset);
    set_text(log, row, "patch", log->patch);
    set_text(log, row, "step", log->step);
    set_text(log, row, "object", object);
    set_text(log, row, "field", change->field);
    set_value(log, row, "old", change->old);
    set_value(log, row, "new", change->new);
    if (change->immutable)
        ynode_set(log->doc, row, VIEW("immutable"), ynode_new_bool(log->doc, true));
    ynode_add(log->doc, log->rows, row);
    return row;
}

/* A step that did nothing. */
static struct ynode *add_empty_row(struct change_log *log)
{
    return add_row(log, NULL, &(struct change){ .field = NULL });
}

/* ---- names ---- */

static struct view address_of(const struct resource *const *res)
{
    return view_make((const char *)res, sizeof(*res));
}

/* What RES is called all through a preset: by its name when the log first saw it. */
static const char *name_of(struct change_log *log, const struct resource *res)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct object_ref ref = resource_original(res);
    char *own = map_get(&log->names, address_of(&res));
    size_t count;

    if (own)
        return own;
    if (res->previous_len)
        ref.namespace = VIEW_EMPTY; /* the effective one, which may be none that was written */
    object_ref_add(&name, &ref);
    count = (size_t)(uintptr_t)map_get(&log->taken, buf_view(&name)) + 1;
    map_set(&log->taken, buf_view(&name), (void *)(uintptr_t)count);
    if (count > 1)
        buf_addf(&name, " (%zu)", count);
    own = buf_take(&name);
    map_set(&log->names, address_of(&res), own);
    return own;
}

/* ---- steps ---- */

/*
 * What RES is now, safe from being changed. A tree with aliases is copied too: what is compared
 * with it later has them and its merge keys expanded.
 */
static struct ynode *keep(struct change_log *log, const struct resource *res)
{
    const struct manifest *manifest = res->manifest;
    bool may_change = res->editable || manifest->edited || ydoc_has_anchors(manifest->doc);
    struct ynode *copy = may_change ? ynode_copy(log->copies, res->root) : NULL;

    return copy ? copy : res->root;
}

/* Nobody asked for this step: its silence is not told. */
static bool is_silent(const struct change_log *log)
{
    return strcmp(log->step, CHANGE_LOG_NAMES) == 0 || strcmp(log->step, CHANGE_LOG_LOCAL) == 0 ||
           log->outer;
}

bool change_log_begin(struct change_log *log, const struct resource_list *list, const char *file,
                      uint32_t line, const char *step, struct error *err)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!log)
        return true;
    buf_add(&patch, file);
    if (line)
        buf_addf(&patch, ":%u", line);
    log->outer =
        log->patch && view_is(buf_view(&patch), log->patch) && strcmp(step, log->step) != 0;
    if (!change_log_end(log, list, err))
        return false;
    log->patch = buf_take(&patch);
    log->step = chars_copy(step);
    log->rows_before = ynode_len(log->rows);
    log->kept = 0;
    log->copies = ydoc_new();
    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (res->removed)
            continue;
        name_of(log, res);
        map_set(&log->before, address_of(&res), keep(log, res));
    }
    return true;
}

/* Where the changes of one object become rows. */
struct object_rows {
    struct change_log *log;
    const char *name;
};

static bool tell_change(void *context, const struct change *change)
{
    const struct object_rows *rows = context;

    add_row(rows->log, rows->name, change);
    return ynode_len(rows->log->rows) <= CHANGE_LOG_ROWS_MAX;
}

static void compare_object(struct change_log *log, const struct resource *res)
{
    struct object_rows rows = { .log = log, .name = name_of(log, res) };
    struct change_sink sink = { .tell = tell_change, .context = &rows };
    const struct ynode *old = map_get(&log->before, address_of(&res));
    const struct ynode *new = res->removed ? NULL : res->root;

    if (old != new)
        change_compare(old, new, log->doc, &sink);
}

bool change_log_end(struct change_log *log, const struct resource_list *list, struct error *err)
{
    if (!log || !log->patch)
        return true;
    for (size_t i = 0; i < list->len; i++)
        compare_object(log, list->resources[i]);
    if (ynode_len(log->rows) == log->rows_before + log->kept && !is_silent(log))
        add_empty_row(log);
    close_step(log);
    return ynode_len(log->rows) <= CHANGE_LOG_ROWS_MAX ||
           error_set(err, ERROR_LIMIT, "more than %zu changes to tell", CHANGE_LOG_ROWS_MAX);
}

void change_log_unmatched(struct change_log *log, const char *what, const char *hint)
{
    struct ynode *row = add_empty_row(log);

    set_text(log, row, "unmatched", what);
    if (hint)
        set_text(log, row, "hint", hint);
}

void change_log_kept(struct change_log *log, const char *field, struct view wanted)
{
    if (!log)
        return;
    /* Once for all the objects that the patch is for. */
    for (size_t i = log->rows_before; i < ynode_len(log->rows); i++) {
        const struct ynode *row = ynode_at(log->rows, i);
        if (view_is(ynode_text(ynode_get(row, "field")), field) &&
            view_eq(ynode_text(ynode_get(row, "kept")), wanted))
            return;
    }
    ynode_set(log->doc, add_row(log, NULL, &(struct change){ .field = field }), VIEW("kept"),
              ynode_new_string(log->doc, wanted));
    log->kept++;
}

void change_log_added(struct change_log *log, const struct resource *res)
{
    struct object_rows rows = { .log = log, .name = name_of(log, res) };
    struct change_sink sink = { .tell = tell_change, .context = &rows };
    AUTO(buf) place = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&place, "%s:%u", res->file, res->line);
    log->patch = buf_take(&place);
    log->step = chars_copy("resource");
    change_compare(NULL, res->root, log->doc, &sink);
    close_step(log);
}

const struct ynode *change_log_immutable(const struct change_log *log)
{
    for (size_t i = 0; i < ynode_len(log->rows); i++)
        if (ynode_get(ynode_at(log->rows, i), "immutable"))
            return ynode_at(log->rows, i);
    return NULL;
}
