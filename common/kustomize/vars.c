/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/vars.h"

#include "base/base64.h"
#include "base/num.h"
#include "kustomize/field_path.h"
#include "kustomize/target.h"

#define DEFAULT_PATH VIEW("metadata.name")
#define TAG_STR      VIEW("tag:yaml.org,2002:str")
#define TAG_BINARY   VIEW("tag:yaml.org,2002:binary")

enum value_kind {
    VALUE_NONE,   /* a mapping or a sequence: what asks for it stays as it is */
    VALUE_STRING, /* a string wherever it goes */
    VALUE_PLAIN,  /* a number or boolean where it stands alone */
};

/* One var; all texts lie in the arena of its `struct vars`. */
struct var {
    struct view name;
    struct view path;              /* of the field in `object` */
    struct object_ref ref;         /* as the entry calls the object */
    const struct resource *object; /* borrowed; NULL: no object is called so */
    const char *file;              /* of the entry */
    uint32_t line;                 /* of the entry */
    enum value_kind kind;          /* from here on: filled by vars_resolve() */
    struct view value;
};

void vars_release(struct vars *vars)
{
    map_release(&vars->names);
    arena_release(&vars->texts);
}

/* ---- gathering ---- */

/* Source: Target.GVK(), which leaves group and version alone when there are two slashes. */
static void read_api_version(struct object_ref *ref, struct view api_version)
{
    size_t slash = view_find_byte(api_version, '/', 0);

    if (slash == api_version.len) {
        ref->version = api_version;
    } else if (view_find_byte(api_version, '/', slash + 1) == api_version.len) {
        ref->group = view_sub(api_version, 0, slash);
        ref->version = view_sub(api_version, slash + 1, api_version.len);
    }
}

static struct object_ref read_ref(const struct kust_var_object *object)
{
    struct object_ref ref = { .name = VIEW_EMPTY };

    if (!object)
        return ref;
    ref.group = object->group;
    ref.version = object->version;
    ref.kind = object->kind;
    ref.name = object->name;
    ref.namespace = object->namespace;
    if (object->api_version.len)
        read_api_version(&ref, object->api_version);
    return ref;
}

static bool is_called(const struct object_ref *ref, struct view kind, struct view name,
                      struct view namespace)
{
    return view_eq(ref->kind, kind) && view_eq(ref->name, name) &&
           (ref->namespace.len == 0 || view_eq(ref->namespace, namespace));
}

/* RES is, or was, called REF. */
static bool is_meant(const struct resource *res, const struct object_ref *ref)
{
    if (!view_eq(ref->group, res->ref.group) || !view_eq(ref->version, res->ref.version))
        return false;
    for (size_t i = 0; i < res->previous_len; i++)
        if (is_called(ref, res->previous[i].kind, res->previous[i].name,
                      res->previous[i].namespace))
            return true;
    return is_called(ref, res->ref.kind, res->ref.name, resource_effective_namespace(res));
}

static bool fail_many(const struct var *var, const struct resource *second, struct error *err)
{
    AUTO(buf) names = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&names, &var->object->ref);
    buf_add(&names, " or ");
    object_ref_add(&names, &second->ref);
    error_set(err, ERROR_CONFLICT, "%s:%u: the object of the var '" VIEW_FMT "' may be %s",
              var->file, var->line, VIEW_ARGS(var->name), buf_text(&names));
    return error_hint(err, "say the namespace in 'objref'");
}

static bool find_object(struct var *var, const struct resource_list *list, struct error *err)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (!is_meant(res, &var->ref))
            continue;
        if (var->object)
            return fail_many(var, res, err);
        var->object = res;
    }
    return true;
}

/* Add a copy of VAR. */
static bool add_var(struct vars *vars, const struct var *var, struct error *err)
{
    const struct var *old = map_get(&vars->names, var->name);
    struct arena *texts = &vars->texts;

    if (old)
        return error_set(err, ERROR_CONFLICT,
                         "%s:%u: there is a var '" VIEW_FMT "' already (%s:%u)", var->file,
                         var->line, VIEW_ARGS(var->name), old->file, old->line);
    struct var *copy = arena_alloc(texts, sizeof(*copy));
    *copy = *var;
    copy->name = arena_copy(texts, var->name);
    copy->path = arena_copy(texts, var->path);
    copy->ref.group = arena_copy(texts, var->ref.group);
    copy->ref.version = arena_copy(texts, var->ref.version);
    copy->ref.kind = arena_copy(texts, var->ref.kind);
    copy->ref.name = arena_copy(texts, var->ref.name);
    copy->ref.namespace = arena_copy(texts, var->ref.namespace);
    copy->file = arena_copy(texts, view_of(var->file)).data;
    map_set(&vars->names, copy->name, copy);
    return true;
}

bool vars_merge_fields(struct vars *vars, const struct kust_var *entries, size_t len,
                       const char *file, const struct resource_list *list, struct error *err)
{
    for (size_t i = 0; i < len; i++) {
        struct var var = { .name = entries[i].name,
                           .path = entries[i].field ? entries[i].field->path : VIEW_EMPTY,
                           .ref = read_ref(entries[i].object),
                           .file = file,
                           .line = ynode_line(entries[i].node) };
        if (var.path.len == 0)
            var.path = DEFAULT_PATH;
        if (!find_object(&var, list, err) || !add_var(vars, &var, err))
            return false;
    }
    return true;
}

bool vars_merge(struct vars *vars, const struct vars *from, struct error *err)
{
    for (size_t i = 0; i < from->names.len; i++)
        if (!add_var(vars, from->names.entries[i].value, err))
            return false;
    return true;
}

/* ---- values ---- */

static bool list_has(const struct resource_list *list, const struct resource *res)
{
    for (size_t i = 0; i < list->len; i++)
        if (list->resources[i] == res)
            return true;
    return false;
}

/* The object is there but for its apiVersion: the usual mistake. */
static const struct resource *find_other_version(const struct resource_list *list,
                                                 const struct object_ref *ref)
{
    for (size_t i = 0; i < list->len; i++) {
        struct object_ref other = *ref;
        other.group = list->resources[i]->ref.group;
        other.version = list->resources[i]->ref.version;
        if (is_meant(list->resources[i], &other))
            return list->resources[i];
    }
    return NULL;
}

static bool fail_object(const struct var *var, const struct resource_list *list, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct resource *other = find_other_version(list, &var->ref);

    if (var->ref.kind.len == 0 || var->ref.name.len == 0)
        return error_set(err, ERROR_INVALID,
                         "%s:%u: 'objref' of the var '" VIEW_FMT "' must have a kind and a name",
                         var->file, var->line, VIEW_ARGS(var->name));
    object_ref_add(&name, &var->ref);
    error_set(err, ERROR_UNMATCHED, "%s:%u: the var '" VIEW_FMT "' needs %s, which is not there",
              var->file, var->line, VIEW_ARGS(var->name), buf_text(&name));
    if (!other) {
        target_hint(list, var->ref.kind, var->ref.name, false, err);
        return false;
    }
    return error_hint(err, "say 'apiVersion: " VIEW_FMT "%s" VIEW_FMT "' in 'objref'",
                      VIEW_ARGS(other->ref.group), other->ref.group.len ? "/" : "",
                      VIEW_ARGS(other->ref.version));
}

static bool fail_value(const struct var *var, const char *why, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &var->object->ref);
    return error_set(
        err, ERROR_INVALID, "%s:%u: the var '" VIEW_FMT "' needs field '" VIEW_FMT "' of %s, %s",
        var->file, var->line, VIEW_ARGS(var->name), VIEW_ARGS(var->path), buf_text(&name), why);
}

/* A scalar without a tag that is no string, and that kyaml takes for one. */
static bool is_loose(const struct ynode *node)
{
    return node->untagged && node->style == YSTYLE_PLAIN;
}

static struct view tag_of(const struct ynode *node)
{
    return node->props ? node->props->tag : VIEW_EMPTY;
}

static bool is_digit(struct view text, size_t at)
{
    return at < text.len && text.data[at] >= '0' && text.data[at] <= '9';
}

/* As Go reads it: a '_' may part two digits, which YAML minds even less. */
static bool parse_double(struct view text, double *value)
{
    AUTO(buf) digits = BUF_INIT(YAML_SCALAR_BYTES_MAX);

    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '_' || i == 0 || !is_digit(text, i - 1) || !is_digit(text, i + 1))
            buf_add_byte(&digits, text.data[i]);
    return num_parse_double(buf_view(&digits), value);
}

/*
 * TEXT is the value as written. Numbers go through Go's strconv in Kustomize, which reads 010 as
 * ten and 0x10 not at all.
 */
static bool take_scalar(struct var *var, const struct ynode *node, struct buf *text,
                        struct error *err)
{
    struct yscalar value = ynode_value(node, YAML_KUSTOMIZE);
    struct view written = ynode_text(node);
    int64_t whole;
    double real;

    var->kind = VALUE_PLAIN;
    switch (is_loose(node) ? YTYPE_STRING : value.type) {
    case YTYPE_BOOL:
        buf_add(text, value.boolean ? "true" : "false");
        return true;
    case YTYPE_INT:
        if (!num_parse_i64(written, &whole))
            return fail_value(var, "a number that is not decimal or over 64 bits", err);
        buf_addf(text, "%lld", (long long)whole);
        return true;
    case YTYPE_FLOAT:
        if (!parse_double(written, &real))
            return fail_value(var, "a number that is not decimal", err);
        scalar_add_go_double(text, real);
        return true;
    case YTYPE_NONE:
    case YTYPE_NULL:
    case YTYPE_STRING:
        break;
    }
    var->kind = VALUE_STRING;
    if (view_eq(tag_of(node), TAG_BINARY))
        base64_encode(text, written);
    else
        buf_add_view(text, written);
    return true;
}

static bool take_value(struct vars *vars, struct var *var, const struct resource_list *list,
                       struct error *err)
{
    AUTO(buf) text = BUF_INIT(YAML_SCALAR_BYTES_MAX);

    if (!var->object || !list_has(list, var->object))
        return fail_object(var, list, err);
    const struct ynode *node = ynode_resolve(field_path_find(var->object->root, var->path));
    if (!node)
        return fail_value(var, "which is not there", err);
    var->kind = VALUE_NONE;
    if (!ynode_is_scalar(node))
        return true;
    if (!take_scalar(var, node, &text, err))
        return false;
    if (!buf_check(&text, "the value", err))
        return error_wrap(err, "%s:%u", var->file, var->line);
    if (vars->texts.total_bytes + text.len > VARS_BYTES_MAX)
        return error_set(err, ERROR_LIMIT, "%s:%u: the values of vars are over %zu bytes",
                         var->file, var->line, VARS_BYTES_MAX);
    var->value = arena_copy(&vars->texts, buf_view(&text));
    return true;
}

/* ---- replacing ---- */

/* The context of the field setter. */
struct replacement {
    const struct vars *vars;
    size_t bytes;  /* written so far */
    bool replaced; /* in the object at hand */
};

/*
 * Append the value of NAME, or what asks for it. True when the result is no string: it is the WHOLE
 * text and the value is a number or boolean.
 */
static bool add_value(struct buf *out, const struct vars *vars, struct view name, bool whole)
{
    const struct var *var = map_get(&vars->names, name);

    if (var && var->kind != VALUE_NONE) {
        buf_add_view(out, var->value);
        return whole && var->kind == VALUE_PLAIN;
    }
    buf_add(out, "$(");
    buf_add_view(out, name);
    buf_add_byte(out, ')');
    return false;
}

/* Append TEXT with its vars replaced; true when the result is no string. Source: DoReplacements. */
static bool expand(struct buf *out, const struct vars *vars, struct view text)
{
    size_t done = 0, closer = 0;
    bool plain = false;

    for (size_t at = view_find_byte(text, '$', 0); at + 1 < text.len;
         at = view_find_byte(text, '$', done)) {
        buf_add_view(out, view_sub(text, done, at));
        done = at + 2;
        if (text.data[at + 1] == '(' && closer < done)
            closer = view_find_byte(text, ')', done);
        if (text.data[at + 1] == '(' && closer < text.len) {
            done = closer + 1;
            plain =
                add_value(out, vars, view_sub(text, at + 2, closer), at == 0 && done == text.len);
        } else if (text.data[at + 1] == '$') {
            buf_add_byte(out, '$');
        } else {
            buf_add_view(out, view_sub(text, at, done));
        }
    }
    buf_add_view(out, view_sub(text, done, text.len));
    return plain;
}

/* What kyaml calls a string: no timestamp, no binary, nothing with a tag of its own. */
static bool is_text(const struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_KUSTOMIZE);
    struct view tag = value.type == YTYPE_STRING ? tag_of(node) : VIEW_EMPTY;

    if (is_loose(node))
        return true;
    return value.type == YTYPE_STRING && !value.timestamp &&
           (tag.len == 0 || view_is(tag, "!") || view_eq(tag, TAG_STR));
}

/* NODE is a text. */
static bool replace_in(struct replacement *replacement, struct ydoc *doc, struct ynode *node,
                       bool *changes, struct error *err)
{
    AUTO(buf) out = BUF_INIT(YAML_SCALAR_BYTES_MAX);
    struct view text = ynode_text(node);

    if (view_find_byte(text, '$', 0) == text.len && !is_loose(node))
        return true;
    bool plain = expand(&out, replacement->vars, text);
    if (!plain && buf_ok(&out) && view_eq(text, buf_view(&out)) && !is_loose(node))
        return true;
    *changes = true;
    if (!doc)
        return true;
    replacement->replaced = true;
    replacement->bytes += out.len;
    if (!buf_check(&out, "the text", err))
        return false;
    if (replacement->bytes > VARS_BYTES_MAX)
        return error_set(err, ERROR_LIMIT, "the texts with vars are over %zu bytes",
                         VARS_BYTES_MAX);
    if (plain)
        ynode_assign(node, ynode_new_plain(doc, buf_view(&out)));
    else
        ynode_set_text(doc, node, buf_view(&out));
    return true;
}

static bool fail_element(const struct ynode *element, struct error *err)
{
    error_set(err, ERROR_INVALID, "an element is no string (line %u)", ynode_line(element));
    if (ynode_is_scalar(element))
        error_hint(err, "quote it: \"" VIEW_FMT "\"", VIEW_ARGS(ynode_text(element)));
    return false;
}

static bool replace_in_seq(struct replacement *replacement, struct ydoc *doc, struct ynode *seq,
                           bool *changes, struct error *err)
{
    for (size_t i = 0; i < ynode_len(seq); i++) {
        struct ynode *element = ynode_anchored(ynode_at(seq, i));
        if (!is_text(element))
            return fail_element(element, err);
        if (!replace_in(replacement, doc, element, changes, err))
            return false;
    }
    return true;
}

static bool replace_in_map(struct replacement *replacement, struct ydoc *doc, struct ynode *map,
                           bool *changes, struct error *err)
{
    for (size_t i = 0; i < ynode_len(map); i++) {
        struct ynode *value = ynode_anchored(ynode_value_at(map, i));
        if (is_text(value) && !replace_in(replacement, doc, value, changes, err))
            return false;
    }
    return true;
}

/* A fieldspec setter. */
static bool replace_field(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                          struct error *err)
{
    struct replacement *replacement = context;

    if (ynode_is_map(field))
        return replace_in_map(replacement, doc, field, changes, err);
    if (ynode_is_seq(field))
        return replace_in_seq(replacement, doc, field, changes, err);
    return !is_text(field) || replace_in(replacement, doc, field, changes, err);
}

static bool replace_in_object(struct replacement *replacement, struct resource *res,
                              struct fieldspec_list specs, struct error *err)
{
    struct fieldspec_setter setter = { .leaf = FIELDSPEC_LEAF_NONE,
                                       .set = replace_field,
                                       .context = replacement };

    replacement->replaced = false;
    for (size_t i = 0; i < specs.len; i++)
        if (fieldspec_matches(&specs.specs[i], &res->ref) &&
            !fieldspec_apply(res, &specs.specs[i], &setter, err))
            return false;
    if (replacement->replaced)
        resource_refresh(res);
    return true;
}

bool vars_resolve(struct vars *vars, struct resource_list *list, struct fieldspec_list specs,
                  struct error *err)
{
    struct replacement replacement = { .vars = vars };

    for (size_t i = 0; i < vars->names.len; i++)
        if (!take_value(vars, vars->names.entries[i].value, list, err))
            return false;
    for (size_t i = 0; vars->names.len > 0 && i < list->len; i++)
        if (!replace_in_object(&replacement, list->resources[i], specs, err)) {
            const struct var *first = vars->names.entries[0].value;
            return error_wrap(err, "%s:%u: vars", first->file, first->line);
        }
    return true;
}
