/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preset/directory.h - presets that are directories of the file system
 *
 * Reading opens every step of a canonical path without following links, so that a link put in the
 * way after the check is refused, and takes regular files only: a fifo or device is not even opened
 * for reading. Source: robustness.md.
 */
#ifndef PRESET_DIRECTORY_H
#define PRESET_DIRECTORY_H

#include "kustomize/loader.h"

/* Needs no context; nothing to release. */
struct loader preset_directory_loader(void);

#endif
