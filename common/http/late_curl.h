/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http/late_curl.h - libcurl, loaded when the network is first used
 *
 * libcurl brings some thirty libraries, and loading them takes five times as long as all that a
 * command does that needs no network. So the program is not linked with it: the functions of
 * <curl/curl.h> that this module calls are defined in late_curl.c and hand over to the library. A
 * call without the library fails as the function's own failure.
 */
#ifndef HTTP_LATE_CURL_H
#define HTTP_LATE_CURL_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"

/* False and ERROR_UNSUPPORTED, saying what to install, when there is no usable libcurl here. */
bool late_curl_load(struct error *err) MUST_CHECK;

#endif
