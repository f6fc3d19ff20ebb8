/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"
#include "kustomize/loader.h"

static const struct preset_file files[] = {
    { "/p/a/k.yaml", "here\n" },
    { "/p/a/in.yaml", "link:/p/a/k.yaml" },
    { "/p/a/out.yaml", "link:/etc/secret" },
    { "/p/a/pipe", "fifo:" },
    { "/p/ab/k.yaml", "neighbour\n" },
    { "/p/b/k.yaml", "other\n" },
    { "/etc/secret", "secret\n" },
    { NULL, NULL },
};

/* The root /p/a, as the user may have written it. */
struct opened {
    struct loader loader;
    struct loader_root root;
    struct buf text;
};

static void opened_release(struct opened *opened)
{
    loader_root_release(&opened->root);
    buf_release(&opened->text);
}

static void open_root(struct opened *opened, const char *name)
{
    AUTO(error) err = ERROR_INIT;

    opened->loader = preset_loader(files);
    opened->text = (struct buf)BUF_INIT(1 << 10);
    ASSERT_OK(loader_root_open(&opened->root, &opened->loader, NULL, name, &err), err);
}

TEST(loader, reads_below_the_root)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };

    open_root(&opened, "/p/a/");
    ASSERT_OK(loader_root_read(&opened.root, &opened.text, "./k.yaml", &err), err);
    ASSERT_EQ_BUF(&opened.text, "here\n");
    ASSERT_OK(loader_root_read(&opened.root, &opened.text, "in.yaml", &err), err);
    ASSERT_EQ_BUF(&opened.text, "here\nhere\n");
    ASSERT_OK(loader_root_read(&opened.root, &opened.text, "/p/a/k.yaml", &err), err);
}

TEST(loader, R_025_a_file_outside_the_root_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };
    static const char *const names[] = { "../b/k.yaml", "../ab/k.yaml", "/etc/secret",
                                         "x/../../b/k.yaml" };

    open_root(&opened, "/p/a");
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        ASSERT_FAILS(loader_root_read(&opened.root, &opened.text, names[i], &err), err,
                     ERROR_FORBIDDEN, "is not in or below '/p/a'");
    ASSERT_EQ_INT(opened.text.len, 0);
}

TEST(loader, R_025_schemes_and_home_are_no_way_out)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };

    open_root(&opened, "/p/a");
    ASSERT_FAILS(loader_root_read(&opened.root, &opened.text, "file:///etc/secret", &err), err,
                 ERROR_NOT_FOUND, "there is no file");
    ASSERT_FAILS(loader_root_read(&opened.root, &opened.text, "~/secret", &err), err,
                 ERROR_NOT_FOUND, "there is no file");
    ASSERT_FAILS(loader_root_read(&opened.root, &opened.text, "https://host/x.yaml", &err), err,
                 ERROR_UNSUPPORTED, "remote file 'https://host/x.yaml'");
}

TEST(loader, R_026_a_link_that_leads_outside_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };

    open_root(&opened, "/p/a");
    ASSERT_FAILS(loader_root_read(&opened.root, &opened.text, "out.yaml", &err), err,
                 ERROR_FORBIDDEN, "security; file '/etc/secret' is not in or below '/p/a'");
    opened.root.restriction = LOAD_ANYWHERE;
    ASSERT_OK(loader_root_read(&opened.root, &opened.text, "out.yaml", &err), err);
}

TEST(loader, R_029_what_is_no_file_is_not_read)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };

    open_root(&opened, "/p/a");
    ASSERT_FAILS(loader_root_read(&opened.root, &opened.text, "pipe", &err), err, ERROR_INVALID,
                 "'/p/a/pipe' is not a regular file");
    ASSERT_FAILS(loader_root_read(&opened.root, &opened.text, ".", &err), err, ERROR_INVALID,
                 "is a directory, not a file");
}

TEST(loader, R_023_a_missing_directory_or_a_file_in_its_place_is_named)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };
    struct loader_root root;

    open_root(&opened, "/p/a");
    ASSERT_FAILS(loader_root_open(&root, &opened.loader, NULL, "/p/x", &err), err, ERROR_NOT_FOUND,
                 "there is no directory '/p/x'");
    ASSERT_FAILS(loader_root_open(&root, &opened.loader, &opened.root, "k.yaml", &err), err,
                 ERROR_INVALID, "'/p/a/k.yaml' is not a directory");
}

TEST(loader, bases_may_be_anywhere_but_not_absolute_or_remote)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };
    AUTO(loader_root) base = { .loader = NULL };
    struct loader_root none;

    open_root(&opened, "/p/a");
    ASSERT_OK(loader_root_open(&base, &opened.loader, &opened.root, "../b", &err), err);
    ASSERT_EQ_STR(base.path, "/p/b");
    ASSERT_EQ_STR(base.shown, "/p/b");
    ASSERT_FAILS(loader_root_open(&none, &opened.loader, &opened.root, "/p/b", &err), err,
                 ERROR_FORBIDDEN, "must not be absolute");
    ASSERT_FAILS(loader_root_open(&none, &opened.loader, &opened.root, "", &err), err,
                 ERROR_INVALID, "is empty");
    ASSERT_FAILS(
        loader_root_open(&none, &opened.loader, &opened.root, "github.com/o/r//x?ref=v1", &err),
        err, ERROR_UNSUPPORTED, "remote base 'github.com/o/r//x?ref=v1'");
    ASSERT_FAILS_HINT(loader_root_open(&none, &opened.loader, &opened.root, "../b - ../b", &err),
                      err, ERROR_INVALID, "is ambiguous", "indentation");
}

TEST(loader, R_027_a_cycle_is_told_as_a_path)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };
    AUTO(loader_root) base = { .loader = NULL };
    struct loader_root none;

    open_root(&opened, "/p/a");
    ASSERT_OK(loader_root_open(&base, &opened.loader, &opened.root, "../b", &err), err);
    ASSERT_FAILS(loader_root_open(&none, &opened.loader, &base, "../a", &err), err, ERROR_INVALID,
                 "cycle detected: '/p/a' -> '/p/b' -> '/p/a'");
    ASSERT_FAILS(loader_root_open(&none, &opened.loader, &opened.root, ".", &err), err,
                 ERROR_INVALID, "cycle detected: '/p/a' -> '/p/a'");
    ASSERT_FAILS(loader_root_open(&none, &opened.loader, &opened.root, "..", &err), err,
                 ERROR_INVALID, "cycle detected: '/p/a' -> '/p'");
}

TEST(loader, R_028_files_of_one_build_are_counted)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };
    size_t count = LOADER_FILES_MAX - 1;

    open_root(&opened, "/p/a");
    opened.root.files = &count;
    ASSERT_OK(loader_root_read(&opened.root, &opened.text, "k.yaml", &err), err);
    ASSERT_FAILS(loader_root_read(&opened.root, &opened.text, "k.yaml", &err), err, ERROR_LIMIT,
                 "more than 10000 files");
}

TEST(loader, R_028_depth_is_bounded)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };
    struct loader_root none;

    open_root(&opened, "/p/a");
    opened.root.depth = LOADER_DEPTH_MAX;
    ASSERT_FAILS(loader_root_open(&none, &opened.loader, &opened.root, "../b", &err), err,
                 ERROR_LIMIT, "more than 64 bases deep");
}

TEST(loader, shows_names_as_the_user_wrote_the_directory)
{
    AUTO(opened) opened = { .text = BUF_INIT(0) };

    open_root(&opened, "/p/b/../a");
    AUTO_CHARS shown = loader_root_show(&opened.root, "./x/../k.yaml");
    ASSERT_EQ_STR(shown, "/p/a/k.yaml");
}
