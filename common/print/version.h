/* SPDX-License-Identifier: Apache-2.0 */
/* print/version.h - what `version` prints: "kubectl-juno 0.1.0", or a Version document */
#ifndef PRINT_VERSION_H
#define PRINT_VERSION_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "cli/console.h"
#include "print/output.h"

/* NAME is the program's; the document is {"apiVersion": "juno/v1", "kind": "Version", "name",
 * "version"}. */
bool version_print(struct console *console, const struct output_args *args, const char *name,
                   struct error *err) MUST_CHECK;

#endif
