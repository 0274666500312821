/* Who would be in the way: sessions that hold locks on the tables that the pending migrations name.
 * Inside apply/ only. */
#pragma once

#include "apply/run.h"

/* The tables that statements change. Caller unrefs. */
GHashTable *tables_new(void);
void tables_add(GHashTable *tables, const StatementClass *found);
/* As an array's literal. Caller frees. */
char *tables_array(GHashTable *tables);
/* A warning for every session that holds a lock on one of them. */
void run_blockers_ahead(Run *run, GHashTable *tables, Findings *findings);
/* What one statement answers in a transaction of its own that only reads, sees names as migrations
 * do and waits for nobody; NULL when it failed. */
Rows *run_look(const Run *run, const PgShape *shape, const char *sql, guint count,
               const char *const *values);
