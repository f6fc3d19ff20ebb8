/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "harness/test.h"
#include "preset/access.h"

TEST(access, the_cache_lies_where_the_environment_says)
{
    char cache[] = "XDG_CACHE_HOME=/c", relative[] = "XDG_CACHE_HOME=c", home[] = "HOME=/h";
    char *both[] = { home, cache, NULL }, *odd[] = { relative, home, NULL };
    AUTO(preset_access) access = { .cache = NULL };

    preset_access_init(&access, both, NULL);
    ASSERT_EQ_STR(access.git.cache, "/c/juno");
    preset_access_release(&access);
    preset_access_init(&access, odd, NULL);
    ASSERT_EQ_STR(access.git.cache, "/h/.cache/juno");
}

TEST(access, without_a_home_no_repository_is_fetched)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(preset_access) access = { .cache = NULL };
    AUTO(repo_spec) spec = REPO_SPEC_INIT;

    preset_access_init(&access, NULL, NULL);
    struct loader loader = preset_access_loader(&access);
    ASSERT_TRUE(repo_spec_parse(&spec, VIEW("https://h/o/r")));
    ASSERT_NULL(loader.ops->fetch(loader.context, &spec, &err));
    ASSERT_CONTAINS(error_message(&err), "no place to keep 'https://h/o/r' in");
}

TEST(access, scratch_is_one_directory_that_goes_at_the_end)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(preset_access) access = { .cache = NULL };
    const char *path;

    preset_access_init(&access, NULL, NULL);
    struct loader loader = preset_access_loader(&access);
    path = loader.ops->scratch(loader.context, &err);
    ASSERT_OK(path, err);
    path = test_format("%s", path);
    ASSERT_EQ_STR(loader.ops->scratch(loader.context, &err), path);
    ASSERT_EQ_INT(file_kind(path), FILE_DIRECTORY);
    preset_access_release(&access);
    ASSERT_EQ_INT(file_kind(path), FILE_ABSENT);
}

static bool say(void *context, struct buf *out, const struct strv *args, struct view input,
                const char *config_home, struct error *err)
{
    (void)err;
    buf_addf(out, "%s %s %.*s %s", (const char *)context, args->items[0], VIEW_ARGS(input),
             config_home);
    return true;
}

TEST(access, helm_is_there_only_when_it_was_given)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(preset_access) access = { .cache = NULL };
    AUTO(strv) args = STRV_INIT;
    AUTO(buf) out = BUF_INIT(1 << 10);
    struct loader_helm run = { .args = &args, .input = VIEW("a: 1"), .config_home = "/c" };
    char name[] = "helm";

    preset_access_init(&access, NULL, NULL);
    ASSERT_TRUE(preset_access_loader(&access).ops->helm == NULL);
    access.helm = say;
    access.helm_context = name;
    strv_add(&args, "version");
    struct loader loader = preset_access_loader(&access);
    ASSERT_OK(loader.ops->helm(loader.context, &out, &run, &err), err);
    ASSERT_EQ_BUF(&out, "helm version a: 1 /c");
}
