/* SPDX-License-Identifier: Apache-2.0 */
/* launch/name.h - names as Kubernetes takes them, checked before any of them is used */
#ifndef LAUNCH_NAME_H
#define LAUNCH_NAME_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

/*
 * A StatefulSet's pods carry a label 11 characters longer than its name; charts append up to 17 to
 * the names of Services. Source: catalog.md 5.2.
 */
#define NAME_WORKLOAD_BYTES_MAX  52
#define NAME_WORKLOAD_BYTES_WARN 45

/* RFC 1123 labels ([a-z0-9]([-a-z0-9]*[a-z0-9])?, at most 63 bytes) parted by '.', at most 253. */
bool name_is_subdomain(struct view name);
/* A subdomain, perhaps with a leading "*.". */
bool name_is_host(struct view name);
/* Letters, digits, '-', '_', '.', beginning and ending with a letter or digit, at most 63; or
 * empty. */
bool name_is_label_value(struct view value);
/* PREFIX/NAME or NAME. */
bool name_is_label_key(struct view key);

/*
 * ERROR_USAGE that says what is wrong with NAME: a workload's is an RFC 1035 label (beginning with
 * a letter) of at most NAME_WORKLOAD_BYTES_MAX, a namespace's an RFC 1123 one.
 */
bool name_check_workload(const char *name, struct error *err) MUST_CHECK;
bool name_check_namespace(const char *name, struct error *err) MUST_CHECK;
/* "TEMPLATE-HEX", cut to fit; HEX is four digits. The caller frees it. */
char *name_generate(const char *template_name, const char *hex) MUST_CHECK;

#endif
