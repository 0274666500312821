/* Sink: tables that are filled, all or none of them, in the transaction that is open on an End.
 *
 * Meanwhile neither triggers nor the order of foreign keys are in the way: the session acts as a
 * replica where the role may, else the constraints are deferred and the triggers disabled, and both
 * are as they were at the end. What foreign keys could then have missed is looked at before the
 * commit.
 */
#pragma once

#include "rows/end.h"

typedef struct {
    End *end;
    bool replica; /* no trigger of the server's own works either */
    Rows *aside;  /* internal: what was put aside otherwise, and how it comes back */
} Sink;

/* Makes `tables` (of Table* of this end) ready. They have to be empty unless `replace`: else
 * FAIL_DECISION. */
bool sink_begin(Sink *sink, End *end, const GPtrArray *tables, bool replace, GError **error);
/* Looks whether every row of `key` has what it refers to; FAIL_FINDINGS. */
bool sink_check_key(const Sink *sink, const ForeignKey *key, GError **error);
/* Puts back what sink_begin() has changed. The commit is the caller's. */
bool sink_finish(Sink *sink, GError **error);
void sink_clear(Sink *sink);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sink, sink_clear)

/* The foreign keys of a table, until the constraints are immediate again: for rows that come in an
 * order of their own. What sink_restore_keys() needs; caller frees. */
Rows *sink_defer_keys(Pg *pg, Table *table, GError **error);
bool sink_restore_keys(Pg *pg, const Rows *aside, GError **error);
/* Appends the condition for the row that `own` holds to refer to nothing by `key`. */
void sink_put_missing(GString *sql, const ForeignKey *key, const char *own);
