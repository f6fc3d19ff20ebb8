/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/check.h - what a cluster would refuse, seen before anything is sent
 *
 * Source: catalog.md 5.2 (names), 5.5.3 (two objects of one id); robustness.md R-043.
 */
#ifndef LAUNCH_CHECK_H
#define LAUNCH_CHECK_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "manifest/stream.h"

/* Helm's annotation of a hook, and what its value says. */
#define CHECK_HOOK "helm.sh/hook"

/*
 * Every object has a kind and a name that fits, labels that fit, and is there once (hooks aside); a
 * virtual machine has whole cores (catalog.md 3.5), a pod no two volumes of one name (5.3).
 * ERROR_INVALID, ERROR_CONFLICT; the object is named.
 */
bool check_objects(const struct stream *stream, struct error *err) MUST_CHECK;
/*
 * An Ingress with a rule for no certain host answers for all of them: a warning each, or
 * ERROR_INVALID at the first when it is REFUSED. Source: catalog.md 5.1 (`host`).
 */
bool check_hosts(const struct stream *stream, bool refused, struct strv *warnings,
                 struct error *err) MUST_CHECK;
/* The document is a hook that only a test, a removal or a roll back runs. */
bool check_is_foreign_hook(const struct manifest *manifest);

#endif
