/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/status.h"

#include <stdlib.h>

#include "base/buf.h"
#include "manifest/object.h"

static const char *const state_names[] = {
    [WORKLOAD_READY] = "Ready",
    [WORKLOAD_STOPPED] = "Stopped",
    [WORKLOAD_UNKNOWN] = "Unknown",
    [WORKLOAD_VERIFYING] = "Verifying",
    [WORKLOAD_DEPLOYING] = "Deploying",
    [WORKLOAD_REQUESTING] = "Requesting",
    [WORKLOAD_TERMINATING] = "Terminating",
    [WORKLOAD_FAILED] = "Failed",
};

const char *workload_state_name(enum workload_state state)
{
    return state_names[state];
}

void object_status_release(struct object_status *status)
{
    free(status->word);
    free(status->reason);
    *status = (struct object_status){ .word = NULL };
}

static void say(struct object_status *status, enum workload_state state, struct view word,
                struct view reason)
{
    free(status->word);
    free(status->reason);
    status->state = state;
    status->word = word.len > 0 ? view_copy(word) : NULL;
    status->reason = reason.len > 0 ? view_copy(reason) : NULL;
}

/* A counter; absent is 0. Source: testbed.md 2.10. */
static unsigned number(const struct ynode *map, const char *key, unsigned absent)
{
    struct yscalar value = ynode_value(ynode_get(map, key), YAML_1_1);

    if (value.type != YTYPE_INT || value.negative)
        return absent;
    return value.magnitude > UINT32_MAX ? UINT32_MAX : (unsigned)value.magnitude;
}

static struct view text(const struct ynode *map, const char *key)
{
    return ynode_text(ynode_get(map, key));
}

/* The condition TYPE of an object, NULL when it has none. */
static const struct ynode *condition(const struct ynode *object, const char *type)
{
    const struct ynode *list = ynode_get_path(object, "status", "conditions", NULL);

    for (size_t i = 0; i < ynode_len(list); i++)
        if (view_is(text(ynode_at(list, i), "type"), type))
            return ynode_at(list, i);
    return NULL;
}

static bool condition_is(const struct ynode *object, const char *type, const char *status)
{
    return view_is(text(condition(object, type), "status"), status);
}

/* ---- pods */

/* Reasons to wait that no waiting mends. */
static bool is_stuck(struct view reason)
{
    static const char *const stuck[] = {
        "CrashLoopBackOff",     "CreateContainerConfigError",
        "CreateContainerError", "ErrImageNeverPull",
        "ErrImagePull",         "ImagePullBackOff",
        "InvalidImageName",     "RunContainerError",
    };

    for (size_t i = 0; i < ARRAY_SIZE(stuck); i++)
        if (view_is(reason, stuck[i]))
            return true;
    return false;
}

/* "exit 137 (OOMKilled), 4 restarts" */
static void add_last_end(struct buf *out, const struct ynode *container)
{
    const struct ynode *end = ynode_get_path(container, "lastState", "terminated", NULL);
    unsigned restarts = number(container, "restartCount", 0);

    if (end) {
        buf_addf(out, "exit %u", number(end, "exitCode", 0));
        if (text(end, "reason").len > 0 && !view_is(text(end, "reason"), "Error"))
            buf_addf(out, " (" VIEW_FMT ")", VIEW_ARGS(text(end, "reason")));
    }
    if (restarts > 0)
        buf_addf(out, "%s%u restart%s", end ? ", " : "", restarts, restarts == 1 ? "" : "s");
}

/* True when a container of LIST says more than the pod's phase. */
static bool read_containers(struct object_status *status, const struct ynode *list)
{
    for (size_t i = 0; i < ynode_len(list); i++) {
        const struct ynode *container = ynode_at(list, i);
        const struct ynode *waits = ynode_get_path(container, "state", "waiting", NULL);
        struct view reason = text(waits, "reason");
        AUTO(buf) why = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (!waits)
            continue;
        add_last_end(&why, container);
        if (why.len == 0)
            buf_add_view(&why, text(waits, "message"));
        say(status, is_stuck(reason) ? WORKLOAD_FAILED : WORKLOAD_DEPLOYING, reason,
            buf_view(&why));
        if (is_stuck(reason))
            return true;
    }
    return status->word != NULL;
}

static void count_containers(struct object_status *status, const struct ynode *pod)
{
    const struct ynode *list = ynode_get_path(pod, "status", "containerStatuses", NULL);

    status->counted = true;
    status->desired = (unsigned)ynode_len(ynode_get_path(pod, "spec", "containers", NULL));
    for (size_t i = 0; i < ynode_len(list); i++)
        status->ready += ynode_value(ynode_get(ynode_at(list, i), "ready"), YAML_1_1).boolean;
}

static void read_pod(struct object_status *status, const struct ynode *pod)
{
    const struct ynode *pod_status = ynode_get(pod, "status");
    const struct ynode *scheduled = condition(pod, "PodScheduled");
    struct view phase = text(pod_status, "phase");

    count_containers(status, pod);
    if (view_is(text(scheduled, "status"), "False") &&
        view_is(text(scheduled, "reason"), "Unschedulable")) {
        say(status, WORKLOAD_FAILED, VIEW("Unschedulable"), text(scheduled, "message"));
        return;
    }
    if (read_containers(status, ynode_get(pod_status, "initContainerStatuses")) ||
        read_containers(status, ynode_get(pod_status, "containerStatuses")))
        return;
    if (view_is(phase, "Succeeded"))
        say(status, WORKLOAD_READY, VIEW("Completed"), VIEW_EMPTY);
    else if (view_is(phase, "Failed"))
        say(status, WORKLOAD_FAILED,
            text(pod_status, "reason").len > 0 ? text(pod_status, "reason") : VIEW("Error"),
            text(pod_status, "message"));
    else if (view_is(phase, "Running"))
        say(status, condition_is(pod, "Ready", "True") ? WORKLOAD_READY : WORKLOAD_VERIFYING, phase,
            VIEW_EMPTY);
    else
        say(status, WORKLOAD_DEPLOYING, phase.len > 0 ? phase : VIEW("Pending"), VIEW_EMPTY);
}

/* ---- what runs pods */

static bool is_observed(const struct ynode *object)
{
    return number(ynode_get(object, "status"), "observedGeneration", 0) >=
           number(ynode_get(object, "metadata"), "generation", 0);
}

static void read_replicas(struct object_status *status, const struct ynode *object)
{
    const struct ynode *now = ynode_get(object, "status");
    const struct ynode *progress = condition(object, "Progressing");
    const struct ynode *failure = condition(object, "ReplicaFailure");
    unsigned updated, there = number(now, "replicas", 0);

    status->primary = status->counted = true;
    status->desired = number(ynode_get(object, "spec"), "replicas", 1);
    status->ready = number(now, "readyReplicas", 0);
    if (ynode_get(now, "desiredNumberScheduled")) { /* a DaemonSet */
        status->desired = number(now, "desiredNumberScheduled", 0);
        status->ready = number(now, "numberReady", 0);
        updated = number(now, "updatedNumberScheduled", 0);
    } else if (view_starts(text(object, "kind"), VIEW("Replica"))) { /* it rolls out nothing */
        updated = there;
    } else {
        updated = number(now, "updatedReplicas", 0);
    }
    if (status->desired == 0 && status->ready == 0)
        say(status, WORKLOAD_STOPPED, VIEW("Stopped"), VIEW_EMPTY);
    else if (!is_observed(object))
        say(status, WORKLOAD_REQUESTING, VIEW("Requesting"), VIEW_EMPTY);
    else if (view_is(text(failure, "status"), "True"))
        say(status, WORKLOAD_FAILED, text(failure, "reason"), text(failure, "message"));
    else if (view_is(text(progress, "reason"), "ProgressDeadlineExceeded"))
        say(status, WORKLOAD_FAILED, text(progress, "reason"), text(progress, "message"));
    else if (status->desired == 0)
        say(status, WORKLOAD_TERMINATING, VIEW("Stopping"), VIEW_EMPTY);
    /* While replicas of before are there, it may be they that are ready. */
    else if (status->ready >= status->desired && updated >= status->desired && there <= updated)
        say(status, WORKLOAD_READY, VIEW("Ready"), VIEW_EMPTY);
    else
        say(status, WORKLOAD_DEPLOYING, VIEW("Progressing"), VIEW_EMPTY);
}

static void read_job(struct object_status *status, const struct ynode *job)
{
    const struct ynode *failed = condition(job, "Failed");

    status->primary = status->counted = true;
    status->desired = number(ynode_get(job, "spec"), "completions", 1);
    status->ready = number(ynode_get(job, "status"), "succeeded", 0);
    if (view_is(text(failed, "status"), "True"))
        say(status, WORKLOAD_FAILED, text(failed, "reason"), text(failed, "message"));
    else if (condition_is(job, "Complete", "True"))
        say(status, WORKLOAD_READY, VIEW("Complete"), VIEW_EMPTY);
    else
        say(status, WORKLOAD_VERIFYING, VIEW("Running"), VIEW_EMPTY);
}

/* KubeVirt's own word. Source: catalog.md 5.7. */
static void read_machine(struct object_status *status, const struct ynode *machine)
{
    struct view word = ynode_text(ynode_get_path(machine, "status", "printableStatus", NULL));

    status->primary = true;
    if (view_is(word, "Running"))
        say(status, WORKLOAD_READY, word, VIEW_EMPTY);
    else if (view_is(word, "Stopped"))
        say(status, WORKLOAD_STOPPED, word, VIEW_EMPTY);
    else if (view_starts(word, VIEW("Err")) || view_starts(word, VIEW("Crash")) ||
             view_is(word, "Unschedulable"))
        say(status, WORKLOAD_FAILED, word, VIEW_EMPTY);
    else
        say(status, WORKLOAD_DEPLOYING, word.len > 0 ? word : VIEW("Pending"), VIEW_EMPTY);
}

/* ---- all else */

static void read_claim(struct object_status *status, const struct ynode *claim)
{
    struct view phase = ynode_text(ynode_get_path(claim, "status", "phase", NULL));

    say(status,
        view_is(phase, "Bound")  ? WORKLOAD_READY
        : view_is(phase, "Lost") ? WORKLOAD_FAILED
                                 : WORKLOAD_DEPLOYING,
        phase.len > 0 ? phase : VIEW("Pending"), VIEW_EMPTY);
}

static bool has_address(const struct ynode *object)
{
    return ynode_len(ynode_get_path(object, "status", "loadBalancer", "ingress", NULL)) > 0;
}

/* An address may come late or never: nothing waits for it. */
static void read_service(struct object_status *status, const struct ynode *service)
{
    struct view type = ynode_text(ynode_get_path(service, "spec", "type", NULL));

    if (view_is(type, "LoadBalancer"))
        say(status, WORKLOAD_READY, has_address(service) ? VIEW("Ready") : VIEW("pending"),
            VIEW_EMPTY);
    else
        say(status, WORKLOAD_READY, view_is(type, "NodePort") ? type : VIEW("internal"),
            VIEW_EMPTY);
}

static void read_ingress(struct object_status *status, const struct ynode *ingress)
{
    say(status, WORKLOAD_READY, has_address(ingress) ? VIEW("Ready") : VIEW("no address"),
        VIEW_EMPTY);
}

/* A custom resource says it by a condition, Crossplane's by two. */
static void read_other(struct object_status *status, const struct ynode *object)
{
    const struct ynode *ready = condition(object, "Ready");
    const struct ynode *synced = condition(object, "Synced");

    if (!ready && !synced)
        return;
    status->primary = true;
    if (view_is(text(synced, "status"), "False"))
        say(status, WORKLOAD_FAILED, text(synced, "reason"), text(synced, "message"));
    else if (view_is(text(ready, "status"), "True"))
        say(status, WORKLOAD_READY, VIEW("Ready"), VIEW_EMPTY);
    else
        say(status, WORKLOAD_DEPLOYING,
            text(ready, "reason").len > 0 ? text(ready, "reason") : VIEW("Pending"),
            text(ready, "message"));
}

/* Kinds that are read in a way of their own. */
static const struct {
    const char *kind;
    void (*read)(struct object_status *status, const struct ynode *object);
    bool has_pods;
} kinds[] = {
    { "DaemonSet", read_replicas, true },
    { "Deployment", read_replicas, true },
    { "Ingress", read_ingress, false },
    { "Job", read_job, true },
    { "PersistentVolumeClaim", read_claim, false },
    { "Pod", read_pod, false },
    { "ReplicaSet", read_replicas, true },
    { "ReplicationController", read_replicas, false },
    { "Service", read_service, false },
    { "StatefulSet", read_replicas, true },
    { "VirtualMachine", read_machine, false },
};

void object_status_read(struct object_status *status, const struct ynode *object)
{
    struct object_ref ref = object_ref_of(object);
    bool known = false;

    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
        if (view_is(ref.kind, kinds[i].kind)) {
            kinds[i].read(status, object);
            known = true;
        }
    if (!known)
        read_other(status, object);
    if (!ynode_is_null(ynode_get_path(object, "metadata", "deletionTimestamp", NULL)))
        say(status, WORKLOAD_TERMINATING, VIEW("Terminating"), VIEW_EMPTY);
}

void object_status_unreadable(struct object_status *status, struct view kind)
{
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
        status->primary |=
            view_is(kind, kinds[i].kind) && (kinds[i].has_pods || kinds[i].read == read_machine);
    say(status, WORKLOAD_UNKNOWN, VIEW("forbidden"), VIEW_EMPTY);
}

void object_add_selector(struct buf *out, const struct ynode *object)
{
    const struct ynode *labels = ynode_get_path(object, "spec", "selector", "matchLabels", NULL);
    struct object_ref ref = object_ref_of(object);
    bool has_pods = false;

    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
        has_pods |= kinds[i].has_pods && view_is(ref.kind, kinds[i].kind);
    for (size_t i = 0; has_pods && i < ynode_len(labels); i++)
        buf_addf(out, "%s" VIEW_FMT "=" VIEW_FMT, i > 0 ? "," : "",
                 VIEW_ARGS(ynode_text(ynode_key_at(labels, i))),
                 VIEW_ARGS(ynode_text(ynode_value_at(labels, i))));
}
