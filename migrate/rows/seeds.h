/* Seeds: which files a database was filled from, so that none is loaded twice.
 *
 * A table beside the ledger says it. A database without a ledger has none, and every file is new.
 */
#pragma once

#include "rows/end.h"

typedef struct {
    Pg *pg;
    bool remembered; /* there is a ledger */
} Seeds;

/* Looks for the table, and makes it where there is a ledger without one. */
bool seeds_open(Seeds *seeds, Pg *pg, GError **error);
/* Until the transaction that is open ends, nobody else loads a file of this ledger: waits for one
 * that does, and FAIL_LOCKED where that takes longer than the session's lock_timeout. */
bool seeds_lock(const Seeds *seeds, GError **error);
/* Whether these bytes of `file` were loaded. */
bool seeds_has(const Seeds *seeds, const char *file, const char *sum, bool *has, GError **error);
/* The statement that says so, for the transaction that loads them. Caller frees. */
char *seeds_mark(const Seeds *seeds, const char *file, const char *sum);
