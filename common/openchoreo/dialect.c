/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/dialect.h"

#include <stddef.h>

#include "base/semver.h"

static const struct dialect_schema schemas_1_2[] = {
    { "HTTP", "openapi" },
    { "gRPC", "proto" },
    { "GraphQL", "graphql" },
    { NULL, NULL },
};

/* What came with 1.0 and stayed. */
#define DIALECT_SINCE_1_0 (DIALECT_IMAGE_UPDATE | DIALECT_RUN | DIALECT_RUN_SOURCE)

/* The oldest first; a range ends where the next one starts. */
static const struct dialect dialects[] = {
    {
        .name = "v0.17",
        .since = "0.17.0",
        .features = DIALECT_CONNECTIONS | DIALECT_ENDPOINT_KEY | DIALECT_REST | DIALECT_NAME_FLAG |
                    DIALECT_LEGACY_ROUTE,
        .connection_key = "endpoint",
        .connections = { "connections" },
        .secret_key = "secretRef",
    },
    {
        .name = "v1.0.0-rc.1",
        .since = "1.0.0-0",
        .features =
            DIALECT_CONNECTIONS | DIALECT_NAME_KEY | DIALECT_REST | DIALECT_NAME_FLAG | DIALECT_RUN,
        .connection_key = "name",
        .connections = { "dependencies", "endpoints" },
        .secret_key = "secretKeyRef",
    },
    {
        .name = "1.0",
        .since = "1.0.0-rc.2",
        .features = DIALECT_DEPENDENCIES | DIALECT_NAME_KEY | DIALECT_CHECKS | DIALECT_NAME_FLAG |
                    DIALECT_SINCE_1_0,
        .connection_key = "name",
        .connections = { "dependencies", "endpoints" },
        .secret_key = "secretKeyRef",
    },
    {
        .name = "1.1",
        .since = "1.1.0-0",
        .features = DIALECT_DEPENDENCIES | DIALECT_RESOURCES | DIALECT_NAME_KEY | DIALECT_CHECKS |
                    DIALECT_EMPTY_VALUES | DIALECT_SINCE_1_0,
        .connection_key = "name",
        .connections = { "dependencies", "endpoints" },
        .secret_key = "secretKeyRef",
    },
    {
        .name = "1.2",
        .since = "1.2.0-0",
        .features = DIALECT_DEPENDENCIES | DIALECT_RESOURCES | DIALECT_NAME_KEY | DIALECT_CHECKS |
                    DIALECT_EMPTY_VALUES | DIALECT_SINCE_1_0,
        .connection_key = "name",
        .connections = { "dependencies", "endpoints" },
        .secret_key = "secretKeyRef",
        .schemas = schemas_1_2,
    },
};

static bool is_in_or_after(const struct dialect *dialect, const struct semver *version)
{
    struct semver since;

    return semver_parse(view_of(dialect->since), &since) && semver_cmp(version, &since) >= 0;
}

const struct dialect *dialect_find(const char *version, struct error *err)
{
    struct semver wanted;
    size_t i = ARRAY_SIZE(dialects);

    if (!version || !*version)
        return &dialects[ARRAY_SIZE(dialects) - 1];
    if (!semver_parse_loose(view_of(version), &wanted)) {
        error_set(err, ERROR_USAGE, "'%s' is no version of OpenChoreo", version);
        error_hint(err, "write it as v0.17, 1.0.0-rc.1 or 1.2");
        return NULL;
    }
    while (i > 0)
        if (is_in_or_after(&dialects[--i], &wanted))
            return &dialects[i];
    error_set(err, ERROR_UNSUPPORTED,
              "descriptors of OpenChoreo %s have another shape: %s is the first version supported",
              version, dialects[0].since);
    return NULL;
}

struct view dialect_schema_type(const struct dialect *dialect, struct view type)
{
    if (!dialect->schemas)
        return type;
    for (const struct dialect_schema *schema = dialect->schemas; schema->endpoint_type; schema++)
        if (view_is(type, schema->endpoint_type))
            return view_of(schema->schema_type);
    return VIEW_EMPTY;
}
