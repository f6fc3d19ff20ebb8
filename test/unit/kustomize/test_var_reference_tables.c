/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/fieldspec.h"

static size_t count_of(const char *kind)
{
    struct fieldspec_list list = fieldspec_defaults(FIELDSPEC_VAR_REFERENCE);
    size_t count = 0;

    for (size_t i = 0; i < list.len; i++)
        count += view_is(list.specs[i].kind, kind);
    return count;
}

static bool has(const char *kind, const char *path)
{
    struct fieldspec_list list = fieldspec_defaults(FIELDSPEC_VAR_REFERENCE);
    size_t count = 0;

    for (size_t i = 0; i < list.len; i++)
        count += view_is(list.specs[i].kind, kind) && view_is(list.specs[i].path, path);
    return count == 1;
}

TEST(var_reference_tables, have_as_many_rows_as_kustomize)
{
    ASSERT_EQ_INT(fieldspec_defaults(FIELDSPEC_VAR_REFERENCE).len, 72);
    ASSERT_EQ_INT(count_of("Deployment"), 10);
    ASSERT_EQ_INT(count_of("StatefulSet"), 9);
    ASSERT_EQ_INT(count_of("DaemonSet"), 9);
    ASSERT_EQ_INT(count_of("ReplicaSet"), 9);
    ASSERT_EQ_INT(count_of("CronJob"), 9);
    ASSERT_EQ_INT(count_of("Job"), 9);
    ASSERT_EQ_INT(count_of("Pod"), 9);
    ASSERT_EQ_INT(count_of("Ingress"), 3);
    ASSERT_EQ_INT(count_of("Service"), 2);
    ASSERT_EQ_INT(count_of("PersistentVolume"), 1);
    ASSERT_EQ_INT(count_of(""), 2);
}

TEST(var_reference_tables, have_the_odd_rows_of_kustomize)
{
    ASSERT_TRUE(has("", "metadata/annotations"));
    ASSERT_TRUE(has("Deployment", "spec/template/metadata/annotations"));
    ASSERT_TRUE(has("CronJob", "spec/jobTemplate/spec/template/volumes/nfs/server"));
    ASSERT_TRUE(has("StatefulSet", "spec/volumeClaimTemplates/spec/nfs/server"));
    ASSERT_TRUE(has("Service", "spec/ports/targetPort"));
}

TEST(var_reference_tables, name_every_field_once_and_create_none)
{
    struct fieldspec_list list = fieldspec_defaults(FIELDSPEC_VAR_REFERENCE);

    for (size_t i = 0; i < list.len; i++) {
        AUTO_CHARS kind = view_copy(list.specs[i].kind);
        AUTO_CHARS path = view_copy(list.specs[i].path);
        ASSERT_TRUE(path[0] != '\0' && has(kind, path));
        ASSERT_FALSE(list.specs[i].create);
        ASSERT_EQ_INT(list.specs[i].group.len + list.specs[i].version.len, 0);
    }
}
