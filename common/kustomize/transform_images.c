/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/regex.h"
#include "kustomize/target.h"
#include "kustomize/transform.h"

/* What follows the name in a reference. Source: IsImageMatched in api/internal/image/image.go. */
#define REFERENCE_REST                                                                             \
    "(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?$"

struct image_rule {
    const struct kust_image *spec;
    struct view prefix;  /* every reference that matches starts with it */
    bool literal;        /* the name, as it is written, matches itself */
    struct regex *regex; /* NULL: the name is no expression and matches nothing */
};

struct image_rules {
    struct image_rule *rules;
    size_t len;
};

static void image_rules_release(struct image_rules *rules)
{
    for (size_t i = 0; i < rules->len; i++)
        regex_free(rules->rules[i].regex);
    free(rules->rules);
}

/* Letters, digits and PUNCTUATION. */
static bool has_only(struct view text, const char *punctuation)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i], low = (char)(c | 0x20);
        if (!(low >= 'a' && low <= 'z') && !(c >= '0' && c <= '9') &&
            (c == '\0' || !strchr(punctuation, c)))
            return false;
    }
    return true;
}

static void image_rules_compile(struct image_rules *rules, const struct kust_fields *fields)
{
    rules->rules = mem_alloc_zero(fields->images_len, sizeof(*rules->rules));
    for (size_t i = 0; i < fields->images_len; i++) {
        struct image_rule *rule = &rules->rules[rules->len++];
        AUTO(buf) pattern = BUF_INIT(BUF_TEXT_BYTES_MAX);
        rule->spec = &fields->images[i];
        rule->literal = has_only(rule->spec->name, "./_-");
        rule->prefix = pattern_prefix(rule->spec->name);
        buf_add_byte(&pattern, '^');
        buf_add_view(&pattern, rule->spec->name);
        buf_add(&pattern, REFERENCE_REST);
        rule->regex = regex_new(buf_view(&pattern), NULL);
    }
}

static bool rule_matches(const struct image_rule *rule, struct view image)
{
    struct view name = rule->spec->name, rest;

    /* The usual case, a name and a tag, needs no expression. */
    if (rule->literal && view_starts(image, name)) {
        rest = view_sub(image, name.len, image.len);
        if (rest.len == 0 ||
            (rest.data[0] == ':' && has_only(view_sub(rest, 1, rest.len), "_.{}-")))
            return true;
    }
    return rule->regex && view_starts(image, rule->prefix) && regex_finds(rule->regex, image);
}

struct reference {
    struct view name, tag, digest;
};

/* Source: Split in api/internal/image/image.go. */
static struct reference reference_split(struct view image)
{
    size_t slash = view_find_byte(image, '/', 0);
    size_t from = slash < image.len ? slash : 0; /* a ':' before it is a registry's port */
    size_t at = view_find_byte(image, '@', from), colon = view_find_byte(image, ':', from);
    struct reference ref = { .name = image };

    if (at < image.len && at < colon) {
        ref.name = view_sub(image, 0, at);
        ref.digest = view_sub(image, at + 1, image.len);
    } else if (colon < image.len) {
        ref.name = view_sub(image, 0, colon);
        ref.tag = view_sub(image, colon + 1, at);
        if (at < image.len)
            ref.digest = view_sub(image, at + 1, image.len);
    }
    return ref;
}

static void rule_apply(struct buf *out, const struct kust_image *spec, struct view image)
{
    struct reference ref = reference_split(image);

    buf_add_view(out, spec->new_name.len ? spec->new_name : ref.name);
    if (spec->new_tag.len || spec->digest.len) {
        ref.tag = spec->new_tag;
        ref.digest = spec->digest;
    }
    if (ref.tag.len || (spec->tag_suffix.len && !spec->new_tag.len && !spec->digest.len))
        buf_add_byte(out, ':');
    buf_add_view(out, ref.tag);
    if (spec->tag_suffix.len && !spec->new_tag.len && !spec->digest.len) {
        buf_add_view(out, spec->tag_suffix);
        ref.digest = VIEW_EMPTY;
    }
    if (ref.digest.len) {
        buf_add_byte(out, '@');
        buf_add_view(out, ref.digest);
    }
}

/* A fieldspec setter: CONTEXT is one rule. */
static bool set_image(void *context, struct ydoc *doc, struct ynode *field, bool *changes,
                      struct error *err)
{
    const struct image_rule *rule = context;
    AUTO(buf) image = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view text = ynode_text(field);

    if (ynode_is_null(field))
        return true;
    if (!ynode_is_scalar(field))
        return error_set(err, ERROR_INVALID, "expected an image at line %u, not a %s",
                         ynode_line(field), ynode_kind_name(field));
    if (!rule_matches(rule, text))
        return true;
    rule_apply(&image, rule->spec, text);
    *changes = !view_eq(text, buf_view(&image));
    if (doc && *changes)
        ynode_set_untagged(doc, field, buf_view(&image), YAML_KUSTOMIZE);
    return true;
}

/* ---- images of containers, wherever they are ---- */

/* So deep a tree that is not opened yet is looked through first; below, all of it is opened. */
#define LOOK_DEPTH_MAX 16

/* Sequences called `containers` or `initContainers`, in the order in which Kustomize meets them. */
struct container_lists {
    struct ynode **lists;
    size_t len;
    size_t cap;
};

static void container_lists_release(struct container_lists *found)
{
    free(found->lists);
}

static bool is_containers(struct view key)
{
    return view_eq(key, VIEW("containers")) || view_eq(key, VIEW("initContainers"));
}

/* There may be such a sequence in NODE; nothing is opened to see it. */
static bool holds_containers(const struct ynode *node, unsigned depth)
{
    node = ynode_resolve(node);
    if (depth > LOOK_DEPTH_MAX)
        return true;
    for (size_t i = 0; node->kind == YNODE_SEQ && i < node->len; i++)
        if (holds_containers(node->elements[i], depth + 1))
            return true;
    for (size_t i = 0; node->kind == YNODE_MAP && i < node->len; i++)
        if (is_containers(ynode_text(node->pairs[i].key)) ||
            holds_containers(node->pairs[i].value, depth + 1))
            return true;
    return false;
}

/* Recursion is as deep as the tree, which the parser bounds; aliases are entered once per place. */
static void find_containers(struct container_lists *found, struct ynode *node, unsigned depth)
{
    if (node->kind == YNODE_SCALAR || depth > YAML_DEPTH_MAX ||
        (node->is_unopened && !holds_containers(node, depth)))
        return;
    for (size_t i = 0; node->kind == YNODE_SEQ && i < node->len; i++)
        find_containers(found, ynode_at(node, i), depth + 1);
    for (size_t i = 0; node->kind == YNODE_MAP && i < node->len; i++) {
        struct view key = ynode_text(ynode_key_at(node, i));
        struct ynode *value = ynode_value_at(node, i);
        if (value->kind == YNODE_ALIAS) /* its target is met where it stands */
            value = key.len ? ynode_anchored(value) : NULL;
        else
            find_containers(found, value, depth + 1);
        if (!ynode_is_seq(value) || !is_containers(key))
            continue;
        ARRAY_GROW(found->lists, found->len, found->cap);
        found->lists[found->len++] = value;
    }
}

static bool set_in_containers(const struct container_lists *found, const struct image_rule *rule,
                              struct ydoc *doc, bool strict, bool *changes, struct error *err)
{
    struct image_rule copy = *rule;

    for (size_t i = 0; i < found->len; i++)
        for (size_t j = 0; j < ynode_len(found->lists[i]); j++) {
            const struct ynode *container = ynode_at(found->lists[i], j);
            struct ynode *image = ynode_anchored(ynode_get(container, "image"));
            bool changed = false;
            if (strict && !ynode_is_null(container) && !ynode_is_map(container))
                return error_set(err, ERROR_INVALID, "a container is a mapping, not a %s (line %u)",
                                 ynode_kind_name(container), ynode_line(container));
            if (image && !set_image(&copy, doc, image, &changed, err))
                return false;
            *changes |= changed;
        }
    return true;
}

/* RULE on the containers of RES; FOUND is of the tree as it was when RES was EDITABLE or not. */
static bool set_containers(struct transform *t, struct resource *res, const struct image_rule *rule,
                           struct container_lists *found, bool *editable, struct error *err)
{
    bool strict = t->face == FACE_STRICT, changes = false;

    if (*editable != res->editable) {
        found->len = 0;
        find_containers(found, res->root, 0);
        *editable = res->editable;
    }
    if (!set_in_containers(found, rule, *editable ? res->doc : NULL, strict, &changes, err))
        return false;
    if (!changes || *editable)
        return true;
    /* It was only a look: copy the document and go again. */
    return resource_edit(res, err) && set_containers(t, res, rule, found, editable, err);
}

static bool set_rules(struct transform *t, struct resource *res, const struct image_rules *rules,
                      struct error *err)
{
    struct fieldspec_list specs = t->config->sets[FIELDSPEC_IMAGES];
    AUTO(container_lists) found = { .lists = NULL };
    bool editable = res->editable;

    find_containers(&found, res->root, 0);
    for (size_t i = 0; i < rules->len; i++) {
        struct image_rule rule = rules->rules[i];
        struct fieldspec_setter setter = { .leaf = FIELDSPEC_LEAF_NONE,
                                           .set = set_image,
                                           .context = &rule };
        if (!set_containers(t, res, &rule, &found, &editable, err))
            return false;
        for (size_t j = 0; j < specs.len; j++)
            if (fieldspec_matches(&specs.specs[j], &res->ref) &&
                !fieldspec_apply(res, &specs.specs[j], &setter, err))
                return false;
    }
    return true;
}

bool transform_images(struct transform *t, struct error *err)
{
    const struct kust_fields *fields = &t->kust->fields;
    AUTO(image_rules) rules = { .rules = NULL };

    if (fields->images_len == 0)
        return true;
    image_rules_compile(&rules, fields);
    for (size_t i = 0; i < t->list->len; i++) {
        struct resource *res = t->list->resources[i];
        if (view_is(res->ref.kind, "CustomResourceDefinition"))
            continue;
        if (!set_rules(t, res, &rules, err))
            return error_wrap(err, "%s:%u: images", t->kust->file,
                              kustomization_line(t->kust, "images"));
    }
    return true;
}
