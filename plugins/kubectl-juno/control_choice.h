/* SPDX-License-Identifier: Apache-2.0 */
/* Which objects of a workload an act is for */
#ifndef KUBECTL_JUNO_CONTROL_CHOICE_H
#define KUBECTL_JUNO_CONTROL_CHOICE_H

#include <stdbool.h>

#include "control_args.h"
#include "workload_link.h"

/* The live object I of GATHER, a pod below what runs it aside; NULL: it is gone or unreadable. */
const struct ynode *control_choice_live(const struct gather *gather, size_t i);
/* OBJECT (may be NULL) can be acted upon, and is named by TASK if that names one. */
bool control_choice_has(const struct ynode *object, const struct control_task *task);
/* ERROR_NOT_FOUND when there is none, ERROR_USAGE when one of several is to be named. */
bool control_choice_check(const struct workload_link *link, const struct control_task *task,
                          struct error *err) MUST_CHECK;
/*
 * ERROR_FORBIDDEN when the list of actions of any object lacks the act: what one object says is
 * meant for all of the workload.
 */
bool control_choice_allowed(const struct workload_link *link, const struct control_task *task,
                            struct error *err) MUST_CHECK;

#endif
