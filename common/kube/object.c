/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/object.h"

#include "kube/client_internal.h"
#include "yaml/emit.h"
#include "json/decode.h"

#define APPLY_TYPE "application/apply-patch+yaml"
#define MERGE_TYPE "application/merge-patch+json"

const char *kube_outcome_name(enum kube_outcome outcome)
{
    switch (outcome) {
    case KUBE_UNCHANGED:
        return "unchanged";
    case KUBE_CREATED:
        return "created";
    case KUBE_CONFIGURED:
        return "configured";
    case KUBE_DELETED:
        return "deleted";
    }
    return "";
}

static struct view metadata_text(const struct ynode *object, const char *key)
{
    return ynode_text(ynode_get_path(object, "metadata", key, NULL));
}

static size_t annotations_size(const struct ynode *object)
{
    const struct ynode *annotations = ynode_get_path(object, "metadata", "annotations", NULL);
    size_t size = 0;

    for (size_t i = 0; i < ynode_len(annotations); i++)
        size += ynode_text(ynode_key_at(annotations, i)).len +
                ynode_text(ynode_value_at(annotations, i)).len;
    return size;
}

/* The object as JSON; what no server would keep is not sent. */
static bool write_object(struct buf *out, const struct ynode *object, struct error *err)
{
    size_t annotations = annotations_size(object);

    if (annotations > KUBE_ANNOTATIONS_BYTES_MAX)
        return error_set(err, ERROR_LIMIT,
                         "the annotations of the object have %zu bytes, a cluster keeps at most "
                         "%zu",
                         annotations, KUBE_ANNOTATIONS_BYTES_MAX);
    if (!emit_json(out, object, 0, YAML_1_1, err))
        return false;
    if (out->len > KUBE_OBJECT_BYTES_MAX)
        return error_set(err, ERROR_LIMIT, "the object has %zu bytes, a cluster keeps at most %zu",
                         out->len, KUBE_OBJECT_BYTES_MAX);
    return buf_check(out, "an object", err);
}

/* Without a name the path is that of all objects of the kind: a DELETE would take them all. */
static bool check_name(const struct kube_resource *resource, struct view name, struct error *err)
{
    return name.len > 0 || error_set(err, ERROR_INVALID, "%s: it has no name", resource->kind);
}

/* ---- reading ---- */

bool kube_object_get(struct kube_client *client, const struct kube_resource *resource,
                     struct view namespace, struct view name, struct ydoc **doc, struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;

    *doc = NULL;
    if (!check_name(resource, name, err))
        return false;
    kube_resource_add_path(&path, resource, namespace, name);
    if (kube_get(client, buf_text(&path), doc, &problem))
        return true;
    /* A Status has a reason; a 404 without one is no API server's answer about an object. */
    if (kube_last_status(client)->code == 404 &&
        strcmp(kube_last_status(client)->reason, "NotFound") == 0)
        return true;
    return error_move(err, &problem);
}

/* ---- creating ---- */

/* Did the POST have its effect? Ours is told from another's by what was sent. */
static bool read_back(struct kube_client *client, const struct kube_resource *resource,
                      const struct ynode *object, struct ydoc **doc)
{
    const struct ynode *annotations = ynode_get_path(object, "metadata", "annotations", NULL);
    AUTO_FREE(ydoc) found = NULL;
    const struct ynode *live;

    if (!kube_object_get(client, resource, metadata_text(object, "namespace"),
                         metadata_text(object, "name"), &found, NULL) ||
        !found)
        return false;
    live = ydoc_root(found);
    if (!annotations ||
        !ynode_equal(ynode_get_path(live, "metadata", "annotations", NULL), annotations,
                     YAML_1_1) ||
        !ynode_equal(ynode_get(live, "data"), ynode_get(object, "data"), YAML_1_1))
        return false;
    *doc = TAKE(found);
    return true;
}

/*
 * An interrupt is obeyed at once, whatever the server has done. A name that is taken may be taken
 * by us: libcurl sends a request once more by itself when the connection that it reused was dead.
 */
static bool is_unclear(const struct kube_client *client, enum kube_dry_run dry_run,
                       const struct error *problem)
{
    const struct kube_status *status = kube_last_status(client);
    bool taken = status->code == 409 && strcmp(status->reason, "AlreadyExists") == 0;

    return dry_run == KUBE_WRITE && problem->code != ERROR_INTERRUPTED &&
           (taken || kube_may_have_acted(client));
}

bool kube_object_create(struct kube_client *client, const struct kube_resource *resource,
                        const struct ynode *object, enum kube_dry_run dry_run, struct ydoc **doc,
                        struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) body = BUF_INIT(JSON_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct kube_request request = { .method = "POST" };
    AUTO_FREE(ydoc) stored = NULL;

    if (!write_object(&body, object, err))
        return false;
    kube_resource_add_path(&path, resource, metadata_text(object, "namespace"), VIEW_EMPTY);
    buf_add(&path, "?fieldManager=" KUBE_FIELD_MANAGER "&fieldValidation=Strict");
    if (dry_run == KUBE_DRY_RUN)
        buf_add(&path, "&dryRun=All");
    request.path = buf_text(&path);
    request.body = buf_view(&body);
    if (!kube_send(client, &request, &stored, &problem) &&
        !(is_unclear(client, dry_run, &problem) && read_back(client, resource, object, &stored)))
        return error_move(err, &problem);
    if (doc)
        *doc = TAKE(stored);
    return true;
}

/* ---- applying ---- */

/*
 * "failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.selectr: field not
 * declared in schema" is a 500 and means that the object is wrong. Source: testbed.md 2.3.
 */
static bool explain_typed_patch(struct error *problem)
{
    struct view message = view_of(error_message(problem));
    size_t at = view_find(message, VIEW("failed to create typed patch object"), 0);
    struct view rest = view_sub(message, view_find(message, VIEW("): "), at), message.len);
    AUTO_CHARS what = NULL;

    if (at == message.len || rest.len <= strlen("): "))
        return false;
    what = view_copy(view_sub(rest, strlen("): "), rest.len));
    if (strstr(what, "field not declared in schema")) {
        *strstr(what, ": field not declared in schema") = '\0';
        error_set(problem, ERROR_INVALID, "unknown field %s", what);
    } else {
        error_set(problem, ERROR_INVALID, "%s", what);
    }
    return true;
}

static bool fail_apply(struct kube_client *client, struct error *problem, struct error *err)
{
    const struct kube_status *status = kube_last_status(client);

    if (status->code == 500 && explain_typed_patch(problem))
        return error_move(err, problem);
    if (status->code == 409 && strstr(error_message(problem), "Apply failed with"))
        error_hint(problem,
                   "another field manager owns these fields; take them over with --adopt, or "
                   "leave them out");
    if (status->code == 422 && strstr(error_message(problem), "field is immutable"))
        error_hint(problem, "this field cannot be changed: delete the object first");
    return error_move(err, problem);
}

static enum kube_outcome outcome_of(const struct kube_apply *apply, const struct ynode *stored)
{
    if (!apply->resource_version)
        return KUBE_CREATED;
    return view_is(metadata_text(stored, "resourceVersion"), apply->resource_version)
               ? KUBE_UNCHANGED
               : KUBE_CONFIGURED;
}

bool kube_object_apply(struct kube_client *client, struct kube_apply *apply, struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) body = BUF_INIT(JSON_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct kube_request request = { .method = "PATCH",
                                    .content_type = APPLY_TYPE,
                                    .idempotent = true };

    if (!check_name(apply->resource, metadata_text(apply->object, "name"), err) ||
        !write_object(&body, apply->object, err))
        return false;
    kube_resource_add_path(&path, apply->resource, metadata_text(apply->object, "namespace"),
                           metadata_text(apply->object, "name"));
    buf_addf(&path, "?fieldManager=" KUBE_FIELD_MANAGER "&force=%s&fieldValidation=Strict%s",
             apply->force ? "true" : "false", apply->dry_run == KUBE_DRY_RUN ? "&dryRun=All" : "");
    request.path = buf_text(&path);
    request.body = buf_view(&body);
    if (!kube_send(client, &request, &apply->answer, &problem))
        return fail_apply(client, &problem, err);
    apply->outcome = outcome_of(apply, ydoc_root(apply->answer));
    return true;
}

/* ---- deleting and patching ---- */

static void add_delete_options(struct buf *body, struct view uid)
{
    buf_add(body, "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":"
                  "\"Background\"");
    if (uid.len > 0) {
        buf_add(body, ",\"preconditions\":{\"uid\":");
        buf_add_json_string(body, uid);
        buf_add_byte(body, '}');
    }
    buf_add_byte(body, '}');
}

/*
 * With a uid a conflict mostly says that another object has the name by now; but it may be an
 * admission webhook's, or the namespace's that is on its way out. What cannot be read may be there.
 */
static bool is_there(struct kube_client *client, const struct kube_resource *resource,
                     struct view namespace, struct view name, struct view uid)
{
    AUTO_FREE(ydoc) doc = NULL;

    if (!kube_object_get(client, resource, namespace, name, &doc, NULL))
        return true;
    return doc && view_eq(metadata_text(ydoc_root(doc), "uid"), uid);
}

bool kube_object_delete(struct kube_client *client, const struct kube_resource *resource,
                        struct view namespace, struct view name, struct view uid, bool *gone,
                        struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) body = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct kube_request request = { .method = "DELETE", .idempotent = uid.len > 0 };
    AUTO_FREE(ydoc) doc = NULL;
    long code;

    *gone = false;
    if (!check_name(resource, name, err))
        return false;
    kube_resource_add_path(&path, resource, namespace, name);
    add_delete_options(&body, uid);
    request.path = buf_text(&path);
    request.body = buf_view(&body);
    if (kube_send(client, &request, &doc, &problem))
        return true;
    code = kube_last_status(client)->code;
    *gone = code == 404 ||
            (code == 409 && uid.len > 0 && !is_there(client, resource, namespace, name, uid));
    return *gone || error_move(err, &problem);
}

bool kube_object_merge_patch(struct kube_client *client, const struct kube_resource *resource,
                             struct view namespace, struct view name, struct view patch,
                             enum kube_dry_run dry_run, struct ydoc **doc, struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kube_request request = {
        .method = "PATCH", .content_type = MERGE_TYPE, .body = patch, .idempotent = true
    };

    if (!check_name(resource, name, err))
        return false;
    kube_resource_add_path(&path, resource, namespace, name);
    buf_add(&path, "?fieldManager=" KUBE_FIELD_MANAGER);
    if (dry_run == KUBE_DRY_RUN)
        buf_add(&path, "&dryRun=All");
    request.path = buf_text(&path);
    return kube_send(client, &request, doc, err);
}

bool kube_whoami(struct kube_client *client, char **name, struct error *err)
{
    const struct kube_request request = {
        .method = "POST",
        .path = "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        .body =
            VIEW("{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\"}"),
        .idempotent = true,
    };
    AUTO_FREE(ydoc) doc = NULL;
    AUTO(error) problem = ERROR_INIT;
    struct view user;

    *name = NULL;
    if (!kube_send(client, &request, &doc, &problem))
        return problem.code != ERROR_INTERRUPTED || error_move(err, &problem);
    user = ynode_text(ynode_get_path(ydoc_root(doc), "status", "userInfo", "username", NULL));
    if (user.len > 0)
        *name = view_copy(user);
    return true;
}
