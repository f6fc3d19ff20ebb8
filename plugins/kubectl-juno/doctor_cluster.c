/* SPDX-License-Identifier: Apache-2.0 */
/* doctor_cluster.c - kubeconfig files, the API server that they name, and the catalog there */
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "doctor.h"
#include "kube/discovery.h"
#include "kube/exec_config.h"
#include "kube/kubeconfig_file.h"
#include "kube/object.h"
#include "kube/review.h"

/* More files than anybody reads about. */
#define FILES_SHOWN_MAX 20

/* ---- kubeconfig files ---- */

static void add_file(struct doctor *doctor, const char *path, const struct stat *st, size_t count)
{
    unsigned mode = (unsigned)st->st_mode & 07777;
    AUTO(buf) advice = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&advice, "it may hold credentials: chmod 600 ");
    buf_add_shell_word(&advice, view_of(path));
    if (S_ISREG(st->st_mode) && (mode & 077))
        doctor_add(doctor, "kubeconfig", DOCTOR_WARNING, buf_text(&advice),
                   "%s, mode %04o: others may %s it; contexts: %zu", path, mode,
                   mode & 022 ? "write" : "read", count);
    else if (st->st_uid != geteuid() && st->st_uid != 0)
        doctor_add(doctor, "kubeconfig", DOCTOR_WARNING, "use a file of your own",
                   "%s belongs to another user; contexts: %zu", path, count);
    else
        doctor_add(doctor, "kubeconfig", DOCTOR_OK, NULL, "%s, mode %04o, contexts: %zu", path,
                   mode, count);
}

static void look_at_file(struct doctor *doctor, const char *path)
{
    const struct kubeconfig_request request = { .kubeconfig = path };
    AUTO(kubeconfig_files) files = KUBECONFIG_FILES_INIT;
    AUTO(strv) contexts = STRV_INIT;
    AUTO(error) problem = ERROR_INIT;
    struct stat st;

    if (stat(path, &st) != 0) {
        doctor_add(doctor, "kubeconfig", DOCTOR_WARNING,
                   "make it, or name another by KUBECONFIG or --kubeconfig", "there is no %s",
                   path);
    } else if (!kubeconfig_files_read(&files, &request, &problem)) {
        doctor_add_problem(doctor, "kubeconfig", DOCTOR_MISSING, &problem);
    } else {
        kubeconfig_files_names(&files, "contexts", &contexts);
        add_file(doctor, path, &st, contexts.len);
    }
}

bool doctor_look_at_files(struct doctor *doctor, struct error *err)
{
    const struct kubeconfig_request request =
        kube_args_request(&doctor->args->kube, doctor->console);
    AUTO(strv) paths = STRV_INIT;

    kubeconfig_places(&paths, &request);
    for (size_t i = 0; i < paths.len && i < FILES_SHOWN_MAX; i++) {
        if (!process_check_interrupt(err))
            return false;
        look_at_file(doctor, paths.items[i]);
    }
    if (paths.len > FILES_SHOWN_MAX)
        doctor_add(doctor, "kubeconfig", DOCTOR_OK, NULL,
                   "%zu more files, not looked at one by one", paths.len - FILES_SHOWN_MAX);
    return true;
}

/* ---- context and credentials ---- */

static void add_context(struct doctor *doctor)
{
    const struct kube_access *access = &doctor->link->access;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&text, "%s%s, project %s, server %s", access->context ? access->context : "none",
             access->context ? "" : " is used", access->namespace, access->server);
    /* Its address may hold a password. */
    if (access->proxy_url)
        buf_add(&text, ", by a proxy");
    doctor_add(doctor, "context", access->insecure ? DOCTOR_WARNING : DOCTOR_OK,
               access->insecure ? "give the cluster its certificate-authority" : NULL, "%s%s",
               buf_text(&text), access->insecure ? ", which is not checked" : "");
}

static void add_plugin(struct doctor *doctor, const char *user)
{
    const struct kube_exec_config *exec = doctor->link->access.exec;
    AUTO_CHARS path = file_find_program(exec->command);

    if (path)
        doctor_add(doctor, "credentials", DOCTOR_OK, NULL, "%s: the plugin %s", user, path);
    else
        doctor_add(doctor, "credentials", DOCTOR_MISSING,
                   exec->install_hint ? exec->install_hint : "install it in a directory of PATH",
                   "%s: the plugin %s, which is not there", user, exec->command);
}

/* What a user logs in with, never the thing itself. */
static void add_credentials(struct doctor *doctor)
{
    const struct kube_access *access = &doctor->link->access;
    const char *user = access->user ? access->user : "no user";
    const char *kind = access->token                 ? "a token"
                       : access->username            ? "name and password"
                       : access->certificate.len > 0 ? "a client certificate"
                                                     : NULL;

    if (strncmp(access->server, "https://", strlen("https://")) != 0)
        doctor_add(doctor, "credentials", DOCTOR_WARNING, "use https",
                   "%s: none are sent over plain http", user);
    else if (access->exec)
        add_plugin(doctor, user);
    else if (access->token_file && file_kind(access->token_file) != FILE_REGULAR)
        doctor_add(doctor, "credentials", DOCTOR_MISSING, "look at tokenFile of the user",
                   "%s: there is no file %s", user, access->token_file);
    else if (access->token_file)
        doctor_add(doctor, "credentials", DOCTOR_OK, NULL, "%s: the token in %s", user,
                   access->token_file);
    else if (kind)
        doctor_add(doctor, "credentials", DOCTOR_OK, NULL, "%s: %s", user, kind);
    else
        doctor_add(doctor, "credentials", DOCTOR_WARNING,
                   "give the user of the context a token, a certificate or a plugin", "%s: none",
                   user);
}

/* ---- the API server ---- */

/* How a check of the cluster ended: what is only late may be well. */
static bool add_failure(struct doctor *doctor, const char *name, struct error *problem,
                        struct error *err)
{
    if (problem->code == ERROR_INTERRUPTED)
        return error_move(err, problem);
    doctor_add_problem(doctor, name,
                       problem->code == ERROR_TIMEOUT ? DOCTOR_UNKNOWN : DOCTOR_MISSING, problem);
    return true;
}

/* *GOES_ON: it answers. */
static bool look_at_server(struct doctor *doctor, bool *goes_on, struct error *err)
{
    static const char name[] = "API server";
    AUTO(kube_version) version = KUBE_VERSION_INIT;
    AUTO(error) problem = ERROR_INIT;

    *goes_on = kube_version_read(&version, doctor->link->client, &problem);
    if (!*goes_on)
        return add_failure(doctor, name, &problem, err);
    if (!version.known)
        doctor_add(doctor, name, DOCTOR_WARNING, NULL, "its version is '%s', which is unknown",
                   version.text);
    else if (kube_version_is_old(&version))
        doctor_add(doctor, name, DOCTOR_WARNING, "some commands need what it does not have",
                   "Kubernetes %s is older than %d.%d", version.text, KUBE_FLOOR_MAJOR,
                   KUBE_FLOOR_MINOR);
    else
        doctor_add(doctor, name, DOCTOR_OK, NULL, "Kubernetes %s", version.text);
    return true;
}

static bool look_at_user(struct doctor *doctor, struct error *err)
{
    AUTO_CHARS user = NULL;

    if (!kube_whoami(doctor->link->client, &user, err))
        return false;
    if (user)
        doctor_add(doctor, "user", DOCTOR_OK, NULL, "the API server knows you as %s", user);
    return true;
}

static size_t count_groups(const struct kube_resource *resources, size_t count)
{
    AUTO(strv) groups = STRV_INIT;

    for (size_t i = 0; i < count; i++)
        if (!strv_has(&groups, resources[i].group))
            strv_add(&groups, resources[i].group);
    return groups.len;
}

static bool look_at_kinds(struct doctor *doctor, struct error *err)
{
    static const char name[] = "discovery";
    AUTO_FREE(kube_discovery) discovery = kube_discovery_new(doctor->link->client);
    AUTO(error) problem = ERROR_INIT;
    const struct kube_resource *resources;
    const struct strv *notes;
    size_t count;

    if (!kube_discovery_all(discovery, &resources, &count, &problem))
        return add_failure(doctor, name, &problem, err);
    doctor_add(doctor, name, DOCTOR_OK, NULL, "%zu kinds in %zu groups", count,
               count_groups(resources, count));
    notes = kube_discovery_notes(discovery);
    for (size_t i = 0; i < notes->len; i++)
        doctor_add(doctor, name, DOCTOR_WARNING, "look at its APIService; other kinds work", "%s",
                   notes->items[i]);
    return true;
}

/* ---- the catalog ---- */

static void add_catalog(struct doctor *doctor, const struct template_list *list)
{
    static const char name[] = "catalog";
    size_t broken = 0;

    for (size_t i = 0; i < list->len; i++)
        broken += !template_is_usable(&list->items[i]);
    if (list->len == 0)
        doctor_add(doctor, name, DOCTOR_MISSING,
                   "name a catalog by --catalog DIR or --catalog-namespace NS",
                   "no templates are found");
    else if (broken > 0)
        doctor_add(doctor, name, DOCTOR_WARNING, "'kubectl juno list' says why",
                   "templates: %zu, of them broken: %zu", list->len, broken);
    else
        doctor_add(doctor, name, DOCTOR_OK, NULL, "templates: %zu", list->len);
}

static bool look_at_catalog(struct doctor *doctor, struct error *err)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO(error) problem = ERROR_INIT;

    if (!catalog_args_open(&catalog, doctor->args, doctor->link, true, &problem) ||
        !catalog_list(&catalog, &list, NULL, &problem))
        return add_failure(doctor, "catalog", &problem, err);
    add_catalog(doctor, &list);
    return true;
}

/* Directories need no cluster. */
static bool names_a_catalog(const struct doctor *doctor)
{
    const char *variable = console_env(doctor->console, "JUNO_CATALOG");

    return doctor->args->places.len > 0 || (variable && *variable);
}

bool doctor_look_at_cluster(struct doctor *doctor, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;
    bool goes_on = kube_link_client(doctor->link, &problem) != NULL;

    if (!goes_on) {
        /* A wrong flag is no finding. */
        if (problem.code == ERROR_USAGE || problem.code == ERROR_INTERRUPTED)
            return error_move(err, &problem);
        doctor_add_problem(doctor, "context", DOCTOR_MISSING, &problem);
    } else {
        add_context(doctor);
        add_credentials(doctor);
        if (!look_at_server(doctor, &goes_on, err))
            return false;
    }
    if (goes_on && (!look_at_user(doctor, err) || !look_at_kinds(doctor, err) ||
                    !doctor_look_at_rights(doctor, err)))
        return false;
    return !(goes_on || names_a_catalog(doctor)) || look_at_catalog(doctor, err);
}
