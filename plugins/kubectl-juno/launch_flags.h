/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flags of a launch as the history keeps them, so that an upgrade takes them again
 *
 * Kept are those that say what the workload is: the groups "Workload:" and "Preset:" of
 * launch_arg_options, by name; texts, lists, choices and flags. Answers and presets have places of
 * their own.
 */
#ifndef KUBECTL_JUNO_LAUNCH_FLAGS_H
#define KUBECTL_JUNO_LAUNCH_FLAGS_H

#include "base/strv.h"
#include "launch_args.h"
#include "yaml/ydoc.h"

/* {cpu: "2", env: [A=b]} of what ARGS give, of DOC. */
struct ynode *launch_flags_write(struct ydoc *doc, const struct launch_args *args);
/* The directories of ARGS, absolute, so that they mean the same from elsewhere; appended. */
void launch_flags_presets(struct strv *presets, const struct launch_args *args);
/*
 * Fill ARGS, where nothing is given, from FLAGS and PRESETS, nodes of an earlier launch. Earlier
 * variables of --env come before those given now, which win. Texts that ARGS borrow go to TEXTS.
 */
void launch_flags_read(struct launch_args *args, struct strv *texts, const struct ynode *flags,
                       const struct ynode *presets);
/* The same from DATA, that of a record: as much as it says. */
void launch_flags_read_record(struct launch_args *args, struct strv *texts,
                              const struct ynode *data);

#endif
