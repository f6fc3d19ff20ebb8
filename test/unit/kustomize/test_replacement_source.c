/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_source.h"

#include "harness/test.h"
#include "kustomize/objects.h"
#include "yaml/emit.h"

static const char objects[] =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {n: 8080, l: [x/y, z]}\n"
    "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: ns}\n";

/* The value of SPEC as JSON, "(nothing)", or the error. */
static const char *value_of(const struct kust_replacement_source *spec)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(replacement_value) value = REPLACEMENT_VALUE_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_OK(objects_read(&list, view_of(objects), "o.yaml", 1, &err), err);
    if (!replacement_source_find(&value, spec, &list, &err))
        return test_format("%s; %s", error_message(&err), err.hint);
    if (!value.resource)
        return "(nothing)";
    if (!replacement_source_read(&value, &err))
        return test_format("%s", error_message(&err));
    ASSERT_OK(emit_json(&out, value.node, 0, YAML_KUSTOMIZE, &err), err);
    return test_format("%s", buf_text(&out));
}

#define SOURCE(...) (&(struct kust_replacement_source){ __VA_ARGS__ })
#define PART(text, i)                                                                              \
    (&(struct kust_field_options){ .delimiter = VIEW(text), .index = (i), .create = false })

TEST(replacement_source, parts_of_an_id_are_compared_not_matched)
{
    ASSERT_EQ_STR(value_of(SOURCE(.kind = VIEW("ConfigMap"))), "\"a\"");
    ASSERT_EQ_STR(value_of(SOURCE(.kind = VIEW("Config.*"))), "(nothing)");
    ASSERT_EQ_STR(value_of(SOURCE(.group = VIEW("apps"), .version = VIEW("v1"))), "\"a\"");
    ASSERT_EQ_STR(value_of(SOURCE(.namespace = VIEW("default"), .field_path = VIEW("data.n"))),
                  "8080");
    ASSERT_EQ_STR(value_of(SOURCE(.name = VIEW("a"))),
                  "the source of a replacement, name 'a', is more than one object; these are two "
                  "of them: ConfigMap/a and Deployment/a in namespace 'ns'");
}

TEST(replacement_source, a_field_keeps_its_type_and_a_part_its_texts)
{
    ASSERT_EQ_STR(value_of(SOURCE(.kind = VIEW("ConfigMap"), .field_path = VIEW("data"))),
                  "{\"l\":[\"x/y\",\"z\"],\"n\":8080}");
    ASSERT_EQ_STR(value_of(SOURCE(.kind = VIEW("ConfigMap"), .field_path = VIEW("data.l.0"),
                                  .options = PART("/", 1))),
                  "\"y\"");
    ASSERT_EQ_STR(value_of(SOURCE(.kind = VIEW("ConfigMap"), .field_path = VIEW("data.n"),
                                  .options = PART("0", 0))),
                  "8");
}

TEST(replacement_source, R_039_what_cannot_be_read_is_named)
{
    ASSERT_EQ_STR(value_of(SOURCE(.kind = VIEW("ConfigMap"), .field_path = VIEW("data.q"))),
                  "the source of a replacement, field 'data.q' of ConfigMap/a: there is no such "
                  "field");
    ASSERT_EQ_STR(value_of(SOURCE(.kind = VIEW("ConfigMap"), .field_path = VIEW("data.n.x"))),
                  "the source of a replacement, field 'data.n.x' of ConfigMap/a: step 'x' needs a "
                  "mapping, not a scalar");
    ASSERT_EQ_STR(value_of(SOURCE(.kind = VIEW("ConfigMap"), .field_path = VIEW("data.l.1"),
                                  .options = PART("/", 1))),
                  "the source of a replacement, field 'data.l.1' of ConfigMap/a: there is no part "
                  "1 of 'z'");
}

TEST(replacement_source, a_written_out_text_is_a_node_apart)
{
    AUTO(replacement_value) value = REPLACEMENT_VALUE_INIT;

    replacement_value_set(&value, VIEW("8080"));
    ASSERT_TRUE(value.node->untagged);
    ASSERT_NULL(value.resource);
    ASSERT_EQ_INT(ynode_type(value.node, YAML_KUSTOMIZE), YTYPE_INT);
}
