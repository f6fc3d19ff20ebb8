/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of ps again and again: each as soon as it changes */
#ifndef KUBECTL_JUNO_PS_WATCH_H
#define KUBECTL_JUNO_PS_WATCH_H

#include "base/error.h"
#include "cli/console.h"
#include "kube/client.h"
#include "print/output.h"

struct ps_watch_request {
    struct console *console;
    struct kube_client *client;
    const char *namespace;           /* NULL: all */
    struct output_args *output;      /* headers are turned off behind the first rows */
    unsigned show;                   /* SHOW_* */
    const struct selector *selector; /* NULL: all */
};

/*
 * Print the workloads that SELECTOR matches, and then each row that has changed, written out at
 * once. A workload that is gone, or that the selector matches no more, is told by its last row with
 * the status Deleted. Ends with ERROR_INTERRUPTED, ERROR_PIPE, or what can be mended by no
 * repetition.
 */
bool ps_watch(const struct ps_watch_request *request, struct error *err) MUST_CHECK;

#endif
