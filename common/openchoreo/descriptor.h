/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/descriptor.h - workload.yaml: what a developer says about a workload
 *
 * Values are as written, nothing is checked but their types. Source: openchoreo.md 4, 5.
 */
#ifndef OPENCHOREO_DESCRIPTOR_H
#define OPENCHOREO_DESCRIPTOR_H

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "openchoreo/dialect.h"
#include "openchoreo/typed.h"
#include "yaml/ydoc.h"

/* A descriptor, and all that the files named in it may come to: what the API server takes. */
#define DESCRIPTOR_BYTES_MAX ((size_t)3 << 20)

struct descriptor_endpoint {
    struct place at;
    struct typed_text name;
    struct typed_text display_name;
    struct typed_text type;
    struct typed_text base_path;
    struct typed_text schema_file;
    struct typed_text context; /* known and ignored */
    struct typed_number port;
    struct typed_number target_port;
    struct typed_list visibility; /* of struct typed_text */
};

struct descriptor_env_bindings {
    struct place at;
    struct typed_text address;
    struct typed_text host;
    struct typed_text port;
    struct typed_text base_path;
};

struct descriptor_connection {
    struct place at;
    struct typed_text project;
    struct typed_text component;
    struct typed_text name; /* of the endpoint */
    struct typed_text visibility;
    struct descriptor_env_bindings env_bindings;
};

struct descriptor_resource {
    struct place at;
    struct typed_text ref;
    struct typed_list env_bindings; /* of struct typed_binding */
    struct typed_list file_bindings;
};

struct descriptor_secret {
    struct place at; /* line 0: there is none */
    struct typed_text name;
    struct typed_text key;
};

struct descriptor_source {
    struct place at;
    struct descriptor_secret secret;
    struct typed_text path;
};

/* An environment variable, or a file. */
struct descriptor_variable {
    struct place at;
    struct typed_text name;
    struct typed_text mount_path; /* of a file */
    struct typed_text value;
    struct descriptor_source value_from;
};

struct descriptor_metadata {
    struct place at;
    struct typed_text name;
};

struct descriptor_dependencies {
    struct place at;
    struct typed_list endpoints; /* of struct descriptor_connection */
    struct typed_list resources; /* of struct descriptor_resource */
};

struct descriptor_configurations {
    struct place at;
    struct typed_list env; /* of struct descriptor_variable */
    struct typed_list files;
};

struct descriptor_content {
    struct place at;
    struct typed_text api_version; /* known and ignored */
    struct descriptor_metadata metadata;
    struct typed_list endpoints;   /* of struct descriptor_endpoint */
    struct typed_list connections; /* of struct descriptor_connection */
    struct descriptor_dependencies dependencies;
    struct descriptor_configurations configurations;
};

struct descriptor {
    const char *path; /* in the arena; NULL: there is none */
    struct descriptor_content content;
    struct ydoc *doc; /* texts of CONTENT are in it */
    struct arena arena;
};

#define DESCRIPTOR_INIT                                                                            \
    {                                                                                              \
        .path = NULL, .doc = NULL, .arena = ARENA_INIT                                             \
    }

void descriptor_release(struct descriptor *descriptor);
/*
 * Fill DESCRIPTOR (empty so far) from TEXT, the file PATH, as DIALECT reads it. WARNINGS (may be
 * NULL) gets one line for each key that is ignored. Errors cite PATH:LINE:COLUMN; after one
 * DESCRIPTOR is good for nothing but to be released.
 */
bool descriptor_read(struct descriptor *descriptor, struct view text, const char *path,
                     const struct dialect *dialect, struct strv *warnings,
                     struct error *err) MUST_CHECK;
/* Where PATH ("endpoints[0].port") is written in DESCRIPTOR, or what it is missing from. */
struct place descriptor_place(const struct descriptor *descriptor, struct view path);

#endif
