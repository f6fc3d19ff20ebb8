/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/review.h - what a server is, and what it lets us do there
 *
 * Source: Kubernetes' version.Info, authorization.k8s.io/v1 SelfSubjectAccessReview; design.md 4
 * (the floor); robustness.md R-112.
 */
#ifndef KUBE_REVIEW_H
#define KUBE_REVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kube/client.h"

/* The oldest Kubernetes that is spoken to: 1.27. */
#define KUBE_FLOOR_MAJOR 1
#define KUBE_FLOOR_MINOR 27

struct kube_version {
    char *text; /* gitVersion as the server says it, "v1.34.2-eks-1"; never NULL once read */
    uint64_t major;
    uint64_t minor;
    bool known; /* the two numbers could be read */
};

#define KUBE_VERSION_INIT                                                                          \
    {                                                                                              \
        .text = NULL, .known = false                                                               \
    }

void kube_version_release(struct kube_version *version);
/*
 * GET /version. A version in no known form is read, and not .known. Fails as kube_send(), and with
 * ERROR_UNREACHABLE when the answer says no version at all: it is no API server.
 */
bool kube_version_read(struct kube_version *version, struct kube_client *client,
                       struct error *err) MUST_CHECK;
/* VERSION is known to be older than the floor. */
bool kube_version_is_old(const struct kube_version *version);

/* One act on all objects of a kind. NULL or empty: not given. All borrowed. */
struct kube_act {
    const char *verb;  /* "create" */
    const char *group; /* "apps" */
    const char *resource;
    const char *subresource; /* "exec" */
    const char *namespace;   /* none: in all of them */
};

/*
 * Whether the user of CLIENT may do ACT, by a SelfSubjectAccessReview, which changes nothing. Fails
 * as kube_send(), and with ERROR_UNREACHABLE when the answer decides nothing.
 */
bool kube_may(struct kube_client *client, const struct kube_act *act, bool *allowed,
              struct error *err) MUST_CHECK;

#endif
