/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/template.h - one entry of the catalog: what it is, what it asks, and whether it works
 *
 * Made from the metadata ConfigMap, which a source finds in a directory or a cluster. A template
 * that is broken is still an entry: its status and reason say what is wrong, and only launching it
 * is refused. The packed scripts are read when they are asked for. Source: catalog.md 2, 4.
 */
#ifndef CATALOG_TEMPLATE_H
#define CATALOG_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/tree.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "catalog/field.h"
#include "yaml/ydoc.h"

#define TEMPLATE_SCRIPTS_ROOT  "scripts"
#define TEMPLATE_CHART         "scripts/chart"
#define TEMPLATE_UNCATEGORIZED "Uncategorized"
#define TEMPLATE_HINTS_MAX     1000

struct source;

enum template_status {
    TEMPLATE_OK,
    TEMPLATE_NO_SCRIPTS,   /* neither scripts/ nor a package */
    TEMPLATE_NO_PAYLOAD,   /* the package has no payload, or an empty one */
    TEMPLATE_BAD_PAYLOAD,  /* not base64, gzip or tar, or without a chart */
    TEMPLATE_MISMATCH,     /* the label and data.chart differ: works, with a warning */
    TEMPLATE_BAD_SCHEMA,   /* fields is no list of named entries */
    TEMPLATE_UNKNOWN_TYPE, /* a field's type that we do not know */
};

struct env_hint {
    struct view name;
    struct view description;
};

struct template
{
    char *name;
    char *category;
    char *description;
    char *icon;         /* URL; NULL: none */
    char *namespace;    /* of its ConfigMap; NULL: it is none of a cluster */
    char *origin;       /* where it was found, for people: "examples/plugins/notebook" */
    char *scripts_name; /* of the scripts ConfigMap: data.chart */
    enum template_status status;
    char *reason; /* why it is not OK; NULL when it is */
    struct fields fields;
    size_t field_count; /* also of a brief one */
    struct env_hint *hints;
    size_t hint_count;
    struct ydoc *metadata;
    struct ydoc *schema;   /* what FIELDS borrows from */
    struct ydoc *env_text; /* what HINTS borrow from */
    struct source *source; /* borrowed */
    char *place;           /* what the source knows it by */

    /* After template_load(): */
    bool loaded;
    struct archive_tree scripts; /* below "scripts/" */
    char revision[ARCHIVE_REVISION_BYTES];
    char *chart_directory; /* the chart on disk; NULL: only in SCRIPTS */
};

/* "OK", "NoScripts", "BadPayload", ... */
const char *template_status_name(enum template_status status);

/*
 * Fill TEMPLATE (zeroed) from the ConfigMap METADATA, which it takes. ORIGIN and FILE name it in
 * messages. Nothing fails: what cannot be used is told by status and reason. FALLBACK_NAME is used
 * when the ConfigMap has no name of its own.
 */
void template_from_metadata(struct template *template, struct ydoc *metadata, const char *origin,
                            const char *file, const char *fallback_name);
void template_release(struct template *template);

/*
 * Fill TEMPLATE (zeroed) with what a table shows: the fields are checked, counted and dropped, and
 * nothing of CONFIG_MAP is kept. Such a template cannot be launched.
 */
void template_from_brief(struct template *template, const struct ynode *config_map,
                         const char *origin);
/* Status and reason from ERR, which stays as it is. A worse state never hides an earlier one. */
void template_set_broken(struct template *template, enum template_status status,
                         const char *reason);
/* It can be launched: OK or MISMATCH. */
bool template_is_usable(const struct template *template);
/* ERROR_INVALID "template 'x' is broken (BadSchema): ..." when it cannot be launched. */
bool template_check_usable(const struct template *template, struct error *err) MUST_CHECK;

/*
 * Read the scripts by the template's source and set the revision. A failure is also told by status
 * and reason. Once loaded it is a no-op.
 */
bool template_load(struct template *template, struct error *err) MUST_CHECK;
/* template_load(), and the package too where it is not what was loaded. */
bool template_verify(struct template *template, struct error *err) MUST_CHECK;
/* Free the scripts again; the revision stays. */
void template_forget_scripts(struct template *template);
/* To be called by a source: SCRIPTS is filled; is a chart in it? Sets the revision. */
bool template_adopt_scripts(struct template *template, struct error *err) MUST_CHECK;

/* The text of scripts/chart/NAME; empty when there is none. Borrowed. */
struct view template_chart_file(const struct template *template, const char *name);
/* Kinds that the chart's templates name, each once, in the order of files. */
void template_kinds(const struct template *template, struct strv *kinds);

struct template_list {
    struct template *items;
    size_t len;
    size_t cap;
};

#define TEMPLATE_LIST_INIT                                                                         \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0                                                          \
    }

void template_list_release(struct template_list *list);
/* A new zeroed entry at the end. Pointers into the list move. */
struct template *template_list_add(struct template_list *list);
/* Move the first template called NAME, if there is one, from FROM to the end of LIST; its place
 * is left empty. */
void template_list_take(struct template_list *list, struct template_list *from, const char *name);
/* By category, name, namespace. */
void template_list_sort(struct template_list *list);

/* The chart as a directory for Helm; a private copy of it is removed on release. */
struct chart_place {
    char *path;
    char *private_directory; /* NULL: the chart lies on disk */
};

#define CHART_PLACE_INIT                                                                           \
    {                                                                                              \
        .path = NULL, .private_directory = NULL                                                    \
    }

void chart_place_release(struct chart_place *place);
/* TEMPLATE is loaded. */
bool chart_place_open(struct chart_place *place, const struct template *template,
                      struct error *err) MUST_CHECK;

#endif
