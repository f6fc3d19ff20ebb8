/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/scripts.h"

#include <unistd.h>

#include "base/base64.h"
#include "harness/test.h"
#include "unit/archive/pack.h"
#include "yaml/ydoc.h"

static void find(const char *yaml, const char *words, enum error_code code)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(yaml), "x", NULL);
    struct view payload = VIEW_EMPTY;
    struct error err = ERROR_INIT;

    ASSERT_FAILS(scripts_find_payload(&payload, ydoc_root(doc), &err), err, code, words);
}

TEST(scripts, R_059_a_config_map_without_a_usable_payload_is_told)
{
    find("data: {}", "there is no packaged_scripts.base64", ERROR_NOT_FOUND);
    find("data: {packaged_scripts.base64: ''}", "is empty", ERROR_NOT_FOUND);
    find("data: {packaged_scripts.base64: {a: b}}", "no text but a mapping", ERROR_INVALID);
    find("binaryData: {packaged_scripts.base64: eA==}", "binaryData", ERROR_INVALID);
}

static void make_package(struct buf *base64, const char *wrap)
{
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(PACK_BYTES_MAX);

    pack_add(&tar, &(struct pack_member){ .name = "scripts/chart/Chart.yaml", .text = "name: x" });
    pack_end(&tar);
    pack_gzip(&packed, buf_view(&tar));
    base64_encode(&line, buf_view(&packed));
    for (size_t at = 0; at < line.len; at += 20) {
        buf_add_view(base64, view_sub(buf_view(&line), at, at + 20));
        buf_add(base64, wrap);
    }
}

TEST(scripts, R_056_wrapped_base64_is_accepted)
{
    static const char *const wraps[] = { "", "\n", "\r\n", "  \n" };

    for (size_t i = 0; i < ARRAY_SIZE(wraps); i++) {
        AUTO(buf) base64 = BUF_INIT(PACK_BYTES_MAX);
        AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
        struct error err = ERROR_INIT;

        make_package(&base64, wraps[i]);
        ASSERT_OK(scripts_unpack(&tree, buf_view(&base64), &err), err);
        ASSERT_NOT_NULL(archive_tree_file(&tree, "scripts/chart/Chart.yaml"));
    }
}

TEST(scripts, R_057_bad_base64_is_told_with_key_and_offset)
{
    static const char *const texts[] = { "H4sI*", "H4s", "H4-_", "H4sI====" };
    struct error err = ERROR_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;

        ASSERT_FAILS(scripts_unpack(&tree, view_of(texts[i]), &err), err, ERROR_SYNTAX,
                     "packaged_scripts.base64");
    }
}

TEST(scripts, a_directory_is_read_without_junk_and_gives_the_revision_of_its_package)
{
    AUTO(archive_tree) directory = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) package = ARCHIVE_TREE_INIT;
    AUTO(buf) base64 = BUF_INIT(PACK_BYTES_MAX);
    char a[ARCHIVE_REVISION_BYTES], b[ARCHIVE_REVISION_BYTES];
    struct error err = ERROR_INIT;

    make_package(&base64, "");
    test_file("scripts/chart/Chart.yaml", "name: x");
    test_file("scripts/chart/Chart.yaml~", "old");
    test_file("scripts/.git/HEAD", "x");
    test_file("scripts/.DS_Store", "x");
    ASSERT_OK(scripts_read_directory(&directory, test_format("%s/scripts", test_dir()), &err), err);
    ASSERT_OK(scripts_unpack(&package, buf_view(&base64), &err), err);
    archive_tree_revision(&directory, a);
    archive_tree_revision(&package, b);
    ASSERT_EQ_STR(a, b);
}

TEST(scripts, a_link_in_a_directory_is_refused)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    struct error err = ERROR_INIT;

    test_file("scripts/a", "x");
    ASSERT_EQ_INT(symlink("/etc/passwd", test_format("%s/scripts/link", test_dir())), 0);
    ASSERT_FAILS(scripts_read_directory(&tree, test_format("%s/scripts", test_dir()), &err), err,
                 ERROR_FORBIDDEN, "'scripts/link' is a symbolic link");
}
