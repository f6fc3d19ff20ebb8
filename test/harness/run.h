/* SPDX-License-Identifier: Apache-2.0 */
/* harness/run.h - what assertions need of the runner */
#ifndef HARNESS_RUN_H
#define HARNESS_RUN_H

#include "base/compiler.h"

/* End the running test as failed; what was wrong has been printed. */
NORETURN void run_abort_test(const char *file, int line);

/* Remove what the test's files and formatted texts left. */
void files_clear(void);

#endif
