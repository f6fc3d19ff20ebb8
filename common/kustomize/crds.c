/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/crds.h"

#include "base/alloc.h"
#include "yaml/json_extent.h"
#include "yaml/ydoc.h"

/* One definition that is walked for one kind. */
struct walk {
    struct crds *crds;
    const struct ynode *definitions;
    struct view kind;
    const char *origin;
    unsigned depth;
};

void crds_release(struct crds *crds)
{
    free(crds->fields);
    arena_release(&crds->texts);
    *crds = (struct crds)CRDS_INIT;
}

/* Go's JSON decoder compares the names of struct fields without case. */
static const struct ynode *schema_of(const struct ynode *definition)
{
    for (size_t i = 0; i < ynode_len(definition); i++) {
        struct view key = ynode_text(ynode_key_at(definition, i));
        if (key.len == strlen("Schema") && strncasecmp(key.data, "Schema", key.len) == 0)
            return ynode_value_at(definition, i);
    }
    return NULL;
}

static bool looks_like_object(const struct ynode *properties)
{
    return ynode_get(properties, "kind") && ynode_get(properties, "apiVersion") &&
           ynode_get(properties, "metadata");
}

/* The mark NAME of PROPERTY; *TEXT gets its value. Marks that are no strings do not count. */
static bool has_mark(const struct ynode *property, const char *name, struct view *text)
{
    const struct ynode *value = ynode_get(property, name);

    *text = ynode_text(value);
    return ynode_is_string(value, YAML_1_1);
}

static struct crd_field *add_field(struct walk *walk, enum crd_mark mark, struct view path)
{
    struct crds *crds = walk->crds;
    struct crd_field *field;

    ARRAY_GROW(crds->fields, crds->len, crds->cap);
    field = &crds->fields[crds->len++];
    *field = (struct crd_field){ .mark = mark };
    field->spec.kind = arena_copy(&crds->texts, walk->kind);
    field->spec.path = arena_copy(&crds->texts, path);
    return field;
}

static void add_reference(struct walk *walk, const struct ynode *property, struct view path)
{
    AUTO(buf) full = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view version, kind, key;
    struct crd_field *field;

    if (!has_mark(property, "x-kubernetes-object-ref-api-version", &version) ||
        !has_mark(property, "x-kubernetes-object-ref-kind", &kind))
        return;
    if (!has_mark(property, "x-kubernetes-object-ref-name-key", &key))
        key = VIEW("name");
    buf_addf(&full, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(path), VIEW_ARGS(key));
    field = add_field(walk, CRD_REFERENCE, buf_view(&full));
    field->target_version = arena_copy(&walk->crds->texts, version);
    field->target_kind = arena_copy(&walk->crds->texts, kind);
}

static bool walk_definition(struct walk *walk, const struct ynode *definition, struct view path,
                            struct error *err);

static bool walk_property(struct walk *walk, struct view name, const struct ynode *property,
                          struct view path, struct error *err)
{
    static const struct {
        const char *name;
        enum crd_mark mark;
    } marks[] = {
        { "x-kubernetes-annotation", CRD_ANNOTATIONS },
        { "x-kubernetes-label-selector", CRD_LABELS },
        { "x-kubernetes-identity", CRD_NAME },
    };
    AUTO(buf) here = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct ynode *reference = ynode_get(property, "$ref");
    struct view text;

    buf_add_view(&here, path);
    if (path.len)
        buf_add_byte(&here, '/');
    buf_add_view(&here, name);
    for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
        if (has_mark(property, marks[i].name, &text))
            add_field(walk, marks[i].mark, buf_view(&here));
    add_reference(walk, property, buf_view(&here));
    if (!reference)
        return true;
    return walk_definition(walk, ynode_get_view(walk->definitions, ynode_text(reference)),
                           buf_view(&here), err);
}

static bool walk_definition(struct walk *walk, const struct ynode *definition, struct view path,
                            struct error *err)
{
    const struct ynode *properties = ynode_get(schema_of(definition), "properties");

    if (walk->depth == CRDS_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "%s:%u: definitions are nested over %d levels",
                         walk->origin, ynode_line(definition), CRDS_DEPTH_MAX);
    walk->depth++;
    for (size_t i = 0; i < ynode_len(properties); i++)
        if (!walk_property(walk, ynode_text(ynode_key_at(properties, i)),
                           ynode_value_at(properties, i), path, err))
            return false;
    walk->depth--;
    return true;
}

/* "group/version.Kind": the last part. */
static struct view kind_of(struct view name)
{
    size_t start = name.len;

    while (start > 0 && name.data[start - 1] != '.')
        start--;
    return view_sub(name, start, name.len);
}

static bool read_text(struct crds *crds, struct view text, const char *origin, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(text, origin, err);
    const struct ynode *root;

    if (!doc)
        return false;
    if (view_starts(text, VIEW("{")) && !json_is_valid(text))
        return error_set(err, ERROR_SYNTAX, "%s:1: definitions that begin with '{' must be JSON",
                         origin);
    root = ydoc_root(doc);
    if (!ynode_is_map(root))
        return error_set(err, ERROR_INVALID, "%s:%u: definitions are a mapping, not a %s", origin,
                         ynode_line(root), ynode_kind_name(root));
    for (size_t i = 0; i < ynode_len(root); i++) {
        const struct ynode *definition = ynode_value_at(root, i);
        struct walk walk = { .crds = crds,
                             .definitions = root,
                             .kind = kind_of(ynode_text(ynode_key_at(root, i))),
                             .origin = origin };
        if (looks_like_object(ynode_get(schema_of(definition), "properties")) &&
            !walk_definition(&walk, definition, VIEW_EMPTY, err))
            return false;
    }
    return true;
}

bool crds_load(struct crds *crds, const struct decode_string *entries, size_t len,
               const struct loader_root *root, const char *file, struct error *err)
{
    for (size_t i = 0; i < len; i++) {
        AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);
        AUTO_CHARS name = view_copy(entries[i].text);
        AUTO_CHARS shown = loader_root_show(root, name);
        if (!loader_root_read(root, &text, name, err) ||
            !read_text(crds, buf_view(&text), shown, err))
            return error_wrap(err, "%s:%u: crds", file, ynode_line(entries[i].node));
    }
    return true;
}
