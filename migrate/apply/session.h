/* Session: connects, pins, guards, reads the ledger, and is reset between two migrations. Inside
 * apply/ only. */
#pragma once

#include "apply/run.h"

bool run_connect(Run *run, GError **error);
/* After what became of the migration in flight was read: false when its session was ended on
 * purpose, again. */
bool run_not_unwanted(Run *run, GError **error);
/* Sees to it that everything is done as the owner, once the guard was read. FAIL_ENVIRONMENT, with
 * the statement that cures it, where the login may not. */
bool run_take_role(Run *run, GError **error);
/* Asks the session that is open which search_path it began with. */
bool run_take_path(Run *run, GError **error);
bool run_same_server(Run *run, GError **error);
/* Adds a finding for everything that is wrong with the target; what only matters to who writes is a
 * note where nothing is to be written. */
void run_target_findings(const Run *run, bool writes, Findings *findings);
/* Tells every finding; false with the worst one's failure when there is more than warnings. */
bool run_report(const Run *run, const Findings *findings, GError **error);
/* Reads the ledger (again). */
bool run_read_ledger(Run *run, GError **error);
/* Bootstraps the ledger, or adopts it for this database. */
bool run_prepare_ledger(Run *run, GError **error);
/* Makes migrations that follow each other quick in this session: statements are prepared, settings
 * noted. Before anything of the user's ran. */
bool run_prepare_many(Run *run, GError **error);
/* The session as it was at its start, but for the lock. Nothing is sent where the last migration's
 * COMMIT brought entries_add_reset() along. The lock needs to be asserted only where no transaction
 * has done so at its end. */
bool run_reset(Run *run, bool assert_lock, GError **error);
/* Takes the row of ENTRY_SESSION that the reset of the session ends with (NULL: it failed), and
 * tells whether the session is as it was. */
bool run_was_reset(Run *run, const Rows *rows);
/* connect, guards, lock, ledger: for the verbs that change the ledger only. A dry run takes no lock
 * and makes no ledger. */
bool run_open(Run *run, GError **error);
/* After the last migration: whether the ledger still is what it was, with nothing put on it. */
bool run_ledger_kept(Run *run, GError **error);
