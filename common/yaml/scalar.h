/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/scalar.h - what a plain scalar means
 *
 * Two readers matter: YAML_1_1 is kubectl, Helm and everything behind sigs.k8s.io/yaml (go-yaml
 * v2); YAML_KUSTOMIZE is what kyaml reads (go-yaml v3). They differ in `yes`, timestamps and little
 * else. Source: spec yaml.md 4, measured on both libraries.
 */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"

enum yaml_profile { YAML_1_1, YAML_KUSTOMIZE };

enum ytype { YTYPE_NONE, YTYPE_NULL, YTYPE_BOOL, YTYPE_INT, YTYPE_FLOAT, YTYPE_STRING };

struct yscalar {
    enum ytype type;
    bool boolean;       /* YTYPE_BOOL */
    bool negative;      /* YTYPE_INT: the value is -magnitude */
    uint64_t magnitude; /* YTYPE_INT */
    double real;        /* YTYPE_FLOAT; .inf and .nan included */
    bool timestamp;     /* YTYPE_STRING that YAML_KUSTOMIZE rewrites as RFC 3339 text */
};

/* The meaning of an untagged PLAIN scalar; never fails: what is nothing else is a string. */
struct yscalar scalar_resolve(struct view plain, enum yaml_profile profile);
/* True when TEXT, written plain, would be read as something else than a string by either profile.
 */
bool scalar_is_ambiguous(struct view text);
/* True when go-yaml v2 (kustomize build, kubectl -o yaml) writes the string TEXT in double quotes
 * for its looks. */
bool scalar_is_quoted_by_go(struct view text);
/* The RFC 3339 text that go-yaml v3 makes of a timestamp (scalar_resolve said `timestamp`). */
void scalar_add_timestamp(struct buf *out, struct view plain);
/* A number as JSON text: all 64 bits of an integer, the shortest digits of a double (yaml.md 5). */
void scalar_add_json_number(struct buf *out, const struct yscalar *scalar);
/* A number as `kustomize build` prints it (yaml.md 6.4). */
void scalar_add_yaml_number(struct buf *out, const struct yscalar *scalar);
/* A number as go-yaml v2 and sigs.k8s.io/yaml make a key of it: floats in the digits of 32 bits. */
void scalar_add_key_number(struct buf *out, const struct yscalar *scalar);
/* The same as the text of a field that is a string: "+Inf" and "NaN" for ".inf" and ".nan". */
void scalar_add_text_number(struct buf *out, const struct yscalar *scalar);
/* A finite double as Go's fmt prints it by %v: "1e+07", "0.5". */
void scalar_add_go_double(struct buf *out, double value);

#endif
