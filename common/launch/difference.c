/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/difference.h"

#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "catalog/field.h"
#include "launch/document.h"
#include "workload/masked.h"
#include "workload/record.h"

void difference_release(struct difference *difference)
{
    ydoc_free(difference->before);
    ydoc_free(difference->after);
    *difference = (struct difference)DIFFERENCE_INIT;
}

/* ---- what the server keeps for itself ---- */

static void clean(struct ynode *object)
{
    static const char *const kept[] = { "creationTimestamp", "generation", "managedFields",
                                        "resourceVersion",   "selfLink",   "uid" };
    struct ynode *metadata = ynode_get(object, "metadata");
    struct ynode *annotations = ynode_get(metadata, "annotations");

    for (size_t i = 0; metadata && i < ARRAY_SIZE(kept); i++)
        ynode_remove(metadata, view_of(kept[i]));
    if (annotations)
        ynode_remove(annotations, VIEW("kubectl.kubernetes.io/last-applied-configuration"));
    if (annotations && ynode_len(annotations) == 0)
        ynode_remove(metadata, VIEW("annotations"));
    ynode_remove(object, VIEW("status"));
}

/* ---- what is never shown ---- */

struct masking {
    struct difference *difference;
    const struct strv *secrets;
    bool secret; /* a Secret */
    /* `data` of a ConfigMap in both states: its values are told by their keys. */
    const struct ynode *config[2];
};

static void set(struct ydoc *doc, struct ynode *scalar, const struct buf *text, const char *more)
{
    AUTO(buf) whole = BUF_INIT(YAML_SCALAR_BYTES_MAX);

    buf_add_view(&whole, buf_view(text));
    buf_add(&whole, more);
    ynode_set_text(doc, scalar, buf_view(&whole));
}

/* Two scalars at one place, or one (the other NULL). */
static void mask_scalars(struct masking *to, struct ynode *old, struct ynode *new, bool hidden)
{
    struct view old_text = ynode_text(old), new_text = ynode_text(new);
    AUTO(buf) old_masked = BUF_INIT(YAML_SCALAR_BYTES_MAX);
    AUTO(buf) new_masked = BUF_INIT(YAML_SCALAR_BYTES_MAX);
    bool differ = old && new && !view_eq(old_text, new_text);

    masked_add(&old_masked, hidden ? VIEW(RECORD_SECRET) : old_text, to->secrets);
    masked_add(&new_masked, hidden ? VIEW(RECORD_SECRET) : new_text, to->secrets);
    differ = differ && view_eq(buf_view(&old_masked), buf_view(&new_masked));
    if (old && !view_eq(buf_view(&old_masked), old_text))
        set(to->difference->before, old, &old_masked, differ ? " (before)" : "");
    if (new && !view_eq(buf_view(&new_masked), new_text))
        set(to->difference->after, new, &new_masked, differ ? " (after)" : "");
}

static void mask(struct masking *to, struct ynode *old, struct ynode *new, bool hidden);

/* The elements of a list by their names; those without one have none. */
struct partners {
    const struct ynode *list;
    struct map names; /* index + 1 of the first of the name */
};

static void partners_release(struct partners *partners)
{
    map_release(&partners->names);
}

static struct partners partners_of(const struct ynode *list)
{
    struct partners partners = { .list = list, .names = MAP_INIT };

    for (size_t i = 0; i < ynode_len(list); i++) {
        struct view name = ynode_text(ynode_get(ynode_at(list, i), "name"));

        if (!map_has(&partners.names, name))
            map_set(&partners.names, name, (void *)(uintptr_t)(i + 1));
    }
    return partners;
}

/* The one that stands for ELEMENT, the I-th of its own list: of its name, else at its place. */
static struct ynode *partner(const struct partners *partners, const struct ynode *element, size_t i)
{
    const struct ynode *name = ynode_get(element, "name");
    uintptr_t place = name ? (uintptr_t)map_get(&partners->names, ynode_text(name)) : i + 1;

    return place > 0 ? ynode_at(partners->list, place - 1) : NULL;
}

static bool is_hidden(const struct masking *to, const struct ynode *map, struct view key)
{
    if (view_is(key, "value"))
        return field_name_is_secret(ynode_text(ynode_get(map, "name")));
    if ((map == to->config[0] || map == to->config[1]) && field_name_is_secret(key))
        return true;
    return to->secret && (view_is(key, "data") || view_is(key, "stringData"));
}

/* What is in OLD, with its counterpart; SIDE 1: only what NEW alone has. */
static void mask_map(struct masking *to, struct ynode *old, struct ynode *new, bool hidden,
                     bool only_new)
{
    struct ynode *from = only_new ? new : old;
    struct ynode *other = only_new ? old : new;

    for (size_t i = 0; i < ynode_len(from); i++) {
        struct view key = ynode_text(ynode_key_at(from, i));
        struct ynode *value = ynode_value_at(from, i);
        struct ynode *counterpart = ynode_get_view(other, key);
        bool hide = hidden || is_hidden(to, from, key);

        if (!only_new)
            mask(to, value, counterpart, hide);
        else if (!counterpart)
            mask(to, NULL, value, hide);
    }
}

static void mask_list(struct masking *to, struct ynode *old, struct ynode *new, bool hidden)
{
    AUTO(partners) of_old = partners_of(old);
    AUTO(partners) of_new = partners_of(new);

    for (size_t i = 0; i < ynode_len(old); i++)
        mask(to, ynode_at(old, i), partner(&of_new, ynode_at(old, i), i), hidden);
    for (size_t i = 0; i < ynode_len(new); i++)
        if (!partner(&of_old, ynode_at(new, i), i))
            mask(to, NULL, ynode_at(new, i), hidden);
}

static void mask(struct masking *to, struct ynode *old, struct ynode *new, bool hidden)
{
    if (old && new &&ynode_kind(old) != ynode_kind(new)) {
        mask(to, old, NULL, hidden);
        mask(to, NULL, new, hidden);
    } else if (ynode_is_map(old ? old : new)) {
        mask_map(to, old, new, hidden, false);
        mask_map(to, old, new, hidden, true);
    } else if (ynode_is_seq(old ? old : new)) {
        mask_list(to, old, new, hidden);
    } else {
        mask_scalars(to, old, new, hidden);
    }
}

/* ---- the two states ---- */

static bool take(struct ydoc **doc, const struct ynode *object, struct error *err)
{
    *doc = ydoc_new();
    if (!object)
        return true;
    ydoc_set_root(*doc, ynode_copy(*doc, object));
    if (!ydoc_root(*doc))
        return error_set(err, ERROR_LIMIT, "the aliases of the object expand beyond the limit");
    clean(ydoc_root(*doc));
    return true;
}

static bool is_kind(const struct ynode *object, const char *kind)
{
    return view_is(ynode_text(ynode_get(object, "kind")), kind);
}

bool difference_make(struct difference *difference, const struct ynode *before,
                     const struct ynode *after, const struct strv *secrets, struct error *err)
{
    const struct ynode *some = before ? before : after;
    struct masking to = { .difference = difference, .secrets = secrets };
    struct ynode *old, *new;

    if (!take(&difference->before, before, err) || !take(&difference->after, after, err))
        return false;
    old = ydoc_root(difference->before);
    new = ydoc_root(difference->after);
    to.secret = is_kind(some, "Secret");
    if (is_kind(some, "ConfigMap")) {
        to.config[0] = ynode_get(old, "data");
        to.config[1] = ynode_get(new, "data");
    }
    mask(&to, old, new, false);
    return true;
}

bool difference_is_none(const struct difference *difference)
{
    const struct ynode *before = ydoc_root(difference->before);
    const struct ynode *after = ydoc_root(difference->after);

    return before && after && ynode_equal(before, after, YAML_1_1);
}

/* ---- secret answers ---- */

static void add_texts(struct strv *secrets, const struct ynode *value)
{
    struct view text = ynode_text(value);

    for (size_t i = 0; ynode_is_map(value) && i < ynode_len(value); i++)
        add_texts(secrets, ynode_value_at(value, i));
    for (size_t i = 0; ynode_is_seq(value) && i < ynode_len(value); i++)
        add_texts(secrets, ynode_at(value, i));
    if (text.len >= DIFFERENCE_SECRET_BYTES_MIN && view_find_byte(text, '\0', 0) == text.len)
        strv_add_view(secrets, text);
}

void difference_add_secrets(struct strv *secrets, const struct ynode *document)
{
    const struct ynode *values = ynode_get(document, "values");
    const struct ynode *env = ynode_get(values, "env");

    for (size_t i = 0; i < ynode_len(values); i++)
        if (document_is_secret(document, ynode_text(ynode_key_at(values, i))))
            add_texts(secrets, ynode_value_at(values, i));
    for (size_t i = 0; i < ynode_len(env); i++)
        if (field_name_is_secret(ynode_text(ynode_get(ynode_at(env, i), "name"))))
            add_texts(secrets, ynode_get(ynode_at(env, i), "value"));
}
