/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/process.h"
#include "harness/test.h"
#include "preset/git.h"

/* Run git for real in DIRECTORY of the test's own; the words are separated by blanks. */
static void git_in(const char *directory, const char *words)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(strv) argv = STRV_INIT;
    AUTO(strv) env = STRV_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);
    AUTO(buf) errors = BUF_INIT(1 << 16);
    struct process_run run = {
        .argv = &argv, .env = &env, .directory = directory, .out = &out, .errors = &errors
    };
    struct view rest = view_of(words), word;

    strv_take(&argv, file_find_program("git"));
    strv_add(&argv, "-c");
    strv_add(&argv, "protocol.file.allow=always");
    while (view_cut(&rest, ' ', &word))
        strv_add_view(&argv, word);
    strv_add(&env, "GIT_CONFIG_GLOBAL=/dev/null");
    strv_add(&env, "GIT_CONFIG_NOSYSTEM=1");
    strv_add(&env, "GIT_AUTHOR_NAME=a");
    strv_add(&env, "GIT_AUTHOR_EMAIL=a@b");
    strv_add(&env, "GIT_COMMITTER_NAME=a");
    strv_add(&env, "GIT_COMMITTER_EMAIL=a@b");
    ASSERT_OK(process_run(&run, &err), err);
    if (run.status != 0)
        TEST_FAIL("git %s: %s", words, buf_text(&errors));
}

/* A repository NAME with the file a.yaml of TEXT, tagged v1; its directory. */
static const char *repository(const char *name, const char *text)
{
    const char *dir = test_format("%s/%s", test_dir(), name);

    test_file(test_format("%s/a.yaml", name), text);
    git_in(dir, "init --quiet");
    git_in(dir, "add .");
    git_in(dir, "commit --quiet -m x");
    git_in(dir, "tag v1");
    return dir;
}

/* The text of FILE in the tree of the repository at DIR, at REF; its error's message. */
static const char *text_at(const char *dir, const char *ref, const char *file)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(strv) also = STRV_INIT;
    AUTO(repo_spec) spec = REPO_SPEC_INIT;
    AUTO(buf) text = BUF_INIT(1 << 16);
    AUTO_CHARS tree = NULL;
    struct git git = { .cache = test_format("%s/cache", test_dir()), .also = &also };

    strv_add(&also, "file");
    ASSERT_TRUE(repo_spec_parse(&spec, view_of(test_format("file://%s?ref=%s", dir, ref))));
    tree = git_tree(&git, &spec, &err);
    if (!tree || !file_read(&text, test_format("%s/%s", tree, file), &err))
        return test_format("%s", error_message(&err));
    return test_format("%s", buf_text(&text));
}

TEST(git, a_tag_a_branch_and_a_commit_are_found)
{
    const char *dir = repository("r", "one\n");

    ASSERT_EQ_STR(text_at(dir, "v1", "a.yaml"), "one\n");
    ASSERT_EQ_STR(text_at(dir, "", "a.yaml"), "one\n");
    test_file("r/a.yaml", "two\n");
    git_in(dir, "commit --quiet -a -m y");
    ASSERT_EQ_STR(text_at(dir, "", "a.yaml"), "two\n");
    ASSERT_EQ_STR(text_at(dir, "v1", "a.yaml"), "one\n");
    ASSERT_CONTAINS(text_at(dir, "v2", "a.yaml"), "couldn't find remote ref v2");
}

TEST(git, a_commit_in_the_cache_needs_nothing_else)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) head = BUF_INIT(1 << 10);
    const char *dir = repository("r", "one\n");
    const char *commit;

    git_in(dir, "update-ref refs/heads/x v1");
    ASSERT_OK(file_read(&head, test_format("%s/.git/refs/heads/x", dir), &err), err);
    head.len--;
    commit = test_format("%.*s", (int)head.len, head.data);
    ASSERT_EQ_STR(text_at(dir, commit, "a.yaml"), "one\n");
    file_remove_tree(dir);
    ASSERT_EQ_STR(text_at(dir, commit, "a.yaml"), "one\n");
    ASSERT_CONTAINS(text_at(dir, "v1", "a.yaml"), "git failed");
}

TEST(git, submodules_are_filled_in)
{
    const char *inner = repository("inner", "inside\n");
    const char *dir = repository("r", "one\n");

    git_in(dir, test_format("submodule --quiet add file://%s sub", inner));
    git_in(dir, "commit --quiet -m sub");
    ASSERT_EQ_STR(text_at(dir, "&submodules=true", "sub/a.yaml"), "inside\n");
    ASSERT_CONTAINS(text_at(dir, "&submodules=false", "sub/a.yaml"), "No such file");
}

TEST(git, a_submodule_beside_its_repository_is_found)
{
    const char *dir;

    repository("inner", "inside\n");
    dir = repository("r", "one\n");
    git_in(dir, test_format("submodule --quiet add file://%s/inner sub", test_dir()));
    git_in(dir, "config -f .gitmodules submodule.sub.url ../inner");
    git_in(dir, "commit --quiet -a -m sub");
    ASSERT_EQ_STR(text_at(dir, "", "sub/a.yaml"), "inside\n");
}

TEST(git, R_149_hooks_and_filters_do_not_run)
{
    const char *dir = repository("r", "one\n");
    const char *witness = test_format("%s/ran", test_dir());

    test_file("r/.gitattributes", "* filter=evil\n");
    git_in(dir, "add .");
    git_in(dir, "commit --quiet -m x");
    test_file("config", test_format("[filter \"evil\"]\n\tsmudge = touch %s; cat\n", witness));
    ASSERT_EQ_INT(setenv("GIT_CONFIG_GLOBAL", test_format("%s/config", test_dir()), 1), 0);
    ASSERT_EQ_STR(text_at(dir, "", "a.yaml"), "one\n");
    ASSERT_EQ_INT(unsetenv("GIT_CONFIG_GLOBAL"), 0);
    ASSERT_EQ_INT(file_kind(witness), FILE_ABSENT);
}

TEST(git, R_149_other_transports_options_and_passwords_are_refused)
{
    static const struct {
        const char *name;
        const char *message;
    } cases[] = {
        { "file:///x", "git is not asked for 'file:///x'" },
        { "http://h/o/r", "git is not asked for 'http://h/o/r'" },
        { "https://u:p@h/o/r", "holds a password" },
        { "https://127.0.0.1:1/o/r?ref=--upload-pack%3dx", "is no name of a branch" },
        { "https://127.0.0.1:1/o/r?ref=a:b", "is no name of a branch" },
        { "https://127.0.0.1:1/o/r?ref=a%0ab", "is no name of a branch" },
    };
    struct git git = { .cache = test_format("%s/cache", test_dir()) };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(error) err = ERROR_INIT;
        AUTO(repo_spec) spec = REPO_SPEC_INIT;
        ASSERT_TRUE(repo_spec_parse(&spec, view_of(cases[i].name)));
        ASSERT_NULL(git_tree(&git, &spec, &err));
        ASSERT_CONTAINS(error_message(&err), cases[i].message);
    }
}
