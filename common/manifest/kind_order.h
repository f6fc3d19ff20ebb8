/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifest/kind_order.h - the order in which Helm installs kinds
 *
 * Source: InstallOrder in helm.sh/helm/v4/pkg/release/v1/util/kind_sorter.go (4.3). Helm 3.22 lacks
 * the two webhook kinds at its end, and puts them there all the same: with the kinds that it does
 * not know.
 */
#ifndef MANIFEST_KIND_ORDER_H
#define MANIFEST_KIND_ORDER_H

#include "base/compiler.h"
#include "base/view.h"

/* How many ranks there are. */
#define KIND_INSTALL_RANKS 39u

/* The rank of KIND, from 0; a kind that Helm does not know comes after all others. */
unsigned kind_install_rank(struct view kind);

#endif
