/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/client.h - requests to one API server: paths in, trees out, Status errors in kubectl's words
 *
 *     AUTO_FREE(kube_client) kube = kube_client_new(&access, &options, err);
 *     AUTO_FREE(ydoc) node = NULL;
 *     if (!kube || !kube_get(kube, "/api/v1/nodes/node-1", &node, err))
 *         return false;
 *
 * Credentials are put on here and are sent over https only. What may mend itself is tried again
 * within the deadline (repetition.h). A 401 with a token file reads it again, once, and with a
 * credential plugin runs that again, once; the time that a plugin takes is not the request's.
 * Warnings of the server are told through .warn, each once. Source: testbed.md 2, plugins.md 6.5,
 * 6.6, robustness.md 3.6.
 */
#ifndef KUBE_CLIENT_H
#define KUBE_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "http/http.h"
#include "kube/kubeconfig.h"
#include "yaml/ydoc.h"

#define KUBE_FIELD_MANAGER "juno"
#define KUBE_PAGE_ITEMS    500
#define KUBE_PAGES_MAX     100000
#define KUBE_UIDS_MAX      100000

struct kube_client;

struct kube_client_options {
    const char *program;            /* "kubectl-juno": the first word of the user agent */
    double request_timeout_seconds; /* --request-timeout; 0: none */
    double budget_seconds;          /* for all requests together, from now on; 0: none */
    double pause_seconds;           /* before the first repetition; 0: KUBE_PAUSE_SECONDS */
    void (*warn)(void *context, const char *text); /* NULL: not wanted */
    void *warn_context;
    /* While an answer is long in coming: what is waited for ("the API server"); NULL. */
    void (*waiting)(void *context, const char *what, double seconds);
    void *waiting_context;
    const char *cache_directory; /* --cache-dir; NULL: nothing is kept on disk */
    bool input_is_terminal;      /* standard input: a credential plugin may ask there */
    bool attended;               /* there is a terminal: somebody can end what hangs */
};

/* ACCESS is borrowed for the client's life. Nothing is sent yet. NULL: ERROR_INVALID. */
struct kube_client *kube_client_new(const struct kube_access *access,
                                    const struct kube_client_options *options,
                                    struct error *err) MUST_CHECK;
void kube_client_free(struct kube_client *client);
DEFINE_AUTO_FREE(kube_client)

/* One request. PATH begins with '/', query included; a part "." or ".." of it is ERROR_INVALID. */
struct kube_request {
    const char *method;       /* "GET" */
    const char *path;         /* "/api/v1/namespaces/dev/configmaps?limit=500" */
    const char *accept;       /* NULL: "application/json" */
    const char *content_type; /* of BODY; NULL: "application/json" */
    struct view body;
    bool idempotent; /* doing it twice is doing it once: may be repeated after a broken answer */
};

/*
 * The body of a 2xx answer as a tree in *DOC, for the caller to free. Anything else is an error: a
 * Status by kube_status_error(); a web page, text or nothing at all by its first line.
 */
bool kube_send(struct kube_client *client, const struct kube_request *request, struct ydoc **doc,
               struct error *err) MUST_CHECK;
bool kube_get(struct kube_client *client, const char *path, struct ydoc **doc,
              struct error *err) MUST_CHECK;

/*
 * Every item of a list: GET PATH with limit and continue, and RECEIVE with each item (a tree, valid
 * during the call) as its bytes arrive, so that one item and no page is in memory. Items of a List
 * say neither apiVersion nor kind, and come without their managed fields. A failure may follow what
 * was received: the answer broke off, or its rest is no JSON. So RECEIVE does nothing that cannot
 * be undone.
 *
 * A continue token that expired (410), or an answer that broke behind its first item, starts again
 * from the first page, once, with a warning. RESTART is told to drop what came before. Without it
 * that stays. Objects that were received come no second time, by uid; beyond KUBE_UIDS_MAX of them
 * the list is not begun again. Source: testbed.md 2.5, robustness.md.
 */
/* .accept of those who read nothing but metadata. */
#define KUBE_METADATA_OF(kind) "application/json;as=" kind ";g=meta.k8s.io;v=v1,application/json"
#define KUBE_METADATA_LIST     KUBE_METADATA_OF("PartialObjectMetadataList")

struct kube_list {
    const char *path;   /* query included, without limit and continue */
    size_t limit;       /* items a page; 0: KUBE_PAGE_ITEMS */
    const char *accept; /* NULL: "application/json" */
    bool (*receive)(void *context, const struct ynode *item, struct error *err);
    void (*restart)(void *context); /* NULL: what was received stays */
    void *context;
};

bool kube_list(struct kube_client *client, const struct kube_list *list,
               struct error *err) MUST_CHECK;

/*
 * *err from an answer that is no success. BODY may be a Status, text or a web page. The code:
 * 404 ERROR_NOT_FOUND, 401 and 403 ERROR_FORBIDDEN, 409 ERROR_CONFLICT, 400 and 422 ERROR_INVALID,
 * 413 ERROR_LIMIT, 408 and 504 ERROR_TIMEOUT, else ERROR_UNREACHABLE. The message is the server's,
 * its causes field by field. Returns false.
 */
bool kube_status_error(long http_status, struct view body, struct error *err);
/* What a Status said beyond the code of ERR; for decisions. */
struct kube_status {
    long code;
    char reason[64]; /* "AlreadyExists", "Conflict", "NamespaceTerminating"; empty: none */
};
/* Of the last answer to CLIENT that was no success; code 0: there was none. */
const struct kube_status *kube_last_status(const struct kube_client *client);

#endif
