/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/exec_policy.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "yaml/ydoc.h"

#define DEFAULT_FILE ".kube/kuberc"
#define GROUP        VIEW("kubectl.config.k8s.io/")

void kube_exec_policy_release(struct kube_exec_policy *policy)
{
    strv_release(&policy->allowed);
    *policy = (struct kube_exec_policy)KUBE_EXEC_POLICY_INIT;
}

/* ---- what the preferences say ---- */

static bool read_rule(struct kube_exec_policy *policy, const struct ynode *node, struct error *err)
{
    static const struct {
        const char *name;
        enum kube_exec_rule rule;
    } rules[] = {
        { "", KUBE_EXEC_ALLOW_ALL },
        { "AllowAll", KUBE_EXEC_ALLOW_ALL },
        { "DenyAll", KUBE_EXEC_DENY_ALL },
        { "Allowlist", KUBE_EXEC_ALLOWLIST },
    };

    for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
        if (!view_is(ynode_text(node), rules[i].name))
            continue;
        policy->rule = rules[i].rule;
        return true;
    }
    return error_set(err, ERROR_INVALID, "unknown plugin policy: \"" VIEW_FMT "\"",
                     VIEW_ARGS(ynode_text(node)));
}

static bool read_entry(struct kube_exec_policy *policy, const struct ynode *entry, size_t number,
                       struct error *err)
{
    struct view command = ynode_text(ynode_get(entry, "command"));
    struct view name = ynode_text(ynode_get(entry, "name")); /* its older spelling */
    AUTO_CHARS text = view_copy(command.len > 0 ? command : name);
    AUTO_CHARS clean = file_clean(text);

    if (command.len > 0 && name.len > 0 && !view_eq(command, name))
        return error_set(err, ERROR_INVALID,
                         "allowlist entry #%zu has a name and a command that differ", number);
    if (text[0] == '\0')
        return error_set(err, ERROR_INVALID,
                         "misconfigured credential plugin allowlist: empty allowlist entry #%zu",
                         number);
    if (strcmp(clean, text) != 0)
        return error_set(err, ERROR_INVALID, "non-normalized file path: \"%s\" vs \"%s\"", text,
                         clean);
    strv_add(&policy->allowed, text);
    return true;
}

static bool read_allowlist(struct kube_exec_policy *policy, const struct ynode *list,
                           struct error *err)
{
    bool given = list && !ynode_is_null(list);

    if (policy->rule != KUBE_EXEC_ALLOWLIST)
        return !given ||
               error_set(err, ERROR_INVALID,
                         "misconfigured credential plugin allowlist: the plugin policy is not "
                         "\"Allowlist\" but there is an allowlist");
    if (!given)
        return error_set(err, ERROR_INVALID,
                         "credential plugin policy set to \"Allowlist\", but allowlist is "
                         "unspecified");
    if (!ynode_is_seq(list))
        return error_set(err, ERROR_INVALID, "credentialPluginAllowlist is a list");
    if (ynode_len(list) == 0)
        return error_set(err, ERROR_INVALID,
                         "credential plugin policy set to \"Allowlist\", but allowlist is empty; "
                         "use \"DenyAll\" policy instead");
    for (size_t i = 0; i < ynode_len(list); i++)
        if (!read_entry(policy, ynode_at(list, i), i + 1, err))
            return false;
    return true;
}

static bool is_preference(const struct ynode *root)
{
    return view_is(ynode_text(ynode_get(root, "kind")), "Preference") &&
           view_starts(ynode_text(ynode_get(root, "apiVersion")), GROUP);
}

/* The first document that holds preferences counts, as with kubectl. */
static bool read_file(struct kube_exec_policy *policy, const char *path, struct error *err)
{
    AUTO(buf) text = BUF_INIT(KUBERC_BYTES_MAX);
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    const struct ydoc_options options = { .origin = path };
    bool empty = true;

    if (!file_read(&text, path, err) || !ydoc_parse_all(&docs, buf_view(&text), &options, err))
        return false;
    for (size_t i = 0; i < docs.len; i++) {
        const struct ynode *root = ydoc_root(docs.docs[i]);

        if (is_preference(root))
            return (read_rule(policy, ynode_get(root, "credentialPluginPolicy"), err) &&
                    read_allowlist(policy, ynode_get(root, "credentialPluginAllowlist"), err)) ||
                   error_wrap(err, "%s", path);
        empty = empty && (!root || ynode_is_null(root));
    }
    return empty || error_set(err, ERROR_INVALID, "no valid preferences found in %s", path);
}

/* ---- which file ---- */

static bool given(const char *text)
{
    return text && text[0];
}

bool kube_exec_policy_read(struct kube_exec_policy *policy, const struct kuberc_place *place,
                           struct error *err)
{
    struct kube_exec_policy made = KUBE_EXEC_POLICY_INIT;
    const char *wanted = given(place->flag) ? place->flag : place->variable;
    AUTO_CHARS path = NULL;

    if (place->disabled)
        return true;
    if (place->variable && strcmp(place->variable, "off") == 0)
        return !given(place->flag) ||
               error_set(err, ERROR_USAGE,
                         "disabling kuberc via KUBERC=off and passing kuberc flag are mutually "
                         "exclusive");
    if (given(wanted))
        path = chars_copy(wanted);
    else if (given(place->home))
        path = file_join(place->home, DEFAULT_FILE);
    if (!path || (!given(wanted) && file_kind(path) == FILE_ABSENT))
        return true;
    if (!read_file(&made, path, err)) {
        kube_exec_policy_release(&made);
        return error_wrap(err, "kuberc");
    }
    kube_exec_policy_release(policy);
    *policy = made;
    return true;
}

/* ---- whether a program may run ---- */

bool kube_exec_policy_check(const struct kube_exec_policy *policy, const char *command,
                            const char *path, struct error *err)
{
    if (policy->rule == KUBE_EXEC_ALLOW_ALL)
        return true;
    if (policy->rule == KUBE_EXEC_DENY_ALL) {
        error_set(err, ERROR_FORBIDDEN, "plugin \"%s\" not allowed: policy set to \"DenyAll\"",
                  command);
        return error_hint(err, "credentialPluginPolicy of your kuberc says so");
    }
    if (strv_has(&policy->allowed, command) || strv_has(&policy->allowed, path))
        return true;
    for (size_t i = 0; i < policy->allowed.len; i++) {
        const char *entry = policy->allowed.items[i];
        AUTO_CHARS found = NULL;

        /* A path is what it is, and was compared above. */
        if (!strchr(entry, '/') && strcmp(entry, file_base(path)) == 0)
            found = file_find_program(entry);
        if (found && strcmp(found, path) == 0)
            return true;
    }
    error_set(err, ERROR_FORBIDDEN,
              "plugin path \"%s\" is not permitted by the credential plugin allowlist", path);
    return error_hint(err, "credentialPluginAllowlist of your kuberc names what may run");
}
