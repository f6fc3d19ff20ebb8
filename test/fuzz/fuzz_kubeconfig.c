/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kubeconfig: types of all fields and the plugin of every user; and the same bytes as the answer
 * of a plugin. What is accepted is whole, what is refused says why.
 */
#include "base/alloc.h"
#include "fuzz/fuzz.h"
#include "kube/exec_config.h"
#include "kube/exec_credential.h"
#include "kube/kubeconfig_types.h"

static void fuzz_plugin(const struct ynode *user, const struct ynode *cluster)
{
    char directory[] = "/d";
    struct kubeconfig_file file = { .directory = directory };
    const struct kubeconfig_entry of_user = { user, &file }, of_cluster = { cluster, &file };
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(kube_exec_config) config = kube_exec_config_read(&of_user, &of_cluster, "u", &err);

    fuzz_expect((config != NULL) == (err.code == ERROR_NONE));
    if (!config)
        return;
    fuzz_expect(config->command[0] && config->api_version[0]);
    for (size_t i = 0; i < config->env.len; i++)
        fuzz_expect(strchr(config->env.items[i], '=') > config->env.items[i]);
    for (const char *c = config->install_hint; c && *c; c++)
        fuzz_expect((unsigned char)*c >= ' ' || (*c >= '\t' && *c <= '\r'));
}

static void fuzz_config(struct view input)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(input, "f", NULL);
    AUTO(error) err = ERROR_INIT;
    const struct ynode *root = doc ? ydoc_root(doc) : NULL;
    const struct ynode *users = ynode_get(root, "users"), *clusters = ynode_get(root, "clusters");
    bool good = kubeconfig_types_check(root, "f", &err);

    fuzz_expect(good == (err.code == ERROR_NONE));
    for (size_t i = 0; good && i < ynode_len(users); i++) {
        const struct ynode *user = ynode_get(ynode_at(users, i), "user");

        if (ynode_is_map(ynode_get(user, "exec")))
            fuzz_plugin(user, ynode_get(ynode_at(clusters, i), "cluster"));
    }
}

void fuzz_one(struct view input)
{
    struct exec_credential credential = EXEC_CREDENTIAL_INIT;
    AUTO(error) err = ERROR_INIT;

    fuzz_config(input);
    if (exec_answer_read(&credential, input, "client.authentication.k8s.io/v1", &err)) {
        fuzz_expect(credential.valid && (credential.token || credential.key.len > 0));
        fuzz_expect((credential.key.len > 0) == (credential.certificate.len > 0));
        for (const char *c = credential.token; c && *c; c++)
            fuzz_expect((unsigned char)*c >= ' ' && *c != 0x7f);
    } else {
        fuzz_expect(error_message(&err)[0]);
    }
    exec_credential_release(&credential);
}

FUZZ_TARGET
