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

TEST(loader, only_what_is_reached_without_a_link_is_read_directly)
{
    static const char *const others[] = { "in.yaml",     "out.yaml", "pipe", "../b/k.yaml",
                                          "/p/a/k.yaml", "absent",   "",     "https://h/k.yaml" };
    AUTO(opened) opened = { .text = BUF_INIT(0) };

    open_root(&opened, "/p/a");
    ASSERT_TRUE(loader_root_read_directly(&opened.root, &opened.text, "./k.yaml"));
    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        ASSERT_FALSE(loader_root_read_directly(&opened.root, &opened.text, others[i]));
    ASSERT_EQ_BUF(&opened.text, "here\n");
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
                 ERROR_UNSUPPORTED, "'https://host/x.yaml': files are not fetched");
}

TEST(loader, R_026_a_link_that_leads_outside_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(opened) opened = { .text = BUF_INIT(0) };

    open_root(&opened, "/p/a");
    ASSERT_FAILS_HINT(loader_root_read(&opened.root, &opened.text, "out.yaml", &err), err,
                      ERROR_FORBIDDEN, "security; file '/etc/secret' is not in or below '/p/a'",
                      "build --load-restrictor LoadRestrictionsNone");
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
        err, ERROR_NOT_FOUND, "no repository 'https://github.com/o/r' at 'v1'");
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

/* Memory has the repositories r (HEAD) and r at v1, v2 in /git. */
static const struct preset_file repositories[] = {
    { "/git/r@v1/base/k.yaml", "x" },
    { "/git/r@v1/other/k.yaml", "x" },
    { "/git/r@v1/large.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n" },
    { "/git/r@0123456789012345678901234567890123456789/base/k.yaml", "x" },
    { "/p/a/k.yaml", "x" },
    { NULL, NULL },
};

static bool open_remote(struct loader_root *root, const struct loader_root *parent,
                        const char *name, bool pinned_only, struct error *err)
{
    static struct loader loader;

    loader = preset_loader(repositories);
    loader.pinned_only = pinned_only;
    return loader_root_open(root, &loader, parent, name, err);
}

TEST(loader, a_directory_of_a_repository_is_a_root)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(loader_root) beside = { .loader = NULL };
    struct loader_root none;

    ASSERT_OK(open_remote(&root, NULL, "https://h/o/r//base?ref=v1", false, &err), err);
    ASSERT_EQ_STR(root.path, "/git/r@v1/base");
    ASSERT_EQ_STR(root.shown, "https://h/o/r//base?ref=v1");
    ASSERT_EQ_INT(root.restriction, LOAD_ROOT_ONLY);
    ASSERT_OK(loader_root_open(&beside, root.loader, &root, "../other", &err), err);
    ASSERT_EQ_STR(beside.repository, "/git/r@v1");
    ASSERT_FAILS(loader_root_open(&none, root.loader, &beside, "../../../p/a", &err), err,
                 ERROR_FORBIDDEN, "is outside of its repository");
    ASSERT_FAILS(open_remote(&none, NULL, "https://h/o/r//none?ref=v1", false, &err), err,
                 ERROR_NOT_FOUND, "there is no directory 'https://h/o/r//none?ref=v1'");
}

TEST(loader, R_027_a_repository_does_not_name_itself)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(loader_root) root = { .loader = NULL };
    struct loader_root none;

    ASSERT_OK(open_remote(&root, NULL, "https://h/o/r//base?ref=v1", false, &err), err);
    ASSERT_FAILS(loader_root_open(&none, root.loader, &root, "https://h/o/r//base?ref=v1", &err),
                 err, ERROR_INVALID, "cycle detected: 'https://h/o/r//base?ref=v1' -> ");
}

TEST(loader, R_031_a_stream_takes_a_repository_only_at_a_whole_commit)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(loader_root) root = { .loader = NULL };
    struct loader_root none;

    ASSERT_FAILS_HINT(open_remote(&none, NULL, "https://h/o/r//base?ref=v1", true, &err), err,
                      ERROR_UNSUPPORTED, "it may be another one tomorrow", "name the whole commit");
    ASSERT_OK(open_remote(&root, NULL,
                          "https://h/o/r//base?ref=0123456789012345678901234567890123456789", true,
                          &err),
              err);
}

TEST(loader, R_031_files_are_never_fetched)
{
    AUTO(error) err = ERROR_INIT;
    struct loader_root none;

    ASSERT_FAILS_HINT(open_remote(&none, NULL, "https://h/o/r/main/x.yaml", false, &err), err,
                      ERROR_UNSUPPORTED, "files are not fetched over http(s)", "keep a copy");
    ASSERT_FAILS_HINT(open_remote(&none, NULL, "ext::sh -c id", false, &err), err,
                      ERROR_UNSUPPORTED, "'ext::sh -c id' is not fetched", "over https and ssh");
}

TEST(loader, R_149_a_pointer_of_git_lfs_is_no_file)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(buf) text = BUF_INIT(1 << 10);

    ASSERT_OK(open_remote(&root, NULL, "https://h/o/r?ref=v1", false, &err), err);
    ASSERT_FAILS(loader_root_read(&root, &text, "large.bin", &err), err, ERROR_UNSUPPORTED,
                 "'https://h/o/r?ref=v1/large.bin' is a Git LFS pointer");
}
