/* Texts that match a regular expression. Pure. */
#pragma once

#include <glib.h>

/* An SQL expression of n whose texts match `pattern`, different ones as far as it allows; NULL: it
 * has something that nothing here knows (look-around, back references). What it finds is tried, not
 * trusted. Caller frees. */
char *pattern_text(const char *pattern);
