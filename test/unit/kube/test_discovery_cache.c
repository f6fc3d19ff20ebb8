/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/discovery_cache.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "harness/test.h"

static const char list[] =
    "{\"items\":[{\"metadata\":{\"name\":\"apps\"},\"versions\":["
    "{\"version\":\"v1\",\"resources\":["
    "{\"resource\":\"deployments\",\"responseKind\":{\"group\":\"\",\"version\":\"\",\"kind\":"
    "\"Deployment\"},\"scope\":\"Namespaced\",\"singularResource\":\"deployment\",\"verbs\":"
    "[\"get\",\"list\"],\"shortNames\":[\"deploy\"],\"categories\":[\"all\"],\"subresources\":["
    "{\"subresource\":\"scale\",\"responseKind\":{\"group\":\"autoscaling\",\"version\":\"v1\","
    "\"kind\":\"Scale\"},\"verbs\":[\"get\"]},{\"subresource\":\"unkind\",\"verbs\":[\"get\"]}]},"
    "{\"resource\":\"unkind\",\"scope\":\"Cluster\",\"verbs\":[\"get\"]}]},"
    "{\"version\":\"v1beta1\",\"freshness\":\"Stale\",\"resources\":[{\"resource\":\"old\","
    "\"responseKind\":{\"kind\":\"Old\"}}]},{\"version\":\"v2\",\"resources\":[]}]}]}";

static void write_list(const char *group, const char *version)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(list), "list", &err);

    ASSERT_OK(doc, err);
    discovery_cache_write(test_dir(), view_of(group), view_of(version), ydoc_root(doc));
}

static const char *directory_of(const char *server)
{
    AUTO_CHARS path = discovery_cache_directory("/c", server);

    return path ? test_format("%s", path) : NULL;
}

TEST(discovery_cache, a_server_has_kubectls_directory)
{
    ASSERT_EQ_STR(directory_of("https://127.0.0.1:6443"), "/c/discovery/127.0.0.1_6443");
    ASSERT_EQ_STR(directory_of("http://[fd00::1]:80/k8s/a-b"), "/c/discovery/_fd00__1__80/k8s/a_b");
    ASSERT_NULL(directory_of("https://h/../../x"));
    ASSERT_NULL(discovery_cache_directory(NULL, "https://h"));
}

TEST(discovery_cache, a_version_is_written_as_kubectl_writes_it)
{
    write_list("apps", "v1");
    ASSERT_EQ_VIEW(
        test_read(test_format("%s/apps/v1/serverresources.json", test_dir())),
        "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"apps/v1\","
        "\"resources\":[{\"name\":\"deployments\",\"singularName\":\"deployment\",\"namespaced\":"
        "true,\"kind\":\"Deployment\",\"verbs\":[\"get\",\"list\"],\"shortNames\":[\"deploy\"],"
        "\"categories\":[\"all\"]},{\"name\":\"deployments/scale\",\"singularName\":"
        "\"deployment\",\"namespaced\":true,\"group\":\"autoscaling\",\"version\":\"v1\","
        "\"kind\":\"Scale\",\"verbs\":[\"get\"]}]}\n");
}

TEST(discovery_cache, what_is_stale_empty_absent_or_no_name_is_not_written)
{
    write_list("apps", "v1beta1");
    write_list("apps", "v2");
    write_list("apps", "v3");
    write_list("other", "v1");
    write_list("../apps", "v1");
    ASSERT_EQ_INT(file_kind(test_format("%s/apps", test_dir())), FILE_ABSENT);
}

static bool reads(const char *group, const char *version, int64_t now)
{
    AUTO_FREE(ydoc) doc = discovery_cache_read(test_dir(), view_of(group), view_of(version), now);

    return doc != NULL;
}

TEST(discovery_cache, a_file_is_good_for_six_hours)
{
    int64_t now = (int64_t)time(NULL);

    ASSERT_FALSE(reads("apps", "v1", now));
    write_list("apps", "v1");
    ASSERT_TRUE(reads("apps", "v1", now));
    ASSERT_TRUE(reads("apps", "v1", now + DISCOVERY_CACHE_SECONDS - 10));
    ASSERT_FALSE(reads("apps", "v1", now + DISCOVERY_CACHE_SECONDS + 10));
}

TEST(discovery_cache, R_161_a_file_that_everyone_may_write_is_as_good_as_none)
{
    const char *path = test_format("%s/apps/v1/serverresources.json", test_dir());
    AUTO_FREE(ydoc) own = NULL;

    write_list("apps", "v1");
    own = discovery_cache_read(test_dir(), VIEW("apps"), VIEW("v1"), time(NULL));
    ASSERT_NOT_NULL(own);
    ASSERT_EQ_INT(chmod(path, 0666), 0);
    ASSERT_NULL(discovery_cache_read(test_dir(), VIEW("apps"), VIEW("v1"), time(NULL)));
}

TEST(discovery_cache, a_broken_file_is_as_good_as_none)
{
    int64_t now = (int64_t)time(NULL);

    test_file("v1/serverresources.json", "{\"kind\":");
    ASSERT_FALSE(reads("", "v1", now));
    test_file("v1/serverresources.json", "{\"kind\":\"Status\"}");
    ASSERT_FALSE(reads("", "v1", now));
    test_file("v1/serverresources.json", "{\"kind\":\"APIResourceList\"}");
    ASSERT_TRUE(reads("", "v1", now));
    ASSERT_FALSE(reads("", "", now));
    ASSERT_FALSE(reads("", "..", now));
    ASSERT_FALSE(reads("a/../..", "v1", now));
}
