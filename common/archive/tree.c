/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/tree.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"

/* What a path of the map stands for. */
struct place {
    struct view path; /* as written: another spelling of the same letters is a clash */
    bool directory;
    bool implied;  /* a directory that only the paths below it name */
    size_t member; /* index + 1; 0 when implied */
};

void archive_tree_release(struct archive_tree *tree)
{
    free(tree->members);
    map_release(&tree->paths);
    arena_release(&tree->arena);
    *tree = (struct archive_tree)ARCHIVE_TREE_INIT;
}

/* ---- names ---- */

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
           utf8_is_bidi_control(code);
}

/* What is wrong with the characters of PATH; NULL when nothing is. */
static const char *characters_problem(struct view path)
{
    for (size_t at = 0; at < path.len;) {
        uint32_t code = utf8_next(path, &at);

        if (code == UTF8_BAD)
            return "it is not UTF-8";
        if (is_control(code))
            return "it has a control character";
        if (code == '\\')
            return "it has a backslash";
        /* Two spellings of one name would meet on a file system that composes them. */
        switch (utf8_category(code)) {
        case UTF8_MN:
        case UTF8_MC:
        case UTF8_ME:
            return "it has a combining mark";
        case UTF8_CN:
        case UTF8_CF:
        case UTF8_CS:
            return "it has an invisible character";
        default:
            break;
        }
    }
    return NULL;
}

static bool has_drive(struct view path)
{
    char letter = path.len >= 2 && path.data[1] == ':' ? path.data[0] : '\0';

    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

static const char *path_problem(struct view path)
{
    const char *problem;
    size_t start = 0;

    if (path.len == 0)
        return "it is empty";
    if (path.data[0] == '/' || has_drive(path))
        return "it is absolute";
    problem = characters_problem(path);
    if (problem)
        return problem;
    while (start <= path.len) {
        size_t end = view_find_byte(path, '/', start);
        struct view part = view_sub(path, start, end);

        if (part.len == 0)
            return "it has an empty part";
        if (view_is(part, ".") || view_is(part, ".."))
            return "it has a part '.' or '..'";
        if (part.len > ARCHIVE_NAME_BYTES_MAX)
            return "a part is longer than 255 bytes";
        start = end + 1;
    }
    return NULL;
}

/* Data of strangers, cut: a message is for a person. */
static bool refuse(struct error *err, enum error_code code, struct view path, const char *problem)
{
    struct view shown = view_sub(path, 0, 200);

    return error_set(err, code, "member '" VIEW_FMT "%s': %s", VIEW_ARGS(shown),
                     shown.len < path.len ? "..." : "", problem);
}

/* ---- members ---- */

static struct view folded(struct buf *out, struct view path)
{
    buf_clear(out);
    for (size_t i = 0; i < path.len; i++) {
        char byte = path.data[i];

        buf_add_byte(out, byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte);
    }
    return buf_view(out);
}

/* Can PATH be there as a directory (implied by a longer path, or itself a member)? */
static const char *place_problem(const struct place *place, struct view path, bool directory,
                                 bool implied)
{
    if (!place)
        return NULL;
    if (!view_eq(place->path, path))
        return "another member differs only in the case of letters";
    if (place->directory != directory)
        return "it is both a file and a directory";
    if (!implied && !place->implied)
        return "it is there twice";
    return NULL;
}

static const char *clash(const struct archive_tree *tree, struct view path, bool directory)
{
    AUTO(buf) key = BUF_INIT(ARCHIVE_PATH_BYTES_MAX);

    for (size_t end = view_find_byte(path, '/', 0); end < path.len;
         end = view_find_byte(path, '/', end + 1)) {
        struct view parent = view_sub(path, 0, end);
        const char *problem =
            place_problem(map_get(&tree->paths, folded(&key, parent)), parent, true, true);

        if (problem)
            return problem;
    }
    return place_problem(map_get(&tree->paths, folded(&key, path)), path, directory, false);
}

static void remember(struct archive_tree *tree, struct view path, bool directory, size_t member)
{
    AUTO(buf) key = BUF_INIT(ARCHIVE_PATH_BYTES_MAX);
    struct view name = folded(&key, path);
    struct place *place = map_get(&tree->paths, name);

    if (!place) {
        place = arena_alloc_zero(&tree->arena, 1, sizeof(*place));
        place->path = path;
        place->implied = true;
        map_set(&tree->paths, name, place);
    }
    place->directory = directory;
    if (member > 0) {
        place->implied = false;
        place->member = member;
    }
}

static void remember_all(struct archive_tree *tree, struct view path, bool directory)
{
    for (size_t end = view_find_byte(path, '/', 0); end < path.len;
         end = view_find_byte(path, '/', end + 1))
        remember(tree, view_sub(path, 0, end), true, 0);
    remember(tree, path, directory, tree->len);
}

bool archive_tree_add(struct archive_tree *tree, struct view path, bool directory, bool executable,
                      size_t size, char **bytes, struct error *err)
{
    const char *problem;
    struct archive_member *member;
    char *room;

    if (path.len > ARCHIVE_PATH_BYTES_MAX)
        return refuse(err, ERROR_LIMIT, path, "its path is longer than 1024 bytes");
    problem = path_problem(path);
    if (problem)
        return refuse(err, ERROR_FORBIDDEN, path, problem);
    problem = clash(tree, path, directory);
    if (problem)
        return refuse(err, ERROR_CONFLICT, path, problem);
    if (tree->len >= ARCHIVE_MEMBERS_MAX)
        return error_set(err, ERROR_LIMIT, "more than %d members", ARCHIVE_MEMBERS_MAX);
    if (size > ARCHIVE_BYTES_MAX - tree->total_bytes)
        return error_set(err, ERROR_LIMIT, "more than %zu bytes unpacked", ARCHIVE_BYTES_MAX);
    ARRAY_GROW(tree->members, tree->len, tree->cap);
    member = &tree->members[tree->len++];
    room = size > 0 ? arena_alloc(&tree->arena, size) : NULL;
    *member = (struct archive_member){
        .path = arena_copy(&tree->arena, path),
        .bytes = view_make(room, size),
        .directory = directory,
        .executable = executable,
    };
    tree->total_bytes += size;
    remember_all(tree, member->path, directory);
    if (bytes)
        *bytes = room;
    return true;
}

const struct archive_member *archive_tree_file(const struct archive_tree *tree, const char *path)
{
    AUTO(buf) key = BUF_INIT(ARCHIVE_PATH_BYTES_MAX);
    const struct place *place = map_get(&tree->paths, folded(&key, view_of(path)));

    if (!place || place->directory || !view_is(place->path, path))
        return NULL;
    return &tree->members[place->member - 1];
}

static int by_path(const void *a, const void *b)
{
    return view_cmp(((const struct archive_member *)a)->path,
                    ((const struct archive_member *)b)->path);
}

void archive_tree_sort(struct archive_tree *tree)
{
    if (tree->len > 1)
        qsort(tree->members, tree->len, sizeof(*tree->members), by_path);
    for (size_t i = 0; i < tree->len; i++)
        remember(tree, tree->members[i].path, tree->members[i].directory, i + 1);
}

void archive_tree_revision(struct archive_tree *tree, char revision[ARCHIVE_REVISION_BYTES])
{
    struct digest digest;
    char hex[DIGEST_HEX_BYTES];

    archive_tree_sort(tree);
    digest_init(&digest);
    for (size_t i = 0; i < tree->len; i++) {
        const struct archive_member *member = &tree->members[i];
        char length[32];

        if (member->directory)
            continue;
        snprintf(length, sizeof(length), "%zu", member->bytes.len);
        digest_add(&digest, member->path);
        digest_add(&digest, VIEW("\0"));
        digest_add(&digest, view_make(length, strlen(length) + 1));
        digest_add(&digest, member->bytes);
    }
    digest_hex(&digest, hex);
    memcpy(revision, hex, ARCHIVE_REVISION_BYTES - 1);
    revision[ARCHIVE_REVISION_BYTES - 1] = '\0';
}
