/* Ledger tables: what other tools make in the schema public before the first migration, so that a
 * migration may name it.
 *
 * A scratch database has one when SQL asks for it, and lacks it again when its catalog is read.
 */
#pragma once

#include "pg/pg.h"

/* The name of the ledger that the server's message `relation "…" does not exist` is about; NULL:
 * it is about something else. Caller frees. */
char *ledger_table_of(const char *message);
bool ledger_table_make(Pg *pg, const char *name, GError **error);
/* Drops those that were made so, and what depends on them. */
bool ledger_tables_drop(Pg *pg, GError **error);
