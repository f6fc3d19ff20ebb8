/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/fieldspec_rows.h - how the tables of field specs write their parts
 *
 * Constant, as VIEW() is not in a static initializer; for *_tables.c alone.
 */
#ifndef KUSTOMIZE_FIELDSPEC_ROWS_H
#define KUSTOMIZE_FIELDSPEC_ROWS_H

#include "base/view.h"

#define V(literal)                                                                                 \
    {                                                                                              \
        .data = (literal), .len = sizeof(literal) - 1                                              \
    }
#define NONE                                                                                       \
    {                                                                                              \
        .data = NULL, .len = 0                                                                     \
    }

#endif
