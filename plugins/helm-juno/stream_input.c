/* SPDX-License-Identifier: Apache-2.0 */
#include "stream_input.h"

#include "cli/console.h"
#include "yaml/ynode.h"

#define MIB_MAX 4096

const struct option stream_input_options[] = {
    OPT_INT(0, "max-input", struct stream_input_args, max_mib, "MIB",
            "read at most this many mebibytes (256)", .min = 1, .max = MIB_MAX),
    OPT_END,
};

static size_t input_bytes_max(const struct stream_input_args *args)
{
    return args->max_mib > 0 ? (size_t)args->max_mib << 20 : YAML_INPUT_BYTES_MAX;
}

size_t stream_output_bytes_max(const struct stream_input_args *args)
{
    return input_bytes_max(args) * 2;
}

bool stream_input_read(struct buf *text, struct console *console,
                       const struct stream_input_args *args, const char *example, struct error *err)
{
    *text = (struct buf)BUF_INIT(input_bytes_max(args));
    if (console_read_stdin(console, text, example, err))
        return true;
    if (err && err->code == ERROR_LIMIT && input_bytes_max(args) < (size_t)MIB_MAX << 20)
        error_hint(err, "--max-input MIB reads more, up to %d", MIB_MAX);
    return false;
}
