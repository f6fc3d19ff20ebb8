/* SPDX-License-Identifier: Apache-2.0 */
/* kustomize/individual.h - a build as one file an object, as `kustomize build -o DIRECTORY` does */
#ifndef KUSTOMIZE_INDIVIDUAL_H
#define KUSTOMIZE_INDIVIDUAL_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/resource.h"

/*
 * Write each object of LIST to DIRECTORY/GROUP_VERSION_KIND_NAME.yaml in lower case, with
 * NAMESPACE_ before it when there are several namespaces. Each file is whole or not there; a name
 * that would lead elsewhere is ERROR_FORBIDDEN before any is written. Source: kustomize
 * commands/build/writer.go.
 */
bool individual_write(const char *directory, const struct resource_list *list,
                      struct error *err) MUST_CHECK;

#endif
