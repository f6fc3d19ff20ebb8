/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "kustomize/lengths.h"

/* COUNT times 'x'. */
static const char *xs(size_t count)
{
    AUTO(buf) text = BUF_INIT(1 << 12);

    buf_add_repeat(&text, 'x', count);
    return test_format("%s", buf_text(&text));
}

static bool applies(const char *kust, const char *stream, struct error *err)
{
    const struct preset_file files[] = { { "/p/kustomization.yaml", kust }, { NULL, NULL } };
    AUTO(buf) out = BUF_INIT(1 << 16);

    return preset_apply(&out, files, stream, false, err);
}

TEST(lengths, R_043_a_name_that_a_prefix_makes_too_long_is_named_with_its_length)
{
    AUTO(error) err = ERROR_INIT;
    const char *prefix = test_format("namePrefix: %s\n", xs(60));
    const char *long_prefix = test_format("namePrefix: %s\n", xs(250));

    ASSERT_OK(applies(prefix, "kind: Service\nmetadata: {name: abc}\n", &err), err);
    ASSERT_FAILS(
        applies(prefix, "apiVersion: v1\nkind: Service\nmetadata: {name: abcd}\n", &err), err,
        ERROR_INVALID,
        test_format("/p: Service/%sabcd: its name has 64 characters, 63 are allowed", xs(60)));
    ASSERT_OK(applies(long_prefix, "kind: A\nmetadata: {name: abc}\n", &err), err);
    ASSERT_FAILS(applies(long_prefix, "kind: A\nmetadata: {name: abcd}\n", &err), err,
                 ERROR_INVALID, "its name has 254 characters, 253 are allowed");
}

TEST(lengths, R_043_a_label_that_is_too_long_is_named)
{
    AUTO(error) err = ERROR_INIT;
    const char *stream = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n";
    const char *fits = test_format("labels: [{pairs: {site: %s}}]\n", xs(63));
    const char *labels = test_format("labels: [{pairs: {site: %s}}]\n", xs(64));
    const char *pods = test_format("patches:\n- target: {kind: Deployment}\n  patch: |\n"
                                   "    - {op: add, path: /spec, value: {template: {metadata: "
                                   "{labels: {app: %s}}}}}\n",
                                   xs(64));

    ASSERT_OK(applies(fits, stream, &err), err);
    ASSERT_FAILS(applies(labels, stream, &err), err, ERROR_INVALID,
                 "Deployment/a: the label 'site' has 64 characters, 63 are allowed");
    ASSERT_FAILS(applies(pods, stream, &err), err, ERROR_INVALID, "the label 'app' has 64");
    ASSERT_FAILS(applies(labels,
                         "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, "
                         "metadata: {name: p, labels: {site: b}}}\n",
                         &err),
                 err, ERROR_INVALID, "Pod/p: the label 'site' has 64");
}

TEST(lengths, what_the_preset_adds_is_looked_at)
{
    AUTO(error) err = ERROR_INIT;
    const char *kust = test_format("configMapGenerator: [{name: %s}]\n", xs(254));

    ASSERT_FAILS(applies(kust, "kind: A\n", &err), err, ERROR_INVALID, "its name has 265");
}

TEST(lengths, what_the_stream_has_passes)
{
    AUTO(error) err = ERROR_INIT;
    const char *stream = test_format(
        "apiVersion: v1\nkind: Service\nmetadata: {name: %s, labels: {l: %s}}\n", xs(64), xs(64));

    ASSERT_OK(applies("commonAnnotations: {a: b}\n", stream, &err), err);
    ASSERT_OK(applies("labels: [{pairs: {m: b}}]\n", stream, &err), err);
}

TEST(lengths, a_build_prints_what_kustomize_prints)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);
    const char *kust = test_format("namePrefix: %s\nresources: [r.yaml]\n", xs(250));
    const struct preset_file files[] = { { "/p/kustomization.yaml", kust },
                                         { "/p/r.yaml", "kind: A\nmetadata: {name: abcd}\n" },
                                         { NULL, NULL } };

    ASSERT_OK(preset_build(&out, files, &err), err);
}
