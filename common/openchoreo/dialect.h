/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/dialect.h - what one range of OpenChoreo versions reads and writes
 *
 * One table; nothing else asks for a version. Source: openchoreo.md 2.
 */
#ifndef OPENCHOREO_DIALECT_H
#define OPENCHOREO_DIALECT_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

enum dialect_feature {
    DIALECT_CONNECTIONS = 1u << 0,   /* descriptors have connections[] */
    DIALECT_DEPENDENCIES = 1u << 1,  /* descriptors have dependencies.endpoints[] */
    DIALECT_RESOURCES = 1u << 2,     /* and dependencies.resources[] */
    DIALECT_ENDPOINT_KEY = 1u << 3,  /* a connection says `endpoint` */
    DIALECT_NAME_KEY = 1u << 4,      /* a connection says `name` */
    DIALECT_REST = 1u << 5,          /* the server knows the endpoint type REST */
    DIALECT_CHECKS = 1u << 6,        /* visibilities and dependencies are checked when created */
    DIALECT_EMPTY_VALUES = 1u << 7,  /* the server takes a variable or file without a value */
    DIALECT_NAME_FLAG = 1u << 8,     /* `create` has a flag --name, which changes nothing */
    DIALECT_IMAGE_UPDATE = 1u << 9,  /* without a descriptor an update changes the image alone */
    DIALECT_RUN = 1u << 10,          /* a WorkflowRun is annotated with the workload */
    DIALECT_RUN_SOURCE = 1u << 11,   /* and with whether that came from a descriptor */
    DIALECT_LEGACY_ROUTE = 1u << 12, /* the server has the routes of before 1.0 as well */
};

/* The format of the schema of an endpoint type. */
struct dialect_schema {
    const char *endpoint_type; /* NULL: the end */
    const char *schema_type;
};

struct dialect {
    const char *name;                     /* "1.2" */
    const char *since;                    /* the first version of the range, Semantic Versioning */
    unsigned features;                    /* enum dialect_feature */
    const char *connection_key;           /* of the document: what a connection connects to */
    const char *connections[3];           /* of the document: the path of their list below spec */
    const char *secret_key;               /* of the document, in valueFrom */
    const struct dialect_schema *schemas; /* NULL: the endpoint's type, verbatim */
};

/*
 * The dialect of the OpenChoreo VERSION ("v1.0.0-rc.1", "1.2"; NULL or empty: the newest).
 * ERROR_USAGE when it is no version, ERROR_UNSUPPORTED when it is before 0.17.
 */
const struct dialect *dialect_find(const char *version, struct error *err) MUST_CHECK;
/* The schema's type for an endpoint of TYPE: empty when there is none. */
struct view dialect_schema_type(const struct dialect *dialect, struct view type);

#endif
