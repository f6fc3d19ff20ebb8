/* SPDX-License-Identifier: Apache-2.0 */
/* stream_input.h - the stream on standard input, and how much of it is read */
#ifndef STREAM_INPUT_H
#define STREAM_INPUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "cli/option.h"

struct console;

struct stream_input_args {
    int max_mib; /* 0: as much as one document may have */
};

/* --max-input */
extern const struct option stream_input_options[];

/* What a stream that came from standard input may become, in bytes. */
size_t stream_output_bytes_max(const struct stream_input_args *args) MUST_CHECK;
/*
 * Append standard input to TEXT, whose limit is set by ARGS. EXAMPLE is a command line that has a
 * producer, for the hint when there is none. ERROR_LIMIT says how to read more.
 */
bool stream_input_read(struct buf *text, struct console *console,
                       const struct stream_input_args *args, const char *example,
                       struct error *err) MUST_CHECK;

#endif
