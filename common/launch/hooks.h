/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/hooks.h - the chart's hooks: whose turn is when, old ones away, and waiting for them
 *
 * crd-install comes first, then pre-install of a launch and pre-upgrade of an upgrade or rollback,
 * by weight; post-install and post-upgrade come last. A Job is waited for until it is complete, a
 * Pod until it has succeeded, a CustomResourceDefinition until it is established; other kinds are
 * not. What an earlier launch left of a hook goes before, except a definition, whose objects would
 * go with it, and what is protected. Source: catalog.md 5.5; helm.sh/docs, "Chart Hooks".
 */
#ifndef LAUNCH_HOOKS_H
#define LAUNCH_HOOKS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "launch/apply.h"

/* Set phase and weight of every object of APPLY, and put them in the order of their turns. */
void hooks_order(struct apply *apply, enum apply_act act);
/* OBJECT is a hook: remove what is there of it, and wait until it is gone. */
bool hooks_clear(struct apply_object *object, const struct apply_request *request,
                 struct error *err) MUST_CHECK;
/*
 * OBJECT is a hook that was applied: wait until it has done its work. ERROR_PROCESS when it failed,
 * ERROR_TIMEOUT. One that says so is removed again afterwards: .gone.
 */
bool hooks_wait(struct apply_object *object, const struct apply_request *request,
                struct error *err) MUST_CHECK;

#endif
