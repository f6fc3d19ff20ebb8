/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/element_list.h - lists whose elements are known by the values of their merge keys
 *
 * A port of kyaml's ElementSetter, ElementMatcher and of the helpers of its walker for keyed lists
 * (kyaml 0.21: yaml/fns.go, yaml/walk/associative_sequence.go), oddities included: what these do
 * with doubled, empty or missing keys is what `kustomize build` prints. All work is quadratic in
 * the elements; the caller bounds them. Nodes are borrowed throughout.
 *
 * Keys hold at least one name; the single empty name stands for a list of plain values.
 */
#ifndef PATCH_ELEMENT_LIST_H
#define PATCH_ELEMENT_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/view.h"
#include "patch/merge_keys.h"
#include "yaml/ynode.h"

/* Names of merge keys, or the values one element has under them. */
struct key_tuple {
    struct view at[MERGE_KEYS_MAX];
    size_t len;
};

/* What identifies the elements of one or more lists, in order, without repetition. */
struct key_tuples {
    struct key_tuple *items; /* owned */
    size_t len;
    size_t cap;
};

#define KEY_TUPLES_INIT                                                                            \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0                                                          \
    }

struct element_list {
    struct ynode **items; /* the array is owned, the nodes are not */
    size_t len;
    size_t cap;
};

#define ELEMENT_LIST_INIT                                                                          \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0                                                          \
    }

void key_tuples_release(struct key_tuples *tuples);
/* Add what the elements of LIST have under KEYS ("" for absent or empty), unless it is there
 * already. */
void key_tuples_collect(struct key_tuples *tuples, const struct element_list *list,
                        const struct key_tuple *keys);
/*
 * Take tuples for the same that share a value and differ only where one is empty: a port without a
 * protocol and the same port with one.
 */
void key_tuples_unify(struct key_tuples *tuples);
/* Those of KEYS that any of TUPLES has a value for (all, when none has), and the same of VALUES. */
void key_tuples_narrow(const struct key_tuples *tuples, const struct key_tuple *keys,
                       const struct key_tuple *values, struct key_tuple *some_keys,
                       struct key_tuple *some_values);

void element_list_release(struct element_list *list);
void element_list_add(struct element_list *list, struct ynode *element);
/* The elements of SEQ, appended. */
void element_list_add_all(struct element_list *list, const struct ynode *seq);
/* The first element whose keys have just these values; NULL when there is none. */
struct ynode *element_list_find(const struct element_list *list, const struct key_tuple *keys,
                                const struct key_tuple *values);
/*
 * Put ELEMENT in the place of every element with these values, or at the end; NULL removes them.
 * An empty value matches any element that has the key. Null and empty elements are dropped on the
 * way. False when an element is of the wrong kind: *odd is that element, LIST is unchanged.
 */
bool element_list_set(struct element_list *list, struct ynode *element,
                      const struct key_tuple *keys, const struct key_tuple *values,
                      const struct ynode **odd) MUST_CHECK;
/* element_list_set() each element of FROM into LIST by its own values. */
bool element_list_set_all(struct element_list *list, const struct element_list *from,
                          const struct key_tuple *keys, const struct ynode **odd) MUST_CHECK;

#endif
