/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/discovery_cache.h - kubectl's files of what kinds a server has
 *
 * DIRECTORY/GROUP/VERSION/serverresources.json is an APIResourceList, good for six hours. kubectl
 * reads what is written here and the other way round. A file that cannot be read or written is as
 * good as none. Source: client-go discovery/cached/disk, cli-runtime config_flags.go.
 */
#ifndef KUBE_DISCOVERY_CACHE_H
#define KUBE_DISCOVERY_CACHE_H

#include <stdint.h>

#include "base/compiler.h"
#include "base/view.h"
#include "yaml/ydoc.h"

#define DISCOVERY_CACHE_SECONDS   (6 * 60 * 60)
#define DISCOVERY_CACHE_BYTES_MAX ((size_t)4 << 20)

/* "BASE/discovery/127.0.0.1_6443" for the SERVER "https://127.0.0.1:6443"; NULL when BASE is NULL
 * or the server's path would lead elsewhere. The caller frees it. */
char *discovery_cache_directory(const char *base, const char *server) MUST_CHECK;
/* The APIResourceList of GROUP ("" for the core group) and VERSION if it is fresh at NOW (Unix
 * seconds), else NULL; the caller frees it. */
struct ydoc *discovery_cache_read(const char *directory, struct view group, struct view version,
                                  int64_t now) MUST_CHECK;
/* Write what LIST, an APIGroupDiscoveryList, has of GROUP and VERSION, if it has them and they are
 * not stale. */
void discovery_cache_write(const char *directory, struct view group, struct view version,
                           const struct ynode *list);

#endif
