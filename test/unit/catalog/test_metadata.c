/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/metadata.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

static bool substitute(struct buf *out, const char *text, unsigned *line)
{
    AUTO_FREE(ydoc) chart = ydoc_parse(VIEW("name: outer"), "Chart.yaml", NULL);
    AUTO_FREE(ydoc)
    values =
        ydoc_parse(VIEW("{a: {b: text, n: 7, big: 5000000, f: 1.5, yes: true}}"), "values", NULL);
    struct metadata_names names = { VIEW("demo"), VIEW("argocd"), ydoc_root(chart),
                                    ydoc_root(values) };

    return metadata_substitute(out, view_of(text), &names, line);
}

static void expect(const char *text, const char *result)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    unsigned line = 0;

    ASSERT_TRUE(substitute(&out, text, &line));
    ASSERT_EQ_BUF(&out, result);
}

TEST(metadata, puts_in_release_chart_and_values)
{
    expect("name: {{ .Release.Name }}-x in {{.Release.Namespace}}", "name: demo-x in argocd");
    expect("{{ .Chart.Name }} {{ .Values.a.b }} {{ .Values.a.n }} {{ .Values.a.yes }}",
           "outer text 7 true");
    expect("n: {{ .Release.Name | quote }}", "n: \"demo\"");
    expect("no action {env:X} }} here", "no action {env:X} }} here");
}

TEST(metadata, trim_markers_take_the_blanks_beside_them)
{
    expect("a \n {{- .Release.Name -}} \n b", "ademob");
}

TEST(metadata, other_actions_are_left_to_helm_and_named_by_line)
{
    static const char *const texts[] = {
        "a\nb: {{ if .Values.a }}",  "a\nb: {{ .Values.none }}",
        "a\nb: {{ .Values.a.big }}", "a\nb: {{ .Values.a.f }}",
        "a\nb: {{ .Values.a }}",     "a\nb: {{ .Release.Name | upper }}",
        "a\nb: {{ .Release.Name",    "a\nb: {{ include \"x\" . }}",
        "a\nb: {{ .Values. }}",
    };

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
        unsigned line = 0;

        ASSERT_FALSE(substitute(&out, texts[i], &line));
        ASSERT_EQ_INT(line, 2);
        ASSERT_EQ_INT(out.len, 0);
    }
}
