/* Rows: what a scratch database holds beside definitions – the rows of its tables and what its
 * sequences have counted – as sums, so that two of them can be compared.
 */
#pragma once

#include "pg/pg.h"

/* Name (as the server quotes it) → "COUNT SUM". Without what has no rows or has not counted. Caller
 * unrefs. */
GHashTable *rows_read(Pg *pg, GError **error);
/* Whether both hold the same. */
bool rows_same(GHashTable *one, GHashTable *two);
/* The names of what differs, sorted; where both replays of the same SQL (`once`, `again`) differ,
 * as with now(), only the number of rows counts, and the name is added to `volatiles`. Array of
 * char*; caller unrefs. */
GPtrArray *rows_differ(GHashTable *once, GHashTable *again, GHashTable *other,
                       GPtrArray *volatiles);
