/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/answer_advice.h"

static struct ynode *sample_entry(struct ydoc *doc, const struct field *field)
{
    struct ynode *entry = ynode_new_map(doc);

    for (size_t i = 0; i < field->fields.len; i++) {
        const struct field *sub = &field->fields.items[i];

        if (sub->required && !field_has_default(sub))
            ynode_set(doc, entry, sub->name, answer_sample(doc, sub));
    }
    return entry;
}

static struct ynode *sample_list(struct ydoc *doc, struct ynode *entry)
{
    struct ynode *seq = ynode_new_seq(doc);

    ynode_add(doc, seq, entry);
    return seq;
}

struct ynode *answer_sample(struct ydoc *doc, const struct field *field)
{
    struct ynode *map;

    switch (field->type) {
    case FIELD_INT:
        return ynode_new_int(doc, 1);
    case FIELD_BOOLEAN:
        return ynode_new_bool(doc, false);
    case FIELD_SELECT:
    case FIELD_MULTI:
        if (ynode_len(field->options) > 0) {
            struct ynode *option = ynode_copy(doc, ynode_at(field->options, 0));

            return field->type == FIELD_SELECT ? option : sample_list(doc, option);
        }
        break;
    case FIELD_LIST:
        return sample_list(doc, sample_entry(doc, field));
    case FIELD_ENV:
        map = ynode_new_map(doc);
        ynode_set_string(doc, map, "name", VIEW("SAMPLE"));
        ynode_set_string(doc, map, "value", VIEW("sample"));
        return sample_list(doc, map);
    case FIELD_DATA_VOLUME:
        map = ynode_new_map(doc);
        ynode_set_string(doc, map, "name", VIEW("sample"));
        ynode_set_string(doc, map, "type", VIEW("blank"));
        ynode_set_string(doc, map, "storage_size", VIEW("1Gi"));
        return map;
    default:
        break;
    }
    return ynode_new_string(doc, VIEW("sample"));
}

static void add_options(struct buf *out, const struct field *field, const char *path)
{
    for (size_t i = 0; i < ynode_len(field->options) && i < 8; i++) {
        AUTO(buf) word = BUF_INIT(BUF_TEXT_BYTES_MAX);

        /* It is there to be copied into a shell, and its text is the template's. */
        buf_addf(&word, "%s=" VIEW_FMT, path, VIEW_ARGS(ynode_text(ynode_at(field->options, i))));
        buf_add(out, i == 0 ? "--set " : " or ");
        buf_add_shell_word(out, buf_view(&word));
    }
}

/* "--set 'redirects[0].from=VALUE'" for all that an entry needs, else for its first input. */
static void add_entry(struct buf *out, const struct field *field, const char *path)
{
    size_t before = out->len;

    for (size_t i = 0; i < field->fields.len; i++) {
        const struct field *sub = &field->fields.items[i];

        if (sub->required && sub->type != FIELD_BOOLEAN && !field_has_default(sub))
            buf_addf(out, "%s--set '%s[0]." VIEW_FMT "=%s'", out->len > before ? " " : "", path,
                     VIEW_ARGS(sub->name), sub->type == FIELD_INT ? "NUMBER" : "VALUE");
    }
    if (out->len == before)
        buf_addf(out, "--set '%s[0]." VIEW_FMT "=VALUE'", path,
                 VIEW_ARGS(field->fields.len > 0 ? field->fields.items[0].name : VIEW_EMPTY));
}

void answer_add_fix(struct buf *out, const struct field *field, const char *path)
{
    switch (field->type) {
    case FIELD_BOOLEAN:
        buf_addf(out, "--set %s=true or %s=false", path, path);
        return;
    case FIELD_INT:
        buf_addf(out, "--set %s=NUMBER", path);
        return;
    case FIELD_SELECT:
    case FIELD_MULTI:
        add_options(out, field, path);
        return;
    case FIELD_LIST:
        add_entry(out, field, path);
        return;
    case FIELD_ENV:
        buf_addf(out, "--set %s=NAME=VALUE", path);
        return;
    case FIELD_DATA_VOLUME:
        buf_addf(out, "--set '%s={name: NAME, type: blank, storage_size: SIZE}'", path);
        return;
    case FIELD_STORAGE_CLASS:
    case FIELD_PRIORITY:
    case FIELD_INGRESS_CLASS:
    case FIELD_SERVICE_ACCOUNT:
        buf_addf(out, "--set %s=NAME", path);
        return;
    case FIELD_STRING:
    case FIELD_MULTI_LINE:
    case FIELD_UNKNOWN:
        break;
    }
    buf_addf(out,
             field_is_secret(field) || field->type == FIELD_MULTI_LINE ? "--set-file %s=FILE"
                                                                       : "--set %s=VALUE",
             path);
}
