/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/exec_config.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/utf8.h"
#include "yaml/emit.h"

#define GROUP                    "client.authentication.k8s.io"
#define EXTENSION                GROUP "/exec"
#define HINT_BYTES_MAX           ((size_t)8 << 10)
#define CLUSTER_CONFIG_BYTES_MAX ((size_t)64 << 10)

void kube_exec_config_free(struct kube_exec_config *config)
{
    if (!config)
        return;
    free(config->command);
    strv_release(&config->args);
    strv_release(&config->env);
    free(config->api_version);
    free(config->install_hint);
    free(config->cluster_config);
    kube_exec_policy_release(&config->policy);
    free(config);
}

/* ---- the command ---- */

static char *absolute(const char *path)
{
    AUTO_CHARS here = path[0] == '/' ? NULL : getcwd(NULL, 0);
    AUTO_CHARS joined = file_join(here ? here : "", path);

    return file_clean(joined);
}

static bool read_command(struct kube_exec_config *config, const struct kubeconfig_entry *user,
                         const struct ynode *exec, const char *name, struct error *err)
{
    AUTO_CHARS command = view_copy(ynode_text(ynode_get(exec, "command")));
    AUTO_CHARS path = NULL;

    if (command[0] == '\0')
        return error_set(err, ERROR_INVALID,
                         "command must be specified for %s to use exec authentication plugin",
                         name);
    path = strchr(command, '/') ? file_join(user->file->directory, command) : NULL;
    config->command = path ? absolute(path) : file_clean(command);
    return true;
}

/* Printable characters, blanks and line ends; the rest is shown as U+001B. As client-go does. */
static char *harmless(struct view text)
{
    AUTO(buf) out = BUF_INIT(HINT_BYTES_MAX);

    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t code = utf8_next(text, &at);
        enum utf8_category category = code <= UTF8_CODE_MAX ? utf8_category(code) : UTF8_CN;
        bool control = category == UTF8_CN || category == UTF8_CC || category == UTF8_CF ||
                       category == UTF8_CS || category == UTF8_CO;

        if (control && !(code >= '\t' && code <= '\r'))
            buf_addf(&out, "U+%04X", code <= UTF8_CODE_MAX ? code : 0xFFFD);
        else
            buf_add_view(&out, view_sub(text, start, at));
    }
    return buf_take(&out);
}

/* ---- arguments and variables ---- */

/* The last value of a name counts, as in the environment that Go makes. */
static void set_variable(struct strv *env, struct view name, struct view value)
{
    AUTO_CHARS key = view_copy(name);
    struct strv kept = STRV_INIT;

    for (size_t i = 0; i < env->len; i++) {
        struct view entry = view_of(env->items[i]);

        if (!view_is(view_sub(entry, 0, view_find_byte(entry, '=', 0)), key))
            strv_add(&kept, env->items[i]);
    }
    strv_addf(&kept, "%s=" VIEW_FMT, key, VIEW_ARGS(value));
    strv_release(env);
    *env = kept;
}

static bool read_lists(struct kube_exec_config *config, const struct ynode *exec, const char *name,
                       struct error *err)
{
    const struct ynode *args = ynode_get(exec, "args");
    const struct ynode *env = ynode_get(exec, "env");

    for (size_t i = 0; i < ynode_len(args); i++)
        strv_add_view(&config->args, ynode_text(ynode_at(args, i)));
    for (size_t i = 0; i < ynode_len(env); i++) {
        struct view key = ynode_text(ynode_get(ynode_at(env, i), "name"));

        if (key.len == 0)
            return error_set(err, ERROR_INVALID,
                             "env variable name must be specified for %s to use exec "
                             "authentication plugin",
                             name);
        if (view_find_byte(key, '=', 0) < key.len)
            return error_set(err, ERROR_INVALID, "env variable name '" VIEW_FMT "' of %s has a '='",
                             VIEW_ARGS(key), name);
        set_variable(&config->env, key, ynode_text(ynode_get(ynode_at(env, i), "value")));
    }
    return true;
}

/* ---- version and mode ---- */

static bool read_version(struct kube_exec_config *config, const struct ynode *exec,
                         const char *name, struct error *err)
{
    config->api_version = view_copy(ynode_text(ynode_get(exec, "apiVersion")));
    if (config->api_version[0] == '\0')
        return error_set(err, ERROR_INVALID,
                         "apiVersion must be specified for %s to use exec authentication plugin",
                         name);
    if (strcmp(config->api_version, GROUP "/v1") == 0 ||
        strcmp(config->api_version, GROUP "/v1beta1") == 0)
        return true;
    error_set(err, ERROR_UNSUPPORTED, "exec plugin: invalid apiVersion \"%s\"",
              config->api_version);
    return error_hint(err,
                      "use " GROUP "/v1 or /v1beta1 for user '%s', and a version of '%s' that "
                      "speaks it",
                      name, config->command);
}

static bool read_mode(struct kube_exec_config *config, const struct ynode *exec, const char *name,
                      struct error *err)
{
    static const struct {
        const char *name;
        enum kube_exec_mode mode;
    } modes[] = {
        { "Never", KUBE_EXEC_NEVER },
        { "IfAvailable", KUBE_EXEC_IF_AVAILABLE },
        { "Always", KUBE_EXEC_ALWAYS },
    };
    struct view text = ynode_text(ynode_get(exec, "interactiveMode"));

    if (text.len == 0 && strcmp(config->api_version, GROUP "/v1") == 0)
        return error_set(err, ERROR_INVALID,
                         "interactiveMode must be specified for %s to use exec authentication "
                         "plugin",
                         name);
    if (text.len == 0)
        text = VIEW("IfAvailable");
    for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
        if (!view_is(text, modes[i].name))
            continue;
        config->mode = modes[i].mode;
        return true;
    }
    return error_set(err, ERROR_INVALID, "invalid interactiveMode for %s: \"" VIEW_FMT "\"", name,
                     VIEW_ARGS(text));
}

/* ---- what the cluster has for plugins ---- */

static bool read_cluster_config(struct kube_exec_config *config,
                                const struct kubeconfig_entry *cluster, struct error *err)
{
    const struct ynode *list = ynode_get(cluster->node, "extensions");
    AUTO(buf) json = BUF_INIT(CLUSTER_CONFIG_BYTES_MAX);

    for (size_t i = 0; i < ynode_len(list); i++) {
        const struct ynode *extension = ynode_get(ynode_at(list, i), "extension");

        if (!extension || !view_is(ynode_text(ynode_get(ynode_at(list, i), "name")), EXTENSION))
            continue;
        if (!emit_json(&json, extension, 0, YAML_1_1, err) ||
            !buf_check(&json, "the extension " EXTENSION, err))
            return false;
        config->cluster_config = buf_take(&json);
        return true;
    }
    return true;
}

struct kube_exec_config *kube_exec_config_read(const struct kubeconfig_entry *user,
                                               const struct kubeconfig_entry *cluster,
                                               const char *name, struct error *err)
{
    const struct ynode *exec = ynode_get(user->node, "exec");
    AUTO_FREE(kube_exec_config) config = mem_alloc_zero(1, sizeof(*config));
    struct view hint = ynode_text(ynode_get(exec, "installHint"));

    config->provide_cluster_info =
        ynode_value(ynode_get(exec, "provideClusterInfo"), YAML_1_1).boolean;
    if (hint.len > 0)
        config->install_hint = harmless(hint);
    if (!read_command(config, user, exec, name, err) || !read_version(config, exec, name, err) ||
        !read_lists(config, exec, name, err) || !read_mode(config, exec, name, err) ||
        !read_cluster_config(config, cluster, err))
        return NULL;
    return TAKE(config);
}
