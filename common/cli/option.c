/* SPDX-License-Identifier: Apache-2.0 */
/* cli/option.c - walking the tables and reading a command line by them */
#include "cli/option.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "base/view.h"

void option_walk_init(struct option_walk *walk, const struct option *table)
{
    *walk = (struct option_walk){ .depth = 0 };
    if (table) {
        walk->stack[0].next = table;
        walk->depth = 1;
    }
}

bool option_walk_next(struct option_walk *walk, struct option_place *place)
{
    while (walk->depth > 0) {
        size_t top = walk->depth - 1;
        const struct option *option = walk->stack[top].next++;

        switch (option->type) {
        case OPTION_END:
            walk->depth--;
            continue;
        case OPTION_GROUP:
            walk->group = option->name;
            continue;
        case OPTION_INCLUDE:
            assert(walk->depth < ARRAY_SIZE(walk->stack));
            walk->stack[walk->depth].next = option->include;
            walk->stack[walk->depth].offset = walk->stack[top].offset + option->offset;
            walk->depth++;
            continue;
        case OPTION_FLAG:
        case OPTION_STRING:
        case OPTION_LIST:
        case OPTION_CHOICE:
        case OPTION_DURATION:
        case OPTION_INT:
            *place = (struct option_place){ .option = option,
                                            .group = walk->group,
                                            .offset = walk->stack[top].offset + option->offset };
            return true;
        }
    }
    return false;
}

bool option_find(const struct option *table, const char *name, size_t len,
                 struct option_place *place)
{
    struct option_walk walk;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, place))
        if (view_eq(view_of(place->option->name), view_make(name, len)))
            return true;
    return false;
}

bool option_find_letter(const struct option *table, char letter, struct option_place *place)
{
    struct option_walk walk;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, place))
        if (letter && place->option->letter == letter)
            return true;
    return false;
}

void option_add_value_name(struct buf *buf, const struct option *option)
{
    if (option->value) {
        buf_add(buf, option->value);
        return;
    }
    for (const struct option_choice *c = option->choices; c && c->word; c++)
        buf_addf(buf, "%s%s", c == option->choices ? "" : "|", c->word);
}

/* ---- values */

/* What strconv.ParseBool takes, as kubectl's flags do. */
static bool parse_bool(const char *text, bool *value)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = { { "true", true },   { "True", true }, { "TRUE", true },   { "t", true },
                  { "T", true },      { "1", true },    { "false", false }, { "False", false },
                  { "FALSE", false }, { "f", false },   { "F", false },     { "0", false } };

    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (strcmp(words[i].word, text) == 0) {
            *value = words[i].value;
            return true;
        }
    }
    return false;
}

static bool bad_value(const struct option *option, const char *text, const char *wanted,
                      struct error *err)
{
    return error_set(err, ERROR_USAGE, "invalid value '%s' for --%s: %s", text, option->name,
                     wanted);
}

static bool store_choice(const struct option *option, void *member, const char *text,
                         struct error *err)
{
    AUTO(buf) wanted = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(strv) names = STRV_INIT;
    const char *near;

    for (const struct option_choice *c = option->choices; c->word; c++) {
        if (strcmp(c->word, text) == 0) {
            memcpy(member, &c->value, sizeof(c->value));
            return true;
        }
        strv_add(&names, c->word);
    }
    buf_add(&wanted, "allowed are ");
    for (size_t i = 0; i < names.len; i++)
        buf_addf(&wanted, "%s%s", i == 0 ? "" : i + 1 < names.len ? ", " : " and ", names.items[i]);
    bad_value(option, text, buf_text(&wanted), err);
    near = strv_nearest(&names, text);
    return near ? error_hint(err, "did you mean '%s'?", near) : false;
}

static bool store_int(const struct option *option, void *member, const char *text,
                      struct error *err)
{
    int max = option->max ? option->max : INT_MAX;
    int64_t number;
    int value;

    if (!num_parse_i64(view_of(text), &number) || number < option->min || number > max) {
        AUTO(buf) wanted = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&wanted, "a whole number from %d to %d is wanted", option->min, max);
        return bad_value(option, text, buf_text(&wanted), err);
    }
    value = (int)number;
    memcpy(member, &value, sizeof(value));
    return true;
}

/* Put TEXT (NULL: the flag stood alone) into the struct at ARGS. */
static bool store(const struct option_place *place, void *args, const char *text, struct error *err)
{
    const struct option *option = place->option;
    void *member = (char *)args + place->offset;
    bool on = true;

    switch (option->type) {
    case OPTION_FLAG:
        if (text && !parse_bool(text, &on))
            return bad_value(option, text, "true or false is wanted", err);
        memcpy(member, &on, sizeof(on));
        return true;
    case OPTION_STRING:
        memcpy(member, &text, sizeof(text));
        return true;
    case OPTION_LIST:
        strv_add(member, text);
        return true;
    case OPTION_CHOICE:
        return store_choice(option, member, text, err);
    case OPTION_DURATION:
        if (!clock_parse_duration(view_of(text), member))
            return bad_value(option, text, "a time like 30s, 2m or 1h30m is wanted", err);
        return true;
    case OPTION_INT:
        return store_int(option, member, text, err);
    case OPTION_END:
    case OPTION_GROUP:
    case OPTION_INCLUDE:
        break;
    }
    assert(option->type > OPTION_INCLUDE); /* a walk gives flags only */
    return false;
}

/* ---- the command line */

struct reader {
    const struct option_target *targets;
    size_t target_count;
    char *const *words;
    size_t word_count;
    size_t at;                   /* the word being read */
    bool open;                   /* for completion: what does not fit is passed over */
    struct option_place pending; /* the flag whose value is missing at the end */
};

static bool takes_value(const struct option *option)
{
    return option->type != OPTION_FLAG && !option->bare;
}

static bool unknown_flag(const struct reader *reader, const char *name, size_t len,
                         struct error *err)
{
    AUTO(strv) names = STRV_INIT;
    AUTO_CHARS word = view_copy(view_make(name, len));
    const char *near;

    for (size_t i = 0; i < reader->target_count; i++) {
        struct option_walk walk;
        struct option_place place;

        option_walk_init(&walk, reader->targets[i].table);
        while (option_walk_next(&walk, &place))
            if (!(place.option->flags & OPTION_HIDDEN))
                strv_add(&names, place.option->name);
    }
    error_set(err, ERROR_USAGE, "unknown flag: --%s", word);
    near = strv_nearest(&names, word);
    return near ? error_hint(err, "did you mean '--%s'?", near) : false;
}

/* The value of a flag that needs one: VALUE when it was given with it, else the next word. */
static bool store_needed(struct reader *reader, const struct option_place *place, void *args,
                         const char *value, const char *shown, struct error *err)
{
    if (!value && !takes_value(place->option))
        value = place->option->bare;
    else if (!value && reader->at + 1 < reader->word_count)
        value = reader->words[++reader->at];
    else if (!value) {
        reader->pending = *place;
        return error_set(err, ERROR_USAGE, "flag needs a value: %s", shown);
    }
    return store(place, args, value, err);
}

static bool read_long(struct reader *reader, struct error *err)
{
    const char *word = reader->words[reader->at];
    const char *name = word + 2;
    size_t len = strcspn(name, "=");
    const char *value = name[len] ? name + len + 1 : NULL;
    AUTO_CHARS shown = view_copy(view_make(word, len + 2));
    struct option_place place;

    for (size_t i = 0; i < reader->target_count; i++)
        if (option_find(reader->targets[i].table, name, len, &place))
            return store_needed(reader, &place, reader->targets[i].args, value, shown, err);
    return unknown_flag(reader, name, len, err);
}

/* "-n", "-nvalue", "-n=value", "-Aw". In "-n=" the value is "=", as pflag has it. */
static bool read_letters(struct reader *reader, struct error *err)
{
    const char *word = reader->words[reader->at];

    for (const char *p = word + 1; *p; p++) {
        bool equals = p[1] == '=' && p[2];
        const char *rest = equals ? p + 2 : p[1] ? p + 1 : NULL;
        struct option_place place;
        size_t i = 0;

        while (i < reader->target_count &&
               !option_find_letter(reader->targets[i].table, *p, &place))
            i++;
        if (i == reader->target_count)
            return error_set(err, ERROR_USAGE, "unknown flag: '%c' in '%s'", *p, word);
        if (takes_value(place.option) || equals)
            return store_needed(reader, &place, reader->targets[i].args, rest, word, err);
        if (!store(&place, reader->targets[i].args, place.option->bare, err))
            return false;
    }
    return true;
}

/* *ENDED: `--` was seen. */
static bool read_words(struct reader *reader, struct strv *operands, bool *ended, struct error *err)
{
    for (reader->at = 0; reader->at < reader->word_count; reader->at++) {
        const char *word = reader->words[reader->at];

        if (*ended || word[0] != '-' || word[1] == '\0') {
            strv_add(operands, word);
            continue;
        }
        if (strcmp(word, "--") == 0) {
            *ended = true;
            continue;
        }
        if (!(word[1] == '-' ? read_long(reader, err) : read_letters(reader, err)) && !reader->open)
            return false;
    }
    return true;
}

bool options_parse(const struct option_target *targets, size_t target_count, char *const *words,
                   size_t word_count, struct strv *operands, struct error *err)
{
    struct reader reader = {
        .targets = targets, .target_count = target_count, .words = words, .word_count = word_count
    };
    bool ended = false;

    return read_words(&reader, operands, &ended, err);
}

void options_parse_open(const struct option_target *targets, size_t target_count,
                        char *const *words, size_t word_count, struct strv *operands,
                        struct option_place *pending, bool *ended)
{
    struct reader reader = { .targets = targets,
                             .target_count = target_count,
                             .words = words,
                             .word_count = word_count,
                             .open = true };

    *ended = false;
    (void)!read_words(&reader, operands, ended, NULL);
    *pending = reader.pending;
}

size_t options_span(const struct option *table, char *const *words, size_t word_count)
{
    const char *word = words[0];
    struct option_place place;

    if (word[1] == '-') {
        size_t len = strcspn(word + 2, "=");

        if (!option_find(table, word + 2, len, &place))
            return 0;
        return takes_value(place.option) && !word[2 + len] && word_count > 1 ? 2 : 1;
    }
    for (const char *p = word + 1; *p; p++) {
        if (!option_find_letter(table, *p, &place))
            return 0;
        if (p[1] == '=')
            return 1;
        if (takes_value(place.option))
            return !p[1] && word_count > 1 ? 2 : 1;
    }
    return 1;
}

void options_release(const struct option *table, void *args)
{
    struct option_walk walk;
    struct option_place place;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, &place))
        if (place.option->type == OPTION_LIST)
            strv_release((struct strv *)(void *)((char *)args + place.offset));
}
