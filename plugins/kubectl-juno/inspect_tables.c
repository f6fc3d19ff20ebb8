/* SPDX-License-Identifier: Apache-2.0 */
#include "inspect_tables.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "print/output.h"
#include "print/server_table.h"

/* The answers for the objects of one kind. */
struct tables {
    struct ydoc **docs;
    const struct ynode **roots;
    size_t len;
};

static void tables_release(struct tables *tables)
{
    for (size_t i = 0; i < tables->len; i++)
        ydoc_free(tables->docs[i]);
    free(tables->docs);
    free(tables->roots);
}

static bool is_alike(const struct gathered *a, const struct gathered *b)
{
    const struct object_ref left = record_object_ref(&a->wanted);
    const struct object_ref right = record_object_ref(&b->wanted);

    return view_eq(left.kind, right.kind) && view_eq(left.group, right.group);
}

/* The first of its kind that is there. */
static bool is_first(const struct gather *gather, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (gather->objects[i].doc && is_alike(&gather->objects[i], &gather->objects[at]))
            return false;
    return gather->objects[at].doc != NULL;
}

/* What went since it was gathered is left out. */
static bool read_table(struct tables *tables, struct workload_link *link,
                       const struct gathered *object, struct error *err)
{
    const struct object_ref ref = record_object_ref(&object->wanted);
    const struct kube_resource *resource;
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct kube_request request = { .method = "GET", .accept = SERVER_TABLE_ACCEPT };

    if (!kube_discovery_find(link->discovery, &ref, &resource, err))
        return false;
    kube_resource_add_path(&path, resource, ref.namespace, ref.name);
    request.path = buf_text(&path);
    if (!kube_send(link->kube.client, &request, &tables->docs[tables->len], &problem))
        return problem.code == ERROR_NOT_FOUND || error_move(err, &problem);
    tables->roots[tables->len] = ydoc_root(tables->docs[tables->len]);
    tables->len++;
    return true;
}

/* All of the kind of the object AT; PREFIXED: names say their kind. */
static bool print_kind(struct workload_link *link, size_t at, bool prefixed, struct error *err)
{
    const struct gather *gather = &link->gather;
    struct console *console = link->kube.console;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) prefix = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(tables)
    tables = { .docs = mem_alloc_zero(gather->len, sizeof(struct ydoc *)),
               .roots = mem_alloc_zero(gather->len, sizeof(struct ynode *)) };
    struct server_table table = { .wide = true };

    for (size_t i = at; i < gather->len; i++)
        if (gather->objects[i].doc && is_alike(&gather->objects[i], &gather->objects[at]) &&
            !read_table(&tables, link, &gather->objects[i], err))
            return false;
    console_waited(console);
    output_add_object_name(&name, ydoc_root(gather->objects[at].doc));
    buf_add_view(&prefix,
                 view_sub(buf_view(&name), 0, view_find_byte(buf_view(&name), '/', 0) + 1));
    table.tables = tables.roots;
    table.count = tables.len;
    table.prefix = prefixed ? buf_text(&prefix) : NULL;
    return server_table_add(&console->out, &table, err);
}

bool inspect_print_tables(struct workload_link *link, struct error *err)
{
    const struct gather *gather = &link->gather;
    size_t kinds = 0, printed = 0;

    for (size_t i = 0; i < gather->len; i++)
        kinds += is_first(gather, i);
    for (size_t i = 0; i < gather->len; i++) {
        if (!is_first(gather, i))
            continue;
        console_printf(link->kube.console, "%s", printed++ > 0 ? "\n" : "");
        if (!print_kind(link, i, kinds > 1, err))
            return false;
    }
    return true;
}
