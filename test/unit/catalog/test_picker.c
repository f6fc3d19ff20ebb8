/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/picker.h"

#include "harness/api.h"
#include "harness/test.h"

#define LIST(items) "{\"kind\":\"List\",\"metadata\":{},\"items\":[" items "]}"
#define CLASS(name, created, marks)                                                                \
    "{\"metadata\":{\"name\":\"" name "\",\"creationTimestamp\":\"" created                        \
    "\",\"annotations\":{" marks "}},\"provisioner\":\"example.org/" name "\"}"
#define MARKED   "\"storageclass.kubernetes.io/is-default-class\":\"true\""
#define UNMARKED "\"storageclass.kubernetes.io/is-default-class\":\"false\""
#define BETA     "\"storageclass.beta.kubernetes.io/is-default-class\":\"true\""
#define VOLUME(name, namespace, spec)                                                              \
    "{\"metadata\":{\"name\":\"" name "\",\"namespace\":\"" namespace "\"},\"spec\":{" spec "}}"

static const struct field storage = { .type = FIELD_STORAGE_CLASS };
static const struct field volume = { .type = FIELD_DATA_VOLUME };

static const struct loopback_answer classes[] = {
    { .body = LIST(CLASS("slow", "2026-01-01T00:00:00Z", UNMARKED) "," CLASS(
          "fast", "2026-01-02T00:00:00Z", MARKED) "," CLASS("old", "2026-01-01T00:00:00Z", BETA)) }
};

TEST(picker, classes_come_by_name_with_what_tells_them_apart)
{
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, classes, ARRAY_SIZE(classes));
    ASSERT_OK(picker_choices_read(api.client, &storage, "film", &choices, &err), err);
    ASSERT_EQ_UINT(choices.len, 3);
    ASSERT_EQ_STR(choices.items[0].name, "fast");
    ASSERT_EQ_STR(choices.items[1].name, "old");
    ASSERT_EQ_STR(choices.items[2].name, "slow");
    ASSERT_EQ_STR(choices.items[2].note, "example.org/slow");
    ASSERT_NULL(choices.note);
    ASSERT_EQ_STR(api_requests(&api), "GET /apis/storage.k8s.io/v1/storageclasses?limit=500\n");
    ASSERT_TRUE(picker_find(&choices, view_of("slow")) == &choices.items[2]);
    ASSERT_NULL(picker_find(&choices, view_of("slo")));
}

TEST(picker, of_two_default_classes_the_newer_one_holds)
{
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, classes, ARRAY_SIZE(classes));
    ASSERT_OK(picker_choices_read(api.client, &storage, "film", &choices, &err), err);
    ASSERT_EQ_STR(picker_default(&choices)->name, "fast");
    ASSERT_FALSE(choices.items[1].is_default);
}

TEST(picker, a_priority_class_is_the_default_by_a_field_of_its_own)
{
    static const struct loopback_answer answers[] = {
        { .body =
              LIST("{\"metadata\":{\"name\":\"low\"},\"value\":10},"
                   "{\"metadata\":{\"name\":\"high\"},\"value\":1000,\"globalDefault\":true}") }
    };
    static const struct field field = { .type = FIELD_PRIORITY };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(picker_choices_read(api.client, &field, "film", &choices, &err), err);
    ASSERT_EQ_STR(picker_default(&choices)->name, "high");
    ASSERT_EQ_STR(picker_default(&choices)->note, "1000");
}

TEST(picker, service_accounts_are_those_of_the_project)
{
    static const struct loopback_answer answers[] = {
        { .body = LIST("{\"metadata\":{\"name\":\"default\"}}") }
    };
    static const struct field field = { .type = FIELD_SERVICE_ACCOUNT };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(picker_choices_read(api.client, &field, "film", &choices, &err), err);
    ASSERT_EQ_UINT(choices.len, 1);
    ASSERT_NULL(picker_default(&choices));
    ASSERT_EQ_STR(api_requests(&api), "GET /api/v1/namespaces/film/serviceaccounts?limit=500\n");
}

TEST(picker, an_ingress_class_says_its_controller)
{
    static const struct loopback_answer answers[] = {
        { .body = LIST("{\"metadata\":{\"name\":\"nginx\",\"annotations\":"
                       "{\"ingressclass.kubernetes.io/is-default-class\":\"true\"}},"
                       "\"spec\":{\"controller\":\"k8s.io/ingress-nginx\"}}") }
    };
    static const struct field field = { .type = FIELD_INGRESS_CLASS };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(picker_choices_read(api.client, &field, "film", &choices, &err), err);
    ASSERT_EQ_STR(picker_default(&choices)->note, "k8s.io/ingress-nginx");
}

TEST(picker, volumes_of_every_namespace_tell_their_place_and_size)
{
    static const struct loopback_answer answers[] = {
        { .body = LIST(
              VOLUME("win", "iso",
                     "\"storage\":{\"resources\":{\"requests\":{\"storage\":\"20Gi\"}"
                     "}}") "," VOLUME("win", "film",
                                      "\"pvc\":{\"resources\":{\"requests\":{"
                                      "\"storage\":\"9Gi\"}}}") "," VOLUME("bare", "film", "")) }
    };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(picker_choices_read(api.client, &volume, "film", &choices, &err), err);
    ASSERT_EQ_UINT(choices.len, 3);
    ASSERT_EQ_STR(choices.items[0].note, "film");
    ASSERT_EQ_STR(choices.items[1].note, "film, 9Gi");
    ASSERT_EQ_STR(choices.items[2].note, "iso, 20Gi");
    ASSERT_EQ_STR(choices.items[2].size, "20Gi");
    ASSERT_EQ_STR(api_requests(&api),
                  "GET /apis/cdi.kubevirt.io/v1beta1/datavolumes?labelSelector="
                  "kuiper.juno-innovations.com%2Fuser-created-datavolume&limit=500\n");
}

TEST(picker, R_092_who_must_not_look_everywhere_sees_the_volumes_of_the_project)
{
    static const struct loopback_answer answers[] = {
        { .status = 403, .body = "{\"kind\":\"Status\",\"message\":\"forbidden\"}" },
        { .body = LIST(VOLUME("win", "film", "")) },
    };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(picker_choices_read(api.client, &volume, "film", &choices, &err), err);
    ASSERT_EQ_UINT(choices.len, 1);
    ASSERT_NULL(choices.note);
}

TEST(picker, R_092_what_must_not_be_read_is_a_note)
{
    static const struct loopback_answer answers[] = {
        { .status = 403, .body = "{\"kind\":\"Status\",\"message\":\"not for you\"}" },
    };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(picker_choices_read(api.client, &storage, "film", &choices, &err), err);
    ASSERT_EQ_UINT(choices.len, 0);
    ASSERT_EQ_STR(choices.note, "cannot list storageclasses: not for you");
}

TEST(picker, a_kind_that_the_cluster_has_not_is_a_note)
{
    static const struct loopback_answer answers[] = {
        { .status = 404, .type = "text/plain", .body = "404 page not found\n" },
    };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(picker_choices_read(api.client, &volume, "film", &choices, &err), err);
    ASSERT_EQ_STR(choices.note, "the cluster has no DataVolume (cdi.kubevirt.io)");
}

TEST(picker, a_server_that_fails_is_no_note)
{
    static const struct loopback_answer answers[] = { { .status = 500, .body = "{}" } };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(picker_choices_read(api.client, &storage, "film", &choices, &err), err,
                 ERROR_UNREACHABLE, "500");
    ASSERT_NULL(choices.note);
}

TEST(picker, a_field_that_names_nothing_is_not_read)
{
    static const struct field field = { .type = FIELD_INT, .type_name = VIEW("int") };
    AUTO(api) api = API_INIT;
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, classes, ARRAY_SIZE(classes));
    ASSERT_FALSE(picker_is_picked(FIELD_INT));
    ASSERT_TRUE(picker_is_picked(FIELD_SERVICE_ACCOUNT));
    ASSERT_FAILS(picker_choices_read(api.client, &field, "film", &choices, &err), err,
                 ERROR_INVALID, "'int'");
    ASSERT_EQ_STR(api_requests(&api), "");
}

TEST(picker, each_kind_is_read_once)
{
    AUTO(api) api = API_INIT;
    AUTO(picker) picker = { .client = NULL };
    const struct picker_choices *first = NULL, *second = NULL;
    struct error err = ERROR_INIT;

    api_start(&api, classes, ARRAY_SIZE(classes));
    picker.client = api.client;
    picker.namespace = "film";
    ASSERT_OK(picker_get(&picker, FIELD_STORAGE_CLASS, &first, &err), err);
    ASSERT_OK(picker_get(&picker, FIELD_STORAGE_CLASS, &second, &err), err);
    ASSERT_TRUE(first == second);
    ASSERT_EQ_STR(api_requests(&api), "GET /apis/storage.k8s.io/v1/storageclasses?limit=500\n");
}
