/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/explain.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/layer.h"
#include "helm/values.h"
#include "workload/record.h"

#define CHART_VALUES "values.yaml"

struct explaining {
    struct ydoc *doc;
    struct ynode *rows;
    const struct ynode *origins;
    const struct template *template;
};

static bool is_secret(const void *context, struct view key)
{
    const struct template *template = context;

    return field_key_is_secret(&template->fields.list, key);
}

/* ---- one row ---- */

static struct ynode *shown(const struct explaining *to, struct view key, const struct ynode *value,
                           struct error *err)
{
    struct ynode *copy;

    if (is_secret(to->template, key) && ynode_text(value).len > 0)
        return ynode_new_string(to->doc, VIEW(RECORD_SECRET));
    copy = ynode_copy(to->doc, value);
    if (copy)
        record_hide_secrets(to->doc, copy, is_secret, to->template);
    else
        error_set(err, ERROR_LIMIT, "the aliases of '" VIEW_FMT "' expand beyond the limit",
                  VIEW_ARGS(key));
    return copy;
}

/* PATH is the name with those of the mappings around it, KEY its last part. */
static struct ynode *add_row(struct explaining *to, struct view path, struct view key,
                             const struct ynode *value, struct error *err)
{
    struct ynode *row = ynode_new_map(to->doc);
    struct ynode *copy = shown(to, key, value, err);

    if (!copy)
        return NULL;
    ynode_set_string(to->doc, row, "name", path);
    ynode_set(to->doc, row, VIEW("value"), copy);
    ynode_add(to->doc, to->rows, row);
    return row;
}

static bool add_given(struct explaining *to, struct view path, struct view key,
                      const struct ynode *value, const struct ynode *origin, struct error *err)
{
    struct ynode *row = add_row(to, path, key, value, err);
    struct view from = ynode_text(ynode_get(origin, "from"));

    if (!row)
        return false;
    ynode_set_string(to->doc, row, "layer", ynode_text(ynode_get(origin, "layer")));
    if (from.len > 0)
        ynode_set_string(to->doc, row, "from", from);
    return true;
}

static bool add_of_chart(struct explaining *to, struct view path, const struct ynode *key,
                         const struct ynode *value, struct error *err)
{
    struct ynode *row = add_row(to, path, ynode_text(key), value, err);
    AUTO(buf) from = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!row)
        return false;
    buf_addf(&from, CHART_VALUES ":%u", ynode_line(key));
    ynode_set_string(to->doc, row, "layer", view_of(layer_name(LAYER_CHART)));
    ynode_set_string(to->doc, row, "from", buf_view(&from));
    return true;
}

/* ---- both layers ---- */

static void join(struct buf *path, struct view before, struct view key)
{
    buf_addf(path, VIEW_FMT "%s" VIEW_FMT, VIEW_ARGS(before), before.len > 0 ? "." : "",
             VIEW_ARGS(key));
}

static bool merge(struct explaining *to, struct view before, const struct ynode *chart,
                  const struct ynode *given, const struct ynode *origin, struct error *err);

static bool merge_key(struct explaining *to, struct view path, struct view key,
                      const struct ynode *chart, const struct ynode *given,
                      const struct ynode *origin, struct error *err)
{
    /* A mapping over a mapping is merged; all else takes its place. */
    if (ynode_is_map(given) && ynode_is_map(chart) && !is_secret(to->template, key))
        return merge(to, path, chart, given, origin, err);
    return add_given(to, path, key, given, origin, err);
}

/* ORIGIN is NULL at the top, where every value has one of its own. */
static bool merge(struct explaining *to, struct view before, const struct ynode *chart,
                  const struct ynode *given, const struct ynode *origin, struct error *err)
{
    for (size_t i = 0; i < ynode_len(given); i++) {
        struct view key = ynode_text(ynode_key_at(given, i));
        AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

        join(&path, before, key);
        if (!merge_key(to, buf_view(&path), key, ynode_get_view(chart, key),
                       ynode_value_at(given, i), origin ? origin : ynode_get_view(to->origins, key),
                       err))
            return false;
    }
    for (size_t i = 0; i < ynode_len(chart); i++) {
        const struct ynode *key = ynode_key_at(chart, i);
        AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (ynode_get_view(given, ynode_text(key)))
            continue;
        join(&path, before, ynode_text(key));
        if (!add_of_chart(to, buf_view(&path), key, ynode_value_at(chart, i), err))
            return false;
    }
    return true;
}

static int compare(const void *left, const void *right)
{
    const struct ynode *const *a = left, *const *b = right;

    return view_cmp(ynode_text(ynode_get(*a, "name")), ynode_text(ynode_get(*b, "name")));
}

static void sort_rows(struct ynode *rows)
{
    size_t len = ynode_len(rows);
    struct ynode **sorted = mem_alloc_zero(len + 1, sizeof(struct ynode *));

    for (size_t i = 0; i < len; i++)
        sorted[i] = ynode_at(rows, i);
    if (len > 1)
        qsort(sorted, len, sizeof(*sorted), compare);
    for (size_t i = 0; i < len; i++)
        ynode_set_at(rows, i, sorted[i]);
    free(sorted);
}

bool explain_values(struct ydoc *doc, struct ynode *rows, const struct plan *plan,
                    const struct template *template, struct error *err)
{
    AUTO_FREE(ydoc)
    chart = ydoc_parse(template_chart_file(template, CHART_VALUES), CHART_VALUES, err);
    struct explaining to = {
        .doc = doc, .rows = rows, .origins = plan->origins, .template = template
    };

    if (!chart || !merge(&to, VIEW_EMPTY, ydoc_root(chart), ydoc_root(plan->values), NULL, err))
        return false;
    sort_rows(rows);
    return true;
}

/* ---- the document ---- */

struct ynode *explain_given(struct ydoc *doc, const struct plan *plan,
                            const struct template *template, struct error *err)
{
    AUTO(buf) text = BUF_INIT(YAML_INPUT_BYTES_MAX);
    AUTO_FREE(ydoc) given = NULL;
    struct explaining to = { .doc = doc, .template = template };
    struct ynode *map = ynode_new_map(doc);

    if (!helm_values_write(&text, ydoc_root(plan->values), err))
        return NULL;
    given = ydoc_parse(buf_view(&text), "values", err);
    for (size_t i = 0; given && i < ynode_len(ydoc_root(given)); i++) {
        struct view key = ynode_text(ynode_key_at(ydoc_root(given), i));
        struct ynode *value = shown(&to, key, ynode_value_at(ydoc_root(given), i), err);

        if (!value)
            return NULL;
        ynode_set(doc, map, key, value);
    }
    return given ? map : NULL;
}
