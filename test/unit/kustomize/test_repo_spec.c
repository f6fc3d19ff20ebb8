/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "harness/test.h"
#include "kustomize/repo_spec.h"

/* "URL PATH REF" of NAME; "path" when it is none. */
static const char *parsed(const char *name)
{
    AUTO(repo_spec) spec = REPO_SPEC_INIT;

    if (!repo_spec_parse(&spec, view_of(name)))
        return "path";
    return test_format("%s|%s|%s", spec.url, spec.path, spec.ref);
}

/* Kustomize's own table, TestNewRepoSpecFromUrl_Smoke. */
static const struct {
    const char *name;
    const char *expected;
} names[] = {
    { "https://git-codecommit.us-east-2.amazonaws.com/someorg/somerepo/somedir",
      "https://git-codecommit.us-east-2.amazonaws.com/someorg/somerepo|somedir|" },
    { "https://git-codecommit.us-east-2.amazonaws.com/someorg/somerepo/somedir?ref=testbranch",
      "https://git-codecommit.us-east-2.amazonaws.com/someorg/somerepo|somedir|testbranch" },
    { "http://github.com/someorg/somerepo/somedir",
      "https://github.com/someorg/somerepo|somedir|" },
    { "git@github.com:someorg/somerepo/somedir", "git@github.com:someorg/somerepo|somedir|" },
    { "http://github.com/someorg/somerepo.git/somedir",
      "https://github.com/someorg/somerepo.git|somedir|" },
    { "git@gitlab2.sqtools.ru:infra/kubernetes/thanos-base.git?ref=v0.1.0",
      "git@gitlab2.sqtools.ru:infra/kubernetes/thanos-base.git||v0.1.0" },
    { "git@bitbucket.org:company/project.git//path?ref=branch",
      "git@bitbucket.org:company/project.git|path|branch" },
    { "git@bitbucket.org/company/project.git//path?ref=branch",
      "git@bitbucket.org/company/project.git|path|branch" },
    { "ssh://git@bitbucket.org/company/project.git//path?ref=branch",
      "ssh://git@bitbucket.org/company/project.git|path|branch" },
    { "https://itfs.mycompany.com/collection/project/_git/somerepos",
      "https://itfs.mycompany.com/collection/project/_git/somerepos||" },
    { "https://itfs.mycompany.com/collection/project/_git/somerepos/somedir?version=v1.0.0",
      "https://itfs.mycompany.com/collection/project/_git/somerepos|somedir|v1.0.0" },
    { "git::https://itfs.mycompany.com/collection/project/_git/somerepos",
      "https://itfs.mycompany.com/collection/project/_git/somerepos||" },
    { "https://bitbucket.example.com/scm/project/repository.git",
      "https://bitbucket.example.com/scm/project/repository.git||" },
    { "git@github.com/someorg/somerepo/somepath", "git@github.com:someorg/somerepo|somepath|" },
    { "https://github.com/kubernetes-sigs/kustomize//examples/multibases/dev/?ref=v1.0.6",
      "https://github.com/kubernetes-sigs/kustomize|examples/multibases/dev/|v1.0.6" },
    { "file://a/b/c/someRepo.git/somepath?ref=someBranch",
      "file://a/b/c/someRepo.git|somepath|someBranch" },
    { "file://a/b/c/someRepo//somepath?ref=someBranch",
      "file://a/b/c/someRepo|somepath|someBranch" },
    { "file:///a/b/c/someRepo?ref=someBranch", "file:///a/b/c/someRepo||someBranch" },
    { "file:///", "file:///||" },
    { "ssh://git@github.com/kubernetes-sigs/kustomize//examples/multibases/dev?ref=v1.0.6",
      "git@github.com:kubernetes-sigs/kustomize|examples/multibases/dev|v1.0.6" },
    { "https://example.org/path/to/repo//examples/multibases/dev",
      "https://example.org/path/to/repo|examples/multibases/dev|" },
    { "https://authority/org/repo?ref=group/version", "https://authority/org/repo||group/version" },
    { "https://authority/org/repo/?ref=includes_git/for_some_reason",
      "https://authority/org/repo||includes_git/for_some_reason" },
    { "https://authority/org/repo/%-invalid-uri-so-not-parsable-by-net/url.Parse",
      "https://authority/org/repo|%-invalid-uri-so-not-parsable-by-net/url.Parse|" },
    { "file://git@home/path/to/repository.git//path?ref=branch",
      "file://git@home/path/to/repository.git|path|branch" },
    { "https://git@home.com/path/to/repository.git//path?ref=branch",
      "https://git@home.com/path/to/repository.git|path|branch" },
    { "ssh://git@ssh.github.com:443/YOUR-USERNAME/YOUR-REPOSITORY.git",
      "ssh://git@ssh.github.com:443/YOUR-USERNAME/YOUR-REPOSITORY.git||" },
    { "git@gitlab.com/user:name/YOUR-REPOSITORY.git/path",
      "git@gitlab.com/user:name/YOUR-REPOSITORY.git|path|" },
    { "https://username@dev.azure.com/org/project/_git/repo//path/to/kustomization/root",
      "https://username@dev.azure.com/org/project/_git/repo|path/to/kustomization/root|" },
    { "ssh://org-12345@github.com/kubernetes-sigs/kustomize",
      "org-12345@github.com:kubernetes-sigs/kustomize||" },
    { "https://gist.github.com/bc7947cb727d7f9217e7862d961a1ffd.git",
      "https://gist.github.com/bc7947cb727d7f9217e7862d961a1ffd.git||" },
    { "gitHub.com/someOrg/someRepo/README.md?ref=v0.1.0",
      "https://github.com/someOrg/someRepo|README.md|v0.1.0" },
    { "github.com:someOrg/someRepo", "https://github.com/someOrg/someRepo||" },
};

TEST(repo_spec, names_are_taken_apart_as_kustomize_does)
{
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        ASSERT_EQ_STR(parsed(names[i].name), names[i].expected);
}

TEST(repo_spec, all_else_is_a_path)
{
    static const char *const paths[] = {
        "",
        "/tmp",
        "../../tmp",
        "src/github.com/org/repo/path",
        "iauhsdiuashduas",
        "htxxxtp://github.com/",
        "ssh://git.example.com",
        "git::___",
        "https://host?ref=group/version/minor_version",
        "https://github.com/org/repo.git//path/../../exits/repo",
        "github.com!org/repo.git//path",
        "gh:org/repo",
        "https://github.com/thisisa404.yaml",
        "file:////tmp//path/to/whatever",
        "git@scp://github.com/org/repo.git//path",
        "git@ssh://github.com/org/repo.git//path",
    };

    for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
        ASSERT_EQ_STR(parsed(paths[i]), "path");
}

/* "REF SUBMODULES TIMEOUT". */
static const char *query(const char *text)
{
    AUTO(repo_spec) spec = REPO_SPEC_INIT;
    AUTO_CHARS name = chars_copy(test_format("https://h/org/repo?%s", text));

    if (!repo_spec_parse(&spec, view_of(name)))
        return "path";
    return test_format("%s %s %g", spec.ref, spec.submodules ? "yes" : "no", spec.timeout_seconds);
}

TEST(repo_spec, the_query_says_what_to_fetch_and_how_long_to_wait)
{
    ASSERT_EQ_STR(query(""), " yes 27");
    ASSERT_EQ_STR(query("ref=kustomize/v4.5.7"), "kustomize/v4.5.7 yes 27");
    ASSERT_EQ_STR(query("version=master"), "master yes 27");
    ASSERT_EQ_STR(query("version=master&ref=v1.0.0"), "v1.0.0 yes 27");
    ASSERT_EQ_STR(query("version=master&submodules="), "master yes 27");
    ASSERT_EQ_STR(query("version=master&submodules=maybe"), "master yes 27");
    ASSERT_EQ_STR(query("version=master&submodules=false"), "master no 27");
    ASSERT_EQ_STR(query("version=master&timeout=jiffy"), "master yes 27");
    ASSERT_EQ_STR(query("version=master&timeout=0"), "master yes 27");
    ASSERT_EQ_STR(query("version=master&timeout=61"), "master yes 61");
    ASSERT_EQ_STR(query("version=master&timeout=1m1s"), "master yes 61");
    ASSERT_EQ_STR(query("ref=a%2fb+c&ref=d"), "a/b c yes 27");
    ASSERT_EQ_STR(query("ref=a%2"), " yes 27");
}

static bool pinned(const char *ref)
{
    AUTO(repo_spec) spec = REPO_SPEC_INIT;
    AUTO_CHARS name = chars_copy(test_format("https://h/org/repo?ref=%s", ref));

    return repo_spec_parse(&spec, view_of(name)) && repo_spec_is_pinned(&spec);
}

TEST(repo_spec, R_031_only_a_whole_commit_is_pinned)
{
    ASSERT_TRUE(pinned("0123456789abcdef0123456789ABCDEF01234567"));
    ASSERT_TRUE(pinned("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"));
    ASSERT_FALSE(pinned("0123456789abcdef0123456789abcdef0123456"));
    ASSERT_FALSE(pinned("v1.0.0"));
    ASSERT_FALSE(pinned(""));
}

static const char *transport(const char *name)
{
    AUTO(repo_spec) spec = REPO_SPEC_INIT;

    return repo_spec_parse(&spec, view_of(name)) ? repo_spec_transport(&spec) : "path";
}

TEST(repo_spec, the_transport_is_what_git_will_use)
{
    ASSERT_EQ_STR(transport("https://h/o/r"), "https");
    ASSERT_EQ_STR(transport("http://h/o/r"), "http");
    ASSERT_EQ_STR(transport("http://github.com/o/r"), "https");
    ASSERT_EQ_STR(transport("file:///o/r"), "file");
    ASSERT_EQ_STR(transport("git@h:o/r"), "ssh");
    ASSERT_EQ_STR(transport("ssh://h/o/r"), "ssh");
}
