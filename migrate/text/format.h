/* Formatting a file of SQL that people wrote. */
#pragma once

#include "base/error.h"

/* The script with every statement tidied (see text/tidy.h), one empty line at most between two, no
 * blanks at the end of lines, and a newline at its end. Comments stay where they are. NULL with
 * FAIL_USAGE and the place, where it is no SQL. Caller frees. */
char *format_sql(const char *file, const char *text, gsize length, GError **error);
