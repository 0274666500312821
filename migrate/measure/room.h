/* What the files of this room share. */
#pragma once

#include "history/statement.h"
#include "measure/measure.h"

/* Appends a statement without relations. Owned by `statements`. */
Measured *measured_add(GPtrArray *statements, guint line, guint column);

/* The locks of a statement that runs outside of transactions; they do not depend on the schema. */
typedef struct {
    const char *pattern; /* as in history/statement.h */
    LockMode table;      /* on the table that it works on */
    LockMode other;      /* on what it drops or detaches at its end */
} LockedAlone;

/* The row that fits; never NULL. */
const LockedAlone *locked_alone(const Statement *statement);

/* Whether it touches no relation that was there before, whatever the schema. */
bool statement_is_still(const Statement *statement);

/* Before a statement that may change a time's zone; else, and on error, `before` becomes NULL.
 * Caller unrefs. */
bool times_begin(GHashTable **before, Pg *pg, const Statement *statement, GError **error);
/* After it: the oids of tables in which one did, a set of gint64*. Caller unrefs. */
GHashTable *times_changed(GHashTable *before, Pg *pg, GError **error);
