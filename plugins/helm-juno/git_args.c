/* SPDX-License-Identifier: Apache-2.0 */
#include "git_args.h"

const struct option git_arg_options[] = {
    OPT_LIST(0, "allow-git", struct git_args, transports, "TRANSPORT",
             "fetch repositories over this too: 'file' or 'http' (repeatable)"),
    OPT_END,
};
