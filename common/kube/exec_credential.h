/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/exec_credential.h - credentials that a plugin (users[].user.exec) prints, kept until they
 * expire
 *
 * The plugin runs when credentials are first needed, when they are about to expire and after a 401.
 * It gets our environment, its own variables and KUBERNETES_EXEC_INFO; our standard input only when
 * it may ask the user something; its standard error is the user's. At most EXEC_OUTPUT_BYTES_MAX
 * bytes of an ExecCredential of the configured version are read. Where nobody could answer it, it
 * has EXEC_SECONDS_MAX. Nothing that it printed shows up in an error. Source: plugins.md 6.4,
 * robustness.md.
 */
#ifndef KUBE_EXEC_CREDENTIAL_H
#define KUBE_EXEC_CREDENTIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "kube/kubeconfig.h"

#define EXEC_OUTPUT_BYTES_MAX ((size_t)256 << 10)
#define EXEC_SECONDS_MAX      60.0
#define EXEC_EARLY_SECONDS    5 /* so long before they expire credentials are not used any more */

struct exec_credential {
    char *token;            /* NULL: none */
    struct buf certificate; /* PEM, with KEY; empty: none */
    struct buf key;
    int64_t expires; /* Unix seconds */
    bool has_expiry;
    bool valid; /* the plugin ran, and its answer was not refused by the server */
};

#define EXEC_CREDENTIAL_INIT                                                                       \
    {                                                                                              \
        .token = NULL, .certificate = BUF_INIT(EXEC_OUTPUT_BYTES_MAX),                             \
        .key = BUF_INIT(EXEC_OUTPUT_BYTES_MAX)                                                     \
    }

/* Wipes what it held. */
void exec_credential_release(struct exec_credential *credential);

struct exec_run {
    const struct kube_access *access; /* its .exec, and the server that is told to the plugin */
    bool input_is_terminal;           /* our standard input */
    bool attended;                    /* there is a terminal: somebody can end it by Ctrl-C */
    double timeout_seconds;           /* of one request; not attended: of the plugin; 0: none */
    /* About ten times a second while it runs; INTERACTIVE: it may be asking the user. NULL. */
    void (*waiting)(void *context, const char *command, bool interactive, double seconds);
    void *waiting_context;
};

/* Whether CREDENTIAL can be used at NOW (Unix seconds). */
bool exec_credential_is_fresh(const struct exec_credential *credential, int64_t now);
/*
 * Run the plugin and replace CREDENTIAL. ERROR_NOT_FOUND (with the plugin's installHint),
 * ERROR_FORBIDDEN (kuberc), ERROR_PROCESS (exit status), ERROR_INVALID (what it printed, no
 * terminal), ERROR_LIMIT, ERROR_TIMEOUT, ERROR_INTERRUPTED; CREDENTIAL is unchanged then.
 */
bool exec_credential_get(struct exec_credential *credential, const struct exec_run *run,
                         struct error *err) MUST_CHECK;

/* ---- its answer */

/*
 * Read OUTPUT, an ExecCredential of API_VERSION in JSON or YAML, into CREDENTIAL, which is
 * unchanged on failure: ERROR_INVALID, never with a part of OUTPUT.
 */
bool exec_answer_read(struct exec_credential *credential, struct view output,
                      const char *api_version, struct error *err) MUST_CHECK;

#endif
