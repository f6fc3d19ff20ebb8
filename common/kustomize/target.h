/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/target.h - which objects a patch means
 *
 * Every part of a target is a regular expression that must match as a whole; an empty part matches
 * all. Name and namespace may be the original or the current ones. An absent namespace reads as
 * "default". Source: kustomize api/types/selector.go, resWrangler.Select.
 */
#ifndef KUSTOMIZE_TARGET_H
#define KUSTOMIZE_TARGET_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/regex.h"
#include "base/view.h"
#include "kustomize/kustomization.h"
#include "kustomize/resource.h"
#include "manifest/selector.h"

/* One regular expression; a text without special characters is compared, not compiled. */
struct pattern {
    struct view text;    /* empty: matches everything; borrowed */
    struct regex *regex; /* NULL: TEXT itself */
    struct view prefix;  /* every match of REGEX starts with it */
};

/*
 * The literal start of an expression: what matches it (from its beginning) starts so. Most names
 * differ there, and no expression need run.
 */
struct view pattern_prefix(struct view expression);

struct target {
    struct pattern group, version, kind, name, namespace;
    struct selector *labels;      /* NULL: all */
    struct selector *annotations; /* NULL: all */
};

#define TARGET_INIT                                                                                \
    {                                                                                              \
        .labels = NULL                                                                             \
    }

void target_release(struct target *target);
/* SPEC is borrowed and must outlive TARGET. An error names FILE and the line. */
bool target_compile(struct target *target, const struct kust_target *spec, const char *file,
                    struct error *err) MUST_CHECK;
bool target_matches(const struct target *target, const struct resource *res);
/* The two halves of a replacement's selectors: one id as it is (REF), and labels and annotations.
 */
bool target_matches_id(const struct target *target, const struct object_ref *ref);
bool target_matches_labels(const struct target *target, const struct resource *res);
/* "Deployment/web", or what there is of it: "name 'web'", "labels 'a=b'". */
void target_describe(struct buf *out, const struct kust_target *spec);

/* A hint that names an object starts so; the object's name follows, to the end or a ';'. */
#define TARGET_NEAREST "nearest is "

/*
 * Set the hint of an ERROR_UNMATCHED: the nearest object, the name pattern that would fit and,
 * where STREAM says so, --allow-unmatched and that Helm does not send its crds/.
 */
void target_hint(const struct resource_list *list, struct view kind, struct view name, bool stream,
                 struct error *err);

#endif
