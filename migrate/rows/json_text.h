/* Json as text: where a value ends, without making anything of it. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A place in a text, which need not be terminated. */
typedef struct {
    const char *at, *end;
    const char *wrong; /* what is wrong at `at`; NULL: nothing was yet */
} JsonText;

/* Passes over blanks; whether something is left. */
bool json_text_more(JsonText *text);
/* Passes over blanks and then `c`; where that is not what stands there, over nothing more. */
bool json_text_take(JsonText *text, char c);
/* Passes over a value (RFC 8259) and the blanks before it: from `*start` on it is `at`'s. */
bool json_text_value(JsonText *text, const char **start);
/* Passes over a string, and the blanks before it. What it says; caller frees. NULL: it is none, or
 * has a character that no name can have. */
char *json_text_name(JsonText *text);
