/* SPDX-License-Identifier: Apache-2.0 */
/* What openchoreo.md 4 and 5 say about reading, on the descriptor that it is for. */
#include "openchoreo/descriptor.h"

#include "harness/test.h"

/* DESCRIPTOR of VERSION from TEXT, whose warnings are WARNINGS, one a line. */
static void read_with_warnings(struct descriptor *descriptor, const char *version, const char *text,
                               const char *warnings)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(strv) told = STRV_INIT;
    AUTO(buf) lines = BUF_INIT(100000);

    ASSERT_OK(descriptor_read(descriptor, view_of(text), "w.yaml", dialect_find(version, NULL),
                              &told, &err),
              err);
    for (size_t i = 0; i < told.len; i++)
        buf_addf(&lines, "%s\n", told.items[i]);
    ASSERT_EQ_BUF(&lines, warnings);
}

static void read_silent(struct descriptor *descriptor, const char *text)
{
    read_with_warnings(descriptor, "1.2", text, "");
}

/* The value of the first variable written as PLAIN. */
static const char *value_of(const char *plain)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;
    const struct descriptor_variable *env;

    read_silent(&d, test_format("configurations:\n  env:\n  - value: %s\n", plain));
    env = d.content.configurations.env.items;
    return test_format(VIEW_FMT, VIEW_ARGS(env[0].value.text));
}

static int port_of(const char *plain)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;

    read_silent(&d, test_format("endpoints: [{port: %s}]\n", plain));
    return ((const struct descriptor_endpoint *)d.content.endpoints.items)[0].port.number;
}

static void refuse(const char *text, enum error_code code, const char *message)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(descriptor_read(&d, view_of(text), "w.yaml", dialect_find(NULL, NULL), NULL, &err),
                 err, code, message);
}

TEST(descriptor, a_text_takes_any_scalar_as_yaml_1_1_resolves_it)
{
    ASSERT_EQ_STR(value_of("n"), "false");
    ASSERT_EQ_STR(value_of("On"), "true");
    ASSERT_EQ_STR(value_of("nO"), "nO");
    ASSERT_EQ_STR(value_of("017"), "15");
    ASSERT_EQ_STR(value_of("3.10"), "3.1");
    ASSERT_EQ_STR(value_of("1_000"), "1000");
    ASSERT_EQ_STR(value_of("2001-01-01"), "2001-01-01");
    ASSERT_EQ_STR(value_of("~"), "");
    ASSERT_EQ_STR(value_of("'~'"), "~");
    ASSERT_EQ_STR(value_of("!!str 123"), "123");
    ASSERT_EQ_STR(value_of("!!binary aGk="), "hi");
}

TEST(descriptor, a_port_is_a_whole_number_of_any_notation)
{
    ASSERT_EQ_INT(port_of("0x50"), 80);
    ASSERT_EQ_INT(port_of("80.0"), 80);
    ASSERT_EQ_INT(port_of("8e3"), 8000);
    ASSERT_EQ_INT(port_of("-2147483648"), INT32_MIN);
    ASSERT_EQ_INT(port_of("2147483647"), INT32_MAX);
    ASSERT_EQ_INT(port_of("~"), 0);
    refuse("endpoints: [{port: 2147483648}]", ERROR_INVALID,
           "w.yaml:1:20: endpoints[0].port is 2147483648, no whole number of 32 bits");
    refuse("endpoints: [{port: 80.5}]", ERROR_INVALID, "endpoints[0].port is 80.5");
    refuse("endpoints: [{port: .nan}]", ERROR_INVALID, "endpoints[0].port is .nan");
    refuse("endpoints: [{port: '80'}]", ERROR_INVALID,
           "endpoints[0].port is a text where a whole number is wanted");
    refuse("endpoints: [{port: yes}]", ERROR_INVALID, "is a boolean where");
}

TEST(descriptor, what_has_the_wrong_shape_is_named_with_its_place)
{
    refuse("- a", ERROR_INVALID, "w.yaml:1:1: the descriptor is a list where a mapping is wanted");
    refuse("endpoints: 5", ERROR_INVALID, "w.yaml:1:12: endpoints is a number where a list");
    refuse("endpoints: [{}, [a]]", ERROR_INVALID, "endpoints[1] is a list where a mapping");
    refuse("configurations:\n  env:\n  - name: [a]\n", ERROR_INVALID,
           "w.yaml:3:11: configurations.env[0].name is a list where a text is wanted");
    refuse("dependencies:\n  resources: [{envBindings: {a: {}}}]\n", ERROR_INVALID,
           "dependencies.resources[0].envBindings.a is a mapping where a text is wanted");
}

TEST(descriptor, nothing_and_null_are_an_empty_one)
{
    static const char *const nothing[] = { "", "# only this\n", "~", "---\n" };

    for (size_t i = 0; i < ARRAY_SIZE(nothing); i++) {
        AUTO(descriptor) d = DESCRIPTOR_INIT;

        read_silent(&d, nothing[i]);
        ASSERT_EQ_INT(d.content.endpoints.len, 0);
        ASSERT_EQ_STR(d.path, "w.yaml");
    }
}

TEST(descriptor, keys_match_without_case_and_spellings_of_one_key_add_up)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;
    const struct descriptor_endpoint *endpoint;

    read_silent(&d, "Endpoints: [{NAME: a, PORT: 1}]\n"
                    "endpoints: [{name: b, type: T}]\n"
                    "CONFIGURATIONS: {env: [{}]}\nconfigurations: {FILES: [{}, ~]}\n");
    endpoint = d.content.endpoints.items;
    ASSERT_EQ_INT(d.content.endpoints.len, 1);
    ASSERT_EQ_VIEW(endpoint->name.text, "b");
    ASSERT_EQ_INT(endpoint->port.number, 1);
    ASSERT_EQ_VIEW(endpoint->type.text, "T");
    ASSERT_EQ_INT(d.content.configurations.env.len, 1);
    ASSERT_EQ_INT(d.content.configurations.files.len, 2);
}

TEST(descriptor, letters_beyond_ascii_that_fold_to_ascii_match_as_in_go)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;

    read_silent(
        &d, "configurations: {env: [{valueFrom: {\"\\u017fecret\\u212aeyRef\": {name: s}}}]}\n");
    ASSERT_EQ_VIEW(((const struct descriptor_variable *)d.content.configurations.env.items)[0]
                       .value_from.secret.name.text,
                   "s");
}

TEST(descriptor, free_keys_of_two_spellings_are_one_mapping)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;
    const struct descriptor_resource *resource;
    const struct typed_binding *bindings;

    read_silent(&d, "dependencies:\n  resources:\n"
                    "  - {ENVBINDINGS: {a: 1, c: 1}, envBindings: {a: 2, b: 2}, ref: db}\n");
    resource = d.content.dependencies.resources.items;
    bindings = resource->env_bindings.items;
    ASSERT_EQ_INT(resource->env_bindings.len, 3);
    ASSERT_EQ_VIEW(bindings[0].value.text, "2");
    ASSERT_EQ_VIEW(bindings[1].name.text, "b");
    ASSERT_EQ_VIEW(bindings[2].name.text, "c");
}

TEST(descriptor, a_null_leaves_a_struct_and_clears_what_is_a_pointer_there)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;
    const struct descriptor_variable *env;

    read_silent(&d, "Configurations: {env: [{VALUEFROM: {path: p}, valueFrom: ~}]}\n"
                    "configurations: ~\n");
    env = d.content.configurations.env.items;
    ASSERT_EQ_INT(d.content.configurations.env.len, 1);
    ASSERT_EQ_VIEW(env[0].value_from.path.text, "");
}

TEST(descriptor, unknown_keys_are_warnings_with_the_nearest_known_one)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;

    read_with_warnings(&d, "1.2", "endpoints:\n- name: a\n  prot: 80\nzzz: {x: [1]}\n",
                       "w.yaml:3:3: unknown key 'prot' is ignored; did you mean 'port'?\n"
                       "w.yaml:4:1: unknown key 'zzz' is ignored\n");
}

TEST(descriptor, keys_of_another_version_are_named_as_lost)
{
    AUTO(descriptor) newest = DESCRIPTOR_INIT;
    AUTO(descriptor) old = DESCRIPTOR_INIT;
    AUTO(descriptor) before_resources = DESCRIPTOR_INIT;

    read_with_warnings(
        &newest, "1.2", "connections: [{component: a}]\n",
        "w.yaml:1:1: OpenChoreo 1.2 does not read 'connections': this part is lost\n");
    ASSERT_EQ_INT(newest.content.connections.len, 0);
    read_with_warnings(&old, "v0.17", "dependencies: {}\nconnections: [{name: n, endpoint: e}]\n",
                       "w.yaml:2:16: OpenChoreo v0.17 does not read 'name': this part is lost\n"
                       "w.yaml:1:1: OpenChoreo v0.17 does not read 'dependencies': this part is "
                       "lost\n");
    ASSERT_EQ_VIEW(
        ((const struct descriptor_connection *)old.content.connections.items)[0].name.text, "e");
    read_with_warnings(
        &before_resources, "1.0", "dependencies: {resources: []}\n",
        "w.yaml:1:16: OpenChoreo 1.0 does not read 'resources': this part is lost\n");
}

TEST(descriptor, warnings_end_at_a_hundred)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;
    AUTO(buf) text = BUF_INIT(100000);
    AUTO(strv) told = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    for (int i = 0; i < 500; i++)
        buf_addf(&text, "unknown%d: 1\n", i);
    ASSERT_OK(descriptor_read(&d, buf_view(&text), "w.yaml", dialect_find(NULL, NULL), &told, &err),
              err);
    ASSERT_EQ_INT(told.len, TYPED_WARNINGS_MAX);
}

TEST(descriptor, what_nobody_reads_must_still_be_possible_as_json)
{
    refuse("x: {a: [.inf]}", ERROR_INVALID, "w.yaml:1:9: '.inf' is no number that JSON knows");
    refuse("x: {~: 1}", ERROR_INVALID, "a null cannot be a key");
    refuse("x: {[a]: 1}", ERROR_SYNTAX, "a mapping key is a sequence");
}

TEST(descriptor, alias_bombs_end_at_a_limit_also_where_nobody_reads)
{
    AUTO(buf) text = BUF_INIT(100000);

    buf_add(&text, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++)
        buf_addf(&text, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1, i - 1,
                 i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    refuse(buf_text(&text), ERROR_LIMIT, "w.yaml: aliases expand to over 1000000 nodes");
}

TEST(descriptor, long_texts_count_for_the_limit_of_aliases)
{
    AUTO(buf) text = BUF_INIT(1000000);

    buf_add(&text, "x: &x ");
    buf_add_repeat(&text, 'a', 100000);
    buf_add(&text, "\nendpoints:\n- visibility: [");
    for (int i = 0; i < 1000; i++)
        buf_add(&text, "*x,");
    buf_add(&text, "]\n");
    refuse(buf_text(&text), ERROR_LIMIT, "aliases expand to over");
}
