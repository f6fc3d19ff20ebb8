/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/mounts.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "kube/discovery.h"
#include "kube/object.h"
#include "launch/name.h"
#include "manifest/object.h"

#define ANNOTATION(name) "kuiper.juno-innovations.com/" name
#define FORM             "auto, none or CLAIM[:PATH[:SUBPATH]]"
#define PATH_BYTES_MAX   4096
#define NAMES_TOLD_MAX   5

static const struct kube_resource claims = { .group = "",
                                             .version = "v1",
                                             .kind = "PersistentVolumeClaim",
                                             .plural = "persistentvolumeclaims",
                                             .namespaced = true };

/* One claim at one place. */
struct mount {
    char *claim;
    char *path;
    char *sub_path; /* "": the whole claim */
};

struct mounts {
    struct project *project;
    const struct project_request *request;
    struct mount *items;
    size_t len;
    size_t cap;
};

static void mounts_release(struct mounts *mounts)
{
    for (size_t i = 0; i < mounts->len; i++) {
        free(mounts->items[i].claim);
        free(mounts->items[i].path);
        free(mounts->items[i].sub_path);
    }
    free(mounts->items);
}

/* ---- what a path may be ---- */

static bool has_parent_step(struct view path)
{
    struct view part;

    while (view_cut(&path, '/', &part))
        if (view_is(part, ".."))
            return true;
    return false;
}

static bool is_path(struct view path)
{
    for (size_t at = 0; at < path.len;) {
        uint32_t code = utf8_next(path, &at);

        if (code == UTF8_BAD || code < 0x20 || code == ':' || (code >= 0x7f && code < 0xa0))
            return false;
    }
    return path.len > 0 && path.len <= PATH_BYTES_MAX && !has_parent_step(path);
}

/* Why it cannot be mounted so; NULL: it can. */
static const char *mount_problem(struct view path, struct view sub_path)
{
    if (!is_path(path) || path.data[0] != '/' || path.len == 1)
        return "is mounted at an absolute path without ':' and '..'";
    if (sub_path.len > 0 && (!is_path(sub_path) || sub_path.data[0] == '/'))
        return "has a sub-path that is relative, without ':' and '..'";
    return NULL;
}

static bool add_mount(struct mounts *mounts, struct view claim, struct view path,
                      struct view sub_path, struct error *err)
{
    for (size_t i = 0; i < mounts->len; i++)
        if (view_is(path, mounts->items[i].path)) {
            strv_addf(&mounts->project->warnings,
                      "PersistentVolumeClaim/" VIEW_FMT " is not mounted: '%s' is taken by %s",
                      VIEW_ARGS(claim), mounts->items[i].path, mounts->items[i].claim);
            return true;
        }
    if (mounts->len >= MOUNTS_MAX)
        return error_set(err, ERROR_LIMIT,
                         "there are over %d claims to mount: name some by --mounts", MOUNTS_MAX);
    ARRAY_GROW(mounts->items, mounts->len, mounts->cap);
    mounts->items[mounts->len++] = (struct mount){ .claim = view_copy(claim),
                                                   .path = view_copy(path),
                                                   .sub_path = view_copy(sub_path) };
    return true;
}

/* ---- claims as they are ---- */

static struct view annotation(const struct ynode *claim, const char *name)
{
    return view_trim(ynode_text(ynode_get_path(claim, "metadata", "annotations", name, NULL)));
}

/* The word "none" and nothing both say that the whole claim is meant. */
static struct view sub_path_of(const struct ynode *claim)
{
    struct view text = annotation(claim, ANNOTATION("sub-path"));

    return view_is(text, "none") ? VIEW_EMPTY : text;
}

/* The claim is for everybody, or for USER, or for a group of his. */
static bool may_mount(const struct mounts *mounts, const struct ynode *list)
{
    for (size_t i = 0; i < ynode_len(list); i++) {
        AUTO_CHARS name = view_copy(ynode_text(ynode_at(list, i)));
        const char *user = mounts->request->user, *group = mounts->request->group;

        if ((user && strcmp(name, user) == 0) || (group && strcmp(name, group) == 0) ||
            strv_has(&mounts->project->groups, name) ||
            (mounts->project->group.text && strcmp(name, mounts->project->group.text) == 0))
            return true;
    }
    return ynode_len(list) == 0;
}

static bool take_claim(void *context, const struct ynode *claim, struct error *err)
{
    struct mounts *mounts = context;
    struct view name = ynode_text(ynode_get_path(claim, "metadata", "name", NULL));
    struct view path = annotation(claim, ANNOTATION("container-path"));
    struct view access = annotation(claim, ANNOTATION("mount-access"));
    AUTO_FREE(ydoc) list = NULL;
    const char *wrong;

    if (path.len == 0)
        return true;
    list = access.len > 0 ? ydoc_parse(access, "mount-access", NULL) : ydoc_new();
    wrong = !list || (ydoc_root(list) && !ynode_is_seq(ydoc_root(list)))
                ? "has a mount-access that is no list"
                : mount_problem(path, sub_path_of(claim));
    if (wrong) {
        strv_addf(&mounts->project->warnings,
                  "PersistentVolumeClaim/" VIEW_FMT " is left out: it %s", VIEW_ARGS(name), wrong);
        return true;
    }
    return !may_mount(mounts, ydoc_root(list)) ||
           add_mount(mounts, name, path, sub_path_of(claim), err);
}

static bool take_all(struct mounts *mounts, bool asked, struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct kube_list list = { .receive = take_claim, .context = mounts };

    kube_resource_add_path(&path, &claims, view_of(mounts->request->namespace), VIEW_EMPTY);
    list.path = buf_text(&path);
    if (kube_list(mounts->request->client, &list, &problem))
        return true;
    if (asked || (problem.code != ERROR_FORBIDDEN && problem.code != ERROR_NOT_FOUND)) {
        error_move(err, &problem);
        return error_wrap(err, "cannot list the claims to mount");
    }
    if (problem.code == ERROR_FORBIDDEN)
        strv_addf(&mounts->project->warnings, "no claims are mounted: %s", error_message(&problem));
    return true;
}

/* ---- claims as named ---- */

static bool take_named(struct mounts *mounts, const char *word, struct error *err)
{
    struct view rest = view_of(word), name = VIEW_EMPTY, path = VIEW_EMPTY, sub_path;
    AUTO_FREE(ydoc) doc = NULL;
    const char *wrong;

    view_cut(&rest, ':', &name);
    view_cut(&rest, ':', &path);
    sub_path = rest;
    if (!name_is_subdomain(name))
        return error_set(err, ERROR_USAGE, "invalid argument '%s' for --mounts: not " FORM, word);
    if (mounts->request->client &&
        !kube_object_get(mounts->request->client, &claims, view_of(mounts->request->namespace),
                         name, &doc, err))
        return false;
    if (mounts->request->client && !doc)
        return error_set(err, ERROR_NOT_FOUND,
                         "there is no PersistentVolumeClaim '" VIEW_FMT "' in namespace '%s' "
                         "(--mounts)",
                         VIEW_ARGS(name), mounts->request->namespace);
    if (path.len == 0 && doc) {
        path = annotation(ydoc_root(doc), ANNOTATION("container-path"));
        sub_path = sub_path_of(ydoc_root(doc));
    }
    if (path.len == 0)
        return error_set(err, ERROR_USAGE,
                         "where is '" VIEW_FMT "' to be mounted? --mounts " VIEW_FMT ":/PATH",
                         VIEW_ARGS(name), VIEW_ARGS(name));
    wrong = mount_problem(path, sub_path);
    if (wrong)
        return error_set(err, ERROR_USAGE, "invalid argument '%s' for --mounts: a claim %s", word,
                         wrong);
    return add_mount(mounts, name, path, sub_path, err);
}

static bool take_words(struct mounts *mounts, const struct strv *words, struct error *err)
{
    bool none = words && strv_has(words, PROJECT_NONE);
    bool automatic = !words || words->len == 0 || strv_has(words, PROJECT_AUTO);

    if (none && words->len > 1)
        return error_set(err, ERROR_USAGE, "--mounts none allows no other --mounts");
    for (size_t i = 0; words && !none && i < words->len; i++)
        if (strcmp(words->items[i], PROJECT_AUTO) != 0 && !take_named(mounts, words->items[i], err))
            return false;
    return none || !automatic || !mounts->request->client ||
           take_all(mounts, words && words->len > 0, err);
}

/* ---- values ---- */

/* A volume is called after its claim; where that is no label, as near to it as can be. */
static char *volume_name(const char *claim, struct view ending)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (const char *c = claim; *c && name.len < OBJECT_LABEL_BYTES_MAX - ending.len; c++)
        buf_add_byte(&name, *c == '.' ? '-' : *c);
    while (name.len > 0 && name.data[name.len - 1] == '-')
        name.len--;
    buf_add_view(&name, ending);
    return buf_take(&name);
}

static bool has_volume(const struct ynode *volumes, const char *name)
{
    for (size_t i = 0; i < ynode_len(volumes); i++)
        if (view_is(ynode_text(ynode_get(ynode_at(volumes, i), "name")), name))
            return true;
    return false;
}

/* Claims may be told apart only by what a label cannot have: those that follow are numbered. */
static char *free_name(const struct ynode *volumes, const char *claim)
{
    char *name = volume_name(claim, VIEW_EMPTY);

    for (unsigned number = 2; has_volume(volumes, name); number++) {
        AUTO(buf) ending = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&ending, "-%u", number);
        free(name);
        name = volume_name(claim, buf_view(&ending));
    }
    return name;
}

/* The volume of CLAIM, made when there is none. */
static const struct ynode *need_volume(struct project *project, const char *claim)
{
    struct ydoc *doc = project->doc;
    AUTO_CHARS name = NULL;
    struct ynode *volume;

    for (size_t i = 0; i < ynode_len(project->volumes); i++) {
        volume = ynode_at(project->volumes, i);
        if (view_is(ynode_text(ynode_get_path(volume, "persistentVolumeClaim", "claimName", NULL)),
                    claim))
            return volume;
    }
    volume = ynode_new_map(doc);
    name = free_name(project->volumes, claim);
    ynode_set_string(doc, volume, "name", view_of(name));
    ynode_set_string(doc, ynode_need_map(doc, volume, "persistentVolumeClaim"), "claimName",
                     view_of(claim));
    ynode_add(doc, project->volumes, volume);
    return volume;
}

static void add_values(struct project *project, const struct mount *mount)
{
    struct ydoc *doc = project->doc;
    struct ynode *entry = ynode_new_map(doc);
    const struct ynode *volume = need_volume(project, mount->claim);

    ynode_set_string(doc, entry, "name", ynode_text(ynode_get(volume, "name")));
    ynode_set_string(doc, entry, "mountPath", view_of(mount->path));
    if (*mount->sub_path)
        ynode_set_string(doc, entry, "subPath", view_of(mount->sub_path));
    ynode_add(doc, project->mounts, entry);
}

static int compare(const void *left, const void *right)
{
    const struct mount *a = left, *b = right;
    int order = strcmp(a->claim, b->claim);

    return order != 0 ? order : strcmp(a->path, b->path);
}

static void make_values(struct project *project, struct mounts *mounts)
{
    AUTO(buf) from = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (mounts->len == 0)
        return;
    if (!project->doc)
        project->doc = ydoc_new();
    project->volumes = ynode_new_seq(project->doc);
    project->mounts = ynode_new_seq(project->doc);
    qsort(mounts->items, mounts->len, sizeof(*mounts->items), compare);
    for (size_t i = 0; i < mounts->len; i++) {
        add_values(project, &mounts->items[i]);
        if (i < NAMES_TOLD_MAX)
            buf_addf(&from, "%sPersistentVolumeClaim/%s", i > 0 ? ", " : "",
                     mounts->items[i].claim);
    }
    if (mounts->len > NAMES_TOLD_MAX)
        buf_addf(&from, " and %zu more", mounts->len - NAMES_TOLD_MAX);
    project->mounts_from = buf_take(&from);
}

bool mounts_read(struct project *project, const struct project_request *request, struct error *err)
{
    AUTO(mounts) mounts = { .project = project, .request = request };

    if (!take_words(&mounts, request->mounts, err))
        return false;
    make_values(project, &mounts);
    return true;
}
