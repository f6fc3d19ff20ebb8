/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_complete.h"

#include <string.h>

#include "catalog/field.h"
#include "catalog/picker.h"
#include "catalog_args.h"
#include "cli/completion.h"
#include "kube/object.h"
#include "workload/record.h"

/* The template that is named, and what it was found by. */
struct asked {
    struct kube_args kube;
    struct kube_link link;
    struct catalog catalog;
    struct template_list list;
};

static void asked_release(struct asked *asked)
{
    template_list_release(&asked->list);
    catalog_release(&asked->catalog);
    kube_link_release(&asked->link);
}

/* The template that the workload NAME is from, by its record; NULL: not known. */
static char *template_of(struct asked *asked, const char *name)
{
    struct kube_client *client = kube_link_client(&asked->link, NULL);
    AUTO_CHARS config_map = record_name(operand_name(name, WORKLOAD_PREFIX));
    AUTO_FREE(ydoc) doc = NULL;
    struct record record;

    if (!client ||
        !kube_object_get(client, &kube_config_maps, view_of(kube_link_namespace(&asked->link)),
                         view_of(config_map), &doc, NULL) ||
        !doc || !record_read(&record, ydoc_root(doc)) || record.template.len == 0)
        return NULL;
    return view_copy(record.template);
}

/*
 * What the first operand means: a template, or a workload of one (upgrade, diff). NULL when there
 * is none yet, or it cannot be read.
 */
static const struct template *ask(struct asked *asked, const struct option_complete_call *call)
{
    const struct catalog_args *args = call->args;

    asked->kube = kube_args_hurried(&args->kube);
    asked->link = (struct kube_link)KUBE_LINK_INIT(&asked->kube, call->console);
    asked->catalog = (struct catalog)CATALOG_INIT;
    asked->list = (struct template_list)TEMPLATE_LIST_INIT;
    if (call->operands->len == 0 ||
        !catalog_args_open(&asked->catalog, args, &asked->link, false, NULL))
        return NULL;
    if (!catalog_find(&asked->catalog, &asked->list,
                      operand_name(call->operands->items[0], TEMPLATE_PREFIX), NULL)) {
        AUTO_CHARS template = template_of(asked, call->operands->items[0]);

        if (!template || !catalog_find(&asked->catalog, &asked->list, template, NULL))
            return NULL;
    }
    return &asked->list.items[0];
}

/* ---- names */

/* A list's inputs are those of its entries; no list is within another. */
static void add_names(const struct option_complete_call *call, const struct field_list *fields,
                      const char *before)
{
    for (size_t i = 0; i < fields->len; i++) {
        const struct field *field = &fields->items[i];
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&name, "%s" VIEW_FMT, before, VIEW_ARGS(field->name));
        if (field->type == FIELD_LIST) {
            buf_add(&name, "[0].");
            add_names(call, &field->fields, buf_text(&name));
            continue;
        }
        buf_add_byte(&name, '=');
        completion_add(call->out, buf_view(&name), field->description);
    }
}

/* ---- values */

/* The field of "gpu" or "redirects[1].permanent". */
static const struct field *find_field(const struct field_list *fields, struct view path)
{
    size_t bracket = view_find_byte(path, '[', 0), dot = view_find_byte(path, '.', 0);
    const struct field *field = field_find(fields, view_sub(path, 0, bracket));

    if (bracket == path.len || !field)
        return field;
    return field_find(&field->fields, view_sub(path, dot + 1, path.len));
}

static void add_one(const struct option_complete_call *call, const char *prefix, struct view value)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&text, prefix);
    buf_add_view(&text, value);
    completion_add(call->out, buf_view(&text), VIEW_EMPTY);
}

/* Names of the cluster's objects, each with what tells it from the others. */
static void add_picked(const struct option_complete_call *call, const struct field *field,
                       const char *prefix)
{
    const struct catalog_args *args = call->args;
    const struct kube_args kube = kube_args_hurried(&args->kube);
    AUTO(kube_link) link = KUBE_LINK_INIT(&kube, call->console);
    AUTO(picker_choices) choices = PICKER_CHOICES_INIT;

    if (!kube_link_client(&link, NULL) ||
        !picker_choices_read(link.client, field, kube_link_namespace(&link), &choices, NULL))
        return;
    for (size_t i = 0; i < choices.len; i++) {
        AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&text, "%s%s", prefix, choices.items[i].name);
        completion_add(call->out, buf_view(&text), view_of(choices.items[i].note));
    }
}

static void add_values(const struct option_complete_call *call, const struct field *field,
                       const char *prefix)
{
    if (field->type == FIELD_BOOLEAN) {
        add_one(call, prefix, VIEW("true"));
        add_one(call, prefix, VIEW("false"));
    }
    for (size_t i = 0; i < ynode_len(field->options); i++)
        add_one(call, prefix, ynode_text(ynode_at(field->options, i)));
    if (picker_is_picked(field->type))
        add_picked(call, field, prefix);
}

void answer_complete_set(const struct option_complete_call *call)
{
    struct view word = view_of(call->word);
    size_t end = view_find_byte(word, '=', 0);
    struct asked asked;
    const struct template *template = ask(&asked, call);
    const struct field *field =
        template ? find_field(&template->fields.list, view_sub(word, 0, end)) : NULL;

    if (template && end == word.len) {
        add_names(call, &template->fields.list, "");
    } else if (field) {
        AUTO_CHARS prefix = view_copy(view_sub(word, 0, end + 1));

        add_values(call, field, prefix);
    }
    asked_release(&asked);
}

void answer_complete_set_file(const struct option_complete_call *call)
{
    struct asked asked;
    const struct template *template = NULL;

    if (strchr(call->word, '=')) {
        call->out->directives = 0;
        return;
    }
    template = ask(&asked, call);
    if (template)
        add_names(call, &template->fields.list, "");
    asked_release(&asked);
}

void answer_complete_env(const struct option_complete_call *call)
{
    struct asked asked;
    const struct template *template = ask(&asked, call);

    for (size_t i = 0; template && i < template->hint_count; i++) {
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&name, VIEW_FMT "=", VIEW_ARGS(template->hints[i].name));
        completion_add(call->out, buf_view(&name), template->hints[i].description);
    }
    asked_release(&asked);
}
