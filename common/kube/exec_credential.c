/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/exec_credential.h"

#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/base64.h"
#include "base/file.h"
#include "base/log.h"
#include "base/process.h"
#include "kube/exec_config.h"

#define INFO_BYTES_MAX (2 * KUBECONFIG_BYTES_MAX)

bool exec_credential_is_fresh(const struct exec_credential *credential, int64_t now)
{
    return credential->valid &&
           (!credential->has_expiry || credential->expires > now + EXEC_EARLY_SECONDS);
}

/* ---- what the plugin is told: KUBERNETES_EXEC_INFO */

static void add_text(struct buf *json, const char *key, const char *text)
{
    if (!text || !text[0])
        return;
    buf_addf(json, ",\"%s\":", key);
    buf_add_json_string(json, view_of(text));
}

static void add_cluster(struct buf *json, const struct kube_access *access)
{
    buf_add(json, "\"cluster\":{\"server\":");
    buf_add_json_string(json, view_of(access->server));
    add_text(json, "tls-server-name", access->tls_server_name);
    if (access->insecure)
        buf_add(json, ",\"insecure-skip-tls-verify\":true");
    if (access->ca.len > 0) {
        buf_add(json, ",\"certificate-authority-data\":\"");
        base64_encode(json, buf_view(&access->ca));
        buf_add(json, "\"");
    }
    add_text(json, "proxy-url", access->proxy_url);
    if (access->disable_compression)
        buf_add(json, ",\"disable-compression\":true");
    buf_addf(json, ",\"config\":%s},",
             access->exec->cluster_config ? access->exec->cluster_config : "null");
}

static bool add_info(struct strv *env, const struct kube_access *access, bool interactive,
                     struct error *err)
{
    AUTO(buf) json = BUF_INIT(INFO_BYTES_MAX);

    buf_addf(&json,
             "KUBERNETES_EXEC_INFO={\"kind\":\"ExecCredential\",\"apiVersion\":\"%s\",\"spec\":{",
             access->exec->api_version);
    if (access->exec->provide_cluster_info)
        add_cluster(&json, access);
    buf_addf(&json, "\"interactive\":%s}}", interactive ? "true" : "false");
    strv_add(env, buf_text(&json));
    return buf_check(&json, "KUBERNETES_EXEC_INFO", err);
}

/* ---- which program ---- */

static char *find(const char *command)
{
    if (!strchr(command, '/'))
        return file_find_program(command);
    /* As it is written: some programs look at the name by which they are called. */
    return file_kind(command) == FILE_REGULAR && access(command, X_OK) == 0 ? chars_copy(command)
                                                                            : NULL;
}

static bool not_found(const struct kube_exec_config *config, struct error *err)
{
    const char *command = config->command;

    if (strchr(command, '/') && file_kind(command) == FILE_REGULAR)
        error_set(err, ERROR_FORBIDDEN, "exec: file %s is not executable", command);
    else if (strchr(command, '/') && file_kind(command) != FILE_ABSENT)
        error_set(err, ERROR_INVALID, "exec: %s is not a program", command);
    else
        error_set(err, ERROR_NOT_FOUND, "exec: executable %s not found", command);
    if (config->install_hint)
        return error_hint(err, "%s", config->install_hint);
    return error_hint(err, "install it%s, or change 'command' in the user's exec",
                      strchr(command, '/') ? "" : " in a directory of PATH");
}

/* ---- running it ---- */

struct wait {
    const struct exec_run *run;
    bool interactive;
};

static void tell_waiting(void *context, double seconds)
{
    const struct wait *wait = context;

    wait->run->waiting(wait->run->waiting_context, wait->run->access->exec->command,
                       wait->interactive, seconds);
}

static bool decide_input(bool *interactive, const struct exec_run *run, struct error *err)
{
    enum kube_exec_mode mode = run->access->exec->mode;

    *interactive = mode != KUBE_EXEC_NEVER && run->input_is_terminal;
    if (mode != KUBE_EXEC_ALWAYS || run->input_is_terminal)
        return true;
    error_set(err, ERROR_INVALID,
              "exec plugin cannot support interactive mode: standard input is not a terminal");
    return error_hint(err, "its interactiveMode is Always: run this at a terminal");
}

/* Somebody who looks on ends it when it takes too long. */
static double time_for(const struct exec_run *run)
{
    if (run->attended)
        return 0;
    return run->timeout_seconds > 0 && run->timeout_seconds < EXEC_SECONDS_MAX
               ? run->timeout_seconds
               : EXEC_SECONDS_MAX;
}

static bool tell_status(const struct process_run *process, struct error *err)
{
    const char *program = process->argv->items[0];

    if (process->status > 128)
        return error_set(err, ERROR_PROCESS, "exec: executable %s was ended by signal %d", program,
                         process->status - 128);
    return error_set(err, ERROR_PROCESS, "exec: executable %s failed with exit code %d", program,
                     process->status);
}

/* A prompt for a password leaves the terminal without echo when its program is ended. */
static bool run_program(struct process_run *process, struct error *err)
{
    struct termios before;
    bool saved = process->inherit_input && tcgetattr(STDIN_FILENO, &before) == 0;
    bool ran = process_run(process, err);

    if (saved)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    return ran;
}

static bool run_plugin(struct buf *out, const struct exec_run *run, char *path, struct error *err)
{
    const struct kube_exec_config *config = run->access->exec;
    AUTO(strv) argv = STRV_INIT;
    AUTO(strv) env = STRV_INIT;
    struct wait wait = { .run = run };
    struct process_run process = {
        .argv = &argv,
        .env = &env,
        .timeout_seconds = time_for(run),
        .out = out,
        .waiting = run->waiting ? tell_waiting : NULL,
        .waiting_context = &wait,
    };

    if (!decide_input(&wait.interactive, run, err))
        return false;
    process.inherit_input = wait.interactive;
    strv_add(&argv, path);
    for (size_t i = 0; i < config->args.len; i++)
        strv_add(&argv, config->args.items[i]);
    for (size_t i = 0; i < config->env.len; i++)
        if (!view_starts(view_of(config->env.items[i]), VIEW("KUBERNETES_EXEC_INFO=")))
            strv_add(&env, config->env.items[i]);
    if (!add_info(&env, run->access, wait.interactive, err))
        return false;
    log_debug(1, "credentials of user %s: running %s", run->access->user, path);
    if (!run_program(&process, err))
        return error_wrap(err, "exec");
    return process.status == 0 || tell_status(&process, err);
}

bool exec_credential_get(struct exec_credential *credential, const struct exec_run *run,
                         struct error *err)
{
    const struct kube_exec_config *config = run->access->exec;
    AUTO(buf) out = BUF_INIT(EXEC_OUTPUT_BYTES_MAX);
    AUTO_CHARS path = find(config->command);
    bool done = kube_exec_policy_check(&config->policy, config->command,
                                       path ? path : config->command, err) &&
                (path || not_found(config, err)) && run_plugin(&out, run, path, err) &&
                exec_answer_read(credential, buf_view(&out), config->api_version, err);

    if (out.data)
        explicit_bzero(out.data, out.len);
    return done || error_wrap(err, "getting credentials of user '%s'", run->access->user);
}
