/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/mounts.h"

#include "harness/api.h"
#include "harness/test.h"
#include "yaml/emit.h"

#define LIST(items) "{\"kind\":\"List\",\"metadata\":{},\"items\":[" items "]}"
#define K           "kuiper.juno-innovations.com/"
#define CLAIM(name, annotations)                                                                   \
    "{\"metadata\":{\"name\":\"" name "\",\"annotations\":{" annotations "}}}"
#define PATH(path)        "\"" K "container-path\":\"" path "\""
#define SUB_PATH(path)    ",\"" K "sub-path\":\"" path "\""
#define ACCESS(json)      ",\"" K "mount-access\":\"" json "\""
#define MOUNT(name, path) "{\"mountPath\":\"" path "\",\"name\":\"" name "\"}"

struct mounting {
    struct api api;
    struct project project;
    struct strv words;
};

static void mounting_release(struct mounting *mounting)
{
    project_release(&mounting->project);
    api_release(&mounting->api);
    strv_release(&mounting->words);
}

/* WORD is --mounts, NULL: not given. */
static bool mount_claims(struct mounting *mounting, const char *word,
                         const struct loopback_answer *answer, struct error *err)
{
    struct project_request request = { .namespace = "film", .user = "ada" };

    *mounting = (struct mounting){ .api = API_INIT, .project = PROJECT_INIT };
    if (answer) {
        api_start(&mounting->api, answer, 1);
        request.client = mounting->api.client;
    }
    if (word)
        strv_add(&mounting->words, word);
    strv_add(&mounting->project.groups, "artists");
    request.mounts = &mounting->words;
    return mounts_read(&mounting->project, &request, err);
}

static void mounts_as(const char *word, const struct loopback_answer *answer, const char *expected)
{
    AUTO(mounting) mounting = { .words = STRV_INIT };
    AUTO(buf) json = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(mount_claims(&mounting, word, answer, &err), err);
    ASSERT_EQ_INT(mounting.project.mounts != NULL, mounting.project.volumes != NULL);
    if (mounting.project.mounts)
        ASSERT_TRUE(emit_json(&json, mounting.project.mounts, 0, YAML_1_1, NULL));
    ASSERT_EQ_STR(buf_text(&json), expected);
}

static void refused(const char *word, const struct loopback_answer *answer, enum error_code code,
                    const char *words)
{
    AUTO(mounting) mounting = { .words = STRV_INIT };
    struct error err = ERROR_INIT;

    ASSERT_FAILS(mount_claims(&mounting, word, answer, &err), err, code, words);
}

/* ---- auto ---- */

TEST(mounts, managed_claims_that_the_user_may_have_are_mounted_by_name)
{
    static const struct loopback_answer claims = {
        .body = LIST(CLAIM("plain", "") "," CLAIM("home", PATH("/home/ada")) "," CLAIM(
            "all",
            PATH("/all") ACCESS(
                "[]")) "," CLAIM("mine",
                                 PATH("/mine") ACCESS(
                                     "[\\\"bob\\\",\\\"ada\\\"]")) "," CLAIM("ours",
                                                                             PATH("/ours") ACCESS(
                                                                                 "[\\\"artists\\\""
                                                                                 "]")) "," CLAIM("h"
                                                                                                 "i"
                                                                                                 "s",
                                                                                                 PATH("/his") ACCESS(
                                                                                                     "[\\\"bob\\\""
                                                                                                     "]")))
    };

    mounts_as(NULL, &claims,
              "[" MOUNT("all", "/all") "," MOUNT("home", "/home/ada") "," MOUNT(
                  "mine", "/mine") "," MOUNT("ours", "/ours") "]");
    mounts_as("auto", &claims,
              "[" MOUNT("all", "/all") "," MOUNT("home", "/home/ada") "," MOUNT(
                  "mine", "/mine") "," MOUNT("ours", "/ours") "]");
    mounts_as("none", &claims, "");
}

TEST(mounts, each_claim_is_one_volume_and_its_origin_is_told)
{
    static const struct loopback_answer claims = {
        .body = LIST(
            CLAIM("a.b", PATH("/x") SUB_PATH("s")) "," CLAIM("c", PATH("/y") SUB_PATH("none")))
    };
    AUTO(mounting) mounting = { .words = STRV_INIT };
    AUTO(buf) json = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(mount_claims(&mounting, NULL, &claims, &err), err);
    ASSERT_TRUE(emit_json(&json, mounting.project.volumes, 0, YAML_1_1, NULL));
    ASSERT_EQ_BUF(&json, "[{\"name\":\"a-b\",\"persistentVolumeClaim\":{\"claimName\":\"a.b\"}},"
                         "{\"name\":\"c\",\"persistentVolumeClaim\":{\"claimName\":\"c\"}}]");
    buf_clear(&json);
    ASSERT_TRUE(emit_json(&json, mounting.project.mounts, 0, YAML_1_1, NULL));
    ASSERT_EQ_BUF(&json, "[{\"mountPath\":\"/x\",\"name\":\"a-b\",\"subPath\":\"s\"},"
                         "{\"mountPath\":\"/y\",\"name\":\"c\"}]");
    ASSERT_EQ_STR(mounting.project.mounts_from,
                  "PersistentVolumeClaim/a.b, PersistentVolumeClaim/c");
}

TEST(mounts, claims_whose_names_differ_only_in_a_dot_or_at_their_end_stay_two_volumes)
{
#define CUT  "a123456789b123456789c123456789d123456789e123456789f123456789g"
#define LONG CUT "12"
#define VOLUME(name, claim)                                                                        \
    "{\"name\":\"" name "\",\"persistentVolumeClaim\":{\"claimName\":\"" claim "\"}}"
    static const struct loopback_answer claims = {
        .body = LIST(CLAIM("a.b", PATH("/x")) "," CLAIM("a-b", PATH("/y")) "," CLAIM(
            LONG "1", PATH("/v")) "," CLAIM(LONG "2", PATH("/w")))
    };
    AUTO(mounting) mounting = { .words = STRV_INIT };
    AUTO(buf) json = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(mount_claims(&mounting, NULL, &claims, &err), err);
    ASSERT_TRUE(emit_json(&json, mounting.project.volumes, 0, YAML_1_1, NULL));
    ASSERT_EQ_BUF(&json, "[" VOLUME("a-b", "a-b") "," VOLUME("a-b-2", "a.b") "," VOLUME(
                             LONG, LONG "1") "," VOLUME(CUT "-2", LONG "2") "]");
    buf_clear(&json);
    ASSERT_TRUE(emit_json(&json, mounting.project.mounts, 0, YAML_1_1, NULL));
    ASSERT_EQ_BUF(&json, "[" MOUNT("a-b", "/y") "," MOUNT("a-b-2", "/x") "," MOUNT(
                             LONG, "/v") "," MOUNT(CUT "-2", "/w") "]");
}

TEST(mounts, annotations_that_make_no_sense_are_left_out_with_a_warning)
{
    static const struct loopback_answer claims = {
        .body = LIST(CLAIM("a", PATH("home")) "," CLAIM("b", PATH("/a/../b")) "," CLAIM(
            "c",
            PATH("/c") SUB_PATH(
                "../x")) "," CLAIM("d",
                                   PATH("/d") ACCESS(
                                       "ada")) "," CLAIM("e",
                                                         PATH(
                                                             "/")) "," CLAIM("f",
                                                                             PATH(
                                                                                 "/f")) "," CLAIM("g",
                                                                                                  PATH(
                                                                                                      "/f")))
    };
    AUTO(mounting) mounting = { .words = STRV_INIT };
    struct error err = ERROR_INIT;

    ASSERT_OK(mount_claims(&mounting, NULL, &claims, &err), err);
    ASSERT_EQ_UINT(ynode_len(mounting.project.mounts), 1);
    ASSERT_EQ_UINT(mounting.project.warnings.len, 6);
    ASSERT_EQ_STR(mounting.project.warnings.items[0],
                  "PersistentVolumeClaim/a is left out: it is mounted at an absolute path without "
                  "':' and '..'");
    ASSERT_CONTAINS(mounting.project.warnings.items[3], "has a mount-access that is no list");
    ASSERT_EQ_STR(mounting.project.warnings.items[5],
                  "PersistentVolumeClaim/g is not mounted: '/f' is taken by f");
}

TEST(mounts, who_must_not_list_claims_is_told_and_refused_only_when_he_asked)
{
    static const struct loopback_answer forbidden = {
        .status = 403,
        .body = "{\"kind\":\"Status\",\"code\":403,\"reason\":\"Forbidden\","
                "\"message\":\"no\"}"
    };
    AUTO(mounting) mounting = { .words = STRV_INIT };
    struct error err = ERROR_INIT;

    ASSERT_OK(mount_claims(&mounting, NULL, &forbidden, &err), err);
    ASSERT_CONTAINS(mounting.project.warnings.items[0], "no claims are mounted");
    refused("auto", &forbidden, ERROR_FORBIDDEN, "cannot list the claims to mount");
}

/* ---- by name ---- */

TEST(mounts, a_claim_is_named_with_path_and_sub_path)
{
    static const struct loopback_answer claim = { .body = CLAIM("home", PATH("/home/ada")
                                                                            SUB_PATH("u/ada")) };

    mounts_as("home", &claim,
              "[{\"mountPath\":\"/home/ada\",\"name\":\"home\",\"subPath\":\"u/ada\"}]");
    mounts_as("home:/data", &claim, "[" MOUNT("home", "/data") "]");
    mounts_as("home:/data:in/it", &claim,
              "[{\"mountPath\":\"/data\",\"name\":\"home\",\"subPath\":\"in/it\"}]");
    mounts_as("home:/data", NULL, "[" MOUNT("home", "/data") "]");
}

TEST(mounts, R_066_what_cannot_be_mounted_is_a_usage_error)
{
    static const struct loopback_answer claim = { .body = CLAIM("home", "") };
    static const struct loopback_answer missing = {
        .status = 404, .body = "{\"kind\":\"Status\",\"code\":404,\"reason\":\"NotFound\"}"
    };

    refused("home", NULL, ERROR_USAGE, "where is 'home' to be mounted? --mounts home:/PATH");
    refused("home", &claim, ERROR_USAGE, "where is 'home' to be mounted?");
    refused("Home:/x", NULL, ERROR_USAGE, "not auto, none or CLAIM[:PATH[:SUBPATH]]");
    refused("../x:/x", NULL, ERROR_USAGE, "invalid argument '../x:/x' for --mounts");
    refused("", NULL, ERROR_USAGE, "invalid argument '' for --mounts");
    refused("home:x", NULL, ERROR_USAGE, "absolute path");
    refused("home:/a/../b", NULL, ERROR_USAGE, "absolute path");
    refused("home:/a:/b", NULL, ERROR_USAGE, "a sub-path that is relative");
    refused("home:/a", &missing, ERROR_NOT_FOUND,
            "there is no PersistentVolumeClaim 'home' in namespace 'film' (--mounts)");
}

TEST(mounts, none_allows_no_other)
{
    struct project project = PROJECT_INIT;
    AUTO(strv) words = STRV_INIT;
    struct project_request request = { .namespace = "film", .mounts = &words };
    struct error err = ERROR_INIT;

    strv_add(&words, "none");
    strv_add(&words, "home:/x");
    ASSERT_FAILS(mounts_read(&project, &request, &err), err, ERROR_USAGE,
                 "--mounts none allows no other");
}
