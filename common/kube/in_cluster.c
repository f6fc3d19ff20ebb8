/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/in_cluster.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"

#define NAMESPACE_BYTES_MAX ((size_t)4 << 10)
#define DEFAULT_NAMESPACE   "default"

void in_cluster_release(struct in_cluster *pod)
{
    free(pod->server);
    free(pod->certificate_authority);
    free(pod->token_file);
    free(pod->namespace);
    *pod = (struct in_cluster)IN_CLUSTER_INIT;
}

static bool given(const char *text)
{
    return text && text[0];
}

/* The path of NAME in the service account's directory; NULL when no file is there. */
static char *mounted(const struct kubeconfig_request *request, const char *name)
{
    AUTO_CHARS path = file_join(request->service_account, name);

    return file_kind(path) == FILE_REGULAR ? TAKE(path) : NULL;
}

static char *namespace_of(const struct kubeconfig_request *request)
{
    AUTO(buf) text = BUF_INIT(NAMESPACE_BYTES_MAX);
    AUTO_CHARS path = mounted(request, "namespace");

    if (given(request->pod_namespace))
        return chars_copy(request->pod_namespace);
    if (path && file_read(&text, path, NULL) && view_trim(buf_view(&text)).len > 0)
        return view_copy(view_trim(buf_view(&text)));
    return chars_copy(DEFAULT_NAMESPACE);
}

bool in_cluster_find(struct in_cluster *pod, const struct kubeconfig_request *request)
{
    AUTO(buf) server = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool ipv6;

    if (!given(request->service_host) || !given(request->service_port) ||
        !given(request->service_account))
        return false;
    pod->token_file = mounted(request, "token");
    if (!pod->token_file)
        return false;
    ipv6 = strchr(request->service_host, ':') != NULL;
    buf_addf(&server, "https://%s%s%s:%s", ipv6 ? "[" : "", request->service_host, ipv6 ? "]" : "",
             request->service_port);
    pod->server = buf_take(&server);
    pod->certificate_authority = mounted(request, "ca.crt");
    pod->namespace = namespace_of(request);
    return true;
}
