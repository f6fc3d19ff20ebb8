/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/map.h"
#include "kustomize/replacement_source.h"
#include "kustomize/replacement_write.h"
#include "kustomize/target.h"
#include "kustomize/transform.h"

/* All replacements of one kustomization. */
struct run {
    struct transform *t;
    struct ydoc_list docs; /* of files that hold replacements */
    struct arena arena;    /* what was decoded from them */
    struct replacement_writer writer;
};

/* One of them, and the file it stands in. */
struct replacement {
    struct run *run;
    const struct kust_replacement *spec;
    const char *file;
    struct replacement_value value;
};

/* ---- matching nothing ---- */

/* An error, or one line of the change log. */
static bool fail_unmatched(const struct replacement *rep, const struct ynode *at, const char *what,
                           struct view kind, struct view name, bool is_source, struct error *err)
{
    struct transform *t = rep->run->t;

    if (t->log && t->log->forgives) {
        AUTO(error) near = ERROR_INIT;
        target_hint(t->list, kind, name, false, &near);
        change_log_unmatched(t->log, what, near.hint);
        return true;
    }
    error_set(err, ERROR_UNMATCHED, "%s:%u: the %s of a replacement, %s, matches nothing",
              rep->file, ynode_line(at), is_source ? "source" : "target", what);
    target_hint(t->list, kind, name, t->face == FACE_STREAM && !is_source, err);
    return false;
}

/* What Kustomize carries out without an effect: an error in a stream. */
static bool check_effect(const struct replacement *rep, const struct ynode *at,
                         const struct resource *res, struct view path, struct error *err)
{
    struct transform *t = rep->run->t;
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!rep->run->writer.lost || t->face == FACE_STRICT || t->allow_unmatched)
        return true;
    buf_addf(&what, "field '" VIEW_FMT "' of ", VIEW_ARGS(path));
    object_ref_add(&what, &res->ref);
    if (t->log && t->log->forgives) {
        change_log_unmatched(t->log, buf_text(&what), NULL);
        return true;
    }
    error_set(err, ERROR_UNMATCHED, "%s:%u: the replacement of %s changes nothing", rep->file,
              ynode_line(at), buf_text(&what));
    return error_hint(err, "the path leads into a null, by '*' or an expression into a text, or "
                           "to a field of a text that cannot hold the value: Kustomize writes "
                           "nothing there");
}

/* Kustomize refuses an object without a kind or a name in the end. */
static bool check_identity(const struct replacement *rep, const struct ynode *at,
                           const struct object_ref *before, const struct resource *res,
                           struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if ((res->ref.kind.len || !before->kind.len) && (res->ref.name.len || !before->name.len))
        return true;
    object_ref_add(&name, before);
    return error_set(err, ERROR_INVALID, "%s:%u: the replacement takes from %s its %s", rep->file,
                     ynode_line(at), buf_text(&name), res->ref.kind.len ? "name" : "kind");
}

/* ---- targets ---- */

/* The selectors of one target, compiled. */
struct selection {
    struct target select;
    struct target *reject;
    size_t reject_len;
};

static void selection_release(struct selection *selection)
{
    target_release(&selection->select);
    for (size_t i = 0; i < selection->reject_len; i++)
        target_release(&selection->reject[i]);
    free(selection->reject);
}

static bool selection_compile(struct selection *selection, const struct replacement *rep,
                              const struct kust_replacement_target *spec, struct error *err)
{
    *selection = (struct selection){ .select = TARGET_INIT };
    if (!spec->select)
        return error_set(err, ERROR_INVALID, "%s:%u: a target must select objects", rep->file,
                         ynode_line(spec->node));
    if (!target_compile(&selection->select, spec->select, rep->file, err))
        return false;
    if (spec->reject_len)
        selection->reject = mem_alloc_zero(spec->reject_len, sizeof(*selection->reject));
    for (size_t i = 0; i < spec->reject_len; i++) {
        if (!target_compile(&selection->reject[i], &spec->reject[i], rep->file, err))
            return false;
        selection->reject_len++;
    }
    return true;
}

/* TARGET fits what RES is called, or was. */
static bool matches_any_id(const struct target *target, const struct resource *res)
{
    struct object_ref ref = res->ref;

    if (target_matches_id(target, &ref))
        return true;
    for (size_t i = 0; i < res->previous_len; i++) {
        ref.kind = res->previous[i].kind;
        ref.namespace = res->previous[i].namespace;
        ref.name = res->previous[i].name;
        if (target_matches_id(target, &ref))
            return true;
    }
    return false;
}

static bool has_id(const struct kust_target *spec)
{
    return spec->group.len || spec->version.len || spec->kind.len || spec->name.len ||
           spec->namespace.len;
}

/* Its labels reject an object whatever its id, and its id whatever the labels. */
static bool rejects(const struct target *target, const struct kust_target *spec,
                    const struct resource *res)
{
    bool has_labels = spec->label_selector.len || spec->annotation_selector.len;

    return (has_labels && target_matches_labels(target, res)) ||
           (has_id(spec) && matches_any_id(target, res));
}

static bool selection_has(const struct selection *selection,
                          const struct kust_replacement_target *spec, const struct resource *res)
{
    if (res->removed || !target_matches_labels(&selection->select, res) ||
        !matches_any_id(&selection->select, res))
        return false;
    for (size_t i = 0; i < selection->reject_len; i++)
        if (rejects(&selection->reject[i], &spec->reject[i], res))
            return false;
    return true;
}

static bool write_field(struct replacement *rep, struct resource *res, struct view path,
                        const struct ynode *at, const struct kust_field_options *options,
                        struct error *err)
{
    struct replacement_writer *writer = &rep->run->writer;
    struct object_ref before = res->ref;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    writer->file = rep->file;
    writer->line = ynode_line(at);
    if (replacement_write(writer, res, path, &rep->value, options, err))
        return check_identity(rep, at, &before, res, err) && check_effect(rep, at, res, path, err);
    object_ref_add(&name, &res->ref);
    return error_wrap(err, "%s:%u: the replacement of field '" VIEW_FMT "' of %s", rep->file,
                      ynode_line(at), VIEW_ARGS(path), buf_text(&name));
}

static bool write_fields(struct replacement *rep, const struct kust_replacement_target *spec,
                         struct resource *res, struct error *err)
{
    if (spec->field_paths_len == 0)
        return write_field(rep, res, VIEW(REPLACEMENT_FIELD_PATH), spec->node, spec->options, err);
    for (size_t i = 0; i < spec->field_paths_len; i++)
        if (!write_field(rep, res, spec->field_paths[i].text, spec->field_paths[i].node,
                         spec->options, err))
            return false;
    return true;
}

static bool fail_target(const struct replacement *rep, const struct kust_replacement_target *spec,
                        struct error *err)
{
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

    target_describe(&what, spec->select);
    return fail_unmatched(rep, spec->select->node, buf_text(&what), spec->select->kind,
                          spec->select->name, false, err);
}

static bool run_target(struct replacement *rep, const struct kust_replacement_target *spec,
                       struct error *err)
{
    struct transform *t = rep->run->t;
    struct selection selection;
    bool ok = selection_compile(&selection, rep, spec, err);
    size_t found = 0;

    for (size_t i = 0; ok && i < t->list->len; i++) {
        if (!selection_has(&selection, spec, t->list->resources[i]))
            continue;
        found++;
        ok = write_fields(rep, spec, t->list->resources[i], err);
    }
    selection_release(&selection);
    if (!ok || found || t->face == FACE_STRICT || t->allow_unmatched)
        return ok;
    return fail_target(rep, spec, err);
}

/* ---- one replacement ---- */

/* An empty text is a value, too. */
static bool has_value(const struct kust_replacement *spec)
{
    return spec->source_value.len || !ynode_is_null(ynode_get(spec->node, "sourceValue"));
}

/* In a file of its own a replacement may have an empty list of them. */
static bool has_targets(const struct replacement *rep)
{
    bool in_file = rep->file != rep->run->t->kust->file;

    return rep->spec->targets_len ||
           (in_file && ynode_is_seq(ynode_get(rep->spec->node, "targets")));
}

static bool check(const struct replacement *rep, struct error *err)
{
    const struct kust_replacement *spec = rep->spec;
    uint32_t line = ynode_line(spec->node);

    if ((!spec->source && !has_value(spec)) || !has_targets(rep))
        return error_set(err, ERROR_INVALID,
                         "%s:%u: a replacement needs a source and at least one target", rep->file,
                         line);
    if (spec->source && has_value(spec))
        return error_set(err, ERROR_INVALID,
                         "%s:%u: a replacement has either 'source' or 'sourceValue', not both",
                         rep->file, line);
    return true;
}

/* *FOUND is false when the source was not found and the change log says so. */
static bool read_value(struct replacement *rep, bool *found, struct error *err)
{
    const struct kust_replacement *spec = rep->spec;
    struct transform *t = rep->run->t;
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

    *found = true;
    if (!spec->source) {
        replacement_value_set(&rep->value, spec->source_value);
        return true;
    }
    if (!replacement_source_find(&rep->value, spec->source, t->list, err))
        return error_wrap(err, "%s:%u", rep->file, ynode_line(spec->source->node));
    if (rep->value.resource)
        return replacement_source_read(&rep->value, err) ||
               error_wrap(err, "%s:%u", rep->file, ynode_line(spec->source->node));
    *found = false;
    replacement_source_describe(&what, spec->source);
    return fail_unmatched(rep, spec->source->node, buf_text(&what), spec->source->kind,
                          spec->source->name, true, err);
}

static bool run_replacement(struct run *run, const struct kust_replacement *spec, const char *file,
                            struct error *err)
{
    struct transform *t = run->t;
    struct replacement rep = {
        .run = run, .spec = spec, .file = file, .value = REPLACEMENT_VALUE_INIT
    };
    bool found = false;
    bool ok = change_log_begin(t->log, t->list, file, ynode_line(spec->node), "replacement", err) &&
              check(&rep, err) && read_value(&rep, &found, err);

    for (size_t i = 0; ok && found && i < spec->targets_len; i++)
        ok = run_target(&rep, &spec->targets[i], err);
    replacement_value_release(&rep.value);
    return ok;
}

/* ---- files ---- */

/* The root of the first document of the file NAME, free of aliases. */
static bool read_file(struct run *run, const char *name, const char *shown,
                      const struct ynode **root, struct error *err)
{
    struct ydoc_options options = { .origin = shown, .own_text = true };
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);
    size_t first = run->docs.len;
    struct ydoc *doc;

    if (!loader_root_read(run->t->kust->root, &text, name, err) ||
        !ydoc_parse_all(&run->docs, buf_view(&text), &options, err))
        return false;
    *root = NULL;
    if (run->docs.len == first)
        return true;
    doc = run->docs.docs[first];
    if (ydoc_has_anchors(doc)) {
        doc = ydoc_copy(doc, err);
        if (!doc)
            return error_wrap(err, "%s", shown);
        ARRAY_GROW(run->docs.docs, run->docs.len, run->docs.cap);
        run->docs.docs[run->docs.len++] = doc;
    }
    *root = ydoc_root(doc);
    return true;
}

static bool run_node(struct run *run, const struct ynode *node, const char *file, struct error *err)
{
    struct kust_replacement spec = { .node = node };

    return decode_known(&spec, &kust_replacement_file_table, node, file, &run->arena, err) &&
           run_replacement(run, &spec, file, err);
}

static bool run_file(struct run *run, const struct kust_replacement *entry, struct error *err)
{
    const char *kust_file = run->t->kust->file;
    AUTO_CHARS name = view_copy(entry->path);
    AUTO_CHARS shown = loader_root_show(run->t->kust->root, name);
    const struct ynode *root;

    if (entry->source || entry->targets_len)
        return error_set(err, ERROR_INVALID,
                         "%s:%u: a replacement stands either here or in the file of 'path'",
                         kust_file, ynode_line(entry->node));
    if (!read_file(run, name, shown, &root, err))
        return error_wrap(err, "%s:%u", kust_file, ynode_line(entry->node));
    if (ynode_is_map(root))
        return run_node(run, root, shown, err);
    if (!ynode_is_seq(root))
        return error_set(err, ERROR_INVALID, "%s: expected a replacement or a list of them, not %s",
                         shown, ynode_kind_name(root));
    for (size_t i = 0; i < ynode_len(root); i++)
        if (!run_node(run, ynode_at(root, i), shown, err))
            return false;
    return true;
}

bool transform_replacements(struct transform *t, struct error *err)
{
    const struct kust_fields *fields = &t->kust->fields;
    struct run run = { .t = t, .docs = YDOC_LIST_INIT, .arena = ARENA_INIT };
    bool ok = true;

    replacement_writer_init(&run.writer);
    for (size_t i = 0; ok && i < fields->replacements_len; i++) {
        const struct kust_replacement *entry = &fields->replacements[i];
        ok = entry->path.len ? run_file(&run, entry, err)
                             : run_replacement(&run, entry, t->kust->file, err);
    }
    ok = ok && replacement_writer_check(&run.writer, err);
    replacement_writer_release(&run.writer);
    ydoc_list_release(&run.docs);
    arena_release(&run.arena);
    return ok;
}
