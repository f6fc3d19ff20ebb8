/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/replicas.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "harness/test.h"
#include "yaml/emit.h"

static struct ydoc *parse(const char *text)
{
    struct error err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "test", &err);

    ASSERT_OK(doc, err);
    return doc;
}

#define HEAD "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w}\nspec: "

struct kept {
    const char *spec;    /* what is applied then */
    const char *warning; /* "": none */
};

/* SPEC is asked for, LIVE is there, LAST was asked for by the version that holds (NULL: unknown).
 */
static struct kept keep(const char *spec, const char *live, const char *last, bool force)
{
    AUTO_FREE(ydoc) wanted = parse(test_format(HEAD "%s\n", spec));
    AUTO(buf) out = BUF_INIT(1 << 16);
    AUTO(apply) apply = APPLY_INIT;
    struct stream stream = STREAM_INIT;
    struct apply_request request = { .force = force };
    struct error err = ERROR_INIT;

    apply.objects = mem_alloc_zero(1, sizeof(*apply.objects));
    apply.len = 1;
    apply.objects[0] = (struct apply_object){ .object = ydoc_root(wanted), .phase = APPLY_MAIN };
    if (live)
        apply.objects[0].live = parse(live);
    if (last) {
        ASSERT_OK(stream_parse(&stream, view_of(test_format(HEAD "%s\n", last)),
                               &(struct stream_options){ .origin = "last" }, &err),
                  err);
        request.last = &stream;
    }
    replicas_keep(&apply, &request);
    ASSERT_OK(emit_json(&out, ynode_get(ydoc_root(wanted), "spec"), 0, YAML_1_1, &err), err);
    stream_release(&stream);
    return (struct kept){ test_format("%s", buf_text(&out)),
                          test_format("%s", apply.warnings.len ? apply.warnings.items[0] : "") };
}

#define LIVE(replicas)                                                                             \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: w, managedFields: [{manager: juno, " \
    "fieldsV1: {'f:spec': {'f:selector': {}}}}, {manager: kubectl-scale, fieldsV1: {'f:spec': "    \
    "{'f:replicas': {}}}}]}, spec: {replicas: " #replicas "}}"

TEST(replicas, what_was_scaled_stays_while_the_same_is_asked_for)
{
    struct kept kept = keep("{replicas: 1, x: 7}", LIVE(3), "{replicas: 1}", false);

    ASSERT_EQ_STR(kept.spec, "{\"x\":7}");
    ASSERT_EQ_STR(kept.warning, "Deployment/w keeps spec.replicas 3, set by kubectl-scale; "
                                "--force-conflicts sets 1");
    /* What was asked for before is not known. */
    ASSERT_EQ_STR(keep("{replicas: 1}", LIVE(3), NULL, false).spec, "{}");
}

TEST(replicas, another_number_than_before_counts)
{
    struct kept kept = keep("{replicas: 2}", LIVE(3), "{replicas: 1}", false);

    ASSERT_EQ_STR(kept.spec, "{\"replicas\":2}");
    ASSERT_EQ_STR(kept.warning, "");
    ASSERT_EQ_STR(keep("{replicas: 2}", LIVE(3), "{other: 1}", false).spec, "{\"replicas\":2}");
}

TEST(replicas, nothing_is_kept_that_is_as_asked_for_or_new_or_forced)
{
    ASSERT_EQ_STR(keep("{replicas: 3}", LIVE(3), "{replicas: 1}", false).spec, "{\"replicas\":3}");
    ASSERT_EQ_STR(keep("{replicas: 1}", NULL, "{replicas: 1}", false).spec, "{\"replicas\":1}");
    ASSERT_EQ_STR(keep("{replicas: 1}", LIVE(3), "{replicas: 1}", true).spec, "{\"replicas\":1}");
    ASSERT_EQ_STR(keep("{x: 7}", LIVE(3), "{replicas: 1}", false).spec, "{\"x\":7}");
}

TEST(replicas, what_was_stopped_stays_stopped_whatever_is_asked_for)
{
    struct kept kept = keep("{replicas: 5}",
                            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: w, "
                            "annotations: {juno/stopped: '1'}}, spec: {replicas: 0}}",
                            "{replicas: 1}", false);

    ASSERT_EQ_STR(kept.spec, "{}");
    ASSERT_EQ_STR(kept.warning, "Deployment/w keeps spec.replicas 0; --force-conflicts sets 5");
}

static bool is_cause(const char *object, const char *message, enum error_code code)
{
    AUTO_FREE(ydoc) doc = parse(object);
    AUTO(error) problem = ERROR_INIT;

    error_set(&problem, code, "%s", message);
    return replicas_is_cause(ydoc_root(doc), &problem);
}

TEST(replicas, a_conflict_about_nothing_else_is_told_from_the_servers_words)
{
    static const char deployment[] = "{apiVersion: apps/v1, kind: Deployment}";

    ASSERT_TRUE(is_cause(deployment,
                         "Apply failed with 1 conflict: conflict with \"kubectl-scale\" using "
                         "apps/v1: .spec.replicas",
                         ERROR_CONFLICT));
    ASSERT_TRUE(is_cause(deployment,
                         "Apply failed with 2 conflicts: conflicts with \"a\" using apps/v1:\n"
                         "- .spec.replicas\nconflicts with \"b\" with subresource \"scale\" using "
                         "apps/v1:\n- .spec.replicas",
                         ERROR_CONFLICT));
    ASSERT_FALSE(is_cause(deployment,
                          "Apply failed with 2 conflicts: conflicts with \"a\" using apps/v1:\n"
                          "- .spec.replicas\n- .spec.paused",
                          ERROR_CONFLICT));
    ASSERT_FALSE(is_cause(deployment,
                          "Apply failed with 1 conflict: conflict with \"a\" using apps/v1: "
                          ".spec.paused",
                          ERROR_CONFLICT));
    ASSERT_FALSE(is_cause(deployment, "the name is taken: .spec.replicas", ERROR_CONFLICT));
    ASSERT_FALSE(is_cause(deployment, "Apply failed with x: .spec.replicas", ERROR_FORBIDDEN));
    ASSERT_FALSE(is_cause("{apiVersion: v1, kind: Service}",
                          "Apply failed with 1 conflict: conflict with \"a\" using v1: "
                          ".spec.replicas",
                          ERROR_CONFLICT));
    ASSERT_TRUE(is_cause("{apiVersion: batch/v1, kind: CronJob}",
                         "Apply failed with 1 conflict: conflict with \"a\" using batch/v1: "
                         ".spec.suspend",
                         ERROR_CONFLICT));
}
