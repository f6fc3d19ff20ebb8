/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/problems.h - all that is wrong with a set of answers, collected and told at once
 *
 *     cannot launch 'nb-1' from 'notebook': 2 inputs are wrong
 *       gpu    'maybe' is not a boolean   --set gpu=true or gpu=false
 *       repo   required                   --set repo=VALUE
 */
#ifndef CATALOG_PROBLEMS_H
#define CATALOG_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"

/* More are counted, not told. */
#define PROBLEMS_TOLD_MAX 50

struct problem {
    char *input; /* "redirects[1].to" */
    char *what;  /* "required" */
    char *fix;   /* "--set repo=VALUE"; may be "" */
};

struct problems {
    struct problem *items; /* the first PROBLEMS_TOLD_MAX */
    size_t len;
    size_t cap;
    size_t total;
};

#define PROBLEMS_INIT                                                                              \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0, .total = 0                                              \
    }

void problems_release(struct problems *problems);
void problems_add(struct problems *problems, const char *input, const char *what, const char *fix);
/* True when there are none; else ERROR_INVALID "ACT: 3 inputs are wrong" and a line for each. */
bool problems_check(const struct problems *problems, const char *act, struct error *err) MUST_CHECK;

#endif
