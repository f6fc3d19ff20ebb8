/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/inject.h"

#include <stdint.h>

#include "base/num.h"
#include "base/quantity.h"
#include "base/utf8.h"
#include "catalog/layer.h"
#include "launch/name.h"

struct injecting {
    struct ydoc *doc;
    struct ynode *values;
    struct ynode *origins;
    const struct inject *inject;
};

static void note(struct injecting *to, const char *key, const char *from)
{
    layer_note(to->doc, to->origins, view_of(key), LAYER_INJECTED, from);
}

/* What a flag said wins over all. */
static void force(struct injecting *to, const char *key, struct ynode *value, const char *flag)
{
    ynode_set(to->doc, to->values, view_of(key), value);
    note(to, key, flag);
}

static void force_text(struct injecting *to, const char *key, const char *text, const char *flag)
{
    force(to, key, ynode_new_string(to->doc, view_of(text)), flag);
}

/* An answer of the same name wins: the template has redeclared the key. */
static void offer(struct injecting *to, const char *key, struct ynode *value, const char *from)
{
    if (ynode_get(to->values, key))
        return;
    ynode_set(to->doc, to->values, view_of(key), value);
    note(to, key, from);
}

static void offer_text(struct injecting *to, const char *key, const char *text, const char *from)
{
    offer(to, key, ynode_new_string(to->doc, view_of(text)), from);
}

/* What the flag said, else what the cluster knows, else OTHERWISE. */
static void add_text(struct injecting *to, const char *key, const char *said, const char *flag,
                     const struct project_fact *known, const char *otherwise, const char *from)
{
    if (said)
        force_text(to, key, said, flag);
    else if (known && known->text)
        offer_text(to, key, known->text, known->from);
    else
        offer_text(to, key, otherwise, from);
}

static bool add_quantity(struct injecting *to, const char *key, const char *option,
                         const char *text, bool limit, struct error *err)
{
    AUTO(buf) flag = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!text)
        return true;
    buf_addf(&flag, "--%s", option);
    if (limit && strcmp(text, "none") == 0) {
        /* A null takes the chart's own limit away. */
        force(to, key, ynode_new_null(to->doc), buf_text(&flag));
        return true;
    }
    if (!quantity_is_valid(view_of(text))) {
        error_set(err, ERROR_USAGE, "invalid quantity '%s' for --%s", text, option);
        return error_hint(err, "for example --%s=%s%s", option,
                          view_starts(view_of(option), VIEW("cpu")) ? "500m or 2" : "512Mi or 4Gi",
                          limit ? ", or none" : "");
    }
    force_text(to, key, text, buf_text(&flag));
    return true;
}

static bool check_id(const char *text, const char *option, struct error *err)
{
    uint64_t id;

    return !text || (num_parse_u64(view_of(text), &id) && id <= UINT32_MAX) ||
           error_set(err, ERROR_USAGE, "invalid number '%s' for --%s", text, option);
}

/* Always as text: a number over a million would reach the chart as 1e+06. */
static void add_ids(struct injecting *to)
{
    const struct inject *inject = to->inject;
    const struct project *project = inject->project;
    struct project_fact uid = { .text = NULL }, gid = { .text = NULL };

    if (project) {
        uid = project->uid;
        gid = project->gid;
    }
    /* A group's id falls back on the user's, from wherever that is. */
    if (inject->uid)
        force_text(to, "puid", inject->uid, "--uid");
    else if (uid.text)
        offer_text(to, "puid", uid.text, uid.from);
    else
        offer(to, "puid", ynode_new_int(to->doc, 0), INJECT_UNKNOWN);
    if (inject->gid)
        force_text(to, "guid", inject->gid, "--gid");
    else if (gid.text)
        offer_text(to, "guid", gid.text, gid.from);
    else if (inject->uid)
        force_text(to, "guid", inject->uid, "--uid");
    else if (uid.text)
        offer_text(to, "guid", uid.text, uid.from);
    else
        offer(to, "guid", ynode_new_int(to->doc, 0), INJECT_UNKNOWN);
}

static bool check_text(const struct inject *inject, const char *option, struct view text,
                       struct error *err)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t code = utf8_next(text, &at);

        if (code == UTF8_BAD)
            return error_set(err, ERROR_USAGE, "--%s is not UTF-8", option);
        if (!inject->unsafe && (code < 0x20 || (code >= 0x7f && code < 0xa0))) {
            error_set(err, ERROR_USAGE, "--%s has a control character or line end", option);
            return error_hint(err, "--unsafe lets it through");
        }
    }
    return true;
}

static bool split_pair(const char *text, const char *option, const char *form, struct view *name,
                       struct view *value, struct error *err)
{
    struct view whole = view_of(text);
    size_t equals = view_find_byte(whole, '=', 0);

    if (equals == 0 || equals == whole.len)
        return error_set(err, ERROR_USAGE, "invalid argument '%s' for --%s: not %s", text, option,
                         form);
    *name = view_sub(whole, 0, equals);
    *value = view_sub(whole, equals + 1, whole.len);
    return true;
}

/* ---- env ---- */

static struct ynode *find_env(struct ynode *list, struct view name)
{
    for (size_t i = 0; i < ynode_len(list); i++)
        if (view_eq(ynode_text(ynode_get(ynode_at(list, i), "name")), name))
            return ynode_at(list, i);
    return NULL;
}

/* NULL beyond the limit of aliases. The list that --env adds to: the answer's, else the chart's,
 * since a list replaces a list. */
static struct ynode *start_env(struct injecting *to, struct view chart_values)
{
    const struct ynode *answered = ynode_get(to->values, "env");
    AUTO_FREE(ydoc) chart = NULL;
    const struct ynode *list;

    if (to->inject->env_only)
        return ynode_new_seq(to->doc);
    if (ynode_is_seq(answered))
        return ynode_copy(to->doc, answered);
    chart = ydoc_parse(chart_values, "values.yaml", NULL);
    list = chart ? ynode_get(ydoc_root(chart), "env") : NULL;
    return ynode_is_seq(list) ? ynode_copy(to->doc, list) : ynode_new_seq(to->doc);
}

static bool is_variable(struct view name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!letter && !(i > 0 && ((c >= '0' && c <= '9') || c == '.' || c == '-')))
            return false;
    }
    return true;
}

static bool add_env(struct injecting *to, struct view chart_values, struct error *err)
{
    const struct strv *env = to->inject->env;
    struct ynode *list;

    if ((!env || env->len == 0) && !to->inject->env_only)
        return true;
    list = start_env(to, chart_values);
    if (!list)
        return error_set(err, ERROR_LIMIT,
                         "the aliases of env in values.yaml expand beyond the limit");
    for (size_t i = 0; env && i < env->len; i++) {
        struct view name = VIEW_EMPTY, value = VIEW_EMPTY;
        struct ynode *entry;

        if (!split_pair(env->items[i], "env", "NAME=VALUE", &name, &value, err))
            return false;
        if (!is_variable(name))
            return error_set(err, ERROR_USAGE, "'" VIEW_FMT "' is no name of a variable (--env)",
                             VIEW_ARGS(name));
        if (!check_text(to->inject, "env", value, err))
            return false;
        entry = find_env(list, name);
        if (!ynode_is_map(entry)) {
            entry = ynode_new_map(to->doc);
            ynode_set_string(to->doc, entry, "name", name);
            ynode_add(to->doc, list, entry);
        }
        ynode_remove(entry, VIEW("valueFrom"));
        ynode_set_string(to->doc, entry, "value", value);
    }
    force(to, "env", list, to->inject->env_only ? "--env-only" : "--env");
    return true;
}

static bool add_selectors(struct injecting *to, struct error *err)
{
    const struct strv *selectors = to->inject->selectors;
    struct ynode *list = ynode_new_seq(to->doc);

    if (!selectors || selectors->len == 0)
        return true;
    for (size_t i = 0; i < selectors->len; i++) {
        struct view key = VIEW_EMPTY, value = VIEW_EMPTY;
        struct ynode *entry = ynode_new_map(to->doc);

        if (!split_pair(selectors->items[i], "node-selector", "KEY=VALUE", &key, &value, err))
            return false;
        if (!name_is_label_key(key) || !name_is_label_value(value))
            return error_set(err, ERROR_USAGE, "'%s' is no node label (--node-selector)",
                             selectors->items[i]);
        ynode_set_string(to->doc, entry, "key", key);
        ynode_set_string(to->doc, entry, "value", value);
        ynode_add(to->doc, list, entry);
    }
    force(to, "selector", list, "--node-selector");
    return true;
}

/* ---- who and where ---- */

static bool add_identity(struct injecting *to, struct error *err)
{
    const struct inject *inject = to->inject;
    /* It goes into labels: a name that fits none is left out unless the user insists on it. */
    bool fits = inject->default_user && name_is_label_value(view_of(inject->default_user));

    if (inject->user && !name_is_label_value(view_of(inject->user))) {
        error_set(err, ERROR_USAGE, "'%s' cannot be a label's value (--for-user)", inject->user);
        return error_hint(err, "up to 63 letters, digits, '-', '_' and '.'");
    }
    if (inject->group && !check_text(inject, "group", view_of(inject->group), err))
        return false;
    add_text(to, "user", inject->user, "--for-user", NULL, fits ? inject->default_user : "",
             fits && inject->default_user_from ? inject->default_user_from : INJECT_UNKNOWN);
    add_text(to, "group", inject->group, "--group",
             inject->project ? &inject->project->group : NULL, inject->namespace, "the namespace");
    if (!check_id(inject->uid, "uid", err) || !check_id(inject->gid, "gid", err))
        return false;
    add_ids(to);
    return true;
}

static bool add_place(struct injecting *to, struct error *err)
{
    const struct inject *inject = to->inject;

    if (inject->host && *inject->host && !name_is_host(view_of(inject->host))) {
        error_set(err, ERROR_USAGE, "'%s' is no host name (--host)", inject->host);
        return error_hint(err, "without scheme, port and path: juno.example.org");
    }
    if (inject->pull_secret && !name_is_subdomain(view_of(inject->pull_secret)))
        return error_set(err, ERROR_USAGE, "'%s' is no name of a Secret (--pull-secret)",
                         inject->pull_secret);
    add_text(to, "host", inject->host, "--host", inject->project ? &inject->project->host : NULL,
             "", INJECT_UNKNOWN);
    add_text(to, "pullSecret", inject->pull_secret, "--pull-secret",
             inject->project ? &inject->project->pull_secret : NULL, "", "none");
    return add_selectors(to, err);
}

/* ---- what the project has ---- */

/* Both lists or neither: some charts look at one of them only. */
static bool add_mounts(struct injecting *to, struct error *err)
{
    const struct project *project = to->inject->project;
    struct ynode *volumes, *mounts;

    if (!project || !project->volumes || ynode_get(to->values, "volumes") ||
        ynode_get(to->values, "volumeMounts"))
        return true;
    volumes = ynode_copy(to->doc, project->volumes);
    mounts = ynode_copy(to->doc, project->mounts);
    if (!volumes || !mounts)
        return error_set(err, ERROR_LIMIT, "the mounts expand beyond the limit");
    force(to, "volumes", volumes, project->mounts_from);
    force(to, "volumeMounts", mounts, project->mounts_from);
    return true;
}

static bool add_plugins(struct injecting *to, struct error *err)
{
    const struct project *project = to->inject->project;
    struct ynode *plugins;

    if (!project || !project->plugins)
        return true;
    plugins = ynode_copy(to->doc, project->plugins);
    if (!plugins)
        return error_set(err, ERROR_LIMIT, "the plugins expand beyond the limit");
    force(to, "plugins", plugins, project->plugins_from);
    return true;
}

static void add_routes(struct injecting *to)
{
    const struct inject *inject = to->inject;
    bool known = inject->project && inject->project->gateway.text;

    if (inject->routes != INJECT_ROUTES_AUTO)
        force(to, "_juno_gateway_api",
              ynode_new_bool(to->doc, inject->routes == INJECT_ROUTES_GATEWAY), "--gateway-api");
    else
        offer(to, "_juno_gateway_api", ynode_new_bool(to->doc, known),
              known ? inject->project->gateway.from : "constant");
}

/* Charts go through these entry by entry: a text or mapping would abort the rendering. */
static bool check_lists(struct injecting *to, struct error *err)
{
    static const char *const keys[] = { "env", "plugins", "selector", "volumeMounts", "volumes" };

    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        const struct ynode *value = ynode_get(to->values, keys[i]);

        if (!value || ynode_is_null(value) || ynode_is_seq(value))
            continue;
        if (!ynode_is_scalar(value) || ynode_text(value).len > 0)
            return error_set(err, ERROR_INVALID, "'%s' must be a list: charts go through it",
                             keys[i]);
        ynode_set(to->doc, to->values, view_of(keys[i]), ynode_new_seq(to->doc));
    }
    return true;
}

bool inject_values(struct ydoc *doc, struct ynode *values, struct ynode *origins,
                   const struct inject *inject, struct view chart_values, struct error *err)
{
    struct injecting to = { .doc = doc, .values = values, .origins = origins, .inject = inject };

    force_text(&to, "name", inject->name, "NAME");
    offer_text(&to, "session", inject->session, "generated");
    offer(&to, "idx", ynode_new_int(doc, 0), "constant");
    offer_text(&to, "_kuiper", "deprecated", "constant");
    add_routes(&to);
    return add_quantity(&to, "cpu", "cpu", inject->cpu, false, err) &&
           add_quantity(&to, "memory", "memory", inject->memory, false, err) &&
           add_quantity(&to, "cpuLimit", "cpu-limit", inject->cpu_limit, true, err) &&
           add_quantity(&to, "memoryLimit", "memory-limit", inject->memory_limit, true, err) &&
           add_identity(&to, err) && add_place(&to, err) && add_mounts(&to, err) &&
           add_plugins(&to, err) && add_env(&to, chart_values, err) && check_lists(&to, err);
}
