/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/history.h"

#include <stdint.h>
#include <stdlib.h>

#include "archive/gzip.h"
#include "base/alloc.h"
#include "base/base64.h"
#include "base/num.h"
#include "kube/object.h"
#include "workload/ownership.h"
#include "yaml/emit.h"

/* A number is taken by what an earlier workload of the name left, or by another launcher. */
#define NUMBER_TRIES 20

static const struct kube_resource secrets = {
    .group = "",
    .version = "v1",
    .kind = "Secret",
    .plural = "secrets",
    .namespaced = true,
    .listable = true,
    .deletable = true,
    .preferred = true,
};

static struct view annotation(const struct ynode *object, const char *key)
{
    return ynode_text(ynode_get_path(object, "metadata", "annotations", key, NULL));
}

static struct view metadata_text(const struct ynode *object, const char *key)
{
    return ynode_text(ynode_get_path(object, "metadata", key, NULL));
}

/* ---- names */

char *history_secret_name(const char *name, unsigned number)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&text, "%s" HISTORY_INFIX "%u", name, number);
    return buf_take(&text);
}

unsigned history_number_of(const struct ynode *secret, const char *name)
{
    struct view text = metadata_text(secret, "name");
    uint64_t number;

    if (!view_starts(text, view_of(name)))
        return 0;
    text = view_sub(text, strlen(name), text.len);
    if (!view_starts(text, VIEW(HISTORY_INFIX)))
        return 0;
    text = view_sub(text, strlen(HISTORY_INFIX), text.len);
    /* "03" names another object than 3 does. */
    if (view_starts(text, VIEW("0")) || !num_parse_u64(text, &number) ||
        number > HISTORY_NUMBER_MAX)
        return 0;
    return (unsigned)number;
}

/* ---- the versions */

void history_release(struct history *history)
{
    for (size_t i = 0; i < history->len; i++) {
        struct history_version *version = &history->versions[i];

        free(version->uid);
        free(version->created);
        free(version->action);
        free(version->template);
        free(version->revision);
        free(version->note);
        free(version->launcher);
    }
    free(history->versions);
    *history = (struct history)HISTORY_INIT;
}

struct listing {
    struct history *history;
    const char *name;
};

static bool take_version(void *context, const struct ynode *item, struct error *err)
{
    struct listing *to = context;
    unsigned number = history_number_of(item, to->name);
    struct history *history = to->history;

    if (number == 0)
        return true;
    if (history->len >= HISTORY_VERSIONS_MAX)
        return error_set(err, ERROR_LIMIT, "the history has over %d versions",
                         HISTORY_VERSIONS_MAX);
    ARRAY_GROW(history->versions, history->len, history->cap);
    history->versions[history->len++] = (struct history_version){
        .number = number,
        .uid = view_copy(metadata_text(item, "uid")),
        .created = view_copy(metadata_text(item, "creationTimestamp")),
        .action = view_copy(annotation(item, HISTORY_ACTION_ANNOTATION)),
        .template = view_copy(annotation(item, HISTORY_TEMPLATE_ANNOTATION)),
        .revision = view_copy(annotation(item, HISTORY_REVISION_ANNOTATION)),
        .note = view_copy(annotation(item, HISTORY_NOTE_ANNOTATION)),
        .launcher = view_copy(annotation(item, RECORD_LAUNCHER_ANNOTATION)),
        .state = record_state_read(annotation(item, RECORD_STATE_ANNOTATION)),
    };
    return true;
}

static int by_number(const void *a, const void *b)
{
    const struct history_version *left = a, *right = b;

    return left->number < right->number ? -1 : left->number > right->number;
}

bool history_list(struct history *history, const struct history_place *place, struct error *err)
{
    struct listing to = { history, place->name };
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) selector = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kube_list list = { .accept = KUBE_METADATA_LIST,
                              .receive = take_version,
                              .context = &to };

    kube_resource_add_path(&path, &secrets, view_of(place->namespace), VIEW_EMPTY);
    buf_addf(&selector, OWNERSHIP_LABEL "=%s", place->name);
    buf_add(&path, "?labelSelector=");
    buf_add_urlescaped(&path, buf_view(&selector));
    buf_add(&path, "&fieldSelector=");
    buf_add_urlescaped(&path, VIEW("type=" HISTORY_TYPE));
    list.path = buf_text(&path);
    if (!kube_list(place->client, &list, err))
        return false;
    if (history->len > 1)
        qsort(history->versions, history->len, sizeof(*history->versions), by_number);
    return true;
}

const struct history_version *history_find(const struct history *history, unsigned number)
{
    for (size_t i = 0; i < history->len; i++)
        if (history->versions[i].number == number)
            return &history->versions[i];
    return NULL;
}

const struct history_version *history_newest_good(const struct history *history, unsigned before,
                                                  unsigned recorded)
{
    for (size_t i = history->len; i > 0; i--) {
        const struct history_version *version = &history->versions[i - 1];

        if ((before == 0 || version->number < before) &&
            (version->state == RECORD_COMPLETE || version->number == recorded))
            return version;
    }
    return NULL;
}

/* ---- a new version */

static void set_base64(struct ydoc *doc, struct ynode *data, const char *key, struct view bytes)
{
    AUTO(buf) text = BUF_INIT(YAML_INPUT_BYTES_MAX);

    base64_encode(&text, bytes);
    ynode_set_string(doc, data, key, buf_view(&text));
}

/* Not cut within a character. */
static struct view first_line(const char *text)
{
    struct view all = view_of(text);
    struct view line = view_sub(all, 0, view_find_byte(all, '\n', 0));
    size_t end = HISTORY_NOTE_BYTES_MAX;

    while (end < line.len && end > 0 && ((unsigned char)line.data[end] & 0xc0) == 0x80)
        end--;
    return view_sub(line, 0, end);
}

static struct ynode *make_metadata(struct ydoc *doc, const struct history_place *place,
                                   const struct history_facts *facts, unsigned number)
{
    struct ynode *metadata = ynode_new_map(doc);
    AUTO_CHARS name = history_secret_name(place->name, number);
    struct ynode *labels, *annotations;

    ynode_set_string(doc, metadata, "name", view_of(name));
    ynode_set_string(doc, metadata, "namespace", view_of(place->namespace));
    labels = ynode_need_map(doc, metadata, "labels");
    ynode_set_string(doc, labels, OWNERSHIP_LABEL, view_of(place->name));
    annotations = ynode_need_map(doc, metadata, "annotations");
    ynode_set_string(doc, annotations, HISTORY_ACTION_ANNOTATION, view_of(facts->action));
    ynode_set_string(doc, annotations, HISTORY_TEMPLATE_ANNOTATION, view_of(facts->template));
    ynode_set_string(doc, annotations, HISTORY_REVISION_ANNOTATION, view_of(facts->revision));
    ynode_set_string(doc, annotations, HISTORY_NOTE_ANNOTATION, first_line(facts->note));
    ynode_set_string(doc, annotations, RECORD_LAUNCHER_ANNOTATION, view_of(facts->launcher));
    ynode_set_string(doc, annotations, RECORD_STATE_ANNOTATION,
                     view_of(record_state_name(RECORD_APPLYING)));
    return metadata;
}

/* The packed data of a version; what is over the limit is left out and noted. */
struct packed {
    struct buf document;
    struct buf manifests;
};

static void packed_release(struct packed *packed)
{
    buf_release(&packed->document);
    buf_release(&packed->manifests);
}

static bool pack(struct packed *packed, const struct history_facts *facts, struct strv *notes,
                 struct error *err)
{
    if (!emit_yaml(&packed->document, facts->document, EMIT_FAITHFUL, YAML_1_1, err))
        return error_wrap(err, "the answers");
    if (facts->manifests.len > HISTORY_MANIFESTS_BYTES_MAX ||
        !gzip_pack(&packed->manifests, facts->manifests, NULL) ||
        packed->document.len + packed->manifests.len > HISTORY_BYTES_MAX) {
        strv_addf(notes,
                  "the manifests are over %zu bytes, even packed: no rollback will lead to here",
                  HISTORY_BYTES_MAX);
        buf_clear(&packed->manifests);
    }
    return true;
}

static struct ynode *make_secret(struct ydoc *doc, const struct history_place *place,
                                 const struct history_facts *facts, const struct packed *packed,
                                 unsigned number)
{
    struct ynode *root = ynode_new_map(doc);
    struct ynode *data = ynode_new_map(doc);

    ynode_set_string(doc, root, "apiVersion", VIEW("v1"));
    ynode_set_string(doc, root, "kind", VIEW("Secret"));
    ynode_set_string(doc, root, "type", VIEW(HISTORY_TYPE));
    ynode_set(doc, root, VIEW("metadata"), make_metadata(doc, place, facts, number));
    set_base64(doc, data, HISTORY_DOCUMENT, buf_view(&packed->document));
    if (packed->manifests.len > 0)
        set_base64(doc, data, HISTORY_MANIFESTS, buf_view(&packed->manifests));
    ynode_set(doc, root, VIEW("data"), data);
    return root;
}

static unsigned newest_number(const struct history_place *place)
{
    AUTO(history) history = HISTORY_INIT;

    return history_list(&history, place, NULL) && history.len > 0
               ? history.versions[history.len - 1].number
               : 0;
}

static bool create(unsigned *number, const struct history_place *place,
                   const struct history_facts *facts, const struct packed *packed,
                   struct error *err)
{
    unsigned next = facts->after + 1, newest;

    for (int tries = 0;; tries++) {
        AUTO_FREE(ydoc) doc = ydoc_new();
        AUTO(error) problem = ERROR_INIT;

        if (next > HISTORY_NUMBER_MAX)
            return error_set(err, ERROR_LIMIT, "there is a version %u already, the last number",
                             HISTORY_NUMBER_MAX);
        if (kube_object_create(place->client, &secrets,
                               make_secret(doc, place, facts, packed, next), KUBE_WRITE, NULL,
                               &problem)) {
            *number = next;
            return true;
        }
        if (problem.code != ERROR_CONFLICT || tries == NUMBER_TRIES)
            return error_move(err, &problem);
        newest = tries == 0 ? newest_number(place) : 0;
        next = newest > next ? newest + 1 : next + 1;
    }
}

bool history_write(unsigned *number, const struct history_place *place,
                   const struct history_facts *facts, struct strv *notes, struct error *err)
{
    AUTO(packed) packed = { BUF_INIT(HISTORY_BYTES_MAX), BUF_INIT(HISTORY_BYTES_MAX) };
    AUTO(error) problem = ERROR_INIT;

    *number = 0;
    if (pack(&packed, facts, notes, &problem) && create(number, place, facts, &packed, &problem))
        return true;
    if (problem.code == ERROR_INTERRUPTED)
        return error_move(err, &problem);
    strv_addf(notes, "no history is kept: %s", error_message(&problem));
    return true;
}

static bool patch_version(const struct history_place *place, unsigned number,
                          const struct ynode *patch, struct error *err)
{
    AUTO_CHARS name = history_secret_name(place->name, number);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO_FREE(ydoc) stored = NULL;

    return emit_json(&text, patch, 0, YAML_1_1, err) &&
           kube_object_merge_patch(place->client, &secrets, view_of(place->namespace),
                                   view_of(name), buf_view(&text), KUBE_WRITE, &stored, err);
}

bool history_finish(const struct history_place *place, unsigned number, enum record_state state,
                    const char *note, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *root = ynode_new_map(doc);
    struct ynode *annotations =
        ynode_need_map(doc, ynode_need_map(doc, root, "metadata"), "annotations");

    if (number == 0)
        return true;
    ynode_set_string(doc, annotations, RECORD_STATE_ANNOTATION, view_of(record_state_name(state)));
    if (note)
        ynode_set_string(doc, annotations, HISTORY_NOTE_ANNOTATION, first_line(note));
    return patch_version(place, number, root, err);
}

bool history_remove(const struct history_place *place, unsigned number, struct error *err)
{
    AUTO_CHARS name = history_secret_name(place->name, number);
    bool gone;

    return number == 0 || kube_object_delete(place->client, &secrets, view_of(place->namespace),
                                             view_of(name), VIEW_EMPTY, &gone, err);
}

bool history_prune(const struct history_place *place, const struct history *history,
                   unsigned recorded, struct error *err)
{
    const struct history_version *good = history_newest_good(history, 0, recorded);
    size_t left = history->len;

    for (size_t i = 0; i < history->len && left > HISTORY_KEPT; i++) {
        const struct history_version *version = &history->versions[i];
        AUTO_CHARS name = history_secret_name(place->name, version->number);
        bool gone;

        if (version == good)
            continue;
        if (!kube_object_delete(place->client, &secrets, view_of(place->namespace), view_of(name),
                                view_of(version->uid), &gone, err))
            return false;
        left--;
    }
    return true;
}

/* ---- one version with its data */

void history_data_release(struct history_data *data)
{
    ydoc_free(data->doc);
    data->doc = NULL;
    buf_release(&data->manifests);
    buf_release(&data->text);
}

static bool unpack(struct history_data *data, const struct ynode *secret, const char *origin,
                   struct error *err)
{
    const struct ynode *values = ynode_get(secret, "data");
    struct view manifests = ynode_text(ynode_get(values, HISTORY_MANIFESTS));
    AUTO(buf) packed = BUF_INIT(HISTORY_BYTES_MAX);

    if (!base64_decode(&data->text, ynode_text(ynode_get(values, HISTORY_DOCUMENT)), BASE64_STRICT,
                       err))
        return false;
    data->doc = ydoc_parse(buf_view(&data->text), origin, err);
    if (!data->doc)
        return false;
    if (!ynode_is_map(ydoc_root(data->doc)))
        return error_set(err, ERROR_INVALID, "its '" HISTORY_DOCUMENT "' is no mapping");
    return manifests.len == 0 || (base64_decode(&packed, manifests, BASE64_STRICT, err) &&
                                  gzip_unpack(&data->manifests, buf_view(&packed), err));
}

bool history_read(struct history_data *data, const struct history_place *place, unsigned number,
                  struct error *err)
{
    AUTO_CHARS name = history_secret_name(place->name, number);
    AUTO_FREE(ydoc) doc = NULL;

    if (!kube_object_get(place->client, &secrets, view_of(place->namespace), view_of(name), &doc,
                         err))
        return false;
    if (!doc)
        return error_set(err, ERROR_NOT_FOUND, "there is no version %u of '%s'", number,
                         place->name);
    if (unpack(data, ydoc_root(doc), name, err))
        return true;
    if (err && err->code == ERROR_SYNTAX)
        err->code = ERROR_INVALID;
    return error_wrap(err, "Secret/%s cannot be read", name);
}
