/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/record.h - the ConfigMap that says what was launched, and everything that belongs to it
 *
 * NAME-kuiper-config holds the keys that Kuiper and Hubble read, as flat text, and ours beside
 * them: template, revision, session, every input (secrets masked), `juno.inventory`, the applied
 * objects as JSON, and `juno.origins`, a JSON mapping of each input and injected value to where it
 * came from, as people read it: {"repo": "--set", "tag": "field default", "puid": "User/ada"}. It
 * is made first, by POST, so that of two launchers one wins; annotations say how far the launch
 * came. It is completed last. Source: catalog.md 5.5.6, 5.7.
 */
#ifndef WORKLOAD_RECORD_H
#define WORKLOAD_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "manifest/object.h"
#include "yaml/ydoc.h"

#define RECORD_SUFFIX              "-kuiper-config"
#define RECORD_INVENTORY           "juno.inventory"
#define RECORD_ORIGINS             "juno.origins"
#define RECORD_STATE_ANNOTATION    "juno/state"
#define RECORD_LAUNCHER_ANNOTATION "juno/launcher"
#define RECORD_SOURCE_ANNOTATION   "juno/source"
#define RECORD_HISTORY_ANNOTATION  "juno/history" /* the number of the version that holds */
#define RECORD_SECRET              "***"
#define RECORD_INVENTORY_MAX       100000

/* How far the launch came. A record that Kuiper or a person wrote says nothing: it is complete. */
enum record_state { RECORD_COMPLETE, RECORD_APPLYING, RECORD_FAILED };
/* "complete", "applying", "failed"; anything else is read as complete. */
const char *record_state_name(enum record_state state);
enum record_state record_state_read(struct view text);

/* One applied object; texts are the inventory's. UID is empty until it was applied. */
struct record_object {
    char *api_version;
    char *kind;
    char *namespace; /* empty: cluster-scoped */
    char *name;
    char *uid;
};

void record_object_release(struct record_object *object);
/* What OBJECT, a rendered or live one, is called; its uid if it has one. */
void record_object_read(struct record_object *to, const struct ynode *object);
/* Views of OBJECT's texts. */
struct object_ref record_object_ref(const struct record_object *object);

struct record_inventory {
    struct record_object *items;
    size_t len;
    size_t cap;
};

#define RECORD_INVENTORY_INIT                                                                      \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0                                                          \
    }

void record_inventory_release(struct record_inventory *inventory);
/* A new entry; OBJECT is a rendered or live one with its namespace, UID may be empty. */
void record_inventory_add(struct record_inventory *inventory, const struct ynode *object,
                          struct view uid);
/* The entry of this object, NULL when there is none. The version does not count. */
struct record_object *record_inventory_find(const struct record_inventory *inventory,
                                            const struct ynode *object);
/* The same for a name. */
struct record_object *record_inventory_find_ref(const struct record_inventory *inventory,
                                                const struct object_ref *ref);
/* Take ENTRY, one of INVENTORY, out of it; pointers into it move. */
void record_inventory_remove(struct record_inventory *inventory, struct record_object *entry);

/* The input or key KEY holds a secret. */
typedef bool record_is_secret(const void *context, struct view key);

/* What a new record says. All borrowed. */
struct record_facts {
    const char *instance;
    const char *namespace;
    const char *template;
    const char *category; /* `type` */
    const char *label;    /* the template's description, one line */
    const char *icon;     /* NULL: none */
    const char *revision;
    const char *source;         /* where the template was found */
    const char *launcher;       /* who launches: record_launcher() */
    const struct ynode *values; /* the chart's values: answers and what was injected */
    /* Of each value {layer, from}: the second is recorded, without one the first. NULL: unknown. */
    const struct ynode *origins;
    record_is_secret *is_secret;
    const void *context;
    enum record_state state;
    const struct record_inventory *inventory; /* as planned */
    unsigned history;                         /* number of the version in the history; 0: none */
};

/* The ConfigMap, of DOC. Hidden is every value of a secret key, in lists too. */
struct ynode *record_make(struct ydoc *doc, const struct record_facts *facts,
                          struct error *err) MUST_CHECK;
/* Put RECORD_SECRET in the place of each secret within VALUE, of DOC: by key, and env by name. */
void record_hide_secrets(struct ydoc *doc, struct ynode *value, record_is_secret *is_secret,
                         const void *context);
/* "NAME-kuiper-config"; the caller frees it. */
char *record_name(const char *instance) MUST_CHECK;
/*
 * A JSON merge patch that sets state, launcher, inventory and the number of the version that holds;
 * 0 leaves that as it is, or, where what was done is complete, takes it away. With RESOURCE_VERSION
 * a change meanwhile is a conflict; NULL: it is not.
 */
struct record_change {
    enum record_state state;
    const char *launcher;
    const struct record_inventory *inventory;
    unsigned history;
    const char *resource_version;
};
bool record_patch(struct buf *out, const struct record_change *change,
                  struct error *err) MUST_CHECK;

/* A record as read. Texts are borrowed from the ConfigMap. */
struct record {
    struct view instance; /* data.name, else the ConfigMap's name without the suffix */
    struct view namespace;
    struct view template;
    struct view revision;
    struct view source; /* where the template was found; empty: another tool launched it */
    struct view type;
    struct view user;
    struct view created; /* RFC 3339 */
    struct view uid;
    struct view resource_version;
    struct view launcher;
    enum record_state state;
    unsigned history; /* the number of the version that holds; 0: unknown */
    const struct ynode *data;
};

/*
 * A JSON merge patch that puts RECORD, a new one of DOC, in the place of BEFORE as it was read: an
 * earlier answer that is none any more goes, and a change meanwhile is a conflict. RECORD changes.
 */
bool record_replace(struct buf *out, struct ydoc *doc, struct ynode *record,
                    const struct record *before, struct error *err) MUST_CHECK;

/* CONFIG_MAP is a record: it is called so and carries the ownership label. Values are trimmed. */
bool record_read(struct record *record, const struct ynode *config_map);
/* The inventory; an unreadable one is ERROR_INVALID, an absent one empty. */
bool record_read_inventory(struct record_inventory *inventory, const struct record *record,
                           struct error *err) MUST_CHECK;

/*
 * "HOST:PID:START of USER": this process. record_launcher_is_gone() tells from it that a process of
 * this host has ended, so that its unfinished launch may be taken over; one of another host is
 * never known to be gone. The caller frees it.
 */
char *record_launcher(const char *user) MUST_CHECK;
bool record_launcher_is_gone(struct view launcher);

#endif
