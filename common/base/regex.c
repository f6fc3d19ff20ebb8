/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/regex_parse.h"
#include "base/utf8.h"

/* What a state waits for. Unless it says otherwise, the following state comes next. */
enum state_kind {
    STATE_CHAR,
    STATE_CLASS,
    STATE_ANY,
    STATE_ANY_NOT_NL,
    STATE_ASSERT, /* all of condition, no character */
    STATE_SPLIT,  /* both the following one and target */
    STATE_JUMP,   /* target */
    STATE_MATCH,
};

/* What can be asked about a place between two characters. */
enum condition {
    AT_BEGIN_TEXT = 1u << 0,
    AT_END_TEXT = 1u << 1,
    AT_BEGIN_LINE = 1u << 2,
    AT_END_LINE = 1u << 3,
    AT_WORD_BOUNDARY = 1u << 4,
    AT_NO_WORD_BOUNDARY = 1u << 5,
};

struct regex_state {
    enum state_kind kind;
    uint32_t value;                   /* a code point, a condition, or the target */
    uint32_t range_count;             /* of a class */
    const struct regex_range *ranges; /* in the arena */
};

struct regex {
    struct arena arena;
    struct regex_state *states; /* the first one is the start, the last one STATE_MATCH */
    size_t len;
    size_t cap;
};

/* ---- From tree to states: every node becomes one stretch that ends by running off its end. */

static size_t add_state(struct regex *regex, enum state_kind kind, uint32_t value)
{
    assert(regex->len < regex->cap);
    regex->states[regex->len] = (struct regex_state){ .kind = kind, .value = value };
    return regex->len++;
}

/* The state at AT leads to the one that will be added next. */
static void aim_here(struct regex *regex, size_t at)
{
    regex->states[at].value = (uint32_t)regex->len;
}

static void compile_node(struct regex *regex, const struct regex_node *node);

/* x*: split x jump; x+: x split. */
static void compile_endless(struct regex *regex, const struct regex_node *child, bool may_skip)
{
    if (may_skip) {
        size_t split = add_state(regex, STATE_SPLIT, 0);
        compile_node(regex, child);
        add_state(regex, STATE_JUMP, (uint32_t)split);
        aim_here(regex, split);
    } else {
        uint32_t start = (uint32_t)regex->len;
        compile_node(regex, child);
        add_state(regex, STATE_SPLIT, start);
    }
}

/* x{2,4} is xx(x(x)?)?: each of the splits leads to the end. */
static void compile_repeat(struct regex *regex, const struct regex_node *node)
{
    if (node->size == 0)
        return;
    int copies = node->max == REGEX_NO_MAX ? node->min - 1 : node->min;
    for (int i = 0; i < copies; i++)
        compile_node(regex, node->child);
    if (node->max == REGEX_NO_MAX) {
        compile_endless(regex, node->child, node->min == 0);
        return;
    }

    size_t stride = node->child->size + 1;
    size_t first = regex->len;
    for (int i = node->min; i < node->max; i++) {
        add_state(regex, STATE_SPLIT, 0);
        compile_node(regex, node->child);
    }
    for (size_t split = first; split < regex->len; split += stride)
        aim_here(regex, split);
}

/* split x jump, split y jump, z: the jumps lead to the end, the splits to the next alternative. */
static void compile_alternate(struct regex *regex, const struct regex_node *node)
{
    uint32_t latest_jump = UINT32_MAX; /* a chain through the jumps' targets until they are known */

    for (const struct regex_node *child = node->child; child; child = child->next) {
        if (!child->next) {
            compile_node(regex, child);
            break;
        }
        size_t split = add_state(regex, STATE_SPLIT, 0);
        compile_node(regex, child);
        latest_jump = (uint32_t)add_state(regex, STATE_JUMP, latest_jump);
        aim_here(regex, split);
    }
    while (latest_jump != UINT32_MAX) {
        uint32_t earlier = regex->states[latest_jump].value;
        aim_here(regex, latest_jump);
        latest_jump = earlier;
    }
}

static void compile_class(struct regex *regex, const struct regex_node *node)
{
    size_t state = add_state(regex, STATE_CLASS, 0);

    regex->states[state].ranges = node->ranges;
    regex->states[state].range_count = (uint32_t)node->range_count;
}

/* Recursion is bounded by REGEX_HEIGHT_MAX, the number of states by the parser. */
static void compile_node(struct regex *regex, const struct regex_node *node)
{
    switch (node->kind) {
    case REGEX_EMPTY:
        break;
    case REGEX_CHAR:
        add_state(regex, STATE_CHAR, node->code_point);
        break;
    case REGEX_CLASS:
        compile_class(regex, node);
        break;
    case REGEX_ANY:
        add_state(regex, STATE_ANY, 0);
        break;
    case REGEX_ANY_NOT_NL:
        add_state(regex, STATE_ANY_NOT_NL, 0);
        break;
    case REGEX_BEGIN_LINE:
        add_state(regex, STATE_ASSERT, AT_BEGIN_LINE);
        break;
    case REGEX_END_LINE:
        add_state(regex, STATE_ASSERT, AT_END_LINE);
        break;
    case REGEX_BEGIN_TEXT:
        add_state(regex, STATE_ASSERT, AT_BEGIN_TEXT);
        break;
    case REGEX_END_TEXT:
        add_state(regex, STATE_ASSERT, AT_END_TEXT);
        break;
    case REGEX_WORD_BOUNDARY:
        add_state(regex, STATE_ASSERT, AT_WORD_BOUNDARY);
        break;
    case REGEX_NO_WORD_BOUNDARY:
        add_state(regex, STATE_ASSERT, AT_NO_WORD_BOUNDARY);
        break;
    case REGEX_GROUP:
        compile_node(regex, node->child);
        break;
    case REGEX_REPEAT:
        compile_repeat(regex, node);
        break;
    case REGEX_CONCAT:
        for (const struct regex_node *child = node->child; child; child = child->next)
            compile_node(regex, child);
        break;
    case REGEX_ALTERNATE:
        compile_alternate(regex, node);
        break;
    }
}

struct regex *regex_new(struct view pattern, struct error *err)
{
    if (pattern.len > REGEX_BYTES_MAX) {
        error_set(err, ERROR_LIMIT, "a regular expression of %zu bytes is over the limit of %d",
                  pattern.len, REGEX_BYTES_MAX);
        return NULL;
    }

    AUTO_FREE(regex) regex = mem_alloc_zero(1, sizeof(*regex));
    const struct regex_node *root = regex_parse(pattern, &regex->arena, err);
    if (!root)
        return NULL;
    regex->cap = root->size + 1;
    regex->states = mem_alloc_zero(regex->cap, sizeof(*regex->states));
    compile_node(regex, root);
    add_state(regex, STATE_MATCH, 0);
    assert(regex->len == regex->cap);
    return TAKE(regex);
}

void regex_free(struct regex *regex)
{
    if (!regex)
        return;
    arena_release(&regex->arena);
    free(regex->states);
    free(regex);
}

/* ---- Simulation: the set of states that some way through the text could have reached. */

/* Members in order of arrival; place[s] is where s would be, if it is there (Briggs and Torczon).
 */
struct state_set {
    uint32_t *members;
    uint32_t *place;
    size_t len;
};

struct simulation {
    const struct regex *regex;
    struct state_set now; /* closed: whatever needs no character was followed */
    struct state_set next;
    uint32_t *pending; /* found and not yet looked at; two per state and one suffice */
    struct view text;
    size_t at;          /* behind following */
    uint32_t before;    /* the code point before the place we are at, UTF8_BAD: none */
    uint32_t following; /* and the one behind it */
};

static bool set_has(const struct state_set *set, uint32_t state)
{
    uint32_t place = set->place[state];

    return place < set->len && set->members[place] == state;
}

static void set_add(struct state_set *set, uint32_t state)
{
    set->place[state] = (uint32_t)set->len;
    set->members[set->len++] = state;
}

static bool is_word(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static unsigned conditions_here(const struct simulation *sim)
{
    unsigned conditions = 0;

    if (sim->before == UTF8_BAD)
        conditions |= AT_BEGIN_TEXT | AT_BEGIN_LINE;
    if (sim->following == UTF8_BAD)
        conditions |= AT_END_TEXT | AT_END_LINE;
    if (sim->before == '\n')
        conditions |= AT_BEGIN_LINE;
    if (sim->following == '\n')
        conditions |= AT_END_LINE;
    if (is_word(sim->before) != is_word(sim->following))
        return conditions | AT_WORD_BOUNDARY;
    return conditions | AT_NO_WORD_BOUNDARY;
}

/* Add START to SET and all that can be reached from it without a character. */
static void add_closure(struct simulation *sim, struct state_set *set, uint32_t start,
                        unsigned conditions)
{
    size_t count = 0;

    sim->pending[count++] = start;
    while (count > 0) {
        uint32_t at = sim->pending[--count];
        const struct regex_state *state = &sim->regex->states[at];
        if (set_has(set, at))
            continue;
        set_add(set, at);
        if (state->kind == STATE_JUMP || state->kind == STATE_SPLIT)
            sim->pending[count++] = state->value;
        if (state->kind == STATE_SPLIT ||
            (state->kind == STATE_ASSERT && (state->value & conditions)))
            sim->pending[count++] = at + 1;
    }
}

static bool class_has(const struct regex_state *state, uint32_t c)
{
    size_t low = 0;
    size_t high = state->range_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > state->ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < state->range_count && c >= state->ranges[low].first;
}

static bool takes(const struct regex_state *state, uint32_t c)
{
    switch (state->kind) {
    case STATE_CHAR:
        return c == state->value;
    case STATE_CLASS:
        return class_has(state, c);
    case STATE_ANY:
        return true;
    case STATE_ANY_NOT_NL:
        return c != '\n';
    case STATE_ASSERT:
    case STATE_SPLIT:
    case STATE_JUMP:
    case STATE_MATCH:
        break;
    }
    return false;
}

/* One code point further; a byte that is no UTF-8 is U+FFFD, as in Go. */
static void read_code(struct simulation *sim)
{
    sim->before = sim->following;
    sim->following = UTF8_BAD;
    if (sim->at >= sim->text.len)
        return;
    sim->following = utf8_next(sim->text, &sim->at);
    if (sim->following == UTF8_BAD)
        sim->following = 0xfffd;
}

/* Take the following character: sim->next becomes sim->now, closed for the new place. */
static void step(struct simulation *sim)
{
    struct state_set now = sim->now;
    uint32_t c = sim->following;

    read_code(sim);
    unsigned conditions = conditions_here(sim);
    sim->next.len = 0;
    for (size_t i = 0; i < now.len; i++)
        if (takes(&sim->regex->states[now.members[i]], c))
            add_closure(sim, &sim->next, now.members[i] + 1, conditions);
    sim->now = sim->next;
    sim->next = now;
}

enum extent { WHOLE, ANYWHERE };

static bool simulate(struct simulation *sim, enum extent extent)
{
    uint32_t match = (uint32_t)sim->regex->len - 1;

    read_code(sim);
    add_closure(sim, &sim->now, 0, conditions_here(sim));
    for (;;) {
        bool at_end = sim->following == UTF8_BAD;
        if (set_has(&sim->now, match) && (extent == ANYWHERE || at_end))
            return true;
        if (at_end || (extent == WHOLE && sim->now.len == 0))
            return false;
        step(sim);
        if (extent == ANYWHERE)
            add_closure(sim, &sim->now, 0, conditions_here(sim));
    }
}

static bool run(const struct regex *regex, struct view text, enum extent extent)
{
    size_t len = regex->len;
    uint32_t *memory = mem_alloc_zero(len * 6 + 1, sizeof(*memory));
    struct simulation sim = {
        .regex = regex,
        .now = { .members = memory, .place = memory + len },
        .next = { .members = memory + 2 * len, .place = memory + 3 * len },
        .pending = memory + 4 * len,
        .text = text,
        .before = UTF8_BAD,
        .following = UTF8_BAD,
    };
    bool found = simulate(&sim, extent);

    free(memory);
    return found;
}

bool regex_matches_whole(const struct regex *regex, struct view text)
{
    return run(regex, text, WHOLE);
}

bool regex_finds(const struct regex *regex, struct view text)
{
    return run(regex, text, ANYWHERE);
}
