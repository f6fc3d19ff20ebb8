/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/alloc.h"
#include "http/http_internal.h"
#include "http/late_curl.h"

/* Start-up that is paid for only when the network is used. */
static bool start_library(struct error *err)
{
    static bool started; /* once a process, as libcurl asks */

    if (!late_curl_load(err))
        return false;
    if (!started && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return error_set(err, ERROR_IO, "libcurl cannot be started");
    started = true;
    return true;
}

static void keep(struct buf *to, struct view from)
{
    *to = (struct buf)BUF_INIT(from.len);
    buf_add_view(to, from);
}

struct http_client *http_client_new(const struct http_options *options, struct error *err)
{
    struct http_client *client;

    if (!start_library(err))
        return NULL;
    client = mem_alloc_zero(1, sizeof(*client));
    client->user_agent = chars_copy(options->user_agent);
    client->server_name = chars_copy(options->server_name);
    client->proxy = chars_copy(options->proxy);
    client->has_proxy = options->proxy != NULL;
    client->insecure = options->insecure;
    client->disable_compression = options->disable_compression;
    keep(&client->ca, options->ca);
    keep(&client->certificate, options->certificate);
    keep(&client->key, options->key);
    client->multi = curl_multi_init();
    client->easy = curl_easy_init();
    if (client->multi && client->easy)
        return client;
    http_client_free(client);
    error_set(err, ERROR_IO, "libcurl cannot be set up");
    return NULL;
}

void http_client_free(struct http_client *client)
{
    if (!client || client->holders-- > 0)
        return;
    if (client->easy)
        curl_easy_cleanup(client->easy);
    if (client->multi)
        curl_multi_cleanup(client->multi);
    if (client->key.data)
        explicit_bzero(client->key.data, client->key.len);
    buf_release(&client->ca);
    buf_release(&client->certificate);
    buf_release(&client->key);
    free(client->user_agent);
    free(client->server_name);
    free(client->proxy);
    free(client);
}
