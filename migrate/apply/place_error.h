/* Errors of a migration's statements: where they are, and what to do next. Inside apply/ only. */
#pragma once

#include "apply/run.h"

/* Puts a text behind an error's message; whatever else it carries stays. */
void append_message(GError *error, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* "file:line:column: " before the error, from the place that the server gave, which the run's
 * result gets, too. `path` outlives the run. */
void locate_error(const Run *run, const char *path, const Statement *statement, GError **error);
