/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/ownership.h - the label by which everything of a workload is found again
 *
 * It stands in the top-level metadata of every object and never in a pod template: selectors there
 * cannot be changed later. Source: catalog.md 5.5, 5.6.
 */
#ifndef WORKLOAD_OWNERSHIP_H
#define WORKLOAD_OWNERSHIP_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "manifest/stream.h"

#define OWNERSHIP_LABEL "kuiper.juno-innovations.com/kuiper-instance"

/*
 * Label every object of STREAM, the elements of Lists too, with INSTANCE. The same label is left as
 * it is; another instance's is ERROR_CONFLICT naming the object, metadata or labels that are no
 * mapping ERROR_INVALID.
 */
bool ownership_label(struct stream *stream, const char *instance, struct error *err) MUST_CHECK;

#endif
