/* SPDX-License-Identifier: Apache-2.0 */
/* What a dry run on the server would change, as `diff` and `launch --diff` show it */
#ifndef KUBECTL_JUNO_DIFF_PRINT_H
#define KUBECTL_JUNO_DIFF_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strv.h"
#include "cli/console.h"
#include "launch/apply.h"
#include "print/output.h"

/*
 * Print what differs between the live objects of APPLY, which was a dry run with .keep_answers, and
 * what would be there: as `diff -u` does, or, by -o, a row for each field. SECRETS are texts that
 * are not shown. *COUNT is the number of objects that differ. Hooks are no part of it: notes say
 * that they would run.
 */
bool diff_print(struct console *console, const struct output *output, const struct apply *apply,
                const struct strv *secrets, size_t *count, struct error *err) MUST_CHECK;

#endif
