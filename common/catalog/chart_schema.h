/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/chart_schema.h - a chart's values.schema.json reaches nothing but itself
 *
 * Helm follows a "$ref" to any file or URL, /dev/zero among them (CVE-2025-55199), and one that
 * leads back to itself for ever. Only "#" and "#/..." within the document are let through. Source:
 * robustness.md R-069.
 */
#ifndef CATALOG_CHART_SCHEMA_H
#define CATALOG_CHART_SCHEMA_H

#include <stdbool.h>

#include "archive/tree.h"
#include "base/compiler.h"
#include "base/error.h"

/* Look at every values.schema.json in SCRIPTS, subcharts' too. ERROR_INVALID, ERROR_SYNTAX. */
bool chart_schema_check(const struct archive_tree *scripts, struct error *err) MUST_CHECK;

#endif
