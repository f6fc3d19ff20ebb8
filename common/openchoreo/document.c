/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/document.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "openchoreo/named_files.h"

struct builder {
    struct ydoc *doc;
    const struct dialect *dialect;
    const char *path; /* of the descriptor; what comes from flags has no place in it */
    struct typed_reader talk;
    struct named_files files;
    struct error *err;
};

/* ---- texts */

/* What occ cannot print: it reads its own JSON as YAML, where these may not stand unescaped. */
static bool is_unprintable(uint32_t c)
{
    return c == 0x7f || (c >= 0x80 && c <= 0x9f && c != 0x85) || c == 0xfffe || c == 0xffff;
}

static bool refuse_character(struct builder *b, uint32_t c, struct place at)
{
    if (at.line == 0)
        return error_set(b->err, ERROR_INVALID, "a text holds U+%04X, which no document can carry",
                         c);
    return typed_fail(b->path, at, b->err, ERROR_INVALID,
                      "the text holds U+%04X, which no document can carry", c);
}

/* Append TEXT, bytes that are not UTF-8 replaced one by one. */
static bool add_clean(struct builder *b, struct buf *out, struct view text, struct place at)
{
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        uint32_t c = utf8_next(text, &i);

        if (is_unprintable(c))
            return refuse_character(b, c, at);
        if (c == UTF8_BAD)
            buf_add_utf8(out, 0xfffd);
        else
            buf_add_view(out, view_sub(text, from, i));
    }
    return true;
}

static struct ynode *text_node(struct builder *b, struct view text, struct place at)
{
    AUTO(buf) clean = BUF_INIT(SIZE_MAX);

    return add_clean(b, &clean, text, at) ? ynode_new_string(b->doc, buf_view(&clean)) : NULL;
}

static bool put(struct builder *b, struct ynode *map, const char *key, struct view text,
                struct place at)
{
    struct ynode *node = text_node(b, text, at);

    if (node)
        ynode_set(b->doc, map, view_of(key), node);
    return node;
}

static bool put_text(struct builder *b, struct ynode *map, const char *key,
                     const struct typed_text *text)
{
    return put(b, map, key, text->text, text->at);
}

/* Nothing when it is empty. */
static bool put_given(struct builder *b, struct ynode *map, const char *key,
                      const struct typed_text *text)
{
    return text->text.len == 0 || put_text(b, map, key, text);
}

/* The empty mapping KEY in MAP. */
static struct ynode *put_map(struct builder *b, struct ynode *map, const char *key)
{
    struct ynode *made = ynode_new_map(b->doc);

    ynode_set(b->doc, map, view_of(key), made);
    return made;
}

static struct ynode *put_seq(struct builder *b, struct ynode *map, const char *key)
{
    struct ynode *made = ynode_new_seq(b->doc);

    ynode_set(b->doc, map, view_of(key), made);
    return made;
}

/* A new mapping at the end of SEQ. */
static struct ynode *add_map(struct builder *b, struct ynode *seq)
{
    struct ynode *made = ynode_new_map(b->doc);

    ynode_add(b->doc, seq, made);
    return made;
}

/* The text of the file that the field FORMAT names, as KEY; nothing when it is empty. */
static bool put_file(struct builder *b, struct ynode *map, const char *key,
                     const struct typed_text *name, const char *field)
{
    AUTO(buf) text = BUF_INIT(DESCRIPTOR_BYTES_MAX);

    if (!named_files_read(&b->files, &text, name, field, b->err))
        return false;
    if (text.len == 0 || put(b, map, key, buf_view(&text), name->at))
        return true;
    return error_wrap(b->err, "file '" VIEW_FMT "'", VIEW_ARGS(name->text));
}

/* ---- endpoints */

static bool is_one_of(struct view text, const char *const *words)
{
    for (; *words; words++)
        if (view_is(text, *words))
            return true;
    return false;
}

static bool put_visibility(struct builder *b, struct ynode *out,
                           const struct descriptor_endpoint *endpoint)
{
    static const char *const allowed[] = { "project", "namespace", "internal", "external", NULL };
    const struct typed_text *words = endpoint->visibility.items;
    struct ynode *seq = endpoint->visibility.len > 0 ? put_seq(b, out, "visibility") : NULL;

    for (size_t i = 0; i < endpoint->visibility.len; i++) {
        struct ynode *word;

        if ((b->dialect->features & DIALECT_CHECKS) && !is_one_of(words[i].text, allowed))
            return typed_fail(b->path, words[i].at, b->err, ERROR_INVALID,
                              "the visibility '" VIEW_FMT "' of endpoint '" VIEW_FMT
                              "' is none of project, namespace, internal, external",
                              VIEW_ARGS(words[i].text), VIEW_ARGS(endpoint->name.text));
        word = text_node(b, words[i].text, words[i].at);
        if (!word)
            return false;
        ynode_add(b->doc, seq, word);
    }
    return true;
}

static bool put_schema(struct builder *b, struct ynode *out,
                       const struct descriptor_endpoint *endpoint, size_t index)
{
    struct typed_text type = { .text = dialect_schema_type(b->dialect, endpoint->type.text),
                               .at = endpoint->type.at };
    AUTO(buf) field = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ynode *schema;

    if (endpoint->schema_file.text.len == 0)
        return true;
    buf_addf(&field, "endpoints[%zu].schemaFile", index);
    schema = put_map(b, out, "schema");
    return put_given(b, schema, "type", &type) &&
           put_file(b, schema, "content", &endpoint->schema_file, buf_text(&field));
}

static void warn_about_endpoint(struct builder *b, const struct ynode *endpoints,
                                const struct descriptor_endpoint *endpoint)
{
    if (!(b->dialect->features & DIALECT_REST) && view_is(endpoint->type.text, "REST"))
        typed_warn(&b->talk, endpoint->type.at,
                   "OpenChoreo %s refuses the endpoint type REST, which was removed: use HTTP",
                   b->dialect->name);
    if (ynode_get_view(endpoints, endpoint->name.text))
        typed_warn(&b->talk, endpoint->at,
                   "this endpoint replaces the earlier one of the name '" VIEW_FMT "'",
                   VIEW_ARGS(endpoint->name.text));
}

static bool put_endpoint(struct builder *b, struct ynode *endpoints,
                         const struct descriptor_endpoint *endpoint, size_t index)
{
    AUTO(buf) name = BUF_INIT(SIZE_MAX);
    struct ynode *out = ynode_new_map(b->doc);

    warn_about_endpoint(b, endpoints, endpoint);
    if (!put_visibility(b, out, endpoint) ||
        !put_given(b, out, "displayName", &endpoint->display_name) ||
        !put_text(b, out, "type", &endpoint->type) ||
        !put_given(b, out, "basePath", &endpoint->base_path) ||
        !put_schema(b, out, endpoint, index) ||
        !add_clean(b, &name, endpoint->name.text, endpoint->name.at))
        return false;
    ynode_set(b->doc, out, VIEW("port"), ynode_new_int(b->doc, endpoint->port.number));
    if (endpoint->target_port.number != 0)
        ynode_set(b->doc, out, VIEW("targetPort"),
                  ynode_new_int(b->doc, endpoint->target_port.number));
    ynode_set(b->doc, endpoints, buf_view(&name), out);
    return true;
}

static bool put_endpoints(struct builder *b, struct ynode *spec, const struct typed_list *list)
{
    const struct descriptor_endpoint *endpoints = list->items;
    struct ynode *out = list->len > 0 ? put_map(b, spec, "endpoints") : NULL;

    for (size_t i = 0; i < list->len; i++)
        if (!put_endpoint(b, out, &endpoints[i], i))
            return false;
    return true;
}

/* ---- dependencies */

static bool check_connection(struct builder *b, const struct descriptor_connection *connection,
                             size_t index)
{
    static const char *const allowed[] = { "project", "namespace", NULL };
    const char *missing = connection->component.text.len == 0    ? "component"
                          : connection->name.text.len == 0       ? "name"
                          : connection->visibility.text.len == 0 ? "visibility"
                                                                 : NULL;

    if (missing)
        return typed_fail(b->path, connection->at, b->err, ERROR_INVALID,
                          "dependencies.endpoints[%zu]: %s is missing", index, missing);
    if (is_one_of(connection->visibility.text, allowed))
        return true;
    return typed_fail(b->path, connection->visibility.at, b->err, ERROR_INVALID,
                      "dependencies.endpoints[%zu]: the visibility '" VIEW_FMT
                      "' is none of project, namespace",
                      index, VIEW_ARGS(connection->visibility.text));
}

static bool put_connection(struct builder *b, struct ynode *out,
                           const struct descriptor_connection *connection)
{
    const struct descriptor_env_bindings *bindings = &connection->env_bindings;
    struct ynode *names = put_map(b, out, "envBindings");

    return put_given(b, out, "project", &connection->project) &&
           put_text(b, out, "component", &connection->component) &&
           put_text(b, out, b->dialect->connection_key, &connection->name) &&
           put_text(b, out, "visibility", &connection->visibility) &&
           put_given(b, names, "address", &bindings->address) &&
           put_given(b, names, "host", &bindings->host) &&
           put_given(b, names, "port", &bindings->port) &&
           put_given(b, names, "basePath", &bindings->base_path);
}

static bool put_connections(struct builder *b, struct ynode *spec, const struct typed_list *list)
{
    const struct descriptor_connection *connections = list->items;
    const char *const *path = b->dialect->connections;
    struct ynode *seq;

    if (list->len == 0)
        return true;
    for (; path[1]; path++)
        spec = ynode_need_map(b->doc, spec, path[0]);
    seq = put_seq(b, spec, path[0]);
    for (size_t i = 0; i < list->len; i++)
        if (((b->dialect->features & DIALECT_CHECKS) && !check_connection(b, &connections[i], i)) ||
            !put_connection(b, add_map(b, seq), &connections[i]))
            return false;
    return true;
}

static bool put_bindings(struct builder *b, struct ynode *out, const char *key,
                         const struct typed_list *list, size_t index)
{
    const struct typed_binding *bindings = list->items;
    struct ynode *map = list->len > 0 ? put_map(b, out, key) : NULL;

    for (size_t i = 0; i < list->len; i++) {
        AUTO(buf) name = BUF_INIT(SIZE_MAX);
        struct ynode *value;

        if (bindings[i].name.text.len == 0 || bindings[i].value.text.len == 0)
            return typed_fail(b->path, bindings[i].name.at, b->err, ERROR_INVALID,
                              "dependencies.resources[%zu].%s: a key or value is empty", index,
                              key);
        value = text_node(b, bindings[i].value.text, bindings[i].value.at);
        if (!value || !add_clean(b, &name, bindings[i].name.text, bindings[i].name.at))
            return false;
        ynode_set(b->doc, map, buf_view(&name), value);
    }
    return true;
}

static bool put_resources(struct builder *b, struct ynode *spec, const struct typed_list *list)
{
    const struct descriptor_resource *resources = list->items;
    struct ynode *seq;

    if (list->len == 0)
        return true;
    seq = put_seq(b, ynode_need_map(b->doc, spec, "dependencies"), "resources");
    for (size_t i = 0; i < list->len; i++) {
        struct ynode *out = add_map(b, seq);

        if (resources[i].ref.text.len == 0)
            return typed_fail(b->path, resources[i].at, b->err, ERROR_INVALID,
                              "dependencies.resources[%zu]: ref is missing", i);
        if (!put_text(b, out, "ref", &resources[i].ref) ||
            !put_bindings(b, out, "envBindings", &resources[i].env_bindings, i) ||
            !put_bindings(b, out, "fileBindings", &resources[i].file_bindings, i))
            return false;
    }
    return true;
}

/* ---- configurations */

static bool put_secret(struct builder *b, struct ynode *out, const struct descriptor_secret *secret)
{
    struct ynode *reference = put_map(b, put_map(b, out, "valueFrom"), b->dialect->secret_key);

    return put_text(b, reference, "name", &secret->name) &&
           put_text(b, reference, "key", &secret->key);
}

static void warn_about_value(struct builder *b, const struct descriptor_variable *variable,
                             bool is_file, const struct ynode *out)
{
    const struct descriptor_source *from = &variable->value_from;
    bool replaced = from->secret.at.line > 0 || (is_file && from->path.text.len > 0);

    if (variable->value.text.len > 0 && replaced)
        typed_warn(&b->talk, variable->value.at,
                   "'value' is ignored beside 'valueFrom' (of '" VIEW_FMT "')",
                   VIEW_ARGS(variable->name.text));
    if (!is_file && from->path.text.len > 0)
        typed_warn(&b->talk, from->path.at, "'valueFrom.path' is read for files only");
    if (!(b->dialect->features & DIALECT_EMPTY_VALUES) && !ynode_get(out, "value") &&
        !ynode_get(out, "valueFrom"))
        typed_warn(&b->talk, variable->at,
                   "'" VIEW_FMT "' has no value: OpenChoreo %s will refuse it",
                   VIEW_ARGS(variable->name.text), b->dialect->name);
}

static bool put_value(struct builder *b, struct ynode *out,
                      const struct descriptor_variable *variable, bool is_file, size_t index)
{
    const struct descriptor_source *from = &variable->value_from;
    AUTO(buf) field = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (from->secret.at.line > 0)
        return put_secret(b, out, &from->secret);
    if (!is_file || from->path.text.len == 0)
        return put_given(b, out, "value", &variable->value);
    buf_addf(&field, "configurations.files[%zu].valueFrom.path", index);
    return put_file(b, out, "value", &from->path, buf_text(&field));
}

static bool put_variables(struct builder *b, struct ynode *container, const char *key,
                          const struct typed_list *list, bool is_file)
{
    const struct descriptor_variable *variables = list->items;
    struct ynode *seq = list->len > 0 ? put_seq(b, container, key) : NULL;

    for (size_t i = 0; i < list->len; i++) {
        struct ynode *out = add_map(b, seq);

        if (!put_text(b, out, "key", &variables[i].name) ||
            (is_file && !put_text(b, out, "mountPath", &variables[i].mount_path)) ||
            !put_value(b, out, &variables[i], is_file, i))
            return false;
        warn_about_value(b, &variables[i], is_file, out);
    }
    return true;
}

/* ---- the document */

static bool put_flag(struct builder *b, struct ynode *map, const char *key, const char *text)
{
    return put(b, map, key, view_of(text), (struct place){ .line = 0 });
}

static bool put_head(struct builder *b, struct ynode *root, const struct document_request *request)
{
    struct ynode *metadata = put_map(b, root, "metadata");
    AUTO(buf) name = BUF_INIT(SIZE_MAX);

    buf_addf(&name, "%s-workload", request->component);
    return put_flag(b, root, "apiVersion", "openchoreo.dev/v1alpha1") &&
           put_flag(b, root, "kind", "Workload") &&
           put_flag(b, metadata, "name", buf_text(&name)) &&
           put_flag(b, metadata, "namespace", request->namespace);
}

static bool put_base(struct builder *b, struct ynode *spec, struct ynode *container,
                     const struct document_request *request)
{
    struct ynode *owner = put_map(b, spec, "owner");

    return put_flag(b, container, "image", request->image) &&
           put_flag(b, owner, "componentName", request->component) &&
           put_flag(b, owner, "projectName", request->project);
}

/* The order is that of occ: the first mistake ends it. */
static bool put_descriptor(struct builder *b, struct ynode *spec, struct ynode *container,
                           const struct descriptor_content *content)
{
    bool old = b->dialect->features & DIALECT_CONNECTIONS;
    const struct typed_list *connections =
        old ? &content->connections : &content->dependencies.endpoints;

    return put_endpoints(b, spec, &content->endpoints) && put_connections(b, spec, connections) &&
           put_resources(b, spec, &content->dependencies.resources) &&
           put_variables(b, container, "env", &content->configurations.env, false) &&
           put_variables(b, container, "files", &content->configurations.files, true);
}

static bool build(struct builder *b, const struct document_request *request,
                  const struct descriptor *descriptor)
{
    struct ynode *root = ynode_new_map(b->doc);
    struct ynode *spec = put_map(b, root, "spec");
    struct ynode *container = put_map(b, spec, "container");

    ydoc_set_root(b->doc, root);
    return put_head(b, root, request) && put_base(b, spec, container, request) &&
           (!descriptor || put_descriptor(b, spec, container, &descriptor->content));
}

void document_largest_release(struct document_largest *largest)
{
    free(largest->path);
    largest->path = NULL;
}

struct ydoc *document_build(const struct document_request *request,
                            const struct descriptor *descriptor, struct strv *warnings,
                            struct document_largest *largest, struct error *err)
{
    const char *path = descriptor ? descriptor->path : NULL;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct builder b = { .doc = doc,
                         .dialect = request->dialect,
                         .path = path,
                         .talk = { .path = path, .warnings = warnings },
                         .files = NAMED_FILES_INIT(path, request->confine),
                         .err = err };
    bool built = build(&b, request, descriptor);

    if (largest)
        *largest = (struct document_largest){ TAKE(b.files.largest), b.files.largest_bytes };
    named_files_release(&b.files);
    return built ? TAKE(doc) : NULL;
}
