/* Several statements of our own in one message, for one round trip. */
#pragma once

#include "pg/pg.h"

/* The result of the last statement; NULL when any failed (the first error counts). Caller frees. */
Rows *bundle_run(Pg *pg, const char *sql, GError **error);
/* The rest of what was sent with pg_send(). */
Rows *bundle_last(Pg *pg, GError **error);
