/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/keys.h - from the bytes that a terminal in raw mode sends to keys and text
 *
 *     struct keys keys = KEYS_INIT;
 *     keys_feed(&keys, bytes);                 as they come, in pieces of any size
 *     while (keys_next(&keys, &key, false))    false: the rest is the start of something
 *         ...
 *
 * Over a slow line an escape sequence comes in pieces: it is waited for. What is still unfinished
 * when nothing more came for KEYS_IDLE_SECONDS is let go by keys_next(..., true): an escape
 * sequence is dropped, the start of a character is text. What is pasted between the marks of a
 * terminal that knows bracketed paste is text, whatever it holds; only a ^C that nothing follows
 * ends a paste whose mark got lost. Nothing here is checked to be UTF-8.
 */
#ifndef CLI_KEYS_H
#define CLI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/view.h"

#define KEYS_BYTES_MAX    4096
#define KEYS_IDLE_SECONDS 1.0

enum key_code {
    KEY_NONE,      /* a key without a meaning */
    KEY_TEXT,      /* typed characters, none of them a control character */
    KEY_PASTE,     /* pasted bytes of any kind */
    KEY_ENTER,     /* Enter, ^J */
    KEY_TAB,       /* Tab */
    KEY_BACK_TAB,  /* Shift-Tab */
    KEY_UP,        /* ↑, ^P */
    KEY_DOWN,      /* ↓, ^N */
    KEY_LEFT,      /* ←, ^B */
    KEY_RIGHT,     /* →, ^F */
    KEY_HOME,      /* Home, ^A */
    KEY_END,       /* End, ^E */
    KEY_PAGE_UP,   /* PgUp */
    KEY_PAGE_DOWN, /* PgDn */
    KEY_BACKSPACE, /* Backspace, ^H */
    KEY_DELETE,    /* Delete, ^D */
    KEY_KILL_LINE, /* ^U: to the start */
    KEY_KILL_REST, /* ^K: to the end */
    KEY_KILL_WORD, /* ^W */
    KEY_REMOVE,    /* ^X */
    KEY_SUBMIT,    /* ^O */
    KEY_CANCEL,    /* ^C */
    KEY_SUSPEND,   /* ^Z */
    KEY_REDRAW,    /* ^L */
};

struct key {
    enum key_code code;
    struct view text; /* of KEY_TEXT and KEY_PASTE; valid until the next keys_feed() */
    bool is_last;     /* of KEY_PASTE: the paste ends here; the text may be empty */
};

struct keys {
    char bytes[KEYS_BYTES_MAX];
    size_t start; /* of what keys_next() has not given yet */
    size_t end;
    bool is_pasting;
};

#define KEYS_INIT                                                                                  \
    {                                                                                              \
        .start = 0, .end = 0, .is_pasting = false                                                  \
    }

/* Bytes that keys_feed() would take; never 0 after keys_next() was false. */
size_t keys_room(const struct keys *keys);
/* BYTES is at most keys_room() long. */
void keys_feed(struct keys *keys, struct view bytes);
/* The next key; false when there is none, or only the start of one. IDLE: do not wait for the rest.
 */
bool keys_next(struct keys *keys, struct key *key, bool idle);
/* Something is there that keys_next() has not given. */
bool keys_is_pending(const struct keys *keys);

#endif
