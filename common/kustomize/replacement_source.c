/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_source.h"

#include "kustomize/target.h"

void replacement_value_release(struct replacement_value *value)
{
    ydoc_free(value->doc);
    *value = (struct replacement_value)REPLACEMENT_VALUE_INIT;
}

void replacement_value_set(struct replacement_value *value, struct view text)
{
    value->doc = ydoc_new();
    value->node = ynode_new_null(value->doc);
    ynode_set_untagged(value->doc, value->node, text, YAML_KUSTOMIZE);
}

/* ---- the object ---- */

static struct view effective_namespace(struct view namespace)
{
    return namespace.len ? namespace : VIEW("default");
}

static bool fits(struct view wanted, struct view found)
{
    return wanted.len == 0 || view_eq(wanted, found);
}

static bool is_called(const struct kust_replacement_source *spec, struct view kind,
                      struct view namespace, struct view name)
{
    return fits(spec->kind, kind) && fits(spec->name, name) &&
           (spec->namespace.len == 0 ||
            view_eq(effective_namespace(spec->namespace), effective_namespace(namespace)));
}

/* SPEC means what RES is called, or was. */
static bool is_meant(const struct kust_replacement_source *spec, const struct resource *res)
{
    if (!fits(spec->group, res->ref.group) || !fits(spec->version, res->ref.version))
        return false;
    for (size_t i = 0; i < res->previous_len; i++)
        if (is_called(spec, res->previous[i].kind, res->previous[i].namespace,
                      res->previous[i].name))
            return true;
    return is_called(spec, res->ref.kind, res->ref.namespace, res->ref.name);
}

bool replacement_source_find(struct replacement_value *value,
                             const struct kust_replacement_source *spec,
                             const struct resource_list *list, struct error *err)
{
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

    value->spec = spec;
    for (size_t i = 0; i < list->len; i++) {
        struct resource *res = list->resources[i];
        if (res->removed || !is_meant(spec, res))
            continue;
        if (!value->resource) {
            value->resource = res;
            continue;
        }
        replacement_source_describe(&what, spec);
        error_set(err, ERROR_CONFLICT, "the source of a replacement, %s, is more than one object",
                  buf_text(&what));
        buf_clear(&what);
        object_ref_add(&what, &value->resource->ref);
        buf_add(&what, " and ");
        object_ref_add(&what, &res->ref);
        return error_hint(err, "these are two of them: %s", buf_text(&what));
    }
    return true;
}

void replacement_source_describe(struct buf *out, const struct kust_replacement_source *spec)
{
    struct kust_target target = { .group = spec->group,
                                  .version = spec->version,
                                  .kind = spec->kind,
                                  .name = spec->name,
                                  .namespace = spec->namespace };

    target_describe(out, &target);
}

/* ---- the field ---- */

static struct view field_path(const struct replacement_value *value)
{
    return value->spec->field_path.len ? value->spec->field_path : VIEW(REPLACEMENT_FIELD_PATH);
}

static bool find_node(struct replacement_value *value, struct error *err)
{
    struct replacement_path path = REPLACEMENT_PATH_INIT;
    bool ok = replacement_path_split(&path, field_path(value), err) &&
              replacement_path_get(&path, path.len, value->resource->root, &value->node, err);

    replacement_path_release(&path);
    return ok;
}

/* Part INDEX of the text between delimiters, as a node apart of the same kind. */
static bool cut_part(struct replacement_value *value, const struct kust_field_options *options,
                     struct error *err)
{
    struct view rest = ynode_text(value->node);
    int64_t left = options->index;
    size_t end = view_find(rest, options->delimiter, 0);

    if (!ynode_is_scalar(value->node))
        return error_set(err, ERROR_INVALID, "only a scalar can be cut at a delimiter, not a %s",
                         ynode_kind_name(value->node));
    for (; left > 0 && end < rest.len; left--) {
        rest = view_sub(rest, end + options->delimiter.len, rest.len);
        end = view_find(rest, options->delimiter, 0);
    }
    if (left != 0)
        return error_set(err, ERROR_INVALID, "there is no part %lld of '" VIEW_FMT "'",
                         (long long)options->index, VIEW_ARGS(ynode_text(value->node)));
    value->doc = ydoc_new();
    value->node = ynode_copy(value->doc, value->node);
    ynode_replace_text(value->doc, value->node, view_sub(rest, 0, end), YAML_KUSTOMIZE);
    return true;
}

static bool read_field(struct replacement_value *value, struct error *err)
{
    const struct kust_field_options *options = value->spec->options;

    if (!find_node(value, err))
        return false;
    if (ynode_is_null(value->node) || (!ynode_is_scalar(value->node) && !ynode_len(value->node)))
        return error_set(err, ERROR_UNMATCHED, "there is no such field");
    return !options || options->delimiter.len == 0 || cut_part(value, options, err);
}

bool replacement_source_read(struct replacement_value *value, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (read_field(value, err))
        return true;
    object_ref_add(&name, &value->resource->ref);
    return error_wrap(err, "the source of a replacement, field '" VIEW_FMT "' of %s",
                      VIEW_ARGS(field_path(value)), buf_text(&name));
}

bool replacement_source_moved(struct replacement_value *value, const struct resource *res,
                              struct error *err)
{
    return value->resource != res || value->doc || find_node(value, err);
}
