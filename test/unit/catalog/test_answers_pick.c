/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answers_pick.h"

#include "catalog/layer.h"
#include "harness/api.h"
#include "harness/test.h"
#include "yaml/emit.h"

#define LIST(items) "{\"kind\":\"List\",\"metadata\":{},\"items\":[" items "]}"
#define CLASS(name) "{\"metadata\":{\"name\":\"" name "\"}}"
#define DEFAULT(name)                                                                              \
    "{\"metadata\":{\"name\":\"" name                                                              \
    "\",\"annotations\":{\"storageclass.kubernetes.io/is-default-class\":\"true\"}}}"
#define VOLUME(name, namespace)                                                                    \
    "{\"metadata\":{\"name\":\"" name                                                              \
    "\",\"namespace\":\"" namespace "\"},\"spec\":{\"storage\":{\"resources\":{\"requests\":{"     \
                                    "\"storage\":\"20Gi\"}}}}}"

static const struct loopback_answer two_classes[] = { { .body = LIST(
                                                            CLASS("slow") "," DEFAULT("fast")) } };
static const struct loopback_answer volumes[] = {
    { .body = LIST(VOLUME("win", "iso") "," VOLUME("win", "film") "," VOLUME(
          "mac", "iso") "," VOLUME("bsd", "a") "," VOLUME("bsd", "b")) }
};

struct asking {
    struct ydoc *doc;
    struct fields fields;
    struct answers answers;
    struct api api;
    struct picker picker;
};

static void asking_release(struct asking *asking)
{
    answers_release(&asking->answers);
    picker_release(&asking->picker);
    api_release(&asking->api);
    ydoc_free(asking->doc);
}

static void ask(struct asking *asking, const char *fields, const struct loopback_answer *answers,
                size_t count)
{
    struct error err = ERROR_INIT;

    *asking = (struct asking){ .api = API_INIT };
    asking->doc = ydoc_parse(view_of(fields), "fields", &err);
    ASSERT_OK(asking->doc, err);
    ASSERT_OK(fields_parse(&asking->fields, asking->doc, ydoc_root(asking->doc), &err), err);
    answers_init(&asking->answers, &asking->fields.list, false);
    api_start(&asking->api, answers, count);
    asking->picker = (struct picker){ .client = asking->api.client, .namespace = "film" };
}

/* SET (NULL: nothing is said) and all that follows; the values as JSON. */
static const char *finish(struct asking *asking, const char *set)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    if (set)
        answers_set(&asking->answers, set);
    ASSERT_OK(answers_use_picker(&asking->answers, &asking->picker, &err), err);
    answers_finish(&asking->answers, false);
    ASSERT_TRUE(emit_json(&out, asking->answers.values, 0, YAML_1_1, NULL));
    return test_format("%s", buf_text(&out));
}

static void expect_problem(const char *fields, const struct loopback_answer *answers,
                           const char *set, const char *words)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, fields, answers, 1);
    finish(&asking, set);
    ASSERT_FAILS(answers_check(&asking.answers, "x", &err), err, ERROR_INVALID, words);
}

#define NEEDED "[{name: class, type: k8sStorageClass, required: true}]"

TEST(answers_pick, a_required_class_that_nobody_names_is_the_clusters_default_and_said)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, NEEDED, two_classes, 1);
    ASSERT_EQ_STR(finish(&asking, NULL), "{\"class\":\"fast\"}");
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_EQ_STR(asking.answers.warnings.items[0],
                  "'class' is 'fast', the cluster's default StorageClass");
    ASSERT_EQ_VIEW(layer_from(asking.answers.origins, VIEW("class")), "cluster default");
}

TEST(answers_pick, without_a_default_it_is_required)
{
    static const struct loopback_answer answers[] = { { .body = LIST(CLASS("slow")) } };

    expect_problem(NEEDED, answers, NULL, "class   required");
}

TEST(answers_pick, a_class_that_is_not_there_is_told_with_the_nearest_name)
{
    expect_problem(NEEDED, two_classes, "class=fsat",
                   "the cluster has no StorageClass 'fsat'   did you mean 'fast'?");
    expect_problem(NEEDED, two_classes, "class=zzzzzzzzz", "--set class=fast or class=slow");
}

TEST(answers_pick, force_lets_it_through_with_a_warning)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, NEEDED, two_classes, 1);
    asking.answers.force = true;
    ASSERT_EQ_STR(finish(&asking, "class=fsat"), "{\"class\":\"fsat\"}");
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_CONTAINS(asking.answers.warnings.items[0], "has no StorageClass 'fsat'");
}

TEST(answers_pick, R_092_what_may_not_be_read_is_not_checked_and_said)
{
    static const struct loopback_answer answers[] = {
        { .status = 403, .body = "{\"kind\":\"Status\",\"message\":\"not for you\"}" },
    };
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, NEEDED, answers, 1);
    ASSERT_EQ_STR(finish(&asking, "class=fsat"), "{\"class\":\"fsat\"}");
    ASSERT_OK(answers_check(&asking.answers, "x", &err), err);
    ASSERT_CONTAINS(asking.answers.warnings.items[0], "k8sStorageClass is not checked");
}

TEST(answers_pick, nobody_is_asked_for_an_optional_input_without_an_answer)
{
    AUTO(asking) asking = { .doc = NULL };

    ask(&asking, "[{name: class, type: k8sStorageClass}, {name: text}]", two_classes, 1);
    ASSERT_EQ_STR(finish(&asking, "text=a"), "{\"text\":\"a\"}");
    ASSERT_EQ_STR(api_requests(&asking.api), "");
}

TEST(answers_pick, the_inputs_of_list_entries_are_checked_too)
{
    expect_problem("[{name: disks, type: list, fields: [{name: class, type: k8sStorageClass}]}]",
                   two_classes, "disks[0].class=fsat",
                   "disks[0].class   the cluster has no StorageClass 'fsat'");
}

TEST(answers_pick, a_volumes_name_is_a_clone_of_it_from_the_project_first)
{
    static const char fields[] = "[{name: disk, type: dataVolume}]";
    AUTO(asking) own = { .doc = NULL };
    AUTO(asking) only = { .doc = NULL };
    AUTO(asking) said = { .doc = NULL };

    ask(&own, fields, volumes, 1);
    ASSERT_EQ_STR(finish(&own, "disk=win"),
                  "{\"disk\":{\"name\":\"win\",\"namespace\":\"film\",\"storage_size\":\"20Gi\","
                  "\"type\":\"clone\"}}");
    ask(&only, fields, volumes, 1);
    ASSERT_CONTAINS(finish(&only, "disk=mac"), "\"namespace\":\"iso\"");
    ask(&said, fields, volumes, 1);
    ASSERT_CONTAINS(finish(&said, "disk=iso/win"), "\"namespace\":\"iso\"");
}

TEST(answers_pick, a_volume_that_cannot_be_told_is_a_problem)
{
    static const char fields[] = "[{name: disk, type: dataVolume}]";

    expect_problem(fields, volumes, "disk=bsd", "say NAMESPACE/NAME");
    expect_problem(fields, volumes, "disk=wni", "did you mean 'win'?");
}

TEST(answers_pick, without_a_cluster_a_volumes_name_says_nothing)
{
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, "[{name: disk, type: dataVolume}]", volumes, 1);
    answers_set(&asking.answers, "disk=win");
    answers_finish(&asking.answers, false);
    ASSERT_FAILS(answers_check(&asking.answers, "x", &err), err, ERROR_INVALID,
                 "needs a cluster that can be asked");
}

TEST(answers_pick, a_server_that_fails_ends_it)
{
    static const struct loopback_answer answers[] = { { .status = 500, .body = "{}" } };
    AUTO(asking) asking = { .doc = NULL };
    struct error err = ERROR_INIT;

    ask(&asking, NEEDED, answers, 1);
    ASSERT_FAILS(answers_use_picker(&asking.answers, &asking.picker, &err), err, ERROR_UNREACHABLE,
                 "cannot see the choices for 'class'");
}
