/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/diff.h"

#include <stdlib.h>

#define LINES_MAX   1000 /* the table below is quadratic */
#define CONTEXT     2    /* unchanged lines shown around a change */
#define COLUMNS_MAX 400

struct lines {
    struct view line[LINES_MAX];
    size_t count;
    bool cut; /* there were more */
};

static struct lines *lines_new(struct view text)
{
    struct lines *lines = calloc(1, sizeof(*lines));
    size_t start = 0;

    if (!lines)
        abort();
    while (start < text.len && lines->count < LINES_MAX) {
        const char *end = memchr(text.data + start, '\n', text.len - start);
        /* The line end belongs to the line: a missing one at the end of a file is a difference. */
        size_t len = end ? (size_t)(end - (text.data + start)) + 1 : text.len - start;

        lines->line[lines->count++] = view_make(text.data + start, len);
        start += len;
    }
    lines->cut = start < text.len;
    return lines;
}

void diff_print_escaped(FILE *out, struct view text)
{
    size_t shown = text.len < COLUMNS_MAX ? text.len : COLUMNS_MAX;

    for (size_t i = 0; i < shown; i++) {
        unsigned char byte = (unsigned char)text.data[i];

        if (byte == '\n')
            fputs("\\n", out);
        else if (byte == '\t')
            fputs("\\t", out);
        else if (byte == '\r')
            fputs("\\r", out);
        else if (byte < 0x20 || byte == 0x7f)
            fprintf(out, "\\x%02x", byte);
        else
            fputc(byte, out);
    }
    if (shown < text.len)
        fprintf(out, "... (%zu bytes)", text.len);
}

static void print_line(FILE *out, char mark, struct view line)
{
    bool whole = line.len > 0 && line.data[line.len - 1] == '\n';

    fprintf(out, "#   %c", mark);
    diff_print_escaped(out, view_make(line.data, line.len - (whole ? 1 : 0)));
    fputs(whole ? "\n" : "  (no line end)\n", out);
}

/* common[i][j]: the longest common run of lines of a from i and b from j. */
static unsigned short *common_lengths(const struct lines *a, const struct lines *b)
{
    size_t width = b->count + 1;
    unsigned short *common = calloc((a->count + 1) * width, sizeof(*common));

    if (!common)
        abort();
    for (size_t i = a->count; i-- > 0;) {
        for (size_t j = b->count; j-- > 0;) {
            unsigned short *place = &common[i * width + j];

            if (view_eq(a->line[i], b->line[j]))
                *place = (unsigned short)(common[(i + 1) * width + j + 1] + 1);
            else if (common[(i + 1) * width + j] >= common[i * width + j + 1])
                *place = common[(i + 1) * width + j];
            else
                *place = common[i * width + j + 1];
        }
    }
    return common;
}

struct walk {
    FILE *out;
    struct view before[CONTEXT]; /* unchanged lines not shown yet, oldest first */
    size_t before_count;
    size_t after; /* unchanged lines still to show behind a change */
    bool skipped;
};

static void walk_same(struct walk *walk, struct view line)
{
    if (walk->after > 0) {
        walk->after--;
        print_line(walk->out, ' ', line);
        return;
    }
    if (walk->before_count == CONTEXT) {
        walk->skipped = true;
        walk->before_count--;
        memmove(&walk->before[0], &walk->before[1], walk->before_count * sizeof(walk->before[0]));
    }
    walk->before[walk->before_count++] = line;
}

static void walk_changed(struct walk *walk, char mark, struct view line)
{
    if (walk->skipped)
        fputs("#   ...\n", walk->out);
    for (size_t i = 0; i < walk->before_count; i++)
        print_line(walk->out, ' ', walk->before[i]);
    walk->before_count = 0;
    walk->skipped = false;
    walk->after = CONTEXT;
    print_line(walk->out, mark, line);
}

void diff_print(FILE *out, struct view expected, struct view actual)
{
    struct lines *a = lines_new(expected);
    struct lines *b = lines_new(actual);
    unsigned short *common = common_lengths(a, b);
    size_t width = b->count + 1;
    struct walk walk = { .out = out };
    size_t i = 0;
    size_t j = 0;

    fputs("#   (- expected, + actual)\n", out);
    while (i < a->count || j < b->count) {
        if (i < a->count && j < b->count && view_eq(a->line[i], b->line[j])) {
            walk_same(&walk, a->line[i]);
            i++;
            j++;
        } else if (i < a->count &&
                   (j == b->count || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            walk_changed(&walk, '-', a->line[i++]);
        } else {
            walk_changed(&walk, '+', b->line[j++]);
        }
    }
    if (a->cut || b->cut)
        fprintf(out, "#   (only the first %d lines were compared here)\n", LINES_MAX);
    free(common);
    free(a);
    free(b);
}
