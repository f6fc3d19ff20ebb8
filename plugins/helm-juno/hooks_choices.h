/* SPDX-License-Identifier: Apache-2.0 */
/* hooks_choices.h - --hooks of the commands that apply presets to a stream */
#ifndef HOOKS_CHOICES_H
#define HOOKS_CHOICES_H

#include "cli/option.h"
#include "kustomize/pipeline.h"

static const struct option_choice hooks_choices[] = {
    { "include", HOOKS_INCLUDE, "hooks are objects like others" },
    { "exclude", HOOKS_EXCLUDE, "hooks stay as they are" },
    { "only", HOOKS_ONLY, "all else stays as it is" },
    { NULL, 0, NULL },
};

#endif
