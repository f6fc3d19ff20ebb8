/* SPDX-License-Identifier: Apache-2.0 */
#include "folded.h"

#include "base/utf8.h"
#include "form/cells.h"

/* Where so few columns are left words would stand one below the other. */
#define ROOM_MIN 20
/* Of what follows the first line of a command. */
#define COMMAND_INDENT 4

size_t folded_columns(const struct console *console)
{
    return console->out_is_terminal ? console->columns : 0;
}

void folded_text(struct console *console, struct view text, size_t indent, size_t at)
{
    size_t columns = folded_columns(console);
    AUTO(buf) clean = BUF_INIT(console->out.max);
    struct view rest;

    buf_add_terminal(&clean, text, false);
    rest = buf_view(&clean);
    if (at + utf8_width(rest) > columns && columns >= at + ROOM_MIN &&
        columns >= indent + ROOM_MIN) {
        /* cells_wrap() would take it for a break. */
        size_t blank = view_starts(rest, VIEW(" ")) && at > 0;

        console_write(console, view_sub(rest, 0, blank));
        rest = view_sub(rest, blank, rest.len);
        console_write(console, cells_wrap(&rest, columns - at - blank));
        while (view_trim(rest).len > 0) {
            console_printf(console, "\n%*s", (int)indent, "");
            console_write(console, cells_wrap(&rest, columns - indent));
        }
    } else {
        console_write(console, rest);
    }
    console_printf(console, "\n");
}

/* Up to the next flag that is not within quotes. */
static size_t next_flag(struct view command)
{
    size_t end = 0;
    bool quoted = false;

    do {
        size_t start = end;

        end = view_find(command, VIEW(" --"), end + 1);
        for (size_t i = start; i < end; i++)
            quoted ^= command.data[i] == '\'';
    } while (quoted && end < command.len);
    return end;
}

void folded_command(struct console *console, struct view command)
{
    size_t columns = folded_columns(console), used = 0;
    AUTO(buf) clean = BUF_INIT(console->out.max);
    struct view rest;

    buf_add_terminal(&clean, command, false);
    rest = buf_view(&clean);
    while (rest.len > 0) {
        struct view part = view_sub(rest, 0, next_flag(rest));
        size_t width = utf8_width(part);

        /* The mark of a line that goes on takes two columns. */
        if (used > 0 && columns > 0 && used + width + 2 > columns) {
            console_printf(console, " \\\n%*s", COMMAND_INDENT - 1, "");
            used = COMMAND_INDENT - 1;
        }
        console_write(console, part);
        used += width;
        rest = view_sub(rest, part.len, rest.len);
    }
    console_printf(console, "\n");
}
