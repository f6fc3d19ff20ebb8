/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/answers_pick.h - answers that name objects of a cluster, against what the cluster has
 *
 * answers_use_picker() reads whatever the answers so far need; answers_finish() then asks nobody.
 * Source: catalog.md 3.2, 3.4.
 */
#ifndef CATALOG_ANSWERS_PICK_H
#define CATALOG_ANSWERS_PICK_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "catalog/answers.h"
#include "catalog/picker.h"

/*
 * To be called between the last answer and answers_finish(): read the choices of the fields that
 * have an answer or need one. What cannot be read is a warning, and is not checked then. PICKER is
 * borrowed by ANSWERS. False: the server did not answer.
 */
bool answers_use_picker(struct answers *answers, struct picker *picker,
                        struct error *err) MUST_CHECK;

/* For answers_finish(): the name that the cluster takes by itself for FIELD, with a warning that
 * says so; NULL: none. */
struct ynode *answers_picked_default(struct answers *answers, const struct field *field,
                                     const char *path);
/*
 * For answers_finish(): VALUE of FIELD, called PATH, names something that is there; the name of a
 * data volume becomes its mapping in MAP. False and a problem when not.
 */
bool answers_check_pick(struct answers *answers, const struct field *field, struct ynode *map,
                        struct ynode *value, const char *path) MUST_CHECK;

#endif
