/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/regex.h - Go's regular expressions (RE2 syntax), boolean answer, linear time
 *
 * Parsed to an NFA that is simulated over code points; no captures. A bad expression is an error in
 * Go's words with its offset: "error parsing regexp: missing closing ]: `[a` at offset 3".
 * Limits: REGEX_BYTES_MAX; 1,000 repetitions, nested ones multiplied, and 1,000 levels of nesting
 * (both as in Go); REGEX_STATES_MAX states (Go: 3.3 million). Of \p{...}, general categories with
 * their long names, Any, Assigned and ASCII are known, scripts are not. A byte that is no UTF-8 is
 * U+FFFD in a text and an error in a pattern.
 * Source: https://pkg.go.dev/regexp/syntax; spec dependencies.md 2.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

#define REGEX_BYTES_MAX  65536
#define REGEX_STATES_MAX 100000

struct regex;

/* The caller frees it. NULL and ERROR_SYNTAX (or ERROR_LIMIT) on a bad PATTERN. */
struct regex *regex_new(struct view pattern, struct error *err) MUST_CHECK;
void regex_free(struct regex *regex);
DEFINE_AUTO_FREE(regex)
/*
 * True when PATTERN matches all of TEXT, as Go's ^(?:PATTERN)$ does. A program that pastes this
 * text together itself, as Kustomize does for selectors, also takes "a)|(?:b" and refuses "\Qa":
 * to answer as it does, compile the pasted text and ask regex_finds().
 */
bool regex_matches_whole(const struct regex *regex, struct view text);
/* True when PATTERN matches somewhere in TEXT. */
bool regex_finds(const struct regex *regex, struct view text);

#endif
