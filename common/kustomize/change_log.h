/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/change_log.h - what each step of a kustomization changed, for people and machines
 *
 * A step is one patch, or one field such as `labels`. Between its begin and its end the objects are
 * compared: those that were changed already are copied at the begin, all others still have what
 * they were read from. A NULL log is no log: every function returns at once. Rows are mappings with
 * these keys, in the order in which the steps ran:
 *
 *     preset   as given
 *     patch    "site-a/kustomization.yaml:19"; a step without a field of its own has no line
 *     step     "patch", "labels", "images", ..., CHANGE_LOG_NAMES, "resource" (an object of the
 *              preset)
 *     object   "Deployment/web", as it was called at the preset's start; the second one of a name
 * is "Deployment/web (2)" field    "spec.replicas"; "" for a whole object that comes or goes old
 * new  the values; null where there is none; "***" for what is in a Secret
 *
 * `immutable: true` is in a row that the API server would refuse for an object that exists. A step
 * that changed nothing has one row in which `object` and `field` are null; when it matched nothing,
 * `unmatched` is there too (what it names), and `hint`. A row with `kept` tells of a patch that
 * gave FIELD that value and whose options do not let it: the field stays, `object` is null. Source:
 * design.md 2, ux.md 5.
 */
#ifndef KUSTOMIZE_CHANGE_LOG_H
#define KUSTOMIZE_CHANGE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/map.h"
#include "kustomize/resource.h"
#include "yaml/ydoc.h"

#define CHANGE_LOG_ROWS_MAX ((size_t)1000000)
/* The step in which references follow new names; nobody asked for it: its silence is not told. */
#define CHANGE_LOG_NAMES "names"
/* The step in which objects go that are meant for tools; the same. */
#define CHANGE_LOG_LOCAL "local-config"

struct change_log {
    struct ydoc *doc;    /* of the rows */
    struct ynode *rows;  /* sequence; belongs to `doc` */
    char *preset;        /* what rows call the preset */
    char *patch;         /* heap: of the open step; NULL: none is open */
    char *step;          /* heap */
    size_t rows_before;  /* when the step began */
    size_t kept;         /* rows of the step that tell what stayed */
    bool forgives;       /* what matches nothing is a row, no error */
    bool outer;          /* the open step only begins one of its own at the same place */
    struct map before;   /* a resource's address -> const struct ynode, as it was */
    struct map names;    /* a resource's address -> what rows call it, heap */
    struct map taken;    /* such a name -> how many have it */
    struct ydoc *copies; /* what `before` copied */
};

void change_log_init(struct change_log *log);
void change_log_release(struct change_log *log);
/* Rows from now on are of this preset. */
void change_log_preset(struct change_log *log, const char *preset);
/*
 * A step begins that may change the objects of LIST; an open one ends. LINE 0: none. ERROR_LIMIT
 * over CHANGE_LOG_ROWS_MAX rows.
 */
bool change_log_begin(struct change_log *log, const struct resource_list *list, const char *file,
                      uint32_t line, const char *step, struct error *err) MUST_CHECK;
bool change_log_end(struct change_log *log, const struct resource_list *list,
                    struct error *err) MUST_CHECK;
/* The open step found nothing for WHAT ("Ingress/web"); HINT may be NULL. */
void change_log_unmatched(struct change_log *log, const char *what, const char *hint);
/* A patch of the open step said that FIELD, `kind` say, becomes WANTED, and may not change it. */
void change_log_kept(struct change_log *log, const char *field, struct view wanted);
/* The first row of a change that the API server refuses; NULL when there is none. */
const struct ynode *change_log_immutable(const struct change_log *log);
/* RES is the preset's own. */
void change_log_added(struct change_log *log, const struct resource *res);

#endif
