/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "kustomize/key_values.h"
#include "yaml/ydoc.h"

static const struct preset_file files[] = {
    { "/p/a.env", "\xef\xbb\xbf# comment\n A=1\n\nB=x=y\r\nC\n=lost\n \xc2\xa0 D=two words\nE=" },
    { "/p/bad.env", "A=1\nB=\xff\n" },
    { "/p/sub/f.txt", "text\n" },
    { "/out.txt", "x" },
    { NULL, NULL },
};

/* "KEY=VALUE;" of all that ARGS (a flow mapping) names, or the error's message. */
static const char *loaded(const char *text, bool with_env)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(key_values) values = KEY_VALUES_INIT;
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(buf) out = BUF_INIT(1 << 16);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "k.yaml", &err);
    struct loader loader = preset_loader(files);
    struct kust_generator args = { .node = NULL };
    struct arena arena = ARENA_INIT;
    bool ok = doc &&
              decode(&args, &kust_config_map_table, ydoc_root(doc), "k.yaml", &arena, &err) &&
              loader_root_open(&root, &loader, NULL, "/p", &err) &&
              key_values_load(&values, &args, with_env, &root, "k.yaml", &err);

    for (size_t i = 0; i < values.len; i++)
        buf_addf(&out, VIEW_FMT "=" VIEW_FMT ";", VIEW_ARGS(values.items[i].key),
                 VIEW_ARGS(values.items[i].value));
    arena_release(&arena);
    return ok ? test_format("%s", buf_text(&out)) : test_format("%s", error_message(&err));
}

TEST(key_values, variables_are_read_as_kustomize_does)
{
    ASSERT_EQ_STR(loaded("{envs: [a.env]}", true), "A=1;B=x=y;C=;D=two words;E=;");
}

TEST(key_values, the_single_form_counts_in_a_list_only)
{
    ASSERT_EQ_STR(loaded("{env: a.env, literals: [Z=1]}", false), "Z=1;");
    ASSERT_EQ_STR(loaded("{env: a.env, literals: [Z=1]}", true),
                  "A=1;B=x=y;C=;D=two words;E=;Z=1;");
}

TEST(key_values, literals_lose_quotes_around_the_whole)
{
    ASSERT_EQ_STR(loaded("{literals: [\"a='x'\", 'b=\"y\"', \"c='\", 'd=', \"e='x\\\"\"]}", true),
                  "a=x;b=y;c=';d=;e='x\";");
    ASSERT_EQ_STR(loaded("{literals: [a]}", true),
                  "k.yaml:1: the literal 'a' is not of the form 'key=value'");
    ASSERT_EQ_STR(loaded("{literals: ['=a']}", true),
                  "k.yaml:1: the literal '=a' is not of the form 'key=value'");
}

TEST(key_values, files_are_called_after_themselves_or_as_told)
{
    ASSERT_EQ_STR(loaded("{files: [sub/f.txt, k=sub/f.txt]}", true), "f.txt=text\n;k=text\n;");
    ASSERT_EQ_STR(loaded("{files: [a=b=c]}", true),
                  "k.yaml:1: the file 'a=b=c' has more than one '='");
    ASSERT_EQ_STR(loaded("{files: ['=c']}", true),
                  "k.yaml:1: the file '=c' has no key before its '='");
    ASSERT_EQ_STR(loaded("{files: ['c=']}", true),
                  "k.yaml:1: the file 'c=' has no file behind its '='");
}

TEST(key_values, R_042_what_is_missing_doubled_or_no_text_is_told_with_its_place)
{
    ASSERT_EQ_STR(loaded("{files: [none]}", true), "k.yaml:1: there is no file '/p/none'");
    ASSERT_EQ_STR(loaded("{files: [../out.txt]}", true),
                  "k.yaml:1: security; file '/out.txt' is not in or below '/p'");
    ASSERT_EQ_STR(loaded("{name: cm, literals: [a=1, a=2]}", true),
                  "k.yaml:1: the key 'a' comes twice in 'cm'");
    ASSERT_EQ_STR(loaded("{envs: [bad.env]}", true), "/p/bad.env:2:3: bytes that are no UTF-8");
    ASSERT_EQ_STR(loaded("{envs: ['']}", true), "k.yaml:1: the name of a file is empty");
}

TEST(key_values, R_042_a_line_without_end_is_no_variable)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(1 << 20);
    AUTO(buf) out = BUF_INIT(1 << 20);

    buf_add(&text, "A=");
    buf_add_repeat(&text, 'x', KEY_VALUES_LINE_BYTES_MAX);
    const struct preset_file large[] = { { "/p/kustomization.yaml",
                                           "configMapGenerator: [{name: a, envs: [l.env]}]\n" },
                                         { "/p/l.env", buf_text(&text) },
                                         { NULL, NULL } };
    ASSERT_FAILS(preset_build(&out, large, &err), err, ERROR_LIMIT,
                 "/p/l.env:1: a line of over 65536 bytes");
}
