/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/resource.h - one object under customization: an object of a file, of the stream, or new
 *
 * Reading costs nothing; the first change copies the document it stands in (resource_edit). What an
 * object was called before names and namespaces changed is kept, since targets and references may
 * use either. Source: kustomize api/resource/resource.go, kyaml/resid.
 */
#ifndef KUSTOMIZE_RESOURCE_H
#define KUSTOMIZE_RESOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "manifest/object.h"
#include "manifest/stream.h"
#include "yaml/ydoc.h"

/* What an object was called before a change. Group and version are always the current ones. */
struct resource_id {
    struct view kind;
    struct view namespace; /* effective: "default" for an empty one */
    struct view name;
};

/* What a generated object does to one that is called the same. */
enum resource_behavior { RESOURCE_CREATE, RESOURCE_MERGE, RESOURCE_REPLACE };

struct origin;

/* Bytes that live as long as the resource; most have one or two, which an arena would be too large
 * for.
 */
struct resource_text {
    struct resource_text *next;
    char bytes[];
};

struct affixes {
    struct view *texts; /* heap */
    size_t len;
    size_t cap;
};

struct resource {
    struct ynode *root;              /* the object; read only until `editable` */
    struct ydoc *doc;                /* makes nodes for ROOT; owned when MANIFEST is NULL */
    struct ydoc *source;             /* what DOC was copied from; owned; mostly NULL */
    struct manifest *manifest;       /* of the stream: where the object stands; NULL: from a file */
    uint32_t *steps;                 /* indices through Lists within the manifest, heap */
    size_t steps_len;                /* 0: the manifest's root itself */
    bool editable;                   /* ROOT may be changed: resource_edit() was there */
    bool cluster_scoped;             /* known not to live in a namespace */
    bool user_cluster_scoped;        /* by the user's OpenAPI document */
    bool removed;                    /* a patch deleted it */
    bool comments_gone;              /* it went through JSON: its text's comments count no more */
    bool needs_hash;                 /* its name gets a suffix from its content at the end */
    bool from_helm;                  /* `namespace` leaves it as helm rendered it */
    enum resource_behavior behavior; /* of a generated object */
    struct object_ref ref;           /* current identity: resource_refresh() */
    struct resource_id *previous;    /* oldest first */
    size_t previous_len;
    size_t previous_cap;
    struct affixes prefixes; /* that its name got, innermost first */
    struct affixes suffixes;
    const struct origin *origin; /* as noted for `buildMetadata`; borrowed; NULL: it was not */
    struct resource_text *texts; /* of `previous`, `prefixes` and `suffixes`; owned */
    char *file;                  /* as messages call it */
    uint32_t line;               /* of the object in FILE */
};

/*
 * The object at ROOT of DOC, which is free of aliases; the resource owns DOC and SOURCE (may be
 * NULL) from now on. FILE is copied.
 */
struct resource *resource_new(struct ydoc *doc, struct ynode *root, struct ydoc *source,
                              const char *file, uint32_t line) MUST_CHECK;
/* The object at ROOT in MANIFEST, reached over STEPS (copied) through Lists. */
struct resource *resource_new_stream(struct manifest *manifest, struct ynode *root,
                                     const uint32_t *steps, size_t steps_len) MUST_CHECK;

/* The mutable tree. NULL and *err beyond the expansion limit of its document. */
struct ynode *resource_edit(struct resource *res, struct error *err) MUST_CHECK;
/* Read the identity again after a change of kind, apiVersion, name or namespace. */
void resource_refresh(struct resource *res);
/* Remember the current identity as a previous one. */
void resource_store_previous(struct resource *res);
/* RES's name got AFFIX; AFFIXES are its prefixes or its suffixes. */
void resource_add_affix(struct resource *res, struct affixes *affixes, struct view affix);
/* The oldest identity: what files and targets may still call it. */
struct object_ref resource_original(const struct resource *res);
/* "default" for an absent namespace, a name no namespace can have for a cluster-scoped kind. */
struct view resource_effective_namespace(const struct resource *res);
struct view resource_original_namespace(const struct resource *res);

struct resource_list {
    struct resource **resources; /* owned */
    size_t len;
    size_t cap;
};

#define RESOURCE_LIST_INIT                                                                         \
    {                                                                                              \
        .resources = NULL, .len = 0, .cap = 0                                                      \
    }

void resource_list_release(struct resource_list *list);
/* Free element I; from now on LIST is only to be released. */
void resource_list_free_at(struct resource_list *list, size_t i);
/* RES is the list's from now on. */
void resource_list_add(struct resource_list *list, struct resource *res);
/* Move those that are marked removed to REMOVED, keeping the order of both. */
void resource_list_drop_removed(struct resource_list *list, struct resource_list *removed);
/* Forget the resources from START on that KEEP does not want; nothing happens to what they stand
 * in. */
void resource_list_keep(struct resource_list *list, size_t start,
                        bool (*keep)(const struct resource *res));
/* Move all of FROM behind what LIST holds. */
void resource_list_move(struct resource_list *list, struct resource_list *from);

#endif
