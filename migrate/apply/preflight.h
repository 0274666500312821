/* Preflight: what is wrong with applying this history to that ledger, all of it at once, before
 * anything runs.
 *
 * Pure: values in, values out.
 */
#pragma once

#include "apply/ledger.h"
#include "base/finding.h"
#include "history/statement.h"

/* The migration that a row is about, also in a ledger of format 1, which has no keys yet; NULL when
 * the history lacks it. */
const Migration *history_of_row(const History *history, const LedgerRow *row);

/* What `migration` is to the text that was applied, and whether it is the one that somebody
 * accepted in its place. */
Edit row_edit(const LedgerRow *row, const Migration *migration, bool *accepted);
/* Whether it can stand for what was applied. */
bool row_fits(const LedgerRow *row, const Migration *migration);

/* The migrations to apply, in order: the open one first, then what the ledger does not have, up to
 * `to`. Borrowed from the history. Adds a finding for every applied migration that was edited or is
 * missing, every pending one that is older than an applied one (unless `out_of_order`), a ledger
 * whose chain is broken, a half-done migration that a person has to decide on, and a note where the
 * database is newer than the history (apply/newer.h). Caller unrefs.
 */
GPtrArray *preflight_pending(const History *history, const Ledger *ledger, const char *to,
                             bool out_of_order, Findings *findings);

/* Makes a refusal of the note that the checkout is older than the database. */
void preflight_refuse_older(Findings *findings);

/* "migrate resolve VERSION", with what chooses this database: decides about a half-done migration;
 * the decision is to be added. Caller frees. */
char *resolve_command(const Ledger *ledger, const LedgerRow *row);

/* Adds a finding for every statement of a migration that may not be in it, and for one that needs
 * `-- migrate: no-transaction`. `visit` (may be NULL) sees each of migration_statements() on the
 * way, so that nobody has to find and classify them again. */
typedef void (*StatementVisit)(const Statement *statement, const StatementClass *found, void *data);
void preflight_statements(const Migration *migration, Findings *findings, StatementVisit visit,
                          void *data);

/* The same for one statement of the file at `path`, which is executed in a transaction or not;
 * `fix` is what helps where it has to be the other way. */
void preflight_statement(const char *path, bool transactional, const char *fix,
                         const Statement *statement, const StatementClass *found,
                         Findings *findings);
/* Fills in where the finding's statement stands. */
void place_finding(Finding *finding, const char *path, const Statement *statement);

/* The statements of a migration that are executed: all, but for the plain BEGIN … COMMIT pairs of a
 * transactional one (history/pair.h). NULL as below. */
GArray *migration_statements(const Migration *migration, GError **error);
/* The same of its way back. */
GArray *down_statements(const Migration *migration, GError **error);

/* All statements of `text`, slices of it; NULL with an error when it cannot be scanned. Array of
 * Statement. Caller unrefs. */
GArray *statements_of(const char *path, GBytes *text, GError **error);
