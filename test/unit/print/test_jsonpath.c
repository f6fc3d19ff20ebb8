/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "print/jsonpath.h"
#include "yaml/ydoc.h"
#include "json/decode.h"

static const char object[] =
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\",\"labels\":{\"app."
    "kubernet"
    "es.io/"
    "name\":\"x\",\"b\":\"2\",\"a\":\"1\"}},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":"
    "\"i:1"
    "\",\"ports\":[{\"containerPort\":80,\"name\":\"http\"},{\"containerPort\":443,\"name\":\"https"
    "\"}]},{\"name\":\"b\",\"image\":\"i:2\",\"ports\":[]},{\"name\":\"c<&>\",\"ratio\":1.5,"
    "\"big\":1234"
    "567.5,\"flag\":true,\"none\":null,\"ports\":[{\"containerPort\":8080}]}],\"n\":5,\"neg\":-3,"
    "\"empty\":\"\",\"list\":[1,2,3,4,5,6]}}";

/* What kubectl 1.37 prints for the object. */
static const struct {
    const char *template;
    const char *printed;
} printed[] = {
    { "{.metadata.name}", "web" },
    { "x{.metadata.name}y{.kind}z", "xwebyPodz" },
    { "{.spec.containers[*].name}", "a b c<&>" },
    { "{.spec.containers[0].name}", "a" },
    { "{.spec.containers[-1].name}", "c<&>" },
    { "{.spec.containers[0:2].name}", "a b" },
    { "{.spec.list[::2]}", "1 3 5" },
    { "{.spec.list[1:]}", "2 3 4 5 6" },
    { "{.spec.list[:2]}", "1 2" },
    { "{.spec.list[-2:]}", "5 6" },
    { "{.spec.list[1:5:2]}", "2 4" },
    { "{.spec.list[0,2]}", "1 3" },
    { "{.spec.list[*]}", "1 2 3 4 5 6" },
    { "{.spec.list}", "[1,2,3,4,5,6]" },
    { "{.spec.containers[1].ports}", "[]" },
    { "{.spec.containers[?(@.name==\"a\")].image}", "i:1" },
    { "{.spec.containers[?(@.name!=\"a\")].image}", "i:2" },
    { "{.spec.containers[?(@.flag)].name}", "c<&>" },
    { "{.spec.containers[?(@.flag==true)].name}", "c<&>" },
    { "{.spec.containers[?(@.ratio>1.2)].name}", "c<&>" },
    { "{.spec.containers[*].ports[?(@.containerPort>=443)].containerPort}", "443 8080" },
    { "{range .spec.containers[*]}{.name}={.image};{end}", "a=i:1;b=i:2;c<&>=;" },
    { "{range .spec.containers[*]}{.name}{\"\\t\"}{range "
      ".ports[*]}{.containerPort},{end}{\"\\n\"}{end}done",
      "a\t80,443,\nb\t\nc<&>\t8080,\ndone" },
    { "{.metadata.labels.app\\.kubernetes\\.io/name}", "x" },
    { "{.metadata.labels['app\\.kubernetes\\.io/name']}", "x" },
    { "{.metadata.labels['a','b']}", "1 2" },
    { "{..containerPort}", "80 443 8080" },
    { "{.spec.missing}", "" },
    { "{.spec.containers[*].ratio}", "1.5" },
    { "{.spec.containers[2].big}", "1.2345675e+06" },
    { "{.spec.containers[2].none}", "null" },
    { "{.spec.containers[2].name}", "c<&>" },
    { "{.spec.containers[2]}",
      "{\"big\":1234567.5,\"flag\":true,\"name\":\"c\\u003c\\u0026\\u003e\",\"none\":null,"
      "\"ports\":[{\"containerPort\":8080}],\"ratio\":1.5}" },
    { "{.spec.n}{.spec.neg}", "5-3" },
    { "{\"a\\\"b\\\\n\\u00e9\\x41\"}", "a\"b\\n\303\251A" },
    { "{'q\"x'}", "q\"x" },
    { "{1}{1.5}{true}", "11.5true" },
    { "{.spec['n','neg']}", "5 -3" },
    { "{@.kind}", "Pod" },
    { "{$.kind}", "Pod" },
    { "{range .spec.missing[*]}{.x}{end}after", "after" },
    { "{.spec.containers[?(@.n~\"a\")]}", "" },
    { "{.spec.containers[*]['name','image']}", "a b c<&> i:1 i:2" },
    { "{.metadata.name}{\"\\n\"}", "web\n" },
    { "plain", "plain" },
    { "{.spec.containers[?(@.name=='b')].image}", "i:2" },
    { "{.spec.containers[?(\"a\"==@.name)].name}", "a" },
    { "{.spec.empty}", "" },
    { "{ .metadata.name }", "web" },
    { "{.spec.list[?(@>3)]}", "4 5 6" },
    { "{.spec.list[?(@ == 3)]}", "3" },
};

static const struct {
    const char *template;
    const char *cause;
} refused[] = {
    { "{.spec.containers[9].name}", "array index out of bounds: index 9, length 3" },
    { "{.metadata.name", "unclosed action" },
    { "{.spec.containers[}", "unterminated array" },
    { "{.spec.containers[x]}", "invalid array index x" },
    { "{foo}", "unrecognized identifier foo" },
    { "{end}", "not in range, nothing to end" },
    { "{.spec.containers[?(@.name==\"a\"]}", "unterminated filter" },
    { "{.spec.list[3:1]}", "starting index 3 is greater than ending index 1" },
    { "{.spec.list[::0]}", "step must be > 0" },
    { "{.spec.n[0]}", "a scalar is not array or slice" },
    { "{.spec.n[?(@.a)]}", "a scalar is not array or slice and cannot be filtered" },
    { "{range .spec.containers[*]}[{.name}, {.ports[0].name}] {end}",
      "array index out of bounds: index 0, length 0" },
    { "{.spec.containers[?(@.ports[0].name==\"http\")].name}",
      "array index out of bounds: index 0, length 0" },
};

static bool print(struct buf *out, const char *template, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "object", err);
    AUTO_FREE(jsonpath) path = jsonpath_parse(view_of(template), err);

    return doc && path && jsonpath_print(out, path, ydoc_root(doc), err);
}

TEST(jsonpath, prints_what_kubectl_prints)
{
    for (size_t i = 0; i < ARRAY_SIZE(printed); i++) {
        AUTO(error) err = ERROR_INIT;
        AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) wanted = BUF_INIT(BUF_TEXT_BYTES_MAX);
        buf_addf(&wanted, "%s gives: %s", printed[i].template, printed[i].printed);
        buf_addf(&out, "%s gives: ", printed[i].template);
        ASSERT_OK(print(&out, printed[i].template, &err), err);
        ASSERT_EQ_STR(buf_text(&out), buf_text(&wanted));
    }
}

TEST(jsonpath, refuses_what_kubectl_refuses)
{
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
        AUTO(error) err = ERROR_INIT;
        AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
        if (print(&out, refused[i].template, &err))
            test_fail(__FILE__, __LINE__, "%s was taken", refused[i].template);
        ASSERT_CONTAINS(err.message, refused[i].cause);
    }
}

TEST(jsonpath, the_values_of_a_mapping_come_by_key)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(print(&out, "{.metadata.labels.*}", &err), err);
    ASSERT_EQ_STR(buf_text(&out), "1 x 2");
    buf_clear(&out);
    ASSERT_OK(print(&out, "{..name}", &err), err);
    ASSERT_EQ_STR(buf_text(&out), "web a http https b c<&>");
}

TEST(jsonpath, results_and_depth_have_ceilings)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) deep = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_byte(&deep, '{');
    for (int i = 0; i < 40; i++)
        buf_add(&deep, "[?(@.a");
    ASSERT_FAILS(print(&out, buf_text(&deep), &err), err, ERROR_SYNTAX, "error parsing jsonpath");
}

/* Each union doubles what it finds. */
TEST(jsonpath, too_many_results_are_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) template = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&template, "{@");
    for (int i = 0; i < 25; i++) {
        buf_add(&text, "{a: ");
        buf_add(&template, "['a','a']");
    }
    buf_add(&text, "1");
    buf_add_repeat(&text, '}', 25);
    buf_add_byte(&template, '}');
    AUTO_FREE(ydoc) doc = ydoc_parse(buf_view(&text), "object", &err);
    AUTO_FREE(jsonpath) path = jsonpath_parse(buf_view(&template), &err);
    ASSERT_NOT_NULL(doc);
    ASSERT_NOT_NULL(path);
    ASSERT_FAILS(jsonpath_print(&out, path, ydoc_root(doc), &err), err, ERROR_LIMIT,
                 "the template finds more than 1000000 values");
}
