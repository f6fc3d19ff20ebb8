/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/document.h"

#include "harness/test.h"

static struct ydoc *parse(const char *text)
{
    struct error err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "test", &err);

    ASSERT_OK(doc, err);
    return doc;
}

static const struct ynode *at(const struct ynode *document, const char *key)
{
    return ynode_get(document, key);
}

#define FIELDS                                                                                     \
    "[{name: repo, type: string, required: true}, {name: login, sensitive: true}, "                \
    "{name: token}, {name: gpu, type: boolean}]"

/* Two schemas are compared as "+new -old "; "unknown" when the earlier one is not known. */
static const char *compare(const char *earlier, const char *later)
{
    AUTO_FREE(ydoc) document = parse(earlier);
    AUTO_FREE(ydoc) schema = parse(later);
    AUTO(strv) added = STRV_INIT, removed = STRV_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct fields fields = { .icon = VIEW_EMPTY };
    struct error err = ERROR_INIT;
    bool known;

    ASSERT_OK(fields_parse(&fields, schema, ydoc_root(schema), &err), err);
    known = document_compare(&added, &removed, ydoc_root(document), &fields.list);
    for (size_t i = 0; i < added.len; i++)
        buf_addf(&out, "+%s ", added.items[i]);
    for (size_t i = 0; i < removed.len; i++)
        buf_addf(&out, "-%s ", removed.items[i]);
    return known ? test_format("%s", buf_text(&out)) : "unknown";
}

TEST(document, what_a_later_schema_asks_more_and_less_is_named)
{
    ASSERT_EQ_STR(compare("fields: [{name: a, type: string}, {name: b, type: int}]",
                          "[{name: a, type: string}, {name: b, type: int}]"),
                  "");
    ASSERT_EQ_STR(compare("fields: [{name: a, type: string}, {name: b, type: int}]",
                          "[{name: a, type: string}, {name: c, type: int}]"),
                  "+c -b ");
    /* Of another type it is another input. */
    ASSERT_EQ_STR(compare("fields: [{name: a, type: string}]", "[{name: a, type: int}]"), "+a -a ");
    ASSERT_EQ_STR(compare("fields: []", "[{name: a}]"), "+a ");
    ASSERT_EQ_STR(compare("values: {}", "[{name: a}]"), "unknown");
}

/* The document of a template with FIELDS, given {repo: a/b}; of DOC. */
static struct ynode *make(struct ydoc *doc)
{
    AUTO_FREE(ydoc) schema = parse(FIELDS);
    AUTO(plan) plan = PLAN_INIT;
    AUTO(strv) presets = STRV_INIT;
    struct ynode *flags = ynode_new_map(doc), *root;
    char name[] = "notebook", category[] = "Application", description[] = "Jupyter\nand more";
    char origin[] = "plugins/notebook";
    struct template template = { .name = name,
                                 .category = category,
                                 .description = description,
                                 .icon = NULL,
                                 .origin = origin,
                                 .revision = "81ab07c2" };
    struct error err = ERROR_INIT;

    ASSERT_OK(fields_parse(&template.fields, schema, ydoc_root(schema), &err), err);
    plan.given = parse("{repo: a/b}");
    plan.values = parse("{repo: a/b, login: canary, token: canary, gpu: false, pullSecret: r, "
                        "api_key: canary}");
    strv_add(&presets, "/presets/gpu");
    ynode_set_string(doc, flags, "cpu", VIEW("2"));
    root = document_make(doc, &template, &plan, flags, &presets, &err);
    ASSERT_OK(root, err);
    return root;
}

TEST(document, it_says_template_answers_flags_presets_and_values)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    const struct ynode *root = make(doc);

    ASSERT_EQ_VIEW(ynode_text(at(root, "template")), "notebook");
    ASSERT_EQ_VIEW(ynode_text(at(root, "revision")), "81ab07c2");
    ASSERT_EQ_VIEW(ynode_text(at(root, "source")), "plugins/notebook");
    ASSERT_EQ_INT(ynode_len(at(root, "fields")), 4);
    ASSERT_EQ_INT(ynode_len(at(root, "answers")), 1);
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "answers", "repo", NULL)), "a/b");
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "flags", "cpu", NULL)), "2");
    ASSERT_EQ_VIEW(ynode_text(ynode_at(at(root, "presets"), 0)), "/presets/gpu");
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "values", "token", NULL)), "canary");
}

TEST(document, a_secret_is_what_the_schema_says_or_the_name_tells)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    const struct ynode *root = make(doc);

    ASSERT_TRUE(document_is_secret(root, VIEW("login")));
    ASSERT_TRUE(document_is_secret(root, VIEW("token")));
    ASSERT_TRUE(document_is_secret(root, VIEW("api_key"))); /* no field */
    ASSERT_FALSE(document_is_secret(root, VIEW("repo")));
    ASSERT_FALSE(document_is_secret(root, VIEW("pullSecret"))); /* a name */
}

TEST(document, the_record_made_from_it_holds_no_secret)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO_FREE(ydoc) made_doc = ydoc_new();
    AUTO(strv) texts = STRV_INIT;
    const struct record_inventory none = RECORD_INVENTORY_INIT;
    struct record_facts facts = {
        .instance = "nb-1", .namespace = "film", .launcher = "h:1:2", .inventory = &none
    };
    struct error err = ERROR_INIT;
    const struct ynode *data;

    document_record(&facts, &texts, make(doc));
    const struct ynode *record = record_make(made_doc, &facts, &err);
    ASSERT_OK(record, err);
    data = at(record, "data");
    ASSERT_EQ_VIEW(ynode_text(at(data, "template")), "notebook");
    ASSERT_EQ_VIEW(ynode_text(at(data, "type")), "Application");
    ASSERT_EQ_VIEW(ynode_text(at(data, "label")), "Jupyter");
    ASSERT_EQ_VIEW(ynode_text(at(data, "icon")), "");
    ASSERT_EQ_VIEW(ynode_text(at(data, "repo")), "a/b");
    ASSERT_EQ_VIEW(ynode_text(at(data, "login")), "***");
    ASSERT_EQ_VIEW(ynode_text(at(data, "token")), "***");
    ASSERT_EQ_VIEW(ynode_text(at(data, "api_key")), "***");
    ASSERT_EQ_VIEW(ynode_text(at(data, "pullSecret")), "r");
}
