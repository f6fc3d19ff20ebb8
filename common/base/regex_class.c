/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex_class.h"

#include "base/alloc.h"
#include "base/utf8.h"

void regex_class_release(struct regex_class *class)
{
    free(class->ranges);
    class->ranges = NULL;
    class->len = class->cap = 0;
}

static bool may_work(struct regex_class *class)
{
    if (class->work >= class->work_max)
        class->overrun = true;
    else
        class->work++;
    return !class->overrun;
}

static void add_range(struct regex_class *class, uint32_t first, uint32_t last)
{
    if (!may_work(class))
        return;
    if (class->len > 0) {
        struct regex_range *latest = &class->ranges[class->len - 1];
        if (first >= latest->first && first <= latest->last + 1) {
            latest->last = last > latest->last ? last : latest->last;
            return;
        }
    }
    ARRAY_GROW(class->ranges, class->len, class->cap);
    class->ranges[class->len++] = (struct regex_range){ .first = first, .last = last };
}

void regex_class_add(struct regex_class *class, uint32_t first, uint32_t last, bool fold)
{
    add_range(class, first, last);
    if (!fold)
        return;
    uint32_t code = utf8_fold_from(first);
    while (code <= last && !class->overrun) {
        for (uint32_t other = utf8_fold_next(code); other != code; other = utf8_fold_next(other))
            add_range(class, other, other);
        code = utf8_fold_from(code + 1);
    }
}

static int cmp_range(const void *a, const void *b)
{
    const struct regex_range *x = a;
    const struct regex_range *y = b;

    return x->first < y->first ? -1 : x->first > y->first;
}

void regex_class_finish(struct regex_class *class)
{
    size_t kept = 0;

    if (class->len < 2)
        return;
    qsort(class->ranges, class->len, sizeof(class->ranges[0]), cmp_range);
    for (size_t i = 1; i < class->len; i++) {
        struct regex_range *latest = &class->ranges[kept];
        struct regex_range range = class->ranges[i];
        if (range.first > latest->last + 1)
            class->ranges[++kept] = range;
        else if (range.last > latest->last)
            latest->last = range.last;
    }
    class->len = kept + 1;
}

void regex_class_finish_negated(struct regex_class *class)
{
    uint32_t next = 0; /* the first code point that no range has covered */
    size_t gaps = 0;

    regex_class_finish(class);
    for (size_t i = 0; i < class->len; i++) {
        struct regex_range range = class->ranges[i];
        if (range.first > next)
            class->ranges[gaps++] = (struct regex_range){ next, range.first - 1 };
        next = range.last + 1;
    }
    class->len = gaps;
    if (next > UTF8_CODE_MAX)
        return;
    ARRAY_GROW(class->ranges, class->len, class->cap);
    class->ranges[class->len++] = (struct regex_range){ next, UTF8_CODE_MAX };
}

/* Move GROUP, or all that is not in it, to CLASS. Variants come before the negation. */
static void add_group(struct regex_class *class, struct regex_class *group, bool negate)
{
    class->work += group->work; /* within the ceiling: GROUP was born with what was left */
    class->overrun = class->overrun || group->overrun;
    if (negate)
        regex_class_finish_negated(group);
    for (size_t i = 0; i < group->len; i++)
        add_range(class, group->ranges[i].first, group->ranges[i].last);
    regex_class_release(group);
}

static size_t work_left(const struct regex_class *class)
{
    return class->work < class->work_max ? class->work_max - class->work : 0;
}

/* The classes of ASCII; \d, \s and \w are not quite [:digit:], [:space:] and [:word:]. */
struct named_class {
    const char *name;
    size_t count;
    struct regex_range ranges[4];
};

static const struct named_class posix_classes[] = {
    { "alnum", 3, { { '0', '9' }, { 'A', 'Z' }, { 'a', 'z' } } },
    { "alpha", 2, { { 'A', 'Z' }, { 'a', 'z' } } },
    { "ascii", 1, { { 0x00, 0x7f } } },
    { "blank", 2, { { '\t', '\t' }, { ' ', ' ' } } },
    { "cntrl", 2, { { 0x00, 0x1f }, { 0x7f, 0x7f } } },
    { "digit", 1, { { '0', '9' } } },
    { "graph", 1, { { '!', '~' } } },
    { "lower", 1, { { 'a', 'z' } } },
    { "print", 1, { { ' ', '~' } } },
    { "punct", 4, { { '!', '/' }, { ':', '@' }, { '[', '`' }, { '{', '~' } } },
    { "space", 2, { { '\t', '\r' }, { ' ', ' ' } } },
    { "upper", 1, { { 'A', 'Z' } } },
    { "word", 4, { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
    { "xdigit", 3, { { '0', '9' }, { 'A', 'F' }, { 'a', 'f' } } },
};

static const struct named_class perl_classes[] = {
    { "d", 1, { { '0', '9' } } },
    { "s", 3, { { '\t', '\n' }, { '\f', '\r' }, { ' ', ' ' } } }, /* no vertical tab */
    { "w", 4, { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
};

static void add_named(struct regex_class *class, const struct named_class *named, bool negate,
                      bool fold)
{
    struct regex_class group = REGEX_CLASS_INIT(work_left(class));

    for (size_t i = 0; i < named->count; i++)
        regex_class_add(&group, named->ranges[i].first, named->ranges[i].last, fold);
    add_group(class, &group, negate);
}

bool regex_class_add_perl(struct regex_class *class, char letter, bool fold)
{
    for (size_t i = 0; i < ARRAY_SIZE(perl_classes); i++) {
        char lower = perl_classes[i].name[0];
        char upper = (char)(lower - 'a' + 'A');
        if (letter != lower && letter != upper)
            continue;
        add_named(class, &perl_classes[i], letter == upper, fold);
        return true;
    }
    return false;
}

bool regex_class_add_posix(struct regex_class *class, struct view name, bool fold)
{
    bool negate = name.len > 0 && name.data[0] == '^';
    struct view plain = view_sub(name, negate ? 1 : 0, name.len);

    for (size_t i = 0; i < ARRAY_SIZE(posix_classes); i++) {
        if (!view_is(plain, posix_classes[i].name))
            continue;
        add_named(class, &posix_classes[i], negate, fold);
        return true;
    }
    return false;
}

/* A name of general categories; a set of them has bit 1 << UTF8_LU and so on. */
struct category_name {
    const char *name; /* letters only, as same_name() compares */
    uint32_t set;
};

#define ONE(category)     (1u << (category))
#define FROM_TO(from, to) ((ONE(to) << 1) - ONE(from))

/* Short and long names as in Go's unicode.Categories and unicode.CategoryAliases. */
static const struct category_name category_names[] = {
    { "L", FROM_TO(UTF8_LU, UTF8_LO) },
    { "Letter", FROM_TO(UTF8_LU, UTF8_LO) },
    { "LC", FROM_TO(UTF8_LU, UTF8_LT) },
    { "CasedLetter", FROM_TO(UTF8_LU, UTF8_LT) },
    { "Lu", ONE(UTF8_LU) },
    { "UppercaseLetter", ONE(UTF8_LU) },
    { "Ll", ONE(UTF8_LL) },
    { "LowercaseLetter", ONE(UTF8_LL) },
    { "Lt", ONE(UTF8_LT) },
    { "TitlecaseLetter", ONE(UTF8_LT) },
    { "Lm", ONE(UTF8_LM) },
    { "ModifierLetter", ONE(UTF8_LM) },
    { "Lo", ONE(UTF8_LO) },
    { "OtherLetter", ONE(UTF8_LO) },
    { "M", FROM_TO(UTF8_MN, UTF8_ME) },
    { "Mark", FROM_TO(UTF8_MN, UTF8_ME) },
    { "CombiningMark", FROM_TO(UTF8_MN, UTF8_ME) },
    { "Mn", ONE(UTF8_MN) },
    { "NonspacingMark", ONE(UTF8_MN) },
    { "Mc", ONE(UTF8_MC) },
    { "SpacingMark", ONE(UTF8_MC) },
    { "Me", ONE(UTF8_ME) },
    { "EnclosingMark", ONE(UTF8_ME) },
    { "N", FROM_TO(UTF8_ND, UTF8_NO) },
    { "Number", FROM_TO(UTF8_ND, UTF8_NO) },
    { "Nd", ONE(UTF8_ND) },
    { "DecimalNumber", ONE(UTF8_ND) },
    { "digit", ONE(UTF8_ND) },
    { "Nl", ONE(UTF8_NL) },
    { "LetterNumber", ONE(UTF8_NL) },
    { "No", ONE(UTF8_NO) },
    { "OtherNumber", ONE(UTF8_NO) },
    { "P", FROM_TO(UTF8_PC, UTF8_PO) },
    { "Punctuation", FROM_TO(UTF8_PC, UTF8_PO) },
    { "punct", FROM_TO(UTF8_PC, UTF8_PO) },
    { "Pc", ONE(UTF8_PC) },
    { "ConnectorPunctuation", ONE(UTF8_PC) },
    { "Pd", ONE(UTF8_PD) },
    { "DashPunctuation", ONE(UTF8_PD) },
    { "Ps", ONE(UTF8_PS) },
    { "OpenPunctuation", ONE(UTF8_PS) },
    { "Pe", ONE(UTF8_PE) },
    { "ClosePunctuation", ONE(UTF8_PE) },
    { "Pi", ONE(UTF8_PI) },
    { "InitialPunctuation", ONE(UTF8_PI) },
    { "Pf", ONE(UTF8_PF) },
    { "FinalPunctuation", ONE(UTF8_PF) },
    { "Po", ONE(UTF8_PO) },
    { "OtherPunctuation", ONE(UTF8_PO) },
    { "S", FROM_TO(UTF8_SM, UTF8_SO) },
    { "Symbol", FROM_TO(UTF8_SM, UTF8_SO) },
    { "Sm", ONE(UTF8_SM) },
    { "MathSymbol", ONE(UTF8_SM) },
    { "Sc", ONE(UTF8_SC) },
    { "CurrencySymbol", ONE(UTF8_SC) },
    { "Sk", ONE(UTF8_SK) },
    { "ModifierSymbol", ONE(UTF8_SK) },
    { "So", ONE(UTF8_SO) },
    { "OtherSymbol", ONE(UTF8_SO) },
    { "Z", FROM_TO(UTF8_ZS, UTF8_ZP) },
    { "Separator", FROM_TO(UTF8_ZS, UTF8_ZP) },
    { "Zs", ONE(UTF8_ZS) },
    { "SpaceSeparator", ONE(UTF8_ZS) },
    { "Zl", ONE(UTF8_ZL) },
    { "LineSeparator", ONE(UTF8_ZL) },
    { "Zp", ONE(UTF8_ZP) },
    { "ParagraphSeparator", ONE(UTF8_ZP) },
    { "C", FROM_TO(UTF8_CC, UTF8_CO) | ONE(UTF8_CN) },
    { "Other", FROM_TO(UTF8_CC, UTF8_CO) | ONE(UTF8_CN) },
    { "Cc", ONE(UTF8_CC) },
    { "Control", ONE(UTF8_CC) },
    { "cntrl", ONE(UTF8_CC) },
    { "Cf", ONE(UTF8_CF) },
    { "Format", ONE(UTF8_CF) },
    { "Cs", ONE(UTF8_CS) },
    { "Surrogate", ONE(UTF8_CS) },
    { "Co", ONE(UTF8_CO) },
    { "PrivateUse", ONE(UTF8_CO) },
    { "Cn", ONE(UTF8_CN) },
    { "Unassigned", ONE(UTF8_CN) },
    { "Any", FROM_TO(UTF8_CN, UTF8_CO) },
    { "Assigned", FROM_TO(UTF8_LU, UTF8_CO) },
};

static char lower_case(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Without regard to case, spaces, '_' and '-'. */
static bool same_name(struct view given, const char *name)
{
    for (size_t i = 0; i < given.len; i++) {
        if (given.data[i] == ' ' || given.data[i] == '_' || given.data[i] == '-')
            continue;
        if (*name == '\0' || lower_case(given.data[i]) != lower_case(*name))
            return false;
        name++;
    }
    return *name == '\0';
}

static void add_categories(struct regex_class *group, uint32_t set, bool fold)
{
    for (uint32_t code = 0; code <= UTF8_CODE_MAX && may_work(group);) {
        uint32_t last = utf8_category_end(code);
        if (set & ONE(utf8_category(code)))
            regex_class_add(group, code, last, fold);
        code = last + 1;
    }
}

bool regex_class_add_unicode(struct regex_class *class, struct view name, bool negate, bool fold)
{
    struct regex_class group = REGEX_CLASS_INIT(work_left(class));
    bool is_known = same_name(name, "ascii");

    if (is_known)
        regex_class_add(&group, 0x00, 0x7f, fold);
    for (size_t i = 0; i < ARRAY_SIZE(category_names) && !is_known; i++) {
        is_known = same_name(name, category_names[i].name);
        if (is_known)
            add_categories(&group, category_names[i].set, fold);
    }
    add_group(class, &group, negate);
    return is_known;
}
