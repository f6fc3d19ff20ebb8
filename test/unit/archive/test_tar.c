/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/tar.h"

#include "unit/archive/pack.h"

static bool read_members(struct archive_tree *tree, const struct pack_member *members, size_t count,
                         struct error *err)
{
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);

    for (size_t i = 0; i < count; i++)
        pack_add(&tar, &members[i]);
    pack_end(&tar);
    pack_gzip(&packed, buf_view(&tar));
    return archive_tree_read_tar(tree, buf_view(&packed), "scripts", err);
}

#define READ(tree, err, ...)                                                                       \
    read_members((tree), (const struct pack_member[]){ __VA_ARGS__ },                              \
                 ARRAY_SIZE(((const struct pack_member[]){ __VA_ARGS__ })), (err))

static void refused(struct pack_member member, enum error_code code, const char *words)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    struct error err = ERROR_INIT;

    ASSERT_FAILS(read_members(&tree, &member, 1, &err), err, code, words);
}

TEST(tar, reads_files_and_directories_with_their_bytes)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    struct error err = ERROR_INIT;

    ASSERT_OK(READ(&tree, &err, { .name = "scripts/", .type = '5' },
                   { .name = "scripts/run.sh", .text = "#!/bin/sh\n", .mode = 0755 },
                   { .name = "scripts/empty" }),
              err);
    ASSERT_EQ_INT(tree.len, 3);
    ASSERT_TRUE(tree.members[0].directory);
    ASSERT_EQ_VIEW(tree.members[0].path, "scripts");
    ASSERT_EQ_VIEW(archive_tree_file(&tree, "scripts/run.sh")->bytes, "#!/bin/sh\n");
    ASSERT_TRUE(archive_tree_file(&tree, "scripts/run.sh")->executable);
    ASSERT_EQ_INT(archive_tree_file(&tree, "scripts/empty")->bytes.len, 0);
    ASSERT_NULL(archive_tree_file(&tree, "scripts"));
}

TEST(tar, R_045_bad_names_are_refused_and_named)
{
    static const char *const names[] = {
        "../x",         "scripts/../../x",
        "/x",           "C:x",
        "a\\..\\x",     ".",
        "scripts/./x",  "scripts//x",
        "scripts/a\nb", "scripts/\033[2J",
        "scripts/\xff", "scripts/\xe2\x80\xae",
        "..",
    };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        refused((struct pack_member){ .name = names[i] }, ERROR_FORBIDDEN, "member '");
    refused((struct pack_member){ .name = "../x" }, ERROR_FORBIDDEN, "'../x'");
    refused((struct pack_member){ .name = "" }, ERROR_FORBIDDEN, "empty");
}

TEST(tar, R_046_links_and_special_files_are_refused_by_type)
{
    refused((struct pack_member){ .name = "scripts/l", .type = '2', .link = "/etc/passwd" },
            ERROR_FORBIDDEN, "symbolic link");
    refused((struct pack_member){ .name = "scripts/l", .type = '1', .link = "scripts/a" },
            ERROR_FORBIDDEN, "hard link");
    refused((struct pack_member){ .name = "scripts/d", .type = '3' }, ERROR_FORBIDDEN, "device");
    refused((struct pack_member){ .name = "scripts/d", .type = '4' }, ERROR_FORBIDDEN, "device");
    refused((struct pack_member){ .name = "scripts/f", .type = '6' }, ERROR_FORBIDDEN, "fifo");
    refused((struct pack_member){ .name = "././@LongLink", .type = 'K', .text = "x" }, ERROR_SYNTAX,
            "");
}

TEST(tar, R_047_one_path_twice_or_in_another_case_or_as_file_and_directory_is_refused)
{
    struct error err = ERROR_INIT;
    AUTO(archive_tree) twice = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) cased = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) both = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) above = ARCHIVE_TREE_INIT;

    ASSERT_FAILS(READ(&twice, &err, { .name = "scripts/a" }, { .name = "scripts/a" }), err,
                 ERROR_CONFLICT, "twice");
    ASSERT_FAILS(READ(&cased, &err, { .name = "scripts/a/x" }, { .name = "scripts/A/y" }), err,
                 ERROR_CONFLICT, "case");
    ASSERT_FAILS(READ(&both, &err, { .name = "scripts/a" }, { .name = "scripts/a/", .type = '5' }),
                 err, ERROR_CONFLICT, "both");
    ASSERT_FAILS(READ(&above, &err, { .name = "scripts/a" }, { .name = "scripts/a/b" }), err,
                 ERROR_CONFLICT, "both");
    refused((struct pack_member){ .name = "scripts/e\xcc\x81" }, ERROR_FORBIDDEN, "combining");
}

TEST(tar, R_048_what_is_outside_the_root_is_refused)
{
    refused((struct pack_member){ .name = "chart/Chart.yaml" }, ERROR_FORBIDDEN, "outside");
    refused((struct pack_member){ .name = "scripts2/x" }, ERROR_FORBIDDEN, "outside");
}

TEST(tar, R_048_one_member_too_many_is_refused)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);
    struct error err = ERROR_INIT;

    for (int i = 0; i <= ARCHIVE_MEMBERS_MAX; i++) {
        char name[32];

        snprintf(name, sizeof(name), "scripts/%d/", i);
        pack_add(&tar, &(struct pack_member){ .name = name, .type = '5', .text = "" });
    }
    pack_end(&tar);
    pack_gzip(&packed, buf_view(&tar));
    ASSERT_FAILS(archive_tree_read_tar(&tree, buf_view(&packed), "scripts", &err), err, ERROR_LIMIT,
                 "4096");
}

/* A gzip of COUNT zeros, many times smaller. */
static void pack_zeros(struct buf *out, size_t count)
{
    AUTO(buf) zeros = BUF_INIT(PACK_BYTES_MAX);

    buf_add_repeat(&zeros, '\0', count);
    pack_gzip(out, buf_view(&zeros));
}

TEST(tar, R_054_a_bomb_stops_at_the_limit)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);
    struct error err = ERROR_INIT;

    /* One gzip member after another, two gigabytes unpacked: it stops in the second. */
    AUTO(buf) piece = BUF_INIT(PACK_BYTES_MAX);
    pack_zeros(&piece, (size_t)16 << 20);
    for (int i = 0; i < 128; i++)
        buf_add_view(&packed, buf_view(&piece));
    ASSERT_FAILS(archive_tree_read_tar(&tree, buf_view(&packed), "scripts", &err), err, ERROR_LIMIT,
                 "unpacks to more than");
    ASSERT_TRUE(tree.arena.total_bytes < (size_t)1 << 20);
}

TEST(tar, R_054_a_file_that_claims_more_than_the_limit_is_refused_unread)
{
    refused((struct pack_member){ .name = "scripts/big", .size = "00200000000" }, ERROR_LIMIT,
            "16777216");
}

TEST(tar, R_054_gzip_in_gzip_is_not_a_tar)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) once = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) twice = BUF_INIT(PACK_BYTES_MAX);
    struct error err = ERROR_INIT;

    pack_add(&tar, &(struct pack_member){ .name = "scripts/a", .text = "x" });
    pack_end(&tar);
    pack_gzip(&once, buf_view(&tar));
    pack_gzip(&twice, buf_view(&once));
    ASSERT_FAILS(archive_tree_read_tar(&tree, buf_view(&twice), "scripts", &err), err, ERROR_SYNTAX,
                 "not a gzip tar archive");
}

static void make_sound(struct buf *packed, struct buf *tar)
{
    pack_add(tar, &(struct pack_member){ .name = "scripts/a", .text = "some text in it" });
    pack_add(tar, &(struct pack_member){ .name = "scripts/b", .text = "and some more" });
    pack_end(tar);
    pack_gzip(packed, buf_view(tar));
}

TEST(tar, R_055_every_cut_of_the_gzip_is_told)
{
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);

    make_sound(&packed, &tar);
    for (size_t len = 0; len < packed.len; len++) {
        AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
        struct error err = ERROR_INIT;

        ASSERT_FAILS(archive_tree_read_tar(&tree, view_make(packed.data, len), "scripts", &err),
                     err, ERROR_SYNTAX, "");
    }
}

TEST(tar, R_055_every_cut_of_the_tar_is_told)
{
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);

    make_sound(&packed, &tar);
    /* Two members of two blocks; with one block of zeros behind them the tar is whole. */
    for (size_t len = 0; len < 5 * 512; len += 64) {
        AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
        struct error err = ERROR_INIT;

        if (len > 4 * 512 - 512 && len % 512 == 0 && len < 4 * 512)
            continue;
        ASSERT_FAILS(archive_tree_read_tar(&tree, view_make(tar.data, len), "scripts", &err), err,
                     ERROR_SYNTAX, "");
    }
}

TEST(tar, R_055_a_wrong_sum_or_length_is_told_with_the_offset)
{
    for (size_t back = 1; back <= 8; back++) {
        AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
        AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
        AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);
        struct error err = ERROR_INIT;

        make_sound(&packed, &tar);
        packed.data[packed.len - back] = (char)(packed.data[packed.len - back] ^ 1);
        ASSERT_FAILS(archive_tree_read_tar(&tree, buf_view(&packed), "scripts", &err), err,
                     ERROR_SYNTAX, "at byte ");
    }
}

TEST(tar, R_055_garbage_after_the_end_is_told)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) inside = ARCHIVE_TREE_INIT;
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) packed = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) more = BUF_INIT(PACK_BYTES_MAX);
    struct error err = ERROR_INIT;

    make_sound(&packed, &tar);
    buf_add(&packed, "garbage");
    ASSERT_FAILS(archive_tree_read_tar(&tree, buf_view(&packed), "scripts", &err), err,
                 ERROR_SYNTAX, "something follows its end");
    buf_add(&tar, "garbage");
    buf_add_repeat(&tar, '\0', 2048);
    pack_gzip(&more, buf_view(&tar));
    ASSERT_FAILS(archive_tree_read_tar(&inside, buf_view(&more), "scripts", &err), err,
                 ERROR_SYNTAX, "something follows its end");
}

TEST(tar, R_055_a_size_that_lies_is_told)
{
    refused((struct pack_member){ .name = "scripts/a", .text = "x", .size = "00000010000" },
            ERROR_SYNTAX, "");
    refused((struct pack_member){ .name = "scripts/a",
                                  .text = "x",
                                  .size = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" },
            ERROR_SYNTAX, "");
}

TEST(tar, R_056_plain_tar_and_dotted_names_are_accepted)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    struct error err = ERROR_INIT;

    pack_add(&tar, &(struct pack_member){ .name = "./scripts/", .type = '5' });
    pack_add(&tar, &(struct pack_member){ .name = "./scripts/a", .text = "x" });
    pack_end(&tar);
    buf_add_repeat(&tar, '\0', 10240);
    ASSERT_OK(archive_tree_read_tar(&tree, buf_view(&tar), "scripts", &err), err);
    ASSERT_EQ_VIEW(archive_tree_file(&tree, "scripts/a")->bytes, "x");
}

TEST(tar, R_056_pax_names_and_gnu_long_names_are_accepted)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    buf_add(&name, "scripts/");
    buf_add_repeat(&name, 'n', 200);
    pack_add(&tar, &(struct pack_member){
                       .name = "././@LongLink", .type = 'L', .text = buf_text(&name) });
    pack_add(&tar, &(struct pack_member){ .name = "scripts/cut", .text = "gnu" });
    pack_add(&tar, &(struct pack_member){
                       .name = "pax", .type = 'x', .text = "24 path=scripts/\xc3\xa9t\xc3\xa9\n" });
    pack_add(&tar, &(struct pack_member){ .name = "scripts/ete", .text = "pax" });
    pack_end(&tar);
    ASSERT_OK(archive_tree_read_tar(&tree, buf_view(&tar), "scripts", &err), err);
    ASSERT_EQ_VIEW(archive_tree_file(&tree, buf_text(&name))->bytes, "gnu");
    ASSERT_EQ_INT(tree.len, 2);
}

TEST(tar, R_058_other_formats_are_told_by_content)
{
    static const struct {
        const char *bytes;
        size_t len;
    } others[] = {
        { "PK\003\004................................", 36 },
        { "\3757zXZ\0................................", 38 },
        { "\050\265\057\375................................", 36 },
        { "Rar!\032\007\001\0................................", 40 },
        { "hello", 5 },
    };
    struct error err = ERROR_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;

        ASSERT_FAILS(archive_tree_read_tar(&tree, view_make(others[i].bytes, others[i].len),
                                           "scripts", &err),
                     err, ERROR_SYNTAX, "not a gzip tar archive");
    }
}

TEST(tar, an_empty_archive_is_refused)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) none = ARCHIVE_TREE_INIT;
    AUTO(buf) tar = BUF_INIT(PACK_BYTES_MAX);
    struct error err = ERROR_INIT;

    pack_end(&tar);
    ASSERT_FAILS(archive_tree_read_tar(&tree, buf_view(&tar), "scripts", &err), err, ERROR_SYNTAX,
                 "holds nothing");
    ASSERT_FAILS(archive_tree_read_tar(&none, VIEW_EMPTY, "scripts", &err), err, ERROR_SYNTAX,
                 "empty");
}
