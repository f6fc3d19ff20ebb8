/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `completion install` makes, and takes back: the link that kubectl looks for on PATH (since
 * 1.26), and the script by which a shell completes the executable itself.
 *
 * Nothing that is not ours is written over or removed: a link is ours when it points to the
 * program, a script when its first lines say so. Each thing is told on standard output. Source:
 * plugins.md 6.2.
 */
#ifndef KUBECTL_JUNO_COMPLETION_INSTALL_H
#define KUBECTL_JUNO_COMPLETION_INSTALL_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "cli/completion.h"
#include "cli/console.h"

#define COMPLETION_PROGRAM "kubectl-juno"
#define COMPLETION_LINK    "kubectl_complete-juno"

struct completion_install {
    struct console *console;
    bool uninstall;
    bool dry_run; /* only say what would be done */
};

/* Beside the COMPLETION_PROGRAM of PATH. ERROR_NOT_FOUND: it is not there; ERROR_CONFLICT: there is
 * something else. */
bool completion_install_link(const struct completion_install *install,
                             struct error *err) MUST_CHECK;
/*
 * For SHELL where it looks for scripts of a user: bash below XDG_DATA_HOME, fish below
 * XDG_CONFIG_HOME, zsh in .zfunc of ZDOTDIR or HOME. ERROR_INVALID without HOME, ERROR_CONFLICT,
 * and what writing fails with.
 */
bool completion_install_script(const struct completion_install *install,
                               enum completion_shell shell, struct error *err) MUST_CHECK;

#endif
