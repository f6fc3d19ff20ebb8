/* SPDX-License-Identifier: Apache-2.0 */
#include "publish_args.h"

#include <string.h>

#include "base/file.h"
#include "openchoreo/failure.h"

#define RETRIES_MAX  100
#define CA_BYTES_MAX ((size_t)4 << 20)

#define STDIN_HINT                                                                                 \
    "'--oauth-client-secret-file -' reads the secret from standard input: < FILE, or a pipe"

static const struct option_choice auth_choices[] = {
    { "body", OAUTH_BODY, "client_secret_post" },
    { "basic", OAUTH_BASIC, "client_secret_basic" },
    { NULL, 0, NULL },
};

const struct option publish_arg_options[] = {
    OPT_GROUP("Servers:"),
    OPT_STRING(0, "api-server-host-header", struct publish_args, api_host, "HOST",
               "what to send as Host to the API server (default: $API_HOST, else the URL's)"),
    OPT_STRING(0, "api-server-url", struct publish_args, api_url, "URL",
               "address of openchoreo-api (default: $API_URL; required)"),
    OPT_STRING(0, "certificate-authority", struct publish_args, certificate_authority, "FILE",
               "trust servers with a certificate of these authorities, and no other"),
    OPT_FLAG(0, "insecure-skip-tls-verify", struct publish_args, insecure,
             "do not check who the servers are"),
    OPT_FLAG(0, "k3d", struct publish_args, k3d,
             "the servers, client and secret of OpenChoreo's set-up in k3d for what is not given"),
    OPT_STRING(0, "oauth-host-header", struct publish_args, token_host, "HOST",
               "what to send as Host to the token server (default: $OAUTH_HOST, else the URL's)"),
    OPT_STRING(0, "oauth-token-url", struct publish_args, token_url, "URL",
               "where tokens are given (default: $OAUTH_TOKEN_URL, $OAUTH_URL; required without a "
               "token)"),
    OPT_DURATION(0, "request-timeout", struct publish_args, timeout_seconds, "TIME",
                 "longest time for one attempt (default: 30s); 0: no limit"),
    OPT_INT(0, "retries", struct publish_args, retries, "N",
            "how often a request is repeated when that may help (default: 4)", .max = RETRIES_MAX),
    OPT_GROUP("Credentials:"),
    OPT_CHOICE(0, "oauth-auth", struct publish_args, auth, auth_choices,
               "where the secret goes: in the body of the request, or in a header"),
    OPT_STRING(0, "oauth-client-id", struct publish_args, client_id, "ID",
               "the client (default: $CLIENT_ID, $OCC_CLIENT_ID)"),
    OPT_STRING(0, "oauth-client-secret-file", struct publish_args, secret_file, "FILE",
               "the client's secret, - for standard input (default: $CLIENT_SECRET, "
               "$OCC_CLIENT_SECRET)"),
    OPT_STRING(0, "oauth-scope", struct publish_args, scope, "SCOPE",
               "what the token is to be for (default: $OAUTH_SCOPE, else not sent)"),
    OPT_STRING(0, "token-file", struct publish_args, token_file, "FILE",
               "a token, in place of asking for one (default: $OPENCHOREO_TOKEN)"),
    OPT_END,
};

/* ---- parameters */

enum need { NEED_NOT, NEED_ALWAYS, NEED_FOR_TOKEN };

/* Those that are not secret; in the order in which they are told missing. */
enum { API_URL, TOKEN_URL, CLIENT_ID, API_HOST, TOKEN_HOST, SCOPE, PARAMETERS };

/* One, and where its value comes from when no flag gives it. */
struct parameter {
    const char *flag;
    size_t offset; /* in struct publish_args */
    const char *variables[2];
    const char *k3d; /* of the documented template */
    enum need need;
};

#define PLACE(member_) .offset = offsetof(struct publish_args, member_)

static const struct parameter parameters[PARAMETERS] = {
    [API_URL] = { "--api-server-url", PLACE(api_url), .variables = { "API_URL" },
                  .k3d = "http://host.k3d.internal:8080", .need = NEED_ALWAYS },
    [TOKEN_URL] = { "--oauth-token-url", PLACE(token_url),
                    .variables = { "OAUTH_TOKEN_URL", "OAUTH_URL" },
                    .k3d = "http://host.k3d.internal:8080/oauth2/token", .need = NEED_FOR_TOKEN },
    [CLIENT_ID] = { "--oauth-client-id", PLACE(client_id),
                    .variables = { "CLIENT_ID", "OCC_CLIENT_ID" },
                    .k3d = "openchoreo-workload-publisher-client", .need = NEED_FOR_TOKEN },
    [API_HOST] = { "--api-server-host-header", PLACE(api_host), .variables = { "API_HOST" },
                   .k3d = "api.openchoreo.localhost" },
    [TOKEN_HOST] = { "--oauth-host-header", PLACE(token_host), .variables = { "OAUTH_HOST" },
                     .k3d = "thunder.openchoreo.localhost" },
    [SCOPE] = { "--oauth-scope", PLACE(scope), .variables = { "OAUTH_SCOPE" } },
};

static const char *const secret_variables[] = { "CLIENT_SECRET", "OCC_CLIENT_SECRET" };

#define SECRET_FLAG  "--oauth-client-secret-file"
#define SECRET_K3D   "openchoreo-workload-publisher-secret"
#define TOKEN_SOURCE "OPENCHOREO_TOKEN"

static bool given(const char *value)
{
    return value && *value;
}

/* The first of NAMES that is set to something; NULL: none is. */
static const char *first_set(const struct console *console, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count && names[i]; i++) {
        const char *value = console_env(console, names[i]);

        if (given(value))
            return value;
    }
    return NULL;
}

/* A flag that is given and empty says that there is none. */
static const char *value_of(size_t number, const struct publish_args *args,
                            const struct console *console)
{
    const struct parameter *parameter = &parameters[number];
    const char *const *place =
        (const char *const *)(const void *)((const char *)args + parameter->offset);
    const char *value =
        *place ? *place
               : first_set(console, parameter->variables, ARRAY_SIZE(parameter->variables));

    return value || !args->k3d ? value : parameter->k3d;
}

static bool has_token(const struct publish_args *args, const struct console *console)
{
    return given(args->token_file) || given(console_env(console, TOKEN_SOURCE));
}

static const char *secret_in_environment(const struct console *console)
{
    return first_set(console, secret_variables, ARRAY_SIZE(secret_variables));
}

/* A step of a workflow whose secret is not there passes on an empty one. */
static bool secret_is_empty(const struct console *console)
{
    for (size_t i = 0; i < ARRAY_SIZE(secret_variables); i++)
        if (console_env(console, secret_variables[i]))
            return !secret_in_environment(console);
    return false;
}

bool publish_args_check(const struct publish_args *args, const struct console *console,
                        struct error *err)
{
    bool token = has_token(args, console);
    AUTO(buf) missing = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) variables = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t count = 0;

    if (args->insecure && given(args->certificate_authority))
        return error_set(err, ERROR_USAGE,
                         "--certificate-authority and --insecure-skip-tls-verify "
                         "exclude each other");
    for (size_t i = 0; i < PARAMETERS; i++) {
        const struct parameter *parameter = &parameters[i];

        if (parameter->need == NEED_NOT || (parameter->need == NEED_FOR_TOKEN && token) ||
            given(value_of(i, args, console)))
            continue;
        buf_addf(&missing, "%s%s", count > 0 ? ", " : "", parameter->flag);
        buf_addf(&variables, "%s%s", count++ > 0 ? ", " : "", parameter->variables[0]);
    }
    if (!token && !given(args->secret_file) && !args->k3d && !secret_in_environment(console)) {
        buf_addf(&missing, "%s%s", count > 0 ? ", " : "", SECRET_FLAG);
        buf_addf(&variables, "%s%s", count++ > 0 ? ", " : "", secret_variables[0]);
    }
    if (count == 0)
        return true;
    error_set(err, ERROR_USAGE, "missing required flag%s: %s", count > 1 ? "s" : "",
              buf_text(&missing));
    return error_hint(err, "or set %s in the environment%s", buf_text(&variables),
                      secret_is_empty(console) ? "; a secret is there, but it is empty" : "");
}

/* ---- addresses */

static bool check_address(const char *flag, const char *url, struct error *err)
{
    if (!http_address_check(url, err)) {
        error_wrap(err, "%s", flag);
        return error_hint(err, "it is like https://api.example.org");
    }
    return true;
}

static bool check_addresses(const struct publish_access *access, bool asks, struct error *err)
{
    if (strpbrk(access->api_url, "?#"))
        return error_set(err, ERROR_USAGE,
                         "--api-server-url is the base of addresses: it has no '?' and no '#'");
    return check_address("--api-server-url", access->api_url, err) &&
           (!asks || check_address("--oauth-token-url", access->oauth.token_url, err));
}

static void warn_about_safety(const struct publish_access *access, const struct publish_args *args,
                              bool asks, struct console *console)
{
    if (args->k3d)
        console_warn(console, "--k3d stands for addresses, a client and a secret that everybody "
                              "knows: for a set-up of one's own only");
    if (args->insecure)
        console_warn(console, "--insecure-skip-tls-verify: whoever answers gets the credentials");
    if (asks && http_address_is_exposed(access->oauth.token_url))
        console_warn(console, "the token URL is http: the client's secret goes over the network "
                              "for everybody to read");
    if (http_address_is_exposed(access->api_url))
        console_warn(console, "the URL of the API server is http: the token goes over the network "
                              "for everybody to read");
}

/* ---- secrets */

/* What ends a line in a file is no part of it. */
static bool take_secret(struct buf *secret, const char *origin, struct error *err)
{
    while (secret->len > 0 && strchr("\r\n", secret->data[secret->len - 1]))
        secret->data[--secret->len] = '\0';
    if (!buf_check(secret, origin, err))
        return failure_wrap(err, FAILURE_INPUT);
    if (secret->len == 0)
        return failure_set(err, FAILURE_INPUT, ERROR_INVALID, "the client's secret is empty (%s)",
                           origin);
    if (view_find_byte(buf_view(secret), '\0', 0) < secret->len)
        return failure_set(err, FAILURE_INPUT, ERROR_INVALID,
                           "the client's secret has a NUL in it (%s)", origin);
    return true;
}

static bool read_secret(struct publish_link *link, const struct publish_args *args,
                        struct console *console, struct error *err)
{
    const char *variable = secret_in_environment(console);

    if (!given(args->secret_file)) {
        buf_add(&link->secret, variable ? variable : SECRET_K3D);
        return take_secret(&link->secret, variable ? "environment" : "--k3d", err);
    }
    if (strcmp(args->secret_file, "-") == 0)
        return console_read_stdin(console, &link->secret, STDIN_HINT, err) &&
               take_secret(&link->secret, "standard input", err);
    if (!file_read(&link->secret, args->secret_file, err)) {
        error_wrap(err, "cannot read the client's secret");
        return failure_wrap(err, FAILURE_INPUT);
    }
    return take_secret(&link->secret, args->secret_file, err);
}

void publish_link_release(struct publish_link *link)
{
    http_client_free(link->http);
    if (link->secret.data)
        explicit_bzero(link->secret.data, link->secret.len);
    buf_release(&link->secret);
    link->http = NULL;
}

bool publish_args_access(struct publish_link *link, const struct publish_args *args,
                         struct console *console, struct error *err)
{
    bool asks = !has_token(args, console);
    struct publish_access *access = &link->access;
    const char *token = console_env(console, TOKEN_SOURCE);

    *access = (struct publish_access){
        .api_url = value_of(API_URL, args, console),
        .api_host = value_of(API_HOST, args, console),
        .token_file = given(args->token_file) ? args->token_file : NULL,
        .token = given(args->token_file) || !given(token) ? VIEW_EMPTY : view_of(token),
    };
    if (asks)
        access->oauth = (struct oauth_client){
            .token_url = value_of(TOKEN_URL, args, console),
            .host = value_of(TOKEN_HOST, args, console),
            .id = value_of(CLIENT_ID, args, console),
            .scope = value_of(SCOPE, args, console),
            .auth = args->auth,
        };
    if (!check_addresses(access, asks, err))
        return false;
    warn_about_safety(access, args, asks, console);
    if (asks && !read_secret(link, args, console, err))
        return false;
    access->oauth.secret = buf_view(&link->secret);
    return true;
}

/* ---- connections */

static void tell_note(void *context, const char *text)
{
    console_note(context, "%s", text);
}

static void tell_warning(void *context, const char *text)
{
    console_warn(context, "%s", text);
}

static void tell_waiting(void *context, const char *what, double seconds)
{
    console_waiting(context, what, seconds);
}

static bool read_authority(struct buf *pem, const char *path, struct error *err)
{
    if (!file_read(pem, path, err)) {
        error_wrap(err, "--certificate-authority");
        return failure_wrap(err, FAILURE_INPUT);
    }
    if (view_find(buf_view(pem), VIEW("-----BEGIN "), 0) == pem->len)
        return failure_set(err, FAILURE_INPUT, ERROR_INVALID,
                           "--certificate-authority: '%s' holds no PEM block", path);
    return true;
}

bool publish_args_connect(struct publish_link *link, const struct publish_args *args,
                          struct console *console, struct error *err)
{
    AUTO(buf) authority = BUF_INIT(CA_BYTES_MAX);
    struct http_options options = { .user_agent = "kubectl-juno/" JUNO_VERSION,
                                    .insecure = args->insecure };

    if (given(args->certificate_authority) &&
        !read_authority(&authority, args->certificate_authority, err))
        return false;
    options.ca = buf_view(&authority);
    link->http = http_client_new(&options, err);
    link->line = (struct exchange_line){ .http = link->http,
                                         .talk = { .note = tell_note,
                                                   .warn = tell_warning,
                                                   .waiting = tell_waiting,
                                                   .context = console },
                                         .timeout_seconds = args->timeout_seconds,
                                         .retries = (unsigned)args->retries };
    return link->http;
}
