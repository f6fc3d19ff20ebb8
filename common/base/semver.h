/* SPDX-License-Identifier: Apache-2.0 */
/* base/semver.h - Semantic Versioning 2.0.0 */
#ifndef BASE_SEMVER_H
#define BASE_SEMVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/view.h"

struct semver {
    uint64_t major, minor, patch;
    struct view prerelease; /* borrowed, without '-' */
    struct view build;      /* borrowed, without '+' */
};

/* Strict: three numbers, no 'v', no leading zeros. *out is untouched on failure. */
bool semver_parse(struct view v, struct semver *out) MUST_CHECK;
/*
 * Helm's looser forms, as github.com/Masterminds/semver/v3 NewVersion takes them: a leading 'v',
 * missing minor or patch (read as 0), leading zeros in the three numbers.
 */
bool semver_parse_loose(struct view v, struct semver *out) MUST_CHECK;
/* Precedence (build ignored): <0, 0, >0. */
int semver_cmp(const struct semver *a, const struct semver *b);

#endif
