/* SPDX-License-Identifier: Apache-2.0 */
/* What kubectl does better is left to it: exec and port-forward become kubectl */
#ifndef KUBECTL_JUNO_HANDOVER_H
#define KUBECTL_JUNO_HANDOVER_H

#include "base/error.h"
#include "base/strv.h"
#include "workload_link.h"

/*
 * ARGV becomes kubectl with the flags of LINK's connection and the project. kubectl is
 * $KUBECTL_PATH, which a newer kubectl sets for us, else the one on PATH; ERROR_NOT_FOUND. Where
 * $KUBECTL_PATH is another name's file, it is called by the link "kubectl" that leads there.
 */
bool handover_begin(struct strv *argv, const struct workload_link *link,
                    struct error *err) MUST_CHECK;
/* The path of that kubectl, for the caller to free; NULL and ERROR_NOT_FOUND. */
char *handover_find_kubectl(const struct console *console, struct error *err) MUST_CHECK;
/* Become ARGV: its exit status is ours. Returns only when that failed. */
bool handover_run(const struct strv *argv, struct workload_link *link, struct error *err);

/*
 * The pod WANTED of the workload; NULL: one that is ready, else one that runs, the first by name.
 * Which one is told where there are several. NULL and ERROR_NOT_FOUND when there is none.
 */
const struct ynode *handover_pod(const struct workload_link *link, const char *wanted,
                                 struct error *err) MUST_CHECK;

#endif
