/* SPDX-License-Identifier: Apache-2.0 */
/* The servers of `workload publish` and who asks them: flags, variables, secrets */
#ifndef KUBECTL_JUNO_PUBLISH_ARGS_H
#define KUBECTL_JUNO_PUBLISH_ARGS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "cli/console.h"
#include "cli/option.h"
#include "http/http.h"
#include "openchoreo/publish.h"

struct publish_args {
    const char *token_url;
    const char *token_host;
    const char *client_id;
    const char *secret_file; /* "-": standard input */
    const char *scope;
    enum oauth_auth auth;
    const char *api_url;
    const char *api_host;
    const char *token_file;
    const char *certificate_authority;
    bool k3d;
    bool insecure;
    double timeout_seconds;
    int retries;
};

#define PUBLISH_ARGS_INIT                                                                          \
    {                                                                                              \
        .timeout_seconds = EXCHANGE_TIMEOUT_SECONDS, .retries = EXCHANGE_RETRIES                   \
    }

extern const struct option publish_arg_options[];

/* Texts of .access are of the command line, the environment or SECRET and TOKEN. */
struct publish_link {
    struct publish_access access;
    struct exchange_line line;
    struct buf secret;
    struct http_client *http;
};

#define PUBLISH_LINK_INIT                                                                          \
    {                                                                                              \
        .secret = BUF_INIT(PUBLISH_SECRET_BYTES_MAX), .http = NULL                                 \
    }
#define PUBLISH_SECRET_BYTES_MAX ((size_t)64 << 10)

/* Secrets are overwritten. */
void publish_link_release(struct publish_link *link);

/* ERROR_USAGE that names all that is missing in flags and environment. */
bool publish_args_check(const struct publish_args *args, const struct console *console,
                        struct error *err) MUST_CHECK;
/*
 * Whom LINK is to ask, and as whom, of ARGS, which were checked. False: addresses that are none, a
 * secret that cannot be read. What is unsafe is a warning.
 */
bool publish_args_access(struct publish_link *link, const struct publish_args *args,
                         struct console *console, struct error *err) MUST_CHECK;
/* The connections of LINK, for which it was told whom to ask. */
bool publish_args_connect(struct publish_link *link, const struct publish_args *args,
                          struct console *console, struct error *err) MUST_CHECK;

#endif
