/* SPDX-License-Identifier: Apache-2.0 */
/* doctor_rights.c - what each command asks of the API server, and whether the server allows it */
#include "base/map.h"
#include "doctor.h"
#include "kube/review.h"

struct right {
    const char *verbs; /* parted by blanks */
    const char *group;
    const char *resource;
    const char *subresource;
};

struct need {
    const char *name;
    bool in_catalog; /* else in the project */
    const struct right *rights;
    size_t count;
};

/* ---- what the commands do ---- */

static const struct right reads_catalog[] = { { "get list", "", "configmaps", NULL } };

static const struct right reads_workloads[] = {
    { "get list", "", "configmaps", NULL },
    { "list", "apps", "statefulsets", NULL },
    { "list", "apps", "deployments", NULL },
    { "list", "networking.k8s.io", "ingresses", NULL },
};

static const struct right inspects[] = {
    { "get list", "apps", "statefulsets", NULL },
    { "get list", "apps", "deployments", NULL },
    { "list", "", "pods", NULL },
    { "list", "", "services", NULL },
    { "list", "", "events", NULL },
};

static const struct right watches[] = {
    { "watch", "", "configmaps", NULL },
    { "watch", "apps", "statefulsets", NULL },
    { "watch", "apps", "deployments", NULL },
    { "list watch", "", "pods", NULL },
};

static const struct right reads_logs[] = {
    { "list", "", "pods", NULL },
    { "get", "", "pods", "log" },
};

/* What most charts make; a template may need more. */
static const struct right launches[] = {
    { "get create patch", "", "configmaps", NULL },
    { "get create patch", "apps", "statefulsets", NULL },
    { "get create patch", "apps", "deployments", NULL },
    { "get create patch", "", "services", NULL },
    { "get create patch", "", "persistentvolumeclaims", NULL },
    { "get create patch", "networking.k8s.io", "ingresses", NULL },
};

static const struct right controls[] = {
    { "patch", "apps", "statefulsets", NULL },
    { "patch", "apps", "deployments", NULL },
};

static const struct right deletes[] = {
    { "delete", "", "configmaps", NULL },
    { "delete", "apps", "statefulsets", NULL },
    { "delete", "apps", "deployments", NULL },
    { "delete", "", "services", NULL },
    { "delete", "", "persistentvolumeclaims", NULL },
    { "delete", "networking.k8s.io", "ingresses", NULL },
};

static const struct right executes[] = { { "create", "", "pods", "exec" } };
static const struct right forwards[] = { { "create", "", "pods", "portforward" } };

#define NEED(name_, in_catalog_, rights_)                                                          \
    {                                                                                              \
        .name = (name_), .in_catalog = (in_catalog_), .rights = (rights_),                         \
        .count = ARRAY_SIZE(rights_)                                                               \
    }

static const struct need needs[] = {
    NEED("may list, show", true, reads_catalog),
    NEED("may ps", false, reads_workloads),
    NEED("may inspect, url", false, inspects),
    NEED("may wait, ps -w", false, watches),
    NEED("may logs", false, reads_logs),
    NEED("may launch", false, launches),
    NEED("may stop, start, scale", false, controls),
    NEED("may delete", false, deletes),
    NEED("may exec", false, executes),
    NEED("may port-forward", false, forwards),
};

/* ---- asking ---- */

struct asking {
    struct doctor *doctor;
    struct map answers; /* "namespace verb resource" to .yes or .no, each asked once */
    char yes, no;
};

static bool ask(struct asking *asking, const struct kube_act *act, struct view key, bool *allowed,
                struct error *err)
{
    const char *answer = map_get(&asking->answers, key);

    *allowed = answer == &asking->yes;
    if (answer)
        return true;
    if (!kube_may(asking->doctor->link->client, act, allowed, err))
        return false;
    map_set(&asking->answers, key, *allowed ? &asking->yes : &asking->no);
    return true;
}

/* "patch deployments.apps", "create pods/exec" */
static void add_act(struct buf *out, const struct kube_act *act)
{
    buf_addf(out, "%s %s", act->verb, act->resource);
    if (act->group[0])
        buf_addf(out, ".%s", act->group);
    if (act->subresource)
        buf_addf(out, "/%s", act->subresource);
}

/* Append what of RIGHT is refused in NAMESPACE to REFUSED, parted by commas. */
static bool ask_right(struct asking *asking, const struct right *right, const char *namespace,
                      struct buf *refused, struct error *err)
{
    struct view rest = view_of(right->verbs), verb;

    while (view_cut(&rest, ' ', &verb)) {
        AUTO_CHARS word = view_copy(verb);
        const struct kube_act act = { word, right->group, right->resource, right->subresource,
                                      namespace };
        AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
        bool allowed;

        add_act(&text, &act);
        buf_addf(&key, "%s %s", namespace, buf_text(&text));
        if (!ask(asking, &act, buf_view(&key), &allowed, err))
            return false;
        if (!allowed)
            buf_addf(refused, "%s%s", refused->len > 0 ? ", " : "", buf_text(&text));
    }
    return true;
}

static bool look_at_need(struct asking *asking, const struct need *need, const char *namespace,
                         struct error *err)
{
    AUTO(buf) refused = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) advice = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < need->count; i++)
        if (!ask_right(asking, &need->rights[i], namespace, &refused, err))
            return false;
    buf_add(&advice, "ask for these rights there; 'kubectl auth can-i --list -n ");
    buf_add_shell_word(&advice, view_of(namespace));
    buf_add(&advice, "' shows what there is");
    if (refused.len > 0)
        doctor_add(asking->doctor, need->name, DOCTOR_WARNING, buf_text(&advice),
                   "not in namespace %s: %s", namespace, buf_text(&refused));
    else
        doctor_add(asking->doctor, need->name, DOCTOR_OK, NULL, "in namespace %s", namespace);
    return true;
}

/* Rights that cannot be asked about say nothing of the commands: one row tells. */
static bool stop_asking(const struct asking *asking, const char *name, struct error *problem,
                        struct error *err)
{
    if (problem->code == ERROR_INTERRUPTED)
        return error_move(err, problem);
    doctor_add_problem(asking->doctor, name, DOCTOR_UNKNOWN, problem);
    return true;
}

bool doctor_look_at_rights(struct doctor *doctor, struct error *err)
{
    const struct catalog_args *args = doctor->args;
    const char *project = kube_link_namespace(doctor->link);
    const char *catalog = args->namespace ? args->namespace : CATALOG_NAMESPACE_DEFAULT;
    struct asking asking = { .doctor = doctor, .answers = MAP_INIT };
    bool done = true;

    for (size_t i = 0; done && i < ARRAY_SIZE(needs); i++) {
        const struct need *need = &needs[i];
        AUTO(error) problem = ERROR_INIT;

        if (look_at_need(&asking, need, need->in_catalog ? catalog : project, &problem))
            continue;
        done = stop_asking(&asking, need->name, &problem, err);
        break;
    }
    map_release(&asking.answers);
    return done;
}
