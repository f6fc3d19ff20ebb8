/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/env.h - environment variables that a chart sets twice
 *
 * Charts put what the user sets behind or before variables of their own. Server-side apply refuses
 * a list with one key twice, and a container would take the last: the earlier one goes. Source:
 * catalog.md 5.5.4.
 */
#ifndef LAUNCH_ENV_H
#define LAUNCH_ENV_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "manifest/stream.h"

/* Drop earlier variables of one name from every container of STREAM, with a warning each. */
bool env_drop_earlier(struct stream *stream, struct strv *warnings, struct error *err) MUST_CHECK;

#endif
