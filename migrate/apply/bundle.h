/* Several statements of our own in one message, for one round trip. */
#pragma once

#include "pg/pg.h"

/* The result of the last statement; NULL when any failed (the first error counts). Caller frees. */
Rows *bundle_run(Pg *pg, const char *sql, GError **error);
/* An SQL expression for a statement of a bundle: fails the bundle, and with it its transaction,
 * unless `condition` holds. */
#define BUNDLE_ASSERT(condition)                                                                   \
    "(CASE WHEN " condition " THEN '1' ELSE '" BUNDLE_FAILED "' END)::pg_catalog.int4"
#define BUNDLE_FAILED "migrate: not as expected"
/* Whether `error` is that of such an expression. */
bool bundle_asserted(const GError *error);
