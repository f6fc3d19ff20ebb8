/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/descriptor.h"

#include "base/buf.h"

/* A field of struct descriptor_X. */
#define FIELD(struct_, member_, key_, kind_, ...)                                                  \
    {                                                                                              \
        .key = (key_), .kind = (kind_), .offset = offsetof(struct descriptor_##struct_, member_),  \
        __VA_ARGS__                                                                                \
    }
#define TEXT(struct_, member_, key_) FIELD(struct_, member_, key_, TYPED_TEXT, .needs = 0)
#define TYPE(struct_)                                                                              \
    static const struct typed_type struct_##_type = { .size = sizeof(struct descriptor_##struct_), \
                                                      .fields = struct_##_fields }
#define FIELDS_END                                                                                 \
    {                                                                                              \
        .key = NULL                                                                                \
    }

static const struct typed_field endpoint_fields[] = {
    TEXT(endpoint, name, "name"),
    FIELD(endpoint, port, "port", TYPED_NUMBER, .needs = 0),
    FIELD(endpoint, target_port, "targetPort", TYPED_NUMBER, .needs = 0),
    TEXT(endpoint, type, "type"),
    TEXT(endpoint, display_name, "displayName"),
    TEXT(endpoint, base_path, "basePath"),
    TEXT(endpoint, schema_file, "schemaFile"),
    TEXT(endpoint, context, "context"),
    FIELD(endpoint, visibility, "visibility", TYPED_TEXTS, .needs = 0),
    FIELDS_END,
};
TYPE(endpoint);

static const struct typed_field env_bindings_fields[] = {
    TEXT(env_bindings, address, "address"),
    TEXT(env_bindings, host, "host"),
    TEXT(env_bindings, port, "port"),
    TEXT(env_bindings, base_path, "basePath"),
    FIELDS_END,
};
TYPE(env_bindings);

static const struct typed_field connection_fields[] = {
    TEXT(connection, project, "project"),
    TEXT(connection, component, "component"),
    FIELD(connection, name, "endpoint", TYPED_TEXT, .needs = DIALECT_ENDPOINT_KEY),
    FIELD(connection, name, "name", TYPED_TEXT, .needs = DIALECT_NAME_KEY),
    TEXT(connection, visibility, "visibility"),
    FIELD(connection, env_bindings, "envBindings", TYPED_STRUCT, .type = &env_bindings_type),
    FIELDS_END,
};
TYPE(connection);

static const struct typed_field resource_fields[] = {
    TEXT(resource, ref, "ref"),
    FIELD(resource, env_bindings, "envBindings", TYPED_BINDINGS, .needs = 0),
    FIELD(resource, file_bindings, "fileBindings", TYPED_BINDINGS, .needs = 0),
    FIELDS_END,
};
TYPE(resource);

static const struct typed_field dependencies_fields[] = {
    FIELD(dependencies, endpoints, "endpoints", TYPED_STRUCTS, .type = &connection_type),
    FIELD(dependencies, resources, "resources", TYPED_STRUCTS, .type = &resource_type,
          .needs = DIALECT_RESOURCES),
    FIELDS_END,
};
TYPE(dependencies);

static const struct typed_field secret_fields[] = {
    TEXT(secret, name, "name"),
    TEXT(secret, key, "key"),
    FIELDS_END,
};
TYPE(secret);

static const struct typed_field source_fields[] = {
    FIELD(source, secret, "secretKeyRef", TYPED_POINTER, .type = &secret_type),
    TEXT(source, path, "path"),
    FIELDS_END,
};
TYPE(source);

static const struct typed_field env_fields[] = {
    TEXT(variable, name, "name"),
    TEXT(variable, value, "value"),
    FIELD(variable, value_from, "valueFrom", TYPED_POINTER, .type = &source_type),
    FIELDS_END,
};
static const struct typed_type env_type = { .size = sizeof(struct descriptor_variable),
                                            .fields = env_fields };

static const struct typed_field file_fields[] = {
    TEXT(variable, name, "name"),
    TEXT(variable, mount_path, "mountPath"),
    TEXT(variable, value, "value"),
    FIELD(variable, value_from, "valueFrom", TYPED_POINTER, .type = &source_type),
    FIELDS_END,
};
static const struct typed_type file_type = { .size = sizeof(struct descriptor_variable),
                                             .fields = file_fields };

static const struct typed_field configurations_fields[] = {
    FIELD(configurations, env, "env", TYPED_STRUCTS, .type = &env_type),
    FIELD(configurations, files, "files", TYPED_STRUCTS, .type = &file_type),
    FIELDS_END,
};
TYPE(configurations);

static const struct typed_field metadata_fields[] = {
    TEXT(metadata, name, "name"),
    FIELDS_END,
};
TYPE(metadata);

static const struct typed_field content_fields[] = {
    TEXT(content, api_version, "apiVersion"),
    FIELD(content, metadata, "metadata", TYPED_STRUCT, .type = &metadata_type),
    FIELD(content, endpoints, "endpoints", TYPED_STRUCTS, .type = &endpoint_type),
    FIELD(content, connections, "connections", TYPED_STRUCTS, .type = &connection_type,
          .needs = DIALECT_CONNECTIONS),
    FIELD(content, dependencies, "dependencies", TYPED_POINTER, .type = &dependencies_type,
          .needs = DIALECT_DEPENDENCIES),
    FIELD(content, configurations, "configurations", TYPED_STRUCT, .type = &configurations_type),
    FIELDS_END,
};
TYPE(content);

void descriptor_release(struct descriptor *descriptor)
{
    ydoc_free(descriptor->doc);
    arena_release(&descriptor->arena);
    *descriptor = (struct descriptor)DESCRIPTOR_INIT;
}

bool descriptor_read(struct descriptor *descriptor, struct view text, const char *path,
                     const struct dialect *dialect, struct strv *warnings, struct error *err)
{
    struct ydoc_options options = { .origin = path, .as_go_yaml = true, .own_text = true };
    AUTO(buf) reader_name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct typed_reader reader = { .path = path,
                                   .features = dialect->features,
                                   .arena = &descriptor->arena,
                                   .warnings = warnings };

    descriptor->doc = ydoc_parse_with(text, &options, err);
    if (!descriptor->doc)
        return false;
    buf_addf(&reader_name, "OpenChoreo %s", dialect->name);
    reader.reader = buf_text(&reader_name);
    if (!typed_read(&descriptor->content, &content_type, ydoc_root(descriptor->doc), &reader, err))
        return false;
    descriptor->path = arena_copy(&descriptor->arena, view_of(path)).data;
    return true;
}

struct place descriptor_place(const struct descriptor *descriptor, struct view path)
{
    return typed_place(&descriptor->content, &content_type, path);
}
