/* SPDX-License-Identifier: Apache-2.0 */
/* What stands here of libcurl must not be taken for it by libcurl itself: nobody else sees it. */
#pragma GCC visibility push(hidden)
#include <curl/curl.h>
#pragma GCC visibility pop

#include "http/late_curl.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"

/* <curl/typecheck-gcc.h> makes macros of these two. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

/* X(function): what this module calls. */
#define FUNCTIONS(X)                                                                               \
    X(curl_easy_cleanup)                                                                           \
    X(curl_easy_getinfo)                                                                           \
    X(curl_easy_init)                                                                              \
    X(curl_easy_reset)                                                                             \
    X(curl_easy_setopt)                                                                            \
    X(curl_easy_strerror)                                                                          \
    X(curl_getdate)                                                                                \
    X(curl_global_init)                                                                            \
    X(curl_multi_add_handle)                                                                       \
    X(curl_multi_cleanup)                                                                          \
    X(curl_multi_info_read)                                                                        \
    X(curl_multi_init)                                                                             \
    X(curl_multi_perform)                                                                          \
    X(curl_multi_poll)                                                                             \
    X(curl_multi_remove_handle)                                                                    \
    X(curl_slist_append)                                                                           \
    X(curl_slist_free_all)

#define MEMBER(function) __typeof__(function) *function;
#define NAME(function)   { #function, offsetof(struct library, function) },

struct library {
    FUNCTIONS(MEMBER)
};

static const struct {
    const char *name;
    size_t offset;
} symbols[] = { FUNCTIONS(NAME) };

/* As NULL where it is not here; it stays loaded until the process ends. */
static const struct library *library(void)
{
    static struct library found;
    static bool tried;
    static bool complete;
    void *handle;

    if (tried)
        return complete ? &found : NULL;
    tried = true;
    handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return NULL;
    for (size_t i = 0; i < ARRAY_SIZE(symbols); i++) {
        void *address = dlsym(handle, symbols[i].name);

        if (!address)
            return NULL;
        /* POSIX has a function's address in a void *, and C no conversion for it. */
        memcpy((char *)&found + symbols[i].offset, &address, sizeof(address));
    }
    complete = true;
    return &found;
}

bool late_curl_load(struct error *err)
{
    const char *reason;

    (void)dlerror();
    if (library())
        return true;
    reason = dlerror();
    error_set(err, ERROR_UNSUPPORTED, "cannot load libcurl: %s",
              reason ? reason : "a first attempt failed");
    return error_hint(err, "install libcurl 4; in Debian and Ubuntu it is the package libcurl4");
}

/* ---- handing over ---- */

CURLcode curl_global_init(long flags)
{
    return library() ? library()->curl_global_init(flags) : CURLE_FAILED_INIT;
}

time_t curl_getdate(const char *text, const time_t *unused)
{
    return library() ? library()->curl_getdate(text, unused) : -1;
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text)
{
    return library() ? library()->curl_slist_append(list, text) : NULL;
}

void curl_slist_free_all(struct curl_slist *list)
{
    if (list && library())
        library()->curl_slist_free_all(list);
}

CURL *curl_easy_init(void)
{
    return library() ? library()->curl_easy_init() : NULL;
}

void curl_easy_cleanup(CURL *easy)
{
    if (library())
        library()->curl_easy_cleanup(easy);
}

void curl_easy_reset(CURL *easy)
{
    if (library())
        library()->curl_easy_reset(easy);
}

const char *curl_easy_strerror(CURLcode code)
{
    return library() ? library()->curl_easy_strerror(code) : "libcurl is not loaded";
}

/* The number of an option tells the type of its argument. */
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
    CURLcode code = CURLE_FAILED_INIT;
    va_list arguments;

    va_start(arguments, option);
    if (library())
        switch (option / 10000 * 10000) {
        case CURLOPTTYPE_LONG:
            code = library()->curl_easy_setopt(easy, option, va_arg(arguments, long));
            break;
        case CURLOPTTYPE_OFF_T:
            code = library()->curl_easy_setopt(easy, option, va_arg(arguments, curl_off_t));
            break;
        case CURLOPTTYPE_FUNCTIONPOINT:
            code = library()->curl_easy_setopt(easy, option, va_arg(arguments, void (*)(void)));
            break;
        default: /* objects and blobs */
            code = library()->curl_easy_setopt(easy, option, va_arg(arguments, void *));
        }
    va_end(arguments);
    return code;
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...)
{
    CURLcode code;
    va_list arguments;

    va_start(arguments, info);
    code = library() ? library()->curl_easy_getinfo(easy, info, va_arg(arguments, void *))
                     : CURLE_FAILED_INIT;
    va_end(arguments);
    return code;
}

CURLM *curl_multi_init(void)
{
    return library() ? library()->curl_multi_init() : NULL;
}

CURLMcode curl_multi_cleanup(CURLM *multi)
{
    return library() ? library()->curl_multi_cleanup(multi) : CURLM_INTERNAL_ERROR;
}

CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy)
{
    return library() ? library()->curl_multi_add_handle(multi, easy) : CURLM_INTERNAL_ERROR;
}

CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy)
{
    return library() ? library()->curl_multi_remove_handle(multi, easy) : CURLM_INTERNAL_ERROR;
}

CURLMcode curl_multi_perform(CURLM *multi, int *running)
{
    return library() ? library()->curl_multi_perform(multi, running) : CURLM_INTERNAL_ERROR;
}

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned count, int timeout_ms,
                          int *ready)
{
    return library() ? library()->curl_multi_poll(multi, extra, count, timeout_ms, ready)
                     : CURLM_INTERNAL_ERROR;
}

CURLMsg *curl_multi_info_read(CURLM *multi, int *left)
{
    *left = 0;
    return library() ? library()->curl_multi_info_read(multi, left) : NULL;
}
