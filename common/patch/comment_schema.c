/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/comment_schema.h"

#include "base/alloc.h"
#include "patch/schema_check.h"
#include "yaml/json_extent.h"
#include "yaml/ydoc.h"

#define SETTER_PREFIX    "#/definitions/io.k8s.cli.setters."
#define SCHEMA_DEPTH_MAX 100

void comment_schemas_release(struct comment_schemas *schemas)
{
    field_comments_release(&schemas->base);
    field_comments_release(&schemas->patch);
    ydoc_free(schemas->base_doc);
    ydoc_free(schemas->patch_doc);
    map_release(&schemas->copies);
    for (size_t i = 0; i < schemas->made_len; i++)
        user_schemas_free(schemas->made[i]);
    free(schemas->made);
    *schemas = (struct comment_schemas)COMMENT_SCHEMAS_INIT;
}

/* ---- finding comments ---- */

/* A '#', or several, before a '{'. */
static bool has_candidate(struct view text)
{
    for (size_t i = 0; (i = view_find_byte(text, '#', i)) < text.len;) {
        while (i < text.len && strchr("# \t", text.data[i]) && text.data[i])
            i++;
        if (i < text.len && text.data[i] == '{')
            return true;
    }
    return false;
}

static size_t line_start(struct view text, size_t at)
{
    while (at > 0 && text.data[at - 1] != '\n')
        at--;
    return at;
}

static size_t skip_blanks(struct view text, size_t at)
{
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t'))
        at++;
    return at;
}

/* Where the lines of comments and blanks begin that are directly before the line at START. */
static size_t comments_start(struct view text, size_t start)
{
    while (start > 0) {
        size_t before = line_start(text, start - 1);
        size_t first = skip_blanks(text, before);
        if (!strchr("#\r\n", text.data[first]))
            break;
        start = before;
    }
    return start;
}

/* Behind ROOT and a comment on its last line. */
static size_t object_end(struct view text, const struct ynode *root)
{
    size_t end = skip_blanks(text, root->end);

    return end < text.len && text.data[end] == '#' ? view_find_byte(text, '\n', end) : root->end;
}

/*
 * The object alone, at the columns where it stands, is parsed again: an element of a List behind
 * blanks in the place of its '-'.
 */
static void read_comments(struct field_comments *comments, struct ydoc **doc, struct view text,
                          const struct ynode *node)
{
    const struct ynode *root = ynode_resolve(node);
    struct ydoc_options options = { .origin = "the object", .own_text = true };
    AUTO(buf) object = BUF_INIT(YAML_INPUT_BYTES_MAX);

    if (!root || root->made || root->end > text.len || root->start > root->end)
        return;

    /* Where lines begin does not matter to flow style, of which there may be megabytes in one. */
    bool is_flow = root->style == YSTYLE_FLOW;
    size_t line = is_flow ? root->start : line_start(text, root->start);
    bool is_element = skip_blanks(text, line) < root->start;
    size_t start = is_flow || is_element ? line : comments_start(text, line);
    size_t end = object_end(text, root);

    if (!has_candidate(view_sub(text, start, end)))
        return;
    buf_add_view(&object, view_sub(text, start, line));
    for (size_t i = line; i < root->start; i++)
        buf_add_byte(&object, ' ');
    buf_add_view(&object, view_sub(text, root->start, end));
    *doc = ydoc_parse_with(buf_view(&object), &options, NULL);
    if (*doc)
        field_comments_read(comments, *doc, start);
}

void comment_schemas_read_base(struct comment_schemas *schemas, struct view text,
                               const struct ynode *base)
{
    read_comments(&schemas->base, &schemas->base_doc, text, base);
}

/* ---- copies of the patch's nodes ---- */

static void remember(struct comment_schemas *schemas, const struct ynode *copy,
                     const struct ynode *original)
{
    union {
        const void *in;
        void *out;
    } both = { .in = original };

    map_set(&schemas->copies, view_make((const char *)&copy, sizeof(copy)), both.out);
}

/* As deep as the copy, which is bounded. */
static void remember_all(struct comment_schemas *schemas, const struct ynode *copy,
                         const struct ynode *original)
{
    const struct ynode *from = ynode_resolve(original);

    remember(schemas, copy, from);
    for (size_t i = 0; i < ynode_len(copy); i++) {
        if (ynode_is_seq(copy)) {
            remember_all(schemas, ynode_at(copy, i), ynode_at(from, i));
            continue;
        }
        struct view name = ynode_text(ynode_key_at(copy, i));
        size_t at = ynode_index(from, name);
        if (at != SIZE_MAX)
            remember(schemas, ynode_key_at(copy, i), ynode_key_at(from, at));
        remember_all(schemas, ynode_value_at(copy, i), ynode_get_view(from, name));
    }
}

void comment_schemas_read_patch(struct comment_schemas *schemas, struct view text,
                                const struct ynode *patch, const struct ynode *copy)
{
    read_comments(&schemas->patch, &schemas->patch_doc, text, patch);
    if (schemas->patch.texts.len)
        remember_all(schemas, copy, patch);
}

/* ---- reading comments ---- */

/* Nothing but strings, one of them under "$openapi": the name of a setter. */
static struct view setter_name(const struct ynode *root)
{
    for (size_t i = 0; i < ynode_len(root); i++)
        if (!ynode_is_string(ynode_value_at(root, i), YAML_KUSTOMIZE))
            return VIEW_EMPTY;
    return ynode_text(ynode_get(root, "$openapi"));
}

static struct ydoc *setter_schema(struct view name)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(buf) reference = BUF_INIT(COMMENT_SCHEMA_BYTES_MAX);
    struct ynode *root = ynode_new_map(doc);

    buf_add(&reference, SETTER_PREFIX);
    buf_add_view(&reference, name);
    ynode_set_string(doc, root, "$ref", buf_view(&reference));
    ydoc_set_root(doc, root);
    return TAKE(doc);
}

/* The object that COMMENT begins with; it may go on. */
static struct view leading_object(struct view comment)
{
    size_t extent =
        comment.len <= COMMENT_SCHEMA_BYTES_MAX ? json_extent(comment, SCHEMA_DEPTH_MAX) : 0;
    struct view text = view_sub(comment, 0, extent);

    return view_starts(view_trim(text), VIEW("{")) ? text : VIEW_EMPTY;
}

/* The schema in COMMENT, "# {...}"; NULL when there is none. */
static struct ydoc *parse_comment(struct view comment)
{
    struct ydoc_options options = { .origin = "the comment",
                                    .unique_keys = true,
                                    .own_text = true };

    while (view_starts(comment, VIEW("#")))
        comment = view_sub(comment, 1, comment.len);

    struct view text = leading_object(comment);

    if (text.len == 0)
        return NULL;

    AUTO_FREE(ydoc) doc = ydoc_parse_with(text, &options, NULL);

    if (!doc || !schema_is_valid(ydoc_root(doc)) || schema_is_empty(ydoc_root(doc)))
        return NULL;

    struct view setter = setter_name(ydoc_root(doc));

    if (setter.len && view_trim(comment).len == view_trim(text).len)
        return setter_schema(setter);
    return TAKE(doc);
}

const struct merge_schema *comment_schemas_of(struct comment_schemas *schemas,
                                              const struct ynode *node, bool is_key)
{
    const struct field_comments *comments = &schemas->base;

    if (!node || (schemas->base.texts.len == 0 && schemas->patch.texts.len == 0))
        return NULL;
    if (node->made) {
        node = map_get(&schemas->copies, view_make((const char *)&node, sizeof(node)));
        comments = &schemas->patch;
    }

    struct view comment = node ? field_comments_of(comments, node->start, is_key) : VIEW_EMPTY;
    AUTO_FREE(ydoc) doc = comment.len ? parse_comment(comment) : NULL;

    if (!doc)
        return NULL;
    ARRAY_GROW(schemas->made, schemas->made_len, schemas->made_cap);
    schemas->made[schemas->made_len++] = user_schemas_of_field(TAKE(doc), schemas->outer);
    return user_schemas_field(schemas->made[schemas->made_len - 1]);
}
