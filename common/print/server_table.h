/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print/server_table.h - a Table of the API server, printed as `kubectl get` does
 *
 * The server has made the cells (meta.k8s.io/v1 Table); columns of a priority are shown only when
 * wide. Unlike our own tables lines keep the blanks of an empty last cell, as kubectl's do. Source:
 * k8s.io/cli-runtime pkg/printers/tableprinter.go; testbed.md 2.4.
 */
#ifndef PRINT_SERVER_TABLE_H
#define PRINT_SERVER_TABLE_H

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ynode.h"

/* What an answer has to be asked for by. */
#define SERVER_TABLE_ACCEPT "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"

struct server_table {
    const struct ynode *const *tables; /* of one kind; the first one's columns count */
    size_t count;
    const char *prefix; /* before each name: "service/"; NULL: nothing */
    bool wide;
    bool no_headers;
};

/* ERROR_INVALID when an answer is no Table, or has other columns than the first. */
bool server_table_add(struct buf *out, const struct server_table *table,
                      struct error *err) MUST_CHECK;

#endif
