/* Entries: what of ours surrounds a migration's statements, in its order: its transaction, what
 * that does to the ledger, and the reset of the session behind it. Inside apply/ only. */
#pragma once

#include "apply/run.h"

typedef enum {
    ENTRY_LOCK,     /* the transaction's lock, its limits, and what SQL can read: key, of a lock,
                       of a statement, environment, version, run */
    ENTRY_ROW,      /* the migration's row: see entry_row() */
    ENTRY_DEFERRED, /* from here to ENTRY_DURABLE: what was put off, and who the ledger's part of
                       the end is done as */
    ENTRY_LIMIT,    /* a migration's own limit of time is not for what follows */
    ENTRY_USER,
    ENTRY_ROLE,
    ENTRY_PATH,
    ENTRY_DURABLE,
    ENTRY_APPLIED, /* the row's end, unless somebody else wrote it: key, run, name, sums, chain
                    */
    ENTRY_EVENT,   /* an event with ENTRY_PROOF: its four values (transaction NULL: the one that the
                      row has), what, key */
    ENTRY_PROOF,   /* fails with bundle_asserted() unless nothing ended the transaction or gave
                      its lock back: transaction, whether there is a pooler, run, the lock */
    ENTRY_COMMIT,
    ENTRY_SETTINGS, /* from here to ENTRY_TEMPORARY: the reset of the session */
    ENTRY_CURSORS,
    ENTRY_CHANNELS,
    ENTRY_SEQUENCES,
    ENTRY_TEMPORARY,
    ENTRY_SESSION /* a text that differs when there are other prepared statements, or another
                     configuration than before */
} Entry;
/* The statement with `values` (NULL: SQL's); with run->prepared it is the prepared one. What it
 * points to is the arena's or nobody's. */
PgStatement entry_statement(const Run *run, Arena *arena, Entry entry, const char *const *values);
/* The migration's row. It returns what entered_shape has; `path` is the search path of the
 * transaction from then on. */
PgStatement entry_row(const Run *run, Arena *arena, const Migration *migration, const char *mode,
                      const char *state, guint statements, const char *path);
/* The path that a session is pinned to: where a row is written and nothing of the user's follows.
 */
#define ENTRY_OWN_PATH "pg_catalog, pg_temp"
/* Adds those from `first` to `last`, which have no values, to an array of PgStatement. */
void entries_add(const Run *run, Arena *arena, GArray *to, Entry first, Entry last);
/* Adds the reset of a session with run->prepared, but for the role; the row of its last statement
 * is kept for run_was_reset(). It does not make sure of the lock. */
void entries_add_reset(const Run *run, Arena *arena, GArray *to);
/* The text of those from `first` to `last`, each with a semicolon. Caller frees. */
char *entries_text(const Run *run, Entry first, Entry last);
/* What a session with run->prepared needs once, after run->settings is known. */
bool entries_prepare(const Run *run, GError **error);
/* Adds the migration's row. */
bool ledger_insert(const Run *run, const Migration *migration, const char *mode, const char *state,
                   guint statements, GError **error);
/* Somebody was faster with the row of the ledger that stands for a migration. */
void unit_tell_race(const Migration *migration, GError **error);
/* Adds what a transaction begins with through a transaction pooler, one statement each. */
void pooled_add_settings(const Run *run, GPtrArray *statements);
