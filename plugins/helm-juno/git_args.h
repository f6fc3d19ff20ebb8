/* SPDX-License-Identifier: Apache-2.0 */
/* git_args.h - over which transports the repositories of a preset are fetched */
#ifndef GIT_ARGS_H
#define GIT_ARGS_H

#include "base/strv.h"
#include "cli/option.h"

struct git_args {
    struct strv transports; /* beside https and ssh; see git_check_transports */
};

/* --allow-git */
extern const struct option git_arg_options[];

#endif
