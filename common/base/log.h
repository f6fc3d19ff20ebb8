/* SPDX-License-Identifier: Apache-2.0 */
/* base/log.h - diagnostics for -v N on standard error; the library logs at debug levels only */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/compiler.h"

/* 0 (silent) until the command line says otherwise. */
void log_set_level(int level);
int log_level(void);
/* One line on standard error when LEVEL <= log_level(). No secret, no manifest text. */
void log_debug(int level, const char *format, ...) PRINTF(2, 3);

#endif
