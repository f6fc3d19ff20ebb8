/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/project.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/num.h"
#include "catalog/source.h"
#include "kube/discovery.h"
#include "kube/object.h"
#include "launch/mounts.h"
#include "launch/name.h"
#include "launch/plugins.h"

#define PLATFORM_GROUP "juno-innovations.com"

static const struct kube_resource users = {
    .group = PLATFORM_GROUP, .version = "v2", .kind = "User", .plural = "users"
};
static const struct kube_resource groups = {
    .group = PLATFORM_GROUP, .version = "v2", .kind = "Group", .plural = "groups"
};
static const struct kube_resource deployments = { .group = "apps",
                                                  .version = "v1",
                                                  .kind = "Deployment",
                                                  .plural = "deployments",
                                                  .namespaced = true };
static const struct kube_resource ingresses = { .group = "networking.k8s.io",
                                                .version = "v1",
                                                .kind = "Ingress",
                                                .plural = "ingresses",
                                                .namespaced = true };
static const struct kube_resource ingress_classes = { .group = "networking.k8s.io",
                                                      .version = "v1",
                                                      .kind = "IngressClass",
                                                      .plural = "ingressclasses" };
static const struct kube_resource gateways = { .group = "gateway.networking.k8s.io",
                                               .version = "v1",
                                               .kind = "Gateway",
                                               .plural = "gateways",
                                               .namespaced = true };

/* ---- facts ---- */

static void fact_release(struct project_fact *fact)
{
    free(fact->text);
    free(fact->from);
    *fact = (struct project_fact){ .text = NULL };
}

void project_release(struct project *project)
{
    fact_release(&project->uid);
    fact_release(&project->group);
    fact_release(&project->gid);
    fact_release(&project->host);
    fact_release(&project->pull_secret);
    fact_release(&project->gateway);
    strv_release(&project->groups);
    ydoc_free(project->doc);
    free(project->mounts_from);
    free(project->plugins_from);
    strv_release(&project->warnings);
    *project = (struct project)PROJECT_INIT;
}

static void learn(struct project_fact *fact, struct view text, const char *kind, struct view name)
{
    AUTO(buf) from = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&from, "%s/" VIEW_FMT, kind, VIEW_ARGS(name));
    fact_release(fact);
    *fact = (struct project_fact){ .text = view_copy(text), .from = buf_take(&from) };
}

static void say_why_not(struct project_fact *fact, const char *why)
{
    if (fact->text || fact->from)
        return;
    fact->from = view_copy(view_of(why));
}

/* What may not be read is as good as not there; FACT (may be NULL) keeps that it was so. */
static bool forgive(struct error *problem, struct project_fact *fact, struct error *err)
{
    if (problem->code != ERROR_FORBIDDEN && problem->code != ERROR_NOT_FOUND)
        return error_move(err, problem);
    if (fact && problem->code == ERROR_FORBIDDEN)
        say_why_not(fact, error_message(problem));
    return true;
}

/* *DOC is NULL when it is not there or may not be read. A kind that the server has not is not
 * explained in FACT: without the platform there is nothing to say. */
static bool get(const struct project_request *request, const struct kube_resource *resource,
                const char *namespace, const char *name, struct project_fact *fact,
                struct ydoc **doc, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;

    *doc = NULL;
    if (!kube_object_get(request->client, resource, view_of(namespace), view_of(name), doc,
                         &problem))
        return forgive(&problem, fact, err);
    if (!*doc && fact)
        say_why_not(fact, "it is not there");
    return true;
}

static bool list(const struct project_request *request, const struct kube_resource *resource,
                 bool (*receive)(void *, const struct ynode *, struct error *), void *context,
                 struct project_fact *fact, struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct kube_list call = { .receive = receive, .context = context };

    kube_resource_add_path(&path, resource, VIEW_EMPTY, VIEW_EMPTY);
    call.path = buf_text(&path);
    return kube_list(request->client, &call, &problem) || forgive(&problem, fact, err);
}

static struct view name_of(const struct ynode *object)
{
    return ynode_text(ynode_get_path(object, "metadata", "name", NULL));
}

/* ---- the user and the group ---- */

static bool is_id(struct view text)
{
    uint64_t id;

    return num_parse_u64(text, &id) && id <= UINT32_MAX;
}

/* A cluster without the platform has no users, and nothing to say. */
static void explain_id(struct project *project, const char *user, bool found)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!found && !project->uid.from)
        return;
    buf_addf(&text, "User/%s: %s", user, found ? "it has no id" : project->uid.from);
    fact_release(&project->uid);
    say_why_not(&project->uid, buf_text(&text));
}

static bool read_user(struct project *project, const struct project_request *request,
                      bool *is_platform, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;
    struct view uid;

    if (!request->user || !*request->user || !name_is_subdomain(view_of(request->user)))
        return true;
    if (!get(request, &users, "", request->user, &project->uid, &doc, err))
        return false;
    *is_platform = doc || project->uid.from;
    uid = ynode_text(ynode_get_path(doc ? ydoc_root(doc) : NULL, "spec", "uid", NULL));
    if (is_id(uid))
        learn(&project->uid, uid, "User", view_of(request->user));
    else
        explain_id(project, request->user, doc != NULL);
    return true;
}

/* Members are names, or mappings with one. */
static bool has_member(const struct ynode *group, const char *user)
{
    const struct ynode *members = ynode_get_path(group, "spec", "members", NULL);

    for (size_t i = 0; i < ynode_len(members); i++) {
        const struct ynode *member = ynode_at(members, i);
        struct view name =
            ynode_is_map(member) ? ynode_text(ynode_get(member, "name")) : ynode_text(member);

        if (view_is(name, user))
            return true;
    }
    return false;
}

struct choosing {
    struct project *project;
    const struct project_request *request;
    struct project_fact posix_id; /* of the user's posix group that was chosen so far */
    struct project_fact wanted;   /* the id of the group that is wanted by name */
    bool was_found;
};

/* The group by its name: --group, else the project's own. */
static const char *wanted_name(const struct project_request *request)
{
    return request->group ? request->group : request->namespace;
}

/* Of several posix groups the one that is called like the user, then the first by name. */
static bool is_better(const struct choosing *choosing, struct view name)
{
    const struct project_fact *chosen = &choosing->project->group;

    if (!chosen->text || view_is(name, choosing->request->user))
        return true;
    return strcmp(chosen->text, choosing->request->user) != 0 &&
           view_cmp(name, view_of(chosen->text)) < 0;
}

static bool take_group(void *context, const struct ynode *group, struct error *err)
{
    struct choosing *choosing = context;
    const struct project_request *request = choosing->request;
    struct view name = name_of(group);
    struct view id = ynode_text(ynode_get_path(group, "spec", "uid", NULL));
    bool member = request->user && has_member(group, request->user);

    if (member && choosing->project->groups.len >= PROJECT_GROUPS_MAX)
        return error_set(err, ERROR_LIMIT, "'%s' is in over %d groups", request->user,
                         PROJECT_GROUPS_MAX);
    if (member)
        strv_add_view(&choosing->project->groups, name);
    if (view_is(name, wanted_name(request))) {
        choosing->was_found = true;
        if (is_id(id))
            learn(&choosing->wanted, id, "Group", name);
    }
    if (request->group || !member || !is_better(choosing, name) ||
        !view_is(ynode_text(ynode_get_path(group, "spec", "type", NULL)), "posix"))
        return true;
    learn(&choosing->project->group, name, "Group", name);
    fact_release(&choosing->posix_id);
    if (is_id(id))
        learn(&choosing->posix_id, id, "Group", name);
    return true;
}

/* Without the right to list, the one group that is wanted may still be readable. */
static bool read_wanted_group(struct choosing *choosing, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;
    const char *name = wanted_name(choosing->request);

    if (!name_is_subdomain(view_of(name)))
        return true;
    if (!get(choosing->request, &groups, "", name, &choosing->wanted, &doc, err))
        return false;
    return !doc || take_group(choosing, ydoc_root(doc), err);
}

static bool read_group(struct project *project, const struct project_request *request,
                       struct error *err)
{
    struct choosing choosing = { .project = project, .request = request };
    struct project_fact listed = { .text = NULL };
    bool done = list(request, &groups, take_group, &choosing, &listed, err) &&
                (!listed.from || read_wanted_group(&choosing, err));

    if (done && project->group.text)
        project->gid = choosing.posix_id;
    else
        fact_release(&choosing.posix_id);
    if (done && !project->group.text) {
        project->gid = choosing.wanted;
        if (choosing.was_found)
            learn(&project->group, view_of(wanted_name(request)), "Group",
                  view_of(wanted_name(request)));
    } else {
        fact_release(&choosing.wanted);
    }
    fact_release(&listed);
    return done;
}

/* ---- host and pull secret ---- */

static struct view env_of(const struct ynode *deployment, const char *name)
{
    const struct ynode *containers =
        ynode_get_path(deployment, "spec", "template", "spec", "containers", NULL);

    for (size_t i = 0; i < ynode_len(containers); i++) {
        const struct ynode *env = ynode_get(ynode_at(containers, i), "env");

        for (size_t k = 0; k < ynode_len(env); k++)
            if (view_is(ynode_text(ynode_get(ynode_at(env, k), "name")), name))
                return ynode_text(ynode_get(ynode_at(env, k), "value"));
    }
    return VIEW_EMPTY;
}

static void learn_host(struct project *project, struct view host, const char *kind,
                       const char *name)
{
    if (host.len == 0)
        return;
    if (name_is_host(host))
        learn(&project->host, host, kind, view_of(name));
    else
        strv_addf(&project->warnings, "the host of %s/%s is no host name: passed over", kind, name);
}

static bool read_place(struct project *project, const struct project_request *request,
                       struct error *err)
{
    AUTO_FREE(ydoc) kuiper = NULL;
    AUTO_FREE(ydoc) hubble = NULL;
    const struct ynode *root;
    struct view secret;

    if (request->has_host && request->has_pull_secret)
        return true;
    if (!get(request, &deployments, request->namespace, "kuiper", &project->pull_secret, &kuiper,
             err))
        return false;
    root = kuiper ? ydoc_root(kuiper) : NULL;
    secret = env_of(root, "PULL_SECRET");
    if (name_is_subdomain(secret))
        learn(&project->pull_secret, secret, "Deployment", VIEW("kuiper"));
    if (request->has_host)
        return true;
    learn_host(project, env_of(root, "HOST"), "Deployment", "kuiper");
    if (project->host.text)
        return true;
    if (!get(request, &ingresses, request->namespace, "hubble-ingress", &project->host, &hubble,
             err))
        return false;
    root = ynode_at(ynode_get_path(hubble ? ydoc_root(hubble) : NULL, "spec", "rules", NULL), 0);
    learn_host(project, ynode_text(ynode_get(root, "host")), "Ingress", "hubble-ingress");
    return true;
}

/* ---- HTTPRoutes ---- */

static bool take_class(void *context, const struct ynode *class, struct error *err UNUSED)
{
    struct view controller = ynode_text(ynode_get_path(class, "spec", "controller", NULL));
    bool *found = context;

    *found = *found || view_is(name_of(class), "nginx") ||
             view_find(controller, VIEW("ingress-nginx"), 0) < controller.len;
    return true;
}

/* The platform's Gateway is there, and nothing serves the Ingresses that charts make otherwise. */
static bool read_gateway(struct project *project, const struct project_request *request,
                         struct error *err)
{
    const char *namespace =
        request->catalog_namespace ? request->catalog_namespace : CATALOG_NAMESPACE_DEFAULT;
    AUTO_FREE(ydoc) doc = NULL;
    struct project_fact unread = { .text = NULL };
    bool nginx = false, done;

    if (request->has_gateway)
        return true;
    if (!get(request, &gateways, namespace, "orion", NULL, &doc, err))
        return false;
    if (!doc)
        return true;
    done = list(request, &ingress_classes, take_class, &nginx, &unread, err);
    if (done && !nginx && !unread.from)
        learn(&project->gateway, VIEW("true"), "Gateway", VIEW("orion"));
    fact_release(&unread);
    return done;
}

bool project_read(struct project *project, const struct project_request *request, struct error *err)
{
    bool is_platform = true; /* users and groups come together: where one kind is not, none is */

    if (request->client &&
        ((!request->has_uid && !read_user(project, request, &is_platform, err)) ||
         (is_platform && !(request->group && request->has_gid) &&
          !read_group(project, request, err)) ||
         !read_place(project, request, err) || !read_gateway(project, request, err)))
        return false;
    return mounts_read(project, request, err) && plugins_read(project, request, err);
}
