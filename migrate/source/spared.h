/* Spared: changes of a column's type, and unique constraints, for which the server writes nothing
 * anew and reads no row.
 *
 * Which they are depends on the type that the column has, which the statement does not say, and on
 * casts, indexes and constraints. So the statement is watched while it runs on scratch: the server
 * writes an empty table anew just as it would a full one. A partitioned table without partitions
 * shows nothing, and is not spared.
 */
#pragma once

#include "pg/pg.h"
#include "text/scan.h"

/* A statement being watched; all NULL when it does nothing of that kind. */
typedef struct {
    GPtrArray *facts;   /* of Fact* */
    GHashTable *before; /* what the table was made of */
} SparedWatch;

void spared_watch_clear(SparedWatch *watch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SparedWatch, spared_watch_clear)

/* Looks at what `statement` is about to change. */
bool spared_begin(SparedWatch *watch, Pg *pg, const Statement *statement, GError **error);
/* Looks again, after it has run, and appends the Location, in the script, of each of them to
 * `spared` when that took nothing. */
bool spared_end(const SparedWatch *watch, Pg *pg, GArray *spared, GError **error);
