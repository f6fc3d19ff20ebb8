/* SPDX-License-Identifier: Apache-2.0 */
#include "handover.h"

#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/process.h"
#include "manifest/object.h"

/* ---- kubectl */

#define KUBECTL "kubectl"

/* LINK when it leads to the file whose canonical path is REAL, else NULL; takes LINK. */
static char *link_to(char *link, const char *real)
{
    AUTO_CHARS path = link;
    AUTO_CHARS target = path ? file_real_path(path, NULL) : NULL;

    return target && strcmp(target, real) == 0 ? TAKE(path) : NULL;
}

/*
 * k3s and others are kubectl only by the name that they are called by, and what kubectl says of
 * itself in KUBECTL_PATH is the file behind that name: the name is the link on PATH, or the one
 * beside the file, that leads to it. SAID itself when there is none.
 */
static char *name_of_kubectl(const char *said, const char *real)
{
    AUTO_CHARS dir = chars_copy(real);
    AUTO_CHARS link = NULL;

    if (strcmp(file_base(said), KUBECTL) == 0)
        return chars_copy(said);
    link = link_to(file_find_program(KUBECTL), real);
    if (link)
        return TAKE(link);
    dir[file_base(dir) - dir] = '\0';
    link = link_to(file_join(dir, KUBECTL), real);
    return link ? TAKE(link) : chars_copy(said);
}

/* A link stays the link, see name_of_kubectl(). */
char *handover_find_kubectl(const struct console *console, struct error *err)
{
    const char *said = console_env(console, "KUBECTL_PATH");
    bool is_said = said && *said;
    AUTO_CHARS path = file_find_program(is_said ? said : KUBECTL);

    if (path)
        return is_said && strchr(said, '/') ? name_of_kubectl(said, path) : TAKE(path);
    if (is_said)
        error_set(err, ERROR_NOT_FOUND, "KUBECTL_PATH is '%s', which is no program", said);
    else
        error_set(err, ERROR_NOT_FOUND, "kubectl is not found: PATH has no kubectl");
    error_hint(err, "install kubectl, or set KUBECTL_PATH to its path");
    return NULL;
}

static void add_flag(struct strv *argv, const char *flag, const char *value)
{
    if (value)
        strv_addf(argv, "%s=%s", flag, value);
}

static void add_flags(struct strv *argv, const char *flag, const struct strv *values)
{
    for (size_t i = 0; i < values->len; i++)
        add_flag(argv, flag, values->items[i]);
}

bool handover_begin(struct strv *argv, const struct workload_link *link, struct error *err)
{
    const struct kube_args *args = link->kube.args;
    char *kubectl = handover_find_kubectl(link->kube.console, err);

    if (!kubectl)
        return false;
    strv_take(argv, kubectl);
    add_flag(argv, "--kubeconfig", args->kubeconfig);
    add_flag(argv, "--context", args->context);
    add_flag(argv, "--cluster", args->cluster);
    add_flag(argv, "--user", args->user);
    add_flag(argv, "--server", args->server);
    add_flag(argv, "--tls-server-name", args->tls_server_name);
    add_flag(argv, "--certificate-authority", args->certificate_authority);
    add_flag(argv, "--insecure-skip-tls-verify", args->insecure ? "true" : NULL);
    add_flag(argv, "--client-certificate", args->client_certificate);
    add_flag(argv, "--client-key", args->client_key);
    add_flag(argv, "--token", args->token);
    add_flag(argv, "--username", args->username);
    add_flag(argv, "--password", args->password);
    add_flag(argv, "--as", args->as);
    add_flags(argv, "--as-group", &args->as_groups);
    add_flag(argv, "--as-uid", args->as_uid);
    add_flags(argv, "--as-user-extra", &args->as_user_extra);
    add_flag(argv, "--proxy-url", args->proxy_url);
    add_flag(argv, "--request-timeout", args->request_timeout);
    add_flag(argv, "--disable-compression", args->disable_compression ? "true" : NULL);
    add_flag(argv, "--namespace", kube_link_namespace(&link->kube));
    return true;
}

bool handover_run(const struct strv *argv, struct workload_link *link, struct error *err)
{
    console_waited(link->kube.console);
    /* A signal that came meanwhile was for us. */
    return process_check_interrupt(err) && console_flush(link->kube.console, err) &&
           process_replace(argv, err);
}

/* ---- the pod */

static bool is_pod(const struct gathered *object)
{
    return object->doc && view_is(object_ref_of(ydoc_root(object->doc)).kind, "Pod");
}

static bool is_running(const struct gathered *object)
{
    return view_is(ynode_text(ynode_get_path(ydoc_root(object->doc), "status", "phase", NULL)),
                   "Running");
}

/* Ready before running before the rest; then by name. */
static bool is_better(const struct gathered *a, const struct gathered *b)
{
    int rank_a = a->status.state == WORKLOAD_READY ? 0 : is_running(a) ? 1 : 2;
    int rank_b = b->status.state == WORKLOAD_READY ? 0 : is_running(b) ? 1 : 2;

    return rank_a != rank_b ? rank_a < rank_b : strcmp(a->wanted.name, b->wanted.name) < 0;
}

static const struct ynode *no_pod(const struct workload_link *link, const char *wanted,
                                  const struct strv *names, struct error *err)
{
    const char *nearest;

    if (wanted && names->len > 0) {
        nearest = strv_nearest(names, wanted);
        error_set(err, ERROR_NOT_FOUND, "workload '%s' has no pod '%s'", link->name, wanted);
        error_hint(err, "it has %s", nearest ? nearest : names->items[0]);
        return NULL;
    }
    error_set(err, ERROR_NOT_FOUND, "workload '%s' has no pod%s", link->name,
              link->gather.state == WORKLOAD_STOPPED ? ": it is stopped" : "");
    error_hint(err, "kubectl juno %s %s",
               link->gather.state == WORKLOAD_STOPPED ? "start" : "inspect", link->name);
    return NULL;
}

const struct ynode *handover_pod(const struct workload_link *link, const char *wanted,
                                 struct error *err)
{
    const struct gather *gather = &link->gather;
    const struct gathered *best = NULL;
    AUTO(strv) names = STRV_INIT;

    wanted = wanted ? operand_name(wanted, "pod/") : NULL;
    for (size_t i = 0; i < gather->len; i++) {
        const struct gathered *object = &gather->objects[i];

        if (!is_pod(object))
            continue;
        strv_add(&names, object->wanted.name);
        if (wanted ? strcmp(object->wanted.name, wanted) == 0 : !best || is_better(object, best))
            best = object;
    }
    if (!best)
        return no_pod(link, wanted, &names, err);
    if (!wanted && names.len > 1)
        console_note(link->kube.console, "Pod %s of %zu; --pod chooses another", best->wanted.name,
                     names.len);
    return ydoc_root(best->doc);
}
