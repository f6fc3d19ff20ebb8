/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest/object.h"

#include <ctype.h>

#define NAME_BYTES_MAX 253

/* "apps/v1" into "apps" and "v1"; "v1" into "" and "v1". */
static void split_api_version(struct view api_version, struct view *group, struct view *version)
{
    size_t slash = view_find_byte(api_version, '/', 0);

    if (slash == api_version.len) {
        *group = VIEW_EMPTY;
        *version = api_version;
    } else {
        *group = view_sub(api_version, 0, slash);
        *version = view_sub(api_version, slash + 1, api_version.len);
    }
}

struct object_ref object_ref_of(const struct ynode *object)
{
    struct object_ref ref = { .group = VIEW_EMPTY };
    const struct ynode *metadata;

    /* Reading makes no children for a copy. */
    object = ynode_resolve(object);
    metadata = ynode_resolve(ynode_get(object, "metadata"));

    split_api_version(ynode_text(ynode_get(object, "apiVersion")), &ref.group, &ref.version);
    ref.kind = ynode_text(ynode_get(object, "kind"));
    ref.namespace = ynode_text(ynode_get(metadata, "namespace"));
    ref.name = ynode_text(ynode_get(metadata, "name"));
    return ref;
}

bool object_is_list(const struct ynode *object)
{
    struct view kind = ynode_text(ynode_get(object, "kind"));

    return view_ends(kind, VIEW("List")) && ynode_is_seq(ynode_get(object, "items"));
}

struct ynode *object_pod(const struct ynode *object)
{
    struct view kind = ynode_text(ynode_get(object, "kind"));

    if (view_is(kind, "Pod"))
        return ynode_get(object, "spec");
    if (view_is(kind, "CronJob"))
        return ynode_get_path(object, "spec", "jobTemplate", "spec", "template", "spec", NULL);
    return ynode_get_path(object, "spec", "template", "spec", NULL);
}

size_t object_name_max(const struct object_ref *ref)
{
    return view_is(ref->kind, "Service") || view_is(ref->kind, "StatefulSet") ||
                   view_is(ref->kind, "Job") || view_is(ref->kind, "Namespace")
               ? OBJECT_LABEL_BYTES_MAX
               : NAME_BYTES_MAX;
}

void object_ref_add(struct buf *out, const struct object_ref *ref)
{
    buf_add_view(out, ref->kind.len ? ref->kind : VIEW("object"));
    if (ref->name.len) {
        buf_add_byte(out, '/');
        buf_add_view(out, ref->name);
    }
    if (ref->namespace.len) {
        buf_add(out, " in namespace '");
        buf_add_view(out, ref->namespace);
        buf_add_byte(out, '\'');
    }
}

void object_ref_add_name(struct buf *out, const struct object_ref *ref)
{
    for (size_t i = 0; i < ref->kind.len; i++)
        buf_add_byte(out, (char)tolower((unsigned char)ref->kind.data[i]));
    if (ref->group.len) {
        buf_add_byte(out, '.');
        buf_add_view(out, ref->group);
    }
    buf_add_byte(out, '/');
    buf_add_view(out, ref->name);
}
