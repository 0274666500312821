/* Spared: changes of a column's type, unique constraints and foreign keys, for which the server
 * rewrites nothing and scans no table.
 *
 * Which these are depends on the column's current type, which the statement does not show, and on
 * casts, indexes and constraints. So the statement is observed while it runs on scratch: the server
 * rewrites an empty table just as it would a full one. A partitioned table without partitions
 * shows nothing, and is not spared.
 */
#pragma once

#include "pg/pg.h"
#include "text/scan.h"

/* A statement being observed; all NULL when it does nothing of that kind. */
typedef struct {
    GPtrArray *facts;   /* of Fact* */
    GHashTable *before; /* what the table was made of */
} SparedWatch;

void spared_watch_clear(SparedWatch *watch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SparedWatch, spared_watch_clear)

/* Notes the state of what `statement` is about to change. `made` (a set, owned strings) learns
 * which tables the script has created by itself: those are empty, and no rule fears for them. */
bool spared_begin(SparedWatch *watch, Pg *pg, GHashTable *made, const Statement *statement,
                  GError **error);
/* After it has run, compares, and appends the Location in the script of each change that cost
 * nothing to `spared`. */
bool spared_end(const SparedWatch *watch, Pg *pg, GArray *spared, GError **error);
