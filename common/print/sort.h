/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print/sort.h - the order of rows that --sort-by asks for, as kubectl has it
 *
 * Of each row the first value at a JSONPath is looked at: numbers by value, quantities ("500m",
 * "1Gi") too, texts naturally ("nb-2" before "nb-10"). A row without the value comes first; rows
 * that are alike keep their order. Source: kubectl pkg/cmd/get/sorter.go.
 */
#ifndef PRINT_SORT_H
#define PRINT_SORT_H

#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "print/table.h"

/*
 * *ORDER, for the caller to free: the rows' numbers, sorted by PATH (".name", "{.name}", "name").
 * ERROR_SYNTAX and ERROR_USAGE for a bad path, ERROR_INVALID when no row has a value there.
 */
bool sort_rows(size_t **order, const struct table_rows *rows, const char *path,
               struct error *err) MUST_CHECK;

#endif
