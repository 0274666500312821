/* Paths: several of them in one text, as a setting has them.
 *
 * They are separated by commas. One with a comma or a double quote in it stands in double quotes,
 * and a quote in it is doubled. A single path without either is itself.
 */
#pragma once

#include <glib.h>

/* Blanks around the paths and empty ones are left out. Caller frees. */
GStrv paths_split(const char *text);
/* The same of a list that may have semicolons in place of commas; a backslash keeps the separator
 * behind it. */
GStrv paths_list(const char *text);
/* The text that paths_split() takes apart again. Caller frees. */
char *paths_join(const char *const *paths);
