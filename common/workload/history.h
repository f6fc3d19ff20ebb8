/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/history.h - past launches of a workload: what was asked for, and what was applied
 *
 * Each launch, upgrade and rollback writes a Secret NAME-juno-v<N> (type juno/launch, ownership
 * label): all answers, secret ones too, as the YAML document `launch`, and the applied manifests,
 * gzipped. Annotations say what was done, from which template, and how it ended, so that a list
 * needs no data. At most HISTORY_KEPT stay: the newest, and the newest that ended well. Without
 * the right to Secrets, or when it is too large, a workload works all the same; that is told once.
 * Source: catalog.md 5.7.
 */
#ifndef WORKLOAD_HISTORY_H
#define WORKLOAD_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "kube/client.h"
#include "workload/record.h"
#include "yaml/ydoc.h"

#define HISTORY_INFIX               "-juno-v"
#define HISTORY_TYPE                "juno/launch"
#define HISTORY_KEPT                10
#define HISTORY_DOCUMENT            "launch"
#define HISTORY_MANIFESTS           "manifests.gz"
#define HISTORY_ACTION_ANNOTATION   "juno/action"
#define HISTORY_TEMPLATE_ANNOTATION "juno/template"
#define HISTORY_REVISION_ANNOTATION "juno/revision"
#define HISTORY_NOTE_ANNOTATION     "juno/note"
/* What the API server takes as the data of one Secret. */
#define HISTORY_BYTES_MAX           ((size_t)1 << 20)
#define HISTORY_MANIFESTS_BYTES_MAX ((size_t)64 << 20)
#define HISTORY_VERSIONS_MAX        10000
#define HISTORY_NUMBER_MAX          999999999u
#define HISTORY_NOTE_BYTES_MAX      300

struct history_place {
    struct kube_client *client;
    const char *namespace;
    const char *name; /* the workload */
};

/* One version, without its data. */
struct history_version {
    unsigned number;
    char *uid;
    char *created;  /* RFC 3339 */
    char *action;   /* "launch", "upgrade", "rollback" */
    char *template; /* the catalog's name of it, */
    char *revision; /* and which */
    char *note;
    char *launcher; /* record_launcher() */
    enum record_state state;
};

struct history {
    struct history_version *versions; /* by number, ascending */
    size_t len;
    size_t cap;
};

#define HISTORY_INIT                                                                               \
    {                                                                                              \
        .versions = NULL, .len = 0, .cap = 0                                                       \
    }

void history_release(struct history *history);
/* "NAME-juno-v3"; the caller frees it. */
char *history_secret_name(const char *name, unsigned number) MUST_CHECK;
/* Is SECRET, any object, a version of the workload NAME? Its number, else 0. */
unsigned history_number_of(const struct ynode *secret, const char *name);

/* All versions. ERROR_FORBIDDEN without the right to list Secrets. */
bool history_list(struct history *history, const struct history_place *place,
                  struct error *err) MUST_CHECK;
const struct history_version *history_find(const struct history *history, unsigned number);
/*
 * The newest version that ended well, below the number BEFORE (0: of all); NULL: none. RECORDED is
 * the record's: what it names ended well, whatever the version says.
 */
const struct history_version *history_newest_good(const struct history *history, unsigned before,
                                                  unsigned recorded);

/* What a new version says. All borrowed. */
struct history_facts {
    const char *action;
    const char *template;
    const char *revision;
    const char *note; /* NULL: nothing */
    const char *launcher;
    const struct ynode *document;
    struct view manifests; /* YAML documents */
    unsigned after;        /* the newest number that is known; 0: none */
};
/*
 * Write it, in the state "applying"; *NUMBER is its number, 0 when no history can be kept: NOTES
 * say why, as they do when the manifests are too large to be among it. False only for
 * ERROR_INTERRUPTED.
 */
bool history_write(unsigned *number, const struct history_place *place,
                   const struct history_facts *facts, struct strv *notes,
                   struct error *err) MUST_CHECK;
/* How it ended; NOTE (NULL: as it was) is cut to a line. */
bool history_finish(const struct history_place *place, unsigned number, enum record_state state,
                    const char *note, struct error *err) MUST_CHECK;
/* Nothing was done after all. */
bool history_remove(const struct history_place *place, unsigned number,
                    struct error *err) MUST_CHECK;
/* Remove the oldest of HISTORY, which has all there are, until HISTORY_KEPT are left. */
bool history_prune(const struct history_place *place, const struct history *history,
                   unsigned recorded, struct error *err) MUST_CHECK;

/* One version with its data. */
struct history_data {
    struct ydoc *doc;     /* of `launch` */
    struct buf manifests; /* YAML documents; empty: the version has none */
    struct buf text;      /* what DOC was read from */
};

#define HISTORY_DATA_INIT                                                                          \
    {                                                                                              \
        .doc = NULL, .manifests = BUF_INIT(HISTORY_MANIFESTS_BYTES_MAX),                           \
        .text = BUF_INIT(HISTORY_BYTES_MAX)                                                        \
    }

void history_data_release(struct history_data *data);
/* ERROR_NOT_FOUND, ERROR_FORBIDDEN, or ERROR_INVALID for data that cannot be read. */
bool history_read(struct history_data *data, const struct history_place *place, unsigned number,
                  struct error *err) MUST_CHECK;

#endif
