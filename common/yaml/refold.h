/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/refold.h - what becomes of a folded scalar that go-yaml writes and reads again
 *
 * Kustomize writes every object as YAML in the styles of its source and reads that, before it
 * prints. go-yaml's writer of folded scalars looks at the start of the text where it means the
 * place behind a line break, so that line breaks before or behind lines that begin with a blank
 * come back doubled, or others as blanks. Source: yaml_emitter_write_folded_scalar in
 * go.yaml.in/yaml/v3, emitterc.go.
 */
#ifndef YAML_REFOLD_H
#define YAML_REFOLD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/view.h"

/* Append what is read again of TEXT, the value of a folded scalar. */
void refold_add(struct buf *out, struct view text);

#endif
