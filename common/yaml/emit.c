/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/emit.h"

#include <limits.h>
#include <yaml.h>

#include "base/alloc.h"
#include "yaml/emit_as_is.h"
#include "yaml/style.h"
#include "yaml/walk.h"

/* The writer of `kustomize build`: libyaml's emitter, the twin of go-yaml v2's. yaml.md 6. */
struct emitter {
    yaml_emitter_t yaml;
    struct buf *out;
    struct buf scratch;
    enum yaml_profile profile;
};

static int on_write(void *data, unsigned char *bytes, size_t len)
{
    struct emitter *emitter = data;

    buf_add_bytes(emitter->out, bytes, len);
    return buf_ok(emitter->out) ? 1 : 0;
}

/* MADE: the event could be made. The emitter frees it. */
static bool send(struct emitter *emitter, yaml_event_t *event, int made, struct error *err)
{
    if (!made)
        return error_set(err, ERROR_INVALID, "a text is not UTF-8");
    if (yaml_emitter_emit(&emitter->yaml, event))
        return true;
    if (emitter->yaml.error == YAML_MEMORY_ERROR)
        mem_exhausted(emitter->out->len);
    if (!buf_ok(emitter->out))
        return buf_check(emitter->out, "the written document", err);
    return error_set(err, ERROR_INVALID, "cannot write the document: %s",
                     emitter->yaml.problem ? emitter->yaml.problem : "libyaml does not say why");
}

static yaml_scalar_style_t yaml_style(enum ynode_style style)
{
    switch (style) {
    case YSTYLE_LITERAL:
        return YAML_LITERAL_SCALAR_STYLE;
    case YSTYLE_SINGLE:
        return YAML_SINGLE_QUOTED_SCALAR_STYLE;
    case YSTYLE_DOUBLE:
        return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    case YSTYLE_ANY:
    case YSTYLE_PLAIN:
    case YSTYLE_FOLDED:
    case YSTYLE_BLOCK:
    case YSTYLE_FLOW:
        break;
    }
    return YAML_PLAIN_SCALAR_STYLE;
}

static bool send_text(struct emitter *emitter, struct view text, enum ynode_style style,
                      struct error *err)
{
    yaml_event_t event;
    const char *bytes = text.data ? text.data : "";

    if (text.len > INT_MAX)
        return error_set(err, ERROR_LIMIT, "a text is over %d bytes", INT_MAX);
    return send(emitter, &event,
                yaml_scalar_event_initialize(&event, NULL, NULL, (const unsigned char *)bytes,
                                             (int)text.len, 1, 1, yaml_style(style)),
                err);
}

static bool send_string(struct emitter *emitter, struct view text, struct error *err)
{
    return send_text(emitter, text, style_choose(text), err);
}

static bool send_scalar(struct emitter *emitter, const struct ynode *node, struct error *err)
{
    struct yscalar value;

    if (!walk_value(node, emitter->profile, &value, err))
        return false;
    switch (value.type) {
    case YTYPE_NULL:
    case YTYPE_NONE:
        return send_text(emitter, VIEW("null"), YSTYLE_PLAIN, err);
    case YTYPE_BOOL:
        return send_text(emitter, value.boolean ? VIEW("true") : VIEW("false"), YSTYLE_PLAIN, err);
    case YTYPE_INT:
    case YTYPE_FLOAT:
        buf_clear(&emitter->scratch);
        scalar_add_yaml_number(&emitter->scratch, &value);
        return send_text(emitter, buf_view(&emitter->scratch), YSTYLE_PLAIN, err);
    case YTYPE_STRING:
        break;
    }
    return send_string(emitter, walk_string(node, &value, emitter->profile, &emitter->scratch),
                       err);
}

static bool send_walk_event(struct emitter *emitter, const struct walk_event *what,
                            struct error *err)
{
    yaml_event_t event;
    bool map = what->node->kind == YNODE_MAP;

    if (what->key_node && !send_string(emitter, what->key, err))
        return false;
    switch (what->what) {
    case WALK_SCALAR:
        return send_scalar(emitter, what->node, err);
    case WALK_START:
        return send(emitter, &event,
                    map ? yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
                                                              YAML_BLOCK_MAPPING_STYLE)
                        : yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                                               YAML_BLOCK_SEQUENCE_STYLE),
                    err);
    case WALK_END:
        break;
    }
    return send(emitter, &event,
                map ? yaml_mapping_end_event_initialize(&event)
                    : yaml_sequence_end_event_initialize(&event),
                err);
}

static bool send_document(struct emitter *emitter, struct walk *walk, struct error *err)
{
    yaml_event_t event;
    struct walk_event what;
    bool more = true;

    if (!send(emitter, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING),
              err) ||
        !send(emitter, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1),
              err))
        return false;
    for (;;) {
        if (!walk_next(walk, &what, &more, err))
            return false;
        if (!more)
            break;
        if (!send_walk_event(emitter, &what, err))
            return false;
    }
    /* No STREAM-END: it would write "..." after a literal with trailing empty lines. */
    return send(emitter, &event, yaml_document_end_event_initialize(&event, 1), err) &&
           (yaml_emitter_flush(&emitter->yaml) || buf_check(emitter->out, "the document", err));
}

static bool emit_kustomize(struct buf *out, const struct ynode *node, enum yaml_profile profile,
                           struct error *err)
{
    struct emitter emitter = { .out = out,
                               .scratch = BUF_INIT(BUF_TEXT_BYTES_MAX),
                               .profile = profile };
    struct walk walk;

    if (!yaml_emitter_initialize(&emitter.yaml))
        mem_exhausted(sizeof(emitter.yaml));
    yaml_emitter_set_output(&emitter.yaml, on_write, &emitter);
    yaml_emitter_set_unicode(&emitter.yaml, 1);
    yaml_emitter_set_width(&emitter.yaml, 80);
    yaml_emitter_set_indent(&emitter.yaml, 2);
    yaml_emitter_set_break(&emitter.yaml, YAML_LN_BREAK);
    walk_init(&walk, node, WALK_NATURAL, profile);

    bool good = send_document(&emitter, &walk, err);

    walk_release(&walk);
    yaml_emitter_delete(&emitter.yaml);
    buf_release(&emitter.scratch);
    return good;
}

bool emit_yaml(struct buf *out, const struct ynode *node, enum emit_order order,
               enum yaml_profile profile, struct error *err)
{
    static const struct ynode absent = { .kind = YNODE_SCALAR, .style = YSTYLE_PLAIN };
    size_t before = out->len;
    bool overrun = out->overrun;
    bool good = false;

    node = node ? node : &absent;
    switch (order) {
    case EMIT_KUSTOMIZE:
        good = emit_kustomize(out, node, profile, err);
        break;
    case EMIT_AS_IS:
        good = emit_as_is(out, node, profile, err);
        break;
    }
    if (!good) {
        out->len = before;
        out->overrun = overrun;
        if (out->data)
            out->data[before] = '\0';
    }
    return good;
}
