/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/review.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/semver.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

#define REVIEWS "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"

/* ---- the version ---- */

void kube_version_release(struct kube_version *version)
{
    free(version->text);
    *version = (struct kube_version)KUBE_VERSION_INIT;
}

/* The digits that TEXT begins with: providers say "34+". */
static bool read_number(uint64_t *number, struct view text)
{
    size_t len = 0;

    while (len < text.len && text.data[len] >= '0' && text.data[len] <= '9')
        len++;
    return len > 0 && num_parse_u64(view_sub(text, 0, len), number);
}

static void read_numbers(struct kube_version *version, const struct ynode *info)
{
    struct semver semver;

    if (semver_parse_loose(view_of(version->text), &semver)) {
        version->major = semver.major;
        version->minor = semver.minor;
        version->known = true;
        return;
    }
    version->known = read_number(&version->major, ynode_text(ynode_get(info, "major"))) &&
                     read_number(&version->minor, ynode_text(ynode_get(info, "minor")));
}

bool kube_version_read(struct kube_version *version, struct kube_client *client, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;
    const struct ynode *info;

    if (!kube_get(client, "/version", &doc, err))
        return false;
    info = ydoc_root(doc);
    if (!ynode_get(info, "gitVersion") && !ynode_get(info, "major"))
        return error_set(err, ERROR_UNREACHABLE, "what answers does not say its version");
    kube_version_release(version);
    version->text = view_copy(ynode_text(ynode_get(info, "gitVersion")));
    read_numbers(version, info);
    return true;
}

bool kube_version_is_old(const struct kube_version *version)
{
    return version->known &&
           (version->major < KUBE_FLOOR_MAJOR ||
            (version->major == KUBE_FLOOR_MAJOR && version->minor < KUBE_FLOOR_MINOR));
}

/* ---- rights ---- */

static void add_attribute(struct buf *json, const char *key, const char *value)
{
    if (!value || !value[0])
        return;
    if (json->data[json->len - 1] != '{')
        buf_add_byte(json, ',');
    buf_addf(json, "\"%s\":", key);
    buf_add_json_string(json, view_of(value));
}

bool kube_may(struct kube_client *client, const struct kube_act *act, bool *allowed,
              struct error *err)
{
    AUTO(buf) json = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kube_request request = { .method = "POST", .path = REVIEWS, .idempotent = true };
    AUTO_FREE(ydoc) doc = NULL;
    const struct ynode *answer;

    buf_add(&json, "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":"
                   "\"SelfSubjectAccessReview\",\"spec\":{\"resourceAttributes\":{");
    add_attribute(&json, "namespace", act->namespace);
    add_attribute(&json, "verb", act->verb);
    add_attribute(&json, "group", act->group);
    add_attribute(&json, "resource", act->resource);
    add_attribute(&json, "subresource", act->subresource);
    buf_add(&json, "}}}");
    request.body = buf_view(&json);
    if (!buf_check(&json, "a SelfSubjectAccessReview", err) ||
        !kube_send(client, &request, &doc, err))
        return false;
    answer = ynode_get_path(ydoc_root(doc), "status", "allowed", NULL);
    if (!answer || ynode_is_null(answer))
        return error_set(err, ERROR_UNREACHABLE,
                         "the server does not decide about %s of %s: its answer has no "
                         "status.allowed",
                         act->verb, act->resource);
    *allowed = ynode_value(answer, YAML_1_1).boolean;
    return true;
}
