/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/generator.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "kustomize/key_values.h"

/* Encoded values of this length and more are broken into lines of it. Source: kyaml datamap.go. */
#define BASE64_LINE 70

/* ---- values ---- */

void generator_add_base64(struct buf *out, struct view bytes)
{
    AUTO(buf) line = BUF_INIT(2 * LOADER_FILE_BYTES_MAX);
    struct view text;

    base64_encode(&line, bytes);
    text = buf_view(&line);
    if (text.len < BASE64_LINE) {
        buf_add_view(out, text);
        return;
    }
    for (size_t at = 0; at < text.len; at += BASE64_LINE) {
        buf_add_view(out, view_sub(text, at, at + BASE64_LINE));
        buf_add_byte(out, '\n');
    }
}

static struct ynode *encoded(struct ydoc *doc, struct view bytes)
{
    AUTO(buf) text = BUF_INIT(4 * LOADER_FILE_BYTES_MAX);

    generator_add_base64(&text, bytes);
    return ynode_new_string(doc, buf_view(&text));
}

static void add_values(struct ydoc *doc, struct ynode *root, enum generator_kind kind,
                       const struct key_values *values)
{
    if (kind == GENERATOR_SECRET)
        ynode_need_map(doc, root, "data");
    for (size_t i = 0; i < values->len; i++) {
        const struct key_value *pair = &values->items[i];
        bool text = utf8_check(pair->value) == pair->value.len;
        const char *field = text || kind == GENERATOR_SECRET ? "data" : "binaryData";
        struct ynode *value = text && kind == GENERATOR_CONFIG_MAP
                                  ? ynode_new_string(doc, pair->value)
                                  : encoded(doc, pair->value);
        ynode_set(doc, ynode_need_map(doc, root, field), pair->key, value);
    }
}

/* ---- options ---- */

/* Own pairs win over global ones. */
static void add_pairs(struct ydoc *doc, struct ynode *metadata, const char *field,
                      const struct decode_pair *pairs, size_t len, bool own)
{
    for (size_t i = 0; i < len; i++) {
        struct ynode *map = ynode_need_map(doc, metadata, field);
        if (own || !ynode_get_view(map, pairs[i].key))
            ynode_set(doc, map, pairs[i].key, ynode_new_string(doc, pairs[i].value));
    }
}

static void add_options(struct ydoc *doc, struct ynode *root,
                        const struct kust_generator_options *options, bool own)
{
    struct ynode *metadata = ynode_get(root, "metadata");

    if (!options)
        return;
    add_pairs(doc, metadata, "labels", options->labels, options->labels_len, own);
    add_pairs(doc, metadata, "annotations", options->annotations, options->annotations_len, own);
    if (options->immutable)
        ynode_set(doc, root, VIEW("immutable"), ynode_new_bool(doc, true));
}

static bool wants_hash(const struct generator *generator)
{
    return !(generator->args->options && generator->args->options->disable_hash) &&
           !(generator->global && generator->global->disable_hash);
}

static enum resource_behavior behavior_of(struct view text)
{
    if (view_is(text, "merge"))
        return RESOURCE_MERGE;
    if (view_is(text, "replace"))
        return RESOURCE_REPLACE;
    return RESOURCE_CREATE;
}

/* ---- objects ---- */

static struct ynode *new_object(struct ydoc *doc, const char *kind, struct view name,
                                struct view namespace)
{
    struct ynode *root = ynode_new_map(doc), *metadata;

    ydoc_set_root(doc, root);
    ynode_set_string(doc, root, "apiVersion", VIEW("v1"));
    ynode_set_string(doc, root, "kind", view_of(kind));
    metadata = ynode_need_map(doc, root, "metadata");
    ynode_set_string(doc, metadata, "name", name);
    if (namespace.len)
        ynode_set_string(doc, metadata, "namespace", namespace);
    return root;
}

bool generator_make(struct resource_list *out, const struct generator *generator, struct error *err)
{
    const struct kust_generator *args = generator->args;
    const struct kust_generator_metadata *metadata = args->metadata;
    struct view name = args->name.len || !metadata ? args->name : metadata->name;
    struct view namespace =
        args->namespace.len || !metadata ? args->namespace : metadata->namespace;
    bool secret = generator->kind == GENERATOR_SECRET;
    AUTO(key_values) values = KEY_VALUES_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct resource *res;

    if (name.len == 0)
        return error_set(err, ERROR_INVALID, "%s:%u: a generated %s must have a name",
                         generator->file, ynode_line(args->node), secret ? "Secret" : "ConfigMap");
    if (!key_values_load(&values, args, generator->from_list, generator->root, generator->file,
                         err))
        return false;
    struct ynode *root = new_object(doc, secret ? "Secret" : "ConfigMap", name, namespace);
    if (secret)
        ynode_set_string(doc, root, "type", args->type.len ? args->type : VIEW("Opaque"));
    add_values(doc, root, generator->kind, &values);
    add_options(doc, root, args->options, true);
    add_options(doc, root, generator->global, false);
    res = resource_new(TAKE(doc), root, NULL, generator->file, ynode_line(args->node));
    res->needs_hash = wants_hash(generator);
    res->behavior = behavior_of(args->behavior);
    resource_list_add(out, res);
    return true;
}

bool generator_make_account(struct resource_list *out, const struct kust_iam_policy *policy,
                            const char *file, struct error *err)
{
    AUTO(buf) account = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct kust_iam_service *service = policy->service;
    struct view name = service ? service->name : VIEW_EMPTY;
    struct ydoc *doc;
    struct ynode *root, *annotations;

    if (!view_is(policy->cloud, "gke"))
        return error_set(err, ERROR_UNSUPPORTED,
                         "%s:%u: IAMPolicyGenerator: the cloud is 'gke', not '" VIEW_FMT "'", file,
                         ynode_line(policy->node), VIEW_ARGS(policy->cloud));
    if (policy->account)
        buf_addf(&account, VIEW_FMT "@" VIEW_FMT ".iam.gserviceaccount.com",
                 VIEW_ARGS(policy->account->name), VIEW_ARGS(policy->account->project));
    else
        buf_add(&account, "@.iam.gserviceaccount.com");
    doc = ydoc_new();
    root = new_object(doc, "ServiceAccount", name, service ? service->namespace : VIEW_EMPTY);
    annotations = ynode_need_map(doc, ynode_get(root, "metadata"), "annotations");
    ynode_set_string(doc, annotations, "iam.gke.io/gcp-service-account", buf_view(&account));
    resource_list_add(out, resource_new(doc, root, NULL, file, ynode_line(policy->node)));
    return true;
}
