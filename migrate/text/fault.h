/* Faults: an error about a script that knows its place.
 *
 * The message reads "file:line:column: what is wrong", for whoever prints an error as it is; a
 * finding takes place and words apart, and nobody parses one out of the other.
 */
#pragma once

#include "base/error.h"
#include <glib.h>

GQuark text_error_quark(void);
#define TEXT_ERROR text_error_quark()

/* Sets a TEXT_ERROR with FAIL_USAGE. */
void text_fail(GError **error, Location place, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* What `error`, of any domain, says, without the place where text_fail() put it. `line` and
 * `column` (both may be NULL) become that place, or 0. Borrowed from the error. */
const char *text_fault(const GError *error, guint *line, guint *column);
