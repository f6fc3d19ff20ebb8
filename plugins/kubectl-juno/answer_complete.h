/* SPDX-License-Identifier: Apache-2.0 */
/* Completion of --set, --set-file and --env: what the template of the first operand asks */
#ifndef KUBECTL_JUNO_ANSWER_COMPLETE_H
#define KUBECTL_JUNO_ANSWER_COMPLETE_H

#include "cli/option.h"

/*
 * The command's struct begins with a struct catalog_args. Before the '=' the names of the inputs,
 * behind it the values that the type knows: options, true and false, and names of the cluster.
 */
void answer_complete_set(const struct option_complete_call *call);
/* The names of the inputs, then files. */
void answer_complete_set_file(const struct option_complete_call *call);
/* The variables that the template's author suggests. */
void answer_complete_env(const struct option_complete_call *call);

#endif
