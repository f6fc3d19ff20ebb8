/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/resource.h"

#include "base/alloc.h"
#include "patch/merge_keys.h"

/* kyaml's resid.TotallyNotANamespace: what ids of cluster-scoped kinds have for a namespace. */
static const struct view no_namespace = { .data = "_non_namespaceable_", .len = 19 };

static void resource_free(struct resource *res)
{
    if (!res)
        return;
    if (!res->manifest) {
        ydoc_free(res->doc);
        ydoc_free(res->source);
    }
    free(res->steps);
    free(res->previous);
    free(res->prefixes.texts);
    free(res->suffixes.texts);
    free(res->file);
    while (res->texts) {
        struct resource_text *next = res->texts->next;

        free(res->texts);
        res->texts = next;
    }
    free(res);
}

/* ---- texts of its own ---- */

/* Room for LEN bytes that live as long as RES. */
static char *text_room(struct resource *res, size_t len)
{
    struct resource_text *text = mem_alloc(sizeof(*text) + len);

    text->next = res->texts;
    res->texts = text;
    return text->bytes;
}

/* A copy of TEXT at *AT, which moves behind it. */
static struct view put_text(char **at, struct view text)
{
    struct view copy = view_make(*at, text.len);

    if (text.len)
        memcpy(*at, text.data, text.len);
    *at += text.len;
    return copy;
}

static void add_previous(struct resource *res, struct view kind, struct view namespace,
                         struct view name)
{
    char *at = text_room(res, kind.len + namespace.len + name.len);

    ARRAY_GROW_FROM(res->previous, res->previous_len, res->previous_cap, 1);
    res->previous[res->previous_len++] =
        (struct resource_id){ .kind = put_text(&at, kind),
                              .namespace = put_text(&at, namespace),
                              .name = put_text(&at, name) };
}

/* ---- earlier ids that stand in annotations ---- */

static size_t count_parts(struct view list)
{
    size_t count = 1;

    for (size_t i = 0; i < list.len; i++)
        count += list.data[i] == ',';
    return count;
}

/* The part before the next ',' of LIST, which is then what follows. */
static struct view cut_part(struct view *list)
{
    size_t end = view_find_byte(*list, ',', 0);
    struct view part = view_sub(*list, 0, end);

    *list = view_sub(*list, end + 1, list->len);
    return part;
}

static struct view note_of(const struct ynode *annotations, const char *what)
{
    char key[64];

    snprintf(key, sizeof(key), "internal.config.kubernetes.io/previous%s", what);
    return ynode_text(ynode_get(annotations, key));
}

/*
 * Kustomize keeps what an object was called in annotations and believes those that it reads.
 * Lists of different lengths are no ids.
 */
static void read_previous(struct resource *res)
{
    const struct ynode *annotations = ynode_get_path(res->root, "metadata", "annotations", NULL);
    struct view kinds, namespaces, names;

    if (!ynode_get(annotations, "internal.config.kubernetes.io/previousNames"))
        return;
    kinds = note_of(annotations, "Kinds");
    namespaces = note_of(annotations, "Namespaces");
    names = note_of(annotations, "Names");
    size_t count = count_parts(names);
    if (count_parts(kinds) != count || count_parts(namespaces) != count)
        return;
    for (size_t i = 0; i < count; i++) {
        struct view kind = cut_part(&kinds), namespace = cut_part(&namespaces);

        add_previous(res, kind, namespace, cut_part(&names));
    }
}

struct resource *resource_new(struct ydoc *doc, struct ynode *root, struct ydoc *source,
                              const char *file, uint32_t line)
{
    struct resource *res = mem_alloc_zero(1, sizeof(*res));

    res->doc = doc;
    res->root = root;
    res->source = source;
    res->editable = true;
    res->file = chars_copy(file);
    res->line = line;
    resource_refresh(res);
    read_previous(res);
    return res;
}

struct resource *resource_new_stream(struct manifest *manifest, struct ynode *root,
                                     const uint32_t *steps, size_t steps_len)
{
    struct resource *res = mem_alloc_zero(1, sizeof(*res));

    res->manifest = manifest;
    res->root = root;
    if (steps_len) {
        res->steps = mem_resize(NULL, steps_len, sizeof(*steps));
        memcpy(res->steps, steps, steps_len * sizeof(*steps));
        res->steps_len = steps_len;
    }
    resource_refresh(res);
    read_previous(res);
    return res;
}

struct ynode *resource_edit(struct resource *res, struct error *err)
{
    if (res->editable)
        return res->root;

    struct ynode *root = manifest_edit(res->manifest, err);
    if (!root)
        return NULL;
    for (size_t i = 0; i < res->steps_len; i++)
        root = ynode_at(ynode_get(root, "items"), res->steps[i]);
    res->root = root;
    res->doc = res->manifest->edited;
    res->editable = true;
    resource_refresh(res);
    return root;
}

/* TEXT is not empty, and short enough for a "null" or "~". */
static bool may_be_null(struct view text)
{
    return text.len > 0 && text.len <= sizeof("null") - 1;
}

/* `namespace: null` is no namespace, whatever its text. */
static void blank_nulls(struct resource *res)
{
    const struct ynode *metadata = ynode_get(res->root, "metadata");

    if (ynode_is_null(ynode_get(metadata, "namespace")))
        res->ref.namespace = VIEW_EMPTY;
    if (ynode_is_null(ynode_get(metadata, "name")))
        res->ref.name = VIEW_EMPTY;
}

void resource_refresh(struct resource *res)
{
    struct view api_version = ynode_text(ynode_get(ynode_resolve(res->root), "apiVersion"));

    res->ref = object_ref_of(res->root);
    if (may_be_null(res->ref.namespace) || may_be_null(res->ref.name))
        blank_nulls(res);
    switch (merge_scope_find(api_version, res->ref.kind)) {
    case SCOPE_CLUSTER:
        res->cluster_scoped = true;
        break;
    case SCOPE_NAMESPACED:
        res->cluster_scoped = false;
        break;
    case SCOPE_UNKNOWN:
        res->cluster_scoped = res->user_cluster_scoped;
        break;
    }
}

static struct view effective_namespace(struct view namespace, bool cluster_scoped)
{
    if (cluster_scoped)
        return no_namespace;
    return namespace.len ? namespace : VIEW("default");
}

void resource_add_affix(struct resource *res, struct affixes *affixes, struct view affix)
{
    char *at = text_room(res, affix.len);

    ARRAY_GROW_FROM(affixes->texts, affixes->len, affixes->cap, 1);
    affixes->texts[affixes->len++] = put_text(&at, affix);
}

struct view resource_effective_namespace(const struct resource *res)
{
    return effective_namespace(res->ref.namespace, res->cluster_scoped);
}

struct view resource_original_namespace(const struct resource *res)
{
    return res->previous_len ? res->previous[0].namespace : resource_effective_namespace(res);
}

struct object_ref resource_original(const struct resource *res)
{
    struct object_ref ref = res->ref;

    if (res->previous_len) {
        ref.kind = res->previous[0].kind;
        ref.name = res->previous[0].name;
        ref.namespace = res->previous[0].namespace;
    }
    return ref;
}

void resource_store_previous(struct resource *res)
{
    add_previous(res, res->ref.kind, resource_effective_namespace(res), res->ref.name);
}

/* ---- lists ---- */

void resource_list_release(struct resource_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        resource_free(list->resources[i]);
    free(list->resources);
    *list = (struct resource_list)RESOURCE_LIST_INIT;
}

void resource_list_free_at(struct resource_list *list, size_t i)
{
    resource_free(list->resources[i]);
    list->resources[i] = NULL;
}

void resource_list_add(struct resource_list *list, struct resource *res)
{
    ARRAY_GROW(list->resources, list->len, list->cap);
    list->resources[list->len++] = res;
}

void resource_list_move(struct resource_list *list, struct resource_list *from)
{
    for (size_t i = 0; i < from->len; i++)
        resource_list_add(list, from->resources[i]);
    from->len = 0;
    resource_list_release(from);
}

void resource_list_drop_removed(struct resource_list *list, struct resource_list *removed)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->len; i++) {
        if (list->resources[i]->removed)
            resource_list_add(removed, list->resources[i]);
        else
            list->resources[kept++] = list->resources[i];
    }
    list->len = kept;
}

void resource_list_keep(struct resource_list *list, size_t start,
                        bool (*keep)(const struct resource *res))
{
    size_t kept = start;

    for (size_t i = start; i < list->len; i++)
        if (keep(list->resources[i]))
            list->resources[kept++] = list->resources[i];
        else
            resource_free(list->resources[i]);
    list->len = kept;
}
