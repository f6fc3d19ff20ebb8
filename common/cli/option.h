/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/option.h - flags as tables, from which parsing, help, completion and man pages are derived
 *
 *     struct list_args {
 *         struct strv catalogs;
 *         bool check;
 *         struct output_args output;
 *     };
 *
 *     static const struct option list_options[] = {
 *         OPT_GROUP("Catalog:"),
 *         OPT_LIST(0, "catalog", struct list_args, catalogs, "DIR", "look here (repeatable)"),
 *         OPT_FLAG(0, "check", struct list_args, check, "read the payloads too"),
 *         OPT_INCLUDE(struct list_args, output, output_options),
 *         OPT_END,
 *     };
 *
 * Values land in the command's own struct through offsets; the macros refuse a member of the wrong
 * type when compiled. Trailing designators set what is rare:
 *     OPT_STRING('n', "namespace", struct a, namespace, "NS", "project", .flags = OPTION_RARE),
 *     OPT_CHOICE(0, "dry-run", struct a, dry_run, dry_run_choices, "send nothing", .bare =
 * "client"),
 *
 * Accepted: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, `-ab` for two flags,
 * `--flag=false`; `--` ends flags; flags and words mix. The last of several wins, except in a list,
 * which takes one entry each and never splits it. Source: spec plugins.md 6.3.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"

struct completion;
struct console;

enum option_type {
    OPTION_END = 0,
    OPTION_GROUP,    /* a heading: "Answers:" */
    OPTION_INCLUDE,  /* another table, its struct a member of ours */
    OPTION_FLAG,     /* bool */
    OPTION_STRING,   /* const char *, borrowed from the command line */
    OPTION_LIST,     /* struct strv, released by options_release() */
    OPTION_CHOICE,   /* an enum by its table of words */
    OPTION_DURATION, /* double, seconds: "30s", "2m", "1h30m" or whole seconds */
    OPTION_INT,      /* int within .min and .max */
};

#define OPTION_HIDDEN (1u << 0) /* works, is never shown */
#define OPTION_RARE   (1u << 1) /* left out of -h, shown by `options` and in the man page */

/* The words of an OPTION_CHOICE; the table ends with a NULL word. */
struct option_choice {
    const char *word;
    int value;
    const char *help; /* for completion and the man page; may be NULL */
};

/*
 * Fill OUT with candidates for WORD; ARGS is the command's struct, parsed as far as it goes, SCOPE
 * the struct within it that the flag's own table is about (OPT_INCLUDE); for an operand it is ARGS.
 */
struct option_complete_call {
    struct completion *out;
    const void *args;
    const void *scope;
    const struct strv *operands; /* the words given so far */
    const char *word;            /* what is being completed */
    struct console *console;     /* environment; print nothing */
};

struct option {
    enum option_type type;
    unsigned flags;
    char letter;       /* 0: none */
    const char *name;  /* without dashes; the heading of a group */
    size_t offset;     /* of the member */
    const char *value; /* what help calls the value; "FILE" and "DIR" complete as such */
    const char *help;  /* lower case, no full stop; wrapped by help itself */
    const char *bare;  /* the value of `--name` alone; then only `--name=value` gives another */
    int min, max;      /* OPTION_INT; a .max of 0 is INT_MAX */
    const struct option_choice *choices;
    const struct option *include;
    void (*complete)(const struct option_complete_call *call);
};

/* The member's offset; a compile error when it is not of type WANTED. */
#define OPTION_OFFSET(type_, member_, wanted_)                                                     \
    (offsetof(type_, member_) +                                                                    \
     0 * sizeof(                                                                                   \
             char[__builtin_types_compatible_p(__typeof__(((type_ *)0)->member_), wanted_) ? 1     \
                                                                                           : -1]))
/* Enums are stored through an int. */
#define OPTION_ENUM_OFFSET(type_, member_)                                                         \
    (offsetof(type_, member_) +                                                                    \
     0 * sizeof(char[sizeof(((type_ *)0)->member_) == sizeof(int) ? 1 : -1]))

/* clang-format off */
#define OPT_GROUP(heading_) { .type = OPTION_GROUP, .name = (heading_) }
#define OPT_INCLUDE(type_, member_, table_) \
    { .type = OPTION_INCLUDE, .offset = offsetof(type_, member_), .include = (table_) }
#define OPT_FLAG(letter_, name_, type_, member_, help_, ...) \
    { .type = OPTION_FLAG, .letter = (letter_), .name = (name_), .help = (help_), \
      .offset = OPTION_OFFSET(type_, member_, bool), __VA_ARGS__ }
#define OPT_STRING(letter_, name_, type_, member_, value_, help_, ...) \
    { .type = OPTION_STRING, .letter = (letter_), .name = (name_), .value = (value_), .help = (help_), \
      .offset = OPTION_OFFSET(type_, member_, const char *), __VA_ARGS__ }
#define OPT_LIST(letter_, name_, type_, member_, value_, help_, ...) \
    { .type = OPTION_LIST, .letter = (letter_), .name = (name_), .value = (value_), .help = (help_), \
      .offset = OPTION_OFFSET(type_, member_, struct strv), __VA_ARGS__ }
#define OPT_CHOICE(letter_, name_, type_, member_, choices_, help_, ...) \
    { .type = OPTION_CHOICE, .letter = (letter_), .name = (name_), .choices = (choices_), .help = (help_), \
      .offset = OPTION_ENUM_OFFSET(type_, member_), __VA_ARGS__ }
#define OPT_DURATION(letter_, name_, type_, member_, value_, help_, ...) \
    { .type = OPTION_DURATION, .letter = (letter_), .name = (name_), .value = (value_), .help = (help_), \
      .offset = OPTION_OFFSET(type_, member_, double), __VA_ARGS__ }
#define OPT_INT(letter_, name_, type_, member_, value_, help_, ...) \
    { .type = OPTION_INT, .letter = (letter_), .name = (name_), .value = (value_), .help = (help_), \
        .offset = OPTION_OFFSET(type_, member_, int), __VA_ARGS__ }
#define OPT_END { .type = OPTION_END }
/* clang-format on */

/* One flag of a table, included tables walked through, with the offset in the outermost struct. */
struct option_place {
    const struct option *option;
    const char *group; /* the heading above it, NULL: none */
    size_t offset;
};

struct option_walk {
    struct {
        const struct option *next;
        size_t offset;
    } stack[6];
    size_t depth;
    const char *group;
};

void option_walk_init(struct option_walk *walk, const struct option *table);
/* The next flag (never a group or the end); false when there is none. TABLE may have been NULL. */
bool option_walk_next(struct option_walk *walk, struct option_place *place);

/* The flag called NAME (without dashes) / LETTER. */
bool option_find(const struct option *table, const char *name, size_t len,
                 struct option_place *place);
bool option_find_letter(const struct option *table, char letter, struct option_place *place);

/* One table and the struct its values land in; a command line is read against several. */
struct option_target {
    const struct option *table; /* NULL: none */
    void *args;
};

/*
 * Read WORDS into TARGETS; what is no flag is appended to OPERANDS. ERROR_USAGE on anything that
 * does not fit: "unknown flag: --bogus" with a hint at the nearest name, a missing or wrong value.
 */
bool options_parse(const struct option_target *targets, size_t target_count, char *const *words,
                   size_t word_count, struct strv *operands, struct error *err) MUST_CHECK;

/*
 * The same for completion: what does not fit is passed over, nothing is said. *pending is the flag
 * whose value the last word would have been followed by (.option NULL: none), *ended says that `--`
 * was seen.
 */
void options_parse_open(const struct option_target *targets, size_t target_count,
                        char *const *words, size_t word_count, struct strv *operands,
                        struct option_place *pending, bool *ended);

/* How many of WORDS (the first is a flag) belong together when the flag is of TABLE; 0 when it is
 * not. */
size_t options_span(const struct option *table, char *const *words, size_t word_count);

/* What help calls OPTION's value: .value, or its choices as "a|b"; nothing for a flag. */
void option_add_value_name(struct buf *buf, const struct option *option);

/* Free the lists in ARGS. */
void options_release(const struct option *table, void *args);

#endif
