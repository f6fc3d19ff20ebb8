/* SPDX-License-Identifier: Apache-2.0 */
/* form/form_internal.h - what form.c and form_key.c share */
#ifndef FORM_FORM_INTERNAL_H
#define FORM_FORM_INTERNAL_H

#include "form/form.h"

/* ITEM's text changed by typing: it is to be checked, and its problem to be shown. */
void form_changed(struct form_item *item);
/* The entry that the focus is in goes; those behind it move up. Elsewhere nothing happens. */
void form_remove_entry(struct form *form);

#endif
