/* The schema of a live database, as SQL. */
#pragma once

#include "config/config.h"
#include "history/write.h"

/* SQL that makes out of nothing what the database has, tried on scratch; `notes` (of char*, which
 * it frees) gets what a person may want to know. FAIL_DECISION, naming them, when the database has
 * objects that cannot be compared. Caller frees. */
char *imported_schema(const Config *config, const char *url, GPtrArray *notes, GError **error);
