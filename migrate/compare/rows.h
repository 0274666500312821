/* Rows: what a scratch database holds beside definitions – the rows of its tables, what its
 * sequences have counted, and what is set for the database itself – as sums, so that two of them
 * can be compared.
 */
#pragma once

#include "pg/pg.h"

/* Name (as the server quotes it) → "COUNT SUM". Without what has no rows or has not counted. Caller
 * unrefs. */
GHashTable *rows_read(Pg *pg, GError **error);
/* Whether both hold the same. */
bool rows_same(GHashTable *one, GHashTable *two);

/* Where `other` differs from `once` and `again`, two databases in which the same SQL was executed.
 * Columns in which even those two differ, as with now(), are left out, and named. Both arrays of
 * char* are sorted. */
typedef struct {
    GPtrArray *differing; /* names of tables, sequences and "the database" */
    GPtrArray *volatiles; /* names of columns */
} RowsDifference;
bool rows_differ(Pg *once, Pg *again, Pg *other, RowsDifference *difference, GError **error);
void rows_difference_clear(RowsDifference *difference);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RowsDifference, rows_difference_clear)
