/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/target.h"

#include "base/strv.h"

/* ---- matching ---- */

static void pattern_release(struct pattern *pattern)
{
    regex_free(pattern->regex);
    *pattern = (struct pattern){ .regex = NULL };
}

static bool is_literal(struct view text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '\0' || strchr("\\.+*?()|[]{}^$", text.data[i]))
            return false;
    return true;
}

struct view pattern_prefix(struct view expression)
{
    size_t len = 0;

    if (view_find_byte(expression, '|', 0) < expression.len)
        return VIEW_EMPTY;
    while (len < expression.len && is_literal(view_sub(expression, len, len + 1)))
        len++;
    if (len == 0 || len == expression.len || !strchr("*?{", expression.data[len]))
        return view_sub(expression, 0, len);
    /* What stands before '*', '?' or '{' may be absent: the whole character, be it many bytes. */
    do
        len--;
    while (len > 0 && (expression.data[len] & 0xc0) == 0x80);
    return view_sub(expression, 0, len);
}

static bool pattern_compile(struct pattern *pattern, struct view text, struct error *err)
{
    pattern->text = text;
    pattern->prefix = pattern_prefix(text);
    if (text.len && !is_literal(text))
        pattern->regex = regex_new(text, err);
    return text.len == 0 || is_literal(text) || pattern->regex;
}

static bool pattern_matches(const struct pattern *pattern, struct view text)
{
    if (pattern->text.len == 0)
        return true;
    if (!pattern->regex)
        return view_eq(pattern->text, text);
    return view_starts(text, pattern->prefix) && regex_matches_whole(pattern->regex, text);
}

void target_release(struct target *target)
{
    pattern_release(&target->group);
    pattern_release(&target->version);
    pattern_release(&target->kind);
    pattern_release(&target->name);
    pattern_release(&target->namespace);
    selector_free(target->labels);
    selector_free(target->annotations);
    *target = (struct target)TARGET_INIT;
}

static bool compile_selector(struct selector **out, struct view text, struct error *err)
{
    if (text.len == 0)
        return true;
    *out = selector_new(text, err);
    return *out != NULL;
}

bool target_compile(struct target *target, const struct kust_target *spec, const char *file,
                    struct error *err)
{
    if (pattern_compile(&target->group, spec->group, err) &&
        pattern_compile(&target->version, spec->version, err) &&
        pattern_compile(&target->kind, spec->kind, err) &&
        pattern_compile(&target->name, spec->name, err) &&
        pattern_compile(&target->namespace, spec->namespace, err) &&
        compile_selector(&target->labels, spec->label_selector, err) &&
        compile_selector(&target->annotations, spec->annotation_selector, err))
        return true;
    target_release(target);
    return error_wrap(err, "%s:%u: target", file, ynode_line(spec->node));
}

static bool namespace_matches(const struct target *target, const struct resource *res)
{
    return pattern_matches(&target->namespace, resource_effective_namespace(res)) ||
           (res->previous_len &&
            pattern_matches(&target->namespace, resource_original_namespace(res)));
}

static bool name_matches(const struct target *target, const struct resource *res)
{
    return pattern_matches(&target->name, res->ref.name) ||
           (res->previous_len && pattern_matches(&target->name, res->previous[0].name));
}

bool target_matches_labels(const struct target *target, const struct resource *res)
{
    return (!target->labels ||
            selector_matches(target->labels,
                             ynode_get_path(res->root, "metadata", "labels", NULL))) &&
           (!target->annotations ||
            selector_matches(target->annotations,
                             ynode_get_path(res->root, "metadata", "annotations", NULL)));
}

bool target_matches(const struct target *target, const struct resource *res)
{
    return pattern_matches(&target->kind, res->ref.kind) && name_matches(target, res) &&
           namespace_matches(target, res) && pattern_matches(&target->group, res->ref.group) &&
           pattern_matches(&target->version, res->ref.version) &&
           target_matches_labels(target, res);
}

bool target_matches_id(const struct target *target, const struct object_ref *ref)
{
    return pattern_matches(&target->kind, ref->kind) && pattern_matches(&target->name, ref->name) &&
           pattern_matches(&target->namespace, ref->namespace) &&
           pattern_matches(&target->group, ref->group) &&
           pattern_matches(&target->version, ref->version);
}

/* ---- saying what was meant ---- */

static void describe_part(struct buf *out, const char *what, struct view text)
{
    if (text.len == 0)
        return;
    if (out->len)
        buf_add(out, ", ");
    buf_addf(out, "%s '" VIEW_FMT "'", what, VIEW_ARGS(text));
}

void target_describe(struct buf *out, const struct kust_target *spec)
{
    AUTO(buf) parts = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (spec->kind.len && spec->name.len) {
        buf_addf(&parts, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(spec->kind), VIEW_ARGS(spec->name));
    } else {
        describe_part(&parts, "kind", spec->kind);
        describe_part(&parts, "name", spec->name);
    }
    describe_part(&parts, "group", spec->group);
    describe_part(&parts, "version", spec->version);
    describe_part(&parts, "namespace", spec->namespace);
    describe_part(&parts, "labels", spec->label_selector);
    describe_part(&parts, "annotations", spec->annotation_selector);
    buf_add_view(out, parts.len ? buf_view(&parts) : VIEW("every object"));
}

static bool contains(struct view text, struct view part)
{
    return part.len > 0 && view_find(text, part, 0) < text.len;
}

/* The object whose name is nearest to NAME, among those of KIND (empty: any). */
static const struct resource *nearest_name(const struct resource_list *list, struct view kind,
                                           struct view name)
{
    AUTO(strv) names = STRV_INIT;
    AUTO_CHARS word = view_copy(name);
    const struct resource *only = NULL, *containing = NULL;
    size_t candidates = 0;

    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (kind.len && !view_eq(res->ref.kind, kind))
            continue;
        only = res;
        candidates++;
        strv_add_view(&names, res->ref.name);
        if (!containing && (contains(res->ref.name, name) || contains(name, res->ref.name)))
            containing = res;
    }
    if (containing)
        return containing;
    const char *nearest = strv_nearest(&names, word);
    for (size_t i = 0; nearest && i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (view_is(res->ref.name, nearest) && (!kind.len || view_eq(res->ref.kind, kind)))
            return res;
    }
    /* The only one of its kind is worth naming whatever it is called. */
    return kind.len && candidates == 1 ? only : NULL;
}

static const struct resource *nearest_kind(const struct resource_list *list, struct view kind,
                                           struct view name)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (kind.len == res->ref.kind.len &&
            strncasecmp(kind.data, res->ref.kind.data, kind.len) == 0)
            return res;
    }
    for (size_t i = 0; name.len && i < list->len; i++)
        if (view_eq(list->resources[i]->ref.name, name))
            return list->resources[i];
    return NULL;
}

/* The same kind with a similar name, else the same name in another kind; NULL when none is near. */
static const struct resource *find_nearest(const struct resource_list *list, struct view kind,
                                           struct view name)
{
    const struct resource *nearest = nearest_name(list, kind, name);

    if (!nearest && kind.len)
        nearest = nearest_kind(list, kind, name);
    return nearest;
}

/* "; a target may say name: '.*-web'" when the nearest name ends in what was asked for. */
static void suggest_pattern(struct buf *hint, struct view wanted, struct view found)
{
    size_t start = found.len - wanted.len;

    if (wanted.len == 0 || !is_literal(wanted) || found.len <= wanted.len ||
        !view_ends(found, wanted))
        return;
    if (found.data[start - 1] == '-')
        start--;
    buf_addf(hint, "; a target may say name: '.*" VIEW_FMT "'",
             VIEW_ARGS(view_sub(found, start, found.len)));
}

void target_hint(const struct resource_list *list, struct view kind, struct view name, bool stream,
                 struct error *err)
{
    const struct resource *nearest = find_nearest(list, kind, name);
    AUTO(buf) hint = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (stream && !nearest && view_is(kind, "CustomResourceDefinition"))
        buf_add(&hint, "helm does not send what is in 'crds/' to a post-renderer: render with "
                       "--include-crds, apply it apart");
    if (nearest) {
        buf_add(&hint, TARGET_NEAREST);
        object_ref_add(&hint, &nearest->ref);
        suggest_pattern(&hint, name, nearest->ref.name);
    }
    if (stream)
        buf_addf(&hint, "%s--allow-unmatched", hint.len ? ", or pass " : "to let it be, pass ");
    if (hint.len)
        error_hint(err, "%s", buf_text(&hint));
}
