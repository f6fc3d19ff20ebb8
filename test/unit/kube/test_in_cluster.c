/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/in_cluster.h"

#include <unistd.h>

#include "harness/test.h"

static struct kubeconfig_request request_in(const char *directory)
{
    return (struct kubeconfig_request){ .service_host = "10.96.0.1",
                                        .service_port = "443",
                                        .service_account = directory };
}

TEST(in_cluster, a_pod_has_its_server_token_authority_and_namespace)
{
    AUTO(in_cluster) pod = IN_CLUSTER_INIT;
    const struct kubeconfig_request request = request_in(test_dir());

    test_file("token", "t");
    test_file("ca.crt", "c");
    test_file("namespace", " pods-own\n");
    ASSERT_TRUE(in_cluster_find(&pod, &request));
    ASSERT_EQ_STR(pod.server, "https://10.96.0.1:443");
    ASSERT_EQ_STR(pod.token_file, test_format("%s/token", test_dir()));
    ASSERT_EQ_STR(pod.certificate_authority, test_format("%s/ca.crt", test_dir()));
    ASSERT_EQ_STR(pod.namespace, "pods-own");
}

TEST(in_cluster, the_variable_wins_over_the_namespace_file_and_IPv6_gets_brackets)
{
    AUTO(in_cluster) pod = IN_CLUSTER_INIT;
    struct kubeconfig_request request = request_in(test_dir());

    test_file("token", "t");
    test_file("namespace", "pods-own");
    request.pod_namespace = "by-variable";
    request.service_host = "fd00::1";
    ASSERT_TRUE(in_cluster_find(&pod, &request));
    ASSERT_EQ_STR(pod.server, "https://[fd00::1]:443");
    ASSERT_EQ_STR(pod.namespace, "by-variable");
}

TEST(in_cluster, R_093_without_authority_and_namespace_there_is_still_a_pod)
{
    AUTO(in_cluster) pod = IN_CLUSTER_INIT;
    const struct kubeconfig_request request = request_in(test_dir());

    test_file("token", "t");
    ASSERT_TRUE(in_cluster_find(&pod, &request));
    ASSERT_NULL(pod.certificate_authority);
    ASSERT_EQ_STR(pod.namespace, "default");
    in_cluster_release(&pod);
    test_file("namespace", " \n");
    ASSERT_TRUE(in_cluster_find(&pod, &request));
    ASSERT_EQ_STR(pod.namespace, "default");
}

TEST(in_cluster, R_093_without_a_token_or_an_address_there_is_none)
{
    AUTO(in_cluster) pod = IN_CLUSTER_INIT;
    struct kubeconfig_request request = request_in(test_dir());

    ASSERT_FALSE(in_cluster_find(&pod, &request));
    test_file("token/is/a", "directory");
    ASSERT_FALSE(in_cluster_find(&pod, &request));
    request.service_account = test_format("%s/token/is", test_dir());
    test_file("token/is/token", "t");
    request.service_port = "";
    ASSERT_FALSE(in_cluster_find(&pod, &request));
    request.service_port = "443";
    request.service_host = NULL;
    ASSERT_FALSE(in_cluster_find(&pod, &request));
    ASSERT_NULL(pod.server);
}
