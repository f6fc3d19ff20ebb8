/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/api.h"

#include "harness/test.h"

static void warn(void *context, const char *text)
{
    struct api *api = context;

    strv_add(&api->warnings, text);
}

void api_start(struct api *api, const struct loopback_answer *answers, size_t count)
{
    struct error err = ERROR_INIT;

    loopback_start(&api->server, answers, count);
    api->access.server = view_copy(view_of(api->server.url));
    /* None, whatever the environment says. */
    api->access.proxy_url = view_copy(VIEW_EMPTY);
    if (!api->options.warn) {
        api->options.warn = warn;
        api->options.warn_context = api;
    }
    api->client = kube_client_new(&api->access, &api->options, &err);
    ASSERT_OK(api->client, err);
}

void api_release(struct api *api)
{
    kube_client_free(api->client);
    kube_access_release(&api->access);
    strv_release(&api->warnings);
    loopback_release(&api->server);
}

const char *api_requests(const struct api *api)
{
    return loopback_requests(&api->server);
}
