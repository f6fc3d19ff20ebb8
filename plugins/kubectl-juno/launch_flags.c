/* SPDX-License-Identifier: Apache-2.0 */
#include "launch_flags.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "workload/record.h"

/* ---- which are kept ---- */

static bool is_kept(const struct option_place *place)
{
    return place->group &&
           (strcmp(place->group, "Workload:") == 0 ||
            (strcmp(place->group, "Preset:") == 0 && strcmp(place->option->name, "preset") != 0));
}

/* The next option that is kept, its member in *MEMBER. */
static const struct option *next_kept(struct option_walk *walk, const struct launch_args *args,
                                      const void **member)
{
    struct option_place place;

    while (option_walk_next(walk, &place))
        if (is_kept(&place)) {
            *member = (const char *)args + place.offset;
            return place.option;
        }
    return NULL;
}

/* The word of an option that is not as without the flag; NULL: it is. */
static const char *chosen_word(const struct option *option, const void *member)
{
    int value = *(const int *)member;

    for (size_t i = 0; value != 0 && option->choices[i].word; i++)
        if (option->choices[i].value == value)
            return option->choices[i].word;
    return NULL;
}

/* ---- written ---- */

static struct ynode *list_of(struct ydoc *doc, const struct strv *list)
{
    struct ynode *seq = ynode_new_seq(doc);

    for (size_t i = 0; i < list->len; i++)
        ynode_add(doc, seq, ynode_new_string(doc, view_of(list->items[i])));
    return seq;
}

struct ynode *launch_flags_write(struct ydoc *doc, const struct launch_args *args)
{
    struct ynode *flags = ynode_new_map(doc);
    const struct option *option;
    struct option_walk walk;
    const void *member;

    option_walk_init(&walk, launch_arg_options);
    while ((option = next_kept(&walk, args, &member))) {
        if (option->type == OPTION_STRING && *(const char *const *)member)
            ynode_set_string(doc, flags, option->name, view_of(*(const char *const *)member));
        else if (option->type == OPTION_FLAG && *(const bool *)member)
            ynode_set(doc, flags, view_of(option->name), ynode_new_bool(doc, true));
        else if (option->type == OPTION_LIST && ((const struct strv *)member)->len > 0)
            ynode_set(doc, flags, view_of(option->name), list_of(doc, member));
        else if (option->type == OPTION_CHOICE && chosen_word(option, member))
            ynode_set_string(doc, flags, option->name, view_of(chosen_word(option, member)));
    }
    return flags;
}

void launch_flags_presets(struct strv *presets, const struct launch_args *args)
{
    for (size_t i = 0; i < args->presets.len; i++) {
        AUTO_CHARS path = file_real_path(args->presets.items[i], NULL);

        strv_add(presets, path ? path : args->presets.items[i]);
    }
}

/* ---- read again ---- */

static void read_text(const char **member, struct strv *texts, const struct ynode *node)
{
    if (*member || !ynode_is_scalar(node))
        return;
    strv_add_view(texts, ynode_text(node));
    *member = texts->items[texts->len - 1];
}

static void read_choice(int *member, const struct option *option, const struct ynode *node)
{
    for (size_t i = 0; *member == 0 && option->choices[i].word; i++)
        if (view_is(ynode_text(node), option->choices[i].word))
            *member = option->choices[i].value;
}

/* Earlier entries first; but a list that one gives again replaces what was given. */
static void read_list(struct strv *member, const struct ynode *node, bool joined)
{
    struct strv given = *member;

    if (!ynode_is_seq(node) || (given.len > 0 && !joined))
        return;
    *member = (struct strv)STRV_INIT;
    for (size_t i = 0; i < ynode_len(node); i++)
        strv_add_view(member, ynode_text(ynode_at(node, i)));
    for (size_t i = 0; i < given.len; i++)
        strv_add(member, given.items[i]);
    strv_release(&given);
}

void launch_flags_read(struct launch_args *args, struct strv *texts, const struct ynode *flags,
                       const struct ynode *presets)
{
    struct option_place place;
    struct option_walk walk;

    option_walk_init(&walk, launch_arg_options);
    while (option_walk_next(&walk, &place)) {
        void *member = (char *)args + place.offset;
        const struct ynode *node = is_kept(&place) ? ynode_get(flags, place.option->name) : NULL;

        if (node && place.option->type == OPTION_STRING)
            read_text(member, texts, node);
        else if (node && place.option->type == OPTION_FLAG)
            *(bool *)member |= ynode_value(node, YAML_1_1).boolean;
        else if (node && place.option->type == OPTION_CHOICE)
            read_choice(member, place.option, node);
        else if (node && place.option->type == OPTION_LIST)
            read_list(member, node, strcmp(place.option->name, "env") == 0);
    }
    read_list(&args->presets, presets, false);
}

/* ---- from a record ---- */

/* Variables as NAME=VALUE; what is hidden or taken from elsewhere is left out. */
static void read_env(struct launch_args *args, struct view json)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(json, "env", NULL);
    AUTO_FREE(ydoc) made = ydoc_new();
    const struct ynode *env = doc ? ydoc_root(doc) : NULL;
    struct ynode *list = ynode_new_seq(made);

    for (size_t i = 0; ynode_is_seq(env) && i < ynode_len(env); i++) {
        const struct ynode *value = ynode_get(ynode_at(env, i), "value");
        AUTO(buf) pair = BUF_INIT(YAML_SCALAR_BYTES_MAX);

        if (!ynode_is_scalar(value) || view_is(ynode_text(value), RECORD_SECRET))
            continue;
        buf_add_view(&pair, ynode_text(ynode_get(ynode_at(env, i), "name")));
        buf_add_byte(&pair, '=');
        buf_add_view(&pair, ynode_text(value));
        ynode_add(made, list, ynode_new_string(made, buf_view(&pair)));
    }
    read_list(&args->env, list, true);
}

void launch_flags_read_record(struct launch_args *args, struct strv *texts,
                              const struct ynode *data)
{
    const struct {
        const char *key;
        const char **member;
    } known[] = {
        { "cpu", &args->cpu },       { "cpuLimit", &args->cpu_limit },
        { "memory", &args->memory }, { "memoryLimit", &args->memory_limit },
        { "host", &args->host },     { "user", &args->user },
        { "group", &args->group },   { "puid", &args->uid },
        { "guid", &args->gid },      { "pullSecret", &args->pull_secret },
    };

    for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
        const struct ynode *node = ynode_get(data, known[i].key);
        struct view text = view_trim(ynode_text(node));

        if (text.len > 0 && !view_is(text, RECORD_SECRET))
            read_text(known[i].member, texts, node);
    }
    read_env(args, ynode_text(ynode_get(data, "env")));
}
