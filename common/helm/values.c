/* SPDX-License-Identifier: Apache-2.0 */
#include "helm/values.h"

#include "base/utf8.h"
#include "yaml/emit.h"

/* Without plus sign and leading zeros: "+007" is "7" and "-0" is "0". */
static void add_plain_digits(struct buf *out, struct view digits)
{
    bool negative = digits.len > 0 && digits.data[0] == '-';
    size_t at = digits.len > 0 && (negative || digits.data[0] == '+') ? 1 : 0;

    while (at + 1 < digits.len && digits.data[at] == '0')
        at++;
    digits = view_sub(digits, at, digits.len);
    if (negative && !view_is(digits, "0"))
        buf_add_byte(out, '-');
    buf_add_view(out, digits);
}

struct ynode *helm_value_int(struct ydoc *doc, struct view digits)
{
    AUTO(buf) plain = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct yscalar value;

    add_plain_digits(&plain, digits);
    value = scalar_resolve(buf_view(&plain), YAML_1_1);
    if (value.type != YTYPE_INT || value.magnitude >= HELM_NUMBER_MAX)
        return ynode_new_string(doc, buf_view(&plain));
    return ynode_new_plain(doc, buf_view(&plain));
}

/* The number of a large integer as decimal text, in place. */
static void quote_number(struct ydoc *doc, struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_1_1);
    AUTO(buf) text = BUF_INIT(64);

    if (value.type != YTYPE_INT || value.magnitude < HELM_NUMBER_MAX)
        return;
    scalar_add_json_number(&text, &value);
    ynode_assign(node, ynode_new_string(doc, buf_view(&text)));
}

static void quote_numbers(struct ydoc *doc, struct ynode *node)
{
    switch (ynode_kind(node)) {
    case YNODE_MAP:
        for (size_t i = 0; i < ynode_len(node); i++)
            quote_numbers(doc, ynode_value_at(node, i));
        break;
    case YNODE_SEQ:
        for (size_t i = 0; i < ynode_len(node); i++)
            quote_numbers(doc, ynode_at(node, i));
        break;
    case YNODE_SCALAR:
        quote_number(doc, node);
        break;
    case YNODE_NONE:
    case YNODE_ALIAS:
        break;
    }
}

/* What JSON lets stand in a string, and a reader of YAML takes as a line end or refuses. */
static bool is_misread(uint32_t code)
{
    return (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 || code == 0xfeff ||
           code == 0xfffe || code == 0xffff;
}

/* All such code points are in strings: JSON has only ASCII around them. */
static void add_escaped(struct buf *out, struct view json)
{
    size_t done = 0;

    for (size_t at = 0; at < json.len;) {
        size_t before = at;
        uint32_t code = utf8_next(json, &at);

        if (!is_misread(code))
            continue;
        buf_add_view(out, view_sub(json, done, before));
        buf_addf(out, "\\u%04x", (unsigned)code);
        done = at;
    }
    buf_add_view(out, view_sub(json, done, json.len));
}

bool helm_values_write(struct buf *out, const struct ynode *values, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(buf) json = BUF_INIT(YAML_INPUT_BYTES_MAX);
    struct ynode *copy = ynode_copy(doc, values);

    quote_numbers(doc, copy);
    if (!emit_json(&json, copy, 0, YAML_1_1, err))
        return error_wrap(err, "cannot write the values");
    add_escaped(out, buf_view(&json));
    return buf_check(out, "the values document", err);
}
