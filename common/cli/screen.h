/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/screen.h - a whole screen of lines, of which only those are written that changed
 *
 *     struct screen screen;
 *     if (!screen_open(&screen, console, err))
 *         return false;
 *     screen_show(&screen, &lines, row, column, err)
 *     screen_close(&screen);                     what was there before is back
 *
 * It is shown on standard error, since a result may go elsewhere. Lines come ready: harmless,
 * narrower than the screen, with their colours.
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "cli/console.h"

struct screen {
    struct console *console; /* borrowed; NULL: not open */
    unsigned columns;
    unsigned rows;
    struct strv shown;
    bool is_stale; /* nothing that was shown counts */
};

bool screen_open(struct screen *screen, struct console *console, struct error *err) MUST_CHECK;
/* Nothing when it is not open. */
void screen_close(struct screen *screen);
/* Look at the size again, and write every line the next time. */
void screen_measure(struct screen *screen);
/* The cursor goes to ROW and COLUMN, from 0. ERROR_IO. */
bool screen_show(struct screen *screen, const struct strv *lines, unsigned row, unsigned column,
                 struct error *err) MUST_CHECK;

#endif
