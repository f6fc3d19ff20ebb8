/* SPDX-License-Identifier: Apache-2.0 */
/* form/ask: a form as questions */
#include "form/ask.h"
#include "forms.h"

/* A person with answers, parted by '|', and what was on the paper in the end. */
struct person {
    struct view answers;
    struct buf paper;
};

static void person_release(struct person *person)
{
    buf_release(&person->paper);
}

static void say(void *context, const char *text)
{
    struct person *person = context;

    buf_addf(&person->paper, "%s\n", text);
}

static bool answer(void *context, const char *prompt, bool secret, struct buf *line,
                   struct error *err)
{
    struct person *person = context;
    struct view text;

    if (!view_cut(&person->answers, '|', &text))
        return error_set(err, ERROR_INTERRUPTED, "there is no answer");
    buf_add_view(line, text);
    buf_addf(&person->paper, "%s" VIEW_FMT "\n", prompt, VIEW_ARGS(secret ? VIEW("***") : text));
    return true;
}

static bool asked(struct form *form, struct person *person, const char *answers, struct error *err)
{
    const struct ask ask = { .say = say, .read = answer, .context = person };

    *person = (struct person){ .answers = view_of(answers), .paper = BUF_INIT(10000) };
    return form_ask(form, &ask, err);
}

/* A form with FIELD alone. */
static struct form_spec alone(const struct form_field *field)
{
    struct form_spec spec = forms_spec(NULL);

    spec.fields = field;
    spec.field_count = 1;
    return spec;
}

TEST(ask, an_empty_line_keeps_what_is_there)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    AUTO(person) person;
    AUTO(error) err = ERROR_INIT;

    form_init(&form, &spec);
    ASSERT_OK(asked(&form, &person, "||||||||||", &err), err);
    ASSERT_ITEM(form, ITEM_NAME, "nb-1");
    ASSERT_ITEM(form, ITEM_CLASS, "fast");
    ASSERT_ITEM(form, ITEM_PAGE, "one\ntwo\n");
    ASSERT_EQ_BUF(&person.paper, "name (required): What it is called\n"
                                 "name [nb-1]: \n"
                                 "token\n"
                                 "token: ***\n"
                                 "gpu\n"
                                 "  yes or no\n"
                                 "gpu [no]: \n"
                                 "class\n"
                                 "  one of: fast (default), slow, slower (disk)\n"
                                 "class [fast]: \n"
                                 "page\n"
                                 "  several lines; a line with a lone . ends them\n"
                                 "page [one, ...]: \n"
                                 "tags\n"
                                 "  any of: fast (default), slow, slower (disk)\n"
                                 "  several are parted by commas\n"
                                 "tags: \n"
                                 "moved\n"
                                 "moved[0].from (required)\n"
                                 "moved[0].from [/a]: \n"
                                 "moved[0].code\n"
                                 "moved[0].code [302]: \n"
                                 "moved: 1 entry; another one? [no]: \n"
                                 "env TZ: Time zone\n"
                                 "env TZ: \n");
}

TEST(ask, answers_of_each_kind)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    AUTO(person) person;
    AUTO(error) err = ERROR_INIT;

    form_init(&form, &spec);
    ASSERT_OK(asked(&form, &person, "x|s3cret|yes|slow|a|b|.|slow, fast|/b|-|y|/c||no|UTC", &err),
              err);
    ASSERT_ITEM(form, ITEM_NAME, "x");
    ASSERT_ITEM(form, ITEM_TOKEN, "s3cret");
    ASSERT_ITEM(form, ITEM_GPU, "true");
    ASSERT_ITEM(form, ITEM_CLASS, "slow");
    ASSERT_ITEM(form, ITEM_PAGE, "a\nb\n");
    ASSERT_ITEM(form, ITEM_TAGS, "slow\nfast\n");
    ASSERT_ITEM(form, ITEM_MOVED + 1, "/b");
    ASSERT_ITEM(form, ITEM_MOVED + 2, "");
    ASSERT_ITEM(form, ITEM_MOVED + 3, "/c");
    ASSERT_ITEM(form, ITEM_MOVED + 4, "301");
    ASSERT_ITEM(form, ITEM_TZ + 2, "UTC");
    ASSERT_NOT_CONTAINS(buf_text(&person.paper), "s3cret");
}

TEST(ask, what_is_wrong_is_said_and_asked_again)
{
    static const struct form_field name = { .label = "name", .required = true };
    struct form_spec spec = alone(&name);
    AUTO(form) form;
    AUTO(person) person;
    AUTO(error) err = ERROR_INIT;

    form_init(&form, &spec);
    ASSERT_OK(asked(&form, &person, "|bad|good", &err), err);
    ASSERT_EQ_BUF(&person.paper, "name (required)\n"
                                 "name: \n"
                                 "  required\n"
                                 "name: bad\n"
                                 "  'bad' is no name\n"
                                 "name: good\n");
    ASSERT_ITEM(form, 0, "good");
}

TEST(ask, a_secret_that_is_there_is_not_shown)
{
    static const struct form_field token = { .label = "token", .secret = true, .value = "s3cret" };
    struct form_spec spec = alone(&token);
    AUTO(form) form;
    AUTO(person) person;
    AUTO(error) err = ERROR_INIT;

    form_init(&form, &spec);
    ASSERT_OK(asked(&form, &person, "|", &err), err);
    ASSERT_EQ_BUF(&person.paper, "token\ntoken [kept secret]: ***\n");
    ASSERT_ITEM(form, 0, "s3cret");
}

TEST(ask, choices_and_booleans_refuse_what_they_are_not)
{
    AUTO(person) person;
    AUTO(person) other;
    AUTO(error) err = ERROR_INIT;
    struct form_spec spec = alone(&forms_fields[ITEM_GPU]);
    struct form_spec several = alone(&forms_fields[ITEM_TAGS]);
    AUTO(form) form;
    AUTO(form) tags;

    form_init(&form, &spec);
    ASSERT_OK(asked(&form, &person, "maybe|Y", &err), err);
    ASSERT_ITEM(form, 0, "true");
    form_init(&tags, &several);
    ASSERT_OK(asked(&tags, &other, "fast, fats|fast,fast", &err), err);
    ASSERT_CONTAINS(buf_text(&other.paper), "  'fats' is none of them\n");
    ASSERT_ITEM(tags, 0, "fast\n");
}

TEST(ask, a_required_list_gets_an_entry)
{
    static struct form_field entry[] = { { .label = "from" } };
    static const struct form_field list = {
        .label = "moved", .kind = FORM_LIST, .required = true, .fields = entry, .field_count = 1
    };
    struct form_spec spec = alone(&list);
    AUTO(form) form;
    AUTO(person) person;
    AUTO(error) err = ERROR_INIT;

    form_init(&form, &spec);
    ASSERT_OK(asked(&form, &person, "no||/a||", &err), err);
    ASSERT_EQ_BUF(&person.paper, "moved (required)\n"
                                 "moved: 0 entries; another one? [yes]: no\n"
                                 "  required\n"
                                 "moved: 0 entries; another one? [yes]: \n"
                                 "moved[0].from\n"
                                 "moved[0].from: /a\n"
                                 "moved: 1 entry; another one? [no]: \n");
}

TEST(ask, R_076_the_end_of_input_ends_it)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    AUTO(person) person;
    AUTO(error) err = ERROR_INIT;

    form_init(&form, &spec);
    ASSERT_FAILS(asked(&form, &person, "x|y", &err), err, ERROR_INTERRUPTED, "there is no answer");
}
