/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/picker.h - what a cluster has for a field that names one of its objects
 *
 *     struct picker picker = { .client = client, .namespace = "film-a" };
 *     const struct picker_choices *choices;
 *
 *     if (!picker_get(&picker, FIELD_STORAGE_CLASS, &choices, err))
 *         return false;
 *     if (choices->note)      nobody knows what there is: nothing can be said about an answer
 *     ...picker_default(choices), picker_find(choices, view_of("fast"))
 *     picker_release(&picker);
 *
 * StorageClasses, PriorityClasses and IngressClasses are the cluster's, ServiceAccounts those of
 * the project, DataVolumes those that users made and labelled, in every namespace that may be read.
 * Source: catalog.md 3.2, 3.4.
 */
#ifndef CATALOG_PICKER_H
#define CATALOG_PICKER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "catalog/field.h"
#include "kube/client.h"

#define PICKER_CHOICES_MAX 10000

/* One object that an answer may name. */
struct picker_choice {
    char *name;
    char *note; /* what tells it from others: a provisioner, a size; "" when there is nothing */
    bool is_default;
    char *namespace; /* of a DataVolume, else NULL */
    char *size;      /* of a DataVolume's claim: "20Gi"; "" unknown; else NULL */
    char *created;   /* RFC 3339; of two default classes the newer one holds */
};

/* By name, then namespace. */
struct picker_choices {
    struct picker_choice *items;
    size_t len;
    size_t cap;
    char *note; /* why this is not all that there is: no right to read, too many; NULL: it is */
};

#define PICKER_CHOICES_INIT                                                                        \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0, .note = NULL                                            \
    }

void picker_choices_release(struct picker_choices *choices);
/* Answers of this TYPE name an object of the cluster. */
bool picker_is_picked(enum field_type type);
/* "StorageClass", of a picked TYPE. */
const char *picker_kind_name(enum field_type type);
/*
 * What CLIENT's cluster has for FIELD, in the project NAMESPACE; CHOICES is empty before. A kind
 * that must not be read, or that the cluster has not, is no failure but CHOICES' note. False: the
 * server did not answer, or ERROR_INTERRUPTED.
 */
bool picker_choices_read(struct kube_client *client, const struct field *field,
                         const char *namespace, struct picker_choices *choices,
                         struct error *err) MUST_CHECK;
/* NULL when NAME is none of them. */
const struct picker_choice *picker_find(const struct picker_choices *choices, struct view name);
/* The choice that the cluster takes by itself; NULL: none. */
const struct picker_choice *picker_default(const struct picker_choices *choices);

/* The choices of one cluster and project, each kind read once, when it is first asked for. */
struct picker {
    struct kube_client *client; /* borrowed; NULL: there is no cluster */
    const char *namespace;      /* borrowed */
    struct picker_choices kinds[FIELD_UNKNOWN];
    bool was_read[FIELD_UNKNOWN];
};

void picker_release(struct picker *picker);
/* *choices stays PICKER's. TYPE is picked and PICKER has a client. */
bool picker_get(struct picker *picker, enum field_type type, const struct picker_choices **choices,
                struct error *err) MUST_CHECK;

#endif
