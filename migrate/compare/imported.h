/* The schema of a live database, as SQL. */
#pragma once

#include "config/config.h"
#include "history/write.h"

/* SQL that makes out of nothing what the database has, tried on scratch. FAIL_DECISION, naming
 * them, when it has objects that cannot be compared. Caller frees. */
char *imported_schema(const Config *config, const char *url, GError **error);
