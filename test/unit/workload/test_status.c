/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/status.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

/* OBJECT (YAML) is in STATE, with WORD and REASON (NULL: none). */
static void is(const char *object, enum workload_state state, const char *word, const char *reason)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "test", &err);
    struct object_status status = { .word = NULL };

    ASSERT_OK(doc != NULL, err);
    object_status_read(&status, ydoc_root(doc));
    ASSERT_EQ_STR(workload_state_name(status.state), workload_state_name(state));
    ASSERT_EQ_STR(status.word, word);
    ASSERT_EQ_STR(status.reason, reason);
    object_status_release(&status);
}

TEST(status, a_set_is_as_its_replicas_are)
{
    is("{kind: StatefulSet, spec: {replicas: 2}, status: {replicas: 2, readyReplicas: 2, "
       "updatedReplicas: 2}}",
       WORKLOAD_READY, "Ready", NULL);
    is("{kind: StatefulSet, spec: {replicas: 2}, status: {readyReplicas: 1, updatedReplicas: 2}}",
       WORKLOAD_DEPLOYING, "Progressing", NULL);
    is("{kind: Deployment, spec: {replicas: 1}, status: {readyReplicas: 1}}", WORKLOAD_DEPLOYING,
       "Progressing", NULL);
    is("{kind: Deployment, spec: {replicas: 0}}", WORKLOAD_STOPPED, "Stopped", NULL);
    is("{kind: Deployment, spec: {replicas: 0}, status: {replicas: 1, readyReplicas: 1, "
       "updatedReplicas: 1}}",
       WORKLOAD_TERMINATING, "Stopping", NULL);
    is("{kind: Deployment, spec: {replicas: 1}, status: {replicas: 2, readyReplicas: 1, "
       "updatedReplicas: 1}}",
       WORKLOAD_DEPLOYING, "Progressing", NULL);
    is("{kind: ReplicaSet, spec: {replicas: 1}, status: {replicas: 1, readyReplicas: 1}}",
       WORKLOAD_READY, "Ready", NULL);
    is("{kind: Deployment, metadata: {generation: 2}, spec: {}, status: {observedGeneration: 1}}",
       WORKLOAD_REQUESTING, "Requesting", NULL);
    is("{kind: DaemonSet, status: {desiredNumberScheduled: 3, numberReady: 3, "
       "updatedNumberScheduled: 3}}",
       WORKLOAD_READY, "Ready", NULL);
    is("{kind: Deployment, status: {conditions: [{type: Progressing, status: 'False', reason: "
       "ProgressDeadlineExceeded, message: too late}]}}",
       WORKLOAD_FAILED, "ProgressDeadlineExceeded", "too late");
    is("{kind: Deployment, metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}}",
       WORKLOAD_TERMINATING, "Terminating", NULL);
}

TEST(status, a_pod_says_what_it_waits_for)
{
    is("{kind: Pod, spec: {containers: [{}]}, status: {phase: Running, conditions: [{type: Ready, "
       "status: 'True'}]}}",
       WORKLOAD_READY, "Running", NULL);
    is("{kind: Pod, status: {phase: Running}}", WORKLOAD_VERIFYING, "Running", NULL);
    is("{kind: Pod}", WORKLOAD_DEPLOYING, "Pending", NULL);
    is("{kind: Pod, status: {phase: Pending, containerStatuses: [{state: {waiting: {reason: "
       "ContainerCreating}}}]}}",
       WORKLOAD_DEPLOYING, "ContainerCreating", NULL);
    is("{kind: Pod, status: {phase: Pending, containerStatuses: [{state: {waiting: {reason: "
       "ImagePullBackOff, "
       "message: no such image}}}]}}",
       WORKLOAD_FAILED, "ImagePullBackOff", "no such image");
    is("{kind: Pod, status: {phase: Running, containerStatuses: [{restartCount: 4, state: "
       "{waiting: {reason: "
       "CrashLoopBackOff}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]}}",
       WORKLOAD_FAILED, "CrashLoopBackOff", "exit 137 (OOMKilled), 4 restarts");
    is("{kind: Pod, status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', "
       "reason: "
       "Unschedulable, message: no node fits}]}}",
       WORKLOAD_FAILED, "Unschedulable", "no node fits");
    is("{kind: Pod, status: {phase: Failed, reason: Evicted, message: full}}", WORKLOAD_FAILED,
       "Evicted", "full");
    is("{kind: Pod, status: {phase: Succeeded}}", WORKLOAD_READY, "Completed", NULL);
}

TEST(status, other_kinds_have_words_of_their_own)
{
    is("{kind: PersistentVolumeClaim, status: {phase: Bound}}", WORKLOAD_READY, "Bound", NULL);
    is("{kind: PersistentVolumeClaim}", WORKLOAD_DEPLOYING, "Pending", NULL);
    is("{kind: PersistentVolumeClaim, status: {phase: Lost}}", WORKLOAD_FAILED, "Lost", NULL);
    is("{kind: Service, spec: {type: ClusterIP}}", WORKLOAD_READY, "internal", NULL);
    is("{kind: Service, spec: {type: LoadBalancer}}", WORKLOAD_READY, "pending", NULL);
    is("{kind: Ingress}", WORKLOAD_READY, "no address", NULL);
    is("{kind: Ingress, status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}}", WORKLOAD_READY,
       "Ready", NULL);
    is("{kind: Job, status: {conditions: [{type: Complete, status: 'True'}]}}", WORKLOAD_READY,
       "Complete", NULL);
    is("{kind: Job}", WORKLOAD_VERIFYING, "Running", NULL);
    is("{kind: Job, status: {conditions: [{type: Failed, status: 'True', reason: "
       "BackoffLimitExceeded}]}}",
       WORKLOAD_FAILED, "BackoffLimitExceeded", NULL);
    is("{kind: VirtualMachine, status: {printableStatus: Running}}", WORKLOAD_READY, "Running",
       NULL);
    is("{kind: VirtualMachine, status: {printableStatus: ErrorUnschedulable}}", WORKLOAD_FAILED,
       "ErrorUnschedulable", NULL);
    is("{kind: EC2Instance, status: {conditions: [{type: Ready, status: 'True'}, {type: Synced, "
       "status: 'True'}]}}",
       WORKLOAD_READY, "Ready", NULL);
    is("{kind: EC2Instance, status: {conditions: [{type: Synced, status: 'False', reason: NoKey, "
       "message: no}]}}",
       WORKLOAD_FAILED, "NoKey", "no");
    is("{kind: ConfigMap}", WORKLOAD_READY, NULL, NULL);
}

TEST(status, R_106_what_is_not_as_it_should_be_breaks_nothing)
{
    is("{kind: Pod, status: {containerStatuses: {a: b}, conditions: [null, 3]}, spec: 7}",
       WORKLOAD_DEPLOYING, "Pending", NULL);
    is("{kind: StatefulSet, spec: {replicas: -1}, status: []}", WORKLOAD_DEPLOYING, "Progressing",
       NULL);
    is("[]", WORKLOAD_READY, NULL, NULL);
}

TEST(status, the_selector_of_pods_is_that_of_what_runs_them)
{
    AUTO(buf) selector = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc)
    doc = ydoc_parse(VIEW("{kind: StatefulSet, spec: {selector: {matchLabels: {a: b, c: d}}}}"),
                     "t", &err);
    AUTO_FREE(ydoc)
    service =
        ydoc_parse(VIEW("{kind: Service, spec: {selector: {matchLabels: {a: b}}}}"), "t", &err);

    object_add_selector(&selector, ydoc_root(service));
    ASSERT_EQ_UINT(selector.len, 0);
    object_add_selector(&selector, ydoc_root(doc));
    ASSERT_EQ_STR(buf_text(&selector), "a=b,c=d");
}
