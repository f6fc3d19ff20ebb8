/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "kustomize/helm_fields.h"
#include "yaml/ydoc.h"

TEST(helm_fields, unknown_and_wrong_fields_are_told)
{
    ASSERT_REFUSES("helmCharts: [{name: a, chartHome: x}]\n", "", ERROR_INVALID,
                   "unknown field 'chartHome'");
    ASSERT_REFUSES("helmCharts: [{name: a, valuesInline: [1]}]\n", "", ERROR_INVALID,
                   "field 'valuesInline' must be a mapping, not a sequence");
    ASSERT_REFUSES("helmGlobals: {home: x}\n", "", ERROR_INVALID, "unknown field 'home'");
    ASSERT_REFUSES("helmChartInflationGenerator: [{name: a}]\n", "", ERROR_INVALID,
                   "unknown field 'name'");
}

TEST(helm_fields, a_document_of_its_own_has_the_globals_beside_it)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc)
    doc = ydoc_parse(VIEW("{chartHome: h, configHome: c, valuesInline: {a: 1}}"), "g.yaml", &err);
    struct kust_helm_chart chart = { .node = NULL };
    struct arena arena = ARENA_INIT;

    ASSERT_OK(doc, err);
    ASSERT_OK(decode(&chart, &kust_helm_document_table, ydoc_root(doc), "g.yaml", &arena, &err),
              err);
    ASSERT_EQ_VIEW(chart.chart_home, "h");
    ASSERT_EQ_VIEW(chart.config_home, "c");
    ASSERT_EQ_INT(ynode_len(chart.values), 1);
    arena_release(&arena);
}
